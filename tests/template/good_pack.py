"""A small pack in which everything occurs once; its blank workbooks are made here."""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from perfdesk.template.blank import read_blank
from perfdesk.template.loader import Pack, load_pack, write_grid
from perfdesk.template.plan import a1

GOOD = Path(__file__).parent / "good"

# One row a line; "<" and "^" continue the cell to the left and above.
MAIN = """
{year}年试验表 | < | < | <
填报单位：{unit_name} | < | 单位：万元 | <
名称 | {name} | < | <
{option.amount_label} | {budget.total} | 其中 | {budget.part}
年度任务 | 任务名称 | 内容 | <
^ | {tasks.name} | {tasks.content} | <
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | {indicators.level3} | {indicators.value}
^ | 质量指标 | {indicators.level3} | {indicators.value}
成本指标 | 经济成本 | {indicators.level3} | {indicators.value}
填表人：{signature.filler} | < | < | <
"""
SUMMARY = """
试验汇总表 {n} | <
序号 | 金额
{items.total.no} | {items.total.amount}
{items.special.no} | {items.special.amount}
"""
UNRULED = {"main": (0, 1, 10), "summary": (0,)}


def workbook(sketch: str, unruled: tuple[int, ...] = ()) -> bytes:
    """The workbook that a sketch shows; its rows are ruled but for ``unruled``."""
    rows = [[cell.strip() for cell in line.split("|")] for line in sketch.strip().splitlines()]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    line = Side(style="thin")
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = sheet.cell(r + 1, c + 1)
            cell.value = None if text in {"", "<", "^"} else text
            if r not in unruled:
                cell.border = Border(left=line, right=line, top=line, bottom=line)
    for block in blocks(rows):
        sheet.merge_cells(block)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def blocks(rows: list[list[str]]) -> Iterator[str]:
    """The merged blocks of a sketch, as ``A1:C2``."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in {"<", "^"}:
                continue
            cols = len(list(takewhile("<".__eq__, row[c + 1 :])))
            down = len(list(takewhile("^".__eq__, (below[c] for below in rows[r + 1 :]))))
            if cols or down:
                yield f"{a1(r, c)}:{a1(r + down, c + cols)}"


def with_grid(key: str, book: bytes) -> dict[str, bytes]:
    """A blank and the grid read from it, as the files of a pack."""
    return {f"{key}.xlsx": book, f"{key}.grid.json": write_grid(read_blank(book, f"{key}.xlsx"))}


@cache
def _files() -> Mapping[str, bytes]:
    files = {path.name: path.read_bytes() for path in sorted(GOOD.glob("*.toml"))}
    files |= with_grid("main", workbook(MAIN, UNRULED["main"]))
    return files | with_grid("summary", workbook(SUMMARY, UNRULED["summary"]))


def good_files() -> dict[str, bytes]:
    """The files of the pack by name; the caller may change them."""
    return dict(_files())


@cache
def good_pack() -> Pack:
    return load_pack(good_files(), "good")


def write_pack(folder: Path, files: Mapping[str, bytes] | None = None) -> Path:
    """Write the pack to ``folder / "good"`` and return that."""
    home = folder / "good"
    home.mkdir(parents=True)
    for name, data in (good_files() if files is None else files).items():
        (home / name).write_bytes(data)
    return home
