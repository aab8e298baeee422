"""Flow: the rows of a measured sheet run down the pages; a row too tall for a page is cut."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.measure import HEIGHT_STEP, PT_PER_MM, Measured, lines_that_fit, needed_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfdesk.layout.sheet import Sheet

FIRST_LINES = 3
"""A row that is cut leaves at least so many lines on its first page …"""
LAST_LINES = 2
"""… and so many beside a signature block on its last."""
HEADS_SHARE = 0.5
"""Heads that fill more of a page than this are not repeated."""


class Slice(Struct, frozen=True):
    """A row of the sheet on a page, or the part of it that stands there. Height in points."""

    row: int
    page: int
    height: float
    repeated: bool = False


def page_capacity(sheet: Sheet, scale: float = 1.0) -> float:
    """Return the height in points that rows may fill on a page where they are shrunk by a scale."""
    if sheet.endless:
        return math.inf
    height = sheet.page.size_mm[1]
    return (height - sheet.page.margins_mm[2] - sheet.page.margins_mm[3]) * PT_PER_MM / scale


def flow(measured: Measured, heights: Sequence[float], scale: float = 1.0) -> tuple[Slice, ...]:
    """Place the rows, each ``heights[i]`` points high, on pages; ``scale``: they are shrunk by it.

    Heads repeat on each page that continues their table. The lines above the table stay with its
    first row, heads with the row below them, and a signature block with the row above it.
    """
    placer = _Placer(measured, heights, scale)
    groups = list(_groups(measured.sheet))
    for group in groups:
        placer.place(group)
    return tuple(placer.slices)


def _groups(sheet: Sheet) -> Iterator[range]:
    """Runs of rows that stay on one page if they can."""
    count = len(sheet.rows)
    joined = [False] * count  # joined[i]: row i stays with row i - 1
    for i in range(1, min(sheet.first_ruled(), count - 1) + 1):
        joined[i] = True
    for i, heads in enumerate(sheet.heads):
        if heads and i == heads[-1] + 1:
            for j in (*heads[1:], i):
                joined[j] = True
    for i in range(max(1, min(sheet.signature, _tail(sheet))), count):
        joined[i] = True
    for i in _closing_rows(sheet):
        joined[i] = True
    for i, row in enumerate(sheet.rows[:-1]):
        joined[i + 1] = joined[i + 1] or row.keep
    first = 0
    for i in range(1, count + 1):
        if i == count or not joined[i]:
            yield range(first, i)
            first = i


def _tail(sheet: Sheet) -> int:
    """Return the first row below the ruled table."""
    return max((c.row + c.rows for c in sheet.cells if c.ruled), default=0)


def _closing_rows(sheet: Sheet) -> Iterator[int]:
    """Rows that close a table, as its 合计: in the same band, but not of the table."""
    for cell in sheet.cells:
        last = cell.row + cell.rows - 1
        if last > cell.row and not sheet.rows[last].table and sheet.rows[last - 1].table:
            yield last


class _Placer:
    """Where on which page the next row goes."""

    def __init__(self, measured: Measured, heights: Sequence[float], scale: float) -> None:
        self.sheet = measured.sheet
        self.heights = heights
        self.capacity = page_capacity(measured.sheet, scale)
        self.padding = measured.sheet.padding
        self.tail = _tail(measured.sheet)
        self.slices: list[Slice] = []
        self.page = 0
        self.used = 0.0
        self.values: dict[int, list[tuple[int, float]]] = {}
        self.least: dict[int, int] = {}
        for cell, text in zip(self.sheet.cells, measured.texts, strict=True):
            if cell.path is not None and cell.rows > 1:
                for row in range(cell.row, cell.row + cell.rows):
                    share = lines_that_fit(heights[row], text.pitch, self.padding)
                    self.values.setdefault(row, []).append((share, text.pitch))
            elif cell.path is not None:
                self.values.setdefault(cell.row, []).append((len(text.lines), text.pitch))
            elif cell.rows == 1:
                self.least[cell.row] = max(self.least.get(cell.row, FIRST_LINES), len(text.lines))

    def place(self, group: range) -> None:
        """Put rows that belong together where they fit whole; else one after the other."""
        total = sum(self.heights[i] for i in group)
        if self.used and not self._fits(total):
            fitting = total <= self._room_on_new_page(group[0])
            if fitting or not self._fits(self._start(group)):
                self._new_page(group[0])
        whole = self._fits(total)
        for i in group:
            if whole:
                self._emit(i, self.heights[i])
            else:
                self._cut(i, self._behind(i, group))

    def _start(self, group: range) -> float:
        """Height of the first value's row of a group, or of its beginning, and of all above it."""
        height = 0.0
        for i in group:
            if i in self.values:
                return height + min(self.heights[i], self._least(i))
            height += self.heights[i]
        return height

    def _least(self, row: int) -> float:
        pitch = max((pitch for _, pitch in self.values.get(row, ())), default=self.heights[row])
        return needed_height(self.least.get(row, FIRST_LINES), pitch, self.padding)

    def _behind(self, row: int, group: range) -> float:
        """Height of what must stay with a row: a total behind the last record, the signatures."""
        last = max((i for i in group if self.sheet.rows[i].table), default=-1)
        if row in (last, self.tail - 1):
            return sum(self.heights[i] for i in group if i > row)
        return 0.0

    def _fits(self, height: float) -> bool:
        return self.used + height <= self.capacity + 1e-6

    def _heads(self, row: int) -> tuple[int, ...]:
        heads = self.sheet.heads[row]
        tall = sum(self.heights[i] for i in heads) > self.capacity * HEADS_SHARE
        return () if tall else heads

    def _room_on_new_page(self, row: int) -> float:
        return self.capacity - sum(self.heights[i] for i in self._heads(row))

    def _new_page(self, row: int) -> None:
        self.page += 1
        self.used = 0.0
        for i in self._heads(row):
            self._emit(i, self.heights[i], repeated=True)

    def _emit(self, row: int, height: float, *, repeated: bool = False) -> None:
        self.slices.append(Slice(row, self.page, height, repeated))
        self.used += height

    def _cut(self, row: int, reserve: float) -> None:
        """Put a row where the page goes on; cut it between lines of its texts where it must be."""
        values = self.values.get(row, [(1, self.heights[row])])
        left, pitches = [n for n, _ in values], [pitch for _, pitch in values]
        heads = sum(self.heights[i] for i in self._heads(row))
        tail = needed_height(LAST_LINES, max(pitches), self.padding)
        if heads + tail + reserve > self.capacity:
            reserve = 0.0  # what follows is taller than a page and will be cut itself
        if self.used and not self._fits(min(self.heights[row], self._least(row))):
            self._new_page(row)
        if self._fits(self.heights[row] + reserve):
            self._emit(row, self.heights[row])
            return
        while True:
            pairs = list(zip(left, pitches, strict=True))
            need = max(needed_height(n, pitch, self.padding) for n, pitch in pairs)
            room = self.capacity - self.used
            if need + reserve <= room + 1e-6:
                self._emit(row, _up(need))
                return
            height = _down(room) if need > room else _up(need - LAST_LINES * max(pitches))
            taken = [min(n, lines_that_fit(height, p, self.padding)) for n, p in pairs]
            if not any(taken):
                if self.used > heads:
                    self._new_page(row)
                    continue
                taken = [min(n, 1) for n in left]
            left = [n - k for n, k in zip(left, taken, strict=True)]
            self._emit(row, height)
            self._new_page(row)


def _up(height: float) -> float:
    return -(-(height - 1e-6) // HEIGHT_STEP) * HEIGHT_STEP


def _down(height: float) -> float:
    return (height + 1e-6) // HEIGHT_STEP * HEIGHT_STEP
