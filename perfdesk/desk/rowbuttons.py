"""Small buttons beside a row of a repeating table: insert, remove, move, by mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from perfdesk import resources
from perfdesk.desk.sheetpaint import cell_rect

if TYPE_CHECKING:
    from perfdesk.desk.view import SheetView

BUTTONS = (
    ("row_below", "insert-row", "在下方插入一行"),
    ("row_remove", "delete-row", "删除这一行"),
    ("row_up", "row-up", "上移一行"),
    ("row_down", "row-down", "下移一行"),
)

_ACROSS = QBoxLayout.Direction.LeftToRight
_DOWN = QBoxLayout.Direction.TopToBottom
"""Where there is little room beside the table."""

STYLE = """
QWidget#rows { background: #ffffff; border: 1px solid #c9ced3; border-radius: 4px; }
QToolButton { border: 0; padding: 2px; border-radius: 3px; }
QToolButton:hover { background: #dcebf8; }
"""


class RowButtons(QWidget):
    """Appears beside the row under the mouse; tells which command is wanted there."""

    wanted = Signal(str)

    def __init__(self, view: SheetView) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._cell = -1
        self.setObjectName("rows")
        self.setStyleSheet(STYLE)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._row = row = QBoxLayout(_ACROSS, self)
        row.setContentsMargins(2, 1, 2, 1)
        row.setSpacing(0)
        for command, icon, tip in BUTTONS:
            button = QToolButton()
            button.setIcon(QIcon(str(resources.path(f"icons/{icon}.svg"))))
            button.setIconSize(QSize(16, 16))
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=command: self._clicked(name))
            row.addWidget(button)
        self.hide()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the sheet."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._follow(event)
        elif event.type() in {QEvent.Type.Leave, QEvent.Type.Wheel}:
            inside = self.rect().contains(self.mapFromGlobal(self.cursor().pos()))
            self.setVisible(inside and self.isVisible())
        return super().eventFilter(watched, event)

    def _follow(self, event: QMouseEvent) -> None:
        index = self._view.indexAt(event.position().toPoint())
        number = self._view.sheet_model.cell_number(index) if index.isValid() else -1
        cell = self._view.screen_.cells[number] if number >= 0 else None
        in_table = cell is not None and cell.path is not None and bool(cell.path.column)
        if not in_table or self._view.editing_number() >= 0:
            self.hide()
            return
        self._cell = number
        self._place(number)

    def _place(self, number: int) -> None:
        rect = cell_rect(self._view.screen_, number, self._view.scale)
        origin = self._view.origin()
        left = origin.x() + self._view.table_size().width() + 2
        room = self._view.viewport().width() - left
        self._row.setDirection(_ACROSS)
        if self._row.sizeHint().width() > room:
            self._row.setDirection(_DOWN)
        size = self._row.sizeHint()
        if size.width() > room:  # never over cells, which are there to be clicked
            self.hide()
            return
        self.resize(size)
        top = origin.y() + rect.center().y() - size.height() // 2
        self.move(left, max(0, min(top, self._view.viewport().height() - size.height())))
        self.show()
        self.raise_()

    def _clicked(self, command: str) -> None:
        self.hide()
        if 0 <= self._cell < len(self._view.screen_.cells):
            self._view.go_to(self._cell)
            self.wanted.emit(command)
