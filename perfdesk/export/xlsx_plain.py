"""Write a document that is no form as xlsx: on a blank workbook made of its own styles."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from perfdesk.export.xlsx import XlsxWriter

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from perfdesk.export.document import Document
    from perfdesk.layout.sheet import Sheet

NORMAL = Font(name="Times New Roman", size=12)
"""The default font, whose digits are the unit of column widths, as in the official blanks."""
MM_PER_DIGIT = 8 * 25.4 / 96
"""Width of such a digit: 8 pixels."""
FOOTER_MM = 8.0


def write_plain_xlsx(document: Document) -> bytes:
    """Return a workbook with one sheet, laid out as the pages of the PDF are."""
    return XlsxWriter(_Made(document.paged.measured.sheet)).write((document,))


class _Made:
    """The blank of one sheet, for the writer of forms."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def blank(self, _key: str, /) -> bytes:
        """Return a workbook with the sheet's fonts (where its cells say), columns and paper."""
        book = Workbook()
        # Its first font is the workbook's default; openpyxl's types do not tell where it keeps it.
        getattr(book, "_fonts")[0] = NORMAL  # noqa: B009
        made: Worksheet = book.worksheets[0]
        for cell in self._sheet.cells:
            row, column = cell.origin
            font = Font(name=cell.style.font, size=cell.style.size, bold=cell.style.bold)
            made.cell(row + 1, column + 1).font = font
        for i, width in enumerate(self._sheet.columns_mm, 1):
            made.column_dimensions[get_column_letter(i)].width = width / MM_PER_DIGIT
        page = self._sheet.page
        made.page_setup.paperSize = "8" if page.paper == "A3" else "9"
        made.page_setup.orientation = "landscape" if page.landscape else "portrait"
        made.page_margins.footer = FOOTER_MM / 25.4
        made.page_margins.header = 0.0
        made.sheet_view.showGridLines = False
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()
