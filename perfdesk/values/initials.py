"""Choosing from a list by first letters: ``tdl`` finds 特定类.

The 3,755 common characters stand in GB 2312 in the order of their pinyin, so its codes give the
initials without any table of ours. A character with several readings has the one of its place
there; a rare character (sorted by radicals) has none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from perfdesk.values.blankness import trim
from perfdesk.values.targets import parse_operator

_FIRST = (
    ("a", 0xB0A1), ("b", 0xB0C5), ("c", 0xB2C1), ("d", 0xB4EE), ("e", 0xB6EA), ("f", 0xB7A2),
    ("g", 0xB8C1), ("h", 0xB9FE), ("j", 0xBBF7), ("k", 0xBFA6), ("l", 0xC0AC), ("m", 0xC2E8),
    ("n", 0xC4C3), ("o", 0xC5B6), ("p", 0xC5BE), ("q", 0xC6DA), ("r", 0xC8BB), ("s", 0xC8F6),
    ("t", 0xCBFA), ("w", 0xCDDA), ("x", 0xCEF4), ("y", 0xD1B9), ("z", 0xD4D1),
)  # fmt: skip
"""The first code of each letter; no syllable begins with i, u or v."""

_LETTERS = tuple(letter for letter, _ in _FIRST)
_STARTS = tuple(code for _, code in _FIRST)
_END = 0xD7F9

_TYPED_AS = {"≥": (">=",), "≤": ("<=",), "²": ("2",), "³": ("3",), "㎡": ("m2",), "‰": ("0/00",)}
"""Signs that no keyboard has, by what is typed for them."""


_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Return a text with full-width letters, digits and signs as ASCII; its length stays.

    >>> half_width("＞＝９５．５％　ＡＢ")
    '>=95.5% AB'
    """
    return text if text.isascii() else text.translate(_HALF)


@lru_cache(4096)
def initials(text: str) -> str:
    """Return the initials of a text; what is no common character stays as it is.

    >>> initials("特定类"), initials("平方米"), initials("A类"), initials("亩"), initials("≥")
    ('tdl', 'pfm', 'al', 'm', '≥')
    """
    return "".join(map(_initial, text)).lower()


def matches(choice: str, typed: str) -> bool:
    """Tell whether what was typed may mean a choice of a list.

    >>> matches("特定类", "td"), matches("特定类", "定"), matches("≥", ">="), matches("㎡", "m")
    (True, True, True, True)
    >>> matches("特定类", "yz"), matches("≥", "<")
    (False, False)
    """
    return _rank(choice, typed) is not None


def ranked(choices: Iterable[str], typed: str) -> tuple[str, ...]:
    """Return the choices that may be meant, the likeliest first, else in their own order.

    >>> ranked(["延续性项目", "新增项目", "一年期项目"], "x")
    ('新增项目', '延续性项目', '一年期项目')
    """
    found = [(rank, choice) for choice in choices if (rank := _rank(choice, typed)) is not None]
    return tuple(choice for _, choice in sorted(found, key=lambda item: item[0]))


def _rank(choice: str, typed: str) -> int | None:
    """0 the same, 1 it begins so, 2 initials begin so, 3 it is contained, 4 in the initials."""
    wanted = half_width(trim(typed)).lower()
    own = half_width(choice).lower()
    spelt = "".join(_TYPED_AS.get(char, (char,))[0] for char in choice).lower()
    if wanted in {"", own, spelt} or (parse_operator(wanted) or None) == choice:
        return 0
    first = initials(choice)
    tests = (
        own.startswith(wanted) or spelt.startswith(wanted),
        first.startswith(wanted),
        wanted in own or wanted in spelt,
        wanted in first,
    )
    return next((rank for rank, fits in enumerate(tests, 1) if fits), None)


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return char
    if not _STARTS[0] <= code <= _END:
        return char
    return _LETTERS[bisect_right(_STARTS, code) - 1]
