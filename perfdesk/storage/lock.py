"""Who has a dossier open: a lock file beside it that names its holder, and a file's fingerprint.

The lock is advisory: where none can be written (a read-only folder), the dossier opens all the
same. While the holder lives, its system also locks the lock file itself, so that one left behind
by a crash is told from a live one whatever became of the process's number.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
import sys
import zlib
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

PREFIX = "~$"
"""As WPS and Office call theirs, which users know and back-up programs leave out."""

_FAR = 1 << 30
"""Where Windows locks its byte: what is locked cannot be read by others."""

_LONGEST = 4096
_TRIES = 5


class Holder(Struct, frozen=True):
    """Who holds a lock."""

    user: str
    host: str
    pid: int
    since: datetime

    def __str__(self) -> str:
        when = f"{self.since.month}月{self.since.day}日 {self.since:%H:%M} 起"
        where = f"电脑 {self.host}，" if self.host else ""
        return f"{self.user or '另一位用户'}（{where}{when}）"


class FileLock:
    """The lock of one dossier, held until :meth:`release`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the dossier free; a second time does nothing."""
        if self._descriptor < 0:
            return
        descriptor, self._descriptor = self._descriptor, -1
        with contextlib.suppress(OSError):
            if sys.platform == "win32":  # an open file cannot be removed there
                os.close(descriptor)
                self.path.unlink()
            else:
                self.path.unlink()
                os.close(descriptor)


def take(path: Path, when: datetime, *, anyway: bool = False) -> FileLock | Holder | None:
    """Lock a dossier.

    Args:
        path: the dossier's file.
        when: now.
        anyway: take over the lock of another computer, which cannot be asked whether it is alive.

    Returns:
        The lock; or who has the dossier open; or None where no lock can be written, in which case
        nobody is kept out.
    """
    place = lock_path(path)
    for _ in range(_TRIES):
        try:
            # Readable by all who share the folder: it is there to be read.
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | _BINARY, 0o666)
        except OSError:
            return _other_holder(place, anyway=anyway)
        found = _held(place, descriptor, when, anyway=anyway)
        if isinstance(found, FileLock):
            return found
        os.close(descriptor)
        if found is not None:
            return found
    return None


def lock_path(path: Path) -> Path:
    """Return where the lock of a dossier stands."""
    target = Path(os.path.realpath(path))
    name = f"{PREFIX}{target.name}"
    if len(os.fsencode(name)) > 255:  # the longest name that any system takes  # noqa: PLR2004
        import hashlib  # noqa: PLC0415 - seldom needed, and large

        name = PREFIX + hashlib.sha256(os.fsencode(target.name)).hexdigest()[:32]
    return target.with_name(name)


def lock_descriptor(descriptor: int) -> bool:
    """Lock an open file for this process alone; False where another one has it.

    Where the system knows no locks (some network drives), every file counts as free.
    """
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        return error.errno != 0  # Wine says no more than that it did not work: locked
    return True


_BINARY = getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _held(
    place: Path, descriptor: int, when: datetime, *, anyway: bool
) -> FileLock | Holder | None:
    """Return the lock or its holder; None where the file went away meanwhile: try again."""
    if not lock_descriptor(descriptor):
        return _read(descriptor) or Holder("", "", 0, when)
    if not _is_still(place, descriptor):
        return None
    holder = _read(descriptor)
    if holder is not None and holder.host != platform.node() and not anyway:
        return holder
    own = Holder(_user(), platform.node(), os.getpid(), when)
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, msgspec.json.encode(own))
    except OSError:  # a full disk: held all the same, only without a name
        pass
    return FileLock(place, descriptor)


def _is_still(place: Path, descriptor: int) -> bool:
    """Tell whether the open file is the one that stands there: its last holder removed it."""
    try:
        return os.path.samestat(place.stat(), os.fstat(descriptor))
    except OSError:
        return False


def _other_holder(place: Path, *, anyway: bool) -> Holder | None:
    """Return who holds a lock that we may not open for writing, as far as it can be read."""
    try:
        descriptor = os.open(place, os.O_RDONLY | _BINARY)
    except OSError:
        return None
    try:
        free = lock_descriptor(descriptor)
        holder = _read(descriptor)
    finally:
        os.close(descriptor)
    ours = holder is not None and (anyway or holder.host == platform.node())
    return None if free and ours else holder


def _read(descriptor: int) -> Holder | None:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        return msgspec.json.decode(os.read(descriptor, _LONGEST), type=Holder)
    except (OSError, ValueError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a user without a name
        return ""


# ---- has a file changed? ----


class Fingerprint(Struct, frozen=True):
    """What tells one state of a file from another."""

    modified_ns: int
    size: int
    digest: str


def fingerprint(path: Path) -> Fingerprint | None:
    """Return the fingerprint of a file, or None where it cannot be read."""
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            digest = f"{zlib.crc32(file.read()):08x}"
    except (OSError, ValueError):
        return None
    return Fingerprint(status.st_mtime_ns, status.st_size, digest)


def changed_outside(path: Path, known: Fingerprint | None, *, thorough: bool = True) -> bool:
    """Tell whether a file holds something else than when its fingerprint was taken.

    Args:
        path: the file.
        known: its fingerprint; None where there was no file.
        thorough: read the file even where its time and size are the same; without that, a glance.
    """
    if not thorough and known is not None:
        try:
            status = path.stat()
        except OSError:
            return True
        if (status.st_mtime_ns, status.st_size) == (known.modified_ns, known.size):
            return False
    now = fingerprint(path)
    if now is None or known is None:
        return now is not known
    return now.digest != known.digest
