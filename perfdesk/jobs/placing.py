"""Where the rows of a pasted block go on a sheet.

A block may be bare values, or carry the labels of its form along: whole rows of an official form,
group labels with their merged cells, heads, even all of a sheet. Labels that are recognised lead
their row to its place; bare rows go one below the other. What fits nowhere is kept, to be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from perfdesk.jobs.rows import Key
from perfdesk.jobs.tabletext import Matrix
from perfdesk.layout.sheet import Sheet, SheetCell
from perfdesk.template.loader import LoadedTemplate
from perfdesk.template.model import Table
from perfdesk.template.plan import Region, plain
from perfdesk.values.numbers import parse_chinese


class Placed(Struct, frozen=True):
    """A row of the block and the row of the sheet that it goes to; ``extra``: a new one like it."""

    texts: Sequence[str]
    row: int
    extra: bool = False


class Board:
    """A sheet by its places. The unit's name counts as printed, unless one pastes right there."""

    def __init__(self, sheet: Sheet, start: SheetCell) -> None:
        self.rows = sheet.rows
        self.at: dict[tuple[int, int], SheetCell] = {}
        self.labels: dict[int, set[str]] = {}
        self.titles: set[str] = set()
        """Printed texts outside of the ruled table, without their digits (year, number)."""
        self._unit = start.path is not None and not start.path.form
        self._cols = range(len(sheet.columns_mm))
        for cell in sheet.cells:
            if cell.path is None:
                self.labels.setdefault(cell.col, set()).add(bare(cell.text))
                if not cell.ruled:
                    self.titles |= {_undated(cell.text)} - {""}
            for row in range(cell.row, cell.row + cell.rows):
                for col in range(cell.col, cell.col + cell.cols):
                    self.at[row, col] = cell

    def is_fill(self, cell: SheetCell) -> bool:
        """Tell whether a block may fill in a cell."""
        return cell.path is not None and (bool(cell.path.form) or self._unit)

    def says(self, cell: SheetCell, text: str) -> bool:
        """Tell whether a text is what is printed in a cell anyway."""
        if self.is_fill(cell) or not bare(text):
            return False
        inner = cell.text.removeprefix(cell.prefix).removesuffix(cell.suffix) if cell.path else ""
        return bare(text) in {bare(cell.text), bare(inner)}

    def cells(self, row: int) -> list[SheetCell]:
        """Return the cells of a row from left to right, those that reach into it included."""
        found = (self.at.get((row, col)) for col in self._cols)
        return [cell for cell, _ in groupby(cell for cell in found if cell is not None)]

    def fills(self, row: int, start: int = 0) -> list[SheetCell]:
        """Return the cells to fill in that begin in a row, from a column on."""
        own = (cell for cell in self.cells(row) if cell.row == row and cell.col >= start)
        return [cell for cell in own if self.is_fill(cell)]

    def last_row(self, table: str, key: Key | None = None) -> int:
        """Return the last printed row of a table, or of one of its groups."""
        own = (i for i, row in enumerate(self.rows) if row.table == table)
        return max(i for i in own if key is None or self.rows[i].key == key)


def _undated(text: str) -> str:
    return "".join(char for char in bare(text) if not char.isdecimal())


class Frame(Struct, frozen=True):
    """How the columns of a block lie on the sheet: its first one on ``left``."""

    left: int
    labelled: bool

    def lead(self, board: Board, row: int) -> int:
        """Return how many columns of the block are labels in a row of the sheet."""
        fills = board.fills(row, self.left)
        return fills[0].col - self.left if fills and self.labelled else 0


def bare(text: str) -> str:
    """Return what of a label counts: 经济效益指标 and 经济效益 are the same."""
    return plain(text).rstrip("：:").removesuffix("指标")


