"""Commands of the check menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from perfdesk.checks.finding import Finding, Fix
    from perfdesk.desk.host import Host


class FindingWork:
    """Going from finding to finding, and mending what they say."""

    def __init__(self, window: Host) -> None:
        self._window = window

    def possible(self) -> dict[str, bool]:
        """They need an open dossier."""
        shown = self._window.pane is not None
        return dict.fromkeys(("finding_next", "finding_previous", "finding_mend"), shown)

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """The fixes of the current cell."""
        if part == "fixes":
            self.fill_fixes(menu)
        return part == "fixes"

    def finding_next(self) -> None:
        """Go to the next finding, in another form where need be."""
        self._step(1)

    def finding_previous(self) -> None:
        """Go to the finding before."""
        self._step(-1)

    def finding_mend(self) -> None:
        """Do the likeliest mend of the finding gone to, or of the first one of this cell."""
        pane = self._window.pane
        if pane is None:
            return
        visited = pane.findings.at_keyboard() or pane.visited()
        fixes = list(visited.fixes) if visited else self._fixes_here()
        if fixes:
            self.mend(fixes[0])
        else:
            self._window.say("这里没有可以一键修正的问题")

    def _fixes_here(self) -> list[Fix]:
        pane = self._window.pane
        path = pane.view.current_path if pane else None
        found = pane.workspace.all_findings() if pane and path else ()
        return [fix for item in found if path in item.paths for fix in item.fixes]

    def mend(self, fix: Fix) -> None:
        """Do what a finding offers, as one step that can be undone."""
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        from perfdesk.jobs.fixes import fix_edit  # noqa: PLC0415 - not needed at the start

        step = fix_edit(pane.workspace.dossier, fix)
        if step is not None:
            if not pane.workspace.apply(*step):
                return
            pane.go_to(fix.changes[0][0])
            self._window.say(f"已修正：{step[1]}，按 Ctrl+Z 可以撤销")

    def mend_all(self, finding: Finding) -> None:
        """Mend all findings of the same kind in the dossier."""
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        workspace = pane.workspace
        from perfdesk.jobs.fixes import fix_all_of_kind  # noqa: PLC0415 - not needed at the start

        done = fix_all_of_kind(
            workspace.dossier, workspace.pack, workspace.checker, finding.rule, finding.case
        )
        if done is not None:
            edit, label, count = done
            if not workspace.apply(edit, label):
                return
            self._window.say(f"已修正 {count} 处，按 Ctrl+Z 可以一次撤销")

    def fill_fixes(self, menu: QMenu) -> None:
        """Fill a menu with the fixes of the current cell."""
        fixes = self._fixes_here()
        for fix in fixes:
            menu.addAction(fix.label).triggered.connect(partial(self.mend, fix))
        menu.setEnabled(bool(fixes))

    def _step(self, step: int) -> None:
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        if pane.step_finding(step) is None:
            self._window.say("没有需要处理的审核提示")
