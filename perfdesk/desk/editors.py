"""Editors that open in a cell: long text, and text with a list to choose from.

An editor never changes what is typed and never refuses it. Its font, padding and line pitch are
those of the sheet, so that nothing jumps when it opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QRect,
    QRectF,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QListView, QTextEdit, QWidget

from perfdesk.desk.paint import font
from perfdesk.layout.fonts import ASCENT, DESCENT, face_key
from perfdesk.layout.measure import PITCH, SIDE_PADDING
from perfdesk.values.initials import matches

if TYPE_CHECKING:
    from perfdesk.layout.sheet import SheetCell

LIST_ROWS = 9
GIVEN_UP_MS = 200
"""What an input method took away so long before the cell is left was given up by the user."""
SAMPLE = "国" * 16
"""Signs that are as wide as the font is large."""
ROUNDING = 0.1
"""Pixels by which the sum of a line's advances may be off in Qt, which counts in 64ths."""
FRAME = (2, 2, 1, 1)
"""Pixels of the cell's frame, which an editor leaves free: left, top, right, bottom."""

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


class CellEditor(QTextEdit):
    """Edits a cell's text in place. ``typed`` tells of each change, before it is entered."""

    typed = Signal(str)
    finished = Signal(str)
    """``enter``, ``enter-back``, ``tab``, ``tab-back``, ``up``, ``down``, ``escape``."""

    def __init__(self, cell: SheetCell, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.cell = cell
        self.overwrite = False
        """True where typing opened the editor: arrow keys then leave the cell, as in WPS."""
        self._choices: ChoiceList | None = None
        self._composed = ""
        """What an input method shows in the text without having entered it …"""
        self._dropped = ""
        """… and what of that it has just taken away."""
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(False)
        self.setUndoRedoEnabled(True)
        self.document().setDocumentMargin(0)
        option = self.document().defaultTextOption()
        option.setUseDesignMetrics(True)
        self.document().setDefaultTextOption(option)
        self._size = cell.style.size * scale
        pad = round(SIDE_PADDING * scale)
        self._sides = max(0, pad - FRAME[0]), max(0, pad - FRAME[2])
        self.setViewportMargins(self._sides[0], 0, self._sides[1], 0)
        self.setFont(_spaced(face_key(cell.style.font), self._size))
        self._pitch = self._size * (cell.pitch or PITCH)
        self.text_width = 0.0
        """Width in pixels in which the sheet breaks the text; 0: the editor's own."""
        self.setStyleSheet("QTextEdit { background: #ffffff; color: #000000; }")
        self.setCursorWidth(max(1, round(scale)))
        self.textChanged.connect(self._changed)

    def offer(self, choices: tuple[str, ...], *, closed: bool) -> None:
        """Show a list below the cell; only a closed one may complete what is typed."""
        if choices:
            self._choices = ChoiceList(self, choices, closed=closed)

    @property
    def choices(self) -> ChoiceList | None:
        """The list below the cell, where there is one."""
        return self._choices

    def text(self) -> str:
        """Return the text as it stands in the editor."""
        return self.toPlainText()

    def set_text(self, text: str, *, centred: bool) -> None:
        """Put a text into the editor, the cursor behind it."""
        blocked = self.blockSignals(True)
        self.setPlainText(text)
        self._shape(centred=centred)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.blockSignals(blocked)

    def content_height(self) -> int:
        """Return the height in pixels that the text needs, without the cell's padding."""
        return round(self.document().size().height())

    def centre_vertically(self) -> None:
        """Put the first baseline where the sheet has it, for this many lines in this height."""
        lines = max(1, round(self.content_height() / self._pitch))
        layout = self.document().firstBlock().layout()
        if layout.lineCount() == 0:
            return
        first = layout.position().y() + layout.lineAt(0).y() + layout.lineAt(0).ascent()
        spare = self.height() - (lines - 1) * self._pitch
        wanted = (spare + (ASCENT - DESCENT) * self._size) / 2
        left, right = self._sides
        self.setViewportMargins(left, max(0, round(wanted - first)), right, 0)

    def _shape(self, *, centred: bool) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        height = QTextBlockFormat.LineHeightTypes.FixedHeight
        shape.setLineHeight(self._pitch, height.value)
        if self.text_width:
            wide = self.text_width * _em(self.font()) / self._size + ROUNDING
            shape.setRightMargin(max(0.0, self.width() - sum(self._sides) - wide))
        kind = self.cell.style.h
        shape.setAlignment(_ALIGN["left" if kind == "center" and not centred else kind])
        cursor.setBlockFormat(shape)
        self.document().clearUndoRedoStacks()

    def _changed(self) -> None:
        self.typed.emit(self.text())
        if self._choices is not None:
            self._choices.filter(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that leave the cell, those of the list, and Alt+Enter for a new line."""
        self._forget_dropped()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and alt:
            self.textCursor().insertText("\n")
            return
        if self._choices is not None and self._choices.takes(event):
            return
        way = self._way_out(event)
        if way:
            event.accept()
            self.finished.emit(way)
            return
        if event.key() not in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            super().keyPressEvent(event)

    def _way_out(self, event: QKeyEvent) -> str:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        ways = {
            Qt.Key.Key_Return: "enter-back" if shift else "enter",
            Qt.Key.Key_Enter: "enter-back" if shift else "enter",
            Qt.Key.Key_Tab: "tab-back" if shift else "tab",
            Qt.Key.Key_Backtab: "tab-back",
            Qt.Key.Key_Escape: "escape",
        }
        if self.overwrite and not shift:
            ways |= {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        return ways.get(key, "")

    def event(self, event: QEvent) -> bool:
        """Take Tab and the keys of the editor before shortcuts of the window can."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.ShiftModifier,
            }
            undo = event.matches(event_keys("Undo")) or event.matches(event_keys("Redo"))
            alt_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if (plain and not _is_function_key(event.key())) or undo or alt_enter:
                event.accept()
                return True
        return super().event(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:  # type: ignore[override]
        """Say where the cursor is on the editor; Qt says where it is within the margins."""
        answer = super().inputMethodQuery(query)
        if isinstance(answer, QRectF | QRect):
            return QRectF(answer).translated(self.viewport().pos()).toRect()
        return answer

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember what is being composed, see :meth:`keep_composed`."""
        left, self._composed = self._composed, event.preeditString()
        super().inputMethodEvent(event)
        if left and not self._composed and not event.commitString():
            self._dropped = left
            QTimer.singleShot(GIVEN_UP_MS, self, self._forget_dropped)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, which leaves line pitch and alignment as they are.

        A cell copied in a spreadsheet comes with a line end that is not part of it.
        """
        if source.hasText():
            text = source.text().replace("\r\n", "\n").removesuffix("\n")
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def _forget_dropped(self) -> None:
        """It was given up by the user, who has not left the cell."""
        self._dropped = ""

    def keep_composed(self) -> None:
        """Enter what is still being composed, as the cell is being left.

        An ibus takes it away when the keyboard goes elsewhere; but what was seen must not be lost.
        """
        if self._composed:
            QGuiApplication.inputMethod().commit()
        kept, self._composed, self._dropped = self._composed or self._dropped, "", ""
        if kept:
            blocked = self.blockSignals(True)  # no draft: the current cell may be another one
            self.insertPlainText(kept)
            self.blockSignals(blocked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Only now is the width known in which the text was broken."""
        super().resizeEvent(event)
        self.centre_vertically()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the editor."""
        if self._choices is not None:
            self._choices.hide()
        super().hideEvent(event)


def _spaced(face: str, pixels: float) -> QFont:
    """Return a font whose advances are those of the layout.

    Qt rounds sizes to whole pixels; the difference goes into the spacing of letters.
    """
    made = QFont(font(face, pixels))
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * pixels / _em(made))
    return made


def _em(own: QFont) -> float:
    """Return how wide a Chinese sign is in Qt, in pixels."""
    return QFontMetricsF(own).horizontalAdvance(SAMPLE) / len(SAMPLE)


def _is_function_key(key: int) -> bool:
    """Tell of a key that is the window's; F2 does nothing in an open editor."""
    return Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12 and key != Qt.Key.Key_F2


def event_keys(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN201 - an enum of QKeySequence
    """Return one of Qt's standard keys by name."""
    from PySide6.QtGui import QKeySequence  # noqa: PLC0415

    return QKeySequence.StandardKey[name]


LIST_STYLE = """
QListView { border: 1px solid #9fb3c8; background: #ffffff; }
QListView::item { padding: 4px 8px; }
QListView::item:selected { background: #dcebf8; color: #1d2733; }
"""


class ChoiceList(QListView):
    """The list below a cell. It takes no focus; typing narrows it, arrows and Enter choose."""

    def __init__(self, editor: CellEditor, choices: tuple[str, ...], *, closed: bool) -> None:
        super().__init__(editor.window())
        self._editor = editor
        self._closed = closed
        self._all = choices
        self._strings = QStringListModel(list(choices), self)
        self.setModel(self._strings)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setStyleSheet(LIST_STYLE)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.clicked.connect(lambda index: self._choose(index.row()))
        editor.destroyed.connect(self.deleteLater)

    def open(self) -> None:
        """Show the list below (or above) the editor."""
        count = self._strings.rowCount()
        if not count:
            self.hide()
            return
        self.ensurePolished()
        self.doItemsLayout()  # else its first measures are those of an undressed list
        window = self._editor.window()
        rows = min(count, LIST_ROWS)
        height = max(self.sizeHintForRow(0), 22) * rows + 2 * self.frameWidth()
        width = max(self._editor.width(), self.sizeHintForColumn(0) + 28, 96)
        below = self._editor.mapTo(window, QPoint(0, self._editor.height()))
        if below.y() + height > window.height():
            below = self._editor.mapTo(window, QPoint(0, -height))
        below.setX(min(below.x(), window.width() - width))
        self.setGeometry(QRect(below.x(), below.y(), width, height))
        self.raise_()
        self.show()

    def filter(self, typed: str) -> None:
        """Show the choices that what is typed could mean; all of them where it means none."""
        own = [choice for choice in self._all if matches(choice, typed)] if typed else []
        self._strings.setStringList(own or list(self._all))
        if self._closed and own and typed not in self._all:
            self.setCurrentIndex(self._strings.index(0))
        self.open()

    def takes(self, event: QKeyEvent) -> bool:
        """Handle a key of the editor that moves in the list or chooses from it."""
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            row = (self.currentIndex().row() + step) % max(1, self._strings.rowCount())
            self.setCurrentIndex(self._strings.index(row))
            return True
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open()
            return True
        leaving = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
        if key in leaving and self.isVisible() and self.currentIndex().isValid():
            chosen = str(self._strings.data(self.currentIndex(), int(Qt.ItemDataRole.DisplayRole)))
            self._editor.set_text(chosen, centred=True)
        return False

    def _choose(self, row: int) -> None:
        text = str(self._strings.data(self._strings.index(row), int(Qt.ItemDataRole.DisplayRole)))
        self._editor.set_text(text, centred=True)
        self._editor.finished.emit("enter-stay")
