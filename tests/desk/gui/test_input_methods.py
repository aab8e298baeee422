"""Chinese typed with the input methods of Linux desktops: what arrives, and where it is shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import need
from tests.desk.gui.conftest import TOOLS
from tests.desk.gui.display import Display, Key, Rect, TooLateError, until
from tests.desk.gui.inputmethods import Fcitx5, Ibus, Session
from tests.desk.gui.program import Program, findings, found, show
from tests.desk.gui.sheet import Sheet, held, new

pytestmark = [pytest.mark.needs_display, pytest.mark.soak]

SHEET = Sheet("pingluo-2026", "project")
TAB, ENTER, F2, SPACE, ESC = (Key(key) for key in ("Tab", "Return", "F2", "space", "Escape"))
TRIES, READY = 12, 2.5
"""An input method may take a while until it is ready: so many times so many seconds."""
NEAR = 12
"""Pixels that candidates may be away from the cell."""


class Desk(NamedTuple):
    """The program on a new dossier, in a desktop session with an input method."""

    screen: Display
    session: Session
    program: Program
    file: Path

    def warm_up(self) -> None:
        """Compose something and give it up, until the daemon has all that it needs for that."""
        for _ in range(TRIES):
            self.go("annual_goal")
            self.program.play("n")
            try:
                until(self.session.candidates, "candidates", READY)
            except TooLateError:
                self.program.play(ESC)
                continue
            self.program.play(ESC)
            until(lambda: self.session.candidates() is None, "an end of the candidates")
            self.program.rest()
            self.program.play(ESC)
            self.program.rest()
            self.session.turn_off()
            return
        raise TooLateError("an input method that composes")

    def go(self, key: str, *more: str) -> Rect:
        """Go to a cell, with pinyin switched on; return where it is."""
        self.program.play(*SHEET.to(key), *more)
        self.program.rest()
        self.session.turn_on()
        return found(self.program.frame())

    def spell(self, letters: str) -> Rect:
        """Type pinyin, which leaves it composed but not entered; return where candidates are."""
        for letter in letters:
            self.program.play(letter)
            self.program.rest()
        return found(until(self.session.candidates, "candidates"))

    def write(self, text: str) -> None:
        """Type what is not composed; keys that come too fast may change their order on the way."""
        for letter in text:
            self.program.play(letter)
            self.program.rest()

    def take(self) -> None:
        """Take the first candidate."""
        self.program.play(SPACE)
        until(lambda: self.session.candidates() is None, "an end of the candidates")
        self.program.rest()

    @property
    def values(self) -> dict[str, str]:
        """What the file holds."""
        return held(show(self.file)).values


@pytest.fixture
def screen() -> Iterator[Display]:
    """A screen of its own: input methods follow the keyboard of a whole session."""
    for tool in TOOLS:
        need(tool)
    own = Display()
    yield own
    own.close()


@pytest.fixture(params=[Fcitx5, Ibus], ids=["fcitx5", "ibus"])
def desk(screen: Display, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Desk]:
    session = request.param(screen, tmp_path / "home")
    file = new(tmp_path / "新.perfdesk", "pingluo-2026")
    program = Program(screen, tmp_path / "home", file, environment=session.for_programs)
    program.wait_for_sheet()
    own = Desk(screen, session, program, file)
    own.warm_up()
    yield own
    said = program.said
    if program.is_alive:
        program.kill()
    session.close()
    assert said == ""


def test_it_arrives_in_the_file(desk: Desk) -> None:
    desk.go("project_name", F2)
    desk.spell("nihao")
    desk.take()
    desk.program.play(ENTER)
    desk.go("competent_department")  # no editor yet: composing opens it
    desk.spell("nihao")
    desk.take()
    desk.program.play(ENTER)
    values = held(desk.program.save(desk.file)).values
    assert values == {"project_name": "你好", "competent_department": "你好"}
    desk.program.quit()


def test_switched_off_the_letters_arrive(desk: Desk) -> None:
    """So it is known that the others bite."""
    desk.program.play(*SHEET.to("project_name"), F2)
    desk.write("nihao ")
    desk.program.play(ENTER)
    assert held(desk.program.save(desk.file)).values == {"project_name": "nihao "}
    desk.program.quit()


def test_without_any_the_letters_arrive(screen: Display, tmp_path: Path) -> None:
    file = new(tmp_path / "新.perfdesk", "pingluo-2026")
    program = Program(screen, tmp_path / "home", file)
    program.wait_for_sheet()
    program.play(*SHEET.to("project_name"), F2, "nihao", SPACE, ENTER)
    assert held(program.save(file)).values == {"project_name": "nihao "}
    program.quit()


@pytest.mark.parametrize("editor", ["closed", "open"])
def test_candidates_are_beside_the_cell(desk: Desk, editor: str) -> None:
    cell = desk.go("implementing_unit", *([F2] if editor == "open" else []))
    for letters in ("n", "ihao"):
        shown = desk.spell(letters)
        middle = (cell.top + cell.bottom) // 2
        assert middle < shown.top <= cell.bottom + NEAR  # the text itself stays in sight
        right = desk.screen.size[0] - 1
        assert cell.left - NEAR <= shown.left <= cell.right or shown.right >= right - NEAR


def test_no_cell_loses_what_is_composed(desk: Desk) -> None:
    kept = "ni hao" if isinstance(desk.session, Fcitx5) else "你好"  # as it is shown
    cell = desk.go("project_name")
    desk.spell("nihao")
    desk.screen.click(cell.left + 40, cell.bottom + 20)
    desk.program.wait_for_other_frame(cell)
    assert desk.session.candidates() is None
    assert held(desk.program.save(desk.file)).values == {"project_name": kept}
    cell = desk.go("competent_department", F2)
    desk.spell("nihao")
    desk.screen.click(cell.left + 40, cell.top - 20)
    desk.program.wait_for_other_frame(cell)
    desk.go("implementing_unit", F2)
    desk.spell("nihao")
    window = desk.program.title
    desk.screen.close_window(desk.screen.active)
    until(lambda: desk.program.title not in {"", window}, "the question whether to save")
    desk.program.play(ENTER)
    desk.program.wait_for_end()
    names = ("project_name", "competent_department", "implementing_unit")
    assert desk.values == dict.fromkeys(names, kept)


def test_escape_gives_up_what_is_composed_alone(desk: Desk) -> None:
    desk.go("project_name", F2)
    desk.spell("nihao")
    desk.take()
    desk.spell("shijie")
    desk.program.play(ESC)
    until(lambda: desk.session.candidates() is None, "an end of the candidates")
    desk.program.play(ENTER)
    assert held(desk.program.save(desk.file)).values == {"project_name": "你好"}
    desk.program.quit()


def test_figures_are_understood(desk: Desk) -> None:
    desk.go("amount")
    desk.write("1,234.56")
    desk.program.play(ENTER)
    typed = held(desk.program.save(desk.file)).values["amount"]
    assert typed.replace("，", ",") == "1,234.56"
    about = [item for item in findings(desk.file) if "amount" in item["paths"]]
    assert not [item for item in about if item["severity"] == "error"]
    desk.program.quit()


def test_composing_in_a_dialog(desk: Desk) -> None:
    cell = desk.go("project_name", F2)
    desk.spell("nihao")
    desk.take()
    desk.program.play(ENTER, *SHEET.to("amount"))
    desk.program.save(desk.file)
    main = desk.program.title
    desk.program.play(Key("ctrl+f"))
    until(lambda: desk.program.title not in {"", main}, "the dialog")
    desk.program.rest()
    desk.session.turn_on()
    desk.spell("nihao")
    desk.take()
    desk.program.play(Key("ctrl+a"), Key("ctrl+c"))
    until(lambda: desk.screen.clipboard == "你好", "the text of the dialog on the clipboard")
    desk.program.play(ENTER)  # it goes to the cell that has the text
    desk.program.rest()
    desk.program.play(ESC)
    until(lambda: desk.program.title == main, "the window again")
    assert desk.program.settled_frame() == cell
    desk.program.quit()
