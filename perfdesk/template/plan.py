"""The plan: a template's declarations bound to the cells of its blank.

Every mark of the blank is looked up once here, and whatever does not fit is reported here, so that
later steps (laying out, editing, importing) can rely on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from perfdesk.errors import Problem
from perfdesk.template.grid import Grid, GridCell, marks, split_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfdesk.template.model import Table, Template

COMPUTED = ("year", "n")
"""Marks that the program fills in; besides these ``option.<key>``."""

UNIT_NAME = "unit_name"
"""The one editable mark that belongs to the dossier and not to a form."""


class CellPlan(Struct, frozen=True):
    """A cell of the blank and what stands in it.

    kind: ``label`` (printed text, perhaps with computed marks), ``field`` or ``column``.
    key: the field's or column's key; table: the table of a column.
    """

    cell: GridCell
    kind: Literal["label", "field", "column"]
    key: str = ""
    table: str = ""
    grows: bool = False
    """A label left of a repeating row's marks: it grows over the copies instead of repeating."""


class RowPlan(Struct, frozen=True):
    """A row of the blank: ``table`` is empty for a row that stands once.

    ``key`` holds the fixed group labels of the row, or its variant.
    """

    table: str = ""
    key: tuple[str, ...] = ()


class Region(Struct, frozen=True):
    """The rows of one table in the blank, and the rows of labels above them that head it."""

    table: str
    first: int
    last: int
    head: int

    @property
    def head_rows(self) -> range:
        """Rows that repeat on each following page of this table."""
        return range(self.head, self.first)


class Plan(Struct, frozen=True):
    """Everything that laying out needs to know of a template."""

    cells: tuple[CellPlan, ...]
    rows: tuple[RowPlan, ...]
    regions: tuple[Region, ...]
    signature_row: int
    """First row of the signature block; the number of rows where there is none."""

    def region_of(self, row: int) -> Region | None:
        """Return the table region that holds a row of the blank, or None."""
        return next((item for item in self.regions if item.first <= row <= item.last), None)

    def groups(self, table: str) -> tuple[tuple[str, ...], ...]:
        """Return the keys of a table's row patterns in the order of the blank, each once."""
        return tuple(dict.fromkeys(row.key for row in self.rows if row.table == table))


def make_plan(template: Template, grid: Grid, place: str) -> tuple[Plan, list[Problem]]:
    """Bind ``template`` to ``grid``; the problems say what does not fit (none: a good plan).

    Args:
        template: the declarations.
        grid: the blank.
        place: name of the blank's file, for the messages.
    """
    binder = _Binder(template, grid, place)
    return binder.bind(), binder.problems


