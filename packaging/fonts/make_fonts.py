"""Build the TrueType fonts that perfdesk prints with, and their advance tables.

Each face is cut from an OpenType (CFF) font: the wanted characters are copied, their cubic
curves are turned into quadratic ones, the family is renamed, and the vertical metrics are set
to 0.88 em above and 0.12 em below the baseline. Nothing else of the source font is kept: no
hints, no layout tables, no vertical metrics. The same inputs give the same bytes.

The faces are described in faces.py, their glyphs are made by glyphs.py. See README.md beside this
file for the inputs and for the command line.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from faces import FACES, Face, write_table
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from glyphs import EM, collect_glyphs

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "fonts"

ASCENT = 880
DESCENT = 120

Names = Mapping[str, str]


def open_source(path: Path, postscript_name: str) -> TTFont:
    """Open a font file, or the member of a collection that has this PostScript name."""
    if path.suffix.lower() != ".ttc":
        return TTFont(path)
    with TTCollection(path, lazy=True) as collection:
        names = [font["name"].getDebugName(6) for font in collection.fonts]
    return TTFont(path, fontNumber=names.index(postscript_name), lazy=True)


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
