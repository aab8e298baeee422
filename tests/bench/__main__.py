"""``python -m tests.bench [GROUP ...]``: measure all groups, or those named."""

from __future__ import annotations

import importlib
import os
import sys
import time

from tests.bench.harness import HEAD, line

GROUPS = ("pdf", "xlsx", "docx", "print", "text", "checks", "review", "storage", "imports", "desk")


def main(names: list[str]) -> int:
    """Print the table; the exit code says only whether the groups exist."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    unknown = [name for name in names if name not in GROUPS]
    if unknown:
        print(f"no group {', '.join(unknown)}; there are {', '.join(GROUPS)}", file=sys.stderr)
        return 2
    print(HEAD)
    for name in names or GROUPS:
        start = time.perf_counter()
        group = importlib.import_module(f"tests.bench.cases_{name}")
        print(f"\n{group.TITLE}")
        for figure in group.run():
            print(line(figure), flush=True)
        print(f"  ({time.perf_counter() - start:.0f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
