"""新建套表: which locality's forms, for which unit, for which year."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import (
    SECOND,
    SPACING,
    Dialog,
    TwoLines,
    bare,
    button,
    complain,
    complaint,
    fit,
    heading,
    labelled,
    line_pitch,
    note,
    roomy,
    side_by_side,
    text_block,
)
from perfdesk.desk.dialogs.pictures import PackPictures
from perfdesk.dossier.state import FIRST_YEAR, LAST_YEAR
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.packs import load_checked
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack

SIZE = QSize(900, 580)
LIST_WIDTH = 240
REASON_STYLE = f"#reason {{ border: 1px solid {theme.PAPER_EDGE.name()}; border-radius: 3px; }}"


class NewDialog(Dialog):
    """Asks for what a new dossier begins with; :meth:`chosen` says it after it was accepted."""

    help_page = "start"

    def __init__(
        self,
        catalogue: Catalogue,
        last_unit: str = "",
        parent: QWidget | None = None,
        *,
        last_pack: str = "",
    ) -> None:
        """Begin with the unit of last time and with its locality's newest pack."""
        super().__init__("新建套表", parent)
        self._packs: list[Pack | None] = []
        self._reasons: list[str] = []
        self.list = QListWidget()
        self.pictures = PackPictures()
        self.source = note()
        self.trouble = QStackedWidget()
        self.unit = QLineEdit(last_unit)
        self.year = QSpinBox()
        self.complaint = complaint()
        self.buttons = QDialogButtonBox()
        self.go = button(self.buttons, "新建", QDialogButtonBox.ButtonRole.AcceptRole)
        button(self.buttons, "取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._arrange()
        self._fill(catalogue)
        self.list.currentRowChanged.connect(self._show_pack)
        self.year.valueChanged.connect(self._show_pictures)
        self.unit.editingFinished.connect(self._show_pictures)
        self.unit.textChanged.connect(lambda: self.complaint.say(""))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._choose_first(last_pack)

    def chosen(self) -> tuple[Pack, str, int]:
        """Return the pack, the unit's name and the year.

        Raises:
            PerfdeskError: the chosen pack cannot be used; never after the dialog was accepted.
        """
        row = self.list.currentRow()
        pack = self._packs[row] if row >= 0 else None
        if pack is None:
            raise PerfdeskError("请先选择一个可以使用的表样包")
        return pack, self.unit.text().strip(), self.year.value()

    def accept(self) -> None:
        """Close only with what a dossier can be made of; else say what is missing."""
        try:
            pack, unit, year = self.chosen()
        except PerfdeskError as error:
            complain(self.complaint, str(error), self.list)
            return
        if not unit:
            complain(self.complaint, "请填写单位名称，如“示例县商务局”", self.unit)
            return
        try:
            new_dossier(pack, unit, year)
        except PerfdeskError as error:
            complain(self.complaint, str(error), self.unit)
            return
        super().accept()

    def showEvent(self, event: QShowEvent) -> None:
        """The name is what is most often still to be typed."""
        super().showEvent(event)
        (self.list if self.unit.text() else self.unit).setFocus()

    # --- parts ---

    def _arrange(self) -> None:
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setAccessibleName("表样包")
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.itemDoubleClicked.connect(self.unit.setFocus)
        self.unit.setPlaceholderText("填报单位的全称")
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.year.setSuffix(" 年")
        self.year.setFixedWidth(120)
        label = QLabel("表样包（地区和年度）(&P)：")
        label.setBuddy(self.list)
        self.trouble.addWidget(self.pictures)
        self.trouble.addWidget(QWidget())
        left = QVBoxLayout()
        bare(left)
        left.addWidget(label)
        left.addWidget(self.list)
        right = QVBoxLayout()
        bare(right)
        right.addWidget(QLabel("这个表样包里的表："))
        right.addWidget(self.trouble, 1)
        right.addWidget(self.source)
        self.source.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.source.setMinimumHeight(2 * line_pitch(self.source))
        upper = side_by_side()
        upper.addLayout(left)
        upper.addLayout(right, 1)
        fields, _ = labelled(("单位名称(&U)：", self.unit), ("预算年度(&Y)：", self.year))
        fields.setContentsMargins(0, SPACING, 0, 0)
        self.column.addLayout(upper, 1)
        self.column.addLayout(fields)
        self.column.addWidget(self.complaint)
        self.finish(self.buttons, self.go)
        fit(self, SIZE)
        for first, second in ((self.list, self.unit), (self.unit, self.year)):
            QWidget.setTabOrder(first, second)

    def _fill(self, catalogue: Catalogue) -> None:
        """List the packs, the newest year first; those that cannot be used last."""
        usable: list[Pack] = []
        broken: list[tuple[str, str]] = []
        for pack_id in catalogue.ids():
            try:
                usable.append(load_checked(catalogue, pack_id))
            except PerfdeskError as error:
                broken.append((pack_id, str(error)))
        for pack in sorted(usable, key=lambda pack: (-pack.info.year, pack.info.name)):
            info = pack.info
            self._add(info.name, f"{len(pack.templates)} 张表，第 {info.edition} 版", pack, "")
        for pack_id, reason in broken:
            self._add(pack_id, "不能使用", None, reason)

    def _add(self, name: str, second: str, pack: Pack | None, reason: str) -> None:
        item = QListWidgetItem(name)
        item.setData(SECOND, second)
        item.setToolTip(reason)
        if pack is None:
            item.setForeground(theme.HINT_TEXT)
        self.list.addItem(item)
        self._packs.append(pack)
        self._reasons.append(reason)

    def _choose_first(self, last_pack: str) -> None:
        """The first in the list (the newest) whose id has the same place: ``place-year``."""
        place = last_pack.rpartition("-")[0]
        rows = (
            row
            for row, pack in enumerate(self._packs)
            if pack is not None and pack.info.id.rpartition("-")[0] == place
        )
        if self.list.count():
            self.list.setCurrentRow(next(rows, 0))

    # --- what is chosen ---

    def _show_pack(self, row: int) -> None:
        self.complaint.say("")
        pack = self._packs[row] if row >= 0 else None
        self.source.say(f"来源：{pack.info.source}" if pack and pack.info.source else "")
        if pack is not None:
            self.year.setValue(pack.info.year)
            self._show_pictures()
            self.trouble.setCurrentWidget(self.pictures)
        elif row >= 0:
            self._show_reason(self._reasons[row])

    def _show_pictures(self) -> None:
        row = self.list.currentRow()
        pack = self._packs[row] if row >= 0 else None
        if pack is not None:
            self.pictures.show_pack(pack, self.unit.text().strip(), self.year.value())

    def _show_reason(self, reason: str) -> None:
        old = self.trouble.widget(1)
        self.trouble.removeWidget(old)
        old.deleteLater()
        page = QFrame()
        page.setObjectName("reason")
        page.setStyleSheet(REASON_STYLE)
        column = QVBoxLayout(page)
        roomy(column)
        column.addWidget(heading("这个表样包不能使用"))
        column.addWidget(text_block(reason))
        column.addStretch()
        self.trouble.addWidget(page)
        self.trouble.setCurrentWidget(page)
