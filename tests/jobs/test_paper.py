"""What is said about a form's pages, what would make them better, and page set-up as values."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from perfdesk.dossier.edits import SetPage
from perfdesk.dossier.finals import guard
from perfdesk.dossier.session import Session
from perfdesk.dossier.state import AS_THE_BLANK, Dossier, FinalEvent, Form, PageChoices
from perfdesk.errors import ValuesError
from perfdesk.export.document import make_document
from perfdesk.jobs.create import dossier_from_values, new_dossier, values_from_dossier
from perfdesk.jobs.forms import add_form
from perfdesk.jobs.paper import (
    Remark,
    blank_dossier,
    lay_out,
    overflows,
    remarks,
    set_all_pages,
    set_page,
)
from perfdesk.jobs.records import Refusal
from perfdesk.storage.journal import _DECODER, EditLine
from tests.support import forms
from tests.support.forms import Case
from tests.support.overflow import overflowing_case

WHEN = datetime(2026, 5, 1, tzinfo=UTC)


def said(case: Case, page: PageChoices = AS_THE_BLANK) -> tuple[Remark, ...]:
    dossier = forms.dossier_of(case.data)
    form = msgspec.structs.replace(dossier.forms[case.index], page=page)
    return remarks(dossier, form, case.pack, make_document(dossier, form, case.pack))


def test_a_last_page_with_little_on_it_is_told_with_its_remedies() -> None:
    case = overflowing_case()
    (remark, *_) = said(case)
    assert remark.page == 2
    assert remark.text.startswith("第 2 页只排了 ")
    assert {remedy.label.partition("（")[0] for remedy in remark.remedies} <= {
        *("紧凑行高", "小一号字", "紧凑行高＋小一号字", "缩到一页"),
    }
    dossier = forms.dossier_of(case.data)
    for remedy in remark.remedies:
        paged = lay_out(dossier, dossier.forms[0], case.pack, remedy.page)
        assert (paged.pages, paged.scale) == (remedy.pages, remedy.scale)
        assert paged.pages == 1
        assert not overflows(paged)
    (*_, shrunk) = remark.remedies
    assert shrunk.label == f"缩到一页（{shrunk.scale:.0%}）"
    assert 0.75 <= shrunk.scale < 1


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_nothing_is_said_of_a_blank(case: Case) -> None:
    assert said(case) == ()


def test_a_text_that_goes_on_over_the_page_is_told() -> None:
    texts = [remark.text for remark in said(forms.long_case())]
    assert "第 1 页末尾，“实施期绩效目标”的文字较长，续到第 2 页。" in texts


def test_shrinking_that_does_not_help_is_told() -> None:
    goal = (forms.HAN * 20)[:2600]
    case = forms.one_case("lukou-2026", "project", {"annual_goal": goal})
    whole = case.document().paged
    assert whole.pages > 1
    told = said(case, PageChoices(fit=True))
    dossier = forms.dossier_of(case.data)
    helped = lay_out(dossier, dossier.forms[0], case.pack, PageChoices(fit=True)).scale != 1
    assert helped or any("也省不下一页" in remark.text for remark in told)


def test_characters_that_cannot_be_printed_are_told() -> None:
    case = forms.one_case("lukou-2026", "project", {"project_name": "智慧🚀商务"})
    assert [remark.text[:9] for remark in said(case)] == ["字库中没有这些字，"]


# ---- steps ----


def sample() -> tuple[Dossier, Any]:
    case = forms.sample_case()
    return forms.dossier_of(case.data), case.pack


def test_set_page_is_one_step_that_is_undone() -> None:
    dossier, _ = sample()
    own = dossier.forms[0]
    compact = PageChoices(rows="compact")
    step = set_page(dossier, own.id, compact)
    assert step is not None
    session = Session(dossier)
    changes = session.apply(*step)
    assert changes.forms == {own.id}
    assert session.dossier.forms[0].page == compact
    assert session.undo_label == "页面设置"
    session.undo()
    assert session.dossier == dossier
    assert set_page(session.dossier, own.id, own.page) is None
    assert set_page(session.dossier, "none", compact) is None


def test_set_all_pages() -> None:
    """Margins go to forms whose paper is held the same way, all else to every form."""
    pack = forms.pack("shifeng-2023")
    dossier = new_dossier(pack, "示例局", 2023)
    ways = {form.id: pack[form.template].grid.page.landscape for form in dossier.forms}
    assert set(ways.values()) == {True, False}
    upright = next(form for form in dossier.forms if not ways[form.id])
    page = PageChoices(margins_mm=(15.0, 15.0, 20.0, 20.0), smaller=True)
    step = set_all_pages(dossier, pack, page, upright.id)
    assert step is not None
    after = step[0].apply(dossier).dossier
    for form in after.forms:
        assert form.page.smaller
        assert form.page.margins_mm == (None if ways[form.id] else page.margins_mm)
    assert set_all_pages(after, pack, page, upright.id) is None


def test_a_final_form_may_still_be_set_otherwise_for_printing() -> None:
    dossier, _ = sample()
    event = FinalEvent(dossier.forms[0].id, locked=True, when=WHEN)
    final = msgspec.structs.replace(dossier, finals=(event,))
    guard(final, SetPage(dossier.forms[0].id, PageChoices(fit=True)).apply(final).dossier)


def test_a_further_form_is_set_as_its_likes_are() -> None:
    """Margins and sizes of a template go on to the next form; shrinking is each form's own."""
    case = overflowing_case()
    dossier, pack = forms.dossier_of(case.data), case.pack
    for page, wanted in (
        (AS_THE_BLANK, AS_THE_BLANK),
        (PageChoices(fit=True), AS_THE_BLANK),
        (PageChoices(rows="compact", fit=True), PageChoices(rows="compact")),
    ):
        own = SetPage(dossier.forms[0].id, page).apply(dossier).dossier
        made = add_form(own, pack, "project")
        assert not isinstance(made, Refusal)
        after = made[0].apply(own).dossier
        assert after.forms[-1].page == wanted


