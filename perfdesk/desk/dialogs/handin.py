"""报送: what goes to the 财政局, or the public version; the way it goes, and what came of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from perfdesk.desk.dialogs.ask import ask_overwrite
from perfdesk.desk.dialogs.export_pages import OutcomePage, ProgressPage
from perfdesk.desk.dialogs.exporting import Outcome
from perfdesk.desk.dialogs.handin_choice import HandinChoice
from perfdesk.desk.dialogs.parts import Dialog, bare, fit
from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.handin import HandinReport, HandinRequest, cautions, hand_in, plan
from perfdesk.jobs.public import public_version
from perfdesk.storage.format import OpenFile

SIZE = QSize(660, 680)
PATIENCE = 500
"""Milliseconds before the progress bar is shown."""


class HandinDialog(Dialog):
    """Writes the hand-in folder of a dossier; ``folder`` is where to, for the next time."""

    def __init__(self, file: OpenFile, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("报送", parent)
        self.folder = folder
        self._file = file
        self._worker: Worker | None = None
        self._leaving = False
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        public = public_version(file.dossier, file.pack)
        self.choice = HandinChoice(file, public, cautions(file.dossier, file.pack), folder)
        self.progress = ProgressPage()
        self.progress.title.say("正在备齐报送的文件…")
        self.outcome = OutcomePage()
        self.pages = QStackedWidget()
        for page in (self.choice, self.progress, self.outcome):
            self.pages.addWidget(page)
        bare(self.column)
        self.column.addWidget(self.pages)
        self.choice.go.setDefault(True)
        self.choice.list.setFocus()
        fit(self, SIZE)
        self._patience.timeout.connect(lambda: self.pages.setCurrentWidget(self.progress))
        self.choice.wished.connect(self._begin)
        self.choice.given_up.connect(self.reject)
        self.progress.cancelled.connect(self._cancel)
        self.outcome.closed.connect(self.accept)

    @property
    def working(self) -> bool:
        """True while files are being written."""
        return self._worker is not None

    def reject(self) -> None:
        """Esc: end the work first, then stay to say so."""
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

    def _begin(self, request: HandinRequest) -> None:
        planned = plan(self._file.dossier, self._file.pack, request)
        there = planned.present()
        if there and not ask_overwrite(self, there):
            return
        self.folder = request.folder
        self.choice.setEnabled(False)
        self.progress.bar.setRange(0, len(planned.names))
        self.progress.bar.setValue(0)
        self._patience.start()
        wanted = msgspec.structs.replace(request, overwrite=bool(there))
        file = self._file

        def work(report: Report) -> HandinReport:
            return hand_in(file, wanted, report)

        self._worker = run_in_worker(work, self._done, self._failed, self.progress.advance)

    def _cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self.progress.ending()

    def _done(self, report: HandinReport) -> None:
        place = report.place.parent if report.place.is_file() else report.place
        outcome = Outcome(report.files, report.notes, (), cancelled=report.cancelled)
        self.outcome.tell(outcome, self.folder if report.cancelled else place, ())
        if report.cancelled:
            self.outcome.title.say("已停止，没有留下文件")
            self.outcome.notice.say("原有的文件和套表没有受影响。")
        else:
            self.outcome.title.say(_headline(report))
        self._end()

    def _failed(self, error: PerfdeskError) -> None:
        self.outcome.tell_error(str(error), self.folder)
        self.outcome.title.say("没有写成")
        self.outcome.notice.say("没有留下不完整的文件；原有的文件和套表没有受影响。")
        self._end()

    def _end(self) -> None:
        self._patience.stop()
        self._worker = None
        self.pages.setCurrentWidget(self.outcome)
        if self._leaving:
            self.accept()


def _headline(report: HandinReport) -> str:
    if report.place.is_file():
        return "报送的压缩包备好了"
    return f"报送的文件备好了，共 {len(report.files)} 个"
