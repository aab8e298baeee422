"""The bundled faces: which face stands for an official font, and how wide each character is.

Widths come from small advance tables made together with the fonts, so that measuring opens no font.
A face has the uniform em box that the fonts were made with: 0.88 em above the baseline, 0.12 below.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from perfdesk import resources

if TYPE_CHECKING:
    from pathlib import Path

ASCENT = 0.88
DESCENT = 0.12
DEFAULT_FACE = "song"


class _FaceEntry(msgspec.Struct):
    file: str
    advances: str
    family: str
    names: tuple[str, ...]
    fallback: tuple[str, ...] = ()


class _Advances(msgspec.Struct):
    family: str
    units_per_em: int
    ascent: int
    descent: int
    full: tuple[tuple[int, int], ...]
    other: dict[str, tuple[tuple[int, int], ...]]


class Face(msgspec.Struct, frozen=True):
    """One bundled font: key (``song`` …), family name and file, and those to fall back on."""

    key: str
    family: str
    file: str
    fallback: tuple[str, ...]

    def path(self) -> Path:
        """Return the TrueType file."""
        return resources.path(f"fonts/{self.file}")


@cache
def _entries() -> dict[str, _FaceEntry]:
    parsed = tomllib.loads(resources.path("fonts/fonts.toml").read_text("utf-8"))
    return msgspec.convert(parsed, dict[str, _FaceEntry])


@cache
def faces() -> dict[str, Face]:
    """Return all bundled faces by key."""
    return {key: Face(key, e.family, e.file, e.fallback) for key, e in _entries().items()}


@cache
def _names() -> dict[str, str]:
    return {name.lower(): key for key, entry in _entries().items() for name in entry.names}


def face_key(font: str) -> str:
    """Return the face that stands for an official font name (``仿宋_GB2312``); Song for others."""
    return _names().get(font.lower(), DEFAULT_FACE)


class _Coverage:
    """Advances of one face, in em, looked up by bisection in its ranges."""

    def __init__(self, key: str) -> None:
        name = _entries()[key].advances
        table = msgspec.json.decode(resources.path(f"fonts/{name}").read_bytes(), type=_Advances)
        spans = [(first, last, 1.0) for first, last in table.full]
        for advance, ranges in table.other.items():
            spans += [(first, last, int(advance) / table.units_per_em) for first, last in ranges]
        spans.sort()
        self._starts = [span[0] for span in spans]
        self._spans = spans

    def advance(self, code: int) -> float | None:
        """Return the advance of a character in em, None where the face lacks it."""
        i = bisect_right(self._starts, code) - 1
        if i >= 0 and code <= self._spans[i][1]:
            return self._spans[i][2]
        return None


@cache
def _coverage(key: str) -> _Coverage:
    return _Coverage(key)


class Chain(dict[str, float]):
    """A face with its fallbacks: a mapping from character to advance in em, filled as it is asked.

    A character that no face has is measured as a full em and drawn as the face's missing glyph;
    :attr:`missing` collects them for the report.
    """

    def __init__(self, key: str) -> None:
        super().__init__({"\n": 0.0})
        self.key = key
        self.order = (key, *faces()[key].fallback)
        self.drawn_with: dict[str, str] = {}
        self.missing: set[str] = set()
        self.own: set[str] = set()
        """Characters looked up so far that the face itself draws: most lines have no others."""

    def __missing__(self, char: str) -> float:
        code = ord(char)
        for key in self.order:
            advance = _coverage(key).advance(code)
            if advance is not None:
                self.drawn_with[char] = key
                if key == self.key:
                    self.own.add(char)
                self[char] = advance
                return advance
        self.missing.add(char)
        self.drawn_with[char] = self.key
        self[char] = 1.0
        return 1.0

    def face_of(self, char: str) -> str:
        """Return the key of the face that draws ``char``."""
        if char not in self:
            self[char]
        return self.drawn_with.get(char, self.key)


@cache
def chain(key: str) -> Chain:
    """Return the one chain of a face; characters once looked up stay known."""
    return Chain(key)
