"""The order of hits around the current cell, and the words around a hit."""

from __future__ import annotations

from typing import NamedTuple

from perfdesk.dossier.state import Dossier, Path, raw_value
from perfdesk.jobs.find import Hit
from perfdesk.jobs.workspace import Workspace

AROUND = 14
"""Characters shown on each side of a hit."""

Key = tuple[int, int, int, int]


class Place(NamedTuple):
    """A cell, and within its text the character that was last gone to; by default its end."""

    path: Path | None = None
    at: int = 2**31


def following(
    workspace: Workspace, hits: tuple[Hit, ...], place: Place, step: int
) -> tuple[int, bool]:
    """Return the number of the next hit (``step`` 1) or of the one before (-1), and if it wraps."""
    keys = [_key(workspace, Place(hit.path, hit.start)) for hit in hits]
    here = _key(workspace, place) if place.path is not None else (-1, 0, 0, 0)
    if step > 0:
        after = next((i for i, key in enumerate(keys) if key > here), None)
        return (0, True) if after is None else (after, False)
    before = [i for i, key in enumerate(keys) if key < here]
    return (before[-1], False) if before else (len(hits) - 1, place.path is not None)


def _key(workspace: Workspace, place: Place) -> Key:
    """Return where a place stands: form, row, column and character."""
    path = place.path
    form = workspace.dossier.index_of(path.form) if path is not None else -1
    if path is None or form < 0:
        return -1, 0, 0, place.at
    screen = workspace.screen(path.form)
    cells = screen.by_path.get(path, ())
    if not cells:
        return form, 0, 0, place.at
    cell = screen.cells[cells[0]]
    return form, cell.row, cell.col, place.at


def context(dossier: Dossier, hit: Hit) -> tuple[str, str, str]:
    """Return a hit with some of the text before and after it, on one line."""
    raw = raw_value(dossier, hit.path)
    start, end = max(0, hit.start - AROUND), min(len(raw), hit.end + AROUND)
    before = ("…" if start else "") + _line(raw[start : hit.start])
    after = _line(raw[hit.end : end]) + ("…" if end < len(raw) else "")
    return before, _line(raw[hit.start : hit.end]), after


def _line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)
