"""R02 and R03."""

from tests.checks.support import (
    Try,
    Values,
    lukou,
    pingluo,
    shifeng_department,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")


def goal(text: str) -> list[tuple[str, Values]]:
    return [lukou(annual_goal=text)]


def tasks(*goals: str) -> list[tuple[str, Values]]:
    return [shifeng_department(tasks=[{"item": "招商", "goal": text} for text in goals])]


def summary(*goals: str, kind: str = "special") -> list[tuple[str, Values]]:
    keys = ("period_goal", "annual_goal")
    row = {"kind": kind, "name": "甲", **dict(zip(keys, goals, strict=True))}
    return [("summary", {"items": [row]})]


TABLE = [
    Try("R02", "goal", LUKOU, goal("举办促消费活动")),
    Try("R02", "blank is R01's", LUKOU, goal(" "), "R01.field 1 annual_goal"),
    Try("R02", "row that is not in use", SHIFENG,
        [shifeng_department(tasks=[{"item": "", "goal": ""}, {"item": "无", "goal": "无"}])]),
    Try("R02", "total of a summary", SHIFENG, summary("", "", kind="total")),
    Try("R02", "无", LUKOU, goal("无"), "R02.mark 1 annual_goal"),
    Try("R02", "/", LUKOU, goal(" / "), "R02.mark 1 annual_goal"),
    Try("R02", "*", LUKOU, goal("***"), "R02.mark 1 annual_goal"),
    Try("R02", "_", LUKOU, goal("____"), "R02.mark 1 annual_goal"),
    Try("R02", "punctuation", LUKOU, goal("。"), "R02.mark 1 annual_goal"),
    Try("R02", "task without a goal", SHIFENG, tasks("引进项目", ""), "R02.blank 1 tasks[1].goal"),
    Try("R02", "task with a mark", SHIFENG, tasks("无", "引进项目"), "R02.mark 1 tasks[0].goal"),
    Try("R02", "row of a summary", SHIFENG, summary("", "办会"),
        "R02.blank 1 items[0].period_goal"),
    Try("R02", "both goals are one finding", SHIFENG, summary("", ""),
        "R02.blank 1 items[0].period_goal"),
    Try("R03", "goal", LUKOU, goal("引进20个项目"), "R26.unmeasured 1 annual_goal"),
    Try("R03", "begins with a number", LUKOU, goal("12345热线按时办结")),
    Try("R03", "name with a number", LUKOU, [lukou(split_row("5G基站建设", "3", "≥", "个"))]),
    Try("R03", "名单 in Chinese numerals", LUKOU, [lukou(split_row("三公经费", "3", "≤", "万元"))]),
    Try("R03", "number of a year", PINGLUO, [pingluo(whole_row("2026年12月前", "及时办结"))]),
    Try("R03", "amount [src 001]", LUKOU, goal("21.15"), "R03.goal 1 annual_goal"),
    Try("R03", "amount with its unit", LUKOU, goal("≤ 30 万元"), "R03.goal 1 annual_goal"),
    Try("R03", "amount as on a cheque", LUKOU, goal("人民币叁拾万元整"), "R03.goal 1 annual_goal"),
    Try("R03", "percentage", LUKOU, goal("100％"), "R03.goal 1 annual_goal"),
    Try("R03", "goals of one row are one finding [src 001]", SHIFENG, summary("21.25", "21.25"),
        "R03.goal 1 items[0].period_goal"),
    Try("R03", "total of a summary [src 001]", SHIFENG, summary("51.15", "51.15", kind="total"),
        "R03.goal 1 items[0].period_goal"),
    Try("R03", "name [src 001]", PINGLUO, [pingluo(whole_row("226.26", "≤226.26万元"))],
        "R03.name 1 indicators[0].level3"),
    Try("R03", "name and value the same: once", PINGLUO, [pingluo(whole_row("30", "30"))],
        "R03.name 1 indicators[0].level3; R47.bare 1 indicators[0].value"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
