"""Compile Python files for CPython 3.11 once and for all; as a program: FOLDER [PYTHON]."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def python311(given: str | None) -> str:
    """Return an interpreter whose compiled files CPython 3.11 reads."""
    for python in (given, sys.executable, "python3.11", "/usr/bin/python3"):
        found = shutil.which(python) if python else None
        if not found:
            continue
        test = "import sys; sys.exit(sys.version_info[:2] != (3, 11))"
        if subprocess.run([found, "-I", "-S", "-c", test], check=False).returncode == 0:
            return found
    raise SystemExit("stage.py: a Python 3.11 is needed to compile; install it or use --python")


def compile_all(folder: Path, python: str) -> None:
    """Compile each module beside it, to be read without a look at the source's date.

    The folder's own path is left out of what is compiled.
    """
    command = [python, "-I", "-S", "-m", "compileall", "-q", "-f", "-j", "2"]
    command += ["--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/", str(folder)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]), python311(sys.argv[2] if len(sys.argv) > 2 else None))
