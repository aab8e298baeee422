"""R01: what a form cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Self

import msgspec

from perfdesk.checks.costs import Costs
from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.indicators import indicators_of
from perfdesk.checks.registry import Case, Names, Params, Ref, registry
from perfdesk.checks.sums import Sum, in_unit
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import is_blank, is_not_used, is_unused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfdesk.template.model import Template


class RequiredFields(Params, frozen=True, kw_only=True):
    """Fields marked ``required``.

    goals: those whose 无 and ``-`` belong to rule R02. sums: totals with the parts that add up to
    them, as rule R30 is told. costs: the indicators that may name the form's amount.
    """

    fields: tuple[str, ...]
    goals: frozenset[str]
    sums: tuple[Sum, ...]
    costs: Costs | None

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        return (Ref("fields", key) for key in self.fields)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        required = [field for field in template.fields if field.required]
        if required:
            yield cls(
                fields=tuple(field.key for field in required),
                goals=frozenset(field.key for field in required if field.role == "goal"),
                sums=tuple(_sums(template)),
                costs=next(Costs.found_in(template), None),
            )


def _sums(template: Template) -> Iterator[Sum]:
    for spec in template.checks:
        if (spec.rule, spec.kind) == ("R30", "sum"):
            try:
                yield msgspec.convert(spec.params, Sum)
            except msgspec.ValidationError:  # reported when the pack is loaded
                continue


@registry.rule(
    "R01",
    level="cell",
    severity="error",
    title="必填内容已填写",
    basis="platform",
    inputs=RequiredFields,
    cases={
        "field": Case("没有填写", "请填写“{label}”。{hint}"),
        "sum": Case("没有填写，{parts}各项之和是 {sum}", "请填写“{label}”。{hint}"),
        "cost": Case(
            "没有填写，成本指标“{name}”却填了 {cost}", "请填写“{label}”，与成本指标一致。{hint}"
        ),
        "not_used": Case("必须填写，现在填的是“{text}”", "请填写“{label}”。{hint}"),
        "unit_name": Case("没有填写", "请填写单位全称，与公章一致"),
        "columns": Case(
            "没有填写{labels}", "补填这一行的{labels}；这一行不用时，请把它清空或全部填“无”"
        ),
        "group": Case("{group}各项都没有填写", "按预算批复至少填写其中一项，没有的项留空或填 0"),
    },
    example="项目金额空着，成本指标却填了“≤ 10 万元”",
)
def required_fields(view: FormView, at: RequiredFields) -> Iterator[Note]:
    """A field that the template marks as required is filled in.

    Blanks do not count, nor does a mark for "not used" (a goal that is only such a mark is R02). A
    total that follows from its parts is offered; a cost that stands beside a blank amount is named.

    ============  ======
    年度本级预算金额
    ============  ======
    ``40``        pass
    ``0``         pass
    (blank)       fail
    ``/``         fail
    ============  ======
    """
    values = view.form.values
    for key in at.fields:
        text = values.get(key, "")
        if not is_unused(text):
            continue
        if is_blank(text):
            yield _sum_of(view, at, key) or _cost_of(view, at, key) or note("field", view.at(key))
        elif key not in at.goals:
            yield note("not_used", view.at(key), text=text)


def _sum_of(view: FormView, at: RequiredFields, key: str) -> Note | None:
    """The sum for a blank total, where all that is given of its parts says the same."""
    found: set[Decimal] = set()
    label = ""
    for item in at.sums:
        parts = [view.amount(part) for part in item.parts]
        given = [part.base for part in parts if part.base is not None]
        if item.total == key and given:
            label = label or item.label
            found.add(sum(given, Decimal(0)))
            if any(part.fault for part in parts):
                return None
    if len(found) != 1:
        return None
    unit, path = view.unit(key), view.at(key)
    text = in_unit(found.pop(), unit)
    mend = fix(f"填入 {text}（{unit.name}）", (path, text))
    return note("sum", path, fixes=(mend,), parts=label, sum=f"{text} {unit.name}")


def _cost_of(view: FormView, at: RequiredFields, key: str) -> Note | None:
    """The cost indicator beside a blank amount."""
    costs = at.costs
    totals = costs.totals(view) if costs and costs.amount == key else []
    if costs is None or not totals:
        return None
    row = totals[0][0]
    return note(
        "cost",
        view.at(key),
        related=(costs.at(view, row, costs.value),),
        name=row.reading.name.text,
        cost=f"{row.reading.target.number} {row.reading.unit.name}",
    )


class RequiredColumns(Params, frozen=True, kw_only=True):
    """Columns of a table marked ``required``; ``name`` is the one that names the row."""

    table: str
    columns: tuple[str, ...]
    name: str

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        return (Ref("columns", self.table, key) for key in self.columns)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`. An indicator always needs a name and a value.

        The unit of a target is left to rule R08, its operator to R05.
        """
        for table in template.tables:
            own = indicators_of(table)
            always = {own["name"], own["value"]} if own else set()
            columns = tuple(
                c.key
                for c in table.columns
                if c.key in always or (c.required and c.type not in {"unit", "operator"})
            )
            named = [c.key for c in table.columns if c.role in {"indicator_name", "name"}]
            if columns:
                yield cls(table=table.key, columns=columns, name=(*named, *columns)[0])


