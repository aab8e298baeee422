"""Read a blank workbook into a grid: done when packs are made, not by the running program."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from perfdesk.errors import Problem, TemplateError
from perfdesk.template.declared import MAX_COLS, MAX_ROWS
from perfdesk.template.grid import (
    NO_EDGES,
    Edges,
    Grid,
    GridCell,
    HAlign,
    PageSetup,
    Style,
    VAlign,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles import Font
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MM_PER_PT = 25.4 / 72
MM_PER_INCH = 25.4

LINE_WEIGHTS = {
    None: 0.0,
    "none": 0.0,
    "hair": 0.25,
    "thin": 0.5,
    "dotted": 0.5,
    "dashed": 0.5,
    "medium": 1.0,
    "double": 1.0,
    "thick": 1.5,
}
"""Points for a spreadsheet's line styles; their order is what counts to the eye."""

DIGIT_PX = {
    ("calibri", 11): 7,
    ("arial", 10): 7,
    ("times new roman", 12): 8,
    ("宋体", 11): 8,
    ("simsun", 11): 8,
    ("宋体", 12): 8,
    ("simsun", 12): 8,
    ("等线", 11): 8,
    ("仿宋", 12): 8,
}
"""Width of a digit, in pixels at 96 dpi, of usual default fonts: the unit of column widths."""

DEFAULT_ROW_PT = 15.0
DEFAULT_FONT_PT = 11.0

HORIZONTAL: dict[str, HAlign] = {"left": "left", "center": "center", "right": "right"}
VERTICAL: dict[str, VAlign] = {"top": "top", "center": "center"}

_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),  # a damaged zip
    *(InvalidFileException, SyntaxError, LookupError, ValueError, TypeError, AttributeError),
)
"""What openpyxl raises on something that is no workbook or a damaged one."""


def open_blank(data: bytes, place: str) -> Workbook:
    """Return a workbook with at least one sheet, for writing a form into it.

    Raises:
        TemplateError: it is not a workbook.
    """
    try:
        book = load_workbook(io.BytesIO(data))
        book.worksheets[0]
    except _UNREADABLE as error:
        what = "套表里的这张空表已损坏，不能写出 Excel"
        raise TemplateError("空表", (Problem(place, what, "请导出 PDF，或改用备份"),)) from error
    return book


def read_blank(data: bytes, place: str) -> Grid:
    """Return the layout of the first sheet of a workbook.

    Args:
        data: the xlsx file.
        place: its name, for the message.

    Raises:
        TemplateError: it is not a workbook, or its sheet is empty.
    """
    try:
        book = load_workbook(io.BytesIO(data))
        reader = _SheetReader(book, book.worksheets[0])
        problem = _no_blank(reader)
        grid = None if problem else reader.grid()
    except _UNREADABLE as error:
        problem = f"不是可读的 xlsx 工作簿（{error}）", "用 WPS 或 Excel 另存为 .xlsx"
        raise TemplateError(place, (Problem(place, *problem),)) from error
    if grid is None:
        raise TemplateError(place, (Problem(place, *problem),))
    return grid


def _no_blank(reader: _SheetReader) -> tuple[str, ...]:
    """Say why a sheet is no blank form and what to do about it; empty where it may be one."""
    if (reader.rows, reader.cols) == (1, 1) and reader.sheet["A1"].value is None:
        return "第一个工作表是空的", "把官方空表放在第一个工作表"
    if reader.rows > MAX_ROWS or reader.cols > MAX_COLS:
        size = f"{reader.rows} 行 {reader.cols} 列"
        return f"第一个工作表有 {size}，不像一张空表", "删去表外的格式，或设置打印区域"
    return ()


