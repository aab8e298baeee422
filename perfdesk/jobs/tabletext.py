"""Tables as text: what Excel, WPS and Word put on the clipboard (HTML, or tabs and line ends)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from html.parser import HTMLParser

from msgspec import Struct

Matrix = list[list[str]]
"""Texts in rows of equal length; a merged cell has its text in its first place."""

MAX_HTML = 4 * 2**20
"""A longer clipboard is read as plain text: no form is that large."""

MAX_CELLS, MAX_COLS, MAX_SPAN = 200_000, 1000, 256

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n]+[ \t]*(?=[\u2e80-\uffef])")
"""A line end within Chinese text of an HTML source, which stands for nothing."""


def parse_clipboard(text: str | None, html: str | None) -> Matrix:
    """Return the table on the clipboard, [] where it holds no text; never raises.

    Rows and columns are those of the HTML where it is a table and nothing else; blanks and line
    ends within a cell are those of the plain text where the two agree.
    """
    plain = _from_tsv(text or "")
    table = _from_html(html or "")
    if not table:
        return plain
    if [len(row) for row in table] != [len(row) for row in plain]:
        return table
    return [
        [exact if _same(exact, shown) else shown for exact, shown in zip(*rows, strict=True)]
        for rows in zip(plain, table, strict=True)
    ]


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _rectangle(rows: Matrix) -> Matrix:
    """Return rows padded to one length, [] where there is no text, or no end of it."""
    width = max(map(len, rows), default=0)
    if not any(any(row) for row in rows) or width * len(rows) > MAX_CELLS:
        return []
    return [row + [""] * (width - len(row)) for row in rows]


# ---- tabs and line ends ----


def to_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as Excel writes them: what holds a tab, line end or quote stands in quotes."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def _from_tsv(text: str) -> Matrix:
    text = text.replace("\0", "")
    # The empty lines behind a running text are no cells.
    text = _last_end(text) if "\t" in text else text.rstrip("\r\n")
    rows: Matrix = [[]]
    at = 0
    while True:
        cell, at = _cell_at(text, at)
        rows[-1].append(_LINE_END.sub("\n", cell).replace("\v", "\n"))
        if at >= len(text):
            return _rectangle(rows)
        end = _LINE_END.match(text, at)
        if end:
            rows.append([])
        at = end.end() if end else at + 1


def _last_end(text: str) -> str:
    """Return a text without the line end behind its last row."""
    return text.removesuffix("\n").removesuffix("\r")


def _cell_at(text: str, at: int) -> tuple[str, int]:
    """Return the cell that begins at a place and where it ends.

    Quotes are taken away only where they were needed: nobody else writes them.
    """
    found = _QUOTED.match(text, at)
    if found and _NEEDS_QUOTES.search(found[1]):
        return found[1].replace('""', '"'), found.end()
    found = _PLAIN.match(text, at)
    return (found[0], found.end()) if found else ("", at)


# ---- HTML ----


class HtmlCell(Struct, frozen=True):
    """A cell of a table to write. ``number``: a spreadsheet may calculate with it."""

    text: str
    rows: int = 1
    cols: int = 1
    number: bool = False


def to_html(rows: Sequence[Sequence[HtmlCell]]) -> str:
    """Return a table that Excel, WPS and Word take over with its merged cells.

    Excel is told to keep texts as they are: 3-5 would else become a date, and 001 the number 1.
    """
    body = "".join(f"<tr>{''.join(map(_td, row))}</tr>\n" for row in rows)
    style = "<style>br{mso-data-placement:same-cell;}td{white-space:pre-wrap;}</style>"
    head = f'<head><meta charset="utf-8">{style}</head>'
    return f"<html>{head}<body><table>\n{body}</table></body></html>"


def _td(cell: HtmlCell) -> str:
    spans = "".join(
        f' {name}="{count}"'
        for name, count in (("rowspan", cell.rows), ("colspan", cell.cols))
        if count > 1
    )
    kind = "" if cell.number else r""" style='mso-number-format:"\@"'"""
    text = escape(cell.text).replace("  ", " &#160;")
    return f"<td{spans}{kind}>{_LINE_END.sub('<br>', text)}</td>"


def _from_html(html: str) -> Matrix:
    if "<t" not in html.lower() or len(html) > MAX_HTML:
        return []
    reader = _TableReader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):  # what the library says of broken HTML
        return []
    return [] if reader.outside else _rectangle(list(_expanded(reader.rows)))


def _expanded(rows: Sequence[Sequence[HtmlCell]]) -> Iterator[list[str]]:
    """Yield the rows with an empty text wherever a merged cell reaches to."""
    taken: dict[int, int] = {}  # columns that a cell above still covers, and for how many rows
    room = MAX_CELLS
    for cells in rows:
        row: list[str] = []
        below = {col: left - 1 for col, left in taken.items() if left > 1}
        for cell in cells[:MAX_COLS]:
            while len(row) in taken:
                row.append("")
            below |= {len(row) + i: cell.rows - 1 for i in range(cell.cols) if cell.rows > 1}
            row += [cell.text, *[""] * (cell.cols - 1)]
        while len(row) in taken:
            row.append("")
        taken = below
        room -= len(row)
        if room < 0:
            return
        yield row


_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr"))
_UNSEEN = frozenset(("head", "style", "script", "title"))


class _TableReader(HTMLParser):
    """Reads the cells of all tables; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[HtmlCell]] = []
        self.outside = False
        """True where there is text that stands in no table, which would be lost."""
        self._depth = 0
        self._unseen = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._depth += 1
        elif tag == "br":
            self._add("\n")
        elif tag in {"td", "th"} and self._depth == 1:
            self._open_cell(dict(attrs))
        elif tag == "tr" and self._depth == 1:
            self._close_cell()
            self.rows.append([])
        elif tag in _BLOCKS or tag in {"td", "th"}:
            self._add_break()

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close_cell()
            self._depth -= 1
        elif tag in {"td", "th", "tr"} and self._depth == 1:
            self._close_cell()
        elif tag in _BLOCKS:
            self._add_break()

    def handle_data(self, data: str) -> None:
        """See HTMLParser."""
        if not self._unseen:
            self._add(_BLANKS.sub(" ", _WRAPPED.sub("", data)).replace("\xa0", " "))

    def close(self) -> None:
        """See HTMLParser; a table that is cut off ends here."""
        super().close()
        self._close_cell()

    def _add(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)
        elif text.strip() and not self._unseen:
            self.outside = True

    def _add_break(self) -> None:
        """A block begins or ends: what follows stands on a new line."""
        said = next((piece for piece in reversed(self._cell or ()) if piece.strip(" ")), "")
        if said and not said.rstrip(" ").endswith("\n"):
            self._add("\n")

    def _open_cell(self, attrs: dict[str, str | None]) -> None:
        self._close_cell()
        if not self.rows:
            self.rows.append([])
        self._cell = []
        self._spans = (_span(attrs.get("rowspan")), _span(attrs.get("colspan")))

    def _close_cell(self) -> None:
        if self._cell is None:
            return
        lines = "".join(self._cell).split("\n")
        text = "\n".join(line.strip(" ") for line in lines).strip("\n")
        self.rows[-1].append(HtmlCell(text, *self._spans))
        self._cell = None


def _span(raw: str | None) -> int:
    digits = (raw or "").strip()
    fits = digits.isascii() and digits.isdecimal() and len(digits) < len(str(MAX_CELLS))
    return min(max(1, int(digits)), MAX_SPAN) if fits else 1
