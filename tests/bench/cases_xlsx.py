"""xlsx, from the data of a form to the bytes of a workbook.

The limit is openpyxl as everybody uses it: a new workbook, a font, an alignment and a border set on
each cell, ``merge_cells``. It is handed the same cells, ready-made, with the style objects made
once for the whole run, and has only to put them in.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from perfdesk.dossier.state import Dossier, Form
from perfdesk.export.document import Document, make_document
from perfdesk.export.xlsx import XlsxWriter
from perfdesk.layout.paginate import Piece
from perfdesk.template.grid import Style
from tests.bench import forms
from tests.bench.harness import ROUNDS, Figure, Goal, figures, race

TITLE = "xlsx, ms a form / openpyxl as everybody uses it, the same cells ready-made"

FORMS, MERGED = 3, 20
MM_PER_CHARACTER = 1.9


class Block(NamedTuple):
    """A cell or merged cells, counted from 1, with what openpyxl needs for it."""

    rows: range
    cols: range
    text: str
    font: Font
    align: Alignment
    border: Border


class Book(NamedTuple):
    """A form as openpyxl wants it."""

    widths: list[float]
    heights: list[float]
    breaks: list[int]
    blocks: list[Block]


@cache
def font(style: Style) -> Font:
    """Return the font of a style, made once."""
    return Font(name=style.font, size=style.size, bold=style.bold)


@cache
def align(style: Style) -> Alignment:
    """Return the alignment of a style, made once."""
    return Alignment(style.h, style.v, wrap_text=True, indent=style.indent)


@cache
def border(weights: Sequence[float]) -> Border:
    """Return the lines around a cell, made once."""
    sides = [Side("medium" if weight > 1 else "thin" if weight else None) for weight in weights]
    return Border(sides[0], sides[2], sides[1], sides[3])


def ready(document: Document) -> Book:
    """Return a form of ours ready for openpyxl."""
    paged = document.paged
    strips = paged.strips
    return Book(
        [width / MM_PER_CHARACTER for width in paged.measured.sheet.columns_mm],
        [strip.height for strip in strips],
        [i for i in range(1, len(strips)) if strips[i].page != strips[i - 1].page],
        [block(document, piece) for piece in paged.pieces],
    )


def block(document: Document, piece: Piece) -> Block:
    """Return the cells of one piece of a form."""
    cell = document.paged.measured.sheet.cells[piece.cell]
    return Block(
        range(piece.first + 1, piece.last + 2),
        range(cell.col + 1, cell.col + cell.cols + 1),
        cell.text if piece.lines[1] else "",
        font(cell.style),
        align(cell.style),
        border(piece.edges),
    )


def usual_xlsx(book: Book) -> bytes:
    """Write a workbook as everybody does: the limit."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for i, width in enumerate(book.widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    for rows, cols, text, own_font, own_align, own_border in book.blocks:
        for row in rows:
            for col in cols:
                cell = sheet.cell(row, col)
                cell.font = own_font
                cell.alignment = own_align
                cell.border = own_border
        sheet.cell(rows[0], cols[0]).value = text
        if len(rows) > 1 or len(cols) > 1:
            sheet.merge_cells(
                start_row=rows[0], end_row=rows[-1], start_column=cols[0], end_column=cols[-1]
            )
    for i, height in enumerate(book.heights, 1):
        sheet.row_dimensions[i].height = height
    for row in book.breaks:
        sheet.row_breaks.append(Break(id=row))
    sheet.page_setup.paperSize = 9
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    pack = forms.pack()
    writer = XlsxWriter(pack)

    def document(dossier: Dossier, form: Form) -> Document:
        return make_document(dossier, form, pack)

    def material(number: int, count: int = FORMS) -> list[tuple[Dossier, Form]]:
        own = forms.dossier(count, number * count)
        return [(own, form) for form in own.forms]

    books = [[ready(document(*pair)) for pair in material(i)] for i in range(ROUNDS + 1)]

    def ours(number: int) -> list[bytes]:
        return [writer.write([document(*pair)]) for pair in material(number)]

    def merged(number: int) -> bytes:
        return writer.write([document(*pair) for pair in material(number, MERGED)])

    def usual(number: int) -> list[bytes]:
        return [usual_xlsx(book) for book in books[number]]

    times = race({"ours": ours, "merged": merged, "usual": usual})
    goals = (
        Goal("one form of 40 indicators, one file", "ours", "usual", 0.4, 0.25),
        Goal(f"{MERGED} forms in one file / usual, a file each", "merged", "usual", 0.4, 0.25),
    )
    yield from figures(times, goals, per={"ours": FORMS, "merged": MERGED, "usual": FORMS})
    size, limit = (sum(map(len, case(0))) / FORMS / 1024 for case in (ours, usual))
    yield Figure("size of a file", size, limit, size / limit, None, None, "KiB")
