"""Find the dossier files of folders; a folder that cannot be read is told, not passed over."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from perfdesk.errors import PerfdeskError, os_reason
from perfdesk.storage.format import SUFFIX
from perfdesk.storage.lock import PREFIX as LOCK

OnFolder = Callable[[str], bool]
"""Told each folder that is looked into; answers False where the search shall end."""


class Found(Struct, frozen=True):
    """Dossier files in the order of their paths, and the folder below which they all are.

    unread: folders that could not be looked into, and why. stopped: the search was ended.
    """

    base: Path
    files: tuple[Path, ...]
    unread: tuple[tuple[Path, str], ...] = ()
    stopped: bool = False


def find_dossiers(places: Sequence[Path], on_folder: OnFolder | None = None) -> Found:
    """Return the dossier files among some files, and in some folders and all below them.

    Hidden files and folders are left out, and the locks of dossiers that are open.

    Args:
        places: files and folders.
        on_folder: see :data:`OnFolder`.

    Raises:
        PerfdeskError: there is none, or the only folder cannot be read.
    """
    search = _Search(on_folder)
    for place in places:
        if place.is_dir():
            search.look_into(place)
        elif is_dossier(place.name):
            search.files[place] = None
        elif len(places) == 1 and not place.exists():
            raise PerfdeskError(f"{place}：没有这个文件夹；请检查路径")
    if not search.files and not search.stopped:
        raise PerfdeskError(_nothing(places, search.unread))
    files, unread = tuple(search.files), tuple(search.unread.items())
    return Found(_base(places, files), files, unread, search.stopped)


def is_dossier(name: str) -> bool:
    """Tell by its name whether a file is a dossier."""
    return name.lower().endswith(SUFFIX) and not name.startswith((".", LOCK))


class _Search:
    """One search through folders."""

    def __init__(self, on_folder: OnFolder | None) -> None:
        self._on_folder = on_folder
        self.files: dict[Path, None] = {}
        self.unread: dict[Path, str] = {}
        self.stopped = False

    def look_into(self, folder: Path) -> None:
        """Find what is in a folder and in all below it."""
        found: list[Path] = []
        for place, folders, names in os.walk(folder, onerror=self._not_read):
            if self._on_folder is not None and not self._on_folder(place):
                self.stopped = True
                break
            folders[:] = [name for name in folders if not name.startswith(".")]
            found += [Path(place, name) for name in names if is_dossier(name)]
        self.files |= dict.fromkeys(sorted(path for path in found if path.is_file()))

    def _not_read(self, error: OSError) -> None:
        what, remedy = os_reason(error)
        self.unread[Path(error.filename)] = f"不能读取这个文件夹，{what}；{remedy}"


def _nothing(places: Sequence[Path], unread: dict[Path, str]) -> str:
    """Say why nothing was found."""
    if unread:
        folder, why = next(iter(unread.items()))
        return f"{folder}：{why}"
    where = f"{places[0]}：里面" if len(places) == 1 else "其中"
    return f"{where}没有套表（{SUFFIX} 文件）；请换一个文件夹"


def _base(places: Sequence[Path], files: Sequence[Path]) -> Path:
    if len(places) == 1 and places[0].is_dir():
        return places[0]
    try:
        return Path(os.path.commonpath([path.parent for path in files]))
    except ValueError:  # on several drives, or none was found yet
        return files[0].parent if files else places[0]
