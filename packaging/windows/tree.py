"""Put together what the Windows installer and the portable zip hold.

Usage: tree.py FOLDER setup|portable. Run by the packagers' Python (packaging/common/tools.sh).

    FOLDER/perfdesk.exe, perfdesk-cli.exe   the launchers
    FOLDER/runtime/                         the private Python, as its makers signed it
    FOLDER/runtime/lib/                     our package and the libraries, compiled
    FOLDER/licences/                        licences of all of it
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import imports
import launchers
import winpython

ROOT = Path(__file__).resolve().parents[2]
COMMON = ROOT / "packaging" / "common"
CACHE = ROOT / ".cache" / "packaging" / "windows"
PYTHON = ROOT / ".venv" / "bin" / "python"

LEFT_OUT = {
    # Our launchers start Python; the catalogue only repeats the signatures.
    *("python.exe", "pythonw.exe", "python.cat"),
    # Nothing here ever speaks to a network; Python computes SHA-256 without OpenSSL too.
    *("_ssl.pyd", "_hashlib.pyd", "libssl-3.dll", "libcrypto-3.dll", "_asyncio.pyd"),
    *("_overlapped.pyd", "_multiprocessing.pyd"),
    # No data base, no installer, no sound.
    *("_sqlite3.pyd", "sqlite3.dll", "_msi.pyd", "winsound.pyd"),
}
PATHS = "python311.zip\n.\nlib\n"
"""What python311._pth says: where modules are looked for, and nowhere else."""


def build(folder: Path, kind: str) -> None:
    """Make the folder anew."""
    shutil.rmtree(folder, ignore_errors=True)
    runtime = folder / "runtime"
    runtime.mkdir(parents=True)
    _runtime(runtime)
    _common("stage.py", "windows", runtime / "lib", "--kind", kind)
    launchers.build(_common("version.py").strip(), folder)
    _licence_texts(runtime, CACHE / "licences")
    _common("licences.py", "windows", runtime / "lib", folder / "licences")
    if wanting := imports.missing(folder):
        raise SystemExit("tree.py: libraries are missing:\n  " + "\n  ".join(wanting))
    if kind == "portable":
        shutil.copyfile(COMMON / "portable.txt", folder / "便携.txt")


def _runtime(folder: Path) -> None:
    for name, data in winpython.files(CACHE).items():
        if name not in LEFT_OUT:
            (folder / name).write_bytes(data)
    (folder / "python311._pth").write_text(PATHS, "ascii", newline="\r\n")


def _licence_texts(runtime: Path, folder: Path) -> None:
    """Gather the texts that packaging/common/components.toml looks for."""
    folder.mkdir(parents=True, exist_ok=True)
    zig = importlib.util.find_spec("ziglang")
    if zig is None or zig.origin is None:
        raise SystemExit("tree.py: the package ziglang is not installed")
    texts = {
        "CPython": runtime / "LICENSE.txt",
        "mingw-w64": Path(zig.origin).parent / "lib" / "libc" / "mingw" / "COPYING",
        "NSIS": Path("/usr/share/doc/nsis/copyright"),
    }
    for name, text in texts.items():
        shutil.copyfile(text, folder / f"{name}.txt")


def _common(script: str, *words: str | Path) -> str:
    """Run a script of packaging/common and return what it prints."""
    command = [PYTHON, COMMON / script, *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
    if words:
        print(done.stdout, end="")
    return done.stdout


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2])
