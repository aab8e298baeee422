"""The list of the dossier's forms at the left: order by drag, state at a glance."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QFont, QFontMetrics, QIcon, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk import resources
from perfdesk.checks.finding import SEVERITIES
from perfdesk.desk import theme
from perfdesk.desk.marks import roomy
from perfdesk.jobs.forms import UNNAMED, form_caption
from perfdesk.jobs.judging import final_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfdesk.jobs.workspace import Workspace

FORM_ID = int(Qt.ItemDataRole.UserRole)
TITLE = FORM_ID + 1
NAME = FORM_ID + 2
STATE = FORM_ID + 3
NUMBER = FORM_ID + 4
FINAL = FORM_ID + 5
EVENT = FORM_ID + 6
LOCK = 14
"""Size of the lock of a final form, in pixels."""

_STATES = {
    "": "没有审核提示",
    **{severity: f"最重的审核提示：{name}" for severity, name in SEVERITIES.items()},
}


class FormList(QListWidget):
    """One entry for each form."""

    chosen = Signal(str)
    moved = Signal(str, int)
    entered = Signal()
    """The keyboard is wanted in the sheet: a form was clicked, or Enter was pressed on it."""
    command = Signal(str)
    """A key of the list's own asks for this command."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_Entry(self))
        self.setAccessibleName("表列表")
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setUniformItemSizes(True)
        self.currentItemChanged.connect(self._chosen)
        self.itemClicked.connect(self.entered)

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
            item.setData(FINAL, form.id in workspace.final)
            item.setData(EVENT, final_text(workspace.dossier, form.id))
            if form.id == current:
                self.setCurrentItem(item)
        self.blockSignals(blocked)

    def show_states(self, worst: Mapping[str, str]) -> None:
        """Show the worst finding of each form that has one, by the form's id."""
        for i in range(self.count()):
            item = self.item(i)
            severity = worst.get(item.data(FORM_ID), "")
            if item.data(STATE) != severity:
                item.setData(STATE, severity)
            title, name = item.data(TITLE), item.data(NAME)
            lines = [title, *([name] if name else []), _STATES[severity]]
            lines += [item.data(EVENT)] if item.data(EVENT) else []
            told = roomy("<br>".join(map(escape, lines)))
            if item.toolTip() != told:
                item.setToolTip(told)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(FORM_ID))

    def event(self, event: QEvent) -> bool:
        """Keep the list's own keys from commands that mean the sheet."""
        if event.type() == QEvent.Type.ShortcutOverride and _own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes a form, Alt with an arrow moves it, Enter goes into its sheet."""
        command = _own(event)
        if command:
            self.command.emit(command)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

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


_COMMANDS = {
    (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier): "form_remove",
    (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier): "form_up",
    (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier): "form_down",
}


def _own(event: QEvent) -> str:
    """Return the command of a key that the list takes for itself, "" for other keys."""
    if not isinstance(event, QKeyEvent):
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _COMMANDS.get((Qt.Key(event.key()), held), "")


class _Entry(QStyledItemDelegate):
    """Draws number and state, the form's title, and below it the project's name."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self._list = parent
        self._lock = QIcon(str(resources.path("icons/locked.svg")))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Two lines and some air."""
        return QSize(120, _line_height(option) * 2 + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Draw one form."""
        chosen = self._list.selectionModel().isSelected(index)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        line = _line_height(option)
        name, title = str(index.data(NAME) or ""), str(index.data(TITLE))
        left, top = rect.left() + 46, rect.top() + (8 if name else (rect.height() - line) // 2)
        final = bool(index.data(FINAL))
        place = QRect(left, top, rect.right() - left - 10 - final * (LOCK + 6), line)
        painter.save()
        here = self._list.hasFocus() and index.row() == self._list.currentRow()
        selected = theme.CHOSEN_HERE if here else theme.CHOSEN
        painter.fillRect(rect, selected if chosen else theme.PAPER)
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.CURRENT)
        strong = QFont(option.font)  # type: ignore[attr-defined]
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(theme.QUIET if name == UNNAMED else theme.INK)
        _line(painter, place, name or title)
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(theme.QUIET)
        if name:
            _line(painter, place.translated(0, line + 2), title)
        if final:
            lock = QRect(rect.right() - LOCK - 8, rect.center().y() - LOCK // 2, LOCK, LOCK)
            self._lock.paint(painter, lock)
        badge = QRect(rect.left() + 12, rect.center().y() - line // 2 - 1, 26, line + 2)
        _badge(painter, badge, str(index.data(NUMBER)), str(index.data(STATE) or ""))
        painter.restore()


def _line(painter: QPainter, place: QRect, text: str) -> None:
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


def _badge(painter: QPainter, place: QRect, number: str, severity: str) -> None:
    """Draw a form's number in the colour of its worst finding."""
    color = theme.SEVERITY.get(severity, theme.OK)
    tint = QColor(color)
    tint.setAlpha(44)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(color.darker(125))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number)


def _line_height(option: QStyleOptionViewItem) -> int:
    return QFontMetrics(option.font).height()  # type: ignore[attr-defined]
