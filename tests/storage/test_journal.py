import errno
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.edits import (
    Edit,
    InsertRecords,
    RemoveForm,
    RemoveRecords,
    SetValue,
    together,
)
from perfdesk.dossier.state import Dossier, Record
from perfdesk.dossier.state import Path as At
from perfdesk.errors import DossierFileError
from perfdesk.storage.format import OpenFile
from perfdesk.storage.journal import EditLine, Header, Journal, decode_line, encode_line
from perfdesk.storage.read import load
from perfdesk.storage.recovery import LeftBehind, find_left_behind
from perfdesk.storage.save import save
from tests.dossier.strategies import dossiers, steps
from tests.storage.samples import DOSSIER, EXTENDED, left_in, open_file

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
NAME = At("f1", "name")
TWO_VALUES = together([SetValue(At("f1", "tasks", "n", "content"), "内容"), SetValue(NAME, None)])
EDITS: list[Edit] = [
    SetValue(NAME, "招商引资\n“二期”"),
    InsertRecords("f1", "tasks", 1, (Record("n", {"name": "新"}),)),
    TWO_VALUES,
    RemoveRecords("f1", "tasks", 0),
    RemoveForm("f2"),
    SetValue(At("", "unit_name"), "示例县招商局"),
]


def states(dossier: Dossier, edits: list[Edit]) -> list[Dossier]:
    """The state before the first edit and after each of them."""
    found = [dossier]
    for edit in edits:
        found.append(edit.apply(found[-1]).dossier)
    return found


def written(
    folder: Path, edits: list[Edit], file: OpenFile | None = None, path: Path | None = None
) -> Journal:
    journal = Journal.start(folder, file or open_file(), path)
    for i, edit in enumerate(edits):
        journal.record(edit, f"第 {i + 1} 步", NOON + timedelta(minutes=i))
    return journal


def killed(journal: Journal) -> None:
    """End as a program does that is killed: nothing is tidied up, the system drops the lock."""
    journal.close(clean=False)


def only(folder: Path) -> LeftBehind:
    (left,) = find_left_behind(folder)
    return left


def test_a_dossier_never_saved_comes_back(tmp_path: Path) -> None:
    start = open_file(notes=b"kept")
    killed(written(tmp_path, EDITS, start))
    left = only(tmp_path)
    assert left.replay() == msgspec.structs.replace(start, dossier=states(DOSSIER, EDITS)[-1])
    assert (left.id, left.path, left.count, left.problem, left.damage) == (
        start.id,
        None,
        len(EDITS),
        "",
        "",
    )
    assert (left.first, left.last) == (NOON, NOON + timedelta(minutes=len(EDITS) - 1))
    assert left.labels[:2] == ("第 1 步", "第 2 步")
    assert [form.id for form in left.touched] == ["f1", "f2"]
    assert left.unit_touched
    assert left.base == start


def test_a_saved_dossier_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "套表.perfdesk"
    save(path, open_file(EXTENDED))
    killed(written(tmp_path, [SetValue(NAME, "乙")], load(path), path))
    left = only(tmp_path)
    assert (left.path, left.problem) == (path, "")
    recovered = left.replay(load(path))
    assert recovered.dossier.forms[0].get("name") == "乙"
    assert recovered.dossier.extra == EXTENDED.extra


def test_nothing_stands_there_until_there_is_something(tmp_path: Path) -> None:
    folder = tmp_path / "recovery"
    journal = Journal.start(folder, open_file(), None)
    journal.draft(None, "", NOON)
    journal.saving(open_file(), tmp_path / "x.perfdesk", NOON)
    journal.saved(open_file(), tmp_path / "x.perfdesk")
    journal.close()
    assert not folder.exists()
    assert find_left_behind(folder) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    journal = written(tmp_path / "recovery", EDITS[:1])
    assert journal.place is not None
    assert stat.S_IMODE(journal.place.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.place.parent.stat().st_mode) == 0o700


