"""关于: version, the packs' editions, and the licences of all that is bundled."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.bundled import build_text, licence_text, parts
from perfdesk.desk.dialogs.parts import (
    MARGIN,
    SECOND,
    SPACING,
    Dialog,
    Reader,
    TwoLines,
    bare,
    button,
    fit,
    heading,
    note,
    picture,
    side_by_side,
)
from perfdesk.errors import PerfdeskError
from perfdesk.template.catalogue import Catalogue

NAME = "绩效目标填报"
PURPOSE = "填写、审核、打印预算绩效目标表，不需要联网，数据只在您的电脑里。"
SIZE = QSize(780, 560)
ICON = 56
LIST_WIDTH = 280


def show_about(parent: QWidget | None, catalogue: Catalogue) -> None:
    """Show what program this is, until it is closed."""
    dialog = AboutDialog(catalogue, parent)
    dialog.exec()
    dialog.deleteLater()


class AboutDialog(Dialog):
    """The program's own card."""

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(f"关于{NAME}", parent)
        self.build = build_text()
        self.packs = _packs(catalogue)
        self.parts = QListWidget()
        self.text = Reader()
        self.tabs = QTabWidget()
        self.tabs.addTab(_page(self.packs), "表样包(&P)")
        self.tabs.addTab(self._licences(), "许可(&L)")
        self.buttons = QDialogButtonBox()
        shut = button(self.buttons, "关闭", QDialogButtonBox.ButtonRole.RejectRole)
        self.copy = button(self.buttons, "复制版本信息(&C)", QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.build))
        self.buttons.rejected.connect(self.reject)
        self.column.addWidget(self._card())
        self.column.addWidget(self.tabs, 1)
        self.finish(self.buttons, shut)
        fit(self, SIZE)

    def _card(self) -> QWidget:
        words = QVBoxLayout()
        bare(words)
        words.addWidget(heading(NAME))
        words.addWidget(note(PURPOSE))
        words.addWidget(note(self.build))
        card = QWidget()
        row = side_by_side(picture("perfdesk", ICON))
        row.setSpacing(MARGIN)
        row.insertLayout(1, words, 1)
        card.setLayout(row)
        return card

    def _licences(self) -> QWidget:
        self.parts.setItemDelegate(TwoLines(self.parts))
        self.parts.setFixedWidth(LIST_WIDTH)
        self.parts.setAccessibleName("组成部分")
        shown = parts()
        for part in shown:
            item = QListWidgetItem(part.name)
            item.setData(SECOND, f"{part.purpose}　{part.licence}")
            item.setToolTip(f"{part.purpose}　{part.licence}")
            self.parts.addItem(item)
        self.parts.currentRowChanged.connect(lambda row: self.text.say(licence_text(shown[row])))
        self.parts.setCurrentRow(0)
        row = side_by_side(self.parts, self.text, stretch=1)
        row.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        page = QWidget()
        page.setLayout(row)
        return page


def _page(widget: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
    column.addWidget(widget)
    return page


def _packs(catalogue: Catalogue) -> QTreeWidget:
    """List the packs with their editions; below each, its forms."""
    tree = QTreeWidget()
    tree.setHeaderLabels(["表样包", "年度", "版次", "来源"])
    tree.setAlternatingRowColors(False)
    for pack_id in catalogue.ids():
        try:
            pack = catalogue.load(pack_id)
        except PerfdeskError as error:
            row = QTreeWidgetItem([pack_id, "", "", "不能使用"])
            row.setToolTip(3, str(error))
            for column in range(4):
                row.setForeground(column, theme.HINT_TEXT)
            tree.addTopLevelItem(row)
            continue
        info = pack.info
        row = QTreeWidgetItem([info.name, str(info.year), f"第 {info.edition} 版", info.source])
        row.setToolTip(3, info.source)
        row.setToolTip(0, str(catalogue.folder(pack_id)))
        for loaded in pack.templates.values():
            row.addChild(QTreeWidgetItem([loaded.template.title]))
        tree.addTopLevelItem(row)
        row.setExpanded(True)
        for child in range(row.childCount()):
            tree.setFirstColumnSpanned(child, tree.indexFromItem(row), True)
    header = tree.header()
    header.setMinimumHeight(round(1.8 * header.fontMetrics().height()))
    for column in range(3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return tree
