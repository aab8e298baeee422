"""Start of the program: ``python -m perfdesk`` and the installed ``perfdesk`` command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with ``argv`` (default: the process's own) and return its exit code."""
    from perfdesk import cli  # noqa: PLC0415 - the desk will not need the command line's modules

    return cli.run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
