"""Numbers as they are typed in China: full-width digits and signs, thousands separators.

Everything is exact; a float never appears.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from perfdesk.values.blankness import CACHE_SIZE, trim

_NARROW = str.maketrans("０１２３４５６７８９．，＋－−﹣％﹪＞＜＝／　", "0123456789.,+---%%><=/ ")

_NUMBER = re.compile(
    r"[+-]?"
    r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?"  # thousands separators everywhere or nowhere
    r"(?:(?<=[0-9])|(?=\.[0-9]))"  # at least one digit before or after the point
    r"(?:\.[0-9]+)?"
)

MAX_LENGTH = 60
"""No number in a form is longer; a longer text is not looked at."""

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000}
CHINESE_DIGITS = frozenset((*_DIGITS, *_TENS))
"""Characters of Chinese numerals below ten thousand (万 and 亿 count as units)."""


def narrow(text: str) -> str:
    """Return ``text`` with full-width digits, signs and operators as ASCII.

    >>> narrow("＞＝９５．５％")
    '>=95.5%'
    """
    return text if text.isascii() else text.translate(_NARROW)


@lru_cache(CACHE_SIZE)
def parse_decimal(text: str) -> Decimal | None:
    """Return the number that the whole of ``text`` is, or None where it is none.

    The decimals typed are kept (``Decimal("3.10")`` for ``3.10``). No unit, no word, no exponent
    is accepted; a thousands separator only where all of them stand in their places.

    >>> parse_decimal(" １,234.50 "), parse_decimal("－3"), parse_decimal(".5")
    (Decimal('1234.50'), Decimal('-3'), Decimal('0.5'))
    >>> [parse_decimal(text) for text in ("1,23", "5.", "1e3", "40万元", "")]
    [None, None, None, None, None]
    """
    if len(text) > MAX_LENGTH:
        return None
    plain = narrow(trim(text))
    if not plain or not _NUMBER.fullmatch(plain):
        return None
    return Decimal(plain.replace(",", ""))


def leading_number(text: str) -> tuple[Decimal, str] | None:
    """Return the number that a narrow ``text`` begins with and the rest, or None.

    >>> leading_number("25元/册")
    (Decimal('25'), '元/册')
    """
    found = _NUMBER.match(text[:MAX_LENGTH])
    if not found or not found[0]:
        return None
    rest = text[found.end() :]
    if rest[:1] in {".", ","}:  # "5." and "1,23" are not numbers with something behind them
        return None
    return Decimal(found[0].replace(",", "")), rest


def parse_chinese(text: str) -> int | None:
    """Return the value of a Chinese numeral below ten thousand, or None where it is none.

    >>> parse_chinese("二十"), parse_chinese("十二"), parse_chinese("一百零五"), parse_chinese("两")
    (20, 12, 105, 2)
    >>> parse_chinese("十十"), parse_chinese("三四"), parse_chinese("")
    (None, None, None)
    """
    if not text or not CHINESE_DIGITS.issuperset(text):
        return None
    total, digit, last = 0, -1, 10_000
    for char in text:
        if char in _TENS:
            power = _TENS[char]
            if power >= last or digit == 0 or (digit < 0 and (total or power != _TENS["十"])):
                return None
            total, digit, last = total + max(digit, 1) * power, -1, power
        elif char in "零〇" and digit < 0:
            digit = -1 if total else 0
        elif digit >= 0:
            return None
        else:
            digit = _DIGITS[char]
    return total + max(digit, 0)


def leading_chinese(text: str) -> tuple[int, str] | None:
    """Return the Chinese numeral that ``text`` begins with and the rest, or None.

    万 and 亿 belong to it only where the numeral goes on behind them: else they are units.

    >>> leading_chinese("二十个"), leading_chinese("二十万人"), leading_chinese("一万二千人")
    ((20, '个'), (20, '万人'), (12000, '人'))
    """
    if text[:1] not in CHINESE_DIGITS:
        return None
    length = next((i for i, char in enumerate(text) if char not in CHINESE_DIGITS), len(text))
    value = parse_chinese(text[:length])
    if value is None:
        return None
    rest = text[length:]
    if rest[:1] in _LARGE and rest[1:2] and rest[1] in CHINESE_DIGITS:
        lower = leading_chinese(rest[1:].lstrip("零〇"))
        if lower is None or (lower[0] < _LARGE[rest[0]] // 10 and rest[1] not in "零〇"):
            return None  # 两万五 may be 25,000; nothing is guessed
        return value * _LARGE[rest[0]] + lower[0], lower[1]
    return value, rest
