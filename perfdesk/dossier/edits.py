"""Edits: the only way to a new state. Each gives the new dossier, its inverse and what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.dossier.state import (
    AS_THE_BLANK,
    FIRST_YEAR,
    LAST_YEAR,
    Acceptance,
    Dossier,
    FinalEvent,
    Form,
    PageChoices,
    Path,
    Record,
    raw_value,
    replace_form,
)
from perfdesk.errors import PerfdeskError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class EditError(PerfdeskError):
    """An edit that does not fit the dossier (no such form, record or position)."""


class ChangeSet(Struct, frozen=True):
    """What an edit changed: single values, rows of forms, and the list of forms itself."""

    values: frozenset[Path] = frozenset()
    rows: frozenset[tuple[str, str]] = frozenset()
    """(form id, table key) of tables whose records came, went or moved."""
    forms: frozenset[str] = frozenset()
    """Ids of forms that came, went, moved or changed an option."""
    judged: bool = False
    """Reasons came or went, or forms were made final or opened again; no content changed."""

    def __or__(self, other: ChangeSet) -> ChangeSet:
        return ChangeSet(
            self.values | other.values,
            self.rows | other.rows,
            self.forms | other.forms,
            self.judged or other.judged,
        )

    def touched_forms(self) -> frozenset[str]:
        """Ids of all forms that need another look; "" stands for the dossier's own values."""
        return self.forms | {path.form for path in self.values} | {form for form, _ in self.rows}


class Result(Struct, frozen=True):
    """Outcome of one edit."""

    dossier: Dossier
    inverse: Edit
    changes: ChangeSet


class Edit(Struct, frozen=True, tag=True):
    """Base of all edits; an edit is data and can be written to a journal."""

    def apply(self, dossier: Dossier) -> Result:
        """Return the new state, the edit that undoes it, and what changed.

        Raises:
            EditError: the edit does not fit this dossier, which stays as it was.
        """
        raise NotImplementedError


class SetValue(Edit, frozen=True, tag=True):
    """Set the raw text at a path; ``raw`` None takes the entry away altogether."""

    path: Path
    raw: str | None

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        path = self.path
        if not path.form:
            return self._set_dossier_value(dossier)
        form = _form(dossier, path.form)
        if path.record:
            record = form.record(path.field, path.record)
            if record is None:
                raise EditError(f"没有这一行：{path.field}/{path.record}")
            old = record.values.get(path.column)
            changed = msgspec.structs.replace(
                record, values=_with(record.values, path.column, self.raw)
            )
            records = tuple(
                changed if item.id == record.id else item for item in form.records(path.field)
            )
            form = _with_records(form, path.field, records)
        else:
            old = form.values.get(path.field)
            form = msgspec.structs.replace(form, values=_with(form.values, path.field, self.raw))
        return Result(
            replace_form(dossier, form), SetValue(path, old), ChangeSet(frozenset({path}))
        )

    def _set_dossier_value(self, dossier: Dossier) -> Result:
        raw = self.raw or ""
        inverse = SetValue(self.path, raw_value(dossier, self.path))
        if self.path.field == "unit_name":
            changed = msgspec.structs.replace(dossier, unit_name=raw)
        elif self.path.field == "year" and _is_year(raw):
            changed = msgspec.structs.replace(dossier, year=int(raw))
        else:
            raise EditError(f"不能填写：{self.path.field} = {raw!r}")
        return Result(changed, inverse, ChangeSet(frozenset({self.path})))


class InsertRecords(Edit, frozen=True, tag=True):
    """Insert records into a table, the first of them at ``index``."""

    form: str
    table: str
    index: int
    records: tuple[Record, ...]

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        old = form.records(self.table)
        if not 0 <= self.index <= len(old):
            raise EditError(f"没有第 {self.index + 1} 行：{self.table}")
        records = (*old[: self.index], *self.records, *old[self.index :])
        ids = {item.id for item in records}
        if len(ids) < len(records) or "" in ids:
            raise EditError(f"行的编号重复或为空：{self.table}")
        new = self.table not in form.tables
        inverse = RemoveRecords(self.form, self.table, self.index, len(self.records), forget=new)
        return _rows_result(dossier, form, self.table, records, inverse)


