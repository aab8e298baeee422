"""The list of findings below the form: grouped by form, filtered by severity, a click jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.checks.wording import words
from perfdesk.desk import theme
from perfdesk.jobs.forms import form_caption

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.jobs.workspace import Workspace

KINDS = (("error", "错误"), ("warning", "提醒"), ("hint", "提示"))
_FINDING = int(Qt.ItemDataRole.UserRole)


class FindingList(QWidget):
    """Findings of the whole dossier."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Finding] = []
        self._marked: Finding | None = None
        self._items: list[QTreeWidgetItem] = []
        self._dots = {kind: QIcon(_dot(theme.SEVERITY[kind])) for kind, _ in KINDS}
        self._buttons: dict[str, QToolButton] = {}
        self._summary = QLabel()
        self.tree = QTreeWidget()
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels(["审核提示", "怎样修改"])
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setWordWrap(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.header().setStretchLastSection(True)
        self.tree.itemClicked.connect(self._clicked)
        self.tree.itemActivated.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addWidget(self.tree)
        self._workspace: Workspace | None = None

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 4, 10, 4)
        bar.setSpacing(6)
        group = QButtonGroup(self)
        group.setExclusive(False)
        for kind, name in KINDS:
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(True)
            button.setText(f"{name} 0")
            button.setIcon(self._dots[kind])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAutoRaise(True)
            button.setToolTip(f"显示或隐藏{name}")
            button.toggled.connect(self._refilter)
            group.addButton(button)
            bar.addWidget(button)
            self._buttons[kind] = button
        bar.addStretch()
        bar.addWidget(self._summary)
        return bar

    def show_findings(self, workspace: Workspace) -> None:
        """Show all findings of a workspace."""
        self._workspace = workspace
        found = workspace.all_findings()
        for kind, name in KINDS:
            count = sum(item.severity == kind for item in found)
            self._buttons[kind].setText(f"{name} {count}")
        waiting = workspace.unchecked
        self._summary.setText(f"还有 {waiting} 张表待审核…" if waiting else "F7 下一条")
        self._fill(workspace, found)

    def _refilter(self) -> None:
        if self._workspace is not None:
            self.show_findings(self._workspace)

    def _fill(self, workspace: Workspace, found: tuple[Finding, ...]) -> None:
        self._shown = [f for f in found if self._buttons[f.severity].isChecked()]
        place = self.tree.verticalScrollBar().value()
        self.tree.setUpdatesEnabled(False)
        self.tree.clear()
        self._items.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for number, finding in enumerate(self._shown):
            group = groups.get(finding.form)
            if group is None:
                group = groups[finding.form] = QTreeWidgetItem(self.tree)
                group.setFirstColumnSpanned(True)
                group.setExpanded(True)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            text = words(workspace.dossier, workspace.pack, finding)
            item = QTreeWidgetItem(group, [text.message, text.advice])
            item.setIcon(0, self._dots[finding.severity])
            item.setToolTip(0, f"{text.message}\n{text.advice}")
            item.setToolTip(1, text.advice)
            item.setData(0, _FINDING, number)
            self._items.append(item)
        for form_id, group in groups.items():
            group.setText(0, f"{_group_name(workspace, form_id)}（{group.childCount()}）")
        if not self._shown:
            empty = QTreeWidgetItem(self.tree, ["没有需要处理的审核提示"])
            empty.setFirstColumnSpanned(True)
            empty.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if self._marked is not None:
            self.mark(self._marked)
        self.tree.setUpdatesEnabled(True)
        self.tree.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: object) -> None:
        """Give the message two thirds of the width."""
        self.tree.header().resizeSection(0, max(240, self.width() * 3 // 5))
        super().resizeEvent(event)  # type: ignore[arg-type]

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings shown, in order."""
        return tuple(self._shown)

    def mark(self, finding: Finding) -> None:
        """Select a finding without jumping again; it stays so while the list changes around it."""
        self._marked = finding
        place = self.marked()
        if place is not None:
            self.tree.setCurrentItem(self._items[place])

    def marked(self) -> int | None:
        """Return the place in :attr:`shown` of the selected finding, None where it is gone."""
        return self._shown.index(self._marked) if self._marked in self._shown else None

    def _clicked(self, item: QTreeWidgetItem) -> None:
        number = item.data(0, _FINDING)
        if number is not None:
            self.chosen.emit(self._shown[number])

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(600, 170)


def _group_name(workspace: Workspace, form_id: str) -> str:
    form = workspace.dossier.form(form_id)
    if form is None:
        return "整套表"
    number = workspace.dossier.index_of(form_id) + 1
    title, name = form_caption(workspace.dossier, workspace.pack, form)
    return f"{number:02d}　{title}　{name}".rstrip("　")


def _dot(color: QColor) -> QPixmap:
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(7, 7, 18, 18)
    painter.end()
    return pixmap
