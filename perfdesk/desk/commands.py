"""Actions of a window: made from the tables, wired to the works, enabled as the state allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from perfdesk import resources
from perfdesk.desk.actions import (
    ACTIONS,
    FORM_MENU,
    MENUS,
    ROW_MENU,
    SEPARATOR,
    SHORT,
    TOOLBAR,
    ActionSpec,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMainWindow

ALWAYS = {"new", "open", "close", "quit", "review", "help", "about"}
"""Commands that need no open dossier."""


PARTS = {
    "recent": "最近的套表(&R)",
    "templates": "添加表(&A)",
    "options": "表样选项(&O)",
    "fixes": "可用的修正(&M)",
    "kinds": "插入指定种类的行(&K)",
}
"""Menus within menus that depend on the state."""


class Work(Protocol):
    """A group of commands: has a method for each of its actions, and says which are possible."""

    def possible(self) -> dict[str, bool]:
        """Return for commands of this group whether they can be done now."""

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """Fill a part of a menu that depends on the state; False where it is not its own."""


class Commands:
    """The actions of one window."""

    def __init__(self, window: QMainWindow, works: Sequence[Work]) -> None:
        self._window = window
        self._works = works
        self._parts: list[tuple[str, QMenu]] = []
        self.actions = {spec.name: self._action(spec) for spec in ACTIONS}
        self._menus()
        self._toolbar()

    def _slot(self, name: str) -> Callable[[], object]:
        for work in self._works:
            slot = getattr(work, name, None)
            if slot is not None:
                return slot  # type: ignore[no-any-return]
        raise LookupError(name)

    def _action(self, spec: ActionSpec) -> QAction:
        action = QAction(_with_keys(spec.text, spec), self._window)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        if spec.icon:
            action.setIcon(QIcon(str(resources.path(f"icons/{spec.icon}.svg"))))
        tip = spec.tip or spec.text.split("(")[0]
        action.setToolTip(_tip(tip, spec))
        action.setIconText(SHORT.get(spec.name, tip))
        slot = self._slot(spec.name)
        action.triggered.connect(lambda _=False: slot())
        self._window.addAction(action)
        return action

    def _menus(self) -> None:
        for title, names in MENUS:
            menu = self._window.menuBar().addMenu(title)
            self._fill(menu, names)

    def _fill(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            if name == SEPARATOR:
                menu.addSeparator()
            elif name.startswith("*"):
                self._dynamic(menu, name[1:])
            else:
                menu.addAction(self.actions[name])

    def _dynamic(self, menu: QMenu, part: str) -> None:
        sub = menu.addMenu(PARTS[part])
        # with the menu that it is in: one that is disabled is never about to show itself
        menu.aboutToShow.connect(lambda: self._refill(part, sub))
        self._refill(part, sub)
        if menu.parent() is self._window.menuBar():
            self._parts.append((part, sub))

    def _refill(self, part: str, menu: QMenu) -> None:
        menu.clear()
        for work in self._works:
            if work.fill_menu(part, menu):
                return

    def _toolbar(self) -> None:
        bar = QToolBar("常用")
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(20, 20))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in TOOLBAR:
            if name == SEPARATOR:
                bar.addSeparator()
            else:
                bar.addAction(self.actions[name])
        self._window.addToolBar(bar)

    def do(self, name: str) -> None:
        """Do a command, if it can be done now."""
        if self.actions[name].isEnabled():
            self.actions[name].trigger()

    def workspace_shown(self) -> None:
        """Take part menus up again for another dossier."""
        for part, menu in self._parts:
            self._refill(part, menu)

    def refresh(self) -> None:
        """Enable what can be done now."""
        possible: dict[str, bool] = {}
        for work in self._works:
            possible |= work.possible()
        for name, action in self.actions.items():
            wanted = possible.get(name, True) if name not in ALWAYS else True
            if action.isEnabled() != wanted:
                action.setEnabled(wanted)

        for name, on in self._checked().items():
            self.actions[name].setCheckable(True)
            self.actions[name].setChecked(on)

    def _checked(self) -> dict[str, bool]:
        """Return for commands that switch something whether it is on."""
        found: dict[str, bool] = {}
        for work in self._works:
            found |= getattr(work, "switched", dict)()
        return found

    def name_step(self, name: str, text: str) -> None:
        """Change the text of an action, as 撤销 with the step that it would take back."""
        spec = next(spec for spec in ACTIONS if spec.name == name)
        action, shown = self.actions[name], _with_keys(text, spec)
        if action.text() != shown:
            icon_text = action.iconText()
            action.setText(shown)
            action.setIconText(icon_text)
            action.setToolTip(_tip(text.partition("(&")[0], spec))

    def show_row_menu(self, place: QPoint) -> None:
        """Show the menu of a cell, at a place on the screen."""
        self._popup(ROW_MENU, place)

    def show_form_menu(self, place: QPoint) -> None:
        """Show the menu of a form in the list."""
        self._popup(FORM_MENU, place)

    def _popup(self, names: Sequence[str], place: QPoint) -> None:
        menu = QMenu(self._window)
        self._fill(menu, names)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)


def _tip(text: str, spec: ActionSpec) -> str:
    return f"{text}（{spec.shown_keys[0]}）" if spec.keys else text


def _with_keys(text: str, spec: ActionSpec) -> str:
    """Return a menu's text with its shortcut, which Qt would call by names of its own."""
    return f"{text}\t{spec.shown_keys[0]}" if spec.keys else text
