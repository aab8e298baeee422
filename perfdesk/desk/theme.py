"""Colours and measures of the desk, in one place."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette

from perfdesk import resources
from perfdesk.desk import paint

DESK = QColor("#e9ecef")
PAPER = QColor("#ffffff")
PAPER_EDGE = QColor("#c9ced3")
SHADOW = QColor("#d6dade")
INK = QColor("#1d2733")
QUIET = QColor("#66727f")
"""Text that explains and need not be read."""
CHOSEN = QColor("#dcebf8")
"""Behind what is selected in a list …"""
CHOSEN_HERE = QColor("#bfdcf2")
"""… and has the keyboard."""
FILL = QColor("#eef5fc")
FILL_REQUIRED = QColor("#fdf6e3")
SELECTED = QColor(31, 111, 178, 46)
CURRENT = QColor("#1f6fb2")
AWAY = QColor("#7fb0d8")
"""The frame of the current cell while the keyboard is elsewhere, as in the search."""
HINT_TEXT = QColor("#8794a1")
NOT_NOW = QColor("#8794a1")
"""Commands that are not possible at the moment."""
ERROR = QColor("#c8372d")
WARNING = QColor("#d98c00")
HINT = QColor("#3b82c4")
OK = QColor("#2e8b57")
EXPLAINED = QColor("#b9c2cb")
SEVERITY = {"error": ERROR, "warning": WARNING, "hint": HINT, "explained": EXPLAINED}

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
"""Pixels; in each of them the icon was drawn by itself."""

UI_FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "WenQuanYi Micro Hei",
)

STYLE = """
QToolBar { border: 0; border-bottom: 1px solid #d5dade; padding: 3px 6px; spacing: 2px; }
QToolBar QToolButton { padding: 4px 6px; border-radius: 4px; }
QToolBar QToolButton:hover { background: #e4edf6; }
QToolBar QToolButton:pressed { background: #d3e3f2; }
QStatusBar { border-top: 1px solid #d5dade; }
QStatusBar::item { border: 0; }
QSplitter::handle { background: #d5dade; }
QListView, QTreeView { border: 0; }
QTreeView::item { padding: 3px 2px; }
QTreeView::item:selected { background: #dcebf8; color: #1d2733; }
QTreeView::item:selected:focus { background: #bfdcf2; }
QHeaderView::section { background: #f1f3f5; border: 0; border-bottom: 1px solid #d5dade;
  padding: 4px 6px; color: #55616d; }
QToolButton#filter { padding: 2px 8px; border: 1px solid transparent; border-radius: 10px;
  color: #8a95a1; }
QToolButton#filter:checked { background: #ffffff; border-color: #c9ced3; color: #1d2733; }
QToolButton#filter:hover { border-color: #1f6fb2; }
#head { background: #f1f3f5; border-bottom: 1px solid #d5dade; }
QPushButton#add { border: 0; border-top: 1px solid #d5dade; padding: 8px 12px; text-align: left;
  color: #1f6fb2; background: #ffffff; }
QPushButton#add:hover { background: #dcebf8; }
QPushButton#add:disabled { color: #8794a1; }
#notice { background: #fff6dd; border: 0; border-bottom: 1px solid #e3cf9a; }
#bubble { color: #1d2733; background: #fffdf5; border: 1px solid #d9c99a; border-radius: 4px;
  padding: 7px 10px; }
QToolTip { color: #1d2733; background: #fffdf5; border: 1px solid #d9c99a; padding: 4px; }
"""


def palette() -> QPalette:
    """Return the light palette that all systems get alike."""
    made = QPalette(QColor("#f7f8f9"))
    role = QPalette.ColorRole
    made.setColor(role.Base, PAPER)
    made.setColor(role.Window, QColor("#f7f8f9"))
    made.setColor(role.Highlight, CURRENT)
    made.setColor(role.HighlightedText, PAPER)
    made.setColor(role.Text, INK)
    made.setColor(role.WindowText, INK)
    made.setColor(role.ButtonText, INK)
    made.setColor(role.PlaceholderText, HINT_TEXT)
    for text in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, text, NOT_NOW)
    return made


def menu_palette() -> QPalette:
    """Return the palette of menus: what is chosen stays light, so that icons are seen on it."""
    made = palette()
    made.setColor(QPalette.ColorRole.Highlight, CHOSEN)
    made.setColor(QPalette.ColorRole.HighlightedText, INK)
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.HighlightedText, NOT_NOW)
    return made


def window_icon() -> QIcon:
    """Return the program's own icon in all its sizes."""
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(resources.path(f"icons/perfdesk-{size}.png")), QSize(size, size))
    return icon


def ui_font() -> QFont:
    """Return the font of menus and lists: the system's Chinese one, else the bundled Hei."""
    font = QGuiApplication.font()
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    if font.family() not in families:
        own = next((name for name in UI_FAMILIES if name in families), None)
        font.setFamily(own or paint.family("hei"))
    font.setPointSizeF(max(font.pointSizeF(), 9.5))
    return font
