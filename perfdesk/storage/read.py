"""Open a project file: a zip from anywhere, so nothing in it is believed before it was checked."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from perfdesk.errors import TemplateError, os_reason
from perfdesk.storage import format as fmt
from perfdesk.storage.format import ENTRY, MAX_BYTES, MIMETYPE, OpenFile, unusable
from perfdesk.template.loader import Pack, load_pack

MAX_ENTRIES = 500

_RECORDS = 4096
"""Most directory records within the file, those of the workbooks that it carries included."""

_OURS = slice(30, 30 + 8 + len(MIMETYPE))
"""Where the name and content of the first entry of our own files stand, stored as they are."""

_TEMPLATES = "templates/"
_KNOWN = ("mimetype", ENTRY)

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    OverflowError,
)
"""What the zip library raises on damaged files, each seen in the tests."""


def load(path: Path) -> OpenFile:
    """Return what the project file at ``path`` holds.

    Raises:
        DossierFileError: there is no such file, it cannot be read, it is no project file, it is
            damaged or too large, or a newer version of the program wrote it. One line in Chinese.
    """
    return open_bytes(_read(path), path.name)


def open_bytes(data: bytes, place: str) -> OpenFile:
    """Return what the project file ``data`` holds; ``place`` is its name, for the message.

    Raises:
        DossierFileError: see :func:`load`.
    """
    entries = _entries(data, place)
    if entries.get("mimetype") != MIMETYPE or ENTRY not in entries:
        if data[_OURS] == b"mimetype" + MIMETYPE and "mimetype" not in entries:
            _damaged(place)  # cut off: the zip seen is a workbook within it, directory and all
        _foreign(place)
    dossier, file_id = fmt.decode(entries[ENTRY], place)
    pack = _pack(entries, place)
    for number, form in enumerate(dossier.forms, 1):
        if form.template not in pack.templates:
            what = f"第 {number} 张表的表样 {form.template!a} 不在文件里，文件已损坏"
            raise unusable(place, what)
    others = {
        name: content
        for name, content in entries.items()
        if name not in _KNOWN and not _is_template(name)
    }
    return OpenFile(dossier, pack, others, file_id)


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise unusable(str(path), "这是一个文件夹", f"请指定其中的 {fmt.SUFFIX} 文件")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        what, remedy = os_reason(error)
        raise unusable(str(path), what, remedy) from error
    if len(data) > MAX_BYTES:
        _too_large(path.name)
    return data


def _entries(data: bytes, place: str) -> dict[str, bytes]:
    """Return the entries of the zip by name, every one checked; folders are left out."""
    if not data.startswith(b"PK"):
        _foreign(place)
    # The library would read a directory of a million records before we could count them.
    if data.count(b"PK\1\2") > _RECORDS:
        raise unusable(place, "文件里的条目过多，不是本程序保存的", "请换用原来的文件")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_directory(infos, place)
            return {info.filename: archive.read(info) for info in infos if not info.is_dir()}
    except _BROKEN as error:
        _damaged(place, error)


def _check_directory(infos: list[zipfile.ZipInfo], place: str) -> None:
    if len(infos) > MAX_ENTRIES:
        raise unusable(place, f"文件里有 {len(infos)} 个条目，不是本程序保存的", "请换用原来的文件")
    if sum(info.file_size for info in infos) > MAX_BYTES:
        _too_large(place)
    names = set()
    for info in infos:
        # The library shortens a name with a NUL in it and may turn backslashes round.
        name = info.orig_filename
        if name in names or not _is_safe(name) or not _is_plain(info):
            what = f"文件里有不该有的条目 {name[:80]!a}"
            raise unusable(place, what, "不是本程序保存的文件，请不要使用")
        names.add(name)


def _is_safe(name: str) -> bool:
    """Tell whether an entry's name stays below the folder that it would be unpacked to."""
    parts = name.removesuffix("/").split("/")
    odd = any(char in "\\:" or char < " " for char in name)
    return not odd and all(part not in {"", ".", ".."} for part in parts)


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is an ordinary file or folder, stored or deflated, not encrypted."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        kind in {0, stat.S_IFREG, stat.S_IFDIR}
        and info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        and not info.flag_bits & 0x41
    )


def _pack(entries: Mapping[str, bytes], place: str) -> Pack:
    files = {
        name.removeprefix(_TEMPLATES): data for name, data in entries.items() if _is_template(name)
    }
    try:
        return _load_pack(tuple(sorted(files.items())))
    except TemplateError as error:
        first = str(error.problems[0])
        raise unusable(place, f"文件里的表样不能使用（{first}）") from error


def _is_template(name: str) -> bool:
    return name.startswith(_TEMPLATES) and name.count("/") == 1


@lru_cache(maxsize=16)
def _load_pack(files: tuple[tuple[str, bytes], ...]) -> Pack:
    """Each pack is read once, however many dossiers carry it."""
    return load_pack(dict(files), "")


def _foreign(place: str) -> NoReturn:
    raise unusable(place, "不是绩效目标填报的套表文件", f"请选择扩展名为 {fmt.SUFFIX} 的文件")


def _damaged(place: str, error: Exception | None = None) -> NoReturn:
    what = "文件不完整或已损坏（可能没有复制或下载完）"
    raise unusable(place, what, "请重新复制一份，或改用备份") from error


def _too_large(place: str) -> NoReturn:
    limit = MAX_BYTES // 2**20
    raise unusable(place, f"文件过大（超过 {limit} MiB）", "套表文件不会这样大，请换用原来的文件")
