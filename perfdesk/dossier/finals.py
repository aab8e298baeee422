"""Which forms are final, and the guard that keeps every edit from changing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from perfdesk.dossier.edits import EditError

if TYPE_CHECKING:
    from perfdesk.dossier.state import Acceptance, Dossier, FinalEvent, Form


class FinalError(EditError):
    """An edit would change forms that are final. ``forms``: their ids, in the dossier's order."""

    def __init__(self, forms: tuple[str, ...]) -> None:
        super().__init__("这张表已定稿，内容不能修改")
        self.forms = forms


def final_forms(dossier: Dossier) -> frozenset[str]:
    """Return the ids of the forms that are final now."""
    latest = {event.form: event.locked for event in dossier.finals}
    return frozenset(form for form, locked in latest.items() if locked)


def is_final(dossier: Dossier, form_id: str) -> bool:
    """Tell whether a form is final."""
    return form_id in final_forms(dossier)


def latest_event(dossier: Dossier, form_id: str) -> FinalEvent | None:
    """Return when a form was last made final or opened again; None where it never was."""
    return next((event for event in reversed(dossier.finals) if event.form == form_id), None)


def guard(before: Dossier, after: Dossier) -> None:
    """Refuse a change of a final form: of its content, its being there, or a reason given in it.

    What is entered once for all forms (unit name, year) is printed in each, and so is guarded by
    any of them. A form's place among the others and its page set-up are free.

    Raises:
        FinalError: names the forms that would change.
    """
    final = final_forms(before)
    if not final:
        return
    everywhere = (before.unit_name, before.year) != (after.unit_name, after.year)
    kept = {form.id: form for form in after.forms}
    lost = {
        item.paths[0].form
        for item in before.accepted
        if before.accepted is not after.accepted and item.paths and not _stands(item, after)
    }
    changed = tuple(
        form.id
        for form in before.forms
        if form.id in final and (everywhere or form.id in lost or _differs(form, kept.get(form.id)))
    )
    if changed:
        raise FinalError(changed)


def _differs(before: Form, after: Form | None) -> bool:
    """Tell whether the content differs; how it is set on paper may still change for printing."""
    if before is after or after is None:
        return before is not after
    return before != msgspec.structs.replace(after, page=before.page)


def _stands(reason: Acceptance, dossier: Dossier) -> bool:
    return any(item is reason or item == reason for item in dossier.accepted)
