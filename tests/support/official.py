"""What a form must show: the grids of official.html filled with values, by rules of their own.

Written against the official papers and the interchange format. It shares nothing with the program,
so that a mistake in the templates or in the layout cannot hide in here too.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import Any

Values = dict[str, Any]
"""The ``values`` of one form of the interchange format."""

TABLES = ("tasks", "indicators", "expenditure_details", "items")
MARGINS_MM = (20.0, 20.0, 25.0, 20.0)  # left, right, top, bottom
PT_PER_MM = 72 / 25.4

# Official variants of one form: words that change, and the band that comes first.
WORDS = {
    ("amount_label", "project_amount"): ("年度本级预算金额", "项目金额"),
    ("period_label", "project_year"): ("项目支出实施期", "项目实施年度"),
}
BANDS = {
    ("band_order", "cost_first"): ("成本指标", "产出指标", "效益指标", "满意度"),
}

_MARK = re.compile(r"\{([a-z0-9_.]+)\}")


def ink(text: str) -> str:
    """Return the characters that leave ink: no blanks, no control and no format characters."""
    return "".join(char for char in text if _leaves_ink(char))


def _leaves_ink(char: str) -> bool:
    if char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs"} or char in "\ufffe\uffff":
        return False
    if "\U000e0000" <= char < "\U000e01f0":  # kept by Unicode for tags and variants
        return False
    return not unicodedata.name(char, "").startswith(("VARIATION SELECTOR", "COMBINING GRAPHEME"))


@dataclass(frozen=True)
class Place:
    """A cell: first row and column, how many of each, its text without blanks, value or label."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    filled: bool


@dataclass(frozen=True)
class Expected:
    """A form as it must be read on paper.

    ``heads`` gives for each row the rows that must stand above it again on a page that goes on
    with its table. ``above`` and ``below`` are the lines around the table.
    """

    widths_mm: tuple[float, ...]
    landscape: bool
    rows: int
    cells: tuple[Place, ...]
    heads: tuple[tuple[int, ...], ...]
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def edges_pt(self) -> tuple[float, ...]:
        """Column edges on the paper, from its left."""
        return tuple(mm * PT_PER_MM for mm in accumulate(self.widths_mm, initial=MARGINS_MM[0]))

    @property
    def size_pt(self) -> tuple[float, float]:
        long, short = 297 * PT_PER_MM, 210 * PT_PER_MM
        return (long, short) if self.landscape else (short, long)

    @property
    def texts(self) -> list[str]:
        return [*self.above, *(cell.text for cell in self.cells), *self.below]


# ---- official.html ----


@dataclass
class _Td:
    col: int
    rows: int
    cols: int
    text: str = ""

    @property
    def marks(self) -> list[str]:
        return _MARK.findall(self.text)

    @property
    def table(self) -> str:
        """The repeating table whose value stands here."""
        return next((m.split(".")[0] for m in self.marks if m.split(".")[0] in TABLES), "")


