"""退回意见: a letter for each unit that has something to mend, and for no other."""

from datetime import date
from pathlib import Path

import pytest

from perfdesk.jobs.documents import KINDS
from perfdesk.jobs.returns import (
    DEMANDS,
    ReturnRequest,
    Sender,
    planned_letters,
    return_letter,
    to_mend,
    with_letters,
    write_letters,
)
from perfdesk.jobs.review import Reviewed, review_folder
from perfdesk.layout.pages import make_pages
from perfdesk.storage.save import save
from tests.support import reviewed
from tests.support.paper import read_pdf

DAY = date(2026, 11, 20)
SENDER = Sender("示例县财政局", "李四", "0731-0000", "12月5日", DAY)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Reviewed]:
    return list(review_folder(reviewed.make_folder(tmp_path_factory.mktemp("收到") / "2026")))


def mended(rows: list[Reviewed]) -> Reviewed:
    return next(item for item in rows if item.name == reviewed.MENDED)


def texts(item: Reviewed, sender: Sender = SENDER) -> list[str]:
    assert item.report is not None
    document = return_letter(item.report, sender)
    return [cell.text for cell in document.paged.measured.sheet.cells]


def test_it_lists_what_to_mend(rows: list[Reviewed]) -> None:
    item = mended(rows)
    assert item.report is not None
    found = to_mend(item.report, SENDER)
    assert found
    assert {one.severity for one in found} <= {"error", "warning"}
    assert all(not one.reason for one in found)
    words = texts(item)
    for one in found:
        assert {one.place, one.what, one.advice, DEMANDS[one.severity]} <= set(words)
    with_hints = to_mend(item.report, Sender(hints=True))
    assert len(with_hints) >= len(found)


def test_it_is_worded_as_offices_do(rows: list[Reviewed]) -> None:
    words = texts(mended(rows))
    assert words[0] == "关于2026年预算绩效目标审核的退回意见"
    assert "乙局：" in words
    (opening,) = (text for text in words if "收悉" in text)
    assert opening.startswith("　　你单位报送的2026年预算绩效目标套表（共 4 张）收悉。经审核，有 ")
    assert "（已说明理由的 1 处未列入）" in opening
    assert opening.endswith("请对照下表逐项处理，于12月5日前重新报送。")
    assert {"示例县财政局", "2026年11月20日", "审核人：李四", "联系电话：0731-0000"} <= set(words)


def test_what_was_not_entered_is_left_to_be_written(rows: list[Reviewed]) -> None:
    words = [text.rstrip("　") for text in texts(mended(rows), Sender())]
    assert {"审核单位（盖章）：", "审核人：", "联系电话：", "　　　　年　　月　　日"} <= set(words)
    assert any("于　　月　　日前重新报送" in text for text in words)


@pytest.mark.parametrize("sender", [SENDER, Sender()], ids=["entered", "blank"])
def test_the_lines_to_sign_are_not_broken(rows: list[Reviewed], sender: Sender) -> None:
    item = mended(rows)
    assert item.report is not None
    pages = make_pages(return_letter(item.report, sender).paged)
    runs = [run.text for page in pages for run in page.runs]
    assert [run[:4] for run in runs if run.startswith(("审核人", "联系"))] == [
        "审核人：",
        "联系电话",
    ]


def test_only_units_with_something_to_mend_get_one(rows: list[Reviewed], tmp_path: Path) -> None:
    assert [item.unit for item in with_letters(rows, SENDER)] == ["丙局", "乙局"]
    request = ReturnRequest(tmp_path, ("pdf", "xlsx"), SENDER)
    letters = write_letters(rows, request)
    assert sorted(path.name for path in letters.files) == [
        *(
            f"{unit}-2026年绩效目标审核退回意见.{kind}"
            for unit in ("丙局", "乙局")
            for kind in ("pdf", "xlsx")
        )
    ]
    assert [path for path, _ in planned_letters(rows, request)] == list(letters.files)
    printed = "".join(
        glyph.text for page in read_pdf(letters.files[0].read_bytes()) for glyph in page.glyphs
    )
    assert "丙局：" in printed


def test_every_format_is_written(rows: list[Reviewed], tmp_path: Path) -> None:
    letters = write_letters([mended(rows)], ReturnRequest(tmp_path, sender=SENDER))
    assert {path.suffix[1:] for path in letters.files} == set(KINDS)


def test_names_are_safe_and_differ(tmp_path: Path) -> None:
    names = ['甲/局<1>:"?', "甲-局-1-", "CON", " "]
    rows: list[Reviewed] = []
    for number, name in enumerate(names):
        path = tmp_path / f"{number}.perfdesk"
        save(path, reviewed.blank(name))
        rows += review_folder(tmp_path)[number : number + 1]
    request = ReturnRequest(tmp_path / "out", ("pdf",), SENDER)
    planned = [path.name for path, _ in planned_letters(rows, request)]
    assert len({name.casefold() for name in planned}) == 4
    assert all(not set(name) & set('<>:"/\\|?*') for name in planned)
    assert planned[3].startswith("3-2026年"), "a dossier without a unit goes by its file"


def test_a_letter_that_cannot_be_written_stops_no_other(
    rows: list[Reviewed], tmp_path: Path
) -> None:
    request = ReturnRequest(tmp_path, ("pdf",), SENDER)
    (first, item), _ = planned_letters(rows, request)
    first.mkdir()
    letters = write_letters(rows, request)
    assert [path.name for path in letters.files] == ["乙局-2026年绩效目标审核退回意见.pdf"]
    (failure,) = letters.failures
    assert (failure.path, failure.unit) == (first, item.unit)
    assert failure.reason


def test_stop(rows: list[Reviewed], tmp_path: Path) -> None:
    letters = write_letters(rows, ReturnRequest(tmp_path), lambda done, _of, _now: done < 1)
    assert letters.stopped
    assert len(letters.files) == 1


def test_nothing_to_mend_writes_nothing(rows: list[Reviewed], tmp_path: Path) -> None:
    good = [item for item in rows if item.state == "通过"]
    assert good
    assert write_letters(good, ReturnRequest(tmp_path)).files == ()
    assert not list(tmp_path.iterdir())
