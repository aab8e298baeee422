from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.units import alike, read_unit, spelling


@pytest.mark.parametrize(
    ("text", "name", "kind", "base", "factor"),
    [
        ("个", "个", "count", "个", "1"),
        (" 个数 ", "个", "count", "个", "1"),
        ("（人次）", "人次", "count", "人次", "1"),
        ("万人次", "万人次", "count", "人次", "10000"),
        ("百分比", "%", "percent", "%", "1"),
        ("％", "%", "percent", "%", "1"),
        ("‰", "‰", "percent", "%", "0.1"),
        ("个百分点", "个百分点", "points", "百分点", "1"),
        ("百分点", "百分点", "points", "百分点", "1"),
        ("亿元", "亿元", "money", "元", "100000000"),
        ("万美金", "万美元", "money", "美元", "10000"),
        ("亿", "亿", "scale", "", "100000000"),
        ("元/册", "元/册", "price", "元/册", "1"),
        ("万元/个数", "万元/个数", "price", "元/个", "10000"),
        ("公里", "公里", "size", "米", "1000"),
        ("千米", "千米", "size", "米", "1000"),
        ("km", "km", "size", "米", "1000"),
        ("k㎡", "k㎡", "size", "平方米", "1000000"),
        ("‱", "‱", "percent", "%", "0.01"),
        ("户次", "户次", "count", "户次", "1"),
        ("万亩", "万亩", "size", "亩", "10000"),
        ("吨", "吨", "size", "克", "1000000"),
        ("年", "年", "time", "月", "12"),
        ("个月", "个月", "time", "月", "1"),
        ("小时", "小时", "time", "分钟", "60"),
        ("台（套）", "台（套）", "count", "台", "1"),
        ("兆瓦", "兆瓦", "", "兆瓦", "1"),
        ("", "", "", "", "1"),
    ],
)
def test_units(text: str, name: str, kind: str, base: str, factor: str) -> None:
    assert read_unit(text) == (name, kind, base, Decimal(factor))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("个数", "个"), ("人数", "人"), ("次数", "次"), ("百分比", "%"), ("百分之", "%"),
        ("平米", "平方米"), ("万美金", "万美元"), ("人民币", "元"), ("（场数）", "场"),
            ("单位：个数", "个"),
        ("个", ""), ("%", ""), ("％", ""), ("人次", ""), ("亿元", ""), ("万", ""), ("块", ""), ("",
            ""),
        ("指数", ""), ("分数", ""), ("百分点", ""), ("元/人", ""), ("无", ""), ("次/年", ""),
    ],
)  # fmt: skip
def test_spelling(text: str, right: str) -> None:
    assert spelling(text) == right


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("家", "个", True), ("家", "家", True), ("人", "人次", True), ("场", "次", True),
        ("份", "册", True), ("亿元", "万元", True), ("亿", "元", True), ("天", "周", True),
        ("公里", "米", True), ("%", "‰", True), ("万人次", "人", True), ("个", "支", True),
        ("k㎡", "平方公里", True), ("兆瓦", "兆瓦", True),
        ("家", "人", False), ("场", "册", False), ("%", "个百分点", False), ("%", "个", False),
        ("元", "美元", False), ("亩", "平方米", False), ("", "", False), ("", "个", False),
        ("天", "工作日", False), ("元/人", "元", False),
    ],
)  # fmt: skip
def test_what_can_be_compared(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


@given(st.text())
def test_any_text(text: str) -> None:
    unit = read_unit(text)
    assert unit.factor > 0
    assert read_unit(unit.name).base == unit.base
    assert not spelling(spelling(text))
    assert alike(text, text) in {True, False}
