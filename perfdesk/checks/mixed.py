"""R32: 元 and 万元 mixed up between two figures of one form that should agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.costs import Costs
from perfdesk.checks.finding import Fix, Note, fix, note
from perfdesk.checks.measured import Measured, compared, target_text
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.sums import Sum, in_unit, is_mixed, out_of_scale
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.money import MoneyUnit


@registry.rule(
    "R32",
    level="form",
    severity="warning",
    title="没有混用元和万元",
    basis="practice",
    inputs=Costs,
    cases={
        "sum": Case(
            "填的是 {figure}，按其他各项应是 {right}，正好相差一万倍",
            "像是混用了元和万元；本表的金额单位是{unit}，请核对后重填",
        ),
        "cost": Case(
            "“{name}”填的是 {figure}，{other}是 {right}，正好相差一万倍",
            "像是混用了元和万元，请核对数字和单位",
        ),
        "goal": Case(
            "目标里写的是“{text}”，指标“{name}”填的是 {figure}，正好相差一万倍",
            "像是混用了元和万元，请核对数字和单位",
        ),
    },
    example="资金总额填“4000000”，各项之和是 400（万元）",
)
def mixed_up_cost(view: FormView, at: Costs) -> Iterator[Note]:
    """A cost indicator and the form's amount do not differ by just the factor 10,000.

    ==================  ==========  ======
    项目总成本          项目金额
    ==================  ==========  ======
    ≤ 40 万元           40 万元     pass
    ≤ 40 元             40 万元     fail
    ≤ 400000 万元       40 万元     fail
    ==================  ==========  ======
    """
    sums = at.sums(view)
    amount = view.amount(at.amount).base if sums else None
    if amount is None:
        return
    unit = view.unit(at.amount)
    for row, cost in sums:
        if is_mixed(cost, amount):
            yield note(
                "cost",
                at.at(view, row, at.value),
                related=(view.at(at.amount),),
                name=row.reading.name.text,
                figure=f"{row.reading.target.number} {row.reading.unit.name}",
                right=f"{in_unit(amount, unit)} {unit.name}",
            )


@registry.more("R32", inputs=Sum, kind="sum", declared="R30")
def mixed_up_sum(view: FormView, at: Sum) -> Iterator[Note]:
    """The same for a total, or one part of it (``sum`` of R30).

    ============  ==========  ==========  ======
    资金总额      基本支出    项目支出
    ============  ==========  ==========  ======
    ``100``       ``60``      ``40``      pass
    ``100``       ``60``      ``30``      pass
    ``1000000``   ``60``      ``40``      fail
    ``100``       ``600000``  ``40``      fail
    ============  ==========  ==========  ======
    """
    total = view.amount(at.total).base
    if total is None:
        return
    parts = [(key, view.amount(key)) for key in at.parts]
    given = [(key, part.base) for key, part in parts if part.base is not None]
    bases = [base for _, base in given]
    added = sum(bases, Decimal(0))
    if total == added or not given or any(part.fault for _, part in parts):
        return
    wrong = out_of_scale(total, bases)
    if wrong is None:
        return
    key, figure, right = at.total, total, added
    if wrong >= 0:
        key, figure = given[wrong]
        right = total - (added - figure)
    related = tuple(view.at(k) for k in (at.total, *at.parts) if k != key and view.text(k))
    yield _sum_note(view.at(key), view.unit(key), figure, right, related)


def _sum_note(
    path: Path, unit: MoneyUnit, figure: Decimal, right: Decimal, related: tuple[Path, ...]
) -> Note:
    return note(
        "sum",
        path,
        related=related,
        fixes=(_rewritten(path, right, unit),),
        figure=f"{in_unit(figure, unit)} {unit.name}",
        right=f"{in_unit(right, unit)} {unit.name}",
        unit=unit.name,
    )


def _rewritten(path: Path, right: Decimal, unit: MoneyUnit) -> Fix:
    text = in_unit(right, unit)
    return fix(f"改为 {text}（{unit.name}）", (path, text))


@registry.more("R32", inputs=Measured)
def mixed_up_goal(view: FormView, at: Measured) -> Iterator[Note]:
    """The same for a number of a goal and its indicator.

    ==========================  ======================  ======
    年度目标                    指标
    ==========================  ======================  ======
    销售额5200万元              销售额 ≥5200 万元       pass
    销售额5200万元              销售额 ≥5200 元         fail
    ==========================  ======================  ======
    """
    for item in compared(view, at).said:
        for row in item.rows:
            amount, unit = row.reading.amount, row.reading.unit
            if unit.kind == "money" and amount and is_mixed(amount, item.promise.value):
                yield note(
                    "goal",
                    at.at(view, row, at.value),
                    item.path,
                    text=item.promise.text,
                    name=row.reading.name.text,
                    figure=target_text(row),
                )
