"""批量审核: every dossier of a folder, whatever else is in it."""

import errno
import os
from datetime import datetime
from pathlib import Path

import pytest

from perfdesk.errors import PerfdeskError
from perfdesk.export.document import Document
from perfdesk.jobs.documents import document_bytes
from perfdesk.jobs.dossierfiles import find_dossiers
from perfdesk.jobs.review import (
    Reviewed,
    as_json,
    as_line,
    overview,
    review_files,
    review_folder,
    summary,
)
from tests.support import reviewed, workbook

MADE = datetime(2026, 11, 20, 9, 5)  # noqa: DTZ001 - as a clock on the wall shows it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewed.make_folder(tmp_path_factory.mktemp("收到") / "2026")


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, Reviewed]:
    return {item.name: item for item in review_folder(folder)}


def test_finds_dossiers_and_nothing_else(folder: Path) -> None:
    found = find_dossiers([folder])
    names = [path.relative_to(folder).as_posix() for path in found.files]
    assert names == ["丙/丙局.perfdesk", "乙局.perfdesk", "坏.perfdesk", "甲局.perfdesk"]


def test_a_damaged_file_is_one_line_and_the_rest_go_on(rows: dict[str, Reviewed]) -> None:
    assert len(rows) == 4
    broken = rows[reviewed.BROKEN]
    assert broken.state == "不能读取"
    assert broken.problem.startswith("文件不完整或已损坏")
    assert as_line(broken).startswith("坏.perfdesk　不能读取：文件不完整")
    assert [rows[name].state for name in (reviewed.GOOD, reviewed.MENDED, reviewed.BLANK)] == [
        "通过",
        "须修改",
        "须修改",
    ]


def test_numbers_leave_out_what_was_acknowledged(rows: dict[str, Reviewed]) -> None:
    item = rows[reviewed.MENDED]
    assert item.report is not None
    assert item.reasoned == 1
    assert sum(item.numbers.values()) == len(item.report.findings) - 1
    assert (item.unit, item.forms) == ("乙局", 4)
    assert as_line(item).endswith("，另有 1 处已说明理由")
    assert rows[reviewed.GOOD].reasoned == 0


def test_json(rows: dict[str, Reviewed]) -> None:
    item = as_json(rows[reviewed.MENDED])
    assert (item["file"], item["unit_name"], item["year"], item["forms"]) == (
        "乙局.perfdesk",
        "乙局",
        2026,
        4,
    )
    assert item["acknowledged"] == 1
    assert item["errors"] + item["warnings"] + item["hints"] == len(item["findings"]) - 1
    broken = as_json(rows[reviewed.BROKEN])
    assert broken["problem"]
    assert broken["findings"] == []


def test_summary(rows: dict[str, Reviewed]) -> None:
    assert summary(list(rows.values())) == "共审核 4 套表：通过 1 套，须修改 2 套，不能读取 1 套"
    assert summary([]) == "共审核 0 套表"


def test_progress_and_stop(folder: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def until_two(done: int, of: int, now: str) -> bool:
        told.append((done, of, now))
        return done < 2

    seen: list[Reviewed] = []
    done = review_files(find_dossiers([folder]).files, folder, until_two, seen.append)
    assert [item.name for item in done] == [item.name for item in seen]
    assert len(done) == 2
    assert told == [(0, 4, "丙局.perfdesk"), (1, 4, "乙局.perfdesk"), (2, 4, "坏.perfdesk")]


def test_a_folder_without_dossiers_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "没有"):
        with pytest.raises(PerfdeskError, match=r"请"):
            review_folder(place)
    with pytest.raises(PerfdeskError, match="没有套表"):
        find_dossiers([tmp_path / "说明.txt", tmp_path])


def test_files_and_folders_together(folder: Path) -> None:
    good = folder / reviewed.GOOD
    assert (find_dossiers([good]).files, find_dossiers([good]).base) == ((good,), folder)
    found = find_dossiers([folder / "丙", good, folder / "说明.txt", good])
    assert found.files == (folder / reviewed.BLANK, good)
    assert found.base == folder
    assert find_dossiers([folder]).base == folder


def test_the_search_can_be_stopped(folder: Path) -> None:
    told: list[str] = []

    def once(place: str) -> bool:
        told.append(place)
        return len(told) < 2

    found = find_dossiers([folder], once)
    assert found.stopped
    assert told == [str(folder), str(folder / "丙")]
    assert {path.parent for path in found.files} == {folder}


def test_a_folder_that_cannot_be_read_is_a_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may think that what is in it was checked. (No folder is closed to root.)"""
    scan = os.scandir

    def closed(place: str) -> object:
        if str(place).endswith("丙"):
            raise PermissionError(errno.EACCES, "Permission denied", place)
        return scan(place)

    monkeypatch.setattr(os, "scandir", closed)
    rows = review_folder(folder)
    assert [item.name for item in rows] == [
        *("乙局.perfdesk", "坏.perfdesk", "甲局.perfdesk"),
        "丙/",
    ]
    assert rows[-1].problem.startswith("不能读取这个文件夹，没有权限；请检查")
    with pytest.raises(PerfdeskError, match="不能读取这个文件夹，没有权限"):
        review_folder(folder / "丙")


def test_a_file_that_goes_away_is_one_line(tmp_path: Path) -> None:
    (item,) = review_files([tmp_path / "无.perfdesk"], tmp_path)
    assert item.state == "不能读取"
    assert "没有这个文件" in item.problem


def table(document: Document) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in document.paged.measured.sheet.cells:
        if cell.ruled:
            found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def test_overview(rows: dict[str, Reviewed]) -> None:
    head, *body = table(overview(list(rows.values()), "某处", MADE))
    assert head == [
        *("序号", "单位", "年度", "表数", "错误", "提醒", "提示", "已说明", "定稿", "状态", "文件")
    ]
    assert [row[0] for row in body] == ["1", "2", "3", "4"]
    mended = rows[reviewed.MENDED]
    numbers = [str(n) for n in mended.numbers.values()]
    assert body[1] == ["2", "乙局", "2026", "4", *numbers, "1", "0/4", "须修改", "乙局.perfdesk"]
    assert body[2][9] == "不能读取"
    assert "文件不完整或已损坏" in body[2][10]


def test_the_overview_workbook_can_be_sorted_and_filtered(rows: dict[str, Reviewed]) -> None:
    many = [item for item in rows.values() for _ in range(30)]
    document = overview(many, "某处", MADE, endless=True)
    (sheet,) = workbook.sheets(document_bytes(document, "xlsx"))
    assert sheet.auto_filter.ref == f"A3:K{3 + len(many)}"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert not sheet.row_breaks.brk
    assert [sheet.cell(3, column).value for column in (1, 2, 11)] == ["序号", "单位", "文件"]
    errors = [sheet.cell(row, 5).value for row in range(4, 4 + len(many))]
    assert errors.count(None) == 30, "no number for a file that cannot be read"
    assert all(isinstance(value, int) for value in errors if value is not None)
    assert not [block for block in sheet.merged_cells.ranges if block.min_row in range(3, 124)]
