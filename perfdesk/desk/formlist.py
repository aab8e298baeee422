"""The list of the dossier's forms at the left: order by drag, state at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.jobs.forms import form_caption

if TYPE_CHECKING:
    from perfdesk.jobs.workspace import Workspace

FORM_ID = int(Qt.ItemDataRole.UserRole)
TITLE = FORM_ID + 1
NAME = FORM_ID + 2
STATE = FORM_ID + 3
NUMBER = FORM_ID + 4

UNNAMED = "（未命名）"


class FormList(QListWidget):
    """One entry for each form."""

    chosen = Signal(str)
    moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Entry(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setUniformItemSizes(True)
        self.currentItemChanged.connect(self._chosen)

    def show_forms(self, workspace: Workspace, current: str) -> None:
        """Show the forms of a workspace; ``current`` is the id of the one that is open."""
        blocked = self.blockSignals(True)
        forms = workspace.dossier.forms
        while self.count() > len(forms):
            self.takeItem(self.count() - 1)
        for i, form in enumerate(forms):
            if i >= self.count():
                self.addItem(QListWidgetItem())
            item = self.item(i)
            title, name = form_caption(workspace.dossier, workspace.pack, form)
            item.setData(FORM_ID, form.id)
            item.setData(NUMBER, f"{i + 1:02d}")
            item.setData(TITLE, title)
            item.setData(NAME, name)
            item.setToolTip(f"{title}\n{name}" if name else title)
            if form.id == current:
                self.setCurrentItem(item)
        self.blockSignals(blocked)

    def show_state(self, form_id: str, severity: str) -> None:
        """Show the worst finding of a form ("" where it has none)."""
        for i in range(self.count()):
            item = self.item(i)
            if item.data(FORM_ID) == form_id and item.data(STATE) != severity:
                item.setData(STATE, severity)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(FORM_ID))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell where a form was dropped; the list follows when the dossier has changed."""
        item = self.currentItem()
        target = self.indexAt(event.position().toPoint())
        place = target.row() if target.isValid() else self.count()
        if self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem:
            place += 1
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if item is not None:
            old = self.row(item)
            self.moved.emit(item.data(FORM_ID), place - 1 if place > old else place)


class _Entry(QStyledItemDelegate):
    """Draws number and state, the form's title, and below it the project's name."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Two lines and some air."""
        return QSize(120, _line_height(option) * 2 + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one form."""
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(rect, QColor("#dcebf8") if chosen else theme.PAPER)
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.CURRENT)
        line = _line_height(option)
        left, top = rect.left() + 14, rect.top() + 8
        name = str(index.data(NAME) or "")
        title = f"{index.data(NUMBER)}　{index.data(TITLE)}"
        room = rect.right() - left - 22
        if not index.data(NAME):
            top += line // 2
        self._dot(painter, QPoint(left + 4, top + line // 2), str(index.data(STATE) or ""))
        strong = QFont(option.font)  # type: ignore[attr-defined]
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(QColor("#1d2733"))
        metrics = painter.fontMetrics()
        first, second = (name, title) if name else (title, "")
        painter.drawText(
            QRect(left + 18, top, room, line),
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(first, Qt.TextElideMode.ElideMiddle, room),
        )
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(QColor("#66727f"))
        painter.drawText(
            QRect(left + 18, top + line + 2, room, line),
            Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, room),
        )
        painter.restore()

    def _dot(self, painter: QPainter, centre: QPoint, severity: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.SEVERITY.get(severity, theme.OK))
        painter.drawEllipse(centre, 4, 4)


def _line_height(option: QStyleOptionViewItem) -> int:
    return QFontMetrics(option.font).height()  # type: ignore[attr-defined]
