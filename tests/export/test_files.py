"""Names of files that every system takes, and files that are there whole or not at all."""

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.errors import PerfdeskError
from perfdesk.export.files import safe_name, unique_name, write_file


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("01-项目支出绩效目标表-渌商大会", "01-项目支出绩效目标表-渌商大会"),
        ('商务/招商:"2026"*?<>|\\', "商务-招商-2026"),
        ("  前  后\t空\n格  ", "前 后 空 格"),
        ("...", "未命名"),
        ("", "未命名"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("lpt¹", "_lpt¹"),
        ("console", "console"),
        ("a\x00\x1f\x7fb", "a b"),
        ("a\u202eb", "a b"),
        ("项目.", "项目"),
        ("x" * 100, "x" * 80),
    ],
)
def test_safe_name(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=300))
def test_any_text_becomes_a_name_that_can_be_written(text: str) -> None:
    name = safe_name(text)
    assert name
    assert name == name.strip(" .")
    assert name.isprintable()
    assert not set(name) & set('<>:"/\\|?*')
    assert len(name) <= 81
    # Linux takes 255 bytes: a number of up to three digits （100） and .xlsx behind the name.
    assert len(name.encode()) + len("（100）.xlsx".encode()) <= 255
    assert safe_name(name) == name


def test_name_of_rare_characters_can_be_written(tmp_path: Path) -> None:
    """𠮷 has four bytes: 80 of them are more than a file name may have."""
    file = tmp_path / f"{safe_name('𠮷' * 100)}（100）.xlsx"
    write_file(file, b"data")
    assert file.read_bytes() == b"data"


def test_unique_name() -> None:
    taken: set[str] = set()
    names = [unique_name(stem, taken) for stem in ("表", "表", "ABC", "abc", "表", "表（2）")]
    assert names == ["表", "表（2）", "ABC", "abc（2）", "表（3）", "表（2）（2）"]


def test_write_file_makes_folders_and_replaces(tmp_path: Path) -> None:
    file = tmp_path / "一" / "二" / "表.pdf"
    write_file(file, b"old")
    write_file(file, b"new")
    assert file.read_bytes() == b"new"
    assert [item.name for item in file.parent.iterdir()] == ["表.pdf"]
    assert file.stat().st_mode & 0o777 == 0o644


def test_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "表.pdf"
    file.write_bytes(b"old")

    def full(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(PerfdeskError, match=r"表\.pdf：不能写入"):
        write_file(file, b"new")
    assert file.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["表.pdf"]


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "输出").write_bytes(b"")
    with pytest.raises(PerfdeskError, match="不能写入这个文件夹"):
        write_file(tmp_path / "输出" / "表.pdf", b"new")
