"""The pane: going from finding to finding, and between forms."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from perfdesk.desk.pane import LISTS_LATER_MS, Pane
from perfdesk.dossier.edits import RemoveForm, SetValue
from perfdesk.dossier.state import Path
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.catalogue import Catalogue


@pytest.fixture
def pane(show: Callable[[Workspace], Pane], workspace: Workspace) -> Pane:
    """The sample with two mistakes in its first form and one in its third."""
    first, third = workspace.dossier.forms[0], workspace.dossier.forms[2]
    workspace.apply(SetValue(Path(first.id, "budget.total"), "1x"), "a")
    workspace.apply(SetValue(Path(first.id, "annual_duty_goal"), ""), "b")
    workspace.apply(SetValue(Path(third.id, "amount"), "2x"), "c")
    return show(workspace)


def settle() -> None:
    """Let the lists follow."""
    QTest.qWait(3 * LISTS_LATER_MS)


def test_f7_visits_every_finding_and_begins_again(pane: Pane) -> None:
    pane.workspace.check_all()
    count = len(pane.workspace.all_findings())
    assert count >= 3
    visited = []
    for _ in range(count):
        visited.append(pane.step_finding(1))
        settle()
    assert len(set(visited)) == count
    assert pane.step_finding(1) == visited[0]


def test_shift_f7_goes_back_the_same_way(pane: Pane) -> None:
    forth = [pane.step_finding(1) for _ in range(3)]
    settle()
    back = [pane.step_finding(-1) for _ in range(2)]
    assert back == [forth[1], forth[0]]


def test_f7_goes_on_below_a_finding_that_was_mended(pane: Pane) -> None:
    first = pane.step_finding(1)
    assert first is not None
    place = first.paths[0]
    right = open_sample().dossier.forms[0].values[place.field]
    pane.workspace.apply(SetValue(place, right), "mended")
    settle()
    second = pane.step_finding(1)
    assert second is not None
    assert second.form == first.form
    assert second.paths[0] != place


def test_the_visited_finding_stays_marked_in_the_list(pane: Pane) -> None:
    finding = pane.step_finding(1)
    settle()
    marked = pane.findings.marked()
    assert marked is not None
    assert pane.findings.shown[marked] == finding


def marked(pane: Pane) -> set[Path | None]:
    """The places that carry a mark."""
    return {pane.model.screen.cells[number].path for number in pane.view.look.marks}


def test_marks_are_there_as_soon_as_a_form_is_shown(
    show: Callable[[Workspace], Pane], workspace: Workspace
) -> None:
    first, third = workspace.dossier.forms[0], workspace.dossier.forms[2]
    places = [Path(first.id, "budget.total"), Path(third.id, "amount")]
    for place in places:
        workspace.apply(SetValue(place, "1x"), "wrong")
    pane = show(Workspace(workspace.dossier, workspace.pack))
    settle()  # those of the first form follow its first painting
    assert places[0] in marked(pane)
    pane.show_form(third.id)
    assert places[1] in marked(pane)


def test_marks_stay_when_the_whole_dossier_is_checked_again(pane: Pane) -> None:
    settle()
    before = marked(pane)
    assert before
    pane.workspace.apply(SetValue(Path("", "unit_name"), "乙局"), "unit")
    assert before <= marked(pane)


def test_a_mark_of_a_finding_in_another_form_goes_with_it(
    show: Callable[[Workspace], Pane], workspace: Workspace
) -> None:
    """The budget of the department and the sum of its projects differ: both ends are marked."""
    department, project = workspace.dossier.forms[0], workspace.dossier.forms[1]
    pane = show(workspace)
    pane.show_form(project.id)
    settle()
    place = Path(department.id, "budget.project_expenditure")
    before = workspace.dossier
    workspace.apply(SetValue(place, "1"), "wrong")
    settle()
    assert Path(project.id, "amount") in marked(pane)
    workspace.session.undo()
    assert workspace.dossier == before
    assert Path(project.id, "amount") not in marked(pane)


def test_the_form_behind_a_removed_one_is_shown_with_its_first_cell(pane: Pane) -> None:
    forms = pane.workspace.dossier.forms
    pane.show_form(forms[1].id)
    pane.workspace.apply(RemoveForm(forms[1].id), "remove")
    assert pane.form_id == forms[2].id
    assert pane.view.current_number() >= 0
    assert pane.view.look.marks
    settle()
    assert pane.form_id == forms[2].id
    assert pane.forms.currentRow() == 1
    pane.show_form(forms[-1].id)
    pane.workspace.apply(RemoveForm(forms[-1].id), "remove")
    assert pane.form_id == forms[-2].id


def test_a_mark_that_the_draft_seemed_to_mend_comes_back(pane: Pane) -> None:
    """The text is mended while typing, then put back as it was; a click elsewhere leaves it."""
    place = Path(pane.form_id, "budget.total")
    assert pane.go_to(place)
    given_up: list[object] = []
    pane.drafted.connect(lambda path, _: given_up.append(path))
    pane.view.open_editor()
    editor = pane.view.editor()
    assert editor is not None
    editor.setPlainText("812.6")
    assert place not in marked(pane)
    editor.setPlainText("1x")
    pane.view.close_editor()
    assert place in marked(pane)
    assert given_up[-1] is None


def test_a_mark_of_several_forms_stays_while_the_draft_does_not_mend_it(
    show: Callable[[Workspace], Pane],
) -> None:
    """Neither name nor telephone number is filled in; the name alone is not enough."""
    pack = Catalogue().load("shifeng-2023")
    pane = show(Workspace(new_dossier(pack, "甲", 2023), pack))
    place = Path(pane.form_id, "signature.filler")
    pane.workspace.check_all()
    settle()
    assert place in marked(pane)
    assert pane.go_to(place)
    pane.view.open_editor()
    editor = pane.view.editor()
    assert editor is not None
    editor.setPlainText("/")
    assert place in marked(pane)
    pane.view.close_editor()
    assert place in marked(pane)
