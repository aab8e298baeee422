"""定稿: what still stands in the way of making forms final, and what is only worth a look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.wording import words
from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import (
    Dialog,
    Text,
    button,
    fit,
    heading,
    line_pitch,
    note,
    side_by_side,
    small_button,
)
from perfdesk.desk.findinglist import dot, tick
from perfdesk.desk.marks import without_form
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.judging import open_errors

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.jobs.workspace import Workspace

SIZE = QSize(860, 560)
ROW = 26
"""Height of a line of the list, in pixels."""
ROLE = QDialogButtonBox.ButtonRole
_NUMBER = int(Qt.ItemDataRole.UserRole)


class FinaliseDialog(Dialog):
    """A checklist for one form, or for several."""

    def __init__(
        self,
        workspace: Workspace,
        forms: Sequence[str],
        explain: Callable[[Finding, QWidget], None],
        parent: QWidget | None = None,
    ) -> None:
        """Make the list.

        Args:
            workspace: the open dossier, all of it checked.
            forms: ids of the forms that are to be final.
            explain: asks for the reason of a finding.
            parent: the window it belongs to.
        """
        super().__init__("定稿", parent)
        self._workspace, self._forms, self._explain = workspace, tuple(forms), explain
        self._found: list[Finding] = []
        self.wanted: Finding | None = None
        """The finding that is to be shown on its form, where one was chosen."""
        self.ready: tuple[str, ...] = ()
        """Ids of the forms in whose way no error stands."""
        self.state = Text()
        self.tree = _tree()
        self.detail = Text()
        self.detail.setMinimumHeight(round(2.2 * line_pitch(self.detail)))
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go = small_button("转到(&G)")
        self.reason = small_button("说明理由(&L)…")
        self.box = QDialogButtonBox()
        self.yes = button(self.box, "定稿", ROLE.AcceptRole)
        self.no = button(self.box, "取消", ROLE.RejectRole)
        self._arrange()
        self._connect()
        self.refresh()

    def _arrange(self) -> None:
        self.column.addWidget(heading(self._head()))
        self.column.addWidget(self.state)
        self.column.addWidget(self.tree, 1)
        self.column.addWidget(self.detail)
        self.column.addLayout(side_by_side(self.go, self.reason))
        self.column.addWidget(note("定稿后内容不能再改，以防误改；需要时可以取消定稿。"))
        self.finish(self.box, self.yes)
        fit(self, SIZE)

    def _connect(self) -> None:
        self.tree.itemDoubleClicked.connect(self._go)
        self.tree.currentItemChanged.connect(self._chosen)
        self.go.clicked.connect(self._go)
        self.reason.clicked.connect(self._give_reason)
        self.box.accepted.connect(self.accept)
        self.box.rejected.connect(self.reject)

    def _head(self) -> str:
        form = self._workspace.dossier.form(self._forms[0])
        if form is None or len(self._forms) > 1:
            return f"全部定稿：{len(self._forms)} 张表"
        return " ".join(form_caption(self._workspace.dossier, self._workspace.pack, form)).strip()

    # --- the list ---

    def refresh(self) -> None:
        """Show what stands in the way now."""
        own = self._workspace
        errors = open_errors(own.dossier, own.all_findings())
        self.ready = tuple(form for form in self._forms if form not in errors)
        self._found = [item for item in own.all_findings() if item.form in {"", *self._forms}]
        row = self.tree.currentIndex().row()
        self.tree.clear()
        self._say(self._fill_groups())
        self.tree.expandAll()
        first = self.tree.topLevelItem(0)
        if first is not None:  # the next error stands where the one just dealt with stood
            self.tree.setCurrentItem(first.child(min(max(row, 0), first.childCount() - 1)))
        self._chosen()

    def _fill_groups(self) -> int:
        """Show the errors, those with a reason, and the rest; return how many errors are open."""
        reasons = self._workspace.reasons
        open_ = [i for i, f in enumerate(self._found) if reasons.of(f) is None]
        errors = [i for i in open_ if self._found[i].severity == "error"]
        explained = [i for i in range(len(self._found)) if i not in open_]
        rest = [i for i in open_ if i not in errors]
        self._group("需要修改或说明理由的错误", errors)
        self._group("已说明理由", explained)
        self._group("供参考，不影响定稿", rest)
        return len(errors)

    def _group(self, name: str, numbers: Sequence[int]) -> None:
        if not numbers:
            return
        own = self._workspace
        top = QTreeWidgetItem(self.tree, [f"{name}（{len(numbers)}）"])
        top.setFirstColumnSpanned(True)
        top.setFlags(Qt.ItemFlag.ItemIsEnabled)
        top.setSizeHint(0, QSize(0, ROW))
        for number in numbers:
            finding = self._found[number]
            given = own.reasons.of(finding)
            text = words(own.dossier, own.pack, finding)
            message = text.message
            if len(self._forms) == 1:
                message = without_form(own, finding.form, message)
            item = QTreeWidgetItem(top, [message, given.reason if given else text.advice])
            item.setIcon(0, tick() if given else dot(finding.severity))
            kind = "已说明理由" if given else SEVERITIES[finding.severity]
            for column in range(2):
                item.setToolTip(column, f"{kind}　{text.message}\n{item.text(1)}")
                if given:
                    item.setForeground(column, theme.QUIET)
            item.setData(0, _NUMBER, number)
            item.setSizeHint(0, QSize(0, ROW))

    def _say(self, count: int) -> None:
        several = len(self._forms) > 1
        if not count:
            text = "没有需要处理的错误，可以定稿。"
        elif several and self.ready:
            text = f"还有 {count} 个错误。没有错误的 {len(self.ready)} 张表可以先定稿。"
        else:
            text = f"还有 {count} 个错误，请先修改，或逐条说明理由。"
        self.state.say(text)
        self.state.setStyleSheet(f"color: {(theme.ERROR if count else theme.OK).name()};")
        self.yes.setText(f"定稿 {len(self.ready)} 张" if several and count else "定稿")
        self.yes.setEnabled(bool(self.ready))
        (self.yes if self.ready else self.no).setDefault(True)

    def _current(self) -> Finding | None:
        chosen = self.tree.selectedItems()
        number = chosen[0].data(0, _NUMBER) if chosen else None
        return None if number is None else self._found[number]

    def _chosen(self) -> None:
        finding = self._current()
        own = self._workspace
        text = words(own.dossier, own.pack, finding) if finding else None
        self.detail.say(f"{text.message}\n{text.advice}" if text else "")
        self.go.setEnabled(finding is not None)
        self.reason.setEnabled(finding is not None)
        given = finding is not None and self._workspace.reasons.of(finding) is not None
        self.reason.setText("修改理由(&L)…" if given else "说明理由(&L)…")

    def _go(self) -> None:
        self.wanted = self._current()
        if self.wanted is not None:
            self.reject()

    def _give_reason(self) -> None:
        finding = self._current()
        if finding is not None:
            self._explain(finding, self)
            self.refresh()


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setColumnCount(2)
    tree.setHeaderLabels(["审核提示", "怎样修改，或理由"])
    tree.setUniformRowHeights(True)
    tree.setIndentation(16)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    tree.header().setStretchLastSection(True)
    tree.header().resizeSection(0, SIZE.width() * 6 // 10)
    return tree
