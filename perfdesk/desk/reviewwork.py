"""Commands of the check menu that make documents, and the way to 批量审核."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.desk.host import as_widget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from perfdesk.checks.finding import Finding
    from perfdesk.desk.host import Host, Office
    from perfdesk.desk.worker import Worker


class ReviewWork:
    """The check report of the open dossier, and the window that checks many."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._worker: Worker | None = None

    def possible(self) -> dict[str, bool]:
        """A report needs an open dossier."""
        return {"check_report": self._window.pane is not None}

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """No part menus here."""
        return False

    def check_report(self) -> None:
        """Write 审核报告 as PDF or workbook."""
        # Not needed at the start.
        from perfdesk.desk.review.saving import ask_place, save_document  # noqa: PLC0415
        from perfdesk.jobs.check import CheckReport  # noqa: PLC0415
        from perfdesk.jobs.documents import KINDS  # noqa: PLC0415
        from perfdesk.jobs.report import check_report  # noqa: PLC0415
        from perfdesk.jobs.reporting import local_time  # noqa: PLC0415

        pane = self._window.pane
        if pane is None or self._worker is not None:
            return
        pane.view.close_editor()
        workspace = pane.workspace
        settings = self._window.program.settings
        dossier, pack, checker = workspace.dossier, workspace.pack, workspace.checker
        found, now = checker.check_all(dossier), local_time()
        report = CheckReport(dossier, pack, found)
        folder = Path(settings.export_folder or Path.home())
        start = folder / f"{dossier.unit_name}-{dossier.year}年绩效目标审核报告"
        path = ask_place(as_widget(self._window), "审核报告", start, KINDS)
        if path is None:
            return
        settings.export_folder = str(path.parent)
        self._worker = save_document(
            as_widget(self._window), path, lambda: check_report(report, now), self._written
        )
        self._window.say("正在写审核报告…")

    def _written(self, path: Path | None) -> None:
        self._worker = None
        if path is not None:
            self._window.say(f"审核报告已保存到 {path}")

    def review(self) -> None:
        """Show the window that checks a folder of dossiers."""
        show_review(self._window.program)


def show_review(program: Office) -> None:
    """Show the one window of 批量审核, made on first use."""
    from perfdesk.desk.review.window import ReviewWindow  # noqa: PLC0415 - not needed at the start

    window = program.review
    if window is None:
        window = program.review = ReviewWindow(program.settings)
        window.open_wanted.connect(lambda path, finding: open_at(program, path, finding))
        window.closed.connect(lambda: _forget(program))
    window.show()
    window.raise_()
    window.activateWindow()


def _forget(program: Office) -> None:
    program.remember()
    if program.review is not None:
        program.review.deleteLater()
        program.review = None


def open_at(program: Office, path: Path, finding: Finding | None) -> None:
    """Open a dossier in the desk, where it is not open yet, and go to a finding."""
    if not program.open_elsewhere(path):
        program.free_host().open_file(path)
    host = program.host_of(path)
    if host is None or host.pane is None:
        return
    widget = as_widget(host)
    widget.raise_()
    widget.activateWindow()
    if finding is not None:
        host.pane.go_to_finding(finding)
