"""Save a document that is no form: ask where to, write it in a thread, tell what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from perfdesk.desk.dialogs.ask import ask_overwrite, show_error
from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError
from perfdesk.export.files import safe_name

if TYPE_CHECKING:
    from perfdesk.export.document import Document

FILTERS = {
    "pdf": "PDF 文件 (*.pdf)",
    "xlsx": "Excel 工作簿 (*.xlsx)",
    "docx": "Word 文档 (*.docx)",
}
UNHARMED = "套表没有受影响；原来若有同名文件，仍是原样。"


def ask_place(parent: QWidget, title: str, start: Path, kinds: tuple[str, ...]) -> Path | None:
    """Ask where to save a document; the name's ending says as what. None where it was given up.

    Args:
        parent: the window that asks.
        title: of the dialog.
        start: folder and proposed name, without an ending.
        kinds: the formats to choose from, the likeliest first.
    """
    filters = [FILTERS[kind] for kind in kinds]
    proposed = start.with_name(f"{safe_name(start.name)}.{kinds[0]}")
    name, chosen = QFileDialog.getSaveFileName(parent, title, str(proposed), ";;".join(filters))
    if not name:
        return None
    path = Path(name)
    if path.suffix[1:].lower() in kinds:
        return path
    kind = next((kind for kind in kinds if FILTERS[kind] == chosen), kinds[0])
    path = path.with_name(f"{path.name}.{kind}")
    return path if not path.exists() or ask_overwrite(parent, [path.name]) else None


def save_document(
    parent: QWidget,
    path: Path,
    make: Callable[[], Document],
    on_end: Callable[[Path | None], None],
) -> Worker:
    """Write a document in a thread.

    Args:
        parent: the window that is told what goes wrong.
        path: where to, as what its name ends in.
        make: makes the document, in the thread.
        on_end: told its file, or None where it was not written, in the window's thread.
    """

    def work(_report: Report) -> Path:
        from perfdesk.jobs.documents import write_document  # noqa: PLC0415 - not at the start

        write_document(path, make())
        return path

    def failed(error: PerfdeskError) -> None:
        on_end(None)
        show_error(parent, "没有写成", str(error), UNHARMED)

    return run_in_worker(work, on_end, failed)
