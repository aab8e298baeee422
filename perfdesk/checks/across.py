"""R40 and R41: amounts that must agree across the forms of a dossier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from perfdesk.checks.finding import Note, note
from perfdesk.checks.registry import Case, Compared, Ref, registry
from perfdesk.checks.sums import in_unit
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.money import Amount, MoneyUnit, shift


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


@registry.rule(
    "R40",
    level="dossier",
    severity="error",
    title="汇总表与各表金额一致",
    basis="practice",
    inputs=Summary,
    kind="summary",
    cases={
        "form": Case(
            "“{name}”的金额是 {amount}，它自己的表填的是 {own}（{related}）",
            "核对后改成同一个金额，并核对所属各级合计",
        ),
        "group_form": Case(
            "“{name}”的金额是 {amount}，所属的表填的是 {own}（{related}）",
            "核对后改成同一个金额",
        ),
        "group": Case(
            "“{name}”的金额是 {amount}，其下各行之和是 {own}",
            "核对“{name}”及其下各行的金额，使两者相等",
        ),
        "total": Case("合计是 {amount}，各项之和是 {own}", "核对合计和各项金额，使两者相等"),
    },
)
def summary(view: DossierView, at: Summary) -> Iterator[Note]:
    """Total = sum of the groups, group = sum of its items, each item = its own form (``summary``).

    A row and its form belong together by their names. Where rows differ from their forms, a sum
    that would be right with the forms' amounts is not reported again. Blank and faulty amounts
    are left to R01 and R14, rows without a form and forms without a row to R43.

    ======================  ======================  ======
    汇总表                  支出方向表
    ======================  ======================  ======
    21.15 + 30 = 51.15      ``21.15``, ``30``       pass
    21.15 + 30 = 51.15      ``21.15``, (blank)      pass
    21.25 + 30 = 51.15      ``21.15``, ``30``       fail once: 21.25
    21.15 + 30 = 52         ``21.15``, ``30``       fail: 52
    ======================  ======================  ======
    """
    for form in view.forms(at.template):
        yield from _Summary(view, at, form).notes()


class _Summary:
    """One run of :func:`summary` on one form."""

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
        self.names = Counter(compact(r.get(at.name)) for r in self._rows(at.item_row))
        self.groups = self._groups()

    def notes(self) -> Iterator[Note]:
        for group in self.groups:
            yield from self._items(group)
            yield from self._group(group)
        yield from self._total()

    def _groups(self) -> list[Group]:
        at, groups = self.at, [Group(None, None, [])]
        for record in self.form.form.records(at.table):
            kind = record.get(self.kind_key)
            amount = self.form.cell_amount(at.table, record, at.amount)
            if at.group_row and kind == at.group_row:
                groups.append(Group(record, amount, []))
            elif kind == at.item_row:
                groups[-1].items.append(self._item(record, amount, groups[-1].record))
        return [group for group in groups if group.record or group.items]

    def _item(self, record: Record, amount: Amount, group: Record | None) -> Item:
        own = self._own_form(record, group)
        return Item(record, amount, own, own.amount(self.at.form_amount).base if own else None)

    def _own_form(self, record: Record, group: Record | None) -> FormView | None:
        """The one form of the row's name (and of its group's, where several have the name)."""
        at, name = self.at, compact(record.get(self.at.name))
        found = self.forms.get(name, []) if name else []
        if at.form_group and group:
            wanted = compact(group.get(at.name))
            same = [form for form in found if compact(form.text(at.form_group)) == wanted]
            found = same or (found if self.names[name] == 1 else [])
        return found[0] if len(found) == 1 else None

    def _rows(self, kind: str) -> list[Record]:
        records = self.form.form.records(self.at.table)
        return [record for record in records if record.get(self.kind_key) == kind]

    def _items(self, group: Group) -> Iterator[Note]:
        """Each item against its own form; a group that is off by the same shares the finding."""
        wrong = [item for item in group.items if not self._same(item.excess)]
        shared = len(wrong) == 1 and self._off_with(group, wrong[0])
        for item in wrong:
            paths, related = [self._cell(item.record)], []
            if item.form:
                related.append(item.form.at(self.at.form_amount))
            if shared and group.record and item.form:
                paths.append(self._cell(group.record))
                related.append(item.form.at(self.at.form_group_amount))
            yield self._note("form", item.record, tuple(paths), item.own, tuple(related))

    def _off_with(self, group: Group, item: Item) -> bool:
        """True where the group's row differs from the item's form just as the item does."""
        fund = self._fund_of(item)
        base = group.amount.base if group.amount else None
        return fund is not None and base is not None and self._same(base - fund - item.excess)

    def _fund_of(self, item: Item) -> Decimal | None:
        if not self.at.form_group_amount or item.form is None:
            return None
        return item.form.amount(self.at.form_group_amount).base

    def _group(self, group: Group) -> Iterator[Note]:
        if group.record is None or group.amount is None or group.amount.base is None:
            return
        base, cell = group.amount.base, self._cell(group.record)
        excess = _total(item.excess for item in group.items)
        added = _sum(item.amount for item in group.items)
        if added is not None and self._wrong(base, added, excess):
            yield self._note("group", group.record, (cell,), added)
            return
        for item in group.items:
            fund = self._fund_of(item)
            if item.form and fund is not None and self._wrong(base, fund, -excess):
                related = (item.form.at(self.at.form_group_amount),)
                yield self._note("group_form", group.record, (cell,), fund, related)
                return

    def _total(self) -> Iterator[Note]:
        at = self.at
        totals = self._rows(at.total_row) if at.total_row else []
        if len(totals) != 1:
            return
        base = self.form.cell_amount(at.table, totals[0], at.amount).base
        rows = [item.amount for group in self.groups for item in group.items]
        if at.group_row:
            rows = [group.amount for group in self.groups if group.amount]
        added = _sum(rows)
        excess = _total(item.excess for group in self.groups for item in group.items)
        if base is not None and added is not None and self._wrong(base, added, excess):
            cells = (self._cell(totals[0]),)
            yield self._note("total", totals[0], cells, added)

    def _wrong(self, said: Decimal, added: Decimal, excess: Decimal) -> bool:
        """True where two amounts differ, and not just by what was reported already."""
        return not self._same(said - added) and not (excess and self._same(said - added + excess))

    def _same(self, difference: Decimal) -> bool:
        return abs(difference) <= self.tolerance

    def _cell(self, record: Record) -> Path:
        return self.form.cell(self.at.table, record, self.at.amount)

    def _note(
        self,
        case: str,
        record: Record,
        paths: tuple[Path, ...],
        own: Decimal | None,
        related: tuple[Path, ...] = (),
    ) -> Note:
        amount = self.form.cell_amount(self.at.table, record, self.at.amount).base
        return note(
            case,
            *paths,
            related=related,
            name=record.get(self.at.name),
            amount=with_unit(amount, self.unit),
            own=with_unit(own, self.unit),
        )


class Place(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where an amount stands: a ``field`` of a template, or a ``column`` of its ``table``.

    row: the kind of the rows that count, "" for all.
    """

    template: str
    field: str = ""
    table: str = ""
    column: str = ""
    row: str = ""

    def __post_init__(self) -> None:
        in_table = bool(self.table and self.column)
        if bool(self.field) == in_table or bool(self.table) != bool(self.column):
            raise ValueError("位置要么写 field，要么写 table 和 column")

    def ref(self, param: str) -> Ref:
        """What stands there, as :meth:`Params.refs` wants it."""
        key = self.table or self.field
        return Ref(param, key, self.column, self.template, money=True, row=self.row)

    def amounts(self, view: DossierView) -> Iterator[tuple[Path, Amount]]:
        """Every amount at this place, in all forms of the template."""
        for form in view.forms(self.template):
            if self.field:
                yield form.at(self.field), form.amount(self.field)
                continue
            table = form.shape.template.table(self.table)
            kind_key = table.variant_by if table else ""
            for record in form.form.records(self.table):
                if not self.row or record.get(kind_key) == self.row:
                    amount = form.cell_amount(self.table, record, self.column)
                    yield form.cell(self.table, record, self.column), amount

    def unit(self, view: DossierView) -> MoneyUnit:
        """Money unit of the place; asked for only where there is an amount."""
        form = view.forms(self.template)[0]
        return form.unit(self.table, self.column) if self.table else form.unit(self.field)


