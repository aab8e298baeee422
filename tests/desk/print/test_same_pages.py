"""PDF, preview and printer show the same: every character and every line within 0.2 mm."""

from pathlib import Path

import msgspec
import pytest

from perfdesk.dossier.state import PageChoices
from perfdesk.layout.pages import Page
from perfdesk.layout.strokes import Rule
from tests.desk.print.samepages import (
    MM,
    case_with,
    differences,
    furthest,
    pages_of,
    pdf_pages,
    previewed,
    printed_to_file,
    real_pages,
)
from tests.support import forms
from tests.support.forms import Case
from tests.support.paper import PaperPage

SCREEN = 96 / 72
CHOICES = {
    "compact": PageChoices(rows="compact"),
    "roomy": PageChoices(rows="roomy"),
    "smaller": PageChoices(smaller=True),
    "fit": PageChoices(fit=True),
    "margins": PageChoices(margins_mm=(30.0, 10.0, 15.0, 35.0)),
    "all": PageChoices(margins_mm=(25.0, 15.0, 10.0, 10.0), rows="compact", smaller=True, fit=True),
}


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("name", forms.real_names())
def test_real_form_on_a_printer(name: str, tmp_path: Path) -> None:
    document = forms.real_case(name).document()
    pages = printed_to_file(pages_of(document), tmp_path / "printed.pdf")
    assert differences(real_pages(name), pages) == []


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form_on_a_printer(case: Case, tmp_path: Path) -> None:
    document = case.document()
    pages = printed_to_file(pages_of(document), tmp_path / "printed.pdf")
    assert differences(pdf_pages(document), pages) == []


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("name", forms.real_names())
def test_real_form_in_the_preview(name: str, tmp_path: Path) -> None:
    document = forms.real_case(name).document()
    pages = previewed(pages_of(document), SCREEN, tmp_path / "seen.pdf")
    assert differences(real_pages(name), pages) == []


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("scale", [0.35, 1.0, 1.27, 2.0, 4.17])
def test_preview_is_the_same_at_each_size(scale: float, tmp_path: Path) -> None:
    document = forms.sample_case().document()
    pages = previewed(pages_of(document), scale, tmp_path / "seen.pdf")
    found = [what for what in differences(pdf_pages(document), pages) if "weight" not in what]
    # On a screen no line is thinner than a pixel.
    assert found == [] or scale < 2
    assert furthest(pdf_pages(document), pages) < 0.2 * MM


@pytest.mark.usefixtures("application")
def test_long_form(tmp_path: Path) -> None:
    document = forms.long_case().document()
    wanted = pdf_pages(document)
    assert len(wanted) > 4
    pages = printed_to_file(pages_of(document), tmp_path / "printed.pdf")
    assert differences(wanted, pages) == []
    seen = previewed(pages_of(document), SCREEN, tmp_path / "seen.pdf")
    assert differences(wanted, seen) == []


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("choices", CHOICES.values(), ids=CHOICES)
def test_form_set_otherwise(choices: PageChoices, tmp_path: Path) -> None:
    _, _, document = case_with(forms.real_case("004-4-project"), choices)
    wanted = pdf_pages(document)
    pages = printed_to_file(pages_of(document), tmp_path / "printed.pdf")
    assert differences(wanted, pages) == []
    assert differences(wanted, previewed(pages_of(document), SCREEN, tmp_path / "seen.pdf")) == []


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("seed", range(3))
def test_random_form(seed: int, tmp_path: Path) -> None:
    check_random(seed, tmp_path)


@pytest.mark.soak
@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("seed", range(3, 150))
def test_many_random_forms(seed: int, tmp_path: Path) -> None:
    check_random(seed, tmp_path)


def check_random(seed: int, folder: Path) -> None:
    document = forms.random_case(seed).document()
    wanted = pdf_pages(document)
    assert differences(wanted, printed_to_file(pages_of(document), folder / "printed.pdf")) == []
    assert differences(wanted, previewed(pages_of(document), SCREEN, folder / "seen.pdf")) == []


