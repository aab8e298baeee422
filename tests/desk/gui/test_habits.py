"""What ten years of WPS have taught the fingers: keys, clipboard and mouse."""

from pathlib import Path

import pytest

from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Display, Key, until
from tests.desk.gui.program import Program, show
from tests.desk.gui.sheet import Sheet, column, held, new

pytestmark = pytest.mark.needs_display

PINGLUO = Sheet("pingluo-2026", "project")
LUKOU = Sheet("lukou-2026", "department")

TAB, ENTER, ESC, DEL = Key("Tab"), Key("Return"), Key("Escape"), Key("Delete")
DOWN, UP, LEFT, RIGHT = Key("Down"), Key("Up"), Key("Left"), Key("Right")
BACK_TAB, BACK_ENTER = Key("shift+Tab"), Key("shift+Return")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return new(tmp_path / "新.perfdesk", "pingluo-2026")


@pytest.fixture
def program(start: Start, file: Path) -> Program:
    own = start(file)
    own.wait_for_sheet()
    return own


def test_ways_of_leaving_a_cell(program: Program, file: Path) -> None:
    to = PINGLUO.to
    program.play(TAB, "first", TAB, "second", TAB, "third", BACK_TAB, BACK_TAB, "again", TAB)
    program.play(*to("indicators.level3"), "a", ENTER, "b", ENTER, "c", BACK_ENTER, "b2", ENTER)
    program.play("c2", Key("KP_Enter"), "d", TAB, "4", TAB, "e", BACK_TAB, "5", ENTER)
    saved = program.save(file)
    values = held(saved).values
    assert values["project_name"] == "again"
    assert values["competent_department"] == "second"
    assert values["implementing_unit"] == "third"
    assert column(saved, "indicators", "level3") == ["a", "b2", "c2", "d", "e"]
    assert column(saved, "indicators", "value")[:5] == ["", "", "", "5", ""]
    program.quit()


def test_editing_and_giving_up(program: Program, file: Path) -> None:
    to = PINGLUO.to
    program.play(TAB, "name", ENTER, *to("project_name"), Key("F2"), "+more", ENTER)
    program.play(*to("fund_office"), "wrong", ESC, *to("annual_goal"), "line 1")
    program.play(Key("alt+Return"), "line 2", TAB)
    program.play(*to("project_term"), "gone", ENTER, *to("project_term"), DEL)
    program.play(*to("amount"), "12", Key("BackSpace"), "3", ENTER)
    saved = program.save(file)
    assert held(saved).values == {
        "project_name": "name+more",
        "annual_goal": "line 1\nline 2",
        "amount": "13",
    }
    program.quit()


def test_arrows(program: Program, file: Path) -> None:
    to = PINGLUO.to
    program.play(*to("indicators.level3"), RIGHT, "1", ENTER, LEFT, "two", UP, "one", ENTER)
    program.play(DOWN, "three", RIGHT, LEFT, TAB, "3", ENTER)
    saved = program.save(file)
    assert column(saved, "indicators", "level3")[:3] == ["one", "two", "three"]
    assert column(saved, "indicators", "value")[:3] == ["1", "", "3"]
    program.quit()


def test_undo_and_redo_of_all(program: Program, file: Path) -> None:
    empty = show(file)
    texts = ["one", "two", "three", "four"]
    program.play(*[stroke for text in texts for stroke in (text, TAB)])
    filled = program.save(file)
    program.play(*[Key("ctrl+z")] * (len(texts) + 2))
    assert program.save(file) == empty
    program.play(*[Key("ctrl+y")] * (len(texts) + 2))
    assert program.save(file) == filled
    program.play(Key("ctrl+z"), "other", ENTER, Key("ctrl+y"))
    saved = program.save(file)
    assert held(saved).values["implementing_unit"] == "other"
    program.quit()


