"""The session: the one place where an open dossier changes, with history and observers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.dossier.edits import Finalise
from perfdesk.dossier.finals import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfdesk.dossier.edits import ChangeSet, Edit, Result
    from perfdesk.dossier.state import Dossier


class Step(Struct, frozen=True):
    """One step of the history: its name for the menu, what redoes it and what undoes it."""

    label: str
    edit: Edit
    inverse: Edit


class Session:
    """An open dossier. Observers are called once for each change, after it."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._saved = dossier
        self._observers: list[Callable[[ChangeSet], None]] = []
        self.recorder: Callable[[Edit, str], None] | None = None
        """Told each edit that was done, with its name, before the observers: the journal."""

    @property
    def dossier(self) -> Dossier:
        """The state now."""
        return self._dossier

    @property
    def modified(self) -> bool:
        """True where the state is not the one that was last saved."""
        return self._dossier is not self._saved and self._dossier != self._saved

    @property
    def undo_label(self) -> str:
        """Name of the step that :meth:`undo` would take back, "" where there is none."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """Name of the step that :meth:`redo` would do again, "" where there is none."""
        return self._undone[-1].label if self._undone else ""

    def observe(self, observer: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call ``observer`` after each change; the returned function ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def apply(self, edit: Edit, label: str) -> ChangeSet:
        """Do one edit as a step of the history; making forms final stands outside of it.

        Raises:
            FinalError: it would change a form that is final; nothing was changed.
            EditError: it does not fit; nothing was changed.
        """
        result = self._result(edit)
        if isinstance(edit, Finalise):
            return self._become(result, edit, label)
        self._done.append(Step(label, edit, result.inverse))
        self._undone.clear()
        return self._become(result, edit, label)

    def undo(self) -> ChangeSet | None:
        """Take the last step back; None where there is none.

        Raises:
            FinalError: it would change a form that is final; nothing was changed.
        """
        if not self._done:
            return None
        step = self._done[-1]
        result = self._result(step.inverse)
        self._undone.append(self._done.pop())
        return self._become(result, step.inverse, f"撤销{step.label}")

    def redo(self) -> ChangeSet | None:
        """Do the step last taken back again; None where there is none.

        Raises:
            FinalError: it would change a form that is final; nothing was changed.
        """
        if not self._undone:
            return None
        step = self._undone[-1]
        result = self._result(step.edit)
        self._done.append(self._undone.pop())
        return self._become(result, step.edit, step.label)

    def mark_saved(self, dossier: Dossier | None = None) -> None:
        """Say that this state (by default the present one) is what the file holds."""
        self._saved = self._dossier if dossier is None else dossier

    def _result(self, edit: Edit) -> Result:
        """What an edit makes of the state; refused where that would change a final form."""
        result = edit.apply(self._dossier)
        guard(self._dossier, result.dossier)
        return result

    def _become(self, result: Result, edit: Edit, label: str) -> ChangeSet:
        self._dossier = result.dossier
        if self.recorder is not None:
            self.recorder(edit, label)
        for observer in tuple(self._observers):
            observer(result.changes)
        return result.changes
