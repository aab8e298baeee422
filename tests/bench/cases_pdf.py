"""PDF, from the data of a form to the bytes of a file.

The limit is reportlab's bare canvas, with the same fonts and rl_accel on both sides. It is handed
what our layout works out, ready-made: every line, sorted by weight, and every piece of text with
its place. It has nothing to do but to draw them, in the cheapest way the library offers.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from reportlab.lib import colors
from reportlab.lib.fonts import addMapping
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from perfdesk.dossier.state import Dossier, Form
from perfdesk.export.document import Document, make_document
from perfdesk.export.pdf import write_pdf
from perfdesk.jobs.export import ExportRequest, export_dossier
from perfdesk.layout.breaking import break_text
from perfdesk.layout.fonts import face_key, faces
from perfdesk.layout.measure import PT_PER_MM
from perfdesk.layout.pages import Page, make_pages
from tests.bench import forms
from tests.bench.harness import ROUNDS, Figure, Goal, child, figures, python, race

TITLE = "PDF, ms a form / reportlab's bare canvas drawing the same lines and texts"

FORMS, BATCH, MERGED = 3, 20, 100


class Drawing(msgspec.Struct):
    """A page as the canvas wants it: lines by weight and texts, from the bottom left."""

    size: tuple[float, float]
    lines: list[tuple[float, list[tuple[float, float, float, float]]]]
    texts: list[tuple[float, float, str, str, float]]


def drawing(page: Page) -> Drawing:
    """Return a page of ours ready for the canvas."""
    top = page.height
    rules = sorted(page.rules, key=lambda rule: rule.weight)
    return Drawing(
        (page.width, page.height),
        [
            (weight, [(r.x0, top - r.y0, r.x1, top - r.y1) for r in own])
            for weight, own in groupby(rules, key=lambda rule: rule.weight)
        ],
        [(run.x, top - run.y, run.text, font_name(run.face), run.size) for run in page.runs],
    )


@cache
def font_name(face: str) -> str:
    """Return the name under which :func:`register` makes a face known to reportlab."""
    return f"bench-{face}"


@cache
def register(name: str) -> None:
    """Make a face known to reportlab.

    Not by ``registerFont``, which takes a font of the same face that our writer may have made
    known, and perhaps sped up, for this one.
    """
    face = faces()[name.removeprefix("bench-")]
    fonts: dict[str, TTFont] = vars(pdfmetrics)["_fonts"]
    fonts[name] = TTFont(name, str(face.path()))
    addMapping(name, 0, 0, name)


def raw_pdf(drawings: Sequence[Drawing]) -> bytes:
    """Draw pages with the bare canvas: the limit."""
    buffer = io.BytesIO()
    register(drawings[0].texts[0][3])
    canvas = Canvas(buffer, pageCompression=1, initialFontName=drawings[0].texts[0][3])  # type: ignore[arg-type]
    for page in drawings:
        canvas.setPageSize(page.size)
        canvas.setLineCap(2)
        for weight, lines in page.lines:
            canvas.setLineWidth(weight)
            canvas.lines(lines)
        text = canvas.beginText()
        font: tuple[str, float] = ("", 0.0)
        for x, y, words, name, size in page.texts:
            if (name, size) != font:
                font = (name, size)
                register(name)
                text.setFont(name, size)
            text.setTextOrigin(x, y)
            text.textOut(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def drawings(dossier: Dossier, form: Form) -> list[Drawing]:
    """Lay a form out for the limit."""
    return [drawing(page) for page in make_pages(document(dossier, form).paged)]


def document(dossier: Dossier, form: Form) -> Document:
    """Lay a form out."""
    return make_document(dossier, form, forms.pack())


def platypus_pdf(dossier: Dossier, form: Form) -> bytes:
    """Make the same table by reportlab's page layout engine, the usual way to a PDF in Python."""
    measured = document(dossier, form).paged.measured
    sheet = measured.sheet
    rows: list[list[Any]] = [[""] * len(sheet.columns_mm) for _ in sheet.rows]
    look: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((side, (0, 0), (-1, -1), 2) for side in ("LEFTPADDING", "RIGHTPADDING")),
        *((side, (0, 0), (-1, -1), 2) for side in ("TOPPADDING", "BOTTOMPADDING")),
    ]
    styles: dict[tuple[str, float], ParagraphStyle] = {}
    for cell in sheet.cells:
        name, size = font_name(face_key(cell.style.font)), cell.style.size
        register(name)
        style = styles.setdefault(
            (name, size),
            ParagraphStyle("p", fontName=name, fontSize=size, leading=size * 1.3, wordWrap="CJK"),
        )
        rows[cell.row][cell.col] = Paragraph(cell.text, style) if cell.text else ""
        if cell.rows * cell.cols > 1:
            end = (cell.col + cell.cols - 1, cell.row + cell.rows - 1)
            look.append(("SPAN", (cell.col, cell.row), end))
    buffer = io.BytesIO()
    widths = [width * PT_PER_MM for width in sheet.columns_mm]
    SimpleDocTemplate(buffer, pagesize=(595, 842), topMargin=70, bottomMargin=56).build(
        [Table(rows, widths, style=look)]
    )
    return buffer.getvalue()


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    yield from _single()
    yield from _batch()
    yield from _fresh()
    yield from _memory()


def _some(number: int, count: int) -> list[tuple[Dossier, Form]]:
    """Return ``count`` forms of round ``number``; no two rounds have one in common."""
    own = forms.dossier(count, number * count)
    return [(own, form) for form in own.forms]