def test_undo_and_redo_within_the_editor_are_of_its_text(program: Program, file: Path) -> None:
    program.play(TAB, "one", TAB, "two", Key("ctrl+z"), Key("ctrl+y"), "!", ENTER)
    saved = program.save(file)
    assert held(saved).values["project_name"] == "one"
    assert held(saved).values["competent_department"].endswith("!")
    program.quit()


def test_clipboard_from_and_to_a_spreadsheet(
    program: Program, file: Path, display: Display
) -> None:
    to = PINGLUO.to
    display.copy("甲一\t1\r\n甲二\t2\r\n甲三\t3\r\n")
    program.play(*to("indicators.level3"), Key("ctrl+v"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["甲一", "甲二", "甲三"]
    assert column(saved, "indicators", "value") == ["1", "2", "3"]

    program.play(*to("indicators.level3"), Key("shift+Right"), Key("shift+Down"), Key("ctrl+c"))
    until(lambda: display.clipboard.rstrip("\n") == "甲一\t1\n甲二\t2", display.clipboard)
    program.play(*to("indicators.level3", 3), Key("ctrl+v"))
    program.play(*to("indicators.level3", 1), Key("ctrl+x"), *to("indicators.level3", 5))
    program.play(Key("ctrl+v"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["甲一", "", "甲三", "甲一", "甲二", "甲二"]
    assert column(saved, "indicators", "value") == ["1", "2", "3", "1", "2", ""]
    program.quit()


def test_a_table_copied_as_html(program: Program, file: Path, display: Display) -> None:
    table = "<table><tr><td>甲<br>乙</td><td>5</td></tr><tr><td>丙</td><td>6</td></tr></table>"
    display.copy(table, "text/html")
    program.play(*PINGLUO.to("indicators.level3"), Key("ctrl+v"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["甲\n乙", "丙"]
    assert column(saved, "indicators", "value") == ["5", "6"]
    program.quit()


def test_a_block_of_cells_is_cleared_and_filled_down(
    program: Program, file: Path, display: Display
) -> None:
    to = PINGLUO.to
    display.copy("a\t1\nb\t2\nc\t3\nd\t4")
    program.play(*to("indicators.level3"), Key("ctrl+v"))
    program.play(*to("indicators.level3", 1), Key("shift+Down"), Key("shift+Right"))
    program.play(Key("ctrl+d"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "b", "b", "d"]
    assert column(saved, "indicators", "value") == ["1", "2", "2", "4"]
    program.play(Key("ctrl+z"), *to("indicators.level3", 1))
    program.play(*[Key("shift+Down")] * 2, Key("shift+Up"), Key("shift+Right"), DEL)
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "", "", "d"]
    assert column(saved, "indicators", "value") == ["1", "", "", "4"]
    program.quit()


def test_pasting_on_a_selected_block_begins_at_its_top_left(
    program: Program, file: Path, display: Display
) -> None:
    display.copy("a\t1\nb\t2")
    program.play(*PINGLUO.to("indicators.level3"), Key("shift+Down"), Key("shift+Right"))
    program.play(Key("ctrl+v"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "b"]
    program.quit()


def test_rows_come_go_and_move(program: Program, file: Path, display: Display) -> None:
    to = PINGLUO.to
    display.copy("a\t1\nb\t2\nc\t3")
    program.play(*to("indicators.level3"), Key("ctrl+v"))
    program.play(*to("indicators.level3"), Key("ctrl+plus"), "a2", ENTER)
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "a2", "b", "c"]
    assert [r["level2"] for r in held(saved).tables["indicators"]][:2] == ["数量指标"] * 2
    program.play(*to("indicators.level3"), Key("alt+Down"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a2", "a", "b", "c"]
    program.play(Key("alt+Up"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "a2", "b", "c"]
    program.play(Key("ctrl+minus"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a2", "b", "c"]
    program.play(Key("ctrl+z"))
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "a2", "b", "c"]
    program.quit()


def test_the_plus_of_either_keyboard_inserts_a_row(program: Program, file: Path) -> None:
    to = PINGLUO.to
    program.play(*to("indicators.level3"), "a", BACK_TAB, TAB)
    for keys in ("ctrl+equal", "ctrl+KP_Add"):
        program.play(Key(keys))
    program.play("last", ENTER)
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["a", "", "last"]
    program.quit()


def test_commands_on_rows_from_within_the_editor(program: Program, file: Path) -> None:
    """What was being typed is entered first; it may be what gives its row a record."""
    level3 = PINGLUO.to("indicators.level3")
    program.play(*level3, "a", Key("ctrl+equal"), "b", Key("ctrl+equal"), "c", ENTER)
    assert column(program.save(file), "indicators", "level3") == ["a", "b", "c"]
    program.play(*level3, DOWN, "B", Key("ctrl+minus"))
    assert column(program.save(file), "indicators", "level3") == ["a", "c"]
    program.play(*level3, DOWN, DOWN, "d", Key("ctrl+d"))
    assert column(program.save(file), "indicators", "level3")[:3] == ["a", "c", "c"]
    program.play(*[Key("ctrl+z")] * 10)
    assert column(program.save(file), "indicators", "level3") == []
    program.quit()


def test_lists(start: Start, tmp_path: Path) -> None:
    file = new(tmp_path / "新.perfdesk", "lukou-2026")
    program = start(file)
    program.wait_for_sheet()
    to, key = LUKOU.to, "indicators.operator"
    program.play(*to(key, 0), ">=", ENTER, "dx", ENTER, Key("F2"), DOWN, DOWN, ENTER)
    program.play(*to(key, 3), "zzz", ENTER, "<", ENTER)
    program.play(*to("indicators.unit", 0), "wy", DOWN, ENTER, "u9", ENTER, "%", ENTER)
    saved = program.save(file)
    assert column(saved, "indicators", "operator")[:5] == ["≥", "定性", "≤", "zzz", "<"]
    assert column(saved, "indicators", "unit")[:3] == ["万元", "u9", "%"]
    program.quit()


def test_between_the_forms(start: Start, tmp_path: Path) -> None:
    file = new(tmp_path / "新.perfdesk", "shifeng-2023")
    program = start(file)
    program.wait_for_sheet()
    down, up = Key("ctrl+Next"), Key("ctrl+Prior")
    program.play("A", ENTER, down, down, "open", down, up, TAB, "B", up, "x", ESC, up, down, down)
    saved = program.save(file)
    assert saved["unit_name"] == "open"
    other = [cell for cell in Sheet("shifeng-2023", "summary").cells if cell.key != "unit_name"]
    assert held(saved, 1) == held(show(file), 1)
    assert other
    program.play(*[Key("ctrl+z")] * 4)
    saved = program.save(file)
    assert saved["unit_name"] == "甲"
    program.quit()


def test_an_added_form_begins_with_its_own_name(start: Start, tmp_path: Path) -> None:
    """What is typed at once must not become the name of the unit, which stands above it."""
    file = new(tmp_path / "新.perfdesk", "lukou-2026")
    program = start(file)
    program.wait_for_sheet()
    program.play(Key("shift+F11"), "another", ENTER)
    saved = program.save(file)
    assert saved["unit_name"] == "甲"
    assert held(saved, 2).values["project_name"] == "another"
    program.quit()


def test_find_and_replace(program: Program, file: Path, display: Display) -> None:
    to = PINGLUO.to
    display.copy("apple\t1\npear\t2\napple pie\t3")
    program.play(*to("indicators.level3"), Key("ctrl+v"), Key("ctrl+Home"), Key("ctrl+h"))
    until(lambda: program.title == "替换", "the dialog")
    program.play("apple", TAB, "plum", Key("alt+a"))
    program.rest()  # a button that is pressed by its letter stays down for a moment
    program.play(ESC)
    until(lambda: "新" in program.title, "the window")
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["plum", "pear", "plum pie"]
    program.play(Key("ctrl+Home"), Key("ctrl+f"))
    until(lambda: program.title == "查找", "the dialog")
    program.play("pear", ENTER, ESC)
    until(lambda: "新" in program.title, "the window")
    program.play("quince", ENTER)
    saved = program.save(file)
    assert column(saved, "indicators", "level3") == ["plum", "quince", "plum pie"]
    program.quit()


@pytest.mark.parametrize(
    ("answer", "kept"), [("alt+s", "new"), ("Return", "new"), ("alt+n", ""), ("Escape", None)]
)
def test_closing_asks_what_becomes_of_unsaved_work(
    program: Program, file: Path, answer: str, kept: str | None
) -> None:
    window = program.display.active
    program.play(TAB, "new", Key("alt+F4"))
    until(lambda: program.display.active not in {window, ""}, "the question")
    program.keys(answer)
    if kept is None:
        until(lambda: program.display.active == window, "the window again")
        assert held(program.save(file)).values["project_name"] == "new"
        program.quit()
    else:
        program.wait_for_end()
        assert held(show(file)).values.get("project_name", "") == kept


def test_a_file_that_has_gone_is_saved_again(program: Program, file: Path) -> None:
    program.play(*PINGLUO.to("project_name"), "first", ENTER)
    program.save(file)
    program.play(*PINGLUO.to("project_name"), "second", ENTER)
    file.unlink()
    assert held(program.save(file)).values["project_name"] == "second"
    program.quit()


def test_save_as(program: Program, file: Path, tmp_path: Path) -> None:
    window = program.display.active
    program.play(TAB, "first", ENTER, Key("ctrl+shift+s"))
    until(lambda: program.display.active not in {window, ""}, "the dialog")
    other = tmp_path / "other"
    program.play(Key("ctrl+a"), str(other), ENTER)
    until(lambda: other.with_suffix(".perfdesk").exists(), "the other file")
    until(lambda: "other" in program.title, "its name in the title")
    program.play("second", ENTER)
    saved = program.save(other.with_suffix(".perfdesk"))
    assert held(show(file)).values == {}
    assert held(saved).values == {"project_name": "first", "competent_department": "second"}
    program.quit()


def test_new_and_open(start: Start, tmp_path: Path) -> None:
    program = start()
    program.wait_for_window()
    window = program.display.active
    program.keys("ctrl+n")
    until(lambda: program.display.active not in {window, ""}, "the dialog")
    program.look().save(tmp_path / "new.png")
    program.keys("Escape")
    until(lambda: program.display.active == window, "the window")
    file = new(tmp_path / "open me.perfdesk", "pingluo-2026")
    program.keys("ctrl+o")
    until(lambda: program.display.active not in {window, ""}, "the dialog")
    program.play(Key("ctrl+a"), str(file), ENTER)
    until(lambda: "open me" in program.title, "the file")
    program.wait_for_sheet()
    program.play(TAB, "here", ENTER)
    assert held(program.save(file)).values["project_name"] == "here"
    program.quit()


def test_the_mouse(program: Program, file: Path, display: Display) -> None:
    program.play(*PINGLUO.to("competent_department"), "a", ENTER, "b", ENTER, UP)
    below = program.settled_frame()
    program.play(UP)
    place = program.wait_for_other_frame(below)
    program.play(Key("ctrl+Home"))
    display.click(*place.centre)
    program.play("clicked", ENTER)
    display.click(*below.centre, times=2)
    program.play("+", ENTER)
    display.click(*place.centre)
    display.click(*below.centre, held="shift")
    program.play(Key("ctrl+c"))
    until(lambda: display.clipboard.rstrip("\n") == "clicked\nb+", display.clipboard)
    saved = program.save(file)
    assert held(saved).values == {"competent_department": "clicked", "project_attribute": "b+"}
    program.quit()
