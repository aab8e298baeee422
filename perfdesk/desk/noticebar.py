"""A strip above the sheet with what the user must know and may not miss; it waits to be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from perfdesk.desk.dialogs.parts import Text, picture

STYLE = """
#notice { background: #fff6dd; border-bottom: 1px solid #e3cf9a; }
"""
ICON = 18


class NoticeBar(QFrame):
    """One text at a time, the last one said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setStyleSheet(STYLE)
        self._text = Text()
        self._shut = QPushButton("知道了(&K)")
        self._shut.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shut.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        image = picture("warning", ICON)
        image.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(image)
        row.addWidget(self._text, 1)
        row.addWidget(self._shut)
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, "" where nothing is."""
        return "" if self.isHidden() else self._text.plain

    def say(self, text: str) -> None:
        """Show a text until it is closed; "" takes the bar away."""
        self._text.say(text)
        self.setVisible(bool(text))
