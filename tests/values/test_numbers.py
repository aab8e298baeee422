from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from perfdesk.values.numbers import leading_number, narrow, parse_chinese, parse_decimal

FULL_WIDTH = str.maketrans("0123456789.,+-", "０１２３４５６７８９．，＋－")

decimals = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("22", "22"),
        ("2.520", "2.520"),
        ("007", "7"),
        (".5", "0.5"),
        (" 1,234,567.89　", "1234567.89"),
        ("１２３，４５６．７", "123456.7"),
        ("−3", "-3"),
        ("－3.5", "-3.5"),
        ("+4", "4"),
        ("\ufeff12\u200b", "12"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    found = parse_decimal(text)
    assert found == Decimal(number)
    assert str(found) == str(Decimal(number)), "the decimals typed are kept"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "无", "/", "5.", ".", "-", "1 2", "1e3", "1E3", "0x1F", "1_000", "½", "٣", "Ⅳ",
        "nan", "inf", "Infinity", "1,23", "1,2345", "1234,567", ",123", "1,,234", "12,34,567",
        "40万元", "4 次", "95%", "≥95", "1.2.3", "--1", "+-1", "二十", "1\n2", "1.234,5", "9" * 61,
    ],
)  # fmt: skip
def test_no_numbers(text: str) -> None:
    assert parse_decimal(text) is None


@given(decimals)
@example(Decimal("-0.000001"))
def test_what_is_written_is_read(number: Decimal) -> None:
    for text in (f"{number:f}", f"{number:,f}", f" {number:,f}　"):
        for typed in (text, text.translate(FULL_WIDTH)):
            found = parse_decimal(typed)
            assert found == number
            assert found is not None
            assert found.as_tuple().exponent == number.as_tuple().exponent


@given(st.text(alphabet="0123456789,.+-０９，．－ e%", max_size=12))
def test_against_a_plain_reading(text: str) -> None:
    plain = narrow(text.strip())
    whole, _, fraction = plain.lstrip("+-").partition(".")
    groups = whole.split(",")
    fine = (
        len(plain) - len(plain.lstrip("+-")) <= 1
        and ("." not in plain or fraction.isdecimal())
        and (whole.isdecimal() or (whole == "" and "." in plain) or all(map(str.isdecimal, groups)))
        and (len(groups) == 1 or (len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])))
        and plain != ""
    )
    assert (parse_decimal(text) is not None) == fine


@given(st.text())
def test_any_text(text: str) -> None:
    number = parse_decimal(text)
    assert number is None or number.is_finite()
    head = leading_number(narrow(text))
    if head:
        assert narrow(text).endswith(head[1])


NUMERALS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """How the number is written in full, the other way round from parsing."""
    text, zero = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + NUMERALS[digit] + sign
            zero = False
        else:
            zero = True
    return text or "零"


def test_every_chinese_numeral() -> None:
    for number in range(10_000):
        assert parse_chinese(chinese(number)) == number, chinese(number)
    assert [parse_chinese(text) for text in ("十", "十二", "两百", "二百五")] == [10, 12, 200, 205]


@pytest.mark.parametrize("text", ["", "十十", "百", "百十", "一二", "十分", "三百千", "零十", "个"])
def test_no_chinese_numerals(text: str) -> None:
    assert parse_chinese(text) is None


@given(st.text(alphabet="零〇一二两九十百千", max_size=8))
def test_any_chinese_numeral(text: str) -> None:
    found = parse_chinese(text)
    assert found is None or 0 <= found < 10_000
