"""Small pictures of all pages at the side of the preview, painted as they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPolygon
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import CHOSEN, INK
from perfdesk.desk.pagearea import Pictures, Shown, paint_paper

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

WIDTH, GAP, LINE = 104, 10, 22
MARK = 12
Index = QModelIndex | QPersistentModelIndex


class Thumbnails(QListWidget):
    """The pages as a list; the current one is the one in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: Sequence[Shown] = ()
        self.marked: Collection[int] = ()
        self.pictures = Pictures()
        self.setItemDelegate(_Painter(self))
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("各页")
        self.setMinimumWidth(WIDTH + 2 * GAP + 20)

    def show_pages(self, pages: Sequence[Shown]) -> None:
        """Show pages; more of the same ones are put behind those that are there."""
        before = self.blockSignals(True)
        if not self.pages or not pages or pages[0] is not self.pages[0]:
            self.clear()
            self.pictures.clear()
        self.pages = tuple(pages)
        for shown in pages[self.count() :]:
            item = QListWidgetItem(page_label(shown))
            item.setToolTip(shown.title)
            self.addItem(item)
        self.blockSignals(before)

    def show_current(self, row: int) -> None:
        """Make a page the current one, without telling of it."""
        before = self.blockSignals(True)
        self.setCurrentRow(row)
        self.blockSignals(before)

    def mark(self, rows: Collection[int]) -> None:
        """Mark the pages on which there is something to be said."""
        self.marked = rows
        self.viewport().update()


def page_label(shown: Shown) -> str:
    """Return number of the form, and of the page where it has several."""
    number = f"{shown.number:02d}"
    return f"{number}　{shown.index}/{shown.count}" if shown.count > 1 else number


class _Painter(QStyledItemDelegate):
    """Paints one page with its number below."""

    def __init__(self, view: Thumbnails) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the page at the width of all."""
        page = self._view.pages[index.row()].page
        return QSize(WIDTH + 2 * GAP, round(page.height * WIDTH / page.width) + LINE + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint paper, page, number and mark."""
        shown = self._view.pages[index.row()]
        room: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, CHOSEN)
        scale = WIDTH / shown.page.width
        left, height = room.left() + (room.width() - WIDTH) // 2, round(shown.page.height * scale)
        place = QRect(left, room.top() + GAP, WIDTH, height)
        paint_paper(painter, place)
        # Twice as fine as the screen: thin lines and small text stay in proportion.
        picture = self._view.pictures.get(shown, scale, 2 * self._view.devicePixelRatioF())
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, picture)
        if index.row() in self._view.marked:
            self._mark(painter, place)
        painter.setPen(INK)
        line = QRect(room.left(), place.bottom() + 2, room.width(), LINE)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, page_label(shown))
        painter.restore()

    def _mark(self, painter: QPainter, place: QRect) -> None:
        corner = place.topRight()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(theme.WARNING))
        left = QRect(corner, corner).translated(-MARK, 0).topLeft()
        down = QRect(corner, corner).translated(0, MARK).topLeft()
        painter.drawPolygon(QPolygon([left, corner, down]))
