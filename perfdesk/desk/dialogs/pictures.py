"""Small pictures of a pack's blank forms, painted from the same pages as the paper."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import MARGIN, QUIET, SPACING
from perfdesk.desk.paint import paint_page
from perfdesk.dossier.state import Dossier, Form
from perfdesk.layout.compose import compose
from perfdesk.layout.measure import measure
from perfdesk.layout.pages import Page, make_pages
from perfdesk.layout.paginate import paginate
from perfdesk.template.loader import Pack

LEAST_WIDTH = 150
"""Pixels; more forms than fit at this width are reached by scrolling."""
MOST_SCALE = 0.75
FINER = 3


def blank_pages(pack: Pack, key: str, unit: str, year: int) -> tuple[Page, ...]:
    """Return the pages of a template with nothing filled in."""
    form = Form(key, key)
    dossier = Dossier(pack.info.id, unit, year, (form,))
    return make_pages(paginate(measure(compose(dossier, form, pack[key]))))


def picture(page: Page, scale: float) -> QPixmap:
    """Return a page at ``scale`` pixels for a point; lines stay thin."""
    width, height = round(page.width * scale), round(page.height * scale)
    large = QImage(width * FINER, height * FINER, QImage.Format.Format_RGB32)
    large.fill(theme.PAPER)
    painter = QPainter(large)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    paint_page(painter, page, scale * FINER)
    painter.end()
    smooth = Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(
        large.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    )


class PackPictures(QScrollArea):
    """The forms of a pack side by side, each as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = _Strip()
        self.setWidget(self._strip)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_pack(self, pack: Pack, unit: str, year: int) -> None:
        """Show the blanks of a pack as ``unit`` and ``year`` make them."""
        forms = [
            (loaded.template.title, blank_pages(pack, key, unit, year))
            for key, loaded in pack.templates.items()
        ]
        self._strip.show_forms(forms)
        self._strip.setAccessibleName("、".join(title for title, _ in forms))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures into the room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        self._strip.fit(room)
        if self._strip.width() > room.width():
            bar = self.horizontalScrollBar().sizeHint().height()
            self._strip.fit(QSize(room.width(), room.height() - bar))


class _Strip(QWidget):
    """The pictures themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, tuple[Page, ...]]] = []
        self._scale = 1.0
        self._made: dict[tuple[int, float], QPixmap] = {}

    def show_forms(self, forms: list[tuple[str, tuple[Page, ...]]]) -> None:
        """Show these templates: title and pages of each."""
        self.forms = forms
        self._made.clear()
        self.update()

    def fit(self, room: QSize) -> None:
        """Choose the scale, and the size of the whole strip."""
        if not self.forms:
            self.resize(room)
            return
        count = len(self.forms)
        first = [pages[0] for _, pages in self.forms]
        wide = room.width() - 2 * MARGIN - (count - 1) * MARGIN
        high = room.height() - 2 * MARGIN - self._caption_height()
        least = LEAST_WIDTH * count / sum(page.width for page in first)
        by_width = max(wide / sum(page.width for page in first), least)
        by_height = high / max(page.height for page in first)
        self._scale = max(0.05, min(by_width, by_height, MOST_SCALE))
        own = sum(page.width for page in first) * self._scale + (count + 1) * MARGIN
        self.resize(max(room.width(), math.ceil(own)), room.height())

    def _caption_height(self) -> int:
        return SPACING + 2 * self.fontMetrics().lineSpacing()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each form's first page with its title below."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.DESK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        own = sum(pages[0].width for _, pages in self.forms) * self._scale
        left = (self.width() - own - MARGIN * (len(self.forms) - 1)) / 2
        tallest = max((pages[0].height for _, pages in self.forms), default=0) * self._scale
        foot = max(MARGIN, (self.height() - tallest - self._caption_height()) / 2) + tallest
        for number, (title, pages) in enumerate(self.forms):
            width, height = pages[0].width * self._scale, pages[0].height * self._scale
            top = foot - height
            self._draw(painter, number, QRectF(left, top, width, height))
            caption = f"{title}（{len(pages)} 页）" if len(pages) > 1 else title
            place = QRectF(left, foot, width, self._caption_height())
            place.adjust(-SPACING, SPACING, SPACING, 0)
            painter.setFont(self.font())
            painter.setPen(QUIET)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), caption)
            left += width + MARGIN
        painter.end()

    def _draw(self, painter: QPainter, number: int, place: QRectF) -> None:
        painter.setPen(theme.PAPER_EDGE)
        painter.setBrush(theme.PAPER)
        painter.drawRect(place)
        sharp = self._scale * self.devicePixelRatioF()
        found = self._made.get((number, sharp))
        if found is None:
            found = picture(self.forms[number][1][0], sharp)
            self._made = {key: made for key, made in self._made.items() if key[1] == sharp}
            self._made[number, sharp] = found
        painter.drawPixmap(place, found, QRectF(found.rect()))
