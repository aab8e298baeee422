"""The surface of the table view: a form painted at a size, with its scroll bars and zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QTableView, QWidget

from perfdesk.desk import geometry, theme
from perfdesk.desk.editors import CellEditor
from perfdesk.desk.sheetpaint import EDGE, Look, cell_rect, paint_sheet

if TYPE_CHECKING:
    from perfdesk.desk.model import SheetModel
    from perfdesk.layout.screen import Screen

ZOOMS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
WIDEST_FIT = 125
"""Fitting to the width enlarges no further, per cent."""
MARGIN = EDGE + 12
"""Paper and desk around the table, in pixels; a part of the first and last sections."""
NO_FORMS = "这套表里还没有表，请点左下角的“添加表”（Shift+F11）"
BREATH = 10
"""Pixels kept free beside a cell that is scrolled into sight."""


class SheetSurface(QTableView):
    """Shows one form at a size. Sizes come from the layout; nothing is measured here."""

    zoomed = Signal(int)
    first_painted = Signal()

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet_model = model
        self.look = Look()
        self._painted = False
        self._zoom = 100
        self._fit = True
        self._left = MARGIN
        """Pixels left of the table, more where it stands in the middle of a wide window."""
        self._shape: list[tuple[int, int, int, int]] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setStyleSheet(f"QTableView {{ background: {theme.DESK.name()}; }}")
        self.setModel(model)
        model.modelReset.connect(self.rebuild)
        self.rebuild()

    # --- what is shown ---

    @property
    def screen_(self) -> Screen:
        """The form as it is laid out now."""
        return self.sheet_model.screen

    @property
    def scale(self) -> float:
        """Pixels for a point."""
        return self._zoom / 100 * self.logicalDpiX() / 72

    def rebuild(self) -> None:
        """Take over rows, columns and merged cells of the model's form."""
        self.look = Look()
        if self.sheet_model.form is None:
            self.viewport().update()
            return
        if self._fit:
            self._zoom = _fitting_zoom(self)
        self._shape = cells_of(self.screen_)
        self.clearSpans()
        for cell in self.screen_.cells:
            if cell.rows > 1 or cell.cols > 1:
                self.setSpan(cell.row, cell.col, cell.rows, cell.cols)
        self.resize_sections()

    def resize_sections(self) -> None:
        """Take over the sizes of rows and columns, which is all that a longer text changes."""
        if self.sheet_model.form is None:
            return
        screen = self.screen_
        self._left = _middle(self)
        for header, stops, before in (
            (self.horizontalHeader(), screen.measured.lefts, self._left),
            (self.verticalHeader(), screen.tops, MARGIN),
        ):
            sizes = geometry.sizes(stops, self.scale)
            sizes[0] += before
            sizes[-1] += MARGIN
            blocked = header.blockSignals(True)
            for section, size in enumerate(sizes):
                if header.sectionSize(section) != size:
                    header.resizeSection(section, size)
            header.blockSignals(blocked)
        self.updateGeometries()
        self.viewport().update()

    # --- zoom ---

    @property
    def zoom(self) -> int:
        """Size in per cent."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """True where the sheet is kept as wide as the window."""
        return self._fit

    def set_zoom(self, percent: int) -> None:
        """Show the sheet at a size of 50 to 300 per cent."""
        self._fit = False
        self._apply_zoom(min(max(percent, ZOOMS[0]), ZOOMS[-1]))

    def step_zoom(self, step: int) -> None:
        """Go to the next larger or smaller of the usual sizes."""
        larger = [z for z in ZOOMS if z > self._zoom]
        smaller = [z for z in ZOOMS if z < self._zoom]
        if step > 0 and larger:
            self.set_zoom(larger[0])
        elif step < 0 and smaller:
            self.set_zoom(smaller[-1])

    def fit_width(self) -> None:
        """Show the sheet as wide as the window, and keep it so."""
        self._fit = True
        self._apply_zoom(_fitting_zoom(self))

    def _apply_zoom(self, percent: int) -> None:
        if percent != self._zoom:
            self.close_editor()
            self._zoom = percent
            self.resize_sections()
            self.show_current()
        self.zoomed.emit(self._zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width fitted or the sheet centred, and the current cell in sight."""
        in_sight = self.visualRect(self.currentIndex()).bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if self.sheet_model.form is None:
            return
        if self._fit and _fitting_zoom(self) != self._zoom:
            self.close_editor()
            self._zoom = _fitting_zoom(self)
            self.resize_sections()
            self.zoomed.emit(self._zoom)
        elif self._left != _middle(self):
            self.resize_sections()
        if in_sight and event.size().height() < event.oldSize().height():
            self.show_current()

    # --- painting ---

    def origin(self) -> QPoint:
        """Return where the table's top left corner lies in the viewport."""
        return QPoint(self._left - self.horizontalOffset(), MARGIN - self.verticalOffset())

    def indexAt(self, place: QPoint) -> QModelIndex:
        """Return the cell at a place; beside the table there is none."""
        if self.sheet_model.form is None:
            return QModelIndex()
        table = QRect(QPoint(0, 0), self.table_size())
        return super().indexAt(place) if table.contains(place - self.origin()) else QModelIndex()

    def table_size(self) -> QSize:
        """Return the size of the table in pixels."""
        width, height = self.screen_.size
        return QSize(round(width * self.scale), round(height * self.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet itself; Qt's own cells are not drawn."""
        if not self._painted:
            self._painted = True
            self.first_painted.emit()
        painter = QPainter(self.viewport())
        if self.sheet_model.form is None:
            painter.fillRect(event.rect(), theme.DESK)
            painter.setPen(theme.QUIET)
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, NO_FORMS)
            return
        self.look.current = self.current_number()
        self.look.edited = self.editing_number()
        self.look.focused = self.hasFocus() or self.look.edited >= 0
        self.look.arrow = has_list(self)
        self.look.selected = self.selected_numbers()
        origin = self.origin()
        painter.translate(origin)
        paint_sheet(painter, self.screen_, self.scale, event.rect().translated(-origin), self.look)

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return the rectangle of the whole merged cell."""
        number = self.sheet_model.cell_number(index)
        if number < 0:
            return super().visualRect(index)
        return cell_rect(self.screen_, number, self.scale).translated(self.origin())

    # --- the current cell ---

    def current_number(self) -> int:
        """Return the number of the current cell, -1 where there is none."""
        return self.sheet_model.cell_number(self.currentIndex())

    def selected_numbers(self) -> frozenset[int]:
        """Return the numbers of all selected cells."""
        at = self.screen_.at
        found = set()
        for block in self.selectionModel().selection().toList():
            for row in range(block.top(), block.bottom() + 1):
                for col in range(block.left(), block.right() + 1):
                    number = at.get((row, col))
                    if number is not None:
                        found.add(number)
        return frozenset(found)

    def editing_number(self) -> int:
        """Return the number of the cell whose editor is open, -1 where none is."""
        if self.state() != QAbstractItemView.State.EditingState:
            return -1
        return self.current_number()

    def editor(self) -> CellEditor | None:
        """Return the open editor."""
        # Those that were closed are hidden, and stay until Qt gets round to deleting them.
        found = self.viewport().findChildren(CellEditor)
        return next((editor for editor in found if not editor.isHidden()), None)

    def close_editor(self) -> None:
        """Enter what stands in the open editor."""
        editor = self.editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self.setFocus()

    def show_current(self) -> None:
        """Bring the current cell into sight."""
        number = self.current_number()
        if number >= 0:
            self.show_cell(number)

    def show_cell(self, number: int, below: int = BREATH) -> None:
        """Scroll so that a cell, or as much of it as fits, is in sight.

        below: pixels that are kept free below it.
        """
        rect = cell_rect(self.screen_, number, self.scale).translated(self._left, MARGIN)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        width, height = self.viewport().width(), self.viewport().height()
        for bar, first, last, room, after in (
            (down, rect.top(), rect.bottom(), height, below),
            (across, rect.left(), rect.right(), width, BREATH),
        ):
            if first < bar.value() or last - first > room:
                bar.setValue(first - BREATH)
            elif last + after > bar.value() + room:
                bar.setValue(min(last - room + after, first))


def _middle(view: SheetSurface) -> int:
    """Return how many pixels are left of a table in the middle of the window."""
    spare = view.width() - view.table_size().width() - view.verticalScrollBar().sizeHint().width()
    return max(MARGIN, spare // 2)


def _fitting_zoom(view: SheetSurface) -> int:
    room = view.width() - 2 * MARGIN - view.verticalScrollBar().sizeHint().width()
    points = view.screen_.size[0] * view.logicalDpiX() / 72
    return int(min(max(100 * room / points, ZOOMS[0]), WIDEST_FIT)) if points else 100


def has_list(view: SheetSurface) -> bool:
    """Tell whether the current cell has a list to choose from, and may be edited."""
    cell = view.sheet_model.cell(view.currentIndex())
    if cell is None or cell.field is None or not (cell.field.choices or cell.field.suggestions):
        return False
    flags = view.sheet_model.flags(view.currentIndex())
    return bool(flags & Qt.ItemFlag.ItemIsEditable)


def cells_of(screen: Screen) -> list[tuple[int, int, int, int]]:
    """Return row, column, rows and columns of each cell."""
    return [(cell.row, cell.col, cell.rows, cell.cols) for cell in screen.cells]
