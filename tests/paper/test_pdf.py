"""The finished PDF, read back by another program, shows the official form with all its values."""

import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from perfdesk.export.pdf import write_pdf
from perfdesk.layout.pages import Page, make_pages
from tests.support import forms
from tests.support.forms import Case
from tests.support.judge import WrongPaperError, check_form
from tests.support.official import ink, sections
from tests.support.paper import (
    NotATableError,
    PaperPage,
    ReadPage,
    all_ink,
    out_of_place,
    read_pdf,
    read_table,
)

EDGE = 0.1  # points that a column edge may be off
FRAME, INNER = 1.0, 0.5  # points
LABELS = "".join(
    [
        *(td.text for section in sections().values() for row in section.rows for td in row),
        *(line for section in sections().values() for line, _ in section.above + section.below),
    ]
)


def tables(case: Case, pages: list[PaperPage]) -> list[ReadPage]:
    edges = case.expected().edges_pt
    return [read_table(page, edges, EDGE) for page in pages]


def check_paper(case: Case, data: bytes) -> list[list[int]]:
    """Raise where the PDF is not the form on its official paper; return the rows of each page."""
    want = case.expected()
    pages = read_pdf(data)
    for number, page in enumerate(pages, 1):
        assert (page.width, page.height) == pytest.approx(want.size_pt, abs=0.1)
        wrong = out_of_place(page)
        assert not wrong, f"page {number}: {wrong}"
        check_frame(page)
    rows = check_form(want, tables(case, pages))
    check_characters(case, pages)
    return rows


def check_frame(page: PaperPage) -> None:
    """The frame is heavier than what is inside it, all around and on every page."""
    left, right = min(r.x0 for r in page.rules), max(r.x1 for r in page.rules)
    top, bottom = min(r.top for r in page.rules), max(r.bottom for r in page.rules)
    for rule in page.rules:
        outer = rule.x0 in {left, right} if rule.upright else rule.top in {top, bottom}
        assert rule.weight == (FRAME if outer else INNER), rule


def check_characters(case: Case, pages: list[PaperPage]) -> None:
    """Characters that no printed label has are exactly those of the values, each as often.

    A second look, that knows nothing of cells: it cannot err where the judge may.
    """
    section = sections()[case.data["pack"], case.form["template"]]
    lines = section.above + section.below
    texts = [text for text, first_only in lines if case.number == 1 or not first_only]
    texts += [td.text for row in section.rows for td in row]
    printed = set(
        LABELS + "0123456789项目金额实施年度"
    )  # the year, the number, the variants' words
    values = case.values + [case.data["unit_name"]] * sum("{unit_name}" in t for t in texts)
    typed = Counter(char for char in ink("".join(values)) if char not in printed)
    shown = Counter(char for char in all_ink(pages) if char not in printed)
    assert shown == typed


@cache
def pdf_of(name: str) -> bytes:
    return write_pdf([forms.real_case(name).document()])


# ---- forms ----


@pytest.mark.parametrize("name", forms.real_names())
def test_real_form(name: str) -> None:
    check_paper(forms.real_case(name), pdf_of(name))


def test_real_forms_are_all_there() -> None:
    assert len(forms.real_cases()) == 22


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form_has_one_page(case: Case) -> None:
    assert len(check_paper(case, write_pdf([case.document()]))) == 1


@pytest.mark.parametrize("seed", range(20))
def test_random_form(seed: int) -> None:
    case = forms.random_case(seed)
    check_paper(case, write_pdf([case.document()]))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 220))
def test_many_random_forms(seed: int) -> None:
    case = forms.random_case(seed)
    check_paper(case, write_pdf([case.document()]))


