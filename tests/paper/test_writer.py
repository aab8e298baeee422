"""LibreOffice prints our Word documents as we print the form: same pages, nothing clipped."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element

import msgspec
import pytest

from perfdesk.dossier.state import PageChoices
from perfdesk.export.document import Document, make_document
from perfdesk.export.docx import write_docx
from perfdesk.export.pdf import write_pdf
from tests.support import forms, office, worddoc
from tests.support.forms import Case
from tests.support.judge import check_form
from tests.support.official import PT_PER_MM
from tests.support.paper import PaperPage, all_ink, out_of_place, read_pdf, read_table
from tests.support.worddoc import W

pytestmark = pytest.mark.needs_writer

Printed = dict[str, bytes]
Print = Callable[[Printed], Printed]

KNOWN = frozenset(forms.HAN + "，。、；：（）")
EDGE = 1.0 * PT_PER_MM
"""How far a column edge may be off."""


@pytest.fixture(scope="module")
def print_all(tmp_path_factory: pytest.TempPathFactory) -> Print:
    def convert(documents: Printed) -> Printed:
        return office.convert(tmp_path_factory.mktemp("writer"), documents, "docx")

    return convert


@pytest.fixture(scope="module")
def printed(print_all: Print) -> Printed:
    """What LibreOffice prints of the real and the blank forms, a long one and spoilt ones."""
    cases = [*forms.blank_cases(), *(forms.real_cases() if forms.real_data() else ())]
    files = {case.name: write_docx([case.document()]) for case in cases}
    files["long"] = write_docx([forms.long_case().document()])
    files |= {name: write_docx([chosen(choices)]) for name, choices in CHOICES.items()}
    files["clipped"] = worddoc.changed(files["long"], cut_rows)
    files["narrow"] = worddoc.changed(files["long"], narrow_column)
    if forms.real_data():
        files["all-001"] = write_docx([case.document() for case in own("001")])
    return print_all(files)


# Of a form of a page and a few lines.
CHOICES = {
    "fit": PageChoices(fit=True),
    "margins": PageChoices(margins_mm=(25.0, 15.0, 30.0, 15.0), rows="compact"),
    "roomy": PageChoices(rows="roomy", smaller=True),
}


def chosen(choices: PageChoices) -> Document:
    """Return a form set up in its own way."""
    case = forms.one_case("lukou-2026", "project", {"annual_goal": forms.HAN * 5})
    dossier = forms.dossier_of(case.data)
    form = msgspec.structs.replace(dossier.forms[0], page=choices)
    return make_document(msgspec.structs.replace(dossier, forms=(form,)), form, case.pack)


def own(dossier: str) -> list[Case]:
    return [case for case in forms.real_cases() if case.name.startswith(dossier)]


def cut_rows(root: Element) -> None:
    """All rows one line high, as a clerk would fix them."""
    for height in root.iter(f"{W}trHeight"):
        height.set(f"{W}hRule", "exact")
        height.set(f"{W}val", "400")


def narrow_column(root: Element) -> None:
    """The first column gives 3 mm to the second."""
    for columns in root.iter(f"{W}tblGrid"):
        for column, more in zip(columns, (-170, 170), strict=False):
            column.set(f"{W}w", str(int(column.get(f"{W}w", "0")) + more))
    for row in root.iter(f"{W}tr"):
        widths = list(row.iter(f"{W}tcW"))[:2]
        for width, more in zip(widths, (-170, 170), strict=False):
            width.set(f"{W}w", str(int(width.get(f"{W}w", "0")) + more))


def check_printed(case: Case, printed: bytes) -> None:
    """Raise where LibreOffice's pages are not ours."""
    want = case.expected()
    theirs, ours = read_pdf(printed), read_pdf(write_pdf([case.document()]))
    print(*differences(case, theirs, ours), sep="\n")
    assert len(theirs) == len(ours)
    for number, (page, mine) in enumerate(zip(theirs, ours, strict=True), 1):
        assert (page.width, page.height) == pytest.approx(want.size_pt, abs=0.5)
        assert Counter(all_ink([page])) == Counter(all_ink([mine])), f"page {number}"
        wrong = out_of_place(page)
        assert not wrong, f"page {number}: {wrong}"
    assert check_form(want, [read_table(page, want.edges_pt, EDGE) for page in theirs]) == (
        check_form(want, [read_table(page, want.edges_pt, EDGE) for page in ours])
    )


def differences(case: Case, theirs: list[PaperPage], ours: list[PaperPage]) -> list[str]:
    """Return a table, in mm: how far column edges, the table's top and its bottom are off."""
    rows = [f"{case.name}: {len(theirs)} pages for {len(ours)}"]
    for number, (page, mine) in enumerate(zip_longest(theirs, ours), 1):
        if page is None or mine is None or not page.rules or not mine.rules:
            continue
        edges = case.expected().edges_pt
        off = max(min(abs(rule.x0 - edge) for edge in edges) for rule in page.rules if rule.upright)
        top = min(r.top for r in page.rules) - min(r.top for r in mine.rules)
        end = max(r.bottom for r in page.rules) - max(r.bottom for r in mine.rules)
        shown = (f"{value / PT_PER_MM:+.2f}" for value in (off, top, end))
        rows.append(
            f"  page {number}: edges {next(shown)}, top {next(shown)}, bottom {next(shown)}"
        )
    return rows


