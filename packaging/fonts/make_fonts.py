"""Build the TrueType fonts that perfdesk prints with, and their advance tables.

Each face is cut from an OpenType (CFF) font: the wanted characters are copied, their cubic
curves are turned into quadratic ones, the family is renamed, and the vertical metrics are set
to 0.88 em above and 0.12 em below the baseline. Nothing else of the source font is kept: no
hints, no layout tables, no vertical metrics. The same inputs give the same bytes.

See README.md beside this file for the inputs and for the command line.
"""

# fontTools has no type hints.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import argparse
import bz2
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

HERE = Path(__file__).resolve().parent
TABLE_FILE = HERE / "tgh8105.txt"
RESOURCES = HERE.parents[1] / "resources" / "fonts"

EM = 1000
ASCENT = 880
DESCENT = 120
MAX_CURVE_ERROR = 1.0  # font units, that is 1/1000 em

# Latin letters, punctuation, signs and symbols that every face takes if its source has them.
COMMON_RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x017F),
    (0x01CD, 0x01DC),
    (0x01F8, 0x01F9),
    (0x0251, 0x0251),
    (0x0261, 0x0261),
    (0x1E3E, 0x1E3F),
    (0x2000, 0x206F),
    (0x20A0, 0x22FF),
    (0x2460, 0x27BF),
    (0x3000, 0x303F),
    (0x3200, 0x33FF),
    (0xFF00, 0xFF9F),
    (0xFFE0, 0xFFEF),
)

# Taken out of every face: control characters, Korean, the private use area, and a few signs that
# only work with layout tables and reach far out of the em (marks, vertical kana, long dashes).
UNWANTED_RANGES = (
    (0x0000, 0x001F),
    (0x007F, 0x009F),
    (0x1100, 0x11FF),
    (0x20D0, 0x20FF),
    (0x2E3A, 0x2E3B),
    (0x302A, 0x302F),
    (0x3031, 0x3035),
    (0x3130, 0x318F),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xE000, 0xF8FF),
    (0xFFA0, 0xFFDF),
)

# Hanzi of personal names that are in neither GB2312 nor the general table of 2013.
NAME_HANZI = "頔峯珮昞晳羣卲囧玏砳皜煒燁勳喦朤囍颕旼瑠琍濬鋐鎔陳"

# FandolFang draws these too small, too heavy, with gaps or wrongly (its full-width yen is a
# dollar), or has only some of the set. The program takes them from its next face instead.
FANGSONG_UNWANTED_RANGES = (
    (0x00A4, 0x00A4),  # currency sign
    (0x0370, 0x03FF),  # Greek: unusual variants of the letters
    (0x2016, 0x2016),  # double vertical line
    (0x2032, 0x2035),  # primes
    (0x203B, 0x203B),  # reference mark
    (0x2122, 0x2122),  # trade mark sign
    (0x205D, 0x205D),  # three dots upright
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical signs
    (0x2460, 0x2473),  # circled numbers: only 1 to 10
    (0x2500, 0x27BF),  # box drawing, blocks, shapes, dingbats
    (0x2F00, 0x2FFF),  # radicals, incomplete
    (0x3013, 0x3013),  # geta mark
    (0x303E, 0x303E),
    (0xFE10, 0xFE4F),  # vertical forms
    (0xFF0D, 0xFF0D),  # full-width hyphen
    (0xFF5E, 0xFF5E),  # full-width tilde
    (0xFFE0, 0xFFE5),  # full-width currency signs and overline
)

# FandolFang puts hanzi and brackets 70 units lower than the other faces do.
FANGSONG_LIFT = 70
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
Names = Mapping[str, str]


@dataclass(frozen=True)
class Face:
    """What to make out of one source font."""

    key: str
    source_name: str
    description: str
    licence: str
    licence_url: str
    wanted: Callable[[set[int]], set[int]]
    dash: int = 40
    lift: int = 0


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


