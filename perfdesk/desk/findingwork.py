"""Commands of the check menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from perfdesk.desk.host import Host


class FindingWork:
    """Going from finding to finding."""

    def __init__(self, window: Host) -> None:
        self._window = window

    def possible(self) -> dict[str, bool]:
        """They need an open dossier."""
        shown = self._window.pane is not None
        return dict.fromkeys(("finding_next", "finding_previous"), shown)

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """No part menus here."""
        return False

    def finding_next(self) -> None:
        """Go to the next finding, in another form where need be."""
        self._step(1)

    def finding_previous(self) -> None:
        """Go to the finding before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        if pane.step_finding(step) is None:
            self._window.say("没有需要处理的审核提示")
