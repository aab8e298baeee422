"""Paginate: cut a measured sheet into pages, and every cell into the pieces that stand on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.flow import Slice, flow
from perfdesk.layout.measure import CellText, Measured, lines_that_fit, needed_height

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfdesk.layout.sheet import SheetCell
    from perfdesk.template.grid import Edges

MAX_STRIP = 400.0
"""Spreadsheets allow a row 409.5 points; a taller one is cut into strips no higher than this."""
ROUNDS = 12
LEAST_SCALE = 0.75
"""A form is not shrunk further than this: 10.5 points are 7.9 then, which is still read."""


class Strip(Struct, frozen=True):
    """A physical row of a page, at most :data:`MAX_STRIP` points high.

    top: distance from the first row of its page.
    """

    row: int
    page: int
    top: float
    height: float
    repeated: bool


class Piece(Struct, frozen=True):
    """The part of a cell that stands on one page, over strips ``first`` to ``last``.

    ``lines`` is the range of the cell's lines shown here, empty where the text stands on another
    page. ``edges`` are final: closed where the page cuts the cell.
    """

    cell: int
    page: int
    first: int
    last: int
    lines: tuple[int, int]
    edges: Edges


class Paged(Struct, frozen=True):
    """A sheet on pages: strips from top to bottom, and all pieces in the order of the strips."""

    measured: Measured
    strips: tuple[Strip, ...]
    pieces: tuple[Piece, ...]
    pages: int
    scale: float = 1.0
    """By how much all lengths here are shrunk on paper, a whole number of hundredths."""

    def height(self, piece: Piece) -> float:
        """Return the height of a piece in points."""
        last = self.strips[piece.last]
        return last.top + last.height - self.strips[piece.first].top

    def text(self, piece: Piece) -> str:
        """Return the text that a piece shows: all of its cell's, or the lines that stand here."""
        text = self.measured.sheet.cells[piece.cell].text
        lines = self.measured.texts[piece.cell].lines
        first, last = piece.lines
        if first == last:
            return ""
        start = lines[first][0] if first else 0
        if last == len(lines):
            return text[start:]
        return text[start : lines[last][0]].removesuffix("\n")


def paginate(measured: Measured) -> Paged:
    """Return the sheet on pages; every line of every value stands on exactly one of them.

    Printed labels repeat where their cell goes on over a page break and there is room for them.
    """
    whole = at_scale(measured)
    return fitted(whole) or whole if measured.sheet.fit else whole


def fitted(whole: Paged) -> Paged | None:
    """Return a sheet shrunk as little as makes it a page or more shorter; None where nothing does.

    The scale is a whole number of hundredths, as spreadsheets want it, not below
    :data:`LEAST_SCALE`.
    """
    if whole.pages == 1:
        return None
    best = at_scale(whole.measured, LEAST_SCALE)
    if best.pages >= whole.pages:
        return None
    low, high = round(LEAST_SCALE * 100), 100  # the pages of best do for low, and not for high
    while high - low > 1:
        middle = (low + high) // 2
        paged = at_scale(whole.measured, middle / 100)
        if paged.pages <= best.pages:
            best, low = paged, middle
        else:
            high = middle
    return best


def at_scale(measured: Measured, scale: float = 1.0) -> Paged:
    """Return the sheet on pages, shrunk by ``scale``, whatever it asks for itself."""
    heights = list(measured.heights)
    paged, lacking = _attempt(measured, heights, scale)
    for _ in range(ROUNDS):
        if not lacking:
            break
        for row, height in lacking.items():
            heights[row] += height
        paged, lacking = _attempt(measured, heights, scale)
    return paged


def _attempt(
    measured: Measured, heights: Sequence[float], scale: float
) -> tuple[Paged, dict[int, float]]:
    slices = flow(measured, heights, scale)
    strips = tuple(_strips(slices))
    pieces, lacking = _pieces(measured, strips)
    return Paged(measured, strips, pieces, slices[-1].page + 1, scale), lacking


def _strips(slices: Sequence[Slice]) -> Iterator[Strip]:
    top, page = 0.0, 0
    for part in slices:
        if part.page != page:
            top, page = 0.0, part.page
        left = part.height
        while left > MAX_STRIP:
            yield Strip(part.row, page, top, MAX_STRIP, part.repeated)
            top += MAX_STRIP
            left -= MAX_STRIP
        yield Strip(part.row, page, top, left, part.repeated)
        top += left


