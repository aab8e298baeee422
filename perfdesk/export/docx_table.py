"""The ruled table of a page of a Word document, with its merged cells. Lengths are twips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.export.docx_text import TINY_LOOK, Look, paragraph, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfdesk.template.grid import Edges

EIGHTHS = 8
"""Word counts the weight of a rule in eighths of a point."""
_EMPTY = paragraph((("", TINY_LOOK),))


class TableCell(Struct, frozen=True):
    """A cell over rows ``first`` to ``last`` of its table, from column ``col`` on.

    ``v`` is its alignment up and down; ``edges`` are left, top, right and bottom in points.
    """

    first: int
    last: int
    col: int
    cols: int
    text: str
    look: Look
    v: str
    edges: Edges
    indent: int = 0


class TableRow(Struct, frozen=True):
    """A row: its height, whether Word may cut it, and whether it is repeated on a further page."""

    height: int
    cut: bool = False
    head: bool = False


class Table(Struct, frozen=True):
    """A table: left edges of its columns and the right one of the last, rows, cells, margins.

    ``margins``: left and right, above and below. ``scale``: of the rules' weights. ``centred``: it
    stands midway between the margins of the page.
    """

    lefts: Sequence[int]
    rows: Sequence[TableRow]
    cells: Sequence[TableCell]
    margins: tuple[int, int]
    scale: float = 1.0
    centred: bool = True

    def text(self) -> str:
        """Return the element."""
        widths = [b - a for a, b in zip(self.lefts, self.lefts[1:], strict=False)]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        side, above = self.margins
        place = '<w:jc w:val="center"/>' if self.centred else ""
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{place}'
            '<w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            f'<w:top w:w="{above}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
            f'<w:bottom w:w="{above}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
            f"{''.join(self._row(i) for i in range(len(self.rows)))}</w:tbl>"
        )

    def _row(self, number: int) -> str:
        row = self.rows[number]
        kept = "" if row.cut else "<w:cantSplit/>"
        head = "<w:tblHeader/>" if row.head else ""
        return (
            f'<w:tr><w:trPr>{kept}<w:trHeight w:val="{row.height}" w:hRule="atLeast"/>{head}'
            f"</w:trPr>{''.join(self._cells(number))}</w:tr>"
        )

    def _cells(self, row: int) -> Iterator[str]:
        """Yield the cells of a row; a column where we have none gets an empty one."""
        own = {cell.col: cell for cell in self.cells if cell.first <= row <= cell.last}
        col = 0
        while col < len(self.lefts) - 1:
            cell = own.get(col)
            width = self.lefts[col + (cell.cols if cell else 1)] - self.lefts[col]
            size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
            if cell is None:
                yield f"<w:tc><w:tcPr>{size}</w:tcPr>{_EMPTY}</w:tc>"
                col += 1
                continue
            span = f'<w:gridSpan w:val="{cell.cols}"/>' if cell.cols > 1 else ""
            merged, text = "", cell.text
            if cell.last > cell.first:
                merged = '<w:vMerge w:val="restart"/>' if row == cell.first else "<w:vMerge/>"
                text = text if row == cell.first else ""
            align = f'<w:vAlign w:val="{cell.v}"/>' if cell.v != "top" else ""
            yield (
                f"<w:tc><w:tcPr>{size}{span}{merged}{self._borders(cell, row)}{align}</w:tcPr>"
                f"{paragraphs(text, cell.look, cell.indent)}</w:tc>"
            )
            col += cell.cols

    def _borders(self, cell: TableCell, row: int) -> str:
        left, top, right, bottom = cell.edges
        sides = (
            ("top", top if row == cell.first else 0),
            ("left", left),
            ("bottom", bottom if row == cell.last else 0),
            ("right", right),
        )
        drawn = "".join(
            f'<w:{name} w:val="single" w:sz="{max(2, round(weight * self.scale * EIGHTHS))}"'
            ' w:space="0" w:color="auto"/>'
            for name, weight in sides
            if weight
        )
        return f"<w:tcBorders>{drawn}</w:tcBorders>" if drawn else ""
