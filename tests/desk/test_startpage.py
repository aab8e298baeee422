"""What a window shows first, and what it tells that may not be missed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.desk import settings as remembered
from perfdesk.desk.program import Program
from perfdesk.desk.startpage import SHOWN, StartPage
from perfdesk.desk.window import Window
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.demo import open_sample
from perfdesk.storage.save import save


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = [tmp_path / f"套表{i}.perfdesk" for i in range(SHOWN + 2)]
    for file in found:
        save(file, open_sample())
    return found


@pytest.fixture
def window(application: QApplication, quiet_qt: None) -> Iterator[Window]:
    remembered.save(remembered.Settings())
    program = Program(application)
    program.open([])
    yield program.windows[0]
    for each in program.windows:
        each.files.closed()
    remembered.save(remembered.Settings())


def page_of(window: Window) -> StartPage:
    return window.findChildren(StartPage)[-1]  # one that it replaced may not be deleted yet


def use(window: Window) -> QWidget:
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    found = window.focusWidget()
    assert found is not None
    return found


def test_enter_begins_a_dossier_where_there_is_none_yet(window: Window) -> None:
    page = page_of(window)
    assert page.recent is None
    assert use(window) is page.new


def test_enter_opens_the_last_file(window: Window, files: list[Path]) -> None:
    window.program.settings.recent = [str(file) for file in (*files, Path("/no/such.perfdesk"))]
    window.show_start()
    page = page_of(window)
    assert page.recent is not None
    assert page.recent.count() == SHOWN
    shown = [page.recent.item(row).text() for row in range(SHOWN)]
    assert shown == [file.stem for file in files[:SHOWN]]
    widget = use(window)
    assert widget is page.recent
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert window.files.path == files[0]


def test_the_sample_can_be_looked_at_without_saving(window: Window) -> None:
    page_of(window).sample_wanted.emit()
    assert window.pane is not None
    assert window.files.path is None
    assert window.files.may_close(), "nothing was changed, so nothing is asked"


def test_the_file_that_says_who_works_leads_to_the_dossier(
    window: Window, files: list[Path]
) -> None:
    mark = files[0].with_name(f"~${files[0].name}")
    mark.write_text("{}", "utf-8")
    window.files.open_path(mark)
    assert window.files.path == files[0]


def test_files_are_dropped_on_the_window(window: Window, files: list[Path]) -> None:
    other = files[0].with_name("说明.txt")
    other.write_text("text", "utf-8")
    large = files[1].rename(files[1].with_suffix(".PERFDESK"))
    for dropped, taken in (([other], False), ([other, files[0], large], True)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in dropped])
        place, action = QPoint(300, 300), Qt.DropAction.CopyAction
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(place, action, data, buttons, none)
        enter.ignore()
        window.dragEnterEvent(enter)
        assert enter.isAccepted() == taken
        window.dropEvent(QDropEvent(QPointF(place), action, data, buttons, none))
    opened = [each.files.path for each in window.program.windows]  # type: ignore[attr-defined]
    assert opened == [files[0], large]


def test_a_journal_that_cannot_be_written_is_told_once_until_it_can(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "recovery"
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setattr("perfdesk.desk.keeper.journals", lambda: blocked)
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    place = ValuePath(pane.form_id, "annual_duty_goal")
    assert window.notice.text == ""
    pane.workspace.apply(SetValue(place, "a"), "edit")
    assert "恢复日志" in window.notice.text
    assert "停电或死机会丢失" in window.notice.text
    window.notice.hide()
    pane.workspace.apply(SetValue(place, "b"), "edit")
    assert window.notice.text == "", "once is enough"
    blocked.unlink()
    pane.workspace.apply(SetValue(place, "c"), "edit")
    assert window.notice.text == ""
    assert list(blocked.iterdir()), "all that was not yet written is in it now"


def test_what_found_no_room_is_told_until_the_next_step(window: Window) -> None:
    window.files.open_sample()
    pane = window.pane
    assert pane is not None
    QApplication.clipboard().setText("没有地方\t" * 20)
    window.commands.do("paste")
    assert "没有地方" in window.notice.text
    window.commands.do("undo")
    assert window.notice.text == ""
