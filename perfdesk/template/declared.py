"""Whether the declarations of a template, and its grid, make sense each for itself.

Whether they fit each other is seen when the plan is made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from perfdesk.errors import Problem
from perfdesk.template.grid import Grid
from perfdesk.template.model import Field, Option, Table, Template
from perfdesk.template.plan import COMPUTED, UNIT_NAME, Plan

MAX_ROWS, MAX_COLS, MAX_CELLS = 1000, 100, 4000
"""No blank is larger; a damaged file may say anything."""

MAX_INITIAL = 100

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def template_problems(template: Template, place: str) -> Iterator[Problem]:
    """Yield what is wrong with the declarations of a template by themselves."""
    for what, remedy in _complaints(template):
        yield Problem(place, what, remedy)


def grid_problems(grid: Grid, place: str) -> Iterator[Problem]:
    """Yield what no blank can look like; such a grid must not be used any further."""
    rows, cols = len(grid.heights_pt), len(grid.columns_mm)
    remedy = "运行 perfdesk packs --refresh 文件夹"
    if rows > MAX_ROWS or cols > MAX_COLS or len(grid.cells) > MAX_CELLS:
        size = f"{rows} 行 {cols} 列 {len(grid.cells)} 格"
        yield Problem(place, f"版面过大（{size}）", remedy)
        return
    taken: set[tuple[int, int]] = set()
    for cell in grid.cells:
        inside = 0 <= cell.row < rows and 0 <= cell.col < cols and cell.rows > 0 and cell.cols > 0
        if not inside or cell.row + cell.rows > rows or cell.col + cell.cols > cols:
            yield Problem(place, f"单元格（行 {cell.row}，列 {cell.col}）超出版面", remedy)
            return
        covered = {
            (row, col)
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        }
        if taken & covered or not 0 <= cell.style < len(grid.styles):
            yield Problem(place, f"单元格（行 {cell.row}，列 {cell.col}）重叠或没有样式", remedy)
            return
        taken |= covered


def option_problems(template: Template, plan: Plan, place: str) -> Iterator[Problem]:
    """Yield orders of bands that are not the bands of the blank."""
    for option in template.options:
        bands = {key[0] for key in plan.groups(option.table) if key} if option.table else set()
        for choice in option.choices:
            if choice.order and bands and sorted(choice.order) != sorted(bands):
                yield Problem(
                    place,
                    f"选项 {option.key}.{choice.key} 的 order 与空表的分组不一致",
                    f"写全空表中的分组：{'、'.join(sorted(bands))}",
                )


Complaints = Iterator[tuple[str, str]]


def _complaints(template: Template) -> Complaints:
    yield from _names(template)
    if template.name_field and template.field(template.name_field) is None:
        yield f"name_field 指的 {template.name_field} 没有声明", "改成已声明的字段"
    if not 0 <= template.initial <= MAX_INITIAL:
        yield f"initial 是 {template.initial}", f"改成 0 到 {MAX_INITIAL} 的整数"
    for field in template.fields:
        yield from _field(field, field.key)
    for table in template.tables:
        yield from _table(table)
    for option in template.options:
        yield from _option(template, option)


def _names(template: Template) -> Complaints:
    fields = [field.key for field in template.fields]
    tables = [table.key for table in template.tables]
    for key in _doubled([*fields, *tables]):
        yield f"{key} 声明了两次", "删去其中一个"
    for key in (*fields, *tables):
        if not all(_NAME.fullmatch(part) for part in key.split(".")):
            yield f"名称 {key!a} 不合写法", "用英文字母、数字和下划线，分组用点隔开"
        if key in COMPUTED or key == UNIT_NAME:
            yield f"{key} 由程序填写，不能声明", "换一个名称，或删去它"
        if any(other.startswith(f"{key}.") for other in (*fields, *tables)):
            yield f"{key} 既是一项又是一组", "给其中一个换名称"


def _field(field: Field, name: str) -> Complaints:
    if field.type in {"choice", "ticks"} and not field.choices:
        yield f"{name} 要从选项中选，但没有 choices", "写出 choices"


def _table(table: Table) -> Complaints:
    if not _NAME.fullmatch(table.key):
        yield f"表名 {table.key!a} 不能带点", "用英文字母、数字和下划线"
    columns = [column.key for column in table.columns]
    for key in _doubled([*columns, *table.fixed_keys]):
        yield f"{table.key}.{key} 声明了两次", "删去其中一个"
    for column in table.columns:
        if not _NAME.fullmatch(column.key):
            yield f"列名 {table.key}.{column.key!a} 不合写法", "用英文字母、数字和下划线"
        yield from _field(column, f"{table.key}.{column.key}")
    if table.group_by and table.variant_by:
        yield f"表 {table.key} 同时有 group_by 和 variant_by", "只留一个"
    if table.group_labels and len(table.group_labels) != len(table.group_by):
        yield f"表 {table.key} 的 group_labels 与 group_by 个数不同", "一一对应地写出"
    if bool(table.variant_by) != bool(table.variants):
        yield f"表 {table.key} 的 variant_by 和 variants 缺了一个", "两项都写，或都不写"
    for key in _doubled([variant.key for variant in table.variants]):
        yield f"表 {table.key} 的种类 {key} 声明了两次", "删去其中一个"


def _option(template: Template, option: Option) -> Complaints:
    if not option.choices:
        yield f"选项 {option.key} 没有 choices", "至少写一个，第一个是官方表样的写法"
    for key in _doubled([choice.key for choice in option.choices]):
        yield f"选项 {option.key} 的 {key} 声明了两次", "删去其中一个"
    if option.table and template.table(option.table) is None:
        yield f"选项 {option.key} 指的表 {option.table} 没有声明", "改成已声明的表"
    if sum(other.key == option.key for other in template.options) > 1:
        yield f"选项 {option.key} 声明了两次", "删去其中一个"


def _doubled(keys: list[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]
