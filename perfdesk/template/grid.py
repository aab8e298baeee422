"""The grid: a blank's layout as data. It is read off the workbook once and kept as JSON beside it.

Lengths on paper are millimetres for widths and margins (as officials give them) and points for
heights, font sizes and line weights (as typesetting and spreadsheets give them). Rows and columns
count from 0.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

HAlign = Literal["left", "center", "right"]
VAlign = Literal["top", "center", "bottom"]
Edges = tuple[float, float, float, float]
"""Line weights of a cell in points, 0 for none: left, top, right, bottom."""

NO_EDGES: Edges = (0.0, 0.0, 0.0, 0.0)


class PageSetup(Struct, frozen=True, kw_only=True):
    """Paper of a form: size, margins (left, right, top, bottom) in mm."""

    paper: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    margins_mm: tuple[float, float, float, float] = (20.0, 20.0, 25.0, 20.0)

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of the sheet of paper as it is held, in mm."""
        short, long = (210.0, 297.0) if self.paper == "A4" else (297.0, 420.0)
        return (long, short) if self.landscape else (short, long)


class Style(Struct, frozen=True, kw_only=True):
    """How a cell's text is set: official font family, size in points, alignment."""

    font: str
    size: float
    bold: bool = False
    h: HAlign = "center"
    v: VAlign = "center"
    indent: int = 0


class GridCell(Struct, frozen=True, kw_only=True):
    """One cell (or merged block of cells) of the blank."""

    row: int
    col: int
    rows: int = 1
    cols: int = 1
    text: str = ""
    style: int = 0
    edges: Edges = NO_EDGES

    @property
    def bordered(self) -> bool:
        """True where the cell belongs to the ruled table, not to a title or signature line."""
        return any(self.edges)


class Grid(Struct, frozen=True, kw_only=True):
    """A blank as data: paper, columns, the least height of each row, and its cells."""

    page: PageSetup
    columns_mm: tuple[float, ...]
    heights_pt: tuple[float, ...]
    styles: tuple[Style, ...]
    cells: tuple[GridCell, ...]


class Mark(Struct, frozen=True):
    """A fill mark of a cell: ``{name}`` between a printed prefix and suffix."""

    prefix: str
    name: str
    suffix: str


_MARK = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)\}")


def marks(text: str) -> tuple[str, ...]:
    """Return the names of all marks in a cell's text, in order."""
    return tuple(_MARK.findall(text))


def split_mark(text: str) -> Mark | None:
    """Return the first mark of ``text`` with the text around it, or None where there is none."""
    found = _MARK.search(text)
    return Mark(text[: found.start()], found[1], text[found.end() :]) if found else None


def replace_marks(text: str, values: dict[str, str]) -> str:
    """Return ``text`` with each mark that ``values`` has replaced by its value."""
    return _MARK.sub(lambda found: values.get(found[1], found[0]), text)
