"""Commands on paper: page set-up, preview and printing, blank forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from perfdesk.desk.host import as_widget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from perfdesk.desk.host import Host
    from perfdesk.desk.preview import Preview


class PaperWork:
    """The pages of the open dossier."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._shown: Preview | None = None

    def possible(self) -> dict[str, bool]:
        """All need a form."""
        pane = self._window.pane
        shown = pane is not None and bool(pane.form_id)
        return dict.fromkeys(("print_", "page_setup", "print_blank"), shown)

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """No part menus here."""
        return False

    def print_(self) -> None:
        """Show the pages, and print them from there."""
        self._preview()

    def print_blank(self) -> None:
        """Show the blank of the form that is shown, and of the others, to be filled in by hand."""
        self._preview(blank=True)

    def _preview(self, *, blank: bool = False) -> None:
        pane = self._window.pane
        if pane is None or not pane.form_id:
            return
        from perfdesk.desk.preview import Preview  # noqa: PLC0415 - not needed at the start
        from perfdesk.jobs.paper import blank_dossier  # noqa: PLC0415

        pane.view.close_editor()
        workspace, form_id, forms = pane.workspace, pane.form_id, None
        form = workspace.dossier.form(form_id)
        if blank and form is not None:
            forms = blank_dossier(workspace.dossier, workspace.pack)
            form_id = next(item.id for item in forms.forms if item.template == form.template)
        preview = Preview(
            workspace, form_id, self._window.program, as_widget(self._window), blank=forms
        )
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._shown is not None:
            self._shown.close()
        self._shown = preview
        preview.closed.connect(self._forget)
        preview.show()

    def _forget(self, preview: Preview) -> None:
        if preview is self._shown:
            self._shown = None

    def page_setup(self) -> None:
        """Ask how the form that is shown is set on paper."""
        pane = self._window.pane
        if pane is None or not pane.form_id:
            return
        from perfdesk.desk.dialogs.pagesetup import ask_page_setup  # noqa: PLC0415 - see above

        pane.view.close_editor()
        ask_page_setup(pane.workspace, pane.form_id, as_widget(self._window))
