"""Personal data in running text: telephone numbers, identity and bank cards, mail addresses, names.

For publication they are replaced sign by sign, so that the text keeps its lines. Amounts, years and
document numbers must stay; what is doubtful is left alone, and the user looks the list through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MASK = "*"

_WIDE = {code: code - 0xFEE0 for code in range(ord("！"), ord("～") + 1)}
_WIDE |= str.maketrans("–—‐　\u00a0", "---  ")
"""Full-width letters, digits and signs, each to its narrow one: the places stay the same."""

_START = r"(?<![0-9A-Za-z.,])"
_END = r"(?![0-9A-Za-z])(?![.,][0-9])(?!\s*(?:元|万元|亿元|万|亿|%))"
_BORN = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_LANDLINE = r"[1-9][0-9]{2,3}[- ]?[0-9]{4}(?:(?:-|转| 转)[0-9]{1,5})?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(_START + pattern + _END))
    for kind, pattern in (
        ("身份证号", rf"[1-9][0-9]{{5}}(?:19|20)[0-9]{{2}}{_BORN}[0-9]{{3}}[0-9Xx]"),
        ("身份证号", rf"[1-9][0-9]{{7}}{_BORN}[0-9]{{3}}"),
        ("银行卡号", r"62[0-9]{2}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{1,3})?"),
        ("手机号码", r"(?:\+?86[- ]?)?1[3-9][0-9]([- ]?)[0-9]{4}\1[0-9]{4}"),
        ("电话号码", rf"\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?[- ]?{_LANDLINE}"),
        ("电子邮箱", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    )
)
_LABELLED = re.compile(
    rf"(?:电话|手机|座机|传真|热线|联系方式|[Tt][Ee][Ll])(?:号码?)?[为是]?[:.(\s]{{0,3}}({_LANDLINE}){_END}"
)
"""A number without area code might be anything; its label tells."""

_NOT_A_NAME = r"(?![村镇乡县区市路街社组局院校厂店队])"
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff]{1,8}")
_BETWEEN_NAMES = re.compile(r"[\s、，,；;/和及]+")


class Found(NamedTuple):
    """A piece of personal data in a text: where it stands and what it is."""

    start: int
    end: int
    kind: str


def personal_data(text: str, names: Iterable[str] = ()) -> tuple[Found, ...]:
    """Return the personal data in a text, from left to right, none over another.

    >>> personal_data("联系人王某，电话0731-12345678，经费13812345678元")
    (Found(start=8, end=21, kind='电话号码'),)

    Args:
        text: what somebody typed.
        names: of persons that are known to be meant.
    """
    plain = text.translate(_WIDE)
    found: list[Found] = []
    for piece in _all(plain, names):
        if all(piece.end <= other.start or piece.start >= other.end for other in found):
            found.append(piece)
    return tuple(sorted(found))


def _all(plain: str, names: Iterable[str]) -> Iterator[Found]:
    for kind, pattern in _PATTERNS:
        yield from (Found(*match.span(), kind) for match in pattern.finditer(plain))
    yield from (Found(*match.span(1), "电话号码") for match in _LABELLED.finditer(plain))
    for name in sorted(set(names), key=len, reverse=True):
        pattern = re.compile(re.escape(name.translate(_WIDE)) + _NOT_A_NAME)
        yield from (Found(*match.span(), "姓名") for match in pattern.finditer(plain))


def masked(text: str, found: Iterable[Found]) -> str:
    """Return a text with each sign of what was found replaced; what parts a number stays."""
    parts, at = [], 0
    for piece in sorted(found):
        hidden = "".join(MASK if char.isalnum() else char for char in text[piece.start : piece.end])
        parts += [text[at : piece.start], hidden]
        at = piece.end
    return "".join((*parts, text[at:]))


def names_in(value: str) -> tuple[str, ...]:
    """Return the Chinese names that the value of a field for persons holds."""
    parts = _BETWEEN_NAMES.split(value.strip())
    return tuple(part for part in parts if _NAME.fullmatch(part))
