"""Check that each library of the tree finds the libraries that it asks for.

Usage: imports.py TREE. They must be in the tree or a part of every Windows 10; one that pruning
took away would be missed only when the program starts.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = (".exe", ".dll", ".pyd")
WINDOWS = {
    *("advapi32", "authz", "bcrypt", "comdlg32", "d3d11", "d3d12", "d3d9", "dwmapi", "dwrite"),
    *("dxgi", "gdi32", "imm32", "iphlpapi", "kernel32", "mpr", "netapi32", "ole32", "oleaut32"),
    *("rpcrt4", "setupapi", "shell32", "shlwapi", "uiautomationcore", "user32", "userenv"),
    *("uxtheme", "version", "winmm", "winspool.drv", "ws2_32", "wtsapi32"),
}
"""Libraries of Windows that Qt and Python use, without ".dll"; its C library comes as api-ms-…"""


def missing(tree: Path) -> list[str]:
    """Return a line for each library that is asked for and is neither here nor Windows's own."""
    files = sorted(path for path in tree.rglob("*") if path.suffix.lower() in PROGRAMS)
    here = {path.name.lower() for path in files}
    return [
        f"{path.relative_to(tree)} asks for {name}"
        for path in files
        for name in imports(path.read_bytes())
        if name not in here and not of_windows(name)
    ]


def of_windows(name: str) -> bool:
    """Tell whether Windows brings the library (in small letters)."""
    return name.startswith("api-ms-win-") or name.removesuffix(".dll") in WINDOWS


def imports(data: bytes) -> Iterator[str]:
    """Yield the names of the libraries that a program or library of 64 bits is linked to.

    Raises:
        ValueError: it is none.
    """
    start = struct.unpack_from("<I", data, 0x3C)[0] if data[:2] == b"MZ" else 0
    machine, sections, optional = struct.unpack_from("<4xHH12xH", data, start)
    if data[start : start + 4] != b"PE\0\0" or machine != 0x8664:
        raise ValueError("not a program for Windows of 64 bits")
    directory = struct.unpack_from("<I", data, start + 24 + 112 + 8)[0]
    table = [
        struct.unpack_from("<8xIIII", data, start + 24 + optional + 40 * number)
        for number in range(sections)
    ]

    def place(address: int) -> int:
        for size, virtual, _, raw in table:
            if virtual <= address < virtual + size:
                return int(address - virtual + raw)
        raise ValueError("a broken table of imports")

    entry = place(directory) if directory else -1
    while entry >= 0 and (name := struct.unpack_from("<12xI4x", data, entry)[0]):
        first = place(name)
        yield data[first : data.index(b"\0", first)].decode("ascii").lower()
        entry += 20


def main() -> None:
    """Check as the command line says."""
    lines = missing(Path(sys.argv[1]))
    if lines:
        raise SystemExit("libraries are missing:\n  " + "\n  ".join(lines))


if __name__ == "__main__":
    main()
