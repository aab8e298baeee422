"""One indicator read as a whole: what its name, operator, value and unit say together."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, is_unused
from perfdesk.values.names import Group, Name, group_of, read_name
from perfdesk.values.targets import Operator, Target, parse_operator, parse_target
from perfdesk.values.units import Unit, read_unit


class Reading(NamedTuple):
    """An indicator as it is meant.

    operator, unit: from cells of their own or else from the target's text; the unit in its
    official spelling. amount: the number in the base of the unit (60 亿元 is 6,000,000,000).
    """

    name: Name
    group: Group
    operator: Operator
    target: Target
    unit: Unit
    amount: Decimal | None


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
    return Reading(
        read_name(name),
        group_of(level1, level2),
        parse_operator(operator) or target.operator,
        target,
        known,
        amount,
    )


def _unit(target: Target, unit: str) -> Unit:
    if is_unused(unit):
        return read_unit(target.unit)
    if target.unit in {"万", "亿"} and not unit.strip().startswith(target.unit):
        return read_unit(target.unit + unit.strip())
    return read_unit(unit)
