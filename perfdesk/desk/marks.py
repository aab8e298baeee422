"""Which cells of a form carry a finding's mark, and what their tooltips say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from perfdesk.checks.wording import words

if TYPE_CHECKING:
    from perfdesk.dossier.state import Path
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.screen import Screen

_RANK = {"error": 3, "warning": 2, "hint": 1}
_NAMES = {"error": "错误", "warning": "提醒", "hint": "提示"}


def marks(workspace: Workspace, form_id: str, screen: Screen) -> dict[int, str]:
    """Return the worst severity of each cell that has findings."""
    found: dict[int, str] = {}
    for finding in workspace.all_findings():
        for path in (*finding.paths, *finding.related):
            if path.form not in {form_id, ""}:
                continue
            for number in screen.by_path.get(path, ()):
                if _RANK[finding.severity] > _RANK.get(found.get(number, ""), 0):
                    found[number] = finding.severity
    return found


def tip(workspace: Workspace, path: Path) -> str:
    """Return what is to say of a value (HTML), "" where that is nothing."""
    lines = []
    for finding in workspace.all_findings():
        if path in finding.paths or path in finding.related:
            text = words(workspace.dossier, workspace.pack, finding)
            name = _NAMES[finding.severity]
            lines.append(f"<b>{name}</b>　{escape(text.message)}<br>{escape(text.advice)}")
    return "<hr>".join(lines)
