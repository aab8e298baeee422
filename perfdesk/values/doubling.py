"""Operators and units that were written twice (``≥≥95``, ``95%%``), and texts spelled otherwise."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, compact
from perfdesk.values.numbers import narrow
from perfdesk.values.targets import (
    NUMERIC_KINDS,
    SYMBOLS,
    UNIT_WORDS,
    Target,
    leading_operator,
    parse_target,
    trailing_operator,
)

_SIGN = re.compile("|".join(map(re.escape, sorted(SYMBOLS, key=len, reverse=True))))
_WIDE = re.compile("[０-９．％﹪＞＜＝＋－]")

_TOGETHER = {
    frozenset("≥="): "≥", frozenset("≤="): "≤", frozenset("≥>"): "≥", frozenset("≤<"): "≤",
}  # fmt: skip


class Doubled(NamedTuple):
    """A text with something written twice; ``once`` is what was meant, "" where that is unclear."""

    what: str
    once: str


@lru_cache(CACHE_SIZE)
def doubled(text: str) -> Doubled | None:
    """Return what stands twice in a raw target or operator, or None.

    >>> doubled("≥≥95%"), doubled("95%%"), doubled("≥95%以上")
    (Doubled(what='≥', once='≥95%'), Doubled(what='%', once='95%'), Doubled(what='≥', once='≥95%'))
    >>> doubled("≥≤95"), doubled(">=95"), doubled("95%")
    (Doubled(what='≥≤', once=''), None, None)
    """
    plain = compact(narrow(text))
    return _signs(plain) or _unit(plain) or _around(plain)


def _signs(plain: str) -> Doubled | None:
    signs, rest = [], plain
    while found := _SIGN.match(rest):
        signs.append(SYMBOLS[found[0]])
        rest = rest[found.end() :]
    if len(signs) < 2:  # noqa: PLR2004 - twice
        return None
    sign = signs[0] if len(set(signs)) == 1 else _TOGETHER.get(frozenset(signs), "")
    return Doubled(sign or "".join(signs), sign + rest if sign else "")


def _unit(plain: str) -> Doubled | None:
    """``95%%`` and ``3个个``: without its second half the rest is a number with a unit."""
    for length in (1, 2, 3):
        last = plain[-length:]
        if last in UNIT_WORDS and plain[-2 * length : -length] == last and last not in {"人", "天"}:
            once = plain[:-length]
            if parse_target(once).kind in NUMERIC_KINDS:
                return Doubled(last, once)
    return None


def _around(plain: str) -> Doubled | None:
    operator, rest = leading_operator(plain)
    suffix, before = trailing_operator(rest) if operator else ("", "")
    if not suffix or parse_target(before).kind not in NUMERIC_KINDS:
        return None
    words = operator if plain[: len(plain) - len(rest)] in SYMBOLS else ""
    return Doubled(suffix, words + before) if suffix == operator and words else None


@lru_cache(CACHE_SIZE)
def tidy_target(text: str) -> str:
    """Return how a raw target ought to be spelled, "" where it is spelled well or is no target.

    Full-width digits and signs, and ASCII signs for ≥ and ≤, become the official ones; an ASCII %
    is one. Sentences are left alone.

    >>> tidy_target(">=95%"), tidy_target("９５％"), tidy_target("≥ 95 %"), tidy_target("＞＝合格")
    ('≥95%', '95%', '', '≥合格')
    """
    plain = narrow(text)
    head = _SIGN.match(plain.lstrip())
    odd = head is not None and SYMBOLS[head[0]] != head[0]
    wide = _WIDE.search(text) is not None
    if not odd and not wide:
        return ""
    if not odd and parse_target(text).kind == "text":
        return ""
    right = plain.strip()
    return f"{SYMBOLS[head[0]]}{right[head.end() :].lstrip()}" if head and odd else right


def number_alone(target: Target) -> str:
    """Return the number of a target without its operator and unit.

    >>> number_alone(parse_target("≥1,234.50元")), number_alone(parse_target("3-5个"))
    ('1234.50', '3-5')
    """
    if target.number is None:
        return ""
    joint = ":" if target.kind == "ratio" else "-"
    upper = f"{joint}{target.upper:f}" if target.upper is not None else ""
    return f"{target.number:f}{upper}"
