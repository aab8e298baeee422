"""Set up printers and paint pages on them at true scale: the pages that preview and PDF show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import (
    QAbstractPrintDialog,
    QPrintDialog,
    QPrintEngine,
    QPrinter,
    QPrinterInfo,
)
from PySide6.QtWidgets import QWidget

from perfdesk.desk.paint import paint_page
from perfdesk.desk.settings import Printing
from perfdesk.layout.breaking import text_width
from perfdesk.layout.measure import PT_PER_MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfdesk.layout.pages import Page

RESOLUTION = 1200
"""Dots an inch at which pages are painted; a printer scales them down itself."""
LONG_A4 = 900.0
"""The long side of A4 is below this, that of A3 above, in points."""
CUT_MM = 0.1
"""What a printer cuts off below this nobody sees."""

_CUPS_OPTIONS = QPrintEngine.PrintEnginePropertyKey(0xFE00)
"""Where Qt keeps what its dialog chose for CUPS: names and values in turn."""
_PAGE_RANGES = "page-ranges"

_Duplex = QPrinter.DuplexMode
DUPLEX = {
    "none": _Duplex.DuplexNone,
    "long": _Duplex.DuplexLongSide,
    "short": _Duplex.DuplexShortSide,
}


class PrintJob(Struct, frozen=True):
    """What goes to the printer in one go, so that duplex never mixes two forms on one sheet."""

    title: str
    pages: tuple[Page, ...]


class Fit(Struct, frozen=True):
    """How a page is put on paper: shrunk by ``scale``, then moved, in points."""

    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0


TRUE = Fit()


def printers() -> list[str]:
    """Return the names of the printers that are installed."""
    return list(QPrinterInfo.availablePrinterNames())


def make_printer(page: Page, remembered: Printing) -> QPrinter:
    """Return a printer set up for a page, as it was used the last time."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if remembered.printer in printers():
        printer.setPrinterName(remembered.printer)
    set_up(printer, page)
    printer.setCopyCount(max(1, remembered.copies))
    printer.setCollateCopies(remembered.collate)
    if remembered.duplex in DUPLEX:
        printer.setDuplex(DUPLEX[remembered.duplex])
    return printer


def as_used(printer: QPrinter, *, fit: bool) -> Printing:
    """Return what is to be remembered of a printer as the dialog left it."""
    duplex = next((key for key, mode in DUPLEX.items() if mode == printer.duplex()), "")
    name = "" if printer.outputFileName() else printer.printerName()
    return Printing(name, printer.copyCount(), printer.collateCopies(), duplex, fit)


