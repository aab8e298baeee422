"""When a cell says nothing: it is blank, or holds one of the marks for "not used"."""

from __future__ import annotations

from functools import lru_cache

CACHE_SIZE = 1 << 15
"""Texts remembered by each memoised reader of this room; the cells of some hundred forms."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters without width that come along when text is pasted from web pages and Word."""

_UNSEEN = frozenset(_INVISIBLE)
_MARKS = frozenset("-‐‑‒–—―－−_＿*＊/／\\＼…")
_WORDS = frozenset(("无", "暂无", "没有", "不涉及", "不适用"))

_BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What ``str.strip`` takes off."""

_FIRST = frozenset((*_BLANKS, *_INVISIBLE, *_MARKS, *(word[0] for word in _WORDS)))
"""Characters that an unused cell can begin with."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text.

    >>> sorted(word_set("a  b"))
    ['a', 'b']
    """
    return frozenset(text.split())


def compact(text: str) -> str:
    """Return ``text`` without any blanks or invisible characters, as names are compared.

    >>> compact(" 商 务　局\u200b")
    '商务局'
    """
    plain = "".join(text.split())
    if plain.isascii() or _UNSEEN.isdisjoint(plain):
        return plain
    return "".join(char for char in plain if char not in _UNSEEN)


def trim(text: str) -> str:
    """Return ``text`` without surrounding blanks, full-width and invisible ones included."""
    trimmed = text.strip()
    if trimmed and (trimmed[0] in _INVISIBLE or trimmed[-1] in _INVISIBLE):
        return trim(trimmed.strip(_INVISIBLE))
    return trimmed


@lru_cache(CACHE_SIZE)
def is_blank(text: str) -> bool:
    """Return True where nothing visible was typed.

    >>> is_blank(" 　"), is_blank("0"), is_blank("无")
    (True, False, False)
    """
    return not trim(text)


@lru_cache(CACHE_SIZE)
def is_not_used(text: str) -> bool:
    """Return True for the marks and words by which officials say that a cell is not used.

    Source: the filled forms of 2023-2026, which use ``无``, ``/`` and blank side by side.

    >>> [is_not_used(text) for text in ("无", " — ", "//", "无锡", "")]
    [True, True, True, False, False]
    """
    plain = "".join(trim(text).split())
    return plain in _WORDS or (bool(plain) and _MARKS.issuperset(plain))


def is_unused(text: str) -> bool:
    """Return True for a blank as well as for a mark of "not used": the cell says nothing.

    Asked of nearly every cell, so the first character decides where it can.
    """
    if not text:
        return True
    return text[0] in _FIRST and (is_blank(text) or is_not_used(text))
