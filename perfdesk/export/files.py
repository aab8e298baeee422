"""Names of exported files, and writing them so that a file is there whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from perfdesk.errors import PerfdeskError, os_reason

MAX_NAME = 80
"""Characters of a file name without its ending; paths on Windows must stay below 260."""
MAX_BYTES = 240
"""The same in UTF-8; Linux takes 255, a number and the ending included."""

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)


def safe_name(text: str) -> str:
    """Return ``text`` as a file name that Windows and Linux both take, never empty."""
    name = _UNSAFE.sub("-", "".join(c if c.isprintable() else " " for c in text))
    name = " ".join(name.split())[:MAX_NAME]
    name = name.encode()[:MAX_BYTES].decode(errors="ignore").strip(" .-")
    if _RESERVED.match(name):
        name = f"_{name}"
    return name or "未命名"


def unique_name(stem: str, taken: set[str]) -> str:
    """Return ``stem``, numbered where it is taken already (letter case ignored), and take it."""
    name, number = stem, 2
    while name.casefold() in taken:
        name = f"{stem}（{number}）"
        number += 1
    taken.add(name.casefold())
    return name


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``; on failure what was there before is untouched.

    Raises:
        PerfdeskError: the folder cannot be made or written, or the disk is full.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    except OSError as error:
        what, remedy = os_reason(error)
        raise PerfdeskError(f"{path.parent}：不能写入这个文件夹，{what}；{remedy}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        what, remedy = os_reason(error)
        raise PerfdeskError(f"{path}：不能写入，{what}；{remedy}") from error
