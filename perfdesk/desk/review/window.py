"""The window of 批量审核: choose a folder, see what came of each dossier, go into each finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
from perfdesk.desk.dialogs.parts import CHOSEN, INK, STYLE, fit, icon, roomy, side_by_side
from perfdesk.desk.review.bar import FilterBar, FolderBar
from perfdesk.desk.review.checking import Checking
from perfdesk.desk.review.details import Details
from perfdesk.desk.review.empty import EmptyPage
from perfdesk.desk.review.papers import Papers
from perfdesk.desk.review.table import ReviewFilter, ReviewModel, ReviewTable
from perfdesk.desk.settings import Settings
from perfdesk.jobs.dossierfiles import Found
from perfdesk.jobs.review import (
    Reviewed,
    changed_at,
    summary,
)

SIZE = QSize(1180, 760)
WINDOW = "批量审核 - 绩效目标填报"
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
        self.setWindowTitle(WINDOW)
        self.setWindowIcon(QIcon(str(resources.path("icons/perfdesk-64.png"))))
        self.setAcceptDrops(True)
        self.setStyleSheet(STYLE + SELECTED)
        self._settings = settings
        self._checking, self._rechecking = Checking(self), Checking(self)
        self._count = 0
        """Files under way."""
        self._asked: tuple[Path, ...] = ()
        self._places: tuple[Path, ...] = ()
        """What was last looked into, and what the rows are of."""
        self._base = Path()
        self._leaving = False
        self.model = ReviewModel()
        self.filtered = ReviewFilter(self.model)
        self.table = ReviewTable(self.filtered)
        self.details = Details()
        self.folder_bar = FolderBar()
        self.filter_bar = FilterBar()
        self.empty = EmptyPage()
        self.papers = Papers(self, self.table, settings)
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
        self._checking.searched.connect(self._searched)
        self._checking.found.connect(self._take)
        self._checking.advanced.connect(self.folder_bar.advance)
        self._checking.ended.connect(self._ended)
        self._checking.failed.connect(self._failed)
        self._rechecking.found.connect(self._retaken)
        self._rechecking.ended.connect(self._rest)
        self._rechecking.failed.connect(self._failed)
        self.empty.choose_wanted.connect(self.choose)
        self.folder_bar.choose_wanted.connect(self.choose)
        self.folder_bar.again_wanted.connect(self.again)
        self.folder_bar.stop_wanted.connect(self.stop)
        self.filter_bar.changed.connect(self._filter)
        self.filter_bar.left.connect(self.table.setFocus)
        self.table.chosen.connect(self._show_details)
        self.table.opened.connect(lambda: self._open(None))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(lambda place: show_menu(self, place))
        self.details.opened.connect(self._open)
        self.overview.clicked.connect(self.papers.overview)
        self.letters.clicked.connect(lambda _: self.papers.letters())
        self.report.clicked.connect(self.papers.report)
        self.papers.begun.connect(self._refresh)
        self.papers.ended.connect(self._written)
        keys = (("Ctrl+O", self.choose), ("F5", self.again), ("Ctrl+W", self.close))
        for key, slot in (*keys, ("Ctrl+F", self.filter_bar.words.setFocus)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    # --- checking ---

    @property
    def working(self) -> bool:
        """True while files are being checked or written."""
        busy = self._checking.working or self._rechecking.working
        return busy or self.papers.working

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
        self._asked = tuple(places)
        self.setWindowTitle(WINDOW)
        self.said.clear()
        self.pages.setCurrentIndex(1)
        self.folder_bar.begin(places[0])
        self._checking.search(places)
        self._refresh()
        self.table.setFocus()

    def _searched(self, found: Found) -> None:
        """What there is to check is known: what was found before makes room for it."""
        self._places = self._asked
        self._base = self.papers.folder = found.base
        self._count = len(found.files)
        self._settings.review_folder = str(found.base)
        self.folder_bar.begin(found.base)
        self.model.clear()
        self.filter_bar.reset()

    def again(self) -> None:
        """Check the same folder again."""
        if self._places:
            self.begin(self._places)

    def stop(self) -> None:
        """End the work after the file that it is at; what was checked stays."""
        self._checking.stop()
        self._rechecking.stop()

    def _take(self, rows: list[Reviewed]) -> None:
        self.model.extend(rows)
        if not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self.filter_bar.count(self.model.rows)

    def _ended(self, whole: bool) -> None:  # noqa: FBT001 - what the signal tells
        rows, text = self.model.rows, summary(self.model.rows)
        if not whole:
            text = f"已停止，共 {self._count} 套；{text}" if len(rows) < self._count else text
        self._settle(text)
        self._rest()

    def _settle(self, text: str) -> None:
        """Show what the rows are of; without any, go back to the beginning."""
        if not self.model.rows:
            self.pages.setCurrentWidget(self.empty)
            return
        self.folder_bar.end(text, self._base)
        self.setWindowTitle(f"{self._base.name or self._base} - {WINDOW}")

    def _retaken(self, rows: list[Reviewed]) -> None:
        """Show files anew that were changed meanwhile and checked again; the others stay."""
        self.model.replace(rows)
        self.filter_bar.count(self.model.rows)
        self._show_details()
        self._settle(summary(self.model.rows))
        self.said.setText("有改动的套表已重新审核")

    def _failed(self, text: str) -> None:
        self._settle(summary(self.model.rows))
        self._rest()
        self.empty.complain(text)
        if self.model.rows:
            show_error(self, "没有审核", text, "表中是上一次审核的结果；套表没有改动。")

    def _written(self, text: str) -> None:
        if text:
            self.said.setText(text)
        self._rest()

    def _rest(self) -> None:
        """Work has ended: offer the next, or close where that was wanted."""
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
        if self.model.rows and not self.filtered.rowCount():
            self.details.hint.say("没有符合条件的套表，请换一个条件。")
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
                self._rechecking.again(changed, self._base)
                self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the work has ended."""
        if self.working:
            self._leaving = True
            self.stop()
            event.ignore()
            return
        event.accept()
        self.closed.emit()


def show_menu(window: ReviewWindow, place: QPoint) -> None:
    """Show what can be done with the current row, at a place of the table."""
    current, papers = window.table.current(), window.papers
    if current is None:
        return
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    readable = current.report is not None
    folder = QUrl.fromLocalFile(str(current.path.parent))
    for text, slot, possible in (
        ("打开这套表", window.table.opened.emit, readable),
        ("审核报告…", papers.report, readable and not window.working),
        ("退回意见…", lambda: papers.letters(own=True), readable and not window.working),
        ("打开所在的文件夹", lambda: QDesktopServices.openUrl(folder), True),
    ):
        action = menu.addAction(text)
        action.triggered.connect(lambda _=False, do=slot: do())
        action.setEnabled(possible)
    menu.popup(window.table.viewport().mapToGlobal(place))
