"""Tables as text: what Excel, WPS and Word put on the clipboard (HTML, or tabs and line ends)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape

from msgspec import Struct

Matrix = list[list[str]]
"""Texts in rows of equal length; a merged cell has its text in its first place."""

MAX_HTML = 4 * 2**20
"""A longer clipboard is read as plain text: no form is that large."""

MAX_BROKEN = 100
"""Broken tags after which an HTML is no spreadsheet's; each costs a look at all the rest."""

MAX_CELLS, MAX_COLS, MAX_SPAN = 200_000, 1000, 256

_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\r\n]|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEEDS_QUOTES = re.compile(r'[\t\r\n"]')
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)((?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|["'=])*+)>"""
)
_SPAN = re.compile(r"""\b(row|col)span\s*+=\s*+["']?\s*+([0-9]{1,6})""", re.IGNORECASE)
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
    if len(table) == len(table[0]) == 1:  # a merged cell; as plain text it may have more columns
        plain = [row[:1] for row in plain[:1]]
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
        for token in _tokens(html):
            reader.read(*token)
    except ValueError:  # too broken, or the number of a character with thousands of digits
        return []
    reader.end()
    rows = reader.rows
    if sum(map(len, rows)) == 1:  # a single merged cell is one text and not a block
        rows = [[HtmlCell(cell.text) for cell in row] for row in rows if row]
    return [] if reader.outside else _rectangle(list(_expanded(rows)))


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    """Yield tags (``td``, ``/td``) with their attributes, and texts with the tag "".

    The parser of the standard library takes minutes for a hundred kilobytes of ``<a <a <a``; this
    one looks at everything once, and gives up what is broken too often.

    Raises:
        ValueError: it is.
    """
    at = broken = 0
    while at < len(html):
        if broken > MAX_BROKEN:
            raise ValueError("no HTML")
        start = html.find("<", at)
        yield "", html[at:start] if start >= 0 else html[at:]
        comment = html.startswith("<!--", start)
        found = _TAG.match(html, start) if start >= 0 else None
        if start < 0:
            return
        if found:
            yield found[1] + found[2].lower(), found[3]
            at = found.end()
        elif html[start + 1 : start + 2] in {"!", "?"}:
            end = html.find("-->" if comment else ">", start)
            if end < 0:
                return
            at = end + (3 if comment else 1)
        else:
            yield "", "<"
            at, broken = start + 1, broken + 1


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


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset(("p", "div", "li", "ul", "ol", "tr", "td", "th", *_HEADINGS))
_UNSEEN = frozenset(("head", "style", "script", "title"))


class _TableReader:
    """Reads the cells of all tables; a table within a cell is text of that cell."""

    def __init__(self) -> None:
        self.rows: list[list[HtmlCell]] = []
        self.outside = False
        """True where there is text that stands in no table, which would be lost."""
        self._depth = 0
        self._unseen = 0
        self._cell: list[str] | None = None
        self._spans = {"row": 1, "col": 1}

    def read(self, tag: str, rest: str) -> None:
        """Take in a tag with its attributes, or a text (no tag)."""
        name = tag.removeprefix("/")
        opens = tag == name
        if not tag:
            text = unescape(_BLANKS.sub(" ", _WRAPPED.sub("", rest)))
            self._add("" if self._unseen else text.replace("\xa0", " "))
        elif name in _UNSEEN:
            self._unseen = max(0, self._unseen + (1 if opens else -1))
        elif name == "table":
            self._table(1 if opens else -1)
        elif name in {"td", "th", "tr"} and self._depth == 1:
            self.end()
            if opens and (name == "tr" or not self.rows):
                self.rows.append([])
            if opens and name != "tr":
                self._spans = {"row": 1, "col": 1}
                self._spans |= {kind.lower(): int(n) for kind, n in _SPAN.findall(rest)}
                self._cell = []
        elif name == "br":
            self._add("\n")
        elif name in _BLOCKS:
            self._add_break()

    def end(self) -> None:
        """End the cell that is open."""
        if self._cell is None:
            return
        lines = "".join(self._cell).split("\n")
        text = "\n".join(line.strip(" ") for line in lines).strip("\n")
        rows, cols = (min(max(1, self._spans[kind]), MAX_SPAN) for kind in ("row", "col"))
        self.rows[-1].append(HtmlCell(text, rows, cols))
        self._cell = None

    def _table(self, step: int) -> None:
        if self._depth + step == 0:
            self.end()
        self._depth = max(0, self._depth + step)

    def _add(self, text: str) -> None:
        if self._cell is not None:
            self._cell.append(text)
        elif text.strip():
            self.outside = True

    def _add_break(self) -> None:
        """A block begins or ends: what follows stands on a new line."""
        said = next((piece for piece in reversed(self._cell or ()) if piece.strip(" ")), "")
        if said and not said.rstrip(" ").endswith("\n"):
            self._add("\n")
