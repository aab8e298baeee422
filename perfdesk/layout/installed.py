"""Official fonts of this computer, 方正小标宋 and 仿宋_GB2312, in place of ours where asked for.

They may not be handed on with a program, but most offices have them. Only the painters use them:
lines are broken with the bundled faces all the same, and a run that would be wider than it was
measured is squeezed a little. So a form has the same pages on each computer.
"""

from __future__ import annotations

import os
import struct
import sys
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import groupby
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import text_width
from perfdesk.layout.strokes import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFICIAL = {
    "title": ("方正小标宋简体", "fzxiaobiaosong-b05s", "方正小标宋_gbk", "fzxiaobiaosong-b05"),
    "fangsong": ("仿宋_gb2312", "fangsong_gb2312"),
}
"""Families (in small letters) by the face that they stand for, the best first."""
LEAST_SQUEEZE = 0.97
"""What would have to be narrower than this is drawn with the bundled face."""
OUTLINES = (b"\x00\x01\x00\x00", b"true")
"""Beginnings of a font file with TrueType outlines; no others can be embedded."""
NO_EMBEDDING, NO_SUBSET = 0x0002, 0x0300
_FAMILY_NAMES = (1, 16)


class OwnFace(Struct, frozen=True, eq=False):
    """An installed font: its family, its file, and the widths of its characters in em.

    starts: first characters of the ranges that it has; ranges: last character and widths of each.
    """

    name: str
    path: Path
    starts: tuple[int, ...]
    ranges: tuple[tuple[int, tuple[float, ...]], ...]

    def width(self, text: str) -> float | None:
        """Return the width of a text in em; None where a character is lacking."""
        total = 0.0
        for char in text:
            i = bisect_right(self.starts, ord(char)) - 1
            if i < 0:
                return None
            last, widths = self.ranges[i]
            if ord(char) > last:
                return None
            total += widths[ord(char) - self.starts[i]]
        return total


Part = tuple["Run", "OwnFace | None", float]
"""A part of a run, the installed font that draws it (None: the bundled one), and its squeeze."""


def own_parts(run: Run) -> tuple[Part, ...]:
    """Return a run in parts, each with the font of this computer that draws it.

    Most runs are one part, squeezed to the width that was measured where they would be wider. Where
    that is too much, or a character is lacking, the installed font draws what characters it can.
    """
    face = installed().get(run.face)
    if face is None:
        return ((run, None, 1.0),)
    return tuple(
        (Run(run.x + at * run.size, run.y, text, run.face, run.size), own, squeeze)
        for at, text, own, squeeze in _parts(face, run.text, run.face)
    )


@lru_cache(maxsize=1 << 12)
def _parts(face: OwnFace, text: str, own: str) -> list[tuple[float, str, OwnFace | None, float]]:
    """Return the parts of a text: place in em, characters, font and squeeze."""
    whole = _squeeze(face, text, own)
    if whole >= LEAST_SQUEEZE:
        return [(0.0, text, face, whole)]
    found: list[tuple[float, str, OwnFace | None, float]] = []
    at = 0.0
    for fits, chars in groupby(text, key=lambda char: _squeeze(face, char, own) >= LEAST_SQUEEZE):
        part = "".join(chars)
        found.append((at, part, face, _squeeze(face, part, own)) if fits else (at, part, None, 1.0))
        at += text_width(part, own, 1.0)
    return found


def _squeeze(face: OwnFace, text: str, own: str) -> float:
    """Return how much a text is squeezed to be no wider than measured; 0 where that cannot be."""
    width = face.width(text)
    return min(1.0, text_width(text, own, 1.0) / width) if width else 0.0


@cache
def installed() -> dict[str, OwnFace]:
    """Return the official fonts of this computer by the face that they stand for."""
    found: dict[str, tuple[int, Path]] = {}
    for path in _files():
        names = _families(path)
        for face, wanted in OFFICIAL.items() if names else ():
            rank = next((i for i, name in enumerate(wanted) if name in names), len(wanted))
            if rank < len(wanted) and (face not in found or rank < found[face][0]):
                found[face] = rank, path
    read = {face: _read(path, OFFICIAL[face][rank]) for face, (rank, path) in found.items()}
    return {face: own for face, own in read.items() if own is not None}