def _pieces(
    measured: Measured, strips: Sequence[Strip]
) -> tuple[tuple[Piece, ...], dict[int, float]]:
    """Return all pieces, and for rows that turned out too low the height that they lack."""
    where: dict[int, list[int]] = {}
    for i, strip in enumerate(strips):
        where.setdefault(strip.row, []).append(i)
    closing = _closing(measured, strips)
    found: list[Piece] = []
    lacking: dict[int, float] = {}
    for index, (cell, text) in enumerate(zip(measured.sheet.cells, measured.texts, strict=True)):
        places = _places(cell, where, strips)
        if len(places) == 1:
            ((first, last),) = places
            edges = _edges(cell, first, last, closing)
            lines = (0, len(text.lines))
            found.append(Piece(index, strips[first].page, first, last, lines, edges))
            continue
        shares, lack = _shares(cell, text, [_height(strips, a, b) for a, b in places])
        if lack:
            row = strips[places[-1][1]].row
            lacking[row] = max(lacking.get(row, 0.0), lack)
        for (first, last), lines in zip(places, shares, strict=True):
            edges = _edges(cell, first, last, closing)
            found.append(Piece(index, strips[first].page, first, last, lines, edges))
    cells = measured.sheet.cells
    found.sort(key=lambda piece: (piece.first, cells[piece.cell].col))
    return tuple(found), lacking


def _places(
    cell: SheetCell, where: dict[int, list[int]], strips: Sequence[Strip]
) -> list[tuple[int, int]]:
    """Return first and last strip of a cell on each page where it stands."""
    if cell.rows == 1 and len(where[cell.row]) == 1:
        only = where[cell.row][0]
        return [(only, only)]
    own = sorted(i for row in range(cell.row, cell.row + cell.rows) for i in where[row])
    places: list[tuple[int, int]] = []
    for i in own:
        if places and places[-1][1] == i - 1 and strips[i - 1].page == strips[i].page:
            places[-1] = (places[-1][0], i)
        else:
            places.append((i, i))
    return places


def _height(strips: Sequence[Strip], first: int, last: int) -> float:
    return strips[last].top + strips[last].height - strips[first].top


def _shares(
    cell: SheetCell, text: CellText, heights: Sequence[float]
) -> tuple[list[tuple[int, int]], float]:
    """Share a cell's lines among its pieces; also the height lacking where they do not fit."""
    count = len(text.lines)
    nothing = (0, 0)
    fits = [height + 1e-6 >= text.height for height in heights]
    if cell.path is None:
        if any(fits):
            return [(0, count) if fit else nothing for fit in fits], 0.0
        best = heights.index(max(heights))
        lack = text.height - heights[best]
        return [(0, count) if i == best else nothing for i in range(len(heights))], lack
    if any(fits):
        best = fits.index(True)
        return [(0, count) if i == best else nothing for i in range(len(heights))], 0.0
    shares, done = [], 0
    for height in heights:
        take = min(count - done, lines_that_fit(height, text.pitch, text.padding))
        shares.append((done, done + take))
        done += take
    if done == count:
        return shares, 0.0
    shares[-1] = (shares[-1][0], count)
    return shares, needed_height(count - shares[-1][0], text.pitch, text.padding) - heights[-1]


class _Closing(Struct, frozen=True):
    """Strips at which the frame of a page's table is closed, and how heavy it is drawn there."""

    tops: frozenset[int]
    bottoms: frozenset[int]
    weight: float


def _closing(measured: Measured, strips: Sequence[Strip]) -> _Closing:
    sheet = measured.sheet
    ruled = {i for cell in sheet.cells if cell.ruled for i in range(cell.row, cell.row + cell.rows)}
    tops, bottoms = set(), set()
    for i, strip in enumerate(strips):
        if strip.row not in ruled:
            continue
        before = strips[i - 1] if i else None
        after = strips[i + 1] if i + 1 < len(strips) else None
        if before is None or before.page != strip.page:
            tops.add(i)
        if after is None or after.page != strip.page:
            bottoms.add(i)
    weight = max((max(cell.edges[1], cell.edges[3]) for cell in sheet.cells), default=0.0)
    return _Closing(frozenset(tops), frozenset(bottoms), weight)


def _edges(cell: SheetCell, first: int, last: int, closing: _Closing) -> Edges:
    if (first not in closing.tops and last not in closing.bottoms) or not cell.ruled:
        return cell.edges
    left, top, right, bottom = cell.edges
    top = closing.weight if first in closing.tops else top
    bottom = closing.weight if last in closing.bottoms else bottom
    return (left, top, right, bottom)
