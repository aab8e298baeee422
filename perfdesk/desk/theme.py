"""Colours and measures of the desk, in one place."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from perfdesk.desk import paint

DESK = QColor("#e9ecef")
PAPER = QColor("#ffffff")
PAPER_EDGE = QColor("#c9ced3")
SHADOW = QColor("#d6dade")
INK = QColor("#1d2733")
QUIET = QColor("#66727f")
"""Text that explains and need not be read."""
CHOSEN = QColor("#dcebf8")
"""Behind what is selected in a list."""
FILL = QColor("#eef5fc")
FILL_REQUIRED = QColor("#fdf6e3")
FILL_HOVER = QColor("#e1eefa")
SELECTED = QColor(31, 111, 178, 46)
CURRENT = QColor("#1f6fb2")
HINT_TEXT = QColor("#9aa5b1")
ERROR = QColor("#c8372d")
WARNING = QColor("#d98c00")
HINT = QColor("#3b82c4")
OK = QColor("#2e8b57")
SEVERITY = {"error": ERROR, "warning": WARNING, "hint": HINT}

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
QHeaderView::section { background: #f1f3f5; border: 0; border-bottom: 1px solid #d5dade;
  padding: 4px 6px; color: #55616d; }
QToolButton#filter { padding: 2px 8px; border: 1px solid transparent; border-radius: 10px;
  color: #8a95a1; }
QToolButton#filter:checked { background: #ffffff; border-color: #c9ced3; color: #1d2733; }
QToolButton#filter:hover { border-color: #1f6fb2; }
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
    made.setColor(role.Text, QColor("#1d2733"))
    made.setColor(role.WindowText, QColor("#1d2733"))
    made.setColor(role.ButtonText, QColor("#1d2733"))
    made.setColor(role.PlaceholderText, HINT_TEXT)
    return made


def ui_font() -> QFont:
    """Return the font of menus and lists: the system's Chinese one, else the bundled Hei."""
    font = QGuiApplication.font()
    families = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    if font.family() not in families:
        own = next((name for name in UI_FAMILIES if name in families), None)
        font.setFamily(own or paint.family("hei"))
    font.setPointSizeF(max(font.pointSizeF(), 9.5))
    return font
