import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from perfdesk.dossier.edits import ChangeSet, EditError, RemoveForm, SetValue
from perfdesk.dossier.session import Session
from perfdesk.dossier.state import Dossier, Form, Path
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


class Sessions(RuleBasedStateMachine):
    """Random sessions against the plainest model there is: the list of all states."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(DOSSIER)
        self.states = [DOSSIER]
        self.now = 0
        self.saved = DOSSIER
        self.told = 0
        self.session.observe(self._count)

    def _count(self, _changes: ChangeSet) -> None:
        self.told += 1

    @rule(data=st.data())
    def apply(self, data: st.DataObject) -> None:
        edit = data.draw(strategies.steps(self.session.dossier))
        before = self.told
        self.session.apply(edit, "修改")
        assert self.told == before + 1
        self.states[self.now + 1 :] = [self.session.dossier]
        self.now += 1

    @rule()
    def undo(self) -> None:
        assert (self.session.undo() is None) == (self.now == 0)
        self.now = max(0, self.now - 1)

    @rule()
    def redo(self) -> None:
        assert (self.session.redo() is None) == (self.now == len(self.states) - 1)
        self.now = min(len(self.states) - 1, self.now + 1)

    @rule()
    def save(self) -> None:
        self.session.mark_saved()
        self.saved = self.session.dossier

    @invariant()
    def state_is_the_model_s(self) -> None:
        assert self.session.dossier == self.states[self.now]
        assert self.session.modified == (self.session.dossier != self.saved)


TestSessions = Sessions.TestCase
