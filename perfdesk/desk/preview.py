"""The preview: the pages themselves, as PDF and printer get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QIcon,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.ask import show_error
from perfdesk.desk.paint import paint_page
from perfdesk.desk.printing import ask_printer, print_pages, unprintable_margin
from perfdesk.export.document import make_document
from perfdesk.layout.measure import PT_PER_MM
from perfdesk.layout.pages import Page, make_pages

if TYPE_CHECKING:
    from perfdesk.export.document import Document
    from perfdesk.jobs.workspace import Workspace

GAP = 16
THUMBNAIL = 96
SEAL_MM = 42.0
"""Diameter of a unit's round seal, mostly 42 mm (国发〔1999〕25号)."""
SEAL_WORD = "盖章"
FIT_WIDTH, FIT_PAGE = "适合宽度", "整页"
SIZES = (FIT_WIDTH, FIT_PAGE, "50%", "75%", "100%", "125%", "150%", "200%")


class Sheet:
    """A page with what belongs to it: its form, number, and where the seal goes."""

    def __init__(self, document: Document, page: Page, number: int, count: int) -> None:
        self.document = document
        self.page = page
        self.number = number
        self.count = count
        self.seal = seal_place(page) if number == 1 else None


def seal_place(page: Page) -> tuple[float, float] | None:
    """Return the middle of the seal, in points: over the unit's name behind 盖章."""
    for i, run in enumerate(page.runs):
        if SEAL_WORD in run.text:
            behind = run.text.partition(SEAL_WORD)[0]
            chars = len(behind) + len(SEAL_WORD)
            same = [r for r in page.runs[i:] if abs(r.y - run.y) < 1 and r.x < page.width / 2]
            end = max(r.x + len(r.text) * r.size for r in same)
            return (min(run.x + chars * run.size, end) + end) / 2, run.y - run.size * 0.38
    return None


