"""`make deb` and the Linux half of `make portable`, tried on clean systems without a network.

The trials are scripts of their own (packaging/linux/trials/); what they see they say: "ok …".
"""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk import __version__
from tests.conftest import ROOT

pytestmark = pytest.mark.soak

LINUX = ROOT / "packaging/linux"
LIMIT = 45_000_000
"""Bytes of an installer, fonts and all."""


def run(*command: str | Path) -> str:
    done = subprocess.run(
        ["bash", *command],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-5000:]
    return done.stdout


@pytest.fixture(autouse=True)
def possible(requires_tool: Callable[[str], Path]) -> None:
    requires_tool("debootstrap")
    if os.geteuid() != 0:
        pytest.skip("only root can make a clean machine")


@pytest.fixture(scope="module")
def deb() -> Path:
    run(LINUX / "deb.sh")
    return ROOT / "dist" / f"perfdesk_{__version__}_amd64.deb"


@pytest.fixture(scope="module")
def archive() -> Path:
    run(LINUX / "portable.sh")
    return ROOT / "dist" / f"perfdesk-{__version__}-linux-x86_64.tar.xz"


def trial(machine: str, scenario: str, file: Path, out: Path) -> list[str]:
    """Return what was seen."""
    said = run(LINUX / "trials/run.sh", machine, scenario, out, file)
    return [line for line in said.splitlines() if line.startswith("ok ")]


def test_on_a_fresh_machine() -> None:
    """Debian 12 with git, make and python3: the rest is found, nothing of this machine is used."""
    said = run(ROOT / "packaging/dev/chroot.sh", "XZ=-z1 make deb && ls dist")
    assert f"\nperfdesk_{__version__}_amd64.deb\n" in said


def test_small_enough(deb: Path, archive: Path) -> None:
    assert deb.stat().st_size <= LIMIT
    assert archive.stat().st_size <= LIMIT


def test_every_file_of_it_has_its_sum(deb: Path, archive: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=deb.parent, check=True)
    sums = (deb.parent / "SHA256SUMS").read_text("utf-8")
    assert deb.name in sums
    assert archive.name in sums
    for file in (deb, archive):
        assert file.with_name(f"{file.name}.cdx.json").stat().st_size > 3000


@pytest.mark.parametrize("machine", ["bullseye", "bookworm", "trixie"])
def test_from_installing_to_removing(machine: str, deb: Path, tmp_path: Path) -> None:
    seen = trial(machine, "whole", deb, tmp_path)
    assert "left outside the homes: nothing" in "".join(seen)
    assert {"1-start.png", "3-typed.png", "printed.pdf"} <= {
        file.name for file in tmp_path.iterdir()
    }


@pytest.mark.parametrize(
    "machine", ["bookworm-fcitx5", "bookworm-fcitx4", "bookworm-ibus", "bullseye-fcitx4"]
)
def test_chinese_is_typed(machine: str, deb: Path, tmp_path: Path) -> None:
    seen = trial(machine, "typing", deb, tmp_path)
    assert any(f"“你好” typed with {machine}, as installed" in line for line in seen)
    if machine.endswith("fcitx4"):
        assert any("“nihao” typed" in line for line in seen), "this trial can fail"


def test_a_screen_without_x11(deb: Path, tmp_path: Path) -> None:
    seen = trial("bookworm-wayland", "wayland", deb, tmp_path)
    assert any("a window on Wayland" in line for line in seen)


@pytest.mark.parametrize("machine", ["bullseye", "bookworm"])
def test_from_a_stick(machine: str, archive: Path, tmp_path: Path) -> None:
    seen = trial(machine, "portable", archive, tmp_path)
    assert any("nothing in the home" in line for line in seen)
