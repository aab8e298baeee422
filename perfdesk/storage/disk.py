"""Write a file so that either the old or the new one stands there whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from perfdesk.errors import DossierFileError, Problem

_REASONS = {
    errno.ENOENT: ("没有这个文件或文件夹", "请检查路径"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径"),
    errno.EISDIR: ("这是一个文件夹", "请写明文件名"),
    errno.EEXIST: ("已有同名的文件", "请换一个名称"),
    errno.EACCES: ("没有权限", "请检查文件和文件夹的权限，或换一个位置"),
    errno.EPERM: ("没有权限", "请检查文件和文件夹的权限，或换一个位置"),
    errno.EROFS: ("所在的磁盘是只读的", "请换一个位置"),
    errno.ENOSPC: ("磁盘空间不足", "请清理磁盘或换一个位置"),
    errno.EDQUOT: ("磁盘配额已用完", "请清理磁盘或换一个位置"),
    errno.EFBIG: ("文件超出了磁盘允许的大小", "请换一个位置"),
    errno.ENAMETOOLONG: ("文件名过长", "请换一个短些的名称"),
    errno.EINVAL: ("文件名或位置不能使用", "请换一个名称或位置"),
    errno.ELOOP: ("快捷方式（符号链接）指向了自己", "请检查路径"),
    errno.EIO: ("磁盘读写出错", "请检查磁盘或换一个位置"),
    errno.EBUSY: ("文件正被其他程序使用", "请关闭后再试"),
}

_IN_USE = {5, 32, 33}
"""Windows: access denied, sharing violation, lock violation."""


def os_reason(error: OSError | ValueError) -> tuple[str, str]:
    """Return in Chinese why the system refused a file, and what to do about it."""
    if not isinstance(error, OSError):
        return "文件名不能使用", "请换一个名称"
    if getattr(error, "winerror", None) in _IN_USE:
        return "文件正被其他程序打开，或没有权限", "请关闭打开它的程序后再试"
    unknown = (f"系统报告错误（{error.strerror or error}）", "请换一个位置再试")
    return _REASONS.get(error.errno or 0, unknown)


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
    temporary = target.with_name(f".perfdesk-{secrets.token_hex(6)}.tmp")
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
        temporary.replace(target)
        done = True
    finally:
        if not done:
            temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


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
