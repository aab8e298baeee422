"""Pack a folder into a zip that is the same each time. Usage: zipped.py FOLDER FILE.zip

Deflated, which is all that the Explorer of Windows unpacks; names are marked as UTF-8.
"""

from __future__ import annotations

import os
import sys
import time
import zipfile
from pathlib import Path


def pack(folder: Path, file: Path) -> None:
    """Put ``folder`` with its name into ``file``."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    moment = time.gmtime(max(seconds, 315532800))[:6]  # a zip begins in 1980
    partial = file.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder.parent).as_posix()
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    partial.replace(file)


if __name__ == "__main__":
    pack(Path(sys.argv[1]), Path(sys.argv[2]))
