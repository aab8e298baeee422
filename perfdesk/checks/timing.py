"""R33 and R34: years, periods and deadlines agree with the year of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.indicators import Indicators, Row, indicators_of
from perfdesk.checks.registry import Case, Names, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import compact, trim
from perfdesk.values.numbers import narrow
from perfdesk.values.periods import Period, duration, is_after, read_deadline, read_period
from perfdesk.values.years import finished_years

if TYPE_CHECKING:
    from perfdesk.template.model import Template

_FAR = 3
"""Years from the form's own within which another year is a slip and no history or plan."""

_LONGER = Decimal("1.1")
"""By how much a length of time may be above the period's before it is outside: days are rough."""

_YEAR = Decimal(370)
"""Days of one year, generously."""

_SENTENCE_END = re.compile("[。；;\n\r]")

_LIMITS = ("时限", "时间", "期限", "工期", "节点", "周期", "完成", "进度")
"""Words of indicators whose length of time is that of the work itself."""


class Timed(Params, frozen=True, kw_only=True):
    """The field with the form's period, and the targets that may be deadlines.

    period: "" where the form has none. value: (table, column) pairs.
    """

    period: str
    value: tuple[tuple[str, str], ...]

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        periods = [field.key for field in template.fields if field.role == "period"]
        tables = [found for table in template.tables if (found := indicators_of(table))]
        values = tuple((found["table"], found["value"]) for found in tables)
        yield cls(period=periods[0] if len(periods) == 1 else "", value=values)


@registry.rule(
    "R33",
    level="form",
    severity="warning",
    title="文字中的年份与填报年度一致",
    basis="practice",
    inputs=Timed,
    cases={
        "year": Case(
            "写的是“{text}”，本表是 {year} 年的",
            "核对年份；说的是往年情况的，写成“较上年”“截至上年底”等",
        ),
    },
    example="2026 年的表里写着“组织2025全年文化下乡活动”",
)
def other_year(view: FormView, at: Timed) -> Iterator[Note]:
    """Text that says what is done does not name another year than the form's.

    Titles, document and meeting numbers, ranges, baselines, 截至 and finished or carried-over work
    are let pass, and so is every year within the form's period. Deadlines of a form with a period
    are left to R34, periods to R44. An earlier year is let pass where the same sentence goes on to
    the form's own: it tells what was before.

    ====================================  ======
    2026 年的表
    ====================================  ======
    2026 年举办 12 场                     pass
    较2025年增长 8%                       pass
    完成了2025年下半年的工作              pass
    《2025年工作要点》                    pass
    组织2025全年文化下乡活动                fail
    2025年举办 12 场                      fail
    ====================================  ======
    """
    odd = [item for item in view.odd_texts() if item.looks.years]
    if not odd:
        return
    own = view.dossier.year
    period = read_period(view.text(at.period)) if at.period else None
    fine = {own, *(period.years if period else ())}
    for item in odd:
        path = item.path
        if path.field == at.period and not path.record:
            continue
        if period and (path.field, path.column) in at.value and read_deadline(item.text, own):
            continue
        for found in item.looks.years:
            if found.year not in fine and abs(found.year - own) <= _FAR:
                if found.year < own and _goes_on(item.text, found.start, own):
                    continue
                fine |= _finished(view)
                if found.year not in fine:
                    yield note("year", path, text=found.text, year=str(own))
                    break


def _goes_on(text: str, start: int, own: int) -> bool:
    """Tell whether the sentence with the year at ``start`` names the form's own year behind it."""
    rest = _SENTENCE_END.split(narrow(text)[start + 4 :], maxsplit=1)[0]
    return f"{own}年" in rest


def _years(period: Period, own: int) -> frozenset[int]:
    """Years that a period without dates may touch; it begins in the form's own."""
    last = own + min(int((period.days or 0) / _YEAR) + 1, _FAR)
    return frozenset(range(own, last + 1))


def _finished(view: FormView) -> frozenset[int]:
    """Years of which some text of the form says that their work is done."""
    texts = view.form.values.values()
    return frozenset(year for text in texts for year in finished_years(text))


