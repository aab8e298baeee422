"""Documents that are no forms: headings, paragraphs and ruled tables, set by the same layout.

A :class:`TableDoc` is filled from top to bottom; :meth:`TableDoc.sheet` returns the sheet, which is
measured, paginated and written like any form. Its grid has a stop wherever one of its tables has
one. Widths are millimetres, heights and font sizes points.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.dossier.state import Path
from perfdesk.layout.breaking import printable
from perfdesk.layout.sheet import Sheet, SheetCell, SheetRow
from perfdesk.template.grid import NO_EDGES, Edges, HAlign, PageSetup, Style
from perfdesk.template.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

A4 = PageSetup(margins_mm=(22.0, 22.0, 25.0, 22.0))
A4_LANDSCAPE = PageSetup(landscape=True, margins_mm=(20.0, 20.0, 22.0, 20.0))
NUMBERED = "第 {page} 页，共 {pages} 页"
"""Footer with the number of the page."""

TITLE = Style(font="方正小标宋简体", size=22, h="center")
HEADING = Style(font="黑体", size=12, h="left")
BODY = Style(font="仿宋", size=12, h="left")
HEAD = Style(font="黑体", size=10.5, h="center")
TEXT = Style(font="仿宋", size=10.5, h="left")
SMALL = Style(font="仿宋", size=9, h="left")
NOTHING = Style(font="仿宋", size=1, h="left")

FRAME, INNER = 1.0, 0.5
"""Weights of lines around and inside a table."""
LEAST_ROW = 20.0
TITLE_ROW = 42.0
SNAP_MM = 0.5
"""Stops that are nearer than this are one."""
_TYPED = Path("", "text")
"""Marks a text as one that may be cut between its lines where a page ends."""


class Column(Struct, frozen=True):
    """A column of a table. ``number``: a workbook gets plain numbers as numbers, not as text."""

    label: str
    mm: float
    h: HAlign = "left"
    number: bool = False


class Band(Struct, frozen=True):
    """A row of a table that is one cell: a heading of the rows below it, repeated with the head."""

    text: str


class _Part(Struct, frozen=True):
    """A cell in the making: from ``left`` to ``right`` mm of the text's width."""

    left: float
    right: float
    text: str
    style: Style
    edges: Edges = NO_EDGES
    value: bool = True
    number: bool = False
    pitch: float = 0.0


class _Line(Struct):
    """A row in the making."""

    height: float
    parts: list[_Part]
    keep: bool = False
    heads: tuple[int, ...] = ()


