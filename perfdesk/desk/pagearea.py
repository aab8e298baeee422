"""Pages on the desk as the preview shows them: each is painted when it comes into sight."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from perfdesk.desk import theme
from perfdesk.desk.paint import paint_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from perfdesk.layout.pages import Page
    from perfdesk.layout.seal import Seal

GAP = 16
RING = QColor("#7a8794")
RING_COVERS = theme.WARNING
KEPT_BYTES = 96 * 2**20
"""Pictures of pages that are kept, in bytes; one page larger than this is painted each time."""


class Shown(Struct, frozen=True, eq=False):
    """A page with the form that it is of, and its number there, from 1."""

    form: str
    number: int
    title: str
    page: Page
    index: int
    count: int


class Pictures:
    """Pictures of pages that were painted lately."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, float, float], QPixmap] = OrderedDict()
        self._bytes = 0

    def clear(self) -> None:
        """Forget all."""
        self._kept.clear()
        self._bytes = 0

    def get(self, shown: Shown, scale: float, ratio: float) -> QPixmap | None:
        """Return a page at ``scale`` pixels for a point; None where it would be too large to keep.

        ``ratio``: pixels of the screen for one of ours.
        """
        key = id(shown), scale, ratio
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        width, height = round(shown.page.width * scale), round(shown.page.height * scale)
        size = round(width * ratio) * round(height * ratio) * 4
        if size > KEPT_BYTES / 2:
            return None
        made = QPixmap(round(width * ratio), round(height * ratio))
        made.fill(theme.PAPER)
        painter = QPainter(made)
        paint_page(painter, shown.page, scale * ratio)  # in the screen's own, finer pixels
        painter.end()
        made.setDevicePixelRatio(ratio)
        self._kept[key] = made
        self._bytes += size
        while self._bytes > KEPT_BYTES:
            _, old = self._kept.popitem(last=False)
            self._bytes -= old.width() * old.height() * 4
        return made


class PageArea(QWidget):
    """All pages one below the other; only those in sight are painted."""

    zoomed = Signal(int)
    """Told 1 or -1 where Ctrl and the wheel ask for another size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: Sequence[Shown] = ()
        self.scale = 1.0
        self.seal_of: Callable[[Shown], Seal | None] | None = None
        """Where the seal goes on a page; None: seals are not shown."""
        self._places: list[QRect] = []
        self._pictures = Pictures()

    def show_pages(self, pages: Sequence[Shown]) -> None:
        """Show pages; those that were shown before keep their pictures."""
        if not self.pages or not pages or pages[0] is not self.pages[0]:
            self._pictures.clear()
        self.pages = tuple(pages)
        self.lay_out()

    def lay_out(self) -> None:
        """Place the pages at the present scale (pixels for a point)."""
        widest = max((shown.page.width for shown in self.pages), default=0.0) * self.scale
        parent = self.parentWidget()
        width = max(round(widest) + 2 * GAP, parent.width() if parent else 0)
        y = GAP
        self._places = []
        for shown in self.pages:
            w, h = round(shown.page.width * self.scale), round(shown.page.height * self.scale)
            self._places.append(QRect((width - w) // 2, y, w, h))
            y += h + GAP
        self.setFixedSize(width, max(y, 1))
        self.update()

    def place(self, number: int) -> QRect:
        """Return where a page is."""
        return self._places[number]

    def at(self, y: int) -> int:
        """Return the page at a height."""
        found = (i for i, place in enumerate(self._places) if place.bottom() >= y)
        return next(found, max(len(self._places) - 1, 0))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size; the wheel alone is the scroll area's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that meet the area."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.DESK)
        for shown, place in zip(self.pages, self._places, strict=True):
            if place.adjusted(-4, -4, 4, 4).intersects(event.rect()):
                self._paint(painter, shown, place)
        painter.end()

    def _paint(self, painter: QPainter, shown: Shown, place: QRect) -> None:
        paint_paper(painter, place)
        picture = self._pictures.get(shown, self.scale, self.devicePixelRatioF())
        painter.save()
        painter.translate(place.topLeft())
        if picture is not None:
            painter.drawPixmap(QPoint(0, 0), picture)
        else:
            paint_page(painter, shown.page, self.scale)
        seal = self.seal_of(shown) if self.seal_of is not None else None
        if seal is not None:
            paint_ring(painter, seal, self.scale)
        painter.restore()


def paint_paper(painter: QPainter, place: QRect) -> None:
    """Paint an empty sheet of paper with a thin edge."""
    painter.fillRect(place, theme.PAPER)
    painter.setPen(theme.PAPER_EDGE)
    painter.drawRect(place.adjusted(-1, -1, 0, 0))


def paint_ring(painter: QPainter, seal: Seal, scale: float) -> None:
    """Paint a dashed ring where the seal will sit: never printed, and nothing like a seal."""
    color = RING_COVERS if seal.covered else RING
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = seal.radius * scale
    middle = QPointF(seal.x * scale, seal.y * scale)
    painter.drawEllipse(middle, radius, radius)
    arm = radius / 12
    for dx, dy in ((arm, 0.0), (0.0, arm)):
        painter.drawLine(middle - QPointF(dx, dy), middle + QPointF(dx, dy))
