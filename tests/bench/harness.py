"""Timing side by side: what we do and a limit take turns, so that a busy machine slows down both.

A figure is the median of the ratios of each round, not the ratio of two medians: it holds although
the machine drifts. Nothing is asserted; a figure above what we must reach is marked ``OVER``.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

ROUNDS = 7

Case = Callable[[int], object]
"""Does its work once; it is given the number of the round, so that each has its own material."""


class Figure(NamedTuple):
    """One line of the table: a measure of ours beside a limit's, in ``unit``."""

    name: str
    ours: float
    limit: float
    ratio: float
    must: float | None
    aim: float | None
    unit: str = "ms"

    def verdict(self) -> str:
        if self.must is None:
            return ""
        if self.aim is not None and self.ratio <= self.aim:
            return "aim reached"
        return "ok" if self.ratio <= self.must else "OVER"


class Goal(NamedTuple):
    """A figure to make: ``ours / limit``, the ratio that we must keep and the one we aim at."""

    name: str
    ours: str
    limit: str
    must: float | None = None
    aim: float | None = None


def race(cases: Mapping[str, Case], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Return the seconds of each case in each round; a first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in cases}
    for number in range(rounds + 1):
        for name, case in cases.items():
            gc.collect()
            start = time.perf_counter()
            case(number)
            spent = time.perf_counter() - start
            if number:
                times[name].append(spent)
    return times


def figures(
    times: Mapping[str, Sequence[float]],
    goals: Sequence[Goal],
    *,
    per: Mapping[str, int] | None = None,
    scale: float = 1e3,
    unit: str = "ms",
) -> Iterator[Figure]:
    """Yield the figure of each goal.

    Args:
        times: by case, one for each round.
        goals: what to compare.
        per: how many forms a case does at a time, where not one.
        scale: from what was measured to ``unit``.
        unit: its name.
    """
    per = per or {}
    each = {name: [t / per.get(name, 1) * scale for t in own] for name, own in times.items()}
    for goal in goals:
        ours, limit = each[goal.ours], each[goal.limit]
        ratio = statistics.median(a / b for a, b in zip(ours, limit, strict=True))
        yield Figure(
            goal.name,
            statistics.median(ours),
            statistics.median(limit),
            ratio,
            goal.must,
            goal.aim,
            unit,
        )


class Child(NamedTuple):
    """What a process took: seconds, its peak of memory in MiB, and what it printed."""

    seconds: float
    peak: float
    output: str


# A small process in between: a new process is charged with the memory of the one that started it.
_STARTER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
output, errors = process.stdout.read(), process.stderr.read()
_, status, usage = os.wait4(process.pid, 0)
if status:
    sys.exit(errors.decode(errors="replace"))
print(json.dumps([time.perf_counter() - start, usage.ru_maxrss / 1024, output.decode()]))
"""


def child(command: Sequence[str]) -> Child:
    """Run a process to its end; the peak is the largest of its own processes'.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    starter = [sys.executable, "-S", "-c", _STARTER, *command]
    done = subprocess.run(starter, check=True, stdout=subprocess.PIPE)
    return Child(*json.loads(done.stdout))


def python(code: str, *arguments: str) -> list[str]:
    """Return the command that runs ``code`` in a Python of its own."""
    return [sys.executable, "-c", code, *arguments]


HEAD = f"{'':50} {'ours':>9} {'limit':>9} {'':4} {'ratio':>6} {'must':>6} {'aim':>6}"


def line(figure: Figure) -> str:
    """Return a figure as a line of the table."""
    goals = (f"{goal:6.2f}" if goal is not None else " " * 6 for goal in (figure.must, figure.aim))
    return (
        f"{figure.name:50} {figure.ours:9.2f} {figure.limit:9.2f} {figure.unit:4} "
        f"{figure.ratio:6.2f} {' '.join(goals)}  {figure.verdict()}"
    ).rstrip()
