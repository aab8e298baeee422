import errno
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from perfdesk.errors import DossierFileError
from perfdesk.storage import read
from perfdesk.storage.format import MAX_BYTES, MIMETYPE
from perfdesk.storage.read import load, open_bytes
from perfdesk.storage.save import to_bytes
from tests.storage.samples import open_file, refusal, rezipped, unzipped, zipped

GOOD = to_bytes(open_file())


def entry(name: str, data: bytes = b"", **attributes: object) -> bytes:
    """The good file with one more entry."""
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo(name)
        for key, value in attributes.items():
            setattr(info, key, value)
        archive.writestr(info, data)
    return buffer.getvalue()


def patched(old: bytes, new: bytes, count: int = -1) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, count)


# ---- files that are not ours ----


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x",
        "套表".encode(),
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0",
        zipped({"word/document.xml": b"<x/>"}),
        zipped({"mimetype": b"application/epub+zip", "dossier.json": b"{}"}),
        rezipped(lambda entries: entries.pop("mimetype")),
        rezipped(lambda entries: entries.pop("dossier.json")),
    ],
    ids=["empty", "x", "text", "pdf", "xls", "docx", "epub", "no mimetype", "no dossier"],
)
def test_foreign_files(data: bytes) -> None:
    assert refusal(data) == (
        "套表.perfdesk：不是绩效目标填报的套表文件；请选择扩展名为 .perfdesk 的文件"
    )


@pytest.mark.parametrize("kept", [1, 4, 30, 31, 100, len(GOOD) // 2, len(GOOD) - 1])
def test_truncated_files(kept: int) -> None:
    line = refusal(GOOD[:kept])
    assert "文件不完整或已损坏" in line or (kept == 1 and "不是绩效目标填报的套表文件" in line)


def test_a_file_cut_off_behind_a_workbook_within_it() -> None:
    workbook = zipped({"xl/workbook.xml": b"<workbook/>"})
    assert "文件不完整或已损坏" in refusal(GOOD[:200] + workbook + GOOD[200:240])


def test_a_file_zipped_anew_by_another_program() -> None:
    def shuffled(entries: dict[str, bytes]) -> None:
        kept = dict(reversed(entries.items()))
        entries.clear()
        entries |= {"templates/": b"", "notes/": b""} | kept

    assert open_bytes(rezipped(shuffled), "x") == open_file()


def test_entries_of_a_newer_version_are_kept() -> None:
    file = open_bytes(entry("pages/1.json", b"{}"), "x")
    assert file.others == {"pages/1.json": b"{}"}
    assert unzipped(to_bytes(file))["pages/1.json"] == b"{}"
    nested = open_bytes(entry("templates/old/main.toml", b"x"), "x")
    assert nested.others == {"templates/old/main.toml": b"x"}


# ---- hostile ones ----


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/../../evil",
        "..",
        "/etc/passwd",
        "a//b",
        "./a",
        "C:evil",
        "C:\\evil",
        "a\\..\\evil",
        "a\x01b",
        "templates/../dossier.json",
        "/",
    ],
)
def test_entries_outside(name: str) -> None:
    assert "不该有的条目" in refusal(entry(name))


def test_entries_with_a_nul_in_their_name() -> None:
    data = entry("aXb").replace(b"aXb", b"a\0b")
    assert "不该有的条目 'a\\x00b'" in refusal(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["dossier.json", "mimetype", "templates/main.toml"])
def test_entries_twice(name: str) -> None:
    assert f"不该有的条目 '{name}'" in refusal(entry(name))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_entries_that_are_no_files(kind: int) -> None:
    assert "不该有的条目" in refusal(entry("a", b"/etc/passwd", external_attr=(kind | 0o777) << 16))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_entries_packed_in_another_way(method: int) -> None:
    assert "不该有的条目" in refusal(entry("a", b"x" * 99, compress_type=method))


def test_encrypted_entries() -> None:
    data = bytearray(GOOD)
    data[GOOD.rindex(b"mimetype") - 46 + 8] |= 1  # its flags in the directory
    assert "不该有的条目 'mimetype'" in refusal(bytes(data))


