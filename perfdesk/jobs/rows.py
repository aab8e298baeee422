"""The rows of a repeating table as they are printed, and how texts get into new ones.

A row may be printed without a record. Typing never changes which rows are printed: such a row
becomes a record where it stands, and so do those that would otherwise move or vanish by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from perfdesk.dossier.edits import Edit, InsertRecords, SetValue
from perfdesk.dossier.state import Dossier, Form, Path, Record, new_id
from perfdesk.layout.compose import compose
from perfdesk.layout.sheet import SheetRow
from perfdesk.template.loader import LoadedTemplate
from perfdesk.template.model import Table, Variant

Texts = Mapping[str, str]
"""Raw texts of one row, by column."""

Key = tuple[str, ...]
"""The group labels of a row, or its variant."""


class TableRows(Struct, frozen=True):
    """One table of a form with its rows as they are printed, in their order."""

    form: Form
    table: Table
    rows: tuple[SheetRow, ...]
    groups: Mapping[str, Key]
    """Where each record is printed, by its id."""

    @property
    def records(self) -> tuple[Record, ...]:
        """The records in the order of the state."""
        return self.form.records(self.table.key)

    def index_of(self, record_id: str) -> int:
        """Return the position of a record in the state, -1 where there is none."""
        found = (i for i, record in enumerate(self.records) if record.id == record_id)
        return next(found, -1)

    def keys(self) -> tuple[Key, ...]:
        """Return the groups in the order in which they are printed."""
        return tuple(dict.fromkeys(row.key for row in self.rows))

    def members(self, key: Key) -> tuple[int, ...]:
        """Return the positions in the state of the records printed in a group."""
        return tuple(i for i, item in enumerate(self.records) if self.groups[item.id] == key)

    def end_of(self, key: Key) -> int:
        """Return where in the state a new last record of a group goes."""
        own = self.members(key)
        if own:
            return own[-1] + 1
        keys = self.keys()
        for later in keys[keys.index(key) + 1 :]:
            following = self.members(later)
            if following:
                return following[0]
        return len(self.records)

    def variant(self, key: Key) -> Variant:
        """Return the kind of a row of a table with variants."""
        kinds = self.table.variants
        return next((kind for kind in kinds if (kind.key,) == key), kinds[-1])

    def level(self, key: Key) -> int:
        """Return the level of a row; rows without kinds are all of level 1."""
        return self.variant(key).level if self.table.variant_by else 1

    def blank_record(self, key: Key, texts: Texts | None = None) -> Record:
        """Return a new record of a group; an empty text gets no entry."""
        fixed = dict(zip(self.table.fixed_keys, key, strict=False))
        return Record(new_id(), fixed | {name: raw for name, raw in (texts or {}).items() if raw})


def rows_of(dossier: Dossier, form: Form, loaded: LoadedTemplate, table: str) -> TableRows | None:
    """Return a table with its printed rows, or None where the template has no such table."""
    return table_rows(form, loaded, compose(dossier, form, loaded).rows, table)


def table_rows(
    form: Form, loaded: LoadedTemplate, rows: Iterable[SheetRow], table: str
) -> TableRows | None:
    """Return a table with those of ``rows`` that are its own; None where there is no such table."""
    found = loaded.template.table(table)
    own = tuple(row for row in rows if row.table == table)
    if found is None or not own:
        return None
    return TableRows(form, found, own, {row.record: row.key for row in own if row.record})


def fill_rows(
    at: TableRows, texts: Mapping[int, Texts], extra: Sequence[tuple[Key, Texts]] = ()
) -> list[Edit]:
    """Return the edits that put texts into rows of a table.

    Args:
        at: the table.
        texts: by position in ``at.rows``; a row not named stays as it is.
        extra: rows that are not printed yet, with their group; each is added at its end.
    """
    edits: list[Edit] = []
    for position, own in texts.items():
        record = at.form.record(at.table.key, at.rows[position].record)
        if record is not None:
            edits += _set_values(at, record, own)
    return edits + insert_rows(at, _new_rows(at, texts, extra))


def insert_rows(at: TableRows, new: Sequence[tuple[Key, Texts]]) -> list[Edit]:
    """Return the edits that add records, each behind those of its group."""
    if at.table.variant_by:
        return _insert_kinds(at, new)
    records: dict[Key, list[Record]] = {}
    for key, texts in new:
        records.setdefault(key, []).append(at.blank_record(key, texts))
    order = at.keys()
    places = [(at.end_of(key), order.index(key), key) for key in records]
    # From the end on, so that each index is still right; where two groups without records come to
    # the same place, the later one first.
    return [_insertion(at, index, records[key]) for index, _, key in sorted(places, reverse=True)]


def inserted(edit: Edit) -> Path | None:
    """Return the address of the row that an edit adds (of several, the one it is about)."""
    edits = getattr(edit, "edits", (edit,))
    found = [item for item in edits if isinstance(item, InsertRecords) and item.records]
    if not found:
        return None
    return Path(found[-1].form, found[-1].table, found[-1].records[-1].id)


def _set_values(at: TableRows, record: Record, texts: Texts) -> Iterable[Edit]:
    for column, raw in texts.items():
        if raw != record.get(column):
            yield SetValue(Path(at.form.id, at.table.key, record.id, column), raw)


def _new_rows(
    at: TableRows, texts: Mapping[int, Texts], extra: Sequence[tuple[Key, Texts]]
) -> list[tuple[Key, Texts]]:
    """Return all rows without record, each group down to the last one with a text."""
    new = [(row.key, texts.get(i, {})) for i, row in enumerate(at.rows) if not row.record]
    new += extra
    if at.table.variant_by and not at.records and any(any(own.values()) for _, own in new):
        # With the first record the other kinds would no longer be printed.
        return [(key, own) for key, own in new if at.level(key) or any(own.values())]
    last = {key: i for i, (key, own) in enumerate(new) if any(own.values())}
    return [item for i, item in enumerate(new) if i <= last.get(item[0], -1)]


def _insert_kinds(at: TableRows, new: Sequence[tuple[Key, Texts]]) -> list[Edit]:
    """Rows of kinds: one of level 0 is printed first while it has no record; others come last."""
    first = [at.blank_record(key, texts) for key, texts in new if not at.level(key)]
    rest = [at.blank_record(key, texts) for key, texts in new if at.level(key)]
    if not at.records:
        first, rest = [*first, *rest], []
    places = ((len(at.records), rest), (0, first))
    return [_insertion(at, index, records) for index, records in places if records]


def _insertion(at: TableRows, index: int, records: Sequence[Record]) -> Edit:
    return InsertRecords(at.form.id, at.table.key, index, tuple(records))
