"""The recovery journal: what was entered since the last save stands on the disk, edit by edit.

A file has a header and then lines, each with a checksum before it. The header holds the dossier as
it was when the journal began, whole (it is small), so that a journal can be replayed even where the
dossier was never saved, or stood on a stick that was pulled out. Each committed edit is one line,
one write and one sync (which may go on while the user does); a line that is torn at the end was
never committed. ``recovery`` reads them.

A journal is locked while its program lives; the next program to start sees only those left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from perfdesk.dossier.edits import AnyEdit, Edit
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.dossier.state import new_id
from perfdesk.errors import DossierFileError, Problem, os_reason
from perfdesk.storage.format import OpenFile, encode
from perfdesk.storage.lock import lock_descriptor
from perfdesk.storage.save import to_bytes
from perfdesk.storage.syncing import Syncer

SUFFIX = ".journal"
FORMAT = 1

RESTORED_DRAFT = "恢复未完成的输入"
"""Name of the step that enters what stood in an open editor."""


class Header(Struct, frozen=True, tag="header", tag_field="line"):
    """The first line: which dossier (``path`` None: never saved), its state's hash, all of it."""

    format: int
    id: str
    path: str | None
    state: str
    file: bytes


class EditLine(Struct, frozen=True, tag="edit", tag_field="line"):
    """One committed edit, its name, and when."""

    edit: AnyEdit
    label: str
    when: datetime


class DraftLine(Struct, frozen=True, tag="draft", tag_field="line"):
    """What stands in the open editor (``path`` None: it was closed without a change).

    ``edit`` is what entering it would do.
    """

    path: ValuePath | None
    text: str
    when: datetime
    edit: AnyEdit | None = None


class SavingLine(Struct, frozen=True, tag="saving", tag_field="line"):
    """The state at this point is being written to ``path``; whether it was, its hash tells."""

    path: str
    state: str
    when: datetime


Line = Header | EditLine | DraftLine | SavingLine

_DECODER = msgspec.json.Decoder(Line)
_FLAGS = os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Journal:
    """The journal of one open dossier. Its file is made with the first edit or draft."""

    def __init__(self, folder: Path, file: OpenFile, path: Path | None) -> None:
        self._folder = folder
        self._file = file
        self._path = path
        self._place: Path | None = None
        self._descriptor = -1
        self._size = 0
        self._unwritten = b""
        self._draft: tuple[ValuePath, str] | None = None
        self._saving = False
        self._edits_since = False
        self._syncer = Syncer()

    def sync_in_background(self) -> None:
        """Let nobody who types wait for the disk from now on.

        Lines are with the system at once, so that the end of the program cannot take them along;
        only a power cut can, for the few milliseconds that the disk takes.
        """
        self._syncer.in_background = True

    @classmethod
    def start(cls, folder: Path, file: OpenFile, path: Path | None) -> Journal:
        """Return the journal of a dossier that was just opened or made.

        Args:
            folder: where journals stand, in the user's state folder; made when needed.
            file: the dossier as it is in its file, or as it was made.
            path: its file; None where it was never saved.
        """
        return cls(folder, file, path)

    @classmethod
    def resume(cls, place: Path, descriptor: int, file: OpenFile, path: Path | None) -> Journal:
        """Return the journal that goes on in a file left behind, open and locked."""
        journal = cls(place.parent, file, path)
        journal._place, journal._descriptor = place, descriptor
        journal._size = os.fstat(descriptor).st_size
        journal._edits_since = True
        return journal

    @property
    def place(self) -> Path | None:
        """The journal's file, None while there is nothing to recover."""
        return self._place

    def record(self, edit: Edit, label: str, when: datetime) -> None:
        """Write down an edit that was just done (for undo: the inverse edit).

        Raises:
            DossierFileError: it could not be written; the next call tries it again.
        """
        self._draft = None
        self._edits_since = True
        self._append(EditLine(edit, label, when))  # type: ignore[arg-type]  # Edit is a closed union

    def draft(
        self, path: ValuePath | None, text: str, when: datetime, edit: Edit | None = None
    ) -> None:
        """Write down what stands in the open editor; ``path`` None: it was closed unchanged.

        Args:
            path: the value that is edited.
            text: the raw text in the editor.
            when: now.
            edit: what entering the text would do; needed for a row without record.

        Raises:
            DossierFileError: it could not be written.
        """
        new = (path, text) if path is not None else None
        if new != self._draft:
            self._draft = new
            self._append(DraftLine(path, text, when, edit))  # type: ignore[arg-type]  # as above

    def saving(self, file: OpenFile, path: Path, when: datetime) -> None:
        """Say that a state is about to be saved, so that a crash in between loses nothing."""
        if self._place is None:
            return
        with contextlib.suppress(DossierFileError):  # saving itself matters more
            self._append(SavingLine(str(path.absolute()), state_hash(file), when))
            self._syncer.wait()
        self._saving, self._edits_since = True, False

    def saved(self, file: OpenFile, path: Path) -> None:
        """Say that a state is in its file: what led to it is no longer needed."""
        self._file, self._path = file, path
        kept = self._saving and self._edits_since
        self._saving = False
        if not kept:  # else edits were made while it was saved; the file tells which
            self.close()

    def close(self, *, clean: bool = True) -> None:
        """End the journal: nothing is left to recover (``clean``), or it stays for the next start.

        A later edit begins a new one.
        """
        self._syncer.wait()
        place, descriptor = self._place, self._descriptor
        self._place, self._descriptor, self._size = None, -1, 0
        self._unwritten, self._draft, self._edits_since = b"", None, False
        if place is not None:
            end_file(place, descriptor, remove=clean)

    def _append(self, line: Line) -> None:
        self._unwritten += encode_line(line)
        try:
            if self._place is None:
                self._create()
            self._syncer.check()
            write_all(self._descriptor, self._unwritten)
            self._syncer.sync(self._descriptor)
            self._size += len(self._unwritten)
            self._unwritten = b""
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
            what, remedy = os_reason(error)
            problem = Problem("恢复日志", f"无法写入，{what}", f"请尽快保存；{remedy}")
            raise DossierFileError(str(problem)) from error

    def _create(self) -> None:
        """Make the file, locked before anything is in it; the header goes with the first line."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = self._folder / f"{_plain(self._file.id)}-{new_id()}{SUFFIX}"
        path = str(self._path.absolute()) if self._path is not None else None
        header = Header(FORMAT, self._file.id, path, state_hash(self._file), to_bytes(self._file))
        self._descriptor = os.open(place, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
        self._place = place
        lock_descriptor(self._descriptor)
        self._unwritten = encode_line(header) + self._unwritten
        _sync_folder(self._folder)


def state_hash(file: OpenFile) -> str:
    """Return what identifies a dossier's state, however its file was packed."""
    import hashlib  # noqa: PLC0415 - large, and not needed before the first edit

    return hashlib.sha256(encode(file.dossier, file.id)).hexdigest()