@registry.more("R01", inputs=RequiredColumns)
def required_columns(view: FormView, at: RequiredColumns) -> Iterator[Note]:
    """A row in use has all cells that the template marks as required; one finding for the row.

    A row that is blank or 无 throughout is not in use; one whose name is 无 is left to R38.

    ================  ==========  ======
    三级指标          指标值
    ================  ==========  ======
    培训场次          ``4``       pass
    无                (blank)     pass
    (blank)           (blank)     pass
    培训场次          (blank)     fail
    ================  ==========  ======
    """
    for record in view.used_rows(at.table):
        values = record.values
        missing = [key for key in at.columns if is_blank(values.get(key, ""))]
        if missing and not is_not_used(values.get(at.name, "")):
            yield note("columns", *(view.cell(at.table, record, key) for key in missing))


class RequiredGroup(Params, frozen=True, kw_only=True):
    """A group of which at least one of the ``fields`` must be filled in, once ``when`` is.

    label: the name of the group in messages. when: "" for always.
    """

    fields: Names
    label: str
    when: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key) for key in self.fields)
        if self.when:
            yield Ref("when", self.when)


@registry.more("R01", inputs=RequiredGroup, kind="required_group")
def required_group(view: FormView, at: RequiredGroup) -> Iterator[Note]:
    """At least one field of a group is filled in (``required_group``).

    With ``when``, a group is asked for only once that field is filled in: where a whole row of
    amounts is missing, the finding for its total is enough.

    ==========  =========  =========  ======
    资金总额    基本支出   项目支出
    ==========  =========  =========  ======
    ``100``     ``100``    (blank)    pass
    (blank)     (blank)    (blank)    pass
    ``100``     (blank)    (blank)    fail
    ==========  =========  =========  ======
    """
    if at.when and is_unused(view.text(at.when)):
        return
    if all(is_unused(view.text(key)) for key in at.fields):
        yield note("group", *map(view.at, at.fields), group=at.label)


class UnitName(Params, frozen=True, kw_only=True):
    """The name of the unit, entered once for all forms."""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("", "unit_name")

    @classmethod
    def found_across(
        cls,
        templates: Mapping[str, Template],  # noqa: ARG003 - it belongs to none
    ) -> Iterator[Self]:
        """See :meth:`Params.found_across`."""
        yield cls()


@registry.more("R01", inputs=UnitName, scope="dossier")
def unit_name(view: DossierView, at: UnitName) -> Iterator[Note]:
    """The unit's name is filled in.

    ==================  ======
    填报单位
    ==================  ======
    株洲市渌口区商务局  pass
    (blank)             fail
    ==================  ======
    """
    if is_unused(view.dossier.unit_name):
        yield note("unit_name", Path("", "unit_name"))
