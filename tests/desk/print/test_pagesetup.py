"""页面设置: what is chosen is shown at once, and done as one step."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.desk.dialogs.pagesetup import PageSetupDialog, ask_page_setup
from perfdesk.dossier.state import AS_THE_BLANK, PageChoices
from perfdesk.jobs.workspace import Workspace
from tests.desk.dialogs.waiting import wait_until
from tests.support import forms
from tests.support.overflow import overflowing_case

pytestmark = pytest.mark.usefixtures("quiet_qt")


def dialog_for(workspace: Workspace, form: int = 0) -> PageSetupDialog:
    return PageSetupDialog(workspace, workspace.dossier.forms[form])


def overflowing() -> Workspace:
    case = overflowing_case()
    return Workspace(forms.dossier_of(case.data), case.pack)


def answer(do: Callable[[PageSetupDialog], None]) -> None:
    """Do something with the dialog that comes up next."""

    def there() -> None:
        dialog: QWidget | None = QApplication.activeModalWidget()
        assert isinstance(dialog, PageSetupDialog)
        do(dialog)

    QTimer.singleShot(0, there)


def smaller(dialog: PageSetupDialog) -> None:
    dialog.smaller.setChecked(True)
    dialog.accept()


def give_up(dialog: PageSetupDialog) -> None:
    dialog.smaller.setChecked(True)
    dialog.reject()


def test_it_shows_the_form_s_own_choices(workspace: Workspace) -> None:
    dialog = dialog_for(workspace)
    assert dialog.chosen() == AS_THE_BLANK
    assert [dialog.margins[side].value() for side in range(4)] == [20, 20, 25, 20]
    assert dialog.rows["normal"].isChecked()


def test_what_is_chosen_is_laid_out_at_once() -> None:
    dialog = dialog_for(overflowing())
    assert dialog.words.text() == "共 2 页"
    assert "可以缩到" in dialog.fit_words.plain
    before = dialog.picture.page
    dialog.fit.setChecked(True)
    assert wait_until(lambda: dialog.words.text().startswith("共 1 页，缩到"))
    assert dialog.picture.page != before
    dialog.fit.setChecked(False)
    dialog.rows["compact"].setChecked(True)
    dialog.smaller.setChecked(True)
    assert wait_until(lambda: dialog.words.text().startswith("共 1 页，排满"))
    dialog.reset.click()
    assert dialog.chosen() == AS_THE_BLANK
    assert wait_until(lambda: dialog.words.text() == "共 2 页")


def test_margins_keep_within_their_limits(workspace: Workspace) -> None:
    dialog = dialog_for(workspace)
    dialog.margins[0].setValue(2)
    dialog.margins[1].setValue(100)
    assert dialog.chosen().margins_mm == (5.0, 60.0, 25.0, 20.0)
    dialog.refresh()


def test_it_is_one_step(workspace: Workspace) -> None:
    form = workspace.dossier.forms[0].id
    answer(smaller)
    assert ask_page_setup(workspace, form, None)
    assert workspace.dossier.forms[0].page == PageChoices(smaller=True)
    assert workspace.dossier.forms[1].page == AS_THE_BLANK
    assert workspace.session.undo_label == "页面设置"
    workspace.undo()
    assert workspace.dossier.forms[0].page == AS_THE_BLANK


def test_for_all_forms(workspace: Workspace) -> None:
    form = workspace.dossier.forms[0].id

    def choose(dialog: PageSetupDialog) -> None:
        dialog.rows["compact"].setChecked(True)
        dialog.everywhere.setChecked(True)
        dialog.accept()

    answer(choose)
    assert ask_page_setup(workspace, form, None)
    assert {item.page.rows for item in workspace.dossier.forms} == {"compact"}
    workspace.undo()
    assert {item.page.rows for item in workspace.dossier.forms} == {"normal"}


def test_given_up(workspace: Workspace) -> None:
    form = workspace.dossier.forms[0].id
    answer(give_up)
    assert not ask_page_setup(workspace, form, None)
    answer(PageSetupDialog.accept)
    assert not ask_page_setup(workspace, form, None)
    assert workspace.session.undo_label == ""
