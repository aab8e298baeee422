"""The table model under Qt's own model tester, which ends the process at an inconsistency."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from perfdesk.desk.model import SheetModel
from perfdesk.desk.pane import Pane
from perfdesk.dossier.edits import RemoveForm
from perfdesk.jobs.forms import duplicate_form
from perfdesk.jobs.records import Refusal, insert_below, remove
from perfdesk.jobs.workspace import Workspace

pytestmark = pytest.mark.usefixtures("quiet_qt")

EDIT = Qt.ItemDataRole.EditRole


@contextmanager
def watched(model: SheetModel) -> Iterator[None]:
    """Watch a model; a warning of the tester's fails the test as all warnings of Qt do."""
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    tester = QAbstractItemModelTester(model, mode)
    yield
    tester.deleteLater()


def test_editing_and_rows(workspace: Workspace, show: Callable[[Workspace], Pane]) -> None:
    pane = show(workspace)
    with watched(pane.model):
        for number, cell in enumerate(pane.model.screen.cells):
            index = pane.model.index(cell.row, cell.col)
            if cell.path is not None:
                assert pane.model.setData(index, f"text {number}", EDIT)
                assert pane.model.data(index, EDIT) == f"text {number}"
        form = pane.model.form
        assert form is not None
        row = next(row for row in pane.model.screen.sheet.rows if row.table and row.record)
        for make in (insert_below, insert_below):
            step = make(workspace.dossier, form, workspace.loaded(form), row)
            assert not isinstance(step, Refusal)
            workspace.apply(*step)
            form = pane.model.form
            assert form is not None
        rows = [row for row in pane.model.screen.sheet.rows if row.table and row.record]
        step = remove(workspace.dossier, form, workspace.loaded(form), rows[:3])
        assert not isinstance(step, Refusal)
        workspace.apply(*step)
        while workspace.session.undo() is not None:
            pass
        while workspace.session.redo() is not None:
            pass


def test_forms(workspace: Workspace, show: Callable[[Workspace], Pane]) -> None:
    pane = show(workspace)
    with watched(pane.model):
        for form in workspace.dossier.forms:
            pane.show_form(form.id)
            assert pane.model.rowCount() == len(pane.model.screen.sheet.rows)
        copied = duplicate_form(workspace.dossier, workspace.pack, workspace.dossier.forms[1].id)
        assert not isinstance(copied, Refusal)
        workspace.apply(copied[0], copied[1])
        pane.show_form(copied[2])
        workspace.apply(RemoveForm(copied[2]), "remove")
        assert pane.model.form is not None


def test_a_dossier_without_forms(workspace: Workspace, show: Callable[[Workspace], Pane]) -> None:
    pane = show(workspace)
    with watched(pane.model):
        for form in workspace.dossier.forms:
            workspace.apply(RemoveForm(form.id), "remove")
        assert pane.model.rowCount() == 0
        assert pane.model.form is None
        assert pane.step_finding(1) is None
        workspace.session.undo()
        assert pane.model.rowCount() > 0
