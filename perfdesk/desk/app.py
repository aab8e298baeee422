"""Start of the desk: input method, QApplication, windows, and the net for unforeseen errors."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.desk import inputmethod

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.desk.program import Program


COLLECT_MS = 1500
"""So long after its start the program has come to rest."""


def has_screen() -> bool:
    """Tell whether there is a screen to show a window on."""
    if sys.platform == "win32":
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY")
    forced = os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}
    return forced or any(os.environ.get(name) for name in names)


def main(files: Sequence[str]) -> int:
    """Run the desk on dossier files (none: the start page) until its last window is closed."""
    gc.disable()  # all that a start makes is there to stay: looking through it takes a tenth
    old = inputmethod.prepare()
    # Qt is imported only now: it reads the environment when it starts.
    from PySide6.QtCore import QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from perfdesk.desk import excepthook  # noqa: PLC0415
    from perfdesk.desk.program import Program  # noqa: PLC0415

    application = QApplication([sys.argv[0]])
    inputmethod.restore(old)
    program = Program(application)
    excepthook.install(program)
    program.open([Path(file) for file in files])
    QTimer.singleShot(0, lambda: _recover(program))
    QTimer.singleShot(COLLECT_MS, _collect)
    return application.exec()


def _collect() -> None:
    """Collect garbage from now on, and leave alone what the start has made."""
    gc.freeze()
    gc.enable()


def _recover(program: Program) -> None:
    """Look for journals that a program left behind; usually there is none."""
    from perfdesk.desk.keeper import journals  # noqa: PLC0415 - it imports Qt, see main

    folder = journals()
    if folder.is_dir() and any(folder.iterdir()):
        from perfdesk.desk.recovery import offer_recovery  # noqa: PLC0415 - seldom needed

        offer_recovery(program)
