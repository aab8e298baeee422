"""One indicator read as a whole: what its name, operator, value and unit say together."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact, is_unused
from perfdesk.values.names import COSTS, Group, Name, group_of, read_name
from perfdesk.values.targets import Operator, Target, is_number, parse_operator, parse_target
from perfdesk.values.units import Unit, read_unit


class Reading(NamedTuple):
    """An indicator as it is meant.

    operator, unit: from cells of their own or else from the target's text; the unit in its
    official spelling. amount: the number in the base of the unit (60 亿元 is 6,000,000,000).
    belongs: the 二级指标 that it surely belongs to, "" where it may stand where it does. empty:
    what the name merely says: ``number`` for a mere number, its ``value``, its 二级指标 (``level``;
    ``satisfaction`` for that of a satisfaction), "" where it says more.
    """

    name: Name
    group: Group
    operator: Operator
    target: Target
    unit: Unit
    amount: Decimal | None
    belongs: str
    empty: str


_NOT_TIMELY: frozenset[Group] = frozenset((*COSTS, "quantity", "satisfaction", "ecological"))
_NOT_SOUND: frozenset[Group] = frozenset(("cost", "quantity", "timeliness", "satisfaction"))
_OF_EFFECT: frozenset[Group] = frozenset(("social_cost", "ecological_cost", "ecological"))
"""Groups in which it may count how soon complaints and accidents are dealt with."""
_NOT_COUNTED: frozenset[Group] = frozenset(("cost", "timeliness"))


@lru_cache(CACHE_SIZE)
def read_indicator(
    name: str, value: str, operator: str = "", unit: str = "", level1: str = "", level2: str = ""
) -> Reading:
    """Return what the raw texts of one indicator say together.

    >>> item = read_indicator("外贸进出口额", "2.52", ">=", "亿元", "效益指标", "经济效益")
    >>> item.operator, item.unit.base, item.group, int(item.amount)
    ('≥', '元', 'economic', 252000000)
    >>> item = read_indicator("引进资金", "60 亿以上")
    >>> item.operator, item.unit.kind, int(item.amount)
    ('≥', 'scale', 6000000000)
    """
    target = parse_target(value)
    known = _unit(target, unit)
    amount = target.number * known.factor if target.number is not None else None
    own, group = read_name(name), group_of(level1, level2)
    return Reading(
        own,
        group,
        parse_operator(operator) or target.operator,
        target,
        known,
        amount,
        _belongs(own, group, known),
        _empty(own, group, value, level2),
    )


def _unit(target: Target, unit: str) -> Unit:
    if is_unused(unit):
        return read_unit(target.unit)
    if target.unit in {"万", "亿"} and not unit.strip().startswith(target.unit):
        return read_unit(target.unit + unit.strip())
    return read_unit(unit)


def _belongs(name: Name, group: Group, unit: Unit) -> str:
    """See :class:`Reading`."""
    if not group or name.satisfaction:
        return ""
    if name.cost:
        return "成本指标" if unit.kind in {"money", "scale"} and group != "cost" else ""
    if name.sound and group in _NOT_SOUND:
        return "质量指标"
    if name.timely and group in _NOT_TIMELY:
        in_place = name.answering if group in _OF_EFFECT else unit.kind == "count"
        return "" if in_place else "时效指标"
    counted = name.counted and unit.kind == "count" and not name.unit_cost
    return "数量指标" if counted and group in _NOT_COUNTED else ""


def _empty(name: Name, group: Group, value: str, level2: str) -> str:
    """See :class:`Reading`."""
    if is_number(name.text):
        return "number"
    if name.text == compact(value):
        return "value"
    level = compact(level2)
    if level and name.text in {level, level.removesuffix("指标"), f"{level}指标"}:
        return "satisfaction" if group == "satisfaction" else "level"
    return ""
