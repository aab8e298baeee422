"""Opening and saving a project file of 1 to 2000 forms.

The limit of saving is the disk: the dossier's JSON, made beforehand, put durably in the place of
the old file (written, synchronised, renamed, the folder synchronised). The limit of opening is
msgspec reading that same JSON, in memory already, into the same structs. For few forms that is next
to nothing beside reading the templates that each file carries, so there the goal is for many.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from perfdesk.dossier.state import Dossier
from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from tests.bench import forms
from tests.bench.harness import ROUNDS, Figure, Goal, figures, race

TITLE = "project file, ms / ready bytes written durably; JSON in memory read by msgspec"

SAVE_GOALS = {1: (1.5, 1.3), 20: (2.0, 1.6), 200: (4.0, 3.3), 2000: (6.0, 5.0)}
OPEN_GOALS = (2.0, 1.4)
MANY = 200
REPEATS = {1: 20, 20: 5, 200: 1, 2000: 1}


def durable(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of a file: the limit of saving."""
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    # Not the temporary folder, which may be in memory, where nothing ever waits for a disk.
    cache = Path(".cache")
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as place:
        for count in SAVE_GOALS:
            yield from _of_size(count, Path(place))


def _of_size(count: int, folder: Path) -> Iterator[Figure]:
    dossier = forms.dossier(count)
    file = OpenFile(dossier, forms.pack())
    ours, ready = folder / f"{count}{SUFFIX}", folder / f"{count}.json"
    text = msgspec.json.encode(dossier)
    decoder = msgspec.json.Decoder(Dossier)
    save(ours, file)

    def repeated(case: object) -> None:
        assert callable(case)
        for _ in range(REPEATS[count]):
            case()

    cases = {
        "save": lambda _: repeated(lambda: save(ours, file)),
        "ready": lambda _: repeated(lambda: durable(ready, text)),
        "open": lambda _: repeated(lambda: load(ours)),
        "msgspec": lambda _: repeated(lambda: decoder.decode(text)),
    }
    goals = (
        Goal(f"save {count} forms", "save", "ready", *SAVE_GOALS[count]),
        Goal(f"open {count} forms", "open", "msgspec", *(OPEN_GOALS if count >= MANY else ())),
    )
    times = race(cases, ROUNDS if count < 2000 else 5)
    yield from figures(times, goals, per=dict.fromkeys(cases, REPEATS[count]))
