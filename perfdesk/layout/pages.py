"""Pages: the finished numbers that preview, printer and PDF paint, and never measure again.

All lengths are points; x from the left edge of the paper, y from its top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.measure import PT_PER_MM
from perfdesk.layout.strokes import Box, Rule, Run, frame_rules, text_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfdesk.layout.paginate import Paged, Piece


class Page(Struct, frozen=True):
    """One page: size of the paper, lines and text."""

    width: float
    height: float
    rules: tuple[Rule, ...]
    runs: tuple[Run, ...]


def make_pages(paged: Paged) -> tuple[Page, ...]:
    """Return the pages of a sheet."""
    setup = paged.measured.sheet.page
    width, height = (side * PT_PER_MM for side in setup.size_mm)
    by_page: list[list[tuple[Piece, Box]]] = [[] for _ in range(paged.pages)]
    for piece in paged.pieces:
        by_page[piece.page].append((piece, _box(paged, piece)))
    return tuple(
        Page(
            width,
            height,
            tuple(frame_rules((box, piece.edges) for piece, box in own)),
            tuple(run for piece, box in own for run in _runs(paged, piece, box)),
        )
        for own in by_page
    )


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
