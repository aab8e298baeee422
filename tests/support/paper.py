"""Read a finished PDF back: characters with their boxes, rules, and the cells that rules make.

pdfplumber shares no code with what wrote the file; nothing here knows the program's own numbers.
Points, x from the left edge of the paper, y from its top.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pdfplumber

from tests.support.official import MARGINS_MM, PT_PER_MM, ink

EM_ABOVE, EM_BELOW = 0.88, 0.12
"""The em box of the bundled fonts above and below the baseline."""
NEAR = 2.0
"""Rules closer than this are one line: columns and rows are much wider."""


@dataclass(frozen=True)
class Glyph:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    font: str

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Rule:
    """A line, from left to right or from top to bottom."""

    x0: float
    top: float
    x1: float
    bottom: float
    weight: float

    @property
    def upright(self) -> bool:
        return self.x1 - self.x0 < self.bottom - self.top


@dataclass(frozen=True)
class PaperPage:
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


def read_pdf(data: bytes) -> list[PaperPage]:
    """Return the pages of a PDF; characters that leave no ink are left out."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [
            PaperPage(
                float(page.width),
                float(page.height),
                tuple(_glyph(char, float(page.height)) for char in page.chars if ink(char["text"])),
                tuple(
                    Rule(
                        line["x0"],
                        line["top"],
                        line["x1"],
                        line["bottom"],
                        float(line["linewidth"]),
                    )
                    for line in page.lines
                ),
            )
            for page in pdf.pages
        ]


def page_count(data: bytes) -> int:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _glyph(char: dict[str, object], height: float) -> Glyph:
    matrix = char["matrix"]
    assert isinstance(matrix, tuple)
    base, size = height - matrix[5], char["size"]
    x0, x1 = char["x0"], char["x1"]
    assert isinstance(size, float) and isinstance(x0, float) and isinstance(x1, float)  # noqa: PT018
    return Glyph(
        text=ink(str(char["text"])),
        x0=x0,
        top=base - EM_ABOVE * size,
        x1=x1,
        bottom=base + EM_BELOW * size,
        base=base,
        font=str(char["fontname"]).partition("+")[2],
    )


def all_ink(pages: Sequence[PaperPage]) -> str:
    """Return all characters of a file, in the order of the file."""
    return "".join(glyph.text for page in pages for glyph in page.glyphs)


# ---- is every character where it may be? ----


def out_of_place(page: PaperPage, tolerance: float = 0.3) -> list[str]:
    """Return what is wrong with the places of the characters on a page.

    A character with rules on all four sides lies in their rectangle; any other one lies above or
    below the table and in the type area; no two print on each other.
    """
    found = []
    area = _type_area(page)
    extent = _extent(page)
    for glyph in page.glyphs:
        room = _around(page, glyph)
        if room is None:
            room = area
            if extent is not None and glyph.bottom > extent[0] and glyph.top < extent[1]:
                found.append(f"{glyph.text} at {_at(glyph)}: beside the table")
        box = (glyph.x0, glyph.top, glyph.x1, glyph.bottom)
        over = [room[0] - box[0], room[1] - box[1], box[2] - room[2], box[3] - room[3]]
        if max(over) > tolerance:
            side = ("left", "top", "right", "bottom")[over.index(max(over))]
            found.append(f"{glyph.text} at {_at(glyph)}: {max(over):.2f} pt over the {side} rule")
    return found + list(_on_each_other(page))


def within_rules(page: PaperPage) -> PaperPage:
    """Return a page with only the characters that have rules on all four sides."""
    own = tuple(glyph for glyph in page.glyphs if _around(page, glyph) is not None)
    return replace(page, glyphs=own)


def _at(glyph: Glyph) -> str:
    return f"({glyph.x0:.1f}, {glyph.top:.1f})"


def _type_area(page: PaperPage) -> tuple[float, float, float, float]:
    left, right, top, bottom = (mm * PT_PER_MM for mm in MARGINS_MM)
    return left, top, page.width - right, page.height - bottom