class PageArea(QWidget):
    """All pages one below the other; only those in sight are painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheets: list[Sheet] = []
        self._places: list[QRect] = []
        self.scale = 1.0
        self.show_seal = False

    def show_sheets(self, sheets: list[Sheet]) -> None:
        """Show pages."""
        self._sheets = sheets
        self.lay_out()

    def lay_out(self) -> None:
        """Place the pages at the present scale (pixels for a point)."""
        y = GAP
        widest = max((s.page.width for s in self._sheets), default=0.0) * self.scale
        parent = self.parentWidget()
        width = max(round(widest) + 2 * GAP, parent.width() if parent else 0)
        self._places = []
        for sheet in self._sheets:
            w, h = round(sheet.page.width * self.scale), round(sheet.page.height * self.scale)
            self._places.append(QRect((width - w) // 2, y, w, h))
            y += h + GAP
        self.setFixedSize(width, max(y, 1))
        self.update()

    def place(self, number: int) -> QRect:
        """Return where a page is."""
        return self._places[number]

    def at(self, y: int) -> int:
        """Return the page at a height."""
        return next((i for i, place in enumerate(self._places) if place.bottom() >= y), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that meet the area."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.DESK)
        for sheet, place in zip(self._sheets, self._places, strict=True):
            if place.adjusted(-4, -4, 4, 4).intersects(event.rect()):
                painter.fillRect(place, theme.PAPER)
                painter.setPen(theme.PAPER_EDGE)
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
                painter.save()
                painter.translate(place.topLeft())
                paint_page(painter, sheet.page, self.scale)
                if self.show_seal and sheet.seal is not None:
                    self._ring(painter, sheet.seal)
                painter.restore()

    def _ring(self, painter: QPainter, middle: tuple[float, float]) -> None:
        """A dashed ring where the seal will sit: never printed, and nothing like a seal."""
        radius = SEAL_MM / 2 * PT_PER_MM * self.scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#7a8794"), 1.4, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(middle[0] * self.scale, middle[1] * self.scale), radius, radius)


class Preview(QWidget):
    """A window of its own with thumbnails, pages and a bar."""

    closed = Signal()

    def __init__(self, workspace: Workspace, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("打印预览")
        self.resize(1080, 760)
        self._workspace = workspace
        self._form = form_id
        self._sheets: list[Sheet] = []
        self._area = PageArea()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._area)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setStyleSheet(f"QScrollArea {{ background: {theme.DESK.name()}; }}")
        self._scroll.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._thumbnails = QListWidget()
        self._thumbnails.setViewMode(QListView.ViewMode.IconMode)
        self._thumbnails.setMovement(QListView.Movement.Static)
        self._thumbnails.setFlow(QListView.Flow.TopToBottom)
        self._thumbnails.setWrapping(False)
        self._thumbnails.setIconSize(QSize(THUMBNAIL, THUMBNAIL * 2))
        self._thumbnails.setSpacing(8)
        self._thumbnails.currentRowChanged.connect(self._go_to)
        split = QSplitter()
        split.addWidget(self._thumbnails)
        split.addWidget(self._scroll)
        split.setStretchFactor(1, 1)
        split.setSizes([150, 930])
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._note.setStyleSheet("padding: 6px 12px; background: #fdf6e3; color: #6b5300;")
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self._note)
        column.addWidget(split, 1)
        self.show_pages()

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        self._scope = QComboBox()
        self._scope.addItems(["当前表", "全部表"])
        self._scope.currentIndexChanged.connect(lambda _: self.show_pages())
        self._size = QComboBox()
        self._size.addItems(list(SIZES))
        self._size.currentTextChanged.connect(lambda _: self._resize())
        self._seal = QCheckBox("显示盖章位置(&S)")
        self._seal.toggled.connect(self._toggle_seal)
        self._count = QLabel()
        button = QPushButton("打印(&P)…")
        button.setDefault(True)
        button.setShortcut(QKeySequence("Ctrl+P"))
        button.clicked.connect(self.print_)
        close = QPushButton("关闭(&C)")
        close.setShortcut(QKeySequence("Esc"))
        close.clicked.connect(self.close)
        for left in (QLabel("预览"), self._scope, QLabel("　比例"), self._size, self._seal):
            bar.addWidget(left)
        bar.addStretch()
        for right in (self._count, button, close):
            bar.addWidget(right)
        return bar

    # --- pages ---

    def show_pages(self) -> None:
        """Lay out the forms chosen and show their pages."""
        dossier = self._workspace.dossier
        every = self._scope.currentIndex() == 1
        forms = [form for form in dossier.forms if every or form.id == self._form]
        self._sheets = []
        lost: set[str] = set()
        for form in forms:
            document = make_document(dossier, form, self._workspace.pack)
            lost |= set(document.unprintable())
            pages = make_pages(document.paged)
            self._sheets += [Sheet(document, p, i, len(pages)) for i, p in enumerate(pages, 1)]
        self._area.show_sheets(self._sheets)
        self._fill_thumbnails()
        self._resize()
        self._count.setText(f"共 {len(self._sheets)} 页")
        self._note.setVisible(bool(lost))
        self._note.setText(f"字库中没有这些字，打印为空框，请换一个写法：{'、'.join(sorted(lost))}")

    def _fill_thumbnails(self) -> None:
        blocked = self._thumbnails.blockSignals(True)
        self._thumbnails.clear()
        for sheet in self._sheets:
            name = f"{sheet.document.number:02d}"
            label = f"{name}　{sheet.number}/{sheet.count}" if sheet.count > 1 else name
            item = QListWidgetItem(QIcon(thumbnail(sheet.page)), label)
            item.setToolTip(sheet.document.heading)
            self._thumbnails.addItem(item)
        self._thumbnails.setCurrentRow(0)
        self._thumbnails.blockSignals(blocked)

    def _resize(self) -> None:
        if not self._sheets:
            return
        page = self._sheets[0].page
        chosen = self._size.currentText()
        room = self._scroll.viewport().size()
        if chosen == FIT_WIDTH:
            scale = (room.width() - 2 * GAP - 4) / max(s.page.width for s in self._sheets)
        elif chosen == FIT_PAGE:
            across = (room.width() - 2 * GAP) / page.width
            scale = min((room.height() - 2 * GAP) / page.height, across)
        else:
            scale = int(chosen.rstrip("%")) / 100 * self.logicalDpiX() / 72
        self._area.scale = max(scale, 0.1)
        self._area.lay_out()

    def _go_to(self, row: int) -> None:
        if 0 <= row < len(self._sheets):
            self._scroll.verticalScrollBar().setValue(self._area.place(row).top() - GAP)

    def _scrolled(self, value: int) -> None:
        blocked = self._thumbnails.blockSignals(True)
        row = self._area.at(value + self._scroll.viewport().height() // 3)
        self._thumbnails.setCurrentRow(row)
        self._thumbnails.blockSignals(blocked)

    def _toggle_seal(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._area.show_seal = on
        self._area.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fit, once the parts have their new sizes."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._resize)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1 if event.angleDelta().y() > 0 else -1
            row = self._size.currentIndex() + step
            self._size.setCurrentIndex(min(max(row, 2), self._size.count() - 1))

    # --- printing ---

    def print_(self) -> None:
        """Print through the system's dialog."""
        pages = [sheet.page for sheet in self._sheets]
        if not pages:
            return
        printer = ask_printer(self, pages)
        if printer is None:
            return
        cut = max(unprintable_margin(printer, page) for page in pages)
        if cut > 0:
            self._note.setText(
                f"这台打印机四周有 {cut:.1f} 毫米印不到的地方会切去表格，请换打印机或纸张设置"
            )
            self._note.show()
        try:
            done = print_pages(printer, pages)
        except OSError:
            show_error(
                self, "不能打印", "打印机没有接受任务，请检查打印机或文件位置。", "表没有改动。"
            )
            return
        self._count.setText(f"已送出 {done} 页")


def thumbnail(page: Page) -> QPixmap:
    """Return a small picture of a page."""
    scale = THUMBNAIL / page.width
    ratio = 2
    pixmap = QPixmap(THUMBNAIL * ratio, round(page.height * scale) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(theme.PAPER)
    painter = QPainter(pixmap)
    paint_page(painter, page, scale)
    painter.setPen(theme.PAPER_EDGE)
    painter.drawRect(QRect(QPoint(0, 0), pixmap.deviceIndependentSize().toSize() - QSize(1, 1)))
    painter.end()
    return pixmap
