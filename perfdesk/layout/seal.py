"""Where a unit's round seal will sit on the first page, and what it would cover there.

It is pressed over the unit's name behind 盖章. Amounts and indicators under red ink are hard
to read and are sent back, so the place shown moves up until it is clear of them, as far as the name
allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import text_width
from perfdesk.layout.measure import PT_PER_MM
from perfdesk.layout.pages import cell_runs

if TYPE_CHECKING:
    from perfdesk.layout.paginate import Paged
    from perfdesk.layout.sheet import SheetCell
    from perfdesk.layout.strokes import Box, Run

SEAL_WORD = "盖章"
DIAMETERS_MM = (42.0, 40.0)
"""Of a unit's seal: 42 mm for most offices (国发〔1999〕25号), 40 mm is seen too."""
HIGHEST_MM = 14.0
"""So far the seal may move up from the middle of the name and still cover it."""
EDGE_MM = 3.0
"""A seal stays so far from the edge of the paper."""
_BEHIND = "）):： "


class Seal(Struct, frozen=True):
    """A seal on page 1: its middle and radius in points, and the values that it would cover."""

    x: float
    y: float
    radius: float
    covered: tuple[SheetCell, ...] = ()


def seal_place(paged: Paged, diameter_mm: float = DIAMETERS_MM[0]) -> Seal | None:
    """Return where the seal will sit; None where the form has no place for one on page 1."""
    cells = list(cell_runs(paged, 0))
    name = next((box for cell, runs in cells if (box := _name(runs))), None)
    if name is None:
        return None
    values = [(cell, _box(run)) for cell, runs in cells if _counts(cell) for run in runs]
    radius = diameter_mm / 2 * PT_PER_MM
    edge = radius + EDGE_MM * PT_PER_MM
    width = paged.measured.sheet.page.size_mm[0] * PT_PER_MM
    x = min(max((name[0] + name[2]) / 2, edge), width - edge)
    y = (name[1] + name[3]) / 2
    first = None
    for step in range(round(HIGHEST_MM) + 1):
        at = max(y - step * PT_PER_MM, edge)
        covered = {cell.path: cell for cell, box in values if _meets(x, at, radius, box)}
        if not covered:
            return Seal(x, at, radius)
        first = first or Seal(x, at, radius, tuple(covered.values()))
    return first


def _name(runs: tuple[Run, ...]) -> Box | None:
    """Return the box of the unit's name behind 盖章, as long as the words where it is empty."""
    for i, run in enumerate(runs):
        if SEAL_WORD not in run.text:
            continue
        before, _, behind = run.text.partition(SEAL_WORD)
        name = behind.lstrip(_BEHIND)
        start = run.text[: len(run.text) - len(name)] if name else run.text
        left = run.x + text_width(start, run.face, run.size)
        end = max(_box(other)[2] for other in runs[i:] if abs(other.y - run.y) < 1)
        if end <= left:
            end = left + (len(before) + len(SEAL_WORD)) * run.size
        return left, *_heights(run, end)
    return None


def _heights(run: Run, end: float) -> tuple[float, float, float]:
    return run.y - 0.88 * run.size, end, run.y + 0.12 * run.size


def _box(run: Run) -> Box:
    return run.x, *_heights(run, run.x + text_width(run.text, run.face, run.size))


def _counts(cell: SheetCell) -> bool:
    """Tell whether a cell holds an amount or a value of a table."""
    if cell.path is None or len(cell.text) <= len(cell.prefix) + len(cell.suffix):
        return False
    money = cell.field is not None and (cell.field.type == "money" or cell.field.role == "amount")
    return money or bool(cell.path.column)


def _meets(x: float, y: float, radius: float, box: Box) -> bool:
    """Tell whether a circle meets a box."""
    dx = max(box[0] - x, 0.0, x - box[2])
    dy = max(box[1] - y, 0.0, y - box[3])
    return dx * dx + dy * dy < radius * radius
