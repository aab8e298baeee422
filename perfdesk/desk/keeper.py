"""Keeps what is typed: the recovery journal of one window's dossier, and the lock on its file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from perfdesk.desk.settings import state_folder
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.errors import DossierFileError
from perfdesk.storage import lock
from perfdesk.storage.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from perfdesk.dossier.edits import Edit
    from perfdesk.jobs.workspace import Workspace
    from perfdesk.storage.format import OpenFile

QUIET_MS = 2_000
"""An open editor's text is written down when no key came for so long …"""
LONGEST_MS = 10_000
"""… and at least so often."""

Drafting = tuple[ValuePath, str, "Edit | None"]


def journals() -> Path:
    """Return the folder of the recovery journals."""
    return state_folder() / "recovery"


TWICE = "只看不改没有关系；两处同时修改，后保存的会覆盖先保存的，要修改请先让对方关闭。"


class Keeper:
    """One journal and one lock."""

    def __init__(
        self,
        workspace: Workspace,
        file: OpenFile,
        path: Path | None,
        journal: Journal | None = None,
    ) -> None:
        self._session = workspace.session
        self._journal = journal or Journal.start(journals(), file, path)
        self._journal.sync_in_background()
        self._lock: lock.FileLock | None = None
        self._known: lock.Fingerprint | None = None
        self.warning = ""
        """A word for the user about the file, "" where all is well."""
        self.complain: Callable[[str], None] = lambda _: None
        """Told when the journal cannot be written, and told "" when it can again."""
        self._complained = ""
        self.drafting: Callable[[], Drafting | None] = lambda: None
        """Says what stands in the open editor: place, text, and the edit that would enter it."""
        self._quiet = _timer(QUIET_MS, self._write_draft)
        self._longest = _timer(LONGEST_MS, self._write_draft)
        self._session.recorder = self._record
        self._take_lock(path)

    def _take_lock(self, path: Path | None) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        self._known = lock.fingerprint(path) if path is not None else None
        if path is None:
            return
        taken = lock.take(path, _now())
        if isinstance(taken, lock.Holder):
            self.warning = f"这套表正由 {taken} 打开。{TWICE}"
        else:
            self._lock = taken

    def _record(self, edit: Edit, label: str) -> None:
        self._quiet.stop()
        self._longest.stop()
        try:
            self._journal.record(edit, label, _now())
        except DossierFileError as error:
            self._tell(str(error))
        else:
            self._tell("")

    def draft(self) -> None:
        """A key came in the open editor."""
        self._quiet.start()
        if not self._longest.isActive():
            self._longest.start()

    def drop_draft(self) -> None:
        """The editor was closed without entering its text."""
        self._quiet.stop()
        self._longest.stop()
        self._try_draft(None, "", None)

    def _write_draft(self) -> None:
        self._quiet.stop()
        self._longest.stop()
        drafting = self.drafting()
        if drafting is not None:
            self._try_draft(*drafting)

    def _try_draft(self, path: ValuePath | None, text: str, edit: Edit | None) -> None:
        try:
            if path is not None or self._journal.place is not None:
                self._journal.draft(path, text, _now(), edit)
        except DossierFileError as error:
            self._tell(str(error))

    def _tell(self, trouble: str) -> None:
        """Say once that the journal has trouble, or that it is over."""
        if trouble != self._complained:
            self._complained = trouble
            self.complain(f"{trouble}。在此之前，停电或死机会丢失新填的内容" if trouble else "")

    def changed_outside(self, path: Path) -> bool:
        """Tell whether another program has changed the file since it was opened or saved.

        In the place of one that has gone (a memory stick pulled out) nothing is written over.
        """
        gone = lock.fingerprint(path) is None
        return self._known is not None and not gone and lock.changed_outside(path, self._known)

    def saving(self, file: OpenFile, path: Path) -> None:
        """Say that the state is about to be saved."""
        self._journal.saving(file, path, _now())

    def saved(self, file: OpenFile, path: Path) -> None:
        """Say that the state is in its file."""
        self._journal.saved(file, path)
        self._take_lock(path)

    def close(self) -> None:
        """End journal and lock; what was not saved has been given up knowingly."""
        self._quiet.stop()
        self._longest.stop()
        self._session.recorder = None
        self._journal.close(clean=True)
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _timer(milliseconds: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer()
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(then)
    return timer


def _now() -> datetime:
    return datetime.now().astimezone()
