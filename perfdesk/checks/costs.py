"""R21, R22, R23 and R47: what an indicator says of costs, beside the form's own amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.indicators import Indicators, Row, WholeIndicators, indicators_of
from perfdesk.checks.registry import Case, Ref, registry
from perfdesk.checks.sums import is_mixed
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import compact, trim
from perfdesk.values.money import decimals_typed, plain, shift, without_unit
from perfdesk.values.names import overlap
from perfdesk.values.units import alike, read_unit

if TYPE_CHECKING:
    from perfdesk.template.model import Template

_RELATED = 0.3
"""How much two names have in common where the price of one is for the other."""

_ROUNDED = Decimal("0.01")
"""By how much of the amount a product may differ: prices are rounded."""

_MOST_DECIMALS = 8
"""Decimals of any amount that a form may hold."""

_WIDER = re.compile("总投资|概算|上级|中央|省级|市级|自筹|社会资本|配套|[二两三四五][年期]|全周期")
"""Words of a sum that is more than this form's own money of this year."""

_WHOLE_UNIT = re.compile(
    "部门|单位|本级|机关|整体|全年|年度|年初|本年|当年|财政|拨款|预算|支出|资金|经费|费用|成本|投入|控制|"
    "不超过?|总|额|数|量|内|在|[（(].*"
)
"""Words of the total cost of a whole unit; one with others beside them is that of a part."""

_PAPERS = frozenset(("份", "册", "本", "套", "张"))
_NOT_ABOVE = frozenset(("≤", "<"))


class Costs(Indicators, frozen=True, kw_only=True):
    """Indicators of a form that has an ``amount`` of its own. project: the field of its name."""

    amount: str
    project: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from super().refs()
        yield Ref("amount", self.amount, money=True)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        amounts = [f.key for f in template.fields if f.role == "amount" and f.type == "money"]
        if len(amounts) != 1:
            return
        for table in template.tables:
            if found := indicators_of(table):
                yield cls(amount=amounts[0], project=template.name_field, **found)

    def totals(self, view: FormView) -> list[tuple[Row, Decimal]]:
        """Rows that give the total cost of the project, with their amount in 元."""
        return view.kept(f"{self.table} totals", lambda: [*self._totals(view)])

    def _totals(self, view: FormView) -> Iterator[tuple[Row, Decimal]]:
        project = compact(view.text(self.project)) if self.project else ""
        for row, cost in self.sums(view):
            name = row.reading.name
            whole = self.project or not _WHOLE_UNIT.sub("", name.text)
            if (name.cost and whole) or (project and name.text == project):
                yield row, cost

    def sums(self, view: FormView) -> list[tuple[Row, Decimal]]:
        """Rows that give a cost or a part of it in 元, with their amount; no prices of one."""
        return view.kept(f"{self.table} sums", lambda: [*self._sums(view)])

    def _sums(self, view: FormView) -> Iterator[tuple[Row, Decimal]]:
        for row in self.rows(view):
            item = row.reading
            if item.unit.base != "元" or item.unit.kind != "money" or item.amount is None:
                continue
            if item.name.cost or (item.group == "cost" and not item.name.unit_cost):
                yield row, item.amount


def agrees(cost: Decimal, amount: Decimal, row: Row) -> bool:
    """Tell whether a cost is the amount, perhaps rounded to the decimals that the cost has."""
    if cost == amount:
        return True
    number, factor = row.reading.target.number, row.reading.unit.factor
    if number is None or decimals_typed(number) > _MOST_DECIMALS:
        return False
    return (amount / factor).quantize(number, ROUND_HALF_UP) == number


