"""页面设置: margins, row height, text size and fonts of a form, with a picture of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import SPACING, Dialog, bare, button, fit, note
from perfdesk.desk.dialogs.pictures import picture
from perfdesk.dossier.state import AS_THE_BLANK, LEAST_MARGIN_MM, MOST_MARGIN_MM, PageChoices
from perfdesk.jobs.pagevalues import ROWS
from perfdesk.jobs.paper import SET_UP, lay_out, set_all_pages, set_page
from perfdesk.layout.flow import page_capacity
from perfdesk.layout.installed import installed
from perfdesk.layout.pages import make_pages
from perfdesk.layout.paginate import LEAST_SCALE, at_scale, fitted

if TYPE_CHECKING:
    from perfdesk.dossier.state import Form
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.pages import Page
    from perfdesk.layout.paginate import Paged

SIDES = (("上(&T)", 2), ("下(&B)", 3), ("左(&L)", 0), ("右(&R)", 1))
"""Margins as they are asked for, and where they stand."""
OFFICIAL = {"title": "方正小标宋", "fangsong": "仿宋_GB2312"}
ROLE = QDialogButtonBox.ButtonRole
SIZE = QSize(780, 520)
PICTURE = QSize(260, 340)
DELAY_MS = 60


def ask_page_setup(workspace: Workspace, form_id: str, parent: QWidget | None) -> bool:
    """Ask how a form is set on paper and do it; False where nothing was changed."""
    form = workspace.dossier.form(form_id)
    if form is None:
        return False
    dialog = PageSetupDialog(workspace, form, parent)
    accepted = bool(dialog.exec())
    chosen, everywhere = dialog.chosen(), dialog.everywhere.isChecked()
    dialog.deleteLater()
    if not accepted:
        return False
    if everywhere:
        step = set_all_pages(workspace.dossier, workspace.pack, chosen, form_id)
    else:
        step = set_page(workspace.dossier, form_id, chosen)
    if step is not None:
        workspace.apply(*step)
    return step is not None


class Picture(QWidget):
    """The first page as large as there is room, and what there is to say of all."""

    def __init__(self) -> None:
        super().__init__()
        self.page: Page | None = None
        self.setMinimumSize(PICTURE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_page(self, page: Page) -> None:
        """Show a page."""
        self.page = page
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the middle."""
        if self.page is None:
            return
        page, ratio = self.page, self.devicePixelRatioF()
        scale = min((self.width() - 8) / page.width, (self.height() - 8) / page.height)
        shown = picture(page, scale * ratio)
        shown.setDevicePixelRatio(ratio)
        place = self.rect()
        place.setSize(shown.deviceIndependentSize().toSize())
        place.moveCenter(self.rect().center())
        painter = QPainter(self)
        painter.drawPixmap(place.topLeft(), shown)
        painter.setPen(theme.PAPER_EDGE)
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()


