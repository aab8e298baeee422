from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from perfdesk.dossier.edits import Edit, SetValue
from perfdesk.dossier.state import Dossier, Form, PageChoices, Record
from perfdesk.dossier.state import Path as At
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.forms import (
    add_form,
    duplicate_form,
    form_caption,
    may_add,
    move_form,
    remove_form,
    touched_captions,
)
from perfdesk.jobs.records import Refusal
from perfdesk.storage.format import OpenFile
from perfdesk.storage.journal import Journal
from perfdesk.storage.recovery import find_left_behind
from tests.jobs.sheets import LUKOU, PINGLUO, SHIFENG, shipped


def dossier(pack_id: str, *forms: Form) -> Dossier:
    return Dossier(pack_id, "某局", shipped(pack_id).info.year, forms)


def project(number: int, **values: str) -> Form:
    return Form(f"f{number}", "project", values)


def done(before: Dossier, result: object) -> tuple[Dossier, str]:
    assert isinstance(result, tuple), result
    edit: Edit = result[0]
    outcome = edit.apply(before)
    assert outcome.inverse.apply(outcome.dossier).dossier == before
    return outcome.dossier, result[1]


def added(before: Dossier, key: str, after: str | None = None) -> Form:
    result = add_form(before, shipped(before.pack), key, after)
    assert isinstance(result, tuple)
    form = done(before, result)[0].form(result[2])
    assert form is not None
    return form


# ---- what a form is called ----


@pytest.mark.parametrize(
    ("pack_id", "template", "values", "caption"),
    [
        (LUKOU, "project", {"project_name": "  促\n消费 "}, ("项目支出绩效目标表", "促 消费")),
        (LUKOU, "project", {"project_name": "　"}, ("项目支出绩效目标表", "未命名")),
        (LUKOU, "project", {}, ("项目支出绩效目标表", "未命名")),
        (LUKOU, "department", {}, ("部门整体支出绩效目标表", "")),
        (SHIFENG, "direction", {"direction_name": "甲"}, ("支出方向绩效目标表", "甲")),
        (SHIFENG, "attic", {}, ("attic", "")),
    ],
)
def test_what_a_form_is_called(
    pack_id: str, template: str, values: dict[str, str], caption: tuple[str, str]
) -> None:
    form = Form("f1", template, values)
    assert form_caption(dossier(pack_id, form), shipped(pack_id), form) == caption


def test_without_a_name_field_it_has_its_number() -> None:
    pack = shipped(LUKOU)
    loaded = pack["project"]
    nameless = msgspec.structs.replace(
        loaded, template=msgspec.structs.replace(loaded.template, name_field="")
    )
    pack = msgspec.structs.replace(pack, templates={"project": nameless})
    two = dossier(LUKOU, project(1), project(2))
    assert form_caption(two, pack, two.forms[1]) == ("项目支出绩效目标表", "第 2 张")


# ---- add ----


def test_a_new_form_is_blank_as_in_a_new_dossier() -> None:
    fresh = new_dossier(shipped(LUKOU), "某局", 2026)
    form = added(fresh, "project")
    like = fresh.forms[1]
    assert (form.values, form.tables, form.options) == (like.values, like.tables, like.options)
    assert form.id not in {item.id for item in fresh.forms}


@pytest.mark.parametrize(
    ("after", "place"), [(None, 3), ("f1", 1), ("f2", 2), ("f3", 3), ("away", 3)]
)
def test_where_it_comes(after: str | None, place: int) -> None:
    before = dossier(LUKOU, Form("f1", "department"), project(2), project(3))
    result = add_form(before, shipped(LUKOU), "project", after)
    assert isinstance(result, tuple)
    state, label = done(before, result)
    assert state.index_of(result[2]) == place
    assert label == "添加项目支出绩效目标表"


def test_by_default_it_comes_behind_its_own_kind() -> None:
    before = dossier(LUKOU, project(1), Form("f2", "department"))
    result = add_form(before, shipped(LUKOU), "project")
    assert isinstance(result, tuple)
    assert done(before, result)[0].index_of(result[2]) == 1


KNOWN = {"competent_department": "某局", "implementing_unit": "某所", "fund_office": "经建股"}
OWN = {
    "project_name": "甲",
    "project_attribute": "一年期项目",
    "amount": "1",
    "project_term": "1年",
}


@pytest.mark.parametrize(
    ("others", "taken_over"),
    [
        ([], {}),
        ([KNOWN | OWN], KNOWN),
        ([KNOWN | OWN, KNOWN], KNOWN),
        (
            [KNOWN, KNOWN | {"fund_office": "农业股"}],
            {"competent_department": "某局", "implementing_unit": "某所"},
        ),
        (
            [KNOWN, KNOWN | {"fund_office": ""}],
            {"competent_department": "某局", "implementing_unit": "某所"},
        ),
        ([{"competent_department": " "}], {}),
    ],
)
def test_what_is_the_same_in_the_whole_unit_is_taken_over(
    others: list[dict[str, str]], taken_over: dict[str, str]
) -> None:
    forms = (project(i, **values) for i, values in enumerate(others, 1))
    form = added(dossier(PINGLUO, *forms), "project")
    assert {key: raw for key, raw in form.values.items() if raw} == taken_over