def test_too_many_entries() -> None:
    entries = unzipped(GOOD) | {f"x{i}": b"" for i in range(read.MAX_ENTRIES)}
    assert "不是本程序保存的" in refusal(zipped(entries))


def test_a_directory_of_a_million_entries_is_not_even_read() -> None:
    line = struct.pack("<4s42xI", b"PK\1\2", 0)
    assert "条目过多" in refusal(GOOD + line * 1_000_000)


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(MAX_BYTES))
    assert len(buffer.getvalue()) < 2**20
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert "文件过大（超过 64 MiB）" in refusal(buffer.getvalue())


def test_an_entry_that_says_less_than_it_holds() -> None:
    data = entry("a", b"x" * 5000, compress_type=zipfile.ZIP_DEFLATED)
    said, less = struct.pack("<I", 5000), struct.pack("<I", 50)
    assert "文件不完整或已损坏" in refusal(data.replace(said, less))


def test_many_entries_over_the_same_bytes() -> None:
    """Each names the data of the one before: few bytes, much content."""
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in unzipped(GOOD).items():
            archive.writestr(name, data)
        archive.writestr("a", bytes(2**20))
        twin = archive.getinfo("a")
        for i in range(100):
            info = zipfile.ZipInfo(f"{i:03}")
            for key in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(info, key, getattr(twin, key))
            archive.filelist.append(info)
    assert "文件过大" in refusal(buffer.getvalue())


# ---- files of ours that are damaged ----


def test_a_changed_byte_is_noticed() -> None:
    at = GOOD.index(b"templates/main.xlsx") + 200
    data = GOOD[:at] + bytes([GOOD[at] ^ 1]) + GOOD[at + 1 :]
    assert "文件不完整或已损坏" in refusal(data)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("dossier.json", b"{", "dossier.json 不是完整的 JSON"),
        ("templates/pack.toml", None, "文件里的表样不能使用（pack.toml：没有这个文件"),
        ("templates/main.toml", b"\xff", "文件里的表样不能使用（main.toml：不是 UTF-8"),
        ("templates/main.toml", b"a = " + b"[" * 9999, "文件里的表样不能使用（main.toml：TOML"),
        ("templates/main.grid.json", b"[" * 9999, "文件里的表样不能使用（main.grid.json：内容"),
        ("templates/pack.toml", b"", "文件里的表样不能使用（pack.toml：缺少必填项 `id`"),
    ],
)
def test_broken_entries(name: str, content: bytes | None, words: str) -> None:
    def change(entries: dict[str, bytes]) -> None:
        if content is None:
            del entries[name]
        else:
            entries[name] = content

    assert words in refusal(rezipped(change))


def test_a_form_without_its_template() -> None:
    def change(entries: dict[str, bytes]) -> None:
        entries["dossier.json"] = entries["dossier.json"].replace(b'"summary"', b'"other"')

    assert "第 2 张表的表样 'other' 不在文件里" in refusal(rezipped(change))


# ---- the file itself ----


def test_places_that_cannot_be_read(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path, "这是一个文件夹；请指定其中的 .perfdesk 文件"),
        (tmp_path / "none", "没有这个文件或文件夹；请检查路径"),
        (tmp_path / "a\0b", "文件名不能使用"),
        (tmp_path / ("x" * 300), "文件名过长"),
    ]:
        with pytest.raises(DossierFileError) as caught:
            load(path)
        assert str(caught.value).startswith(f"{path}：{words}")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(Path, "open", refuse)  # the superuser may read everything
    with pytest.raises(DossierFileError, match="没有权限；请检查文件和文件夹的权限"):
        load(tmp_path / "a")


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.perfdesk"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 100)  # a hole: takes no room
    with pytest.raises(DossierFileError, match="文件过大"):
        load(path)


def test_a_pack_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = open_bytes(GOOD, "x")
    monkeypatch.setattr(read, "load_pack", lambda *_: pytest.fail("it was read again"))
    assert open_bytes(rezipped(lambda _: None), "y").pack is first.pack


def test_the_mimetype_is_that_of_the_package() -> None:
    assert MIMETYPE == b"application/vnd.perfdesk.dossier+zip"
