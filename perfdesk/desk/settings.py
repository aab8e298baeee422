"""What the desk remembers between starts: a small JSON file in the user's own configuration."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from perfdesk.jobs import installation

RECENT = 10


class Printing(msgspec.Struct, frozen=True):
    """How forms of one template were printed the last time.

    printer: its name, "" for the system's own. duplex: none, long or short side, "" as the printer
    is set. fit: shrunk so that the printer cuts nothing off.
    """

    printer: str = ""
    copies: int = 1
    collate: bool = True
    duplex: str = ""
    fit: bool = False


class Settings(msgspec.Struct):
    """Remembered values; those that a newer version added are ignored, missing ones are default."""

    geometry: str = ""
    splitters: dict[str, list[int]] = {}
    zoom: int = 0
    """Size of the sheet in per cent; 0: as wide as the window."""
    hidden: list[str] = []
    """Parts of the window that are not shown: side, findings."""
    recent: list[str] = []
    last_unit: str = ""
    last_pack: str = ""
    """Id of the pack of the dossier that was made or opened last."""
    export_folder: str = ""
    handin_folder: str = ""
    review_folder: str = ""
    """Folder of dossiers that was checked last."""
    returns: dict[str, str] = {}
    """What was last entered for 退回意见."""
    printing: dict[str, Printing] = {}
    """By pack and template, as in ``lukou-2026/project``."""

    def used(self, path: Path) -> None:
        """Put a file at the top of the recent ones."""
        own = str(path.resolve())
        self.recent = [own, *(item for item in self.recent if item != own)][:RECENT]


def state_folder() -> Path:
    """Return the folder for recovery journals and logs."""
    return installation.state_folder()


def _file() -> Path:
    return installation.config_folder() / "desk.json"


def load() -> Settings:
    """Return the remembered values, or the defaults where there are none that can be read."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save(settings: Settings) -> None:
    """Remember; a folder that cannot be written is no reason to disturb anybody."""
    with contextlib.suppress(OSError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_bytes(msgspec.json.format(msgspec.json.encode(settings)))


def pack_folders() -> list[Path]:
    """Return the folders beside our own in which packs are looked for."""
    return [installation.data_folder() / "packs"]