def _expand(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {code for start, end in ranges for code in range(start, end + 1)}


def codec_characters(codec: str) -> set[int]:
    """Return every character that a two-byte Python codec can write."""
    found = set()
    for code in range(0x10000):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        found.add(code)
    return found


def read_table(path: Path = TABLE_FILE) -> set[int]:
    """Read the characters of the general table of 2013 (通用规范汉字表)."""
    return {ord(char) for char in path.read_text(encoding="utf-8") if not char.isspace()}


def write_table(unihan: Path, path: Path = TABLE_FILE) -> None:
    """Extract the general table from the kTGH field of Unihan, forty characters per line."""
    opener = bz2.open if unihan.suffix == ".bz2" else open
    with opener(unihan, "rt", encoding="utf-8") as lines:
        rows = [re.match(r"U\+([0-9A-F]+)\tkTGH\t2013:(\d+)", line) for line in lines]
    ranked = sorted((int(row[2]), chr(int(row[1], 16))) for row in rows if row)
    text = "".join(char for _, char in ranked)
    chunks = [text[start : start + 40] for start in range(0, len(text), 40)]
    path.write_text("\n".join(chunks) + "\n", encoding="utf-8")


def _song_characters(available: set[int]) -> set[int]:
    """Take everything but Korean and private use: this face is the fallback of the others."""
    return available - _expand(UNWANTED_RANGES)


def _hei_characters(available: set[int]) -> set[int]:
    wanted = codec_characters("gbk") | read_table() | _expand(COMMON_RANGES)
    return (wanted & available) - _expand(UNWANTED_RANGES)


def _title_characters(available: set[int]) -> set[int]:
    """Take GB2312, the general table and every sign of GBK, but few of its other hanzi."""
    signs = {code for code in codec_characters("gbk") if not 0x4E00 <= code <= 0x9FFF}
    hanzi = codec_characters("gb2312") | read_table() | {ord(char) for char in NAME_HANZI}
    return ((signs | hanzi | _expand(COMMON_RANGES)) & available) - _expand(UNWANTED_RANGES)


def _fangsong_characters(available: set[int]) -> set[int]:
    """Take the hanzi of GB2312 only: among the others FandolFang has wrong ones (干 for 幹)."""
    wanted = codec_characters("gb2312") | _expand(COMMON_RANGES)
    return (wanted & available) - _expand((*UNWANTED_RANGES, *FANGSONG_UNWANTED_RANGES))


OFL_NOTICE = (
    "This Font Software is licensed under the SIL Open Font License, Version 1.1. This Font "
    'Software is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, '
    "either express or implied. See the SIL Open Font License for the specific language, "
    "permissions and limitations governing your use of this Font Software."
)
GPL_NOTICE = (
    "This font is free software: you can redistribute it and/or modify it under the terms of the "
    "GNU General Public License, version 3, as published by the Free Software Foundation. It is "
    "distributed WITHOUT ANY WARRANTY. As a special exception, if you create a document which "
    "uses this font, and embed this font or unaltered portions of this font into the document, "
    "this font does not by itself cause the resulting document to be covered by the GNU General "
    "Public License. This exception does not however invalidate any other reasons why the "
    "document might be covered by the GNU General Public License. If you modify this font, you "
    "may extend this exception to your version of the font, but you are not obligated to do so. "
    "If you do not wish to do so, delete this exception statement from your version."
)
OFL_URL = "https://openfontlicense.org"
GPL_URL = "https://www.gnu.org/licenses/gpl-3.0.html"
CHANGES = (
    "Cut to fewer characters, curves converted to quadratic, check boxes drawn anew, renamed, "
    "vertical metrics changed, hints and layout tables removed."
)

FACES = (
    Face(
        "song",
        "NotoSerifCJKsc-Regular",
        f"Made for perfdesk from Noto Serif CJK SC Regular. {CHANGES}",
        OFL_NOTICE,
        OFL_URL,
        _song_characters,
    ),
    Face(
        "fangsong",
        "FandolFang-Regular",
        f"Made for perfdesk from FandolFang Regular of the Fandol team. {CHANGES}",
        GPL_NOTICE,
        GPL_URL,
        _fangsong_characters,
        lift=FANGSONG_LIFT,
    ),
    Face(
        "hei",
        "NotoSansCJKsc-Medium",
        f"Made for perfdesk from Noto Sans CJK SC Medium. {CHANGES}",
        OFL_NOTICE,
        OFL_URL,
        _hei_characters,
        dash=60,
    ),
    Face(
        "title",
        "NotoSerifCJKsc-SemiBold",
        f"Made for perfdesk from Noto Serif CJK SC SemiBold. {CHANGES}",
        OFL_NOTICE,
        OFL_URL,
        _title_characters,
    ),
)


def open_source(path: Path, postscript_name: str) -> TTFont:
    """Open a font file, or the member of a collection that has this PostScript name."""
    if path.suffix.lower() != ".ttc":
        return TTFont(path)
    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(6) for font in collection.fonts]
    return TTFont(path, fontNumber=names.index(postscript_name), lazy=True)


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


