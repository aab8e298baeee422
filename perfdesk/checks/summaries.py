"""A summary table beside the forms that its rows sum up: which row belongs to which form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from perfdesk.checks.registry import Compared, Ref
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import compact, is_unused
from perfdesk.values.money import Amount, shift


class Summary(Compared, frozen=True, kw_only=True):
    """A summary table and the forms that its rows sum up.

    template, table: where the summary stands; name, amount: its columns. total_row, group_row,
    item_row: the kinds of its rows (group_row may be left out). form: template of the forms, one
    for each item row, with the fields form_name, form_amount and, where there are groups,
    form_group and form_group_amount. tolerance: in the summary's unit.
    """

    template: str
    table: str
    name: str
    amount: str
    item_row: str
    total_row: str = ""
    group_row: str = ""
    form: str
    form_name: str
    form_amount: str
    form_group: str = ""
    form_group_amount: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("name", self.table, self.name, self.template)
        yield Ref("amount", self.table, self.amount, self.template, money=True)
        for param in ("item_row", "total_row", "group_row"):
            if row := getattr(self, param):
                yield Ref(param, self.table, template=self.template, row=row)
        yield Ref("form_name", self.form_name, template=self.form)
        yield Ref("form_amount", self.form_amount, template=self.form, money=True)
        if self.form_group:
            yield Ref("form_group", self.form_group, template=self.form)
        if self.form_group_amount:
            key = self.form_group_amount
            yield Ref("form_group_amount", key, template=self.form, money=True)


class Item(NamedTuple):
    """An item row of a summary and the one form that belongs to it, if there is one."""

    record: Record
    amount: Amount
    form: FormView | None
    own: Decimal | None
    """The amount in the row's own form, in 元."""

    @property
    def excess(self) -> Decimal:
        """By how much the row says more than its form, in 元; 0 where one of them says nothing."""
        if self.amount.base is None or self.own is None:
            return Decimal(0)
        return self.amount.base - self.own


class Group(NamedTuple):
    """A group row (None for items without one) and its items."""

    record: Record | None
    amount: Amount | None
    items: list[Item]


class Matched:
    """One summary, its groups and items, each item beside its own form."""

    def __init__(self, view: DossierView, at: Summary, form: FormView) -> None:
        self.at = at
        self.form = form
        self.unit = form.unit(at.table, at.amount)
        self.tolerance = shift(at.tolerance, self.unit.power)
        table = form.shape.template.table(at.table)
        self.kind_key = table.variant_by if table else ""
        self.forms: dict[str, list[FormView]] = {}
        for own in view.forms(at.form):
            self.forms.setdefault(compact(own.text(at.form_name)), []).append(own)
        self.names = Counter(compact(row.get(at.name)) for row in self.rows(at.item_row))
        self.groups = self._groups()

    def rows(self, kind: str) -> list[Record]:
        """Return the rows of a kind."""
        records = self.form.form.records(self.at.table)
        return [record for record in records if record.get(self.kind_key) == kind]

    def cell(self, record: Record, column: str = "") -> Path:
        """Address of a row's amount, or of another of its columns."""
        return self.form.cell(self.at.table, record, column or self.at.amount)

    def amount(self, record: Record) -> Amount:
        """What a row's amount holds."""
        return self.form.cell_amount(self.at.table, record, self.at.amount)

    def items(self) -> Iterator[tuple[Group, Item]]:
        """Every item with the group that it stands in."""
        for group in self.groups:
            for item in group.items:
                yield group, item

    def strangers(self) -> tuple[list[tuple[Group, Item]], list[FormView]]:
        """Named rows without any form of their name, and named forms without a row of theirs."""
        rows = [
            (group, item)
            for group, item in self.items()
            if (name := compact(item.record.get(self.at.name)))
            and not is_unused(name)
            and name not in self.forms
        ]
        forms = [
            form
            for name, found in self.forms.items()
            if name and not is_unused(name) and name not in self.names
            for form in found
        ]
        return rows, forms

    def _groups(self) -> list[Group]:
        at, groups = self.at, [Group(None, None, [])]
        for record in self.form.form.records(at.table):
            kind = record.get(self.kind_key)
            if at.group_row and kind == at.group_row:
                groups.append(Group(record, self.amount(record), []))
            elif kind == at.item_row:
                groups[-1].items.append(self._item(record, groups[-1].record))
        return [group for group in groups if group.record or group.items]

    def _item(self, record: Record, group: Record | None) -> Item:
        own = self._own_form(record, group)
        base = own.amount(self.at.form_amount).base if own else None
        return Item(record, self.amount(record), own, base)

    def _own_form(self, record: Record, group: Record | None) -> FormView | None:
        """The one form of the row's name (and of its group's, where several have the name)."""
        at, name = self.at, compact(record.get(self.at.name))
        found = self.forms.get(name, []) if name else []
        if at.form_group and group:
            wanted = compact(group.get(at.name))
            same = [form for form in found if compact(form.text(at.form_group)) == wanted]
            found = same or (found if self.names[name] == 1 else [])
        return found[0] if len(found) == 1 else None
