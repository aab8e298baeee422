"""What an input method still composes when a cell is left; typing for real is in ``gui/``."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk.editors import GIVEN_UP_MS, CellEditor
from perfdesk.desk.pane import Pane
from perfdesk.dossier.state import Path
from perfdesk.jobs.workspace import Workspace


@pytest.fixture
def pane(show: Callable[[Workspace], Pane], workspace: Workspace) -> Pane:
    own = show(workspace)
    assert own.go_to(Path(own.form_id, "annual_duty_goal"))
    own.view.open_editor()
    editor_of(own).setPlainText("已有")
    editor_of(own).moveCursor(QTextCursor.MoveOperation.End)
    return own


def editor_of(pane: Pane) -> CellEditor:
    editor = pane.view.editor()
    assert editor is not None
    return editor


def compose(pane: Pane, text: str, entered: str = "") -> None:
    """Do as an input method does: show what is composed, or enter something."""
    event = QInputMethodEvent(text, [])
    event.setCommitString(entered)
    QApplication.sendEvent(editor_of(pane), event)


def raw(pane: Pane) -> str:
    form = pane.model.form
    assert form is not None
    return form.get("annual_duty_goal")


@pytest.mark.parametrize("way", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_key_that_leaves_the_cell_enters_it(pane: Pane, way: Qt.Key) -> None:
    compose(pane, "你好")
    QTest.keyClick(editor_of(pane), way)
    assert raw(pane) == "已有你好"


def test_a_click_elsewhere_enters_it(pane: Pane) -> None:
    compose(pane, "你好")
    at = pane.view.visualRect(pane.view.currentIndex())
    QTest.mouseClick(
        pane.view.viewport(), Qt.MouseButton.LeftButton, pos=at.topLeft() - QPoint(-30, 12)
    )
    assert pane.view.editor() is None
    assert raw(pane) == "已有你好"


def test_a_command_enters_it(pane: Pane) -> None:
    compose(pane, "你好")
    pane.view.close_editor()
    assert raw(pane) == "已有你好"


def test_one_that_takes_its_text_away_with_the_keyboard_does_not_lose_it(pane: Pane) -> None:
    """An ibus does so: what it showed goes, and only then the cell is left."""
    compose(pane, "你好")
    compose(pane, "")
    pane.view.close_editor()
    assert raw(pane) == "已有你好"


def test_what_was_given_up_stays_away(pane: Pane) -> None:
    """Esc for the input method, and some time later the cell is left."""
    compose(pane, "你好")
    compose(pane, "")
    QTest.qWait(GIVEN_UP_MS + 50)
    pane.view.close_editor()
    assert raw(pane) == "已有"


def test_what_was_given_up_stays_away_when_a_key_leaves_the_cell_at_once(pane: Pane) -> None:
    compose(pane, "你好")
    compose(pane, "")
    QTest.keyClick(editor_of(pane), Qt.Key.Key_Return)
    assert raw(pane) == "已有"


def test_what_was_entered_is_entered_once(pane: Pane) -> None:
    compose(pane, "ni hao")
    compose(pane, "", "你好")
    pane.view.close_editor()
    assert raw(pane) == "已有你好"


def test_esc_of_the_cell_gives_all_up(pane: Pane) -> None:
    before = raw(pane)
    compose(pane, "你好")
    QTest.keyClick(editor_of(pane), Qt.Key.Key_Escape)
    assert raw(pane) == before


def test_candidates_are_asked_for_below_the_cell_before_an_editor_is_open(pane: Pane) -> None:
    pane.view.close_editor()
    told = pane.view.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    assert isinstance(told, QRect)
    place = pane.view.visualRect(pane.view.currentIndex())
    assert told.topLeft() == pane.view.viewport().mapTo(pane.view, place.topLeft())
