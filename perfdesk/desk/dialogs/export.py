"""导出: which forms, as what, where to; then the way it goes, then what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from perfdesk.desk.dialogs.ask import ask_overwrite
from perfdesk.desk.dialogs.export_pages import ChoicePage, OutcomePage, ProgressPage
from perfdesk.desk.dialogs.exporting import Exporter, Outcome, Wish, present
from perfdesk.desk.dialogs.parts import Dialog, bare, fit
from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.workspace import Workspace

SIZE = QSize(620, 560)
PATIENCE = 500
"""Milliseconds before the progress bar is shown."""


class ExportDialog(Dialog):
    """Exports forms of a workspace; ``folder`` is where to, for the next time."""

    help_page = "export"

    def __init__(
        self,
        workspace: Workspace,
        current_form_id: str,
        last_folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("导出 PDF / Excel / Word", parent)
        self.folder = last_folder
        self._dossier, self._pack = workspace.dossier, workspace.pack
        captions = [form_caption(self._dossier, self._pack, form) for form in self._dossier.forms]
        self.names = ["　".join(filter(None, caption)) for caption in captions]
        self._worker: Worker | None = None
        self._leaving = False
        self._patience = QTimer(self, interval=PATIENCE, singleShot=True)
        current = self._dossier.index_of(current_form_id) + 1
        self.choice = ChoicePage(self.names, current, last_folder)
        self.progress = ProgressPage()
        self.outcome = OutcomePage()
        self.pages = QStackedWidget()
        for page in (self.choice, self.progress, self.outcome):
            self.pages.addWidget(page)
        bare(self.column)
        self.column.addWidget(self.pages)
        self.choice.go.setDefault(True)
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

    def _begin(self, wish: Wish) -> None:
        there = present(self._dossier, self._pack, wish)
        if there and not ask_overwrite(self, [path.name for path in there]):
            return
        self.folder = wish.folder
        self.choice.setEnabled(False)
        self.progress.begin(wish)
        self._patience.start()
        dossier, pack = self._dossier, self._pack

        def work(report: Report) -> Outcome:
            return Exporter(dossier, pack, wish, report).run()

        self._worker = run_in_worker(work, self._done, self._failed, self.progress.advance)

    def _cancel(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self.progress.ending()

    def _done(self, outcome: Outcome) -> None:
        self._end()
        self.outcome.tell(outcome, self.folder, self.names)

    def _failed(self, error: PerfdeskError) -> None:
        self._end()
        self.outcome.tell_error(str(error), self.folder)

    def _end(self) -> None:
        self._patience.stop()
        self._worker = None
        self.pages.setCurrentWidget(self.outcome)
        if self._leaving:
            self.accept()