def test_long_form_repeats_its_heads() -> None:
    case = forms.long_case()
    want = case.expected()
    rows = check_paper(case, write_pdf([case.document()]))
    # 3,000 characters in 132 mm: (132 - 1.6) / 25.4 × 72 / 10.5 = 35 a line, 86 lines of 13.65 pt
    # are 1,174 pt, and a page has (297 - 45) / 25.4 × 72 = 714; 40 rows of 23 pt and more follow.
    assert len(rows) >= 4
    for table in {tuple(heads) for heads in want.heads} - {()}:
        own = {row for row, heads in enumerate(want.heads) if heads == table}
        touched = [page for page in rows if own & set(page)]
        assert len(touched) >= 2
        for page in touched:
            first = min(page.index(row) for row in own & set(page))
            assert tuple(page[first - len(table) : first]) == table
    label = next(cell for cell in want.cells if cell.text == "年度绩效指标")
    pages = tables(case, read_pdf(write_pdf([case.document()])))
    shown = [page for page in pages if any(cell.text == label.text for cell in page.cells)]
    touched = [page for page in rows if any(label.row <= r < label.row + label.rows for r in page)]
    assert len(shown) == len(touched)


@pytest.mark.parametrize("first", ["产出指标", "成本指标"])
@pytest.mark.parametrize("template", ["department", "project"])
def test_official_variants(template: str, first: str) -> None:
    case = forms.one_case("lukou-2026", template, {"indicators": []})
    options = {} if first == "产出指标" else {"band_order": "cost_first"}
    if template == "project" and options:
        options |= {"amount_label": "project_amount", "period_label": "project_year"}
    case.form["options"] = options
    check_paper(case, write_pdf([case.document()]))
    labels = [cell.text for cell in case.expected().cells if cell.text.endswith("指标")]
    assert labels.index(first) == min(labels.index(x) for x in ("产出指标", "成本指标"))


def test_all_forms_in_one_file() -> None:
    """Page by page the same as file by file."""
    by_dossier: dict[str, list[Case]] = {}
    for case in forms.real_cases():
        by_dossier.setdefault(case.name[:3], []).append(case)
    for cases in by_dossier.values():
        merged = read_pdf(write_pdf([case.document() for case in cases]))
        assert merged == [page for case in cases for page in read_pdf(pdf_of(case.name))]


# ---- texts that nobody expects ----

HUGE = "".join(forms.HAN[i * i % len(forms.HAN)] for i in range(2500))


OUTSIDE = [
    (key, place)
    for key, section in sections().items()
    for place in ["unit_name", *section.fields()]
    if place == "unit_name" or place.startswith("signature.")
]


@pytest.mark.parametrize(("key", "place"), OUTSIDE)
def test_huge_text_outside_the_table(key: tuple[str, str], place: str) -> None:
    """Above and below the table too a text goes on over pages, and nothing is lost."""
    group, _, name = place.partition(".")
    values = {group: {name: HUGE}} if name else {}
    case = forms.one_case(*key, values, "示例局" if name else HUGE)
    pages = read_pdf(write_pdf([case.document()]))
    assert not [wrong for page in pages for wrong in out_of_place(page)]
    check_nothing_lost(case, pages)
    first = "".join(glyph.text for glyph in pages[0].glyphs)
    assert "盖章" in first or key[0] == "pingluo-2026"


def check_nothing_lost(case: Case, pages: list[PaperPage], but: str = "") -> None:
    """All characters are there, and more than once only those of heads and other labels."""
    want = case.expected()
    values = [case.data["unit_name"], *case.values]
    typed = Counter(char for char in "".join(want.texts) if char not in but)
    shown = Counter(all_ink(pages))
    assert not typed - shown
    assert not (shown - typed).keys() & (set("".join(values)) - set(LABELS))


def test_huge_text_in_a_cell_over_rows() -> None:
    """资金总额 stands beside a row of labels and a row of amounts; both grow, none is lost."""
    values = {"budget": {"total": HUGE, "gov_fund": "12", "other_funds": HUGE[:900]}}
    case = forms.one_case("lukou-2026", "department", values)
    assert len(check_paper(case, write_pdf([case.document()]))) > 5


def test_rare_characters_are_text() -> None:
    """𠮷 lies beyond the first 65,536 characters, 喆镕頔㎡ beyond the face of the values."""
    rare = "𠮷喆镕頔㎡①Ⅳ℃"
    case = forms.one_case("lukou-2026", "project", {"project_name": rare, "annual_goal": rare * 30})
    document = case.document()
    assert document.unprintable() == ()
    check_paper(case, write_pdf([document]))


