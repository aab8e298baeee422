"""The pane: everything that shows one open dossier, kept in step with its workspace."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from perfdesk.desk import geometry
from perfdesk.desk.bubble import Bubble
from perfdesk.desk.finalbar import FinalBar
from perfdesk.desk.findinglist import FindingList
from perfdesk.desk.formlist import FormList
from perfdesk.desk.marks import marks, said, worse
from perfdesk.desk.model import SheetModel
from perfdesk.desk.rowbuttons import RowButtons
from perfdesk.desk.side import Side
from perfdesk.desk.view import SheetView
from perfdesk.dossier.state import Path
from perfdesk.jobs.entry import type_into

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.edits import Edit
    from perfdesk.jobs.workspace import Update, Workspace

BUBBLE_ROOM = 96
"""Pixels below a cell in which a finding's words find room."""
LISTS_LATER_MS = 40
"""Lists follow a little after the sheet, so that typing is never waited for."""
FIRST_LISTS_MS = 2_000
"""The first time they follow its first painting; this late where it is not painted."""


class Pane(QSplitter):
    """Form list, sheet and findings of one workspace."""

    state_changed = Signal()
    drafted = Signal(object, str)
    """Path (None: no draft) and text of the open editor."""
    refused = Signal(object)
    """Ids of the final forms for whose sake an edit was not done."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.workspace = workspace
        self.forms = FormList()
        self.side = Side(self.forms)
        self.findings = FindingList()
        first = workspace.dossier.forms[0].id if workspace.dossier.forms else ""
        self.model = SheetModel(workspace, first)
        self.view = SheetView(self.model)
        self.model.setParent(self)
        self.row_buttons = RowButtons(self.view)
        self.bubble = Bubble(self.view.viewport())
        self._draft = -1
        self._visited: tuple[str, Path | None] = ("", None)
        """Form and cell to which the last finding led."""
        self.final_bar = FinalBar()
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.final_bar)
        column.addWidget(self.view, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(upper)
        right.addWidget(self.findings)
        right.setStretchFactor(0, 1)
        right.setSizes([520, 160])
        self.right = right
        self.addWidget(self.side)
        self.addWidget(right)
        self.setStretchFactor(1, 1)
        self.setSizes([248, 1000])
        self.setChildrenCollapsible(False)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LISTS_LATER_MS)
        self._later.timeout.connect(self._show_lists)
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(LISTS_LATER_MS)
        self._follow.timeout.connect(lambda: self.findings.follow(self.form_id))
        self._wire()
        self.forms.show_forms(workspace, first)
        self.side.show_dossier(workspace)
        self._unmarked = True
        self._show_final()
        self.view.go_to_first()
        self.view.first_painted.connect(self._later.start, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(FIRST_LISTS_MS, self, self._first_lists)

    def _wire(self) -> None:
        self.workspace.observe(self._updated)
        self.workspace.refused = self._refused
        self.model.modelReset.connect(self._show_final)
        self.forms.chosen.connect(self.show_form)
        self.forms.entered.connect(self.view.setFocus)
        self.findings.chosen.connect(self.go_to_finding)
        self.view.drafted.connect(self._drafted)
        for moved in (
            *(self.view.current_moved, self.view.drafted, self.view.zoomed, self.view.left),
            *(self.view.verticalScrollBar().valueChanged, self.model.modelReset),
        ):
            moved.connect(self.bubble.hide)

    # --- which form ---

    @property
    def form_id(self) -> str:
        """The form that is shown, "" where the dossier has none."""
        return self.model.form_id

    def show_form(self, form_id: str) -> None:
        """Show a form."""
        if form_id != self.model.form_id:
            self.view.close_editor()
            self.model.show_form(form_id)
            self._show_marks()
            self.view.go_to_first()
            self.forms.show_forms(self.workspace, form_id)
            self._follow.start()
            self.state_changed.emit()

    def step_form(self, step: int) -> None:
        """Show the form before or after this one."""
        forms = self.workspace.dossier.forms
        place = self.workspace.dossier.index_of(self.form_id) + step
        if forms and 0 <= place < len(forms):
            self.show_form(forms[place].id)

    def step_area(self, step: int) -> None:
        """Give the keyboard to the next part: sheet, findings, forms."""
        self.view.close_editor()
        areas = [self.view, self.findings.tree, self.forms]
        shown = [area for area in areas if area.isVisible()]
        here = next((i for i, area in enumerate(shown) if area.hasFocus()), 0)
        shown[(here + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def go_to(self, path: Path) -> bool:
        """Show the cell at a path, in another form where need be; False where there is none."""
        form_id = path.form or self.form_id
        if self.workspace.dossier.form(form_id) is None:
            return False
        self.show_form(form_id)
        found = self.model.screen.by_path.get(path, ())
        if not found:
            return False
        self.view.go_to(found[0])
        self.view.setFocus()
        return True

    def _go_near(self, path: Path) -> bool:
        """Show the cell nearest to what has none: a table without this record, the unit's name."""
        for form in self.workspace.dossier.forms:
            if path.form in {form.id, ""}:
                number = geometry.cell_for(self.workspace.screen(form.id), path)
                if number >= 0:
                    self.show_form(form.id)
                    self.view.go_to(number)
                    self.view.setFocus()
                    return True
        return False

    def go_to_row(self, row: Path, column: int) -> bool:
        """Show the cell of a record in a column of the sheet, or its first one."""
        cells = self.model.screen.cells
        own = [i for i, c in enumerate(cells) if c.path is not None and c.path.record == row.record]
        if not own:
            return False
        self.view.go_to(next((i for i in own if cells[i].col == column), own[0]))
        self.view.setFocus()
        return True

    def go_to_finding(self, finding: Finding) -> None:
        """Show the first place of a finding that can be shown, or one that is near to it."""
        self.view.close_editor()
        places = (*finding.paths, *finding.related)
        if not any(map(self.go_to, places)) and not any(map(self._go_near, places)):
            self.show_form(finding.form or self.form_id)
            self.forms.setFocus()
        self.findings.mark(finding)
        self._visited = (self.form_id, self.view.current_path)
        if self.view.current_number() >= 0 and self.view.hasFocus():
            self.view.show_cell(self.view.current_number(), below=BUBBLE_ROOM)
            html = said(self.workspace, finding)
            if finding.fixes and self.workspace.reasons.of(finding) is None:
                html += f"<br><b>Alt+Enter</b>　{escape(finding.fixes[0].label)}"
            self.bubble.say(html, self.view.visualRect(self.view.currentIndex()))

    # --- changes ---

    def _updated(self, update: Update) -> None:
        dossier = self.workspace.dossier
        self.bubble.hide()
        if dossier.form(self.form_id) is None:
            self._draft = -1
            self._show_neighbour()
        elif self.form_id in update.relaid or "" in update.changes.touched_forms():
            self._rows_changed()
        for form_id, number in update.cells:
            if form_id == self.form_id:
                self.view.update_cell(number)
        if update.findings or update.changes.judged or self.form_id in update.relaid:
            self._show_marks()  # a finding of another form may mark cells of this one too
        if update.changes.judged:
            self._show_final()
        self._later.start()
        self.state_changed.emit()

    def _show_final(self) -> None:
        self.final_bar.show_form(self.workspace, self.form_id)
        self.view.look.locked = self.form_id in self.workspace.final
        self.view.viewport().update()

    def _refused(self, forms: tuple[str, ...]) -> None:
        if self.form_id in forms:
            self.final_bar.flash()
        self.refused.emit(forms)

    def _show_neighbour(self) -> None:
        """Show the form that stands where the removed one stood, or the last one."""
        forms = self.workspace.dossier.forms
        place = min(max(self.forms.currentRow(), 0), len(forms) - 1)
        self.model.show_form(forms[place].id if forms else "")
        self._show_marks()
        self.view.go_to_first()
        self.forms.show_forms(self.workspace, self.form_id)

    def _rows_changed(self) -> None:
        """Take over new rows, staying at the same value or at least the same place."""
        screen = self.model.screen
        if self.view.same_cells(screen):
            self.view.resize_sections()
            return
        here = self.view.currentIndex()
        path = self.view.current_path
        place = self.view.verticalScrollBar().value()
        self.model.show_form(self.form_id)
        self.view.verticalScrollBar().setValue(place)
        found = screen.by_path.get(path, ()) if path is not None else ()
        if found:
            self.view.go_to(found[0])
        elif screen.cells:
            self.view.go_to(geometry.cell_near(screen, here.row(), here.column()))

    def _drafted(self, number: int, text: str) -> None:
        """Show what is being typed in the sheet, without entering it."""
        if number < 0:
            if self._draft >= 0 and self._draft < len(self.model.screen.cells):
                self.workspace.drop_preview(self.form_id, self._draft)
                self.view.resize_sections()
            self._draft = -1
            self._show_marks()
            self.drafted.emit(None, "")
            return
        self._draft = number
        if self.workspace.preview_text(self.form_id, number, text):
            self.view.resize_sections()
        self._drop_mended_mark(number)
        self.drafted.emit(self.model.screen.cells[number].path, text)

    def _drop_mended_mark(self, number: int) -> None:
        """Take the open cell's mark away when the draft has mended it; none appears by typing."""
        step = self.draft_step() if number in self.view.look.marks else None
        path, _, edit = step or (None, "", None)
        if path is None or edit is None:
            return
        if not self.workspace.would_find(self.form_id, path, edit):
            del self.view.look.marks[number]
            self.view.update_cell(number)

    def draft_step(self) -> tuple[Path, str, Edit | None] | None:
        """Return place, text and edit of what stands in the open editor; None where none is."""
        editor = self.view.editor()
        form = self.model.form
        number = self.view.current_number()
        if editor is None or form is None or number < 0:
            return None
        cell = self.model.screen.cells[number]
        if cell.path is None:
            return None
        row = self.model.screen.sheet.rows[cell.row]
        loaded = self.workspace.loaded(form)
        text = editor.text()
        step = type_into(self.workspace.dossier, form, loaded, cell, row, text)
        return cell.path, text, step[0] if step else None

    # --- findings ---

    def _show_marks(self) -> None:
        if self.model.form is None:
            return
        self.workspace.findings(self.form_id)  # checked now if it still waits for that
        self._unmarked = False
        self.view.look.marks = marks(self.workspace, self.form_id, self.model.screen)
        self.view.viewport().update()

    def _first_lists(self) -> None:
        if self._unmarked:
            self._show_lists()

    def _show_lists(self) -> None:
        """Bring the lists up to date, checking a few of the forms that wait."""
        waited = self.workspace.unchecked
        more = self.workspace.check_some()
        if waited or self._unmarked:
            self._show_marks()
            self._drop_mended_mark(self._draft)
        self.forms.show_forms(self.workspace, self.form_id)
        self.side.show_dossier(self.workspace)
        self.findings.show_findings(self.workspace)
        worst: dict[str, str] = {}
        for finding in self.workspace.reasons.open(self.workspace.all_findings()):
            worst[finding.form] = worse(finding.severity, worst.get(finding.form, ""))
        self.forms.show_states(worst)
        self.state_changed.emit()
        if more:
            self._later.start()

    def visited(self) -> Finding | None:
        """Return the finding that was last gone to, while the current cell is still its own."""
        place = self.findings.marked()
        if place is None or self._visited != (self.form_id, self.view.current_path):
            return None
        return self.findings.shown[place]

    def step_finding(self, step: int) -> Finding | None:
        """Go to the next or previous finding after the current cell."""
        self.workspace.check_all()
        self._show_lists()
        shown = self.findings.shown
        if not self.workspace.reasons.open(shown):
            return None
        place = self._place_among(shown, step)
        while self.workspace.reasons.of(shown[place % len(shown)]) is not None:
            place += step
        finding = shown[place % len(shown)]
        self.go_to_finding(finding)
        return finding

    def _place_among(self, shown: tuple[Finding, ...], step: int) -> int:
        """Return the place of the finding to go to.

        After the last one visited; where one has gone elsewhere since, or that one is mended, the
        next one on the sheets from the current cell on.
        """
        visited = self.visited()
        if visited is not None:
            return shown.index(visited) + step
        places = [(self._place_of(finding), i) for i, finding in enumerate(shown)]
        here = (self.workspace.dossier.index_of(self.form_id), self.view.current_number())
        if step > 0:
            return min((item for item in places if item[0] >= here), default=(here, 0))[1]
        return max((item for item in places if item[0] < here), default=(here, -1))[1]

    def _place_of(self, finding: Finding) -> tuple[int, int]:
        """Return the number of a finding's form and, in the form that is shown, of its cell."""
        form = self.workspace.dossier.index_of(finding.form)
        by_path = self.model.screen.by_path if finding.form == self.form_id else {}
        cells = [by_path[path][0] for path in finding.paths if path in by_path]
        if not cells and finding.form == self.form_id:
            cells = [geometry.cell_for(self.model.screen, path) for path in finding.paths]
        return form, next(iter(cells), -1)