class PageSetupDialog(Dialog):
    """Choices at the left, what comes of them at the right."""

    def __init__(self, workspace: Workspace, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(SET_UP, parent)
        self._workspace = workspace
        self._form = form
        self._blank = workspace.loaded(form).grid.page.margins_mm
        self.margins: dict[int, QDoubleSpinBox] = {}
        self.rows = {key: QRadioButton(label) for key, label in ROWS.items()}
        self._group = QButtonGroup(self)
        self.smaller = QCheckBox("表内文字小一号(&S)（五号改小五）")
        self.fit = QCheckBox("缩到一页(&F)")
        self.fit_words = note()
        self.own_fonts = QCheckBox("使用本机公文字体(&O)")
        self.font_words = note(_font_words())
        self.everywhere = QCheckBox()
        self.picture = Picture()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._later = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._later.timeout.connect(self.refresh)
        self._arrange()
        self._fill(form.page)
        self._connect()
        self.refresh()
        fit(self, SIZE)

    # --- parts ---

    def _arrange(self) -> None:
        left = QVBoxLayout()
        bare(left)
        left.setSpacing(SPACING * 3 // 2)
        left.addWidget(self._margin_box())
        left.addWidget(self._row_box())
        for check, words in ((self.fit, self.fit_words), (self.own_fonts, self.font_words)):
            left.addWidget(check)
            words.setIndent(24)
            left.addWidget(words)
        left.addStretch()
        right = QVBoxLayout()
        bare(right)
        right.addWidget(self.picture, 1)
        right.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(SPACING * 3)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.column.addLayout(row, 1)
        others = len(self._workspace.dossier.forms)
        self.everywhere.setText(f"应用到所有表(&E)（{others} 张）")
        self.everywhere.setVisible(others > 1)
        self.column.addWidget(self.everywhere)
        box = QDialogButtonBox()
        self.reset = button(box, "恢复默认(&D)", ROLE.ResetRole)
        self.ok = button(box, "确定", ROLE.AcceptRole)
        self.cancel = button(box, "取消", ROLE.RejectRole)
        self.reset.clicked.connect(lambda: self._fill(AS_THE_BLANK))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.finish(box, self.ok)

    def _margin_box(self) -> QGroupBox:
        box = QGroupBox("页边距（毫米）")
        grid = QGridLayout(box)
        grid.setHorizontalSpacing(SPACING * 2)
        for i, (text, side) in enumerate(SIDES):
            field = QDoubleSpinBox()
            field.setRange(LEAST_MARGIN_MM, MOST_MARGIN_MM)
            field.setDecimals(1)
            field.setSingleStep(1.0)
            label = QLabel(text)
            label.setBuddy(field)
            self.margins[side] = field
            grid.addWidget(label, i // 2, i % 2 * 2)
            grid.addWidget(field, i // 2, i % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return box

    def _row_box(self) -> QGroupBox:
        box = QGroupBox("行高和字号")
        column = QVBoxLayout(box)
        row = QHBoxLayout()
        row.setSpacing(SPACING * 3)
        for key in self.rows:
            self._group.addButton(self.rows[key])
            row.addWidget(self.rows[key])
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self.smaller)
        return box

    def _connect(self) -> None:
        for field in self.margins.values():
            field.valueChanged.connect(lambda _: self._later.start())
        for choice in (*self.rows.values(), self.smaller, self.fit, self.own_fonts):
            choice.toggled.connect(lambda _: self._later.start())

    # --- choices ---

    def _fill(self, page: PageChoices) -> None:
        for side, mm in enumerate(page.margins_mm or self._blank):
            self.margins[side].setValue(mm)
        self.rows[page.rows].setChecked(True)
        self.smaller.setChecked(page.smaller)
        self.fit.setChecked(page.fit)
        self.own_fonts.setChecked(page.own_fonts)

    def chosen(self) -> PageChoices:
        """Return what is chosen now."""
        left, right, top, bottom = (round(self.margins[side].value(), 1) for side in range(4))
        margins = (left, right, top, bottom)
        official = tuple(round(mm, 1) for mm in self._blank)
        return msgspec.structs.replace(
            self._form.page,
            margins_mm=None if margins == official else margins,
            rows=next((key for key, choice in self.rows.items() if choice.isChecked()), "normal"),
            smaller=self.smaller.isChecked(),
            fit=self.fit.isChecked(),
            own_fonts=self.own_fonts.isChecked(),
        )

    def refresh(self) -> None:
        """Lay the form out as chosen, show it, and say what comes of it."""
        paged = lay_out(self._workspace.dossier, self._form, self._workspace.pack, self.chosen())
        self.picture.show_page(make_pages(paged)[0])
        self.words.setText(_page_words(paged))
        self.fit_words.say(_fit_words(paged))


def _page_words(paged: Paged) -> str:
    pages = f"共 {paged.pages} 页" if paged.pages > 1 else "共 1 页"
    if paged.scale != 1:
        return f"{pages}，缩到 {paged.scale:.0%}"
    if paged.pages > 1:
        return pages
    used = sum(strip.height for strip in paged.strips) / page_capacity(paged.measured.sheet)
    return f"{pages}，排满 {used:.0%}"


def _fit_words(paged: Paged) -> str:
    """Say what shrinking does, chosen or not."""
    if paged.scale != 1:
        whole = at_scale(paged.measured)
        return f"原大是 {whole.pages} 页，缩到 {paged.scale:.0%} 排成 {paged.pages} 页。"
    if paged.pages == 1:
        return "原大就是 1 页，不用缩小。"
    shrunk = fitted(paged)
    if shrunk is None:
        return f"原大是 {paged.pages} 页；缩到 {LEAST_SCALE:.0%} 也省不下一页，字再小就看不清了。"
    return f"原大是 {paged.pages} 页；可以缩到 {shrunk.scale:.0%}，排成 {shrunk.pages} 页。"


def _font_words() -> str:
    found = installed()
    have = [name for face, name in OFFICIAL.items() if face in found]
    lack = [name for face, name in OFFICIAL.items() if face not in found]
    if not have:
        return f"本机没有安装{'、'.join(lack)}，仍用自带的字体。"
    words = f"本机已安装{'、'.join(have)}，换行和页数不变。"
    return f"{words}没有{'、'.join(lack)}，仍用自带的字体。" if lack else words
