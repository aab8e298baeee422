"""Commands as they stand in menus: by keyboard alone, each of them, and none of them twice."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from perfdesk.desk.actions import ACTIONS, FORM_MENU, MENUS, ROW_MENU, TOOLBAR, key_text
from perfdesk.desk.commands import PARTS
from perfdesk.desk.program import Program
from perfdesk.desk.theme import ICON_SIZES
from perfdesk.desk.window import Window
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path

SPECS = {spec.name: spec for spec in ACTIONS}
SHOWN = [*[names for _, names in MENUS], ROW_MENU, FORM_MENU]


@pytest.fixture
def window(application: QApplication, quiet_qt: None) -> Iterator[Window]:
    program = Program(application)
    program.open([])
    yield program.windows[0]
    for each in program.windows:
        each.files.closed()


def letter(text: str) -> str:
    """Return the letter that chooses an entry of a menu."""
    found = re.findall(r"\(&(.)\)", text)
    assert len(found) == 1, text
    return str(found[0])


def text_of(name: str) -> str:
    return PARTS[name[1:]] if name.startswith("*") else SPECS[name].text


@pytest.mark.parametrize("names", SHOWN)
def test_a_letter_chooses_one_entry_of_a_menu(names: tuple[str, ...]) -> None:
    letters = Counter(letter(text_of(name)) for name in names if name != "-")
    assert [key for key, count in letters.items() if count > 1] == []


def test_a_letter_opens_one_menu() -> None:
    letters = [letter(title) for title, _ in MENUS]
    assert len(set(letters)) == len(letters)


def test_every_command_stands_in_a_menu() -> None:
    shown = {name for _, names in MENUS for name in names}
    assert set(SPECS) - shown <= {"form_add"}, "it has a menu of templates"
    assert set(TOOLBAR) <= set(SPECS) | {"-"}


def test_a_key_means_one_command() -> None:
    keys = Counter(QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("Ctrl+S", "Ctrl+S"),
        ("Ctrl++", "Ctrl++"),
        ("Ctrl+-", "Ctrl+-"),
        ("F7", "F7"),
        ("Alt+Up", "Alt+↑"),
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        ("Ctrl+PgDown", "Ctrl+PgDn"),
    ],
)
def test_keys_are_called_as_on_a_keyboard(keys: str, shown: str) -> None:
    assert key_text(keys) == shown


def test_menus_show_the_keys(window: Window) -> None:
    for spec in ACTIONS:
        text = window.commands.actions[spec.name].text()
        assert text.endswith(f"\t{spec.shown_keys[0]}" if spec.keys else text)
        assert "\t" not in window.commands.actions[spec.name].iconText()
    window.commands.name_step("undo", "撤销填写(&U)")
    assert window.commands.actions["undo"].text() == "撤销填写(&U)\tCtrl+Z"
    assert window.commands.actions["undo"].toolTip() == "撤销填写（Ctrl+Z）"


def test_parts_of_the_window_come_and_go_and_are_remembered(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    do, actions = window.commands.do, window.commands.actions
    assert actions["findings_shown"].isChecked()
    do("findings_shown")
    assert pane.findings.isHidden()
    assert not pane.side.isHidden()
    assert not actions["findings_shown"].isChecked()
    window.close()
    second = Program(window.program.application)
    second.open([])
    second.windows[0].files.open_sample()
    again = second.windows[0].pane
    assert again is not None
    assert again.findings.isHidden()
    second.windows[0].commands.do("findings_shown")
    assert not again.findings.isHidden()
    second.windows[0].close()


def test_f6_goes_round_the_parts_that_are_shown(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    pane.view.setFocus()
    parts = [pane.view, pane.findings.tree, pane.forms]
    for part in (*parts[1:], parts[0]):
        window.commands.do("area_next")
        assert window.focusWidget() is part
    window.commands.do("side_shown")
    window.commands.do("area_previous")
    assert window.focusWidget() is pane.findings.tree


def test_a_form_is_moved_and_removed_without_a_mouse(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    ids = [form.id for form in pane.workspace.dossier.forms]
    pane.show_form(ids[1])
    window.commands.do("form_up")
    assert [form.id for form in pane.workspace.dossier.forms][:2] == [ids[1], ids[0]]
    assert pane.form_id == ids[1]
    assert not window.commands.actions["form_up"].isEnabled()
    window.commands.do("form_down")
    assert [form.id for form in pane.workspace.dossier.forms] == ids
    window.commands.do("form_remove")
    assert ids[1] not in [form.id for form in pane.workspace.dossier.forms]
    window.commands.do("undo")
    assert [form.id for form in pane.workspace.dossier.forms] == ids


def test_context_menus_open_where_they_were_asked_for(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    place = pane.view.visualRect(pane.view.currentIndex()).center()
    pane.view.customContextMenuRequested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.pos() == pane.view.viewport().mapToGlobal(place)
    menu.close()


def test_the_icon_has_all_its_sizes(window: Window) -> None:
    sizes = {size.width() for size in window.windowIcon().availableSizes()}
    assert sizes == set(ICON_SIZES)


def test_the_menu_of_fixes_opens_where_there_is_one(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    form = pane.workspace.dossier.forms[1]
    place = Path(form.id, "indicators", form.records("indicators")[0].id, "operator")
    assert pane.workspace.apply(SetValue(place, ">="), "wrong")
    (menu,) = (
        item for item in window.menuBar().findChildren(QMenu) if item.title() == PARTS["fixes"]
    )
    above = menu.parent()
    assert isinstance(above, QMenu)
    shown = []
    for path in (Path(form.id, "amount"), place):
        pane.go_to(path)
        above.aboutToShow.emit()
        shown.append((menu.isEnabled(), [action.text() for action in menu.actions()]))
    assert shown == [(False, []), (True, ["改为“≥”"])]


def test_what_cannot_be_done_now_is_pale_in_menus(window: Window) -> None:
    window.files.open_sample()
    edit = next(item for item in window.menuBar().findChildren(QMenu) if "编辑" in item.title())
    undo = window.commands.actions["undo"]
    assert undo in edit.actions()
    assert not undo.isEnabled()
    edit.resize(edit.sizeHint())
    edit.setActiveAction(window.commands.actions["replace"])  # the others are as they stand there

    def darkest(name: str) -> int:
        place = edit.actionGeometry(window.commands.actions[name])
        picture = edit.grab(place.adjusted(30, 0, 0, 0)).toImage()
        spots = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
        return min(picture.pixelColor(x, y).lightness() for x, y in spots)

    assert darkest("find") < 80
    assert darkest("undo") > 110
