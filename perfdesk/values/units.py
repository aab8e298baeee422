"""Units of measure: their official spelling, and which ones can be compared with each other."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact, word_set
from perfdesk.values.money import find_unit
from perfdesk.values.numbers import narrow

UnitKind = Literal["", "money", "scale", "percent", "points", "count", "time", "size", "price"]
"""scale: 万 or 亿 with the thing left out. points: 百分点, the difference of two percentages.
size: length, area, weight, volume. price: one thing per another (元/册, 次/年). "": unknown."""


class Unit(NamedTuple):
    """A unit. Numbers of the same ``base`` are compared after multiplying by ``factor``."""

    name: str
    kind: UnitKind
    base: str
    factor: Decimal


_ONE = Decimal(1)
NO_UNIT = Unit("", "", "", _ONE)

_SIZES = {
    "米": ("米", "1"), "千米": ("米", "1000"), "公里": ("米", "1000"), "km": ("米", "1000"),
    "里": ("米", "500"),
    "平方米": ("平方米", "1"), "㎡": ("平方米", "1"), "m²": ("平方米", "1"),
    "平方公里": ("平方米", "1000000"), "k㎡": ("平方米", "1000000"), "km²": ("平方米", "1000000"),
    "公顷": ("平方米", "10000"), "亩": ("亩", "1"),
    "克": ("克", "1"), "千克": ("克", "1000"), "公斤": ("克", "1000"), "kg": ("克", "1000"),
    "斤": ("克", "500"), "吨": ("克", "1000000"),
    "升": ("升", "1"), "立方米": ("升", "1000"), "m³": ("升", "1000"), "千瓦时": ("千瓦时", "1"),
}  # fmt: skip
_TIMES = {
    "年": ("月", "12"), "季度": ("月", "3"), "个月": ("月", "1"), "月": ("月", "1"),
    "周": ("天", "7"), "天": ("天", "1"), "日": ("天", "1"),
    "工作日": ("工作日", "1"), "个工作日": ("工作日", "1"),
    "小时": ("分钟", "60"), "分钟": ("分钟", "1"), "秒": ("秒", "1"),
    "学时": ("学时", "1"), "课时": ("学时", "1"), "学期": ("学期", "1"), "学年": ("学年", "1"),
}  # fmt: skip
_COUNTS = word_set("""
个 家 户 人 人次 名 位 次 场 场次 期 条 件 项 份 篇 本 册 幅 张 块 套 台 辆 座 栋 处 所 间 只 头
株 棵 例 起 宗 笔 批 批次 轮 轮次 届 类 种 点 站 村 镇 社区 首 部 面 片 段 号 盏 门 支 枚 袋 箱
瓶 桶 班 班次 车次 人天 组 对 队 户次 家次 项次 件次 篇次 辆次
台次 册次 亩次 人份 顶 盘 卷 列 架 艘 尾 羽 根 口 眼 排 床 床位 字
""")
_PARTS = {"%": _ONE, "‰": Decimal("0.1"), "‱": Decimal("0.01")}
_SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}

_SPELLINGS = {
    "百分比": "%", "百分率": "%", "百分之": "%", "百分号": "%", "百分数": "%",
    "平米": "平方米", "平方": "平方米", "m2": "平方米", "立方": "立方米", "m3": "立方米",
    "块钱": "元", "圆": "元", "人民币": "元", "人民币元": "元", "rmb": "元",
}  # fmt: skip
"""Ways of writing a unit that forms do not use, by the one that they do."""

_FAMILIES = (
    word_set("个 家 户 所 处 座 站 点 间 村 镇 社区"),
    word_set("个 项 条 件 类 种 宗 起 例 批 套"),
    word_set("人 名 位 人次 个"),
    word_set("次 场 场次 期 批 批次 轮 轮次 届 班 班次 个"),
    word_set("份 册 本 篇 张 幅 部 个"),
    word_set("台 辆 套 个"),
    word_set("支 队 个"),
)
"""Units that officials use for the same things: 3 家 and 3 个 enterprises."""


@lru_cache(CACHE_SIZE)
def read_unit(text: str) -> Unit:
    """Return the unit that a raw ``text`` means, in its official spelling.

    >>> read_unit("个数").name, read_unit("百分比").name, read_unit("％").kind
    ('个', '%', 'percent')
    >>> [read_unit(text).base for text in ("亿元", "万人次", "公里", "元/册", "无花果")]
    ['元', '人次', '米', '元/册', '无花果']
    """
    plain = _plain(text)
    name = _official(plain)
    money = find_unit(name)
    if money:
        return Unit(money.name, "money", money.currency, money.factor)
    if name in _PARTS:
        return Unit(name, "percent", "%", _PARTS[name])
    if name in {"百分点", "个百分点"}:
        return Unit(name, "points", "百分点", _ONE)
    if name in {"万", "亿"}:
        return Unit(name, "scale", "", Decimal(10) ** _SCALES[name])
    return _thing(name)


def _thing(name: str) -> Unit:
    if name[-1:] in {")", "）"}:
        head = name.replace("(", "（").partition("（")[0]
        return (
            read_unit(head)._replace(name=name) if head in _COUNTS else NO_UNIT._replace(name=name)
        )
    if "/" in name:
        first, _, per = name.partition("/")
        one = read_unit(first)
        return Unit(name, "price", f"{one.base}/{_official(per)}", one.factor)
    for scale, power in _SCALES.items():
        rest = name.removeprefix(scale)
        if rest == name and scale:
            continue
        factor = Decimal(10) ** power
        if rest in _COUNTS:
            return Unit(name, "count", rest, factor)
        table = _SIZES if rest in _SIZES else _TIMES
        if rest in table and not (table is _TIMES and scale):
            base, times = table[rest]
            return Unit(name, "size" if table is _SIZES else "time", base, Decimal(times) * factor)
    return Unit(name, "", name, _ONE)


@lru_cache(CACHE_SIZE)
def spelling(text: str) -> str:
    """Return how a unit ought to be written, "" where it is written well or is not known.

    >>> [spelling(text) for text in ("个数", "百分比", "万美金", "个", "％", "无")]
    ['个', '%', '万美元', '', '', '']
    """
    plain = _plain(text)
    right = _official(plain)
    money = find_unit(right)
    if money:
        right = money.name
    return right if plain and right != plain else ""


@lru_cache(CACHE_SIZE)
def alike(one: str, other: str) -> bool:
    """Tell whether numbers of two units may be compared (60 家 and 60 个, 6 亿 and 6 亿元).

    >>> alike("家", "个"), alike("亿", "万元"), alike("人", "场"), alike("%", "个百分点")
    (True, True, False, False)
    """
    a, b = read_unit(one), read_unit(other)
    if a.base == b.base and a.base:
        return True
    kinds = {a.kind, b.kind}
    if kinds == {"scale", "money"}:
        return True
    return kinds == {"count"} and any(a.base in f and b.base in f for f in _FAMILIES)


def _plain(text: str) -> str:
    plain = compact(narrow(text))
    if plain[:1] in {"(", "（"} and plain[-1:] in {")", "）"}:
        plain = plain[1:-1]
    return plain.removeprefix("单位:").removeprefix("单位：")


def _official(plain: str) -> str:
    """The official spelling of a text without blanks; ``个数`` and its like lose their 数."""
    known = _SPELLINGS.get(plain.lower())
    if known:
        return known
    head, _, tail = plain.replace("(", "（").partition("（")
    if tail and head in _COUNTS:  # 台（套）
        return plain
    if plain[-1:] == "数" and plain[:-1] in _COUNTS:
        return plain[:-1]
    return plain
