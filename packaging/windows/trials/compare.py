"""Compare what the Windows build exported with what this machine exports of the same values.

Usage: compare.py VALUES.json FOLDER. The same text at the same places in each PDF; the same parts
in each workbook and document but for the time they were made.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pdfplumber

MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?")
Glyph = tuple[str, str, float, float, float]


def glyphs(file: Path) -> list[list[Glyph]]:
    """Return each glyph of each page: character, font, size, and its place in points."""
    with pdfplumber.open(file) as document:
        return [
            [(one["text"], one["fontname"].partition("+")[2], *_places(one)) for one in page.chars]
            for page in document.pages
        ]


def _places(glyph: dict[str, float]) -> tuple[float, float, float]:
    return round(glyph["size"], 3), round(glyph["x0"], 3), round(glyph["top"], 3)


def parts(file: Path) -> dict[str, bytes]:
    """Return the parts of a workbook or document, without the moment of their making."""
    with zipfile.ZipFile(file) as archive:
        return {name: MOMENT.sub(b"", archive.read(name)) for name in archive.namelist()}


def export(values: Path, folder: Path) -> None:
    """Do here what the trial did there."""
    dossier = folder / "示例.perfdesk"
    program = [sys.executable, "-m", "perfdesk"]
    subprocess.run(
        [*program, "new", "--values", values, "-o", dossier], check=True, stdout=subprocess.DEVNULL
    )
    formats = [word for name in ("pdf", "xlsx", "docx") for word in ("--format", name)]
    subprocess.run(
        [*program, "export", "-o", folder / "out", *formats, dossier],
        check=True,
        stdout=subprocess.DEVNULL,
    )


def differences(own: Path, other: Path) -> list[str]:
    """Return what differs between two folders of exported files."""
    names = sorted(path.name for path in own.iterdir())
    if names != (found := sorted(path.name for path in other.iterdir())):
        return [f"files: {names} here, {found} there"]
    wrong = []
    for name in names:
        read = glyphs if name.endswith(".pdf") else parts
        if read(own / name) != read(other / name):
            wrong.append(name)
    return wrong


def main() -> None:
    """Compare as the command line says."""
    with tempfile.TemporaryDirectory() as temporary:
        export(Path(sys.argv[1]), Path(temporary))
        own = Path(temporary, "out")
        wrong = differences(own, Path(sys.argv[2]))
        count = len(list(own.iterdir()))
    if wrong:
        print(f"FAILED  exported as on this machine: {', '.join(wrong)}")
    else:
        print(f"ok      {count} files exported as on this machine")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