@dataclass
class Section:
    """One form of official.html."""

    pack: str
    template: str
    landscape: bool
    widths_mm: tuple[float, ...]
    above: list[tuple[str, bool]] = field(default_factory=list)
    below: list[tuple[str, bool]] = field(default_factory=list)
    rows: list[list[_Td]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    def fields(self) -> list[str]:
        """Keys of all values that stand once, ``unit_name`` and the computed ones left out."""
        texts = [line for line, _ in self.above + self.below]
        texts += [td.text for row in self.rows for td in row]
        keys = dict.fromkeys(mark for text in texts for mark in _MARK.findall(text))
        computed = {"year", "n", "unit_name"}
        return [key for key in keys if key not in computed and key.split(".")[0] not in TABLES]

    def columns(self, table: str) -> list[str]:
        marks = [m for row in self.rows for td in row for m in td.marks]
        return list(dict.fromkeys(m.split(".")[1] for m in marks if m.split(".")[0] == table))

    def tables(self) -> list[str]:
        return list(dict.fromkeys(td.table for row in self.rows for td in row if td.table))

    def table_of(self, row: int) -> str:
        return next((td.table for td in self.rows[row] if td.table), "")

    def key_of(self, row: int) -> tuple[str, ...]:
        """What of a record chooses this row: its kind, or its two levels of indicator."""
        if self.kinds[row]:
            return (self.kinds[row],)
        if self.table_of(row) != "indicators":
            return ()
        start = min(td.col for td in self.rows[row] if td.table)
        labels = {
            td.col: td.text
            for above in range(row + 1)
            for td in self.rows[above]
            if td.col < start and above + td.rows > row
        }
        return tuple(labels[col] for col in sorted(labels)[-2:])

    def head_of(self, row: int) -> list[int]:
        """The rows of labels right above the table of ``row``."""
        table, top = self.table_of(row), row
        if not table:
            return []
        while self.table_of(top - 1) == table:
            top -= 1
        head = top
        while head > 0 and all(td.text and not td.marks for td in self.rows[head - 1]):
            head -= 1
        return list(range(head, top))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.covered: dict[tuple[int, int], bool] = {}
        self.text: list[str] | None = None
        self.first_only = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "section":
            pack, template = given["id"].split()
            widths = tuple(float(width) for width in given["data-widths"].split())
            self.sections.append(Section(pack, template, "data-landscape" in given, widths))
            self.covered = {}
        elif tag == "p":
            self.text, self.first_only = [], "data-first" in given
        elif tag == "i" and self.text is not None:
            self._line()
            self.text = []
        elif tag == "tr":
            self.sections[-1].rows.append([])
            self.sections[-1].kinds.append(given.get("data-kind", ""))
        elif tag == "td":
            row, col = len(self.sections[-1].rows) - 1, 0
            while (row, col) in self.covered:
                col += 1
            td = _Td(col, int(given.get("rowspan", 1)), int(given.get("colspan", 1)))
            self.sections[-1].rows[-1].append(td)
            places = [(r, c) for r in range(row, row + td.rows) for c in range(col, col + td.cols)]
            assert not any(place in self.covered for place in places), "cells overlap"
            self.covered.update(dict.fromkeys(places, True))
            self.text = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "td" and self.text is not None:
            self.sections[-1].rows[-1][-1].text = ink("".join(self.text))
            self.text = None
        elif tag == "p":
            self._line()
        elif tag == "table":
            section = self.sections[-1]
            size = len(section.rows) * len(section.widths_mm)
            assert len(self.covered) == size, f"{section.pack} {section.template} has holes"

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def _line(self) -> None:
        section = self.sections[-1]
        lines = section.below if section.rows else section.above
        lines.append((ink("".join(self.text or [])), self.first_only))
        self.text = None


@cache
def sections() -> dict[tuple[str, str], Section]:
    """Return the official forms by pack and template."""
    reader = _Reader()
    reader.feed(Path(__file__).with_name("official.html").read_text("utf-8"))
    return {(section.pack, section.template): section for section in reader.sections}


# ---- filled with values ----


def flat(values: Values, prefix: str = "") -> dict[str, str]:
    """Return the single values of a form by dotted key."""
    found: dict[str, str] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            found[prefix + key] = value
    return found


def expected(
    pack: str, form: dict[str, Any], *, unit_name: str, year: int, number: int
) -> Expected:
    """Return what the paper of ``form`` must show.

    ``form`` is one of ``forms`` of the interchange format; ``number`` counts the forms of its
    template in the dossier.
    """
    section = sections()[pack, form["template"]]
    options = tuple(form.get("options", {}).items())
    single = flat(form["values"]) | {
        "unit_name": unit_name,
        "year": str(year),
        "n": str(number),
    }
    out = _out_rows(section, form["values"], options)
    sources = [source for source, _ in out]

    def said(text: str, record: dict[str, str]) -> str:
        for option in options:
            old, new = WORDS.get(option, ("", ""))
            text = new if old and text == old else text
        return ink(_MARK.sub(lambda mark: _value(mark[1], single, record), text))

    cells: list[Place] = []
    for source, row in enumerate(section.rows):
        for td in row:
            own = range(source, source + td.rows)
            runs = _runs([i for i, s in enumerate(sources) if s in own])
            if td.table:
                runs = [(i, 1) for first, count in runs for i in range(first, first + count)]
            cells += [
                Place(first, td.col, count, td.cols, said(td.text, out[first][1]), bool(td.marks))
                for first, count in runs
            ]
    head_of = [section.head_of(source) for source in range(len(section.rows))]
    heads = tuple(
        tuple(i for i, s in enumerate(sources) if s in head_of[source]) for source in sources
    )
    return Expected(
        widths_mm=section.widths_mm,
        landscape=section.landscape,
        rows=len(out),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.col))),
        heads=heads,
        above=tuple(said(text, {}) for text, first in section.above if number == 1 or not first),
        below=tuple(said(text, {}) for text, _ in section.below),
    )


def _value(mark: str, single: dict[str, str], record: dict[str, str]) -> str:
    table, _, column = mark.partition(".")
    return record.get(column, "") if table in TABLES else single.get(mark, "")


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Split ascending numbers into runs: first and count of each."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def _out_rows(
    section: Section, values: Values, options: tuple[tuple[str, str], ...]
) -> list[tuple[int, dict[str, str]]]:
    """Rows of the form: each with its row of the official grid and its record."""
    out: list[tuple[int, dict[str, str]]] = []
    done: set[str] = set()
    for source in range(len(section.rows)):
        table = section.table_of(source)
        if not table:
            out.append((source, {}))
        elif table not in done:
            done.add(table)
            own = [row for row in range(len(section.rows)) if section.table_of(row) == table]
            records = values.get(table, [])
            if section.kinds[source]:
                out += _rows_by_kind(section, own, records)
            else:
                out += _rows_by_key(section, own, records, options)
    return out


def _rows_by_key(
    section: Section,
    own: list[int],
    records: list[dict[str, str]],
    options: tuple[tuple[str, str], ...],
) -> list[tuple[int, dict[str, str]]]:
    keys = list(dict.fromkeys(section.key_of(row) for row in own))
    for option in options:
        first = BANDS.get(option, ())
        if first and keys != [()]:
            keys.sort(key=lambda key: [key[0].startswith(band) for band in first], reverse=True)
    out = []
    for key in keys:
        rows = [row for row in own if section.key_of(row) == key]
        mine = [
            record
            for record in records
            if not key or (record.get("level1", ""), record.get("level2", "")) == key
        ]
        out += [
            (rows[min(i, len(rows) - 1)], mine[i] if i < len(mine) else {})
            for i in range(max(len(rows), len(mine)))
        ]
    return out


def _rows_by_kind(
    section: Section, own: list[int], records: list[dict[str, str]]
) -> list[tuple[int, dict[str, str]]]:
    """Rows in the order of the records; the total always, an empty form one of each kind."""
    row_of = {section.kinds[row]: row for row in own}
    if not records:
        return [(row, {}) for row in own]
    out = [(row_of[record["kind"]], record) for record in records]
    if all(record["kind"] != "total" for record in records):
        out.insert(0, (row_of["total"], {}))
    return out
