"""Save a project file: the whole of it, in one step.

The zip is put together here and not by the library: the part that stays the same from one saving
to the next (the templates) is kept ready, and the bytes depend on nothing but the content.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from perfdesk.storage import format as fmt
from perfdesk.storage.disk import write_whole
from perfdesk.storage.format import ENTRY, MAX_BYTES, MIMETYPE, OpenFile, unusable

_PACKED = (".xlsx",)
"""Files that are compressed already."""

_UNIX = 3 << 8
_VERSION = 20
_UTF8 = 0x800
_FIRST_DAY = 0x21  # 1 January 1980
_MODE = 0o600 << 16


class _Entry(NamedTuple):
    """An entry of a zip: its record with the data, and its line in the directory."""

    record: bytes
    head: bytes
    name: bytes

    def directory_line(self, offset: int) -> bytes:
        tail = struct.pack("<HHHII", 0, 0, 0, _MODE, offset)
        return b"PK\1\2" + struct.pack("<H", _UNIX | _VERSION) + self.head + tail + self.name


def save(path: Path, file: OpenFile) -> None:
    """Write ``file`` to ``path`` so that the old or the new file stands there whole.

    Raises:
        DossierFileError: it could not be written; the old file is untouched.
    """
    write_whole(path, to_bytes(file))


def to_bytes(file: OpenFile) -> bytes:
    """Return the project file; equal content gives equal bytes.

    Raises:
        DossierFileError: a text of the dossier cannot be written, or all of it is too large.
    """
    text = fmt.encode(file.dossier, file.id)
    if len(text) + sum(map(len, (*file.pack.files.values(), *file.others.values()))) > MAX_BYTES:
        what = f"内容过多（超过 {MAX_BYTES // 2**20} MiB），无法保存"
        raise unusable("保存", what, "请把套表分成几个文件")
    ready = _ready_entries(tuple(sorted(file.pack.files.items())))
    others = (_entry(name, data, 6) for name, data in sorted(file.others.items()))
    return _zip([*ready, *others, _entry(ENTRY, text, 1)])


@lru_cache(maxsize=16)
def _ready_entries(files: tuple[tuple[str, bytes], ...]) -> tuple[_Entry, ...]:
    """Return what stays the same from one saving to the next."""
    templates = (
        _entry(f"templates/{name}", data, 0 if name.endswith(_PACKED) else 9)
        for name, data in files
    )
    return (_entry("mimetype", MIMETYPE, 0), *templates)


def _entry(name: str, data: bytes, level: int) -> _Entry:
    """Return an entry, deflated at ``level`` or stored (0)."""
    raw = name.encode()
    method = zipfile.ZIP_DEFLATED if level else zipfile.ZIP_STORED
    packed = zlib.compress(data, level, wbits=-15) if level else data
    head = struct.pack(
        "<HHHHHIIIHH",
        _VERSION,
        0 if name.isascii() else _UTF8,
        method,
        0,
        _FIRST_DAY,
        zlib.crc32(data),
        len(packed),
        len(data),
        len(raw),
        0,
    )
    return _Entry(b"PK\3\4" + head + raw + packed, head, raw)


def _zip(entries: Iterable[_Entry]) -> bytes:
    records: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for entry in entries:
        records.append(entry.record)
        directory.append(entry.directory_line(offset))
        offset += len(entry.record)
    count, size = len(records), sum(map(len, directory))
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)
    return b"".join((*records, *directory, end))
