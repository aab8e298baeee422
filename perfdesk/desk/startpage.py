"""What a window shows before a dossier is open: new, open, and the recent files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import SECOND, Text, TwoLines, icon, note, picture, side_by_side

WIDTH = 620
SHOWN = 6
"""Recent files that are shown; the menu has more."""

STYLE = f"""
QPushButton#way {{ background: #ffffff; border: 1px solid #c9ced3; border-radius: 6px; }}
QPushButton#way:hover {{ border-color: {theme.CURRENT.name()}; background: #f4f9fd; }}
QPushButton#way:focus {{ border: 2px solid {theme.CURRENT.name()}; }}
QPushButton#way:pressed {{ background: {theme.CHOSEN.name()}; }}
QPushButton#link {{ border: 0; padding: 2px; color: {theme.CURRENT.name()}; }}
QPushButton#link:hover, QPushButton#link:focus {{ text-decoration: underline; }}
QListWidget {{ background: #ffffff; border: 1px solid #c9ced3; border-radius: 6px; outline: 0; }}
"""


class StartPage(QWidget):
    """A quiet page with the ways to begin."""

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    help_wanted = Signal()
    review_wanted = Signal()
    file_chosen = Signal(str)

    def __init__(self, recent: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(STYLE)
        self.new = _way("new", "新建套表", "照本地的官方空表，从头填起")
        self.open = _way("open", "打开套表", "接着填已有的套表文件")
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.recent: QListWidget | None = None
        page = QWidget()
        page.setFixedWidth(WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(_heading())
        ways = side_by_side(self.new, self.open, stretch=0)
        ways.setStretch(1, 1)
        ways.setSpacing(14)
        column.addLayout(ways)
        files = [Path(path) for path in recent if Path(path).is_file()][:SHOWN]
        if files:
            column.addSpacing(6)
            column.addWidget(QLabel("最近打开的套表"))
            self.recent = self._recent(files)
            column.addWidget(self.recent)
        column.addLayout(self._links())
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def take_keyboard(self) -> None:
        """Put the keyboard where Enter does the likeliest: the last file, or a new dossier."""
        (self.recent or self.new).setFocus()

    def _links(self) -> QHBoxLayout:
        links = []
        for text, signal in (
            ("看看填好的示例", self.sample_wanted),
            ("批量审核一个文件夹", self.review_wanted),
            ("使用说明（F1）", self.help_wanted),
        ):
            link = QPushButton(text)
            link.setObjectName("link")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(signal)
            links.append(link)
        hint = note("也可以把文件拖到这里")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = side_by_side(*links, hint, stretch=len(links))
        row.setSpacing(14)
        return row

    def _recent(self, files: list[Path]) -> QListWidget:
        box = QListWidget()
        box.setItemDelegate(TwoLines(box))
        box.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.setAccessibleName("最近打开的套表")
        for file in files:
            item = QListWidgetItem(file.stem)
            item.setData(SECOND, f"{_when(file)}　{file.parent}")
            item.setToolTip(str(file))
            item.setData(int(Qt.ItemDataRole.UserRole), str(file))
            box.addItem(item)
        box.setFixedHeight(box.sizeHintForRow(0) * len(files) + 2 * box.frameWidth() + 2)
        box.setCurrentRow(0)
        box.itemActivated.connect(self._activated)
        box.itemClicked.connect(self._activated)
        return box

    def _activated(self, item: QListWidgetItem) -> None:
        self.file_chosen.emit(item.data(int(Qt.ItemDataRole.UserRole)))


def _heading() -> QWidget:
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(Text("绩效目标填报", scale=1.9))
    words.addWidget(note("填写、审核、打印预算绩效目标表。不需要联网，数据只在您的电脑里。"))
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 8)
    row.setSpacing(16)
    row.addWidget(picture("perfdesk", 64))
    row.addLayout(words, 1)
    return box


def _way(name: str, title: str, words: str) -> QPushButton:
    """Return a large button: a picture, what it does, and below it what that is for."""
    way = QPushButton()
    way.setObjectName("way")
    way.setAccessibleName(title)
    way.setMinimumHeight(76)
    image = QLabel()
    image.setPixmap(icon(name).pixmap(QSize(32, 32), way.devicePixelRatioF()))
    lines = QVBoxLayout()
    lines.setSpacing(2)
    lines.addStretch()
    lines.addWidget(Text(title, scale=1.2))
    lines.addWidget(note(words))
    lines.addStretch()
    row = QHBoxLayout(way)
    row.setContentsMargins(18, 8, 12, 8)
    row.setSpacing(14)
    row.addWidget(image)
    row.addLayout(lines, 1)
    for label in way.findChildren(QLabel):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return way


def _when(file: Path) -> str:
    """Return when a file was last saved, in words."""
    saved = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    days = (datetime.now().astimezone().date() - saved.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{saved.year}年{saved.month}月{saved.day}日")
    return f"{day} {saved:%H:%M} 保存"
