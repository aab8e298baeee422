from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.periods import duration, read_deadline, read_period

WHOLE = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月1日至2026年12月31日", "2026.1.1-2026.12.31", "2026.01.01-2026.12.31",
        "2026-01-01至2026-12-31", "2026/1/1—2026/12/31", "2026年1月-2026年12月", "2026年1-12月",
        "2026年1月至12月", "2026年1月1日-12月31日", "2026年", "2026年度", "2026年全年", "2026",
        " ２０２６年 1 月 1 日 至 2026 年 12 月 31 日 ", "2026年1月起至2026年12月底",
    ],
)  # fmt: skip
def test_the_whole_year(text: str) -> None:
    found = read_period(text)
    assert found
    assert (found.start, found.end) == WHOLE
    assert found.years == {2026}
    assert found.days == 365


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026年3-4月", date(2026, 3, 1), date(2026, 4, 30)),
        ("2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025-2027年", date(2025, 1, 1), date(2027, 12, 31)),
        ("2025年7月至2026年6月", date(2025, 7, 1), date(2026, 6, 30)),
        ("2026.12.31-2026.1.1", date(2026, 12, 31), date(2026, 1, 1)),
    ],
)
def test_periods(text: str, start: date, end: date) -> None:
    found = read_period(text)
    assert found
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "days"), [("1年", "366"), ("99 年", "36234"), ("12个月", "366"), ("30天", "30")]
)
def test_lengths(text: str, days: str) -> None:
    found = read_period(text)
    assert found
    assert (found.start, found.days, found.years) == (None, Decimal(days), frozenset())


@pytest.mark.parametrize(
    "text", ["", "长期", "无", "2026年13月", "2026年2月30日-2026年3月1日", "约1年以上", "5个", "年"]
)
def test_no_periods(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026 年 12 月前", date(2026, 12, 31)), ("当年10月前", date(2026, 10, 31)),
        ("2026年底", date(2026, 12, 31)), ("12月底前", date(2026, 12, 31)),
        ("年底前", date(2026, 12, 31)), ("2026.11.30", date(2026, 11, 30)),
        ("第三季度", date(2026, 9, 30)), ("上半年", date(2026, 6, 30)),
        ("2025年12月前", date(2025, 12, 31)), ("明年6月底", date(2027, 6, 30)),
        ("≤2026年6月底", date(2026, 6, 30)), ("全年", date(2026, 12, 31)),
        ("及时", None), ("1年", None), ("95%", None), ("", None), ("2026年13月前", None),
    ],
)  # fmt: skip
def test_deadlines(text: str, day: date | None) -> None:
    assert read_deadline(text, 2026) == day


def test_lengths_of_time() -> None:
    assert duration(Decimal(1), "年") == 366
    assert duration(Decimal(2), "个月") == 61
    assert duration(Decimal(2), "周") == 14
    assert duration(Decimal(2), "小时") is None
    assert duration(Decimal(2), "个") is None
    assert duration(None, "年") is None


_PIECES = [
    "2026",
    "年",
    "1",
    "12",
    "31",
    "月",
    "日",
    "至",
    "-",
    ".",
    "/",
    "前",
    "底",
    "全年",
    "第",
    "季度",
    "上",
    "半年",
    "当年",
    "个月",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(_PIECES), max_size=10).map("".join)))
def test_any_text(text: str) -> None:
    period = read_period(text)
    assert period is None or period.days is not None or period.start
    assert read_deadline(text, 2026) is None or read_deadline(text, 2026)
