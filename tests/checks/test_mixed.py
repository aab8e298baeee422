"""R32."""

from typing import Any

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    lukou_department,
    pingluo,
    rules_after,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")
VALUE = "indicators[0].value"


def budget(
    total: str, general: str, basic: str, project: str, fund: str = ""
) -> list[tuple[str, Values]]:
    amounts: dict[str, Any] = {"total": total, "general_public_budget": general, "gov_fund": fund}
    amounts |= {"basic_expenditure": basic, "project_expenditure": project}
    return [lukou_department(budget=amounts)]


def cost(value: str, unit: str, amount: str = "40") -> list[tuple[str, Values]]:
    return [lukou(split_row("项目总成本", value, "≤", unit, "经济成本指标"), amount=amount)]


def goal(text: str, value: str, unit: str) -> list[tuple[str, Values]]:
    return [lukou(split_row("参与商户销售额", value, "≥", unit, "经济效益"), annual_goal=text)]


TABLE = [
    Try("R32", "sums", LUKOU, budget("100", "100", "60", "40")),
    Try("R32", "wrong otherwise is R30's", LUKOU, budget("100", "100", "60", "30"),
        "R30.sum 1 budget.total"),
    Try("R32", "元 beside 万元", LUKOU, cost("400000", "元")),
    Try("R32", "wrong otherwise is R21's", LUKOU, cost("41", "万元"), f"R21.above 1 {VALUE}"),
    Try("R32", "0", LUKOU, cost("0", "万元", "0")),
    Try("R32", "goal", LUKOU, goal("销售额达到5200万元", "5200", "万元")),
    Try("R32", "people are no money", LUKOU, [lukou(
        split_row("参与人次", "3", "≥", "万人次"), annual_goal="参与3人次")],
        f"R26.contradicts 1 {VALUE}"),
    Try("R32", "total in 元", LUKOU, budget("1000000", "100", "60", "40"),
        "R32.sum 1 budget.total"),
    Try("R32", "one part in 元", LUKOU, budget("100", "100", "600000", "40"),
        "R32.sum 1 budget.basic_expenditure"),
    Try("R32", "one of the incomes in 元", LUKOU, budget("100", "80", "60", "40", "200000"),
        "R32.sum 1 budget.gov_fund"),
    Try("R32", "cost in 元 under 万元", LUKOU, cost("400000", "万元"), f"R32.cost 1 {VALUE}"),
    Try("R32", "cost in 万元 under 元", LUKOU, cost("40", "元"), f"R32.cost 1 {VALUE}"),
    Try("R32", "one cell", PINGLUO, [pingluo(whole_row("总成本", "≤400000万元", "成本指标"))],
        f"R32.cost 1 {VALUE}"),
    Try("R32", "goal in another unit", LUKOU, goal("参与商户销售额达到5200万元", "5200", "元"),
        f"R32.goal 1 {VALUE}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_the_right_amount_is_offered() -> None:
    forms = budget("100", "100", "600000", "40")
    (found,) = findings(LUKOU, forms, "R32")
    assert [raw for _, raw in found.fixes[0].changes] == ["60"]
    assert not {"R30", "R32"} & rules_after(LUKOU, forms, found.fixes[0])


def test_a_total_that_fits_neither_sum_is_said_once() -> None:
    (found,) = findings(LUKOU, budget("1000000", "100", "60", "40"), "R32")
    assert [path.field.removeprefix("budget.") for path in found.related] == [
        "general_public_budget",
        "basic_expenditure",
        "project_expenditure",
    ]
