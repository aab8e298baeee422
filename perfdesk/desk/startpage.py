"""What a window shows before a dossier is open: new, open, and the recent files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk import resources


class StartPage(QWidget):
    """A quiet page with the two ways to begin."""

    new_wanted = Signal()
    open_wanted = Signal()
    file_chosen = Signal(str)

    def __init__(self, recent: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(_heading("绩效目标填报"))
        column.addWidget(QLabel("填写、审核、打印预算绩效目标表，不需要联网。"))
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for icon, text, signal in (
            ("new", "新建套表", self.new_wanted),
            ("open", "打开套表", self.open_wanted),
        ):
            button = QPushButton(QIcon(str(resources.path(f"icons/{icon}.svg"))), f"  {text}")
            button.setIconSize(QSize(24, 24))
            button.setMinimumSize(190, 56)
            button.clicked.connect(signal)
            buttons.addWidget(button)
        column.addSpacing(10)
        column.addLayout(buttons)
        column.addSpacing(10)
        files = [path for path in recent if Path(path).is_file()]
        if files:
            column.addWidget(QLabel("最近打开的套表"))
            column.addWidget(self._recent(files))
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(column)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def _recent(self, files: list[str]) -> QListWidget:
        box = QListWidget()
        box.setMinimumWidth(460)
        box.setMaximumHeight(34 * min(len(files), 6) + 8)
        box.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for file in files:
            item = QListWidgetItem(f"{Path(file).stem}\n{Path(file).parent}")
            item.setText(f"{Path(file).stem}　　{Path(file).parent}")
            item.setSizeHint(QSize(100, 34))
            item.setData(int(Qt.ItemDataRole.UserRole), file)
            box.addItem(item)
        box.itemActivated.connect(self._activated)
        box.itemClicked.connect(self._activated)
        return box

    def _activated(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(item.data(int(Qt.ItemDataRole.UserRole)))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label
