import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from perfdesk.errors import TemplateError
from perfdesk.template.blank import read_blank
from perfdesk.template.loader import read_grid, write_grid
from tests.template.good_pack import good_files, good_pack, workbook


def test_blank_as_data() -> None:
    grid = read_blank(workbook("甲 | < | 乙\n丙 | {name} | ^", unruled=(0,)), "a.xlsx")
    found = [(c.row, c.col, c.rows, c.cols, c.text, c.bordered) for c in grid.cells]
    assert found == [
        (0, 0, 1, 2, "甲", False),  # a title above the ruled table
        (0, 2, 2, 1, "乙", True),
        (1, 0, 1, 1, "丙", True),
        (1, 1, 1, 1, "{name}", True),
    ]
    assert len(grid.columns_mm) == 3
    assert len(grid.heights_pt) == 2
    assert grid.cells[3].edges == (0.5, 0.5, 0.5, 0.5)


def test_grids_are_read_as_they_were_written() -> None:
    grid = good_pack()["main"].grid
    assert read_grid(write_grid(grid)) == grid


def test_plan_of_the_good_pack() -> None:
    plan = good_pack()["main"].plan
    assert plan.groups("indicators") == (
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("成本指标", "经济成本"),
    )
    assert plan.groups("tasks") == ((),)
    assert good_pack()["summary"].plan.groups("items") == (("total",), ("special",))
    assert [(r.table, r.first, r.last, list(r.head_rows)) for r in plan.regions] == [
        ("tasks", 5, 5, [4]),
        ("indicators", 7, 9, [6]),
    ]
    assert plan.signature_row == 10


def refused(data: bytes) -> bool:
    try:
        read_blank(data, "a.xlsx")
    except TemplateError as error:
        return [problem.place for problem in error.problems] == ["a.xlsx"]
    return False


def test_what_is_no_workbook() -> None:
    empty = io.BytesIO()
    Workbook().save(empty)
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        archive.writestr("a", "b")
    for data in (b"", b"x", b"PK\3\4", empty.getvalue(), buffer.getvalue()):
        assert refused(data)


def test_a_sheet_formatted_to_its_end_is_no_blank() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "{name}"
    sheet["XFD1048576"] = " "
    book.save(whole := io.BytesIO())
    with pytest.raises(TemplateError, match="有 1048576 行 16384 列，不像一张空表；删去表外的格式"):
        read_blank(whole.getvalue(), "a.xlsx")
    sheet.print_area = "A1:B2"
    book.save(part := io.BytesIO())
    assert len(read_blank(part.getvalue(), "a.xlsx").heights_pt) == 2


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """Cut the workbook short, or change some of its bytes."""
    if rng.random() < 0.3:
        return data[: rng.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 6)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def spoilt_inside(data: bytes, rng: random.Random) -> bytes:
    """Change the XML of one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(parts))
    part = bytearray(parts[name])
    at = rng.randrange(len(part))
    part[at : at + rng.randrange(9)] = rng.choice([b"", b"<", b'"', b"-1", b"x", b"&a;"])
    with zipfile.ZipFile(buffer := io.BytesIO(), "w") as archive:
        for key, content in parts.items():
            archive.writestr(key, bytes(part) if key == name else content)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("count", [200, pytest.param(20_000, marks=pytest.mark.soak)])
def test_spoilt_workbooks_are_refused_or_read(count: int) -> None:
    rng = random.Random(2026)
    good = good_files()["main.xlsx"]
    outcomes = [refused(rng.choice([spoilt, spoilt_inside])(good, rng)) for _ in range(count)]
    assert any(outcomes)
