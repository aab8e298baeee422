"""What the verbs share: exit codes, and how they speak."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from perfdesk.errors import PerfdeskError

OK, FOUND_ERRORS, BAD_INPUT, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 141, 130


def complain(line: str, code: int = BAD_INPUT) -> int:
    """Say a line on stderr and return the exit code."""
    print(line, file=sys.stderr)
    return code


def show_progress(done: int, of: int, now: str) -> bool:
    """Say on a terminal how far it is, in one line that goes away."""
    if sys.stderr.isatty():
        room = shutil.get_terminal_size().columns // 2 - 12
        line = f"{done}/{of}　{now[: max(room, 0)]}" if now else ""
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
    return True


def check_folder(folder: Path) -> None:
    """Refuse a file where a folder is wanted."""
    if folder.exists() and not folder.is_dir():
        raise PerfdeskError(f"-o {folder}：这是一个文件，不是文件夹；请换一个文件夹")


def print_file(path: Path, _number: int, _total: int) -> bool:
    """Say that a file was written; go on."""
    print(path, flush=True)
    return True


def print_json(value: object) -> None:
    """Print a value as indented JSON."""
    import msgspec  # noqa: PLC0415 - not every verb needs it

    print(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())
