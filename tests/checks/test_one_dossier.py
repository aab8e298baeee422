"""R42, R44 and R45."""

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    lukou_department,
    pingluo,
    rules_after,
    shifeng_department,
    shifeng_direction,
    shipped,
    split_row,
    table,
    whole_row,
)
from tests.checks.test_across import A, B, two

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")
VALUE = "indicators[0].value"


def both(
    whole: str,
    *parts: str,
    name: str = "村级寄递物流站点",
    unit: str = "个",
    level2: str = "数量指标",
) -> list[tuple[str, Values]]:
    """A department form and projects that share an indicator."""
    row = split_row(name, whole, "≥", unit, level2)
    amounts = {1: ["40"], 2: ["10", "30"]}[len(parts)]
    forms = [lukou_department(row)]
    for i, (part, amount) in enumerate(zip(parts, amounts, strict=True)):
        own = split_row(name, part, "≥", unit, level2)
        forms.append(lukou(own, project_name=f"甲{i}", amount=amount))
    return forms


def projects(whole: str, *amounts: str) -> list[tuple[str, Values]]:
    budget = {"total": whole, "general_public_budget": whole, "project_expenditure": whole}
    made = [lukou(project_name=f"甲{i}", amount=amount) for i, amount in enumerate(amounts)]
    return [lukou_department(budget=budget), *made]


def departments(*names: str) -> list[tuple[str, Values]]:
    return [
        pingluo(project_name=f"甲{i}", competent_department=name) for i, name in enumerate(names)
    ]


def signed(filler: str, phone: str) -> tuple[str, Values]:
    return shifeng_department(signature={"filler": filler, "phone": phone})


TABLE = [
    Try("R42", "the same", LUKOU, both("60", "60")),
    Try("R42", "sum of the projects", LUKOU, both("50", "20", "30")),
    Try("R42", "one of the projects", LUKOU, both("20", "20", "30")),
    Try("R42", "another unit", LUKOU, [
        both("60", "50")[0], lukou(split_row("村级寄递物流站点", "50", "≥", "万元"))]),
    Try("R42", "satisfaction", LUKOU, both("98", "90", name="参会企业满意度", unit="%",
        level2="服务对象满意度")[1:]),
    Try("R42", "generic names", LUKOU, both("100", "95", name="项目按期完成率", unit="%",
        level2="质量指标")),
    Try("R42", "no department form", LUKOU, both("60", "50")[1:]),
    Try("R42", "differs", LUKOU, both("60", "50"), f"R42.differs 1 {VALUE}"),
    Try("R42", "differs from all and from their sum", LUKOU, both("60", "20", "30"),
        f"R42.several 1 {VALUE}"),
    Try("R42", "one cell", SHIFENG, [
        shifeng_department(whole_row("引进重点项目", "≥12个")),
        shifeng_direction(whole_row("引进重点项目", "≥10个", standard="100"))],
        f"R42.differs 1 {VALUE}"),
    Try("R44", "own year", LUKOU, [lukou(period="2026.1.1-2026.12.31")]),
    Try("R44", "two years", LUKOU, [lukou(period="2025年7月至2026年6月")]),
    Try("R44", "length alone", LUKOU, [lukou(period="1年")]),
    Try("R44", "words", LUKOU, [lukou(period="长期")]),
    Try("R44", "the same department", PINGLUO, departments("甲县商务局", "甲县商务局 ", "")[:2]),
    Try("R44", "no majority", PINGLUO, departments("甲县商务局", "乙县商务局")),
    Try("R44", "misspelled unit is R35's", PINGLUO,
        departments("平罗县商务和投资局", "平罗县商务和投资局", "平罗县商务和资投局"),
        "R35.name 3 competent_department", "平罗县商务和投资局"),
    Try("R44", "sum wrong otherwise is R41's", LUKOU, projects("40", "10", "31"),
        "R41.above 1 budget.project_expenditure"),
    Try("R44", "last year", LUKOU, [lukou(period="2025年1月1日至2025年12月31日")],
        "R44.year 1 period"),
    Try("R44", "next year", LUKOU, [lukou(period="2027年")], "R44.year 1 period"),
    Try("R44", "another department", PINGLUO, departments("甲县商务局", "甲县商务局", "甲县商务厅"),
        "R44.unit 3 competent_department"),
    Try("R44", "a project in 元", LUKOU, projects("40", "100000", "30"), "R44.amount 2 amount"),
    Try("R44", "the department in 元", LUKOU, projects("400000", "10", "30"),
        "R44.amount 1 budget.project_expenditure"),
    Try("R44", "a row of the summary in 元", SHIFENG, [two("51.15", "211500", "30"), A, B],
        "R44.money 1 items[2].amount"),
    Try("R45", "filled in", SHIFENG, [signed("李敏", "0731-20001234")]),
    Try("R45", "forms without such fields", LUKOU, [lukou()]),
    Try("R45", "signature is written by hand", SHIFENG,
        [shifeng_department(signature={"filler": "李敏", "phone": "1",
        "principal_signature": ""})]),
    Try("R45", "no phone", SHIFENG, [signed("李敏", "")], "R45.blank 1 signature.phone"),
    Try("R45", "nobody", SHIFENG, [signed("", "/")], "R45.blank 1 signature.filler"),
    Try("R45", "several forms are one finding", SHIFENG,
        [signed("李敏", "1"), shifeng_direction(), signed("", "")], "R45.blank 2 signature.filler"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_every_form_concerned_is_named() -> None:
    (found,) = findings(LUKOU, both("60", "20", "30"), "R42")
    assert [path.form for path in (*found.paths, *found.related)] == ["f1", "f2", "f3"]
    (found,) = findings(SHIFENG, [signed("", "1"), shifeng_direction()], "R45")
    assert {path.form for path in found.related} == {"f2"}


def test_the_department_of_most_forms_is_offered() -> None:
    forms = departments("甲县商务局", "甲县商务局", "甲县商务厅")
    (found,) = findings(PINGLUO, forms, "R44")
    assert [raw for _, raw in found.fixes[0].changes] == ["甲县商务局"]
    assert "R44" not in rules_after(PINGLUO, forms, found.fixes[0])