# ---- the ruler ----


def ruled_page() -> Page:
    """A page with a line of 100 mm across and one down."""
    x, y, length = 30 * MM, 40 * MM, 100 * MM
    rules = (Rule(x, y, x + length, y, 0.5), Rule(x, y, x, y + length, 0.5))
    return Page(210 * MM, 297 * MM, rules, ())


@pytest.mark.usefixtures("application")
def test_ruler(tmp_path: Path) -> None:
    (page,) = printed_to_file([ruled_page()], tmp_path / "ruler.pdf")
    check_ruler(page)


def check_ruler(page: PaperPage) -> None:
    across, down = sorted(page.rules, key=lambda rule: rule.upright)
    assert (across.x1 - across.x0) / MM == pytest.approx(100, abs=0.05)
    assert (down.bottom - down.top) / MM == pytest.approx(100, abs=0.05)
    assert (across.x0 / MM, across.top / MM) == pytest.approx((30, 40), abs=0.2)


def frame(page: PaperPage) -> tuple[float, float, float]:
    """Left edge, right edge and top of the frame in mm."""
    edges = min(r.x0 for r in page.rules), max(r.x1 for r in page.rules)
    return edges[0] / MM, edges[1] / MM, min(r.top for r in page.rules) / MM


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize(
    ("choices", "left", "right"),
    [
        (PageChoices(), 20, 190),
        (PageChoices(rows="compact", smaller=True), 20, 190),
        (PageChoices(margins_mm=(30.0, 12.0, 25.0, 20.0)), 30, 198),
    ],
    ids=["as the blank", "compact", "margins"],
)
def test_frame_is_true(choices: PageChoices, left: float, right: float, tmp_path: Path) -> None:
    _, _, document = case_with(forms.real_case("004-4-project"), choices)
    for page in printed_to_file(pages_of(document), tmp_path / "printed.pdf"):
        assert frame(page)[:2] == pytest.approx((left, right), abs=0.1)


@pytest.mark.usefixtures("application")
def test_factor_is_the_one_that_is_said(tmp_path: Path) -> None:
    """Everything on paper is the said part of what it would be, midway between the margins."""
    case = forms.real_case("004-4-project")
    dossier, form, document = case_with(case, PageChoices(fit=True))
    whole = case.document()
    assert (whole.paged.pages, document.paged.pages) == (2, 1)
    scale = document.paged.scale
    assert scale == 0.95  # as the preview offers it
    (page,) = printed_to_file(pages_of(document), tmp_path / "printed.pdf")
    left, right, _ = frame(page)
    assert right - left == pytest.approx(170 * scale, abs=0.1)
    assert (left + right) / 2 == pytest.approx(105, abs=0.1)
    large = printed_to_file(pages_of(whole), tmp_path / "large.pdf")[0]
    head = slice(0, 40)
    for one, other in zip(page.glyphs[head], large.glyphs[head], strict=True):
        assert one.bottom - one.top == pytest.approx((other.bottom - other.top) * scale, abs=0.05)
        assert one.base - 25 * MM == pytest.approx((other.base - 25 * MM) * scale, abs=0.3)
    assert msgspec.structs.replace(form, page=PageChoices()) == dossier.forms[case.index]


# ---- the comparison bites ----


@pytest.mark.usefixtures("application")
def test_a_page_moved_by_a_third_of_a_millimetre_is_found(tmp_path: Path) -> None:
    document = forms.sample_case().document()
    (page, *_) = pages_of(document)
    moved = msgspec.structs.replace(
        page, runs=tuple(msgspec.structs.replace(r, x=r.x + 0.3 * MM) for r in page.runs)
    )
    pages = printed_to_file([moved], tmp_path / "printed.pdf")
    assert differences(pdf_pages(document)[:1], pages)
