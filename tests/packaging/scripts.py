"""The packagers' scripts, which are no package, as modules."""

import importlib.util
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.conftest import ROOT

PACKAGING = ROOT / "packaging"
COMMON = PACKAGING / "common"
LINUX = PACKAGING / "linux"
SITE = Path(str(metadata.distribution("msgspec").locate_file(""))).resolve()
"""Where this environment has its packages."""


def script(path: str) -> Any:  # noqa: ANN401 - mypy sees the scripts by themselves
    """Return a script of packaging/ as a module; it may import those beside it."""
    file = PACKAGING / path
    before = set(sys.modules)
    sys.path.insert(0, str(file.parent))
    try:
        spec = importlib.util.spec_from_file_location(f"packaging_{file.stem}", file)
        assert spec is not None
        assert spec.loader is not None
        module: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(file.parent))
        # Their plain names (version, prune) must not stay for others.
        for name in set(sys.modules) - before:
            if getattr(sys.modules[name], "__file__", "").startswith(str(PACKAGING)):
                del sys.modules[name]
    return module