class RemoveRecords(Edit, frozen=True, tag=True):
    """Remove ``count`` records of a table, from ``index`` on.

    ``forget`` takes the table's entry away with its last record: it undoes an insertion that made
    it, since a table that was never given and an empty one are not the same.
    """

    form: str
    table: str
    index: int
    count: int = 1
    forget: bool = False

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        old = form.records(self.table)
        end = self.index + self.count
        if not (self.index >= 0 and self.count >= 0 and end <= len(old)):
            raise EditError(f"没有第 {self.index + 1} 行：{self.table}")
        if self.table not in form.tables:
            raise EditError(f"没有这个表：{self.table}")
        inverse = InsertRecords(self.form, self.table, self.index, old[self.index : end])
        records = (*old[: self.index], *old[end:])
        if self.forget and not records:
            tables = {key: rows for key, rows in form.tables.items() if key != self.table}
            return _tables_result(dossier, form, tables, self.table, inverse)
        return _rows_result(dossier, form, self.table, records, inverse)


class MoveRecords(Edit, frozen=True, tag=True):
    """Move ``count`` records from ``index`` so that they start at ``to`` afterwards."""

    form: str
    table: str
    index: int
    to: int
    count: int = 1

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        old = form.records(self.table)
        end = self.index + self.count
        fits = 0 <= self.index <= end <= len(old) and 0 <= self.to <= len(old) - self.count
        if not fits or self.table not in form.tables:
            raise EditError(f"不能移到第 {self.to + 1} 行：{self.table}")
        rest = (*old[: self.index], *old[end:])
        records = (*rest[: self.to], *old[self.index : end], *rest[self.to :])
        inverse = MoveRecords(self.form, self.table, self.to, self.index, self.count)
        return _rows_result(dossier, form, self.table, records, inverse)


class InsertForm(Edit, frozen=True, tag=True):
    """Put a form (new, duplicated or brought back) at ``index``."""

    index: int
    form: Form

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        taken = not self.form.id or dossier.form(self.form.id)
        if taken or not 0 <= self.index <= len(dossier.forms):
            raise EditError(f"不能把表放在第 {self.index + 1} 张")
        forms = (*dossier.forms[: self.index], self.form, *dossier.forms[self.index :])
        return _forms_result(dossier, forms, RemoveForm(self.form.id), self.form.id)


class RemoveForm(Edit, frozen=True, tag=True):
    """Take a form out of the dossier."""

    form: str

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        forms = tuple(item for item in dossier.forms if item is not form)
        inverse = InsertForm(dossier.index_of(self.form), form)
        return _forms_result(dossier, forms, inverse, self.form)


class MoveForm(Edit, frozen=True, tag=True):
    """Move a form so that it stands at position ``to``."""

    form: str
    to: int

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        rest = tuple(item for item in dossier.forms if item is not form)
        if not 0 <= self.to <= len(rest):
            raise EditError(f"不能把表移到第 {self.to + 1} 张")
        forms = (*rest[: self.to], form, *rest[self.to :])
        inverse = MoveForm(self.form, dossier.index_of(self.form))
        return _forms_result(dossier, forms, inverse, self.form)


class SetOption(Edit, frozen=True, tag=True):
    """Choose an official variant of a form; None goes back to the default."""

    form: str
    option: str
    choice: str | None

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        inverse = SetOption(self.form, self.option, form.options.get(self.option))
        options = _with(form.options, self.option, self.choice)
        changed = msgspec.structs.replace(form, options=options)
        return Result(
            replace_form(dossier, changed), inverse, ChangeSet(forms=frozenset({self.form}))
        )


class SetPage(Edit, frozen=True, tag=True):
    """Choose how a form is set on paper."""

    form: str
    page: PageChoices

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        form = _form(dossier, self.form)
        # The very object of the default is what is left out of the file.
        page = AS_THE_BLANK if self.page == AS_THE_BLANK else self.page
        changed = replace_form(dossier, msgspec.structs.replace(form, page=page))
        inverse = SetPage(self.form, form.page)
        return Result(changed, inverse, ChangeSet(forms=frozenset({self.form})))


class Accept(Edit, frozen=True, tag=True):
    """Give a reason for a finding, in place of the one given for it before.

    ``index``: where it is put (a reason brought back stands where it stood); None: last.
    """

    acceptance: Acceptance
    index: int | None = None

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        if len(self.acceptance.values) != len(self.acceptance.paths + self.acceptance.related):
            raise EditError("理由与内容不符")
        given = list(dossier.accepted)
        place = _place_of(given, self.acceptance)
        inverse: Edit = Withdraw(self.acceptance)
        if place is not None and self.index is None:
            inverse = Accept(given[place])
            given[place] = self.acceptance
        elif self.index is None or 0 <= self.index <= len(given):
            given.insert(len(given) if self.index is None else self.index, self.acceptance)
        else:
            raise EditError(f"没有第 {self.index + 1} 条理由")
        return _judged_result(dossier, tuple(given), inverse)


