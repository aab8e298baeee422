"""Official fonts of a computer, made here from ours under their names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from perfdesk.layout import installed
from perfdesk.layout.breaking import text_width
from perfdesk.layout.installed import OwnFace, own_parts
from perfdesk.layout.strokes import Run
from tests.conftest import ROOT

BUNDLED = {"title": "Title", "fangsong": "FangSong", "song": "Song", "hei": "Hei"}
RUN = Run(10.0, 20.0, "2026年绩效", "fangsong", 10.0)


def bundled(face: str) -> Path:
    return ROOT / "resources" / "fonts" / f"Perfdesk{BUNDLED[face]}-Regular.ttf"


def make(
    folder: Path, family: str, *, wider: float = 1.0, rights: int = 0, lacking: str = ""
) -> None:
    """Put a font into the folder of this computer's fonts."""
    place = folder / "fonts" / "truetype"
    place.mkdir(parents=True, exist_ok=True)
    with TTFont(bundled("fangsong")) as font:
        tables: Any = font
        for name in tables["name"].names:
            if name.nameID in {1, 16}:
                name.string = family
        tables["OS/2"].fsType = rights
        metrics = tables["hmtx"].metrics
        for glyph, (advance, bearing) in metrics.items():
            metrics[glyph] = (round(advance * wider), bearing)
        for table in tables["cmap"].tables:
            for char in lacking:
                table.cmap.pop(ord(char), None)
        font.save(place / f"{abs(hash(family))}.ttf")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(installed, "folders", lambda: [tmp_path / "fonts"])
    installed.installed.cache_clear()
    yield tmp_path
    installed.installed.cache_clear()


def only(parts: tuple[tuple[Run, OwnFace | None, float], ...]) -> tuple[OwnFace | None, float]:
    ((run, face, squeeze),) = parts
    assert run == RUN
    return face, squeeze


def test_nothing_installed(folder: Path) -> None:
    assert installed.installed() == {}
    assert own_parts(RUN) == ((RUN, None, 1.0),)
    (folder / "fonts").mkdir()
    (folder / "fonts" / "broken.ttf").write_bytes(b"\x00\x01\x00\x00 not a font")
    (folder / "fonts" / "empty.ttf").write_bytes(b"")
    installed.installed.cache_clear()
    assert installed.installed() == {}


@pytest.mark.parametrize("face", BUNDLED)
def test_widths_are_those_of_the_font(face: str) -> None:
    read = installed._read(bundled(face), face)
    assert read is not None
    with TTFont(bundled(face), lazy=True) as font:
        tables: Any = font
        units, metrics = tables["head"].unitsPerEm, tables["hmtx"].metrics
        for code, glyph in tables.getBestCmap().items():
            assert read.width(chr(code)) == metrics[glyph][0] / units
    assert read.width("\ue5ff") is None


def test_the_face_that_stands_for_it_is_replaced(folder: Path) -> None:
    make(folder, "仿宋_GB2312")
    assert list(installed.installed()) == ["fangsong"]
    face, squeeze = only(own_parts(RUN))
    assert face is not None
    assert (face.name, squeeze) == ("仿宋_gb2312", 1.0)
    other = Run(0.0, 0.0, "甲", "hei", 10.0)
    assert own_parts(other) == ((other, None, 1.0),)


def test_a_wider_one_is_squeezed(folder: Path) -> None:
    make(folder, "仿宋_GB2312", wider=1.02)
    face, squeeze = only(own_parts(RUN))
    assert face is not None
    assert squeeze == pytest.approx(1 / 1.02, abs=0.001)


def test_one_that_is_much_wider_is_not_used(folder: Path) -> None:
    make(folder, "仿宋_GB2312", wider=1.05)
    assert [(part.text, face) for part, face, _ in own_parts(RUN)] == [(RUN.text, None)]


def test_a_character_that_it_lacks_is_drawn_by_ours(folder: Path) -> None:
    make(folder, "仿宋_GB2312", lacking="绩")
    parts = own_parts(RUN)
    assert [(part.text, face is not None) for part, face, _ in parts] == [
        *[("2026年", True), ("绩", False), ("效", True)],
    ]
    assert parts[1][0].x == pytest.approx(10 + text_width("2026年", "fangsong", 10))
    assert parts[2][0].x == pytest.approx(parts[1][0].x + 10)


def test_a_font_that_may_not_be_embedded_is_not_used(folder: Path) -> None:
    make(folder, "仿宋_GB2312", rights=2)
    assert installed.installed() == {}


def test_the_title_has_its_own(folder: Path) -> None:
    make(folder, "方正小标宋简体")
    make(folder, "方正小标宋_GBK")
    assert {key: face.name for key, face in installed.installed().items()} == {
        "title": "方正小标宋简体"
    }
