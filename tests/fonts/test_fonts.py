"""The bundled fonts: size, names, metrics, coverage and advance tables."""

# fontTools and reportlab have no type hints.
# mypy: disable-error-code="import-untyped,import-not-found"

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fontTools")

from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "fonts"
TABLE_FILE = ROOT / "packaging" / "fonts" / "tgh8105.txt"
CONFIG: dict[str, Any] = tomllib.loads((FOLDER / "fonts.toml").read_text(encoding="utf-8"))
FACES = tuple(CONFIG)
MAX_TOTAL_BYTES = 40_000_000

CHINESE_PUNCTUATION = "，。、；：！？（）《》〈〉【】〔〕「」“”‘’…—·　"
BOXES = "□■☐☑☒✔"
FORM_SIGNS = (
    "□■☐☑☒✓✔√×○●◎★☆①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
    "㎡㎥℃‰≥≤≠±÷∶—…“”‘’〔〕《》〈〉【】·•–¥￥€£āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
)
NAME_HANZI = "镕喆堃昇祎頔玥彧瞭淼垚燚犇骉"


@cache
def open_font(face: str) -> TTFont:
    """Open the font of a face."""
    return TTFont(FOLDER / CONFIG[face]["file"], lazy=True)


@cache
def read_advances(face: str) -> dict[int, int]:
    """Read the advance table of a face as a map from code point to advance."""
    table = json.loads((FOLDER / CONFIG[face]["advances"]).read_text(encoding="utf-8"))
    widths = [(table["units_per_em"], table["full"])]
    widths += [(int(width), ranges) for width, ranges in table["other"].items()]
    pairs = [
        (code, width)
        for width, ranges in widths
        for start, end in ranges
        for code in range(start, end + 1)
    ]
    advances = dict(pairs)
    assert len(advances) == len(pairs), "a character stands twice in the table"
    return advances


def can_encode(code: int, codec: str) -> bool:
    """Say if a Python codec has the character."""
    try:
        chr(code).encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def gb2312_hanzi() -> frozenset[int]:
    """Return the 6763 hanzi of GB2312."""
    return frozenset(code for code in range(0x4E00, 0xA000) if can_encode(code, "gb2312"))


def missing(face: str, wanted: set[int] | frozenset[int]) -> str:
    """Return the wanted characters that a face lacks."""
    return "".join(chr(code) for code in sorted(wanted - read_advances(face).keys()))


def test_total_size() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.ttf")) <= MAX_TOTAL_BYTES


def test_faces_and_files() -> None:
    assert set(FACES) == {"song", "fangsong", "hei", "title"}
    assert {path.name for path in FOLDER.glob("*.ttf")} == {CONFIG[f]["file"] for f in FACES}
    for face in FACES:
        stem = Path(CONFIG[face]["file"]).stem
        assert CONFIG[face]["advances"] == f"{stem}.advances.json"
        assert (FOLDER / f"LICENSE-{stem.removesuffix('-Regular')}.txt").is_file()
        assert face not in CONFIG[face]["fallback"]
        assert set(CONFIG[face]["fallback"]) <= set(FACES)


def test_official_names_are_unique() -> None:
    face_of = [(name.casefold(), face) for face in FACES for name in CONFIG[face]["names"]]
    faces = dict(face_of)
    assert len(faces) == len(set(face_of)), "a name is printed with two faces"
    assert faces["宋体"] == faces["楷体"] == faces["simsun"] == "song"
    assert faces["仿宋"] == faces["仿宋_gb2312"] == "fangsong"
    assert faces["黑体"] == faces["simhei"] == "hei"
    assert faces["方正小标宋简体"] == faces["fzxiaobiaosong-b05s"] == "title"


@pytest.mark.parametrize("face", FACES)
def test_font_is_renamed(face: str) -> None:
    names = open_font(face)["name"]
    assert names.getDebugName(1) == CONFIG[face]["family"]
    for record in names.names:
        if record.nameID in {1, 3, 4, 6, 16, 18}:
            text = str(record).casefold()
            assert not any(word in text for word in ("noto", "source", "fandol")), text
    assert "opyright" in names.getDebugName(0) or "©" in names.getDebugName(0)
    assert "icense" in names.getDebugName(13)


