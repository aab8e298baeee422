"""Numbers in running text: how many of what a goal promises.

Only promises are read. What stands in a title or a document's number, a date, an ordinal, a
baseline or a description of the thing itself (亿元以上项目) is left out: a number too few costs
less than one too many.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, word_set
from perfdesk.values.names import core
from perfdesk.values.numbers import narrow
from perfdesk.values.targets import UNIT_WORDS
from perfdesk.values.units import Unit, read_unit

_MONEY = word_set("亿美元 亿美金 万美元 万美金 亿元 万元 千元 百元 元 美元 美金")
_NOT_MEASURED = word_set("""
年 月 日 号 点 级 度 分 片 段 面 首 组 队 对 根 口 眼 尾 羽 列 架 排 盘 卷 顶 字
""")
"""Units of which prose holds too many that count nothing: 3对口支援, 2025列入."""

_UNITS = sorted({*UNIT_WORDS, *_MONEY} - _NOT_MEASURED, key=len, reverse=True)
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.,%第〔\[\-~～—–±×*])(?<![0-9%]至)"
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    r"\s*(?P<more>余|多)?(?P<scale>[百千]?[万亿])?\s*(?P<more2>余|多)?"
    rf"(?P<unit>{'|'.join(map(re.escape, _UNITS))})?(?![岁次份])"
)
_CLAUSE = re.compile(r"[，。；;：:！!？?\n\r]|,(?![0-9]{3})")
TITLE = re.compile(r"《[^》]*》|〔[^〕]*〕|“[^”]*”|\"[^\"]*\"|「[^」]*」|【[^】]*】")
"""What is quoted: titles, names, numbers of documents."""

_COMPARING = re.compile(
    r"(?:均|都|各)?(?:不少于|不低于|不小于|不超过|不高于|不大于|不多于|大于等于|小于等于|至少|达到|达|"
    r"超过|突破|控制在|保持在|稳定在|提高到|提升到|增加到|增长到|扩大到|降低到|下降到|完成|实现|力争|"
    r"预计|约|为|是|到|至|共|共计|合计|累计|近|≥|≤|=|>|<)+$"
)
_AFTER = re.compile(r"(?:及)?(?:以上|以下|以内|之内|左右|上下)")
_THING = re.compile(r"[\u4e00-\u9fffA-Za-z“”]{2,12}")
_BASELINE = re.compile(
    r"上年|去年|前年|往年|同期|现有|原有|已有|已建|已完成|截至|截止|目前|其余|每|[人户年月日车场亩]均|单[车台]|平均|标准|"
    r"(?:由|从|第)$"
)
_COMPARED = re.compile(r"较上年|比上年|同比|较去年|比去年|环比")
_OTHER_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
_MEASURED_TIME = re.compile(
    r"^(?:制|内|后)|值班|值守|巡逻|巡查|在岗|不间断|服务|热线|运行|运转|响应|开放|监控|监测"
)
"""24小时值班 is how something is done."""

_RANGE = re.compile(r"\s*[-~～—–至到]\s*[0-9]")
_SEVERAL = re.compile(r"[、和与及]")
_ROUGHLY = re.compile(r"(?:约|近)$")
_LIST_MARK = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,2}[.、)）]\s*")
_YEARS = range(1990, 2061)
_FIRST_PART = re.compile("^[^、，；：]{0,4}[、，；：]")
"""What is left of a word that is cut in two, where the next one begins soon."""
_SHOWN, _NOUN = 11, 6
"""Characters before and behind a number that a message repeats."""


class Promise(NamedTuple):
    """A number with its unit as a goal promises it.

    text: as it stands there, with some words before it. subject, noun: the words before and behind
    it, as :func:`names.core` gives them. value: the number in the base of its unit. exact: False
    for 10 余家. start, end: where the number and its unit stand in the text. several: True where
    the words before it name more than one thing (展览、讲座24场).
    """

    text: str
    subject: str
    noun: str
    number: Decimal
    unit: Unit
    value: Decimal
    exact: bool
    start: int
    end: int
    several: bool

    @property
    def thing(self) -> str:
        """What is counted."""
        return self.subject or self.noun


@lru_cache(CACHE_SIZE)
def promises(text: str) -> tuple[Promise, ...]:
    """Return the numbers that a text promises, in their order.

    >>> [(item.thing, str(item.number), item.unit.name) for item in promises(
    ...     "开工亿元以上项目20个，2025年完成12家，新增规上企业不少于5家，较上年增长8%左右。")]
    [('开工亿元以上项目', '20', '个'), ('新增规上企业', '5', '家'), ('较上年增长', '8', '%')]
    """
    if not any(char.isdecimal() for char in text):
        return ()
    plain = narrow(text)
    titles = [found.span() for found in TITLE.finditer(plain)]
    found, start = [], 0
    for end in (*(mark.start() for mark in _CLAUSE.finditer(plain)), len(plain)):
        found += _in_clause(plain, start, end, titles)
        start = end + 1
    return tuple(found)


def _in_clause(plain: str, start: int, end: int, titles: list[tuple[int, int]]) -> list[Promise]:
    found: list[Promise] = []
    done = start
    hits = [
        hit
        for hit in _NUMBER.finditer(plain, start, end)
        if not any(a <= hit.start() < b for a, b in titles)
    ]
    for i, hit in enumerate(hits):
        following = hits[i + 1].start() if i + 1 < len(hits) else end
        unit = _unit(hit, plain[hit.end() : hit.end() + 1])
        if unit is None:
            continue
        before, after = plain[done : hit.start()], plain[hit.end() : following]
        if _describes(after, unit, last=following == end) or not _promised(before, after, unit):
            continue
        item = _promise(before, after, hit, unit)
        if item:
            found.append(item)
        done = hit.end()
    return found


def _unit(hit: re.Match[str], following: str) -> Unit | None:
    """The unit behind a number; None for one without, or one that goes on as another word."""
    scale, unit = hit["scale"] or "", hit["unit"] or ""
    if not scale and not unit:
        return None
    if not unit and "\u4e00" <= following <= "\u9fff":
        return None
    known = read_unit(scale + unit)
    return known if known.kind and known.kind != "price" and following not in {"/", "*"} else None


def _describes(after: str, unit: Unit, *, last: bool) -> bool:
    """True for the 5亿元 of ``5亿元以上工程2个``: it belongs to the name of what is counted.

    So does the size in ``18吨水罐车1辆``.
    """
    if unit.kind == "size" and not last and _THING.fullmatch(after):
        return True
    found = _AFTER.match(after)
    return bool(found and _THING.match(after, found.end()) and not last)


def _promised(before: str, after: str, unit: Unit) -> bool:
    if _BASELINE.search(before) and not _COMPARED.search(before):
        return False
    if _RANGE.match(after) or _OTHER_YEAR.search(before) or before.rstrip().endswith(("第", "“")):
        return False
    return not (unit.kind == "time" and _MEASURED_TIME.search(after))


def _promise(before: str, after: str, hit: re.Match[str], unit: Unit) -> Promise | None:
    number = Decimal(hit["number"].replace(",", ""))
    if number in _YEARS and not hit["scale"]:  # 保证2026支援…
        return None
    told = _LIST_MARK.sub("", _COMPARING.sub("", before.rstrip()).strip(" 、（("))
    ending = _AFTER.match(after)
    rest = after[ending.end() :] if ending else after
    thing = _THING.match(rest.lstrip("的"))
    behind = thing[0] if thing else ""
    if not told and not behind:
        return None
    tail = ending[0] if ending else ""
    rough = hit["more"] or hit["more2"] or tail in {"左右", "上下"} or _ROUGHLY.search(before)
    own = _LIST_MARK.sub("", before.strip(" 、")).lstrip("（(")
    own = own if len(own) <= _SHOWN else f"…{_FIRST_PART.sub('', own[-_SHOWN:])}"
    text = f"{own}{hit[0].strip()}{tail}{behind if len(behind) <= _NOUN else ''}"
    value = number * unit.factor
    words = core(told), core(behind)
    several = _SEVERAL.search(TITLE.sub("", told)) is not None
    return Promise(text, *words, number, unit, value, not rough, *hit.span(), several)
