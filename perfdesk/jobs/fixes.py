"""Mends that findings offer, made into edits: one of them, or all of one kind in a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.finding import Finding, Fix
from perfdesk.checks.wording import label
from perfdesk.dossier.edits import Edit, SetValue, together
from perfdesk.dossier.finals import final_forms
from perfdesk.dossier.state import Dossier, Path, raw_value

if TYPE_CHECKING:
    from perfdesk.checks.engine import Checker
    from perfdesk.template.loader import Pack

Step = tuple[Edit, str]
"""An edit and its name for the menu (撤销 …)."""


def fix_edit(dossier: Dossier, fix: Fix) -> Step | None:
    """Return the step that does what a fix says; None where nothing would change.

    A place that is no longer there is left out.
    """
    edits = [*_edits(dossier, [fix])]
    if not edits:
        return None
    return (edits[0] if len(edits) == 1 else together(edits)), fix.label


def alike(dossier: Dossier, checker: Checker, rule_id: str, case: str = "") -> tuple[Finding, ...]:
    """Return the findings of one kind that offer a mend: of a rule, or of one of its cases.

    Those with a reason are left out: somebody has said that they may stand.
    """
    return tuple(
        finding
        for finding in Reasons(dossier).open(checker.check_all(dossier))
        if finding.fixes and finding.rule == rule_id and case in {"", finding.case}
    )


def fix_all_of_kind(
    dossier: Dossier, pack: Pack, checker: Checker, rule_id: str, case: str = ""
) -> tuple[Edit, str, int] | None:
    """Return the step that mends all findings of a kind, its name and how many it mends.

    Of several mends the likeliest is taken; of two findings that would change one place the first.
    Final forms are left out.
    None where nothing would change.

    Args:
        dossier: what was checked.
        pack: what it is filled in by.
        checker: the checks of that pack.
        rule_id: which rule.
        case: one of its cases, "" for all.
    """
    fixes = [finding.fixes[0] for finding in alike(dossier, checker, rule_id, case)]
    taken: set[Path] = set()
    chosen: list[Fix] = []
    final = final_forms(dossier)
    for fix in fixes:
        places = {path for path, _ in fix.changes}
        if any(path.form in final for path in places):
            continue
        if taken.isdisjoint(places) and any(_edits(dossier, [fix])):
            taken |= places
            chosen.append(fix)
    if not chosen:
        return None
    columns = {label(dossier, pack, path) for fix in chosen for path, _ in fix.changes[:1]}
    what = f"“{columns.pop()}”" if len(columns) == 1 else "同类问题"
    edit = together(_edits(dossier, chosen))
    return edit, f"修正{what} {len(chosen)} 处", len(chosen)


def _edits(dossier: Dossier, fixes: Iterable[Fix]) -> Iterator[SetValue]:
    for fix in fixes:
        for path, raw in fix.changes:
            if _stands(dossier, path) and raw_value(dossier, path) != raw:
                yield SetValue(path, raw)


def _stands(dossier: Dossier, path: Path) -> bool:
    """True where there is such a form, and such a row."""
    form = dossier.form(path.form)
    if form is None:
        return not path.form
    return not path.record or form.record(path.field, path.record) is not None
