"""Dialogs that write files: what is wished, then the way it goes, then what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QStackedWidget, QWidget

from perfdesk.desk.dialogs.parts import (
    Dialog,
    bare,
    button,
    complain,
    complaint,
    fit,
    small_button,
)
from perfdesk.desk.dialogs.writing_pages import OutcomePage, ProgressPage
from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError

T = TypeVar("T")

PATIENCE = 500
"""Milliseconds before the progress bar is shown."""


class Choice(QWidget):
    """The first page: what is wished, and where to. It tells the wish only when it is whole."""

    wished = Signal(object)
    given_up = Signal()

    def __init__(self, verb: str, folder: Path) -> None:
        super().__init__()
        self.folder = QLineEdit(str(folder))
        self.browse = small_button("浏览(&B)…")
        self.complaint = complaint()
        self.buttons = QDialogButtonBox()
        self.go = button(self.buttons, verb, QDialogButtonBox.ButtonRole.AcceptRole)
        button(self.buttons, "取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.folder.textChanged.connect(lambda: self.complaint.say(""))
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self._wish)
        self.buttons.rejected.connect(self.given_up)

    def chosen_folder(self) -> Path:
        """Return the folder as it is written, whether one can write there or not."""
        written = self.folder.text().strip()
        return Path(written).expanduser() if written.startswith("~") else Path(written)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择保存的文件夹", self.folder.text())
        if chosen:
            self.folder.setText(str(Path(chosen)))

    def _wish(self) -> None:
        """Tell the wish, or what is missing of it."""
        lack = self._lacking()
        if lack is None and not self.chosen_folder().is_absolute():
            lack = "请写出文件夹的完整位置，或点“浏览”选择一个文件夹", self.folder
        if lack is not None:
            complain(self.complaint, *lack)
        else:
            self.wished.emit(self.request())

    def request(self) -> object:
        """Return what is wished, whole or not."""
        raise NotImplementedError

    def _lacking(self) -> tuple[str, QWidget] | None:
        """Return what has to be chosen yet, the folder aside, and where."""
        raise NotImplementedError


class WritingDialog(Dialog):
    """Goes through the three pages; ``folder`` is where to, for the next time."""

    def __init__(
        self, title: str, doing: str, choice: Choice, size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.folder = choice.chosen_folder()
        self.progress = ProgressPage(doing)
        self.outcome = OutcomePage()
        self.pages = QStackedWidget()
        for page in (choice, self.progress, self.outcome):
            self.pages.addWidget(page)
        self._first = choice
        self._worker: Worker | None = None
        self._leaving = False
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        bare(self.column)
        self.column.addWidget(self.pages)
        choice.go.setDefault(True)
        fit(self, size)
        self._patience.timeout.connect(lambda: self.pages.setCurrentWidget(self.progress))
        choice.given_up.connect(self.reject)
        self.progress.cancelled.connect(self._cancel)
        self.outcome.closed.connect(self.accept)

    @property
    def working(self) -> bool:
        """True while files are being written."""
        return self._worker is not None

    def write(self, steps: int, work: Callable[[Report], T], tell: Callable[[T], None]) -> None:
        """Do ``work`` beside the window, and ``tell`` what came of it on the last page.

        Args:
            steps: how many files the progress bar counts; 0 where they cannot be counted.
            work: writes the files.
            tell: given what ``work`` returned.
        """

        def done(result: T) -> None:
            tell(result)
            self._end()

        def failed(error: PerfdeskError) -> None:
            self.tell_error(error)
            self._end()

        self._first.setEnabled(False)
        self.progress.begin(steps)
        self._patience.start()
        self._worker = run_in_worker(work, done, failed, self.progress.advance)

    def tell_error(self, error: PerfdeskError) -> None:
        """Show on the last page that the work broke off."""
        self.outcome.tell_error(str(error), self.folder)

    def reject(self) -> None:
        """Esc: end the work first, then stay to say what was written."""
        if self.working:
            self._cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the work has ended."""
        if self.working:
            self._leaving = True
            self._cancel()
            event.ignore()
        else:
            super().closeEvent(event)

    def _cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self.progress.ending()

    def _end(self) -> None:
        self._patience.stop()
        self._worker = None
        self.pages.setCurrentWidget(self.outcome)
        if self._leaving:
            self.accept()