def folders() -> list[Path]:
    """Return the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [Path(windows, "Fonts"), Path(local, "Microsoft", "Windows", "Fonts")]
    data = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [data / "fonts", home / ".fonts", *shared]


def _files() -> Iterator[Path]:
    for folder in folders():
        for place, _, names in sorted(os.walk(folder)):
            yield from (Path(place, n) for n in sorted(names) if n.lower().endswith(".ttf"))


# ---- the little of a font file that is needed ----


class _Font:
    """A font file that is open: its tables by tag."""

    def __init__(self, data: bytes | mmap) -> None:
        if data[:4] not in OUTLINES:
            raise LookupError("no font with TrueType outlines")
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        rows = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
        self.tables = {tag: (offset, length) for tag, _, offset, length in rows}

    def table(self, tag: bytes) -> bytes:
        offset, length = self.tables[tag]
        return self.data[offset : offset + length]


def _families(path: Path) -> set[str]:
    """Return the family names of a font file in small letters; none where it cannot be used."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            font = _Font(data)
            rights = struct.unpack_from(">H", font.table(b"OS/2"), 8)[0]
            # No embedding, no subsets, bitmaps only: what PDF needs is not allowed.
            return (
                set()
                if rights == NO_EMBEDDING or rights & NO_SUBSET
                else _names(font.table(b"name"))
            )
    except (OSError, ValueError, struct.error, LookupError):
        return set()  # not a font after all, or a damaged one


def _names(table: bytes) -> set[str]:
    _, count, texts = struct.unpack_from(">HHH", table)
    found = set()
    for i in range(count):
        platform, _, _, kind, length, at = struct.unpack_from(">6H", table, 6 + 12 * i)
        raw = table[texts + at : texts + at + length]
        if kind in _FAMILY_NAMES:
            found.add(
                raw.decode("utf-16-be" if platform in {0, 3} else "latin-1", "replace").lower()
            )
    return found


def _read(path: Path, name: str) -> OwnFace | None:
    try:
        font = _Font(path.read_bytes())
        codes = _codes(font.table(b"cmap"))
        units = struct.unpack_from(">H", font.table(b"head"), 18)[0]
        longs = struct.unpack_from(">H", font.table(b"hhea"), 34)[0]
        advances = struct.unpack_from(">" + "Hh" * longs, font.table(b"hmtx"))[::2]
    except (OSError, struct.error, LookupError):
        return None
    widths = {code: advances[min(glyph, longs - 1)] / units for code, glyph in codes.items()}
    ranges = list(_runs(widths))
    starts = tuple(first for first, _, _ in ranges)
    return OwnFace(name, path, starts, tuple((last, own) for _, last, own in ranges))


def _runs(widths: dict[int, float]) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    codes = sorted(widths)
    start = 0
    for i in range(1, len(codes) + 1):
        if i == len(codes) or codes[i] != codes[i - 1] + 1:
            own = codes[start:i]
            yield own[0], own[-1], tuple(widths[code] for code in own)
            start = i


def _codes(table: bytes) -> dict[int, int]:
    """Return the glyphs of a font by character, from its best map of Unicode."""
    count = struct.unpack_from(">H", table, 2)[0]
    maps = {}
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * i)
        maps[platform, encoding] = offset
    for key in ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3)):
        if key in maps:
            kind = struct.unpack_from(">H", table, maps[key])[0]
            if kind == 12:  # noqa: PLR2004 - the number of a table's format
                return _wide_codes(table, maps[key])
            if kind == 4:  # noqa: PLR2004
                return _segment_codes(table, maps[key])
    return {}


def _wide_codes(table: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">L", table, at + 12)[0]
    groups = (struct.unpack_from(">LLL", table, at + 16 + 12 * i) for i in range(count))
    return {code: glyph + code - a for a, b, glyph in groups for code in range(a, b + 1)}


def _segment_codes(table: bytes, at: int) -> dict[int, int]:
    segments = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", table, at + 14)
    starts = struct.unpack_from(f">{segments}H", table, at + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", table, at + 16 + 4 * segments)
    first = at + 16 + 6 * segments
    offsets = struct.unpack_from(f">{segments}H", table, first)
    found = {}
    for i, (a, b, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(a, min(b, 0xFFFE) + 1):
            glyph = code
            if offset:
                place = first + 2 * i + offset + 2 * (code - a)
                glyph = struct.unpack_from(">H", table, place)[0]
            if glyph or not offset:
                glyph = (glyph + delta) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found
