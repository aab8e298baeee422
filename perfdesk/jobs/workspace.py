"""An open dossier with all that hangs on its state: laid out forms and findings, kept up to date.

The desk shows what stands here and decides nothing. After each edit only what it touched is laid
out and checked again; observers are told once, after that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.checks.accepting import Reasons
from perfdesk.dossier.finals import FinalError, final_forms
from perfdesk.dossier.session import Session
from perfdesk.dossier.state import Dossier, Form, Path, raw_value
from perfdesk.layout.compose import compose, with_raw
from perfdesk.layout.screen import Screen

if TYPE_CHECKING:
    from perfdesk.checks.engine import Checker
    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.edits import ChangeSet, Edit
    from perfdesk.template.loader import LoadedTemplate, Pack

CHECKED_AT_ONCE = 3
"""Forms that may be checked at once; the rest of a large dossier is checked when there is time."""


class Update(Struct, frozen=True):
    """What observers are told.

    changes: what the edit changed. relaid: forms whose rows or heights are new. cells: cells (of
    the form's screen) whose text alone is new. findings: forms whose findings are new.
    """

    changes: ChangeSet
    relaid: frozenset[str]
    cells: frozenset[tuple[str, int]]
    findings: frozenset[str]


class Workspace:
    """A session with screens and findings of its forms."""

    def __init__(self, dossier: Dossier, pack: Pack) -> None:
        self.pack = pack
        self.session = Session(dossier)
        self.session.observe(self._changed)
        self._screens: dict[str, Screen] = {}
        self._own: dict[str, tuple[Finding, ...]] = {}
        self._across: tuple[Finding, ...] = ()
        self._across_waits = True
        self._all: tuple[Finding, ...] | None = None
        """All findings known so far; None: to be put together again."""
        self._unchecked = [form.id for form in dossier.forms]
        self._observers: list[Callable[[Update], None]] = []
        self.refused: Callable[[tuple[str, ...]], None] = lambda _: None
        """Told the ids of the final forms for whose sake an edit was not done."""
        self.final = final_forms(dossier)
        """Ids of the forms that are final now."""
        self.reasons = Reasons(dossier)
        """Reasons given for findings, those that hold now."""

    @cached_property
    def checker(self) -> Checker:
        """The rules, loaded when they are first needed: a dossier is seen before it is checked."""
        from perfdesk.checks.engine import Checker  # noqa: PLC0415

        return Checker(self.pack)

    @property
    def dossier(self) -> Dossier:
        """The state now."""
        return self.session.dossier

    def loaded(self, form: Form) -> LoadedTemplate:
        """Return the template of a form."""
        return self.pack[form.template]

    def observe(self, observer: Callable[[Update], None]) -> None:
        """Call ``observer`` after each change, when screens and findings are up to date."""
        self._observers.append(observer)

    # --- edits ---

    def apply(self, edit: Edit, label: str) -> bool:
        """Do an edit as one step of the history; False where a final form would change by it."""
        return self._unless_final(lambda: self.session.apply(edit, label)) is not None

    def undo(self) -> ChangeSet | None:
        """Take the last step back; None where there is none or a final form would change by it."""
        return self._unless_final(self.session.undo)

    def redo(self) -> ChangeSet | None:
        """Do the step last taken back again; None as for :meth:`undo`."""
        return self._unless_final(self.session.redo)

    def may_change(self, form_id: str, path: Path) -> bool:
        """Tell whether a value that is shown in a form may change; no word is said of it."""
        return not (self.final if not path.form else {form_id} & self.final)

    def refuse(self, form_id: str, path: Path) -> None:
        """Say that a value cannot change because of a final form."""
        wanted = {form_id} & self.final if path.form or form_id in self.final else self.final
        self.refused(tuple(form.id for form in self.dossier.forms if form.id in wanted))

    def _unless_final(self, do: Callable[[], ChangeSet | None]) -> ChangeSet | None:
        try:
            return do()
        except FinalError as error:
            self.refused(error.forms)
            return None

    # --- screens ---

    def screen(self, form_id: str) -> Screen:
        """Return a form laid out, kept until its rows change."""
        found = self._screens.get(form_id)
        if found is None:
            form = self._form(form_id)
            found = Screen(compose(self.dossier, form, self.loaded(form)))
            self._screens[form_id] = found
        return found

    def preview_text(self, form_id: str, index: int, raw: str) -> bool:
        """Show ``raw`` in a cell without entering it; return whether rows changed height.

        Used while an editor is open; :meth:`apply` makes it true, :meth:`drop_preview` undoes it.
        """
        screen = self.screen(form_id)
        return screen.replace(index, with_raw(screen.cells[index], raw))

    def drop_preview(self, form_id: str, index: int) -> bool:
        """Show again what the state holds; return whether rows changed height."""
        path = self.screen(form_id).cells[index].path
        raw = raw_value(self.dossier, path) if path and (path.record or not path.column) else ""
        return self.preview_text(form_id, index, raw)

    # --- findings ---

    def findings(self, form_id: str) -> tuple[Finding, ...]:
        """Return a form's findings, those across forms that name it included."""
        own = self._own.get(form_id)
        if own is None:
            own = self._check(form_id)
        across = tuple(item for item in self._across if item.form == form_id)
        return (*own, *across)

    def all_findings(self) -> tuple[Finding, ...]:
        """Return all findings known so far: the dossier's own first, then form by form."""
        if self._all is None:
            across: dict[str, list[Finding]] = {}
            for item in self._across:
                across.setdefault(item.form, []).append(item)
            found = across.get("", [])
            for form in self.dossier.forms:
                found += (*self._own.get(form.id, ()), *across.get(form.id, ()))
            self._all = tuple(found)
        return self._all

    @property
    def unchecked(self) -> int:
        """Number of forms that wait for their first check."""
        return len(self._unchecked)

    def check_some(self) -> bool:
        """Check what goes across forms, then a few forms that wait; tell whether some still do."""
        if self._across_waits:
            self._across_waits = False
            self._across, self._all = self.checker.check_dossier(self.dossier), None
        for form_id in self._unchecked[:CHECKED_AT_ONCE]:
            if form_id not in self._own and self.dossier.form(form_id):
                self._check(form_id)
        del self._unchecked[:CHECKED_AT_ONCE]
        return bool(self._unchecked)

    def check_all(self) -> None:
        """Check every form that still waits."""
        while self._unchecked or self._across_waits:
            self.check_some()

    def would_find(self, form_id: str, path: Path, edit: Edit) -> tuple[Finding, ...]:
        """Return the findings that a value would have, were ``edit`` done: for a draft."""
        dossier = edit.apply(self.dossier).dossier
        form = dossier.form(form_id)
        if form is None:
            return ()
        found = self.checker.check_form(dossier, form)
        if any(_names(finding, path) for finding in self._across):
            found += self.checker.check_dossier(dossier)
        return tuple(finding for finding in found if _names(finding, path))

    def _check(self, form_id: str) -> tuple[Finding, ...]:
        found = self.checker.check_form(self.dossier, self._form(form_id))
        self._own[form_id], self._all = found, None
        return found

    # --- changes ---

    def _changed(self, changes: ChangeSet) -> None:
        if changes.judged:
            self.final = final_forms(self.dossier)
        touched = changes.touched_forms()
        self.reasons.follow(self.dossier, touched)
        everywhere = "" in touched
        relaid, cells = self._lay_out(changes, everywhere=everywhere)
        found = set(self._check_again(touched, everywhere=everywhere))
        if everywhere or self.checker.concerns_dossier(self.dossier, changes):
            across = self.checker.check_dossier(self.dossier)
            if across != self._across:
                for item in {*across} ^ {*self._across}:
                    found |= {item.form, *(path.form for path in (*item.paths, *item.related))}
                self._across = across
        self._all = None
        update = Update(changes, frozenset(relaid), frozenset(cells), frozenset(found))
        for observer in tuple(self._observers):
            observer(update)

    def _lay_out(
        self, changes: ChangeSet, *, everywhere: bool
    ) -> tuple[set[str], set[tuple[str, int]]]:
        if everywhere or changes.forms:
            relaid = set(self._screens) | set(changes.forms)
            self._screens.clear()
            return relaid, set()
        recomposed = {form for form, _ in changes.rows}
        for path in changes.values:  # a value without a cell may say where its row belongs
            screen = self._screens.get(path.form)
            if screen is not None and path not in screen.by_path:
                recomposed.add(path.form)
        for form_id in recomposed:
            self._screens.pop(form_id, None)
        relaid = set(recomposed)
        cells: set[tuple[str, int]] = set()
        for path in changes.values:
            screen = self._screens.get(path.form)
            if screen is None or path.form in recomposed:
                continue
            for index in screen.by_path.get(path, ()):
                cell = with_raw(screen.cells[index], raw_value(self.dossier, path))
                if screen.replace(index, cell):
                    relaid.add(path.form)
                cells.add((path.form, index))
        return relaid, cells

    def _check_again(self, touched: Iterable[str], *, everywhere: bool) -> Iterable[str]:
        if everywhere:
            self._own.clear()
            self._unchecked = [form.id for form in self.dossier.forms]
            yield from self._unchecked
            return
        for form_id in touched:
            before = self._own.pop(form_id, None)
            if self.dossier.form(form_id) is None or self._check(form_id) != before:
                yield form_id

    def _form(self, form_id: str) -> Form:
        form = self.dossier.form(form_id)
        if form is None:
            raise KeyError(form_id)
        return form


def _names(finding: Finding, path: Path) -> bool:
    return path in finding.paths or path in finding.related
