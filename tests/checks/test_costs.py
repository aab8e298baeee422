"""R21, R22, R23 and R47."""

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    lukou_department,
    pingluo,
    rules_after,
    shifeng_direction,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")
VALUE, OPERATOR = "indicators[0].value", "indicators[0].operator"


def cost(
    value: str,
    unit: str = "万元",
    operator: str = "≤",
    name: str = "项目总成本",
    level2: str = "经济成本指标",
    amount: str = "40",
) -> list[tuple[str, Values]]:
    return [lukou(split_row(name, value, operator, unit, level2), amount=amount)]


def whole(value: str, name: str = "项目总成本", amount: str = "400000") -> list[tuple[str, Values]]:
    return [pingluo(whole_row(name, value, "成本指标"), amount=amount)]


def priced(price: str, quantity: str, amount: str) -> list[tuple[str, Values]]:
    """600 吨 at 100 元/吨."""
    rows = (whole_row("投放数量", quantity), whole_row("配送补贴标准", price, "成本指标"))
    return [pingluo(*rows, amount=amount)]


TABLE = [
    Try("R21", "equal", LUKOU, cost("40")),
    Try("R21", "another unit", LUKOU, cost("400000", "元")),
    Try("R21", "one cell: 2 万元 = 20000 元", PINGLUO, whole("2 万元", amount="20000")),
    Try("R21", "rounded", LUKOU, cost("949.13", amount="949.134")),
    Try("R21", "blank amount is R01 alone [src 000]", LUKOU, cost("40", amount=""),
        "R01.cost 1 amount"),
    Try("R21", "faulty amount is R14's", LUKOU, cost("40", amount="四十"), "R14.words 1 amount"),
    Try("R21", "price of one", LUKOU, cost("300", "元", name="人均成本")),
    Try("R21", "part of it", LUKOU, cost("10", name="会场布置费")),
    Try("R21", "parts that add up", LUKOU, [lukou(
        split_row("培训总成本", "15", "≤", "万元", "经济成本指标"),
        split_row("宣传总成本", "25", "≤", "万元", "经济成本指标"))]),
    Try("R21", "income is no cost", LUKOU, cost("5000", name="零售总额", level2="经济效益")),
    Try("R21", "factor of 10,000 is R32's", LUKOU, cost("400000"), f"R32.cost 1 {VALUE}"),
    Try("R21", "one cell: bare number is R47's", PINGLUO, whole("30"), f"R47.bare 1 {VALUE}"),
    Try("R21", "above", LUKOU, cost("50"), f"R21.above 1 {VALUE}"),
    Try("R21", "below", LUKOU, cost("30"), f"R21.below 1 {VALUE}"),
    Try("R21", "named like the project", LUKOU, cost("30", name="甲"), f"R21.below 1 {VALUE}"),
    Try("R21", "part above the whole", LUKOU, cost("50", name="会场布置费"),
        f"R21.above 1 {VALUE}"),
    Try("R21", "one cell", PINGLUO, whole("≤45 万元"), f"R21.above 1 {VALUE}"),
    Try("R21", "department", LUKOU, [lukou_department(
        split_row("部门整体支出总成本", "90", "≤", "万元", "经济成本指标"))],
        f"R21.below 1 {VALUE}"),
    Try("R21", "part of a department", LUKOU, [lukou_department(
        split_row("“三公”经费总额", "5", "≤", "万元", "经济成本指标"),
        split_row("项目支出总额", "60", "≤", "万元", "经济成本指标"))]),
    Try("R21", "part of a department above the whole", LUKOU, [lukou_department(
        split_row("项目支出总额", "120", "≤", "万元", "经济成本指标"))], f"R21.above 1 {VALUE}"),
    Try("R21", "wider than the form's own money", PINGLUO,
        whole("≤90 万元", "项目总投资（含上级补助）")),
    Try("R22", "≤", LUKOU, cost("40")),
    Try("R22", "<", LUKOU, cost("40", operator="<")),
    Try("R22", "part of it", LUKOU, cost("10", operator="=", name="会场布置费")),
    Try("R22", "one cell: no operator", PINGLUO, whole("40 万元")),
    Try("R22", "=", LUKOU, cost("40", operator="="), f"R22.operator 1 {OPERATOR}"),
    Try("R22", "≥", LUKOU, cost("40", operator="≥"), f"R22.operator 1 {OPERATOR}"),
    Try("R22", "amount of another name, =", LUKOU, cost("40", operator="=", name="补助金额")),
    Try("R22", "amount of another name, ≥", LUKOU, cost("40", operator="≥", name="补助金额"),
        f"R22.operator 1 {OPERATOR}"),
    Try("R22", "one cell: =", PINGLUO, whole("=40万元"), f"R22.operator 1 {VALUE}"),
    Try("R23", "product", PINGLUO, priced("100 元/吨", "600 吨", "60000")),
    Try("R23", "no quantity of that unit", PINGLUO, priced("100 元/人", "600 吨", "420000")),
    Try("R23", "blank amount", PINGLUO, priced("100 元/吨", "600 吨", ""), "R01.field 1 amount"),
    Try("R23", "two quantities cannot be decided", PINGLUO, [pingluo(
        whole_row("投放蔬菜", "600 吨"), whole_row("投放肉类", "50 吨"),
        whole_row("配送补贴标准", "100 元/吨", "成本指标"))]),
    Try("R23", "several prices add up", PINGLUO, [pingluo(
        whole_row("蔬菜", "600 吨"), whole_row("蔬菜补贴标准", "100 元/吨", "成本指标"),
        whole_row("参训", "50 人"), whole_row("参训补贴标准", "200 元/人", "成本指标"),
        amount="70000")]),
    Try("R23", "rounded price", PINGLUO, priced("66 元/吨", "6363 吨", "420000")),
    Try("R23", "one price of several", PINGLUO, [pingluo(
        whole_row("蔬菜", "600 吨"), whole_row("蔬菜补贴标准", "100 元/吨", "成本指标"),
        whole_row("宣传册补贴标准", "200 元/册", "成本指标"), amount="420000")]),
    Try("R23", "one price of several above the whole", PINGLUO, [pingluo(
        whole_row("蔬菜", "600 吨"), whole_row("蔬菜补贴标准", "1000 元/吨", "成本指标"),
        whole_row("宣传册补贴标准", "200 元/册", "成本指标"), amount="420000")],
        "R23.product 1 indicators[1].value"),
    Try("R23", "other product [src 003]", PINGLUO, priced("100元/吨", "600吨", "420000"),
        "R23.product 1 indicators[1].value"),
    Try("R23", "in 万吨", PINGLUO, priced("0.01元/千克", "1万吨", "420000"),
        "R23.product 1 indicators[1].value"),
    Try("R23", "份 and 册 of the same [src 003]", PINGLUO, [pingluo(
        whole_row("印刷招商手册、宣传资料", "200 份"),
        whole_row("印刷招商手册、制作宣传资料", "25 元/册", "成本指标"))],
        "R23.product 1 indicators[1].value"),
    Try("R47", "unit", PINGLUO, whole("≤40 万元")),
    Try("R47", "ratio", PINGLUO, whole("1:18", "师生比")),
    Try("R47", "coefficient", PINGLUO, whole("≥0.62", "灌溉水有效利用系数")),
    Try("R47", "unit in the name", PINGLUO, whole("40", "总成本（万元）")),
    Try("R47", "word", PINGLUO, whole("不超过年度预算")),
    Try("R47", "one unit of money", LUKOU, [lukou(
        split_row("培训总成本", "15", "≤", "万元", "经济成本指标"),
        split_row("宣传总成本", "25", "≤", "万元", "经济成本指标"))]),
    Try("R47", "price of one", LUKOU, [lukou(
        split_row("总成本", "40", "≤", "万元", "经济成本指标"),
        split_row("人均培训成本", "300", "≤", "元", "经济成本指标"))]),
    Try("R47", "bare number [src 001]", SHIFENG, [
        shifeng_direction(whole_row("总成本", "21.15", "成本指标", standard="100"))],
        f"R47.bare 1 {VALUE}"),
    Try("R47", "bare range", PINGLUO, whole("30-40"), f"R47.bare 1 {VALUE}"),
    Try("R47", "≥ and a bare number", PINGLUO, whole("≥95", "覆盖面"), f"R47.bare 1 {VALUE}"),
    Try("R47", "元 beside 万元", LUKOU, [lukou(
        split_row("总成本", "40", "≤", "万元", "经济成本指标"),
        split_row("培训费用", "50000", "≤", "元", "经济成本指标"))],
        "R47.units 1 indicators[1].unit"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_mends_of_the_operator() -> None:
    for pack, forms, raw in (
        (LUKOU, cost("40", operator="="), "≤"),
        (PINGLUO, whole("=40万元"), "≤40万元"),
    ):
        (found,) = findings(pack, forms, "R22")
        assert [text for _, text in found.fixes[0].changes] == [raw]
        assert "R22" not in rules_after(pack, forms, found.fixes[0])