@registry.rule(
    "R21",
    level="form",
    severity="error",
    title="总成本指标与项目金额一致",
    basis="practice",
    inputs=Costs,
    cases={
        "above": Case(
            "“{name}”填的是 {cost}，超过{other} {amount}",
            "核对“{name}”和“{other}”，使两者一致；总成本不能超过预算",
        ),
        "below": Case(
            "“{name}”填的是 {cost}，少于{other} {amount}",
            "核对“{name}”和“{other}”，使两者一致；还有其他成本的，写明各是哪一部分",
        ),
    },
    example="项目金额 40 万元，“项目总成本”却填“≤ 50 万元”",
)
def cost_is_amount(view: FormView, at: Costs) -> Iterator[Note]:
    """The total cost is the form's own amount, units converted; no part of it is above that.

    Several totals may add up to the amount. In the form of a whole unit the cost of a part of it
    (项目支出总额, 三公经费总额) is no total. An investment that is said to be wider than the form's
    own money is let pass.

    A blank amount is left to R01, a factor of 10,000 to R32. Rounding is let pass.

    ==================  ==========  ======
    项目总成本          项目金额
    ==================  ==========  ======
    ≤ 40 万元           40 万元     pass
    ≤ 2 万元            20000 元    pass
    ≤ 40 万元           (blank)     pass
    ≤ 50 万元           40 万元     fail
    = 30 万元           40 万元     fail
    ==================  ==========  ======
    """
    sums = at.sums(view)
    amount = view.amount(at.amount).base if sums else None
    if amount is None:
        return
    totals = {id(row) for row, _ in at.totals(view)}
    added = sum((cost for _, cost in at.totals(view)), Decimal(0)) == amount
    for row, cost in sums:
        if agrees(cost, amount, row) or is_mixed(cost, amount):
            continue
        if cost < amount and (added or id(row) not in totals):
            continue
        if cost > amount and _WIDER.search(row.reading.name.text):
            continue
        unit = view.unit(at.amount)
        yield note(
            "above" if cost > amount else "below",
            at.at(view, row, at.value),
            related=(view.at(at.amount),),
            name=row.reading.name.text,
            cost=f"{row.reading.target.number} {row.reading.unit.name}",
            amount=f"{plain(shift(amount, -unit.power))} {unit.name}",
        )


@registry.rule(
    "R22",
    level="form",
    severity="hint",
    title="总成本指标用 ≤",
    basis="practice",
    inputs=Costs,
    cases={
        "operator": Case(
            "“{name}”用的是“{operator}”，总成本一般用“≤”，表示不超过", "改为“≤ {value}”"
        ),
    },
    example="“项目总成本 = 40 万元”，宜写成“≤ 40 万元”",
)
def cost_is_a_limit(view: FormView, at: Costs) -> Iterator[Note]:
    """A total cost is a limit: ≤. A value without any operator is let pass.

    A cost that is just the amount is one too, where it has ≥ or >.

    ================  ======
    项目总成本
    ================  ======
    ≤ 40 万元         pass
    < 40 万元         pass
    40 万元           pass
    = 40 万元         fail
    ≥ 40 万元         fail
    ================  ======
    """
    totals = {id(row) for row, _ in at.totals(view)}
    amount = view.amount(at.amount).base
    for row, cost in at.sums(view):
        operator, target = row.reading.operator, row.reading.target
        if not operator or operator in _NOT_ABOVE:
            continue
        if id(row) not in totals and (operator == "=" or cost != amount):
            continue
        place = at.at(view, row, at.operator or at.value)
        value = f"{target.number}{'' if at.split else target.unit}"
        mend = fix("改为 ≤", (place, "≤" if at.split else f"≤{value}"))
        yield note(
            "operator",
            place,
            fixes=(mend,),
            name=row.reading.name.text,
            operator=operator,
            value=f"{target.number} {row.reading.unit.name}",
        )


@registry.rule(
    "R23",
    level="form",
    severity="hint",
    title="单价乘以数量与项目金额相符",
    basis="practice",
    inputs=Costs,
    cases={
        "product": Case(
            "单价 {price} × 数量 {quantity} = {product}，{amount_name}是 {amount}",
            "核对单价、数量和金额；这一项只是项目的一部分的，不用改",
        ),
    },
    example="“投放储备菜 600 吨”“配送 100 元/吨”，项目金额 42 万元",
)
def price_times_quantity(view: FormView, at: Costs) -> Iterator[Note]:
    """Where a unit price and its quantity stand in a form, their product is its amount.

    Only where exactly one quantity has the unit of the price, or one that is used for the same
    things and a name that speaks of the same.

    ==========  ==========  ============  ======
    单价        数量        项目金额
    ==========  ==========  ============  ======
    100 元/吨   600 吨      60000 元      pass
    100 元/吨   30 天       420000 元     pass
    100 元/吨   600 吨      420000 元     fail
    ==========  ==========  ============  ======
    """
    rows = [row for row in at.rows(view) if row.reading.amount is not None]
    prices = [row for row in rows if row.reading.unit.kind == "price"]
    amount = view.amount(at.amount).base if prices else None
    if amount is None:
        return
    partly = len(prices) > 1 or not at.project
    products = [(row, _quantity(row, rows)) for row in prices]
    amounts = [_times(row, other) for row, other in products if other]
    if sum(amounts, Decimal(0)) == amount:
        return
    unit = view.unit(at.amount)
    for row, other in products:
        if other is None or (product := _times(row, other)) == amount:
            continue
        if (product < amount and partly) or abs(product - amount) <= amount * _ROUNDED:
            continue
        yield note(
            "product",
            at.at(view, row, at.value),
            related=(at.at(view, other, at.value), view.at(at.amount)),
            price=f"{row.reading.target.number} {row.reading.unit.name}",
            quantity=f"{other.reading.target.number} {other.reading.unit.name}",
            product=f"{plain(shift(product, -unit.power))} {unit.name}",
            amount_name=_label(view, at.amount),
            amount=f"{plain(shift(amount, -unit.power))} {unit.name}",
        )


