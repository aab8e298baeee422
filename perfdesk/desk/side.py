"""What stands left of the sheet: whose dossier it is, its forms, and a button to add one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk import resources
from perfdesk.desk import theme

if TYPE_CHECKING:
    from perfdesk.desk.formlist import FormList
    from perfdesk.jobs.workspace import Workspace


class Side(QWidget):
    """The dossier at a glance."""

    add_wanted = Signal()

    def __init__(self, forms: FormList) -> None:
        super().__init__()
        self._unit = _Elided()
        font = QFont(self._unit.font())
        font.setWeight(QFont.Weight.DemiBold)
        self._unit.setFont(font)
        self._year = _Elided()
        quiet = self._year.palette()
        quiet.setColor(quiet.ColorRole.WindowText, theme.QUIET)
        self._year.setPalette(quiet)
        head = QWidget()
        head.setObjectName("head")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = QVBoxLayout(head)
        words.setContentsMargins(12, 8, 12, 8)
        words.setSpacing(3)
        words.addWidget(self._unit)
        words.addWidget(self._year)
        self.add = QPushButton(QIcon(str(resources.path("icons/add-form.svg"))), "添加表…")
        self.add.setObjectName("add")
        self.add.setIconSize(QSize(18, 18))
        self.add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add.clicked.connect(self.add_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(forms, 1)
        column.addWidget(self.add)

    def show_dossier(self, workspace: Workspace) -> None:
        """Show whose dossier it is, of which year, and how many forms it has."""
        dossier = workspace.dossier
        self._unit.say(dossier.unit_name or "（未填单位名称）")
        self._year.say(f"{dossier.year} 年　共 {len(dossier.forms)} 张表")
        self._year.setToolTip(f"表样包：{workspace.pack.info.name}")

    def menu_place(self) -> QPoint:
        """Return where a menu of the add button opens, on the screen."""
        return self.add.mapToGlobal(QPoint(8, -4))


class _Elided(QLabel):
    """One line that is cut with an ellipsis where it is too long; then its tooltip has it all."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(40)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show a text."""
        if text != self._whole:
            self._whole = text
            self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut for the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        middle = Qt.TextElideMode.ElideMiddle
        shown = self.fontMetrics().elidedText(self._whole, middle, self.contentsRect().width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
