"""Reasons for findings and final forms, on the sample and on a blank dossier."""

from datetime import UTC, datetime

import msgspec
import pytest

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.engine import Checker
from perfdesk.checks.finding import Finding
from perfdesk.dossier.edits import EditError, Finalise, InsertRecords, SetValue
from perfdesk.dossier.finals import final_forms, latest_event
from perfdesk.dossier.state import Dossier, Path, Record
from perfdesk.jobs import judging
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.fixes import fix_all_of_kind
from perfdesk.jobs.records import Refusal
from perfdesk.jobs.workspace import Workspace
from tests.jobs import real

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
PACK = real.pack("lukou-2026")


def blank() -> Workspace:
    workspace = Workspace(new_dossier(PACK, "示例局", 2026), PACK)
    workspace.check_all()
    return workspace


def explain(workspace: Workspace, finding: Finding, reason: str = "以批复为准") -> None:
    step = judging.accept(workspace.dossier, finding, reason, WHEN)
    assert isinstance(step, tuple)
    assert workspace.apply(*step)


def explain_all(workspace: Workspace) -> None:
    for finding in workspace.reasons.open(workspace.all_findings()):
        if finding.severity == "error":
            explain(workspace, finding)


def lock(workspace: Workspace, *forms: str) -> None:
    step = judging.finalise(workspace.dossier, PACK, workspace.all_findings(), forms, WHEN)
    assert isinstance(step, tuple), step
    assert workspace.apply(*step)


def reason(dossier: Dossier, finding: Finding) -> str:
    given = Reasons(dossier).of(finding)
    return given.reason if given else ""


def test_a_reason_holds_until_the_value_changes() -> None:
    workspace = blank()
    path = Path(workspace.dossier.forms[0].id, "annual_duty_goal")
    workspace.apply(SetValue(path, "/"), "填写")
    finding = next(item for item in workspace.all_findings() if item.rule == "R02")
    explain(workspace, finding, "  以上级\n批复为准 ")
    assert workspace.session.undo_label == "说明理由"
    assert reason(workspace.dossier, finding) == "以上级 批复为准"
    workspace.apply(SetValue(path, "*"), "填写")
    (now,) = (f for f in workspace.findings(path.form) if f.rule == "R02" and path in f.paths)
    assert reason(workspace.dossier, now) == ""
    workspace.undo()
    assert reason(workspace.dossier, finding) == "以上级 批复为准"
    explain(workspace, finding, "另附说明")
    assert [item.reason for item in workspace.dossier.accepted] == ["另附说明"]
    step = judging.withdraw(workspace.dossier, finding)
    assert isinstance(step, tuple)
    workspace.apply(*step)
    assert (workspace.session.undo_label, workspace.dossier.accepted) == ("撤回理由", ())
    workspace.undo()
    workspace.undo()
    assert workspace.reasons.of(finding) == workspace.dossier.accepted[0]
    assert reason(workspace.dossier, finding) == "以上级 批复为准"


def test_a_reason_is_about_one_finding_only() -> None:
    workspace = blank()
    found = workspace.all_findings()
    for finding in found:
        explain(workspace, finding)
        assert [item for item in found if workspace.reasons.of(item)] == [finding]
        workspace.undo()


def test_a_reason_says_something() -> None:
    workspace = blank()
    finding = workspace.all_findings()[0]
    for said, complaint in (("  \n", "请写明理由"), ("长" * 201, "理由请控制在 200 字以内")):
        assert judging.accept(workspace.dossier, finding, said, WHEN) == Refusal(complaint)
    assert isinstance(judging.withdraw(workspace.dossier, finding), Refusal)


def test_the_report_tells_them() -> None:
    workspace = blank()
    before = check_dossier(workspace.dossier, PACK)
    explain_all(workspace)
    report = check_dossier(workspace.dossier, PACK)
    assert (before.failed, report.failed) == (True, False)
    plain = [item for item in report.as_json() if "reason" not in item]
    assert {item["severity"] for item in plain} <= {"warning", "hint"}
    told = [item for item in report.as_json() if "reason" in item]
    assert told
    assert {item.pop("reason") for item in told} == {"以批复为准"}
    assert [*before.as_json()] == sorted((*told, *plain), key=before.as_json().index)
    lines = list(report.as_text())
    assert sum("✓ 已说明理由：以批复为准" in line for line in lines) == len(told)
    assert f"{len(told)} 个已说明理由" in lines[-1]
    assert "错误" not in lines[-1]


def test_a_form_is_final_when_each_error_has_a_reason() -> None:
    workspace = blank()
    form = workspace.dossier.forms[0].id
    said = judging.finalise(workspace.dossier, PACK, workspace.all_findings(), [form], WHEN)
    assert isinstance(said, Refusal)
    assert said.reason.startswith("“部门整体支出绩效目标表”还有 ")
    explain_all(workspace)
    lock(workspace, form)
    assert workspace.final == final_forms(workspace.dossier) == {form}
    assert workspace.session.undo_label == "说明理由"
    again = judging.finalise(workspace.dossier, PACK, workspace.all_findings(), [form], WHEN)
    assert again == Refusal("没有需要定稿的表")


