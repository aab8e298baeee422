"""Compare the start of the packed program with that from source: process start to first paint.

``start_time.py TOP [ROUNDS]``: TOP is the program's folder (with lib/ in it). Both take turns
on the sample. Printed are the medians and packed / from source. QT_QPA_PLATFORM is obeyed.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WINDOW = ROOT / "tests/bench/desk_window.py"
PACKED = """
import sys
sys.path.append(sys.argv[1])
window = sys.argv[2]
sys.argv = ["perfdesk", sys.argv[3]]
exec(open(window, encoding="utf-8").read(), {"__name__": "__main__"})
"""
# What the start script does before it becomes Python.
SCRIPT = 'here=$(dirname -- "$(readlink -f -- "$1")"); exec "$@"'


def seconds(command: list[str], home: str) -> tuple[float, float]:
    """Return how long it took until the first paint, and how long the processor worked."""
    homes = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    worked = _worked()
    begin = time.monotonic()
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **homes},
    )
    return float(json.loads(done.stdout)[0]) - begin, _worked() - worked


def _worked() -> float:
    """Seconds of all processors for all children, which other programs disturb less."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure."""
    top, rounds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as home:
        file = str(Path(home, "示例.perfdesk"))
        values = str(ROOT / "resources/sample/values.json")
        own = str(ROOT / ".venv/bin/python")
        subprocess.run([own, "-m", "perfdesk", "new", "--values", values, "-o", file], check=True)
        python = [str(top / "lib/python/bin/python3.11"), "-I", "-S", "-B", "-c", PACKED]
        packed = [*python, str(top / "lib/site-packages"), str(WINDOW), file]
        commands = {
            "from source": [own, str(WINDOW), file],
            "packed": ["sh", "-c", SCRIPT, "sh", *packed],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, command in commands.items():
                taken = seconds(command, home)
                if turn:
                    times[name].append(taken)
    for number, what in enumerate(("start to first paint", "work of processors")):
        middles = {n: statistics.median(one[number] for one in times[n]) for n in times}
        told = ", ".join(f"{name} {middle * 1e3:.0f} ms" for name, middle in middles.items())
        print(f"{what}: {told}; ratio {middles['packed'] / middles['from source']:.2f}")


if __name__ == "__main__":
    main()
