"""Pages painted by different painters, held against each other as a reader of PDF finds them."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path

import msgspec
from fontTools.ttLib import TTFont
from PySide6.QtGui import QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from perfdesk.desk.paint import paint_page
from perfdesk.desk.printing import PrintJob, page_layout
from perfdesk.desk.printrun import Printed, PrintRun
from perfdesk.dossier.state import Dossier, Form, PageChoices
from perfdesk.export.document import Document, make_document
from perfdesk.export.pdf import write_pdf
from perfdesk.layout.pages import Page, make_pages
from tests.conftest import ROOT
from tests.support import forms
from tests.support.forms import Case
from tests.support.paper import Glyph, PaperPage, Rule, read_pdf

MM = 72 / 25.4
TOLERANCE = 0.2 * MM
PAPER = 1.0
"""Points that a page's size may be off: Qt writes whole points."""
WEIGHT = 0.3


def pages_of(document: Document) -> tuple[Page, ...]:
    return make_pages(document.paged)


def pdf_pages(document: Document) -> list[PaperPage]:
    return read_pdf(write_pdf([document]))


@cache
def real_pages(name: str) -> list[PaperPage]:
    """The PDF of a real form, read once."""
    return pdf_pages(forms.real_case(name).document())


def case_with(case: Case, choices: PageChoices) -> tuple[Dossier, Form, Document]:
    """A form set on paper otherwise."""
    dossier = forms.dossier_of(case.data)
    form = msgspec.structs.replace(dossier.forms[case.index], page=choices)
    return dossier, form, make_document(dossier, form, case.pack)


def printed_to_file(pages: Sequence[Page], file: Path) -> list[PaperPage]:
    """Print through Qt's own PDF printer, as 打印到文件 does."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(file))
    result = run_print(printer, [PrintJob("表", tuple(pages))])
    assert result == Printed(1, len(pages), cancelled=False, refused=())
    return read_pdf(file.read_bytes())


def run_print(
    printer: QPrinter, jobs: Sequence[PrintJob], on_page: Callable[[PrintRun], None] | None = None
) -> Printed:
    """Print jobs and wait until that is done."""
    results: list[Printed] = []
    run = PrintRun(printer, jobs)
    run.finished.connect(results.append)
    if on_page is not None:
        run.progressed.connect(lambda *_: on_page(run))
    run.start()
    while not results:
        QTest.qWait(1)
    run.deleteLater()
    return results[0]


def previewed(pages: Sequence[Page], scale: float, file: Path) -> list[PaperPage]:
    """What the preview paints at ``scale`` pixels for a point, in a file that can be read."""
    writer = QPdfWriter(str(file))
    writer.setResolution(1200)
    painter = QPainter()
    for number, page in enumerate(pages):
        writer.setPageLayout(page_layout(page))
        if number == 0:
            assert painter.begin(writer)
        else:
            writer.newPage()
        painter.save()
        painter.scale(1200 / 72 / scale, 1200 / 72 / scale)
        paint_page(painter, page, scale)
        painter.restore()
    painter.end()
    return read_pdf(file.read_bytes())


def differences(ours: Sequence[PaperPage], theirs: Sequence[PaperPage]) -> list[str]:
    """Return where pages differ by more than 0.2 mm, in text, or in the weight of a line."""
    if len(ours) != len(theirs):
        return [f"{len(ours)} pages, {len(theirs)} pages"]
    return [
        f"page {number}: {what}"
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True), 1)
        for what in _page_differences(one, other)
    ]


def _page_differences(one: PaperPage, other: PaperPage) -> Iterable[str]:
    for name in ("width", "height"):
        if abs(getattr(one, name) - getattr(other, name)) > PAPER:
            yield f"{name} {getattr(one, name)} {getattr(other, name)}"
    if len(one.glyphs) != len(other.glyphs):
        yield f"{len(one.glyphs)} characters, {len(other.glyphs)} characters"
    for a, b in zip(one.glyphs, other.glyphs, strict=False):
        if not _same_ink(a, b) or _apart(a, b) > TOLERANCE:
            yield f"{a} {b}"
    ours, theirs = sorted(one.rules, key=_place), sorted(other.rules, key=_place)
    if len(ours) != len(theirs):
        yield f"{len(ours)} rules, {len(theirs)} rules"
    for rule, same in zip(ours, theirs, strict=False):
        if _rule_apart(rule, same) > TOLERANCE or abs(rule.weight - same.weight) > WEIGHT:
            yield f"{rule} {same}"


def _same_ink(a: Glyph, b: Glyph) -> bool:
    """Tell whether two characters look the same: a font may draw two with one glyph (～ and 〜)."""
    if a.font != b.font:
        return False
    if len(a.text.encode("utf-16-le")) > 2:
        return True  # beyond the BMP Qt gives the same glyph another code
    return a.text == b.text or _glyph_names(a.font, a.text) == _glyph_names(b.font, b.text)


@cache
def _glyph_names(font: str, text: str) -> list[str | None]:
    with TTFont(ROOT / "resources" / "fonts" / f"{font}.ttf", lazy=True) as file:
        names = file.getBestCmap()
        return [names.get(ord(char)) for char in text]


def _place(rule: Rule) -> tuple[bool, float, float]:
    return rule.upright, round(rule.x0), round(rule.top)


def _apart(a: Glyph, b: Glyph) -> float:
    return max(abs(a.x0 - b.x0), abs(a.base - b.base))


def _rule_apart(a: Rule, b: Rule) -> float:
    ends = abs(a.x0 - b.x0), abs(a.x1 - b.x1), abs(a.top - b.top), abs(a.bottom - b.bottom)
    return max(ends)


def furthest(ours: Sequence[PaperPage], theirs: Sequence[PaperPage]) -> float:
    """Return the largest distance of two equal characters, in points."""
    return max(
        _apart(a, b)
        for one, other in zip(ours, theirs, strict=True)
        for a, b in zip(one.glyphs, other.glyphs, strict=True)
    )
