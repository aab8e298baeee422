"""A reason and a final form by the keyboard alone, in the program as it runs."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from perfdesk.checks.accepting import acceptance
from perfdesk.dossier.edits import Accept, together
from perfdesk.jobs.check import check_dossier
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Key, until
from tests.desk.gui.program import findings, show
from tests.desk.gui.sheet import Sheet, new

pytestmark = pytest.mark.needs_display

ENTER = Key("Return")
PINGLUO = Sheet("pingluo-2026", "project")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return new(tmp_path / "新.perfdesk", "pingluo-2026")


def explain(file: Path) -> None:
    """Give a reason for each error but the first."""
    opened = load(file)
    found = check_dossier(opened.dossier, opened.pack).findings
    _, *errors = [item for item in found if item.severity == "error"]
    when = datetime(2026, 5, 1, tzinfo=UTC)
    edits = [Accept(acceptance(opened.dossier, item, "另附说明", when)) for item in errors]
    dossier = together(edits).apply(opened.dossier).dossier
    save(file, msgspec.structs.replace(opened, dossier=dossier))


def test_a_reason_and_then_final(start: Start, file: Path) -> None:
    explain(file)
    program = start(file)
    program.wait_for_sheet()
    program.play(Key("F7"))
    program.keys("alt+l")
    program.wait_for_title("说明理由")
    program.play("checked", ENTER)
    program.wait_for_title("绩效目标填报")
    before = program.save(file)
    assert load(file).dossier.accepted[-1].reason == "checked"
    assert [item for item in findings(file) if item["severity"] == "error"] == [
        item for item in findings(file) if "reason" in item
    ]

    program.keys("alt+t")
    program.play("f")
    until(lambda: program.title == "定稿", "the checklist")
    program.play(ENTER)
    program.wait_for_title("绩效目标填报")
    program.save(file)
    program.play(*PINGLUO.to("project_name"), "nothing of this", ENTER, Key("Delete"))
    program.keys("ctrl+z")
    program.rest()
    program.quit()
    opened = load(file).dossier
    assert [event.locked for event in opened.finals] == [True]
    assert opened.accepted[-1].reason == "checked"
    assert show(file) == before
