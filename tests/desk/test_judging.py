"""Reasons and final forms in a window: what the list, the sheet and the dialogs show and refuse."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path as FilePath

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.desk.dialogs.finalise import FinaliseDialog
from perfdesk.desk.dialogs.find import FINAL_LEFT_OUT, FindDialog
from perfdesk.desk.dialogs.reason import ReasonDialog
from perfdesk.desk.marks import EXPLAINED, marks
from perfdesk.desk.pane import Pane
from perfdesk.desk.program import Program
from perfdesk.desk.window import Window
from perfdesk.dossier.edits import Finalise, SetValue
from perfdesk.dossier.state import FinalEvent, Path
from perfdesk.jobs import judging
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.records import Refusal
from perfdesk.jobs.workspace import Workspace
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from perfdesk.template.catalogue import Catalogue

WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
REASON = "以上级文件或批复为准"
Answer = Callable[[Callable[[QWidget], None]], None]


@pytest.fixture
def window(application: QApplication, quiet_qt: None, file: FilePath) -> Iterator[Window]:
    pack = Catalogue().load("lukou-2026")
    save(file, OpenFile(new_dossier(pack, "示例局", 2026), pack))
    program = Program(application)
    program.open([file])
    window = program.windows[0]
    window.resize(1200, 740)
    assert QTest.qWaitForWindowActive(window)
    workspace_of(window).check_all()
    yield window
    window.files.closed()


@pytest.fixture
def answer() -> Answer:
    """``answer(act)``: do ``act`` on the next modal window."""

    def later(act: Callable[[QWidget], None]) -> None:
        def look() -> None:
            modal = QApplication.activeModalWidget()
            if modal is None:
                QTimer.singleShot(10, look)
            else:
                act(modal)

        QTimer.singleShot(0, look)

    return later


def pane_of(window: Window) -> Pane:
    assert window.pane is not None
    return window.pane


def workspace_of(window: Window) -> Workspace:
    return pane_of(window).workspace


def errors(workspace: Workspace) -> list[Finding]:
    found = workspace.reasons.open(workspace.all_findings())
    return [item for item in found if item.severity == "error"]


def explain(workspace: Workspace, *found: Finding) -> None:
    for finding in found:
        step = judging.accept(workspace.dossier, finding, REASON, WHEN)
        assert not isinstance(step, Refusal)
        assert workspace.apply(*step)


def lock(workspace: Workspace, form: str) -> None:
    assert workspace.apply(Finalise((FinalEvent(form, True, WHEN),)), "定稿")


def lines(pane: Pane) -> list[tuple[str, str]]:
    pane._show_lists()
    return [(item.text(0), item.text(1)) for item in pane.findings._items]


def said(window: Window) -> str:
    return window.status._hint.text()


# ---- reasons ----


def test_a_reason_is_asked_for_and_shown_calmly(window: Window, answer: Answer) -> None:
    pane, own = pane_of(window), workspace_of(window)
    finding = errors(own)[0]
    before = len(errors(own))
    pane.go_to_finding(finding)

    def choose(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.complaint.plain == "请写明理由"
        dialog.line.setCurrentIndex(1)
        dialog.accept()

    answer(choose)
    window.commands.do("finding_reason")
    assert own.reasons.of(finding) is not None
    assert len(errors(own)) == before - 1
    line = next(line for line in lines(pane) if line[1].startswith("已说明理由"))
    assert line[1] == f"已说明理由：{REASON}"
    assert pane.findings._buttons["error"].text() == f"错误 {before - 1}"
    assert pane.findings.explained.text() == "已说明理由 1"
    assert f"错误 {before - 1}" in window.status._counts.text()
    number = pane.model.screen.by_path[finding.paths[0]][0]
    assert marks(own, pane.form_id, pane.model.screen)[number] == EXPLAINED
    tip = pane.model.data(pane.view.index_of(number), int(Qt.ItemDataRole.ToolTipRole))
    assert REASON in str(tip)
    pane.findings.explained.setChecked(False)
    assert finding not in pane.findings.shown


def test_f7_passes_over_what_has_a_reason(window: Window) -> None:
    pane, own = pane_of(window), workspace_of(window)
    explain(own, *[item for item in own.all_findings() if item != errors(own)[-1]])
    left = own.reasons.open(own.all_findings())
    assert len(left) == 1
    for step in (1, 1, -1):
        assert pane.step_finding(step) == left[0]
    explain(own, *left)
    assert pane.step_finding(1) is None


def test_a_reason_can_be_taken_back(window: Window, answer: Answer) -> None:
    own = workspace_of(window)
    finding = errors(own)[0]
    explain(own, finding)

    def take_back(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        assert dialog.reason == REASON
        dialog.away.click()

    answer(take_back)
    window.judging.explain(finding)
    assert own.dossier.accepted == ()
    window.commands.do("undo")
    assert own.reasons.of(finding) is not None
    pane_of(window).findings.withdrawal_wanted.emit(finding)
    assert own.dossier.accepted == ()


def test_reasons_come_back_with_the_file(window: Window, file: FilePath) -> None:
    own = workspace_of(window)
    explain(own, errors(own)[0])
    lock(own, own.dossier.forms[1].id)
    window.commands.do("save")
    assert load(file).dossier == own.dossier
    assert not window.files.modified


# ---- final forms ----


def test_a_final_form_takes_nothing_and_says_so(window: Window) -> None:
    pane, own = pane_of(window), workspace_of(window)
    pane.show_form(own.dossier.forms[1].id)
    lock(own, pane.form_id)
    before = own.dossier
    assert pane.final_bar.isVisible()
    assert "定稿" in window.status._unit.text()
    row = pane.model.screen.by_path[Path(pane.form_id, "project_name")][0]
    pane.view.go_to(row)
    clip = QMimeData()
    clip.setText("甲\t乙\n丙\t丁")

    def paste() -> None:
        QApplication.clipboard().setMimeData(clip)
        window.commands.do("paste")

    attempts: list[Callable[[], object]] = [
        lambda: QTest.keyClick(pane.view, Qt.Key.Key_A),
        lambda: QTest.keyClick(pane.view, Qt.Key.Key_F2),
        paste,
        lambda: window.commands.do("form_remove"),
        lambda: window.forms._choose(*option(own, pane.form_id)),
    ]
    for attempt in attempts:
        window.status._silent()
        attempt()
        assert own.dossier is before
        assert pane.view.editor() is None
        assert "已定稿，不能修改" in said(window), attempt
    pane.show_form(own.dossier.forms[0].id)
    assert not pane.final_bar.isVisible()
    window.status._silent()
    unit = pane.model.screen.by_path.get(Path("", "unit_name"))
    assert unit
    pane.view.go_to(unit[0])
    QTest.keyClick(pane.view, Qt.Key.Key_A)
    assert pane.view.editor() is None
    assert "已定稿，不能修改" in said(window)


def option(workspace: Workspace, form_id: str) -> tuple[str, str]:
    form = workspace.dossier.form(form_id)
    assert form is not None
    found = workspace.loaded(form).template.options[0]
    return found.key, found.choices[-1].key


def test_rows_of_a_final_form_stay(window: Window) -> None:
    pane, own = pane_of(window), workspace_of(window)
    lock(own, pane.form_id)
    before = own.dossier
    number = next(i for i, c in enumerate(pane.model.screen.cells) if c.path and c.path.column)
    pane.view.go_to(number)
    window.commands.do("row_below")
    assert own.dossier is before
    assert "已定稿，不能修改" in said(window)


def test_undo_stops_at_a_final_form(window: Window) -> None:
    own = workspace_of(window)
    form = own.dossier.forms[1].id
    own.apply(SetValue(Path(form, "project_name"), "甲"), "填写")
    lock(own, form)
    window.commands.do("undo")
    assert own.session.undo_label == "填写"
    assert "“甲”已定稿，不能修改" in said(window)


def test_opening_it_again_asks_why(window: Window, answer: Answer) -> None:
    pane, own = pane_of(window), workspace_of(window)
    lock(own, pane.form_id)

    def give(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.line.setEditText("预算有调整")
        dialog.accept()

    answer(give)
    pane.final_bar.reopen.click()
    assert own.final == frozenset()
    assert own.dossier.finals[-1].reason == "预算有调整"
    assert not pane.final_bar.isVisible()
    lines(pane)
    assert "取消：预算有调整" in pane.forms.item(0).toolTip()
    number = next(i for i, cell in enumerate(pane.model.screen.cells) if cell.path is not None)
    pane.view.go_to(number)
    QTest.keyClick(pane.view, Qt.Key.Key_A)
    assert pane.view.editor() is not None


# ---- the checklist ----


def test_a_form_with_errors_cannot_be_made_final(window: Window, answer: Answer) -> None:
    own = workspace_of(window)

    def look(dialog: QWidget) -> None:
        assert isinstance(dialog, FinaliseDialog)
        assert not dialog.yes.isEnabled()
        assert "请先修改，或逐条说明理由" in dialog.state.plain
        dialog.go.click()

    answer(look)
    window.commands.do("form_finalise")
    pane = pane_of(window)
    lines(pane)
    assert pane.visited() == errors(own)[0]
    assert own.final == frozenset()


def test_reasons_are_given_in_the_checklist(window: Window, answer: Answer) -> None:
    pane, own = pane_of(window), workspace_of(window)
    mine = [item for item in errors(own) if item.form == pane.form_id]
    explain(own, *mine[1:])

    def give(dialog: QWidget) -> None:
        assert isinstance(dialog, ReasonDialog)
        dialog.line.setCurrentIndex(0)
        dialog.accept()

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, FinaliseDialog)
        assert not dialog.yes.isEnabled()
        answer(give)
        dialog.reason.click()
        assert dialog.yes.isEnabled()
        assert dialog.state.plain == "没有需要处理的错误，可以定稿。"
        dialog.yes.click()

    answer(fill)
    window.commands.do("form_finalise")
    assert own.final == {pane.form_id}
    lines(pane)
    assert "定稿，内容不能修改" in pane.forms.item(0).toolTip()
    assert not window.commands.actions["form_finalise"].isEnabled()
    assert window.commands.actions["form_reopen"].isEnabled()


def test_those_without_errors_first(window: Window, answer: Answer) -> None:
    own = workspace_of(window)
    first, second = (form.id for form in own.dossier.forms)
    explain(own, *[item for item in errors(own) if item.form == second])

    def some(dialog: QWidget) -> None:
        assert isinstance(dialog, FinaliseDialog)
        assert dialog.yes.text() == "定稿 1 张"
        dialog.yes.click()

    answer(some)
    window.commands.do("finalise_all")
    assert own.final == {second}
    assert first not in own.final


# ---- many at once ----


def test_replacing_leaves_final_forms_out(window: Window) -> None:
    own = workspace_of(window)
    first, second = (form.id for form in own.dossier.forms)
    own.apply(SetValue(Path(first, "annual_duty_goal"), "促消费"), "填写")
    own.apply(SetValue(Path(second, "project_name"), "促消费"), "填写")
    lock(own, second)
    dialog = FindDialog(window)
    dialog.set_workspace(own)
    dialog.open_replace("促消费")
    dialog.replacement.setText("扩消费")
    dialog.all.click()
    assert FINAL_LEFT_OUT in dialog.status.plain
    assert [form.get(key) for form, key in zip(own.dossier.forms, KEYS, strict=True)] == [
        "扩消费",
        "促消费",
    ]


KEYS = ("annual_duty_goal", "project_name")
