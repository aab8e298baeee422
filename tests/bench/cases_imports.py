"""What it costs to start: processes that import a part of the program and do nothing else.

The limit is a Python that does nothing at all. The heavy libraries that only some commands need
must not be loaded by the others: what a dossier needs to be opened and checked is counted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.save import save
from tests.bench import forms
from tests.bench.harness import Figure, Goal, child, figures, python

TITLE = "start, ms of a whole process / python that does nothing"

ROUNDS = 9
HEAVY = ("openpyxl", "reportlab", "PIL", "PySide6", "lxml", "fontTools", "sqlite3")
IMPORTS = {
    "the command line": "perfdesk.cli",
    "opening a dossier": "perfdesk.storage.read",
    "checking one": "perfdesk.jobs.check",
    "exporting one": "perfdesk.jobs.export",
}

OPEN_AND_CHECK = """
import sys
from pathlib import Path
from perfdesk.jobs.check import check_file
report = check_file(Path(sys.argv[1]))
heavy = sys.argv[2:]
print(" ".join(name for name in heavy if name in sys.modules))
"""


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, f"own{SUFFIX}")
        save(file, OpenFile(forms.dossier(20), forms.pack()))
        checking = python(OPEN_AND_CHECK, str(file), *HEAVY)
        commands = {"nothing": python("pass"), "checked": checking}
        commands |= {name: python(f"import {module}") for name, module in IMPORTS.items()}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(child(command).seconds)
        loaded = child(checking).output.split()
    goals = [
        Goal(f"import of {name} ({module})", name, "nothing") for name, module in IMPORTS.items()
    ]
    goals.append(Goal("opening and checking 20 forms", "checked", "nothing"))
    yield from figures(times, goals)
    count = len(loaded)
    name = f"heavy libraries loaded by that: {', '.join(loaded) or 'none'}"
    yield Figure(name, count, 0, count, 0, None, "")
