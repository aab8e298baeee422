"""The line above the pages that says what does not fit or breaks badly, with its remedies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from perfdesk.desk.dialogs.parts import SPACING, picture, small_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.jobs.paper import Remedy

STYLE = """
#note { background: #fdf6e3; border-bottom: 1px solid #ecdcae; }
#note QLabel { color: #5c4800; }
"""
ICON = 18


class PreviewNote(QWidget):
    """A text, buttons that mend what it speaks of, and the way to the next one."""

    remedy_wanted = Signal(object)
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(STYLE)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._said: tuple[str, tuple[Remedy, ...], bool] = ("", (), False)
        self.buttons: list[QPushButton] = []
        self.next = small_button("下一处(&N)")
        self.next.clicked.connect(self.next_wanted)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.setSpacing(SPACING)
        self._row.addWidget(picture("warning", ICON))
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self.next)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str, remedies: Sequence[Remedy] = (), *, more: bool = False) -> None:
        """Show a text with its remedies; an empty one hides the line. more: there are others."""
        said = (text, tuple(remedies), more)
        if said == self._said:
            return
        self._said = said
        self._text.setText(text)
        for button in self.buttons:
            button.hide()
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = []
        for remedy in remedies:
            button = small_button(remedy.label)
            button.clicked.connect(partial(self.remedy_wanted.emit, remedy))
            self._row.insertWidget(self._row.count() - 1, button)
            self.buttons.append(button)
        self.next.setVisible(more)
        self.setVisible(bool(text))
