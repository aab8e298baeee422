"""Preview and printing, from the data of a form to what is seen or handed to the printer.

The limit is bare Qt: a painter that is handed the lines and texts which our layout works out,
ready-made, and draws them by ``drawLines`` and ``drawText`` with fonts made beforehand. It lays
nothing out, has no bar, no thumbnails and nothing to say, and places a text as a whole where we
place each character.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPdfWriter, QPen
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from perfdesk.desk.paint import font
from perfdesk.desk.preview import Preview
from perfdesk.desk.printing import RESOLUTION, PrintJob, page_layout
from perfdesk.desk.printrun import PrintRun
from perfdesk.desk.program import Program
from perfdesk.dossier.state import Dossier
from perfdesk.export.document import make_document
from perfdesk.jobs.workspace import Workspace
from perfdesk.layout.pages import Page, make_pages
from tests.bench import forms
from tests.bench.harness import Figure, Goal, figures, race

TITLE = "Preview and print, ms a form / bare Qt drawing the same lines and texts"
SCREEN = 96 / 72
SIZE = (1120, 800)

Texts = list[tuple[QPointF, str, QFont]]
Lines = list[tuple[float, list[QLineF]]]


class Drawing:
    """A page as a bare painter wants it, at so many pixels for a point."""

    def __init__(self, page: Page, scale: float) -> None:
        self.size = round(page.width * scale), round(page.height * scale)
        by_weight: dict[float, list[QLineF]] = {}
        for rule in page.rules:
            line = QLineF(rule.x0 * scale, rule.y0 * scale, rule.x1 * scale, rule.y1 * scale)
            by_weight.setdefault(max(1.0, rule.weight * scale), []).append(line)
        self.lines: Lines = list(by_weight.items())
        self.texts: Texts = [
            (QPointF(run.x * scale, run.y * scale), run.text, font(run.face, run.size * scale))
            for run in page.runs
        ]

    def paint(self, painter: QPainter) -> None:
        """Draw it."""
        for weight, lines in self.lines:
            painter.setPen(QPen(Qt.GlobalColor.black, weight))
            painter.drawLines(lines)
        for place, text, face in self.texts:
            painter.setFont(face)
            painter.drawText(place, text)


class Sheet(QWidget):
    """A page and nothing else."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self.setFixedSize(*drawing.size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the page."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), Qt.GlobalColor.white)
        self._drawing.paint(painter)
        painter.end()


@cache
def application() -> tuple[QApplication, Program]:
    """Return the application, made once."""
    found = QApplication.instance()
    own = found if isinstance(found, QApplication) else QApplication([])
    return own, Program(own)


def one_form(number: int) -> Dossier:
    """Return a dossier of one form that no other round has."""
    return forms.dossier(1, 7000 + number)


@cache
def pages(number: int) -> tuple[Page, ...]:
    """Return the pages of a form."""
    own = one_form(number)
    return make_pages(make_document(own, own.forms[0], forms.pack()).paged)


@cache
def drawings(number: int, scale: float) -> tuple[Drawing, ...]:
    """Return the pages of a form ready to be drawn."""
    return tuple(Drawing(page, scale) for page in pages(number))


def preview(number: int) -> None:
    """Lay a form out and show its first page."""
    app, office = application()
    own = one_form(number)
    window = Preview(Workspace(own, forms.pack()), own.forms[0].id, office)
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.close()
    window.deleteLater()
    app.processEvents()


def bare_window(number: int) -> None:
    """Show the first page in a window that scrolls."""
    app, _ = application()
    (first, *_) = drawings(number, SCREEN)
    window = QScrollArea()
    window.setWidget(Sheet(first))
    window.resize(*SIZE)
    window.show()
    app.processEvents()
    window.close()
    window.deleteLater()
    app.processEvents()


def print_form(number: int, folder: Path) -> None:
    """Lay a form out and hand it to Qt's own printer."""
    app, _ = application()
    own = one_form(number)
    document = make_document(own, own.forms[0], forms.pack())
    job = PrintJob(document.heading, make_pages(document.paged))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(folder / "ours.pdf"))
    run = PrintRun(printer, [job])
    done: list[object] = []
    run.finished.connect(done.append)
    run.start()
    while not done:
        app.processEvents()
    run.deleteLater()


def bare_print(number: int, folder: Path) -> None:
    """Draw a form on Qt's writer of PDF, which its printer uses too."""
    application()
    writer = QPdfWriter(str(folder / "bare.pdf"))
    writer.setResolution(RESOLUTION)
    painter = QPainter()
    for i, drawing in enumerate(drawings(number, RESOLUTION / 72)):
        writer.setPageLayout(page_layout(pages(number)[i]))
        if i:
            writer.newPage()
        else:
            painter.begin(writer)
        drawing.paint(painter)
    painter.end()


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    application()
    for number in range(9):  # what the limit is handed is not its work
        drawings(number, SCREEN)
        drawings(number, RESOLUTION / 72)
    times = race({"preview": preview, "bare window": bare_window}, rounds=8)
    yield from figures(
        times, [Goal("preview of one form, first page", "preview", "bare window", 5.0, 3.0)]
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = race(
            {
                "print": lambda number: print_form(number, folder),
                "bare print": lambda number: bare_print(number, folder),
            },
            rounds=8,
        )
    yield from figures(times, [Goal("print job of one form", "print", "bare print", 1.5, 1.2)])
