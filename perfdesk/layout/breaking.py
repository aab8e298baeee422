"""Break text into lines, once and for all: screen, paper, PDF and xlsx share these lines."""

from __future__ import annotations

from functools import lru_cache

from perfdesk.layout.fonts import Chain, chain
from perfdesk.layout.linebreak import may_break

Line = tuple[int, int]
"""Start and end of a line in its text; blanks at the end and the line end itself are left out."""

_CONTROLS = (*range(9), 11, 12, *range(14, 32), 127, *range(0x80, 0xA0), *range(0xD800, 0xE000))
_INVISIBLE = (
    *(0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, 0xFFFE, 0xFFFF),  # soft hyphen, joiners, no characters
    *range(0x200B, 0x2010),  # no width; direction marks, which web pages and chats leave behind
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),  # variants of the character before, of emoji most often
    *range(0xE0000, 0xE01F0),
)
_THIN_BLANKS = (0x1680, 0x2000, 0x2001, *range(0x2004, 0x200B), 0x205F)
_DRAWN = {
    **dict.fromkeys((*_CONTROLS, *_INVISIBLE)),
    **dict.fromkeys((9, *_THIN_BLANKS), " "),
    0x202F: "\u00a0",
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
}
_CHANGED = frozenset(("\r", *map(chr, _DRAWN)))


def printable(raw: str) -> str:
    """Return what of a raw text can be printed: one kind of line end, nothing without ink."""
    if _CHANGED.isdisjoint(raw):
        return raw
    return raw.replace("\r\n", "\n").replace("\r", "\n").translate(_DRAWN)


def text_width(text: str, face: str, size: float) -> float:
    """Return the width of one line in points."""
    return sum(map(chain(face).__getitem__, text)) * size


@lru_cache(maxsize=1 << 15)
def break_text(text: str, face: str, size: float, width: float) -> tuple[Line, ...]:
    r"""Break ``text`` into lines no wider than ``width`` points.

    Args:
        text: printable text; ``\n`` ends a line.
        face: key of the face it is set in.
        size: font size in points.
        width: room for a line in points; a single character may be wider.

    Returns:
        The lines in order, at least one; every character that is not blank is in exactly one.
    """
    advances, room = chain(face), width / size + 1e-6
    if "\n" not in text:
        if len(text) <= room and sum(map(advances.__getitem__, text)) <= room:
            return ((0, _trimmed(text, 0, len(text))),)  # as most texts of a form
        return tuple(_paragraph_lines(text, 0, len(text), advances, room))
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines += _paragraph_lines(text, start, end, advances, room)
        start = end + 1
    return tuple(lines)


def _paragraph_lines(text: str, start: int, end: int, advances: Chain, room: float) -> list[Line]:
    """Break ``text[start:end]``, which holds no line end; ``room`` is in em."""
    lines: list[Line] = []
    width_of = advances.__getitem__
    used, at = 0.0, start
    while at < end:
        advance = width_of(text[at])
        if used + advance > room and at > start and text[at] != " ":
            if not may_break(text, at):
                at = _place(text, start, at)
            stop = at if text[at - 1] != " " else _trimmed(text, start, at)
            lines.append((start, stop))
            start, used = at, 0.0
            continue
        used += advance
        at += 1
    lines.append((start, _trimmed(text, start, end)))
    return lines


def _place(text: str, first: int, overflow: int) -> int:
    """Return where the next line starts: the last lawful place, or else right at the overflow."""
    at = overflow
    while at > first:
        if may_break(text, at):
            return at
        at -= 1
    return overflow


def _trimmed(text: str, first: int, end: int) -> int:
    while end > first and text[end - 1] == " ":
        end -= 1
    return end
