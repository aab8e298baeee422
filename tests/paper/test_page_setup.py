"""A form set on paper otherwise: the workbook printed by LibreOffice has the pages of the PDF."""

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.dossier.state import PageChoices
from perfdesk.export.document import Document, make_document
from perfdesk.export.pdf import write_pdf
from perfdesk.export.xlsx import XlsxWriter
from perfdesk.layout.setting import smaller_size
from tests.support import forms, office
from tests.support.overflow import overflowing_case
from tests.support.paper import PaperPage, all_ink, read_pdf

MM = 72 / 25.4
CHOICES = {
    "usual": PageChoices(),
    "compact": PageChoices(rows="compact"),
    "roomy": PageChoices(rows="roomy"),
    "smaller": PageChoices(smaller=True),
    "fit": PageChoices(fit=True),
    "margins": PageChoices(margins_mm=(30.0, 10.0, 15.0, 35.0)),
    "wider": PageChoices(margins_mm=(12.0, 10.0, 12.0, 12.0), rows="compact"),
    "all": PageChoices(margins_mm=(25.0, 15.0, 10.0, 10.0), rows="roomy", smaller=True, fit=True),
}


def document(choices: PageChoices) -> Document:
    case = overflowing_case()
    dossier = forms.dossier_of(case.data)
    form = msgspec.structs.replace(dossier.forms[0], page=choices)
    return make_document(dossier, form, case.pack)


def books() -> dict[str, bytes]:
    """All workbooks by one writer, one after the other: none keeps what the one before was set."""
    writer = XlsxWriter(overflowing_case().pack)
    return {name: writer.write([document(choices)]) for name, choices in CHOICES.items()}


def frame(page: PaperPage) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the table in mm."""
    return (
        min(r.x0 for r in page.rules) / MM,
        min(r.top for r in page.rules) / MM,
        max(r.x1 for r in page.rules) / MM,
        max(r.bottom for r in page.rules) / MM,
    )


def widths(page: PaperPage) -> list[float]:
    return sorted({round(r.x0 / MM * 2) / 2 for r in page.rules if r.upright})


@pytest.mark.needs_libreoffice
def test_libreoffice_prints_the_same_pages(tmp_path: Path) -> None:
    printed = office.convert(tmp_path, books())
    for name, choices in CHOICES.items():
        own = document(choices)
        ours, theirs = read_pdf(write_pdf([own])), read_pdf(printed[name])
        assert len(theirs) == len(ours) == own.paged.pages, name
        assert Counter(all_ink(theirs)) == Counter(all_ink(ours)), name
        for one, other in zip(ours, theirs, strict=True):
            assert frame(other) == pytest.approx(frame(one), abs=1.5), name
            assert widths(other) == pytest.approx(widths(one), abs=1.0), name


def test_what_the_workbook_says(tmp_path: Path) -> None:
    """Font sizes, scale, margins and columns as a spreadsheet shows them to the user."""
    found = books()
    usual = _sheet(found["usual"], tmp_path)
    fit, small = _sheet(found["fit"], tmp_path), _sheet(found["smaller"], tmp_path)
    assert (usual.page_setup.scale, usual.print_options.horizontalCentered or False) == (100, False)
    assert fit.page_setup.scale == round(document(CHOICES["fit"]).paged.scale * 100) < 100
    assert fit.print_options.horizontalCentered
    sizes = {cell.font.sz for row in usual.iter_rows() for cell in row if cell.border.left.style}
    smaller = {cell.font.sz for row in small.iter_rows() for cell in row if cell.border.left.style}
    assert sizes - smaller == {10.5}
    assert smaller - sizes == {smaller_size(10.5)}
    wide = _sheet(found["wider"], tmp_path)
    for key, column in usual.column_dimensions.items():
        # 170 mm between the margins become 188.
        assert wide.column_dimensions[key].width == pytest.approx(column.width * 188 / 170)
    again = _sheet(found["margins"], tmp_path)
    assert again.page_margins.left == pytest.approx(30 / 25.4)
    assert again.page_margins.top == pytest.approx(15 / 25.4)


def _sheet(data: bytes, folder: Path) -> Worksheet:
    file = folder / "book.xlsx"
    file.write_bytes(data)
    sheet: Worksheet = load_workbook(file).worksheets[0]
    return sheet
