"""R39 and R43."""

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    lukou_department,
    pingluo,
    rules_after,
    shifeng_department,
    shipped,
    table,
)
from tests.checks.test_across import direction, summary

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")


def projects(*names: str) -> list[tuple[str, Values]]:
    return [*(lukou(project_name=name) for name in names)]


def named(*pairs: tuple[str, str], fund: str = "") -> list[tuple[str, Values]]:
    """A department form, a summary with a row for each first name, a form for each second one."""
    rows, forms = [], []
    for row, form in pairs:
        if row:
            rows += [f"special {row} 20", f"direction {row} 20"]
        if form:
            forms.append(direction(form, "20", "20", fund or row or form))
    total = f"total {20 * (len(rows) // 2)}"
    table = [summary(total, *rows)] if rows else [summary()]
    spent = str(10 * len(rows) or 20 * len(forms))
    amounts = dict.fromkeys(("total", "general_public_budget", "project_expenditure"), spent)
    return [shifeng_department(budget=amounts), *table, *forms]


ROW = "items[2].name"

TABLE = [
    Try("R39", "all different", LUKOU, projects("甲", "乙")),
    Try("R39", "blank is R01's", LUKOU, projects("甲", "", ""),
        "R01.field 2 project_name; R01.field 3 project_name"),
    Try("R39", "one name in two funds", SHIFENG, [
        direction("会议", "20", "20", "一"), direction("会议", "20", "20", "二")]),
    Try("R39", "as in the summary", SHIFENG, named(("商务专项经费", "商务专项经费"))),
    Try("R39", "blanks in a name", SHIFENG, named(("商务专项经费", " 商务专项经费"))),
    Try("R39", "something else is R43's", SHIFENG, named(("商务专项经费", ""), ("", "人才补贴"))),
    Try("R39", "twice", LUKOU, projects("甲", "乙", "甲 "), "R39.twice 3 project_name"),
    Try("R39", "one cell: twice", PINGLUO, [pingluo(), pingluo()], "R39.twice 2 project_name"),
    Try("R39", "twice in one fund", SHIFENG, [
        direction("会议", "20", "40", "一"), direction("会议", "20", "40", "一")],
        "R39.twice 2 direction_name"),
    Try("R39", "written otherwise", SHIFENG, named(("商务专项经费", "商务专项资金")),
        f"R39.differs 2 {ROW}"),
    Try("R39", "part of the name", SHIFENG, named(("商务专项经费", "商务专项")),
        f"R39.differs 2 {ROW}"),
    Try("R39", "fund written otherwise", SHIFENG,
        named(("商务专项经费", "商务专项经费"), fund="商务专项"),
        "R39.group 3 special_fund_name"),
    Try("R43", "all there", LUKOU, [lukou_department(), lukou()]),
    Try("R43", "nothing yet", LUKOU, []),
    Try("R43", "pack without a department form", PINGLUO, [pingluo()]),
    Try("R43", "summary and forms", SHIFENG, named(("甲甲甲", "甲甲甲"), ("乙乙乙", "乙乙乙"))),
    Try("R43", "summary without rows", SHIFENG, named(("", "乙乙乙"))),
    Try("R43", "written otherwise is R39's", SHIFENG, named(("商务专项经费", "商务专项资金")),
        f"R39.differs 2 {ROW}"),
    Try("R43", "no department form", LUKOU, [lukou()], "R43.form 0 forms"),
    Try("R43", "no summary", SHIFENG, [shifeng_department(), direction("甲", "40")],
        "R43.form 0 forms"),
    Try("R43", "row without a form", SHIFENG, named(("甲甲甲", "甲甲甲"), ("乙乙乙", "")),
        "R43.row 2 items[4].name"),
    Try("R43", "form without a row", SHIFENG, named(("甲甲甲", "甲甲甲"), ("", "乙乙乙")),
        "R43.unlisted 4 direction_name"),
    Try("R43", "something else", SHIFENG, named(("商务专项经费", ""), ("", "人才补贴")),
        "R43.row 2 items[2].name; R43.unlisted 3 direction_name"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_either_name_is_offered() -> None:
    forms = named(("商务专项经费", "商务专项资金"))
    (found,) = findings(SHIFENG, forms, "R39")
    assert len(found.fixes) == 2
    for mend in found.fixes:
        assert not {"R39", "R43"} & rules_after(SHIFENG, forms, mend)
