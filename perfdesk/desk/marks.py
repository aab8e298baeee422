"""Which cells of a form carry a finding's mark, and what their tooltips say."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from perfdesk.checks.wording import words

if TYPE_CHECKING:
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.screen import Screen

_RANK = {"error": 3, "warning": 2, "hint": 1}
_NAMES = {"error": "错误", "warning": "提醒", "hint": "提示"}


def marks_and_tips(
    workspace: Workspace, form_id: str, screen: Screen
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the worst severity and the tooltip (HTML) of each cell that has findings."""
    marks: dict[int, str] = {}
    tips: dict[int, list[str]] = {}
    for finding in workspace.all_findings():
        own = [p for p in (*finding.paths, *finding.related) if p.form in {form_id, ""}]
        if not own:
            continue
        text = words(workspace.dossier, workspace.pack, finding)
        line = f"<b>{_NAMES[finding.severity]}</b>　{escape(text.message)}<br>{escape(text.advice)}"
        for path in own:
            for number in screen.by_path.get(path, ()):
                if _RANK[finding.severity] > _RANK.get(marks.get(number, ""), 0):
                    marks[number] = finding.severity
                tips.setdefault(number, []).append(line)
    return marks, {number: "<hr>".join(lines) for number, lines in tips.items()}