class Withdraw(Edit, frozen=True, tag=True):
    """Take the reason given for a finding away."""

    acceptance: Acceptance

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        given = list(dossier.accepted)
        place = _place_of(given, self.acceptance)
        if place is None:
            raise EditError("这条审核提示没有说明理由")
        inverse = Accept(given.pop(place), place)
        return _judged_result(dossier, tuple(given), inverse)


class Finalise(Edit, frozen=True, tag=True):
    """Record that forms were made final, or opened again. Stays recorded: no step of the history.

    ``back`` takes the same events off again; it is only ever the inverse.
    """

    events: tuple[FinalEvent, ...]
    back: bool = False

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        kept = len(dossier.finals) - len(self.events)
        if self.back and dossier.finals[max(kept, 0) :] != self.events:
            raise EditError("定稿记录不符")
        for event in self.events:
            _form(dossier, event.form)
        finals = dossier.finals[:kept] if self.back else (*dossier.finals, *self.events)
        changed = msgspec.structs.replace(dossier, finals=finals)
        return Result(changed, Finalise(self.events, not self.back), ChangeSet(judged=True))


class Together(Edit, frozen=True, tag=True):
    """Several edits as one step, all of them or none."""

    edits: tuple[
        SetValue
        | InsertRecords
        | RemoveRecords
        | MoveRecords
        | InsertForm
        | RemoveForm
        | MoveForm
        | SetOption
        | SetPage
        | Accept
        | Withdraw,
        ...,
    ]

    def apply(self, dossier: Dossier) -> Result:
        """See :meth:`Edit.apply`."""
        inverses: list[Edit] = []
        changes = ChangeSet()
        for edit in self.edits:
            result = edit.apply(dossier)
            dossier, changes = result.dossier, changes | result.changes
            inverses.append(result.inverse)
        return Result(dossier, together(reversed(inverses)), changes)


AnyEdit = (
    SetValue
    | InsertRecords
    | RemoveRecords
    | MoveRecords
    | InsertForm
    | RemoveForm
    | MoveForm
    | SetOption
    | SetPage
    | Accept
    | Withdraw
    | Finalise
    | Together
)
"""Every edit there is, as msgspec decodes it from a journal."""


def together(edits: Iterable[Edit]) -> Together:
    """Return one step that does ``edits`` in turn."""
    flat: list[Edit] = []
    for edit in edits:
        flat += edit.edits if isinstance(edit, Together) else (edit,)
    return Together(tuple(flat))  # type: ignore[arg-type]  # Edit is closed over the union above


def _form(dossier: Dossier, form_id: str) -> Form:
    form = dossier.form(form_id)
    if form is None:
        raise EditError(f"没有这张表：{form_id}")
    return form


def _place_of(given: Sequence[Acceptance], wanted: Acceptance) -> int | None:
    """Return where the reason for the same finding stands, None where there is none."""
    concern = wanted.concern
    return next((i for i, item in enumerate(given) if item.concern == concern), None)


def _judged_result(dossier: Dossier, accepted: tuple[Acceptance, ...], inverse: Edit) -> Result:
    changed = msgspec.structs.replace(dossier, accepted=accepted)
    return Result(changed, inverse, ChangeSet(judged=True))


def _is_year(raw: str) -> bool:
    return bool(re.fullmatch("[0-9]{4}", raw)) and FIRST_YEAR <= int(raw) <= LAST_YEAR


def _with(values: Mapping[str, str], key: str, raw: str | None) -> dict[str, str]:
    changed = dict(values)
    if raw is None:
        changed.pop(key, None)
    else:
        changed[key] = raw
    return changed


def _with_records(form: Form, table: str, records: tuple[Record, ...]) -> Form:
    return msgspec.structs.replace(form, tables={**form.tables, table: records})


def _rows_result(
    dossier: Dossier, form: Form, table: str, records: tuple[Record, ...], inverse: Edit
) -> Result:
    return _tables_result(dossier, form, {**form.tables, table: records}, table, inverse)


def _tables_result(
    dossier: Dossier,
    form: Form,
    tables: Mapping[str, tuple[Record, ...]],
    table: str,
    inverse: Edit,
) -> Result:
    changed = replace_form(dossier, msgspec.structs.replace(form, tables=tables))
    return Result(changed, inverse, ChangeSet(rows=frozenset({(form.id, table)})))


def _forms_result(dossier: Dossier, forms: tuple[Form, ...], inverse: Edit, form_id: str) -> Result:
    changed = msgspec.structs.replace(dossier, forms=forms)
    return Result(changed, inverse, ChangeSet(forms=frozenset({form_id})))
