import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.edits import (
    AnyEdit,
    ChangeSet,
    Edit,
    EditError,
    InsertForm,
    InsertRecords,
    MoveForm,
    MoveRecords,
    RemoveForm,
    RemoveRecords,
    SetOption,
    SetValue,
    together,
)
from perfdesk.dossier.state import Dossier, Form, Path, Record, raw_value
from tests.dossier import strategies

A, B, C = (Record(name, {"name": name}) for name in "abc")
FORM = Form("f", "main", {"name": "甲"}, {"tasks": (A, B, C)}, {"bands": "cost_first"})
OTHER = Form("g", "main")
DOSSIER = Dossier("good", "某局", 2026, (FORM, OTHER))


def done(edit: Edit, dossier: Dossier = DOSSIER) -> Dossier:
    return edit.apply(dossier).dossier


def order(dossier: Dossier, table: str = "tasks") -> str:
    return "".join(record.id for record in dossier.forms[0].records(table))


@given(st.data())
def test_inverses_restore_the_state(data: st.DataObject) -> None:
    start = dossier = data.draw(strategies.dossiers)
    inverses = []
    for _ in range(data.draw(st.integers(1, 12))):
        result = data.draw(strategies.steps(dossier)).apply(dossier)
        inverses.append(result.inverse)
        dossier = result.dossier
    for inverse in reversed(inverses):
        dossier = inverse.apply(dossier).dossier
    assert dossier == start


@given(st.data())
def test_inverse_of_the_inverse_does_it_again(data: st.DataObject) -> None:
    start = data.draw(strategies.dossiers)
    there = data.draw(strategies.steps(start)).apply(start)
    back = there.inverse.apply(there.dossier)
    again = back.inverse.apply(back.dossier)
    assert (back.dossier, again.dossier) == (start, there.dossier)


@given(st.data())
def test_edits_can_be_written_to_a_journal(data: st.DataObject) -> None:
    start = data.draw(strategies.dossiers)
    edit = data.draw(strategies.steps(start))
    for written in (edit, edit.apply(start).inverse):
        read: Edit = msgspec.json.decode(msgspec.json.encode(written), type=AnyEdit)
        assert read == written


@given(st.data())
def test_changes_name_every_value_that_differs(data: st.DataObject) -> None:
    before = data.draw(strategies.dossiers)
    result = data.draw(strategies.steps(before)).apply(before)
    touched = result.changes.touched_forms()
    if (before.unit_name, before.year) != (result.dossier.unit_name, result.dossier.year):
        assert "" in touched
    for form in result.dossier.forms:
        if before.form(form.id) != form:
            assert form.id in touched


def test_values() -> None:
    path = Path("f", "budget.total")
    assert raw_value(done(SetValue(path, "10")), path) == "10"
    assert done(SetValue(Path("f", "name"), None)).forms[0].values == {}
    assert done(SetValue(Path("f", "name"), "")).forms[0].values == {"name": ""}
    cell = Path("f", "tasks", "b", "content")
    assert raw_value(done(SetValue(cell, " 1 ")), cell) == " 1 "
    assert done(SetValue(Path("", "unit_name"), "乙局")).unit_name == "乙局"
    assert done(SetValue(Path("", "year"), "2027")).year == 2027


def test_records() -> None:
    new = (Record("x"), Record("y"))
    assert order(done(InsertRecords("f", "tasks", 1, new))) == "axybc"
    assert order(done(InsertRecords("f", "items", 0, new)), "items") == "xy"
    assert order(done(RemoveRecords("f", "tasks", 1, 2))) == "a"
    assert order(done(MoveRecords("f", "tasks", 0, 1, 2))) == "cab"
    assert order(done(MoveRecords("f", "tasks", 2, 0))) == "cab"


def test_a_table_never_given_is_not_an_empty_one() -> None:
    inserted = InsertRecords("f", "items", 0, (Record("x"),)).apply(DOSSIER)
    assert done(inserted.inverse, inserted.dossier) == DOSSIER
    assert done(RemoveRecords("f", "tasks", 0, 3)).forms[0].tables == {"tasks": ()}


def test_forms() -> None:
    third = Form("h", "summary")
    assert [form.id for form in done(InsertForm(1, third)).forms] == ["f", "h", "g"]
    assert [form.id for form in done(MoveForm("f", 1)).forms] == ["g", "f"]
    assert done(RemoveForm("f")).forms == (OTHER,)
    assert done(SetOption("g", "bands", "cost_first")).forms[1].options == {"bands": "cost_first"}
    assert done(SetOption("f", "bands", None)).forms[0].options == {}


MISFITS = [
    SetValue(Path("x", "name"), ""),
    SetValue(Path("f", "tasks", "x", "name"), ""),
    SetValue(Path("", "pack"), "x"),
    SetValue(Path("", "year"), ""),
    SetValue(Path("", "year"), "26"),
    SetValue(Path("", "year"), "1989"),
    SetValue(Path("", "year"), "２０２６"),
    SetValue(Path("", "year"), "1" * 5000),
    InsertRecords("x", "tasks", 0, ()),
    InsertRecords("f", "tasks", 4, ()),
    InsertRecords("f", "tasks", -1, ()),
    InsertRecords("f", "tasks", 0, (A,)),
    InsertRecords("f", "tasks", 0, (Record("x"), Record("x"))),
    InsertRecords("f", "tasks", 0, (Record(""),)),
    RemoveRecords("f", "tasks", 2, 2),
    RemoveRecords("f", "tasks", -1),
    RemoveRecords("f", "tasks", 0, -1),
    RemoveRecords("f", "items", 0, 0),
    MoveRecords("f", "tasks", 0, 3),
    MoveRecords("f", "tasks", 3, 0),
    MoveRecords("f", "tasks", 1, 1, -1),
    MoveRecords("f", "items", 0, 0, 0),
    InsertForm(3, Form("h", "main")),
    InsertForm(0, Form("f", "main")),
    InsertForm(0, Form("", "main")),
    RemoveForm("x"),
    MoveForm("f", 2),
    MoveForm("x", 0),
    SetOption("x", "bands", None),
    together([RemoveForm("f"), SetValue(Path("f", "name"), "")]),
]


@pytest.mark.parametrize("edit", MISFITS, ids=repr)
def test_edits_that_do_not_fit_are_refused(edit: Edit) -> None:
    with pytest.raises(EditError):
        edit.apply(DOSSIER)


def test_steps_within_steps_become_one_step() -> None:
    inner = together([SetValue(Path("f", "name"), "1"), RemoveForm("g")])
    assert together([inner, MoveForm("f", 0)]).edits == (*inner.edits, MoveForm("f", 0))


def test_change_sets_add_up() -> None:
    one = ChangeSet(values=frozenset({Path("f", "name")}))
    two = ChangeSet(rows=frozenset({("g", "tasks")}), forms=frozenset({"h"}))
    assert (one | two).touched_forms() == {"f", "g", "h"}
