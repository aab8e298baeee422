"""R06, R07 and R08: operator, value and unit of an indicator fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Fix, Note, fix, note
from perfdesk.checks.indicators import Row, SplitIndicators, WholeIndicators
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import is_blank, is_unused, trim
from perfdesk.values.doubling import doubled, number_alone
from perfdesk.values.names import COSTS
from perfdesk.values.targets import (
    NUMERIC_KINDS,
    NUMERIC_OPERATORS,
    QUALITATIVE,
    begins_with_number,
    begins_with_symbol,
)
from perfdesk.values.units import read_unit

_NOT_NUMERIC = {"text": "text", "time": "time", "budget": "text"}
"""Kinds of values that are no number, by the case that says so."""

_DATES = frozenset(("月", "日", "号"))
"""12月 may be a month or a length of time."""

_HUNDRED = 100


@registry.rule(
    "R06",
    level="cell",
    severity="error",
    title="用 ≥ ≤ = > < 的指标，指标值是数字",
    basis="platform",
    inputs=SplitIndicators,
    cases={
        "text": Case(
            "{other}是“{operator}”，{label}“{value}”却不是数字",
            "把{label}改成数字（如 95）；只能用文字描述的，把{other}改为“定性”",
        ),
        "time": Case(
            "{other}是“{operator}”，{label}“{value}”却是时间，不是数字",
            "把{other}改为“定性”，或改用数字衡量（如“按期完成率 = 100 %”）",
        ),
        "inside": Case(
            "“{value}”写了比较符号，后面却不是数字",
            "在符号后面写数字和单位（如 ≥95%）；只能用文字描述的，去掉符号",
        ),
    },
    example="指标值类型选“≥”，指标值填“合格”",
)
def numeric_operator(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """After ≥ ≤ = > < stands a number (perhaps with its unit), not a word or a date.

    A blank or 无 value is left to R01 and R38, a doubled sign to R09. A text that begins with a
    number (12 台左右规模) is let pass.

    ==========  ============  ======
    指标值类型  指标值
    ==========  ============  ======
    ``≥``       ``95``        pass
    ``≥``       ``95%``       pass
    ``≤``       ``12月``      pass
    ``定性``    ``及时``      pass
    ``≤``       当年10月前    fail
    ``≥``       合格          fail
    ==========  ============  ======
    """
    for row in at.rows(view):
        operator, target = row.reading.operator, row.reading.target
        if target.kind in _NOT_NUMERIC and operator in NUMERIC_OPERATORS:
            values = row.record.values
            value = values.get(at.value, "")
            if is_unused(values.get(at.operator, "")) or doubled(value):
                continue
            if target.kind == "text" and begins_with_number(value):
                continue
            place = at.at(view, row, at.operator)
            yield note(
                _NOT_NUMERIC[target.kind],
                at.at(view, row, at.value),
                related=(place,),
                fixes=(fix("指标值类型改为“定性”", (place, QUALITATIVE)),),
                operator=operator,
                value=value,
            )


@registry.more("R06", inputs=WholeIndicators)
def numeric_after_symbol(view: FormView, at: WholeIndicators) -> Iterator[Note]:
    """The same where one cell holds operator, number and unit: decided only after a symbol.

    ==============  ======
    绩效值
    ==============  ======
    ``≥95%``        pass
    2026年12月前    pass
    有效保障        pass
    ``≥合格``       fail
    ==============  ======
    """
    for row in at.rows(view):
        if row.reading.target.kind in _NOT_NUMERIC:
            value = row.record.values.get(at.value, "")
            counted = row.reading.target.kind == "text" and begins_with_number(value)
            if begins_with_symbol(value) and not counted and not doubled(value):
                yield note("inside", at.at(view, row, at.value), value=value)


@registry.rule(
    "R07",
    level="cell",
    severity="warning",
    title="定性指标不填数字",
    basis="practice",
    inputs=SplitIndicators,
    cases={
        "number": Case(
            "{other}是“定性”，{label}却填了数字“{value}”",
            "能用数字衡量的，把{other}改为 ≥、≤ 或 =；确是定性的，写明要达到的状态",
        ),
    },
    example="指标值类型选“定性”，指标值填“100%”",
)
def number_under_qualitative(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """Under 定性 stands a word, not a number; the operator that was meant is offered.

    A number of months or days may be a date (``12月``) and is left alone.

    ==========  ============  ======
    指标值类型  指标值
    ==========  ============  ======
    ``定性``    ``及时``      pass
    ``定性``    当年10月前    pass
    ``≥``       ``100%``      pass
    ``定性``    ``100%``      fail
    ``定性``    ``0.2``       fail
    ==========  ============  ======
    """
    for row in at.rows(view):
        item = row.reading
        if item.operator != QUALITATIVE or item.target.kind not in NUMERIC_KINDS:
            continue
        if item.unit.name not in _DATES:
            yield note(
                "number",
                at.at(view, row, at.value),
                related=(at.at(view, row, at.operator),),
                fixes=tuple(_with_operator(view, at, row, sign) for sign in _operators_for(row)),
                value=trim(row.record.get(at.value)),
            )


def _operators_for(row: Row) -> tuple[str, ...]:
    """Operators that an indicator may want, the likeliest first."""
    item = row.reading
    if item.group in COSTS or item.name.cost:
        return ("≤", "=")
    if item.target.number == _HUNDRED and item.name.rate and not item.name.satisfaction:
        return ("=", "≥")
    return ("≥", "=")


def _with_operator(view: FormView, at: SplitIndicators, row: Row, operator: str) -> Fix:
    """Set the operator; a unit behind the number goes where units belong."""
    place = at.at(view, row, at.operator)
    target, typed = row.reading.target, row.record.get(at.unit)
    changes = [(place, operator)]
    if target.unit and (is_unused(typed) or read_unit(typed) == read_unit(target.unit)):
        changes.append((at.at(view, row, at.value), number_alone(target)))
        if is_unused(typed):
            changes.append((at.at(view, row, at.unit), target.unit))
    return fix(f"改为 {operator} {number_alone(target)}{row.reading.unit.name}", *changes)


@registry.rule(
    "R08",
    level="cell",
    severity="error",
    title="数字指标值有度量单位，定性指标没有",
    basis="platform",
    inputs=SplitIndicators,
    cases={
        "missing": Case(
            "{other}“{value}”是数字，没有填写{label}", "请填写{label}，如 个、次、%、万元"
        ),
        "none": Case(
            "{other}“{value}”是数字，{label}却填“{unit}”", "请填写{label}，如 个、次、%、万元"
        ),
        "qualitative": Case(
            "{other2}是“定性”，却填了{label}“{unit}”",
            "把{label}改为“无”或清空；可以用数字衡量的，改用 ≥、≤ 或 = 并填写数字",
        ),
    },
    example="指标值“22”，度量单位空着",
)
def unit_of_target(view: FormView, at: SplitIndicators) -> Iterator[Note]:
    """A number has a unit, in its own cell or behind the number; 定性 has none, or 无.

    Coefficients and indices have none. A number under 定性 is left to R07, a word after ≥ to R06.
    Forms that hold all three in one cell are left to R47.

    ==========  ==========  ==========  ======
    指标值类型  指标值      度量单位
    ==========  ==========  ==========  ======
    ``≥``       ``22``      个          pass
    ``≥``       ``95%``     (blank)     pass
    ``定性``    严格落实    无          pass
    无          无          无          pass
    ``≥``       ``22``      (blank)     fail
    ``=``       ``22``      无          fail
    ``定性``    及时        ``%``       fail
    ==========  ==========  ==========  ======
    """
    for row in at.rows(view):
        operator, target = row.reading.operator, row.reading.target
        unit = row.record.values.get(at.unit, "")
        if is_unused(unit):
            bare = target.number is not None and not target.unit and target.kind != "ratio"
            if not bare or operator == QUALITATIVE or row.reading.name.mere_number:
                continue
            case = "missing" if is_blank(unit) else "none"
        elif operator == QUALITATIVE and target.number is None:
            case = "qualitative"
        else:
            continue
        place = at.at(view, row, at.unit)
        yield note(
            case,
            place,
            related=tuple(at.at(view, row, key) for key in (at.value, at.operator)),
            fixes=(fix("度量单位改为“无”", (place, "无")),) if case == "qualitative" else (),
            value=trim(row.record.get(at.value)),
            unit=trim(unit),
        )
