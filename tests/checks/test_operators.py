"""R06 and R08."""

from tests.checks.support import Try, Values, shipped, table

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")
VALUE, UNIT = "indicators[0].value", "indicators[0].unit"


def split(operator: str, value: str, unit: str, name: str = "培训") -> list[tuple[str, Values]]:
    """A project form of 渌口 with one indicator."""
    indicator = {"level3": name, "operator": operator, "value": value, "unit": unit}
    filled = {"project_name": "甲", "amount": "40", "period": "2026年", "annual_goal": "办会"}
    return [("project", {**filled, "indicators": [indicator]})]


def whole(value: str) -> list[tuple[str, Values]]:
    """A project form of 平罗 with one indicator."""
    keys = ["project_name", "competent_department", "implementing_unit", "project_attribute"]
    keys += ["project_term", "fund_office", "annual_goal"]
    filled = {**dict.fromkeys(keys, "某某局"), "amount": "40"}
    return [("project", {**filled, "indicators": [{"level3": "培训", "value": value}]})]


TABLE = [
    Try("R06", "number", LUKOU, split("≥", "22", "个")),
    Try("R06", "number with unit", LUKOU, split("≥", "60 亿", "")),
    Try("R06", "percent", LUKOU, split("=", "100%", "%")),
    Try("R06", "ASCII operator", LUKOU, split(">=", "22", "个")),
    Try("R06", "range and ratio cannot be decided", LUKOU, split("≥", "3-5", "个")),
    Try("R06", "month or months cannot be decided", LUKOU, split("≤", "12月", "")),
    Try("R06", "decimal that looks like a year", LUKOU, split("≤", "2026.12", "万元")),
    Try("R06", "blank value is R01's", LUKOU, split("≥", "", "个")),
    Try("R06", "无 value is R38's", LUKOU, split("≥", "无", "个")),
    Try("R06", "定性 with a word", LUKOU, split("定性", "及时", "无")),
    Try("R06", "定性 with a date", LUKOU, split("定性", "当年10月前", "")),
    Try("R06", "无 operator", LUKOU, split("无", "及时", "")),
    Try("R06", "date [src 004]", LUKOU, split("≤", "当年10月前", ""), f"R06.time 1 {VALUE}"),
    Try("R06", "date and unit", LUKOU, split("=", "2026年12月", "月"), f"R06.time 1 {VALUE}"),
    Try("R06", "word", LUKOU, split("≥", "合格", "%"), f"R06.text 1 {VALUE}"),
    Try("R06", "word after ＞＝", LUKOU, split("＞＝", "合格", ""), f"R06.text 1 {VALUE}"),
    Try("R06", "sentence with numbers", LUKOU, split("≥", "引进项目40个，企业5家", "个"),
        f"R06.text 1 {VALUE}"),
    Try("R06", "one cell: target", PINGLUO, whole("≥95%")),
    Try("R06", "one cell: date", PINGLUO, whole("2026 年 12 月前")),
    Try("R06", "one cell: word", PINGLUO, whole("有效保障")),
    Try("R06", "one cell: words for an operator", PINGLUO, whole("不低于上年")),
    Try("R06", "one cell: word after a symbol", PINGLUO, whole("≥合格"), f"R06.inside 1 {VALUE}"),
    Try("R06", "one cell: symbol alone", PINGLUO, whole("≥"), f"R06.inside 1 {VALUE}"),
    Try("R08", "number and unit", LUKOU, split("≥", "22", "个")),
    Try("R08", "unit behind the number", LUKOU, split("≥", "95%", "")),
    Try("R08", "unit twice is R09's", LUKOU, split("≥", "95%", "%")),
    Try("R08", "定性, word, 无", LUKOU, split("定性", "严格落实", "无")),
    Try("R08", "定性, word, blank", LUKOU, split("定性", "严格落实", "")),
    Try("R08", "定性 with a number is R07's [src 004]", LUKOU, split("定性", "0.2", "")),
    Try("R08", "定性 with a number and a unit is R07's", LUKOU, split("定性", "100", "%")),
    Try("R08", "row of 无", LUKOU, split("无", "无", "无", "无")),
    Try("R08", "row of 无 and blanks", LUKOU, split("", "", "", "无")),
    Try("R08", "blank row", LUKOU, split("", "", "", "")),
    Try("R08", "row of / and -", LUKOU, split("-", "/", "/", "——")),
    Try("R08", "ratio has no unit", LUKOU, split("≥", "1:2", "")),
    Try("R08", "one cell: bare number is R47's", SHIFENG, [
        ("department", {"budget": {"total": "9", "basic_expenditure": "9", "other_funds": "9"},
                        "duty_overview": "职责",
                        "indicators": [{"level3": "成本", "value": "226.26"}]})]),
    Try("R08", "no unit", LUKOU, split("≥", "22", ""), f"R08.missing 1 {UNIT}"),
    Try("R08", "no operator and no unit", LUKOU, split("", "22", " "), f"R08.missing 1 {UNIT}"),
    Try("R08", "Chinese numeral without unit", LUKOU, split("≥", "二十", ""),
        f"R08.missing 1 {UNIT}"),
    Try("R08", "无 as the unit of a number", LUKOU, split("=", "22", "无"), f"R08.none 1 {UNIT}"),
    Try("R08", "定性 with a unit", LUKOU, split("定性", "及时", "%"), f"R08.qualitative 1 {UNIT}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_only_the_rows_at_fault_are_named() -> None:
    rows = [split(*cells)[0][1]["indicators"][0] for cells in (
        ("≥", "22", "个"), ("≥", "合格", "个"), ("无", "无", "无", "无"), ("≥", "22", ""),
    )]  # fmt: skip
    key, values = split("≥", "1", "个")[0]
    found = Try("", "", LUKOU, [(key, {**values, "indicators": rows})]).run()
    assert found == ["R06.text 1 indicators[1].value", "R08.missing 1 indicators[3].unit"]