class _Binder:
    """One run of :func:`make_plan`."""

    def __init__(self, template: Template, grid: Grid, place: str) -> None:
        self.template = template
        self.grid = grid
        self.place = place
        self.problems: list[Problem] = []
        self.used: set[str] = set()

    def bind(self) -> Plan:
        cells = [self._cell(cell) for cell in self.grid.cells]
        rows = self._rows(cells)
        cells = [self._growing(cell, cells, rows) for cell in cells]
        regions = tuple(self._regions(cells, rows))
        self._unused()
        signature = self._signature_row(cells)
        return Plan(tuple(cells), tuple(rows), regions, signature)

    def _problem(self, cell: GridCell | None, what: str, remedy: str) -> None:
        place = f"{self.place} {a1(cell.row, cell.col)}" if cell else self.place
        self.problems.append(Problem(place, what, remedy))

    def _cell(self, cell: GridCell) -> CellPlan:
        names = marks(cell.text)
        editable = []
        for name in names:
            if name in COMPUTED:
                continue
            if name.startswith("option."):
                if self.template.option(name.removeprefix("option.")) is None:
                    self._problem(
                        cell, f"没有声明的选项 {{{name}}}", "在 TOML 的 [[options]] 中声明它"
                    )
                continue
            editable.append(name)
        if len(editable) > 1:
            self._problem(
                cell,
                f"一个单元格里有多个填写标记：{'、'.join(editable)}",
                "每格只留一个填写标记，其余移到别的单元格",
            )
        return self._bound(cell, editable[0]) if editable else CellPlan(cell, "label")

    def _bound(self, cell: GridCell, name: str) -> CellPlan:
        if name == UNIT_NAME or self.template.field(name):
            self.used.add(name)
            return CellPlan(cell, "field", name)
        table_key, _, rest = name.partition(".")
        table = self.template.table(table_key)
        column = rest.rpartition(".")[2]
        if table is None or table.column(column) is None:
            known = "、".join(key for key in self._keys())
            self._problem(
                cell,
                f"没有声明的填写标记 {{{name}}}",
                f"改成已声明的名称（{known}）或在 TOML 中声明它",
            )
            return CellPlan(cell, "label")
        self.used.add(f"{table_key}.{column}")
        return CellPlan(cell, "column", column, table_key)

    def _keys(self) -> list[str]:
        """Keys of all fields and tables."""
        return [f.key for f in self.template.fields] + [t.key for t in self.template.tables]

    def _rows(self, cells: list[CellPlan]) -> list[RowPlan]:
        rows = [RowPlan()] * len(self.grid.heights_pt)
        for cell in cells:
            if not cell.table:
                continue
            row = cell.cell.row
            if rows[row].table and rows[row].table != cell.table:
                self._problem(
                    cell.cell,
                    f"同一行里有两个表的标记：{rows[row].table} 和 {cell.table}",
                    "一行只能属于一个重复表",
                )
            elif not rows[row].table:
                table = self.template.table(cell.table)
                rows[row] = RowPlan(cell.table, self._row_key(table, cell.cell) if table else ())
        return rows

    def _row_key(self, table: Table, cell: GridCell) -> tuple[str, ...]:
        if table.variant_by:
            name = next(n for n in marks(cell.text) if n.startswith(f"{table.key}."))
            variant = name.split(".")[1] if name.count(".") > 1 else ""
            if variant not in {item.key for item in table.variants}:
                self._problem(
                    cell,
                    f"标记 {{{name}}} 没有写明行的种类",
                    f"写成 {{{table.key}.种类.列}}： {_listed(v.key for v in table.variants)}",
                )
            return (variant,)
        if not table.group_by:
            return ()
        row_marks = [
            c
            for c in self.grid.cells
            if c.row == cell.row and any(m.startswith(table.key + ".") for m in marks(c.text))
        ]
        start = min(c.col for c in row_marks)
        labels = sorted(
            (
                c
                for c in self.grid.cells
                if c.row <= cell.row < c.row + c.rows
                and c.col < start
                and not marks(c.text)
                and plain(c.text)
                and c.bordered
            ),
            key=lambda c: c.col,
        )[-len(table.group_by) :]
        if len(labels) < len(table.group_by):
            self._problem(
                cell,
                f"这一行左边缺少固定的分组名称（{_listed(table.group_labels or table.group_by)}）",
                "在本行最左边的填写标记之前写上分组名称",
            )
        return tuple(plain(c.text) for c in labels)

    def _growing(self, cell: CellPlan, cells: list[CellPlan], rows: list[RowPlan]) -> CellPlan:
        own = cell.cell
        covered = range(own.row, own.row + own.rows)
        if cell.kind != "label" or not any(rows[r].table for r in covered):
            return cell
        if own.rows > 1:
            return CellPlan(own, cell.kind, cell.key, cell.table, grows=True)
        start = min(c.cell.col for c in cells if c.table and c.cell.row == own.row)
        return CellPlan(own, cell.kind, cell.key, cell.table, grows=own.col < start)

    def _regions(self, cells: list[CellPlan], rows: list[RowPlan]) -> Iterator[Region]:
        free = self._label_rows(cells)
        for table in self.template.tables:
            own = [i for i, row in enumerate(rows) if row.table == table.key]
            if not own:
                self._problem(
                    None,
                    f"空表里没有表 {table.key}（{table.label}）的行",
                    f"加一行 {{{table.key}.列名}} 标记",
                )
                continue
            if own[-1] - own[0] + 1 != len(own):
                self._problem(None, f"表 {table.key} 的各行不相连", "把同一个表的行放在一起")
            self._merges_inside(table, cells)
            head = own[0]
            while head > 0 and head - 1 in free:
                head -= 1
            yield Region(table.key, own[0], own[-1], head)

    def _merges_inside(self, table: Table, cells: list[CellPlan]) -> None:
        for cell in cells:
            if cell.table == table.key and cell.cell.rows > 1:
                self._problem(
                    cell.cell, "重复行里的填写单元格不能纵向合并", "取消这个单元格的纵向合并"
                )

    def _label_rows(self, cells: list[CellPlan]) -> set[int]:
        """Rows of the ruled table in which every cell is a printed text that starts there."""
        found = set()
        for row in range(len(self.grid.heights_pt)):
            starting = [c for c in cells if c.cell.row == row and c.cell.bordered]
            if starting and all(c.kind == "label" and plain(c.cell.text) for c in starting):
                found.add(row)
        return found

    def _unused(self) -> None:
        declared = [(item.key, item.label) for item in self.template.fields]
        for table in self.template.tables:
            declared += [(f"{table.key}.{column.key}", column.label) for column in table.columns]
        for key, label in declared:
            if key not in self.used:
                self._problem(
                    None,
                    f"空表里没有 {{{key}}}（{label}）的位置",
                    "在空表中加上这个标记，或在 TOML 中删去它",
                )

    def _signature_row(self, cells: list[CellPlan]) -> int:
        keys = self.template.signature_fields()
        return min(
            (c.cell.row for c in cells if c.key in keys and not c.table),
            default=len(self.grid.heights_pt),
        )


def _listed(names: Iterable[str]) -> str:
    return "、".join(names)


def plain(text: str) -> str:
    """Return a printed label without the blanks and line ends that only shape it."""
    return "".join(text.split())


def a1(row: int, col: int) -> str:
    """Return the spreadsheet name of a cell counted from 0, as ``B3``."""
    letters = ""
    col += 1
    while col:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def label_prefix(cell: CellPlan) -> tuple[str, str]:
    """Return the printed text before and after a value in its cell, computed marks still in it."""
    text = cell.cell.text
    if cell.kind == "label":
        return text, ""
    wanted = f"{cell.table}." if cell.table else cell.key
    for name in marks(text):
        if name == cell.key or (cell.table and name.startswith(wanted)):
            before, _, after = text.partition(f"{{{name}}}")
            return before, after
    mark = split_mark(text)
    return (mark.prefix, mark.suffix) if mark else (text, "")
