"""The question after a program that ended without saving: bring back what was typed, or not?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import (
    MARGIN,
    SPACING,
    Dialog,
    Text,
    bare,
    button,
    fit,
    heading,
    note,
    roomy,
    side_by_side,
)
from perfdesk.jobs.forms import touched_captions
from perfdesk.storage.recovery import LeftBehind

Recovery = Literal["restore", "later", "aside"]

ANSWERS: tuple[tuple[Recovery, str, str], ...] = (
    ("restore", "恢复", "打开这套表，并把这些修改做回去；核对以后请保存"),
    ("later", "以后再说", "什么都不动，下次启动时再问"),
    ("aside", "移到一边", "不恢复，也不再问；恢复记录移到一边，不会删除"),
)
WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 600, 240, 560
NAMED = 5
"""Forms that are named; the rest is counted."""
CARD = "#card {{ border: 1px solid {}; border-radius: 4px; background: #ffffff; }}"


class Facts(NamedTuple):
    """What there is to know of one journal, in words."""

    dossier: str
    file: str
    when: str
    edits: str
    forms: str
    problem: str
    damage: str


class RecoveryQuestion(Dialog):
    """One card for each journal: what it would bring back, and three ways to deal with it."""

    help_page = "save"

    def __init__(self, left_behind: Sequence[LeftBehind], parent: QWidget | None = None) -> None:
        super().__init__("恢复没有保存的修改", parent)
        self.cards = [_Card(facts(left), self) for left in left_behind]
        self.box = QDialogButtonBox()
        self.go = button(self.box, "确定", QDialogButtonBox.ButtonRole.AcceptRole)
        button(self.box, "都以后再说", QDialogButtonBox.ButtonRole.RejectRole)
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)
        self.column.addWidget(heading("上次程序没有正常结束，有未保存的修改可以恢复"))
        self.column.addWidget(note("停电、死机或程序意外退出之前填写的内容都有记录。要恢复吗？"))
        self.column.addWidget(self._list(), 1)
        self.finish(self.box, self.go)
        self.go.setFocus()

    def answers(self) -> list[Recovery]:
        """Return the answer for each journal; all of them "later" where the question was left."""
        accepted = self.result() == int(Dialog.DialogCode.Accepted)
        return [card.answer() if accepted else "later" for card in self.cards]

    def _list(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        bare(column)
        for card in self.cards:
            column.addWidget(card)
        column.addStretch()
        area = QScrollArea()
        area.setStyleSheet("QScrollArea { border: 0; background: transparent; }")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        own = column.totalHeightForWidth(WIDTH - 2 * MARGIN)
        rest = 8 * self.fontMetrics().height() + 2 * MARGIN
        fit(self, QSize(WIDTH, min(max(own + rest, LEAST_HEIGHT), MOST_HEIGHT)))
        return area


class _Card(QFrame):
    """One journal."""

    def __init__(self, known: Facts, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setStyleSheet(CARD.format(theme.PAPER_EDGE.name()))
        self._group = QButtonGroup(self)
        self.choices: dict[Recovery, QRadioButton] = {}
        column = QVBoxLayout(self)
        roomy(column)
        column.addLayout(_table(known))
        for trouble in filter(None, (known.problem, known.damage)):
            column.addWidget(Text(f"注意：{trouble}", theme.ERROR))
        for answer, text, tip in ANSWERS:
            choice = QRadioButton(text)
            choice.setToolTip(tip)
            choice.setAccessibleName(f"{known.dossier}：{text}")
            self._group.addButton(choice)
            self.choices[answer] = choice
        self.choices["later" if known.problem else "restore"].setChecked(True)
        row = side_by_side(*self.choices.values())
        row.setSpacing(2 * MARGIN)
        row.setContentsMargins(0, SPACING, 0, 0)
        self.meaning = note()
        column.addLayout(row)
        column.addWidget(self.meaning)
        self._group.buttonToggled.connect(lambda *_: self._explain())
        self._explain()

    def answer(self) -> Recovery:
        """Return what was chosen."""
        return next(answer for answer, choice in self.choices.items() if choice.isChecked())

    def _explain(self) -> None:
        self.meaning.say(next(tip for answer, _, tip in ANSWERS if answer == self.answer()))


def _table(known: Facts) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(SPACING)
    grid.setColumnStretch(1, 1)
    rows = (
        ("套表", known.dossier),
        ("文件", known.file),
        ("时间", known.when),
        ("修改", known.edits),
        ("涉及的表", known.forms),
    )
    for i, (label, text) in enumerate(rows):
        name = note(f"{label}：")
        name.setWordWrap(False)
        grid.addWidget(name, i, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Text(text), i, 1)
    return grid


def facts(left: LeftBehind) -> Facts:
    """Return in words what a journal would bring back."""
    dossier = left.replay().dossier
    draft = "，另有一格正在输入" if left.draft is not None else ""
    return Facts(
        dossier=f"{dossier.unit_name}　{dossier.year} 年",
        file=str(left.path) if left.path is not None else "还没有保存过",
        when=_when(left.first, left.last),
        edits=f"{left.count} 处{draft}",
        forms=_forms(left),
        problem=left.problem,
        damage=left.damage,
    )


def _forms(left: LeftBehind) -> str:
    names = touched_captions(left)
    shown = "、".join(names[:NAMED])
    return f"{shown} 等 {len(names)} 项" if len(names) > NAMED else shown or "（没有）"


def _when(first: datetime, last: datetime) -> str:
    first, last = first.astimezone(), last.astimezone()
    day = f"{last.year}年{last.month}月{last.day}日"
    if first.date() != last.date():
        return f"{first.year}年{first.month}月{first.day}日 {first:%H:%M} 至 {day} {last:%H:%M}"
    if f"{first:%H:%M}" == f"{last:%H:%M}":
        return f"{day} {last:%H:%M}"
    return f"{day} {first:%H:%M} 至 {last:%H:%M}"
