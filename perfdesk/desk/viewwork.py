"""Commands of the view and help menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.desk.host import as_widget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from perfdesk.desk.dialogs.help import HelpWindow
    from perfdesk.desk.host import Host


class ViewWork:
    """Size of the sheet, help, about."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._help: HelpWindow | None = None

    def possible(self) -> dict[str, bool]:
        """Sizes need an open dossier."""
        shown = self._window.pane is not None
        return dict.fromkeys(("zoom_in", "zoom_out", "zoom_fit", "zoom_full"), shown)

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

    def help(self) -> None:
        """Show the guide."""
        from perfdesk.desk.dialogs.help import HelpWindow  # noqa: PLC0415 - not needed at the start

        if self._help is None:
            self._help = HelpWindow(as_widget(self._window))
        self._help.open_page("index")

    def about(self) -> None:
        """Show version and licences."""
        from perfdesk.desk.dialogs.about import show_about  # noqa: PLC0415 - not needed at the start

        show_about(as_widget(self._window), self._window.program.catalogue)
