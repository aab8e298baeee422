"""Where the rows of a pasted block go on a sheet.

A block may be bare values, or carry the labels of its form along: whole rows of an official form,
group labels with their merged cells, heads, even all of a sheet. Labels that are recognised lead
their row to its place; bare rows go one below the other. What fits nowhere is kept, to be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from perfdesk.jobs.rows import Key
from perfdesk.jobs.tabletext import Matrix
from perfdesk.layout.sheet import Sheet, SheetCell
from perfdesk.template.loader import LoadedTemplate
from perfdesk.template.model import Table
from perfdesk.template.plan import plain


class Placed(Struct, frozen=True):
    """A row of the block and the row of the sheet that it goes to; ``extra``: a new one like it."""

    texts: Sequence[str]
    row: int
    extra: bool = False


class Entry(Struct, frozen=True):
    """A text of the block and the cell that it goes to."""

    cell: SheetCell
    text: str


class Board:
    """A sheet by its places."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows = sheet.rows
        self.at: dict[tuple[int, int], SheetCell] = {}
        self.labels: dict[int, set[str]] = {}
        for cell in sheet.cells:
            if cell.path is None:
                self.labels.setdefault(cell.col, set()).add(bare(cell.text))
            for row in range(cell.row, cell.row + cell.rows):
                for col in range(cell.col, cell.col + cell.cols):
                    self.at[row, col] = cell
        self._cols = range(len(sheet.columns_mm))

    def cells(self, row: int) -> list[SheetCell]:
        """Return the cells of a row from left to right, those that reach into it included."""
        found = (self.at.get((row, col)) for col in self._cols)
        return list(dict.fromkeys(cell for cell in found if cell is not None))

    def fills(self, row: int, start: int = 0) -> list[SheetCell]:
        """Return the cells to fill in that begin in a row, from a column on."""
        own = (cell for cell in self.cells(row) if cell.row == row and cell.col >= start)
        return [cell for cell in own if cell.path is not None]

    def last_row(self, table: str, key: Key | None = None) -> int:
        """Return the last printed row of a table, or of one of its groups."""
        own = (i for i, row in enumerate(self.rows) if row.table == table)
        return max(i for i in own if key is None or self.rows[i].key == key)


class Frame(Struct, frozen=True):
    """How the columns of a block lie on the sheet: its first one on ``left``."""

    left: int
    labelled: bool

    def lead(self, board: Board, row: int) -> int:
        """Return how many columns of the block are labels in a row of the sheet."""
        fills = board.fills(row, self.left)
        return fills[0].col - self.left if fills and self.labelled else 0


def bare(text: str) -> str:
    """Return what of a label counts: 经济效益指标 and 经济效益 are the same, so is 合  计：."""
    return plain(text).rstrip("：:").removesuffix("指标")


def find_frame(board: Board, start: SheetCell, block: Matrix) -> Frame | None:
    """Return how a block lies that is pasted at a cell; None where its row cannot be filled in."""
    if start.path is None:
        known = board.labels.get(start.col, set()) - {""}
        if any(bare(texts[0]) in known for texts in block):
            return Frame(start.col, labelled=True)
        fills = board.fills(start.row, start.col)
        return Frame(fills[0].col, labelled=False) if fills else None
    fills = board.fills(start.row)
    for cell in board.cells(start.row):
        if cell.path is None and cell.col < start.col:
            in_table = bool(board.rows[start.row].table)
            first = fills[0].col if in_table else start.col
            if cell.col < first and _carries(board, cell, first, block, in_table=in_table):
                return Frame(cell.col, labelled=True)
    return Frame(start.col, labelled=False)


def _carries(
    board: Board, label: SheetCell, first: int, block: Matrix, *, in_table: bool
) -> bool:
    """Tell whether a block begins with the labels that stand left of the place of pasting."""
    if not in_table:
        return bare(block[0][0]) == bare(label.text) != ""
    lead = first - label.col
    if len(block[0]) <= lead:
        return False
    columns = [{bare(texts[i]) for texts in block} - {""} for i in range(lead)]
    known = [board.labels.get(label.col + i, set()) for i in range(lead)]
    return bool(columns[0]) and all(own <= all_ for own, all_ in zip(columns, known, strict=True))