class Term(Params, frozen=True, kw_only=True):
    """A project of an attribute in ``one_year`` does not last longer than a year.

    attribute, term: the fields with the project's attribute and its length.
    """

    attribute: str
    term: str
    one_year: Names

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("attribute", self.attribute)
        yield Ref("term", self.term)


@registry.rule(
    "R34",
    level="form",
    severity="error",
    title="期限前后一致",
    basis="practice",
    inputs=Term,
    kind="term",
    cases={
        "term": Case(
            "{other}是“{attribute}”，{label}却填了“{term}”",
            "一年期项目填“1年”；确是多年的，改{other}",
        ),
        "order": Case("“{period}”的结束早于开始", "核对起止时间，把前后改正"),
        "outside": Case(
            "“{value}”不在{other}“{period}”之内", "核对完成时间和{other}，使两者相符", "warning"
        ),
        "longer": Case(
            "“{value}”比{other}“{period}”长", "核对时限和{other}，使两者相符", "warning"
        ),
    },
    example="“一年期项目”的项目期限填“99 年”",
)
def one_year_project(view: FormView, at: Term) -> Iterator[Note]:
    """A one-year project lasts a year (``term``).

    ==============  ==========  ======
    项目属性        项目期限
    ==============  ==========  ======
    一年期项目      1年         pass
    延续性项目      99 年       pass
    一年期项目      99 年       fail
    一年期项目      3年         fail
    ==============  ==========  ======
    """
    attribute, term = view.text(at.attribute), view.text(at.term)
    if compact(attribute) not in at.one_year:
        return
    period = read_period(term)
    if period and period.days is not None and period.days > _YEAR:
        yield note(
            "term",
            view.at(at.term),
            related=(view.at(at.attribute),),
            fixes=(fix("项目期限改为“1年”", (view.at(at.term), "1年")),),
            attribute=trim(attribute),
            term=trim(term),
        )


class Deadlines(Indicators, frozen=True, kw_only=True):
    """Indicators of a form that has a period."""

    period: str

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        periods = [field.key for field in template.fields if field.role == "period"]
        for table in template.tables:
            found = indicators_of(table)
            if found and len(periods) == 1:
                yield cls(period=periods[0], **found)


@registry.more("R34", inputs=Deadlines)
def deadline_in_period(view: FormView, at: Deadlines) -> Iterator[Note]:
    """A period ends after it begins, and targets of time lie within it.

    One without dates begins in the form's year.

    ======================  ==================  ======
    项目支出实施期          指标值
    ======================  ==================  ======
    2026年                  2026年12月前        pass
    2026年3-4月             2026年4月底前       pass
    1年                     1 年                pass
    2026年3-4月             1 年                fail
    2026年                  2027年6月前         fail
    2026.12.31-2026.1.1     (any)               fail
    ======================  ==================  ======
    """
    text = view.text(at.period)
    period = read_period(text) if text else None
    if period is None:
        return
    if period.start and period.end and period.end < period.start:
        yield note("order", view.at(at.period), period=trim(text))
        return
    for row in at.rows(view):
        case = _outside(view, row, period)
        if case:
            yield note(
                case,
                at.at(view, row, at.value),
                related=(view.at(at.period),),
                value=_value(at, row),
                period=trim(text),
            )


def _value(at: Deadlines, row: Row) -> str:
    """The target with its unit."""
    value = trim(row.record.get(at.value))
    return value if row.reading.target.unit or not at.unit else f"{value}{row.record.get(at.unit)}"


def _outside(view: FormView, row: Row, period: Period) -> str:
    item = row.reading
    if item.target.kind == "time":
        day = read_deadline(row.record.get("value"), view.dossier.year)
        if day is None:
            return ""
        if period.start is None or period.end is None:
            own = view.dossier.year
            return "outside" if period.days and day.year not in _years(period, own) else ""
        late = is_after(row.record.get("value"), day, period.end)
        return "outside" if late or day < period.start else ""
    if item.group != "timeliness" or item.unit.kind != "time" or period.days is None:
        return ""
    if item.operator not in {"", "=", "≤", "<"} or not any(w in item.name.text for w in _LIMITS):
        return ""
    length = duration(item.target.number, item.unit.name)
    return "longer" if length is not None and length > period.days * _LONGER else ""