# ---- the file ----


def encode_line(line: Line) -> bytes:
    """Return a line with its checksum and its end."""
    try:
        text = msgspec.json.encode(line)
    except UnicodeEncodeError:  # half a character was pasted: no file can hold it, but we must
        text = json.dumps(msgspec.to_builtins(line)).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def decode_line(data: bytes) -> Line | None:
    """Return the line that ``data`` (without its end) is, or None where it is broken."""
    checksum, _, text = data.partition(b" ")
    if checksum != b"%08x" % zlib.crc32(text):
        return None
    line: Line | None = None
    try:
        line = _DECODER.decode(text)
    except (ValueError, RecursionError):  # half a character: only the slower reader takes it
        with contextlib.suppress(ValueError, RecursionError):
            line = msgspec.convert(json.loads(text), Line)
    return line


def open_locked(place: Path) -> int | None:
    """Return the descriptor of a journal that no living program holds, locked; None: there is one.

    An empty file is being made right now: it is locked only afterwards.
    """
    try:
        descriptor = os.open(place, _FLAGS)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        status = os.fstat(descriptor)
        free = status.st_size and lock_descriptor(descriptor)
        if free and os.path.samestat(status, place.stat()):
            return descriptor
    os.close(descriptor)
    return None


def write_all(descriptor: int, data: bytes) -> None:
    """Write ``data`` at the end of a file."""
    done = os.write(descriptor, data)
    while done < len(data):
        done += os.write(descriptor, data[done:])


def end_file(place: Path, descriptor: int, *, remove: bool) -> None:
    """Close a journal's file, unlock it by that, and remove it if told so."""
    with contextlib.suppress(OSError):
        if remove and os.name != "nt":  # while it is locked still, so that nobody finds it
            place.unlink()
    with contextlib.suppress(OSError):
        os.close(descriptor)
    with contextlib.suppress(OSError):
        if remove and os.name == "nt":
            place.unlink()


def _plain(name: str) -> str:
    """Return what of an id can stand in a file's name; the id may come from a foreign file."""
    return "".join(char for char in name if char.isascii() and char.isalnum())[:40]


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows cannot
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
