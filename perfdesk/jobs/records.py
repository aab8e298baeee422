"""Rows of repeating tables: insert, remove and move them, or say why that cannot be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from perfdesk.dossier.edits import Edit, InsertRecords, MoveRecords, RemoveRecords, together
from perfdesk.dossier.state import Dossier, Form
from perfdesk.jobs.entry import Step
from perfdesk.jobs.rows import TableRows, insert_rows, rows_of
from perfdesk.layout.sheet import SheetRow
from perfdesk.template.loader import LoadedTemplate
from perfdesk.template.model import Variant


class Refusal(Struct, frozen=True):
    """Why something cannot be done, in the user's words."""

    reason: str


_NO_ROW = Refusal("这里是表样固定的内容，请先选中可以增减的行")
_GONE = Refusal("这一行已经不在表中")


def insertable(loaded: LoadedTemplate, row: SheetRow) -> tuple[Variant, ...]:
    """Return the kinds of rows that may be inserted below a row; none where there are no kinds."""
    table = loaded.template.table(row.table)
    return tuple(kind for kind in table.variants if kind.level > 0) if table else ()


def insert_below(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, row: SheetRow, kind: str = ""
) -> Step | Refusal:
    """Return the step that prints one more row right below ``row``.

    Args:
        dossier: the state.
        form: the form.
        loaded: its template.
        row: a row of the form's sheet.
        kind: the key of a variant; such a row comes behind all deeper rows. By default the new row
            is of the kind that belongs below: a direction below a special or a direction.
    """
    return _insert(dossier, form, loaded, row, (1, kind))


def insert_above(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, row: SheetRow
) -> Step | Refusal:
    """Return the step that prints one more row, of the same group or kind, right above ``row``."""
    return _insert(dossier, form, loaded, row, (0, ""))


def remove(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, rows: Sequence[SheetRow]
) -> Step | Refusal:
    """Return the step that removes records; a special takes its directions along.

    A row that the blank prints anyway stays, empty.
    """
    edits: list[Edit] = []
    names: list[str] = []
    for at in _tables(dossier, form, loaded, rows):
        chosen = [row for row in rows if row.table == at.table.key]
        fixed = next((row for row in chosen if at.level(row.key) == 0), None)
        if fixed is not None:
            return Refusal(f"“{at.variant(fixed.key).label}”行不能删除，可以清空它的内容")
        blocks = _blocks(at, chosen)
        edits += _removals(at, blocks)
        count = sum(end - start for start, end in blocks)
        if count > 1:
            names.append(f" {count} 行{'' if at.table.variant_by else at.table.record_label}")
        elif count:
            names.append(_row_name(at, chosen))
    if not edits:
        return _no_record(rows)
    return _one(edits), f"删除{'、'.join(names)}"


def move(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    rows: Sequence[SheetRow],
    *,
    up: bool,
) -> Step | Refusal:
    """Return the step that moves rows past their neighbour, within their group.

    A special moves past a whole special, the directions of both along.
    """
    tables = list(_tables(dossier, form, loaded, rows))
    if not tables:
        return _no_record(rows)
    if len(tables) > 1:
        return Refusal("一次只能移动同一个表里的行")
    at = tables[0]
    chosen = [row for row in rows if row.table == at.table.key and row.record]
    fixed = next((row for row in chosen if at.level(row.key) == 0), None)
    if fixed is not None:
        return Refusal(f"“{at.variant(fixed.key).label}”行不能移动")
    blocks = _blocks(at, chosen)
    if not blocks:
        return _no_record(rows)
    siblings = _siblings(at, blocks[0][0])
    first = siblings.index(blocks[0])
    if siblings[first : first + len(blocks)] != blocks:
        return Refusal("请选中同一组里相邻的行一起移动")
    if up:
        neighbour = next((s for s, n in pairwise(siblings) if n == blocks[0]), None)
    else:
        neighbour = next((n for s, n in pairwise(siblings) if s == blocks[-1]), None)
    what = _row_name(at, chosen)
    if neighbour is None:
        group = "本组的" if at.table.fixed_keys else ""
        return Refusal(f"这一行已经是{group}{'第一行' if up else '最后一行'}")
    edit = _past(at, neighbour, blocks, up=up)
    return edit, f"{'上移' if up else '下移'}{what}"


# ---- inserting ----


def _insert(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    row: SheetRow,
    wanted: tuple[int, str],
) -> Step | Refusal:
    at = rows_of(dossier, form, loaded, row.table) if row.table else None
    if at is None:
        return _NO_ROW
    if row not in at.rows:
        return _GONE
    return (
        _insert_kind(at, row, *wanted) if at.table.variant_by else _insert_row(at, row, wanted[0])
    )


def _insert_row(at: TableRows, row: SheetRow, below: int) -> Step:
    """One more row in a group: rows that are printed without record get one, or none were seen."""
    key = row.key
    printed = sum(other.key == key for other in at.rows)
    missing = printed + 1 - len(at.members(key))
    edits: list[Edit] = []
    index = at.index_of(row.record) + below
    if row.record:
        edits += insert_rows(at, [(key, {})] * (missing - 1))
        edits.append(InsertRecords(at.form.id, at.table.key, index, (at.blank_record(key),)))
    else:
        edits += insert_rows(at, [(key, {})] * missing)
    return _one(edits), f"插入{at.table.record_label}"


