"""Start of the program: ``python -m perfdesk`` and the installed ``perfdesk`` command.

Given files (or nothing) it opens the desk; given a verb it is the command line.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX = ".perfdesk"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with ``argv`` (default: the process's own) and return its exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if all(word.lower().endswith(SUFFIX) for word in words):
        from perfdesk.desk import app  # noqa: PLC0415 - the command line must do without Qt

        if app.has_screen():
            return app.main(words)
        print(
            "这台电脑没有可用的屏幕，不能打开窗口；请用命令行，perfdesk --help 有说明",
            file=sys.stderr,
        )
        return 2
    from perfdesk import cli  # noqa: PLC0415 - the desk must not wait for the command line

    return cli.run(words)


if __name__ == "__main__":
    sys.exit(main())