class ProjectsTotal(Compared, frozen=True, kw_only=True):
    """The amount at ``whole`` equals the sum of all amounts at ``parts``.

    Of several ``parts`` the first counts that stands in the dossier (the total of a summary, say,
    or else the projects' own forms). tolerance: in the unit of ``whole``.
    """

    whole: Place
    parts: Annotated[tuple[Place, ...], Meta(min_length=1)]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield self.whole.ref("whole")
        yield from (place.ref("parts") for place in self.parts)


@registry.rule(
    "R41",
    level="dossier",
    severity="error",
    title="各项目金额之和等于部门项目支出",
    basis="practice",
    inputs=ProjectsTotal,
    kind="projects_total",
    cases={
        "above": Case(
            "填的是 {whole}，各项目金额之和是 {sum}，超出 {difference}",
            "核对“{label}”和各项目的金额；各项目之和不能超过“{label}”",
        ),
        "below": Case(
            "填的是 {whole}，各项目金额之和是 {sum}，少 {difference}",
            "核对“{label}”和各项目的金额；有项目还没有填表的，请补填",
        ),
    },
)
def projects_total(view: DossierView, at: ProjectsTotal) -> Iterator[Note]:
    """The department's 项目支出 equals the sum of its projects' amounts (``projects_total``).

    Nothing is said while one of the amounts is blank or faulty, or while there is no project.

    ================  ==================  ======
    项目支出          各项目
    ================  ==================  ======
    ``40``            10 + 30             pass
    ``40``            10 + (blank)        pass
    ``40``            10 + 31             fail
    ``40``            10                  fail
    ================  ==================  ======
    """
    wholes = list(at.whole.amounts(view))
    parts = next(filter(None, (list(place.amounts(view)) for place in at.parts)), [])
    added = _sum(amount for _, amount in parts)
    if len(wholes) != 1 or added is None:
        return
    path, whole = wholes[0]
    if whole.base is None:
        return
    unit = at.whole.unit(view)
    difference = added - whole.base
    if abs(difference) > shift(at.tolerance, unit.power):
        yield note(
            "above" if difference > 0 else "below",
            path,
            related=tuple(part for part, _ in parts),
            whole=with_unit(whole.base, unit),
            sum=with_unit(added, unit),
            difference=with_unit(abs(difference), unit),
        )


def _sum(amounts: Iterable[Amount]) -> Decimal | None:
    """Sum in 元; None where there is no amount, or one of them is blank or faulty."""
    bases = [amount.base for amount in amounts]
    given = [base for base in bases if base is not None]
    return _total(given) if given and len(given) == len(bases) else None


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def compact(text: str) -> str:
    """Return a name without any blanks, by which forms and rows are matched."""
    return "".join(text.split())


def with_unit(amount: Decimal | None, unit: MoneyUnit) -> str:
    """Return an amount in 元 as text in ``unit``, with the unit."""
    return f"{in_unit(amount, unit)} {unit.name}" if amount is not None else ""
