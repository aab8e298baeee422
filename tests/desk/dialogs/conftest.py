"""A screen without a screen, dialogs in it, and Qt's complaints, which fail tests."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.dossier.state import Dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.loader import Pack

OFFSCREEN_CANNOT = {
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
}
WRONG = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@cache
def application() -> QApplication:
    """The one application of this process, dressed as the desk is."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication([])
    from perfdesk.desk import theme

    made.setPalette(theme.palette())
    made.setFont(theme.ui_font())
    made.setStyleSheet(theme.STYLE)
    return made


@pytest.fixture(autouse=True)
def app() -> Iterator[QApplication]:
    """The application; a warning of Qt's fails the test, and no window outlives it."""
    complaints: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in WRONG and text not in OFFSCREEN_CANNOT:
            complaints.append(text)

    before = qInstallMessageHandler(note)
    yield application()
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QTest.qWait(0)
    qInstallMessageHandler(before)
    assert complaints == []


@pytest.fixture
def show() -> Callable[[QWidget], None]:
    """Show a window and wait until it has the keyboard."""

    def shown(widget: QWidget) -> None:
        widget.show()
        widget.activateWindow()
        assert QTest.qWaitForWindowActive(widget)

    return shown


@pytest.fixture
def in_modal() -> Callable[[Callable[[QWidget], None]], None]:
    """``in_modal(act)``: do ``act`` on the next modal window as soon as it is up."""

    def later(act: Callable[[QWidget], None]) -> None:
        def look() -> None:
            window = QApplication.activeModalWidget()
            if window is None or not window.isActiveWindow():
                QTimer.singleShot(10, look)
            else:
                act(window)

        QTimer.singleShot(0, look)

    return later


@pytest.fixture
def sample() -> tuple[Dossier, Pack]:
    opened = open_sample()
    return opened.dossier, opened.pack


@pytest.fixture
def workspace(sample: tuple[Dossier, Pack]) -> Workspace:
    return Workspace(*sample)


@pytest.fixture
def broken_pack(tmp_path: Path) -> Path:
    """A folder with a pack whose template cannot be read."""
    import shutil

    from perfdesk import resources

    folder = tmp_path / "packs" / "broken-2026"
    shutil.copytree(resources.path("packs/lukou-2026"), folder)
    toml = folder / "project.toml"
    toml.write_text(toml.read_text("utf-8").replace("money_unit", "monney", 1), "utf-8")
    return folder
