"""``perfdesk check`` on a folder, with reports and letters, as it is used."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import reviewed
from tests.test_cli import START, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed.make_folder(tmp_path / "收到")


def test_a_folder_is_checked_file_by_file(folder: Path) -> None:
    done = run("check", folder, cwd=folder.parent)
    assert done.returncode == 2, "a file that could not be read"
    lines = done.stdout.splitlines()
    assert [line.partition("　")[0] for line in lines[:-1]] == [
        *("丙/丙局.perfdesk", "乙局.perfdesk", "坏.perfdesk", "甲局.perfdesk")
    ]
    assert "不能读取：文件不完整或已损坏" in lines[2]
    assert lines[-1] == "共审核 4 套表：通过 1 套，须修改 2 套，不能读取 1 套"
    assert done.stderr == "", "no progress where nobody watches"


def test_exit_codes(folder: Path) -> None:
    (folder / reviewed.BROKEN).unlink()
    assert run("check", folder, cwd=folder).returncode == 1
    for name in (reviewed.MENDED, reviewed.BLANK):
        (folder / name).unlink()
    done = run("check", folder, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    (folder / reviewed.GOOD).unlink()
    done = run("check", folder, cwd=folder)
    assert done.returncode == 2
    assert "里面没有套表" in done.stderr


def test_json_of_a_folder(folder: Path) -> None:
    done = run("check", "--json", folder, cwd=folder)
    found = json.loads(done.stdout)
    assert [item["state"] for item in found] == ["须修改", "须修改", "不能读取", "通过"]
    assert found[1]["acknowledged"] == 1
    assert any(item.get("reason") == reviewed.REASON for item in found[1]["findings"])


def test_report_and_letters(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "退回"
    table = tmp_path / "一览表.xlsx"
    done = run("check", folder, "--report", table, "--returns", out, cwd=tmp_path)
    assert table.read_bytes()[:2] == b"PK"
    assert {path.name.partition("-")[0] for path in out.iterdir()} == {"丙局", "乙局"}
    assert {path.suffix for path in out.iterdir()} >= {".pdf", ".xlsx"}
    assert str(table) in done.stderr
    assert "退回意见" in done.stderr
    assert "一览表" not in done.stdout


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_report_of_one_file(folder: Path, tmp_path: Path, kind: str) -> None:
    report = tmp_path / f"报告.{kind}"
    done = run("check", folder / reviewed.MENDED, "--report", report, cwd=tmp_path)
    assert done.returncode == 1
    assert report.read_bytes()[:4] == {"pdf": b"%PDF", "xlsx": b"PK\3\4"}[kind]


def test_letter_for_one_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "退回"
    done = run("check", folder / reviewed.GOOD, "--returns", out, cwd=tmp_path)
    assert done.returncode == 0
    assert "没有需要退回修改的套表" in done.stderr
    assert not out.exists()
    assert run("check", folder / reviewed.MENDED, "--returns", out, cwd=tmp_path).returncode == 1
    assert len({path.stem for path in out.iterdir()}) == 1


def test_bad_places_are_refused_before_any_work(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    for words, said in (
        (("--report", "报告.txt"), "文件名应以"),
        (("--report", "报告"), "文件名应以"),
        (("--returns", "文件"), "这是一个文件"),
    ):
        done = run("check", folder, *words, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_a_terminal_sees_how_far_it_is(folder: Path) -> None:
    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("no terminals on this machine: /dev/pts is not mounted")
    command = [*START, "check", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    said = os.read(ours, 4096).decode(sys.getfilesystemencoding())
    os.close(ours)
    assert done.returncode == 2
    assert "0/4" in said
    assert "3/4" in said
    assert said.endswith("\r\x1b[K"), "the line goes away"
