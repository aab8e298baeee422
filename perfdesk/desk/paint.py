"""Paint finished pages and sheets with Qt: nothing is measured here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGlyphRun, QPainter, QPen, QRawFont

from perfdesk.layout.fonts import chain, faces
from perfdesk.layout.installed import own_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfdesk.layout.installed import OwnFace
    from perfdesk.layout.pages import Page
    from perfdesk.layout.strokes import Rule, Run

INK = QColor(0, 0, 0)
_families: dict[str, str] = {}


def family(face: str) -> str:
    """Return the Qt family of a bundled face, loading its font on first use."""
    found = _families.get(face)
    if found is None:
        entry = faces()[face]
        QFontDatabase.addApplicationFont(str(entry.path()))
        found = _families[face] = entry.family
    return found


@lru_cache(maxsize=256)
def font(face: str, pixels: float) -> QFont:
    """Return a face at a size in pixels, unhinted, so that widths scale with the size."""
    made = QFont(family(face))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    made.setKerning(False)
    made.setPixelSize(100)
    made.setPointSizeF(made.pointSizeF() if pixels <= 0 else pixels * 72 / _dots_per_inch())
    return made


@lru_cache(maxsize=1)
def _dots_per_inch() -> float:
    """Logical dots an inch, by which Qt turns points into pixels."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - needs the application

    return QGuiApplication.primaryScreen().logicalDotsPerInchY()


def draw_runs(
    painter: QPainter, runs: Iterable[Run], scale: float, *, own_fonts: bool = False
) -> None:
    """Draw text, ``scale`` pixels for a point, with the painter's pen.

    ``own_fonts``: official fonts of this computer take the place of ours, where it has them.
    """
    if own_fonts:
        _draw_own(painter, runs, scale)
        return
    for run in runs:
        glyphs = _glyphs(run.text, run.face, run.size * scale)
        painter.drawGlyphRun(QPointF(run.x * scale, run.y * scale), glyphs)


def _draw_own(painter: QPainter, runs: Iterable[Run], scale: float) -> None:
    for part, face, squeeze in (part for run in runs for part in own_parts(run)):
        if face is None:
            draw_runs(painter, (part,), scale)
            continue
        painter.save()
        painter.translate(part.x * scale, part.y * scale)
        painter.scale(squeeze, 1.0)
        painter.drawGlyphRun(QPointF(0.0, 0.0), _own_glyphs(part.text, face, part.size * scale))
        painter.restore()


@lru_cache(maxsize=1024)
def _own_glyphs(text: str, face: OwnFace, pixels: float) -> QGlyphRun:
    hinting = QFont.HintingPreference.PreferNoHinting
    raw = QRawFont(str(face.path), pixels, hinting)
    places = [QPointF((face.width(text[:i]) or 0.0) * pixels, 0.0) for i in range(len(text))]
    return _placed(raw, text, places)


@lru_cache(maxsize=4096)
def _glyphs(text: str, face: str, pixels: float) -> QGlyphRun:
    """Return the glyphs of a text where the layout has them; Qt would round each to a pixel."""
    raw = QRawFont.fromFont(font(face, pixels))
    advances = chain(face)
    places, x = [], 0.0
    for char in text:
        places.append(QPointF(x, 0.0))
        x += advances[char] * pixels
    return _placed(raw, text, places)


def _placed(raw: QRawFont, text: str, places: list[QPointF]) -> QGlyphRun:
    indexes = raw.glyphIndexesForString(text)
    if len(indexes) != len(places):  # characters beyond the BMP are one glyph but two units
        places = places[: len(indexes)]
    run = QGlyphRun()
    run.setRawFont(raw)
    run.setGlyphIndexes(indexes)
    run.setPositions(places)
    return run


def draw_rules(painter: QPainter, rules: Iterable[Rule], scale: float, color: QColor = INK) -> None:
    """Draw ruled lines, each at least one pixel wide."""
    by_weight: dict[float, list[QLineF]] = {}
    for rule in rules:
        line = QLineF(rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale)
        by_weight.setdefault(rule.weight, []).append(line)
    for weight, lines in by_weight.items():
        pen = QPen(color, max(1.0, weight * scale))
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def paint_page(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page with its top left corner at the painter's origin."""
    draw_rules(painter, page.rules, scale)
    painter.setPen(INK)
    draw_runs(painter, page.runs, scale, own_fonts=page.own_fonts)
