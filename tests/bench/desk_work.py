"""An edit and a switch of form in the program's own window, beside Qt's own, in one process.

``python -m tests.bench.desk_work FILE`` prints JSON: seconds of each round by case.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from perfdesk.desk.pane import LISTS_LATER_MS, Pane
from perfdesk.desk.program import Program
from perfdesk.layout.screen import Screen
from tests.bench.desk_window import COLUMNS, ROWS
from tests.bench.harness import ROUNDS

EDITS, SWITCHES = 5, 10
"""So many of each in a round."""
SIZE = 1180, 760
PASSES = 5
"""So often events are handled until all that an edit or a switch asks for has been painted."""

Index = QModelIndex | QPersistentModelIndex


class Model(QAbstractTableModel):
    """Texts in a dict: the model of Qt's own edit."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[tuple[int, int], str] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return ROWS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return COLUMNS

    def data(self, index: Index, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts.get((index.row(), index.column()), "")
        return None

    def put(self, row: int, column: int, text: str) -> None:
        self.texts[row, column] = text
        place = self.index(row, column)
        self.dataChanged.emit(place, place)


class Bench:
    """The windows, and what is done in them."""

    def __init__(self, application: QApplication, file: Path) -> None:
        self._application = application
        program = Program(application)
        program.open([file])
        window = self._window = program.windows[0]
        window.resize(*SIZE)
        assert window.pane is not None
        self.pane: Pane = window.pane
        self.model = Model()
        self._edited = _view()
        self._edited.setModel(self.model)
        self._edited.show()
        self._switched = _view()
        self._switched.show()
        self._count = 0
        self._times: dict[str, list[float]] = {}
        self.rest()
        self.pane.workspace.check_all()
        self.rest()

    def rest(self) -> None:
        """Let all that was put off happen."""
        end = time.monotonic() + LISTS_LATER_MS / 1000 + 0.05
        while time.monotonic() < end:
            self._application.processEvents()

    def _paint(self, passes: int = 1) -> None:
        for _ in range(passes):
            self._application.processEvents()

    def _note(self, name: str, times: int, begin: float) -> None:
        self._times.setdefault(name, []).append((time.perf_counter() - begin) / times)

    def edits(self) -> None:
        """Edit a cell of ours and one of Qt's in turns, each painted; then the lists."""
        pane = self.pane
        pane.show_form(pane.workspace.dossier.forms[0].id)
        number = next(
            i
            for i, cell in enumerate(pane.model.screen.cells)
            if cell.path is not None and cell.path.column == "level3"
        )
        place = pane.view.index_of(number)
        pane.view.go_to(number)
        spent = {"edit": 0.0, "edit of Qt": 0.0, "lists": 0.0}
        for _ in range(EDITS):
            self._count += 1
            text = f"指标{self._count}"
            self.rest()
            spent["edit"] += self._timed(lambda: pane.model.setData(place, text))  # noqa: B023
            spent["lists"] += self._timed(pane._show_lists)
            self.rest()
            spent["edit of Qt"] += self._timed(lambda: self.model.put(15, 4, text))  # noqa: B023
        for name, seconds in spent.items():
            self._times.setdefault(name, []).append(seconds / EDITS)

    def _timed(self, do: Callable[[], object]) -> float:
        begin = time.perf_counter()
        do()
        self._paint()
        return time.perf_counter() - begin

    def switches(self, first: int, name: str) -> None:
        """Go through some forms of ours, each painted."""
        begin = time.perf_counter()
        for form in self._forms(first):
            self.pane.show_form(form)
            self._paint(PASSES)
        self._note(name, SWITCHES, begin)

    def switches_of_qt(self, first: int) -> None:
        """Go through the same forms as item models that are made already."""
        screens = [self.pane.workspace.screen(form) for form in self._forms(first)]
        models = [_items(screen) for screen in screens]
        begin = time.perf_counter()
        for screen, model in zip(screens, models, strict=True):
            self._switched.setModel(model)
            self._switched.clearSpans()
            for cell in screen.cells:
                if cell.rows > 1 or cell.cols > 1:
                    self._switched.setSpan(cell.row, cell.col, cell.rows, cell.cols)
            _size(self._switched, screen)
            self._paint(PASSES)
        self._note("switch of Qt", SWITCHES, begin)

    def _forms(self, first: int) -> list[str]:
        own = [form.id for form in self.pane.workspace.dossier.forms]
        return [own[(first + i) % len(own)] for i in range(SWITCHES)]

    def run(self) -> dict[str, list[float]]:
        """Return the seconds of one of each, by round; a first round is not counted."""
        for number in range(ROUNDS + 1):
            first = number * SWITCHES + 1
            for case in (
                self.edits,
                lambda first=first: self.switches(first, "first"),
                lambda first=first: self.switches(first, "switch"),
                lambda first=first: self.switches_of_qt(first),
            ):
                gc.collect()
                case()
                self.rest()
        self._window.files.closed()
        return {name: times[1:] for name, times in self._times.items()}


def _view() -> QTableView:
    view = QTableView()
    view.setWordWrap(True)
    view.resize(*SIZE)
    view.horizontalHeader().setMinimumSectionSize(1)
    view.verticalHeader().setMinimumSectionSize(1)
    return view


def _items(screen: Screen) -> QStandardItemModel:
    made = QStandardItemModel(len(screen.sheet.rows), len(screen.sheet.columns_mm))
    for cell in screen.cells:
        made.setItem(cell.row, cell.col, QStandardItem(cell.text))
    return made


def _size(view: QTableView, screen: Screen) -> None:
    for header, stops in (
        (view.horizontalHeader(), screen.measured.lefts),
        (view.verticalHeader(), screen.tops),
    ):
        for section in range(header.count()):
            header.resizeSection(section, round(stops[section + 1] - stops[section]))


if __name__ == "__main__":
    bench = Bench(QApplication(sys.argv[:1]), Path(sys.argv[1]))
    print(json.dumps(bench.run()))
