"""What the dialogs share: their spacing, their labels and buttons, and how long texts are shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from perfdesk import resources
from perfdesk.desk import theme

MARGIN = 16
SPACING = 8
QUIET = theme.QUIET
INK = theme.INK
MARKED = QColor("#ffe9a8")
CHOSEN = theme.CHOSEN
SECOND = int(Qt.ItemDataRole.UserRole) + 1
LEAST_BUTTON = 88
LINE_GAP = 4
LINE_PITCH = 1.4
ELIDE = Qt.TextElideMode.ElideRight
Index = QModelIndex | QPersistentModelIndex

FRAME = QSize(16, 48)
"""What a window's frame may take of the screen."""

LONG_LINES, LONG_TEXT, FEW_LINES = 8, 360, 3
"""A text beyond this is shown in a box that scrolls, so that no dialog outgrows the screen."""
HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
UNBREAKABLE = re.compile(r"[!-.0-~]{40}|\\")
"""What a label could not wrap, or not without changing what is copied from it."""

STYLE = f"""
QListView, QTreeView, QTableView, QTextEdit, QScrollArea {{
    border: 1px solid {theme.PAPER_EDGE.name()}; border-radius: 3px; background: #ffffff;
}}
QListView, QTreeView {{ outline: 0; }}
QListView::item, QTreeView::item {{ padding: 4px 2px; border: 0; }}
QListView::item:selected, QTreeView::item:selected {{
    background: {CHOSEN.name()}; color: {INK.name()};
}}
QLineEdit, QComboBox, QSpinBox {{ min-height: 1.8em; }}
QPushButton {{ min-height: 1.7em; padding: 1px 10px; }}
QListView:focus, QTreeView:focus, QTableView:focus, QTextEdit:focus {{
    border-color: {theme.CURRENT.name()};
}}
"""


class Dialog(QDialog):
    """A dialog with the margins and frames that all of ours have; ``column`` takes its parts."""

    help_page: ClassVar[str] = "index"
    """The page of the guide that F1 opens here."""
    helper: ClassVar[Callable[[QWidget, str], object] | None] = None
    """Opens the guide over a dialog; set by the program, as the guide is a window of its own."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setStyleSheet(STYLE)
        self.column = QVBoxLayout(self)
        roomy(self.column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 opens the guide here too."""
        if event.key() == Qt.Key.Key_F1 and Dialog.helper is not None:
            Dialog.helper(self, self.help_page)
        else:
            super().keyPressEvent(event)

    def finish(self, box: QDialogButtonBox, default: QPushButton) -> None:
        """Put the buttons below all else; ``default`` is what Enter does."""
        self.column.addWidget(box)
        default.setDefault(True)


def fit(window: QWidget, size: QSize) -> None:
    """Give a window this size, or as much of it as the screen has room for."""
    window.resize(size.boundedTo(window.screen().availableSize() - FRAME))


def roomy(layout: QBoxLayout) -> None:
    """Give a layout the margins and the spacing of a dialog."""
    layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    layout.setSpacing(SPACING)


def bare(layout: QBoxLayout) -> None:
    """Give an inner layout the spacing of a dialog and no margins."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACING)


def icon(name: str) -> QIcon:
    """Return one of our own icons."""
    return QIcon(str(resources.path(f"icons/{name}.svg")))


def picture(name: str, size: int) -> QLabel:
    """Return a label with one of our own icons."""
    label = QLabel()
    label.setPixmap(icon(name).pixmap(QSize(size, size), label.devicePixelRatioF()))
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label


class Text(QLabel):
    """A text that wraps, with room between its lines whatever the font says; plain text only."""

    def __init__(self, text: str = "", color: QColor = INK, scale: float = 1.0) -> None:
        super().__init__()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        if scale > 1:
            font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setStyleSheet(f"color: {color.name()};")
        self.plain = ""
        self.say(text)

    def say(self, text: str, marked: tuple[int, int] = (0, 0)) -> None:
        """Show another text; ``marked``: the characters from, to which it is to draw the eye."""
        self.plain = text
        start, end = marked
        pieces = [_lines(piece) for piece in (text[:start], text[start:end], text[end:])]
        if start < end:
            pieces[1] = f'<span style="background: {MARKED.name()};">{pieces[1]}</span>'
        pitch = f"line-height: {line_pitch(self)}px; -qt-line-height-type: fixed"
        self.setText(f'<p style="margin: 0; {pitch}">{"".join(pieces)}</p>' if text else "")


def escape(text: str) -> str:
    """Return a text as HTML shows it; Python's own module would cost the start a millisecond."""
    return text.translate(HTML)


