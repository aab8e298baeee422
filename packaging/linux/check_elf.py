"""Check that every program and library below a folder runs on the oldest system that we promise.

Prints the newest symbol versions asked for; fails where one is too new, or a library is neither
brought along nor in system-libraries.toml. With ``--depends`` or ``--recommends`` it prints the
Debian packages that the rest must come from.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RULES = Path(__file__).with_name("system-libraries.toml")
LIMITS = {"GLIBC": "newest", "GLIBCXX": "glibcxx", "CXXABI": "cxxabi"}


def elf_files(top: Path) -> Iterator[Path]:
    """Yield every ELF file below ``top``."""
    for path in sorted(top.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def objdump(path: Path, *options: str) -> str:
    """Return what objdump says of a file."""
    command = ["objdump", *options, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def number(version: str) -> tuple[int, ...]:
    """Return a version as numbers, to be compared."""
    return tuple(int(part) for part in version.split("."))


def asked_for(path: Path) -> dict[str, set[str]]:
    """Return the symbol versions that a file asks for, by family (GLIBC, GLIBCXX, CXXABI)."""
    # Required versions stand in lines of four fields, the file's own definitions do not.
    text = objdump(path, "-p").partition("Version References:")[2]
    found: dict[str, set[str]] = {}
    for family, version in re.findall(r"\b(GLIBC|GLIBCXX|CXXABI)_([0-9.]+)", text):
        found.setdefault(family, set()).add(version)
    return found


def needed(path: Path) -> list[str]:
    """Return the libraries that a file asks for."""
    return re.findall(r"NEEDED\s+(\S+)", objdump(path, "-p"))


def packages(top: Path, table: str, rules: dict[str, Any]) -> list[str]:
    """Return the Debian packages of a table that something below ``top`` needs."""
    files = list(elf_files(top))
    own = {path.name for path in files}
    wanted = {name for path in files for name in needed(path)} - own
    return sorted({package for name, package in rules[table].items() if name in wanted})


def complaints(top: Path, rules: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong; print the newest version of each family."""
    files = list(elf_files(top))
    own = {path.name for path in files}
    known = own | rules["depends"].keys() | rules["recommends"].keys()
    newest: dict[str, tuple[int, ...]] = {}
    for path in files:
        for family, versions in asked_for(path).items():
            most = max(map(number, versions))
            newest[family] = max(most, newest.get(family, (0,)))
            if most > number(rules["glibc"][LIMITS[family]]):
                yield f"{path}: asks for {family}_{'.'.join(map(str, most))}"
        for name in needed(path):
            if name not in known:
                yield f"{path}: nobody brings {name}"
    shown = (f"{family} {'.'.join(map(str, most))}" for family, most in sorted(newest.items()))
    print(f"{len(files)} ELF files, newest: {', '.join(shown)}")


def main() -> None:
    """Check the folder of the command line."""
    rules = tomllib.loads(RULES.read_text("utf-8"))
    top = Path(sys.argv[-1])
    for table in ("depends", "recommends"):
        if f"--{table}" in sys.argv:
            print(", ".join(packages(top, table, rules)))
            return
    if wrong := list(complaints(top, rules)):
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
