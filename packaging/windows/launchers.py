"""Compile the two programs that a user starts: perfdesk.exe and perfdesk-cli.exe.

Usage: launchers.py VERSION FOLDER, or launchers.py --numbers VERSION. Needs the package ziglang, a
C compiler that makes programs for Windows anywhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "packaging" / "zig"
ICON = HERE.parents[1] / "resources" / "icons" / "perfdesk.ico"
COMMON = (
    *("-target", "x86_64-windows-gnu", "-municode", "-std=c11", "-O2", "-s"),
    *("-Wall", "-Wextra", "-Werror", "-Wno-missing-field-initializers"),
)

PROGRAMS = {
    "perfdesk.exe": ("绩效目标填报", ["-Wl,--subsystem,windows"]),
    "perfdesk-cli.exe": ("绩效目标填报（命令行）", ["-DCONSOLE", "-Wl,--subsystem,console"]),
}


def build(version: str, folder: Path) -> None:
    """Compile both programs into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (purpose, options) in PROGRAMS.items():
        with tempfile.TemporaryDirectory() as temporary:
            script, compiled = Path(temporary, "own.rc"), Path(temporary, "own.res")
            script.write_text(resources(version, name, purpose), "utf-8")
            _zig("rc", "/c65001", "/:no-preprocess", "/fo", compiled, "--", script)
            sources = (HERE / "launcher.c", compiled, "-lshell32")
            _zig("cc", *COMMON, *options, "-o", Path(temporary, name), *sources)
            shutil.copyfile(Path(temporary, name), folder / name)  # and no .pdb


def _zig(*words: str | Path) -> None:
    # Compiled parts of its own library are kept for the next time, within the checkout.
    cache = {f"ZIG_{which}_CACHE_DIR": str(CACHE) for which in ("GLOBAL", "LOCAL")}
    environment = {**os.environ, **cache}
    subprocess.run([sys.executable, "-m", "ziglang", *words], env=environment, check=True)


def resources(version: str, name: str, purpose: str) -> str:
    """Return the resource script of one program: icon, manifest, version."""
    text = (HERE / "launcher.rc").read_text("utf-8")
    words = {
        "ICON_FILE": _quoted(str(ICON)),
        "NUMBERS": numbers(version).replace(".", ","),
        "VERSION": _quoted(version),
        "FILE": _quoted(name),
        "PURPOSE": _quoted(purpose),
    }
    text = text.replace('"launcher.manifest"', _quoted(str(HERE / "launcher.manifest")))
    comment, _, body = text.partition("\n")
    pattern = r"\b(?<!\")(" + "|".join(words) + r")\b(?!\")"
    return comment + "\n" + re.sub(pattern, lambda found: words[found[0]], body)


def numbers(version: str) -> str:
    """Return the four numbers that Windows wants: 0.2.0rc1 is 0.2.0.0.

    >>> numbers("1.2")
    '1.2.0.0'
    """
    parts = re.findall(r"^\d+|(?<=\.)\d+", version.partition("+")[0])[:3]
    return ".".join([*parts, "0", "0", "0"][:3]) + ".0"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '""') + '"'


if __name__ == "__main__":
    if sys.argv[1] == "--numbers":
        print(numbers(sys.argv[2]))
    else:
        build(sys.argv[1], Path(sys.argv[2]))
