import errno
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from perfdesk.storage import lock as module
from perfdesk.storage.lock import (
    FileLock,
    Holder,
    changed_outside,
    fingerprint,
    lock_path,
    take,
)

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")

HOLD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from perfdesk.storage.lock import take
lock = take(Path(sys.argv[1]), datetime(2026, 3, 5, 9, 30, tzinfo=UTC))
print(type(lock).__name__, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "套表.perfdesk"
    path.write_bytes(b"x")
    return path


def taken(path: Path, *, anyway: bool = False) -> FileLock:
    lock = take(path, NOON, anyway=anyway)
    assert isinstance(lock, FileLock)
    return lock


def test_a_lock_stands_beside_the_dossier_and_goes_with_its_holder(path: Path) -> None:
    lock = taken(path)
    assert lock_path(path).name == "~$套表.perfdesk"
    assert lock.path == lock_path(path)
    lock.release()
    lock.release()
    assert [item.name for item in path.parent.iterdir()] == ["套表.perfdesk"]
    taken(path).release()


def test_who_has_it_open_is_said(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"FileLock\n"
        holder = take(path, NOON)
        assert isinstance(holder, Holder)
        assert (holder.pid, holder.host) == (program.pid, platform.node())
        assert isinstance(take(path, NOON, anyway=True), Holder)  # that one is alive for certain
        program.kill()
    taken(path).release()  # and now it is not


def test_within_one_program_too(path: Path) -> None:
    lock = taken(path)
    holder = take(path, NOON)
    assert isinstance(holder, Holder)
    assert holder.pid == os.getpid()
    lock.release()


def test_a_holder_that_leaves_just_now(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = taken(path)
    lock = module.lock_descriptor

    def leave_first(descriptor: int) -> bool:
        first.release()
        return lock(descriptor)

    monkeypatch.setattr(module, "lock_descriptor", leave_first)
    second = taken(path)
    assert lock_path(path).exists()  # it is not that of a file that is gone
    assert isinstance(take(path, NOON), Holder)
    second.release()


@pytest.mark.parametrize(
    ("why", "free"),
    [(errno.EACCES, False), (errno.EAGAIN, False), (0, False), (errno.ENOLCK, True)],
)
def test_what_the_system_says_of_a_lock(
    why: int, free: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(why, "")

    monkeypatch.setattr(module, "_lock", refuse)
    assert module.lock_descriptor(0) is free


def test_another_computer_is_believed(path: Path) -> None:
    other = Holder("张三", "财务科-2", 1, NOON)
    lock_path(path).write_bytes(msgspec.json.encode(other))
    assert take(path, NOON) == other
    lock = taken(path, anyway=True)
    lock.release()


@pytest.mark.parametrize("content", [b"", b"\0\0", b"{}", b'{"user": 1}', "张三".encode("gbk")])
def test_a_broken_lock_is_nobodys(path: Path, content: bytes) -> None:
    lock_path(path).write_bytes(content)
    taken(path).release()


def only_reading(patch: pytest.MonkeyPatch) -> None:
    """From now on this process may write nothing, as in a folder of somebody else."""
    opened = os.open

    def refuse(place: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "")
        return opened(place, flags, mode)

    patch.setattr(os, "open", refuse)


def test_a_folder_that_is_read_only_keeps_nobody_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_reading(monkeypatch)
    assert take(path, NOON) is None


def test_the_lock_of_another_user_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = taken(path)
    with monkeypatch.context() as patch:
        only_reading(patch)
        assert isinstance(take(path, NOON), Holder)
    left = lock_path(path).read_bytes()
    lock.release()
    lock_path(path).write_bytes(left)  # its program was killed
    other = Holder("张三", "财务科-2", 1, NOON)
    only_reading(monkeypatch)
    assert take(path, NOON) is None
    lock_path(path).write_bytes(msgspec.json.encode(other))
    assert take(path, NOON) == other
    assert take(path, NOON, anyway=True) is None


def test_where_no_lock_can_be_made(path: Path) -> None:
    lock_path(path).mkdir()
    assert take(path, NOON) is None


@posix
def test_the_lock_of_a_link_is_that_of_its_target(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(path)
    lock = taken(tmp_path / "link")
    assert isinstance(take(path, NOON), Holder)
    lock.release()


def test_a_name_as_long_as_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("表" * 82 + ".perfdesk")
    path.write_bytes(b"")
    taken(path).release()


@pytest.mark.parametrize(
    ("holder", "text"),
    [
        (Holder("张三", "财务科-2", 1, NOON), "张三（电脑 财务科-2，3月5日 12:00 起）"),
        (Holder("", "", 0, NOON), "另一位用户（3月5日 12:00 起）"),
    ],
)
def test_a_holder_in_words(holder: Holder, text: str) -> None:
    assert str(holder) == text


# ---- has a file changed? ----


def test_changes_from_outside_are_noticed(path: Path) -> None:
    known = fingerprint(path)
    assert known is not None
    assert not changed_outside(path, known)
    os.utime(path, ns=(0, 0))  # another time and the same content is no change
    assert not changed_outside(path, known)
    assert not changed_outside(path, known, thorough=False)
    path.write_bytes(b"y")
    assert changed_outside(path, known)
    assert changed_outside(path, known, thorough=False)


def test_a_glance_does_not_read_the_file(path: Path) -> None:
    known = fingerprint(path)
    assert known is not None
    path.write_bytes(b"y")
    os.utime(path, ns=(known.modified_ns, known.modified_ns))
    assert changed_outside(path, known)
    assert not changed_outside(path, known, thorough=False)


def test_files_that_come_and_go(path: Path) -> None:
    known = fingerprint(path)
    path.unlink()
    assert fingerprint(path) is None
    assert changed_outside(path, known)
    assert changed_outside(path, known, thorough=False)
    assert not changed_outside(path, None)
    path.write_bytes(b"x")
    assert changed_outside(path, None)
