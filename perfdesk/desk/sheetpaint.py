"""Paint a form as the editor shows it: paper, fill cells, text, lines, marks and the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygon, QTextOption

from perfdesk.desk import theme
from perfdesk.desk.paint import INK, draw_runs, font
from perfdesk.layout.fonts import face_key

if TYPE_CHECKING:
    from collections.abc import Collection

    from perfdesk.layout.screen import Screen
    from perfdesk.layout.sheet import SheetCell
    from perfdesk.layout.strokes import Rule

EDGE = 22
"""Paper around the table, in pixels."""
ARROW = 18
"""Pixels of the button that opens the list of a cell."""
MARK = 7
"""Legs of the triangle that marks a finding, in pixels."""


class Look(Struct):
    """What is shown beside the sheet itself; cells by number."""

    marks: dict[int, str] = {}
    selected: Collection[int] = ()
    current: int = -1
    edited: int = -1
    arrow: bool = False
    """The current cell has a list to choose from."""
    focused: bool = True
    locked: bool = False
    """True for a final form: no cell looks as if one could fill it in."""


def cell_rect(screen: Screen, number: int, scale: float) -> QRect:
    """Return a cell's rectangle in pixels from the sheet's top left."""
    left, top, right, bottom = (round(side * scale) for side in screen.box(number))
    return QRect(left, top, right - left, bottom - top)


def arrow_rect(rect: QRect) -> QRect:
    """Return where the button for a cell's list stands: beside the cell, as in spreadsheets."""
    side = min(ARROW, rect.height())
    return QRect(rect.right() + 3, rect.bottom() - side + 2, side, side)


def paint_sheet(painter: QPainter, screen: Screen, scale: float, area: QRect, look: Look) -> None:
    """Paint what of a sheet lies in ``area`` (pixels from the sheet's top left)."""
    _paper(painter, QRect(0, 0, *(round(side * scale) for side in screen.size)), area)
    shown = _shown(screen, scale, area)
    for number in shown if not look.locked else ():
        _background(painter, screen, number, cell_rect(screen, number, scale))
    _rules(painter, screen.rules(), scale)
    painter.setPen(INK)
    for number in shown:
        if number != look.edited:
            _text(painter, screen, number, scale)
    for number in shown:
        severity = look.marks.get(number)
        if severity:
            _mark(painter, cell_rect(screen, number, scale), severity)
        if number in look.selected and number != look.current:
            painter.fillRect(cell_rect(screen, number, scale), theme.SELECTED)
    if look.current >= 0:
        rect = cell_rect(screen, look.current, scale)
        _frame(painter, rect, focused=look.focused)
        if look.arrow and look.edited < 0 and not look.locked:
            _arrow(painter, arrow_rect(rect))


def _paper(painter: QPainter, table: QRect, area: QRect) -> None:
    """Paint the desk, and on it the paper with a thin edge and a shadow below and at the right."""
    painter.fillRect(area, theme.DESK)
    paper = table.adjusted(-EDGE, -EDGE, EDGE, EDGE)
    painter.fillRect(area.intersected(paper.translated(2, 2)), theme.SHADOW)
    painter.fillRect(area.intersected(paper.adjusted(-1, -1, 1, 1)), theme.PAPER_EDGE)
    painter.fillRect(area.intersected(paper), theme.PAPER)


def _rules(painter: QPainter, rules: tuple[Rule, ...], scale: float) -> None:
    """Draw ruled lines on whole pixels of the screen, so that equal ones look equal."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawRects(_bars(rules, scale, painter.device().devicePixelRatio()))


def _bars(rules: tuple[Rule, ...], scale: float, ratio: float) -> list[QRectF]:
    """Return ruled lines as rectangles; those of the sheet painted last are kept."""
    if _kept and _kept[0][0] is rules and _kept[0][1:3] == (scale, ratio):
        return _kept[0][3]
    fine = scale * ratio
    bars = []
    for rule in rules:
        weight = max(1, round(rule.weight * fine))
        before = weight // 2
        left, top = round(rule.x0 * fine) - before, round(rule.y0 * fine) - before
        right, bottom = round(rule.x1 * fine) - before, round(rule.y1 * fine) - before
        size = right - left + weight, bottom - top + weight
        bars.append(QRectF(left / ratio, top / ratio, size[0] / ratio, size[1] / ratio))
    _kept[:] = [(rules, scale, ratio, bars)]
    return bars


_kept: list[tuple[tuple[Rule, ...], float, float, list[QRectF]]] = []


def _shown(screen: Screen, scale: float, area: QRect) -> list[int]:
    top, bottom = area.top() / scale, (area.bottom() + 1) / scale
    left, right = area.left() / scale, (area.right() + 1) / scale
    tops, lefts = screen.tops, screen.measured.lefts
    return [
        i
        for i, cell in enumerate(screen.cells)
        if tops[cell.row] <= bottom
        and tops[cell.row + cell.rows] >= top
        and lefts[cell.col] <= right
        and lefts[cell.col + cell.cols] >= left
    ]


def _background(painter: QPainter, screen: Screen, number: int, rect: QRect) -> None:
    cell = screen.cells[number]
    if cell.path is None:
        return
    wanted = cell.field is not None and cell.field.required and not _filled(cell)
    painter.fillRect(rect, theme.FILL_REQUIRED if wanted else theme.FILL)


def _filled(cell: SheetCell) -> bool:
    return len(cell.text) > len(cell.prefix) + len(cell.suffix)


def _text(painter: QPainter, screen: Screen, number: int, scale: float) -> None:
    cell = screen.cells[number]
    if cell.path is not None and not _filled(cell) and cell.field is not None and cell.field.hint:
        _hint(painter, cell, cell_rect(screen, number, scale), scale)
    draw_runs(painter, screen.runs(number), scale)


def _hint(painter: QPainter, cell: SheetCell, rect: QRect, scale: float) -> None:
    hint = cell.field.hint if cell.field else ""
    if cell.prefix:
        return
    painter.save()
    painter.setPen(theme.HINT_TEXT)
    painter.setFont(font(face_key(cell.style.font), cell.style.size * scale * 0.86))
    option = QTextOption(Qt.AlignmentFlag.AlignCenter)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    inside = rect.adjusted(3, 1, -3, -1)
    # One that is too long is shown in the status bar only; a cut word helps nobody.
    if painter.boundingRect(QRectF(inside), hint, option).height() <= inside.height():
        painter.drawText(QRectF(inside), hint, option)
    painter.restore()
    painter.setPen(INK)


def _mark(painter: QPainter, rect: QRect, severity: str) -> None:
    corner = rect.topRight() + QPoint(1, 1)
    triangle = QPolygon([corner - QPoint(MARK, 0), corner, corner + QPoint(0, MARK)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(theme.SEVERITY[severity]))
    painter.drawPolygon(triangle)
    painter.restore()


def _arrow(painter: QPainter, place: QRect) -> None:
    painter.save()
    painter.setPen(theme.PAPER_EDGE)
    painter.setBrush(theme.PAPER)
    painter.drawRect(place.adjusted(0, 0, -1, -1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.QUIET, 1.6))
    middle = QRectF(place).center()
    down = [middle + QPointF(x, y) for x, y in ((-3.5, -1.5), (0, 2), (3.5, -1.5))]
    painter.drawPolyline(down)
    painter.restore()


def _frame(painter: QPainter, rect: QRect, *, focused: bool) -> None:
    pen = QPen(theme.CURRENT if focused else theme.AWAY, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(1, 1, 0, 0))
    painter.setPen(INK)
