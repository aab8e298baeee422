"""The body of a Word document: the pages of a form as paragraphs and ruled tables.

Each page has its own table, so that pages end where the PDF's do; title, header line and signatures
are paragraphs outside it. Lengths are twips, twentieths of a point, as Word counts them.
"""

from __future__ import annotations

from itertools import groupby, takewhile
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.export.docx_table import Table, TableCell, TableRow
from perfdesk.export.docx_text import TINY, TINY_LOOK, Look, Spacing, paragraph
from perfdesk.layout.measure import INDENT, PADDING, PT_PER_MM, SIDE_PADDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfdesk.layout.paginate import Paged, Piece
    from perfdesk.layout.sheet import SheetCell

TWIPS = 20
RULE_ROOM = 12
"""Word counts a cell's rules as part of its row, beside the margins; ours are drawn on its edge."""
SLACK_MM = 8.0
"""Taken off the bottom margin: a font that is no match for ours may need a line more."""
LEAST_MARGIN_MM = 5.0
LINES, UNRULED, RULED = "lines", "unruled", "ruled"
FOOTER_MM = 8.0


class _Row(Struct, frozen=True):
    """A row of a page: strips of one row of the sheet that stand together. Top and end in twips."""

    source: int
    page: int
    top: int
    end: int
    repeated: bool


class _Part(Struct, frozen=True):
    """A piece of a cell, over rows ``first`` to ``last``."""

    piece: Piece
    cell: SheetCell
    first: int
    last: int
    text: str
    look: Look

    @property
    def lines(self) -> int:
        """How many lines of text it shows."""
        return self.piece.lines[1] - self.piece.lines[0]


