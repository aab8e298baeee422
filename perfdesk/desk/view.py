"""The table view of a form: the sheet on the screen, with the keys of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from perfdesk.desk import geometry
from perfdesk.desk.delegate import SheetDelegate
from perfdesk.desk.editors import CellEditor
from perfdesk.desk.sheetpaint import arrow_rect, cell_rect
from perfdesk.desk.surface import BREATH, SheetSurface, cells_of, has_list

if TYPE_CHECKING:
    from perfdesk.desk.model import SheetModel
    from perfdesk.dossier.state import Path
    from perfdesk.layout.screen import Screen
    from perfdesk.layout.sheet import SheetCell


class SheetView(SheetSurface):
    """Edits one form, with the keys of a spreadsheet."""

    current_moved = Signal(int)
    drafted = Signal(int, str)
    """Cell and text of the open editor; cell -1 where a draft was given up."""
    left = Signal()
    """The keyboard has gone elsewhere, into an editor too."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setItemDelegate(SheetDelegate(self))
        self.replacing = False
        """True while an editor opens because somebody types: what stood in the cell gives way."""
        self._corner = QPersistentModelIndex()
        """The corner opposite the current cell of a block that is selected by arrow keys."""

    # --- the current cell ---

    def index_of(self, number: int) -> QModelIndex:
        """Return the model index of a cell."""
        cell = self.screen_.cells[number]
        return self.sheet_model.index(cell.row, cell.col)

    @property
    def current_path(self) -> Path | None:
        """Return where the current cell's value stands."""
        cell = self.current_cell()
        return cell.path if cell else None

    def current_cell(self) -> SheetCell | None:
        """Return the current cell."""
        number = self.current_number()
        return self.screen_.cells[number] if number >= 0 else None

    def go_to(self, number: int) -> None:
        """Make a cell the current one and bring it into sight."""
        if number < 0:
            return
        # Not setCurrentIndex: that goes by the keys held, and Ctrl would add to the selection.
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.index_of(number), flag)
        self.show_current()
        self.updateMicroFocus()  # an input method shows its candidates there

    def go_to_first(self, *, own: bool = False) -> None:
        """Go to the first cell to fill in; ``own``: of the form's own, if it has any.

        The unit's name is the whole dossier's: it is known where a form comes in later.
        """
        order = geometry.fill_cells(self.screen_) if self.sheet_model.form else []
        owned = [i for i in order if (path := self.screen_.cells[i].path) and path.form]
        if order:
            self.go_to((owned if own and owned else order)[0])

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Where a key of Qt's leads; where the sheet has no cell, to the nearest one."""
        index = super().moveCursor(action, modifiers)
        if index.isValid() and self.sheet_model.cell_number(index) < 0:
            return self.index_of(geometry.cell_near(self.screen_, index.row(), index.column()))
        return index

    def scrollTo(self, index: QModelIndex, hint: object = None) -> None:  # type: ignore[override]
        """Scroll by pixels, as rows may be taller than the window."""
        if index == self.currentIndex():
            self.show_current()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell of the new current cell."""
        super().currentChanged(current, previous)
        self._corner = QPersistentModelIndex()
        self.viewport().update()
        self.current_moved.emit(self.sheet_model.cell_number(current))

    def update_cell(self, number: int) -> None:
        """Repaint one cell."""
        rect = cell_rect(self.screen_, number, self.scale)
        self.viewport().update(rect.translated(self.origin()).adjusted(-2, -2, 2, 2))

    def same_cells(self, screen: Screen) -> bool:
        """Tell whether a screen has its cells where the view has them now."""
        return cells_of(screen) == self._shape

    # --- keys ---

    def focusNextPrevChild(self, _next: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Keep Tab for going from cell to cell."""
        return False

    def event(self, event: QEvent) -> bool:
        """Alt+Down opens a list where there is one, and else moves a row."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Down and has_list(self):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a spreadsheet; whatever else is typed opens the editor."""
        number = self.current_number()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        key = event.key()
        if number < 0:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            back = shift or key == Qt.Key.Key_Backtab
            self.go_to(geometry.next_fill(self.screen_, number, -1 if back else 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not control:
            self.go_to(geometry.below_fill(self.screen_, number, -1 if shift else 1))
        elif key == Qt.Key.Key_F2 or (key == Qt.Key.Key_Down and alt):
            self.open_editor()
        elif key in _ARROWS and not control:
            self._arrow(number, _ARROWS[Qt.Key(key)], extend=shift)
        elif key == Qt.Key.Key_Home and control:
            self.go_to_first()
        elif key == Qt.Key.Key_Backspace and not control:
            self.edit(self.currentIndex(), self.EditTrigger.AnyKeyPressed, event)
        else:
            super().keyPressEvent(event)

    def _arrow(self, number: int, direction: geometry.Direction, *, extend: bool) -> None:
        """Go to the cell beside this one, or move the far corner of what is selected there."""
        here = self._corner if extend and self._corner.isValid() else self.currentIndex()
        start = self.sheet_model.cell_number(here)
        target = geometry.neighbour(self.screen_, start, direction, here.row(), here.column())
        if not extend:
            self.go_to(target)
            return
        self._corner = QPersistentModelIndex(self.index_of(target))
        top, left, bottom, right = geometry.block_between(self.screen_, number, target)
        block = QItemSelection(
            self.sheet_model.index(top, left), self.sheet_model.index(bottom, right)
        )
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.show_cell(target)
        self.viewport().update()

    # --- editing ---

    def edit(  # type: ignore[override]
        self,
        index: QModelIndex,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Typing on a cell replaces its text; F2 and a double click go on with it."""
        if trigger in _BY_HAND and self._is_final(index, event):
            return False
        self.replacing = trigger == QAbstractItemView.EditTrigger.AnyKeyPressed
        opened: bool = super().edit(index, trigger, event)  # type: ignore[arg-type]
        self.replacing = False
        return opened

    def _is_final(self, index: QModelIndex, event: QEvent | None) -> bool:
        """Say why a cell of a final form cannot be edited; False where it can, or has no value."""
        cell = self.sheet_model.cell(index)
        path = cell.path if cell is not None else None
        if path is None or self.sheet_model.may_change(index):
            return False
        if not isinstance(event, QKeyEvent) or event.text().isprintable():
            self.sheet_model.workspace.refuse(self.sheet_model.form_id, path)
        return True

    def open_editor(self) -> None:
        """Edit the current cell."""
        self.edit(self.currentIndex())

    def show_cursor(self, editor: CellEditor) -> None:
        """Scroll so that the cursor of an editor is in sight, which may be taller than the view."""
        cursor = editor.cursorRect().translated(editor.viewport().pos() + editor.pos())
        room, bar = self.viewport().height(), self.verticalScrollBar()
        if cursor.bottom() > room - BREATH:
            bar.setValue(bar.value() + cursor.bottom() - room + BREATH)
        elif cursor.top() < BREATH:
            bar.setValue(bar.value() + cursor.top() - BREATH)

    def leave_editor(self, editor: CellEditor, way: str) -> None:
        """Close an editor the way a key asks for, and go on to the cell it leads to."""
        if way != "escape":
            editor.keep_composed()
        here = self.currentIndex()
        row, col, text = here.row(), here.column(), editor.text()
        self.closeEditor(editor, SheetDelegate.EndEditHint.RevertModelCache)
        self.setFocus()
        if way == "escape" or not self.sheet_model.setData(here, text):
            self.drafted.emit(-1, "")
        number = self.screen_.at.get((row, col), -1)
        step = {"enter": 1, "down": 1, "enter-back": -1, "up": -1}.get(way)
        if number < 0:
            return
        if step:
            self.go_to(geometry.below_fill(self.screen_, number, step))
        elif way in {"tab", "tab-back"}:
            self.go_to(geometry.next_fill(self.screen_, number, 1 if way == "tab" else -1))
        else:
            self.viewport().update()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Say where the cell is on the view; Qt forgets the margins."""
        answer = super().inputMethodQuery(query)
        if query == Qt.InputMethodQuery.ImCursorRectangle and self.editor() is None:
            return self.visualRect(self.currentIndex()).translated(self.viewport().pos())
        return answer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow beside the current cell opens its list."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and _on_arrow(self, event.position().toPoint()):
            self.open_editor()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A cross where one can type."""
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        cell = self.sheet_model.cell(self.indexAt(place))
        fill = cell is not None and cell.path is not None and not _on_arrow(self, place)
        shape = Qt.CursorShape.CrossCursor if fill else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current cell in full colour."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current cell in grey."""
        super().focusOutEvent(event)
        self.viewport().update()
        self.left.emit()


_BY_HAND = {
    QAbstractItemView.EditTrigger.AnyKeyPressed,
    QAbstractItemView.EditTrigger.DoubleClicked,
    QAbstractItemView.EditTrigger.EditKeyPressed,
    QAbstractItemView.EditTrigger.AllEditTriggers,
}
"""Ways in which somebody, and not Qt, begins to edit."""


def _on_arrow(view: SheetView, place: QPoint) -> bool:
    """Tell whether a place is on the button that opens the current cell's list."""
    if not has_list(view) or view.editor() is not None:
        return False
    return arrow_rect(view.visualRect(view.currentIndex())).contains(place)


_ARROWS: dict[Qt.Key, geometry.Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