def _extent(page: PaperPage) -> tuple[float, float] | None:
    """Top and bottom of the ruled table."""
    if not page.rules:
        return None
    return min(rule.top for rule in page.rules), max(rule.bottom for rule in page.rules)


def _around(page: PaperPage, glyph: Glyph) -> tuple[float, float, float, float] | None:
    """Return the nearest rules to the left, above, to the right and below of a character."""
    x, y = glyph.centre
    upright = [rule for rule in page.rules if rule.upright and rule.top <= y <= rule.bottom]
    level = [rule for rule in page.rules if not rule.upright and rule.x0 <= x <= rule.x1]
    left = [rule.x0 for rule in upright if rule.x0 <= x]
    right = [rule.x0 for rule in upright if rule.x0 > x]
    above = [rule.top for rule in level if rule.top <= y]
    below = [rule.top for rule in level if rule.top > y]
    if not (left and right and above and below):
        return None
    return max(left), max(above), min(right), min(below)


def _on_each_other(page: PaperPage) -> Iterator[str]:
    """Neighbours on one line that share more than a quarter of the narrower one."""
    for line in _lines(page.glyphs):
        for one, two in pairwise(line):
            shared = one.x1 - two.x0
            if shared > 0.25 * min(one.x1 - one.x0, two.x1 - two.x0) + 0.1:
                yield f"{one.text}{two.text} at {_at(two)}: {shared:.2f} pt on each other"


# ---- the table that the rules make ----


@dataclass(frozen=True)
class ReadCell:
    """A cell as read: its columns and bands, text without blanks, height and lines of text.

    A band is what lies between two neighbouring level rules of a page.
    """

    col: int
    cols: int
    band: int
    bands: int
    text: str
    height: float = 0.0
    lines: int = 0


@dataclass(frozen=True)
class ReadPage:
    """A page as read: its cells, and the stretches of text above and below the table."""

    bands: int
    cells: tuple[ReadCell, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]


class NotATableError(AssertionError):
    """The rules of a page make no proper cells."""


def read_table(page: PaperPage, edges: Sequence[float], tolerance: float) -> ReadPage:
    """Read the table of a page off its rules.

    Args:
        page: the page.
        edges: where the column edges must be.
        tolerance: how far a rule may be from its edge, in points.
    """
    mesh = _Mesh(page)
    columns = [_nearest(x, edges, tolerance) for x in mesh.xs]
    blocks = mesh.blocks()
    owner = {box: i for i, block in enumerate(blocks) for box in block}
    inside: dict[int, list[Glyph]] = {}
    above, below = [], []
    for glyph in page.glyphs:
        x, y = glyph.centre
        if not mesh.ys or y < mesh.ys[0]:
            above.append(glyph)
        elif y > mesh.ys[-1]:
            below.append(glyph)
        else:
            box = (_between(x, mesh.xs), _between(y, mesh.ys))
            if box not in owner:
                raise NotATableError(f"{glyph.text} at {_at(glyph)} is in no cell")
            inside.setdefault(owner[box], []).append(glyph)
    cells = []
    for i, block in enumerate(blocks):
        cols, bands = {c for c, _ in block}, {b for _, b in block}
        lines = list(_lines(inside.get(i, [])))
        cells.append(
            ReadCell(
                col=columns[min(cols)],
                cols=columns[max(cols) + 1] - columns[min(cols)],
                band=min(bands),
                bands=len(bands),
                text="".join(glyph.text for line in lines for glyph in line),
                height=mesh.ys[max(bands) + 1] - mesh.ys[min(bands)],
                lines=len(lines),
            )
        )
    return ReadPage(
        bands=max(0, len(mesh.ys) - 1),
        cells=tuple(sorted(cells, key=lambda cell: (cell.band, cell.col))),
        above=tuple(_stretches(above)),
        below=tuple(_stretches(below)),
    )


