"""Write SHA256SUMS beside the files of a folder, for ``sha256sum --check``."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def sums(folder: Path) -> str:
    """Return a line for each file of the folder."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)
    return "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files)


if __name__ == "__main__":
    (Path(sys.argv[1]) / NAME).write_text(sums(Path(sys.argv[1])), "utf-8")
