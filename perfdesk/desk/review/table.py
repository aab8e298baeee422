"""The table of dossiers: one row a file, sorted by any column, filtered by state and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from perfdesk import resources
from perfdesk.checks.finding import SEVERITIES
from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import QUIET
from perfdesk.jobs.reporting import finals
from perfdesk.jobs.review import UNREADABLE, Reviewed

Index = QModelIndex | QPersistentModelIndex
SORT = int(Qt.ItemDataRole.UserRole)
STATES = ("须修改", "请核实", "通过", UNREADABLE)
"""States in the order of urgency, but for files that cannot be read."""
ICONS = dict(zip(STATES, ("error", "warning", "ok", "error"), strict=True))
ROW_HEIGHT = 1.9
"""Of a row, as a multiple of the font's height."""
UNIT_SHARE, LEAST_NAMES = 0.4, 240
"""Of the room for names the unit's share; its least width in pixels."""
NOWHERE = QModelIndex()


class Shown(NamedTuple):
    """A column: its head, what it shows of a file, and how wide it is in digits (0: a share)."""

    head: str
    value: Callable[[Reviewed], str | int]
    digits: int


def _number(severity: str) -> Callable[[Reviewed], str | int]:
    return lambda item: item.numbers.get(severity, 0) if item.report else ""


COLUMNS = (
    Shown("单位", lambda item: item.unit or ("" if item.report else "—"), 0),
    Shown("文件", lambda item: item.name, 0),
    Shown("表数", lambda item: item.forms if item.report else "", 7),
    *(Shown(name, _number(kind), 7) for kind, name in SEVERITIES.items()),
    Shown("已说明", lambda item: item.reasoned if item.report else "", 8),
    Shown("定稿", lambda item: finals(item.report.dossier) if item.report else "", 7),
    Shown("状态", lambda item: item.state, 12),
)
STATE = len(COLUMNS) - 1
FIRST_NUMBER = 2
_SEVERITY_AT = {3 + i: kind for i, kind in enumerate(SEVERITIES)}


def steady_icon(name: str) -> QIcon:
    """Return one of our own icons, which keeps its colours in a row that is selected."""
    made, file = QIcon(), str(resources.path(f"icons/{name}.svg"))
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        made.addFile(file, QSize(), mode)
    return made


class ReviewModel(QAbstractTableModel):
    """What came of each file, in the order in which they were checked."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Reviewed] = []
        self._icons = {state: steady_icon(name) for state, name in ICONS.items()}

    def clear(self) -> None:
        """Forget all."""
        self.beginResetModel()
        self.rows = []
        self.endResetModel()

    def extend(self, rows: Sequence[Reviewed]) -> None:
        """Show more files."""
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def replace(self, rows: Sequence[Reviewed]) -> None:
        """Show files anew that were checked again."""
        place = {item.path: i for i, item in enumerate(self.rows)}
        for item in rows:
            row = place.get(item.path)
            if row is not None:
                self.rows[row] = item
                self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """One row a file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """See :data:`COLUMNS`."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # noqa: ANN401 - Qt's own
        """Heads of columns."""
        if orientation == Qt.Orientation.Horizontal:
            if role == int(Qt.ItemDataRole.DisplayRole):
                return COLUMNS[section].head
            if role == int(Qt.ItemDataRole.TextAlignmentRole):
                return int(_alignment(section))
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """What a cell shows."""
        item, column = self.rows[index.row()], index.column()
        value = COLUMNS[column].value(item)
        match Qt.ItemDataRole(role) if role < SORT else role:
            case Qt.ItemDataRole.DisplayRole:
                return str(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(_alignment(column))
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(column, value)
            case Qt.ItemDataRole.DecorationRole if column == STATE:
                return self._icons[item.state]
            case Qt.ItemDataRole.ToolTipRole:
                return item.problem or (str(item.path) if column == 1 else item.unit)
            case _ if role == SORT:
                return STATES.index(item.state) if column == STATE else value or 0
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignCenter if FIRST_NUMBER <= column < STATE else left


def _colour(column: int, value: object) -> Any:  # noqa: ANN401
    kind = _SEVERITY_AT.get(column)
    if column >= FIRST_NUMBER and value == 0:
        return theme.HINT_TEXT
    if kind is not None:
        return theme.SEVERITY[kind]
    return QUIET if column == 1 else None


class ReviewFilter(QSortFilterProxyModel):
    """The files that are wanted, in the order that is wanted."""

    def __init__(self, model: ReviewModel) -> None:
        super().__init__()
        self._model = model
        self._state = ""
        self._words = ""
        self.setSourceModel(model)
        self.setSortRole(SORT)
        self.setSortLocaleAware(True)

    def want(self, *, state: str | None = None, words: str | None = None) -> None:
        """Show only files in a state ("": any), with words in unit, name or year."""
        self._state = self._state if state is None else state
        self._words = self._words if words is None else words.strip().casefold()
        self.invalidateRowsFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Tell whether a file is wanted."""
        item = self._model.rows[source_row]
        if self._state and item.state != self._state:
            return False
        year = str(item.report.dossier.year) if item.report else ""
        return any(self._words in text.casefold() for text in (item.unit, item.name, year))

    def shown(self) -> list[Reviewed]:
        """Return the files that are shown, in order."""
        places = (self.mapToSource(self.index(i, 0)).row() for i in range(self.rowCount()))
        return [self._model.rows[place] for place in places]


class ReviewTable(QTableView):
    """The table itself; Enter and a double click open a file."""

    opened = Signal()
    chosen = Signal()

    def __init__(self, filtered: ReviewFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filtered = filtered
        self.setModel(filtered)
        self.setAccessibleName("套表一览")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * ROW_HEIGHT))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the numbers what they need, and share the rest between unit and file."""
        digit = self.fontMetrics().horizontalAdvance("0")
        widths = [column.digits * digit + 16 for column in COLUMNS]
        rest = max(self.viewport().width() - sum(widths[FIRST_NUMBER:]), LEAST_NAMES)
        widths[:FIRST_NUMBER] = round(rest * UNIT_SHARE), rest - round(rest * UNIT_SHARE)
        for i, width in enumerate(widths):
            self.setColumnWidth(i, width)
        super().resizeEvent(event)

    def shown(self) -> list[Reviewed]:
        """Return the files that are shown, in order."""
        return self._filtered.shown()

    def current(self) -> Reviewed | None:
        """Return the file of the current row."""
        index = self.currentIndex()
        return self._filtered.shown()[index.row()] if index.isValid() else None

    def selected(self) -> list[Reviewed]:
        """Return the files that are selected, in the order shown."""
        shown = self._filtered.shown()
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        return [shown[row] for row in sorted(rows)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current file."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit()
        else:
            super().keyPressEvent(event)
