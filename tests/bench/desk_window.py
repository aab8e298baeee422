"""What the desk is measured against, and the desk: windows in processes of their own.

``python -m tests.bench.desk_window bare`` shows an empty main window with a table view of the size
of a form; ``… FILE`` starts the program on a dossier. Both end after their first paint with a line
of JSON: when that was (``time.monotonic``, the same clock for all processes), MiB of memory, and
names of modules that are loaded then.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

ROWS, COLUMNS = 40, 8
LATE = ("openpyxl", "reportlab", "docx", "lxml", "PIL", "fontTools", "sqlite3")
"""Libraries that a first paint must do without."""


def painted() -> None:
    """Say what it took, and end at once; called from the event loop after the first paint."""
    now = time.monotonic()
    with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - loads nothing more
        lines = dict(line.split(":", 1) for line in file)
    memory = int(lines["VmRSS"].split()[0]) / 1024
    late = [name for name in LATE if name in sys.modules]
    print(json.dumps([now, memory, late]), flush=True)
    os._exit(0)


def bare() -> None:
    """Show the bare window."""
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    Index = QModelIndex | QPersistentModelIndex  # noqa: N806 - a type
    nowhere = QModelIndex()

    class Model(QAbstractTableModel):
        def rowCount(self, parent: Index = nowhere) -> int:  # noqa: N802
            return ROWS

        def columnCount(self, parent: Index = nowhere) -> int:  # noqa: N802
            return COLUMNS

        def data(self, index: Index, role: int = 0) -> object:
            text = f"{index.row()} 行 {index.column()} 列"
            return text if role == Qt.ItemDataRole.DisplayRole else None

    class View(QTableView):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
            super().paintEvent(event)
            QTimer.singleShot(0, painted)

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    view, model = View(window), Model()
    view.setModel(model)
    window.setCentralWidget(view)
    window.resize(1180, 760)
    window.show()
    application.exec()


def ours(file: str) -> None:
    """Start the program as a user does, and look over the shoulder of the sheet's first paint."""
    from perfdesk.__main__ import main
    from perfdesk.desk import inputmethod

    old = inputmethod.prepare()  # before Qt is loaded, as the program does; it does it once more
    from PySide6.QtCore import QTimer

    from perfdesk.desk.surface import SheetSurface

    paint = SheetSurface.paintEvent

    def seen(self: SheetSurface, event: QPaintEvent) -> None:
        paint(self, event)
        QTimer.singleShot(0, painted)

    SheetSurface.paintEvent = seen  # type: ignore[method-assign]
    inputmethod.restore(old)
    main([file])


if __name__ == "__main__":
    bare() if sys.argv[1] == "bare" else ours(sys.argv[1])