def test_one_write_and_one_sync_for_each_edit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    write, sync = os.write, os.fdatasync

    def counted_write(descriptor: int, data: bytes) -> int:
        calls.append("write")
        return write(descriptor, data)

    def counted_sync(descriptor: int) -> None:
        calls.append("sync")
        sync(descriptor)

    monkeypatch.setattr(os, "write", counted_write)
    monkeypatch.setattr(os, "fdatasync", counted_sync)
    written(tmp_path, EDITS)
    assert calls == ["write", "sync"] * len(EDITS)


PROGRAM = """
import sys
from pathlib import Path
from tests.storage.test_journal import EDITS, NOON, open_file, Journal
journal = Journal.start(Path(sys.argv[1]), open_file(), None)
for edit in EDITS[:3]:
    journal.record(edit, "", NOON)
    print(flush=True)
journal.draft(EDITS[0].path, "没打完", NOON)
print(flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("reached", [1, 2, 3, 4])
def test_a_program_killed_at_any_moment_has_lost_nothing(tmp_path: Path, reached: int) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as program:
        assert program.stdout is not None
        for _ in range(reached):
            program.stdout.readline()
        assert find_left_behind(tmp_path) == []
        program.kill()
    left = only(tmp_path)
    assert left.count >= min(reached, 3)
    if reached == 4:
        assert left.replay().dossier.forms[0].get("name") == "没打完"


def test_while_its_program_lives_a_journal_is_left_alone(tmp_path: Path) -> None:
    journal = written(tmp_path, EDITS)
    assert find_left_behind(tmp_path) == []
    killed(journal)
    left = only(tmp_path)
    assert find_left_behind(tmp_path) == []  # nor while another one asks about it
    left.leave()
    assert only(tmp_path).count == len(EDITS)


def test_a_saved_or_closed_journal_is_gone(tmp_path: Path) -> None:
    path, folder = tmp_path / "套表.perfdesk", tmp_path / "recovery"
    journal = written(folder, EDITS)
    journal.saved(open_file(), path)
    assert left_in(folder) == []
    save(path, open_file())
    journal.record(EDITS[0], "又一步", NOON)
    killed(journal)
    left = only(folder)
    assert (left.path, left.count) == (path, 1)
    left.leave()
    written(folder, EDITS).close()
    assert len(left_in(folder)) == 1


# ---- killed around a save ----


@pytest.mark.parametrize("reached", ["before", "after"])
@pytest.mark.parametrize("had_path", [True, False])
def test_killed_while_saving(tmp_path: Path, reached: str, had_path: bool) -> None:
    old, new, folder = tmp_path / "旧.perfdesk", tmp_path / "新.perfdesk", tmp_path / "recovery"
    start = open_file()
    save(old, start)
    journal = written(folder, EDITS[:2], start, old if had_path else None)
    now = msgspec.structs.replace(start, dossier=states(DOSSIER, EDITS[:2])[-1])
    journal.saving(now, new, NOON)
    if reached == "after":
        save(new, now)
    killed(journal)
    if reached == "after":  # all of it is in the file: there is no question to ask
        assert find_left_behind(folder) == []
        assert left_in(folder) == []
    else:
        left = only(folder)
        assert (left.path, left.count) == (old if had_path else None, 2)
        assert left.replay() == now


def test_edits_made_while_it_is_saved_are_kept(tmp_path: Path) -> None:
    path, folder = tmp_path / "套表.perfdesk", tmp_path / "recovery"
    save(path, open_file())
    journal = written(folder, EDITS[:2], open_file(), path)
    saved = msgspec.structs.replace(open_file(), dossier=states(DOSSIER, EDITS[:2])[-1])
    journal.saving(saved, path, NOON)
    journal.record(EDITS[2], "其间", NOON)
    save(path, saved)
    journal.saved(saved, path)
    journal.record(EDITS[3], "其后", NOON)
    killed(journal)
    left = only(folder)
    assert left.labels == ("其间", "其后")
    assert left.replay(load(path)).dossier == states(DOSSIER, EDITS[:4])[-1]


def test_a_failed_save_loses_nothing(tmp_path: Path) -> None:
    path, folder = tmp_path / "套表.perfdesk", tmp_path / "recovery"
    save(path, open_file())
    journal = written(folder, EDITS[:2], open_file(), path)
    saved = msgspec.structs.replace(open_file(), dossier=states(DOSSIER, EDITS[:2])[-1])
    journal.saving(saved, tmp_path / "没有" / "x.perfdesk", NOON)
    journal.record(EDITS[2], "其后", NOON)
    killed(journal)
    assert only(folder).replay().dossier == states(DOSSIER, EDITS[:3])[-1]


# ---- a journal that does not fit ----


@pytest.mark.parametrize("change", ["changed", "gone", "damaged"])
def test_what_does_not_fit_is_said_and_moved_aside(tmp_path: Path, change: str) -> None:
    path, folder = tmp_path / "套表.perfdesk", tmp_path / "recovery"
    save(path, open_file())
    killed(written(folder, EDITS[:1], open_file(), path))
    if change == "changed":
        save(path, open_file(EXTENDED))
    elif change == "gone":
        path.unlink()
    else:
        path.write_bytes(b"PK")
    left = only(folder)
    assert str(path) in left.problem
    if change == "changed":
        with pytest.raises(DossierFileError, match="已在别处改动过"):
            left.replay(load(path))
    assert left.replay().dossier.forms[0].get("name") == "招商引资\n“二期”"  # as a copy
    before = left.place.read_bytes()
    aside = left.set_aside()
    assert aside.name.startswith(f"{left.place.name}.unfitting-")
    assert aside.read_bytes() == before
    assert find_left_behind(folder) == []


def test_two_of_the_same_second_are_both_kept(tmp_path: Path) -> None:
    killed(written(tmp_path, EDITS[:1]))
    (place,) = tmp_path.iterdir()
    data = place.read_bytes()
    first = only(tmp_path).set_aside()
    place.write_bytes(data)
    os.utime(place, (first.stat().st_atime, first.stat().st_mtime))
    second = only(tmp_path).set_aside()
    assert first.read_bytes() == second.read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"\0" * 100,
        b"00000000 {}\n",
        encode_line(EditLine(SetValue(NAME, "x"), "x", NOON)),
        encode_line(Header(99, "a", None, "", b"")),
        encode_line(Header(1, "a", None, "", b"PK")),
    ],
)
def test_what_is_no_journal_is_moved_aside(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.journal").write_bytes(data)
    assert find_left_behind(tmp_path) == []
    (aside,) = tmp_path.iterdir()
    assert aside.name.startswith("a.journal.unfitting-")
    assert aside.read_bytes() == data


# ---- torn and broken ----


def test_cut_off_anywhere_it_gives_a_state_that_was(tmp_path: Path) -> None:
    killed(written(tmp_path, EDITS))
    (place,) = tmp_path.iterdir()
    data = place.read_bytes()
    header = data.index(b"\n") + 1
    ends = [header]
    while ends[-1] < len(data):
        ends.append(data.index(b"\n", ends[-1]) + 1)
    known = states(DOSSIER, EDITS)
    for cut in [*range(0, header, 997), *range(header, len(data) + 1)]:
        place.write_bytes(data[:cut])
        count = sum(end <= cut for end in ends) - 1
        found = find_left_behind(tmp_path)
        if count < 1:
            assert found == []
            for other in tmp_path.iterdir():
                other.unlink()
        else:
            (left,) = found
            assert (left.count, left.damage) == (count, "")
            assert left.replay().dossier == known[count]
            left.leave()


@pytest.mark.parametrize("how", ["flipped", "zeros", "missing", "doubled"])
def test_broken_in_the_middle_it_says_so_and_keeps_a_copy(tmp_path: Path, how: str) -> None:
    killed(written(tmp_path, EDITS))
    (place,) = tmp_path.iterdir()
    lines = place.read_bytes().splitlines(keepends=True)
    if how == "flipped":
        lines[3] = lines[3].replace(b"SetValue", b"SetXalue")
    elif how == "zeros":
        lines[3] = b"\0" * len(lines[3])
    elif how == "missing":
        del lines[2:4]  # the next one speaks of a record that was never inserted
        lines.insert(2, encode_line(EditLine(TWO_VALUES, "", NOON)))
    else:
        lines[3:3] = [lines[2]]  # inserts the same record again
    data = b"".join(lines)
    place.write_bytes(data)
    left = only(tmp_path)
    count = 1 if how == "missing" else 2
    assert left.count == count
    assert f"只能恢复之前的 {count} 步" in left.damage
    assert left.replay().dossier == states(DOSSIER, EDITS)[count]
    journal = left.resume()
    journal.record(SetValue(NAME, "接着"), "接着", NOON)
    killed(journal)
    copy = next(item for item in tmp_path.iterdir() if ".damaged-" in item.name)
    assert copy.read_bytes() == data
    again = only(tmp_path)
    assert (again.count, again.damage) == (count + 1, "")
    assert again.replay().dossier.forms[0].get("name") == "接着"


def test_a_broken_one_with_nothing_to_give_is_kept(tmp_path: Path) -> None:
    killed(written(tmp_path, EDITS[:2]))
    (place,) = tmp_path.iterdir()
    lines = place.read_bytes().splitlines(keepends=True)
    lines[1] = b"00000000 {}\n"
    place.write_bytes(b"".join(lines))
    assert find_left_behind(tmp_path) == []
    (aside,) = tmp_path.iterdir()
    assert aside.read_bytes() == b"".join(lines)


@given(data=st.data(), dossier=dossiers, cut=st.integers(0, 10**6))
def test_any_session_comes_back_up_to_a_kill(
    data: st.DataObject, dossier: Dossier, cut: int
) -> None:
    folder = Path(os.environ["XDG_STATE_HOME"]) / "recovery"
    forms = tuple(msgspec.structs.replace(form, template="main") for form in dossier.forms)
    start = open_file(msgspec.structs.replace(dossier, forms=forms))
    now, edits = start.dossier, list[Edit]()
    for _ in range(data.draw(st.integers(1, 5))):
        edits.append(data.draw(steps(now)))
        now = edits[-1].apply(now).dossier
    journal = written(folder, edits, start)
    place = journal.place
    assert place is not None
    killed(journal)
    content = place.read_bytes()
    header = content.index(b"\n") + 1
    place.write_bytes(content[: header + cut % (len(content) - header + 1)])
    known = states(start.dossier, edits)
    for left in find_left_behind(folder):
        assert left.replay().dossier == known[left.count]
        left.leave()
    for item in folder.iterdir():
        item.unlink()


# ---- drafts ----


def test_what_stood_in_the_open_editor_comes_back(tmp_path: Path) -> None:
    journal = written(tmp_path, EDITS[:1])
    journal.draft(NAME, "没打", NOON)
    journal.draft(NAME, "没打完", NOON + timedelta(hours=1))
    killed(journal)
    left = only(tmp_path)
    assert left.draft is not None
    assert (left.draft.path, left.draft.text) == (NAME, "没打完")
    assert (left.count, left.last) == (1, NOON + timedelta(hours=1))
    assert left.replay().dossier.forms[0].get("name") == "没打完"


def test_a_draft_alone_is_something(tmp_path: Path) -> None:
    journal = Journal.start(tmp_path, open_file(), None)
    journal.draft(NAME, "没打完", NOON)
    killed(journal)
    left = only(tmp_path)
    assert (left.count, left.first) == (0, NOON)
    assert left.replay().dossier.forms[0].get("name") == "没打完"


def test_a_draft_that_was_entered_or_dropped_does_not_come_back(tmp_path: Path) -> None:
    for end in ("entered", "dropped"):
        journal = written(tmp_path, EDITS[:1])
        journal.draft(NAME, "没打完", NOON)
        if end == "entered":
            journal.record(SetValue(NAME, "打完了"), "填写", NOON)
        else:
            journal.draft(None, "", NOON)
        killed(journal)
        left = only(tmp_path)
        assert left.draft is None
        expected = {"entered": "打完了", "dropped": "招商引资\n“二期”"}[end]
        assert left.replay().dossier.forms[0].get("name") == expected
        left.set_aside()


def test_the_same_draft_is_written_once(tmp_path: Path) -> None:
    journal = written(tmp_path, EDITS[:1])
    journal.draft(NAME, "没打完", NOON)
    assert journal.place is not None
    size = journal.place.stat().st_size
    journal.draft(NAME, "没打完", NOON + timedelta(seconds=10))
    assert journal.place.stat().st_size == size


def test_a_draft_in_a_row_without_record_brings_its_edit(tmp_path: Path) -> None:
    journal = Journal.start(tmp_path, open_file(), None)
    unrecorded = At("f1", "indicators", "", "name")
    edit = InsertRecords("f1", "indicators", 0, (Record("n", {"name": "没打完"}),))
    journal.draft(unrecorded, "没打完", NOON, edit)
    killed(journal)
    left = only(tmp_path)
    assert left.replay().dossier.forms[0].records("indicators")[0].get("name") == "没打完"
    journal = left.resume()  # and from now on it is committed
    killed(journal)
    again = only(tmp_path)
    assert (again.count, again.draft) == (1, None)
    again.set_aside()
    journal = Journal.start(tmp_path, open_file(), None)
    journal.draft(unrecorded, "没打完", NOON)
    killed(journal)
    left = only(tmp_path)
    assert left.draft is not None
    assert (left.draft.edit, left.replay().dossier) == (None, DOSSIER)


def test_a_draft_whose_form_is_gone_is_only_shown(tmp_path: Path) -> None:
    journal = written(tmp_path, [RemoveForm("f1")])
    journal.draft(NAME, "没打完", NOON)
    killed(journal)
    left = only(tmp_path)
    assert left.draft is not None
    assert left.draft.edit is None
    assert [form.id for form in left.touched] == ["f1"]


# ---- going on ----


def test_a_recovered_dossier_can_be_recovered_again(tmp_path: Path) -> None:
    path, folder = tmp_path / "套表.perfdesk", tmp_path / "recovery"
    save(path, open_file())
    killed(written(folder, EDITS[:2], open_file(), path))
    left = only(folder)
    recovered = left.replay(load(path))
    journal = left.resume()
    assert find_left_behind(folder) == []
    journal.record(EDITS[2], "接着", NOON)
    killed(journal)
    again = only(folder)
    assert again.replay().dossier == states(DOSSIER, EDITS[:3])[-1]
    journal = again.resume()
    save(path, recovered)
    journal.saved(recovered, path)
    assert left_in(folder) == []


# ---- odd texts, full disks ----


@pytest.mark.parametrize("text", ["\ud83d", "半个\udc00字", "\0\x1b", "\u2028\r\n", "😀"])
def test_any_text_that_can_be_pasted(tmp_path: Path, text: str) -> None:
    killed(written(tmp_path, [SetValue(NAME, text), EDITS[1]]))
    left = only(tmp_path)
    assert left.count == 2
    assert left.replay().dossier.forms[0].get("name") == text


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode()))
def test_no_line_whatever_is_in_it_fails(data: bytes) -> None:
    assert decode_line(data) is None


def test_a_full_disk_is_said_and_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = written(tmp_path, EDITS[:1])
    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        if len(data) > 40:
            return write(descriptor, data[:40])
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        with pytest.raises(DossierFileError, match="磁盘空间不足"):
            journal.record(EDITS[1], "写不下", NOON)
    journal.record(EDITS[2], "又能写了", NOON)
    killed(journal)
    left = only(tmp_path)
    assert (left.count, left.damage) == (3, "")
    assert left.replay().dossier == states(DOSSIER, EDITS[:3])[-1]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "recovery").write_text("a file", encoding="utf-8")
    with pytest.raises(DossierFileError, match="恢复日志"):
        written(tmp_path / "recovery", EDITS[:1])


def test_ids_from_foreign_files_lead_nowhere(tmp_path: Path) -> None:
    file = msgspec.structs.replace(open_file(), id="../../x\0é")
    killed(written(tmp_path / "recovery", EDITS[:1], file))
    assert left_in(tmp_path) == ["recovery"]
    assert only(tmp_path / "recovery").id == file.id
