"""Commands on whole forms: add, duplicate, remove, move, options, and going between them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from perfdesk.desk.host import as_widget
from perfdesk.dossier.edits import SetOption
from perfdesk.jobs.forms import add_form, duplicate_form, may_add, move_form, remove_form
from perfdesk.jobs.records import Refusal

if TYPE_CHECKING:
    from perfdesk.desk.host import Host


class FormWork:
    """The forms of the open dossier."""

    def __init__(self, window: Host) -> None:
        self._window = window

    def possible(self) -> dict[str, bool]:
        """Most need a form; the first has none before it, the last none behind it."""
        pane = self._window.pane
        forms = pane.workspace.dossier.forms if pane else ()
        place = pane.workspace.dossier.index_of(pane.form_id) if pane else -1
        return {
            "form_add": pane is not None,
            "form_duplicate": place >= 0,
            "form_remove": place >= 0,
            "form_up": place > 0,
            "form_down": 0 <= place < len(forms) - 1,
            "form_previous": place > 0,
            "form_next": 0 <= place < len(forms) - 1,
        }

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """The templates that may be added, and the options of the form that is shown."""
        if part == "templates":
            self._fill_templates(menu)
        elif part == "options":
            self._fill_options(menu)
        else:
            return False
        return True

    def _fill_templates(self, menu: QMenu) -> None:
        pane = self._window.pane
        if pane is None:
            return
        workspace = pane.workspace
        for key in workspace.pack.info.templates:
            action = QAction(workspace.pack[key].template.title, menu)
            refusal = may_add(workspace.dossier, workspace.pack, key)
            action.setEnabled(refusal is None)
            action.setToolTip(refusal.reason if refusal else "")
            action.triggered.connect(partial(self.add, key))
            menu.addAction(action)

    def _fill_options(self, menu: QMenu) -> None:
        pane = self._window.pane
        form = pane.model.form if pane else None
        if pane is None or form is None or not pane.workspace.loaded(form).template.options:
            menu.addAction("此表没有可选的样式").setEnabled(False)
            return
        for option in pane.workspace.loaded(form).template.options:
            sub = menu.addMenu(option.label)
            chosen = option.choice(form.options.get(option.key, "")).key
            for choice in option.choices:
                action = sub.addAction(choice.label)
                action.setCheckable(True)
                action.setChecked(choice.key == chosen)
                action.triggered.connect(partial(self._choose, option.key, choice.key))

    def _choose(self, option: str, choice: str) -> None:
        pane = self._window.pane
        form = pane.model.form if pane else None
        if pane is None or form is None:
            return
        pane.view.close_editor()
        found = pane.workspace.loaded(form).template.option(option)
        default = found is not None and found.default.key == choice
        edit = SetOption(form.id, option, None if default else choice)
        pane.workspace.apply(edit, f"更改{found.label if found else option}")

    # --- commands ---

    def form_add(self) -> None:
        """Add a form; where several templates may be added, ask which."""
        pane = self._window.pane
        if pane is None:
            return
        workspace = pane.workspace
        keys = [
            key
            for key in workspace.pack.info.templates
            if may_add(workspace.dossier, workspace.pack, key) is None
        ]
        if len(keys) == 1:
            self.add(keys[0])
            return
        menu = QMenu(as_widget(self._window))
        self._fill_templates(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if pane.side.isVisible():
            menu.popup(pane.side.menu_place() - QPoint(0, menu.sizeHint().height()))
        else:
            menu.popup(pane.view.mapToGlobal(QPoint(0, 0)))

    def add(self, template: str) -> None:
        """Add a form of a template behind the last one, and show it."""
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        self._added(add_form(pane.workspace.dossier, pane.workspace.pack, template))

    def form_duplicate(self) -> None:
        """Put a copy of this form behind it, and show it."""
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        workspace = pane.workspace
        self._added(duplicate_form(workspace.dossier, workspace.pack, pane.form_id))

    def _added(self, outcome: object) -> None:
        pane = self._window.pane
        if pane is None:
            return
        if isinstance(outcome, Refusal):
            self._window.say(outcome.reason)
        elif isinstance(outcome, tuple):
            edit, label, form_id = outcome
            if not pane.workspace.apply(edit, label):
                return
            pane.show_form(form_id)
            pane.view.go_to_first(own=True)
            pane.view.setFocus()

    def form_remove(self) -> None:
        """Take this form out; it can be brought back by undo."""
        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        step = remove_form(pane.workspace.dossier, pane.workspace.pack, pane.form_id)
        if isinstance(step, Refusal):
            self._window.say(step.reason)
            return
        if pane.workspace.apply(*step):
            self._window.say(f"{step[1]}，按 Ctrl+Z 可以恢复")

    def move_to(self, form_id: str, place: int) -> None:
        """Move a form, as dropped in the list."""
        pane = self._window.pane
        if pane is None:
            return
        step = move_form(pane.workspace.dossier, pane.workspace.pack, form_id, place)
        if isinstance(step, Refusal):
            self._window.say(step.reason)
        elif step is not None:
            pane.workspace.apply(*step)

    def form_up(self) -> None:
        """Move this form one place up."""
        self._move_by(-1)

    def form_down(self) -> None:
        """Move this form one place down."""
        self._move_by(1)

    def _move_by(self, step: int) -> None:
        pane = self._window.pane
        if pane is not None and pane.form_id:
            pane.view.close_editor()
            place = pane.workspace.dossier.index_of(pane.form_id) + step
            self.move_to(pane.form_id, place)

    def form_previous(self) -> None:
        """Show the form before."""
        if self._window.pane:
            self._window.pane.step_form(-1)

    def form_next(self) -> None:
        """Show the form behind."""
        if self._window.pane:
            self._window.pane.step_form(1)
