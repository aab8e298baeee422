"""Take out of site-packages what the installers do not carry, as prune.toml says.

As a program: take out of a standard library, whose folder is given, what is not carried.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

RULES = Path(__file__).with_name("prune.toml")
CHOSEN = ("PySide6/", "shiboken6/")
"""Packages of which only what is named is kept."""


def patterns(table: str, platform: str) -> list[str]:
    """Return the patterns of a table of prune.toml for a system, braces expanded."""
    rules = _rules()[table]
    return [one for pattern in (*rules["both"], *rules[platform]) for one in expand(pattern)]


def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(RULES.read_text("utf-8"))


def expand(pattern: str) -> Iterator[str]:
    """Yield the patterns that one with ``{a,b}`` stands for."""
    found = re.search(r"\{([^{}]*)\}", pattern)
    if not found:
        yield pattern
        return
    for choice in found[1].split(","):
        yield from expand(pattern[: found.start()] + choice + pattern[found.end() :])


def matches(name: str, wanted: Iterable[str]) -> bool:
    """Tell whether a path below site-packages fits one of the patterns."""
    return any(fnmatchcase(name, pattern) for pattern in wanted)


def stale(names: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the patterns that fit none of the paths."""
    known = list(names)
    return [pattern for pattern in wanted if not any(fnmatchcase(n, pattern) for n in known)]


def kept(names: Iterable[str], platform: str) -> list[str]:
    """Return those of the paths below site-packages that the installers carry."""
    keep, drop = patterns("keep", platform), patterns("drop", platform)
    return [
        name
        for name in names
        if (matches(name, keep) if name.startswith(CHOSEN) else not matches(name, drop))
    ]


def listing(site: Path) -> list[str]:
    """Return every file below site-packages, with forward slashes."""
    files = (path for path in site.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(path.relative_to(site).as_posix() for path in files)


def prune(site: Path, platform: str) -> tuple[int, list[str]]:
    """Remove what is not carried; return how many files went, and patterns that fit nothing."""
    names = listing(site)
    wrong = stale(names, patterns("keep", platform))
    gone = sorted(set(names) - set(kept(names, platform)))
    _remove(site, gone)
    return len(gone), wrong


def prune_stdlib(folder: Path) -> int:
    """Remove from ``lib/python3.11`` what is not carried; return how many files went."""
    drop = [p for pattern in _rules()["stdlib"]["drop"] for p in expand(pattern)]
    gone = [name for name in listing(folder) if matches(name, drop)]
    _remove(folder, gone)
    return len(gone)


def _remove(top: Path, names: Iterable[str]) -> None:
    for name in names:
        (top / name).unlink()
    folders = sorted((path for path in top.rglob("*") if path.is_dir()), reverse=True)
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()


if __name__ == "__main__":
    print(f"{sys.argv[1]}: {prune_stdlib(Path(sys.argv[1]))} files left out")
