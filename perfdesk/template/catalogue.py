"""All packs that the program knows: those it ships, and folders that a user adds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk import resources
from perfdesk.errors import PerfdeskError, Problem, TemplateError
from perfdesk.template.loader import Pack, load_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PACK_SUFFIXES = (".toml", ".xlsx", ".grid.json")


class Catalogue:
    """Packs by id. A pack in an added folder comes before a shipped one of the same id."""

    def __init__(self, added: Iterable[Path] = ()) -> None:
        """Look for packs in ``added`` folders (a pack itself, or a folder of packs) and our own."""
        self._folders: dict[str, Path] = {}
        for place in (*added, resources.path("packs")):
            for folder in pack_folders(place):
                self._folders.setdefault(folder.name, folder)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all packs, sorted."""
        return tuple(sorted(self._folders))

    def folder(self, pack_id: str) -> Path:
        """Return the folder of a pack.

        Raises:
            PerfdeskError: there is no such pack; the message names those there are.
        """
        if pack_id not in self._folders:
            raise PerfdeskError(f"没有表样包 {pack_id!r}；可用的有：{'、'.join(self.ids())}")
        return self._folders[pack_id]

    def load(self, pack_id: str) -> Pack:
        """Return the pack ``pack_id``.

        Raises:
            PerfdeskError: there is no such pack.
            TemplateError: it is broken; every problem is listed.
        """
        pack = load_pack(read_files(self.folder(pack_id)), pack_id)
        if pack.info.id != pack_id:
            what = f"id 是 {pack.info.id}，与文件夹名 {pack_id} 不同"
            problem = Problem("pack.toml", what, f'改成 id = "{pack_id}"，或给文件夹改名')
            raise TemplateError(f"表样包 {pack_id} 不能使用", (problem,))
        return pack


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a pack's folder that belong to it, by name."""
    found = sorted(item for item in folder.iterdir() if item.name.endswith(PACK_SUFFIXES))
    return {item.name: item.read_bytes() for item in found if not item.name.startswith(("~", "."))}


def pack_folders(place: Path) -> Iterator[Path]:
    """Yield the folders of packs at ``place``: itself a pack, or a folder of packs."""
    if (place / "pack.toml").is_file():
        yield place
    elif place.is_dir():
        for folder in sorted(place.iterdir()):
            if (folder / "pack.toml").is_file():
                yield folder