class _SheetReader:
    """One reading of one sheet."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.rows, self.cols = self._extent()
        self.styles: dict[Style, int] = {}

    def grid(self) -> Grid:
        cells = tuple(self._cells())
        return Grid(
            page=self._page(),
            columns_mm=tuple(self._column_mm(i) for i in range(self.cols)),
            heights_pt=tuple(self._height_pt(i) for i in range(self.rows)),
            styles=tuple(self.styles),
            cells=cells,
        )

    def _extent(self) -> tuple[int, int]:
        """Size of the used area: the print area where one is set."""
        areas = self.sheet.print_area
        if areas:
            last = areas.split(",")[0].replace("$", "").rpartition(":")[2].rpartition("!")[2]
            cell = self.sheet[last]
            return cell.row, cell.column
        return self.sheet.max_row, self.sheet.max_column

    def _page(self) -> PageSetup:
        setup, margins = self.sheet.page_setup, self.sheet.page_margins
        inches = (margins.left, margins.right, margins.top, margins.bottom)
        return PageSetup(
            paper="A3" if str(setup.paperSize) == "8" else "A4",
            landscape=setup.orientation == "landscape",
            margins_mm=tuple(round(value * MM_PER_INCH, 2) for value in inches),  # type: ignore[arg-type]
        )

    def _column_mm(self, index: int) -> float:
        letter = get_column_letter(index + 1)
        dimensions = self.sheet.column_dimensions
        width = None
        for key, dimension in dimensions.items():
            # One entry may stand for a range of equal columns.
            first, last = dimension.min or 0, dimension.max or 0
            if key == letter or first <= index + 1 <= last:
                width = dimension.width
        if width is None:
            width = self.sheet.sheet_format.defaultColWidth or 8.43
        font = self._default_font()
        size = float(font.sz or DEFAULT_FONT_PT)
        pixels = DIGIT_PX.get((str(font.name).lower(), int(size)), round(size * 96 / 72 / 2))
        return round(float(width) * pixels * 72 / 96 * MM_PER_PT, 2)

    def _default_font(self) -> Font:
        """The font of the Normal style; openpyxl's types do not tell where it keeps it."""
        fonts: list[Font] = getattr(self.book, "_fonts")  # noqa: B009
        return fonts[0]

    def _height_pt(self, index: int) -> float:
        height = self.sheet.row_dimensions[index + 1].height
        return round(DEFAULT_ROW_PT if height is None else height, 2)

    def _cells(self) -> list[GridCell]:
        blocks = {(m.min_row, m.min_col): m for m in self.sheet.merged_cells.ranges}
        covered = {
            (r, c)
            for m in self.sheet.merged_cells.ranges
            for r in range(m.min_row, m.max_row + 1)
            for c in range(m.min_col, m.max_col + 1)
        } - set(blocks)
        found = []
        for row in range(1, self.rows + 1):
            for col in range(1, self.cols + 1):
                if (row, col) in covered:
                    continue
                block = blocks.get((row, col))
                rows = block.max_row - row + 1 if block else 1
                cols = min(block.max_col, self.cols) - col + 1 if block else 1
                cell = self.sheet.cell(row, col)
                edges = self._edges(row, col, rows, cols)
                if cell.value is None and edges == NO_EDGES:
                    continue
                found.append(
                    GridCell(
                        row=row - 1,
                        col=col - 1,
                        rows=rows,
                        cols=cols,
                        text="" if cell.value is None else str(cell.value),
                        style=self._style(cell),
                        edges=edges,
                    )
                )
        return found

    def _edges(self, row: int, col: int, rows: int, cols: int) -> Edges:
        """Line weights around a block, each the heaviest on that side.

        The neighbour's line counts too, but not for a cell without any line of its own: a title
        above the table is not a part of it.
        """
        bottom, right = row + rows - 1, col + cols - 1
        down, across = range(row, bottom + 1), range(col, right + 1)
        own = (
            max(self._line(r, col, "left") for r in down),
            max(self._line(row, c, "top") for c in across),
            max(self._line(r, right, "right") for r in down),
            max(self._line(bottom, c, "bottom") for c in across),
        )
        if own == NO_EDGES:
            return own
        return (
            max(own[0], *(self._line(r, col - 1, "right") for r in down)),
            max(own[1], *(self._line(row - 1, c, "bottom") for c in across)),
            max(own[2], *(self._line(r, right + 1, "left") for r in down)),
            max(own[3], *(self._line(bottom + 1, c, "top") for c in across)),
        )

    def _line(self, row: int, col: int, side: str) -> float:
        if not (1 <= row <= self.rows and 1 <= col <= self.cols):
            return 0.0
        line = getattr(self.sheet.cell(row, col).border, side)
        return LINE_WEIGHTS.get(line.style if line else None, 0.5)

    def _style(self, cell: Cell | MergedCell) -> int:
        font, align = cell.font, cell.alignment
        style = Style(
            font=str(font.name or self._default_font().name),
            size=float(font.sz or self._default_font().sz or DEFAULT_FONT_PT),
            bold=bool(font.b),
            h=HORIZONTAL.get(str(align.horizontal), "left"),
            v=VERTICAL.get(str(align.vertical), "bottom"),
            indent=int(align.indent or 0),
        )
        return self.styles.setdefault(style, len(self.styles))