def test_characters_that_no_font_has() -> None:
    """They are told, print as an empty box, and harm nothing around them."""
    values = {"project_name": "智慧🚀商务", "annual_goal": "好😀" * 400 + "完"}
    case = forms.one_case("lukou-2026", "project", values)
    document = case.document()
    assert document.unprintable() == ("😀", "🚀")
    pages = read_pdf(write_pdf([document]))
    assert not [wrong for page in pages for wrong in out_of_place(page)]
    check_nothing_lost(case, pages, but="😀🚀")


def test_characters_that_are_not_seen() -> None:
    """What comes along from web pages and chats leaves no box behind."""
    unseen = "\u200e\u200d\ufe0f\u00ad\u202a\u2066\ufeff\u2009\x0b"
    values = {"project_name": f"渌商{unseen}大会", "annual_goal": f"{unseen}好{unseen}" * 200}
    case = forms.one_case("lukou-2026", "project", values)
    document = case.document()
    assert document.unprintable() == ()
    check_paper(case, write_pdf([document]))


# ---- the file itself ----


@pytest.mark.needs_poppler
def test_second_reader_finds_the_same_text(tmp_path: Path) -> None:
    """What one searches and copies in a viewer (most of them read as poppler does)."""
    rare = forms.one_case("lukou-2026", "project", {"project_name": "𠮷喆镕頔㎡①Ⅳ℃☑□"})
    cases = [*forms.real_cases(), rare, forms.long_case()]
    file = tmp_path / "form.pdf"
    for case in cases:
        data = write_pdf([case.document()])
        file.write_bytes(data)
        done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
        assert Counter(ink(done.stdout.decode())) == Counter(all_ink(read_pdf(data))), case.name


@pytest.mark.needs_poppler
def test_fonts_are_embedded_subsets(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    file.write_bytes(write_pdf([forms.long_case().document()]))
    done = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True)
    rows = [line.split() for line in done.stdout.splitlines()[2:]]
    assert rows
    for row in rows:  # name type encoding emb sub uni object
        name, *_, embedded, subset, unicode, _, _ = row
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), row
        assert name[6] == "+"
    # Half a megabyte at most, of fonts that have 30.
    assert file.stat().st_size < 500_000


# ---- each check bites ----

Change = Callable[[tuple[Page, ...]], tuple[Page, ...]]


def on_first_page(change: Callable[[Page], dict[str, Any]]) -> Change:
    def mutate(pages: tuple[Page, ...]) -> tuple[Page, ...]:
        return (msgspec.structs.replace(pages[0], **change(pages[0])), *pages[1:])

    return mutate


def moved(page: Page, text: str, **by: float) -> dict[str, Any]:
    """Move the one run that is ``text``."""
    [run] = [run for run in page.runs if run.text == text]
    there = msgspec.structs.replace(run, **{key: getattr(run, key) + by[key] for key in by})
    return {"runs": tuple(there if r is run else r for r in page.runs)}


def without_rule(page: Page, *, upright: bool, at: int) -> dict[str, Any]:
    own = [rule for rule in page.rules if (rule.x0 == rule.x1) == upright]
    return {"rules": tuple(rule for rule in page.rules if rule is not own[at])}


