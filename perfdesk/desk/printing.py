"""Send pages to a printer at true scale: the same pages that preview and PDF show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from perfdesk.desk.paint import paint_page
from perfdesk.layout.measure import PT_PER_MM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from perfdesk.layout.pages import Page

RESOLUTION = 1200
"""Dots an inch at which pages are painted; a printer scales them down itself."""


def ask_printer(parent: QWidget, pages: Sequence[Page]) -> QPrinter | None:
    """Ask with the system's dialog where and what to print; None where the user gave up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    set_up(printer, pages[0])
    printer.setFromTo(1, len(pages))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, len(pages))
    dialog.setFromTo(1, len(pages))
    option = QAbstractPrintDialog.PrintDialogOption
    dialog.setOptions(option.PrintPageRange | option.PrintCollateCopies | option.PrintToFile)
    return printer if dialog.exec() else None


def set_up(printer: QPrinter, page: Page) -> None:
    """Set paper, orientation and full page of a printer for a page."""
    printer.setResolution(RESOLUTION)
    printer.setPageLayout(page_layout(page))
    printer.setFullPage(True)


def page_layout(page: Page) -> QPageLayout:
    """Return paper and orientation of a page, without margins: they are in the page itself."""
    short, long = sorted((page.width, page.height))
    size = QPageSize.PageSizeId.A4 if long < 900 else QPageSize.PageSizeId.A3  # noqa: PLR2004
    landscape = page.width > page.height
    way = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    del short
    return QPageLayout(QPageSize(size), way, QMarginsF())


def print_pages(
    printer: QPrinter, pages: Sequence[Page], on_page: Callable[[int], bool] | None = None
) -> int:
    """Print the pages that the printer was asked for; return how many were printed.

    Args:
        printer: as the dialog left it; its page range counts from 1, 0 for all.
        pages: all pages.
        on_page: told the number of each page printed; returning False stops.

    Raises:
        OSError: the printer (or the file printed to) does not take anything.
    """
    first = printer.fromPage() or 1
    last = min(printer.toPage() or len(pages), len(pages))
    wanted = list(pages[first - 1 : last])
    painter = QPainter()
    done = 0
    for page in wanted:
        printer.setPageLayout(page_layout(page))
        if done == 0 and not painter.begin(printer):
            raise OSError("printer")
        if done:
            printer.newPage()
        paint_page(painter, page, printer.resolution() / 72)
        done += 1
        if on_page is not None and not on_page(done):
            break
    painter.end()
    return done


def unprintable_margin(printer: QPrinter, page: Page) -> float:
    """Return by how many mm the printer's own margin cuts into what is on a page; 0 for nothing."""
    margins = printer.pageLayout().minimumMargins()
    left, top, right, bottom = _extent(page)
    lacking = (
        margins.left() - left,
        margins.top() - top,
        margins.right() - (page.width - right),
        margins.bottom() - (page.height - bottom),
    )
    return max(0.0, *lacking) / PT_PER_MM


def _extent(page: Page) -> tuple[float, float, float, float]:
    xs = [x for rule in page.rules for x in (rule.x0, rule.x1)] + [run.x for run in page.runs]
    ys = [y for rule in page.rules for y in (rule.y0, rule.y1)] + [run.y for run in page.runs]
    if not xs:
        return (page.width / 2, page.height / 2, page.width / 2, page.height / 2)
    return (min(xs), min(ys), max(xs), max(ys))
