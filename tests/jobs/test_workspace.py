"""An open dossier: what is shown after an edit is what the state holds."""

from perfdesk.dossier.edits import SetValue, together
from perfdesk.dossier.state import Path
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.workspace import Workspace
from perfdesk.layout.compose import compose


def test_one_step_of_many_values_shows_all_of_them() -> None:
    file = open_sample()
    workspace = Workspace(file.dossier, file.pack)
    form = workspace.dossier.forms[1]
    screen = workspace.screen(form.id)
    records = form.records("indicators")
    # The first text makes its row higher; the others must not be passed over for it.
    edits = [SetValue(Path(form.id, "indicators", records[0].id, "level3"), "长" * 200)]
    edits += [
        SetValue(Path(form.id, "indicators", r.id, "remark"), f"第{i}处")
        for i, r in enumerate(records)
    ]
    workspace.apply(together(edits), "填写")
    now = workspace.dossier.form(form.id)
    assert now is not None
    fresh = compose(workspace.dossier, now, workspace.loaded(now))
    assert [cell.text for cell in screen.cells] == [cell.text for cell in fresh.cells]
