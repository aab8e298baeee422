"""Commands of the view and help menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.desk.host import as_widget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QWidget

    from perfdesk.desk.dialogs.help import HelpWindow
    from perfdesk.desk.host import Host


_SIZES = ("zoom_in", "zoom_out", "zoom_fit", "zoom_full")
_AREAS = ("area_next", "area_previous", "side_shown", "findings_shown")
_PARTS = ("side", "findings")


class ViewWork:
    """Size of the sheet, parts of the window, help, about."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._help: HelpWindow | None = None

    def possible(self) -> dict[str, bool]:
        """Sizes need an open dossier."""
        shown = self._window.pane is not None
        return dict.fromkeys((*_SIZES, *_AREAS), shown)

    def switched(self) -> dict[str, bool]:
        """Which parts of the window are shown."""
        return {f"{name}_shown": name not in self.hidden() for name in _PARTS}

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """No part menus here."""
        return False

    def zoom_in(self) -> None:
        """Show the sheet larger."""
        if self._window.pane:
            self._window.pane.view.step_zoom(1)

    def zoom_out(self) -> None:
        """Show the sheet smaller."""
        if self._window.pane:
            self._window.pane.view.step_zoom(-1)

    def zoom_fit(self) -> None:
        """Show the sheet as wide as the window."""
        if self._window.pane:
            self._window.pane.view.fit_width()

    def zoom_full(self) -> None:
        """Show the sheet as large as on paper."""
        if self._window.pane:
            self._window.pane.view.set_zoom(100)

    # --- parts of the window ---

    def _part(self, name: str) -> QWidget | None:
        pane = self._window.pane
        return None if pane is None else {"side": pane.side, "findings": pane.findings}.get(name)

    def hidden(self) -> list[str]:
        """Return the names of the parts that are not shown."""
        parts = ((name, self._part(name)) for name in _PARTS)
        return [name for name, part in parts if part is not None and part.isHidden()]

    def toggle(self, name: str) -> None:
        """Show a part no more, or again; the sheet takes or leaves its room."""
        part = self._part(name)
        if part is not None:
            part.setVisible(part.isHidden())
            self._window.refresh()

    def side_shown(self) -> None:
        """Show the list of forms, or hide it."""
        self.toggle("side")

    def findings_shown(self) -> None:
        """Show the findings, or hide them."""
        self.toggle("findings")

    def area_next(self) -> None:
        """Give the keyboard to the next part of the window."""
        if self._window.pane:
            self._window.pane.step_area(1)

    def area_previous(self) -> None:
        """Give the keyboard to the part before."""
        if self._window.pane:
            self._window.pane.step_area(-1)

    def help(self) -> None:
        """Show the guide."""
        self._show_page("index")

    def show_rule(self, rule: str) -> None:
        """Show what the guide says of a rule."""
        self._show_page(f"rules#{rule}")

    def _show_page(self, name: str) -> None:
        from perfdesk.desk.dialogs.help import HelpWindow  # noqa: PLC0415 - not needed at the start

        if self._help is None:
            self._help = HelpWindow(as_widget(self._window))
        self._help.open_page(name)

    def about(self) -> None:
        """Show version and licences."""
        from perfdesk.desk.dialogs.about import show_about  # noqa: PLC0415 - not needed at the start

        show_about(as_widget(self._window), self._window.program.catalogue)
