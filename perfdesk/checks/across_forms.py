"""Checks across forms, done again only where something that they read has changed.

Rules are pure and name what they read, so a check whose inputs are the same would say the same. One
edit in a dossier of two hundred forms therefore costs about what it costs in one of two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from perfdesk.checks.finding import Finding
from perfdesk.checks.specs import Bound
from perfdesk.checks.view import DossierView, FormView, Shape

if TYPE_CHECKING:
    from perfdesk.dossier.edits import ChangeSet
    from perfdesk.dossier.state import Dossier, Form

Input = tuple[str, str]
"""Template and field or table; the template is "" for a value of the dossier itself."""

Run = Callable[[Bound, DossierView], list[Finding]]

EVERYTHING: frozenset[Input] = frozenset((("", "*"),))
"""Forms came, went or moved: every check is done again."""


class AcrossForms:
    """The checks of a pack across forms, with what they said about the dossier seen last."""

    def __init__(self, bounds: list[Bound], shapes: Mapping[str, Shape], run: Run) -> None:
        self._bounds = bounds
        self._shapes = shapes
        self._run = run
        self._inputs = [frozenset((t, key) for t, key, _ in bound.inputs()) for bound in bounds]
        self._columns: dict[Input, set[str]] = {}
        for bound in bounds:
            for template, key, column in bound.inputs():
                self._columns.setdefault((template, key), set()).add(column)
        self._by_template: dict[str, list[str]] = {}
        for template, key in self._columns:
            self._by_template.setdefault(template, []).append(key)
        self._view: DossierView | None = None
        self._said: list[list[Finding]] = []

    def findings(self, dossier: Dossier, latest: FormView | None = None) -> Iterator[Finding]:
        """Yield what all checks say; ``latest`` is what is known already of one of its forms."""
        before = self._view
        moved = before is None or [f.id for f in before.dossier.forms] != [
            f.id for f in dossier.forms
        ]
        touched = EVERYTHING if moved or before is None else self._touched(before.dossier, dossier)
        view = DossierView(dossier, self._shapes, None if moved else before, latest)
        said = [
            self._run(bound, view)
            if touched is EVERYTHING or not inputs.isdisjoint(touched)
            else self._said[i]
            for i, (bound, inputs) in enumerate(zip(self._bounds, self._inputs, strict=True))
        ]
        self._view, self._said = view, said
        return (finding for own in said for finding in own)

    def known(self, form: Form) -> FormView | None:
        """Return what is known of a form already, None where it is new or has changed."""
        return self._view.known(form) if self._view else None

    def concerned(self, dossier: Dossier, changes: ChangeSet) -> bool:
        """Return True where an edit changed something that one of the checks reads."""
        if changes.forms:
            return True
        wanted = {form for form, _ in changes.rows} | {path.form for path in changes.values}
        template = {form.id: form.template for form in dossier.forms if form.id in wanted}
        for form, table in changes.rows:
            if (template.get(form, ""), table) in self._columns:
                return True
        for path in changes.values:
            columns = self._columns.get((template.get(path.form, ""), path.field), ())
            if columns and (not path.column or path.column in columns or "" in columns):
                return True
        return False

    def _touched(self, before: Dossier, after: Dossier) -> frozenset[Input]:
        """Inputs that differ between two states of a dossier with the same forms."""
        if before is after:
            return frozenset()
        found: set[Input] = set()
        if before.unit_name != after.unit_name:
            found.add(("", "unit_name"))
        if before.year != after.year:
            found.add(("", "year"))
        for old, new in zip(before.forms, after.forms, strict=True):
            if old is not new:
                found.update(self._touched_in(old, new))
        return frozenset(found)

    def _touched_in(self, old: Form, new: Form) -> Iterator[Input]:
        if old.template != new.template:
            yield from EVERYTHING
        for key in self._by_template.get(new.template, ()):
            differs = old.values.get(key) != new.values.get(key)
            if differs or old.tables.get(key) is not new.tables.get(key):
                yield new.template, key