class TableDoc:
    """A document in the making; ``footer`` and ``endless`` are those of :class:`Sheet`."""

    def __init__(
        self, page: PageSetup = A4, footer: str = NUMBERED, *, endless: bool = False
    ) -> None:
        self.page = page
        self.footer = footer
        self.endless = endless
        self._lines: list[_Line] = []

    @property
    def width(self) -> float:
        """Width of the text in mm: what the columns of a table must add up to."""
        return self.page.size_mm[0] - self.page.margins_mm[0] - self.page.margins_mm[1]

    # --- text ---

    def title(self, text: str, *, size: float = TITLE.size) -> None:
        """Add the title, centred in 小标宋."""
        style = msgspec.structs.replace(TITLE, size=size)
        self._line(TITLE_ROW, _Part(0, self.width, text, style, value=False), keep=True)

    def heading(self, text: str) -> None:
        """Add a heading, which stays with what comes below it."""
        self._line(28.0, _Part(0, self.width, text, HEADING, value=False), keep=True)

    def paragraph(
        self, text: str, style: Style = BODY, *, pitch: float = 0.0, keep: bool = False
    ) -> None:
        """Add a paragraph.

        Args:
            text: what it says; two 　 at its beginning indent its first line.
            style: how it is set.
            pitch: distance of its lines as a multiple of the font size, 0 for the usual one.
            keep: it stays on one page with what comes below it.
        """
        self._line(0.0, _Part(0, self.width, text, style, pitch=pitch), keep=keep)

    def line(self, *texts: str, style: Style = TEXT, height: float = 18.0) -> None:
        """Add a line of texts side by side, as many equal parts: the first left, the last right."""
        share = self.width / len(texts)
        parts = []
        for i, text in enumerate(texts):
            h: HAlign = "left" if i == 0 else "right" if i == len(texts) - 1 else "center"
            own = msgspec.structs.replace(style, h=h)
            parts.append(_Part(i * share, (i + 1) * share, text, own, value=False))
        self._lines.append(_Line(height, parts))

    def space(self, height: float) -> None:
        """Leave room of so many points, at least 7."""
        self._line(height, _Part(0, self.width, "", NOTHING, value=False))

    # --- tables ---

    def facts(self, rows: Sequence[Sequence[tuple[str, str]]], *, label_mm: float = 26.0) -> None:
        """Add a ruled table of labels with their values, one or more pairs a row.

        Args:
            rows: the pairs of each row; they share its width evenly.
            label_mm: width of a label.
        """
        for number, row in enumerate(rows):
            share = self.width / len(row)
            cells = []
            for i, (label, value) in enumerate(row):
                left = i * share
                cells.append(_Part(left, left + label_mm, label, HEAD, value=False))
                cells.append(_Part(left + label_mm, left + share, value, TEXT))
            first, last = number == 0, number == len(rows) - 1
            self._lines.append(_Line(LEAST_ROW, _ruled(cells, first=first, last=last)))

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str] | Band], style: Style = TEXT
    ) -> None:
        """Add a ruled table; its head is repeated on each page, with the band that goes on.

        Args:
            columns: from left to right; narrower or wider than the text, they are scaled to it.
            rows: the texts of each row, or a band.
            style: how the texts are set, but for the alignment, which is the column's.
        """
        scale = self.width / sum(column.mm for column in columns)
        lefts = [0.0]
        for column in columns:
            lefts.append(lefts[-1] + column.mm * scale)
        styles = [msgspec.structs.replace(style, h=column.h) for column in columns]
        body = list(rows)
        head = [
            _Part(lefts[i], lefts[i + 1], column.label, HEAD, value=False)
            for i, column in enumerate(columns)
        ]
        at = len(self._lines)
        self._lines.append(_Line(LEAST_ROW, _ruled(head, first=True, last=not body), keep=True))
        heads: tuple[int, ...] = (at,)
        for number, row in enumerate(body):
            last = number == len(body) - 1
            if isinstance(row, Band):
                band = [_Part(0, self.width, row.text, _band_style(style), value=False)]
                self._lines.append(_Line(LEAST_ROW, _ruled(band, last=last), True, (at,)))
                heads = (at,)
                continue
            cells = [
                _Part(lefts[i], lefts[i + 1], text, styles[i], number=columns[i].number)
                for i, text in enumerate(row)
            ]
            self._lines.append(_Line(LEAST_ROW, _ruled(cells, last=last), heads=heads))
            if number and isinstance(body[number - 1], Band):
                # Only now: heads are kept together with the first row that has them.
                heads = (at, len(self._lines) - 2)

    # --- what comes of it ---

    def sheet(self) -> Sheet:
        """Return the document as a sheet."""
        stops = _stops(self._lines)
        styles: dict[Style, int] = {}
        cells = [
            _cell(i, part, stops, styles)
            for i, line in enumerate(self._lines)
            for part in line.parts
        ]
        return Sheet(
            page=self.page,
            columns_mm=tuple(b - a for a, b in pairwise(stops)),
            rows=tuple(
                SheetRow(line.height, i, keep=line.keep) for i, line in enumerate(self._lines)
            ),
            cells=tuple(cells),
            heads=tuple(line.heads for line in self._lines),
            signature=len(self._lines),
            footer=self.footer,
            endless=self.endless,
        )

    def _line(self, height: float, part: _Part, *, keep: bool = False) -> None:
        self._lines.append(_Line(height, [part], keep))


def _band_style(style: Style) -> Style:
    return msgspec.structs.replace(HEAD, h="left", size=style.size)


def _ruled(parts: Sequence[_Part], *, first: bool = False, last: bool = False) -> list[_Part]:
    """Give the cells of one row of a table their lines."""
    end = len(parts) - 1
    return [
        msgspec.structs.replace(
            part,
            edges=(
                INNER if i else FRAME,
                FRAME if first else INNER,
                FRAME if i == end else INNER,
                FRAME if last else INNER,
            ),
        )
        for i, part in enumerate(parts)
    ]


def _stops(lines: Sequence[_Line]) -> list[float]:
    """Return every place where a cell begins or ends, once, from left to right.

    Texts side by side outside a table keep to its columns, where these leave each of them room: a
    column more would run through the whole workbook.
    """
    ruled = [line for line in lines if any(any(part.edges) for part in line.parts)]
    stops = _distinct(ruled or lines)
    free = [line for line in lines if not _have_room(line, stops)]
    return _distinct([*ruled, *free]) if free else stops


def _distinct(lines: Iterable[_Line]) -> list[float]:
    stops: list[float] = []
    sides = {side for line in lines for part in line.parts for side in (part.left, part.right)}
    for place in sorted(sides):
        if not stops or place - stops[-1] > SNAP_MM:
            stops.append(place)
    return stops


def _have_room(line: _Line, stops: Sequence[float]) -> bool:
    return all(_nearest(stops, part.left) < _nearest(stops, part.right) for part in line.parts)


def _nearest(stops: Sequence[float], place: float) -> int:
    return min(range(len(stops)), key=lambda i: abs(stops[i] - place))


def _cell(row: int, part: _Part, stops: Sequence[float], styles: dict[Style, int]) -> SheetCell:
    col = _nearest(stops, part.left)
    return SheetCell(
        row=row,
        col=col,
        rows=1,
        cols=_nearest(stops, part.right) - col,
        style=part.style,
        edges=part.edges,
        origin=(styles.setdefault(part.style, len(styles)), 0),
        text=printable(part.text),
        path=_TYPED if part.value else None,
        field=Field(key="number", label="", type="number") if part.number else None,
        pitch=part.pitch,
    )
