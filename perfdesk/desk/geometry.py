"""Where things of a sheet are on the screen, and which cell comes next; no widgets here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfdesk.dossier.state import Path
    from perfdesk.layout.screen import Screen
    from perfdesk.layout.sheet import SheetCell

Direction = Literal["up", "down", "left", "right"]


def sizes(stops: Sequence[float], scale: float) -> list[int]:
    """Return the sizes in pixels between stops in points, so that their sums never drift."""
    places = [round(stop * scale) for stop in stops]
    return [b - a for a, b in pairwise(places)]


def fill_cells(screen: Screen) -> list[int]:
    """Return the cells to fill in, in the order in which Tab visits them: row by row."""
    cells = screen.cells
    found = [i for i, cell in enumerate(cells) if cell.path is not None]
    return sorted(found, key=lambda i: (cells[i].row, cells[i].col))


def next_fill(screen: Screen, number: int, step: int) -> int:
    """Return the fill cell ``step`` places on from a cell, stopping at the first and last one."""
    order = fill_cells(screen)
    if not order:
        return number
    if number in order:
        place = order.index(number) + step
    else:
        here = _key(screen.cells[number])
        before = sum(_key(screen.cells[i]) < here for i in order)
        place = before if step > 0 else before - 1
    return order[min(max(place, 0), len(order) - 1)]


def below_fill(screen: Screen, number: int, step: int) -> int:
    """Return the nearest fill cell below (``step`` 1) or above (-1) that shares a column.

    Where there is none, the next or previous one in the order of Tab.
    """
    cell = screen.cells[number]
    columns = range(cell.col, cell.col + cell.cols)
    found = [
        i
        for i, other in enumerate(screen.cells)
        if other.path is not None
        and _meet(columns, range(other.col, other.col + other.cols))
        and (other.row - cell.row) * step > 0
    ]
    if not found:
        return next_fill(screen, number, step)
    nearest = min(abs(screen.cells[i].row - cell.row) for i in found)
    rows = [i for i in found if abs(screen.cells[i].row - cell.row) == nearest]
    return min(rows, key=lambda i: abs(screen.cells[i].col - cell.col))


def neighbour(screen: Screen, number: int, direction: Direction, row: int, col: int) -> int:
    """Return the cell beside a cell, any kind, keeping to ``row`` or ``col`` where it can."""
    cell = screen.cells[number]
    at = {
        "up": (cell.row - 1, col),
        "down": (cell.row + cell.rows, col),
        "left": (row, cell.col - 1),
        "right": (row, cell.col + cell.cols),
    }[direction]
    found = screen.at.get(at)
    if found is None and direction in {"up", "down"}:
        own = range(cell.col, cell.col + cell.cols)
        found = next((screen.at[at[0], c] for c in own if (at[0], c) in screen.at), None)
    return number if found is None else found


def cell_near(screen: Screen, row: int, col: int) -> int:
    """Return the cell at a place, or the nearest one where there is none; there must be some."""
    found = screen.at.get((row, col))
    if found is not None:
        return found
    cells = screen.cells
    places = range(len(cells))
    return min(places, key=lambda i: (abs(cells[i].row - row), abs(cells[i].col - col)))


def cell_for(screen: Screen, path: Path) -> int:
    """Return the cell in which a value belongs, -1 where the sheet has nothing of its kind.

    A value without a record belongs in the first empty cell of its table and column, or where none
    is empty, in the last one.
    """
    exact = screen.by_path.get(path, ())
    if exact:
        return exact[0]
    cells = [(i, cell) for i, cell in enumerate(screen.cells) if cell.path is not None]
    own = [(i, cell) for i, cell in cells if cell.path and cell.path.field == path.field]
    column = [(i, cell) for i, cell in own if cell.path and cell.path.column == path.column]
    found = column or own
    empty = (i for i, cell in found if len(cell.text) <= len(cell.prefix) + len(cell.suffix))
    return next(empty, found[-1][0] if found else -1)


def block_between(screen: Screen, one: int, other: int) -> tuple[int, int, int, int]:
    """Return the smallest block that holds two cells and cuts through no merged one."""
    block = selected_block(screen, (one, other))
    while True:
        top, left, bottom, right = block
        places = ((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
        grown = selected_block(screen, {screen.at[place] for place in places if place in screen.at})
        if grown == block:
            return block
        block = grown


def selected_block(screen: Screen, numbers: Iterable[int]) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column that hold all these cells."""
    cells = [screen.cells[i] for i in numbers]
    return (
        min(c.row for c in cells),
        min(c.col for c in cells),
        max(c.row + c.rows - 1 for c in cells),
        max(c.col + c.cols - 1 for c in cells),
    )


def _key(cell: SheetCell) -> tuple[int, int]:
    return (cell.row, cell.col)


def _meet(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