def find_frame(board: Board, start: SheetCell, block: Matrix) -> Frame | None:
    """Return how a block lies that is pasted at a cell; None where its row cannot be filled in."""
    fills = board.fills(start.row, 0 if board.rows[start.row].table else start.col)
    if not board.is_fill(start):
        known = board.labels.get(start.col, set()) - {""}
        if any(bare(texts[0]) in known for texts in block):
            return Frame(start.col, labelled=True)
        fills = [cell for cell in fills if cell.col >= start.col]
    if not fills:
        return None
    for cell in board.cells(start.row):
        lead = fills[0].col - cell.col
        if cell.path is None and lead > 0 and _carries(board, cell, block, lead):
            return Frame(cell.col, labelled=True)
    left = start if board.is_fill(start) else fills[0]
    return Frame(left.col, labelled=False)


def _carries(board: Board, label: SheetCell, block: Matrix, lead: int) -> bool:
    """Tell whether a block begins with the labels that stand left of the place of pasting."""
    if not board.rows[label.row].table and label.rows == 1:
        return bare(block[0][0]) == bare(label.text) != ""
    columns = [{bare(texts[i]) for texts in block} - {""} for i in range(min(lead, len(block[0])))]
    known = [board.labels.get(label.col + i, set()) for i in range(lead)]
    fits = all(own <= labels for own, labels in zip(columns, known, strict=False))
    return len(block[0]) > lead and bool(columns[0]) and fits


