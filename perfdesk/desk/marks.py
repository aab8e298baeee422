"""Which cells of a form carry a finding's mark, and what their tooltips say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.wording import form_name, words
from perfdesk.desk import theme

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.state import Path
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.screen import Screen

EXPLAINED = "explained"
"""The mark of a cell all of whose findings have a reason."""

_RANK = {severity: -place for place, severity in enumerate((*SEVERITIES, EXPLAINED))}
_NONE = -len(_RANK)


def marks(workspace: Workspace, form_id: str, screen: Screen) -> dict[int, str]:
    """Return the worst severity of each cell that has findings; those with a reason come last."""
    found: dict[int, str] = {}
    for finding in workspace.all_findings():
        mark = EXPLAINED if workspace.reasons.of(finding) else finding.severity
        for path in (*finding.paths, *finding.related):
            if path.form not in {form_id, ""}:
                continue
            for number in screen.by_path.get(path, ()):
                found[number] = worse(mark, found.get(number, ""))
    return found


def worse(one: str, other: str) -> str:
    """Return the worse of two severities; "" is none."""
    return one if _RANK[one] > _RANK.get(other, _NONE) else other


def tip(workspace: Workspace, path: Path) -> str:
    """Return what is to say of a value (HTML), "" where that is nothing."""
    return "<hr>".join(
        roomy(said(workspace, finding))
        for finding in workspace.all_findings()
        if path in finding.paths or path in finding.related
    )


def roomy(html: str) -> str:
    """Return a text with room between its lines, which the bundled font by itself has not."""
    return f'<p style="margin: 0; line-height: 140%">{html}</p>'


def said(workspace: Workspace, finding: Finding) -> str:
    """Return what a finding says (HTML): how grave, where and what, and the advice or reason."""
    text = words(workspace.dossier, workspace.pack, finding)
    message = escape(without_form(workspace, finding.form, text.message))
    given = workspace.reasons.of(finding)
    if given is not None:
        quiet = f'<span style="color: {theme.QUIET.name()}">'
        return f"{quiet}<b>已说明理由</b>　{message}</span><br>{escape(given.reason)}"
    color = theme.SEVERITY[finding.severity].name()
    name = f'<b style="color: {color}">{SEVERITIES[finding.severity]}</b>'
    return f"{name}　{message}<br>{escape(text.advice)}"


def without_form(workspace: Workspace, form_id: str, message: str) -> str:
    """Return a message without the name of the form, where that is in sight anyway."""
    form = workspace.dossier.form(form_id)
    if form is None:
        return message
    return message.removeprefix(f"{form_name(workspace.dossier, workspace.pack, form)}，")
