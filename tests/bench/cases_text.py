"""Measuring and breaking Chinese text.

The limit is a greedy breaker as tight as Python allows: one dict of advances, two small sets of
characters that may not begin or end a line. It knows nothing of numbers, words, blanks and
quotation marks, which ours keeps together, so it is faster than any correct one can be. Qt's
QTextLayout is the peer that knows the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QTextLayout

from perfdesk.export.document import make_document
from perfdesk.layout.breaking import break_text, text_width
from perfdesk.layout.fonts import chain, faces
from tests.bench import forms
from tests.bench.harness import ROUNDS, Figure, Goal, figures, race

TITLE = "text of 20 forms, ms / a dict of advances and two sets"

FORMS = 20
FACE, SIZE = "fangsong", 10.5
WIDTH = 9 * SIZE
NOT_FIRST = frozenset("，。；：、！？）》”’%,.;:!?)")
NOT_LAST = frozenset("（《“‘(")


def tight(text: str, advances: dict[str, float], width: float) -> list[str]:
    """Break a text: the limit."""
    lines = []
    start, used, i, count = 0, 0.0, 0, len(text)
    while i < count:
        advance = advances[text[i]]
        if used + advance > width and i > start:
            end = i
            while end > start + 1 and (text[end] in NOT_FIRST or text[end - 1] in NOT_LAST):
                end -= 1
            lines.append(text[start:end])
            start = i = end
            used = 0.0
            continue
        used += advance
        i += 1
    lines.append(text[start:])
    return lines


def qt_lines(text: str, font: QFont, width: float) -> int:
    """Break a text by Qt and return the number of lines."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    count = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        count += 1
    layout.endLayout()
    return count


def texts(number: int) -> list[str]:
    """Return all texts of the forms of round ``number``, labels too, as often as they stand there.

    Line ends are left out: the limit does not know them.
    """
    own = forms.dossier(FORMS, number * FORMS)
    documents = (make_document(own, form, forms.pack()) for form in own.forms)
    sheets = (document.paged.measured.sheet for document in documents)
    return [cell.text.replace("\n", "") for sheet in sheets for cell in sheet.cells if cell.text]


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    _app = QGuiApplication.instance() or QGuiApplication([])
    loaded = QFontDatabase.addApplicationFont(str(faces()[FACE].path()))
    font = QFont(QFontDatabase.applicationFontFamilies(loaded))
    font.setPixelSize(100)
    material = [texts(number) for number in range(ROUNDS + 1)]
    advances = {char: width * SIZE for own in material for t in own for char, width in widths(t)}

    def unremembered(number: int) -> None:
        for text in material[number]:
            break_text.__wrapped__(text, FACE, SIZE, WIDTH)

    def in_use(number: int) -> None:
        break_text.cache_clear()
        for text in material[number]:
            break_text(text, FACE, SIZE, WIDTH)

    cases = {
        "ours": unremembered,
        "in use": in_use,
        "tight": lambda number: [tight(t, advances, WIDTH) for t in material[number]],
        "qt": lambda number: [qt_lines(t, font, 900.0) for t in material[number]],
        "width": lambda number: [text_width(t, FACE, SIZE) for t in material[number]],
        "sum": lambda number: [sum(map(advances.__getitem__, t)) for t in material[number]],
    }
    goals = (
        Goal("breaking lines of 9 em", "ours", "tight", 1.5, 1.0),
        Goal("the same as used, equal texts remembered", "in use", "tight", 1.5, 1.0),
        Goal("breaking lines / QTextLayout", "ours", "qt", 0.4, 0.25),
        Goal("measuring a text / sum over a dict", "width", "sum", 1.5, 1.0),
    )
    yield from figures(race(cases), goals)


def widths(text: str) -> list[tuple[str, float]]:
    """Return each character of a text with its advance in em."""
    advances = chain(FACE)
    return [(char, advances[char]) for char in text]
