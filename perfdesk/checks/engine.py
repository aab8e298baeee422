"""The checker: made once for a pack, it runs the checks of each form and those across forms."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from perfdesk.checks.across_forms import AcrossForms
from perfdesk.checks.finding import Finding
from perfdesk.checks.specs import Bound, bind_pack, bind_template
from perfdesk.checks.view import DossierView, FormView, Shape
from perfdesk.dossier.state import Path

if TYPE_CHECKING:
    from perfdesk.dossier.edits import ChangeSet
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.template.loader import Pack

INTERNAL = "R00"
"""Rule id of the note that another rule failed; it stands in no catalogue and can be ignored."""

_log = logging.getLogger(__name__)


class Checker:
    """Checks of one pack, with everything that does not depend on data worked out beforehand."""

    def __init__(self, pack: Pack) -> None:
        templates = {key: loaded.template for key, loaded in pack.templates.items()}
        self._shapes = {
            key: Shape(loaded.template, loaded.plan.groups)
            for key, loaded in pack.templates.items()
        }
        self._by_template = {key: bind_template(item, pack.info) for key, item in templates.items()}
        self._off = {key: frozenset(item.off) for key, item in templates.items()}
        self._across = AcrossForms(bind_pack(pack.info, templates), self._shapes, _run_across)
        self._latest: FormView | None = None

    def check_form(self, dossier: Dossier, form: Form) -> tuple[Finding, ...]:
        """Return the findings of one form, in the order of the rules and of its rows."""
        shape = self._shapes.get(form.template)
        if shape is None:
            return ()
        view = self._across.known(form)
        if view is None:
            view = self._latest = FormView(dossier, form, shape)
        view.dossier = dossier
        return tuple(_run(self._by_template[form.template], view, form.id))

    def check_dossier(self, dossier: Dossier) -> tuple[Finding, ...]:
        """Return the findings that need more than one form, or belong to the dossier itself."""
        found = self._across.findings(dossier, self._latest)
        switched_off = {
            (form.id, rule) for form in dossier.forms for rule in self._off.get(form.template, ())
        }
        return tuple(item for item in found if (item.form, item.rule) not in switched_off)

    def check_all(self, dossier: Dossier) -> tuple[Finding, ...]:
        """Return all findings: the dossier's own, then form by form, each in the rules' order."""
        across: dict[str, list[Finding]] = {}
        for finding in self.check_dossier(dossier):
            across.setdefault(finding.form, []).append(finding)
        found = across.get("", [])
        for form in dossier.forms:
            own = self.check_form(dossier, form)
            found += own
            if form.id in across:
                found[len(found) - len(own) :] = sorted((*own, *across[form.id]), key=_rule_of)
        return tuple(found)

    def concerns_dossier(self, dossier: Dossier, changes: ChangeSet) -> bool:
        """Return True where :meth:`check_dossier` may give something new after ``changes``."""
        return self._across.concerned(dossier, changes)


def _rule_of(finding: Finding) -> str:
    return finding.rule


def _run_across(bound: Bound, view: DossierView) -> list[Finding]:
    return _run((bound,), view, "")


def _run(bounds: Iterable[Bound], view: FormView | DossierView, form: str) -> list[Finding]:
    found: list[Finding] = []
    for bound in bounds:
        try:
            found += [bound.finding(note) for note in bound.run(view)]
        except Exception as error:  # noqa: BLE001 - a mistake in a rule must not stop the others, nor the program
            rule = bound.check.rule.id
            _log.exception("rule %s failed", rule)
            args = (("rule", rule), ("error", f"{type(error).__name__}: {error}"))
            place = (Path(form, ""),) if form else ()
            found.append(Finding(INTERNAL, "hint", form, place, (), "failed", args))
    return _once(found) if len(found) > 1 else found


def _once(found: list[Finding]) -> list[Finding]:
    """One finding of those that say the same at the same place: a total that fits neither sum."""
    kept: dict[tuple[object, ...], Finding] = {}
    for item in found:
        key = (item.rule, item.case, item.paths, item.args)
        if same := kept.get(key):
            related = tuple(dict.fromkeys((*same.related, *item.related)))
            item = replace(same, related=related)  # noqa: PLW2901 - the two in one
        kept[key] = item
    return [*kept.values()]
