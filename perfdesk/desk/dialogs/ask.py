"""Questions and bad news: saving before closing, and errors that say what became of the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QKeyCombination, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.desk.dialogs.parts import (
    LONG_TEXT,
    MARGIN,
    Dialog,
    Text,
    bare,
    button,
    fit,
    heading,
    note,
    picture,
    side_by_side,
    text_block,
)
from perfdesk.desk.dialogs.recover import Recovery, RecoveryQuestion
from perfdesk.storage.recovery import LeftBehind

__all__ = [
    "Recovery",
    "SaveAnswer",
    "ask_changed_outside",
    "ask_overwrite",
    "ask_recovery",
    "ask_save",
    "show_error",
]

SaveAnswer = Literal["save", "discard", "cancel"]

TITLE = "绩效目标填报"
WIDTH, WIDE, LEAST_HEIGHT = 440, 660, 140
ICON, SMALL_ICON = 32, 18
NAMES = 6
"""File names that a question lists; of more it tells the number."""
ROLE = QDialogButtonBox.ButtonRole


def ask_save(parent: QWidget | None, name: str, *, fresh: bool = False) -> SaveAnswer:
    """Ask what becomes of the changes to the dossier ``name``; ``fresh``: it was never saved."""
    dialog = SaveQuestion(name, parent, fresh=fresh)
    dialog.exec()
    dialog.deleteLater()
    return dialog.answer


def ask_overwrite(parent: QWidget | None, names: Sequence[str]) -> bool:
    """Ask whether files that are there already may be written over."""
    more = [f"…… 共 {len(names)} 个文件"] if len(names) > NAMES else []
    shown = "\n".join([*names[:NAMES], *more])
    text = f"文件夹里已有同名文件：\n{shown}"
    return _confirmed(parent, "要覆盖已有的文件吗？", text, "覆盖(&O)")


def ask_changed_outside(parent: QWidget | None, name: str) -> bool:
    """Ask whether a dossier file that another program has changed may be written over."""
    text = (
        f"“{name}”在打开以后被别的程序或另一台电脑改动过，继续保存会覆盖那些改动。"
        "选“取消”后可以用“另存为”保存到别处。"
    )
    return _confirmed(parent, "文件已被改动", text, "覆盖保存(&O)")


def _confirmed(parent: QWidget | None, title: str, text: str, yes: str) -> bool:
    dialog = Confirmation(title, text, yes, parent)
    answer = bool(dialog.exec())
    dialog.deleteLater()
    return answer


def show_error(parent: QWidget | None, title: str, text: str, data_note: str) -> None:
    """Say what went wrong, and what happened to the user's data."""
    dialog = ErrorMessage(title, text, data_note, parent)
    dialog.exec()
    dialog.deleteLater()


def ask_recovery(
    parent: QWidget | None, left_behind: Sequence[LeftBehind]
) -> list[tuple[LeftBehind, Recovery]]:
    """Ask about each journal left behind: bring it back, ask again later, or move it aside."""
    dialog = RecoveryQuestion(left_behind, parent)
    dialog.exec()
    dialog.deleteLater()
    return list(zip(left_behind, dialog.answers(), strict=True))


class Message(Dialog):
    """An icon, a line that says it, and more below; each kind has its own buttons."""

    def __init__(self, icon: str, title: str, parent: QWidget | None) -> None:
        super().__init__(TITLE, parent)
        self.words = QVBoxLayout()
        bare(self.words)
        self.words.addWidget(heading(title))
        row = QHBoxLayout()
        bare(row)
        row.setSpacing(MARGIN)
        row.addWidget(picture(icon, ICON))
        row.addLayout(self.words, 1)
        self.column.addLayout(row, 1)
        self.column.addSpacing(MARGIN // 2)
        self.box = QDialogButtonBox()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter alone presses its button, as in the system's own messages."""
        alone = event.modifiers() == Qt.KeyboardModifier.NoModifier
        wanted = QKeySequence(QKeyCombination(Qt.KeyboardModifier.AltModifier, _key(event)))
        for each in self.box.buttons():
            if alone and QKeySequence.mnemonic(each.text()) == wanted:
                each.click()
                return
        super().keyPressEvent(event)

    def settle(self, width: int = WIDTH) -> None:
        """Be as high as the texts need at this width."""
        self.setMinimumWidth(WIDTH)
        fit(self, QSize(width, max(self.column.totalHeightForWidth(width), LEAST_HEIGHT)))


def _key(event: QKeyEvent) -> Qt.Key:
    return Qt.Key(event.key())


class Confirmation(Message):
    """Go on, or rather not: the safe button is the default."""

    def __init__(self, title: str, text: str, yes: str, parent: QWidget | None = None) -> None:
        super().__init__("warning", title, parent)
        self.words.addWidget(text_block(text))
        self.words.addStretch()
        self.yes = button(self.box, yes, ROLE.DestructiveRole)
        self.no = button(self.box, "取消", ROLE.RejectRole)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.finish(self.box, self.no)
        self.settle()
        self.no.setFocus()


class SaveQuestion(Message):
    """保存 / 不保存 / 取消."""

    def __init__(self, name: str, parent: QWidget | None = None, *, fresh: bool = False) -> None:
        asked = f"要保存“{name}”的套表吗？" if fresh else f"要保存对“{name}”的修改吗？"
        super().__init__("warning", asked, parent)
        self.answer: SaveAnswer = "cancel"
        since = "这套表还没有保存过，不保存的话，填写的内容会丢失。"
        self.words.addWidget(note(since if fresh else "不保存的话，上次保存以后填写的内容会丢失。"))
        self.words.addStretch()
        self.save = button(self.box, "保存(&S)", ROLE.AcceptRole)
        self.discard = button(self.box, "不保存(&N)", ROLE.DestructiveRole)
        self.cancel = button(self.box, "取消", ROLE.RejectRole)
        self.save.clicked.connect(lambda: self._close("save"))
        self.discard.clicked.connect(lambda: self._close("discard"))
        self.cancel.clicked.connect(self.reject)
        self.finish(self.box, self.save)
        self.settle()
        self.save.setFocus()

    def _close(self, answer: SaveAnswer) -> None:
        self.answer = answer
        self.accept()


class ErrorMessage(Message):
    """What went wrong, and that the data are safe (or where they are)."""

    def __init__(
        self, title: str, text: str, data_note: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("error", title, parent)
        self.words.addWidget(text_block(text))
        if data_note:
            self.words.addSpacing(MARGIN // 2)
            row = side_by_side(picture("ok", SMALL_ICON), Text(data_note), stretch=1)
            self.words.addLayout(row)
        self.close_button = button(self.box, "知道了", ROLE.AcceptRole)
        self.close_button.clicked.connect(self.accept)
        self.finish(self.box, self.close_button)
        self.settle(WIDE if len(text) > LONG_TEXT else WIDTH)
        self.close_button.setFocus()
