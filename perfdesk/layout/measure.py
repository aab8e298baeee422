"""Measure a sheet: the lines of each cell and the height of each row, in points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from perfdesk.layout.balance import balanced
from perfdesk.layout.breaking import Line, break_text
from perfdesk.layout.fonts import face_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.layout.sheet import Sheet, SheetCell

PT_PER_MM = 72 / 25.4
PADDING = 1.0 * PT_PER_MM
"""Room between a cell's lines and its text, above and below."""
SIDE_PADDING = 0.8 * PT_PER_MM
"""The same at the left and right: with 1 mm the official columns of 24 mm would hold only five
characters of 10.5 points, and the official forms are seen to hold six."""
PITCH = 1.3
"""Distance of two lines of text, as a multiple of the font size."""
INDENT = 9.0
"""Width of one step of a spreadsheet's indent."""
HEIGHT_STEP = 0.75
"""Spreadsheets round row heights to whole pixels of 96 dpi; so do we, and pages agree."""
SHORT_LINES = 2
"""A centred value with more lines than this is set left."""


class CellText(Struct, frozen=True):
    """A cell's text broken into lines, and how they are aligned."""

    lines: tuple[Line, ...]
    face: str
    h: Literal["left", "center", "right"]
    pitch: float
    padding: float = 0.0

    @property
    def height(self) -> float:
        """Height that the cell needs for all its lines, padding included."""
        return needed_height(len(self.lines), self.pitch, self.padding)


class Measured(Struct, frozen=True):
    """A sheet with the text of each cell (in the order of ``sheet.cells``) and row heights."""

    sheet: Sheet
    texts: tuple[CellText, ...]
    heights: tuple[float, ...]
    lefts: tuple[float, ...]
    """Left edge of each column and right edge of the last, from the left edge of the table."""


def needed_height(lines: int, pitch: float, padding: float = 0.0) -> float:
    """Return the height of a cell with so many lines; padding 0 is the usual one."""
    return lines * pitch + 2 * (padding or PADDING)


def lines_that_fit(height: float, pitch: float, padding: float = 0.0) -> int:
    """Return how many lines a cell of this height holds."""
    return max(0, math.floor((height - 2 * (padding or PADDING)) / pitch + 1e-6))


def measure(sheet: Sheet) -> Measured:
    """Break all texts of a sheet and return the heights that its rows need."""
    lefts = [0.0]
    for width in sheet.columns_mm:
        lefts.append(lefts[-1] + width * PT_PER_MM)
    texts = tuple(cell_text(cell, lefts, sheet.padding) for cell in sheet.cells)
    heights = row_heights(sheet, texts)
    return Measured(sheet, texts, tuple(heights), tuple(lefts))


def cell_text(cell: SheetCell, lefts: Sequence[float], padding: float = 0.0) -> CellText:
    """Break the text of one cell; ``lefts`` as in :class:`Measured`, padding the sheet's."""
    style = cell.style
    face = face_key(style.font)
    width = lefts[cell.col + cell.cols] - lefts[cell.col] - 2 * SIDE_PADDING - style.indent * INDENT
    lines = break_text(cell.text, face, style.size, max(width, 1.0))
    h = style.h
    if h == "center" and cell.path is not None and len(lines) > SHORT_LINES:
        h = "left"
    if len(lines) > 1 and (h == "center" or cell.path is None):
        lines = balanced(cell.text, lines, face, style.size, max(width, 1.0))
    return CellText(lines, face, h, style.size * (cell.pitch or PITCH), padding)


def row_heights(sheet: Sheet, texts: Sequence[CellText]) -> list[float]:
    """Return the height of each row: the blank's own, or what its texts need."""
    heights = [_up(row.height) for row in sheet.rows]
    spanning = []
    for cell, text in zip(sheet.cells, texts, strict=True):
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], _up(text.height))
        else:
            spanning.append((cell, text))
    for cell, text in spanning:
        own = range(cell.row, cell.row + cell.rows)
        lacking = text.height - sum(heights[i] for i in own)
        if lacking > 0:
            share = _up(lacking / cell.rows)
            for i in own:
                heights[i] += share
    return heights


def _up(height: float) -> float:
    return math.ceil(height / HEIGHT_STEP - 1e-6) * HEIGHT_STEP
