"""Pages: the finished numbers that preview, printer and PDF paint, and never measure again.

All lengths are points; x from the left edge of the paper, y from its top.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import text_width
from perfdesk.layout.fonts import ASCENT, DESCENT, chain
from perfdesk.layout.measure import INDENT, PADDING, PT_PER_MM, SIDE_PADDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfdesk.layout.paginate import Paged, Piece


NEAR = 1e-6
"""Points that are the same place."""


class Run(Struct, frozen=True):
    """Text of one face and size on one baseline."""

    x: float
    y: float
    text: str
    face: str
    size: float


class Rule(Struct, frozen=True):
    """A straight line, horizontal or vertical, with its weight."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float


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
    by_page: list[list[Piece]] = [[] for _ in range(paged.pages)]
    for piece in paged.pieces:
        by_page[piece.page].append(piece)
    return tuple(
        Page(
            width,
            height,
            tuple(_rules(paged, own)),
            tuple(run for p in own for run in _runs(paged, p)),
        )
        for own in by_page
    )


def _box(paged: Paged, piece: Piece) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a piece on its page."""
    margins = paged.measured.sheet.page.margins_mm
    cell = paged.measured.sheet.cells[piece.cell]
    lefts = paged.measured.lefts
    x, y = margins[0] * PT_PER_MM, margins[2] * PT_PER_MM
    top = paged.strips[piece.first].top
    return (
        x + lefts[cell.col],
        y + top,
        x + lefts[cell.col + cell.cols],
        y + top + paged.height(piece),
    )


def _runs(paged: Paged, piece: Piece) -> Iterator[Run]:
    first, last = piece.lines
    if first == last:
        return
    cell = paged.measured.sheet.cells[piece.cell]
    text = paged.measured.texts[piece.cell]
    left, top, right, bottom = _box(paged, piece)
    left += SIDE_PADDING
    right -= SIDE_PADDING
    indent = cell.style.indent * INDENT
    left, right = (left, right - indent) if text.h == "right" else (left + indent, right)
    size = cell.style.size
    block = (last - first) * text.pitch
    y = {
        "top": top + PADDING,
        "center": (top + bottom - block) / 2,
        "bottom": bottom - PADDING - block,
    }[cell.style.v]
    y += (text.pitch + (ASCENT - DESCENT) * size) / 2
    for start, end in text.lines[first:last]:
        line = cell.text[start:end]
        if line:
            x = left
            if text.h != "left":
                spare = right - left - text_width(line, text.face, size)
                x += spare / 2 if text.h == "center" else spare
            yield from _line_runs(line, x, y, text.face, size)
        y += text.pitch


def _line_runs(line: str, x: float, y: float, face: str, size: float) -> Iterator[Run]:
    """Split a line where the face lacks a character and another one draws it."""
    faces = chain(face)
    for key, chars in groupby(line, key=faces.face_of):
        part = "".join(chars)
        if part.strip():
            yield Run(x, y, part, key, size)
        x += text_width(part, face, size)


def _rules(paged: Paged, pieces: list[Piece]) -> Iterator[Rule]:
    """Lines around all pieces, each drawn once, neighbours joined, the heavier of two winning."""
    across: dict[float, dict[tuple[float, float], float]] = {}
    down: dict[float, dict[tuple[float, float], float]] = {}
    lefts = [paged.measured.sheet.page.margins_mm[0] * PT_PER_MM + x for x in paged.measured.lefts]
    tops: list[float] = sorted(
        {_box(paged, p)[1] for p in pieces} | {_box(paged, p)[3] for p in pieces}
    )
    for piece in pieces:
        left, top, right, bottom = _box(paged, piece)
        _add(across, top, _spans(lefts, left, right), piece.edges[1])
        _add(across, bottom, _spans(lefts, left, right), piece.edges[3])
        _add(down, left, _spans(tops, top, bottom), piece.edges[0])
        _add(down, right, _spans(tops, top, bottom), piece.edges[2])
    for y, spans in sorted(across.items()):
        yield from (Rule(a, y, b, y, weight) for a, b, weight in _joined(spans))
    for x, spans in sorted(down.items()):
        yield from (Rule(x, a, x, b, weight) for a, b, weight in _joined(spans))


def _spans(stops: list[float], first: float, last: float) -> list[tuple[float, float]]:
    """Cut a side at every stop, so that lines of neighbours meet in the same spans."""
    own = [stop for stop in stops if first - NEAR <= stop <= last + NEAR]
    return list(pairwise(own))


def _add(
    lines: dict[float, dict[tuple[float, float], float]],
    at: float,
    spans: list[tuple[float, float]],
    weight: float,
) -> None:
    if not weight:
        return
    own = lines.setdefault(round(at, 4), {})
    for span in spans:
        own[span] = max(own.get(span, 0.0), weight)


def _joined(spans: dict[tuple[float, float], float]) -> Iterator[tuple[float, float, float]]:
    """Join spans of one weight that touch, so that a long line is drawn in one stroke."""
    ordered = sorted(spans.items())
    (start, end), weight = ordered[0]
    for (first, last), own in ordered[1:]:
        if first - end < NEAR and own == weight:
            end = last
            continue
        yield start, end, weight
        start, end, weight = first, last, own
    yield start, end, weight
