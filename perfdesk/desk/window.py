"""The main window: menus, toolbar, status bar, and the pane of the dossier that is open in it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.desk.commands import Commands
from perfdesk.desk.editwork import EditWork
from perfdesk.desk.filework import FileWork
from perfdesk.desk.findingwork import FindingWork
from perfdesk.desk.formwork import FormWork
from perfdesk.desk.judgework import JudgeWork
from perfdesk.desk.noticebar import NoticeBar
from perfdesk.desk.pane import Pane
from perfdesk.desk.paperwork import PaperWork
from perfdesk.desk.reviewwork import ReviewWork
from perfdesk.desk.statusbar import StatusBar
from perfdesk.desk.viewwork import ViewWork

if TYPE_CHECKING:
    from perfdesk.desk.host import Office
    from perfdesk.jobs.workspace import Workspace

SUFFIX = ".perfdesk"
TITLE = "绩效目标填报"


def _dossiers(event: QDropEvent) -> list[Path]:
    """Return the dossier files that are dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    return [path for path in paths if path.suffix.lower() == SUFFIX]


class Window(QMainWindow):
    """One dossier, or the start page. What the commands do stands in the ``…work`` modules."""

    closed = Signal(object)

    def __init__(self, program: Office, *, empty: bool = False) -> None:
        """Make a window with the start page, or with nothing, where a file is about to be shown."""
        super().__init__()
        self.program = program
        self.pane: Pane | None = None
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._stack = QStackedWidget()
        self.notice = NoticeBar()
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.files = FileWork(self)
        self.edits = EditWork(self)
        self.forms = FormWork(self)
        self.findings = FindingWork(self)
        self.judging = JudgeWork(self)
        self.reviews = ReviewWork(self)
        self.views = ViewWork(self)
        self.paper = PaperWork(self)
        works = (
            *(self.files, self.edits, self.forms, self.findings, self.judging),
            *(self.reviews, self.views, self.paper),
        )
        self.commands = Commands(self, works)
        self.status = StatusBar(self)
        self.setStatusBar(self.status)
        self.status.fit_wanted.connect(self.views.zoom_fit)
        self._restore_geometry()
        if not empty:
            self.show_start()

    # --- what is open ---

    def say(self, text: str) -> None:
        """Show a word in the status bar for a few seconds."""
        self.status.say(text)

    def warn(self, text: str) -> None:
        """Show what may not be missed above the sheet until it is closed; "" takes it away."""
        self.notice.say(text)

    def name_step(self, command: str, text: str) -> None:
        """Change the text of a command."""
        self.commands.name_step(command, text)

    def open_file(self, path: Path) -> None:
        """Open a dossier file in this window, or in another where this one is taken."""
        self.files.open_path(path)

    @property
    def workspace(self) -> Workspace | None:
        """The workspace of the open dossier."""
        return self.pane.workspace if self.pane else None

    @property
    def is_free(self) -> bool:
        """True where nothing is open, so that a file may be opened here."""
        return self.pane is None

    def show_start(self) -> None:
        """Show the start page."""
        from perfdesk.desk.startpage import StartPage  # noqa: PLC0415 - not seen with a file

        page = StartPage(self.program.settings.recent)
        page.new_wanted.connect(self.files.new)
        page.open_wanted.connect(self.files.open)
        page.sample_wanted.connect(self.files.open_sample)
        page.help_wanted.connect(self.views.help)
        page.review_wanted.connect(self.reviews.review)
        page.file_chosen.connect(lambda file: self.files.open_path(Path(file)))
        self._show(page)
        self.pane = None
        self.refresh()
        page.take_keyboard()

    def show_workspace(self, workspace: Workspace) -> None:
        """Show a dossier."""
        pane = Pane(workspace)
        self._show(pane)
        self.pane = pane
        remembered = self.program.settings.splitters
        if remembered.get("across"):
            pane.setSizes(remembered["across"])
        if remembered.get("down"):
            pane.right.setSizes(remembered["down"])
        pane.state_changed.connect(self.refresh)
        pane.findings.fix_wanted.connect(self.findings.mend)
        pane.findings.all_fixes_wanted.connect(self.findings.mend_all)
        pane.findings.reason_wanted.connect(self.judging.explain)
        pane.findings.withdrawal_wanted.connect(self.judging.withdraw)
        pane.findings.rule_wanted.connect(lambda found: self.views.show_rule(found.rule))
        pane.refused.connect(self.judging.tell_refused)
        pane.final_bar.reopen_wanted.connect(self.judging.form_reopen)
        pane.forms.moved.connect(self.forms.move_to)
        pane.forms.command.connect(self.commands.do)
        pane.side.add_wanted.connect(self.forms.form_add)
        pane.drafted.connect(self.files.keep_draft)
        pane.row_buttons.wanted.connect(self.commands.do)
        pane.view.current_moved.connect(lambda _: self._moved())
        pane.view.zoomed.connect(lambda _: self.refresh())
        pane.view.customContextMenuRequested.connect(
            lambda at: self.commands.show_row_menu(pane.view.viewport().mapToGlobal(at))
        )
        pane.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pane.forms.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        pane.forms.customContextMenuRequested.connect(
            lambda at: self.commands.show_form_menu(pane.forms.viewport().mapToGlobal(at))
        )
        for name in self.program.settings.hidden:
            self.views.toggle(name)
        if self.program.settings.zoom:
            pane.view.set_zoom(self.program.settings.zoom)
        self.commands.workspace_shown()
        self.refresh()
        self._moved()
        pane.view.setFocus()
        QTimer.singleShot(0, pane.view, pane.view.show_current)

    def _moved(self) -> None:
        """Another cell is the current one."""
        cell = self.pane.view.current_cell() if self.pane else None
        self.status.show_hint(cell.field if cell else None)
        self.edits.follow(cell.path if cell else None)
        self.commands.refresh()

    def _show(self, widget: QWidget) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()

    def refresh(self) -> None:
        """Bring title, status bar and commands in step with the state."""
        name = self.files.name if self.pane else ""
        star = "[*] - " if name else ""
        self.setWindowTitle(f"{name}{star}{TITLE}")
        self.setWindowModified(self.files.modified)
        self.status.refresh(modified=self.files.modified)
        self.commands.refresh()

    # --- events ---

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask before unsaved work is lost."""
        if not self.files.may_close():
            event.ignore()
            return
        self._remember_geometry()
        self.files.closed()
        event.accept()
        self.closed.emit(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take dossier files."""
        if _dossiers(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files dropped here."""
        for path in _dossiers(event):
            self.files.open_path(path)

    def _restore_geometry(self) -> None:
        self.resize(1180, 760)
        remembered = self.program.settings.geometry
        if remembered:
            self.restoreGeometry(QByteArray(b64decode(remembered)))

    def _remember_geometry(self) -> None:
        settings = self.program.settings
        settings.geometry = b64encode(self.saveGeometry().data()).decode()
        if self.pane is not None:
            settings.splitters = {
                "across": list(self.pane.sizes()),
                "down": list(self.pane.right.sizes()),
            }
            settings.hidden = self.views.hidden()
            settings.zoom = 0 if self.pane.view.fits_width else self.pane.view.zoom
        self.program.remember()
