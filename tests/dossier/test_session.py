from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from perfdesk.dossier.edits import (
    Accept,
    ChangeSet,
    Edit,
    EditError,
    Finalise,
    InsertForm,
    InsertRecords,
    MoveForm,
    RemoveForm,
    SetOption,
    SetPage,
    SetValue,
    Withdraw,
    together,
)
from perfdesk.dossier.finals import FinalError
from perfdesk.dossier.session import Session
from perfdesk.dossier.state import Acceptance, Dossier, FinalEvent, Form, PageChoices, Path, Record
from tests.dossier import strategies

DOSSIER = Dossier("good", "某局", 2026, (Form("f", "main"),))
NAME = Path("f", "name")


def named(session: Session, raw: str) -> None:
    session.apply(SetValue(NAME, raw), f"填写{raw}")


def name(session: Session) -> str:
    return session.dossier.forms[0].get("name")


def test_undo_and_redo() -> None:
    session = Session(DOSSIER)
    assert (session.undo(), session.redo()) == (None, None)
    named(session, "甲")
    named(session, "乙")
    assert (session.undo_label, session.redo_label) == ("填写乙", "")
    assert session.undo() == ChangeSet(values=frozenset({NAME}))
    assert (name(session), session.undo_label, session.redo_label) == ("甲", "填写甲", "填写乙")
    session.redo()
    assert (name(session), session.redo_label) == ("乙", "")
    session.undo()
    named(session, "丙")
    assert session.redo() is None


def test_modified() -> None:
    session = Session(DOSSIER)
    seen = [session.modified]
    for change in (
        lambda: named(session, "甲"),
        session.undo,
        session.redo,
        session.mark_saved,
        session.undo,
        lambda: session.mark_saved(DOSSIER),
    ):
        change()
        seen.append(session.modified)
    assert seen == [False, True, False, True, False, True, False]


def test_observers_are_told_once_for_each_change() -> None:
    session = Session(DOSSIER)
    told: list[ChangeSet] = []
    stop = session.observe(told.append)
    named(session, "甲")
    session.undo()
    session.redo()
    assert told == [ChangeSet(values=frozenset({NAME}))] * 3
    stop()
    session.undo()
    assert len(told) == 3


def test_an_edit_that_does_not_fit_changes_nothing() -> None:
    session = Session(DOSSIER)
    named(session, "甲")
    session.undo()
    told: list[ChangeSet] = []
    session.observe(told.append)
    with pytest.raises(EditError):
        session.apply(RemoveForm("x"), "删除")
    assert session.dossier is DOSSIER or session.dossier == DOSSIER
    assert (session.undo_label, session.redo_label, told) == ("", "填写甲", [])


# ---- final forms ----

WHEN = datetime(2026, 5, 1, tzinfo=UTC)
REASON = Acceptance("R02", "blank", (NAME,), ("甲",), "另附说明", WHEN)


def lock(session: Session, *forms: str, locked: bool = True) -> None:
    events = tuple(FinalEvent(form, locked, WHEN) for form in forms)
    session.apply(Finalise(events), "定稿")


@pytest.mark.parametrize(
    "edit",
    [
        SetValue(NAME, "乙"),
        SetValue(Path("", "unit_name"), "另一个局"),
        SetValue(Path("", "year"), "2027"),
        InsertRecords("f", "tasks", 0, (Record("r"),)),
        SetOption("f", "bands", "cost_first"),
        RemoveForm("f"),
        together([SetValue(Path("g", "name"), "乙"), SetValue(NAME, "乙")]),
        Withdraw(REASON),
        Accept(msgspec.structs.replace(REASON, reason="别的理由")),
    ],
)
def test_nothing_changes_a_final_form(edit: Edit) -> None:
    session = Session(msgspec.structs.replace(DOSSIER, forms=(*DOSSIER.forms, Form("g", "main"))))
    named(session, "甲")
    session.apply(Accept(REASON), "说明理由")
    lock(session, "f")
    before = session.dossier
    with pytest.raises(FinalError) as caught:
        session.apply(edit, "修改")
    assert caught.value.forms == ("f",)
    assert session.dossier is before
    assert session.undo_label == "说明理由"


