"""Journals left behind by a program that ended without saving: what they hold, and replaying it."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from perfdesk.dossier.edits import Edit, EditError, SetValue
from perfdesk.dossier.state import Dossier, Form, new_id
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.errors import DossierFileError, Problem, os_reason
from perfdesk.storage.disk import remove_remains
from perfdesk.storage.format import OpenFile
from perfdesk.storage.journal import (
    FORMAT,
    RESTORED_DRAFT,
    SUFFIX,
    DraftLine,
    EditLine,
    Header,
    Journal,
    Line,
    decode_line,
    end_file,
    open_locked,
    state_hash,
)
from perfdesk.storage.read import load, open_bytes

UNFITTING, DECLINED, DAMAGED = "unfitting", "declined", "damaged"
"""Why a journal was moved aside; a part of its name there."""


class Draft(Struct, frozen=True):
    """What stood in the editor that was open; ``edit`` enters it (None: it cannot be entered)."""

    path: ValuePath
    text: str
    when: datetime
    edit: Edit | None


class LeftBehind:
    """A journal whose program is gone, and what it would bring back. It stays locked.

    Deal with it by :meth:`replay` and then :meth:`resume`, by :meth:`set_aside`, or by
    :meth:`leave`.

    id: of the dossier. path: its file, None where it was never saved. base: what it holds there.
    steps: committed edits with their names. first, last: when. draft: the open editor's.
    touched: forms that the edits changed, as they are afterwards (those removed, as they were);
    unit_touched: the dossier's own values too. problem: why it does not fit the file any more, ""
    where it does; it could still be replayed as a copy. damage: what of it is lost, "" for nothing.
    """

    def __init__(self, place: Path, descriptor: int, reading: _Reading) -> None:
        self.place = place
        self._descriptor = descriptor
        self._good = reading.good
        self.id = reading.base.id
        self.path = reading.path
        self.base = reading.base
        self.steps = tuple((line.edit, line.label) for line in reading.steps)
        self.draft = reading.last_draft()
        times = [line.when for line in reading.steps]
        times += [self.draft.when] if self.draft else []
        self.first, self.last = times[0], times[-1]
        self.touched = reading.touched_forms()
        self.unit_touched = "" in reading.touched
        self.problem = reading.problem()
        self.damage = reading.damage

    @property
    def count(self) -> int:
        """Number of committed edits."""
        return len(self.steps)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the edits, each once, in their order."""
        return tuple(dict.fromkeys(label for _, label in self.steps))

    def replay(self, base: OpenFile | None = None) -> OpenFile:
        """Return the dossier as it was, the draft entered.

        Args:
            base: the dossier as it is on the disk now; None to go by what the journal holds.

        Raises:
            DossierFileError: ``base`` is not what the journal was written for.
        """
        if base is not None and state_hash(base) != state_hash(self.base):
            place = self.path.name if self.path else "套表"
            raise DossierFileError(str(Problem(place, _CHANGED, "恢复记录另行保留")))
        file = base or self.base
        dossier = file.dossier
        for edit, _ in self.steps:
            dossier = edit.apply(dossier).dossier
        if self.draft is not None and self.draft.edit is not None:
            dossier = self.draft.edit.apply(dossier).dossier
        return msgspec.structs.replace(file, dossier=dossier)

    def resume(self) -> Journal:
        """Return the journal of the replayed dossier: this one, going on.

        Until the dossier is saved, all of it could be recovered once more.

        Raises:
            DossierFileError: the journal cannot be written.
        """
        try:
            if self.damage:
                _keep_copy(self.place)
            os.ftruncate(self._descriptor, self._good)
        except OSError as error:
            raise DossierFileError(str(Problem("恢复日志", *os_reason(error)))) from error
        journal = Journal.resume(self.place, self._descriptor, self.base, self.path)
        self._descriptor = -1
        if self.draft is not None and self.draft.edit is not None:
            journal.record(self.draft.edit, RESTORED_DRAFT, self.draft.when)
        return journal

    def set_aside(self, why: str = UNFITTING) -> Path:
        """Move the journal out of the way, never to be asked about again; return where it is."""
        self.leave()
        return _set_aside(self.place, why)

    def leave(self) -> None:
        """Leave the journal as it is, for the next start."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def find_left_behind(folder: Path) -> list[LeftBehind]:
    """Return the journals of programs that ended without saving, the oldest first.

    Journals of living programs are left alone; what has nothing to bring back is removed; what
    cannot be read at all is moved aside.
    """
    found = (_left_behind(place) for place in sorted(folder.glob(f"*{SUFFIX}")))
    return sorted((item for item in found if item), key=lambda item: item.first)


def _left_behind(place: Path) -> LeftBehind | None:
    descriptor = open_locked(place)
    if descriptor is None:
        return None
    try:
        data = _read(place)
        reading = _read_lines(data)
    except OSError:
        os.close(descriptor)
        return None
    for folder in reading.saved_to if reading is not None else ():
        remove_remains(folder)
    if reading is not None and (reading.steps or reading.draft):
        return LeftBehind(place, descriptor, reading)
    unreadable = reading is None or bool(reading.damage)
    end_file(place, descriptor, remove=not unreadable)
    if unreadable:
        _set_aside(place, UNFITTING)
    return None


def _read(place: Path) -> bytes:
    with place.open("rb") as file:
        return file.read()


def _read_lines(data: bytes) -> _Reading | None:
    """Read a journal down to the first line that is broken or does not fit; None: not one."""
    lines = data.split(b"\n")
    torn = lines.pop()  # what stands behind the last line's end was never committed
    header = decode_line(lines[0]) if lines else None
    if not isinstance(header, Header) or header.format != FORMAT:
        return None
    try:
        reading = _Reading(header, open_bytes(header.file, ""))
    except DossierFileError:
        return None
    reading.good = len(lines[0]) + 1
    for own in lines[1:]:
        line = decode_line(own)
        if line is None or not reading.take(line):
            break
        reading.good += len(own) + 1
    if reading.good + len(torn) < len(data):
        count = len(reading.steps)
        reading.damage = f"第 {count + 1} 步起的记录已损坏，只能恢复之前的 {count} 步"
    return reading


class _Reading:
    """One reading of a journal: its edits, done once more on the dossier that it began with."""

    def __init__(self, header: Header, start: OpenFile) -> None:
        self.header = header
        self.base = start
        self.path = Path(header.path) if header.path is not None else None
        self.dossier = start.dossier
        self.steps: list[EditLine] = []
        self.touched: frozenset[str] = frozenset()
        self.draft: DraftLine | None = None
        self.good = 0
        self.damage = ""
        self.saved_to: set[Path] = set()
        """Folders in which it was ended while it saved, or might have been."""
        self._saved = False
        self._gone: dict[str, Form] = {}

    def take(self, line: Line) -> bool:
        """Take in a line; False where it does not fit those before it."""
        if isinstance(line, EditLine):
            return self._do(line)
        if isinstance(line, DraftLine):
            self.draft = line if line.path is not None else None
        elif not isinstance(line, Header):
            self.saved_to.add(Path(line.path).parent)
            file = _on_disk(Path(line.path))
            if file is not None and state_hash(file) == line.state:
                # The program ended after the file was saved: what came before is in it.
                self.base, self.path, self._saved = file, Path(line.path), True
                self.steps, self.touched = [], frozenset()
        return not isinstance(line, Header)

    def _do(self, line: EditLine) -> bool:
        before = self.dossier
        try:
            result = line.edit.apply(before)
        except EditError:
            return False
        self.dossier = result.dossier
        touched = result.changes.touched_forms()
        self._gone |= {form.id: form for form in before.forms if form.id in touched}
        self.touched |= touched
        self.steps.append(line)
        self.draft = None
        return True

    def touched_forms(self) -> tuple[Form, ...]:
        """Return the forms that edits changed; those that are gone come last."""
        own = [form for form in self.dossier.forms if form.id in self.touched]
        known = {form.id for form in own}
        gone = [
            form for key, form in self._gone.items() if key in self.touched and key not in known
        ]
        return (*own, *gone)

    def last_draft(self) -> Draft | None:
        """Return what stood in the open editor, with the edit that enters it where one can."""
        line = self.draft
        if line is None or line.path is None:
            return None
        edit: Edit | None = line.edit
        if edit is None and (line.path.record or not line.path.column):
            edit = SetValue(line.path, line.text)
        if edit is not None and not _fits(edit, self.dossier):
            edit = None
        return Draft(line.path, line.text, line.when, edit)

    def problem(self) -> str:
        """Say why the journal does not fit the dossier's file, "" where it does."""
        if self._saved or self.path is None:
            return ""
        file = _on_disk(self.path)
        if file is None:
            return f"{self.path}：原来的文件不在那里，或打不开"
        return "" if state_hash(file) == self.header.state else f"{self.path}：{_CHANGED}"


_CHANGED = "内容与恢复记录不符，已在别处改动过"


def _on_disk(path: Path) -> OpenFile | None:
    try:
        return load(path)
    except DossierFileError:
        return None


def _fits(edit: Edit, dossier: Dossier) -> bool:
    try:
        edit.apply(dossier)
    except EditError:
        return False
    return True


def _set_aside(place: Path, why: str) -> Path:
    aside = _aside(place, why)
    with contextlib.suppress(OSError):
        place.rename(aside)
    return aside


def _keep_copy(place: Path) -> None:
    copy = _aside(place, DAMAGED)
    copy.touch(mode=0o600)
    copy.write_bytes(_read(place))


def _aside(place: Path, why: str) -> Path:
    """Return a free name: the journal's with the reason and the time of its last change."""
    with contextlib.suppress(OSError):
        changed = datetime.fromtimestamp(place.stat().st_mtime).astimezone()
        aside = place.with_name(f"{place.name}.{why}-{changed:%Y%m%d-%H%M%S}")
        return aside if not aside.exists() else aside.with_name(f"{aside.name}-{new_id()}")
    return place.with_name(f"{place.name}.{why}-{new_id()}")
