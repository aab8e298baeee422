"""R40 and R41: amounts that must agree across the forms of a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, NamedTuple

from msgspec import Meta, Struct

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.registry import Case, Compared, Ref, registry
from perfdesk.checks.summaries import Group, Item, Matched, Summary
from perfdesk.checks.sums import in_unit, is_mixed, out_of_scale, with_unit
from perfdesk.checks.view import DossierView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import is_blank
from perfdesk.values.money import Amount, MoneyUnit, shift

MIXED = "money"
"""Case of a note that belongs to R44: 元 and 万元 mixed up."""


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
        "blank": Case("没有填写，应为 {own}", "按各项之和或它自己的表填写"),
    },
    example="汇总表里“提退人员经费”21.25 万元，它自己的表是 21.15 万元",
)
def summary(view: DossierView, at: Summary) -> Iterator[Note]:
    """Total = sum of the groups, group = sum of its items, each item = its own form (``summary``).

    A row and its form belong together by their names. Where rows differ from their forms, a sum
    that would be right with the forms' amounts is not reported again. A blank amount that follows
    from the others is one to fill in. Faulty amounts are left to R14, a factor of 10,000 to R44,
    rows without a form and forms without a row to R39 and R43.

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
        for found in Sums(Matched(view, at, form)).notes():
            if found.case != MIXED:
                yield found


class Sums:
    """The sums of one summary, from the bottom up."""

    def __init__(self, table: Matched) -> None:
        self.table = table
        self.at = table.at
        self.unit = table.unit

    def notes(self) -> Iterator[Note]:
        """Everything wrong with the sums; case ``MIXED`` where 元 and 万元 were mixed up."""
        for group in self.table.groups:
            yield from self._items(group)
            yield from self._group(group)
        yield from self._total()

    def _items(self, group: Group) -> Iterator[Note]:
        """Each item against its own form; a group that is off by the same shares the finding."""
        wrong = [item for item in group.items if not self._same(item.excess)]
        shared = len(wrong) == 1 and self._off_with(group, wrong[0])
        for item in group.items:
            if is_blank(item.record.get(self.at.amount)) and item.own is not None:
                yield self._blank(item.record, item.own)
        for item in wrong:
            paths, related = [self.table.cell(item.record)], []
            if item.form:
                related.append(item.form.at(self.at.form_amount))
            if shared and group.record and item.form:
                paths.append(self.table.cell(group.record))
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
        if group.record is None or group.amount is None:
            return
        base, cell = group.amount.base, self.table.cell(group.record)
        added = total_of(item.amount for item in group.items)
        if base is None:
            if added is not None and is_blank(group.record.get(self.at.amount)):
                yield self._blank(group.record, added)
            return
        excess = sum((item.excess for item in group.items), Decimal(0))
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
        at, groups = self.at, self.table.groups
        totals = self.table.rows(at.total_row) if at.total_row else []
        if len(totals) != 1:
            return
        base = self.table.amount(totals[0]).base
        rows = [item.amount for group in groups for item in group.items]
        if at.group_row:
            rows = [group.amount for group in groups if group.amount]
        added = total_of(rows)
        excess = sum((item.excess for _, item in self.table.items()), Decimal(0))
        if added is None:
            return
        if base is None:
            if is_blank(totals[0].get(at.amount)):
                yield self._blank(totals[0], added)
        elif self._wrong(base, added, excess):
            yield self._note("total", totals[0], (self.table.cell(totals[0]),), added)

    def _wrong(self, said: Decimal, added: Decimal, excess: Decimal) -> bool:
        """True where two amounts differ, and not just by what was reported already."""
        return not self._same(said - added) and not (excess and self._same(said - added + excess))

    def _same(self, difference: Decimal) -> bool:
        return abs(difference) <= self.table.tolerance

    def _blank(self, record: Record, right: Decimal) -> Note:
        cell, text = self.table.cell(record), in_unit(right, self.unit)
        mend = fix(f"填入 {text}（{self.unit.name}）", (cell, text))
        name = record.get(self.at.name)
        return note("blank", cell, fixes=(mend,), name=name, own=with_unit(right, self.unit))

    def _note(
        self,
        case: str,
        record: Record,
        paths: tuple[Path, ...],
        own: Decimal | None,
        related: tuple[Path, ...] = (),
    ) -> Note:
        amount = self.table.amount(record).base
        if amount is not None and own is not None and is_mixed(amount, own):
            case = MIXED
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

    def bases(self, view: DossierView) -> list[Decimal | None]:
        """The same in 元 without their places, in any order: what is known already is kept."""
        if not self.field:
            return [amount.base for _, amount in self.amounts(view)]
        forms = view.forms(self.template)
        name = f"{self.template} {self.field}"
        found = view.index(name, forms, lambda form: {"": form.amount(self.field).base})
        return list(found.get("", {}).values())

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
    example="部门项目支出 40 万元，各项目表加起来是 41 万元",
)
def projects_total(view: DossierView, at: ProjectsTotal) -> Iterator[Note]:
    """The department's 项目支出 equals the sum of its projects' amounts (``projects_total``).

    Nothing is said while one of the amounts is blank or faulty, or while there is no project; a
    factor of 10,000 in one of them is left to R44.

    ================  ==================  ======
    项目支出          各项目
    ================  ==================  ======
    ``40``            10 + 30             pass
    ``40``            10 + (blank)        pass
    ``40``            10 + 31             fail
    ``40``            10                  fail
    ================  ==================  ======
    """
    found = Projects.of(view, at)
    if found is None or found.mixed() is not None:
        return
    difference = found.added - found.whole
    if abs(difference) > shift(at.tolerance, found.unit.power):
        yield note(
            "above" if difference > 0 else "below",
            found.path,
            related=tuple(path for path, _ in found.place.amounts(view)),
            whole=with_unit(found.whole, found.unit),
            sum=with_unit(found.added, found.unit),
            difference=with_unit(abs(difference), found.unit),
        )


class Projects(NamedTuple):
    """A department's amount beside those of its projects, all of them given."""

    view: DossierView
    path: Path
    whole: Decimal
    unit: MoneyUnit
    place: Place
    bases: list[Decimal]
    added: Decimal

    @classmethod
    def of(cls, view: DossierView, at: ProjectsTotal) -> Projects | None:
        """Return them, or None where an amount is missing or faulty."""
        wholes = list(at.whole.amounts(view))
        if len(wholes) != 1 or (whole := wholes[0][1].base) is None:
            return None
        for place in at.parts:
            found = place.bases(view)
            bases = [base for base in found if base is not None]
            if len(bases) < len(found):
                return None
            if bases:
                path, unit = wholes[0][0], at.whole.unit(view)
                return cls(view, path, whole, unit, place, bases, sum(bases, Decimal(0)))
        return None

    @property
    def parts(self) -> list[tuple[Path, Decimal]]:
        """Each project's amount, in the order of the forms."""
        amounts = self.place.amounts(self.view)
        return [(path, amount.base) for path, amount in amounts if amount.base is not None]

    def mixed(self) -> int | None:
        """Which part 元 and 万元 were mixed up in, as :func:`out_of_scale` says it."""
        if self.added == self.whole or out_of_scale(self.whole, self.bases) is None:
            return None
        return out_of_scale(self.whole, [part for _, part in self.parts])


def total_of(amounts: Iterable[Amount]) -> Decimal | None:
    """Sum in 元; None where there is no amount, or one of them is blank or faulty."""
    bases = [amount.base for amount in amounts]
    given = [base for base in bases if base is not None]
    return sum(given, Decimal(0)) if given and len(given) == len(bases) else None
