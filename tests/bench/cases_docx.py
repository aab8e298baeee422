"""docx, from the data of a form to the bytes of a Word document.

The limit is python-docx as everybody uses it: a table, its cells merged and filled one by one. It
is handed the same cells, ready-made. Filling a template with docxtpl takes 0.65 of its time.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import NamedTuple

import docx
from docx.shared import Mm, Pt

from perfdesk.dossier.state import Dossier, Form
from perfdesk.export.document import Document, make_document
from perfdesk.export.docx import write_docx
from tests.bench import forms
from tests.bench.harness import ROUNDS, Figure, Goal, figures, race

TITLE = "docx, ms a form / python-docx as everybody uses it, the same cells ready-made"

FORMS, MERGED = 3, 20


class Block(NamedTuple):
    """A cell or merged cells, counted from 0: first and last row and column, text, font, size."""

    place: tuple[int, int, int, int]
    text: str
    font: str
    size: float


class Table(NamedTuple):
    """A form as python-docx wants it."""

    widths: list[float]
    heights: list[float]
    blocks: list[Block]


def ready(document: Document) -> Table:
    """Return a form of ours ready for python-docx."""
    paged = document.paged
    sheet = paged.measured.sheet
    blocks = []
    for piece in paged.pieces:
        cell = sheet.cells[piece.cell]
        place = (piece.first, cell.col, piece.last, cell.col + cell.cols - 1)
        text = cell.text if piece.lines[1] else ""
        blocks.append(Block(place, text, cell.style.font, cell.style.size))
    return Table(list(sheet.columns_mm), [strip.height for strip in paged.strips], blocks)


def usual_docx(own: Table) -> bytes:
    """Write a document as everybody does: the limit."""
    document = docx.Document()
    table = document.add_table(rows=len(own.heights), cols=len(own.widths), style="Table Grid")
    for column, width in zip(table.columns, own.widths, strict=True):
        column.width = Mm(round(width))
    for row, height in zip(table.rows, own.heights, strict=True):
        row.height = Pt(round(height))
    cells = [row.cells for row in table.rows]  # table.cell() would look all of them up each time
    for (top, left, bottom, right), text, font, size in own.blocks:
        cell = cells[top][left]
        if (top, left) != (bottom, right):
            cell = cell.merge(cells[bottom][right])
        run = cell.paragraphs[0].add_run(text)
        run.font.name = font
        run.font.size = Pt(round(size))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    pack = forms.pack()

    def document(dossier: Dossier, form: Form) -> Document:
        return make_document(dossier, form, pack)

    def material(number: int, count: int = FORMS) -> list[tuple[Dossier, Form]]:
        own = forms.dossier(count, number * count)
        return [(own, form) for form in own.forms]

    tables = [[ready(document(*pair)) for pair in material(i)] for i in range(ROUNDS + 1)]

    def ours(number: int) -> list[bytes]:
        return [write_docx([document(*pair)]) for pair in material(number)]

    def merged(number: int) -> bytes:
        return write_docx([document(*pair) for pair in material(number, MERGED)])

    def usual(number: int) -> list[bytes]:
        return [usual_docx(table) for table in tables[number]]

    times = race({"ours": ours, "merged": merged, "usual": usual})
    goals = (
        Goal("one form of 40 indicators, one file", "ours", "usual", 0.33, 0.13),
        Goal(f"{MERGED} forms in one file / usual, a file each", "merged", "usual", 0.33, 0.13),
    )
    yield from figures(times, goals, per={"ours": FORMS, "merged": MERGED, "usual": FORMS})
    size, limit = (sum(map(len, case(0))) / FORMS / 1024 for case in (ours, usual))
    yield Figure("size of a file", size, limit, size / limit, None, None, "KiB")
