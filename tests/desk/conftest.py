"""Qt without a screen: one application, dressed as the desk is, and its complaints fail tests."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("PySide6")
from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk.pane import Pane
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.workspace import Workspace

NOT_OURS = ("This plugin does not support ",)
"""The platform without a screen says so of what it cannot do."""

WRONG = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}


@pytest.fixture(scope="session")
def application() -> Iterator[QApplication]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    made = found if isinstance(found, QApplication) else QApplication([])
    from perfdesk.desk import theme

    made.setStyle("Fusion")
    made.setPalette(theme.palette())
    made.setFont(theme.ui_font())
    made.setStyleSheet(theme.STYLE)
    yield made
    # What Python and Qt both hold must be gone before the interpreter ends.
    QApplication.clipboard().clear()
    gc.collect()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))


@pytest.fixture
def quiet_qt(application: QApplication) -> Iterator[None]:
    """A warning of Qt's fails the test, and so does an exception in what Qt calls."""
    said: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in WRONG and not text.startswith(NOT_OURS):
            said.append(text)

    before = qInstallMessageHandler(note)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.excepthook", lambda kind, error, _: said.append(f"{kind}: {error}"))
        yield
        for widget in QApplication.topLevelWidgets():
            widget.hide()  # not close(): it might ask what becomes of unsaved work
            widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        QTest.qWait(0)
    qInstallMessageHandler(before)
    assert said == []


@pytest.fixture
def workspace() -> Workspace:
    """The sample that the program brings along."""
    opened = open_sample()
    return Workspace(opened.dossier, opened.pack)


@pytest.fixture
def show(quiet_qt: None) -> Callable[[Workspace], Pane]:
    """Show a workspace in a pane that has the keyboard."""

    def shown(own: Workspace) -> Pane:
        pane = Pane(own)
        pane.resize(1100, 700)
        pane.show()
        pane.activateWindow()
        pane.view.setFocus()
        assert QTest.qWaitForWindowActive(pane)
        return pane

    return shown


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "套表.perfdesk"
