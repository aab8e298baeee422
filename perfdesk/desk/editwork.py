"""Commands of the edit and row menus: history, clipboard, find, and rows of tables."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QMimeData, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from perfdesk.desk import geometry
from perfdesk.desk.host import as_widget
from perfdesk.dossier.state import Path
from perfdesk.jobs import entry, records
from perfdesk.jobs import rows as rows_of_tables
from perfdesk.jobs.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfdesk.desk.dialogs.find import FindDialog
    from perfdesk.desk.host import Host
    from perfdesk.desk.pane import Pane
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.jobs import clipboard
    from perfdesk.layout.sheet import SheetRow
    from perfdesk.template.loader import LoadedTemplate

Editing = QTextEdit | QPlainTextEdit | QLineEdit


class EditWork:
    """Editing the form that is shown."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._find: FindDialog | None = None
        self._left_out = False
        """A warning is shown that not all that was pasted had room."""

    def possible(self) -> dict[str, bool]:
        """What can be undone, and whether the current row can come and go."""
        pane = self._window.pane
        session = pane.workspace.session if pane else None
        names = ("cut", "copy", "paste", "clear", "fill_down", "find", "replace")
        able = dict.fromkeys(names, pane is not None and pane.model.form is not None)
        row = self._current_row(pane) if pane else None
        in_table = row is not None and bool(row.table)
        rows = ("row_below", "row_above", "row_remove", "row_up", "row_down")
        able |= dict.fromkeys(rows, in_table)
        undo, redo = (session.undo_label, session.redo_label) if session else ("", "")
        able |= {"undo": bool(undo), "redo": bool(redo)}
        self._window.name_step("undo", f"撤销{undo}(&U)" if undo else "撤销(&U)")
        self._window.name_step("redo", f"恢复{redo}(&R)" if redo else "恢复(&R)")
        return able

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """The kinds of rows that may be inserted below the current one."""
        if part != "kinds":
            return False
        pane = self._window.pane
        form = pane.model.form if pane else None
        row = self._current_row(pane) if pane else None
        found = (
            records.insertable(pane.workspace.loaded(form), row) if pane and form and row else ()
        )
        for kind in found:
            menu.addAction(kind.label).triggered.connect(partial(self._insert_kind, kind.key))
        menu.setEnabled(bool(found))
        return True

    def _insert_kind(self, kind: str) -> None:
        self._change_rows(lambda d, f, t, rows: records.insert_below(d, f, t, rows[-1], kind), 1)

    # --- history ---

    def undo(self) -> None:
        """Take the last step back and show where it was."""
        self._step(back=True)

    def redo(self) -> None:
        """Do the last step again and show where it is."""
        self._step(back=False)

    def _step(self, *, back: bool) -> None:
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        session = pane.workspace.session
        label = session.undo_label if back else session.redo_label
        changes = pane.workspace.undo() if back else pane.workspace.redo()
        if changes is None:
            return
        form = next((f for f, _ in changes.rows), "") or next(iter(changes.forms), "")
        paths = sorted(changes.values)
        if paths:
            pane.go_to(paths[0])
        elif form and pane.workspace.dossier.form(form):
            pane.show_form(form)
        if self._left_out:
            self._window.warn("")
            self._left_out = False
        self._window.say(f"已{'撤销' if back else '恢复'}：{label}")

    # --- clipboard ---

    def copy(self) -> None:
        """Copy the selected block, as text and as a table."""
        from perfdesk.jobs import clipboard  # noqa: PLC0415 - not needed at the start

        pane = self._window.pane
        if pane is None or _in_text(lambda text: text.copy()):
            return
        block = _block(pane)
        if block is None:
            return
        plain, html = clipboard.copy_block(pane.workspace.dossier, pane.model.screen.sheet, block)
        data = QMimeData()
        data.setText(plain)
        data.setHtml(html)
        QApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy the selected block and clear it."""
        if not _in_text(lambda text: text.cut()):
            self.copy()
            self.clear()

    def paste(self) -> None:
        """Paste text or a table copied from WPS, Excel or Word."""
        from perfdesk.jobs import clipboard  # noqa: PLC0415 - not needed at the start

        pane = self._window.pane
        form = pane.model.form if pane else None
        if pane is None or form is None or _in_text(lambda text: text.paste()):
            return
        block = _block(pane)
        data = cast("QMimeData | None", QApplication.clipboard().mimeData())
        if block is None or data is None or not (data.hasText() or data.hasHtml()):
            return
        matrix = clipboard.parse_clipboard(
            data.text() if data.hasText() else None, data.html() if data.hasHtml() else None
        )
        loaded = pane.workspace.loaded(form)
        sheet = pane.model.screen.sheet
        at = (block.top, block.left)
        result = clipboard.paste(pane.workspace.dossier, form, loaded, sheet, *at, matrix)
        if result.edit is not None:
            pane.workspace.apply(result.edit, result.label)
        if result.unplaced:
            self._window.warn("；".join(result.unplaced))
        elif self._left_out:
            self._window.warn("")
        self._left_out = bool(result.unplaced)

    def clear(self) -> None:
        """Empty the selected cells, unless the keyboard is in the findings."""
        pane = self._window.pane
        if pane is None or pane.findings.tree.hasFocus():
            return
        screen = pane.model.screen
        numbers = sorted(pane.view.selected_numbers() | {pane.view.current_number()} - {-1})
        targets = [
            (screen.cells[n], screen.sheet.rows[screen.cells[n].row]) for n in numbers if n >= 0
        ]
        step = entry.clear(pane.workspace.dossier, targets)
        if step is not None:
            pane.workspace.apply(*step)

    def fill_down(self) -> None:
        """Put the value of the cell above into the selected ones."""
        from perfdesk.jobs import clipboard  # noqa: PLC0415 - not needed at the start

        pane = self._window.pane
        form = _entered(pane) if pane else None
        if pane is None or form is None:
            return
        block = _block(pane)
        if block is None:
            return
        loaded = pane.workspace.loaded(form)
        sheet = pane.model.screen.sheet
        step = clipboard.fill_down(pane.workspace.dossier, form, loaded, sheet, block)
        if step is not None:
            pane.workspace.apply(*step)

    # --- find ---

    def find(self) -> None:
        """Find a text in the whole dossier."""
        if dialog := self._find_dialog():
            dialog.open_find()

    def replace(self) -> None:
        """Find and replace."""
        if dialog := self._find_dialog():
            dialog.open_replace()

    def _find_dialog(self) -> FindDialog | None:
        pane = self._window.pane
        if pane is None:
            return None
        pane.view.close_editor()
        if self._find is None:
            from perfdesk.desk.dialogs.find import FindDialog  # noqa: PLC0415 - not needed at the start

            self._find = FindDialog(as_widget(self._window))
            self._find.found.connect(self._found)
        self._find.set_workspace(pane.workspace)
        return self._find

    def follow(self, path: Path | None) -> None:
        """Let searching go on from the current cell."""
        if self._find is not None:
            self._find.set_place(path)

    def _found(self, path: object) -> None:
        pane = self._window.pane
        if pane is not None and isinstance(path, Path) and pane.go_to(path) and self._find:
            cell = pane.view.visualRect(pane.view.currentIndex())
            corner = pane.view.viewport().mapToGlobal(cell.topLeft())
            self._find.make_way(QRect(corner, cell.size()))

    # --- rows ---

    def row_below(self) -> None:
        """Insert a row below the current one."""
        self._change_rows(lambda d, f, t, rows: records.insert_below(d, f, t, rows[-1]), 1)

    def row_above(self) -> None:
        """Insert a row above the current one."""
        self._change_rows(lambda d, f, t, rows: records.insert_above(d, f, t, rows[0]), 0)

    def row_remove(self) -> None:
        """Remove the selected rows."""
        self._change_rows(records.remove, 0)

    def row_up(self) -> None:
        """Move the selected rows up."""
        self._change_rows(lambda d, f, t, rows: records.move(d, f, t, rows, up=True), -1)

    def row_down(self) -> None:
        """Move the selected rows down."""
        self._change_rows(lambda d, f, t, rows: records.move(d, f, t, rows, up=False), 1)

    def _change_rows(self, make: RowStep, step: int) -> None:
        """Do a step on the selected rows and go where they (or the new one) are afterwards."""
        pane = self._window.pane
        form = _entered(pane) if pane else None
        if pane is None or form is None:
            return
        here = pane.view.currentIndex()
        rows = self._selected_rows(pane)
        if not rows:
            return
        loaded = pane.workspace.loaded(form)
        outcome = make(pane.workspace.dossier, form, loaded, rows)
        if isinstance(outcome, Refusal):
            self._window.say(outcome.reason)
            return
        if not pane.workspace.apply(*outcome):
            return
        new = rows_of_tables.inserted(outcome[0])
        if new is not None and pane.go_to_row(new, here.column()):
            return
        number = pane.model.screen.at.get((here.row() + step, here.column()), -1)
        pane.view.go_to(number)
        pane.view.setFocus()

    def _selected_rows(self, pane: Pane) -> list[SheetRow]:
        screen = pane.model.screen
        numbers = (pane.view.selected_numbers() | {pane.view.current_number()}) - {-1}
        covered = {
            row
            for n in numbers
            for row in range(screen.cells[n].row, screen.cells[n].row + screen.cells[n].rows)
            if screen.cells[n].path is not None or len(numbers) == 1
        }
        return [screen.sheet.rows[row] for row in sorted(covered)]

    def _current_row(self, pane: Pane) -> SheetRow | None:
        cell = pane.view.current_cell()
        return pane.model.screen.sheet.rows[cell.row] if cell else None


if TYPE_CHECKING:
    RowStep = Callable[[Dossier, Form, LoadedTemplate, list[SheetRow]], entry.Step | Refusal]


def _entered(pane: Pane) -> Form | None:
    """Enter what is being typed, and return the form after it: a row may get its record by it."""
    pane.view.close_editor()
    return pane.model.form


def _block(pane: Pane) -> clipboard.Block | None:
    """Return the block that holds all selected cells and the current one; None without any."""
    from perfdesk.jobs import clipboard  # noqa: PLC0415 - not needed at the start

    numbers = (pane.view.selected_numbers() | {pane.view.current_number()}) - {-1}
    screen = pane.model.screen
    return clipboard.Block(*geometry.selected_block(screen, numbers)) if numbers else None


def _in_text(do: Callable[[Editing], None]) -> bool:
    """Leave the command to a text that has the focus; tell whether there was one."""
    widget = QApplication.focusWidget()
    if isinstance(widget, Editing):
        do(widget)
        return True
    return False
