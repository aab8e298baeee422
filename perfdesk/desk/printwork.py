"""The way from the preview to paper: the system's dialog, warnings, progress, and the outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from perfdesk.desk.dialogs.ask import show_error
from perfdesk.desk.dialogs.parts import Text
from perfdesk.desk.dialogs.printing import ask_about_cut, offer_pdf
from perfdesk.desk.printing import (
    PrintJob,
    as_used,
    ask_printer,
    chosen_jobs,
    fit_on,
    lacking_paper,
    make_printer,
    printers,
    unprintable_margin,
)
from perfdesk.desk.printrun import Printed, PrintRun
from perfdesk.desk.settings import Printing
from perfdesk.errors import PerfdeskError
from perfdesk.export.files import safe_name, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtPrintSupport import QPrinter

    from perfdesk.desk.host import Office
    from perfdesk.export.document import Document
    from perfdesk.layout.pages import Page

SHOWN_AFTER_MS = 400
UNTOUCHED = "填写的内容没有改动。"
NAMED = 5


class Speaker(Protocol):
    """Who shows what came of it."""

    def say(self, text: str) -> None:
        """Show a word."""


class PrintWork:
    """Printing from one window; ``run`` is the print run under way, if any."""

    def __init__(self, window: QWidget, office: Office) -> None:
        self._window = window
        self._office = office
        self.run: PrintRun | None = None

    def print_(self, jobs: Sequence[PrintJob], key: str, documents: Sequence[Document]) -> None:
        """Ask for a printer and print.

        Args:
            jobs: one for each form.
            key: under which printer and choices are remembered.
            documents: the same forms, for a PDF where there is no printer.
        """
        if self.run is not None:
            return
        if not printers():
            if offer_pdf(self._window):
                self.save_pdf(documents)
            return
        remembered = self._office.settings.printing.get(key, Printing())
        printer = make_printer(jobs[0].pages[0], remembered)
        if not ask_printer(self._window, printer, sum(len(job.pages) for job in jobs)):
            return
        chosen = chosen_jobs(printer, jobs)
        fit = self._judge(printer, [page for job in chosen for page in job.pages], remembered)
        if fit is None or not chosen:
            return
        self._office.settings.printing[key] = as_used(printer, fit=fit)
        self._office.remember()
        self.start(printer, chosen, fit=fit)

    def _judge(self, printer: QPrinter, pages: Sequence[Page], remembered: Printing) -> bool | None:
        """Return whether to shrink, asking where something would be cut off; None: give up."""
        lacking = lacking_paper(printer, pages)
        if lacking:
            name = printer.printerName()
            text = f"打印机“{name}”没有 {lacking} 纸，请换一台打印机或装入 {lacking} 纸。"
            show_error(self._window, "没有合适的纸张", text, UNTOUCHED)
            return None
        cut = max((unprintable_margin(printer, page) for page in pages), default=0.0)
        if not cut:
            return False
        scale = min(fit_on(printer, page).scale for page in pages)
        return remembered.fit or ask_about_cut(self._window, cut, scale)

    # --- the run ---

    def start(self, printer: QPrinter, jobs: Sequence[PrintJob], *, fit: bool) -> None:
        """Print, showing how far it is where that takes a while."""
        pages = sum(len(job.pages) for job in jobs)
        progress = QProgressDialog("正在打印…", "停止", 0, pages, self._window)
        progress.setWindowTitle("打印")
        label = Text()
        progress.setLabel(label)
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(SHOWN_AFTER_MS)
        progress.setMinimumWidth(420)
        progress.setAutoClose(False)
        progress.setAutoReset(False)
        run = self.run = PrintRun(printer, jobs, self._window, fit=fit)

        def tell(done: int, of: int, title: str) -> None:
            label.say(f"正在打印第 {min(done + 1, of)} 页，共 {of} 页\n{title}")
            progress.setValue(done)

        def end(result: Printed) -> None:
            progress.close()
            progress.deleteLater()
            run.deleteLater()
            self.run = None
            self._tell(printer, result, fit=fit)

        progress.canceled.connect(run.cancel)
        run.progressed.connect(tell)
        run.finished.connect(end)
        run.start()

    def _tell(self, printer: QPrinter, result: Printed, *, fit: bool) -> None:
        where = printer.outputFileName() or f"“{printer.printerName()}”"
        # In a file all forms are one job.
        forms = "" if printer.outputFileName() else f"{result.jobs} 张表 "
        done = f"{forms}{result.pages} 页"
        speaker: Speaker = self._window  # type: ignore[assignment]  # every window that prints
        if result.refused:
            names = "、".join(result.refused[:NAMED])
            more = f"等 {len(result.refused)} 张表" if len(result.refused) > NAMED else ""
            text = (
                f"打印机没有接受{names}{more}，已送出 {done}。"
                "请检查打印机是否开机、有纸，或保存的位置能否写入，再打印没有送出的表。"
            )
            show_error(self._window, "没有全部打印", text, UNTOUCHED)
        elif result.cancelled:
            speaker.say(f"已停止，停止前已送出 {done}")
        else:
            shrunk = "，已按打印机能印的范围缩放" if fit else ""
            speaker.say(f"已送到 {where}：{done}{shrunk}")

    # --- no printer ---

    def save_pdf(self, documents: Sequence[Document]) -> None:
        """Ask for a name and write the same pages as PDF."""
        from perfdesk.export.pdf import write_pdf  # noqa: PLC0415 - loads reportlab

        settings = self._office.settings
        stem = safe_name(documents[0].heading if len(documents) == 1 else "打印")
        start = Path(settings.export_folder or Path.home(), f"{stem}.pdf")
        name, _ = QFileDialog.getSaveFileName(
            self._window, "另存为 PDF", str(start), "PDF 文件 (*.pdf)"
        )
        if not name:
            return
        path = Path(name) if name.lower().endswith(".pdf") else Path(f"{name}.pdf")
        try:
            write_file(path, write_pdf(documents))
        except PerfdeskError as error:
            show_error(self._window, "不能保存", str(error), UNTOUCHED)
            return
        speaker: Speaker = self._window  # type: ignore[assignment]
        speaker.say(f"已保存到 {path}")
