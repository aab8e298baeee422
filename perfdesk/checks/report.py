"""Findings as JSON, for the command line: places by number and key, text in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

from perfdesk.checks.wording import words
from perfdesk.dossier.state import Dossier, Path

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.template.loader import Pack


class RelatedJson(TypedDict):
    """Places of one form."""

    form: int
    paths: list[str]


class FindingJson(TypedDict):
    """A finding as the command line prints it.

    form: number of the form in the dossier from 1; 0 for the dossier's own values. template: key of
    its template, "" for the dossier. paths: as ``indicators[2].value`` (rows from 0),
    ``budget.total``, ``unit_name``. reason: why it may stand, only where a reason was given.
    """

    rule: str
    severity: str
    form: int
    template: str
    paths: list[str]
    related: list[RelatedJson]
    message: str
    advice: str
    reason: NotRequired[str]


def finding_as_json(
    dossier: Dossier, pack: Pack, finding: Finding, reason: str = ""
) -> FindingJson:
    """Return the JSON view of a finding of ``dossier``, which is filled in by ``pack``."""
    form = dossier.form(finding.form)
    text = words(dossier, pack, finding)
    shown: FindingJson = {
        "rule": finding.rule,
        "severity": finding.severity,
        "form": dossier.index_of(finding.form) + 1,
        "template": form.template if form else "",
        "paths": [path_as_text(dossier, path) for path in finding.paths if path.field],
        "related": related_as_json(dossier, finding.related),
        "message": text.message,
        "advice": text.advice,
    }
    if reason:
        shown["reason"] = reason
    return shown


def related_as_json(dossier: Dossier, paths: tuple[Path, ...]) -> list[RelatedJson]:
    """Return places grouped by form, the forms in the order in which they are named."""
    by_form: dict[str, list[str]] = {}
    for path in paths:
        by_form.setdefault(path.form, []).append(path_as_text(dossier, path))
    return [{"form": dossier.index_of(form) + 1, "paths": texts} for form, texts in by_form.items()]


def path_as_text(dossier: Dossier, path: Path) -> str:
    """Return a path as ``indicators[2].value``; the row is its position in the table, from 0."""
    if not path.record:
        return path.field
    form = dossier.form(path.form)
    records = form.records(path.field) if form else ()
    index = next((i for i, record in enumerate(records) if record.id == path.record), -1)
    return f"{path.field}[{index}].{path.column}"
