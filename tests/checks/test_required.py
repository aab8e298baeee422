"""R01."""

from perfdesk.template.model import Field, Table
from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    pack_of,
    rules_after,
    shipped,
    spec,
    split_row,
    table,
    template,
)

LUKOU = shipped("lukou-2026")


def project(**changed: str) -> tuple[str, Values]:
    filled = {"project_name": "甲", "amount": "40", "period": "2026年", "annual_goal": "办会"}
    return "project", filled | changed


def department(**budget: str) -> tuple[str, Values]:
    return "department", {"annual_duty_goal": "办会", "budget": budget}


def row(name: str, value: str, note: str = "") -> dict[str, str]:
    return {"name": name, "value": value, "note": note}


COLUMNS = pack_of(
    template(
        tables=[
            Table(
                key="rows",
                label="行",
                columns=(
                    Field(key="name", label="指标", role="indicator_name", required=True),
                    Field(key="value", label="值", required=True),
                    Field(key="unit", label="单位", type="unit", required=True),
                    Field(key="note", label="备注"),
                ),
            )
        ]
    )
)
GROUP = pack_of(
    template(
        Field(key="a", label="甲", type="money"),
        Field(key="b", label="乙", type="money"),
        checks=[spec("R01", "required_group", fields=["a", "b"], label="资金")],
    )
)

TABLE = [
    Try("R01", "all filled", LUKOU, [project()]),
    Try("R01", "zero is an amount", LUKOU, [project(amount="0")]),
    Try("R01", "blank amount, and nothing else", LUKOU, [project(amount="")], "R01.field 1 amount"),
    Try("R01", "only blanks", LUKOU, [project(amount=" 　")], "R01.field 1 amount"),
    Try("R01", "key absent", LUKOU, [("project", {**project()[1], "amount": ""})],
        "R01.field 1 amount"),
    Try("R01", "无 as a name", LUKOU, [project(project_name="无")], "R01.not_used 1 project_name"),
    Try("R01", "/ as an amount", LUKOU, [project(amount="/")], "R01.not_used 1 amount"),
    Try("R01", "a goal that is only - is R02", LUKOU, [project(annual_goal="-")],
        "R02.mark 1 annual_goal"),
    Try("R01", "blank goal", LUKOU, [project(annual_goal="")], "R01.field 1 annual_goal"),
    Try("R01", "blank form", LUKOU, [("project", {})],
        "R01.field 1 project_name; R01.field 1 amount; R01.field 1 period; "
        "R01.field 1 annual_goal"),
    Try("R01", "row of the amounts missing", LUKOU, [department()], "R01.field 1 budget.total"),
    Try("R01", "total that follows from its parts", LUKOU,
        [department(gov_fund="60", other_funds="40", basic_expenditure="100")],
        "R01.sum 1 budget.total"),
    Try("R01", "total whose parts disagree", LUKOU,
        [department(gov_fund="60", basic_expenditure="100")], "R01.field 1 budget.total"),
    Try("R01", "amount beside a cost [src 000]", LUKOU, [
        lukou(split_row("总成本", "10", "≤", "万元", "经济成本指标"), amount="")],
        "R01.cost 1 amount"),
    Try("R01", "one of a group", LUKOU,
        [department(total="9", gov_fund="9", basic_expenditure="9", other_funds="/")]),
    Try("R01", "none of a group", LUKOU, [department(total="9", other_funds="9")],
        "R01.group 1 budget.basic_expenditure"),
    Try("R01", "group without a condition", GROUP, [("form", {"a": "/", "b": ""})],
        "R01.group 1 a"),
    Try("R01", "group filled with 0", GROUP, [("form", {"b": "0"})]),
    Try("R01", "no unit name", LUKOU, [project()], "R01.unit_name 0 unit_name", unit_name=" "),
    Try("R01", "rows in use and not", COLUMNS,
        [("form", {"rows": [row("甲", "4次"), row("", ""), row("无", "无"), row("无", ""), {}]})]),
    Try("R01", "row without a value", COLUMNS,
        [("form", {"rows": [row("甲", "4次"), row("乙", "")]})],
        "R01.columns 1 rows[1].value"),
    Try("R01", "row with a note alone is one finding", COLUMNS,
        [("form", {"rows": [row("", "", "见附件")]})], "R01.columns 1 rows[0].name"),
    Try("R01", "无 row half filled is R38", COLUMNS, [("form", {"rows": [row("无", "",
        "见附件")]})]),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_the_sum_is_offered() -> None:
    forms = [department(gov_fund="60", other_funds="40", basic_expenditure="100")]
    (found,) = findings(LUKOU, forms, "R01")
    assert [raw for _, raw in found.fixes[0].changes] == ["100"]
    assert not {"R01", "R30"} & rules_after(LUKOU, forms, found.fixes[0])
