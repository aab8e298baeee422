"""Years in running text, and which of them say when the work of the form itself is done."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE
from perfdesk.values.numbers import narrow
from perfdesk.values.prose import TITLE

_YEAR = re.compile(
    r"(?<![0-9〔\[［.])(?P<year>(?:19|20)[0-9]{2})\s*"
    r"(?P<rest>年度?(?:[0-9]{1,2}月|全年|上半年|下半年)?|全年|上半年|下半年|财年|"
    r"[.\-/][01]?[0-9][.\-/][0-3]?[0-9])"
)
_RANGE = re.compile(r"(?:(?:19|20)[0-9]{2}|[0-9]{1,2})年?度?\s*(?:-|—|–|~|～|至|到)+\s*$")
_RANGE_AFTER = re.compile(r"\s*(?:-|—|–|~|～|至|到)")
_FROM = re.compile(
    r"(?:较|比|同比|自|由|从|对|截至|截止|截止到|以|到|至|与|相比|基于|按|按照|根据|依据|参照|执行|超|超过|"
    r"高于|低于|不低于|不高于)\s*$"
)
_DONE_BEFORE = re.compile(
    r"(?:完成了|完成|已|已于|已经|曾|荣获|获得|获|原|原定|上年|去年|结转|历年)[^，。；]{0,8}$"
)
_DONE_AFTER = re.compile(
    r"起(?!草)|(?:底|末)(?!(?:之|以)?前[^，,。；;]{0,8}(?:完成|完工|建成|竣工|验收|交付|投用|到位|发放|拨付|"
    r"实现|达到|投入使用)(?![^，,。；;]{0,8}的))|[^，,。；;]{0,14}?(?:第[0-9一二三四五六七八九十百]+次|会议|纪要|文件|印发|通知|办法|规划|"
    r"计划书|基数|基础|水平|同期|以来|以前|之前|之初|结转|跨年|续建|未|欠|尾款|遗留|决算|结算|清算|年报|"
    r"统计公报|预算执行|绩效自评|绩效评价|审计|汇算|数据|已|(?:引进|签约|竣工|建成|完成|实施|立项|开工)的|相比|考核|奖补|表彰)"
)
_DEADLINE_END = re.compile("[底末](?:之|以)?前")
_FINISHED = re.compile(r"(?:完成了|已完成|已经完成|圆满完成)[^，。；]{0,8}$")
_BEFORE, _AFTER = 12, 24
"""Characters around a year that tell what it is about."""


class Year(NamedTuple):
    """A year in running text, as it was typed and where it begins."""

    year: int
    text: str
    start: int


@lru_cache(CACHE_SIZE)
def finished_years(text: str) -> frozenset[int]:
    """Return the years of which a text says that their work is done.

    >>> sorted(finished_years("按时完成了2025年下半年统计报送工作"))
    [2025]
    """
    if "完成" not in text:
        return frozenset()
    hits = _YEAR.finditer(narrow(text))
    return frozenset(int(hit["year"]) for hit in hits if _FINISHED.search(text[: hit.start()]))


@lru_cache(CACHE_SIZE)
def plain_years(text: str) -> tuple[Year, ...]:
    """Return the years in a text that say when its own work is done.

    Titles, document and meeting numbers, ranges, baselines and finished or carried-over work are
    left out.

    >>> [item.text for item in plain_years("统一组织2025全年文化下乡活动")]
    ['2025全年']
    >>> plain_years("较2025年增长，根据《2025年计划》和2015年第17次会议纪要，2022年引进未履约项目")
    ()
    """
    plain = narrow(text)
    if "19" not in plain and "20" not in plain:
        return ()
    titles = [found.span() for found in TITLE.finditer(plain)]
    return tuple(
        Year(int(hit["year"]), hit[0], hit.start())
        for hit in _YEAR.finditer(plain)
        if not any(a <= hit.start() < b for a, b in titles)
        and not _explained(plain[max(0, hit.start() - _BEFORE) : hit.start()], plain, hit.end())
    )


def _explained(before: str, plain: str, end: int) -> bool:
    """Tell whether the words around a year say why it is another one."""
    after = plain[end : end + _AFTER]
    if plain[end - 1] == "月" and _DEADLINE_END.fullmatch(after):
        return False
    return bool(
        _FROM.search(before)
        or _RANGE.search(before)
        or _DONE_BEFORE.search(before)
        or _RANGE_AFTER.match(after)
        or _DONE_AFTER.match(after)
    )
