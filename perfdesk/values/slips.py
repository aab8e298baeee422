"""Slips in a text: placeholders left over, doubled clauses, markup, brackets without their mate."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact, word_set
from perfdesk.values.years import Year, plain_years

_WHOLE = word_set("""
待填 待填写 待定 待补 待补充 待完善 待核实 待确定 待录入 请填写 请输入 此处填写 填写内容
示例 样例 测试 未填 年月日 年月 单位名称 某某 TODO todo test xxx XXX ??? ？？？
""")
"""What is a placeholder where nothing else stands in the cell."""

_INSIDE = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ]{2,}(?![A-Za-z0-9])"
    r"|(?<![0-9])[×✕]{2,}|[*＊]{2,}|(?<![一二三四五六七八九〇])[○◯△▲]{2,}"
    r"|(?<![A-Za-z0-9])[XＸ](?=(?:个|家|户|人|次|场|条|项|件|万元|元|%|年|月|日|亿元))"
    r"|某某|[（(【\[]?此处(?:填写|填入|输入)[^）)】\]，。；]{0,10}[）)】\]]?|待定(?=$|[，,。；;、）)])"
    r"|(?<=[\u4e00-\u9fff])[ 　]{2,}(?:[个家户人名次场项件元%]|人次|万元|亿元)(?=$|[，,。；;、）)])"
    r"|[（(【\[]待[填补定核确完][^）)】\]]{0,4}[）)】\]]|[_＿]{3,}"
)
_EMPTY_DATE = re.compile(
    r"(?<![0-9一二三四五六七八九十])[ 　_＿]+年[ 　_＿]*月"
    r"|年[ 　_＿]+月(?=[ 　_＿日至前底，。；]|$)"
    r"|月[ 　_＿]+日(?=[至前，。；）)]|$)"
)
_MARKUP = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|&(?:nbsp|lt|gt|amp|quot|#[0-9]+);"
    r"|\\[nrt](?![a-zA-Z])|\{\{|\}\}"
)
_CLAUSES = re.compile(r"[，,。；;！!？?\n\r]+")
_SHORTEST = 6
"""Characters of a clause; shorter ones may well stand twice on purpose."""

_SENTENCE = 10
"""Characters of a sentence that should not come again later on."""

_PAIRS = {"》": "《", "”": "“", "’": "‘", "）": "（", "】": "【", "〕": "〔", "」": "「"}
_LIST_MARK = re.compile(
    r"(?:^|[\s。；;，,：:、])[(（]?[0-9一二三四五六七八九十①-⑳a-zA-Z]{1,3}[)）]"
)


@lru_cache(CACHE_SIZE)
def placeholder(text: str) -> str:
    """Return the placeholder that was left in a text, "" for none.

    >>> placeholder("培训XX人次"), placeholder("自  年  月起"), placeholder("待填")
    ('XX', '年  月', '待填')
    >>> [placeholder(text) for text in ("等待填报", "2026 年 12 月前", "5×8", "X光机", "XML", "无")]
    ['', '', '', '', '', '']
    """
    plain = compact(text)
    if plain.strip("（）()【】[]。.：:") in _WHOLE:
        return plain
    found = _INSIDE.search(text) or _EMPTY_DATE.search(text)
    return found[0].strip(" 　") if found else ""


@lru_cache(CACHE_SIZE)
def markup(text: str) -> str:
    """Return the markup of a web page that was pasted along, "" for none.

    >>> markup("<p>开展培训</p>"), markup("3 < 5 且 6 > 2"), markup("甲&nbsp;乙")
    ('<p>', '', '&nbsp;')
    """
    found = _MARKUP.search(text)
    return found[0] if found else ""


@lru_cache(CACHE_SIZE)
def repeated_clause(text: str) -> str:
    """Return a clause that stands twice in a row, "" for none.

    >>> repeated_clause("以建设宜居县城为目标,以建设宜居县城为目标,努力建设")
    '以建设宜居县城为目标'
    >>> repeated_clause("甲乙，甲乙。"), repeated_clause("加强组织领导，做好宣传，加强组织领导")
    ('', '')
    """
    if len(text) < 2 * _SHORTEST:
        return ""
    clauses = [compact(clause) for clause in _CLAUSES.split(text)]
    for one, two in pairwise(clauses):
        if one == two and len(one) >= _SHORTEST:
            return one
    return _doubled_sentence(text)


def _doubled_sentence(text: str) -> str:
    sentences = [compact(item) for item in re.split(r"[。；;\n\r]+", text)]
    seen = set()
    for sentence in sentences:
        if len(sentence) >= _SENTENCE and sentence in seen:
            return sentence
        seen.add(sentence)
    return ""


@lru_cache(CACHE_SIZE)
def lonely_bracket(text: str) -> str:
    """Return a bracket or quotation mark without its mate, "" where all have theirs.

    Half- and full-width round brackets may be mixed; ``1）`` and ``a)`` are list marks.

    >>> [lonely_bracket(text) for text in ("《办法（试行）", "“四上”企业(含规上)", "1）培训")]
    ['《', '', '']
    """
    if text.isalnum():
        return ""
    plain = _LIST_MARK.sub(" ", text).replace("(", "（").replace(")", "）")
    open_: list[str] = []
    for char in plain:
        if char in _OPENING:
            open_.append(char)
        elif char in _PAIRS:
            if not open_ or open_[-1] != _PAIRS[char]:
                return char if _PAIRS[char] not in open_ else open_[-1]
            open_.pop()
    return open_[-1] if open_ else ""


_OPENING = frozenset(_PAIRS.values())

_MANNER = (
    "有效|明显|显著|不断|持续|稳步|逐步|全面|进一步|切实|大力|充分|较好|基本|大幅|有所|得到|积极|"
    "更加|日益|比较|非常|长期|及时|按时|按期|较大|一定程度|程度|上"
)
_RESULT = (
    "提高|提升|促进|改善|增强|增加|保障|发挥|优化|拉动|带动|改变|推动|推进|加强|完善|巩固|扩大|"
    "改进|加快|降低|减少|下降|增长|稳定|保持|发展|落实|完成|实现|满足|到位|影响|好转|规范|合格|良好|优秀|优良|满意|达标|较高|显著|明显|及时|按时|按期|"
    "长期|持续|高|好|优|良|强"
)
_VAGUE = re.compile(rf"(?:(?:{_MANNER})*(?:{_RESULT})[、，,和与及]?){{1,4}}")


@lru_cache(CACHE_SIZE)
def is_vague(text: str) -> bool:
    """Tell whether a value says nothing that could be measured (有效提高, 显著促进, 及时, 合格).

    >>> [is_vague(text) for text in ("有效提高", "及时", "稳步优化", "促进区经济发展", "无", "1次")]
    [True, True, True, False, False, False]
    """
    return _VAGUE.fullmatch(compact(text).rstrip("。.")) is not None


class Looks(NamedTuple):
    """Everything odd about one text, and the years in it that say when its work is done."""

    placeholder: str
    markup: str
    repeated: str
    bracket: str
    years: tuple[Year, ...]


PLAIN = Looks("", "", "", "", ())
"""What nearly every text looks like; one object, so that asking for it costs no comparison."""


_SHORT = 2 * _SHORTEST
_SUSPECT = frozenset(
    "XxＸｘ×✕*＊○◯△▲某待_＿年月<&\\{}()《》“”‘’（）【】〔〕「」[]"
    + "".join(word[0] for word in _WHOLE)
)
"""No short text without one of these has a slip: asked first, since most cells are short."""


@lru_cache(CACHE_SIZE)
def look(text: str) -> Looks:
    """Return what is odd about a text, read once for all rules that ask.

    >>> look("举办促消费活动场次") is PLAIN, look("培训XX人次").placeholder
    (True, 'XX')
    """
    if len(text) < _SHORT and _SUSPECT.isdisjoint(text) and "20" not in text and "19" not in text:
        return PLAIN
    found = Looks(
        placeholder(text),
        markup(text),
        repeated_clause(text),
        lonely_bracket(text),
        plain_years(text),
    )
    return found if any(found) else PLAIN
