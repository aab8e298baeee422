"""The list of findings below the form: grouped by form, filtered by severity, a click jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
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

from perfdesk.checks.wording import form_name, words
from perfdesk.desk import theme
from perfdesk.jobs.forms import form_caption

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.jobs.workspace import Workspace

KINDS = (("error", "错误"), ("warning", "提醒"), ("hint", "提示"))
_FINDING = int(Qt.ItemDataRole.UserRole)
FIX_COLUMN = 2


class FindingList(QWidget):
    """Findings of the whole dossier."""

    chosen = Signal(object)
    fix_wanted = Signal(object)
    """A fix that was clicked, or chosen by Alt+Enter."""
    all_fixes_wanted = Signal(object)
    """The finding whose whole kind is to be mended."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Finding] = []
        self._marked: Finding | None = None
        self._items: list[QTreeWidgetItem] = []
        self._dots = {kind: QIcon(_dot(theme.SEVERITY[kind])) for kind, _ in KINDS}
        self._buttons: dict[str, QToolButton] = {}
        self._summary = QLabel()
        self.tree = QTreeWidget()
        self.tree.setColumnCount(3)
        self.tree.setHeaderLabels(["审核提示", "怎样修改", "一键修正"])
        self.tree.setRootIsDecorated(True)
        self.tree.setIndentation(16)
        self.tree.setWordWrap(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.tree.header().setStretchLastSection(True)
        self.tree.itemClicked.connect(self._clicked)
        self.tree.itemActivated.connect(lambda item: self._clicked(item, 0))
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._menu)
        mend = QShortcut(QKeySequence("Alt+Return"), self.tree)
        mend.setContext(Qt.ShortcutContext.WidgetShortcut)
        mend.activated.connect(self._mend_marked)
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
            message = _without_form(workspace, finding.form, text.message)
            item = QTreeWidgetItem(group, [message, text.advice])
            item.setIcon(0, self._dots[finding.severity])
            item.setToolTip(0, f"{text.message}\n{text.advice}")
            item.setToolTip(1, text.advice)
            item.setData(0, _FINDING, number)
            if finding.fixes:
                item.setText(2, finding.fixes[0].label)
                item.setForeground(2, theme.CURRENT)
                item.setToolTip(2, f"点击修正：{finding.fixes[0].label}（可撤销）")
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
        self.tree.header().resizeSection(0, max(240, self.width() // 2))
        self.tree.header().resizeSection(1, max(160, self.width() * 3 // 10))
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

    def _clicked(self, item: QTreeWidgetItem, column: int) -> None:
        number = item.data(0, _FINDING)
        if number is None:
            return
        finding = self._shown[number]
        if column == FIX_COLUMN and finding.fixes:
            self.fix_wanted.emit(finding.fixes[0])
        else:
            self.chosen.emit(finding)

    def _mend_marked(self) -> None:
        """Alt+Enter: the likeliest fix of the finding that is selected."""
        number = self.marked()
        if number is not None and self._shown[number].fixes:
            self.fix_wanted.emit(self._shown[number].fixes[0])

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
        menu.popup(self.tree.viewport().mapToGlobal(place))

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(600, 170)


def _without_form(workspace: Workspace, form_id: str, message: str) -> str:
    """Return a message without the form's name, which stands above it."""
    form = workspace.dossier.form(form_id)
    if form is None:
        return message
    return message.removeprefix(f"{form_name(workspace.dossier, workspace.pack, form)}，")


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
