"""The glyphs of a face: copied from its source with quadratic curves, or drawn here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faces import Face
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

EM = 1000
MAX_CURVE_ERROR = 1.0  # font units, that is 1/1000 em

# What the lift of a face moves up.
LIFTED_RANGES = (
    (0x00B7, 0x00B7),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x2026, 0x2026),
    (0x3003, 0x9FFF),
    (0xFF08, 0xFF09),
    (0xFF3B, 0xFF3B),
    (0xFF3D, 0xFF3D),
    (0xFF5B, 0xFF5D),
)

# Signs that take exactly one em in Chinese text.
FULL_WIDTH_RANGES = (
    (0x00B7, 0x00B7),
    (0x2014, 0x2015),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x2026, 0x2026),
    (0x2030, 0x2030),
    (0x2103, 0x2103),
    (0x2160, 0x216B),
    (0x2460, 0x249B),
    (0x25A0, 0x25A1),
    (0x25CB, 0x25CB),
    (0x25CE, 0x25CF),
    (0x3000, 0x301F),
    (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE6),
)

# The drawn glyphs, in font units. The frame of the boxes is that of Noto's white square; the
# dash is drawn over the whole em, and a little more, so that two dashes join without a seam.
DASH = (-4, 1004)
MIDDLE = 380
ZERO_RADIUS = 385
BOX = (100, -20, 900, 780)
MISSING_BOX = (200, -100, 800, 860)
FRAME = 40
TICK = ((235, 385), (420, 180), (775, 615))
HEAVY_TICK = ((110, 385), (375, 110), (890, 690))
CROSS = ((250, 130), (750, 630))

Point = tuple[float, float]


class Glyphs:
    """The glyphs, advances and characters of the font being built."""

    def __init__(self, source: TTFont, lift: int) -> None:
        """Start with the glyph for a missing character only: a tall crossed box, one em wide."""
        self.lift = lift
        self.source_cmap: dict[int, str] = source.getBestCmap()
        self.source_set = source.getGlyphSet()
        self.cmap: dict[int, str] = {}
        self.outlines: dict[str, Any] = {}
        self.advances: dict[str, int] = {}
        self._draw_missing()

    def _draw_missing(self) -> None:
        left, bottom, right, top = MISSING_BOX
        pen = TTGlyphPen(None)
        falling = bar((left, top), (right, bottom), FRAME)
        rising = bar((left, bottom), (right, top), FRAME)
        for contour in (*frame(MISSING_BOX, FRAME), falling, rising):
            _draw_polygon(pen, contour)
        self.outlines[".notdef"] = pen.glyph()
        self.advances[".notdef"] = EM

    def take(self, code: int) -> None:
        """Copy the glyph of a character; characters that share a glyph share it here too."""
        full_width = _in_ranges(code, FULL_WIDTH_RANGES)
        lift = self.lift if _in_ranges(code, LIFTED_RANGES) else 0
        self.cmap[code] = self._copy(self.source_cmap[code], full_width=full_width, lift=lift)

    def _copy(self, source_glyph: str, *, full_width: bool, lift: int) -> str:
        """Copy a glyph once and return its name here.

        A full-width glyph of another width goes into the middle of one em, squeezed if needed.
        """
        width = round(self.source_set[source_glyph].width)
        new_width = EM if full_width else width
        name = f"{source_glyph}.{new_width}.{lift}"
        if name not in self.outlines:
            scale = min(1.0, new_width / width) if width else 1.0
            placed = (scale, 0, 0, 1, (new_width - width * scale) / 2, lift)
            pen = TTGlyphPen(None)
            self._draw(source_glyph, TransformPen(self._quadratic(source_glyph, pen), placed))
            self.outlines[name] = pen.glyph()
            self.advances[name] = new_width
        return name

    def _draw(self, source_glyph: str, pen: Any) -> None:
        self.source_set[source_glyph].draw(pen)

    def _quadratic(self, source_glyph: str, pen: TTGlyphPen) -> Cu2QuPen:
        """Return a pen for quadratic curves that makes the outer contours clockwise."""
        area = AreaPen()
        self._draw(source_glyph, area)
        return Cu2QuPen(pen, MAX_CURVE_ERROR, reverse_direction=area.value > 0)

    def add_drawn(self, code: int, contours: Iterable[Iterable[Point]]) -> None:
        """Add a one-em glyph made of straight lines."""
        pen = TTGlyphPen(None)
        for contour in contours:
            _draw_polygon(pen, contour)
        self._add(code, pen)

    def add_almost_equal(self) -> None:
        """Add U+2252 as the full-width equals sign with a dot above left and below right."""
        pen = TTGlyphPen(None)
        equals = self.source_cmap[0xFF1D]
        self._draw(equals, self._quadratic(equals, pen))
        for middle in ((230, 610), (770, 150)):
            _draw_dot(pen, middle, 55)
        self._add(0x2252, pen)

    def add_round_zero(self, thickness: float) -> None:
        """Add U+3007, the zero of dates, as a ring."""
        pen = TTGlyphPen(None)
        _draw_dot(pen, (EM / 2, MIDDLE), ZERO_RADIUS)
        _draw_dot(pen, (EM / 2, MIDDLE), ZERO_RADIUS - thickness, hole=True)
        self._add(0x3007, pen)

    def _add(self, code: int, pen: TTGlyphPen) -> None:
        name = f"drawn{code:04X}"
        self.outlines[name] = pen.glyph()
        self.advances[name] = EM
        self.cmap[code] = name

    def order(self) -> list[str]:
        """Return the glyph names in the order of their characters."""
        return list(dict.fromkeys([".notdef", *(self.cmap[code] for code in sorted(self.cmap))]))


def _in_ranges(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= code <= end for start, end in ranges)


def collect_glyphs(source: TTFont, face: Face) -> Glyphs:
    """Copy the wanted characters of the source and add the drawn ones."""
    glyphs = Glyphs(source, face.lift)
    for code in sorted(face.wanted(set(glyphs.source_cmap))):
        glyphs.take(code)
    dash = rectangle(DASH[0], MIDDLE - face.dash / 2, DASH[1], MIDDLE + face.dash / 2)
    for code in (0x2014, 0x2015):
        glyphs.add_drawn(code, [dash])
    if face.key == "fangsong":  # its own one is small and heavy
        glyphs.add_round_zero(FRAME)
    else:
        glyphs.add_almost_equal()  # the sources lack it
    add_check_boxes(glyphs)
    return glyphs


def add_check_boxes(glyphs: Glyphs) -> None:
    """Draw the squares and check boxes alike in every face, all one em wide."""
    left, bottom, right, top = BOX
    (x0, y0), (x1, y1) = CROSS
    empty = frame(BOX, FRAME)
    cross = [bar((x0, y0), (x1, y1), 60), bar((x0, y1), (x1, y0), 60)]
    glyphs.add_drawn(0x25A0, [rectangle(left, bottom, right, top)])
    glyphs.add_drawn(0x25A1, empty)
    glyphs.add_drawn(0x2610, empty)
    glyphs.add_drawn(0x2611, [*empty, tick(TICK, 70)])
    glyphs.add_drawn(0x2612, [*empty, *cross])
    glyphs.add_drawn(0x2714, [tick(HEAVY_TICK, 120)])


def _draw_polygon(pen: TTGlyphPen, points: Iterable[Point]) -> None:
    start, *rest = points
    pen.moveTo(start)
    for point in rest:
        pen.lineTo(point)
    pen.closePath()


def _draw_dot(pen: TTGlyphPen, middle: Point, radius: float, *, hole: bool = False) -> None:
    """Draw a round dot out of eight quadratic curves, clockwise unless it is a hole."""
    x, y = middle
    near = radius * 0.41421356
    around = (
        (-near, radius),
        (near, radius),
        (radius, near),
        (radius, -near),
        (near, -radius),
        (-near, -radius),
        (-radius, -near),
        (-radius, near),
    )
    points = [(x + dx, y + dy) for dx, dy in (around[::-1] if hole else around)]
    pen.qCurveTo(*points, None)
    pen.closePath()


def rectangle(left: float, bottom: float, right: float, top: float) -> list[Point]:
    """Return a clockwise rectangle, that is a filled one."""
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def frame(box: tuple[int, int, int, int], thickness: int) -> list[list[Point]]:
    """Return the outer and the inner contour of an empty square."""
    left, bottom, right, top = box
    inner = rectangle(left + thickness, bottom + thickness, right - thickness, top - thickness)
    return [rectangle(*box), inner[::-1]]


def bar(start: Point, end: Point, width: float) -> list[Point]:
    """Return a clockwise bar between two points, with square ends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    ox, oy = -dy / length * width / 2, dx / length * width / 2
    return [
        (start[0] + ox, start[1] + oy),
        (end[0] + ox, end[1] + oy),
        (end[0] - ox, end[1] - oy),
        (start[0] - ox, start[1] - oy),
    ]


def tick(corners: tuple[Point, Point, Point], width: float) -> list[Point]:
    """Return a clockwise check mark: a short stroke down, a long stroke up, a mitred corner."""
    first, second = bar(corners[0], corners[1], width), bar(corners[1], corners[2], width)
    inner = _crossing(first[0], first[1], second[0], second[1])
    outer = _crossing(first[3], first[2], second[3], second[2])
    return [first[0], inner, second[1], second[2], outer, first[3]]


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point:
    """Return the point where the lines a-b and c-d cross."""
    abx, aby, cdx, cdy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    along = ((c[0] - a[0]) * cdy - (c[1] - a[1]) * cdx) / (abx * cdy - aby * cdx)
    return (a[0] + along * abx, a[1] + along * aby)
