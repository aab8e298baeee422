"""A print run: one job for each form, one page at a time, so that the window stays alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrinter

from perfdesk.desk.printing import TRUE, Fit, fit_on, page_layout, paint_on, set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.desk.printing import PrintJob


class Printed(Struct, frozen=True):
    """What came of a run: forms and pages handed to the printer, and those that it refused."""

    jobs: int
    pages: int
    cancelled: bool
    refused: tuple[str, ...]


class PrintRun(QObject):
    """Prints jobs. Each is handed over whole; a run that is stopped gives its present job up."""

    progressed = Signal(int, int, str)
    """Told pages done, pages in all, and the title of the form under way."""
    finished = Signal(object)

    def __init__(
        self,
        printer: QPrinter,
        jobs: Sequence[PrintJob],
        parent: QObject | None = None,
        *,
        fit: bool = False,
    ) -> None:
        super().__init__(parent)
        self._printer = printer
        self._jobs = list(jobs)
        self._fit = fit
        self._fits: list[Fit] = []
        self._painter = QPainter()
        self._of = sum(len(job.pages) for job in jobs)
        self._at = (0, 0)
        self._done_jobs = self._done_pages = 0
        self._refused: list[str] = []
        self._cancelled = False

    def start(self) -> None:
        """Print the first page soon."""
        QTimer.singleShot(0, self, self._step)

    def cancel(self) -> None:
        """Stop after the page under way; what was handed over already is printed."""
        self._cancelled = True

    def _step(self) -> None:
        job_number, page_number = self._at
        if self._cancelled or job_number == len(self._jobs):
            self._end()
            return
        job = self._jobs[job_number]
        self.progressed.emit(self._done_pages, self._of, job.title)
        if self._print(job, page_number):
            last = page_number + 1 == len(job.pages)
            self._done_pages += 1
            if last and not self._hand_over(job):
                self._done_pages -= len(job.pages)
            self._at = (job_number + 1, 0) if last else (job_number, page_number + 1)
        else:
            self._refused.append(job.title)
            self._at = (job_number + 1, 0)
        QTimer.singleShot(0, self, self._step)

    def _print(self, job: PrintJob, number: int) -> bool:
        """Paint one page of a job, which the first one begins; False where it is refused."""
        page, printer = job.pages[number], self._printer
        if number == 0:
            set_up(printer, page)
            self._fits = [fit_on(printer, own) if self._fit else TRUE for own in job.pages]
            set_up(printer, page)
            printer.setDocName(job.title)
            if not self._painter.begin(printer):
                return False
        else:
            printer.setPageLayout(page_layout(page))
            if not printer.newPage():
                self._painter.end()
                return False
        paint_on(printer, self._painter, page, self._fits[number])
        return True

    def _hand_over(self, job: PrintJob) -> bool:
        ended = self._painter.end()
        if not ended or self._printer.printerState() == QPrinter.PrinterState.Error:
            self._refused.append(job.title)
            return False
        self._done_jobs += 1
        return True

    def _end(self) -> None:
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
            self._done_pages -= self._at[1]
        self.progressed.emit(self._of, self._of, "")
        result = Printed(self._done_jobs, self._done_pages, self._cancelled, tuple(self._refused))
        self.finished.emit(result)
