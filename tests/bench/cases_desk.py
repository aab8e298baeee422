"""The desk: its start, an edit, and going from form to form.

The limit of a start is a bare main window with a table view. Both are processes of their own, timed
from before they start until the event loop goes on after the first paint.

An edit's limit is Qt's own: a model of 40 × 8 texts that changes one and says so, until it is
painted. Ours goes through the program's own window: journal (written; a thread waits for the disk),
checks, layout and paint. Each comes after a pause, as when somebody types, not in a tight loop.
The limit of going to another form is a table view that is given another item model of C++ with the
same texts, merged cells and sizes. Lists follow a little later and are not counted; how long they
take is told, because nobody can type meanwhile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.save import save
from tests.bench import forms
from tests.bench.desk_window import LATE
from tests.bench.harness import ROUNDS, Figure, Goal, figures

TITLE = "the desk, ms / bare window; Qt's own edit; item model of C++"

FEW, MANY = 20, 200
START, START_MANY = (1.5, 1.3), (1.7, None)
MEMORY = (1.3, 1.15)
EDIT, SWITCH = (10.0, 4.0), (2.0, 1.4)


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with tempfile.TemporaryDirectory() as place:
        homes = {f"XDG_{kind}_HOME": place for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
        kept = {name: os.environ.get(name) for name in homes}
        os.environ.update(homes, QT_QPA_PLATFORM="offscreen")
        files = {count: Path(place, f"{count}{SUFFIX}") for count in (FEW, MANY)}
        for count, file in files.items():
            save(file, OpenFile(forms.dossier(count), forms.pack()))
        yield from _starts(files)
        for file in files.values():
            yield from _work(file)
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _starts(files: Mapping[int, Path]) -> Iterator[Figure]:
    words = {"bare": "bare"} | {str(count): str(file) for count, file in files.items()}
    times: dict[str, list[float]] = {name: [] for name in words}
    memory: dict[str, list[float]] = {name: [] for name in words}
    late: set[str] = set()
    for number in range(ROUNDS + 1):
        for name, word in words.items():
            begin = time.monotonic()
            end, size, loaded = _shown(word)
            late.update(loaded if name != "bare" else ())
            if number:
                times[name].append(end - begin)
                memory[name].append(size)
    start = f"start to first paint, {FEW} forms / bare window"
    goals = [
        Goal(start, str(FEW), "bare", *START),
        Goal(start.replace(str(FEW), str(MANY)), str(MANY), "bare", *START_MANY),
    ]
    yield from figures(times, goals)
    heavy = Goal(f"memory then, {FEW} forms / bare window", str(FEW), "bare", *MEMORY)
    yield from figures(memory, [heavy], scale=1, unit="MiB")
    told = f"of {len(LATE)} libraries too heavy then: {', '.join(sorted(late)) or 'none'}"
    yield Figure(told, len(late), 0, len(late), 0, None, "")


def _shown(word: str) -> tuple[float, float, list[str]]:
    """Show a window in a process; return when it was painted, MiB, and heavy modules."""
    command = [sys.executable, "-m", "tests.bench.desk_window", word]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    end, size, late = json.loads(done.stdout)
    return end, size, late


def _work(file: Path) -> Iterator[Figure]:
    """Measure an edit and a switch in the program's own window on a file, in a process."""
    command = [sys.executable, "-m", "tests.bench.desk_work", str(file)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    times: dict[str, list[float]] = json.loads(done.stdout)
    size = f"{file.stem} forms"
    goals = (
        Goal(f"edit, checked and painted, {size} / Qt's own", "edit", "edit of Qt", *EDIT),
        Goal(f"another form, {size} / item model of C++", "switch", "switch of Qt", *SWITCH),
        Goal(f"a form seen the first time, {size} / the same", "first", "switch of Qt"),
        Goal(f"lists after an edit, {size} / that edit", "lists", "edit"),
    )
    yield from figures(times, goals)
