"""Strokes: what a cell becomes in ink, text runs and ruled lines; pages and the screen share them.

All lengths are points; y grows downwards.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import text_width
from perfdesk.layout.fonts import ASCENT, DESCENT, chain
from perfdesk.layout.measure import INDENT, PADDING, SIDE_PADDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfdesk.layout.measure import CellText
    from perfdesk.layout.sheet import SheetCell
    from perfdesk.template.grid import Edges

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a cell."""


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


def text_runs(cell: SheetCell, text: CellText, lines: tuple[int, int], box: Box) -> Iterator[Run]:
    """Yield the runs of a cell's lines from ``lines[0]`` to before ``lines[1]``, set in ``box``."""
    first, last = lines
    if first == last:
        return
    left, top, right, bottom = box
    left += SIDE_PADDING
    right -= SIDE_PADDING
    indent = cell.style.indent * INDENT
    left, right = (left, right - indent) if text.h == "right" else (left + indent, right)
    size = cell.style.size
    block = (last - first) * text.pitch
    y = {
        "top": top + (text.padding or PADDING),
        "center": (top + bottom - block) / 2,
        "bottom": bottom - (text.padding or PADDING) - block,
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
    if faces.own.issuperset(line):
        yield Run(x, y, line, face, size)
        return
    for key, chars in groupby(line, key=faces.face_of):
        part = "".join(chars)
        if part.strip():
            yield Run(x, y, part, key, size)
        x += text_width(part, face, size)


def frame_rules(cells: Iterable[tuple[Box, Edges]]) -> Iterator[Rule]:
    """Yield the lines around cells, each drawn once, neighbours joined, the heavier one winning."""
    ruled = [(box, edges) for box, edges in cells if any(edges)]
    xs = sorted({x for box, _ in ruled for x in (box[0], box[2])})
    ys = sorted({y for box, _ in ruled for y in (box[1], box[3])})
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    across: dict[int, dict[int, float]] = {}
    down: dict[int, dict[int, float]] = {}
    for (left, top, right, bottom), edges in ruled:
        columns = range(column[left], column[right])
        rows = range(row[top], row[bottom])
        _add(across, row[top], columns, edges[1])
        _add(across, row[bottom], columns, edges[3])
        _add(down, column[left], rows, edges[0])
        _add(down, column[right], rows, edges[2])
    for i, spans in sorted(across.items()):
        yield from (Rule(a, ys[i], b, ys[i], weight) for a, b, weight in _joined(spans, xs))
    for i, spans in sorted(down.items()):
        yield from (Rule(xs[i], a, xs[i], b, weight) for a, b, weight in _joined(spans, ys))


def _add(lines: dict[int, dict[int, float]], at: int, spans: range, weight: float) -> None:
    """Note a side's weight in each span between two stops, where a neighbour's may be heavier."""
    if not weight:
        return
    own = lines.setdefault(at, {})
    for span in spans:
        if own.get(span, 0.0) < weight:
            own[span] = weight


def _joined(spans: dict[int, float], stops: list[float]) -> Iterator[tuple[float, float, float]]:
    """Join spans of one weight that touch, so that a long line is drawn in one stroke."""
    start = end = -1
    weight = 0.0
    for span in sorted(spans):
        own = spans[span]
        if span == end and own == weight:
            end += 1
            continue
        if start >= 0:
            yield stops[start], stops[end], weight
        start, end, weight = span, span + 1, own
    if start >= 0:
        yield stops[start], stops[end], weight
