"""R30 and R31."""

from perfdesk.template.model import Field, Table
from tests.checks.support import (
    Try,
    Values,
    findings,
    pack_of,
    shipped,
    spec,
    table,
    template,
)

LUKOU, SHIFENG = shipped("lukou-2026"), shipped("shifeng-2023")


def department(
    total: str, general: str, basic: str, project: str, other: str = ""
) -> list[tuple[str, Values]]:
    budget = {
        "total": total,
        "general_public_budget": general,
        "other_funds": other,
        "basic_expenditure": basic,
        "project_expenditure": project,
    }
    return [("department", {"annual_duty_goal": "办会", "budget": budget})]


def direction(amount: str, total: str, *details: str) -> list[tuple[str, Values]]:
    keys = ("direction_name", "special_fund_name", "period", "period_goal", "annual_goal")
    filled = {
        **dict.fromkeys(keys, "甲"),
        "special_fund_amount": "1",
        "amount": amount,
        "expenditure_total": total,
        "expenditure_details": [{"content": "", "amount": text} for text in details],
    }
    return [("direction", filled)]


def money(key: str, unit: str = "") -> Field:
    return Field(key=key, label=key, type="money", unit=unit)


MIXED = pack_of(
    template(
        money("total"),
        money("a", "元"),
        money("b", "亿元"),
        checks=[spec("R30", "sum", total="total", parts=["a", "b"], label="各项")],
    )
)
LOOSE = pack_of(
    template(
        money("total"),
        money("a"),
        money("b"),
        checks=[
            spec("R30", "sum", total="total", parts=["a", "b"], label="各项", tolerance="0.01")
        ],
    )
)
YUAN_DETAILS = pack_of(
    template(
        money("amount"),
        tables=[Table(key="rows", label="明细", columns=(money("amount", "元"),))],
        checks=[
            spec("R31", "details_total", table="rows", column="amount", amount="amount"),
        ],
    )
)

TABLE = [
    Try("R30", "226.26 = 175.11 + 51.15", LUKOU,
        department("226.26", "226.26", "175.11", "51.15")),
    Try("R30", "949.134 = 909.134 + 40", LUKOU, department("949.134", "949.134", "909.134", "40")),
    Try("R30", "478.07 = 456.07 + 22, / as 0", LUKOU,
        department("478.07", "478.07", "456.07", "22", "/")),
    Try("R30", "0.1 + 0.2 is exact", LUKOU, department("0.3", "0.1", "0.1", "0.2", "0.2")),
    Try("R30", "blank part counts 0", LUKOU, department("100", "100", "100", "")),
    Try("R30", "blank total is R01 alone", LUKOU, department("", "60", "60", "30"),
        "R01.field 1 budget.total"),
    Try("R30", "all parts blank is R01 alone", LUKOU, department("100", "100", "", ""),
        "R01.group 1 budget.basic_expenditure"),
    Try("R30", "part that is no amount is R14 alone", LUKOU,
        department("100", "100", "60", "40万元"), "R14.words 1 budget.project_expenditure"),
    Try("R30", "total that is no amount is R14 alone", LUKOU,
        department("一百", "100", "60", "40"), "R14.words 1 budget.total"),
    Try("R30", "by expenditure", LUKOU, department("100", "100", "60", "30"),
        "R30.sum 1 budget.total"),
    Try("R30", "by income", LUKOU, department("100", "60", "60", "40", "30"),
        "R30.sum 1 budget.total"),
    Try("R30", "both", LUKOU, department("100", "90", "60", "30"),
        "R30.sum 1 budget.total; R30.sum 1 budget.total"),
    Try("R30", "units converted", MIXED,
        [("form", {"total": "20002", "a": "20000", "b": "2"})]),
    Try("R30", "units converted, and wrong", MIXED,
        [("form", {"total": "20002", "a": "20000", "b": "1"})], "R30.sum 1 total"),
    Try("R30", "within the tolerance", LOOSE, [("form", {"total": "1", "a": "0.33", "b": "0.66"})]),
    Try("R30", "beyond the tolerance", LOOSE, [("form", {"total": "1", "a": "0.33", "b": "0.65"})],
        "R30.sum 1 total"),
    Try("R31", "10 + 10 + 10 = 30 = 30", SHIFENG, direction("30", "30", "10", "10", "10")),
    Try("R31", "blank row", SHIFENG, direction("10", "10", "10", "", "/")),
    Try("R31", "no details", SHIFENG, direction("30", "")),
    Try("R31", "details all blank", SHIFENG, direction("30", "30", "", "")),
    Try("R31", "no printed total", SHIFENG, direction("30", "", "10", "20"),
        "R31.blank 1 expenditure_total"),
    Try("R31", "no amount is R01 alone", SHIFENG, direction("", "30", "10", "20"),
        "R01.field 1 amount"),
    Try("R31", "faulty detail is R14 alone", SHIFENG, direction("30", "30", "10", "二十"),
        "R14.words 1 expenditure_details[1].amount"),
    Try("R31", "details in 元, amount in 万元, both declared", YUAN_DETAILS,
        [("form", {"amount": "2", "rows": [{"amount": "15000"}, {"amount": "5000"}]})]),
    Try("R31", "total wrong", SHIFENG, direction("30", "31", "10", "20"),
        "R31.sum 1 expenditure_total"),
    Try("R31", "detail wrong", SHIFENG, direction("30", "30", "10", "10"),
        "R31.sum 1 expenditure_total"),
    Try("R31", "amount wrong", SHIFENG, direction("40", "30", "10", "20"), "R31.amount 1 amount"),
    Try("R31", "amount wrong, no printed total", SHIFENG, direction("40", "", "10", "20"),
        "R31.amount 1 amount"),
    Try("R31", "amount wrong, no details", SHIFENG, direction("40", "30"), "R31.amount 1 amount"),
    Try("R31", "all three differ", SHIFENG, direction("40", "30", "10", "10"),
        "R31.sum 1 expenditure_total; R31.amount 1 amount"),
    Try("R31", "details and total in 元 [src 001]: one warning", SHIFENG,
        direction("21.15", "211500", "133292", "16728", "17000", "12480", "32000"),
        "R31.unit 1 expenditure_total"),
    Try("R31", "details alone in 元", SHIFENG, direction("21.15", "21.15", "133292", "78208"),
        "R31.unit 1 expenditure_details[0].amount"),
    Try("R31", "total alone in 元", SHIFENG, direction("21.15", "211500", "13.3292", "7.8208"),
        "R31.unit 1 expenditure_total"),
    Try("R31", "in 元, no printed total", SHIFENG, direction("21.15", "", "133292", "78208"),
        "R31.unit 1 expenditure_details[0].amount"),
    Try("R31", "in 元, and added wrongly", SHIFENG, direction("21.15", "211500", "133292", "78209"),
        "R31.sum 1 expenditure_total; R31.unit 1 expenditure_total"),
]  # fmt: skip


def test_sums_are_offered() -> None:
    (found,) = findings(SHIFENG, direction("30", "", "10", "20"), "R31")
    assert [raw for _, raw in found.fixes[0].changes] == ["30"]


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
