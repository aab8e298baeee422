"""Write a file so that either the old or the new one stands there whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from pathlib import Path

from perfdesk.errors import DossierFileError, Problem, os_reason

PREFIX, SUFFIX = ".perfdesk-", ".tmp"
ABANDONED = 10.0
"""Seconds after which a temporary file of somebody who is still writing would be gone."""
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4) if sys.platform == "win32" else ()
"""Seconds between attempts to replace a file: a virus scanner may hold the old one for a moment."""


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` into the file at ``path``, durably and in one step.

    The bytes go to a new file in the same folder, which then takes the old one's place and keeps
    its permissions; a symbolic link stays one. On failure the new file is removed.

    Raises:
        DossierFileError: it could not be written; what stood there before is untouched.
    """
    try:
        target = Path(os.path.realpath(path))
        _replace(target, _old_file(target), data)
    except (OSError, ValueError) as error:
        what, remedy = os_reason(error)
        old = "原文件没有改动，" if os.path.lexists(path) else ""
        raise DossierFileError(
            str(Problem(str(path), f"无法保存，{what}", old + remedy))
        ) from error


def _old_file(target: Path) -> os.stat_result | None:
    """Return the state of the file that will be replaced, or None where there is none yet."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    # A file that its owner made read-only stays, though its folder would allow to replace it.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "")
    return old


def _replace(target: Path, old: os.stat_result | None, data: bytes) -> None:
    # A short name of its own: the target's may be as long as the system allows.
    temporary = target.with_name(f"{PREFIX}{os.urandom(6).hex()}{SUFFIX}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    done = False
    try:
        with os.fdopen(descriptor, "wb") as file:
            if old and hasattr(os, "fchmod"):
                _take_over_permissions(descriptor, old)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        _put(temporary, target)
        done = True
    finally:
        if not done:
            temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def remove_remains(folder: Path) -> None:
    """Remove what programs that were ended while they wrote have left in a folder."""
    now = time.time()
    with contextlib.suppress(OSError):
        for remains in folder.glob(f"{PREFIX}{'[0-9a-f]' * 12}{SUFFIX}"):
            with contextlib.suppress(OSError):
                if remains.stat().st_mtime < now - ABANDONED:
                    remains.unlink()


def _put(temporary: Path, target: Path) -> None:
    for pause in PAUSES:
        with contextlib.suppress(PermissionError):
            temporary.replace(target)
            return
        time.sleep(pause)
    temporary.replace(target)


def _take_over_permissions(descriptor: int, old: os.stat_result) -> None:
    new = os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with contextlib.suppress(PermissionError):  # only the superuser may give a file away
            os.fchown(descriptor, old.st_uid, old.st_gid)
    if old.st_mode != new.st_mode:
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable. The file is in place already: no failure here undoes that."""
    with contextlib.suppress(OSError):  # Windows and some network drives cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
