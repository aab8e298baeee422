from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.money import (
    MAX_INTEGER_DIGITS,
    UNITS,
    convert,
    decimals_typed,
    find_unit,
    for_screen,
    plain,
    read_amount,
    shift,
)
from perfdesk.values.numbers import parse_decimal

YUAN, WAN, YI, USD = UNITS["元"], UNITS["万元"], UNITS["亿元"], UNITS["万美元"]
amounts = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=0, max_value=10**14, places=6
)


def test_units() -> None:
    assert [unit.decimals for unit in (YUAN, WAN, YI)] == [2, 6, 8]
    assert [unit.factor for unit in (YUAN, WAN, YI)] == [1, 10**4, 10**8]
    assert USD.currency == "美元"
    assert find_unit(" 万元 ") is WAN
    assert find_unit("万美金") is USD
    assert find_unit("人民币") is YUAN
    assert [find_unit(name) for name in ("", "个", "万", "元/册", "万万元")] == [None] * 5


def test_convert() -> None:
    assert convert(Decimal(20000), YUAN, WAN) == 2
    assert str(convert(Decimal("21.15"), WAN, YUAN)) == "211500"
    assert str(convert(Decimal("19.65"), YI, WAN)) == "196500"
    with pytest.raises(ValueError, match="万美元"):
        convert(Decimal(1), USD, WAN)
    with pytest.raises(ValueError, match="NaN"):
        shift(Decimal("NaN"), 1)


@given(st.integers(0, 10**40).map(str), st.sampled_from([YUAN, WAN, YI]))
def test_convert_is_exact_at_any_length(digits: str, unit: object) -> None:
    number = Decimal(f"{digits[:-2] or 0}.{digits[-2:]}")
    there = shift(number, -8)
    assert there.as_tuple().digits[-len(digits) :] == number.as_tuple().digits[-len(digits) :]
    assert shift(there, 8).compare_total(shift(number, 0)) == 0


@given(amounts, st.sampled_from([YUAN, WAN, YI]), st.sampled_from([YUAN, WAN, YI]))
def test_there_and_back(amount: Decimal, source: object, target: object) -> None:
    assert isinstance(source, type(WAN))
    assert isinstance(target, type(WAN))
    assert convert(convert(amount, source, target), target, source) == amount
    factor = source.factor / target.factor
    assert convert(amount, source, target) == amount * factor


@pytest.mark.parametrize(
    ("text", "unit", "fault"),
    [
        ("226.26", WAN, ""),
        ("1,234.5", YUAN, ""),
        ("0", WAN, ""),
        ("0.000001", WAN, ""),
        ("0.00000001", YI, ""),
        ("100.00", YUAN, ""),
        ("", WAN, ""),
        ("/", WAN, ""),
        ("无", WAN, ""),
        ("40万元", WAN, "words"),
        ("约40", WAN, "words"),
        ("10+30", WAN, "words"),
        ("1,23", WAN, "words"),
        ("-3", WAN, "negative"),
        ("－0.01", WAN, "negative"),
        ("0.0000001", WAN, "decimals"),
        ("0.000000001", YI, "decimals"),
        ("1.234", YUAN, "decimals"),
        ("9" * MAX_INTEGER_DIGITS, WAN, ""),
        ("1" + "0" * MAX_INTEGER_DIGITS, WAN, "size"),
    ],
)
def test_read_amount(text: str, unit: object, fault: str) -> None:
    assert isinstance(unit, type(WAN))
    found = read_amount(text, unit)
    assert found.fault == fault
    unsaid = fault or not parse_decimal(text)
    assert (found.number is None) == (found.base is None)
    if fault or text in {"", "/", "无"}:
        assert found.number is None
    else:
        assert unsaid is False or found.number == 0


@given(st.text(), st.sampled_from(sorted(UNITS)))
def test_any_text(text: str, unit: str) -> None:
    found = read_amount(text, UNITS[unit])
    if found.number is not None:
        assert found.number == parse_decimal(text)
        assert found.base == found.number * UNITS[unit].factor
    assert for_screen(text) == text or parse_decimal(text) is not None


@given(amounts)
def test_for_screen_keeps_the_number_and_its_decimals(amount: Decimal) -> None:
    shown = for_screen(f"{amount:f}")
    assert parse_decimal(shown) == amount
    assert decimals_typed(amount) == len(shown.partition(".")[2])


@given(amounts)
def test_plain(amount: Decimal) -> None:
    text = plain(amount)
    assert Decimal(text) == amount
    assert "E" not in text
    assert text == "0" or not text.endswith(".")
    assert "." not in text or text[-1] != "0"
