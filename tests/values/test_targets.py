from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.targets import (
    NUMERIC_OPERATORS,
    UNIT_WORDS,
    Target,
    begins_with_symbol,
    parse_operator,
    parse_target,
)


@pytest.mark.parametrize(
    ("text", "operator", "number", "unit"),
    [
        ("22", "", "22", ""),
        ("95%", "", "95", "%"),
        ("≥95%", "≥", "95", "%"),
        ("＞＝９５％", "≥", "95", "%"),
        (">= 95 %", "≥", "95", "%"),
        ("60 亿", "", "60", "亿"),
        ("4 次", "", "4", "次"),
        ("0.5", "", "0.5", ""),
        ("-5%", "", "-5", "%"),
        ("1,234人", "", "1234", "人"),
        ("二十", "", "20", ""),
        ("二十个", "", "20", "个"),
        ("百分之九十五", "", "95", "%"),
        ("百分之95以上", "≥", "95", "%"),
        ("1 次以上", "≥", "1", "次"),
        ("10%以上", "≥", "10", "%"),
        ("不少于3次", "≥", "3", "次"),
        ("不超过30天", "≤", "30", "天"),
        ("3个月内", "≤", "3", "个月"),
        ("10余家", "", "10", "家"),
        ("25 元/册", "", "25", "元/册"),
        ("1次/年", "", "1", "次/年"),
        ("600吨", "", "600", "吨"),
        ("2万元", "", "2", "万元"),
        ("60万美金", "", "60", "万美金"),
        ("99 年", "", "99", "年"),
        ("12月", "", "12", "月"),
        ("≤2026.12万元", "≤", "2026.12", "万元"),
        ("2026.12", "", "2026.12", ""),
        ("3兆瓦", "", "3", "兆瓦"),
        ("≥12台（套）", "≥", "12", "台（套）"),
        ("100 元/吨", "", "100", "元/吨"),
        ("控制在10万元以内", "≤", "10", "万元"),
        ("不得低于95%", "≥", "95", "%"),
        ("达95%", "≥", "95", "%"),
        ("一万二千人", "", "12000", "人"),
        ("二十万人", "", "20", "万人"),
        ("0.5个百分点", "", "0.5", "个百分点"),
        ("≤200/10万", "≤", "200", "/10万"),
        ("万分之一", "", "1", "‱"),
        ("千分之0.9以下", "≤", "0.9", "‰"),
        ("≥120家次", "≥", "120", "家次"),
    ],
)
def test_numbers(text: str, operator: str, number: str, unit: str) -> None:
    found = parse_target(text)
    assert (found.kind, found.operator, found.unit) == ("number", operator, unit)
    assert found.number == Decimal(number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3-5个", "range"),
        ("10%～20%", "range"),
        ("10～20%", "range"),
        ("3至5", "range"),
        ("1:2", "ratio"),
        ("3/4", "ratio"),
        ("", "blank"),
        ("　", "blank"),
        ("无", "not_used"),
        ("/", "not_used"),
        ("当年10月前", "time"),
        ("2026 年 12 月前", "time"),
        ("2026年12月", "time"),
        ("2026年", "time"),
        ("2026年12月31日", "time"),
        ("12月31日前", "time"),
        ("2026.12.31", "time"),
        ("2026-12-31", "time"),
        ("2025年底", "time"),
        ("三月底", "time"),
        ("2023年全年", "time"),
        ("第四季度", "time"),
        ("上半年", "time"),
        ("≤2026年6月底", "time"),
        ("不超过年度预算", "budget"),
        ("控制在预算内", "budget"),
        ("预算内", "budget"),
        ("年度预算", "text"),
        ("两万五千", "number"),
        ("两万五", "text"),
        ("合格", "text"),
        ("及时", "text"),
        ("有效提高", "text"),
        ("十分满意", "text"),
        ("一致", "text"),
        ("一把手招商", "text"),
        ("万无一失", "text"),
        ("≥合格", "text"),
        ("≥", "text"),
        ("每月2次", "text"),
        ("3个月内完成", "text"),
        ("100%覆盖", "text"),
        ("1394*12", "text"),
        ("1,23", "text"),
        ("5.", "text"),
        ("全年新引进亿元以上项目40个以上，其中园区引进10亿元以上项目1个", "text"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert parse_target(text).kind == kind


def test_every_unit_is_read_after_a_number() -> None:
    for unit in UNIT_WORDS:
        found = parse_target(f"≥ 8 {unit}")
        assert found == Target("number", "≥", Decimal(8), unit)


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("≥", "≥"), (">=", "≥"), ("＞＝", "≥"), ("≧", "≥"), ("≤", "≤"), ("<=", "≤"), ("＝", "="),
        (" > ", ">"), ("＜", "<"), ("定性", "定性"), ("", ""), ("无", ""), ("≥≥", ""), ("大约", ""),
    ],
)  # fmt: skip
def test_operators(text: str, operator: str) -> None:
    assert parse_operator(text) == operator


def test_symbols() -> None:
    assert all(begins_with_symbol(f" {sign}3") for sign in (*NUMERIC_OPERATORS, "＞", "＝", "≧"))
    assert not any(begins_with_symbol(text) for text in ("", "3", "不少于3", "合格≥", "定性"))


@given(st.text())
def test_any_text(text: str) -> None:
    found = parse_target(text)
    numeric = found.kind in {"number", "range", "ratio"}
    assert numeric == (found.number is not None)
    assert (found.upper is not None) == (found.kind in {"range", "ratio"})
    assert found.operator in {"", *NUMERIC_OPERATORS}
    parse_operator(text)
    begins_with_symbol(text)


_PIECES = "≥ > < = 1 2 3.5 2026 年 月 日 前 % ％ 个 次 以上 - / : 二 十 万元 亿 无 、 不少于"
PIECES = _PIECES.split(" ")


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_any_mixture(text: str) -> None:
    found = parse_target(text)
    assert (found.number is not None) == (found.kind in {"number", "range", "ratio"})
    spaced = parse_target(" ".join(text))
    assert spaced == found, "blanks inside do not matter"


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**9, places=2)


@given(numbers, st.sampled_from(sorted(UNIT_WORDS)), st.sampled_from(["", "≥", "≤", "=", ">", "<"]))
def test_what_is_written_is_read(number: Decimal, unit: str, operator: str) -> None:
    found = parse_target(f"{operator}{number:f}{unit}")
    assert (found.operator, found.number, found.unit) == (operator, number, unit)