@pytest.mark.parametrize("name", forms.real_names())
def test_real_form(name: str, printed: Printed) -> None:
    check_printed(forms.real_case(name), printed[name])


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form(case: Case, printed: Printed) -> None:
    check_printed(case, printed[case.name])


def test_long_form_repeats_its_heads(printed: Printed) -> None:
    check_printed(forms.long_case(), printed["long"])
    assert len(read_pdf(printed["long"])) >= 4


def test_all_forms_in_one_document(printed: Printed) -> None:
    """Portrait and landscape; each page as in the document of its form alone."""
    forms.real_cases()  # ends the test where they are not at hand
    pages = read_pdf(printed["all-001"])
    single = [page for case in own("001") for page in read_pdf(printed[case.name])]
    assert [(page.width, Counter(all_ink([page]))) for page in pages] == [
        (page.width, Counter(all_ink([page]))) for page in single
    ]
    assert not [wrong for page in pages for wrong in out_of_place(page)]


@pytest.mark.parametrize("name", CHOICES)
def test_page_set_up(name: str, printed: Printed) -> None:
    """Margins, heights, sizes and 缩到一页 as in the PDF: edges within 0.1 mm, tops within 0.1."""
    document = chosen(CHOICES[name])
    theirs, ours = read_pdf(printed[name]), read_pdf(write_pdf([document]))
    assert (document.paged.scale < 1) == (name == "fit")
    assert len(theirs) == len(ours)
    for page, mine in zip(theirs, ours, strict=True):
        assert Counter(all_ink([page])) == Counter(all_ink([mine]))
        edges = {rule.x0 for rule in mine.rules if rule.upright}
        for rule in page.rules:
            if rule.upright:
                assert min(abs(rule.x0 - edge) for edge in edges) < 0.1 * PT_PER_MM
        tops = [min(rule.top for rule in side.rules) for side in (page, mine)]
        assert tops[0] == pytest.approx(tops[1], abs=0.1 * PT_PER_MM)


@pytest.mark.soak
@pytest.mark.parametrize("first", range(0, 200, 25))
def test_many_random_forms(first: int, print_all: Print) -> None:
    cases = {f"plain-{seed}": calm(forms.plain_case(seed)) for seed in range(first, first + 25)}
    printed = print_all({name: write_docx([case.document()]) for name, case in cases.items()})
    for name, case in cases.items():
        check_printed(case, printed[name])


@pytest.mark.soak
@pytest.mark.parametrize("first", range(0, 100, 25))
def test_wild_forms_lose_nothing(first: int, print_all: Print) -> None:
    """Lines may break elsewhere, even a page may be added; every character is in its cell.

    But for a stop that LibreOffice 7.4 hangs out of its cell, which overflowPunct forbids.
    """
    cases = {f"plain-{seed}": forms.plain_case(seed) for seed in range(first, first + 25)}
    printed = print_all({name: write_docx([case.document()]) for name, case in cases.items()})
    for name, case in cases.items():
        pages = read_pdf(printed[name])
        ours = Counter(all_ink(read_pdf(write_pdf([case.document()]))))
        assert set(ours - Counter(all_ink(pages))) <= set("，。、；：！？"), name
        assert not [wrong for page in pages for wrong in out_of_place(page)], name


def calm(case: Case) -> Case:
    """Return a form with Chinese text alone in its cells, amounts apart.

    LibreOffice 7.4 knows no autoSpaceDE: it always puts a gap between Chinese and other letters,
    and breaks lines at some signs elsewhere.
    """

    def text(value: str) -> str:
        if re.fullmatch(r"[0-9.,]*", value):
            return value
        return "".join(char if char in KNOWN or char == "\n" else "点" for char in value)

    def plain(value: Any) -> Any:  # noqa: ANN401 - the interchange format
        if isinstance(value, str):
            return text(value)
        if isinstance(value, list):
            return [plain(item) for item in value]
        fixed = {"level1", "level2", "kind"}
        return {key: item if key in fixed else plain(item) for key, item in value.items()}

    form = case.form | {"values": plain(case.form["values"])}
    return replace(
        case, data=case.data | {"unit_name": text(case.data["unit_name"]), "forms": [form]}
    )


# ---- the check bites ----


def test_check_bites_where_rows_cut(printed: Printed) -> None:
    with pytest.raises(AssertionError):
        check_printed(forms.long_case(), printed["clipped"])


def test_check_bites_where_a_column_is_narrower(printed: Printed) -> None:
    with pytest.raises(AssertionError, match="nearest edge"):
        check_printed(forms.long_case(), printed["narrow"])


def test_check_bites_where_another_form_is_printed(printed: Printed) -> None:
    other = forms.long_case()
    other.form["values"]["period_goal"] = other.form["values"]["period_goal"].replace("，", "。", 1)
    with pytest.raises(AssertionError, match="page 1"):
        check_printed(other, printed["long"])
