"""Choose some of a dossier's forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QWidget

from perfdesk.desk.dialogs.checklist import CheckList
from perfdesk.desk.dialogs.parts import Dialog, button, fit, note, side_by_side, small_button

ROLE = QDialogButtonBox.ButtonRole


class FormsDialog(Dialog):
    """A list of all forms, those ticked that were chosen before."""

    def __init__(
        self, names: Mapping[str, str], chosen: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__("选择要打印的表", parent)
        self._ids = list(names)
        self.list = CheckList([f"{i:02d}　{name}" for i, name in enumerate(names.values(), 1)])
        self.list.setAccessibleName("要打印的表")
        label = QLabel("要打印的表(&F)：")
        label.setBuddy(self.list)
        every = small_button("全选(&A)")
        none = small_button("全不选(&N)")
        self.count = note()
        box = QDialogButtonBox()
        self.ok = button(box, "确定", ROLE.AcceptRole)
        button(box, "取消", ROLE.RejectRole)
        self.column.addWidget(label)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(side_by_side(every, none, self.count, stretch=2))
        self.finish(box, self.ok)
        self.list.changed.connect(self._count)
        every.clicked.connect(self.list.check_all)
        none.clicked.connect(lambda: self.list.check_only(()))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.list.check_only([i for i, form in enumerate(self._ids) if form in chosen])
        fit(self, QSize(520, 460))

    def chosen(self) -> set[str]:
        """Return the ids of the forms that are ticked."""
        return {self._ids[row] for row in self.list.checked()}

    def _count(self) -> None:
        ticked = len(self.list.checked())
        self.count.say(f"已选 {ticked} 张，共 {len(self._ids)} 张")
        self.ok.setEnabled(ticked > 0)
