"""Lines around cells after rows were multiplied and bands moved.

In a blank the outer frame is heavier than the lines inside. When a row that touched the frame moves
inside, or another comes to touch it, its line weights must change places too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfdesk.layout.sheet import SheetCell
    from perfdesk.template.grid import Edges, Grid


def settle_edges(
    cells: Iterable[SheetCell], *, rows: Sequence[int], grid: Grid
) -> tuple[SheetCell, ...]:
    """Return the cells with the frame around each ruled block as heavy as in the blank.

    Args:
        cells: cells of the sheet with the edges that they have in the blank.
        rows: for each row of the sheet its row in the blank.
        grid: the blank.
    """
    cells = list(cells)
    starts, ends = _blocks(cells, len(rows))
    first, final = _extent(grid)
    frame_top, frame_bottom, inner = _weights(grid, first, final)
    settled = []
    for cell in cells:
        if not cell.ruled:
            settled.append(cell)
            continue
        left, top, right, bottom = cell.edges
        last = cell.row + cell.rows - 1
        if cell.row in starts:
            top = frame_top
        elif rows[cell.row] == first and top:
            top = inner
        if last in ends:
            bottom = frame_bottom
        elif rows[last] == final and bottom:
            bottom = inner
        edges: Edges = (left, top, right, bottom)
        settled.append(cell if edges == cell.edges else msgspec.structs.replace(cell, edges=edges))
    return tuple(settled)


def _blocks(cells: Sequence[SheetCell], count: int) -> tuple[set[int], set[int]]:
    """First and last rows of the blocks of ruled rows."""
    ruled = [False] * count
    for cell in cells:
        if cell.ruled:
            ruled[cell.row : cell.row + cell.rows] = [True] * cell.rows
    starts = {i for i in range(count) if ruled[i] and (i == 0 or not ruled[i - 1])}
    ends = {i for i in range(count) if ruled[i] and (i == count - 1 or not ruled[i + 1])}
    return starts, ends


def _extent(grid: Grid) -> tuple[int, int]:
    """First and last row of the blank's table."""
    ruled = [cell for cell in grid.cells if cell.bordered]
    first = min((cell.row for cell in ruled), default=0)
    return first, max((cell.row + cell.rows - 1 for cell in ruled), default=0)


def _weights(grid: Grid, first: int, final: int) -> tuple[float, float, float]:
    """Heaviest line at the top and the bottom of the blank's table, and the usual line inside."""
    top = bottom = 0.0
    inside = []
    for cell in grid.cells:
        last = cell.row + cell.rows - 1
        if cell.row == first:
            top = max(top, cell.edges[1])
        else:
            inside.append(cell.edges[1])
        if last == final:
            bottom = max(bottom, cell.edges[3])
        else:
            inside.append(cell.edges[3])
    drawn = [weight for weight in inside if weight]
    return top, bottom, max(set(drawn), key=drawn.count) if drawn else max(top, bottom)
