"""The bar above a form that is final: since when, and the way to change it after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from perfdesk import resources
from perfdesk.jobs.judging import final_text

if TYPE_CHECKING:
    from perfdesk.jobs.workspace import Workspace

FLASH_MS = 1_200
CALM, LOUD = "#eef7f1", "#ffe9a8"
STYLE = """
#final {{ background: {}; border: 0; border-bottom: 1px solid #cfe3d6; }}
QLabel {{ color: #24573a; }}
QPushButton {{ border: 0; padding: 3px 8px; color: #1f6fb2; background: transparent; }}
QPushButton:hover {{ text-decoration: underline; }}
"""


class FinalBar(QFrame):
    """Is there for a final form only."""

    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("final")
        icon = QLabel()
        lock = QIcon(str(resources.path("icons/locked.svg")))
        icon.setPixmap(lock.pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.reopen = QPushButton("取消定稿…")
        self.reopen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reopen.setCursor(Qt.CursorShape.PointingHandCursor)
        self.reopen.clicked.connect(self.reopen_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 8, 3)
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(self.words)
        row.addWidget(self.reopen)
        row.addStretch()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(FLASH_MS)
        self._calm.timeout.connect(lambda: self.setStyleSheet(STYLE.format(CALM)))
        self.setStyleSheet(STYLE.format(CALM))
        self.hide()

    def show_form(self, workspace: Workspace, form_id: str) -> None:
        """Say since when a form is final, or nothing."""
        final = form_id in workspace.final
        self.words.setText(final_text(workspace.dossier, form_id) if final else "")
        self.setVisible(final)

    def flash(self) -> None:
        """Draw the eye: somebody tried to change the form."""
        self.setStyleSheet(STYLE.format(LOUD))
        self._calm.start()