@pytest.mark.parametrize("face", FACES)
def test_metrics(face: str) -> None:
    font = open_font(face)
    hhea, os2 = font["hhea"], font["OS/2"]
    assert font["head"].unitsPerEm == 1000
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == (880, -120, 0)
    assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (880, -120, 0)
    assert (os2.usWinAscent, os2.usWinDescent) == (880, 120)
    assert os2.fsType == 0
    assert font["post"].formatType == 3


@pytest.mark.parametrize("face", FACES)
def test_tables(face: str) -> None:
    font = open_font(face)
    assert "glyf" in font
    assert not {"CFF ", "GSUB", "GPOS", "GDEF", "vhea", "vmtx", "fpgm", "prep"} & set(font.keys())
    formats = {(t.platformID, t.platEncID, t.format) for t in font["cmap"].tables}
    assert {(3, 1, 4), (3, 10, 12)} <= formats


@pytest.mark.parametrize("face", FACES)
def test_advance_table_agrees_with_font(face: str) -> None:
    font = open_font(face)
    widths = font["hmtx"].metrics
    in_font = {code: widths[name][0] for code, name in font.getBestCmap().items()}
    assert read_advances(face) == in_font
    table = json.loads((FOLDER / CONFIG[face]["advances"]).read_text(encoding="utf-8"))
    assert table["family"] == CONFIG[face]["family"]
    assert (table["units_per_em"], table["ascent"], table["descent"]) == (1000, 880, 120)


@pytest.mark.parametrize("face", FACES)
def test_every_face_has_gb2312(face: str) -> None:
    assert len(gb2312_hanzi()) == 6763
    assert missing(face, gb2312_hanzi()) == ""


def test_song_has_all_of_gbk() -> None:
    gbk = {code for code in range(0x10000) if can_encode(code, "gbk")}
    controls = {*range(0x20), 0x7F}
    assert missing("song", gbk - controls) == ""


@pytest.mark.parametrize("face", ["song", "hei", "title"])
def test_general_table_of_2013(face: str) -> None:
    table = {ord(char) for char in TABLE_FILE.read_text(encoding="utf-8") if not char.isspace()}
    assert len(table) == 8105
    assert missing(face, table) == ""
    assert missing(face, {ord(char) for char in NAME_HANZI}) == ""


def test_song_has_the_signs_of_the_forms() -> None:
    assert missing("song", {ord(char) for char in FORM_SIGNS}) == ""
    assert missing("song", set(range(0xFF01, 0xFF5F))) == ""


@pytest.mark.parametrize("face", FACES)
def test_song_is_the_last_resort(face: str) -> None:
    assert missing("song", set(read_advances(face))) == ""


@pytest.mark.parametrize("face", FACES)
def test_full_width(face: str) -> None:
    advances = read_advances(face)
    assert {char: advances.get(ord(char)) for char in CHINESE_PUNCTUATION + BOXES} == dict.fromkeys(
        CHINESE_PUNCTUATION + BOXES, 1000
    )
    assert {advances[code] for code in gb2312_hanzi()} == {1000}


@pytest.mark.parametrize("face", ["fangsong", "hei"])
def test_digits_are_of_one_width(face: str) -> None:
    assert len({read_advances(face)[ord(digit)] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("face", FACES)
def test_outer_contours_are_clockwise(face: str) -> None:
    font = open_font(face)
    glyphs, cmap = font.getGlyphSet(), font.getBestCmap()
    for char in "一国表预算（《“，。—0Aa" + BOXES:
        pen = AreaPen()
        glyphs[cmap[ord(char)]].draw(pen)
        assert pen.value < 0, char


@pytest.mark.parametrize("face", FACES)
def test_check_boxes_share_one_frame(face: str) -> None:
    font = open_font(face)
    glyf, cmap = font["glyf"], font.getBestCmap()
    boxes = {(g.xMin, g.yMin, g.xMax, g.yMax) for g in (glyf[cmap[ord(char)]] for char in "□■☐☑☒")}
    assert boxes == {(100, -20, 900, 780)}


@pytest.mark.parametrize("face", FACES)
def test_reportlab_loads_the_font(face: str) -> None:
    ttfonts = pytest.importorskip("reportlab.pdfbase.ttfonts")
    font = ttfonts.TTFont(CONFIG[face]["family"], str(FOLDER / CONFIG[face]["file"]))
    assert font.face.ascent == 880
    assert font.face.descent == -120
    assert font.stringWidth("预算□☑", 10) == pytest.approx(40)
