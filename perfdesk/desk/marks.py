"""Which cells of a form carry a finding's mark, and what their tooltips say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from perfdesk.checks.finding import SEVERITIES, Severity
from perfdesk.checks.wording import words
from perfdesk.desk import theme

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.state import Path
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.screen import Screen

_RANK = {severity: -place for place, severity in enumerate(SEVERITIES)}
_NONE = -len(SEVERITIES)


def marks(workspace: Workspace, form_id: str, screen: Screen) -> dict[int, str]:
    """Return the worst severity of each cell that has findings."""
    found: dict[int, str] = {}
    for finding in workspace.all_findings():
        for path in (*finding.paths, *finding.related):
            if path.form not in {form_id, ""}:
                continue
            for number in screen.by_path.get(path, ()):
                found[number] = worse(finding.severity, found.get(number, ""))
    return found


def worse(one: Severity, other: str) -> str:
    """Return the worse of two severities; "" is none."""
    return one if _RANK[one] > _RANK.get(other, _NONE) else other


def tip(workspace: Workspace, path: Path) -> str:
    """Return what is to say of a value (HTML), "" where that is nothing."""
    return "<hr>".join(
        said(workspace, finding)
        for finding in workspace.all_findings()
        if path in finding.paths or path in finding.related
    )


def said(workspace: Workspace, finding: Finding) -> str:
    """Return what a finding says (HTML): how grave, where and what, and below it the advice."""
    text = words(workspace.dossier, workspace.pack, finding)
    color = theme.SEVERITY[finding.severity].name()
    name = f'<b style="color: {color}">{SEVERITIES[finding.severity]}</b>'
    return f"{name}　{escape(text.message)}<br>{escape(text.advice)}"
