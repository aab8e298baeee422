"""The list of findings below the form: grouped by form, filtered by severity, a click jumps."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.wording import words
from perfdesk.desk import theme
from perfdesk.desk.marks import roomy, without_form
from perfdesk.jobs.forms import form_caption

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfdesk.checks.finding import Finding
    from perfdesk.jobs.workspace import Workspace

_FINDING = int(Qt.ItemDataRole.UserRole)
FIX_COLUMN = 2
NOTHING = "没有需要处理的审核提示"
FILTERED = "当前筛选条件下没有审核提示"
KEYS = "F7 下一条　Alt+Enter 一键修正　Alt+L 说明理由"


class FindingList(QWidget):
    """Findings of the whole dossier."""

    chosen = Signal(object)
    fix_wanted = Signal(object)
    """A fix that was clicked."""
    all_fixes_wanted = Signal(object)
    """The finding whose whole kind is to be mended."""
    reason_wanted = Signal(object)
    """The finding for which a reason is to be given, or another one."""
    withdrawal_wanted = Signal(object)
    """The finding whose reason is to be taken away."""
    rule_wanted = Signal(object)
    """The finding whose rule is to be shown in the help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Finding] = []
        self._marked: Finding | None = None
        self._items: list[QTreeWidgetItem] = []
        self._said: dict[str, tuple[object, ...]] = {}
        """What the words of each group were made from."""
        self._dots = {kind: dot(kind) for kind in SEVERITIES}
        self._tick = tick()
        self._buttons: dict[str, QToolButton] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._form_id = ""
        self._summary = QLabel()
        self.tree = QTreeWidget()
        self.tree.setColumnCount(3)
        self.tree.setAccessibleName("审核提示")
        self.tree.setHeaderLabels(["审核提示", "怎样修改", "一键修正"])
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setWordWrap(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.header().setStretchLastSection(True)
        self.tree.itemClicked.connect(self._clicked)
        self.tree.itemActivated.connect(lambda item: self._clicked(item, 0))
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.setMouseTracking(True)
        self.tree.itemEntered.connect(self._point)
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
        for kind, name in SEVERITIES.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(True)
            button.setText(f"{name} 0")
            button.setIcon(self._dots[kind])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setObjectName("filter")
            button.setToolTip(f"显示或隐藏{name}")
            button.toggled.connect(self._refilter)
            group.addButton(button)
            bar.addWidget(button)
            self._buttons[kind] = button
        self.explained = QToolButton()
        self.explained.setObjectName("filter")
        self.explained.setCheckable(True)
        self.explained.setChecked(True)
        self.explained.setIcon(self._tick)
        self.explained.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.explained.setToolTip("显示或隐藏已说明理由的审核提示")
        self.explained.toggled.connect(self._refilter)
        self.explained.hide()
        bar.addWidget(self.explained)
        self.only = QToolButton()
        self.only.setObjectName("filter")
        self.only.setCheckable(True)
        self.only.setText("只看当前表")
        self.only.setToolTip("只列出当前这张表的审核提示")
        self.only.toggled.connect(self._refilter)
        bar.addSpacing(10)
        bar.addWidget(self.only)
        bar.addStretch()
        bar.addWidget(self._summary)
        return bar

    def show_findings(self, workspace: Workspace) -> None:
        """Show all findings of a workspace."""
        self._workspace = workspace
        found = workspace.all_findings()
        waiting_for_us = workspace.reasons.open(found)
        for kind, name in SEVERITIES.items():
            count = sum(item.severity == kind for item in waiting_for_us)
            self._buttons[kind].setText(f"{name} {count}")
        explained = len(found) - len(waiting_for_us)
        self.explained.setText(f"已说明理由 {explained}")
        self.explained.setVisible(explained > 0)
        waiting = workspace.unchecked
        self._summary.setText(f"还有 {waiting} 张表待审核…" if waiting else KEYS)
        self._fill(workspace, found)

    def _refilter(self) -> None:
        if self._workspace is not None:
            self.show_findings(self._workspace)

    def _fill(self, workspace: Workspace, found: tuple[Finding, ...]) -> None:
        self._shown = [f for f in found if self._wanted(workspace, f)]
        if self.only.isChecked():
            self._shown = [f for f in self._shown if f.form == self._form_id]
        place = self.tree.verticalScrollBar().value()
        self.tree.setUpdatesEnabled(False)
        by_form = {key: list(own) for key, own in groupby(self._shown, lambda f: f.form)}
        kept = [key for key in self._groups if key in by_form]
        if not kept or kept != [key for key in by_form if key in self._groups]:
            self.tree.clear()
            self._groups.clear()
        for key in [key for key in self._groups if key not in by_form]:
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(self._groups.pop(key)))
        groups, self._items = {}, []
        for at, (key, own) in enumerate(by_form.items()):
            groups[key] = self._group(workspace, key, own, at)
        self._groups = groups
        if not self._shown:
            empty = QTreeWidgetItem(self.tree, [FILTERED if found else NOTHING])
            empty.setFirstColumnSpanned(True)
            empty.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if self._marked is not None:
            self.mark(self._marked)
        self.tree.setUpdatesEnabled(True)
        self.tree.verticalScrollBar().setValue(place)

    def _group(
        self, workspace: Workspace, form_id: str, own: list[Finding], at: int
    ) -> QTreeWidgetItem:
        """Return the group of a form: as it is where what it says is so still, else made again."""
        group = self._groups.get(form_id)
        if group is None:
            group = QTreeWidgetItem()
            self.tree.insertTopLevelItem(at, group)
            group.setFirstColumnSpanned(True)
            group.setExpanded(True)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._said.pop(form_id, None)
        says = _says(workspace, form_id, own)
        if self._said.get(form_id) != says:
            self._said[form_id] = says
            group.takeChildren()
            group.addChildren([self._item(workspace, finding) for finding in own])
            group.setText(0, f"{_group_name(workspace, form_id)}（{len(own)}）")
        first = len(self._items)
        self._items += [group.child(i) for i in range(len(own))]
        if self._items[first].data(0, _FINDING) != first:
            for number, item in enumerate(self._items[first:], first):
                item.setData(0, _FINDING, number)
        return group

    def _item(self, workspace: Workspace, finding: Finding) -> QTreeWidgetItem:
        text = words(workspace.dossier, workspace.pack, finding)
        message = without_form(workspace, finding.form, text.message)
        item = QTreeWidgetItem([message, text.advice])
        item.setIcon(0, self._dots[finding.severity])
        told = roomy(f"{escape(text.message)}<br>{escape(text.advice)}")
        item.setToolTip(0, told)
        item.setToolTip(1, told)
        given = workspace.reasons.of(finding)
        if given is not None:
            self._show_explained(item, text.message, given.reason)
        elif finding.fixes:
            item.setText(2, finding.fixes[0].label)
            item.setForeground(2, theme.CURRENT)
            item.setToolTip(2, f"点击修正：{finding.fixes[0].label}（可撤销）")
        return item

    def _wanted(self, workspace: Workspace, finding: Finding) -> bool:
        """Tell whether the filters let a finding through."""
        if workspace.reasons.of(finding) is not None:
            return self.explained.isChecked()
        return self._buttons[finding.severity].isChecked()

    def _show_explained(self, item: QTreeWidgetItem, message: str, reason: str) -> None:
        """Show a finding calmly: somebody has said why it may stand."""
        item.setIcon(0, self._tick)
        item.setText(1, f"已说明理由：{reason}")
        for column in range(2):
            item.setForeground(column, theme.QUIET)
            item.setToolTip(column, roomy(f"{escape(message)}<br>已说明理由：{escape(reason)}"))

    def follow(self, form_id: str) -> None:
        """Show the findings of a form, which is now the one that is open, at the top."""
        if form_id == self._form_id:
            return
        self._form_id = form_id
        if self.only.isChecked():
            self._refilter()
        elif form_id in self._groups:
            top = QAbstractItemView.ScrollHint.PositionAtTop
            self.tree.scrollToItem(self._groups[form_id], top)

    def resizeEvent(self, event: object) -> None:
        """Give the message half of the width, the advice a third, and the fix the rest."""
        self.tree.header().resizeSection(0, max(240, self.width() * 52 // 100))
        self.tree.header().resizeSection(1, max(160, self.width() * 34 // 100))
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

    def at_keyboard(self) -> Finding | None:
        """Return the finding that the keys of the list are at, None where they are elsewhere."""
        item = cast("QTreeWidgetItem | None", self.tree.currentItem())
        number = None if item is None or not self.tree.hasFocus() else item.data(0, _FINDING)
        return None if number is None else self._shown[number]

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        number = item.data(0, _FINDING)
        if number is None:
            return
        finding = self._shown[number]
        if column == FIX_COLUMN and item.text(FIX_COLUMN):
            self.fix_wanted.emit(finding.fixes[0])
        else:
            self.chosen.emit(finding)

    def _point(self, item: QTreeWidgetItem, column: int) -> None:
        """A hand over what a click mends."""
        link = column == FIX_COLUMN and bool(item.text(FIX_COLUMN))
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.tree.viewport().setCursor(shape)

    def _menu(self, place: QPoint) -> None:
        item = cast("QTreeWidgetItem | None", self.tree.itemAt(place))
        number = None if item is None else item.data(0, _FINDING)
        if number is None:
            return
        finding = self._shown[number]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("转到该处").triggered.connect(lambda: self.chosen.emit(finding))
        for fix in finding.fixes:
            action = menu.addAction(f"修正：{fix.label}")
            action.triggered.connect(lambda _=False, one=fix: self.fix_wanted.emit(one))
        if finding.fixes:
            menu.addSeparator()
            action = menu.addAction("修正整套表中的同类问题")
            action.triggered.connect(lambda: self.all_fixes_wanted.emit(finding))
        menu.addSeparator()
        explained = self._workspace is not None and self._workspace.reasons.of(finding)
        action = menu.addAction("修改理由…" if explained else "说明理由…\tAlt+L")
        action.triggered.connect(lambda: self.reason_wanted.emit(finding))
        if explained:
            action = menu.addAction("撤回理由")
            action.triggered.connect(lambda: self.withdrawal_wanted.emit(finding))
        menu.addAction("查看审核依据").triggered.connect(lambda: self.rule_wanted.emit(finding))
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(600, 170)


def _says(workspace: Workspace, form_id: str, own: list[Finding]) -> tuple[object, ...]:
    """Return all that the words of a form's findings are made from."""
    dossier = workspace.dossier
    forms = {form_id} | {path.form for f in own for path in (*f.paths, *f.related)}
    return (
        (dossier.unit_name, dossier.year, _group_name(workspace, form_id)),
        own,
        [workspace.reasons.of(finding) for finding in own],
        [(dossier.index_of(key), dossier.form(key)) for key in sorted(forms)],
    )


def _group_name(workspace: Workspace, form_id: str) -> str:
    form = workspace.dossier.form(form_id)
    if form is None:
        return "整套表"
    number = workspace.dossier.index_of(form_id) + 1
    title, name = form_caption(workspace.dossier, workspace.pack, form)
    return f"{number:02d}　{title}　{name}".rstrip("　")


def dot(severity: str) -> QIcon:
    """Return the dot of a severity."""

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.SEVERITY[severity])
        painter.drawEllipse(7, 7, 18, 18)

    return _drawn(draw)


def tick() -> QIcon:
    """Return the grey tick of a finding with a reason."""

    def draw(painter: QPainter) -> None:
        cap = Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(theme.QUIET, 4, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([QPoint(7, 17), QPoint(13, 23), QPoint(25, 9)])

    return _drawn(draw)


def _drawn(draw: Callable[[QPainter], None]) -> QIcon:
    """Return a small picture, the same where its line is selected."""
    pixmap = QPixmap(32, 32)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
