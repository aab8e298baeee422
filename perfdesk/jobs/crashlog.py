"""What is written down of an error that nobody foresaw, for the command line and the desk alike."""

from __future__ import annotations

import platform
import sys
import time
import traceback
from pathlib import Path

from perfdesk import __version__
from perfdesk.jobs import installation

MAX_BYTES = 2**20
"""Beyond this the log is begun anew; the one before it is kept."""

UNHARMED = "程序出现意外错误，已停止；您的文件没有受到影响"


def log_path() -> Path:
    """Return where errors are written down; it may not exist."""
    return installation.state_folder() / "errors.log"


def write_down(error: BaseException) -> Path | None:
    """Append ``error`` to the log and return its path, or None where it cannot be written."""
    system = f"perfdesk {__version__}, Python {platform.python_version()}, {platform.platform()}"
    trace = "".join(traceback.format_exception(error))
    text = f"== {time.strftime('%Y-%m-%d %H:%M:%S')}  {system}\n{trace}\n"
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > MAX_BYTES:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError:
        return None
    return path


def message(path: Path | None) -> str:
    """Return the line for the user; ``path``: where the details stand."""
    if path is None:
        return f"{UNHARMED}。请把所做的操作告诉技术支持"
    return f"{UNHARMED}。详细记录在 {path}，请发给技术支持"


def excepthook(kind: type[BaseException], error: BaseException, _trace: object) -> None:
    """``sys.excepthook`` of the command line: one line for the user, the rest into the log."""
    if issubclass(kind, KeyboardInterrupt):
        raise SystemExit(130)
    print(message(write_down(error)), file=sys.stderr)  # noqa: T201 - there is nobody else to tell
    raise SystemExit(70)
