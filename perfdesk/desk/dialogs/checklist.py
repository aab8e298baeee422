"""A list with a box before each entry; a click anywhere on the entry, or Space, ticks it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

BOXES = QColor("#c0c8d0")
ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class CheckList(QListWidget):
    """Entries to be ticked."""

    changed = Signal()

    def __init__(self, texts: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, BOXES)  # from it the outline of boxes is made
        self.setPalette(palette)
        for text in texts:
            item = QListWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(OFF)
            item.setToolTip(text)
            self.addItem(item)
        if texts:
            self.setCurrentRow(0)
        self.itemClicked.connect(self._toggle)

    def checked(self) -> list[int]:
        """Return the rows that are ticked."""
        return [row for row in range(self.count()) if self.item(row).checkState() == ON]

    def check_all(self) -> None:
        """Tick every entry."""
        self.check_only(range(self.count()))

    def check_only(self, rows: Collection[int]) -> None:
        """Tick these and no others."""
        for row in range(self.count()):
            self.item(row).setCheckState(ON if row in rows else OFF)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the current entry."""
        if event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _toggle(self, item: QListWidgetItem) -> None:
        item.setCheckState(OFF if item.checkState() == ON else ON)
        self.changed.emit()