def test_a_final_form_refuses_and_says_so() -> None:
    workspace = blank()
    first, second = (form.id for form in workspace.dossier.forms)
    explain_all(workspace)
    lock(workspace, second)
    told: list[tuple[str, ...]] = []
    workspace.refused = told.append
    before = workspace.dossier
    assert not workspace.apply(SetValue(Path(second, "project_name"), "甲"), "填写")
    assert workspace.undo() is None
    assert workspace.dossier is before
    assert told == [(second,), (second,)]
    assert workspace.apply(SetValue(Path(first, "annual_duty_goal"), "促消费"), "填写")
    text = judging.refusal_text(workspace.dossier, PACK, told[0])
    assert text.startswith("“项目支出绩效目标表”已定稿，不能修改")
    assert judging.refusal_text(workspace.dossier, PACK, (first, second)).startswith("有 2 张表")


def test_what_may_change() -> None:
    workspace = blank()
    first, second = (form.id for form in workspace.dossier.forms)
    unit = Path("", "unit_name")
    places = [(first, Path(first, "x")), (second, Path(second, "x")), (second, unit)]
    assert [workspace.may_change(*place) for place in places] == [True, True, True]
    explain_all(workspace)
    lock(workspace, first)
    assert [workspace.may_change(*place) for place in places] == [False, True, False]
    told: list[tuple[str, ...]] = []
    workspace.refused = told.append
    workspace.refuse(first, Path(first, "x"))
    workspace.refuse(second, unit)
    assert told == [(first,), (first,)]


def test_opening_a_final_form_is_recorded() -> None:
    workspace = blank()
    form = workspace.dossier.forms[0].id
    explain_all(workspace)
    lock(workspace, form)
    assert judging.reopen(workspace.dossier, form, " ", WHEN) == Refusal("请写明取消定稿的原因")
    step = judging.reopen(workspace.dossier, form, "预算有调整", WHEN)
    assert isinstance(step, tuple)
    assert workspace.apply(*step)
    assert workspace.final == frozenset()
    assert [(event.locked, event.reason) for event in workspace.dossier.finals] == [
        (True, ""),
        (False, "预算有调整"),
    ]
    assert latest_event(workspace.dossier, form) == workspace.dossier.finals[-1]
    assert judging.reopen(workspace.dossier, form, "再来", WHEN) == Refusal("这张表没有定稿")
    assert workspace.undo() is not None


def test_errors_of_the_dossier_itself_hold_up_its_last_form() -> None:
    workspace = blank()
    first, second = (form.id for form in workspace.dossier.forms)
    explain_all(workspace)
    whole = Finding("R44", "error", "", (Path("", "unit_name"),), (), "blank")
    found = (*workspace.all_findings(), whole)
    dossier = workspace.dossier
    assert isinstance(judging.finalise(dossier, PACK, found, [first], WHEN), tuple)
    refusal = judging.finalise(dossier, PACK, found, [first, second], WHEN)
    assert refusal == Refusal("整套表还有 1 个错误，请先修改，或逐条说明理由")


@pytest.mark.parametrize("locked", [True, False])
def test_recorded_events_can_be_taken_off_by_their_inverse_only(locked: bool) -> None:
    workspace = blank()
    explain_all(workspace)
    lock(workspace, workspace.dossier.forms[0].id)
    last = workspace.dossier.finals[-1]
    edit = Finalise((msgspec.structs.replace(last, locked=locked),), back=True)
    if locked:
        assert edit.apply(workspace.dossier).dossier.finals == ()
    else:
        with pytest.raises(EditError, match="定稿记录不符"):
            edit.apply(workspace.dossier)


def test_checking_is_the_same_with_reasons() -> None:
    workspace = blank()
    before = workspace.all_findings()
    explain_all(workspace)
    assert workspace.all_findings() == before == Checker(PACK).check_all(workspace.dossier)


def test_mending_all_of_a_kind_leaves_out_what_has_a_reason_or_is_final() -> None:
    workspace = blank()
    first, second = (form.id for form in workspace.dossier.forms)
    row = Record("r", {"level1": "产出指标", "level2": "数量指标", "level3": "办会", "value": "4"})
    for form in (first, second):
        for name, spelled in (("a", "个数"), ("b", "个数")):
            own = {**row.values, "level3": f"办会{name}", "operator": "≥", "unit": spelled}
            edit = InsertRecords(form, "indicators", 0, (Record(form + name, own),))
            assert workspace.apply(edit, "插入行")
    found = [item for item in workspace.all_findings() if (item.rule, item.case) == ("R10", "unit")]
    assert len(found) == 4

    def count() -> int:
        own = workspace
        done = fix_all_of_kind(own.dossier, PACK, own.checker, "R10", "unit")
        return done[2] if done else 0

    assert count() == 4
    explain(workspace, found[0])
    assert count() == 3
    explain_all(workspace)
    lock(workspace, second)
    assert count() == 1
