"""What a program that was ended while it saved has left behind is cleared away."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.storage.disk import ABANDONED, remove_remains
from perfdesk.storage.journal import Journal
from perfdesk.storage.recovery import find_left_behind
from perfdesk.storage.save import save
from tests.storage.samples import open_file

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def remains(folder: Path, name: str, age: float) -> Path:
    file = folder / name
    file.write_bytes(b"half a file")
    then = time.time() - age
    os.utime(file, (then, then))
    return file


def test_only_old_ones_of_ours_go(tmp_path: Path) -> None:
    old = remains(tmp_path, ".perfdesk-0123456789ab.tmp", ABANDONED + 60)
    new = remains(tmp_path, ".perfdesk-0123456789ac.tmp", 0)
    others = [
        remains(tmp_path, name, ABANDONED + 60)
        for name in (".perfdesk-backup.tmp", "a.tmp", "甲.perfdesk", ".perfdesk-0123456789ab.tmpx")
    ]
    remove_remains(tmp_path)
    assert not old.exists()
    assert new.exists()
    assert all(file.exists() for file in others)
    remove_remains(tmp_path / "nowhere")


def test_they_go_when_the_journal_is_found(tmp_path: Path) -> None:
    folder, file = tmp_path / "journals", tmp_path / "own.perfdesk"
    opened = open_file()
    save(file, opened)
    journal = Journal.start(folder, opened, file)
    edit = SetValue(ValuePath(opened.dossier.forms[0].id, "name"), "乙")
    journal.record(edit, "edit", NOON)
    journal.saving(opened, file, NOON)
    old = remains(tmp_path, ".perfdesk-0123456789ab.tmp", ABANDONED + 60)
    journal.close(clean=False)
    for left in find_left_behind(folder):
        left.leave()
    assert not old.exists()
