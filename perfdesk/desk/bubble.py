"""A note beside a cell that says what a finding says; it takes neither keyboard nor mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QLabel

from perfdesk.desk.marks import roomy

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WIDEST = 460
"""Pixels; a longer text is broken into lines."""
GAP = 7


class Bubble(QLabel):
    """Stands below a cell, or above it where there is no room below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent
        self.setObjectName("bubble")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def say(self, html: str, cell: QRect) -> None:
        """Show a text beside a cell (its rectangle in the parent)."""
        self.setWordWrap(False)
        self.setText(roomy(html))
        room = self._place.rect().adjusted(GAP, GAP, -GAP, -GAP)
        widest = min(WIDEST, room.width())
        if self.sizeHint().width() > widest:
            self.setWordWrap(True)
            self.resize(widest, self.heightForWidth(widest))
        else:
            self.adjustSize()
        place = cell.bottomLeft() + QPoint(0, GAP)
        if place.y() + self.height() > room.bottom():
            place.setY(max(room.top(), cell.top() - GAP - self.height()))
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        self.move(place)
        self.raise_()
        self.show()
