"""Printing from the preview: what is asked, what is remembered, and a run that is stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QTimer, qInstallMessageHandler
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from perfdesk.desk import printing, printwork
from perfdesk.desk import settings as remembered
from perfdesk.desk.dialogs.ask import ErrorMessage
from perfdesk.desk.dialogs.printing import CutQuestion, NoPrinter
from perfdesk.desk.preview import Preview
from perfdesk.desk.previewbar import ALL
from perfdesk.desk.printing import (
    TRUE,
    Fit,
    PrintJob,
    _listed,
    chosen_jobs,
    fit_on,
    make_printer,
    unprintable_margin,
    wanted_pages,
)
from perfdesk.desk.program import Program
from perfdesk.desk.settings import Printing
from perfdesk.jobs.workspace import Workspace
from perfdesk.layout.pages import Page
from perfdesk.layout.strokes import Rule
from tests.desk.dialogs.waiting import wait_until
from tests.desk.print.samepages import MM, pages_of, run_print
from tests.support import forms
from tests.support.paper import page_count, read_pdf

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture
def office(application: QApplication) -> Program:
    remembered.save(remembered.Settings())
    return Program(application)


@pytest.fixture
def refusing(quiet_qt: None) -> Iterator[None]:
    """Qt says on its own account that a printer takes nothing; the program says it better."""
    before = qInstallMessageHandler(lambda *_: None)
    yield
    qInstallMessageHandler(before)


def to_file(file: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(file))
    return printer


def preview_of(office: Program, workspace: Workspace) -> Preview:
    preview = Preview(workspace, workspace.dossier.forms[0].id, office)
    preview.show()
    preview.bar.choose_scope(ALL)
    assert wait_until(lambda: not preview.pages.waiting)
    return preview


def dialog_comes(kind: type[QWidget], found: list[QWidget]) -> None:
    """Close the next dialog, and note it."""

    def there() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        found.append(dialog)
        dialog.close()

    QTimer.singleShot(0, there)


# ---- which pages ----


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("2", [2]),
        ("2-3,5", [2, 3, 5]),
        ("4-", [4, 5, 6]),
        ("-2", [1, 2]),
        (" 1 , 3 - 4 ", [1, 3, 4]),
        ("", []),
        ("a,1,-", [1]),
    ],
)
def test_listed_pages(text: str, pages: list[int]) -> None:
    assert list(_listed(text, 6)) == pages


def test_a_range_counts_the_pages_of_all_forms(tmp_path: Path) -> None:
    (page, *_) = pages_of(forms.sample_case().document())
    jobs = [PrintJob("甲", (page, page)), PrintJob("乙", (page,)), PrintJob("丙", (page, page))]
    printer = QPrinter()
    assert chosen_jobs(printer, jobs) == jobs
    printer.setFromTo(2, 4)
    assert [(job.title, len(job.pages)) for job in chosen_jobs(printer, jobs)] == [
        *(("甲", 1), ("乙", 1), ("丙", 1)),
    ]
    assert wanted_pages(printer, 5) == {2, 3, 4}
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    (merged,) = chosen_jobs(printer, jobs)
    assert len(merged.pages) == 3


# ---- what the printer cuts ----


def page_with_frame(left: float, top: float, right: float, bottom: float) -> Page:
    """A page whose ink has these distances from the edges of the paper, in mm."""
    x0, y0, x1, y1 = left * MM, top * MM, (210 - right) * MM, (297 - bottom) * MM
    rules = (Rule(x0, y0, x1, y0, 0), Rule(x0, y1, x1, y1, 0), Rule(x0, y0, x0, y1, 0))
    return Page(210 * MM, 297 * MM, rules, ())


class Margins:
    """A printer that leaves a margin (left, top, right, bottom in mm)."""

    def __init__(self, *margins_mm: float) -> None:
        self.margins = QMarginsF(*(mm * MM for mm in margins_mm))

    def setPageLayout(self, layout: QPageLayout) -> None:  # noqa: N802 - Qt's name
        layout.setMinimumMargins(self.margins)
        self.layout = layout

    def pageLayout(self) -> QPageLayout:  # noqa: N802 - Qt's name
        return self.layout


def test_true_scale_where_nothing_is_cut() -> None:
    printer = Margins(5, 5, 5, 5)
    page = page_with_frame(20, 25, 20, 20)
    assert unprintable_margin(printer, page) == 0.0  # type: ignore[arg-type]
    assert fit_on(printer, page) == TRUE  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("margins", "cut"),
    [((8, 5, 5, 5), 3), ((5, 9, 5, 5), 4), ((5, 5, 7.5, 5), 2.5), ((6, 6, 6, 12), 7)],
)
def test_what_is_cut_is_shrunk_into_what_is_printed(margins: tuple[float, ...], cut: float) -> None:
    printer = Margins(*margins)
    page = page_with_frame(5, 5, 5, 5)
    assert unprintable_margin(printer, page) == pytest.approx(cut, abs=0.02)  # type: ignore[arg-type]
    fit: Fit = fit_on(printer, page)  # type: ignore[arg-type]
    across = (210 - margins[0] - margins[2]) / 200
    down = (297 - margins[1] - margins[3]) / 287
    assert fit.scale == pytest.approx(min(1, across, down), abs=0.001)
    for rule in page.rules:
        for x, y in ((rule.x0, rule.y0), (rule.x1, rule.y1)):
            there = (x * fit.scale + fit.dx) / MM, (y * fit.scale + fit.dy) / MM
            assert margins[0] - 0.02 <= there[0] <= 210 - margins[2] + 0.02
            assert margins[1] - 0.02 <= there[1] <= 297 - margins[3] + 0.02


# ---- a run ----


def test_each_form_is_a_job(tmp_path: Path) -> None:
    (page, *_) = pages_of(forms.sample_case().document())
    file = tmp_path / "last.pdf"
    jobs = [PrintJob(f"表{i}", (page,) * i) for i in (1, 2, 3)]
    result = run_print(to_file(file), jobs)
    assert (result.jobs, result.pages, result.cancelled, result.refused) == (3, 6, False, ())
    assert page_count(file.read_bytes()) == 3  # each job began the file anew


def test_a_run_that_is_stopped_gives_its_job_up(tmp_path: Path) -> None:
    (page, *_) = pages_of(forms.sample_case().document())
    steps: list[int] = []

    def stop(run: object) -> None:
        steps.append(1)
        if len(steps) == 4:  # the second page of the second form
            run.cancel()  # type: ignore[attr-defined]

    jobs = [PrintJob("甲", (page, page)), PrintJob("乙", (page,) * 5)]
    result = run_print(to_file(tmp_path / "x.pdf"), jobs, stop)
    assert (result.jobs, result.pages, result.cancelled) == (1, 2, True)


@pytest.mark.usefixtures("refusing")
def test_a_printer_that_refuses_is_told(tmp_path: Path) -> None:
    (page, *_) = pages_of(forms.sample_case().document())
    printer = to_file(tmp_path / "no" / "such" / "folder" / "x.pdf")
    result = run_print(printer, [PrintJob("甲", (page,)), PrintJob("乙", (page,))])
    assert (result.jobs, result.pages, result.refused) == (0, 0, ("甲", "乙"))


# ---- from the preview ----


def test_no_printer_but_a_pdf(
    office: Program, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = preview_of(office, workspace)
    monkeypatch.setattr(printwork, "printers", list)
    found: list[QWidget] = []
    dialog_comes(NoPrinter, found)
    preview.print_()
    assert len(found) == 1
    file = tmp_path / "打印"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(printwork, "offer_pdf", lambda _: True)
    preview.print_()
    pages = read_pdf(file.with_suffix(".pdf").read_bytes())
    assert len(pages) == len(preview.pages.pages)


def test_what_was_chosen_is_remembered(
    office: Program, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = preview_of(office, workspace)
    file = tmp_path / "printed.pdf"

    def ask(_parent: object, printer: QPrinter, pages: int) -> bool:
        assert pages == len(preview.pages.pages)
        printer.setOutputFileName(str(file))
        printer.setCopyCount(2)
        return True

    monkeypatch.setattr(printwork, "printers", lambda: ["某打印机"])
    monkeypatch.setattr(printwork, "ask_printer", ask)
    preview.print_()
    assert wait_until(lambda: preview.printing.run is None)
    assert page_count(file.read_bytes()) == len(preview.pages.pages)
    assert preview.bar._words.text().startswith(f"已送到 {file}：")
    key = f"{workspace.dossier.pack}/{workspace.dossier.forms[0].template}"
    own = Program(office.application).settings.printing[key]
    assert own == Printing("", 2, collate=True, duplex="none", fit=False)
    assert make_printer(preview.pages.pages[0].page, own).copyCount() == 2


@pytest.mark.parametrize("shrink", [True, False, None])
def test_a_cut_is_asked_about(
    office: Program,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shrink: bool | None,
) -> None:
    preview = preview_of(office, workspace)
    file = tmp_path / "printed.pdf"

    def ask(_parent: object, printer: QPrinter, _pages: int) -> bool:
        printer.setOutputFileName(str(file))
        return True

    asked: list[tuple[float, float]] = []

    def answer(_parent: object, cut: float, scale: float) -> bool | None:
        asked.append((cut, scale))
        return shrink

    monkeypatch.setattr(printwork, "printers", lambda: ["某打印机"])
    monkeypatch.setattr(printwork, "ask_printer", ask)
    monkeypatch.setattr(printwork, "ask_about_cut", answer)
    monkeypatch.setattr(printing, "_room", lambda _, page: (25 * MM, 0, page.width, page.height))
    preview.print_()
    assert wait_until(lambda: preview.printing.run is None)
    ((cut, scale),) = asked
    assert cut == pytest.approx(5 + 0.5 / MM, abs=0.1)
    assert file.exists() == (shrink is not None)
    if shrink is not None:
        page = read_pdf(file.read_bytes())[0]
        width = (max(r.x1 for r in page.rules) - min(r.x0 for r in page.rules)) / MM
        assert width == pytest.approx(170 * (scale if shrink else 1), abs=0.2)


def test_questions_say_what_they_do() -> None:
    question = CutQuestion(3.24, 0.967)
    assert question.shrink.text() == "缩到 97% 打印(&F)"
    question.shrink.click()
    assert question.fit is True
    other = CutQuestion(3.24, 0.967)
    other.all_the_same.click()
    assert other.fit is False
    third = CutQuestion(3.24, 0.967)
    third.cancel.click()
    assert third.fit is None
    assert CutQuestion(3.24, 1.0).shrink.text() == "移动后打印(&M)"


@pytest.mark.usefixtures("refusing")
def test_a_refusal_is_told_with_the_names(
    office: Program, workspace: Workspace, tmp_path: Path
) -> None:
    preview = preview_of(office, workspace)
    found: list[QWidget] = []

    def there() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ErrorMessage):
            found.append(dialog)
            dialog.close()
        else:
            QTimer.singleShot(10, there)

    QTimer.singleShot(10, there)
    page = preview.pages.pages[0].page
    printer = to_file(tmp_path / "no" / "x.pdf")
    preview.printing.start(printer, [PrintJob("甲表", (page,))], fit=False)
    assert wait_until(lambda: preview.printing.run is None)
    assert len(found) == 1
