"""How this copy of the program came here, and where it keeps what it remembers.

The packagers write a stamp into the package; a checkout has none. A copy that carries the file
:data:`MARKER` in its top folder keeps settings, recovery files and the user's packs beside itself,
so that a USB stick takes them along; where it cannot write there, they go to the user's folders.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct
from platformdirs import PlatformDirs

STAMP = Path(__file__).resolve().parents[1] / "_build.json"
MARKER = "便携.txt"
KEPT = "用户数据"

_DIRS = PlatformDirs("perfdesk", appauthor=False)


class Stamp(Struct, frozen=True):
    """What the packagers say.

    kind: deb, portable or setup; empty in a checkout. top: the way from the folder ``perfdesk/`` to
    the program's top folder.
    """

    build: str = ""
    kind: str = ""
    top: str = ".."


@cache
def stamp() -> Stamp:
    """Return the packagers' stamp, or an empty one in a checkout."""
    try:
        return msgspec.json.decode(STAMP.read_bytes(), type=Stamp)
    except (OSError, msgspec.DecodeError):
        return Stamp()


def top_folder() -> Path:
    """Return the folder that holds all of the program."""
    return Path(os.path.normpath(STAMP.parent / stamp().top))


@cache
def beside() -> Path | None:
    """Return the folder beside a portable program for what it remembers; None for an installed one.

    None also where nothing can be written there, as on a locked stick.
    """
    top = top_folder()
    if not stamp().kind or not (top / MARKER).is_file():
        return None
    import tempfile  # noqa: PLC0415 - seldom needed

    kept = top / KEPT
    try:
        kept.mkdir(exist_ok=True)
        # Rights tell nothing of a locked stick; a file does.
        with tempfile.TemporaryFile(dir=kept):
            return kept
    except OSError:
        return None


def config_folder() -> Path:
    """Return the folder for settings; it may not exist."""
    kept = beside()
    return kept / "设置" if kept else Path(_DIRS.user_config_dir)


def state_folder() -> Path:
    """Return the folder for recovery files and logs; it may not exist."""
    kept = beside()
    return kept / "恢复" if kept else Path(_DIRS.user_state_dir)


def data_folder() -> Path:
    """Return the folder for the user's own packs; it may not exist."""
    kept = beside()
    return kept or Path(_DIRS.user_data_dir)