class Body:
    """Writes one form."""

    def __init__(self, paged: Paged) -> None:
        self.paged = paged
        self._rows: list[_Row] = []
        self._row_of: list[int] = []
        self._take_rows()
        self._lefts = [self._twips(left) for left in paged.measured.lefts]
        self._parts = [self._part(piece) for piece in paged.pieces]
        pages: dict[int, set[int]] = {}
        for row in self._rows:
            if not row.repeated:
                pages.setdefault(row.source, set()).add(row.page)
        self._cut = {source for source, on in pages.items() if len(on) > 1}

    @property
    def fonts(self) -> set[str]:
        """Names of the fonts used."""
        return {part.look.font for part in self._parts}

    def text(self) -> str:
        """Return the paragraphs and tables of all pages, without the section."""
        return "".join(text for page in range(self.paged.pages) for text in self._page(page))

    def section(self, footer: str) -> str:
        """Return the page set-up; ``footer`` names the line in the bottom margin, "" for none."""
        setup = self.paged.measured.sheet.page
        width, height = (round(side * PT_PER_MM * TWIPS) for side in setup.size_mm)
        left, right, top, bottom = (round(mm * PT_PER_MM * TWIPS) for mm in setup.margins_mm)
        least, slack, low = (
            round(mm * PT_PER_MM * TWIPS) for mm in (LEAST_MARGIN_MM, SLACK_MM, FOOTER_MM)
        )
        bottom = max(min(bottom, least), bottom - slack)
        turned = ' w:orient="landscape"' if setup.landscape else ""
        reference = f'<w:footerReference w:type="default" r:id="{footer}"/>' if footer else ""
        return (
            f'<w:sectPr>{reference}<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
            f'<w:pgMar w:top="{top - TINY}" w:right="{right}" w:bottom="{bottom}"'
            f' w:left="{left}" w:header="0" w:footer="{min(low, bottom)}" w:gutter="0"/></w:sectPr>'
        )

    # --- what stands where ---

    def _twips(self, points: float) -> int:
        return round(points * self.paged.scale * TWIPS)

    def _take_rows(self) -> None:
        """Join the strips that a spreadsheet needs for a high row; Word's rows may be as high."""
        for strip in self.paged.strips:
            top, end = self._twips(strip.top), self._twips(strip.top + strip.height)
            last = self._rows[-1] if self._rows else None
            if last and (last.source, last.page) == (strip.row, strip.page):
                self._rows[-1] = _Row(last.source, last.page, last.top, end, last.repeated)
            else:
                self._rows.append(_Row(strip.row, strip.page, top, end, strip.repeated))
            self._row_of.append(len(self._rows) - 1)

    def _part(self, piece: Piece) -> _Part:
        cell = self.paged.measured.sheet.cells[piece.cell]
        text = self.paged.measured.texts[piece.cell]
        size = int(cell.style.size * self.paged.scale * 2)  # half points; rather small than wide
        look = Look(cell.style.font, size, cell.style.bold, text.h, self._twips(text.pitch))
        first, last = self._row_of[piece.first], self._row_of[piece.last]
        shown = self.paged.text(piece)
        if cell.path is None and look.h == "center" and shown == cell.text:
            # Titles and labels are broken evenly; Word would fill a line and leave a sign over.
            shown = "\v".join(shown[start:end] for start, end in text.lines)
        return _Part(piece, cell, first, last, shown, look)

    # --- a page ---

    def _page(self, page: int) -> Iterator[str]:
        rows = [i for i, row in enumerate(self._rows) if row.page == page]
        parts = [part for part in self._parts if part.piece.page == page]
        kinds = _kinds(parts)
        before = ""
        for kind, own_rows in groupby(rows, lambda i: kinds.get(i, LINES)):
            run = list(own_rows)
            own = [part for part in parts if part.first in run]
            spacing = Spacing(page_break=not before and page > 0)
            if kind == LINES:
                yield from self._lines(run, own, spacing, 0 if before else TINY)
            elif before == LINES:
                yield self._table(run, own)
            else:  # Word joins tables that nothing parts
                yield paragraph((("", TINY_LOOK),), spacing) + self._table(run, own)
            before = kind

    # --- outside the table ---

    def _lines(
        self, run: Sequence[int], parts: Sequence[_Part], spacing: Spacing, more: int
    ) -> Iterator[str]:
        """Rows without rules: a paragraph each, as far apart as they are on paper.

        Args:
            run: the rows.
            parts: what stands in them.
            spacing: of the first paragraph.
            more: room above it, in addition.
        """
        at, end = self._rows[run[0]].top - more, self._rows[run[-1]].end
        rows = [own for own in _by_row(parts) if own]
        if not rows:
            empty = msgspec.structs.replace(TINY_LOOK, pitch=max(TINY, end - at))
            yield paragraph((("", empty),), spacing)
        for number, own in enumerate(rows):
            top, height = self._place(own)
            after = end - top - height if number == len(rows) - 1 else 0
            spacing = msgspec.structs.replace(spacing, before=max(0, top - at), after=max(0, after))
            yield self._line(own, spacing)
            at, spacing = top + height, Spacing()

    def _place(self, parts: Sequence[_Part]) -> tuple[int, int]:
        """Return where a line of texts begins, from the top of the page, and its height."""
        part = max(parts, key=lambda part: part.look.pitch * part.lines)
        top, end = self._rows[part.first].top, self._rows[part.last].end
        height = part.look.pitch * part.lines
        own = self.paged.measured.texts[part.piece.cell].padding
        padding = self._twips(own or PADDING)
        if part.cell.style.v == "top":
            return top + padding, height
        if part.cell.style.v == "bottom":
            return end - padding - height, height
        return top + (end - top - height) // 2, height

    def _line(self, parts: Sequence[_Part], spacing: Spacing) -> str:
        """Several texts on a line stand at tabs; one alone is set between its cell's edges."""
        if len(parts) == 1:
            (part,) = parts
            left, right = self._sides(part)
            right = self._lefts[-1] - right
            if part.look.h == "center" and part.lines == 1 and left == right:
                left = right = 0
            spacing = msgspec.structs.replace(spacing, left=left, right=right)
            return paragraph(((part.text.replace("\n", "\v"), part.look),), spacing)
        stops = tuple((part.look.h, self._stop(part)) for part in parts)
        runs = [(f"\t{part.text}", msgspec.structs.replace(part.look, h="left")) for part in parts]
        if parts[0].look.h == "left":  # it begins where a line does
            runs[0] = (parts[0].text, runs[0][1])
            spacing = msgspec.structs.replace(spacing, left=stops[0][1])
            stops = stops[1:]
        return paragraph(runs, msgspec.structs.replace(spacing, tabs=stops))

    def _sides(self, part: _Part) -> tuple[int, int]:
        """Return where the text of a part begins and ends, from the left edge of the table."""
        side = self._twips(SIDE_PADDING)
        left = self._lefts[part.cell.col] + side
        right = self._lefts[part.cell.col + part.cell.cols] - side
        indent = self._twips(part.cell.style.indent * INDENT)
        return (left, right - indent) if part.look.h == "right" else (left + indent, right)

    def _stop(self, part: _Part) -> int:
        left, right = self._sides(part)
        return {"left": left, "right": right}.get(part.look.h, (left + right) // 2)

    # --- the table ---

    def _table(self, run: Sequence[int], parts: Sequence[_Part]) -> str:
        start = run[0]
        heads = self._heads(run, parts)
        rows = [
            TableRow(own.end - own.top, cut=own.source in self._cut, head=i - start < heads)
            for i, own in ((i, self._rows[i]) for i in run)
        ]
        cells = [
            TableCell(
                part.first - start,
                part.last - start,
                part.cell.col,
                part.cell.cols,
                part.text,
                part.look,
                part.cell.style.v,
                part.piece.edges,
                self._twips(part.cell.style.indent * INDENT),
            )
            for part in parts
        ]
        padding = self.paged.measured.sheet.padding or PADDING
        margins = self._twips(SIDE_PADDING), max(0, self._twips(padding) - RULE_ROOM)
        return Table(self._lefts, rows, cells, margins, self.paged.scale).text()

    def _heads(self, run: Sequence[int], parts: Sequence[_Part]) -> int:
        """Return how many rows at the beginning of a table Word shall repeat if it grows.

        Those that we repeat, and those that are heads of the rows below them from the beginning.
        None where a merged cell leads out of them: Word cannot repeat half of it.
        """
        heads = {i for own in self.paged.measured.sheet.heads for i in own}
        count = len(list(takewhile(lambda i: self._rows[i].source in heads, run)))
        if count == len(run):
            return 0
        end = run[0] + count
        return 0 if any(part.first < end <= part.last for part in parts) else count


def _kinds(parts: Sequence[_Part]) -> dict[int, str]:
    """Tell for the rows of a page whether they are in the ruled table, or in one without rules.

    The second is for texts side by side that take more than a line; all others are paragraphs.
    """
    kinds: dict[int, str] = {}
    for own in _by_row(parts):
        if not _is_line(own):
            for part in own:
                kinds |= dict.fromkeys(range(part.first, part.last + 1), UNRULED)
    for part in parts:
        if part.cell.ruled:
            kinds |= dict.fromkeys(range(part.first, part.last + 1), RULED)
    return kinds


def _by_row(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Yield the texts of each row, from left to right."""
    for _, own in groupby(parts, lambda part: part.first):
        yield sorted((part for part in own if part.text.strip()), key=lambda part: part.cell.col)


def _is_line(parts: Sequence[_Part]) -> bool:
    """Tell whether the texts of a row are one line of text, or one text alone."""
    alone = len(parts) == 1
    return all((alone or part.lines == 1) and part.first == part.last for part in parts)