def test_blank_forms() -> None:
    dossier, pack = sample()
    blank = blank_dossier(dossier, pack)
    assert [form.template for form in blank.forms] == list(pack.info.templates)
    assert (blank.unit_name, blank.year) == ("", dossier.year)
    assert not any(form.values or form.tables for form in blank.forms)


def test_rows_of_several_kinds_are_told_apart_on_a_blank() -> None:
    """合计, then 一 and its 1, 二 and its 1, as the official form prints them."""
    pack = forms.pack("shifeng-2023")
    blank = blank_dossier(new_dossier(pack, "示例局", 2023), pack)
    form = next(form for form in blank.forms if form.template == "summary")
    rows = [(r.get("kind"), r.get("no"), r.get("name")) for r in form.records("items")]
    assert rows == [
        ("total", "", "合计"),
        *[("special", "一", ""), ("direction", "1", "")],
        *[("special", "二", ""), ("direction", "1", "")],
    ]


def test_the_journal_keeps_it() -> None:
    edit = SetPage("f", PageChoices(margins_mm=(5.0, 60.0, 20.5, 20.0), fit=True))
    line = EditLine(edit, "页面设置", WHEN)
    assert _DECODER.decode(msgspec.json.encode(line)) == line


# ---- values ----


def document(page: object) -> dict[str, Any]:
    form = {"template": "project", "values": {}, "page": page}
    return {"pack": "lukou-2026", "unit_name": "局", "year": 2026, "forms": [form]}


def read(page: object) -> Form:
    return dossier_from_values(document(page), forms.pack("lukou-2026")).forms[0]


def test_page_of_the_values() -> None:
    page = {"margins_mm": [20, Decimal("12.5"), 25, 20], "rows": "compact", "own_fonts": True}
    assert read(page).page == PageChoices(
        margins_mm=(20.0, 12.5, 25.0, 20.0), rows="compact", own_fonts=True
    )
    assert read({}).page is AS_THE_BLANK


@pytest.mark.parametrize(
    "page",
    [
        {"margins_mm": [20, 12.5, 25, 20]},
        {"rows": "roomy", "smaller": True},
        {"fit": True},
        {"margins_mm": [5, 60, 5, 60], "rows": "compact", "smaller": True, "own_fonts": True},
    ],
)
def test_what_goes_in_comes_out(page: dict[str, Any]) -> None:
    pack = forms.pack("lukou-2026")
    values = values_from_dossier(dossier_from_values(document(page), pack), pack)
    assert values["forms"][0]["page"] == page


def test_as_the_blank_is_not_shown() -> None:
    pack = forms.pack("lukou-2026")
    own = dossier_from_values(document({"rows": "normal", "fit": False}), pack)
    assert "page" not in values_from_dossier(own, pack)["forms"][0]


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ([], "forms[0].page"),
        ({"margin": []}, "forms[0].page"),
        ({"margins_mm": [20, 20, 20]}, "forms[0].page.margins_mm"),
        ({"margins_mm": [20, 20, 20, 4]}, "forms[0].page.margins_mm"),
        ({"margins_mm": [20, 20, 20, True]}, "forms[0].page.margins_mm"),
        ({"margins_mm": "20"}, "forms[0].page.margins_mm"),
        ({"rows": "small"}, "forms[0].page.rows"),
        ({"rows": None}, "forms[0].page.rows"),
        ({"fit": 1}, "forms[0].page.fit"),
        ({"smaller": "true"}, "forms[0].page.smaller"),
    ],
)
def test_what_is_no_page_is_told(page: object, place: str) -> None:
    with pytest.raises(ValuesError) as caught:
        read(page)
    assert [problem.place for problem in caught.value.problems] == [place]