class Placer:
    """Gives each row of one block its place."""

    def __init__(
        self, board: Board, loaded: LoadedTemplate, start: SheetCell, frame: Frame
    ) -> None:
        self.board = board
        self.frame = frame
        self.homeless: list[Sequence[str]] = []
        """Rows of the block for which there is no place."""
        self._loaded = loaded
        self._column = start.col if start.path is not None else frame.left
        self._next = start.row
        self._region = board.rows[start.row].table
        self._key = board.rows[start.row].key
        self._used: set[int] = set()

    def place(self, block: Matrix) -> Iterator[Placed]:
        """Yield the rows of a block that have a place; heads and rows of labels alone need none."""
        for texts in block:
            if any(texts):
                yield from self._place(texts)
            elif (row := self._below()) is not None and not self._is_routed():
                self._next = row + 1
                yield Placed(texts, row)

    def _place(self, texts: Sequence[str]) -> Iterator[Placed]:
        row = self._named(texts)
        if row is not None:
            self._go_to(row)
            if not self._only_labels(texts, row):
                yield Placed(texts, row)
        elif self._is_head(texts):
            return
        elif self._is_routed():
            yield from self._route(texts)
        else:
            yield from self._overlay(texts)

    # --- rows that name their place ---

    def _named(self, texts: Sequence[str]) -> int | None:
        """Return the next row outside of tables that begins with the label the texts begin with."""
        first = next(i for i, text in enumerate(texts) if text)
        place = self.frame.left + first
        for row in range(self._next, len(self.board.rows)):
            cell = self.board.at.get((row, place))
            if cell is None or self.board.rows[row].table or cell.path is not None:
                continue
            if (cell.row, cell.col) == (row, place) and bare(cell.text) == bare(texts[first]) != "":
                return row
        return None

    def _go_to(self, row: int) -> None:
        self._next = row + 1
        heads = not self.board.fills(row) and self._next < len(self.board.rows)
        self._region = self.board.rows[self._next].table if heads else ""
        self._key = self.board.rows[self._next].key if heads else ()

    def _only_labels(self, texts: Sequence[str], row: int) -> bool:
        own = {bare(cell.text) for cell in self.board.cells(row) if cell.path is None}
        return all(bare(text) in own for text in texts if text)

    def _is_head(self, texts: Sequence[str]) -> bool:
        """Tell whether the texts are the heads of the columns that they would come to stand in."""
        region = self._table_region()
        if region is None:
            return False
        rows = [i for i, row in enumerate(self.board.rows) if row.source in region.head_rows]
        heads = {bare(c.text) for row in rows for c in self.board.cells(row)}
        fields = [c.field for c in self.board.fills(self.board.last_row(region.table))]
        heads |= {bare(field.label) for field in fields if field}
        return all(bare(text) in heads for text in texts if text)

    # --- rows of a table that name their group ---

    def _is_routed(self) -> bool:
        table = self._table()
        return table is not None and bool(table.group_by) and self.frame.labelled

    def _route(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Put a row into the group that it names, or into that of the row before it."""
        table = self._table()
        model = self.board.last_row(self._region)
        lead = self.frame.lead(self.board, model)
        key = self._group(texts, table, model) if table else None
        if key is None:
            self.homeless.append(texts)
            return
        self._key = key
        if not any(texts[lead:]):
            return
        rows = self.board.rows
        own = (i for i, row in enumerate(rows) if row.table == self._region and row.key == key)
        free = next((i for i in own if i not in self._used), None)
        if free is None:
            yield Placed(texts, self.board.last_row(self._region, key), extra=True)
        else:
            self._used.add(free)
            yield Placed(texts, free)

    def _group(self, texts: Sequence[str], table: Table, model: int) -> Key | None:
        """Return the group that a row's labels name; labels left out are those of the row above."""
        labels = [c for c in self.board.cells(model) if c.path is None]
        places = [c.col - self.frame.left for c in labels][-len(table.group_by) :]
        given = [bare(texts[i]) if 0 <= i < len(texts) else "" for i in places]
        if not any(given):
            return self._key
        groups = self._loaded.plan.groups(table.key)
        fitting = [
            key
            for key in groups
            if all(not own or own == bare(k) for own, k in zip(given, key, strict=False))
        ]
        near = [key for key in fitting if key[:1] == self._key[:1]]
        return next(iter((near if not given[0] else []) or fitting), None)

    # --- bare rows ---

    def _overlay(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Put a row into the next one, or into a new one at the end of its table."""
        row = self._below()
        if row is not None:
            self._next = row + 1
        if row is None and self._region:
            row = self.board.last_row(self._region)
            extra = True
        else:
            extra = False
        if row is None or not self._leads_fit(texts, row):
            self.homeless.append(texts)
        else:
            yield Placed(texts, row, extra)

    def _below(self) -> int | None:
        """Return the next row that can be filled in below the last one, without leaving its table."""
        for row in range(self._next, len(self.board.rows)):
            if self.board.rows[row].table != self._region:
                return None if self._region or self.board.rows[row].table else self._free(row)
            if (found := self._free(row)) is not None:
                return found
        return None

    def _free(self, row: int) -> int | None:
        fills = self.board.fills(row, self._column)
        fits = bool(fills) and (self.frame.labelled or fills[0].col == self._column)
        return row if fits else None

    def _leads_fit(self, texts: Sequence[str], row: int) -> bool:
        for i in range(min(self.frame.lead(self.board, row), len(texts))):
            cell = self.board.at.get((row, self.frame.left + i))
            if texts[i] and (cell is None or bare(cell.text) != bare(texts[i])):
                return False
        return True

    # --- the table that we are in ---

    def _table(self) -> Table | None:
        return self._loaded.template.table(self._region) if self._region else None

    def _table_region(self):
        regions = self._loaded.plan.regions
        return next((item for item in regions if item.table == self._region), None)
