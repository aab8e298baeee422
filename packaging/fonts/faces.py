"""The four faces: which source font each is cut from, and which characters it takes."""

from __future__ import annotations

import bz2
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TABLE_FILE = Path(__file__).resolve().parent / "tgh8105.txt"

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
