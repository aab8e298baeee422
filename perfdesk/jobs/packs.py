"""Packs: which there are, and reading their blank workbooks again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from perfdesk import resources
from perfdesk.checks.specs import validate_pack
from perfdesk.errors import PerfdeskError, Problem, TemplateError
from perfdesk.jobs import installation
from perfdesk.storage.disk import write_whole
from perfdesk.template.catalogue import Catalogue, pack_folders
from perfdesk.template.loader import Pack, write_grid


class Refreshed(Struct, frozen=True):
    """A grid that was read again: its file, and whether that changed it."""

    path: Path
    changed: bool


def user_packs() -> Path:
    """Return the folder into which a user puts packs of further localities; it may not exist."""
    return installation.data_folder() / "packs"


def open_catalogue(added: Sequence[Path] = ()) -> Catalogue:
    """Return the packs in the folders ``added``, in the user's own, and those shipped.

    Raises:
        PerfdeskError: one of ``added`` is no folder or holds no pack.
    """
    for folder in added:
        if not any(pack_folders(folder)):
            what = "没有表样包（含 pack.toml 的文件夹）" if folder.is_dir() else "没有这个文件夹"
            raise PerfdeskError(str(Problem(str(folder), what, "请检查路径")))
    return Catalogue((*added, user_packs()))


def load_checked(catalogue: Catalogue, pack_id: str) -> Pack:
    """Return a pack of which the declared checks make sense too.

    Raises:
        PerfdeskError: there is no such pack.
        TemplateError: it is broken; every problem is listed.
    """
    pack = catalogue.load(pack_id)
    if problems := validate_pack(pack):
        raise TemplateError(f"表样包 {pack_id} 不能使用", tuple(problems))
    return pack


def describe(pack: Pack, folder: Path) -> dict[str, Any]:
    """Return what ``packs --json`` says of a pack."""
    return {
        "id": pack.info.id,
        "name": pack.info.name,
        "year": pack.info.year,
        "edition": pack.info.edition,
        "source": pack.info.source,
        "folder": str(folder),
        "templates": [
            {"key": key, "title": loaded.template.title, "money_unit": loaded.template.money_unit}
            for key, loaded in pack.templates.items()
        ],
    }


def refresh(places: Iterable[Path] = ()) -> tuple[Refreshed, ...]:
    """Read each blank workbook of the packs at ``places`` again and rewrite its grid.

    Nothing is written unless all of them could be read; the packs are not looked at otherwise.

    Args:
        places: packs, or folders of packs; none: the packs that the program ships.

    Raises:
        PerfdeskError: there is no pack, or a grid cannot be written.
        TemplateError: blanks that cannot be read, all of them named.
    """
    chosen = tuple(places) or (resources.path("packs"),)
    books = [book for place in chosen for book in _workbooks(place)]
    grids, problems = _read_all(books)
    if problems:
        raise TemplateError("空表不能读出，没有改动任何文件", tuple(problems))
    done = []
    for path, data in grids:
        changed = not path.is_file() or path.read_bytes() != data
        if changed:
            write_whole(path, data)
        done.append(Refreshed(path, changed))
    return tuple(done)


def _workbooks(place: Path) -> list[Path]:
    folders = list(pack_folders(place))
    if not folders:
        what = "没有表样包（含 pack.toml 的文件夹）"
        raise PerfdeskError(str(Problem(str(place), what, "请检查路径")))
    return [
        book
        for folder in folders
        for book in sorted(folder.glob("*.xlsx"))
        if not book.name.startswith(("~", "."))
    ]


def _read_all(books: Iterable[Path]) -> tuple[list[tuple[Path, bytes]], list[Problem]]:
    from perfdesk.template.blank import read_blank  # noqa: PLC0415 - openpyxl, and only here

    grids: list[tuple[Path, bytes]] = []
    problems: list[Problem] = []
    for book in books:
        try:
            grid = read_blank(book.read_bytes(), str(book))
        except TemplateError as error:
            problems += error.problems
        else:
            grids.append((book.with_name(f"{book.stem}.grid.json"), write_grid(grid)))
    return grids, problems