def ask_printer(parent: QWidget, printer: QPrinter, pages: int) -> bool:
    """Ask with the system's dialog where and what to print; False where the user gave up."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    option = QAbstractPrintDialog.PrintDialogOption
    dialog.setOptions(option.PrintPageRange | option.PrintCollateCopies | option.PrintToFile)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted


def set_up(printer: QPrinter, page: Page) -> None:
    """Set paper, orientation and full page of a printer for a page."""
    printer.setResolution(RESOLUTION)
    printer.setFullPage(True)
    printer.setPageLayout(page_layout(page))


def page_layout(page: Page) -> QPageLayout:
    """Return paper and orientation of a page, without margins: they are in the page itself."""
    size = QPageSize(QPageSize.PageSizeId[paper_of(page)])
    landscape = page.width > page.height
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    layout = QPageLayout(size, way, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def paper_of(page: Page) -> str:
    """Return the name of the paper of a page."""
    return "A4" if max(page.width, page.height) < LONG_A4 else "A3"


def lacking_paper(printer: QPrinter, pages: Sequence[Page]) -> str:
    """Return the name of the paper that the printer has not and the pages need; "" for none."""
    info = QPrinterInfo.printerInfo(printer.printerName())
    known = {size.id() for size in info.supportedPageSizes()}
    if printer.outputFileName() or not known:
        return ""
    wanted = dict.fromkeys(paper_of(page) for page in pages)
    return next((name for name in wanted if QPageSize.PageSizeId[name] not in known), "")


def chosen_jobs(printer: QPrinter, jobs: Sequence[PrintJob]) -> list[PrintJob]:
    """Return what of the jobs is to be printed: the dialog's range counts all their pages from 1.

    What is printed to a file is one job, for a file takes no more.
    """
    wanted = wanted_pages(printer, sum(len(job.pages) for job in jobs))
    chosen, number = [], 0
    for job in jobs:
        own = [page for i, page in enumerate(job.pages, number + 1) if i in wanted]
        number += len(job.pages)
        if own:
            chosen.append(PrintJob(job.title, tuple(own)))
    if printer.outputFileName() and len(chosen) > 1:
        return [PrintJob(chosen[0].title, tuple(page for job in chosen for page in job.pages))]
    return chosen


def wanted_pages(printer: QPrinter, pages: int) -> set[int]:
    """Return the pages (from 1) that the dialog was told to print; all where it was told none.

    With CUPS the dialog leaves a list of pages to the server, which would apply it to each form
    anew; it is taken away from there and applied here.
    """
    every = set(range(1, pages + 1))
    engine = printer.printEngine()
    options = list(engine.property(_CUPS_OPTIONS) or ())
    if _PAGE_RANGES in options[::2]:
        at = 2 * options[::2].index(_PAGE_RANGES)
        text = options[at + 1]
        engine.setProperty(_CUPS_OPTIONS, options[:at] + options[at + 2 :])
        return every & set(_listed(text, pages))
    if printer.fromPage() or printer.toPage():
        first, last = printer.fromPage() or 1, printer.toPage() or pages
        return every & set(range(first, last + 1))
    return every


def _listed(text: str, pages: int) -> Iterator[int]:
    """Yield the pages of a list such as ``2-3,5``; what is no number is passed over."""
    for part in text.split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        if (first or "1").isdecimal() and (last or "1").isdecimal() and (first or last):
            start = int(first or 1)
            yield from range(start, (int(last or pages) if dash else start) + 1)


def paint_on(printer: QPrinter, painter: QPainter, page: Page, fit: Fit) -> None:
    """Paint one page; the printer's layout must be the page's."""
    dots = printer.resolution() / 72
    painter.save()
    painter.translate(fit.dx * dots, fit.dy * dots)
    paint_page(painter, page, dots * fit.scale)
    painter.restore()


def unprintable_margin(printer: QPrinter, page: Page) -> float:
    """Return by how many mm the printer's own margin cuts into what is on a page; 0 for nothing."""
    left, top, right, bottom = _room(printer, page)
    box = _extent(page)
    cut = max(left - box[0], top - box[1], box[2] - right, box[3] - bottom) / PT_PER_MM
    return cut if cut > CUT_MM else 0.0


def fit_on(printer: QPrinter, page: Page) -> Fit:
    """Return how a page is shrunk and moved so that the printer cuts nothing off."""
    if not unprintable_margin(printer, page):
        return TRUE
    left, top, right, bottom = _room(printer, page)
    box = _extent(page)
    across, down = (right - left) / (box[2] - box[0]), (bottom - top) / (box[3] - box[1])
    scale = min(1.0, across, down)

    def moved(low: float, high: float, start: float, end: float) -> float:
        """As little as brings start … end, shrunk, between low and high; rather not at all."""
        own = (start + end) / 2 * (1 - scale)
        return min(max(own, low - start * scale), high - end * scale)

    return Fit(scale, moved(left, right, box[0], box[2]), moved(top, bottom, box[1], box[3]))


def _room(printer: QPrinter, page: Page) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what the printer can print, in points on the page."""
    printer.setPageLayout(page_layout(page))
    margins = printer.pageLayout().minimumMargins()
    return (
        margins.left(),
        margins.top(),
        page.width - margins.right(),
        page.height - margins.bottom(),
    )


def _extent(page: Page) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all ink on a page."""
    boxes = [
        (
            min(r.x0, r.x1) - r.weight / 2,
            min(r.y0, r.y1) - r.weight / 2,
            max(r.x0, r.x1) + r.weight / 2,
            max(r.y0, r.y1) + r.weight / 2,
        )
        for r in page.rules
    ]
    boxes += [
        (
            r.x,
            r.y - 0.88 * r.size,
            r.x + text_width(r.text, r.face, r.size),
            r.y + 0.12 * r.size,
        )
        for r in page.runs
    ]
    if not boxes:
        return (page.width / 2, page.height / 2, page.width / 2 + 1, page.height / 2 + 1)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
