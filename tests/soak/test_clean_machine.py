"""A clean Debian 12 with git, make and python3 alone: `make run` and `make test` do the rest."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, packages

pytestmark = pytest.mark.soak

# What each step printed comes after "#### name", its exit code in the last line.
SCRIPT = r"""
step() { echo "#### $1"; shift; local code=0; "$@" 2>&1 || code=$?; echo "exit $code"; }
touch /before
step refused  setpriv --reuid=65534 --regid=65534 --clear-groups make run
step run      make run
step out      find out -type f
step again    make run
step test     make test
step offline  unshare --net make test
step ci       unshare --net env CI=true .ci/run
step strays   find /root /home /opt -newer /before -type f
step changed  git status --short
"""


@pytest.fixture(scope="module")
def steps() -> dict[str, str]:
    """What each step of SCRIPT printed, all of them on one clean machine."""
    committed = subprocess.run(
        ["git", "rev-parse", "-q", "--verify", "HEAD"], cwd=ROOT, check=False
    )
    options = [] if committed.returncode == 0 else ["--worktree"]
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        ["bash", ROOT / "packaging/dev/chroot.sh", *options, SCRIPT],
        env=env,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-5000:]
    parts = re.split(r"^#### (\w+)\n", done.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(autouse=True)
def possible(requires_tool: Callable[[str], Path]) -> None:
    requires_tool("debootstrap")
    if os.geteuid() != 0:
        pytest.skip("only root can make a clean machine")


def code(printed: str) -> int:
    return int(printed.rstrip().rsplit("exit ", 1)[1])


def closing_line(printed: str) -> str:
    return printed.rstrip().splitlines()[-2]


def test_without_permission_it_says_what_to_install(steps: dict[str, str]) -> None:
    assert code(steps["refused"]) != 0
    line = "sudo apt-get install -y --no-install-recommends " + " ".join(packages("run"))
    assert line in steps["refused"]


def test_run(steps: dict[str, str]) -> None:
    assert code(steps["run"]) == 0, steps["run"]
    written = steps["out"].splitlines()[:-1]
    assert {Path(file).suffix for file in written} >= {".xlsx", ".pdf"}
    for file in written:
        assert Path(file).name in steps["run"], "each file is listed"


def test_run_again_finds_everything_done(steps: dict[str, str]) -> None:
    assert code(steps["again"]) == 0
    assert "== " not in steps["again"]


@pytest.mark.parametrize("step", ["test", "offline", "ci"])
def test_test(steps: dict[str, str], step: str) -> None:
    assert code(steps[step]) == 0, steps[step][-5000:]
    assert re.fullmatch(r"=+ \d+ passed.* in .*=+", closing_line(steps[step]))
    assert "needs the program" not in steps[step]


def test_nothing_is_written_elsewhere(steps: dict[str, str]) -> None:
    assert steps["strays"].splitlines() == ["exit 0"]
    assert steps["changed"].splitlines() == ["exit 0"]
