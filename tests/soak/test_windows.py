"""The installer and the portable zip for Windows: built, then their whole life under Wine 10."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.soak

MAX_BYTES = 45_000_000
WINDOWS = ROOT / "packaging" / "windows"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of the trial."""
    for script in ("setup_exe.sh", "portable.sh"):
        subprocess.run(["bash", WINDOWS / script], check=True)
    folder = tmp_path_factory.mktemp("windows")
    command: list[str | Path] = ["bash", WINDOWS / "trials" / "run.sh", folder]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    print(done.stdout)
    return done.stdout.splitlines()


@pytest.fixture(autouse=True)
def possible(requires_tool: Callable[[str], Path]) -> None:
    requires_tool("debootstrap")
    if os.geteuid() != 0:
        pytest.skip("only root can make a machine for Wine")


def test_all_that_was_tried_went_well(result: list[str]) -> None:
    assert [line for line in result if line.startswith("FAILED")] == []
    assert sum(line.startswith("ok ") for line in result) > 45
    assert "== end" in result


def test_exported_as_on_linux(result: list[str]) -> None:
    assert any(re.match(r"ok +\d+ files exported as on this machine", line) for line in result)


def test_size(result: list[str]) -> None:
    (setup,) = (ROOT / "dist").glob("perfdesk-*-setup.exe")
    assert setup.stat().st_size < MAX_BYTES
