"""Every cell to fill in is reached by Tab, takes its own text, and the file holds exactly those."""

from pathlib import Path

import pytest

from tests.desk.gui.answers import Cell, cells, content, expected
from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Key
from tests.desk.gui.program import perfdesk, show
from tests.support.official import Section, sections

pytestmark = pytest.mark.needs_display


@pytest.mark.parametrize("pack", sorted({pack for pack, _ in sections()}))
def test_every_cell_of_the_forms(start: Start, tmp_path: Path, pack: str) -> None:
    file = tmp_path / "新.perfdesk"
    perfdesk("new", "--pack", pack, "--unit", "甲", "-o", str(file))
    own = [sections()[pack, form["template"]] for form in show(file)["forms"]]
    assert {section.template for section in own} == {t for p, t in sections() if p == pack}

    program = start(file)
    program.wait_for_sheet()
    for number, section in enumerate(own):
        if number:
            program.keys("ctrl+Next")
        program.play(*_strokes(cells(section)))
    saved = program.save(file)
    program.quit()

    for section, form in zip(own, saved["forms"], strict=True):
        assert content(form) == expected(section, cells(section)), section.template
    assert saved["unit_name"] == _unit_name(own)


def _strokes(filled: list[Cell]) -> list[str]:
    strokes: list[str] = []
    for cell in filled:
        strokes += [Key("Tab"), cell.typed] if strokes else [cell.typed]
    return [*strokes, Key("Return")]


def _unit_name(forms: list[Section]) -> str:
    typed = [cell.kept for form in forms for cell in cells(form) if cell.key == "unit_name"]
    return typed[-1] if typed else "甲"
