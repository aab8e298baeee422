"""Findings beside the sheet: words at the cell, the list that follows, places without a cell."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from perfdesk.checks.finding import SEVERITIES, Finding
from perfdesk.desk.pane import LISTS_LATER_MS, Pane
from perfdesk.dossier.edits import RemoveForm, SetValue
from perfdesk.dossier.state import Path
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.fixes import fix_edit
from perfdesk.jobs.workspace import Update, Workspace
from perfdesk.template.catalogue import Catalogue

PACKS = ("lukou-2026", "pingluo-2026", "shifeng-2023")


@pytest.fixture
def pane(show: Callable[[Workspace], Pane], workspace: Workspace) -> Pane:
    """The sample with mistakes in three forms, one that can be mended by a click among them."""
    first, second, third = workspace.dossier.forms[:3]
    record = second.records("indicators")[0]
    for place, text in (
        (Path(first.id, "budget.total"), "1x"),
        (Path(second.id, "indicators", record.id, "operator"), ">="),
        (Path(third.id, "amount"), ""),
    ):
        workspace.apply(SetValue(place, text), "wrong")
    return show(workspace)


def settle(pane: Pane) -> None:
    pane.workspace.check_all()
    QTest.qWait(3 * LISTS_LATER_MS)


def cell(pane: Pane) -> QRect:
    return pane.view.visualRect(pane.view.currentIndex())


def test_f7_says_what_is_wrong_beside_the_cell(pane: Pane) -> None:
    settle(pane)
    assert any(finding.fixes for finding in pane.findings.shown)
    for _ in range(len(pane.findings.shown)):
        finding = pane.step_finding(1)
        assert finding is not None
        bubble = pane.bubble
        assert bubble.isVisible()
        assert SEVERITIES[finding.severity] in bubble.text()
        assert pane.view.viewport().rect().contains(bubble.geometry())
        assert not bubble.geometry().intersects(cell(pane))
        assert ("Alt+Enter" in bubble.text()) == bool(finding.fixes)
        assert pane.visited() == finding


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_F2, Qt.Key.Key_A])
def test_the_words_go_when_one_goes_on(pane: Pane, key: Qt.Key) -> None:
    settle(pane)
    pane.step_finding(1)
    assert pane.bubble.isVisible()
    QTest.keyClick(pane.view, key)
    assert not pane.bubble.isVisible()
    pane.view.close_editor()


def test_the_words_go_when_the_finding_is_mended(pane: Pane) -> None:
    settle(pane)
    finding = next(item for item in pane.findings.shown if item.fixes)
    pane.go_to_finding(finding)
    assert pane.bubble.isVisible()
    step = fix_edit(pane.workspace.dossier, finding.fixes[0])
    assert step is not None
    pane.workspace.apply(*step)
    assert not pane.bubble.isVisible()


def test_the_list_can_be_kept_to_the_form_that_is_open(pane: Pane) -> None:
    first, second = (form.id for form in pane.workspace.dossier.forms[:2])
    settle(pane)
    everything = pane.findings.shown
    pane.findings.only.click()
    for form_id in (second, first):
        pane.show_form(form_id)
        settle(pane)
        assert pane.findings.shown == tuple(f for f in everything if f.form == form_id)
    pane.findings.only.click()
    assert pane.findings.shown == everything


def test_the_list_follows_the_form_that_is_open(pane: Pane) -> None:
    settle(pane)
    last = pane.findings.shown[-1].form
    pane.show_form(last)
    settle(pane)
    tree = pane.findings.tree
    top = tree.itemAt(0, 0)
    bar = tree.verticalScrollBar()
    assert bar.value() == bar.maximum() or top.text(0).startswith(
        f"{pane.workspace.dossier.index_of(last) + 1:02d}"
    )


@pytest.mark.parametrize("name", PACKS)
def test_every_finding_of_an_empty_dossier_leads_to_its_form(
    show: Callable[[Workspace], Pane], name: str
) -> None:
    """Some name a table that has no such record yet: then a cell of that table."""
    pack = Catalogue().load(name)
    pane = show(Workspace(new_dossier(pack, "甲", 2026), pack))
    settle(pane)
    assert pane.findings.shown
    for finding in pane.findings.shown:
        pane.go_to_finding(finding)
        assert pane.form_id == finding.form
        path = pane.view.current_path
        assert path is not None
        assert pane.view.hasFocus()
        assert (path.field, path.column) == (finding.paths[0].field, finding.paths[0].column)


def test_a_missing_form_leads_to_the_list_of_forms(pane: Pane) -> None:
    finding = Finding("R20", "error", "", (Path("", "forms"),), case="form")
    pane.go_to_finding(finding)
    assert pane.forms.hasFocus()


def test_the_units_name_is_found_on_whichever_form_has_it(pane: Pane) -> None:
    finding = Finding("R01", "error", "", (Path("", "unit_name"),), case="unit_name")
    pane.go_to_finding(finding)
    assert pane.view.current_path == Path("", "unit_name")


def test_a_form_that_a_finding_only_names_is_told_of_too(workspace: Workspace) -> None:
    """Its marks are painted again when a finding across forms comes or goes."""
    workspace.check_all()
    told: list[Update] = []
    workspace.observe(told.append)
    for form in workspace.dossier.forms[2:]:
        workspace.apply(RemoveForm(form.id), "remove")
    first, second = workspace.dossier.forms
    told.clear()
    workspace.apply(SetValue(Path(second.id, "amount"), "1"), "edit")
    across = [f for f in workspace.all_findings() if {p.form for p in f.related} - {f.form, ""}]
    assert across
    named = {path.form for finding in across for path in (*finding.paths, *finding.related)}
    assert named <= {first.id, second.id, ""}
    assert told[-1].findings >= named - {""}


def test_keys_of_the_form_list_are_its_own(pane: Pane) -> None:
    asked: list[str] = []
    pane.forms.command.connect(asked.append)
    pane.forms.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    QTest.keyClick(pane.forms, Qt.Key.Key_Delete)
    QTest.keyClick(pane.forms, Qt.Key.Key_Up, alt)
    QTest.keyClick(pane.forms, Qt.Key.Key_Down, alt)
    assert asked == ["form_remove", "form_up", "form_down"]
    QTest.keyClick(pane.forms, Qt.Key.Key_Down)
    assert pane.form_id == pane.workspace.dossier.forms[1].id
    QTest.keyClick(pane.forms, Qt.Key.Key_Return)
    assert pane.view.hasFocus()


def test_severities_are_called_alike_everywhere(pane: Pane) -> None:
    settle(pane)
    own = pane.workspace
    printed = list(check_dossier(own.dossier, own.pack).as_text())
    for finding in own.all_findings():
        name = SEVERITIES[finding.severity]
        assert any(line.startswith(f"  {name} {finding.rule}") for line in printed)
    assert list(SEVERITIES) == ["error", "warning", "hint"]
    assert list(SEVERITIES.values()) == ["错误", "提醒", "提示"]
