"""The check menu: 审核报告 of what is open, and from 批量审核 into a dossier."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from perfdesk.desk.pane import Pane
from perfdesk.desk.program import Program
from perfdesk.desk.review.window import ReviewWindow
from perfdesk.desk.startpage import StartPage
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.check import check_file
from perfdesk.storage.save import save
from tests.desk.dialogs.waiting import wait_until
from tests.support import reviewed
from tests.support.paper import read_pdf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed.make_folder(tmp_path / "收到")


@pytest.fixture
def program(application: QApplication, quiet_qt: None) -> Iterator[Program]:
    made = Program(application)
    made.open([])
    yield made
    if made.review is not None:
        made.review.close()  # it waits for its work
        assert wait_until(lambda: made.review is None)
    for window in made.windows:
        window.files.closed()


def review_of(program: Program, folder: Path) -> ReviewWindow:
    program.windows[0].commands.do("review")
    assert program.review is not None
    program.review.begin((folder,))
    assert wait_until(lambda: program.review is None or not program.review.working)
    return program.review


def pane_of(program: Program, place: int = 0) -> Pane:
    pane = program.windows[place].pane
    assert pane is not None
    return pane


def test_the_start_page_leads_to_it(program: Program) -> None:
    page = program.windows[0].findChild(StartPage)
    assert isinstance(page, StartPage)
    page.review_wanted.emit()
    assert program.review is not None
    assert program.review.isVisible()
    first = program.review
    program.windows[0].commands.do("review")
    assert program.review is first, "there is one"
    first.close()
    assert program.review is None


def test_a_finding_leads_to_its_cell(program: Program, folder: Path) -> None:
    review = review_of(program, folder)
    path = folder / reviewed.MENDED
    finding = check_file(path).findings[-1]
    review.open_wanted.emit(path, finding)
    assert len(program.windows) == 1, "the free window is taken"
    pane = pane_of(program)
    assert program.windows[0].files.path == path
    assert pane.form_id == finding.form
    assert pane.view.current_path in (*finding.paths, *finding.related)
    pane.workspace.check_all()
    pane._show_lists()
    marked = pane.findings.marked()
    assert marked is not None
    assert pane.findings.shown[marked] == finding


def test_a_dossier_that_is_open_is_shown_again(program: Program, folder: Path) -> None:
    review = review_of(program, folder)
    first, second = folder / reviewed.MENDED, folder / reviewed.BLANK
    for path in (first, second, first):
        review.open_wanted.emit(path, None)
    assert [window.files.path for window in program.windows] == [first, second]


def test_what_was_mended_is_seen_in_the_table(program: Program, folder: Path) -> None:
    review = review_of(program, folder)
    path = folder / reviewed.MENDED
    review.open_wanted.emit(path, None)
    save(path, reviewed.sample("乙局"))
    review.activateWindow()
    assert wait_until(lambda: review.model.rows[1].state == "通过")


def test_quit_closes_it(program: Program, folder: Path) -> None:
    review_of(program, folder)
    program.quit()
    assert program.windows == []
    assert program.review is None


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_report_of_what_is_open(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    window = program.windows[0]
    assert not window.commands.actions["check_report"].isEnabled()
    window.files.open_path(folder / reviewed.GOOD)
    pane = pane_of(program)
    form = pane.workspace.dossier.forms[1]
    pane.workspace.apply(SetValue(ValuePath(form.id, "amount"), "待定"), "填写")
    file = folder / f"报告.{kind}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    window.commands.do("check_report")
    assert wait_until(file.is_file)
    QTest.qWait(50)
    if kind == "pdf":
        printed = "".join(g.text for page in read_pdf(file.read_bytes()) for g in page.glyphs)
        assert "“待定”" in printed, "as it stands on the screen, saved or not"
