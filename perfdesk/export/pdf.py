"""Write pages as PDF: the same runs and lines that screen and printer paint."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from perfdesk.layout.fonts import faces
from perfdesk.layout.installed import OwnFace, own_parts
from perfdesk.layout.pages import Page, make_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.export.document import Document

CREATOR = "perfdesk"

_BEYOND_BMP = re.compile(r"<([0-9A-F]{5,6})>")


class _Font(TTFont):
    """A font whose text can be searched and copied, rare characters included, and embedded fast.

    reportlab's table for searching writes 𠮷 (U+20BB7) as five digits, which readers take for ₻
    (U+20BB); PDF wants UTF-16, a pair of surrogates. For each file it copies all outlines of the
    font, 12 MB, to take out some hundred; and it embeds the name table with the licence text,
    which no reader looks at.
    """

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        face: Any = self.face
        read = face.get_table
        first, length = face.get_table_pos("glyf")
        outlines = memoryview(face._ttf_data)[first : first + length]

        def get_table(tag: str) -> bytes | memoryview:
            if tag == "glyf":
                return outlines
            if tag == "name":
                raise KeyError(tag)
            return bytes(read(tag))

        face.get_table = get_table

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's own
        super().addObjects(doc)
        for name, item in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                item.content = _BEYOND_BMP.sub(_utf16, item.content)


def _utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def _font(face: str) -> str:
    """Register a face with reportlab once a process; return the name to use."""
    entry = faces()[face]
    name = entry.file.rpartition(".")[0]
    pdfmetrics.registerFont(_Font(name, str(entry.path())))
    return name


@cache
def _own_font(face: OwnFace) -> str:
    """Register a font of this computer; return the name to use."""
    pdfmetrics.registerFont(_Font(face.name, str(face.path)))
    return face.name


def write_pdf(documents: Sequence[Document], *, dated: bool = True) -> bytes:
    """Return one PDF with all pages of ``documents``, a bookmark for each.

    Args:
        documents: at least one.
        dated: write the time of making; without it equal input gives equal bytes.
    """
    first = documents[0]
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pageCompression=1,
        invariant=None if dated else 1,
        initialFontName=_font(first.paged.measured.texts[0].face),  # type: ignore[arg-type]
    )
    canvas.setTitle(first.heading if len(documents) == 1 else f"{first.year}年预算绩效目标表")
    canvas.setAuthor(first.unit_name)
    canvas.setSubject(f"{first.year}年预算绩效目标")
    canvas.setCreator(CREATOR)
    for document in documents:
        for number, page in enumerate(make_pages(document.paged)):
            canvas.setPageSize((page.width, page.height))
            if number == 0:
                key = f"form{document.number}"
                canvas.bookmarkPage(key)
                canvas.addOutlineEntry(document.heading, key)
            _paint(canvas, page)
            canvas.showPage()
    if len(documents) > 1:
        canvas.showOutline()
    canvas.save()
    return buffer.getvalue()


def _paint(canvas: Canvas, page: Page) -> None:
    height = page.height
    canvas.setLineCap(2)  # square ends close the corners of the frame
    for weight, rules in groupby(
        sorted(page.rules, key=lambda r: r.weight), key=lambda r: r.weight
    ):
        canvas.setLineWidth(weight)
        canvas.lines([(r.x0, height - r.y0, r.x1, height - r.y1) for r in rules])
    text = canvas.beginText()
    font: tuple[str, float] = ("", 0.0)
    squeezed = 1.0
    parts = (
        (part for run in page.runs for part in own_parts(run))
        if page.own_fonts
        else ((run, None, 1.0) for run in page.runs)
    )
    for run, own, squeeze in parts:
        wanted = (_own_font(own) if own else _font(run.face), run.size)
        if wanted != font:
            font = wanted
            text.setFont(*font)
        if squeeze != squeezed:
            squeezed = squeeze
            text.setHorizScale(100 * squeeze)
        text.setTextOrigin(run.x, height - run.y)
        text.textOut(run.text)
    canvas.drawText(text)
