"""The command line: each verb does what the desk does, without a window. Never Qt.

Whatever a user may get wrong ends in one clear line on stderr (a list where several things are
wrong) and exit code 2; a stack trace never reaches them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from perfdesk.cli.grammar import parser
from perfdesk.cli.speaking import BROKEN_PIPE, INTERRUPTED, complain
from perfdesk.errors import PerfdeskError, os_reason

if TYPE_CHECKING:
    from types import TracebackType


def run(argv: Sequence[str]) -> int:
    """Do what ``argv`` (without the program's name) asks for and return the exit code.

    0: done. 1: ``check`` found errors. 2: bad input, nothing was written; of a folder's dossiers
    one could not be read, the others were. 130: interrupted. 141: whoever read our output has gone.
    """
    sys.excepthook = _unforeseen
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    except KeyboardInterrupt:
        return complain("已取消", INTERRUPTED)
    except BrokenPipeError:
        _give_up_output()
        return BROKEN_PIPE
    except PerfdeskError as error:
        return complain(str(error))
    except OSError as error:
        _give_up_output()
        return complain(_system_error(error))
    return code


def _give_up_output() -> None:
    """Send what still waits to be written nowhere, where it cannot be written.

    Python would try once more when it closes the stream, complain, and change the exit code.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unforeseen(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    from perfdesk.jobs.crashlog import excepthook  # noqa: PLC0415 - only now

    excepthook(kind, error, trace)


def _speak_utf8(stream: IO[str]) -> None:
    """A pipe gets UTF-8 in any locale; a terminal is spoken to as it asks for. Nothing fails."""
    if isinstance(stream, io.TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        # Names of files that are no valid text come out as they went in.
        errors = "surrogateescape" if stream is sys.stdout else "backslashreplace"
        stream.reconfigure(encoding=encoding, errors=errors)


def _system_error(error: OSError) -> str:
    what, remedy = os_reason(error)
    place = f"{error.filename}：" if error.filename else ""
    return f"{place}{what}；{remedy}"
