"""What the window of 批量审核 shows before a folder was chosen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.desk.dialogs.parts import SPACING, Text, complaint, icon, note, picture

PICTURE = 48
WIDTH = 460
LARGE = "min-height: 40px; min-width: 200px;"


class EmptyPage(QWidget):
    """A quiet page with the one way to begin."""

    choose_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choose = QPushButton(icon("open"), "  选择文件夹(&O)…")
        self.choose.setIconSize(QSize(22, 22))
        self.choose.setStyleSheet(LARGE)
        self.choose.clicked.connect(self.choose_wanted)
        self.complaint = complaint()
        title = Text("审核一个文件夹里的全部套表", scale=1.5)
        hint = note(
            "请选择存放各单位套表的文件夹，也可以把文件夹拖到这里。"
            "各级子文件夹里的套表都会审核；只读取，不改动。"
        )
        column = QVBoxLayout()
        column.setSpacing(SPACING * 2)
        column.addWidget(picture("check", PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (title, hint, self.complaint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(WIDTH)
        column.addWidget(title)
        column.addWidget(hint)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.complaint)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(column)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def complain(self, text: str) -> None:
        """Say why nothing could be checked."""
        self.complaint.say(text)
        self.choose.setFocus()
