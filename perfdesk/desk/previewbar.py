"""The bar of the preview: which forms, how large, where the seal goes, and printing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from perfdesk.desk.dialogs.parts import QUIET, SPACING
from perfdesk.layout.seal import DIAMETERS_MM

FIT_WIDTH, FIT_PAGE = "适合宽度", "整页"
SIZES = (FIT_WIDTH, FIT_PAGE, "50%", "75%", "100%", "125%", "150%", "200%", "300%")
ONE, SOME, ALL = range(3)
NEWS_MS = 6000
"""So long what was printed stands where the page number is."""
STYLE = """
#bar { border-bottom: 1px solid #d5dade; }
QComboBox { min-height: 1.8em; }
QPushButton { min-height: 1.8em; padding: 1px 12px; }
"""


class PreviewBar(QWidget):
    """Everything that is chosen in the preview."""

    scope_changed = Signal()
    size_changed = Signal()
    seal_changed = Signal()
    set_up_wanted = Signal()
    print_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, blank: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(STYLE)
        self._scope = QComboBox()
        self._scope.addItems(["当前表", "选定的表…", "全部表"])
        self._scope.setAccessibleName("打印哪些表")
        self._sizes = QComboBox()
        self._sizes.addItems(list(SIZES))
        self._sizes.setAccessibleName("显示比例")
        self._seal = QCheckBox("显示盖章位置(&S)")
        self._seal.setToolTip("虚线圈只在屏幕上显示，不会打印")
        self._diameter = QComboBox()
        self._diameter.addItems([f"{mm:g} 毫米" for mm in DIAMETERS_MM])
        self._diameter.setAccessibleName("印章直径")
        for box in (self._scope, self._sizes, self._diameter):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._diameter.hide()
        self._words = QLabel()
        self._words.setStyleSheet(f"color: {QUIET.name()};")
        self._page_words = ""
        self._news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self._news.timeout.connect(lambda: self._words.setText(self._page_words))
        self._set_up = QPushButton("页面设置(&U)…")
        self._set_up.setVisible(not blank)
        self._print = QPushButton("打印(&P)…")
        self._print.setDefault(True)
        self._close = QPushButton("关闭(&C)")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(SPACING)
        for left in (self._scope, self._sizes, self._seal, self._diameter):
            row.addWidget(left)
        row.addStretch()
        for right in (self._words, self._set_up, self._print, self._close):
            row.addWidget(right)

    def _connect(self) -> None:
        # activated, not changed: the chosen forms may be chosen anew
        self._scope.activated.connect(lambda _: self.scope_changed.emit())
        self._sizes.currentIndexChanged.connect(lambda _: self.size_changed.emit())
        self._seal.toggled.connect(self._diameter.setVisible)
        self._seal.toggled.connect(lambda _: self.seal_changed.emit())
        self._diameter.currentIndexChanged.connect(lambda _: self.seal_changed.emit())
        self._set_up.clicked.connect(lambda _: self.set_up_wanted.emit())
        self._print.clicked.connect(lambda _: self.print_wanted.emit())
        self._close.clicked.connect(lambda _: self.close_wanted.emit())
        self._second_key("Ctrl+U", self._set_up)
        self._second_key("Ctrl+P", self._print)
        self._second_key("Esc", self._close)

    def _second_key(self, key: str, button: QPushButton) -> None:
        """Let a key press a button too; as the button's own it would take its Alt key away."""

        def press() -> None:
            if button.isVisible():
                button.click()

        QShortcut(QKeySequence(key), self, press)

    # --- what is chosen ---

    @property
    def scope(self) -> int:
        """One form, some or all."""
        return self._scope.currentIndex()

    def choose_scope(self, scope: int) -> None:
        """Choose which forms, as a click does."""
        self._scope.setCurrentIndex(scope)
        self.scope_changed.emit()

    @property
    def size_name(self) -> str:
        """The size as it is called."""
        return self._sizes.currentText()

    @property
    def per_cent(self) -> int:
        """The size where it is a number."""
        name = self.size_name
        return int(name.rstrip("%")) if name.endswith("%") else 100

    def set_size(self, name: str) -> None:
        """Choose a size by its name."""
        self._sizes.setCurrentText(name)

    def step_size(self, step: int) -> None:
        """Choose the next larger or smaller size."""
        row = max(self._sizes.currentIndex(), 1) + step
        if self.size_name in {FIT_WIDTH, FIT_PAGE}:
            row = SIZES.index("100%") if step > 0 else SIZES.index("75%")
        self._sizes.setCurrentIndex(min(max(row, 2), len(SIZES) - 1))

    @property
    def seal_shown(self) -> bool:
        """True where the ring is to be shown."""
        return self._seal.isChecked()

    def show_seal(self) -> None:
        """Show the ring."""
        self._seal.setChecked(True)

    @property
    def seal_mm(self) -> float:
        """Diameter of the seal."""
        return DIAMETERS_MM[self._diameter.currentIndex()]

    # --- what is said ---

    def count_forms(self, forms: int) -> None:
        """Say how many forms there are in all."""
        self._scope.setItemText(ALL, f"全部 {forms} 张表")

    def offer_seal(self, there: bool) -> None:  # noqa: FBT001 - a plain property
        """Offer the ring where a form has a place for a seal."""
        self._seal.setVisible(there)
        self._diameter.setVisible(there and self.seal_shown)

    def say_page(self, number: int, pages: int, scale: float, *, more: bool) -> None:
        """Say which page is in sight, and to what it is shrunk. more: others are being laid out."""
        shrunk = f"，已缩到 {scale:.0%}" if scale != 1 else ""
        laid_out = f"第 {number} 页，共 {pages} 页{shrunk}"
        self._page_words = f"正在排版，已有 {pages} 页…" if more else laid_out
        if not self._news.isActive():
            self._words.setText(self._page_words)

    def say(self, text: str) -> None:
        """Show a word for a while in place of the page number."""
        self._words.setText(text)
        self._news.start()
