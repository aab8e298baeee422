"""The delegate: opens the editor that fits a cell and hands its raw text to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QMargins,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    SignalInstance,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from perfdesk.desk.editors import FRAME, CellEditor
from perfdesk.layout.measure import INDENT, SHORT_LINES, SIDE_PADDING

if TYPE_CHECKING:
    from perfdesk.desk.model import SheetModel
    from perfdesk.layout.screen import Screen
    from perfdesk.layout.sheet import SheetCell
    from perfdesk.template.model import Field

Index = QModelIndex | QPersistentModelIndex

CLOSED = {"choice", "operator", "ticks"}
"""Types whose list is closed: what is typed may be completed from it."""


class EditingView(Protocol):
    """What a delegate needs of the view that it serves."""

    drafted: SignalInstance
    sheet_model: SheetModel
    replacing: bool

    @property
    def screen_(self) -> Screen: ...
    @property
    def scale(self) -> float: ...
    def visualRect(self, index: Index) -> QRect: ...
    def currentIndex(self) -> QModelIndex: ...
    def current_number(self) -> int: ...
    def show_cursor(self, editor: CellEditor) -> None: ...
    def leave_editor(self, editor: CellEditor, way: str) -> None: ...


class SheetDelegate(QStyledItemDelegate):
    """Editors for the cells of a sheet."""

    def __init__(self, view: QObject) -> None:
        super().__init__(view)
        self._view = cast("EditingView", view)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open an editor for a cell."""
        cell = self._view.sheet_model.cell(index)
        if cell is None or cell.field is None:
            return super().createEditor(parent, option, index)
        editor = CellEditor(cell, self._view.scale, parent)
        editor.offer(offered(cell.field), closed=cell.field.type in CLOSED)
        editor.finished.connect(lambda way: self._view.leave_editor(editor, way))
        editor.typed.connect(lambda text: self._typed(editor, text))
        editor.cursorPositionChanged.connect(lambda: self._view.show_cursor(editor))
        QTimer.singleShot(0, editor, lambda: self._view.show_cursor(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the raw text into the editor once; what is typed later stays."""
        if isinstance(editor, CellEditor) and not editor.property("filled"):
            editor.setProperty("filled", True)
            number = self._view.sheet_model.cell_number(index)
            lines = len(self._view.screen_.texts[number].lines)
            editor.setGeometry(self._place(index))
            editor.text_width = self._text_width(editor.cell)
            editor.overwrite = self._view.replacing
            raw = "" if editor.overwrite else self._view.sheet_model.raw(editor.cell)
            editor.set_text(raw, centred=editor.overwrite or lines <= SHORT_LINES)
            self._fit(editor)
            if editor.choices is not None:
                editor.choices.open()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Enter the text; one that changes nothing gives its draft up."""
        if not isinstance(editor, CellEditor):
            return
        editor.keep_composed()
        if not model.setData(index, editor.text(), int(Qt.ItemDataRole.EditRole)):
            self._view.drafted.emit(-1, "")

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Keep the editor on its whole merged cell."""
        editor.setGeometry(self._place(index))
        if isinstance(editor, CellEditor):
            self._fit(editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave keys to the editor; a lost focus enters the text, but not while a menu is open."""
        if isinstance(watched, CellEditor) and event.type() in _KEYS:
            return False
        return super().eventFilter(watched, event)

    def _place(self, index: Index) -> QRect:
        return self._view.visualRect(index).marginsRemoved(QMargins(*FRAME))

    def _text_width(self, cell: SheetCell) -> float:
        """Return the width in pixels in which the sheet breaks a cell's text."""
        lefts = self._view.screen_.measured.lefts
        width = lefts[cell.col + cell.cols] - lefts[cell.col] - cell.style.indent * INDENT
        return (width - 2 * SIDE_PADDING) * self._view.scale

    def _typed(self, editor: CellEditor, text: str) -> None:
        self._view.drafted.emit(self._view.current_number(), text)
        self.updateEditorGeometry(editor, QStyleOptionViewItem(), self._view.currentIndex())

    def _fit(self, editor: CellEditor) -> None:
        """Let an editor be as tall as its text needs, even where its row is not (yet)."""
        need = editor.content_height() + 2
        if need > editor.height():
            editor.resize(editor.width(), need)
        editor.centre_vertically()


_KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}


def offered(field: Field) -> tuple[str, ...]:
    """Return what an editor of this field offers to choose from."""
    return field.choices or field.suggestions


def is_fill(cell: SheetCell | None) -> bool:
    """Tell whether a cell is one to fill in."""
    return cell is not None and cell.path is not None
