"""Commands that judge: a reason for a finding, forms made final and opened again, a rule's text."""

# ruff: noqa: PLC0415 - dialogs are not needed at the start

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from perfdesk.checks.wording import words
from perfdesk.desk.host import as_widget
from perfdesk.dossier.finals import latest_event
from perfdesk.jobs import judging
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.records import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMenu, QWidget

    from perfdesk.checks.finding import Finding
    from perfdesk.desk.host import Host
    from perfdesk.jobs.entry import Step


class JudgeWork:
    """Reasons and final forms of the open dossier."""

    def __init__(self, window: Host) -> None:
        self._window = window

    def possible(self) -> dict[str, bool]:
        """A form is either final or not; a reason needs a finding."""
        pane = self._window.pane
        forms = [form.id for form in pane.workspace.dossier.forms] if pane else []
        final = pane.workspace.final if pane else frozenset()
        here = pane.form_id if pane else ""
        return {
            "form_finalise": bool(here) and here not in final,
            "form_reopen": here in final,
            "finalise_all": any(form not in final for form in forms),
            "finding_reason": pane is not None,
            "finding_rule": pane is not None,
        }

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """No part menus here."""
        return False

    # --- reasons ---

    def finding_reason(self) -> None:
        """Give a reason for the finding gone to, or for the gravest one of this cell."""
        finding = self._meant()
        if finding is not None:
            self.explain(finding)

    def finding_rule(self) -> None:
        """Show the rule of that finding in the guide."""
        pane, finding = self._window.pane, self._meant()
        if pane is not None and finding is not None:
            pane.findings.rule_wanted.emit(finding)

    def _meant(self) -> Finding | None:
        """Return the finding gone to, or the gravest one of this cell; None where there is none."""
        pane = self._window.pane
        if pane is None:
            return None
        pane.view.close_editor()
        finding = pane.findings.at_keyboard() or pane.visited() or self._here()
        if finding is None:
            self._window.say("当前单元格没有审核提示；请先用 F7 转到一条审核提示")
        return finding

    def _here(self) -> Finding | None:
        pane = self._window.pane
        path = pane.view.current_path if pane else None
        if pane is None or path is None:
            return None
        own = pane.workspace
        found = [f for f in own.all_findings() if path in f.paths or path in f.related]
        ranks = ("error", "warning", "hint")
        found.sort(key=lambda f: (own.reasons.of(f) is not None, ranks.index(f.severity)))
        return found[0] if found else None

    def explain(self, finding: Finding, parent: QWidget | None = None) -> None:
        """Ask why a finding may stand, and keep the answer."""
        from perfdesk.desk.dialogs.reason import ask_reason

        pane = self._window.pane
        if pane is None:
            return
        own = pane.workspace
        pane.view.close_editor()
        given = own.reasons.of(finding)
        text = words(own.dossier, own.pack, finding)
        answer = ask_reason(
            text.message, text.advice, given.reason if given else "", parent or self._parent()
        )
        if answer is None or (given is not None and answer == given.reason):
            return
        if given is not None and not answer:
            self.withdraw(finding)
            return
        self._do(judging.accept(own.dossier, finding, answer, _now()), "已记下理由")

    def withdraw(self, finding: Finding) -> None:
        """Take a reason away."""
        pane = self._window.pane
        if pane is not None:
            pane.view.close_editor()
            self._do(judging.withdraw(pane.workspace.dossier, finding), "已撤回理由")

    # --- final forms ---

    def form_finalise(self) -> None:
        """Make the form that is shown final, when nothing stands in the way."""
        pane = self._window.pane
        if pane is not None and pane.form_id:
            self._finalise((pane.form_id,))

    def finalise_all(self) -> None:
        """Make all forms final."""
        pane = self._window.pane
        if pane is not None:
            own = pane.workspace
            self._finalise([form.id for form in own.dossier.forms if form.id not in own.final])

    def _finalise(self, forms: Sequence[str]) -> None:
        from perfdesk.desk.dialogs.finalise import FinaliseDialog

        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        own = pane.workspace
        own.check_all()
        dialog = FinaliseDialog(own, forms, self.explain, self._parent())
        done = bool(dialog.exec())
        wanted, ready = dialog.wanted, dialog.ready
        dialog.deleteLater()
        if wanted is not None:
            pane.go_to_finding(wanted)
        elif done:
            step = judging.finalise(own.dossier, own.pack, own.all_findings(), ready, _now())
            self._do(step, f"已定稿 {len(ready)} 张表；请保存套表")

    def form_reopen(self) -> None:
        """Open the form that is shown for changes again, and record why."""
        from perfdesk.desk.dialogs.reason import ask_why_reopened

        pane = self._window.pane
        form = pane.model.form if pane else None
        event = latest_event(pane.workspace.dossier, form.id) if pane and form else None
        if pane is None or form is None or event is None:
            return
        since = f"{event.when.astimezone():%Y-%m-%d %H:%M}"
        title, name = form_caption(pane.workspace.dossier, pane.workspace.pack, form)
        reason = ask_why_reopened(name or title, since, self._parent())
        if reason is not None:
            step = judging.reopen(pane.workspace.dossier, form.id, reason, _now())
            self._do(step, "已取消定稿，可以修改")

    def tell_refused(self, forms: tuple[str, ...]) -> None:
        """Say that something was not done for the sake of final forms."""
        pane = self._window.pane
        if pane is not None:
            own = pane.workspace
            self._window.say(judging.refusal_text(own.dossier, own.pack, forms))

    def _do(self, step: Step | Refusal, said: str) -> None:
        pane = self._window.pane
        if isinstance(step, Refusal):
            self._window.say(step.reason)
        elif pane is not None and pane.workspace.apply(*step):
            self._window.say(said)

    def _parent(self) -> QWidget:
        return as_widget(self._window)


def _now() -> datetime:
    return datetime.now().astimezone()