@pytest.mark.parametrize(
    "edit",
    [
        SetValue(NAME, "甲"),
        SetValue(Path("g", "name"), "乙"),
        MoveForm("f", 1),
        SetPage("f", PageChoices(fit=True)),
        RemoveForm("g"),
        InsertForm(0, Form("h", "main")),
        Accept(msgspec.structs.replace(REASON, rule="R03")),
    ],
)
def test_what_leaves_a_final_form_as_it_is_may_be_done(edit: Edit) -> None:
    session = Session(msgspec.structs.replace(DOSSIER, forms=(*DOSSIER.forms, Form("g", "main"))))
    named(session, "甲")
    session.apply(Accept(REASON), "说明理由")
    lock(session, "f")
    session.apply(edit, "修改")
    assert session.undo_label == "修改"


def test_history_across_a_lock() -> None:
    session = Session(DOSSIER)
    named(session, "甲")
    named(session, "乙")
    session.undo()
    lock(session, "f")
    assert (session.undo_label, session.redo_label) == ("填写甲", "填写乙")
    for step in (session.undo, session.redo):
        with pytest.raises(FinalError):
            step()
    assert (name(session), session.undo_label, session.redo_label) == ("甲", "填写甲", "填写乙")
    lock(session, "f", locked=False)
    session.redo()
    session.undo()
    session.undo()
    assert name(session) == ""
    assert [event.locked for event in session.dossier.finals] == [True, False]


def refusing(do: Callable[[], ChangeSet | None]) -> tuple[tuple[str, ...], ChangeSet | None]:
    """The final forms for whose sake something was refused, and what came of it."""
    try:
        return (), do()
    except FinalError as error:
        return error.forms, None


class Sessions(RuleBasedStateMachine):
    """Random sessions against the plainest model there is: the list of all states.

    Making forms final stands beside it: what was recorded of that is never undone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(DOSSIER)
        self.states = [DOSSIER]
        self.now = 0
        self.saved = DOSSIER
        self.told = 0
        self.locks: list[FinalEvent] = []
        self.session.observe(self._count)

    def _count(self, _changes: ChangeSet) -> None:
        self.told += 1

    @rule(data=st.data())
    def apply(self, data: st.DataObject) -> None:
        edit = data.draw(strategies.steps(self.session.dossier))
        told = self.told
        after = edit.apply(self.session.dossier).dossier
        refused, _ = refusing(lambda: self.session.apply(edit, "修改"))
        assert refused == self._changed(after)
        if refused:
            return
        assert self.told == told + 1
        if isinstance(edit, Finalise):
            self.locks += edit.events
            return
        self.states[self.now + 1 :] = [self._content()]
        self.now += 1

    @rule()
    def undo(self) -> None:
        self._step(self.session.undo, -1)

    @rule()
    def redo(self) -> None:
        self._step(self.session.redo, 1)

    def _step(self, do: Callable[[], ChangeSet | None], step: int) -> None:
        there = 0 <= self.now + step < len(self.states)
        refused, done = refusing(do)
        assert refused == (self._changed(self.states[self.now + step]) if there else ())
        assert (done is not None) == (there and not refused)
        self.now += step * (done is not None)

    @rule()
    def save(self) -> None:
        self.session.mark_saved()
        self.saved = self.session.dossier

    def _content(self) -> Dossier:
        return msgspec.structs.replace(self.session.dossier, finals=())

    def _changed(self, after: Dossier) -> tuple[str, ...]:
        """Ids of the final forms that would be others, found the long way."""
        before, changed = self.states[self.now], []
        for form in before.forms:
            events = [event for event in self.locks if event.form == form.id]
            said = [reason for reason in before.accepted if reason.paths[0].form == form.id]
            there = after.form(form.id)
            same = (
                there is not None
                and msgspec.structs.replace(there, page=form.page) == form
                and (after.unit_name, after.year) == (before.unit_name, before.year)
                and all(reason in after.accepted for reason in said)
            )
            if events and events[-1].locked and not same:
                changed.append(form.id)
        return tuple(changed)

    @invariant()
    def state_is_the_model_s(self) -> None:
        assert self._content() == self.states[self.now]
        assert list(self.session.dossier.finals) == self.locks
        assert self.session.modified == (self.session.dossier != self.saved)


TestSessions = Sessions.TestCase
