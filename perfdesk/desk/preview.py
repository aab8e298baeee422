"""The preview: the pages themselves, as PDF and printer get them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import fit
from perfdesk.desk.pagearea import GAP, PageArea, Shown
from perfdesk.desk.previewbar import FIT_PAGE, FIT_WIDTH, ONE, SOME, PreviewBar
from perfdesk.desk.previewnote import PreviewNote
from perfdesk.desk.previewpages import PreviewPages
from perfdesk.desk.printing import PrintJob
from perfdesk.desk.printwork import PrintWork
from perfdesk.desk.thumbnails import Thumbnails
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.paper import SET_UP, Remedy, set_page

if TYPE_CHECKING:
    from perfdesk.desk.host import Office
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.seal import Seal

SIZE = QSize(1120, 800)


class Preview(QWidget):
    """A window of its own with thumbnails, pages and a bar.

    It follows the dossier of a workspace. For blank forms it shows a dossier of their own instead.
    """

    closed = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        form_id: str,
        office: Office,
        parent: QWidget | None = None,
        *,
        blank: Dossier | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("打印空表" if blank else "打印预览")
        self._workspace = workspace
        self._blank = blank
        self._form = form_id
        self._chosen: set[str] = set()
        self.pages = PreviewPages(workspace.pack, judged=blank is None)
        self.printing = PrintWork(self, office)
        self.bar = PreviewBar(blank=blank is not None)
        self.note = PreviewNote()
        self.area = PageArea()
        self.thumbnails = Thumbnails()
        self._scroll = QScrollArea()
        self._arrange()
        self._connect()
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._lay_out_some)
        self._forget = workspace.session.observe(lambda _: self._changed())
        fit(self, SIZE)
        self.show_forms()

    @property
    def dossier(self) -> Dossier:
        """What is shown."""
        return self._blank or self._workspace.dossier

    def _arrange(self) -> None:
        self._scroll.setWidget(self.area)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        # Always there: one that comes and goes would change the width that the pages fit.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setStyleSheet(f"QScrollArea {{ background: {theme.DESK.name()}; }}")
        split = QSplitter()
        split.addWidget(self.thumbnails)
        split.addWidget(self._scroll)
        split.setStretchFactor(1, 1)
        split.setCollapsible(1, False)
        split.setSizes([160, SIZE.width() - 160])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        bar = self.bar
        bar.scope_changed.connect(self._choose_forms)
        bar.size_changed.connect(self.resize_pages)
        bar.seal_changed.connect(self._show_seals)
        bar.set_up_wanted.connect(self.set_up)
        bar.print_wanted.connect(self.print_)
        bar.close_wanted.connect(self.close)
        self.area.zoomed.connect(bar.step_size)
        self.note.remedy_wanted.connect(self._mend)
        self.note.next_wanted.connect(self._next_remark)
        self.thumbnails.currentRowChanged.connect(self.go_to)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        for keys, what in (
            ("PgDown", lambda: self.go_to(self.current + 1)),
            ("PgUp", lambda: self.go_to(self.current - 1)),
            ("Ctrl+Home", lambda: self.go_to(0)),
            ("Ctrl+End", lambda: self.go_to(len(self.pages.pages) - 1)),
            ("Ctrl++", lambda: bar.step_size(1)),
            ("Ctrl+=", lambda: bar.step_size(1)),
            ("Ctrl+-", lambda: bar.step_size(-1)),
            ("Ctrl+0", lambda: bar.set_size(FIT_WIDTH)),
            ("Ctrl+1", lambda: bar.set_size("100%")),
            ("Ctrl+2", lambda: bar.set_size(FIT_PAGE)),
            ("Ctrl+Z", partial(self._step_back, redo=False)),
            ("Ctrl+Y", partial(self._step_back, redo=True)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(what)

    # --- pages ---

    def _choose_forms(self) -> None:
        if self.bar.scope == SOME:
            from perfdesk.desk.dialogs.forms import FormsDialog  # noqa: PLC0415 - when asked for

            names = {form.id: self._name(form) for form in self.dossier.forms}
            dialog = FormsDialog(names, self._chosen or {self._form}, self)
            accepted = dialog.exec()
            self._chosen = dialog.chosen() if accepted else self._chosen or {self._form}
            dialog.deleteLater()
        self.show_forms()

    def _name(self, form: Form) -> str:
        title, name = form_caption(self.dossier, self._workspace.pack, form)
        return f"{title}（{name}）" if name else title

    def forms(self) -> list[Form]:
        """Return the forms that are shown."""
        forms = self.dossier.forms
        if self.bar.scope == ONE:
            return [form for form in forms if form.id == self._form]
        if self.bar.scope == SOME:
            return [form for form in forms if form.id in self._chosen]
        return list(forms)

    def show_forms(self) -> None:
        """Lay out the forms chosen and show their pages: the first ones now, the rest by and by."""
        self.pages.begin(self.dossier, self.forms())
        self.bar.count_forms(len(self.dossier.forms))
        self._lay_out_some()
        self._later.start()

    def _lay_out_some(self) -> None:
        """Lay out a few of the forms that wait."""
        own = self.pages
        fresh = not own.pages
        own.lay_out_some()
        if not own.waiting:
            self._later.stop()
        self.thumbnails.show_pages(own.pages)
        self.thumbnails.mark(own.marked())
        self.area.show_pages(own.pages)
        if fresh:
            self.bar.offer_seal(own.has_seal())
            self.resize_pages()
        self._scrolled()

    def _changed(self) -> None:
        """The dossier is another one: show its pages, at the same place."""
        if self.dossier.form(self._form) is None:
            self.close()
            return
        place = self._scroll.verticalScrollBar().value()
        self.show_forms()
        self._scroll.verticalScrollBar().setValue(place)

    # --- what is in sight ---

    @property
    def current(self) -> int:
        """Number of the page in sight, from 0."""
        middle = self._scroll.verticalScrollBar().value() + self._scroll.viewport().height() // 3
        return self.area.at(middle)

    def resize_pages(self) -> None:
        """Show the pages in the size chosen, the same one in sight."""
        pages = self.pages.pages
        if not pages:
            return
        row = self.current
        room = self._scroll.viewport().size()
        widest = max(shown.page.width for shown in pages)
        across = (room.width() - 2 * GAP - 4) / widest
        if self.bar.size_name == FIT_WIDTH:
            scale = across
        elif self.bar.size_name == FIT_PAGE:
            scale = min((room.height() - 2 * GAP) / pages[row].page.height, across)
        else:
            scale = self.bar.per_cent / 100 * self.logicalDpiX() / 72
        self.area.scale = max(scale, 0.1)
        self.area.lay_out()
        if row:
            self.go_to(row)
        self._scrolled()

    def go_to(self, row: int) -> None:
        """Show the beginning of a page."""
        if 0 <= row < len(self.pages.pages):
            self._scroll.verticalScrollBar().setValue(self.area.place(row).top() - GAP)
            self._scrolled()

    def _scrolled(self) -> None:
        row, own = self.current, self.pages
        self.thumbnails.show_current(row)
        self.bar.say_page(row + 1, len(own.pages), own.scale(row), more=own.waiting)
        self._show_note()

    def _show_seals(self) -> None:
        self.area.seal_of = self._seal if self.bar.seal_shown else None
        self.area.update()
        self._show_note()

    def _seal(self, shown: Shown) -> Seal | None:
        return self.pages.seal(shown, self.bar.seal_mm)

    # --- words ---

    def _show_note(self) -> None:
        """Say what there is to say about the form in sight."""
        own = self.pages
        if not own.pages:
            self.note.say("" if own.waiting else "没有要显示的表，请在左上角选择。")
            return
        shown = own.pages[self.current]
        text, ways = own.words(shown.form)
        seal = self._seal(shown) if self.bar.seal_shown else None
        if seal is not None and seal.covered:
            named = dict.fromkeys(cell.field.label for cell in seal.covered if cell.field)
            labels = "、".join(f"“{label}”" for label in named)
            text = f"印章会盖住{labels}，盖章时请避开。{text}"
        self.note.say(text, ways, more=bool(text) and own.others(shown.form))

    def _next_remark(self) -> None:
        row = self.pages.next_marked(self.current)
        if row is not None:
            self.go_to(row)

    # --- page set-up ---

    def _mend(self, remedy: Remedy) -> None:
        step = set_page(self.dossier, self.pages.pages[self.current].form, remedy.page)
        if step is not None:
            self._workspace.apply(*step)

    def set_up(self) -> None:
        """Ask how the form in sight is set on paper."""
        from perfdesk.desk.dialogs.pagesetup import ask_page_setup  # noqa: PLC0415 - when asked for

        own = self.pages.pages
        form = own[self.current].form if own else self._form
        ask_page_setup(self._workspace, form, self)

    def _step_back(self, *, redo: bool) -> None:
        """Take a page set-up back: no other step, for that would not be seen here."""
        session = self._workspace.session
        if redo and session.redo_label == SET_UP:
            self._workspace.redo()
        elif not redo and session.undo_label == SET_UP:
            self._workspace.undo()

    # --- printing ---

    def print_(self) -> None:
        """Print what is shown through the system's dialog."""
        own = self.pages
        while own.waiting:
            self._lay_out_some()
        jobs: dict[str, list[Shown]] = {}
        for shown in own.pages:
            jobs.setdefault(shown.form, []).append(shown)
        first = self.forms()[0] if jobs else None
        if first is None:
            return
        self.printing.print_(
            [PrintJob(some[0].title, tuple(s.page for s in some)) for some in jobs.values()],
            f"{self.dossier.pack}/{first.template}",
            [own.documents[form] for form in jobs],
        )

    def say(self, text: str) -> None:
        """Show a word at the top."""
        self.bar.say(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fit, once the parts have their new sizes."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.resize_pages)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Follow the dossier no longer."""
        self._later.stop()
        self._forget()
        self._forget = lambda: None
        self.closed.emit(self)
        super().closeEvent(event)
