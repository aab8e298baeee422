"""Upgrade steps: a dossier written by an older version becomes one of the present format.

Each released format keeps a fixture under ``tests/dossiers_old/`` that must open for ever. A new
format adds its number here and one step from the format before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from perfdesk.errors import DossierFileError, Problem

FORMAT = 1
"""The format that this version writes."""

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {}
"""By the format that a step starts from; it returns the same dossier one format later."""


def upgrade(
    raw: dict[str, Any], place: str, steps: Mapping[int, Step] = STEPS, target: int = FORMAT
) -> dict[str, Any]:
    """Return ``dossier.json`` (decoded, ``format`` in it) in the format ``target``.

    Raises:
        DossierFileError: its format is newer than this program, or never existed.
    """
    while (version := raw["format"]) != target:
        if version > target:
            what, remedy = f"这个文件由更新的版本保存（格式 {version}）", "请安装新版后再打开"
            raise DossierFileError(str(Problem(place, what, remedy)))
        if version not in steps:
            what, remedy = f"没有格式 {version} 这种文件，文件已损坏", "请改用备份或另一份副本"
            raise DossierFileError(str(Problem(place, what, remedy)))
        raw = {**steps[version](raw), "format": version + 1}
    return raw