def _single() -> Iterator[Figure]:
    ready = [[drawings(*pair) for pair in _some(number, FORMS)] for number in range(ROUNDS + 1)]
    sample = forms.sample()
    sample_ready = [drawings(sample, form) for form in sample.forms]

    def ours(number: int) -> list[bytes]:
        return [write_pdf([document(*pair)]) for pair in _some(number, FORMS)]

    def sample_pdf(_: int) -> list[bytes]:
        break_text.cache_clear()  # the same texts each round: none may be remembered
        return [write_pdf([document(sample, form)]) for form in sample.forms]

    cases = {
        "ours": ours,
        "raw": lambda number: [raw_pdf(pages) for pages in ready[number]],
        "platypus": lambda number: [platypus_pdf(*pair) for pair in _some(number, 1)],
        "our sample": sample_pdf,
        "raw sample": lambda _: [raw_pdf(pages) for pages in sample_ready],
    }
    times = race(cases)
    goals = (
        Goal("one form of 40 indicators, one file", "ours", "raw", 1.3, 0.5),
        Goal("the same / platypus", "ours", "platypus", 0.6, 0.35),
        Goal("the forms of the sample, one file each", "our sample", "raw sample", 1.3, 0.5),
    )
    count = len(sample.forms)
    per = {"ours": FORMS, "raw": FORMS, "our sample": count, "raw sample": count}
    yield from figures(times, goals, per=per)
    size, limit = (sum(map(len, case(0))) / FORMS / 1024 for case in (ours, cases["raw"]))
    yield Figure("size of a file", size, limit, size / limit, 1.1, 0.75, "KiB")


def _batch() -> Iterator[Figure]:
    """As the program exports: a file each in a folder, or all in one file."""
    ready = [[drawings(*pair) for pair in _some(number, BATCH)] for number in range(ROUNDS + 1)]
    pack = forms.pack()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)

        def each(number: int) -> None:
            request = ExportRequest(folder / "ours", ("pdf",))
            export_dossier(forms.dossier(BATCH, number * BATCH), pack, request)

        def merged(number: int) -> None:
            request = ExportRequest(folder / "ours", ("pdf",), merged=True)
            export_dossier(forms.dossier(MERGED, number * MERGED), pack, request)

        def raw(number: int) -> None:
            (folder / "raw").mkdir(exist_ok=True)
            for i, pages in enumerate(ready[number]):
                (folder / "raw" / f"{i}.pdf").write_bytes(raw_pdf(pages))

        times = race({"each": each, "merged": merged, "raw": raw})
    goals = (
        Goal(f"{BATCH} forms exported, a file each", "each", "raw", 1.3, 0.5),
        Goal(
            f"{MERGED} forms exported into one file / raw, a file each", "merged", "raw", 1.5, 1.2
        ),
    )
    yield from figures(times, goals, per={"each": BATCH, "merged": MERGED, "raw": BATCH})


OURS_FIRST = """
import sys, time
from perfdesk.export import document, pdf
from tests.bench import forms
dossier, pack = forms.dossier(1), forms.pack()
start = time.perf_counter()
pdf.write_pdf([document.make_document(dossier, dossier.forms[0], pack)])
print(time.perf_counter() - start)
"""

RAW_FIRST = """
import sys, time
from pathlib import Path
import msgspec
from tests.bench import cases_pdf
data = Path(sys.argv[1]).read_bytes()
pages = msgspec.msgpack.decode(data, type=list[cases_pdf.Drawing])
start = time.perf_counter()
cases_pdf.raw_pdf(pages)
print(time.perf_counter() - start)
"""


def _fresh() -> Iterator[Figure]:
    """The first file of a process, which opens the fonts (after the imports, on both sides)."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "pages")
        own = forms.dossier(1)
        file.write_bytes(msgspec.msgpack.encode(drawings(own, own.forms[0])))
        commands = {"ours": python(OURS_FIRST), "raw": python(RAW_FIRST, str(file))}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(5):
            for name, command in commands.items():
                times[name].append(float(child(command).output))
    yield from figures(times, [Goal("the first file of a process", "ours", "raw", 1.3, 0.5)])


BATCH_CHILD = """
import sys
from pathlib import Path
from perfdesk.jobs.export import ExportRequest, export_dossier
from tests.bench import forms
export_dossier(forms.dossier({count}), forms.pack(), ExportRequest(Path(sys.argv[1]), ({kind!r},)))
"""


def _memory() -> Iterator[Figure]:
    """A whole process for 100 forms, against LibreOffice printing our 100 workbooks in one call."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        code = BATCH_CHILD.format(count=MERGED, kind="pdf")
        ours = child(python(code, str(folder / "ours")))
        if shutil.which("soffice") is None:
            name = f"peak memory, {MERGED} forms (no LibreOffice here)"
            yield Figure(name, ours.peak, float("nan"), float("nan"), None, None, "MiB")
            return
        child(python(BATCH_CHILD.format(count=MERGED, kind="xlsx"), str(folder / "books")))
        books = sorted(map(str, (folder / "books").glob("*.xlsx")))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", place]
        child([*command, books[0]])  # makes the profile
        peer = child([*command, *books])
    time, limit = (result.seconds / MERGED * 1e3 for result in (ours, peer))
    name = f"a whole process, {MERGED} forms / LibreOffice"
    yield Figure(name, time, limit, time / limit, 1 / 8, 1 / 15)
    ratio = ours.peak / peer.peak
    yield Figure("its peak memory / LibreOffice", ours.peak, peer.peak, ratio, 0.5, 0.35, "MiB")
