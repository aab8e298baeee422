"""What the parts of a window need of the window and of the program, without importing either."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.desk.pane import Pane
from perfdesk.desk.settings import Settings
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.catalogue import Catalogue

if TYPE_CHECKING:
    from perfdesk.desk.review.window import ReviewWindow


class Office(Protocol):
    """The program, as windows see it."""

    application: QApplication
    settings: Settings
    review: ReviewWindow | None
    """The window of 批量审核, where it is open."""

    @property
    def catalogue(self) -> Catalogue:
        """All packs."""

    def remember(self) -> None:
        """Write what the desk remembers."""

    def open_elsewhere(self, path: Path) -> bool:
        """Show the window that has a file open already; False where none has."""

    def host_of(self, path: Path) -> Host | None:
        """Return the window that has a file open, None where none has."""

    def free_host(self) -> Host:
        """Return a window where nothing is open."""

    def quit(self) -> None:
        """Close all windows."""


class Host(Protocol):
    """A window, as its commands see it."""

    pane: Pane | None
    program: Office

    def say(self, text: str) -> None:
        """Show a word in the status bar for a few seconds."""

    def warn(self, text: str) -> None:
        """Show what may not be missed above the sheet until it is closed; "" takes it away."""

    def refresh(self) -> None:
        """Bring title, status bar and commands in step with the state."""

    def show_workspace(self, workspace: Workspace) -> None:
        """Show a dossier."""

    def show_start(self) -> None:
        """Show the start page."""

    def name_step(self, command: str, text: str) -> None:
        """Change the text of a command."""

    def open_file(self, path: Path) -> None:
        """Open a dossier file in this window, or in another where this one is taken."""

    def close(self) -> bool:
        """Close the window, asking first; False where it stays."""


def as_widget(host: Host) -> QWidget:
    """Return a window as the parent of a dialog or menu."""
    return cast("QWidget", host)
