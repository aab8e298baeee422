"""A sheet as the editor shows it: one endless page, cell by cell, mended in place while one types.

Boxes, lines and text are those of the printed page; only page breaks are left out.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from perfdesk.layout.measure import CellText, Measured, cell_text, measure, row_heights
from perfdesk.layout.strokes import Box, Rule, Run, frame_rules, text_runs
from perfdesk.values.money import for_screen

if TYPE_CHECKING:
    from perfdesk.dossier.state import Path
    from perfdesk.layout.sheet import Sheet, SheetCell


class Screen:
    """The cells of one sheet with their boxes and runs, in points from its top left corner."""

    def __init__(self, sheet: Sheet) -> None:
        self._become(measure(sheet))
        self.cells = list(sheet.cells)
        self.by_path: dict[Path, list[int]] = {}
        self.at: dict[tuple[int, int], int] = {}
        for i, cell in enumerate(sheet.cells):
            if cell.path is not None and (cell.path.record or not cell.path.column):
                self.by_path.setdefault(cell.path, []).append(i)
            for row in range(cell.row, cell.row + cell.rows):
                for col in range(cell.col, cell.col + cell.cols):
                    self.at[row, col] = i

    def _become(self, measured: Measured) -> None:
        self.measured = measured
        self.texts = list(measured.texts)
        self.tops = [0.0, *accumulate(measured.heights)]
        self._runs: dict[int, tuple[Run, ...]] = {}
        self._rules: tuple[Rule, ...] | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet as it was composed."""
        return self.measured.sheet

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the whole sheet."""
        return self.measured.lefts[-1], self.tops[-1]

    def box(self, index: int) -> Box:
        """Return the box of a cell."""
        cell, lefts = self.cells[index], self.measured.lefts
        return (
            lefts[cell.col],
            self.tops[cell.row],
            lefts[cell.col + cell.cols],
            self.tops[cell.row + cell.rows],
        )

    def runs(self, index: int) -> tuple[Run, ...]:
        """Return the text of a cell, kept until it changes."""
        found = self._runs.get(index)
        if found is None:
            cell, text = self._shown(index)
            lines = (0, len(text.lines))
            found = tuple(text_runs(cell, text, lines, self.box(index)))
            self._runs[index] = found
        return found

    def _shown(self, index: int) -> tuple[SheetCell, CellText]:
        """Return a cell as the screen shows it: money with thousands, where there is room."""
        cell, text = self.cells[index], self.texts[index]
        if cell.field is None or cell.field.type != "money" or len(text.lines) != 1:
            return cell, text
        typed = cell.text[len(cell.prefix) : len(cell.text) - len(cell.suffix)]
        with_thousands = cell.prefix + for_screen(typed) + cell.suffix
        if with_thousands == cell.text:
            return cell, text
        changed = msgspec.structs.replace(cell, text=with_thousands)
        broken = cell_text(changed, self.measured.lefts, self.sheet.padding)
        return (changed, broken) if len(broken.lines) == 1 else (cell, text)

    def rules(self) -> tuple[Rule, ...]:
        """Return all ruled lines."""
        if self._rules is None:
            boxes = ((self.box(i), cell.edges) for i, cell in enumerate(self.cells))
            self._rules = tuple(frame_rules(boxes))
        return self._rules

    def replace(self, index: int, cell: SheetCell) -> bool:
        """Put another text into a cell; return whether rows changed their height by it."""
        text = cell_text(cell, self.measured.lefts, self.sheet.padding)
        same = len(text.lines) == len(self.texts[index].lines)
        self.cells[index] = cell
        self.texts[index] = text
        self._runs.pop(index, None)
        if same:
            return False
        sheet = msgspec.structs.replace(self.sheet, cells=tuple(self.cells))
        texts = tuple(self.texts)
        heights = tuple(row_heights(sheet, texts))
        changed = heights != self.measured.heights
        if changed:
            self._become(Measured(sheet, texts, heights, self.measured.lefts))
        return changed
