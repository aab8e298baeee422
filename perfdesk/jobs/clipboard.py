"""Copy, paste and fill down: blocks of cells from and to spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from perfdesk.dossier.edits import Edit, SetValue, together
from perfdesk.dossier.state import Dossier, Form, Path, raw_value
from perfdesk.jobs.entry import Step, cell_label, is_unrecorded, type_into
from perfdesk.jobs.placing import Board, Mapper, Placer, find_frame
from perfdesk.jobs.rows import Key, TableRows, Texts, fill_rows, table_rows
from perfdesk.jobs.tabletext import HtmlCell, Matrix, parse_clipboard, to_html, to_tsv
from perfdesk.layout.sheet import Sheet, SheetCell
from perfdesk.template.loader import LoadedTemplate
from perfdesk.values.numbers import parse_decimal

__all__ = ["Block", "PasteResult", "copy_block", "fill_down", "parse_clipboard", "paste"]

_SHOWN, _SHOWN_LENGTH = 3, 16
"""How many texts a message quotes, and how much of each."""


class Block(NamedTuple):
    """A rectangle of places on a sheet; all four are within it."""

    top: int
    left: int
    bottom: int
    right: int


class PasteResult(Struct, frozen=True):
    """What pasting does: its edit (None: nothing changes) and name, and what found no place."""

    edit: Edit | None
    label: str
    unplaced: tuple[str, ...] = ()


# ---- copy ----


def copy_block(dossier: Dossier, sheet: Sheet, block: Block) -> tuple[str, str]:
    """Return a block as plain text and as HTML: values as typed, labels as printed.

    Of several cells, one with a label of its own (填表人：) is copied with it, as spreadsheets do.
    A single cell is just its text, however many columns it has.
    """
    grid = dict(_in_block(dossier, sheet, block))
    places = [
        [(row, col) for col in range(block.left, block.right + 1)]
        for row in range(block.top, block.bottom + 1)
    ]
    if len(grid) == 1:
        places = [[next(iter(grid))]]
    covered = {
        (row, col)
        for (top, left), cell in grid.items()
        for row in range(top, top + cell.rows)
        for col in range(left, left + cell.cols)
        if (row, col) != (top, left)
    }
    texts = [[grid.get(place, _NOTHING).text for place in row] for row in places]
    table = [[grid.get(place, _NOTHING) for place in row if place not in covered] for row in places]
    return to_tsv(texts), to_html(table)


_NOTHING = HtmlCell("")


def _in_block(
    dossier: Dossier, sheet: Sheet, block: Block
) -> Iterator[tuple[tuple[int, int], HtmlCell]]:
    height, width = block.bottom + 1 - block.top, block.right + 1 - block.left
    for cell in sheet.cells:
        top, left = max(cell.row, block.top), max(cell.col, block.left)
        rows = min(cell.row + cell.rows, block.bottom + 1) - top
        cols = min(cell.col + cell.cols, block.right + 1) - left
        if rows <= 0 or cols <= 0:
            continue
        text, alone = _raw(dossier, cell), (rows, cols) == (height, width)
        labelled = cell.path is not None and not alone and bool(cell.prefix + cell.suffix)
        number = cell.path is not None and not labelled and parse_decimal(text) is not None
        if labelled:
            text = cell.prefix + text + cell.suffix
        size = (1, 1) if alone else (rows, cols)
        yield (top, left), HtmlCell(text, *size, number)


def _raw(dossier: Dossier, cell: SheetCell) -> str:
    if cell.path is None:
        return cell.text
    return "" if is_unrecorded(cell.path) else raw_value(dossier, cell.path)


# ---- paste ----


def paste(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    sheet: Sheet,
    row: int,
    col: int,
    matrix: Matrix,
) -> PasteResult:
    """Return what pasting a block of texts at a row and column of a sheet does.

    Its columns go to the cells to fill in, labels left out; its rows one below the other, or where
    the labels that it carries say. A block higher than its table adds records. Lines of a running
    text that is pasted at a long text are one text.
    """
    start = next((cell for cell in sheet.cells if _covers(cell, (row, col))), None)
    block = [list(texts) for texts in matrix]
    if not any(any(texts) for texts in block):
        return PasteResult(None, _PASTE, ("剪贴板里没有可以粘贴的文字",))
    if start is None:
        return PasteResult(None, _PASTE, (_NO_CELL,))
    if len(block[0]) == 1 and (len(block) == 1 or _takes_all_lines(start)):
        text = "\n".join(texts[0] for texts in block)
        return _paste_text(dossier, form, loaded, sheet, start, text)
    return _paste_block(dossier, form, loaded, sheet, start, block)


_PASTE = "粘贴"
_NO_CELL = "光标所在的地方没有可以填写的格"


def _covers(cell: SheetCell, place: tuple[int, int]) -> bool:
    row, col = place
    return 0 <= row - cell.row < cell.rows and 0 <= col - cell.col < cell.cols


def _takes_all_lines(cell: SheetCell) -> bool:
    path, field = cell.path, cell.field
    return path is not None and not path.column and field is not None and field.type == "long_text"


def _paste_text(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    sheet: Sheet,
    cell: SheetCell,
    text: str,
) -> PasteResult:
    if cell.path is None:
        return PasteResult(None, _PASTE, (f"{_NO_CELL}：{_quoted([text])}",))
    step = type_into(dossier, form, loaded, cell, sheet.rows[cell.row], _unprefixed(cell, text))
    return PasteResult(step[0] if step else None, f"{_PASTE}“{cell_label(cell)}”")


def _paste_block(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    sheet: Sheet,
    start: SheetCell,
    block: Matrix,
) -> PasteResult:
    board = Board(sheet, start)
    frame = find_frame(board, start, block)
    if frame is None:
        texts = [text for texts in block for text in texts if text]
        return PasteResult(None, _PASTE, (f"{_NO_CELL}：{_quoted(texts)}",))
    placer, mapper = Placer(board, loaded, start, frame), Mapper(board, frame)
    placed = list(placer.place(block))
    entries = Entries(dossier, form, loaded, sheet)
    for row, own in mapper.lay(placed):
        if row.extra:
            entries.add_row(row.row, own)
        else:
            entries.set_all(own)
    count = len(placed)
    label = f"{_PASTE} {count} 行" if count > 1 else _PASTE
    return PasteResult(entries.edit(), label, tuple(_unplaced(placer, mapper)))


def _unplaced(placer: Placer, mapper: Mapper) -> Iterator[str]:
    rows = [[text for text in texts if text] for texts in placer.homeless]
    if rows:
        yield f"有 {len(rows)} 行没有可以放的地方：{_quoted([texts[0] for texts in rows])}"
    if mapper.left_over:
        count = len(mapper.left_over)
        yield f"有 {count} 格没有对应的可填的列：{_quoted(mapper.left_over)}"


def _quoted(texts: Sequence[str]) -> str:
    short = [" ".join(text.split()) for text in texts[:_SHOWN]]
    cut = [t if len(t) <= _SHOWN_LENGTH else f"{t[:_SHOWN_LENGTH]}…" for t in short]
    return "、".join(f"“{text}”" for text in cut) + (" 等" if len(texts) > _SHOWN else "")


def _unprefixed(cell: SheetCell, text: str) -> str:
    """Return a text without what is printed around it in its cell anyway (资金总额：…)."""
    if cell.prefix and text.startswith(cell.prefix):
        return text.removeprefix(cell.prefix).removesuffix(cell.suffix)
    return text


# ---- fill down ----


def fill_down(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, sheet: Sheet, block: Block
) -> Step | None:
    """Return the step that puts the topmost value of each column of a block into those below.

    In a block of one row, the value above it is taken. None where nothing changes.
    """
    columns: dict[int, list[SheetCell]] = {}
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.col)):
        rows = block.top <= cell.row <= block.bottom
        if rows and block.left <= cell.col <= block.right and cell.path is not None:
            columns.setdefault(cell.col, []).append(cell)
    entries = Entries(dossier, form, loaded, sheet)
    for cells in columns.values():
        source = cells.pop(0) if len(cells) > 1 else _above(sheet, cells[0])
        if source is not None:
            text = _raw(dossier, source)
            entries.set_all((cell, text) for cell in cells)
    edit = entries.edit()
    return (edit, "向下填充") if edit is not None else None


def _above(sheet: Sheet, cell: SheetCell) -> SheetCell | None:
    above = (other for other in sheet.cells if _covers(other, (cell.row - 1, cell.col)))
    found = next(above, None)
    same = found is not None and sheet.rows[found.row].table == sheet.rows[cell.row].table
    return found if found is not None and found.path is not None and same else None


# ---- texts for many cells ----


class Entries:
    """Texts for cells of one form, gathered to become one edit."""

    def __init__(self, dossier: Dossier, form: Form, loaded: LoadedTemplate, sheet: Sheet) -> None:
        self._dossier = dossier
        self._form = form
        self._loaded = loaded
        self._sheet = sheet
        self._values: dict[Path, str] = {}
        self._rows: dict[str, dict[int, dict[str, str]]] = {}
        self._extra: dict[str, list[tuple[Key, Texts]]] = {}

    def set_all(self, entries: Iterable[tuple[SheetCell, str]]) -> None:
        """Put texts into cells."""
        for cell, text in entries:
            if cell.path is None:
                continue
            raw = _unprefixed(cell, text)
            if cell.path.column:
                own = self._rows.setdefault(cell.path.field, {}).setdefault(cell.row, {})
                own[cell.path.column] = raw
            else:
                self._values[cell.path] = raw

    def add_row(self, model: int, entries: Iterable[tuple[SheetCell, str]]) -> None:
        """Put texts into a new row like ``model``, at the end of its group."""
        row = self._sheet.rows[model]
        texts = {cell.path.column: text for cell, text in entries if cell.path}
        if any(texts.values()):
            self._extra.setdefault(row.table, []).append((row.key, texts))

    def edit(self) -> Edit | None:
        """Return the edit of all of them, None where nothing changes."""
        edits: list[Edit] = [
            SetValue(path, raw)
            for path, raw in self._values.items()
            if raw != raw_value(self._dossier, path)
        ]
        for table in dict.fromkeys((*self._rows, *self._extra)):
            at = table_rows(self._form, self._loaded, self._sheet.rows, table)
            if at is not None:
                edits += self._row_edits(at)
        if not edits:
            return None
        return edits[0] if len(edits) == 1 else together(edits)

    def _row_edits(self, at: TableRows) -> list[Edit]:
        key = at.table.key
        first = next(i for i, row in enumerate(self._sheet.rows) if row.table == key)
        texts = {row - first: own for row, own in self._rows.get(key, {}).items()}
        return fill_rows(at, texts, self._extra.get(key, ()))
