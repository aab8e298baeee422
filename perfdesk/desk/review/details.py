"""Findings of one dossier, form by form; a double click or Enter leads to the place itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.checks.finding import SEVERITIES
from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import QUIET, SPACING, Text, bare, icon, note, side_by_side
from perfdesk.desk.review.table import steady_icon
from perfdesk.jobs.check import CheckReport
from perfdesk.jobs.reporting import Item, by_form, form_title, items
from perfdesk.jobs.review import Reviewed

_ITEM = int(Qt.ItemDataRole.UserRole)
HEADS = ("级别", "位置", "问题", "修改意见")
SHARES = (0.26, 0.36)
"""Of 位置 and 问题 in what 级别 leaves of the width."""
INDENTATION = 14
KIND_WIDTH = 8
"""Of 级别, in Chinese characters."""


class FindingTree(QTreeWidget):
    """The findings in columns that share its width."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("审核提示")
        self.setHeaderLabels(HEADS)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENTATION)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setExpandsOnDoubleClick(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        first = KIND_WIDTH * self.fontMetrics().horizontalAdvance("级")
        rest = self.viewport().width() - first
        self.header().resizeSection(0, first)
        for column, share in enumerate(SHARES, 1):
            self.header().resizeSection(column, max(90, round(rest * share)))
        super().resizeEvent(event)


class Details(QWidget):
    """The second pane of the window."""

    opened = Signal(object)
    """A finding, or None for the dossier as such."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Text()
        self.open = QPushButton(icon("open"), "打开这套表(&D)")
        self.open.setAutoDefault(False)
        self.open.clicked.connect(lambda: self.opened.emit(None))
        self.hint = note()
        self.tree = FindingTree()
        self.tree.itemActivated.connect(self._activated)
        self._icons = {kind: steady_icon(kind) for kind in SEVERITIES}
        column = QVBoxLayout(self)
        bare(column)
        column.setContentsMargins(0, SPACING // 2, 0, 0)
        column.addLayout(side_by_side(self.title, self.open, stretch=0))
        column.addWidget(self.hint)
        column.addWidget(self.tree, 100)
        column.addStretch(1)  # all of it where there is no tree
        self.show_file(None)

    def show_file(self, reviewed: Reviewed | None) -> None:
        """Show what was found in a file."""
        self.tree.clear()
        report = reviewed.report if reviewed else None
        self.open.setEnabled(report is not None)
        self.tree.setVisible(report is not None)
        if reviewed is None:
            self.title.say("")
            self.hint.say("在上面选择一套表，这里逐条列出审核提示。")
            return
        self.title.say(f"{reviewed.unit}（{reviewed.name}）" if report else reviewed.name)
        if report is None:
            self.hint.say(f"这个文件不能读取：{reviewed.problem}。")
            return
        found = items(report)
        waiting = [item for item in found if not item.reason]
        self._fill(report, waiting, [item for item in found if item.reason])
        self.hint.say("双击一条提示，打开这套表并转到该处。" if found else "没有需要处理的问题。")

    def _fill(self, report: CheckReport, waiting: list[Item], reasoned: list[Item]) -> None:
        for number, own in by_form(waiting):
            title = form_title(report.dossier, report.pack, number)
            group = self._group(f"{title}（{len(own)}）")
            for item in own:
                self._row(group, item, SEVERITIES[item.severity], item.advice)
        if reasoned:
            group = self._group(f"已说明理由（{len(reasoned)}）")
            for item in reasoned:
                row = self._row(group, item, SEVERITIES[item.severity], f"理由：{item.reason}")
                for column in range(len(HEADS)):
                    row.setForeground(column, QUIET)

    def _group(self, text: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self.tree, [text])
        group.setFirstColumnSpanned(True)
        group.setExpanded(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setForeground(0, theme.CURRENT)
        return group

    def _row(self, group: QTreeWidgetItem, item: Item, kind: str, last: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem(group, [kind, item.place, item.what, last])
        row.setIcon(0, self._icons[item.severity])
        row.setData(0, _ITEM, item.finding)
        for column, text in enumerate((kind, item.place, item.what, last)):
            row.setToolTip(column, text)
        return row

    def _activated(self, row: QTreeWidgetItem) -> None:
        finding = row.data(0, _ITEM)
        if finding is not None:
            self.opened.emit(finding)

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(800, 240)