MUTATIONS: dict[str, tuple[type[Exception], str, Change]] = {
    "text over its rule": (
        AssertionError,
        "over the right rule",
        on_first_page(lambda page: moved(page, "商贸流通", x=56.0)),
    ),
    "text in the margin": (
        AssertionError,
        "over the left rule",
        on_first_page(lambda page: moved(page, "金额单位：万元", x=-400.0, y=-50.0)),
    ),
    "text beside the table": (
        AssertionError,
        "beside the table",
        on_first_page(lambda page: moved(page, "商贸流通", x=430.0)),
    ),
    "text on text": (
        AssertionError,
        "on each other",
        on_first_page(
            lambda page: {
                "runs": (
                    *page.runs,
                    moved(page, "商贸流通", x=3.0)["runs"][-1],
                    *[
                        msgspec.structs.replace(run, x=run.x + 6)
                        for run in page.runs
                        if run.text == "商贸流通"
                    ],
                )
            }
        ),
    ),
    "a value missing": (
        WrongPaperError,
        "商贸流通",
        on_first_page(
            lambda page: {"runs": tuple(run for run in page.runs if run.text != "商贸流通")}
        ),
    ),
    "a value in the next row": (
        WrongPaperError,
        "商贸流通",
        on_first_page(lambda page: moved(page, "商贸流通", y=33.0)),
    ),
    "a label missing": (
        WrongPaperError,
        "所属专项",
        on_first_page(
            lambda page: {"runs": tuple(run for run in page.runs if run.text != "所属专项")}
        ),
    ),
    "a rule missing": (
        NotATableError,
        "no rectangle",
        on_first_page(lambda page: without_rule(page, upright=False, at=3)),
    ),
    "a frame open": (
        AssertionError,
        "beside the table",
        on_first_page(lambda page: without_rule(page, upright=True, at=-1)),
    ),
    "a page twice": (WrongPaperError, "comes next", lambda pages: (pages[0], pages[0], *pages[1:])),
    "a page missing": (WrongPaperError, "comes next", lambda pages: (pages[0], *pages[2:])),
    "pages in another order": (WrongPaperError, "comes next", lambda pages: (*pages[1:], pages[0])),
    "heads not repeated": (
        WrongPaperError,
        "三级指标",
        lambda pages: (
            pages[0],
            *(
                msgspec.structs.replace(
                    page, runs=tuple(r for r in page.runs if "三级" not in r.text)
                )
                for page in pages[1:]
            ),
        ),
    ),
    "a frame as thin as the rest": (
        AssertionError,
        "weight=0.5",
        on_first_page(
            lambda page: {
                "rules": tuple(msgspec.structs.replace(r, weight=0.5) for r in page.rules)
            }
        ),
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_check_bites(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, words, change = MUTATIONS[name]
    case = forms.long_case()
    monkeypatch.setattr("perfdesk.export.pdf.make_pages", lambda paged: change(make_pages(paged)))
    with pytest.raises(kind, match=words):
        check_paper(case, write_pdf([case.document()]))


def test_check_bites_where_padding_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    case = forms.long_case()
    monkeypatch.setattr("perfdesk.layout.strokes.SIDE_PADDING", -3.0)
    with pytest.raises(AssertionError, match="rule"):
        check_paper(case, write_pdf([case.document()]))


def test_check_bites_where_rows_are_low(monkeypatch: pytest.MonkeyPatch) -> None:
    case = forms.long_case()
    monkeypatch.setattr("perfdesk.layout.measure.PADDING", -8.0)
    with pytest.raises(AssertionError, match="rule"):
        check_paper(case, write_pdf([case.document()]))


def test_check_bites_where_two_values_are_exchanged() -> None:
    case, other = forms.long_case(), forms.long_case()
    rows = other.form["values"]["indicators"]
    rows[7]["value"], rows[8]["value"] = rows[8]["value"], rows[7]["value"]
    with pytest.raises(WrongPaperError, match="comes next"):
        check_paper(case, write_pdf([other.document()]))


def test_check_bites_where_a_row_is_in_another_group() -> None:
    case, other = forms.long_case(), forms.long_case()
    rows = other.form["values"]["indicators"]
    assert rows[3]["level2"] == "数量指标"
    rows[3]["level2"] = "质量指标"
    with pytest.raises(WrongPaperError):
        check_paper(case, write_pdf([other.document()]))


def test_characters_are_counted() -> None:
    case = forms.long_case()
    pages = read_pdf(write_pdf([case.document()]))
    check_characters(case, pages)
    case.form["values"]["period_goal"] += "囧"
    with pytest.raises(AssertionError):
        check_characters(case, pages)
