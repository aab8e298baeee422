"""R05, R09 and R10: operators and units are spelled as the form wants them, and once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

from perfdesk.checks.finding import Fix, Note, fix, note
from perfdesk.checks.indicators import (
    Indicators,
    Row,
    SplitIndicators,
    WholeIndicators,
    indicators_of,
)
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import compact, is_unused, trim
from perfdesk.values.doubling import doubled, number_alone, tidy_target
from perfdesk.values.numbers import narrow
from perfdesk.values.targets import (
    NUMERIC_KINDS,
    QUALITATIVE,
    Target,
    leading_operator,
    parse_operator,
    parse_target,
)
from perfdesk.values.units import read_unit, spelling

if TYPE_CHECKING:
    from perfdesk.template.model import Template

_SCALES = frozenset(("万", "亿"))


class OperatorCells(SplitIndicators, frozen=True, kw_only=True):
    """Operators with the ``choices`` that their column allows."""

    choices: tuple[str, ...]

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        for table in template.tables:
            found = indicators_of(table)
            column = table.column(found.get("operator", ""))
            if column and column.choices:
                yield cls(choices=column.choices, **found)


@registry.rule(
    "R05",
    level="cell",
    severity="error",
    title="指标值类型从规定的符号中选，符号和数字书写规范",
    basis="platform",
    inputs=OperatorCells,
    cases={
        "spelling": Case("“{text}”应写成“{right}”", "改为“{right}”"),
        "unknown": Case(
            "“{text}”不在可选的{label}之中", "从 {choices} 中选一个；不能用数字衡量的选“定性”"
        ),
        "missing": Case(
            "已填指标值“{value}”，没有选{label}", "从 {choices} 中选一个；不能用数字衡量的选“定性”"
        ),
    },
    example="指标值类型填“>=”，应为“≥”",
)
def operator_from_list(view: FormView, at: OperatorCells) -> Iterator[Note]:
    """An operator is one of the closed list, in its official spelling; mends are offered.

    A row without a value is left to R01 and R38, a doubled sign to R09.

    ==========  ==========  ======
    指标值类型  指标值
    ==========  ==========  ======
    ``≥``       ``22``      pass
    ``定性``    及时        pass
    无          无          pass
    ``>=``      ``22``      fail
    不低于      ``22``      fail
    大约        ``22``      fail
    (blank)     ``22``      fail
    ==========  ==========  ======
    """
    for row in at.rows(view):
        values = row.record.values
        text = values.get(at.operator, "")
        if text in at.choices:
            continue
        value = values.get(at.value, "")
        if is_unused(text):
            if not is_unused(value):
                yield _missing(view, at, row, value)
        elif not doubled(text):
            yield _odd_operator(view, at, row, text)


def _odd_operator(view: FormView, at: OperatorCells, row: Row, text: str) -> Note:
    place = at.at(view, row, at.operator)
    right: str = parse_operator(text)
    if not right:
        found, rest = leading_operator(compact(narrow(text)))
        right = "" if rest else found
    if right not in at.choices:
        listed = "、".join(at.choices)
        return note("unknown", place, text=trim(text), choices=listed)
    mend = fix(f"改为“{right}”", (place, right))
    return note("spelling", place, fixes=(mend,), text=trim(text), right=right)


def _missing(view: FormView, at: OperatorCells, row: Row, value: str) -> Note:
    place = at.at(view, row, at.operator)
    target = row.reading.target
    fixes: tuple[Fix, ...] = ()
    if target.kind in {"text", "time"} and QUALITATIVE in at.choices:
        fixes = (fix("选“定性”", (place, QUALITATIVE)),)
    elif target.operator in at.choices and target.kind in NUMERIC_KINDS:
        rest = number_alone(target) + target.unit
        label = f"改为 {target.operator} {rest}"
        fixes = (fix(label, (place, target.operator), (at.at(view, row, at.value), rest)),)
    listed = "、".join(at.choices)
    return note("missing", place, fixes=fixes, value=trim(value), choices=listed)


@registry.more("R05", inputs=Indicators)
def tidy_value(view: FormView, at: Indicators) -> Iterator[Note]:
    """A target is written with ≥ and ≤ and with half-width digits; an ASCII ``%`` is right.

    ================  ======
    指标值
    ================  ======
    ``≥95%``          pass
    ``95``            pass
    有效提高５个点    pass
    ``>=95%``         fail
    ``９５％``        fail
    ================  ======
    """
    for row in at.rows(view):
        value = row.record.values.get(at.value, "")
        right = tidy_target(value)
        if not right or doubled(value):
            continue
        if at.split and row.reading.target.operator:  # the operator stands twice, or alone: above
            continue
        place = at.at(view, row, at.value)
        mend = fix(f"改为“{right}”", (place, right))
        yield note("spelling", place, fixes=(mend,), text=trim(value), right=right)


@registry.more("R05", inputs=SplitIndicators)
def tidy_percent(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """The same for the percent sign in its own cell.

    ==========  ======
    度量单位
    ==========  ======
    ``%``       pass
    个          pass
    ``％``      fail
    ==========  ======
    """
    for row in at.rows(view):
        unit = trim(row.record.values.get(at.unit, ""))
        if unit != "%" and narrow(unit) == "%":
            place = at.at(view, row, at.unit)
            mend = fix("改为“%”", (place, "%"))
            yield note("spelling", place, fixes=(mend,), text=unit, right="%")


@registry.rule(
    "R09",
    level="cell",
    severity="error",
    title="单位和符号不重复填写",
    basis="practice",
    inputs=SplitIndicators,
    cases={
        "unit": Case(
            "{label}“{value}”已经带了单位，{other}又填“{unit}”", "{label}只填数字“{right}”"
        ),
        "operator": Case(
            "{label}“{value}”已有“{operator}”的意思，{other}又填“{operator}”",
            "{label}只填“{right}”",
        ),
        "twice": Case("“{value}”里“{what}”写了两次", "改为“{right}”"),
        "clash": Case("“{value}”里写了两个不同的符号“{what}”", "只留一个符号"),
        "units": Case(
            "{label}“{value}”带的单位与{other}“{unit}”不同", "核对单位，只在{other}中填写一个"
        ),
        "operators": Case(
            "{label}“{value}”带的符号与{other}“{operator}”不同", "核对符号，只在{other}中选择一个"
        ),
    },
    example="指标值填“100%”，度量单位又填“%”",
)
def written_twice(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """Operator and unit stand once: in their own cells, or else behind or before the number.

    Under 定性 that is left to R07.

    ==========  ==========  ==========  ======
    指标值类型  指标值      度量单位
    ==========  ==========  ==========  ======
    ``=``       ``100``     ``%``       pass
    ``=``       ``100%``    (blank)     pass
    ``≥``       60亿        元          pass
    ``=``       ``100%``    ``%``       fail
    ``≥``       ``≥22``     个          fail
    ``≥≥``      ``22``      个          fail
    ``≥``       22家        个          fail
    ==========  ==========  ==========  ======
    """
    for row in at.rows(view):
        values = row.record.values
        operator, value = values.get(at.operator, ""), values.get(at.value, "")
        if found := doubled(operator):
            yield _twice(at.at(view, row, at.operator), operator, found.what, found.once)
        if row.reading.operator == QUALITATIVE:
            continue
        inner = doubled(value)
        if inner and not inner.once:
            yield _twice(at.at(view, row, at.value), value, inner.what, "")
            continue
        target = parse_target(inner.once) if inner else row.reading.target
        if target.kind in NUMERIC_KINDS and (inner or target.operator or target.unit):
            yield from _beside(view, at, row, target)


def _twice(path: Path, text: str, what: str, once: str) -> Note:
    if not once:
        return note("clash", path, value=trim(text), what=what)
    mend = fix(f"改为“{once}”", (path, once))
    return note("twice", path, fixes=(mend,), value=trim(text), what=what, right=once)


class _Twice(NamedTuple):
    """What of a value stands in the neighbouring cells too, or differs from them."""

    operator: str
    unit: str


def _beside(view: FormView, at: SplitIndicators, row: Row, target: Target) -> Iterator[Note]:
    """Operator and unit of the value against the cells that hold them."""
    values = row.record.values
    place, value = at.at(view, row, at.value), trim(values.get(at.value, ""))
    operator, unit = values.get(at.operator, ""), values.get(at.unit, "")
    twice = _Twice(_same_operator(target, operator), _same_unit(target, unit))
    if "differs" in twice:
        case, key = ("units", at.unit) if twice.unit == "differs" else ("operators", at.operator)
        related = (at.at(view, row, key),)
        yield note(case, place, related=related, value=value, unit=unit, operator=operator)
        return
    kept_operator = "" if twice.operator else target.operator
    kept_unit = "" if twice.unit else target.unit
    right = f"{kept_operator}{number_alone(target)}{kept_unit}"
    mend = (fix(f"指标值改为“{right}”", (place, right)),)
    if twice.unit or twice.operator:
        case, key = ("unit", at.unit) if twice.unit else ("operator", at.operator)
        yield note(
            case,
            place,
            related=(at.at(view, row, key),),
            fixes=mend,
            value=value,
            unit=trim(unit),
            operator=trim(operator),
            right=right,
        )
    elif found := doubled(value):
        yield _twice(place, value, found.what, right)


def _same_operator(target: Target, typed: str) -> str:
    own = parse_operator(typed)
    if not target.operator or not own:
        return ""
    return "same" if own == target.operator else "differs"


def _same_unit(target: Target, typed: str) -> str:
    if not target.unit or is_unused(typed):
        return ""
    own, other = read_unit(target.unit), read_unit(typed)
    if own.name == other.name or (own.name in _SCALES and other.name.startswith(own.name)):
        return "same"
    return "" if own.name in _SCALES else "differs"


@registry.more("R09", inputs=WholeIndicators)
def twice_in_one_cell(view: FormView, at: WholeIndicators) -> Iterator[Note]:
    """The same where one cell holds all three.

    ==========  ======
    指标值
    ==========  ======
    ``≥95%``    pass
    ``≥≥95%``   fail
    ``95%%``    fail
    ==========  ======
    """
    for row in at.rows(view):
        value = row.record.values.get(at.value, "")
        if found := doubled(value):
            yield _twice(at.at(view, row, at.value), value, found.what, found.once)


@registry.rule(
    "R10",
    level="cell",
    severity="warning",
    title="度量单位书写规范",
    basis="practice",
    inputs=SplitIndicators,
    cases={
        "unit": Case("单位“{text}”一般写作“{right}”", "改为“{right}”"),
        "short": Case("“{text}”后面没有写单位", "金额写作“{right}”"),
    },
    example="度量单位填“个数”“百分比”，应为“个”“%”",
)
def unit_spelling(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """A unit is spelled as forms do; 万 and 亿 alone are money where the name says so.

    ==========  ==============  ======
    度量单位    三级指标
    ==========  ==============  ======
    个          任意            pass
    ``%``       任意            pass
    个数        任意            fail
    百分比      任意            fail
    亿          引进资金        fail
    ==========  ==============  ======
    """
    for row in at.rows(view):
        text = row.record.values.get(at.unit, "")
        if text and not is_unused(text):
            right = spelling(text) or _in_full(row, text.strip())
            if right:
                place = at.at(view, row, at.unit)
                mend = (fix(f"改为“{right}”", (place, right)),)
                yield note("unit", place, fixes=mend, text=trim(text), right=right)
        elif unit := row.reading.target.unit:
            yield from _within(view, at, row, unit)


@registry.more("R10", inputs=WholeIndicators)
def unit_in_value(view: FormView, at: WholeIndicators) -> Iterator[Note]:
    """The same for the unit behind a number.

    ==========  ==============  ======
    绩效值      绩效内容
    ==========  ==============  ======
    60 亿元     招商引资        pass
    200 份      印刷宣传册      pass
    60 亿       招商引资        fail
    15 个数     接待客商        fail
    ==========  ==============  ======
    """
    for row in at.rows(view):
        unit = row.reading.target.unit
        if unit:
            yield from _within(view, at, row, unit)


def _within(view: FormView, at: Indicators, row: Row, unit: str) -> Iterator[Note]:
    right = spelling(unit)
    case = "unit" if right else "short"
    right = right or _in_full(row, unit)
    if not right:
        return
    target, value = row.reading.target, row.record.values.get(at.value, "")
    whole = value.replace(unit, right, 1) if value.count(unit) == 1 else ""
    whole = whole or f"{target.operator}{number_alone(target)}{right}"
    place = at.at(view, row, at.value)
    mend = (fix(f"改为“{whole}”", (place, whole)),)
    if case == "unit":
        yield note(case, place, fixes=mend, text=unit, right=right)
    else:
        yield note(case, place, fixes=mend, text=trim(value), scale=unit, right=whole)


def _in_full(row: Row, unit: str) -> str:
    """``亿`` of an amount in full; "" where the name does not say that it is one."""
    return f"{unit}元" if unit in _SCALES and row.reading.name.money else ""
