"""Commands on files: new, open, save, export, close; and the journal that keeps what is typed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu

from perfdesk.desk.host import as_widget
from perfdesk.desk.keeper import Keeper
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.workspace import Workspace
from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.save import save

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from perfdesk.desk.host import Host
    from perfdesk.dossier.state import Dossier
    from perfdesk.dossier.state import Path as ValuePath
    from perfdesk.storage.journal import Journal

FILTER = f"绩效目标套表 (*{SUFFIX})"
UNTOUCHED = "磁盘上的文件没有改动。"
IN_WINDOW = (
    "您填写的内容仍在窗口中，没有丢失；磁盘上原来的文件没有改动。也可以用“另存为”保存到别处。"
)


class FileWork:
    """The file of one window."""

    def __init__(self, window: Host) -> None:
        self._window = window
        self._file: OpenFile | None = None
        self._keeper: Keeper | None = None
        self.path: Path | None = None

    def possible(self) -> dict[str, bool]:
        """Saving and exporting need an open dossier."""
        shown = self._window.pane is not None
        return {"save": shown, "save_as": shown, "export": shown, "handin": shown}

    def fill_menu(self, part: str, menu: QMenu) -> bool:
        """The recent files."""
        if part != "recent":
            return False
        files = [Path(name) for name in self._window.program.settings.recent]
        for file in files:
            action = menu.addAction(f"{file.stem}　（{file.parent}）")
            action.triggered.connect(partial(self.open_path, file))
        menu.setEnabled(bool(files))
        return True

    @property
    def name(self) -> str:
        """What the open dossier is called."""
        if self.path is not None:
            return self.path.stem
        pane = self._window.pane
        return f"{pane.workspace.dossier.unit_name}（未保存）" if pane else ""

    @property
    def modified(self) -> bool:
        """True where there is something to save."""
        pane = self._window.pane
        return pane is not None and (pane.workspace.session.modified or self.path is None)

    # --- opening ---

    def new(self) -> None:
        """Ask for locality, unit and year, and begin a dossier."""
        from perfdesk.desk.dialogs.new import NewDialog  # noqa: PLC0415 - not needed at the start
        from perfdesk.jobs.create import new_dossier  # noqa: PLC0415

        program, remembered = self._window.program, self._window.program.settings
        dialog = NewDialog(
            program.catalogue,
            remembered.last_unit,
            as_widget(self._window),
            last_pack=remembered.last_pack,
        )
        if not dialog.exec():
            return
        pack, unit, year = dialog.chosen()
        dialog.deleteLater()
        remembered.last_unit, remembered.last_pack = unit, pack.info.id
        program.remember()
        host = self._window if self._window.pane is None else program.free_host()
        show_opened(host, OpenFile(new_dossier(pack, unit, year), pack), None)

    def open(self) -> None:
        """Ask for a file and open it."""
        folder = str(self.path.parent) if self.path else ""
        name, _ = QFileDialog.getOpenFileName(
            as_widget(self._window), "打开套表", folder, f"{FILTER};;所有文件 (*)"
        )
        if name:
            self.open_path(Path(name))

    def open_sample(self) -> None:
        """Show the sample that comes with the program, to be looked at and tried out."""
        from perfdesk.jobs.demo import open_sample  # noqa: PLC0415 - not needed at the start

        host = self._window if self._window.pane is None else self._window.program.free_host()
        try:
            show_opened(host, open_sample(), None)
        except PerfdeskError as error:
            show_error(as_widget(self._window), "不能打开示例", str(error), "您的文件没有改动。")

    def open_path(self, path: Path) -> None:
        """Open a file here, or in another window where this one has a dossier."""
        path = _meant(path)
        program = self._window.program
        if program.open_elsewhere(path):
            return
        try:
            file = load(path)
        except PerfdeskError as error:
            show_error(as_widget(self._window), "不能打开", str(error), UNTOUCHED)
            return
        host = self._window if self._window.pane is None else program.free_host()
        show_opened(host, file, path)

    def take(
        self,
        file: OpenFile,
        path: Path | None,
        *,
        journal: Journal | None = None,
        saved: Dossier | None = None,
    ) -> None:
        """Show a dossier in this window.

        Args:
            file: what to show.
            path: its file, None for a new one.
            journal: one that goes on after a recovery.
            saved: what the file holds, where that differs (recovered).
        """
        if self._keeper is not None:
            self._keeper.close()
        self._file, self.path = file, path
        workspace = Workspace(file.dossier, file.pack)
        if saved is not None:
            workspace.session.mark_saved(saved)
        self._keeper = Keeper(workspace, file, path, journal)
        self._window.show_workspace(workspace)
        if self._window.pane is not None:
            self._keeper.drafting = self._window.pane.draft_step
        if path is not None:
            self._window.program.settings.used(path)
            self._window.program.settings.last_pack = file.pack.info.id
            self._window.program.remember()
        self._keeper.complain = self._window.warn
        self._window.warn(self._keeper.warning)

    # --- saving ---

    def save(self) -> bool:
        """Save; a dossier without a file asks for one. False where it was not saved."""
        return self._write(self.path) if self.path is not None else self.save_as()

    def save_as(self) -> bool:
        """Ask where to, and save there."""
        pane = self._window.pane
        if pane is None:
            return False
        dossier = pane.workspace.dossier
        stem = f"{dossier.unit_name}{dossier.year}年绩效目标".replace("/", "-")
        start = self.path or Path(self._window.program.settings.export_folder or Path.home(), stem)
        name, _ = QFileDialog.getSaveFileName(
            as_widget(self._window), "保存套表", str(start.with_suffix(SUFFIX)), FILTER
        )
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

    def _write(self, path: Path) -> bool:
        pane = self._window.pane
        if pane is None or self._file is None or self._keeper is None:
            return False
        pane.view.close_editor()
        from perfdesk.desk.dialogs.ask import ask_changed_outside  # noqa: PLC0415 - not needed at the start

        changed = path == self.path and self._keeper.changed_outside(path)
        if changed and not ask_changed_outside(as_widget(self._window), path.name):
            return False
        dossier = pane.workspace.dossier
        file = OpenFile(dossier, self._file.pack, self._file.others, self._file.id)
        try:
            self._keeper.saving(file, path)
            save(path, file)
        except PerfdeskError as error:
            show_error(as_widget(self._window), "不能保存", str(error), IN_WINDOW)
            return False
        self._file, self.path = file, path
        pane.workspace.session.mark_saved(dossier)
        self._keeper.saved(file, path)
        self._window.program.settings.used(path)
        self._window.program.remember()
        self._window.say(f"已保存到 {path}")
        self._window.refresh()
        return True

    # --- paper ---

    def export(self) -> None:
        """Write PDF and Excel files."""
        from perfdesk.desk.dialogs.export import ExportDialog  # noqa: PLC0415 - not needed at the start

        pane = self._window.pane
        if pane is None:
            return
        pane.view.close_editor()
        settings = self._window.program.settings
        folder = Path(settings.export_folder) if settings.export_folder else self._folder()
        dialog = ExportDialog(pane.workspace, pane.form_id, folder, as_widget(self._window))
        dialog.exec()
        settings.export_folder = str(dialog.folder)
        dialog.deleteLater()
        self._window.program.remember()

    def handin(self) -> None:
        """Write the hand-in folder, or the public version."""
        from perfdesk.desk.dialogs.handin import HandinDialog  # noqa: PLC0415 - not needed at the start

        pane = self._window.pane
        if pane is None or self._file is None:
            return
        pane.view.close_editor()
        dossier = pane.workspace.dossier
        if not dossier.forms:
            self._window.say("这套表里还没有表，没有可以报送的内容")
            return
        file = OpenFile(dossier, self._file.pack, self._file.others, self._file.id)
        settings = self._window.program.settings
        folder = Path(settings.handin_folder or (self.path.parent if self.path else Path.home()))
        dialog = HandinDialog(file, folder, as_widget(self._window))
        dialog.exec()
        settings.handin_folder = str(dialog.folder)
        dialog.deleteLater()
        self._window.program.remember()

    def _folder(self) -> Path:
        return self.path.parent / f"{self.path.stem}-导出" if self.path else Path.home()

    # --- closing ---

    def close(self) -> None:
        """Close this window."""
        self._window.close()

    def quit(self) -> None:
        """Close all windows."""
        self._window.program.quit()

    def may_close(self) -> bool:
        """Ask what to do with unsaved work; False where the window stays."""
        pane = self._window.pane
        if pane is None:
            return True
        pane.view.close_editor()
        if not pane.workspace.session.modified:
            return True
        fresh = self.path is None
        name = pane.workspace.dossier.unit_name if fresh else self.name
        from perfdesk.desk.dialogs.ask import ask_save  # noqa: PLC0415 - not needed at the start

        answer = ask_save(as_widget(self._window), name, fresh=fresh)
        if answer == "save":
            return self.save()
        return answer == "discard"

    def closed(self) -> None:
        """Give the file free; what was not saved was given up knowingly."""
        if self._keeper is not None:
            self._keeper.close()

    def keep_draft(self, path: ValuePath | None, _text: str) -> None:
        """Keep what stands in the open editor."""
        if self._keeper is None:
            return
        if path is None:
            self._keeper.drop_draft()
        else:
            self._keeper.draft()


def _meant(path: Path) -> Path:
    """Return the dossier where the file that only says that it is open was chosen."""
    own = path.with_name(path.name.removeprefix("~$"))
    return own if own.is_file() else path


def show_opened(host: Host, file: OpenFile, path: Path | None) -> None:
    """Show a dossier in a window that is free."""
    files: FileWork = host.files  # type: ignore[attr-defined]  # every window has its files
    files.take(file, path)


def show_error(parent: QWidget, title: str, text: str, data_note: str) -> None:
    """Say that something was not done, and what that means for the user's data."""
    from perfdesk.desk.dialogs import ask  # noqa: PLC0415 - not needed at the start

    ask.show_error(parent, title, text, data_note)
