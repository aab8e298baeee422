"""报送 by the keyboard: what was just typed goes along, and the public version says no names."""

from pathlib import Path

import docx
import pytest

from tests.desk.gui.conftest import Start
from tests.desk.gui.display import until
from tests.desk.gui.program import perfdesk, show
from tests.desk.gui.sheet import Sheet, new

pytestmark = pytest.mark.needs_display

SHEET = Sheet("shifeng-2023", "department")


def texts(file: Path) -> set[str]:
    document = docx.Document(str(file))
    cells = {cell.text for row in document.tables[0].rows for cell in row.cells}
    return cells | {paragraph.text for paragraph in document.paragraphs}


def test_by_the_keyboard(start: Start, tmp_path: Path) -> None:
    file = new(tmp_path / "新.perfdesk", "shifeng-2023")
    unit = show(file)["unit_name"]
    name = f"{unit}2023年绩效目标表"
    program = start(file)
    program.wait_for_sheet()
    program.play(*SHEET.to("duty_overview"), "tel 13812345678")
    program.play(*SHEET.to("signature.filler"), "wang")  # the editor stays open
    program.keys("ctrl+shift+e")
    program.wait_for_title("报送")
    program.keys("Return")
    until((tmp_path / name).is_dir, "the folder")
    full = texts(tmp_path / name / "01-部门整体支出绩效目标表.docx")
    assert "tel 13812345678" in full
    assert any("wang" in text for text in full)
    program.rest()
    program.keys("Return")
    program.wait_for_title("新")
    program.keys("ctrl+shift+e")
    program.wait_for_title("报送")
    program.keys("alt+g", "alt+z")
    program.rest()  # Qt shows for a moment that a button is down, and only then takes it
    program.keys("Return")
    until((tmp_path / f"{name}（公开版）.zip").is_file, "the zip")
    program.rest()
    program.keys("Return")
    program.wait_for_title("新")
    program.save(file)
    program.quit()
    perfdesk("handin", str(file), "-o", str(tmp_path / "c"), "--public", "--format", "docx")
    said = texts(tmp_path / "c" / f"{name}（公开版）" / "01-部门整体支出绩效目标表（公开版）.docx")
    assert "tel ***********" in said
    assert not any("wang" in text for text in said)
