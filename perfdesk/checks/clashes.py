"""R11, R12 and R13: the value of an indicator is one that its name and its unit allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators, Row
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import trim
from perfdesk.values.slips import is_vague
from perfdesk.values.targets import QUALITATIVE
from perfdesk.values.units import Unit

_SHARE_UNITS = frozenset(("", "percent", "points", "price"))
"""Kinds of units that a rate may have; a price is one thing per another (件/万人)."""

_PER_MANY = re.compile(
    "[十百千万](?:人|户|台|车|辆|件|例|名|吨|公里)(?!次|以上|级)|亿元(?=GDP|地区生产总值|产值)"
)
"""What is counted for so many of something has decimals: 每万人, 万台特种设备死亡人数."""

_TIME_UNITS = frozenset(("", "time", "price"))
_HUNDRED = 100


@registry.rule(
    "R11",
    level="cell",
    severity="warning",
    title="度量单位与三级指标的名称相符",
    basis="practice",
    inputs=Indicators,
    cases={
        "rate": Case(
            "“{name}”是比率，单位却是“{unit}”",
            "填百分数，单位用 %；要考核的不是比率的，改写指标名称",
        ),
        "word": Case("“{name}”是比率，填的却是“{value}”", "填百分数，如 ≥95%"),
        "time": Case(
            "“{name}”是时间，单位却是“{unit}”",
            "填时间，如 12 月底前、30 天；要考核的不是时间的，改写指标名称",
        ),
        "count": Case(
            "“{name}”是数量，单位却是“{unit}”", "填数量和它的单位；要考核的是比率的，改写指标名称"
        ),
    },
    example="三级指标“活动按期完成率”，指标值“1 年”",
)
def unit_fits_name(view: FormView, at: Indicators) -> Iterator[Note]:
    """A …率 or 满意度 is a percentage, …时间 and …时限 are times, …数量 is no percentage.

    Rates per something (件/万人), multiples and marks are let pass, and so are 频率, 功率 and
    their like. A blank unit is left to R08 and R47, 定性 to R07.

    ====================  ============  ======
    三级指标              指标值
    ====================  ============  ======
    项目按期完成率        100 %         pass
    投诉发生率            3 件/万人     pass
    巡查频率              4 次          pass
    活动按期完成率        1 年          fail
    标识覆盖率            明显拉动      fail
    补助发放时限          100 %         fail
    培训人数              95 %          fail
    ====================  ============  ======
    """
    for row in at.rows(view):
        name, unit = row.reading.name, row.reading.unit
        if not (name.rate or name.satisfaction or name.duration or name.counted):
            continue
        number = row.reading.target.number
        if number is None:
            value = row.record.values.get(at.value, "")
            if (name.rate or name.satisfaction) and not at.split and is_vague(value):
                path = at.at(view, row, at.value)
                yield note("word", path, name=name.text, value=trim(value))
        elif row.reading.operator != QUALITATIVE and (case := _clash(row, unit)):
            key = at.unit or at.value
            path = at.at(view, row, key)
            related = (at.at(view, row, at.name),)
            yield note(case, path, related=related, name=name.text, unit=unit.name)


def _clash(row: Row, unit: Unit) -> str:
    name = row.reading.name
    if name.rate or name.satisfaction:
        return "rate" if unit.kind not in _SHARE_UNITS else ""
    if name.duration:
        return "time" if unit.kind not in _TIME_UNITS else ""
    return "count" if unit.kind == "percent" else ""


@registry.rule(
    "R12",
    level="cell",
    severity="warning",
    title="占比不超过 100%，满意度不写成等于 100%",
    basis="practice",
    inputs=Indicators,
    cases={
        "over": Case(
            "“{name}”是占比，不会超过 100%，填的是 {value}", "核对数字；增长率等可以超过 100%"
        ),
        "all": Case(
            "满意度填了 {value}，要求每个调查对象都满意",
            "按能够达到的程度填写，如 ≥90%；满意度一般通过问卷调查得出",
        ),
    },
    example="三级指标“企业满意度”，指标值“= 100 %”",
)
def share_in_bounds(view: FormView, at: Indicators) -> Iterator[Note]:
    """A share is at most 100 %; a satisfaction is found by asking and hardly ever all of it.

    Growth, profit, turnover, transformation and mere 完成率 may be more. A satisfaction under 定性
    is left to R07.

    ================  ==========  ======
    三级指标          指标值
    ================  ==========  ======
    验收合格率        = 100 %     pass
    销售额增长率      ≥ 120 %     pass
    群众满意度        ≥ 98 %      pass
    验收合格率        ≥ 110 %     fail
    企业满意度        = 100 %     fail
    ================  ==========  ======
    """
    for row in at.rows(view):
        item = row.reading
        if item.unit.kind != "percent" or not item.name.share or item.amount is None:
            continue
        if item.amount < _HUNDRED or item.operator == QUALITATIVE:
            continue
        over = item.amount > _HUNDRED
        if over or item.name.satisfaction:
            sign = item.operator or ""
            value = f"{sign}{item.target.number}{item.unit.name}"
            case = "over" if over else "all"
            yield note(case, at.at(view, row, at.value), name=item.name.text, value=value)


@registry.rule(
    "R13",
    level="cell",
    severity="warning",
    title="按个数计的是整数",
    basis="practice",
    inputs=Indicators,
    cases={
        "fraction": Case(
            "“{value}{unit}”不是整数", "按{unit}计的填整数；是平均数或比率的，改用相应的名称和单位"
        ),
    },
    example="指标值“0.5”，度量单位“条”",
)
def whole_numbers(view: FormView, at: Indicators) -> Iterator[Note]:
    """What is counted (个 家 人 次 场 条 户 件 项 …) is a whole number, averages excepted.

    ================  ==========  ======
    三级指标          指标值
    ================  ==========  ======
    信息被采纳数      3 条        pass
    群众参与人次      1.5 万人次  pass
    人均参训次数      2.5 次      pass
    万人发明专利数    9.5 件      pass
    信息被采纳数      0.5 条      fail
    ================  ==========  ======
    """
    for row in at.rows(view):
        item = row.reading
        amount = item.amount
        if amount is None or item.unit.kind != "count" or amount == amount.to_integral_value():
            continue
        if not item.name.unit_cost and not _PER_MANY.search(item.name.text):
            path = at.at(view, row, at.value)
            yield note("fraction", path, value=str(item.target.number), unit=item.unit.name)
