"""The first page of the export dialog: which forms, which formats, where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from perfdesk.desk.dialogs.checklist import CheckList
from perfdesk.desk.dialogs.exporting import Wish
from perfdesk.desk.dialogs.parts import SPACING, note, roomy, side_by_side, small_button
from perfdesk.desk.dialogs.writing import Choice


class ExportChoice(Choice):
    """Which forms, which formats, where to."""

    def __init__(self, names: Sequence[str], current: int, folder: Path) -> None:
        super().__init__("导出", folder)
        self.list = CheckList([f"{i:02d}　{name}" for i, name in enumerate(names, 1)])
        self.list.setAccessibleName("要导出的表")
        self.count = note()
        self.all = small_button("全选(&A)")
        self.none = small_button("全不选(&N)")
        self.only = small_button("只选当前表(&T)")
        self.only.setEnabled(current > 0)
        self.pdf = QCheckBox("PDF(&P)（打印、报送）")
        self.xlsx = QCheckBox("Excel 工作簿(&X)")
        self.docx = QCheckBox("Word 文档(&W)")
        self.merged = QCheckBox("合并为一个文件(&M)")
        self.merged.setToolTip("每种格式一个文件：PDF、Word 按顺序接在一起，Excel 每张表一个工作表")
        self._current = current
        self._arrange()
        self._connect()
        self.list.check_all()

    def _arrange(self) -> None:
        self.pdf.setChecked(True)
        self.xlsx.setChecked(True)
        label = QLabel("要导出的表(&F)：")
        label.setBuddy(self.list)
        place = QLabel("保存到(&D)：")
        place.setBuddy(self.folder)
        rest = QGridLayout()
        rest.setSpacing(SPACING)
        rest.setColumnStretch(1, 1)
        rest.setContentsMargins(0, SPACING, 0, 0)
        rest.addWidget(QLabel("格式："), 0, 0)
        rest.addLayout(side_by_side(self.pdf, self.xlsx, self.docx), 0, 1)
        rest.addWidget(self.merged, 1, 1)
        rest.addWidget(place, 2, 0)
        rest.addLayout(side_by_side(self.folder, self.browse, stretch=0), 2, 1)
        column = QVBoxLayout(self)
        roomy(column)
        column.addWidget(label)
        column.addWidget(self.list, 1)
        column.addLayout(side_by_side(self.all, self.none, self.only, self.count, stretch=3))
        column.addLayout(rest)
        column.addWidget(self.complaint)
        column.addWidget(self.buttons)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self.list.changed.connect(self._show_count)
        self.all.clicked.connect(self.list.check_all)
        self.none.clicked.connect(lambda: self.list.check_only(()))
        self.only.clicked.connect(lambda: self.list.check_only((self._current - 1,)))
        for box in (self.pdf, self.xlsx, self.docx):
            box.toggled.connect(lambda: self.complaint.say(""))

    def _show_count(self) -> None:
        self.complaint.say("")
        self.count.say(f"已选 {len(self.list.checked())} 张，共 {self.list.count()} 张")

    def request(self) -> Wish:
        """Return what is wished, whole or not."""
        forms = tuple(row + 1 for row in self.list.checked())
        boxes = {"pdf": self.pdf, "xlsx": self.xlsx, "docx": self.docx}
        formats = tuple(name for name, box in boxes.items() if box.isChecked())
        return Wish(forms, formats, self.chosen_folder(), self.merged.isChecked())

    def _lacking(self) -> tuple[str, QWidget] | None:
        wish = self.request()
        if not wish.forms:
            return "请至少选择一张表", self.list
        if not wish.formats:
            return "请选择 PDF、Excel 或 Word，可以都选", self.pdf
        return None
