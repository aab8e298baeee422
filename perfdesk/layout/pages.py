"""Pages: the finished numbers that preview, printer and PDF paint, and never measure again.

All lengths are points; x from the left edge of the paper, y from its top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import text_width
from perfdesk.layout.fonts import DEFAULT_FACE
from perfdesk.layout.measure import PT_PER_MM
from perfdesk.layout.strokes import Box, Rule, Run, frame_rules, text_runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfdesk.layout.paginate import Paged, Piece
    from perfdesk.layout.sheet import SheetCell


FOOTER_SIZE = 9.0
"""Font size of the line in the bottom margin."""


class Page(Struct, frozen=True):
    """One page: size of the paper, lines and text; ``own_fonts``: see :class:`Sheet`."""

    width: float
    height: float
    rules: tuple[Rule, ...]
    runs: tuple[Run, ...]
    own_fonts: bool = False


def make_pages(paged: Paged) -> tuple[Page, ...]:
    """Return the pages of a sheet."""
    setup = paged.measured.sheet.page
    width, height = (side * PT_PER_MM for side in setup.size_mm)
    own_fonts = paged.measured.sheet.own_fonts
    place = _Place(paged)
    by_page: list[list[tuple[Piece, Box]]] = [[] for _ in range(paged.pages)]
    for piece in paged.pieces:
        by_page[piece.page].append((piece, _box(paged, piece)))
    pages = []
    for number, own in enumerate(by_page, 1):
        rules = place.rules(frame_rules((box, piece.edges) for piece, box in own))
        runs = place.runs(run for piece, box in own for run in _runs(paged, piece, box))
        pages.append(Page(width, height, rules, (*runs, *_footer(paged, number)), own_fonts))
    return tuple(pages)


def cell_runs(paged: Paged, page: int) -> Iterator[tuple[SheetCell, tuple[Run, ...]]]:
    """Yield the cells that stand on a page (from 0), each with its text there."""
    place = _Place(paged)
    for piece in paged.pieces:
        if piece.page == page:
            cell = paged.measured.sheet.cells[piece.cell]
            yield cell, place.runs(_runs(paged, piece, _box(paged, piece)))


class _Place:
    """Where things stand on paper: shrunk ones hang from the top margin, midway across."""

    def __init__(self, paged: Paged) -> None:
        setup = paged.measured.sheet.page
        left, right, self.top, _ = (margin * PT_PER_MM for margin in setup.margins_mm)
        self.scale = paged.scale
        self.table = left + paged.measured.lefts[-1] / 2
        self.middle = (left + setup.size_mm[0] * PT_PER_MM - right) / 2

    def rules(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        if self.scale == 1:
            return tuple(rules)
        x, y = self._x, self._y
        return tuple(Rule(x(r.x0), y(r.y0), x(r.x1), y(r.y1), r.weight * self.scale) for r in rules)

    def runs(self, runs: Iterable[Run]) -> tuple[Run, ...]:
        if self.scale == 1:
            return tuple(runs)
        return tuple(
            Run(self._x(r.x), self._y(r.y), r.text, r.face, r.size * self.scale) for r in runs
        )

    def _x(self, at: float) -> float:
        return self.middle + (at - self.table) * self.scale

    def _y(self, at: float) -> float:
        return self.top + (at - self.top) * self.scale


def _footer(paged: Paged, number: int) -> Iterator[Run]:
    """Yield the line in the middle of the bottom margin, where the sheet asks for one."""
    sheet = paged.measured.sheet
    if sheet.footer:
        text = sheet.footer.format(page=number, pages=paged.pages)
        (width, height), margins = sheet.page.size_mm, sheet.page.margins_mm
        x = (margins[0] + width - margins[1]) / 2 * PT_PER_MM
        x -= text_width(text, DEFAULT_FACE, FOOTER_SIZE) / 2
        y = (height - margins[3] / 2) * PT_PER_MM
        yield Run(x, y, text, DEFAULT_FACE, FOOTER_SIZE)


def _box(paged: Paged, piece: Piece) -> Box:
    """Left, top, right and bottom of a piece on its page."""
    margins = paged.measured.sheet.page.margins_mm
    cell = paged.measured.sheet.cells[piece.cell]
    lefts = paged.measured.lefts
    x, y = margins[0] * PT_PER_MM, margins[2] * PT_PER_MM
    last = paged.strips[piece.last]
    # Neighbours must get the very same numbers: tops and heights are multiples of 0.75, so their
    # sums are exact, and the margin is added last.
    return (
        x + lefts[cell.col],
        y + paged.strips[piece.first].top,
        x + lefts[cell.col + cell.cols],
        y + (last.top + last.height),
    )


def _runs(paged: Paged, piece: Piece, box: Box) -> Iterator[Run]:
    cell = paged.measured.sheet.cells[piece.cell]
    text = paged.measured.texts[piece.cell]
    return text_runs(cell, text, piece.lines, box)
