"""From the start page to a finding of one dossier among many, by the keyboard alone."""

from pathlib import Path

import pytest

from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Key, until
from tests.desk.gui.program import Program
from tests.support import reviewed

pytestmark = pytest.mark.needs_display

DOWN, ENTER, TAB = Key("Down"), Key("Return"), Key("Tab")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed.make_folder(tmp_path / "received")


def reviewing(start: Start, folder: Path) -> Program:
    """Open the window by the menu and choose the folder in the dialog of the system."""
    program = start()
    program.wait_for_window()
    program.play(Key("alt+c"), Key("b"))
    program.wait_for_title("批量审核")
    program.play(Key("ctrl+o"))
    program.wait_for_title("选择存放套表的文件夹")
    program.play(str(folder), ENTER)
    program.wait_for_title(f"{folder.name} - 批量审核")  # when the work is done
    return program


def test_from_the_folder_to_the_dossier(start: Start, folder: Path) -> None:
    program = reviewing(start, folder)
    program.play(DOWN, ENTER)  # the second row
    program.wait_for_title(Path(reviewed.MENDED).stem)
    program.quit()


def test_from_the_finding_to_its_cell(start: Start, folder: Path) -> None:
    program = reviewing(start, folder)
    program.play(DOWN, TAB, TAB, DOWN, DOWN, ENTER)  # 打开这套表, the tree, its first finding
    program.wait_for_title(Path(reviewed.MENDED).stem)
    program.wait_for_sheet()
    program.quit()


def test_letters(start: Start, folder: Path) -> None:
    program = reviewing(start, folder)
    program.play(Key("alt+l"))
    program.wait_for_title("退回意见")
    program.play("Office", ENTER)
    out = folder / "退回意见"
    until(lambda: out.is_dir() and len(list(out.glob("[!.]*.docx"))) == 2, "letters")
    program.rest()
    program.play(ENTER)
    program.wait_for_title("批量审核")
    program.play(Key("ctrl+w"))
    until(lambda: "批量审核" not in program.title, "the window of the start page")
    program.quit()