def _name_strings(source: TTFont, face: Face, family: str) -> dict[str, str]:
    names = source["name"]
    postscript = family.replace(" ", "") + "-Regular"
    return {
        "copyright": names.getDebugName(0),
        "familyName": family,
        "styleName": "Regular",
        "uniqueFontIdentifier": f"1.000;{postscript}",
        "fullName": family,
        "version": "Version 1.000",
        "psName": postscript,
        "designer": names.getDebugName(9),
        "description": face.description,
        "licenseDescription": face.licence,
        "licenseInfoURL": face.licence_url,
    }


def _character_maps(cmap: Mapping[int, str]) -> Any:
    """Return a cmap table with formats 4 (basic plane) and 12 (all)."""
    table = newTable("cmap")
    table.tableVersion = 0
    basic = {code: name for code, name in cmap.items() if code < 0x10000}
    table.tables = [
        _character_map(platform, encoding, form, basic if form == 4 else dict(cmap))
        for platform, encoding, form in ((0, 3, 4), (0, 4, 12), (3, 1, 4), (3, 10, 12))
    ]
    return table


def _character_map(platform: int, encoding: int, form: int, cmap: dict[int, str]) -> Any:
    subtable = CmapSubtable.newSubtable(form)
    subtable.platformID, subtable.platEncID, subtable.language = platform, encoding, 0
    subtable.cmap = cmap
    return subtable


def _no_hinting() -> Any:
    """Return a gasp table that asks for smoothing without grid fitting at every size."""
    table = newTable("gasp")
    table.version = 1
    table.gaspRange = {0xFFFF: 0x000A}
    return table


def build(source: TTFont, face: Face, family: str) -> TTFont:
    """Build one font."""
    if source["head"].unitsPerEm != EM:
        raise ValueError(f"{face.source_name}: {EM} units per em expected")
    glyphs = collect_glyphs(source, face)
    order = glyphs.order()
    outlines = {name: glyphs.outlines[name] for name in order}
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.font["cmap"] = _character_maps(glyphs.cmap)
    builder.setupGlyf(outlines)
    edges = {name: getattr(outline, "xMin", 0) for name, outline in outlines.items()}
    builder.setupHorizontalMetrics({name: (glyphs.advances[name], edges[name]) for name in order})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT, lineGap=0)
    builder.setupNameTable(_name_strings(source, face, family), mac=False)
    _set_os2(builder, source["OS/2"])
    builder.setupPost(keepGlyphNames=False)
    builder.font["gasp"] = _no_hinting()
    head = builder.font["head"]
    head.created = head.modified = source["head"].modified
    head.fontRevision = 1.0
    return builder.font


