"""What the name of an indicator says about its value: a rate, a satisfaction, a cost, a deadline …

Only what a name says for certain; most names say nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact
from perfdesk.values.numbers import narrow

Group = Literal[
    "", "quantity", "quality", "timeliness", "cost", "social_cost", "ecological_cost",
    "economic", "social", "ecological", "lasting", "satisfaction",
]  # fmt: skip
"""What a 二级指标 is about; "" for one that is not known."""

_GROUPS: tuple[tuple[str, Group], ...] = (
    ("满意", "satisfaction"), ("社会成本", "social_cost"), ("环境成本", "ecological_cost"),
    ("生态成本", "ecological_cost"), ("成本", "cost"), ("数量", "quantity"), ("质量", "quality"),
    ("时效", "timeliness"), ("经济效益", "economic"), ("社会效益", "social"),
    ("生态效益", "ecological"), ("环境效益", "ecological"), ("可持续", "lasting"),
)  # fmt: skip
COSTS: frozenset[Group] = frozenset(("cost", "social_cost", "ecological_cost"))

_BRACKETS = re.compile(r"[（(【\[][^（()）】\]]*[）)】\]]")
_RATE = re.compile(r"(?:率|占比|比重|比例)$")
_NO_RATE = re.compile(
    r"(?:频率|(?<!成)功率|效率|速率|分辨率|汇率|容积率|心率|倍率|曲率|赔率|税率|利率|周转率)$"
)
_MAY_EXCEED = re.compile(
    r"增|升|提高|提升|扩大|降|减|(?<!按期)(?<!按时)(?<!及时)(?<!准时)(?<!按计划)完成率|达成率|回报|收益|利润|产出"
    r"|周转|产销|负荷|利用|贡献|转化|盈利|倍|完成比例|毛入|自给|充足率|拨备|杠杆"
)
_DURATION = re.compile(r"(?:时间|时限|期限|工期|时长|周期|完成日期)$")
_COUNTED = re.compile(r"(?:数量|个数|人数|次数|场次|户数|家数|件数|份数|篇数|人次|天数)$")
_RATE_ENDS, _DURATION_ENDS = frozenset("率比重例"), frozenset("间限期长")
_COUNTED_ENDS, _SOUND_ENDS = frozenset("量数次"), frozenset("率度")
"""What such names end in: asked before the patterns, which take their time."""

_TOTAL_COST = re.compile(
    r"总成本|成本总额|总经济成本|成本总量|预算成本|成本控制|资金总额|预算总额|经费总额|总经费|总费用|费用总额"
    r"|支出总额|总支出|总投入|投入总额|项目资金总|年初预算|年度预算|预算控制|控制在?预算|不超(?:过|出)?预算"
)
_UNIT_COST = re.compile(r"单位成本|单价|人均|户均|平均|每|均成本|标准|单次|单场|单个|单项|占")
_TIMELY = re.compile(
    r"及时率|及时性|按时|按期|准时|时限|完成时间|完成时效|拨付进度|支付进度|拨付时间|支付时间|发放时间"
)
_ANSWERED = re.compile(
    r"投诉|信访|举报|诉求|来信|来访|热线|办件|故障|险情|事故|事件|应急|处置|响应"
)
"""What comes in from outside: how soon it is answered is an effect of the work as well."""

_SOUND = re.compile(r"(?:合格率|达标率|准确率|优良率|合格程度|验收通过率)$")
_FROM_ELSEWHERE = re.compile(
    r"收入|产值|销售|节约|降低|下降|税|零售|交易|贸易|进出口|减少|压减|利润"
)
_MERE_NUMBER = re.compile(r"(?:系数|指数|比值|投入产出比|[Pp][Hh]值?)$")
_MERE_NUMBER_ENDS = frozenset("数值比Hh")
_MONEY = re.compile(
    r"资金|金额|投资|引资|总额|额$|收入|税|产值|成本|经费|费用|投入|消费|销售|贸易|进出口|增加值|GDP|支出|贷款"
)
_LEAD = re.compile(
    r"^(?:(?:19|20)[0-9]{2}年?度?|力争|预计|计划|全年|年内|本年|当年|组织|开展|举办|召开|实施|"
    r"完成|建设|建成|实现|确保|推进|支持|带动|吸引|培育|吸纳|提供|发放|投放|制作|印刷|印制|开设|落实)+"
)
_TAIL = re.compile(
    r"(?:的?(?:数量|个数|人数|次数|场次|户数|家数|件数|份数|篇数|人次|规模|情况|目标任务|任务|指标|数|量))$"
)
_PUNCTUATION = re.compile(r"[\s,，、。；;：:“”\"'‘’《》〈〉·.（）()\[\]【】—\-_/]+")


class Name(NamedTuple):
    """An indicator's name as far as it tells about the value.

    text: without blanks. core: without brackets, punctuation, leading verbs and the words for
    counting at its end; two names of one core mean the same thing. share: a rate that cannot be
    above 100 %. cost: the total cost of the project. unit_cost: what one of something costs.
    mere_number: a coefficient or an index, which has no unit. answering: how soon what comes in
    from outside is dealt with.
    """

    text: str
    core: str
    rate: bool
    share: bool
    satisfaction: bool
    duration: bool
    counted: bool
    money: bool
    cost: bool
    unit_cost: bool
    timely: bool
    sound: bool
    mere_number: bool
    answering: bool


@lru_cache(CACHE_SIZE)
def read_name(text: str) -> Name:
    """Return what the raw name of an indicator says.

    >>> name = read_name("项目按期完成率")
    >>> name.rate, name.share, name.timely, name.cost
    (True, True, True, False)
    >>> read_name("举办促消费活动场次").core, read_name("项目总成本控制").cost
    ('促消费活动', True)
    >>> read_name("灌溉水利用系数").mere_number, read_name("信访按期办结率").answering
    (True, True)
    """
    plain = compact(text)
    bare = _BRACKETS.sub("", plain) or plain
    last = bare[-1:]
    satisfaction = "满意" in bare and ("满意度" in bare or bare.endswith(("满意率", "满意程度")))
    rate = last in _RATE_ENDS and bool(_RATE.search(bare)) and not _NO_RATE.search(bare)
    unit_cost = bool(_UNIT_COST.search(bare))
    timely = bool(_TIMELY.search(bare))
    total = bool(_TOTAL_COST.search(bare)) and not unit_cost
    return Name(
        plain,
        core(bare),
        rate,
        satisfaction or (rate and not _MAY_EXCEED.search(bare)),
        satisfaction,
        last in _DURATION_ENDS and bool(_DURATION.search(bare)),
        last in _COUNTED_ENDS and bool(_COUNTED.search(bare)),
        bool(_MONEY.search(bare)),
        total and not _FROM_ELSEWHERE.search(bare),
        unit_cost,
        timely,
        last in _SOUND_ENDS and bool(_SOUND.search(bare)),
        last in _MERE_NUMBER_ENDS and bool(_MERE_NUMBER.search(bare)),
        timely and bool(_ANSWERED.search(bare)),
    )


@lru_cache(CACHE_SIZE)
def core(text: str) -> str:
    """Return the thing that a name or a piece of prose speaks of, for comparing.

    >>> core("组织参与活动商户"), core("参与活动商户数量"), core("投资项目")
    ('参与活动商户', '参与活动商户', '投资项目')
    """
    plain = _PUNCTUATION.sub("", narrow(_BRACKETS.sub("", text)))
    bare = _TAIL.sub("", plain) or plain
    rest = _LEAD.sub("", bare)
    return rest if len(rest) > 1 else bare


@lru_cache(1024)
def group_of(level1: str, level2: str) -> Group:
    """Return what a 二级指标 is about, by the words in its name or in that of its 一级指标.

    >>> group_of("成本指标", "生态环境成本指标"), group_of("满意度", "服务对象满意度")
    ('ecological_cost', 'satisfaction')
    """
    for text in (level2, level1):
        for word, group in _GROUPS:
            if word in text:
                return group
    return ""


@lru_cache(CACHE_SIZE)
def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text.

    >>> sorted(pairs("投资项目"))
    ['投资', '资项', '项目']
    """
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


