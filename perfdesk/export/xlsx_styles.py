"""Cell styles of an exported workbook, each made once: the blank's own, with our lines around."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from perfdesk.template.grid import Edges

_WEIGHTS = ((0.0, None), (0.3, "hair"), (0.75, "thin"), (1.25, "medium"))
"""A spreadsheet's line style for weights up to so many points."""


class StyleSource:
    """Fonts and fills of one blank, taken before its cells are cleared away."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._styles = {
            (cell.row - 1, cell.column - 1): copy(cell._style)  # noqa: SLF001
            for row in book.worksheets[0].iter_rows()
            for cell in row
            if cell.has_style
        }

    def parts(self, origin: tuple[int, int]) -> tuple[object, object, object]:
        """Return font, fill and protection of a cell of the blank."""
        style = self._styles.get(origin) or StyleArray()
        book = self._book
        return (
            book._fonts[style.fontId],  # noqa: SLF001
            book._fills[style.fillId],  # noqa: SLF001
            book._protections[style.protectionId],  # noqa: SLF001
        )


class StyleTable:
    """Styles of one workbook by what they look like."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[object, StyleArray] = {}

    def style(  # noqa: PLR0913 - each is one property of a cell's look
        self,
        source: StyleSource,
        origin: tuple[int, int],
        edges: Edges,
        align: tuple[str, str, int],
        number_format: str,
        *,
        quoted: bool,
    ) -> StyleArray:
        """Return the style of a cell whose text is set as ``origin`` of the blank is.

        Args:
            source: the blank.
            origin: row and column in it.
            edges: line weights in points.
            align: horizontal, vertical, indent.
            number_format: ``General`` for text.
            quoted: the text must not be taken for a formula when it is edited.
        """
        key = (id(source), origin, edges, align, number_format, quoted)
        found = self._made.get(key)
        if found is None:
            found = self._make(source.parts(origin), edges, align, number_format, quoted=quoted)
            self._made[key] = found
        return found

    def _make(
        self,
        parts: tuple[object, object, object],
        edges: Edges,
        align: tuple[str, str, int],
        number_format: str,
        *,
        quoted: bool,
    ) -> StyleArray:
        book = self._book
        left, top, right, bottom = (Side(style=_line(weight)) for weight in edges)
        border = Border(left=left, right=right, top=top, bottom=bottom)
        alignment = Alignment(horizontal=align[0], vertical=align[1], indent=align[2], wrap_text=True)
        style = StyleArray()
        style.fontId = book._fonts.add(parts[0])  # noqa: SLF001
        style.fillId = book._fills.add(parts[1])  # noqa: SLF001
        style.protectionId = book._protections.add(parts[2])  # noqa: SLF001
        style.borderId = book._borders.add(border)  # noqa: SLF001
        style.alignmentId = book._alignments.add(alignment)  # noqa: SLF001
        style.numFmtId = self._format_id(number_format)
        style.quotePrefix = int(quoted)
        return style

    def _format_id(self, number_format: str) -> int:
        if number_format in BUILTIN_FORMATS_REVERSE:
            return BUILTIN_FORMATS_REVERSE[number_format]
        return self._book._number_formats.add(number_format) + BUILTIN_FORMATS_MAX_SIZE  # noqa: SLF001


def _line(weight: float) -> str | None:
    for limit, name in _WEIGHTS:
        if weight <= limit:
            return name
    return "thick"
