import errno
import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.dossier.state import Dossier, Form
from perfdesk.errors import DossierFileError
from perfdesk.storage import disk
from perfdesk.storage import save as saving
from perfdesk.storage.disk import write_whole
from perfdesk.storage.format import MIMETYPE, OpenFile
from perfdesk.storage.read import load, open_bytes
from perfdesk.storage.save import save, to_bytes
from tests.storage.samples import DOSSIER, EXTENDED, left_in, open_file
from tests.template.good_pack import good_files, good_pack

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def test_saved_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "套表.perfdesk"
    for file in (open_file(), open_file(EXTENDED, **{"notes/x.txt": b"kept", "y": b""})):
        save(path, file)
        assert load(path) == file
    assert left_in(tmp_path) == ["套表.perfdesk"]


def test_equal_content_gives_equal_bytes() -> None:
    data = to_bytes(open_file(z=b"1", a=b"2"))
    assert to_bytes(open_file(a=b"2", z=b"1")) == data
    assert to_bytes(open_bytes(data, "x")) == data


def test_any_program_can_unzip_it() -> None:
    with zipfile.ZipFile(io.BytesIO(to_bytes(open_file(表="甲".encode())))) as archive:
        assert archive.testzip() is None
        infos = {info.filename: info for info in archive.infolist()}
        first = archive.infolist()[0]
        assert archive.read("表").decode() == "甲"
        assert archive.read("templates/main.xlsx") == good_files()["main.xlsx"]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert set(infos) == {
        "mimetype",
        "dossier.json",
        "表",
        *(f"templates/{n}" for n in good_files()),
    }
    assert infos["dossier.json"].compress_type == zipfile.ZIP_DEFLATED
    assert infos["templates/main.xlsx"].compress_type == zipfile.ZIP_STORED


def test_a_magic_rule_can_recognise_it() -> None:
    assert to_bytes(open_file())[30:].startswith(b"mimetype" + MIMETYPE)


def test_new_files_have_ids_of_their_own() -> None:
    assert OpenFile(DOSSIER, good_pack()).id != OpenFile(DOSSIER, good_pack()).id


def test_what_could_not_be_opened_again_is_not_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MAX_BYTES", 2**20)
    large = Dossier("good", "", 2026, (Form("f", "main", {"name": "字" * 2**19}),))
    with pytest.raises(DossierFileError, match="内容过多（超过 1 MiB），无法保存；请把套表分成"):
        to_bytes(open_file(large))


# ---- the disk ----


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    write_whole(path, b"1")
    path.chmod(mode)
    write_whole(path, b"2")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"2", mode)


@posix
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_whole(tmp_path / "new", b"")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@posix
def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far/real")
    for text in (b"1", b"2"):
        write_whole(tmp_path / "link", text)
        assert (tmp_path / "far/real").read_bytes() == text
    assert (tmp_path / "link").is_symlink()
    assert left_in(tmp_path / "far") == ["real"]


def test_the_file_is_written_before_it_takes_the_old_one_s_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def note(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object) -> object:
            calls.append(name)
            return real(*args)

        return call

    monkeypatch.setattr(os, "fsync", note("sync", os.fsync))
    monkeypatch.setattr(Path, "replace", note("replace", Path.replace))
    write_whole(tmp_path / "a", b"1")
    assert calls == ["sync", "replace", "sync"]


FAILURES = [
    (errno.ENOSPC, "磁盘空间不足；原文件没有改动，请清理磁盘或换一个位置"),
    (errno.EDQUOT, "磁盘配额已用完；原文件没有改动，"),
    (errno.EROFS, "所在的磁盘是只读的；原文件没有改动，"),
    (errno.EACCES, "没有权限；原文件没有改动，请检查文件和文件夹的权限"),
    (errno.EIO, "磁盘读写出错；原文件没有改动，"),
    (errno.ENXIO, "系统报告错误（"),
]


@pytest.mark.parametrize(("number", "words"), FAILURES)
@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_failures_leave_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, words: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*_args: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path if step == "replace" else os, step, fail)
    with pytest.raises(DossierFileError) as caught:
        write_whole(path, b"new")
    monkeypatch.undo()
    assert str(caught.value).startswith(f"{path}：无法保存，{words}")
    assert path.read_bytes() == b"old"
    assert left_in(tmp_path) == ["a"]


@pytest.mark.parametrize("number", [5, 32])
def test_windows_refuses_to_replace_a_file_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_args: object) -> None:
        error = PermissionError(errno.EACCES, "in use")
        error.winerror = number  # type: ignore[attr-defined,unused-ignore]
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(
        DossierFileError, match="文件正被其他程序打开，或没有权限；请关闭打开它的程序"
    ):
        write_whole(tmp_path / "a", b"new")
    assert left_in(tmp_path) == []


def test_a_file_that_is_held_for_a_moment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, tries = Path.replace, []

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "")
        return replace(self, target)

    monkeypatch.setattr(disk, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert len(tries) == 3


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"new")
    assert left_in(tmp_path) == []


def test_a_folder_that_cannot_be_synchronised_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def no_folders(path: Path, *rest: int) -> int:
        if path == tmp_path:
            raise PermissionError(errno.EACCES, "")
        return real(path, *rest)

    monkeypatch.setattr(os, "open", no_folders)
    write_whole(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none/a", "没有这个文件或文件夹"),
        ("file/a", "路径中有一段不是文件夹"),
        ("folder", "这是一个文件夹"),
        ("x" * 300, "文件名过长"),
        ("a\0b", "文件名不能使用"),
        ("\ud800", "文件名不能使用"),
    ],
)
def test_places_that_cannot_be_written(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(DossierFileError, match=words):
        write_whole(tmp_path / name, b"")
    assert left_in(tmp_path) == ["file", "folder"]


def test_a_file_that_was_made_read_only_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_args: False)  # the superuser may write everything
    with pytest.raises(DossierFileError, match="没有权限；原文件没有改动"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