def _nearest(x: float, edges: Sequence[float], tolerance: float) -> int:
    best = min(range(len(edges)), key=lambda i: abs(edges[i] - x))
    if abs(edges[best] - x) > tolerance:
        raise NotATableError(f"an upright rule at {x:.2f}; the nearest edge is {edges[best]:.2f}")
    return best


def _between(at: float, stops: Sequence[float]) -> int:
    return next((i for i in range(len(stops) - 1) if stops[i] <= at <= stops[i + 1]), -1)


def _lines(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters line by line, from left to right."""
    line: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        if line and glyph.base - line[0].base > NEAR:
            yield sorted(line, key=lambda g: g.x0)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda g: g.x0)


def _stretches(glyphs: Sequence[Glyph]) -> Iterator[str]:
    """Lines, parted where there is a gap of more than two characters."""
    for line in _lines(glyphs):
        part = line[:1]
        for glyph in line[1:]:
            if glyph.x0 - part[-1].x1 > 2 * (glyph.bottom - glyph.top):
                yield "".join(g.text for g in part)
                part = []
            part.append(glyph)
        yield "".join(g.text for g in part)


class _Mesh:
    """All rules drawn through over the whole table make boxes; boxes without a rule join."""

    def __init__(self, page: PaperPage) -> None:
        self.upright = [rule for rule in page.rules if rule.upright]
        self.level = [rule for rule in page.rules if not rule.upright]
        self.xs = _stops(rule.x0 for rule in self.upright)
        self.ys = _stops(rule.top for rule in self.level)

    def blocks(self) -> list[set[tuple[int, int]]]:
        """Return the cells as sets of boxes (column, band); each is a closed rectangle."""
        across, down = len(self.xs) - 1, len(self.ys) - 1
        if not all(self._wall(c, b) for c in (0, across) for b in range(down)):
            raise NotATableError("the frame is open at a side")
        if not all(self._floor(c, b) for c in range(across) for b in (0, down)):
            raise NotATableError("the frame is open above or below")
        group = {(c, b): {(c, b)} for c in range(across) for b in range(down)}
        for c, b in list(group):
            if c + 1 < across and not self._wall(c + 1, b):
                _join(group, (c, b), (c + 1, b))
            if b + 1 < down and not self._floor(c, b + 1):
                _join(group, (c, b), (c, b + 1))
        blocks = list({id(block): block for block in group.values()}.values())
        for block in blocks:
            self._check(block)
        return blocks

    def _check(self, block: set[tuple[int, int]]) -> None:
        cols, bands = {c for c, _ in block}, {b for _, b in block}
        if len(block) != (max(cols) - min(cols) + 1) * (max(bands) - min(bands) + 1):
            raise NotATableError(f"a cell that is no rectangle: {sorted(block)}")
        if any(self._wall(c, b) for c in cols - {min(cols)} for b in bands):
            raise NotATableError(f"an upright rule ends inside a cell: {sorted(block)}")
        if any(self._floor(c, b) for c in cols for b in bands - {min(bands)}):
            raise NotATableError(f"a level rule ends inside a cell: {sorted(block)}")

    def _wall(self, stop: int, band: int) -> bool:
        y = (self.ys[band] + self.ys[band + 1]) / 2
        x = self.xs[stop]
        return any(
            abs(rule.x0 - x) < NEAR and rule.top <= y <= rule.bottom for rule in self.upright
        )

    def _floor(self, col: int, stop: int) -> bool:
        x = (self.xs[col] + self.xs[col + 1]) / 2
        y = self.ys[stop]
        return any(abs(rule.top - y) < NEAR and rule.x0 <= x <= rule.x1 for rule in self.level)


def _join(
    group: dict[tuple[int, int], set[tuple[int, int]]], one: tuple[int, int], two: tuple[int, int]
) -> None:
    if group[one] is not group[two]:
        group[one] |= group[two]
        for box in group[two]:
            group[box] = group[one]


def _stops(places: Iterator[float]) -> list[float]:
    stops: list[float] = []
    for place in sorted(places):
        if not stops or place - stops[-1] > NEAR:
            stops.append(place)
    return stops
