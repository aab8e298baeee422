"""The table model: a thin adapter from a form's screen to Qt. It holds no data of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from perfdesk.desk.marks import tip
from perfdesk.dossier.state import raw_value
from perfdesk.jobs.entry import type_into
from perfdesk.layout.screen import Screen
from perfdesk.layout.sheet import Sheet
from perfdesk.template.grid import PageSetup

if TYPE_CHECKING:
    from perfdesk.dossier.state import Form
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.layout.sheet import SheetCell

Index = QModelIndex | QPersistentModelIndex

DISPLAY = int(Qt.ItemDataRole.DisplayRole)
EDIT = int(Qt.ItemDataRole.EditRole)
TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)

NO_FORM = Screen(Sheet(PageSetup(), (), (), (), (), 0))
"""What is shown of a dossier without forms; an error raised while Qt asks could hang us."""


class SheetModel(QAbstractTableModel):
    """Rows and columns of the sheet of one form of a workspace."""

    def __init__(self, workspace: Workspace, form_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.form_id = form_id

    @property
    def screen(self) -> Screen:
        """The form as it is laid out now; an empty sheet where the dossier has no form."""
        return self.workspace.screen(self.form_id) if self.form_id else NO_FORM

    @property
    def form(self) -> Form | None:
        """The form as it is now."""
        return self.workspace.dossier.form(self.form_id)

    def show_form(self, form_id: str) -> None:
        """Show another form, or the same one with other rows."""
        self.beginResetModel()
        self.form_id = form_id
        self.endResetModel()

    def cell_number(self, index: Index) -> int:
        """Return the number of the cell at an index, -1 where the sheet has none."""
        return self.screen.at.get((index.row(), index.column()), -1)

    def cell(self, index: Index) -> SheetCell | None:
        """Return the cell at an index."""
        number = self.cell_number(index)
        return self.screen.cells[number] if number >= 0 else None

    def raw(self, cell: SheetCell) -> str:
        """Return the raw text of a value's cell."""
        path = cell.path
        if path is None or (path.column and not path.record):
            return ""
        return raw_value(self.workspace.dossier, path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """See QAbstractItemModel."""
        if parent.isValid() or self.form is None:
            return 0
        return len(self.screen.sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """See QAbstractItemModel."""
        if parent.isValid() or self.form is None:
            return 0
        return len(self.screen.sheet.columns_mm)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        """See QAbstractItemModel; texts only, since the view paints the sheet itself."""
        if role not in {DISPLAY, EDIT, TOOLTIP}:
            return None
        number = self.cell_number(index)
        if number < 0:
            return None
        cell = self.screen.cells[number]
        if (cell.row, cell.col) != (index.row(), index.column()):
            return None
        if role == TOOLTIP:
            return tip(self.workspace, cell.path) or None if cell.path is not None else None
        return self.raw(cell) if role == EDIT else cell.text

    def setData(self, index: Index, value: object, role: int = EDIT) -> bool:
        """Hand a raw text to the session; the screen changes when the session says so."""
        cell = self.cell(index)
        form = self.form
        if role != EDIT or cell is None or cell.path is None or form is None:
            return False
        row = self.screen.sheet.rows[cell.row]
        loaded = self.workspace.loaded(form)
        step = type_into(self.workspace.dossier, form, loaded, cell, row, str(value))
        if step is None:
            return False
        return self.workspace.apply(*step)

    def may_change(self, index: Index) -> bool:
        """Tell whether a cell's value may change; False too where it has none."""
        cell = self.cell(index)
        path = cell.path if cell is not None else None
        return path is not None and self.workspace.may_change(self.form_id, path)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """See QAbstractItemModel."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        cell = self.cell(index)
        if self.may_change(index):
            return base | Qt.ItemFlag.ItemIsEditable
        return base if cell is not None else Qt.ItemFlag.NoItemFlags
