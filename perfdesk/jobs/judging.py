"""Reasons for findings, and making forms final: the steps, and why one cannot be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from perfdesk.checks.accepting import Reasons, acceptance
from perfdesk.dossier.edits import Accept, Finalise, Withdraw
from perfdesk.dossier.finals import final_forms, is_final, latest_event
from perfdesk.dossier.state import FinalEvent
from perfdesk.jobs.forms import UNNAMED, form_caption
from perfdesk.jobs.records import Refusal
from perfdesk.values.blankness import trim

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.jobs.entry import Step
    from perfdesk.template.loader import Pack

USUAL_REASONS = (
    "已与财政部门沟通确认",
    "以上级文件或批复为准",
    "按项目实际情况填报",
    "本项目不涉及此项内容",
    "相关依据另附说明",
)
"""Reasons to choose from; any other may be typed."""

REOPEN_REASONS = ("内容有误，需要修改", "预算批复有调整", "按审核意见修改")
"""The same for opening a final form."""

LONGEST_REASON = 200


def accept(dossier: Dossier, finding: Finding, reason: str, when: datetime) -> Step | Refusal:
    """Return the step that gives a reason for a finding.

    Args:
        dossier: the state in which it was found.
        finding: what was found.
        reason: why it may stand; must say something.
        when: now, with its time zone.
    """
    said = " ".join(reason.split())
    if not trim(said):
        return Refusal("请写明理由")
    if len(said) > LONGEST_REASON:
        return Refusal(f"理由请控制在 {LONGEST_REASON} 字以内")
    return Accept(acceptance(dossier, finding, said, when)), "说明理由"


def withdraw(dossier: Dossier, finding: Finding) -> Step | Refusal:
    """Return the step that takes the reason for a finding away."""
    given = Reasons(dossier).of(finding)
    if given is None:
        return Refusal("这条审核提示没有说明理由")
    return Withdraw(given), "撤回理由"


def open_errors(dossier: Dossier, findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Return the errors without a reason by form ("" for the dossier's own), those forms only."""
    found: dict[str, list[Finding]] = {}
    for item in Reasons(dossier).open(findings):
        if item.severity == "error":
            found.setdefault(item.form, []).append(item)
    return {form: tuple(items) for form, items in found.items()}


def finalise(
    dossier: Dossier,
    pack: Pack,
    findings: Iterable[Finding],
    forms: Iterable[str],
    when: datetime,
) -> Step | Refusal:
    """Return the step that makes forms final; those that are final already are left out.

    Errors of the dossier itself stand in the way only when its last forms are made final.

    Args:
        dossier: the state.
        pack: its templates.
        findings: all that was found in it.
        forms: ids of the forms.
        when: now, with its time zone.
    """
    done = final_forms(dossier)
    wanted = [form for form in dossier.forms if form.id in set(forms) - done]
    if not wanted:
        return Refusal("没有需要定稿的表")
    errors = open_errors(dossier, findings)
    for form in wanted:
        if form.id in errors:
            count = len(errors[form.id])
            return Refusal(
                f"“{_called(dossier, pack, form)}”还有 {count} 个错误，请先修改，或逐条说明理由"
            )
    if "" in errors and len(done) + len(wanted) == len(dossier.forms):
        count = len(errors[""])
        return Refusal(f"整套表还有 {count} 个错误，请先修改，或逐条说明理由")
    events = tuple(FinalEvent(form.id, locked=True, when=when) for form in wanted)
    return Finalise(events), "定稿"


def reopen(dossier: Dossier, form_id: str, reason: str, when: datetime) -> Step | Refusal:
    """Return the step that opens a final form again; ``reason`` says why."""
    said = " ".join(reason.split())
    if not is_final(dossier, form_id):
        return Refusal("这张表没有定稿")
    if not trim(said):
        return Refusal("请写明取消定稿的原因")
    if len(said) > LONGEST_REASON:
        return Refusal(f"原因请控制在 {LONGEST_REASON} 字以内")
    event = FinalEvent(form_id, locked=False, when=when, reason=said)
    return Finalise((event,)), "取消定稿"


def final_text(dossier: Dossier, form_id: str) -> str:
    """Say since when a form is final, or when and why it was opened again; "" for neither."""
    event = latest_event(dossier, form_id)
    if event is None:
        return ""
    when = f"{event.when.astimezone():%Y-%m-%d %H:%M}"
    if event.locked:
        return f"此表已于 {when} 定稿，内容不能修改"
    return f"此表曾定稿，{when} 取消：{event.reason}"


def refusal_text(dossier: Dossier, pack: Pack, forms: Iterable[str]) -> str:
    """Say that an edit was refused because of these final forms, and what to do."""
    named = [form for form in dossier.forms if form.id in set(forms)]
    one = f"“{_called(dossier, pack, named[0])}”" if named else ""
    which = one if len(named) == 1 else f"有 {len(named)} 张表"
    return f"{which}已定稿，不能修改；需要修改时，请先在“表”菜单中取消定稿"


def _called(dossier: Dossier, pack: Pack, form: Form) -> str:
    title, name = form_caption(dossier, pack, form)
    return name if name and name != UNNAMED else title
