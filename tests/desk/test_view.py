"""Typing into the sheet: what opens the editor, what it begins with, and how it is left."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk.pane import Pane
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.catalogue import Catalogue

Key = Qt.Key


@pytest.fixture
def pane(show: Callable[[Workspace], Pane], workspace: Workspace) -> Pane:
    return show(workspace)


def raw(pane: Pane) -> str:
    """The text of the current cell in the state."""
    cell = pane.view.current_cell()
    assert cell is not None
    return pane.model.raw(cell)


def go_to_filled(pane: Pane) -> str:
    """Go to the first cell that holds a text of some length, and return that."""
    for _ in range(40):
        if len(raw(pane)) > 8:
            return raw(pane)
        QTest.keyClick(pane.view, Key.Key_Tab)
    raise AssertionError


def hit(key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifiers)


def type_(text: str) -> None:
    for char in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClicks(widget, char)


def test_typing_replaces_what_stood_in_the_cell(pane: Pane) -> None:
    before = go_to_filled(pane)
    place = pane.view.current_path
    type_("new")
    hit(Key.Key_Tab)
    assert place is not None
    assert pane.go_to(place)
    assert raw(pane) == "new"
    pane.workspace.session.undo()
    assert raw(pane) == before


def test_f2_goes_on_with_what_stands_in_the_cell(pane: Pane) -> None:
    before = go_to_filled(pane)
    place = pane.view.current_path
    hit(Key.Key_F2)
    type_("x")
    hit(Key.Key_Return)
    assert place is not None
    assert pane.go_to(place)
    assert raw(pane) == f"{before}x"


def test_a_double_click_goes_on_with_what_stands_in_the_cell(pane: Pane) -> None:
    before = go_to_filled(pane)
    middle = pane.view.visualRect(pane.view.currentIndex()).center()
    QTest.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    editor = pane.view.editor()
    assert editor is not None
    assert editor.text() == before


def test_escape_brings_back_what_stood_in_the_cell(pane: Pane) -> None:
    before = go_to_filled(pane)
    type_("new")
    hit(Key.Key_Escape)
    number = pane.view.current_number()
    assert raw(pane) == before
    assert pane.model.screen.cells[number].text.endswith(before)
    assert pane.view.hasFocus()


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Shift, Key.Key_F5, Key.Key_CapsLock])
def test_a_key_without_a_sign_opens_nothing(pane: Pane, key: Key) -> None:
    go_to_filled(pane)
    hit(key)
    assert pane.view.editor() is None


def test_backspace_opens_an_empty_editor(pane: Pane) -> None:
    before = go_to_filled(pane)
    hit(Key.Key_Backspace)
    editor = pane.view.editor()
    assert editor is not None
    assert editor.text() == ""
    hit(Key.Key_Escape)
    assert raw(pane) == before


def test_an_input_method_replaces_what_stood_in_the_cell(pane: Pane) -> None:
    go_to_filled(pane)
    place = pane.view.current_path
    QApplication.sendEvent(pane.view, QInputMethodEvent("ni hao", []))
    commit = QInputMethodEvent()
    commit.setCommitString("你好")
    widget = QApplication.focusWidget()
    assert widget is not None
    QApplication.sendEvent(widget, commit)
    hit(Key.Key_Return)
    assert place is not None
    assert pane.go_to(place)
    assert raw(pane) == "你好"


def cursor_rect(pane: Pane) -> QRect:
    """Where on the screen an input method is told that the cursor is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImCursorRectangle)
    QApplication.sendEvent(widget, query)
    rect = query.value(Qt.InputMethodQuery.ImCursorRectangle)
    rect = rect.toRect() if isinstance(rect, QRectF) else rect
    return rect.translated(widget.mapToGlobal(QPoint(0, 0)))


def cell_rect(pane: Pane) -> QRect:
    """Where on the screen the current cell is."""
    rect = pane.view.visualRect(pane.view.currentIndex())
    return rect.translated(pane.view.viewport().mapToGlobal(QPoint(0, 0)))


def test_candidates_are_shown_below_the_text_in_the_editor(pane: Pane) -> None:
    go_to_filled(pane)
    hit(Key.Key_F2)
    editor = pane.view.editor()
    assert editor is not None
    real = editor.cursorRect().translated(editor.viewport().mapToGlobal(QPoint(0, 0)))
    assert cursor_rect(pane).topLeft() == real.topLeft()
    assert cell_rect(pane).contains(real.center())


def test_candidates_are_shown_at_the_cell_before_and_after_it_opens(pane: Pane) -> None:
    go_to_filled(pane)
    assert cursor_rect(pane) == cell_rect(pane)
    QApplication.sendEvent(pane.view, QInputMethodEvent("ni hao", []))
    assert cell_rect(pane).contains(cursor_rect(pane).center())
    assert cursor_rect(pane).width() < 10


def test_an_editor_is_found_though_another_was_just_closed(pane: Pane) -> None:
    go_to_filled(pane)
    for text in ("one", "two"):
        pane.view.open_editor()
        editor = pane.view.editor()
        assert editor is not None
        editor.insertPlainText(text)
        pane.view.close_editor()
        assert raw(pane).endswith(text)
        assert pane.view.editor() is None


def holes(pane: Pane) -> list[tuple[int, int]]:
    """Places of the sheet without a cell."""
    rows, cols = pane.model.rowCount(), pane.model.columnCount()
    places = [(row, col) for row in range(rows) for col in range(cols)]
    return [place for place in places if place not in pane.model.screen.at]


@pytest.fixture
def with_holes(show: Callable[[Workspace], Pane]) -> Pane:
    pack = Catalogue().load("shifeng-2023")
    pane = show(Workspace(new_dossier(pack, "甲", 2023), pack))
    assert holes(pane)
    return pane


@pytest.mark.parametrize(
    "key", [Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home, Key.Key_End, Key.Key_Down, Key.Key_Up]
)
def test_no_key_leads_to_where_no_cell_is(with_holes: Pane, key: Key) -> None:
    for form in with_holes.workspace.dossier.forms:
        with_holes.show_form(form.id)
        for number in range(len(with_holes.model.screen.cells)):
            with_holes.view.go_to(number)
            hit(key)
            assert with_holes.view.current_number() >= 0


def test_a_click_beside_the_cells_changes_nothing(with_holes: Pane) -> None:
    view = with_holes.view
    number = view.current_number()
    row, col = holes(with_holes)[0]
    place = QPoint(view.columnViewportPosition(col) + 3, view.rowViewportPosition(row) + 3)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.current_number() == number
