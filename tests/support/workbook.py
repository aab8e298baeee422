"""Read an exported workbook back: sheets as pages of cells, for the same judge as the paper."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.official import ink
from tests.support.paper import ReadCell, ReadPage

MAX_ROW_HEIGHT = 409.5
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class BadWorkbookError(AssertionError):
    """A spreadsheet program would mend this workbook, or clip it."""


@dataclass(frozen=True)
class Block:
    """A cell or a merged block; rows and columns count from 1."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    ruled: bool

    @property
    def covered(self) -> range:
        return range(self.row, self.row + self.rows)


def sheets(data: bytes) -> list[Worksheet]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets)


def shown(cell: Cell) -> str:
    """Return what a spreadsheet program shows in a cell, which is not always what it holds."""
    if cell.value is None:
        return ""
    if cell.data_type == "n":
        whole, _, decimals = str(cell.number_format).partition(".")
        if whole not in {"0", "#,##0"} or decimals.strip("0"):
            raise BadWorkbookError(f"{cell.coordinate}: unknown format {cell.number_format}")
        return format(cell.value, f"{',' if ',' in whole else ''}.{len(decimals)}f")
    if cell.data_type != "s":
        raise BadWorkbookError(f"{cell.coordinate} is of type {cell.data_type}, not text")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(cell.value))


def blocks(sheet: Worksheet) -> list[Block]:
    """Return all cells of a sheet, merged ones once.

    Raises:
        BadWorkbookError: merged blocks overlap, or a cell under one holds something.
    """
    found: list[Block] = []
    covered: set[tuple[int, int]] = set()
    for block in sheet.merged_cells.ranges:
        places = {
            (r, c) for r, c in _places(block.min_row, block.max_row, block.min_col, block.max_col)
        }
        if covered & places:
            raise BadWorkbookError(f"{block.coord} overlaps another merged block")
        if len(places) == 1:
            raise BadWorkbookError(f"{block.coord} merges nothing")
        covered |= places
        for row, col in sorted(places)[1:]:
            if sheet.cell(row, col).value is not None:
                raise BadWorkbookError(f"something hidden in {block.coord}")
        found.append(_block(sheet, block.min_row, block.min_col, block.max_row, block.max_col))
    last_row, last_col = extent(sheet)
    found += [
        _block(sheet, row, col, row, col)
        for row, col in _places(1, last_row, 1, last_col)
        if (row, col) not in covered
    ]
    return sorted(found, key=lambda block: (block.row, block.col))


def _places(top: int, bottom: int, left: int, right: int) -> Iterator[tuple[int, int]]:
    yield from ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))


def _block(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> Block:
    places = [sheet.cell(row, col) for row, col in _places(top, bottom, left, right)]
    first = places[0]
    assert isinstance(first, Cell)
    ruled = any(
        side is not None and side.style
        for cell in places
        for side in (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
    )
    rows, cols = bottom - top + 1, right - left + 1
    return Block(top, left, rows, cols, shown(first), ruled)


def extent(sheet: Worksheet) -> tuple[int, int]:
    """Return the last row and column that are printed."""
    last = sheet[str(sheet.print_area).rpartition(":")[2].replace("$", "")]
    return last.row, last.column


def page_rows(sheet: Worksheet) -> list[range]:
    """Return the rows of each page, as the page breaks part them."""
    last = extent(sheet)[0]
    ends = [*(brk.id for brk in sheet.row_breaks.brk), last]
    starts = [1, *(end + 1 for end in ends[:-1])]
    return [range(start, end + 1) for start, end in zip(starts, ends, strict=True)]


def height(sheet: Worksheet, rows: range) -> float:
    """Return the height of rows in points; each must say how high it is."""
    total = 0.0
    for row in rows:
        own = sheet.row_dimensions[row].height
        if own is None or not 0 < own <= MAX_ROW_HEIGHT:
            raise BadWorkbookError(f"row {row} is {own} points high")
        total += own
    return total


def read_pages(sheet: Worksheet) -> list[ReadPage]:
    """Return the pages of a sheet for the judge."""
    all_blocks = blocks(sheet)
    pages = []
    for rows in page_rows(sheet):
        own = [block for block in all_blocks if block.row in rows]
        for block in own:
            if block.covered[-1] not in rows:
                raise BadWorkbookError(f"row {block.row}: a merged block over a page break")
        ruled = [block for block in own if block.ruled]
        starts = {block.row for block in ruled} | {block.covered[-1] + 1 for block in ruled}
        stops = sorted(starts)
        band = {row: i for i, row in enumerate(stops)}
        cells = [
            ReadCell(
                col=block.col - 1,
                cols=block.cols,
                band=band[block.row],
                bands=band[block.covered[-1] + 1] - band[block.row],
                text=ink(block.text),
                height=height(sheet, block.covered),
            )
            for block in ruled
        ]
        outside = [(block.row, ink(block.text)) for block in own if not block.ruled]
        top = stops[0] if stops else rows[-1] + 1
        pages.append(
            ReadPage(
                bands=max(0, len(stops) - 1),
                cells=tuple(sorted(cells, key=lambda cell: (cell.band, cell.col))),
                above=tuple(text for row, text in outside if text and row < top),
                below=tuple(text for row, text in outside if text and row >= top),
            )
        )
    return pages


def changed(data: bytes, change: Callable[[Worksheet], object], index: int = 0) -> bytes:
    """Return a workbook with one sheet changed by hand."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book.worksheets[index])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