def _insert_kind(at: TableRows, row: SheetRow, below: int, wanted: str) -> Step | Refusal:
    """A new row of a kind. While there are no records, the rows that are printed become some."""
    edits: list[Edit] = []
    if at.records:
        kinds = [_kind_of(at, i) for i in range(len(at.records))]
        place = at.index_of(row.record)
    else:
        keys = [own.key for own in at.rows if at.level(own.key)]
        edits += insert_rows(at, [(key, {}) for key in keys])
        kinds = [at.variant(key) for key in keys]
        place = keys.index(row.key) if row.key in keys else -1
    kind = _new_kind(at, kinds, place, below, wanted)
    if isinstance(kind, Refusal):
        return kind
    index = place + below
    while wanted and index < len(kinds) and kinds[index].level > kind.level:
        index += 1
    record = at.blank_record((kind.key,))
    edits.append(InsertRecords(at.form.id, at.table.key, index, (record,)))
    return _one(edits), f"插入{kind.label}"


def _new_kind(
    at: TableRows, kinds: Sequence[Variant], place: int, below: int, wanted: str
) -> Variant | Refusal:
    """Return which kind belongs above or below the row at ``place`` (-1: a row without record)."""
    own = kinds[place] if place >= 0 else next(v for v in at.table.variants if v.level == 0)
    deeper = [kind for kind in at.table.variants if kind.level > 0]
    if own.level == 0 and place > 0 and below:
        return Refusal(f"“{own.label}”行下面不能插入行")
    if own.level == 0 and not below:
        return kinds[place - 1] if place > 0 else Refusal(f"“{own.label}”行上面不能插入行")
    if wanted:
        found = next((kind for kind in deeper if kind.key == wanted), None)
        return found or Refusal("表样里没有这种行")
    if not below:
        return own
    return next((kind for kind in deeper if kind.level == own.level + 1), own)


# ---- blocks of rows ----


def _tables(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, rows: Sequence[SheetRow]
) -> Iterator[TableRows]:
    for key in dict.fromkeys(row.table for row in rows if row.table):
        at = rows_of(dossier, form, loaded, key)
        if at is not None:
            yield at


def _blocks(at: TableRows, rows: Sequence[SheetRow]) -> list[tuple[int, int]]:
    """Return first and last (exclusive) position of each chosen record and what is below it."""
    starts = sorted({at.index_of(row.record) for row in rows if row.record} - {-1})
    blocks: list[tuple[int, int]] = []
    for start in starts:
        if not blocks or start >= blocks[-1][1]:
            blocks.append((start, _end(at, start)))
    return blocks


def _end(at: TableRows, start: int) -> int:
    end = start + 1
    if at.table.variant_by:
        own = _kind_of(at, start).level
        while end < len(at.records) and _kind_of(at, end).level > own:
            end += 1
    return end


def _removals(at: TableRows, blocks: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """Remove from the end on, so that positions stay right; what adjoins goes in one go."""
    joined: list[tuple[int, int]] = []
    for start, end in blocks:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for start, end in reversed(joined):
        yield RemoveRecords(at.form.id, at.table.key, start, end - start)


def _siblings(at: TableRows, place: int) -> list[tuple[int, int]]:
    """Return the blocks among which a record moves: its group, or those of its kind near it."""
    if not at.table.variant_by:
        return [(i, i + 1) for i in at.members(at.groups[at.records[place].id])]
    level = _kind_of(at, place).level
    first = place
    while first > 0 and _kind_of(at, first - 1).level >= level:
        first -= 1
    blocks = []
    while first < len(at.records) and _kind_of(at, first).level >= level:
        end = _end(at, first)
        if _kind_of(at, first).level == level:
            blocks.append((first, end))
        first = end
    return blocks


def _past(
    at: TableRows, neighbour: tuple[int, int], blocks: Sequence[tuple[int, int]], *, up: bool
) -> Edit:
    """Move the neighbour to the other side of the blocks."""
    start, end = neighbour
    count = end - start
    to = blocks[-1][1] - count if up else blocks[0][0]
    return MoveRecords(at.form.id, at.table.key, start, to, count)


def _kind_of(at: TableRows, position: int) -> Variant:
    return at.variant(at.groups[at.records[position].id])


def _row_name(at: TableRows, rows: Sequence[SheetRow]) -> str:
    kinds = {at.variant(row.key).label for row in rows} if at.table.variant_by else set()
    return kinds.pop() if len(kinds) == 1 else at.table.record_label


def _no_record(rows: Sequence[SheetRow]) -> Refusal:
    if any(row.table for row in rows):
        return Refusal("这一行是表样固定印出的空行，没有内容可以删除或移动")
    return _NO_ROW


def _one(edits: Sequence[Edit]) -> Edit:
    return edits[0] if len(edits) == 1 else together(edits)