def _lines(text: str) -> str:
    """Return a text as HTML; a Windows path may break behind each folder, as others do anyway."""
    return escape(text).replace("\n", "<br>").replace("\\", "\\\u200b")


def line_pitch(widget: QWidget) -> int:
    """Return the distance of two lines in pixels; the bundled font by itself leaves no room."""
    metrics = widget.fontMetrics()
    return max(metrics.lineSpacing(), round(LINE_PITCH * (metrics.ascent() + metrics.descent())))


class Reader(QTextEdit):
    """A long text to read and to copy from."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(SPACING)

    def say(self, text: str) -> None:
        """Show a text from its beginning."""
        self.setPlainText(text)
        shape = QTextBlockFormat()
        kind = QTextBlockFormat.LineHeightTypes.FixedHeight
        shape.setLineHeight(line_pitch(self), kind.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(shape)


def heading(text: str) -> Text:
    """Return the line that says what a dialog is about."""
    return Text(text, scale=1.2)


def note(text: str = "") -> Text:
    """Return a line that explains and need not be read."""
    return Text(text, QUIET)


def complaint() -> Text:
    """Return the line on which a dialog says why it does not go on yet; it starts empty."""
    label = Text(color=theme.ERROR)
    label.setMinimumHeight(round(label.fontMetrics().height() * LINE_PITCH))
    return label


def complain(label: Text, text: str, place: QWidget) -> None:
    """Say what is missing and put the cursor there."""
    place.setFocus(Qt.FocusReason.OtherFocusReason)
    label.say(text)


def text_block(text: str) -> QWidget:
    """Return a text that the user can read and copy: a label, or a box where it is long."""
    if len(text) > LONG_TEXT or text.count("\n") >= LONG_LINES or UNBREAKABLE.search(text):
        box = Reader()
        box.say(text)
        lines = LONG_LINES if len(text) > LONG_TEXT else FEW_LINES
        box.setMinimumHeight(line_pitch(box) * lines + 2 * SPACING)
        return box
    label = Text(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def button(box: QDialogButtonBox, text: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
    """Add a button to those below a dialog, where the system orders them."""
    made = box.addButton(text, role)
    made.setMinimumWidth(LEAST_BUTTON)
    return made


class TwoLines(QStyledItemDelegate):
    """Draws entries of a list with a second, quieter line (:data:`SECOND`)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and some air."""
        return QSize(120, option.fontMetrics.height() * 2 + 2 * SPACING + LINE_GAP)  # type: ignore[attr-defined]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        place: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, CHOSEN)
            painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), theme.CURRENT)
        ink = index.data(int(Qt.ItemDataRole.ForegroundRole))
        painter.setPen(ink.color() if ink is not None else INK)
        height = option.fontMetrics.height()  # type: ignore[attr-defined]
        line = QRect(place.left() + 12, place.top() + SPACING, place.width() - 20, height)
        for role in (int(Qt.ItemDataRole.DisplayRole), SECOND):
            text = str(index.data(role) or "")
            shown = painter.fontMetrics().elidedText(text, ELIDE, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
            line.translate(0, height + LINE_GAP)
            painter.setPen(ink.color() if ink is not None else QUIET)
        painter.restore()


def side_by_side(*widgets: QWidget, stretch: int = -1) -> QHBoxLayout:
    """Return widgets in a row; the one numbered ``stretch`` takes the room that is left."""
    row = QHBoxLayout()
    bare(row)
    for i, widget in enumerate(widgets):
        row.addWidget(widget, 1 if i == stretch else 0)
    if stretch < 0:
        row.addStretch()
    return row


def labelled(*rows: tuple[str, QWidget]) -> tuple[QGridLayout, list[QLabel]]:
    """Return fields below each other, and the labels, whose mnemonics lead to them."""
    grid = QGridLayout()
    grid.setSpacing(SPACING)
    grid.setColumnStretch(1, 1)
    labels = [QLabel(text) for text, _ in rows]
    for i, (label, (_, field)) in enumerate(zip(labels, rows, strict=True)):
        label.setBuddy(field)
        grid.addWidget(label, i, 0)
        grid.addWidget(field, i, 1)
    return grid, labels


def small_button(text: str) -> QPushButton:
    """Return a button for use beside a field: Enter in the field never presses it."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button
