"""What the window of 批量审核 writes: 一览表, 审核报告, 退回意见."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs.writing_pages import link
from perfdesk.desk.review.letters import LettersDialog
from perfdesk.desk.review.saving import ask_place, save_document
from perfdesk.desk.review.table import ReviewTable
from perfdesk.desk.settings import Settings
from perfdesk.desk.worker import Worker
from perfdesk.jobs.documents import KINDS
from perfdesk.jobs.report import check_report
from perfdesk.jobs.reporting import local_time
from perfdesk.jobs.review import TITLE, overview

if TYPE_CHECKING:
    from perfdesk.export.document import Document


class Papers(QObject):
    """Documents about the files in a table; ``folder`` is where those files are."""

    begun = Signal()
    ended = Signal(str)
    """What to say about the document that was written, as HTML; "" where none was."""

    def __init__(self, window: QWidget, table: ReviewTable, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self._settings = settings
        self._writer: Worker | None = None
        self.folder = Path()

    @property
    def working(self) -> bool:
        """True while a document is being written."""
        return self._writer is not None

    def overview(self) -> None:
        """Write the table as it is shown: filtered, and in its order."""
        rows = self._table.shown()
        path = ask_place(self._window, "导出一览表", self.folder / TITLE, ("xlsx", "pdf"))
        if path is not None:
            endless, folder, now = path.suffix.lower() == ".xlsx", str(self.folder), local_time()
            self._write(path, lambda: overview(rows, folder, now, endless=endless))

    def report(self) -> None:
        """Write the check report of the current dossier."""
        current = self._table.current()
        if current is None or current.report is None:
            return
        report, now = current.report, local_time()
        start = current.path.with_name(f"{current.path.stem}-审核报告")
        path = ask_place(self._window, "审核报告", start, KINDS)
        if path is not None:
            self._write(path, lambda: check_report(report, now))

    def letters(self, *, own: bool = False) -> None:
        """Ask for what 退回意见 need, and write them; ``own``: for what is selected, even one."""
        selected, shown = self._table.selected(), self._table.shown()
        dialog = LettersDialog(selected, shown, self._settings, self.folder, self._window)
        if own and selected:
            dialog.choice.only_selected.setChecked(True)
        dialog.exec()
        dialog.deleteLater()

    def _write(self, path: Path, make: Callable[[], Document]) -> None:
        def ended(file: Path | None) -> None:
            self._writer = None
            self.ended.emit(f"已写好：{link(file)}" if file is not None else "")

        self._writer = save_document(self._window, path, make, ended)
        self.begun.emit()
