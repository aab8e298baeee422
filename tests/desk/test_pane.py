"""The pane: going from finding to finding, and between forms."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from perfdesk.desk.pane import LISTS_LATER_MS, Pane
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path
from perfdesk.jobs.workspace import Workspace


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
    pane.workspace.apply(SetValue(place, "本年度的履职目标：完成 5 项任务"), "mended")
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
