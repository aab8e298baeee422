"""Targets of indicators: ``22``, ``95%``, ``≥95%``, ``60 亿``, ``1 次以上``, ``2026年12月前`` …

A target is read into operator, number and unit as far as that is certain. What cannot be read for
certain is a ``text``; nothing is guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact, is_blank, is_not_used, trim
from perfdesk.values.money import find_unit
from perfdesk.values.numbers import (
    leading_chinese,
    leading_number,
    narrow,
    parse_decimal,
)

Operator = Literal["", "≥", "≤", "=", ">", "<", "定性"]
"""What stands before a target in its canonical spelling; "" for none or an unknown one."""

Kind = Literal["blank", "not_used", "number", "range", "ratio", "time", "budget", "text"]

NUMERIC_OPERATORS = frozenset(("≥", "≤", "=", ">", "<"))
NUMERIC_KINDS = frozenset(("number", "range", "ratio"))
QUALITATIVE = "定性"

SYMBOLS: dict[str, Operator] = {
    ">=": "≥", "=>": "≥", "≥": "≥", "≧": "≥", "⩾": "≥",
    "<=": "≤", "=<": "≤", "≤": "≤", "≦": "≤", "⩽": "≤",
    "=": "=", ">": ">", "<": "<",
}  # fmt: skip
_PREFIXES: dict[str, Operator] = {
    "大于等于": "≥", "不少于": "≥", "不低于": "≥", "不小于": "≥", "至少": "≥", "达到": "≥",
    "小于等于": "≤", "不超过": "≤", "不高于": "≤", "不大于": "≤", "不多于": "≤", "至多": "≤",
    "不得少于": "≥", "不得低于": "≥", "最少": "≥", "达": "≥", "不得超过": "≤", "不得高于": "≤",
    "不超": "≤", "不突破": "≤", "控制在": "≤", "最多": "≤",
    "大于": ">", "超过": ">", "高于": ">", "多于": ">", "小于": "<", "少于": "<", "低于": "<",
    "等于": "=", "大约": "", "约": "",
}  # fmt: skip
_HEADS = SYMBOLS | _PREFIXES
_HEAD_SIGNS = frozenset(head[0] for head in _HEADS)
_SYMBOL_SIGNS = frozenset("".join(SYMBOLS))
_SUFFIXES: dict[str, Operator] = {
    "及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤",
    "左右": "",
}  # fmt: skip

_UNIT_LIST = """
% ‰ ‱ 百分比 百分点 个百分点
个 个数 家 户 人 人次 人数 名 位 次 场 场次 期 条 件 项 份 篇 本 册 幅 张 块 套 台 辆 座 栋 处 所
间 只 头 株 棵 例 起 宗 笔 批 批次 轮 轮次 届 类 种 点 站 村 镇 社区 首 部 面 片 段 号 盏 门 支
枚 袋 箱 瓶 桶 班 班次 车次 人天 户次 家次 项次 件次 篇次 辆次 台次 册次 亩次 人份 组 队 对 床 床位
顶 根 口 眼 尾 羽 列 架 艘 排 盘 卷 级 倍 度 分 字 千字 万字 万 亿 万人 万人次 万户
年 个月 月 周 天 日 工作日 个工作日 小时 分钟 秒 学时 课时
亩 万亩 公顷 平方米 ㎡ m² 平方公里 米 千米 公里 km 里 吨 万吨 千克 公斤 kg 克 升 立方米 m³ 千瓦时
"""

UNIT_WORDS = frozenset(_UNIT_LIST.split())
"""Units seen in filled forms. A unit outside of this list is still read where it is short."""

_NO_UNIT = frozenset("前后内完成初底末的不有无每和与及至到达按在是了率，。；：、,;:()（）《》“”")
_BRACKETED = re.compile(r"([^（()）]+)[（(]([^（()）]+)[)）]")
_OPEN_UNIT = 4
"""Characters of a unit that is not in the list; a longer text is not taken for one."""

_PARTS = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
"""Words before a number that stand for its unit."""

_PER = re.compile(r"/[0-9]*[百千万亿]+(?:人口|人|户|车|台|件|例)?")
"""What a rate may be for: 10/10万."""

_BUDGET = re.compile(
    r"(?:年度|当年|全年|本年|年初|部门|项目|财政|批复|安排|总|支出)*预算"
    r"(?:批复|安排|总额|金额|资金|指标|成本|总数|数)*(?:以内|之内|范围内|内)?"
)

_JOINTS: dict[str, Kind] = {
    "-": "range", "~": "range", "～": "range", "至": "range", "到": "range", "—": "range",
    "–": "range", ":": "ratio", "：": "ratio", "/": "ratio",
}  # fmt: skip

_TIME = re.compile(
    r"(?:"
    r"(?:19|20)[0-9]{2}([.\-/])[0-9]{1,2}(?:\1[0-9]{1,2})?"  # 2026.12.31
    r"|"
    r"(?:当年|本年|今年|全年|次年|明年|每年|年度)?"
    r"(?:(?:19|20)[0-9]{2}年度?)?"
    r"(?:全年|上半年|下半年|年|第?[一二三四1-4]季度)?"
    r"(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月份?)?"
    r"(?:[0-9]{1,2}[日号])?"
    r"(?:上旬|中旬|下旬|初|中|底|末)?"
    r")"
    r"(?:之前|以前|前|之内|内|止)?"
)
_TIME_CHARS = frozenset("年月日号度旬初中底末前内止.-/")
_TIME_SIGNS = ("前", "底", "末", "初", "旬", "季度", "当年", "本年", "全年", "半年", "止")


class Target(NamedTuple):
    """A target as far as it could be read.

    kind: ``number``, ``range`` (3-5个) and ``ratio`` (1:2) are numeric; ``time`` is a date or a
    deadline, ``budget`` the form's own amount (不超过年度预算). operator: the one that stands in
    the text itself. upper: the second number of a range or ratio. unit: as typed, without blanks.
    """

    kind: Kind
    operator: Operator = ""
    number: Decimal | None = None
    unit: str = ""
    upper: Decimal | None = None

    @property
    def numeric(self) -> bool:
        """True where a number could be read."""
        return self.number is not None


_BLANK, _NOT_USED, _TEXT = Target("blank"), Target("not_used"), Target("text")


@lru_cache(CACHE_SIZE)
def parse_operator(text: str) -> Operator:
    """Return the operator that the raw ``text`` of an operator cell means, "" for none known.

    >>> parse_operator(" >= "), parse_operator("＝"), parse_operator("定性"), parse_operator("无")
    ('≥', '=', '定性', '')
    """
    plain = "".join(narrow(trim(text)).split())
    if plain == QUALITATIVE:
        return "定性"
    return SYMBOLS.get(plain, "")


@lru_cache(CACHE_SIZE)
def parse_target(text: str) -> Target:
    """Return what the raw ``text`` of a target says.

    >>> parse_target("≥９５％")
    Target(kind='number', operator='≥', number=Decimal('95'), unit='%', upper=None)
    >>> [parse_target(t).kind for t in ("60 亿", "二十", "25 元/册", "0.5", "10%以上", "3-5个")]
    ['number', 'number', 'number', 'number', 'number', 'range']
    >>> [(str(t.number), t.unit) for t in map(parse_target, ("≤200/10万", "万分之三", "120家次"))]
    [('200', '/10万'), ('3', '‱'), ('120', '家次')]
    >>> [(str(t.number), t.unit) for t in map(parse_target, ("二十五万元", "五十亿元以上"))]
    [('25', '万元'), ('50', '亿元')]
    >>> [parse_target(t).kind for t in ("当年10月前", "不超过年度预算", "合格", "无", " ")]
    ['time', 'budget', 'text', 'not_used', 'blank']
    """
    if is_blank(text):
        return _BLANK
    if is_not_used(text):
        return _NOT_USED
    plain = "".join(narrow(trim(text)).split())
    operator, rest = leading_operator(plain)
    if is_time(rest):
        return Target("time", operator)
    if "预算" in rest and (operator or rest[-1] == "内") and _BUDGET.fullmatch(rest):
        return Target("budget", operator or "≤")
    return _numeric(operator, rest) or _word(operator)


def leading_operator(text: str) -> tuple[Operator, str]:
    """Split a narrow ``text`` without blanks into the operator it begins with and the rest."""
    if text[:1] not in _HEAD_SIGNS:
        return "", text
    for length in (4, 3, 2, 1):
        found = _HEADS.get(text[:length])
        if found is not None:
            return found, text[length:]
    return "", text


def begins_with_symbol(text: str) -> bool:
    """Return True where the raw ``text`` begins with one of ≥ ≤ = > <, in any spelling.

    >>> begins_with_symbol(" ＞＝95%"), begins_with_symbol("不少于3次")
    (True, False)
    """
    return narrow(trim(text))[:1] in _SYMBOL_SIGNS


def begins_with_number(text: str) -> bool:
    """Return True where the raw ``text`` begins with a digit, perhaps behind an operator.

    >>> begins_with_number("≥12台套以上规模"), begins_with_number("≥合格")
    (True, False)
    """
    _, rest = leading_operator(compact(narrow(text)))
    return "0" <= rest[:1] <= "9"


def is_time(text: str) -> bool:
    """Return True for a date or deadline: ``2026年12月前``, ``当年10月前``, ``2026.12.31``.

    ``1年`` and ``12个月`` are lengths of time and therefore numbers with a unit; so is ``12月``,
    which cannot be told from one.
    """
    if _TIME_CHARS.isdisjoint(text) or not _TIME.fullmatch(text):
        return False
    if parse_decimal(text) is not None:
        return False
    if any(sign in text for sign in _TIME_SIGNS):
        return True
    year, rest = text[:4], text[4:]
    return (year.isdecimal() and rest != "" and not rest.isdecimal()) or "月" in text[:-1]


def _word(operator: Operator) -> Target:
    return Target("text", operator) if operator else _TEXT


def _numeric(operator: Operator, text: str) -> Target | None:
    number, rest, strict = _number(text)
    if number is None:
        return None
    upper: Decimal | None = None
    kind: Kind = "number"
    if rest[:1] == "%" and rest[1:2] in _JOINTS:  # 10%-20%
        rest = rest[1:]
    per = rest[:1] == "/" and _PER.fullmatch(trailing_operator(rest)[1])
    if rest[:1] in _JOINTS and not per:
        kind = _JOINTS[rest[:1]]
        upper, rest, _ = _number(rest[1:])
        if upper is None:
            return None
    if rest[:1] in {"余", "多"}:
        rest = rest[1:]
    suffix, unit = trailing_operator(rest)
    listed = unit in UNIT_WORDS or find_unit(unit) is not None
    if unit and not per and not listed and (strict or not _may_be_unit(unit)):
        return None
    return Target(kind, operator or suffix, number, unit, upper)


def _number(text: str) -> tuple[Decimal | None, str, bool]:
    """Number that ``text`` begins with, the rest, and whether only a listed unit may follow.

    After a Chinese numeral the unit must be a listed one: 一致 and 十分满意 are no numbers.
    """
    found = leading_number(text)
    if found:
        return (*found, False)
    part = _PARTS.get(text[:3], "")
    text = text[3:] if part else text
    if part and (found := leading_number(text)):
        return found[0], part + found[1], True
    numeral = leading_chinese(text)
    if numeral is None:
        return None, text, True
    return Decimal(numeral[0]), part + numeral[1], True


def trailing_operator(text: str) -> tuple[Operator, str]:
    """Split a narrow ``text`` without blanks into the words it ends with (以上) and the rest."""
    for suffix, operator in _SUFFIXES.items():
        if text.endswith(suffix):
            return operator, text.removesuffix(suffix)
    return "", text


def _may_be_unit(text: str) -> bool:
    """Short, without a digit, a mark or a word that makes it a sentence; or made of units."""
    if find_unit(text):
        return True
    bracketed = _BRACKETED.fullmatch(text)  # 台（套）
    if bracketed:
        return all(part in UNIT_WORDS for part in bracketed.groups())
    if "/" in text:
        return all(part in UNIT_WORDS or _may_be_unit(part) for part in text.split("/"))
    if not text or text[0] in "%‰" or any(char.isdecimal() or char in "+-*<>=" for char in text):
        return False
    return len(text) <= _OPEN_UNIT and _NO_UNIT.isdisjoint(text)


_NUMERALS = frozenset("0123456789０１２３４５６７８９")
_FIRST_OF_NUMBERS = _NUMERALS | frozenset("+-.＋－．−﹣百千万＞＜＝")
"""What a number begins with, but for the operators; 百 of 百分之95."""

_AMOUNT_IN_FULL = re.compile(
    r"\s*(?:人民币\s*)?"
    r"[0-9０-９.,零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟\s]+[元圆][整正]?\s*"
)
"""An amount as it stands on a cheque: its Chinese digits or its 整 make it no :class:`Target`."""


@lru_cache(CACHE_SIZE)
def is_number(text: str) -> bool:
    """Tell whether a text is nothing but a number, perhaps with a unit that is surely one.

    >>> is_number("≤ 30 万元"), is_number("12345热线"), is_number("三公经费")
    (True, False, False)
    >>> is_number("叁拾万元整"), is_number("人民币30万元"), is_number("一元复始")
    (True, True, False)
    """
    if _AMOUNT_IN_FULL.fullmatch(text):
        return True
    first = text.lstrip()[:1]
    if (first not in _HEAD_SIGNS and first not in _FIRST_OF_NUMBERS) or _NUMERALS.isdisjoint(text):
        return False
    target = parse_target(text)
    known = not target.unit or target.unit in UNIT_WORDS or find_unit(target.unit) is not None
    return target.kind in NUMERIC_KINDS and known