def _set_os2(builder: FontBuilder, source: Any) -> None:
    builder.setupOS2(
        version=4,
        sTypoAscender=ASCENT,
        sTypoDescender=-DESCENT,
        sTypoLineGap=0,
        usWinAscent=ASCENT,
        usWinDescent=DESCENT,
        usWeightClass=400,
        usWidthClass=5,
        fsType=0,
        fsSelection=0x0040 | 0x0080,  # regular; line spacing by the typographic metrics
        achVendID="NONE",
        panose=source.panose,
        yStrikeoutSize=source.yStrikeoutSize,
        yStrikeoutPosition=source.yStrikeoutPosition,
        ySubscriptXSize=source.ySubscriptXSize,
        ySubscriptYSize=source.ySubscriptYSize,
        ySubscriptYOffset=source.ySubscriptYOffset,
        ySuperscriptXSize=source.ySuperscriptXSize,
        ySuperscriptYSize=source.ySuperscriptYSize,
        ySuperscriptYOffset=source.ySuperscriptYOffset,
        sxHeight=source.sxHeight,
        sCapHeight=source.sCapHeight,
    )
    table = builder.font["OS/2"]
    table.recalcAvgCharWidth(builder.font)
    table.recalcUnicodeRanges(builder.font)
    table.ulCodePageRange1 = 1 << 0 | 1 << 2 | 1 << 18  # Latin 1, Cyrillic, simplified Chinese
    table.ulCodePageRange2 = 0


def ranges_of(codes: Iterable[int]) -> list[list[int]]:
    """Join code points into inclusive [start, end] ranges."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def advance_table(font: TTFont, family: str) -> dict[str, Any]:
    """Return the advances of all characters of a built font."""
    by_advance: dict[int, list[int]] = {}
    for code, name in font.getBestCmap().items():
        by_advance.setdefault(font["hmtx"][name][0], []).append(code)
    full = by_advance.pop(EM)
    return {
        "family": family,
        "units_per_em": EM,
        "ascent": ASCENT,
        "descent": DESCENT,
        "full": ranges_of(full),
        "other": {str(width): ranges_of(by_advance[width]) for width in sorted(by_advance)},
    }


def format_advances(table: Mapping[str, Any]) -> str:
    """Write an advance table as JSON with one range per line."""
    return "{\n" + ",\n".join(_format_members(table, 1)) + "\n}\n"


def _format_members(members: Mapping[str, Any], depth: int) -> Iterator[str]:
    indent = " " * depth
    for key, value in members.items():
        if isinstance(value, dict):
            inner = ",\n".join(_format_members(value, depth + 1))
            yield f'{indent}"{key}": {{\n{inner}\n{indent}}}'
        elif isinstance(value, list):
            lines = ",\n".join(f"{indent} [{start}, {end}]" for start, end in value)
            yield f'{indent}"{key}": [\n{lines}\n{indent}]'
        else:
            yield f'{indent}"{key}": {json.dumps(value)}'


def make_face(face: Face, path: Path, config: Names, folder: Path) -> None:
    """Build one face and write the font and its advance table."""
    font = build(open_source(path, face.source_name), face, config["family"])
    target = folder / config["file"]
    font.save(target)
    with TTFont(target, lazy=True) as saved:
        text = format_advances(advance_table(saved, config["family"]))
        count = len(saved.getBestCmap())
    (folder / config["advances"]).write_text(text, encoding="utf-8")
    print(f"{target.name}: {count} characters, {target.stat().st_size} bytes")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build perfdesk's fonts and advance tables.")
    for face in FACES:
        parser.add_argument(f"--{face.key}", type=Path, help=f"file with {face.source_name}")
    parser.add_argument("--unihan", type=Path, help="Unihan_OtherMappings.txt[.bz2]")
    parser.add_argument("--out", type=Path, default=RESOURCES, help="folder with fonts.toml")
    return parser.parse_args()


def main() -> None:
    """Build the faces whose source files are named on the command line."""
    arguments = _arguments()
    if arguments.unihan:
        write_table(arguments.unihan)
    config = tomllib.loads((arguments.out / "fonts.toml").read_text(encoding="utf-8"))
    for face in FACES:
        path: Path | None = getattr(arguments, face.key)
        if path:
            make_face(face, path, config[face.key], arguments.out)


if __name__ == "__main__":
    main()
