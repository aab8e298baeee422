"""A strip above the sheet with what the user must know and may not miss; it waits to be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from perfdesk.desk.dialogs.parts import Text, picture

ICON = 18


class NoticeBar(QFrame):
    """One text at a time, the last one said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._text: Text | None = None
        self.hide()

    def _made(self) -> Text:
        """Return the label; all of the bar is made when there is first something to say."""
        if self._text is not None:
            return self._text
        self._text = Text()
        shut = QPushButton("知道了(&K)")
        shut.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shut.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        image = picture("warning", ICON)
        image.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(image)
        row.addWidget(self._text, 1)
        row.addWidget(shut)
        return self._text

    @property
    def text(self) -> str:
        """What is said now, "" where nothing is."""
        return "" if self._text is None or self.isHidden() else self._text.plain

    def say(self, text: str) -> None:
        """Show a text until it is closed; "" takes the bar away."""
        if text:
            self._made().say(text)
        self.setVisible(bool(text))
