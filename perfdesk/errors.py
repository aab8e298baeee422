"""The program's own errors, each with the data that a message to the user needs.

Texts are for the user and therefore Chinese: where, what, and how to mend it.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass


class PerfdeskError(Exception):
    """Something the user can understand and mend; ``str()`` is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands, what is wrong and how to mend it."""

    place: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"；{self.remedy}" if self.remedy else ""
        return f"{self.place}：{self.what}{remedy}"


class ProblemsError(PerfdeskError):
    """Several problems found in one go, all of them reported together."""

    def __init__(self, subject: str, problems: tuple[Problem, ...]) -> None:
        self.subject = subject
        self.problems = problems
        super().__init__(subject, problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return f"{self.subject}：{self.problems[0]}"
        listed = "".join(f"\n  {i}. {problem}" for i, problem in enumerate(self.problems, 1))
        return f"{self.subject}：共 {len(self.problems)} 处问题{listed}"


class TemplateError(ProblemsError):
    """A template or pack that cannot be used; carries every problem found in it."""


class ValuesError(ProblemsError):
    """Values from outside (a JSON file, an import) that do not fit their templates."""


class DossierFileError(PerfdeskError):
    """A dossier file that cannot be read or written; nothing was changed on disk."""


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
