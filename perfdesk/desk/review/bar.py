"""The two lines above the table: which folder and how far it is, and what of it to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk.dialogs.parts import bare, heading, icon, note, side_by_side
from perfdesk.desk.review.table import ICONS, STATES
from perfdesk.jobs.review import Reviewed

ALL = "全部"
WORDS_WIDTH = 220


class FolderBar(QWidget):
    """Folder, outcome or progress, and the buttons that begin and stop."""

    choose_wanted = Signal()
    again_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = heading("")
        self.place = note()
        self.bar = QProgressBar()
        self.bar.setAccessibleName("审核进度")
        self.choose = QPushButton(icon("open"), "选择文件夹(&O)…")
        self.again = QPushButton("重新审核(&A)")
        self.again.setToolTip("重新审核这个文件夹（F5）")
        self.stop = QPushButton("停止(&T)")
        for button, signal in (
            (self.choose, self.choose_wanted),
            (self.again, self.again_wanted),
            (self.stop, self.stop_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        row = side_by_side(self.title, self.bar, self.stop, self.again, self.choose, stretch=0)
        row.setStretch(1, 1)
        column = QVBoxLayout(self)
        bare(column)
        column.addLayout(row)
        column.addWidget(self.place)

    def begin(self, folder: Path) -> None:
        """Show that nothing is done yet."""
        self.place.say(f"文件夹：{folder}")
        self.advance(0, 0, "")
        self._show(working=True)

    def advance(self, done: int, of: int, now: str) -> None:
        """Show how far it is; as long as ``of`` is 0, where it is looking."""
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(done)
        self.bar.setFormat(f"正在审核 {done} / {of}　{now}" if of else f"正在查找套表…　{now}")

    def end(self, text: str, folder: Path) -> None:
        """Show what came of it."""
        self.title.say(text)
        self.place.say(f"文件夹：{folder}")
        self._show(working=False)

    def _show(self, *, working: bool) -> None:
        self.title.setVisible(not working)
        self.bar.setVisible(working)

    def working(self, *, working: bool) -> None:
        """Offer what can be done now."""
        self.stop.setVisible(working)
        self.again.setVisible(not working)
        self.choose.setEnabled(not working)


class FilterBar(QWidget):
    """States to choose from, each with its number, and words to look for."""

    changed = Signal(str, str)
    """State ("" for any) and words."""
    left = Signal()
    """Enter or Esc: back to the table."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLineEdit()
        self.words.setPlaceholderText("查找单位、文件或年度")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(WORDS_WIDTH)
        self.words.textChanged.connect(self._tell)
        self.words.returnPressed.connect(self.left)
        leave = QShortcut(QKeySequence("Esc"), self.words)
        leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.words.clear)
        leave.activated.connect(self.left)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for name in (ALL, *STATES):
            button = QToolButton()
            button.setObjectName("filter")
            button.setCheckable(True)
            button.setText(name)
            if name in ICONS:
                button.setIcon(icon(ICONS[name]))
                button.setToolButtonStyle(button.toolButtonStyle().ToolButtonTextBesideIcon)
            self._group.addButton(button)
            self.buttons[name] = button
        self.buttons[ALL].setChecked(True)
        self._group.buttonToggled.connect(lambda _, on: self._tell() if on else None)
        row = side_by_side(*self.buttons.values(), QWidget(), self.words, stretch=len(self.buttons))
        self.setLayout(row)

    @property
    def state(self) -> str:
        """The state that is wanted, "" for any."""
        name = next(name for name, button in self.buttons.items() if button.isChecked())
        return "" if name == ALL else name

    def count(self, rows: Sequence[Reviewed]) -> None:
        """Show how many there are of each state."""
        numbers = Counter(item.state for item in rows)
        for name, button in self.buttons.items():
            button.setText(f"{name} {len(rows) if name == ALL else numbers[name]}")

    def reset(self) -> None:
        """Show all again."""
        self.buttons[ALL].setChecked(True)
        self.words.clear()

    def _tell(self) -> None:
        self.changed.emit(self.state, self.words.text())
