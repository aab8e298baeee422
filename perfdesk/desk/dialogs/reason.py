"""A reason, typed or chosen: why a finding may stand, or why a final form is opened again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit, QWidget

from perfdesk.desk.dialogs.parts import (
    Dialog,
    button,
    complain,
    complaint,
    fit,
    labelled,
    note,
    text_block,
)
from perfdesk.jobs.judging import LONGEST_REASON, REOPEN_REASONS, USUAL_REASONS

WIDTH = 520
ROLE = QDialogButtonBox.ButtonRole


class ReasonDialog(Dialog):
    """Asks for one line; it stays open until the line says something."""

    def __init__(
        self,
        title: str,
        texts: tuple[str, str],
        usual: Sequence[str],
        given: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make the question.

        Args:
            title: of the window.
            texts: what it is about, and a quieter line below it.
            usual: reasons to choose from.
            given: the reason given before; it can then be taken away.
            parent: the window it belongs to.
        """
        super().__init__(title, parent)
        self.withdrawn = False
        self.line = QComboBox()
        self.line.setEditable(True)
        self.line.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line.addItems(list(usual))
        self.line.setEditText(given)
        edit = cast("QLineEdit", self.line.lineEdit())
        edit.setMaxLength(LONGEST_REASON)
        edit.setPlaceholderText("写一句话，或从右边选一条常用的")
        self.complaint = complaint()
        self.box = QDialogButtonBox()
        self.yes = button(self.box, "确定", ROLE.AcceptRole)
        self.no = button(self.box, "取消", ROLE.RejectRole)
        if given:
            self.away = button(self.box, "撤回理由", ROLE.ResetRole)
            self.away.clicked.connect(self._withdraw)
        fields, _ = labelled(("理由(&R)：", self.line))
        self.column.addWidget(text_block(texts[0]))
        if texts[1]:
            self.column.addWidget(note(texts[1]))
        self.column.addSpacing(4)
        self.column.addLayout(fields)
        self.column.addWidget(self.complaint)
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)
        self.finish(self.box, self.yes)
        self.setMinimumWidth(WIDTH)
        fit(self, QSize(WIDTH, self.column.totalHeightForWidth(WIDTH)))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.selectAll()

    @property
    def reason(self) -> str:
        """What was typed or chosen."""
        return self.line.currentText().strip()

    def accept(self) -> None:
        """Close, unless nothing was said."""
        if self.reason:
            super().accept()
        else:
            complain(self.complaint, "请写明理由", self.line)

    def _withdraw(self) -> None:
        self.withdrawn = True
        super().accept()


def ask_reason(
    message: str, advice: str, given: str = "", parent: QWidget | None = None
) -> str | None:
    """Ask why a finding may stand; "" where the reason given is taken back, None for no answer."""
    dialog = ReasonDialog("说明理由", (message, advice), USUAL_REASONS, given, parent)
    return _answer(dialog)


def ask_why_reopened(name: str, since: str, parent: QWidget | None = None) -> str | None:
    """Ask why a final form is to be changed after all; None for no answer."""
    texts = f"“{name}”已于 {since} 定稿。", "取消定稿后可以继续修改；时间和理由会记录在套表中。"
    return _answer(ReasonDialog("取消定稿", texts, REOPEN_REASONS, parent=parent))


def _answer(dialog: ReasonDialog) -> str | None:
    done = bool(dialog.exec())
    reason = "" if dialog.withdrawn else dialog.reason
    dialog.deleteLater()
    return reason if done else None
