"""Print the program's version, or with --build the text by which one build is told from another."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def version() -> str:
    """Return the version, from the one place where it stands."""
    text = (ROOT / "perfdesk/__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if not found:
        raise SystemExit("perfdesk/__init__.py: no __version__")
    return found[1]


def epoch() -> int:
    """Return the time of the build in seconds: of the last commit, so that it can be repeated."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    committed = _git("log", "-1", "--format=%ct")
    now = dt.datetime.now(tz=dt.UTC)
    return int(committed) if committed else int(now.timestamp())


def build() -> str:
    """Return date and commit, such as ``20261120-3e9ceef``; with ``+`` where files were changed."""
    day = dt.datetime.fromtimestamp(epoch(), tz=dt.UTC).strftime("%Y%m%d")
    commit = _git("rev-parse", "--short", "HEAD")
    changed = "+" if commit and _git("status", "--porcelain", "--untracked-files=no") else ""
    return f"{day}-{commit}{changed}" if commit else day


def _git(*words: str) -> str:
    """Return what git says, or nothing where this is no checkout of it."""
    command = ["git", "-C", str(ROOT), *words]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    print(build() if "--build" in sys.argv else epoch() if "--epoch" in sys.argv else version())