class Placer:
    """Gives each row of one block its place."""

    def __init__(
        self, board: Board, loaded: LoadedTemplate, start: SheetCell, frame: Frame
    ) -> None:
        self.homeless: list[Sequence[str]] = []
        """Rows of the block for which there is no place."""
        self._board = board
        self._frame = frame
        self._loaded = loaded
        self._column = start.col if board.is_fill(start) else frame.left
        self._next = start.row
        self._region = board.rows[start.row].table
        self._key = board.rows[start.row].key
        # In its own group, a block begins where it is pasted.
        above = (i for i in range(start.row) if board.rows[i].key == self._key)
        self._used = set(above) if self._region else set()
        self._kinds: dict[str, Key] = {}

    def place(self, block: Matrix) -> Iterator[Placed]:
        """Yield the rows of a block that have a place; heads and rows of labels alone need none."""
        for texts in block:
            if any(texts):
                yield from self._place(texts)
            elif not self._frame.labelled and (row := self._below()) is not None:
                self._next = row + 1
                yield Placed(texts, row)

    def _place(self, texts: Sequence[str]) -> Iterator[Placed]:
        row = self._named(texts)
        if row is not None:
            self._go_to(row)
            if not self._only_labels(texts, row):
                yield Placed(texts, row)
        elif self._is_head(texts) or self._is_title(texts):
            return
        elif self._is_routed():
            yield from self._route(texts)
        else:
            yield from self._overlay(texts)

    # --- rows that name their place ---

    def _named(self, texts: Sequence[str]) -> int | None:
        """Return the next row outside of tables that begins with the label the texts begin with."""
        first = next(i for i, text in enumerate(texts) if text)
        col = self._frame.left + first
        for row in range(self._next, len(self._board.rows)):
            cell = self._board.at.get((row, col))
            starts = cell is not None and (cell.row, cell.col) == (row, col)
            if cell is None or not starts or self._board.rows[row].table:
                continue
            prefixed = self._board.is_fill(cell) and bool(cell.prefix)
            if self._board.says(cell, texts[first]) or (
                prefixed and texts[first].startswith(cell.prefix)
            ):
                return row
        return None

    def _go_to(self, row: int) -> None:
        """Go on below a row; below the heads of a table, with its first row."""
        rows = self._board.rows
        heads = (item for item in self._regions if rows[row].source in item.head_rows)
        table = next((item.table for item in heads), "")
        own = (i for i in range(row + 1, len(rows)) if rows[i].table == table)
        self._next = next(own, row + 1) if table else row + 1
        self._region = table
        self._key = rows[self._next].key if table else ()

    def _only_labels(self, texts: Sequence[str], row: int) -> bool:
        cells = self._board.cells(row)
        return all(any(self._board.says(cell, t) for cell in cells) for t in texts if t)

    def _is_title(self, texts: Sequence[str]) -> bool:
        return all(_undated(text) in self._board.titles for text in texts if text)

    def _is_head(self, texts: Sequence[str]) -> bool:
        """Tell whether the texts are the heads of the columns that they would come to stand in."""
        region = next((item for item in self._regions if item.table == self._region), None)
        if region is None:
            return False
        board, left = self._board, self._frame.left
        model = board.last_row(region.table)
        fields = [cell.field for cell in board.fills(model, left)]
        names = [""] * self._frame.lead(board, model)
        names += [bare(field.label) if field else "" for field in fields]
        heads = [i for i, row in enumerate(board.rows) if row.source in region.head_rows]
        for i, text in enumerate(texts):
            above = {bare(cell.text) for r in heads if (cell := board.at.get((r, left + i)))}
            if text and bare(text) not in above | set(names[i : i + 1]):
                return False
        return True

    # --- rows of a table that name their group ---

    def _is_routed(self) -> bool:
        table = self._table
        return table is not None and bool(table.group_by) and self._frame.labelled

    def _route(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Put a row into the group that it names, or into that of the row before it."""
        board, frame = self._board, self._frame
        model = board.last_row(self._region)
        lead = frame.lead(board, model)
        labels = [bare(text) for text in texts[:lead]]
        known = all(t in board.labels.get(frame.left + i, ()) for i, t in enumerate(labels) if t)
        key = self._group(labels, model) if known else None
        if key is None:
            self.homeless.append(texts)
            return
        self._key = key
        if not any(texts[lead:]):
            return
        own = (i for i, r in enumerate(board.rows) if r.table == self._region and r.key == key)
        free = next((i for i in own if i not in self._used), None)
        if free is None:
            yield Placed(texts, board.last_row(self._region, key), extra=True)
        else:
            self._used.add(free)
            yield Placed(texts, free)

    def _group(self, given: Sequence[str], model: int) -> Key | None:
        """Return the group that labels name; those left out are the ones of the row above."""
        table = self._table
        levels = len(table.group_by) if table else 0
        cells = [cell for cell in self._board.cells(model) if cell.path is None and cell.text]
        places = [cell.col - self._frame.left for cell in cells][-levels:]
        parts = [given[i] if 0 <= i < len(given) else "" for i in places]
        if not any(parts):
            return self._key
        fitting = [
            key
            for key in self._loaded.plan.groups(self._region)
            if all(not part or part == bare(name) for part, name in zip(parts, key, strict=False))
        ]
        near = [key for key in fitting if not parts[0] and key[:1] == self._key[:1]]
        return next(iter(near or fitting), None)

    # --- bare rows ---

    def _overlay(self, texts: Sequence[str]) -> Iterator[Placed]:
        """Put a row into the next one, or into a new one at the end of its table."""
        row = self._below()
        target = row if row is not None else self._model(texts)
        if target is None or not self._leads_fit(texts, target):
            self.homeless.append(texts)
            return
        if row is not None:
            self._next = row + 1
            self._kinds.setdefault(_numbering(texts[0]), self._board.rows[row].key)
        yield Placed(texts, target, extra=row is None)

    def _model(self, texts: Sequence[str]) -> int | None:
        """Return the row that a new one is like: of kinds, the last that is numbered like it."""
        table = self._table
        if table is None:
            return None
        key = self._kinds.get(_numbering(texts[0])) if table.variant_by else None
        levels: dict[Key, int] = {(kind.key,): kind.level for kind in table.variants}
        return self._board.last_row(table.key, key if key and levels.get(key) else None)

    def _below(self) -> int | None:
        """Return the next row to fill in, in the table where we are, or before the next one."""
        for row in range(self._next, len(self._board.rows)):
            if self._board.rows[row].table != self._region:
                return None
            fills = self._board.fills(row, self._column)
            if fills and (self._frame.labelled or fills[0].col == self._column):
                return row
        return None

    def _leads_fit(self, texts: Sequence[str], row: int) -> bool:
        for i, text in enumerate(texts[: self._frame.lead(self._board, row)]):
            cell = self._board.at.get((row, self._frame.left + i))
            if text and (cell is None or not self._board.says(cell, text)):
                return False
        return True

    @property
    def _table(self) -> Table | None:
        return self._loaded.template.table(self._region) if self._region else None

    @property
    def _regions(self) -> Sequence[Region]:
        return self._loaded.plan.regions


def _numbering(text: str) -> str:
    """Return how a row is numbered: in Chinese (一), in digits (1), or not at all."""
    number = text.strip("（）()、.．")
    if parse_chinese(number) is not None:
        return "chinese"
    return "digits" if number.isdecimal() else ""


class Mapper:
    """Lays the texts of placed rows on the cells of their rows.

    A block copied from such a form has the same columns, merged ones included; any other has one
    column for each cell. Which it is, is decided for all rows of a table together.
    """

    def __init__(self, board: Board, frame: Frame) -> None:
        self.left_over: list[str] = []
        """Texts for which there is no cell."""
        self._board = board
        self._frame = frame

    def lay(self, rows: Sequence[Placed]) -> Iterator[tuple[Placed, list[tuple[SheetCell, str]]]]:
        """Yield each row with its cells and their texts."""
        same: dict[str, list[Placed]] = {}
        for row in rows:
            place = self._board.rows[row.row].table or f"row {row.row}"
            same.setdefault(place, []).append(row)
        by_column = {place: self._lie_by_column(own) for place, own in same.items()}
        for row in rows:
            place = self._board.rows[row.row].table or f"row {row.row}"
            lay = self._by_column if by_column[place] else self._one_by_one
            yield row, list(lay(row))

    def _lie_by_column(self, rows: Sequence[Placed]) -> bool:
        fills = self._board.fills(rows[0].row, self._frame.left)
        if self._board.rows[rows[0].row].table and fills:
            span = fills[-1].col + fills[-1].cols - fills[0].col
            width = len(rows[0].texts) - self._frame.lead(self._board, rows[0].row)
            if width == len(fills) != span:
                return False
        return all(map(self._fits, rows))

    def _fits(self, placed: Placed) -> bool:
        lead = self._frame.lead(self._board, placed.row)
        for i, text in enumerate(placed.texts):
            cell = self._board.at.get((placed.row, self._frame.left + i))
            if not text or i < lead or cell is None:
                continue
            starts = (cell.row, cell.col) == (placed.row, self._frame.left + i)
            if not starts or not (cell.path or self._board.says(cell, text)):
                return False
        return True

    def _by_column(self, placed: Placed) -> Iterator[tuple[SheetCell, str]]:
        lead = self._frame.lead(self._board, placed.row)
        for i, text in enumerate(placed.texts):
            cell = self._board.at.get((placed.row, self._frame.left + i))
            starts = cell is not None and (cell.row, cell.col) == (placed.row, self._frame.left + i)
            if cell is not None and starts and self._board.is_fill(cell):
                yield cell, text
            elif text and i >= lead and not (cell and self._board.says(cell, text)):
                self.left_over.append(text)

    def _one_by_one(self, placed: Placed) -> Iterator[tuple[SheetCell, str]]:
        board, texts = self._board, list(placed.texts)
        fills = board.fills(placed.row, self._frame.left)
        first = fills[0].col if fills else self._frame.left
        cells = [cell for cell in board.cells(placed.row) if cell.col >= self._frame.left]
        if self._frame.labelled:
            del texts[: sum(cell.col < first for cell in cells)]
        for cell in cells:
            if cell.col < first or not texts:
                continue
            if board.is_fill(cell) and cell.row == placed.row:
                yield cell, texts.pop(0)
            elif board.says(cell, texts[0]):
                texts.pop(0)
        self.left_over += (text for text in texts if text)
