"""你好, typed as pinyin with the input methods of Linux desktops, arrives in the saved file."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import need
from tests.desk.gui.conftest import TOOLS
from tests.desk.gui.display import Display, Key
from tests.desk.gui.inputmethods import Fcitx5, Ibus, Session
from tests.desk.gui.program import Program, show
from tests.desk.gui.sheet import Sheet, held, new

pytestmark = [pytest.mark.needs_display, pytest.mark.soak]

SHEET = Sheet("pingluo-2026", "project")
TAB, ENTER, F2 = Key("Tab"), Key("Return"), Key("F2")
COMPOSING = 0.6
"""Seconds that an input method may take to show its candidates."""


@pytest.fixture
def screen() -> Iterator[Display]:
    """A screen of its own: input methods follow the keyboard of a whole session."""
    for tool in TOOLS:
        need(tool)
    own = Display()
    yield own
    own.close()


@pytest.fixture(params=[Fcitx5, Ibus], ids=["fcitx5", "ibus"])
def session(screen: Display, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    own = request.param(screen, tmp_path / "home")
    yield own
    own.close()


def compose(screen: Display, letters: str) -> None:
    """Type pinyin and take the first candidate."""
    for letter in letters:
        screen.play(letter)
        time.sleep(0.06)
    time.sleep(COMPOSING)
    screen.play(Key("space"))
    time.sleep(COMPOSING)


def test_pinyin_arrives_in_the_file(screen: Display, session: Session, tmp_path: Path) -> None:
    file = new(tmp_path / "新.perfdesk", "pingluo-2026")
    program = Program(screen, tmp_path / "home", file, environment=session.for_programs)
    program.wait_for_sheet()
    try:
        program.play(*SHEET.to("project_name"), F2)
        session.turn_on()
        compose(screen, "nihao")
        program.play(ENTER, *SHEET.to("competent_department"))
        session.turn_on()
        compose(screen, "nihao")
        screen.look().save(tmp_path / "composed.png")
        program.play(ENTER)
        values = held(program.save(file)).values
        assert values == {"project_name": "你好", "competent_department": "你好"}
        program.quit()
        assert program.said == ""
    finally:
        if program.is_alive:
            program.kill()


def test_without_an_input_method_the_letters_arrive(screen: Display, tmp_path: Path) -> None:
    """So it is known that the other test bites."""
    file = new(tmp_path / "新.perfdesk", "pingluo-2026")
    program = Program(screen, tmp_path / "home", file)
    program.wait_for_sheet()
    program.play(*SHEET.to("project_name"), F2)
    compose(screen, "nihao")
    program.play(ENTER)
    assert held(program.save(file)).values == {"project_name": "nihao "}
    program.quit()
    assert held(show(file)).values == {"project_name": "nihao "}
