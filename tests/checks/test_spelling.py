"""R05, R09 and R10."""

import pytest

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    pingluo,
    rules_after,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")
VALUE, UNIT, OPERATOR = (f"indicators[0].{column}" for column in ("value", "unit", "operator"))


def split(operator: str, value: str, unit: str, name: str = "培训") -> list[tuple[str, Values]]:
    return [lukou(split_row(name, value, operator, unit))]


def whole(value: str, name: str = "培训") -> list[tuple[str, Values]]:
    return [pingluo(whole_row(name, value))]


TABLE = [
    Try("R05", "official", LUKOU, split("≥", "22", "个")),
    Try("R05", "定性", LUKOU, split("定性", "及时", "无")),
    Try("R05", "row of 无", LUKOU, split("无", "无", "无", "无")),
    Try("R05", "blank value is R01's", LUKOU, split("", "", "个"), f"R01.columns 1 {VALUE}"),
    Try("R05", "doubled is R09's", LUKOU, split("≥≥", "22", "个"), f"R09.twice 1 {OPERATOR}"),
    Try("R05", "ASCII %", LUKOU, split("≥", "95", "%")),
    Try("R05", "full-width punctuation in a sentence", LUKOU, split("定性", "１００％覆盖，达标",
        "")),
    Try("R05", "ASCII", LUKOU, split(">=", "22", "个"), f"R05.spelling 1 {OPERATOR}"),
    Try("R05", "full width", LUKOU, split("＞", "22", "个"), f"R05.spelling 1 {OPERATOR}"),
    Try("R05", "blanks", LUKOU, split(" ≥ ", "22", "个"), f"R05.spelling 1 {OPERATOR}"),
    Try("R05", "words", LUKOU, split("不低于", "22", "个"), f"R05.spelling 1 {OPERATOR}"),
    Try("R05", "unknown", LUKOU, split("大约", "22", "个"), f"R05.unknown 1 {OPERATOR}"),
    Try("R05", "sentence", LUKOU, split("不低于上年", "22", "个"), f"R05.unknown 1 {OPERATOR}"),
    Try("R05", "blank", LUKOU, split("", "22", "个"), f"R05.missing 1 {OPERATOR}"),
    Try("R05", "无 beside a value", LUKOU, split("无", "22", "个"), f"R05.missing 1 {OPERATOR}"),
    Try("R05", "operator in the value alone", LUKOU, split("", "≥22", "个"),
        f"R05.missing 1 {OPERATOR}"),
    Try("R05", "full-width digits", LUKOU, split("≥", "２２", "个"), f"R05.spelling 1 {VALUE}"),
    Try("R05", "full-width % of its own", LUKOU, split("≥", "95", "％"),
        "R05.spelling 1 indicators[0].unit"),
    Try("R05", "one cell: official", PINGLUO, whole("≥95%")),
    Try("R05", "one cell: date", PINGLUO, whole("2026 年 12 月前")),
    Try("R05", "one cell: blanks", PINGLUO, whole("≥ 95 %")),
    Try("R05", "one cell: ASCII", PINGLUO, whole(">=95%"), f"R05.spelling 1 {VALUE}"),
    Try("R05", "one cell: full width", PINGLUO, whole("９５％"), f"R05.spelling 1 {VALUE}"),
    Try("R05", "one cell: date in full width", PINGLUO, whole("２０２６年12月前"),
        f"R05.spelling 1 {VALUE}"),
    Try("R09", "once", LUKOU, split("=", "100", "%")),
    Try("R09", "behind the number alone", LUKOU, split("=", "100%", "")),
    Try("R09", "无 as the unit", LUKOU, split("=", "100%", "无")),
    Try("R09", "60亿 元", LUKOU, split("≥", "60亿", "元")),
    Try("R09", "定性 is R07's", LUKOU, split("定性", "100%", "%"), f"R07.number 1 {VALUE}"),
    Try("R09", "one cell", PINGLUO, whole("不少于3次")),
    Try("R09", "100% and % [src 000]", LUKOU, split("=", "100%", "%"), f"R09.unit 1 {VALUE}"),
    Try("R09", "full-width ％", LUKOU, split("=", "100％", "%"),
        f"R05.spelling 1 {VALUE}; R09.unit 1 {VALUE}"),
    Try("R09", "unit spelled otherwise", LUKOU, split("≥", "22个", "个数"),
        f"R09.unit 1 {VALUE}; R10.unit 1 {UNIT}"),
    Try("R09", "6亿 and 亿元", LUKOU, split("≥", "6亿", "亿元"), f"R09.unit 1 {VALUE}"),
    Try("R09", "another unit", LUKOU, split("≥", "22家", "个"), f"R09.units 1 {VALUE}"),
    Try("R09", "operator twice", LUKOU, split("≥", "≥22", "个"), f"R09.operator 1 {VALUE}"),
    Try("R09", "ASCII operator twice", LUKOU, split("≥", ">=22", "个"), f"R09.operator 1 {VALUE}"),
    Try("R09", "以上", LUKOU, split("≥", "22以上", "个"), f"R09.operator 1 {VALUE}"),
    Try("R09", "another operator", LUKOU, split("≥", "≤22", "个"), f"R09.operators 1 {VALUE}"),
    Try("R09", "both", LUKOU, split("≥", "≥95%", "%"), f"R09.unit 1 {VALUE}"),
    Try("R09", "≥≥ in the value", LUKOU, split("≥", "≥≥22", "个"), f"R09.operator 1 {VALUE}"),
    Try("R09", "≥≤ in the value", LUKOU, split("≥", "≥≤22", "个"), f"R09.clash 1 {VALUE}"),
    Try("R09", "%% in the value", LUKOU, split("≥", "95%%", ""),
        "R09.twice 1 indicators[0].value"),
    Try("R09", "one cell: ≥≥", PINGLUO, whole("≥≥95%"), f"R09.twice 1 {VALUE}"),
    Try("R09", "one cell: %%", PINGLUO, whole("95%%"), f"R09.twice 1 {VALUE}"),
    Try("R09", "one cell: ≥ and 以上", PINGLUO, whole("≥95%以上"), f"R09.twice 1 {VALUE}"),
    Try("R10", "official", LUKOU, split("≥", "22", "个")),
    Try("R10", "人次", LUKOU, split("≥", "22", "人次")),
    Try("R10", "亿 of something", LUKOU, split("≥", "2", "亿", "发电量")),
    Try("R10", "unknown unit", LUKOU, split("≥", "2", "兆瓦")),
    Try("R10", "无", LUKOU, split("定性", "及时", "无")),
    Try("R10", "one cell: in full", PINGLUO, whole("60 亿元", "招商引资")),
    Try("R10", "one cell: sentence", PINGLUO, whole("按个数计")),
    Try("R10", "个数 [src 004]", LUKOU, split("≥", "4", "个数"), f"R10.unit 1 {UNIT}"),
    Try("R10", "百分比 [src 004]", LUKOU, split("≥", "10", "百分比"), f"R10.unit 1 {UNIT}"),
    Try("R10", "in brackets", LUKOU, split("≥", "10", "（人数）"), f"R10.unit 1 {UNIT}"),
    Try("R10", "万美金", LUKOU, split("≥", "60", "万美金"), f"R10.unit 1 {UNIT}"),
    Try("R10", "亿 of money", LUKOU, split("≥", "6", "亿", "引进资金"), f"R10.unit 1 {UNIT}"),
    Try("R10", "one cell: 60 亿 [src 003]", PINGLUO, whole("60 亿", "招商引资任务"),
        f"R10.short 1 {VALUE}"),
    Try("R10", "one cell: 个数", PINGLUO, whole("≥15 个数"), f"R10.unit 1 {VALUE}"),
    Try("R10", "in the value", LUKOU, split("≥", "15个数", ""), f"R10.unit 1 {VALUE}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


MENDED: list[tuple[str, list[tuple[str, Values]], dict[str, str]]] = [
    ("R05", split(">=", "22", "个"), {"operator": "≥"}),
    ("R05", split("", "≥22家", ""), {"operator": "≥", "value": "22家"}),
    ("R05", split("", "及时", ""), {"operator": "定性"}),
    ("R05", split("≥", "２２", "个"), {"value": "22"}),
    ("R05", split("≥", "95", " ％ "), {"unit": "%"}),
    ("R05", whole(">= 95 ％"), {"value": "≥95 %"}),
    ("R09", split("=", "100%", "%"), {"value": "100"}),
    ("R09", split("≥", "≥1,250.50元", "元"), {"value": "1250.50"}),
    ("R09", split("≥≥", "22", "个"), {"operator": "≥"}),
    ("R09", split("≥", "≥≥22", "个"), {"value": "22"}),
    ("R09", whole("95%%"), {"value": "95%"}),
    ("R10", split("≥", "4", "个数"), {"unit": "个"}),
    ("R10", whole("60 亿", "引进资金"), {"value": "60 亿元"}),
    ("R10", whole("≥15 个数"), {"value": "≥15 个"}),
]


@pytest.mark.parametrize(("rule", "forms", "changes"), MENDED)
def test_mends(rule: str, forms: list[tuple[str, Values]], changes: dict[str, str]) -> None:
    found = findings(
        shipped("lukou-2026" if "operator" in str(forms) else "pingluo-2026"), forms, rule
    )
    mend = found[0].fixes[0]
    assert {path.column: raw for path, raw in mend.changes} == changes
    pack = LUKOU if "operator" in str(forms) else PINGLUO
    assert rule not in rules_after(pack, forms, mend)
