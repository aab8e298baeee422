"""Page set-up in the layout: margins, row heights, size of text, and shrinking to save a page."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.dossier.state import AS_THE_BLANK, Dossier, PageChoices
from perfdesk.export.document import make_document
from perfdesk.layout.breaking import text_width
from perfdesk.layout.measure import measure
from perfdesk.layout.pages import Page, make_pages
from perfdesk.layout.paginate import LEAST_SCALE, Paged, at_scale, fitted, paginate
from perfdesk.layout.setting import SIZES, apply_choices, smaller_size
from perfdesk.layout.sheet import Sheet
from tests.support import forms
from tests.support.overflow import overflowing_case
from tests.support.sheets import PT, cell, free, sheet, value

margins = st.floats(5, 60).map(lambda mm: round(mm, 1))
choices = st.builds(
    PageChoices,
    margins_mm=st.none() | st.tuples(margins, margins, margins, margins),
    rows=st.sampled_from(["compact", "normal", "roomy"]),
    smaller=st.booleans(),
    fit=st.booleans(),
    own_fonts=st.booleans(),
)


def plain() -> Sheet:
    """A title, a row of labels, and a value of four lines."""
    return sheet(free(0, "标题"), cell(1, 0, "甲"), value(2, 0, 4), columns=(170,), height=22.7)


def heights(own: Sheet) -> list[float]:
    return list(measure(own).heights)


def test_the_blank_s_own_way_is_left_alone() -> None:
    own = plain()
    assert apply_choices(own, AS_THE_BLANK) is own
    assert apply_choices(own, PageChoices()) is own


def test_rows_of_the_table_alone_are_set_closer() -> None:
    # Usual: 22.7 → 23.25; 4 lines: 4 × 13.65 + 2 × 2.835 = 60.27 → 60.75.
    # Compact: 0.75 × 22.7 = 17.03 → 17.25; 4 × 10.5 × 1.25 + 2 × 1.417 = 55.33 → 55.5.
    # Roomy: 1.25 × 22.7 = 28.38 → 28.5; 4 × 10.5 × 1.5 + 2 × 4.252 = 71.50 → 72.
    assert heights(plain()) == [23.25, 23.25, 60.75]
    assert heights(apply_choices(plain(), PageChoices(rows="compact"))) == [23.25, 17.25, 55.5]
    assert heights(apply_choices(plain(), PageChoices(rows="roomy"))) == [23.25, 28.5, 72.0]


def test_text_of_the_table_alone_is_a_size_smaller() -> None:
    own = apply_choices(plain(), PageChoices(smaller=True))
    assert [c.style.size for c in own.cells] == [10.5, 9.0, 9.0]
    # 4 × 9 × 1.3 + 5.67 = 52.47 → 52.5
    assert heights(own) == [23.25, 23.25, 52.5]


def test_sizes_are_those_that_have_a_chinese_name() -> None:
    # 小四 → 五号 → 小五 → 六号 → 小六 → 七号 → 八号, which has none below
    assert [smaller_size(size) for size in (12.0, 10.5, 9.0, 7.5, 6.5, 5.5, 5.0)] == [
        *(10.5, 9.0, 7.5, 6.5, 5.5, 5.0, 5.0),
    ]
    assert smaller_size(11.0) == 10.5
    assert list(SIZES) == sorted(SIZES)


def test_columns_fill_the_width_between_the_margins() -> None:
    # A4 upright: 210 - 10 - 30 = 170 as before; 210 - 15 - 10 = 185, so 50 mm become 54.41 mm.
    own = sheet(cell(0, 0, "甲"), cell(0, 1, "乙"), columns=(50, 120))
    same = apply_choices(own, PageChoices(margins_mm=(10, 30, 25, 20)))
    assert same.columns_mm == own.columns_mm
    wider = apply_choices(own, PageChoices(margins_mm=(15, 10, 25, 20)))
    assert wider.columns_mm == pytest.approx((54.412, 130.588), abs=0.001)
    assert sum(wider.columns_mm) == pytest.approx(185)


# ---- shrinking ----


def test_a_form_is_shrunk_no_more_than_needed() -> None:
    # Rows of 4 lines are 60.75 pt; a page has 714.33 pt: 11 rows. 12 rows are 729: a scale of
    # 714.33 / 729 = 0.9799, so 0.97.
    own = sheet(*(value(i, 0, 4) for i in range(12)), columns=(170,))
    whole = paginate(measure(own))
    assert (whole.pages, whole.scale) == (2, 1)
    shrunk = paginate(measure(msgspec.structs.replace(own, fit=True)))
    assert (shrunk.pages, shrunk.scale) == (1, 0.97)
    assert at_scale(whole.measured, 0.98).pages == 2


def test_what_cannot_be_read_any_more_is_not_done() -> None:
    # 20 rows are 1,215 pt: one page would take 0.58, two are what they are.
    own = sheet(*(value(i, 0, 4) for i in range(20)), columns=(170,))
    assert fitted(paginate(measure(own))) is None
    kept = paginate(measure(msgspec.structs.replace(own, fit=True)))
    assert (kept.pages, kept.scale) == (2, 1)
    assert fitted(paginate(measure(plain()))) is None


def test_a_long_form_loses_its_last_page() -> None:
    # 24 rows: 11 + 11 + 2 on three pages; 12 a page at 0.97.
    own = sheet(*(value(i, 0, 4) for i in range(24)), columns=(170,))
    shrunk = paginate(measure(msgspec.structs.replace(own, fit=True)))
    assert (shrunk.pages, shrunk.scale) == (2, 0.97)


def test_a_shrunk_page_hangs_from_the_top_between_the_margins() -> None:
    own = sheet(*(value(i, 0, 4) for i in range(12)), columns=(170,))
    (page,) = make_pages(paginate(measure(msgspec.structs.replace(own, fit=True))))
    left, right = min(r.x0 for r in page.rules), max(r.x1 for r in page.rules)
    assert (right - left) / PT == pytest.approx(170 * 0.97)
    assert (left + right) / 2 / PT == pytest.approx(105)
    assert min(r.y0 for r in page.rules) / PT == pytest.approx(25)
    assert {r.weight for r in page.rules} == {0.5 * 0.97}
    assert {run.size for run in page.runs} == {10.5 * 0.97}


# ---- whatever is chosen ----


def ink(pages: tuple[Page, ...]) -> str:
    return "".join(sorted("".join(run.text for page in pages for run in page.runs)))


def check(paged: Paged) -> None:
    """All text is there, within the margins, and each page filled no further than it may be."""
    pages = make_pages(paged)
    setup = paged.measured.sheet.page
    left, right, top, bottom = (mm * PT for mm in setup.margins_mm)
    for page in pages:
        for rule in page.rules:
            assert left - 0.01 <= rule.x0 <= rule.x1 <= page.width - right + 0.01
            assert top - 0.01 <= rule.y0 <= rule.y1 <= page.height - bottom + 0.01
        for run in page.runs:
            width = text_width(run.text, run.face, run.size)
            assert run.x + width <= page.width - right + 0.01 or len(run.text) == 1
            assert top - 0.01 <= run.y <= page.height - bottom + 0.01
    assert LEAST_SCALE <= paged.scale <= 1
    assert paged.scale == round(paged.scale, 2)


@given(choices)
@settings(max_examples=25)
def test_any_choices(own: PageChoices) -> None:
    case = overflowing_case()
    dossier = forms.dossier_of(case.data)
    check(_laid(dossier, own))


@pytest.mark.soak
@given(choices, st.integers(0, 200))
@settings(max_examples=400)
def test_any_choices_on_any_form(own: PageChoices, seed: int) -> None:
    dossier = forms.dossier_of(forms.random_case(seed).data)
    check(_laid(dossier, own))


def _laid(dossier: Dossier, own: PageChoices) -> Paged:
    form = msgspec.structs.replace(dossier.forms[0], page=own)
    return make_document(dossier, form, forms.pack(dossier.pack)).paged
