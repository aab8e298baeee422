"""Put a workbook's files together: openpyxl writes all but the cells, which are text already.

openpyxl builds an element for each cell and sends it through a temporary file, and writes all
styles of the workbook anew each time. Both take far longer than the rest.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct
from openpyxl.packaging.extended import ExtendedProperties
from openpyxl.packaging.manifest import Manifest
from openpyxl.styles.stylesheet import write_stylesheet
from openpyxl.workbook._writer import WorkbookWriter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.theme import theme_xml
from openpyxl.xml.constants import (
    ARC_APP,
    ARC_CORE,
    ARC_ROOT_RELS,
    ARC_STYLE,
    ARC_THEME,
    ARC_WORKBOOK,
    ARC_WORKBOOK_RELS,
)
from openpyxl.xml.functions import Element, tostring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


class SheetText(Struct):
    """The cells of a sheet as they stand in its file.

    size: rows and columns, as ``A1:H40``; heights: of each row in points; cells: of each row, in
    order; merged: ranges.
    """

    size: str
    heights: Sequence[float]
    cells: Sequence[Sequence[str]]
    merged: Sequence[str]

    def rows(self) -> str:
        """Return the element that holds all cells."""
        rows = "".join(
            f'<row r="{i}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
            for i, (height, cells) in enumerate(zip(self.heights, self.cells, strict=True), 1)
        )
        return f"<sheetData>{rows}</sheetData>"

    def merges(self) -> str:
        """Return the element that holds all merged ranges, or nothing."""
        ranges = "".join(f'<mergeCell ref="{block}"/>' for block in self.merged)
        return f'<mergeCells count="{len(self.merged)}">{ranges}</mergeCells>' if ranges else ""


def text_cell(place: str, style: int, text: str) -> str:
    """Return a cell that holds a text, or nothing where the text is empty."""
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'


def number_cell(place: str, style: int, number: str) -> str:
    """Return a cell that holds a number."""
    return f'<c r="{place}" s="{style}" t="n"><v>{number}</v></c>'


class Styles:
    """The file of a workbook's styles, made anew only after one was added."""

    def __init__(self, book: Workbook) -> None:
        self._book: Any = book
        self._count = -1
        self._text = b""

    def text(self) -> bytes:
        """Return the file."""
        count = len(self._book._cell_styles)
        if count != self._count:
            self._count, self._text = count, tostring(write_stylesheet(self._book))
        return self._text


def package(book: Workbook, sheets: Mapping[Worksheet, SheetText], styles: Styles) -> bytes:
    """Return a workbook's bytes; what an official form never has (pictures, macros) is left out."""
    book.properties.modified = datetime.now(tz=UTC).replace(tzinfo=None)
    buffer = io.BytesIO()
    manifest: Any = Manifest()
    writer: Any = WorkbookWriter(book)
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ARC_APP, tostring(ExtendedProperties().to_tree()))
        archive.writestr(ARC_CORE, tostring(book.properties.to_tree()))
        archive.writestr(ARC_THEME, book.loaded_theme or theme_xml)
        for number, sheet in enumerate(book.worksheets, 1):
            own: Any = sheet
            own._id = number
            own_text = sheets.get(sheet)
            file = _SheetFile(sheet, own_text).text() if own_text else _further(sheet)
            archive.writestr(own.path[1:], file)
            manifest.append(sheet)
        archive.writestr(ARC_STYLE, styles.text())
        archive.writestr(ARC_ROOT_RELS, writer.write_root_rels())
        archive.writestr(ARC_WORKBOOK, writer.write())
        archive.writestr(ARC_WORKBOOK_RELS, writer.write_rels())
        manifest._write(archive, book)
    return buffer.getvalue()


def _further(sheet: Worksheet) -> bytes:
    """Return the file of a sheet that the blank has besides the form (填报说明), as it is."""
    buffer = io.BytesIO()
    WorksheetWriter(sheet, buffer).write()
    return buffer.getvalue()


class _SheetFile(WorksheetWriter):
    """openpyxl's writer of a sheet, with the cells put in as text."""

    def __init__(self, sheet: Worksheet, text: SheetText) -> None:
        self._buffer = io.BytesIO()
        super().__init__(sheet, self._buffer)
        self._text = text

    def text(self) -> bytes:
        """Return the file."""
        self.write()
        data = self._buffer.getvalue()
        data = data.replace(b"<sheetData />", self._text.rows().encode(), 1)
        return data.replace(b"<mergeCells />", self._text.merges().encode(), 1)

    def write_dimensions(self) -> None:
        """Write the size that is known already."""
        self.xf.send(SheetDimension(self._text.size).to_tree())

    def write_rows(self) -> None:
        """Keep the place of the rows."""
        self.xf.send(Element("sheetData"))

    def write_merged_cells(self) -> None:
        """Keep the place of the merged ranges."""
        self.xf.send(Element("mergeCells"))
