"""The only way to find a file of ``resources/``: in a checkout, a wheel or a frozen app."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path, PurePosixPath

from perfdesk.errors import PerfdeskError


@cache
def root() -> Path:
    """Return the folder that holds ``packs/``, ``fonts/`` and the rest.

    Raises:
        PerfdeskError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    places = (
        package / "_resources",
        package.parent / "resources",
        Path(sys.executable).parent / "resources",
    )
    for place in places:
        if (place / "packs").is_dir():
            return place
    raise PerfdeskError("程序文件不完整：找不到 resources 文件夹，请重新安装")


def path(name: str) -> Path:
    """Return the path of the resource ``name`` (with forward slashes), which must exist.

    Raises:
        PerfdeskError: ``name`` leads outside of the resources, or there is no such file.
    """
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/") or "\\" in name or ":" in name:
        raise PerfdeskError(f"资源名称不合法：{name!r}")
    found = root().joinpath(*parts)
    if not found.exists():
        raise PerfdeskError(f"程序文件不完整：缺少 {name}，请重新安装")
    return found
