"""R06, R07 and R08."""

import pytest

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    pingluo,
    rules_after,
    shifeng_department,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO, SHIFENG = shipped("lukou-2026"), shipped("pingluo-2026"), shipped("shifeng-2023")
VALUE, UNIT, OPERATOR = (f"indicators[0].{column}" for column in ("value", "unit", "operator"))


def split(operator: str, value: str, unit: str, name: str = "培训") -> list[tuple[str, Values]]:
    """A project form of 渌口 with one indicator."""
    return [lukou(split_row(name, value, operator, unit))]


def whole(value: str) -> list[tuple[str, Values]]:
    """A project form of 平罗 with one indicator."""
    return [pingluo(whole_row("培训", value))]


TABLE = [
    Try("R06", "number", LUKOU, split("≥", "22", "个")),
    Try("R06", "number with unit", LUKOU, split("≥", "60 亿", "")),
    Try("R06", "money in Chinese numerals", LUKOU, split("≥", "二十五万元", "")),
    Try("R06", "percent", LUKOU, split("=", "100%", "%"), f"R09.unit 1 {VALUE}"),
    Try("R06", "ASCII operator", LUKOU, split(">=", "22", "个"), f"R05.spelling 1 {OPERATOR}"),
    Try("R06", "range and ratio cannot be decided", LUKOU, split("≥", "3-5", "个")),
    Try("R06", "month or months cannot be decided", LUKOU, split("≤", "12月", "")),
    Try("R06", "decimal that looks like a year", LUKOU, split("≤", "2026.12", "万元")),
    Try("R06", "blank value is R01's", LUKOU, split("≥", "", "个"), f"R01.columns 1 {VALUE}"),
    Try("R06", "无 value is R38's", LUKOU, split("≥", "无", "个"), f"R38.value 1 {VALUE}"),
    Try("R06", "number with more words", LUKOU, split("≥", "12台以上的规模", "台")),
    Try("R06", "定性 with a word", LUKOU, split("定性", "及时", "无")),
    Try("R06", "定性 with a date", LUKOU, split("定性", "当年10月前", "")),
    Try("R06", "无 operator", LUKOU, split("无", "及时", ""), f"R05.missing 1 {OPERATOR}"),
    Try("R06", "date [src 004]", LUKOU, split("≤", "当年10月前", ""), f"R06.time 1 {VALUE}"),
    Try("R06", "date and unit", LUKOU, split("=", "2026年12月", "月"), f"R06.time 1 {VALUE}"),
    Try("R06", "word", LUKOU, split("≥", "合格", "%"), f"R06.text 1 {VALUE}"),
    Try("R06", "word after ＞＝", LUKOU, split("＞＝", "合格", ""),
        f"R05.spelling 1 {OPERATOR}; R06.text 1 {VALUE}"),
    Try("R06", "sentence with numbers", LUKOU, split("≥", "引进项目40个，企业5家", "个"),
        f"R06.text 1 {VALUE}"),
    Try("R06", "one cell: 万分之一", PINGLUO, whole("≤万分之一")),
    Try("R06", "one cell: target", PINGLUO, whole("≥95%")),
    Try("R06", "one cell: date", PINGLUO, whole("2026 年 12 月前")),
    Try("R06", "one cell: word", PINGLUO, whole("有效保障")),
    Try("R06", "one cell: words for an operator", PINGLUO, whole("不低于上年")),
    Try("R06", "one cell: two units", PINGLUO, whole("≥12台（套）")),
    Try("R06", "one cell: word after a symbol", PINGLUO, whole("≥合格"), f"R06.inside 1 {VALUE}"),
    Try("R06", "one cell: symbol alone", PINGLUO, whole("≥"), f"R06.inside 1 {VALUE}"),
    Try("R07", "word", LUKOU, split("定性", "及时", "")),
    Try("R07", "date", LUKOU, split("定性", "当年10月前", "")),
    Try("R07", "month or months cannot be decided", LUKOU, split("定性", "12月", "")),
    Try("R07", "number under ≥", LUKOU, split("≥", "95%", "")),
    Try("R07", "row of 无", LUKOU, split("定性", "无", "无", "无")),
    Try("R07", "percentage [src 004]", LUKOU, split("定性", "100%", ""), f"R07.number 1 {VALUE}"),
    Try("R07", "fraction [src 004]", LUKOU, split("定性", "0.2", ""), f"R07.number 1 {VALUE}"),
    Try("R07", "number and unit", LUKOU, split("定性", "20", "个"), f"R07.number 1 {VALUE}"),
    Try("R07", "Chinese numeral", LUKOU, split("定性", "二十个", "无"), f"R07.number 1 {VALUE}"),
    Try("R07", "range", LUKOU, split("定性", "3-5个", ""), f"R07.number 1 {VALUE}"),
    Try("R08", "number and unit", LUKOU, split("≥", "22", "个")),
    Try("R08", "coefficient", LUKOU, split("≥", "0.62", "无", "灌溉水有效利用系数")),
    Try("R08", "unit behind the number", LUKOU, split("≥", "95%", "")),
    Try("R08", "unit twice is R09's", LUKOU, split("≥", "95%", "%"), f"R09.unit 1 {VALUE}"),
    Try("R08", "定性, word, 无", LUKOU, split("定性", "严格落实", "无")),
    Try("R08", "定性, word, blank", LUKOU, split("定性", "严格落实", "")),
    Try("R08", "定性 with a number is R07's [src 004]", LUKOU, split("定性", "0.2", ""),
        f"R07.number 1 {VALUE}"),
    Try("R08", "定性 with a number and a unit is R07's", LUKOU, split("定性", "100", "%"),
        f"R07.number 1 {VALUE}"),
    Try("R08", "row of 无", LUKOU, split("无", "无", "无", "无")),
    Try("R08", "row of 无 and blanks", LUKOU, split("", "", "", "无")),
    Try("R08", "blank row", LUKOU, split("", "", "", "")),
    Try("R08", "row of / and -", LUKOU, split("-", "/", "/", "——")),
    Try("R08", "ratio has no unit", LUKOU, split("≥", "1:2", "")),
    Try("R08", "one cell: bare number is R47's", SHIFENG,
        [shifeng_department(whole_row("成本", "226.26"))], f"R47.bare 1 {VALUE}"),
    Try("R08", "no unit", LUKOU, split("≥", "22", ""), f"R08.missing 1 {UNIT}"),
    Try("R08", "no operator and no unit", LUKOU, split("", "22", " "),
        f"R05.missing 1 {OPERATOR}; R08.missing 1 {UNIT}"),
    Try("R08", "Chinese numeral without unit", LUKOU, split("≥", "二十", ""),
        f"R08.missing 1 {UNIT}"),
    Try("R08", "无 as the unit of a number", LUKOU, split("=", "22", "无"), f"R08.none 1 {UNIT}"),
    Try("R08", "定性 with a unit", LUKOU, split("定性", "及时", "%"), f"R08.qualitative 1 {UNIT}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_only_the_rows_at_fault_are_named() -> None:
    cells = [("≥", "22", "个"), ("≥", "合格", "个"), ("无", "无", "无"), ("≥", "22", "")]
    rows = [
        split_row("无" if operator == "无" else f"培训{i}", value, operator, unit)
        for i, (operator, value, unit) in enumerate(cells)
    ]
    found = Try("", "", LUKOU, [lukou(*rows)]).run()
    assert found == ["R06.text 1 indicators[1].value", "R08.missing 1 indicators[3].unit"]


@pytest.mark.parametrize(
    ("cells", "offered"),
    [
        (("定性", "100%", "", "验收合格率"), ["= 100%", "≥ 100%"]),
        (("定性", "90%", "无", "群众满意度"), ["≥ 90%", "= 90%"]),
        (("定性", "40", "万元", "总成本"), ["≤ 40万元", "= 40万元"]),
        (("定性", "100%", "%", "培训覆盖面"), ["≥ 100%", "= 100%"]),
    ],
)
def test_operators_offered_for_qualitative(
    cells: tuple[str, str, str, str], offered: list[str]
) -> None:
    found = findings(LUKOU, split(*cells), "R07")
    assert [item.label for item in found[0].fixes] == [f"改为 {text}" for text in offered]
    for mend in found[0].fixes:
        assert "R07" not in rules_after(LUKOU, split(*cells), mend)


def test_units_go_where_they_belong() -> None:
    (found,) = findings(LUKOU, split("定性", "95%", "无"), "R07")
    assert {path.column: raw for path, raw in found.fixes[0].changes} == {
        "operator": "≥",
        "value": "95",
        "unit": "%",
    }
