"""Cell styles of an exported workbook, each made once: the blank's own, with our lines around."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE, BUILTIN_FORMATS_REVERSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

    from perfdesk.template.grid import Edges

Line = Literal["hair", "thin", "medium", "thick"] | None


class _Pool(Protocol):
    """A workbook's list of fonts, borders …, each of them kept once."""

    def add(self, value: object) -> int: ...
    def __getitem__(self, index: int) -> object: ...


class _Pools(Protocol):
    """The lists that a workbook's styles point into; openpyxl's types do not tell of them."""

    _fonts: _Pool
    _fills: _Pool
    _protections: _Pool
    _borders: _Pool
    _alignments: _Pool
    _number_formats: _Pool
    _cell_styles: _Pool


class _Styled(Protocol):
    _style: StyleArray


class _Sheet(Protocol):
    """A worksheet's cells by row and column, from 1."""

    _cells: Mapping[tuple[int, int], _Styled]


_WEIGHTS: tuple[tuple[float, Line], ...] = (
    (0.0, None),
    (0.3, "hair"),
    (0.75, "thin"),
    (1.25, "medium"),
)
"""A spreadsheet's line style for weights up to so many points."""


class StyleSource:
    """Fonts and fills of one blank, taken before its cells are cleared away."""

    def __init__(self, book: Workbook) -> None:
        self._book = cast("_Pools", book)
        self._styles = {
            (row - 1, column - 1): copy(cell._style)
            for (row, column), cell in cast("_Sheet", book.worksheets[0])._cells.items()
        }

    def parts(self, origin: tuple[int, int]) -> tuple[object, object, object]:
        """Return font, fill and protection of a cell of the blank."""
        style = self._styles.get(origin) or StyleArray()
        book = self._book
        return (
            book._fonts[style.fontId],
            book._fills[style.fillId],
            book._protections[style.protectionId],
        )


class Look(NamedTuple):
    """What a cell looks like but for its lines.

    origin: row and column of the cell of the blank whose text is set alike; align: horizontal,
    vertical, indent; number_format: ``General`` for text; quoted: the text must not be taken for a
    formula when it is edited; size: of the font, in points.
    """

    origin: tuple[int, int]
    align: tuple[str, str, int]
    number_format: str
    quoted: bool
    size: float


class StyleTable:
    """Styles of one workbook by what they look like."""

    def __init__(self, book: Workbook) -> None:
        self._book = cast("_Pools", book)
        self._made: dict[object, int] = {}

    def style(self, source: StyleSource, look: Look, edges: Edges) -> int:
        """Return the number of the style of a cell with lines of these weights around."""
        key = (id(source), look, edges)
        found = self._made.get(key)
        if found is None:
            style = self._make(source.parts(look.origin), look, edges)
            found = self._made[key] = self._book._cell_styles.add(style)
        return found

    def _make(self, parts: tuple[object, object, object], look: Look, edges: Edges) -> StyleArray:
        align = look.align
        book = self._book
        left, top, right, bottom = (Side(style=_line(weight)) for weight in edges)
        border = Border(left=left, right=right, top=top, bottom=bottom)
        alignment = Alignment(
            horizontal=align[0], vertical=align[1], indent=align[2], wrap_text=True
        )
        style = StyleArray()
        style.fontId = book._fonts.add(_sized(parts[0], look.size))
        style.fillId = book._fills.add(parts[1])
        style.protectionId = book._protections.add(parts[2])
        style.borderId = book._borders.add(border)
        style.alignmentId = book._alignments.add(alignment)
        style.numFmtId = self._format_id(look.number_format)
        style.quotePrefix = int(look.quoted)
        return style

    def _format_id(self, number_format: str) -> int:
        if number_format in BUILTIN_FORMATS_REVERSE:
            return int(BUILTIN_FORMATS_REVERSE[number_format])
        return self._book._number_formats.add(number_format) + BUILTIN_FORMATS_MAX_SIZE


def _sized(font: object, size: float) -> object:
    """Return a font of the blank in the size that the page set-up asks for."""
    if not isinstance(font, Font) or font.sz in {None, size}:
        return font
    other = copy(font)
    other.sz = size
    return other


def _line(weight: float) -> Line:
    for limit, name in _WEIGHTS:
        if weight <= limit:
            return name
    return "thick"
