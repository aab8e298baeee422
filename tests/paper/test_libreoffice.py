"""LibreOffice prints our workbooks as we print the form: the same pages, nothing clipped."""

from collections import Counter
from collections.abc import Callable

import pytest

from perfdesk.export.pdf import write_pdf
from tests.paper.conftest import SEEDS, Printed, book_of, tricky_case
from tests.support import forms
from tests.support.forms import Case
from tests.support.judge import check_form
from tests.support.official import PT_PER_MM
from tests.support.paper import all_ink, out_of_place, read_pdf, read_table

pytestmark = pytest.mark.needs_libreoffice

EDGE = 1.0 * PT_PER_MM
"""How far a column edge may be off: spreadsheets round widths to pixels."""


def check_printed(case: Case, printed: bytes) -> None:
    """Raise where LibreOffice's pages are not ours."""
    want = case.expected()
    theirs, ours = read_pdf(printed), read_pdf(write_pdf([case.document()]))
    assert len(theirs) == len(ours)
    for number, (page, own) in enumerate(zip(theirs, ours, strict=True), 1):
        assert (page.width, page.height) == pytest.approx(want.size_pt, abs=0.5)
        assert Counter(all_ink([page])) == Counter(all_ink([own])), f"page {number}"
        # A clipped text is still in the file, so that its place must be looked at too.
        wrong = out_of_place(page)
        assert not wrong, f"page {number}: {wrong}"
    pages = [read_table(page, want.edges_pt, EDGE) for page in theirs]
    assert check_form(want, pages) == check_form(
        want, [read_table(page, want.edges_pt, EDGE) for page in ours]
    )


@pytest.mark.parametrize("name", forms.real_names())
def test_real_form(name: str, printed: Printed) -> None:
    check_printed(forms.real_case(name), printed[name])


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form(case: Case, printed: Printed) -> None:
    check_printed(case, printed[case.name])


@pytest.mark.parametrize("seed", SEEDS)
def test_random_form(seed: int, printed: Printed) -> None:
    case = forms.plain_case(seed)
    check_printed(case, printed[case.name])


@pytest.mark.soak
@pytest.mark.parametrize("first", range(20, 220, 25))
def test_many_random_forms(first: int, office_prints: Callable[[Printed], Printed]) -> None:
    cases = {f"plain-{seed}": forms.plain_case(seed) for seed in range(first, first + 25)}
    printed = office_prints({name: book_of(case) for name, case in cases.items()})
    for name, case in cases.items():
        check_printed(case, printed[name])


def test_long_form_repeats_its_heads(printed: Printed) -> None:
    """The judge wants the heads on each page that goes on with their table."""
    check_printed(forms.long_case(), printed["long"])
    assert len(read_pdf(printed["long"])) >= 4


def test_texts_that_look_like_something_else(printed: Printed) -> None:
    check_printed(tricky_case(), printed["tricky"])


def test_all_forms_in_one_workbook(printed: Printed) -> None:
    cases = [case for case in forms.real_cases() if case.name.startswith("004")]
    pages = read_pdf(printed["all-004"])
    single = [page for case in cases for page in read_pdf(printed[case.name])]
    assert [Counter(all_ink([page])) for page in pages] == [
        Counter(all_ink([page])) for page in single
    ]
    assert not [wrong for page in pages for wrong in out_of_place(page)]


# ---- the check bites ----


def test_check_bites_where_a_row_is_too_low(printed: Printed) -> None:
    with pytest.raises(AssertionError, match="rule"):
        check_printed(forms.long_case(), printed["clipped"])


def test_check_bites_where_a_column_is_not_printed(printed: Printed) -> None:
    with pytest.raises(AssertionError, match="page 1"):
        check_printed(forms.long_case(), printed["cropped"])


def test_check_bites_where_another_form_is_printed(printed: Printed) -> None:
    other = forms.long_case()
    other.form["values"]["period_goal"] = other.form["values"]["period_goal"].replace("，", "。", 1)
    with pytest.raises(AssertionError, match="page 1"):
        check_printed(other, printed["long"])