def _label(view: FormView, key: str) -> str:
    field = view.shape.template.field(key)
    return without_unit(field.label) if field else key


def _times(price: Row, quantity: Row) -> Decimal:
    """What a quantity costs at a unit price, in 元."""
    per = read_unit(price.reading.unit.name.partition("/")[2]).factor
    one, many = price.reading.amount, quantity.reading.amount
    return (one or Decimal(0)) * (many or Decimal(0)) / per


def _quantity(price: Row, rows: list[Row]) -> Row | None:
    head, _, per = price.reading.unit.name.partition("/")
    if read_unit(head).kind != "money":
        return None
    wanted = read_unit(per)
    found = []
    for row in rows:
        unit = row.reading.unit
        same = unit.base == wanted.base
        papers = {unit.base, wanted.base} <= _PAPERS
        told = overlap(row.reading.name.core, price.reading.name.core) > _RELATED
        if wanted.kind and (same or (papers and told and alike(unit.name, wanted.name))):
            found.append(row)
    return found[0] if len(found) == 1 else None


@registry.rule(
    "R47",
    level="cell",
    severity="warning",
    title="指标值写明单位，金额用同一个单位",
    basis="practice",
    inputs=WholeIndicators,
    cases={
        "bare": Case("“{value}”没有写单位", "在数字后面写明单位，如 万元、%、次"),
        "units": Case(
            "“{name}”用{unit}，“{other_name}”用{other_unit}", "同一张表的成本金额用同一个单位"
        ),
    },
    example="成本指标的指标值只填“226.26”",
)
def bare_number(view: FormView, at: WholeIndicators) -> Iterator[Note]:
    """Where one cell holds number and unit, a number has one, there or in brackets in its name.

    Coefficients and indices have none.

    ==================  ==========  ======
    绩效内容            绩效值
    ==================  ==========  ======
    培训场次            ≥4 场       pass
    师生比              1:18        pass
    总成本（万元）      226.26      pass
    总成本              226.26      fail
    ==================  ==========  ======
    """
    for row in at.rows(view):
        target = row.reading.target
        if target.kind not in {"number", "range"} or row.reading.unit.name:
            continue
        name = row.reading.name
        if name.text[-1] not in ")）" and not name.mere_number:
            value = trim(row.record.get(at.value))
            yield note("bare", at.at(view, row, at.value), value=value)


@registry.more("R47", inputs=Indicators)
def one_unit_of_money(view: FormView, at: Indicators) -> Iterator[Note]:
    """The sums among the cost indicators of a form carry the same unit; prices do not count.

    ==============  ==============  ======
    总成本          培训费用
    ==============  ==============  ======
    ≤ 20 万元       ≤ 5 万元        pass
    ≤ 20 万元       ≤ 300 元/人     pass
    ≤ 20 万元       ≤ 50000 元      fail
    ==============  ==============  ======
    """
    first: Row | None = None
    for row in at.rows(view):
        item = row.reading
        if item.group != "cost" or item.unit.kind != "money" or item.name.unit_cost:
            continue
        if first is None:
            first = row
        elif item.unit.base == first.reading.unit.base and item.unit != first.reading.unit:
            key = at.unit or at.value
            yield note(
                "units",
                at.at(view, row, key),
                related=(at.at(view, first, key),),
                name=item.name.text,
                unit=item.unit.name,
                other_name=first.reading.name.text,
                other_unit=first.reading.unit.name,
            )
