"""Periods (``2026年1月1日至2026年12月31日``, ``2026年3-4月``, ``1年``) and deadlines."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from perfdesk.values.blankness import CACHE_SIZE, compact
from perfdesk.values.numbers import narrow
from perfdesk.values.targets import parse_target
from perfdesk.values.units import read_unit

_JOINT = r"(?:-|—|–|~|～|至|到|起至|起到)+"
_DAY = (
    r"(?P<y{n}>(?:19|20)\d\d)[年./-](?:(?P<m{n}>\d{{1,2}})[月./-]?(?:(?P<d{n}>\d{{1,2}})[日号]?)?)?"
)
_BOTH = re.compile(
    _DAY.format(n=1) + f"(?:起)?{_JOINT}" + "(?:" + _DAY.format(n=2) + ")(?:止|底|末|前)?"
)
_MONTHS = re.compile(
    rf"(?P<y1>(?:19|20)\d\d)年度?(?P<m1>\d{{1,2}})月?(?:(?P<d1>\d{{1,2}})[日号])?{_JOINT}"
    r"(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})[日号])?(?:底|末|止)?"
)
_YEARS = re.compile(rf"(?P<y1>(?:19|20)\d\d)年?度?{_JOINT}(?P<y2>(?:19|20)\d\d)年?度?(?:底|末)?")
_YEAR = re.compile(r"(?P<y1>(?:19|20)\d\d)年?度?(?:全年)?")
_MONTH = re.compile(r"(?P<y1>(?:19|20)\d\d)[年.\-/](?P<m1>\d{1,2})月?")
_DEADLINE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)[年./-]|(?P<own>当年|本年|今年|全年|年内|年度|年)|(?P<next>次年|明年))?年?度?"
    r"(?:(?P<m>\d{1,2})[月./-]?份?|(?P<half>[上下])半年|第?(?P<q>[一二三四1-4])季度)?"
    r"(?:(?P<d>\d{1,2})[日号]?)?(?P<end>上旬|中旬|下旬|初|中|底|末)?(?:之前|以前|前|之内|内|止|全年)?"
)
_QUARTERS = {sign: n for n, signs in enumerate(("一1", "二2", "三3", "四4"), 1) for sign in signs}
_DAYS_OF_MONTH = Decimal("30.5")


_BRACKETED = re.compile(r"([^（()）]+)[（(]([^（()）]+)[)）]")
_BEFORE_MONTH = re.compile(r"[0-9]月份?(?:之|以)?前$")


@dataclass(frozen=True, slots=True)
class Period:
    """A project's period. ``start`` and ``end`` are None where it is a length alone.

    days: how long it is, roughly; None where that is not known.
    """

    start: date | None
    end: date | None
    days: Decimal | None

    @property
    def years(self) -> frozenset[int]:
        """Every year that it touches, none where its dates are not known."""
        if self.start is None or self.end is None:
            return frozenset()
        return frozenset(range(self.start.year, self.end.year + 1))


@lru_cache(CACHE_SIZE)
def read_period(text: str) -> Period | None:
    """Return the period that a raw ``text`` means, or None where it cannot be read for certain.

    >>> read_period("2026.1.1-2026.12.31").years, read_period("2026年3-4月").end
    (frozenset({2026}), datetime.date(2026, 4, 30))
    >>> read_period("99 年").days, read_period("长期"), read_period("2023年全年").start
    (Decimal('36234.0'), None, datetime.date(2023, 1, 1))
    >>> [max(read_period(text).years) for text in ("3年（2025年-2027年）", "2026年（一年）")]
    [2027, 2026]
    """
    whole = compact(narrow(text))
    bracketed = _BRACKETED.fullmatch(whole)
    found = [_read_period(part) for part in bracketed.groups()] if bracketed else []
    dated = [period for period in found if period and period.start]
    return dated[0] if dated else _read_period(whole)


def _read_period(text: str) -> Period | None:
    plain = text.strip("()（）。；;")
    for pattern in (_BOTH, _MONTHS, _YEARS, _YEAR, _MONTH):
        found = pattern.fullmatch(plain)
        if found:
            return _between({key: int(value) for key, value in found.groupdict().items() if value})
    target = parse_target(plain)
    days = duration(target.number, target.unit) if target.kind == "number" else None
    return Period(None, None, days) if days is not None and not target.operator else None


@lru_cache(CACHE_SIZE)
def is_after(text: str, day: date, end: date) -> bool:
    """Tell whether a deadline ``text``, read as ``day``, lies in a month after ``end``.

    ``5月前`` may mean the last day of April.

    >>> [is_after(text, date(2026, 5, 31), date(2026, 4, 30)) for text in ("5月底前", "5月前")]
    [True, False]
    """
    first = day.replace(day=1)
    if _BEFORE_MONTH.search(compact(narrow(text))):
        first -= timedelta(days=1)
    return first > end


def duration(number: Decimal | None, unit: str) -> Decimal | None:
    """Return a length of time in days, roughly; None where ``unit`` is no unit of time.

    >>> duration(Decimal(2), "个月"), duration(Decimal(2), "个")
    (Decimal('61.0'), None)
    """
    known = read_unit(unit)
    if number is None or known.kind != "time":
        return None
    each = {"月": _DAYS_OF_MONTH, "天": Decimal(1), "工作日": Decimal("1.4")}.get(known.base)
    return number * known.factor * each if each is not None else None


def _between(parts: dict[str, int]) -> Period | None:
    y1, m1 = parts["y1"], parts.get("m1", 1)
    y2 = parts.get("y2", y1)
    m2 = parts.get("m2", parts["m1"] if "m1" in parts and "y2" not in parts else 12)
    start, end = _date(y1, m1, parts.get("d1", 1)), _date(y2, m2, parts.get("d2", 0))
    if start is None or end is None:
        return None
    return Period(start, end, Decimal((end - start).days + 1))


def _date(year: int, month: int, day: int) -> date | None:
    """A date; day 0 is the last one of the month; None where there is no such date."""
    if not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


@lru_cache(CACHE_SIZE)
def read_deadline(text: str, year: int) -> date | None:
    """Return the day by which a target is to be reached, for a form of ``year``, or None.

    >>> read_deadline("2026 年 12 月前", 2026), read_deadline("当年10月底", 2026)
    (datetime.date(2026, 12, 31), datetime.date(2026, 10, 31))
    >>> read_deadline("第二季度", 2026), read_deadline("及时", 2026)
    (datetime.date(2026, 6, 30), None)
    """
    target = parse_target(text)
    if target.kind != "time":
        return None
    found = _DEADLINE.fullmatch(compact(narrow(text)).lstrip("≤<=于在"))
    if not found:
        return None
    parts = found.groupdict()
    own = int(parts["y"]) if parts["y"] else year + bool(parts["next"])
    month = 12
    if parts["m"]:
        month = int(parts["m"])
    elif parts["half"]:
        month = 6 if parts["half"] == "上" else 12
    elif parts["q"]:
        month = 3 * _QUARTERS[parts["q"]]
    return _date(own, month, int(parts["d"] or 0))
