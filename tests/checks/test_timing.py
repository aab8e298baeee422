"""R33 and R34."""

from collections.abc import Mapping

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
GOAL, VALUE, TERM = "annual_goal", "indicators[0].value", "project_term"


def goal(text: str, **fields: str) -> list[tuple[str, Values]]:
    return [lukou(annual_goal=text, **fields)]


def period(text: str, *rows: Mapping[str, str]) -> list[tuple[str, Values]]:
    return [lukou(*rows, period=text)]


def timed(
    value: str, unit: str = "", operator: str = "定性", name: str = "完成时限"
) -> dict[str, str]:
    return split_row(name, value, operator, unit, "时效指标")


def term(attribute: str, text: str) -> list[tuple[str, Values]]:
    return [pingluo(project_attribute=attribute, project_term=text)]


TABLE = [
    Try("R33", "own year", LUKOU, goal("2026年举办促消费活动")),
    Try("R33", "baseline", LUKOU, goal("零售总额较2025年增长，不低于2025年水平")),
    Try("R33", "title", LUKOU, goal("落实《2025年工作要点》〔2025〕3号")),
    Try("R33", "meeting [src 004]", LUKOU, goal("根据2015年第17次常务会议纪要办理")),
    Try("R33", "截至", LUKOU, goal("截至2025年12月的存量项目继续实施")),
    Try("R33", "carried over [src 001]", LUKOU, goal("2022年引进未履约重点项目继续跟踪")),
    Try("R33", "finished [src 004]", LUKOU, goal(
        "完成了2025年下半年直报工作。对参与2025年下半年直报工作的统计员补助")),
    Try("R33", "range", LUKOU, goal("实施2024-2026年三年行动，2025—2027年规划")),
    Try("R33", "within the period", LUKOU,
        goal("2027年全面建成", period="2026年1月至2027年12月")),
    Try("R33", "far off", LUKOU, goal("2035年远景目标")),
    Try("R33", "numbers that are no years", LUKOU, goal("种植2025棵树")),
    Try("R33", "from one year's level to the next's", LUKOU,
        goal("就业率由2025年的90%提高到92%，对2025年度预算执行情况开展审计")),
    Try("R33", "in force since", LUKOU, goal("补贴标准2025年10月起提高10%左右")),
    Try("R33", "begun before, done in the own year", LUKOU,
        goal("完成河流健康评价（2025年启动、2026年6月底前提交成果）")),
    Try("R33", "within a period in brackets", PINGLUO,
        [pingluo(project_attribute="延续性项目", project_term="3年（2025年-2027年）",
                 annual_goal="2027年全面建成")]),
    Try("R33", "own year in another sentence", LUKOU, goal("2025年举办促消费活动。2026年总结"),
        f"R33.year 1 {GOAL}"),
    Try("R33", "attribute of the thing", LUKOU, goal("改造2025年底前建成的小区")),
    Try("R33", "deadline of the work", LUKOU, goal("硬化道路，2025年10月底前全面完工并验收"),
        f"R33.year 1 {GOAL}"),
    Try("R33", "2025全年 [src 000]", LUKOU, [lukou_department(
        tasks=[{"name": "促内贸", "content": "整体策划2025全年促消费活动"}])],
        "R33.year 1 tasks[0].content"),
    Try("R33", "last year", LUKOU, goal("2025年举办促消费活动"), f"R33.year 1 {GOAL}"),
    Try("R33", "next year", LUKOU, goal("2027年举办促消费活动"), f"R33.year 1 {GOAL}"),
    Try("R33", "name of the project", LUKOU, goal("办会", project_name="2025年促消费专项"),
        "R33.year 1 project_name"),
    Try("R33", "name of an indicator", LUKOU, [lukou(split_row("2025年申报企业", "5", "≥", "家"))],
        "R33.year 1 indicators[0].level3"),
    Try("R33", "deadline of a form without a period", LUKOU, [lukou_department(
        timed("2025年12月前"))], f"R33.year 1 {VALUE}"),
    Try("R34", "within the period", LUKOU, period("2026年", timed("2026年12月前"))),
    Try("R34", "own year meant", LUKOU, period("2026年3-4月", timed("4月底前"))),
    Try("R34", "at the border", LUKOU, period("2026年3-4月", timed("2026年5月前"))),
    Try("R34", "one year", LUKOU, period("1年", timed("1", "年", "="))),
    Try("R34", "not of the work itself", LUKOU,
        period("2026年3-4月", timed("2", "年", "≥", "设备质保期"))),
    Try("R34", "period in words", LUKOU, period("长期", timed("2026年6月前"))),
    Try("R34", "99 years of a lasting project", PINGLUO, term("延续性项目", "99 年")),
    Try("R34", "one year of a one-year project", PINGLUO, term("一年期项目", "12个月")),
    Try("R34", "99 years of a one-year project [src 003]", PINGLUO, term("一年期项目", "99 年"),
        f"R34.term 1 {TERM}"),
    Try("R34", "three years", PINGLUO, term(" 一年期项目", "3年"), f"R34.term 1 {TERM}"),
    Try("R34", "two calendar years", PINGLUO, term("一年期项目", "2026年1月-2027年12月"),
        f"R34.term 1 {TERM}"),
    Try("R34", "end before start", LUKOU, period("2026.12.31-2026.1.1"), "R34.order 1 period"),
    Try("R34", "after the period", LUKOU, period("2026年3-4月", timed("2026年12月前")),
        f"R34.outside 1 {VALUE}"),
    Try("R34", "in the month after the period", LUKOU,
        period("2026年3-4月", timed("2026年5月20日前")), f"R34.outside 1 {VALUE}"),
    Try("R34", "in the next year of a length of time", PINGLUO, [
        pingluo(whole_row("完成时间", "2027年3月前", "时效指标"), project_term="12个月")]),
    Try("R34", "years after a length of time", PINGLUO, [
        pingluo(whole_row("完成时间", "2029年3月前", "时效指标"), project_term="12个月")],
        f"R34.outside 1 {VALUE}"),
    Try("R34", "before the period", LUKOU, period("2026年6-8月", timed("2026年3月前")),
        f"R34.outside 1 {VALUE}"),
    Try("R34", "longer than the period [src 000]", LUKOU,
        period("2026年3-4月", timed("1", "年", "=", "时限")), f"R34.longer 1 {VALUE}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_a_deadline_of_a_one_year_form() -> None:
    rows = (whole_row("完成时间", "2027年6月前", "时效指标"),)
    made = [pingluo(*rows, project_term="2026年1月1日至2026年12月31日")]
    assert [item.case for item in findings(PINGLUO, made, "R34")] == ["outside"]


def test_the_term_is_offered() -> None:
    forms = term("一年期项目", "99 年")
    (found,) = findings(PINGLUO, forms, "R34")
    assert [raw for _, raw in found.fixes[0].changes] == ["1年"]
    assert "R34" not in rules_after(PINGLUO, forms, found.fixes[0])
