"""The window of 批量审核: choose a folder, see what came of each dossier, go into each finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk import resources
from perfdesk.desk.dialogs.ask import show_error
from perfdesk.desk.dialogs.export_pages import link
from perfdesk.desk.dialogs.parts import CHOSEN, INK, STYLE, fit, icon, roomy, side_by_side
from perfdesk.desk.review.bar import FilterBar, FolderBar
from perfdesk.desk.review.details import Details
from perfdesk.desk.review.empty import EmptyPage
from perfdesk.desk.review.letters import LettersDialog
from perfdesk.desk.review.saving import ask_place, save_document
from perfdesk.desk.review.table import ReviewFilter, ReviewModel, ReviewTable
from perfdesk.desk.settings import Settings
from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.report import check_report
from perfdesk.jobs.reporting import local_time
from perfdesk.jobs.review import (
    TITLE,
    Reviewed,
    changed_at,
    find_all,
    overview,
    review_files,
    summary,
)

if TYPE_CHECKING:
    from perfdesk.export.document import Document

SIZE = QSize(1180, 760)
SELECTED = f"""
QTableView {{
    outline: 0; selection-background-color: {CHOSEN.name()}; selection-color: {INK.name()};
}}
"""


class ReviewWindow(QWidget):
    """Checks dossiers of a folder; nothing in them is changed."""

    open_wanted = Signal(object, object)
    """File, and the finding to go to or None."""
    closed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle("批量审核 - 绩效目标填报")
        self.setWindowIcon(QIcon(str(resources.path("icons/perfdesk-64.png"))))
        self.setAcceptDrops(True)
        self.setStyleSheet(STYLE + SELECTED)
        self._settings = settings
        self._worker: Worker | None = None
        self._found: list[Reviewed] = []
        """Filled by the worker, read by the window: only ever appended to."""
        self._places: tuple[Path, ...] = ()
        self._base = Path()
        self._leaving = False
        self.model = ReviewModel()
        self.filtered = ReviewFilter(self.model)
        self.table = ReviewTable(self.filtered)
        self.details = Details()
        self.folder_bar = FolderBar()
        self.filter_bar = FilterBar()
        self.empty = EmptyPage()
        self.said = QLabel()
        self.said.setOpenExternalLinks(False)
        self.said.linkActivated.connect(lambda url: QDesktopServices.openUrl(QUrl(url)))
        self.overview = QPushButton(icon("export"), "导出一览表(&E)…")
        self.letters = QPushButton(icon("print"), "退回意见(&L)…")
        self.report = QPushButton(icon("check"), "审核报告(&R)…")
        self.pages = QStackedWidget()
        self._arrange()
        self._connect()
        self._refresh()
        fit(self, SIZE)

    def _arrange(self) -> None:
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(self.table)
        both.addWidget(self.details)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 2)
        both.setChildrenCollapsible(False)
        results = QWidget()
        column = QVBoxLayout(results)
        roomy(column)
        column.addWidget(self.folder_bar)
        column.addWidget(self.filter_bar)
        column.addWidget(both, 1)
        buttons = (self.overview, self.letters, self.report)
        column.addLayout(side_by_side(self.said, *buttons, stretch=0))
        self.pages.addWidget(self.empty)
        self.pages.addWidget(results)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _connect(self) -> None:
        for button in (self.overview, self.letters, self.report):
            button.setAutoDefault(False)
        self.empty.choose_wanted.connect(self.choose)
        self.folder_bar.choose_wanted.connect(self.choose)
        self.folder_bar.again_wanted.connect(self.again)
        self.folder_bar.stop_wanted.connect(self.stop)
        self.filter_bar.changed.connect(self._filter)
        self.table.chosen.connect(self._show_details)
        self.table.opened.connect(lambda: self._open(None))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.details.opened.connect(self._open)
        self.overview.clicked.connect(self.export_overview)
        self.letters.clicked.connect(lambda _: self.write_letters())
        self.report.clicked.connect(self.save_report)
        keys = (("Ctrl+O", self.choose), ("F5", self.again), ("Ctrl+W", self.close))
        for key, slot in (*keys, ("Ctrl+F", self.filter_bar.words.setFocus)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    # --- checking ---

    @property
    def working(self) -> bool:
        """True while files are being checked or written."""
        return self._worker is not None

    def choose(self) -> None:
        """Ask for a folder and check it."""
        if self.working:
            return
        start = self._settings.review_folder or str(Path.home())
        name = QFileDialog.getExistingDirectory(self, "选择存放套表的文件夹", start)
        if name:
            self.begin((Path(name),))

    def begin(self, places: Sequence[Path]) -> None:
        """Check all dossiers in some folders, or some files."""
        if self.working:
            return
        try:
            paths, base = find_all(places)
        except PerfdeskError as error:
            self.empty.complain(str(error))
            if self.pages.currentWidget() is not self.empty:
                show_error(self, "没有可以审核的套表", str(error), "表中仍是上一次审核的结果。")
            return
        self._places, self._base = tuple(places), base
        self._settings.review_folder = str(base)
        self.model.clear()
        self.said.clear()
        self.filter_bar.reset()
        self.pages.setCurrentIndex(1)
        self.folder_bar.begin(base, len(paths))
        self._check(paths)
        self.table.setFocus()

    def again(self) -> None:
        """Check the same folder again."""
        if self._places:
            self.begin(self._places)

    def stop(self) -> None:
        """End the work after the file that it is at; what was checked stays."""
        if self._worker is not None:
            self._worker.cancel()

    def _check(self, paths: Sequence[Path]) -> None:
        found: list[Reviewed] = []
        self._found = found
        base = self._base

        def work(report: Report) -> int:
            review_files(paths, base, report, found.append)
            return len(paths)

        self._worker = run_in_worker(work, self._checked, self._failed, self._progress)
        self._refresh()

    def _progress(self, done: int, of: int, now: str) -> None:
        self._take()
        self.folder_bar.advance(done, of, now)

    def _take(self) -> None:
        """Show what the worker has found since."""
        self.model.extend(self._found[len(self.model.rows) :])
        if self.model.rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.filter_bar.count(self.model.rows)

    def _checked(self, of: int) -> None:
        self._take()
        self._end()
        text = summary(self.model.rows)
        self.folder_bar.end(text if len(self.model.rows) == of else f"已停止，共 {of} 套；{text}")

    def _recheck(self, paths: Sequence[Path]) -> None:
        """Check files again that were changed meanwhile; the others stay."""
        base = self._base

        def work(report: Report) -> tuple[Reviewed, ...]:
            return review_files(paths, base, report)

        def done(rows: tuple[Reviewed, ...]) -> None:
            self._end()
            self.model.replace(rows)
            self.filter_bar.count(self.model.rows)
            self._show_details()
            self.folder_bar.end(summary(self.model.rows))
            self.said.setText(f"{len(rows)} 套表有改动，已重新审核")

        self._worker = run_in_worker(work, done, self._failed)
        self._refresh()

    def _failed(self, error: PerfdeskError) -> None:
        self._end()
        self.folder_bar.end(summary(self.model.rows))
        show_error(self, "审核没有做完", str(error), "套表没有改动。")

    def _end(self) -> None:
        self._worker = None
        self._refresh()
        if self._leaving:
            self.close()

    # --- what is shown ---

    def _filter(self, state: str, words: str) -> None:
        self.filtered.want(state=state, words=words)
        if self.filtered.rowCount() and not self.table.selectionModel().hasSelection():
            self.table.selectRow(max(self.table.currentIndex().row(), 0))
        self._show_details()

    def _show_details(self) -> None:
        self.details.show_file(self.table.current())
        self._refresh()

    def _refresh(self) -> None:
        current = self.table.current()
        self.folder_bar.working(working=self.working)
        self.overview.setEnabled(not self.working and self.filtered.rowCount() > 0)
        self.letters.setEnabled(not self.working and self.filtered.rowCount() > 0)
        self.report.setEnabled(not self.working and bool(current and current.report))

    def _open(self, finding: object) -> None:
        current = self.table.current()
        if current is not None and current.report is not None:
            self.open_wanted.emit(current.path, finding)

    def _menu(self, place: QPoint) -> None:
        current = self.table.current()
        if current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        readable = current.report is not None
        folder = QUrl.fromLocalFile(str(current.path.parent))
        for text, slot, possible in (
            ("打开这套表", lambda: self._open(None), readable),
            ("审核报告…", self.save_report, readable and not self.working),
            ("退回意见…", lambda: self.write_letters(own=True), readable and not self.working),
            ("打开所在的文件夹", lambda: QDesktopServices.openUrl(folder), True),
        ):
            action = menu.addAction(text)
            action.triggered.connect(lambda _=False, do=slot: do())
            action.setEnabled(possible)
        menu.popup(self.table.viewport().mapToGlobal(place))

    # --- documents ---

    def export_overview(self) -> None:
        """Write the table as it is shown: filtered, and in its order."""
        rows = self.filtered.shown()
        path = ask_place(self, "导出一览表", self._base / TITLE, ("xlsx", "pdf"))
        if path is not None:
            endless, base, now = path.suffix.lower() == ".xlsx", str(self._base), local_time()
            self._saving(path, lambda: overview(rows, base, now, endless=endless))

    def save_report(self) -> None:
        """Write the check report of the current dossier."""
        current = self.table.current()
        if current is None or current.report is None:
            return
        report, now = current.report, local_time()
        start = current.path.with_name(f"{current.path.stem}-审核报告")
        path = ask_place(self, "审核报告", start, ("pdf", "xlsx"))
        if path is not None:
            self._saving(path, lambda: check_report(report, now))

    def _saving(self, path: Path, make: Callable[[], Document]) -> None:
        def saved(file: Path | None) -> None:
            self._end()
            if file is not None:
                self.said.setText(f"已写好：{link(file)}")

        self._worker = save_document(self, path, make, saved)
        self._refresh()

    def write_letters(self, *, own: bool = False) -> None:
        """Ask for what 退回意见 need, and write them; ``own``: for what is selected, even one."""
        selected = self.table.selected()
        shown = self.filtered.shown()
        dialog = LettersDialog(selected, shown, self._settings, self._base, self)
        if own and selected:
            dialog.choice.only_selected.setChecked(True)
        dialog.exec()
        dialog.deleteLater()

    # --- events ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take folders and files."""
        if not self.working and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check what was dropped here, when whoever it came from is done with it."""
        places = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        QTimer.singleShot(0, self, lambda: self.begin(places))

    def changeEvent(self, event: QEvent) -> None:
        """Look for files changed meanwhile when the window comes to the front again."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            QTimer.singleShot(0, self, self._look_again)
        super().changeEvent(event)

    def _look_again(self) -> None:
        if not self.working and self.isActiveWindow():
            changed = [r.path for r in self.model.rows if changed_at(r.path) != r.changed]
            if changed:
                self._recheck(changed)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the work has ended."""
        if self.working:
            self._leaving = True
            self.stop()
            event.ignore()
            return
        event.accept()
        self.closed.emit()