_KINDS = re.compile(
    "新增|新|累计|其中|省级|市级|国家级|县级|区级|乡镇|重点|规模以上|规上|限上|人均|每|同比|增长|增速|"
    "增幅|季度|首次|线上|线下|女|农村|城镇|占|率|不|未|减少|下降|降低"
)
"""Words that make another thing of what they stand with: 新增规上企业 is not 规上企业."""

_AND = frozenset("和与及")
"""What joins two names: 合格率和拨付率."""

_SHORTEST = 3
"""Characters of a name that may be looked for inside another."""


@lru_cache(CACHE_SIZE)
def same_thing(one: str, other: str) -> float:
    """Return how surely two things (as :func:`core` gives them) are the same, from 0 to 1.

    >>> same_thing("参与活动商户", "活动商户"), same_thing("新增规上企业", "规上企业")
    (0.9, 0.0)
    >>> same_thing("验收合格率和资金拨付率", "资金拨付率"), same_thing("甲乙丙", "甲乙丙")
    (0.9, 1.0)
    """
    if one == other:
        return 1.0 if one else 0.0
    short, long = (one, other) if len(one) < len(other) else (other, one)
    if len(short) >= _SHORTEST and short in long:
        rest = long.replace(short, "", 1)
        joined = rest[0] in _AND or rest[-1] in _AND
        return 0.0 if not joined and _KINDS.search(rest) else 0.9
    if set(_KINDS.findall(one)) != set(_KINDS.findall(other)):
        return 0.0
    return overlap(one, other)


@lru_cache(CACHE_SIZE)
def overlap(one: str, other: str) -> float:
    """Return how much two texts have in common, from 0 to 1 (Dice's coefficient of their pairs).

    >>> overlap("投资项目", "投资项目"), overlap("甲乙", "丙丁"), overlap("甲", "甲乙")
    (1.0, 0.0, 0.0)
    """
    a, b = pairs(one), pairs(other)
    if not a or not b:
        return 0.0
    return 2 * len(a & b) / (len(a) + len(b))
