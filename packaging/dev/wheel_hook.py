"""Puts the checkout's resources/ into the wheel as perfdesk/_resources."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ResourcesHook(BuildHookInterface[Any]):
    """An editable installation keeps reading the checkout's own resources/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        resources = Path(self.root) / "resources"
        if not resources.is_dir():
            raise FileNotFoundError(f"{resources}: the wheel cannot do without resources/")
        build_data["force_include"][str(resources)] = "perfdesk/_resources"
