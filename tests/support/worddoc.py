"""Read an exported Word document back: its pages as cells, for the same judge as the paper.

Read from its XML alone, by the rules of the file format; nothing here knows what wrote it.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring, register_namespace, tostring

from tests.support.official import ink
from tests.support.paper import ReadCell, ReadPage

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NAMESPACE}}}"
BODY = "word/document.xml"
TWIPS = 20
HIGHEST_ROW = 31680
# The order in which Word wants what stands in an element; it calls the file damaged otherwise.
ORDER = {
    "pPr": "pageBreakBefore tabs spacing ind jc rPr sectPr",
    "rPr": "rFonts b sz szCs lang",
    "tblPr": "tblW jc tblInd tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders vAlign",
    "tcBorders": "top left bottom right",
    "sectPr": "footerReference pgSz pgMar",
}


class BadDocumentError(AssertionError):
    """Word would mend this document, or show something else than was meant."""


@dataclass(frozen=True)
class Row:
    height: float
    cut: bool
    head: bool


@dataclass(frozen=True)
class Table:
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    cells: tuple[ReadCell, ...]
    ruled: bool


@dataclass(frozen=True)
class Line:
    """A paragraph outside the tables: texts between tabs, height with the room around, points."""

    texts: tuple[str, ...]
    height: float
    breaks: bool


@dataclass(frozen=True)
class Section:
    """Size and margins (top, right, bottom, left) in points, with what stands in it."""

    size: tuple[float, float]
    margins: tuple[float, float, float, float]
    landscape: bool
    blocks: tuple[Line | Table, ...]


def part(data: bytes, name: str = BODY) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def sections(data: bytes) -> list[Section]:
    """Return the sections of a document.

    Raises:
        BadDocumentError: something is out of order.
    """
    root = fromstring(part(data))  # noqa: S314 - written by ourselves
    for name, order in ORDER.items():
        for element in root.iter(W + name):
            _check_order(element, order.split())
    body = root[0]
    found: list[Section] = []
    blocks: list[Line | Table] = []
    children = list(body)
    for element, following in zip(children, [*children[1:], None], strict=True):
        if element.tag == W + "tbl":
            if following is None or following.tag != W + "p":
                raise BadDocumentError("no paragraph behind a table")
            blocks.append(_table(element))
            continue
        setup = element if element.tag == W + "sectPr" else element.find(f"{W}pPr/{W}sectPr")
        if element.tag == W + "p":
            blocks.append(_line(element))
        if setup is not None:
            found.append(_section(setup, tuple(blocks)))
            blocks = []
    if blocks:
        raise BadDocumentError("no page set-up at the end")
    return found


def _check_order(element: Element, order: list[str]) -> None:
    names = [child.tag.removeprefix(W) for child in element]
    if [name for name in order if name in names] != names:
        raise BadDocumentError(f"{element.tag.removeprefix(W)} holds {names}")


def _number(element: Element | None, name: str = "val") -> int:
    return 0 if element is None else int(element.get(W + name, "0"))


def _section(setup: Element, blocks: tuple[Line | Table, ...]) -> Section:
    size, margins = setup.find(f"{W}pgSz"), setup.find(f"{W}pgMar")
    assert size is not None and margins is not None  # noqa: PT018
    top, right, bottom, left = (
        _number(margins, side) / TWIPS for side in ("top", "right", "bottom", "left")
    )
    return Section(
        (_number(size, "w") / TWIPS, _number(size, "h") / TWIPS),
        (top, right, bottom, left),
        size.get(W + "orient") == "landscape",
        blocks,
    )


def _line(element: Element) -> Line:
    spacing = element.find(f"{W}pPr/{W}spacing")
    if spacing is None or spacing.get(W + "lineRule") != "exact":
        raise BadDocumentError("a line of no fixed height")
    lines = 1 + sum(1 for _ in element.iter(W + "br"))
    height = _number(spacing, "before") + lines * _number(spacing, "line")
    return Line(
        tuple(text for text in map(ink, _text(element).split("\t")) if text),
        (height + _number(spacing, "after")) / TWIPS,
        element.find(f"{W}pPr/{W}pageBreakBefore") is not None,
    )


def _text(element: Element) -> str:
    texts = {W + "tab": "\t", W + "br": "\n"}
    inside = [child for run in element.iter(W + "r") for child in run]
    return "".join(
        (child.text or "") if child.tag == W + "t" else texts.get(child.tag, "") for child in inside
    )


def _table(element: Element) -> Table:
    widths = tuple(_number(column, "w") for column in element.iter(W + "gridCol"))
    fixed = element.find(f"{W}tblPr/{W}tblLayout")
    if fixed is None or fixed.get(W + "type") != "fixed":
        raise BadDocumentError("Word would choose the widths itself")
    if _number(element.find(f"{W}tblPr/{W}tblW"), "w") != sum(widths):
        raise BadDocumentError("the table is not as wide as its columns")
    rows = list(element.iter(W + "tr"))
    heads = [_flag(row, "tblHeader") for row in rows]
    if heads != sorted(heads, reverse=True):
        raise BadDocumentError("a head below a row that is none; Word would not repeat it")
    made = tuple(
        Row(_row_height(row), not _flag(row, "cantSplit"), head)
        for row, head in zip(rows, heads, strict=True)
    )
    ruled = next(element.iter(W + "tcBorders"), None) is not None
    return Table(widths, made, tuple(_cells(rows, widths, made)), ruled)


def _flag(row: Element, name: str) -> bool:
    return row.find(f"{W}trPr/{W}{name}") is not None


def _row_height(row: Element) -> float:
    height = row.find(f"{W}trPr/{W}trHeight")
    if height is None or height.get(W + "hRule") != "atLeast":
        raise BadDocumentError("a row that would cut what does not fit")
    if not 0 < _number(height) <= HIGHEST_ROW:
        raise BadDocumentError(f"a row of {_number(height)} twips")
    return _number(height) / TWIPS


def _cells(
    rows: list[Element], widths: tuple[int, ...], made: tuple[Row, ...]
) -> Iterator[ReadCell]:
    """Yield the cells with merged ones once."""
    grid: list[dict[int, tuple[int, str, str]]] = []  # by column: how many, merge, text
    for row in rows:
        own: dict[int, tuple[int, str, str]] = {}
        col = 0
        for cell in row.iter(W + "tc"):
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan")) or 1
            if _number(cell.find(f"{W}tcPr/{W}tcW"), "w") != sum(widths[col : col + span]):
                raise BadDocumentError("a cell that is not as wide as its columns")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            kind = "" if merge is None else merge.get(W + "val", "continue")
            own[col] = (span, kind, "\n".join(_text(p) for p in cell.iter(W + "p")))
            col += span
        if col != len(widths):
            raise BadDocumentError(f"a row of {col} columns in a table of {len(widths)}")
        grid.append(own)
    for number, own in enumerate(grid):
        for col, (span, kind, text) in own.items():
            if kind != "continue":
                last = _last_row(grid, number, col) if kind else number
                height = sum(row.height for row in made[number : last + 1])
                yield ReadCell(col, span, number, last - number + 1, ink(text), height)
                continue
            above = grid[number - 1].get(col) if number else None
            if above is None or above[0] != span or not above[1] or ink(text):
                raise BadDocumentError(f"row {number}: a merged cell without its beginning")


def _last_row(grid: list[dict[int, tuple[int, str, str]]], first: int, col: int) -> int:
    last = first
    while last + 1 < len(grid) and grid[last + 1].get(col, (0, "", ""))[1] == "continue":
        last += 1
    if last == first:
        raise BadDocumentError(f"row {first}: a cell merged with nothing")
    return last


def page_blocks(section: Section) -> list[list[Line | Table]]:
    """Return what stands on each page of a section, as its page breaks part it."""
    pages: list[list[Line | Table]] = [[]]
    for block in section.blocks:
        if isinstance(block, Line) and block.breaks:
            pages.append([])
        pages[-1].append(block)
    return pages


def used(page: list[Line | Table]) -> float:
    """Return the height in points of what stands on a page."""
    return sum(
        block.height if isinstance(block, Line) else sum(row.height for row in block.rows)
        for block in page
    )


def read_pages(section: Section) -> list[ReadPage]:
    """Return the pages of a section for the judge."""
    pages = []
    for blocks in page_blocks(section):
        tables = [block for block in blocks if isinstance(block, Table) and block.ruled]
        if len(tables) > 1:
            raise BadDocumentError("a page with several tables")
        table = tables[0] if tables else Table((), (), (), ruled=True)
        at = blocks.index(table) if tables else len(blocks)
        above, below = (
            tuple(text for block in part for text in _outside(block))
            for part in (blocks[:at], blocks[at + 1 :])
        )
        cells = tuple(sorted(table.cells, key=lambda cell: (cell.band, cell.col)))
        pages.append(ReadPage(len(table.rows), cells, above, below))
    return pages


def _outside(block: Line | Table) -> tuple[str, ...]:
    if isinstance(block, Line):
        return block.texts
    return tuple(cell.text for cell in block.cells if cell.text)


def changed(data: bytes, change: Callable[[Element], object]) -> bytes:
    """Return a document with its body changed by hand."""
    register_namespace("w", NAMESPACE)
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == BODY:
                root = fromstring(content)  # noqa: S314 - written by ourselves
                change(root)
                content = tostring(root, encoding="utf-8", xml_declaration=True)
            target.writestr(name, content)
    return buffer.getvalue()