def test_who_signs_is_taken_over_from_any_form() -> None:
    signed = {"signature.filler": "张三", "signature.phone": "1", "duty_overview": "x"}
    before = dossier(
        SHIFENG,
        Form("f1", "department", signed),
        Form("f2", "summary", {"signature.filler": "张三", "signature.phone": "2"}),
        Form("f3", "direction", {"signature.filler": "", "special_fund_name": "甲"}),
    )
    form = added(before, "direction")
    assert {key: raw for key, raw in form.values.items() if raw} == {"signature.filler": "张三"}


def test_a_form_that_stands_once_is_refused_a_second_time() -> None:
    before = dossier(LUKOU, Form("f1", "department"))
    pack = shipped(LUKOU)
    for result in (
        add_form(before, pack, "department"),
        duplicate_form(before, pack, "f1"),
        may_add(before, pack, "department"),
    ):
        assert isinstance(result, Refusal)
        assert "只能有一张“部门整体支出绩效目标表”" in result.reason
    assert may_add(before, pack, "project") is None
    assert added(dossier(LUKOU), "department").template == "department"


# ---- duplicate, remove, move ----


def test_a_duplicate_has_ids_of_its_own() -> None:
    records = (Record("a", {"level3": "x"}, {"new": 1}), Record("b"))
    values, tables, options = {"project_name": "甲"}, {"indicators": records}, {"o": "x"}
    compact = PageChoices(rows="compact")
    form = Form("f1", "project", values, tables, options, compact, {"e": 1})
    before = dossier(LUKOU, form, project(2))
    state, label = done(before, duplicate_form(before, shipped(LUKOU), "f1"))
    copy = state.forms[1]
    assert label == "复制“甲”"
    assert (copy.values, copy.options, copy.extra) == (form.values, form.options, form.extra)
    assert copy.page == compact
    assert [r.values for r in copy.records("indicators")] == [r.values for r in records]
    assert copy.records("indicators")[0].extra == {"new": 1}
    ids = {copy.id, *(record.id for record in copy.records("indicators"))}
    assert len(ids) == 3
    assert not ids & {"f1", "f2", "a", "b"}


def test_forms_are_removed_and_moved() -> None:
    before = dossier(LUKOU, project(1, project_name="甲"), project(2), project(3))
    pack = shipped(LUKOU)
    state, label = done(before, remove_form(before, pack, "f1"))
    assert ([form.id for form in state.forms], label) == (["f2", "f3"], "删除“甲”")
    state, label = done(before, move_form(before, pack, "f1", 2))
    assert ([form.id for form in state.forms], label) == (["f2", "f3", "f1"], "移动“甲”")
    _, label = done(before, remove_form(before, pack, "f2"))
    assert label == "删除“项目支出绩效目标表”"
    assert move_form(before, pack, "f1", 0) is None


def test_what_cannot_be_done_is_said() -> None:
    before, pack = dossier(LUKOU, project(1)), shipped(LUKOU)
    for result, words in (
        (duplicate_form(before, pack, "away"), "已经不在"),
        (remove_form(before, pack, "away"), "已经不在"),
        (move_form(before, pack, "away", 0), "已经不在"),
        (move_form(before, pack, "f1", -1), "最前面"),
        (move_form(before, pack, "f1", 1), "最后面"),
    ):
        assert isinstance(result, Refusal)
        assert words in result.reason


# ---- the question at the next start ----


def test_what_a_journal_touches_is_called_as_on_screen(tmp_path: Path) -> None:
    pack = shipped(LUKOU)
    before = dossier(LUKOU, Form("f1", "department"), project(2), project(3, project_name="丙"))
    journal = Journal.start(tmp_path, OpenFile(before, pack), None)
    edits = [
        SetValue(At("f2", "project_name"), "乙"),
        SetValue(At("f1", "budget.total"), "1"),
        SetValue(At("", "unit_name"), "某某局"),
        remove_form(before, pack, "f3"),
    ]
    for edit in edits:
        own = edit[0] if isinstance(edit, tuple) else edit
        assert isinstance(own, Edit)
        journal.record(own, "", datetime(2026, 3, 5, tzinfo=UTC))
    journal.close(clean=False)
    (left,) = find_left_behind(tmp_path)
    assert touched_captions(left) == (
        "单位名称和年度",
        "部门整体支出绩效目标表",
        "项目支出绩效目标表（乙）",
        "项目支出绩效目标表（丙）",
    )
