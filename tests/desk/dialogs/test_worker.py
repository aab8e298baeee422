"""The worker: results, errors and progress arrive in the window's thread, and it can be ended."""

import sys
import threading
import time
from types import TracebackType

import pytest
from PySide6.QtCore import QThread, QTimer

from perfdesk.desk import worker
from perfdesk.desk.worker import CRASHED, Report, run_in_worker
from perfdesk.errors import PerfdeskError
from tests.desk.dialogs.waiting import wait_until

Told = list[tuple[str, object]]


def wait_for(told: Told, count: int = 1) -> None:
    assert wait_until(lambda: len(told) >= count)


def test_result_arrives_in_the_windows_thread() -> None:
    told: Told = []
    threads = []

    def work(_report: Report) -> int:
        threads.append(threading.get_ident())
        return 42

    def done(result: int) -> None:
        threads.append(threading.get_ident())
        told.append(("done", result))

    run_in_worker(work, done, lambda error: told.append(("error", error)))
    wait_for(told)
    assert told == [("done", 42)]
    assert threads[0] != threads[1] == threading.get_ident()
    assert not worker._running


def test_an_error_of_ours_is_told() -> None:
    told: Told = []

    def work(_report: Report) -> None:
        raise PerfdeskError("磁盘空间不足")

    run_in_worker(
        work,
        lambda result: told.append(("done", result)),
        lambda error: told.append(("error", str(error))),
    )
    wait_for(told)
    assert told == [("error", "磁盘空间不足")]


def test_any_other_error_goes_to_the_excepthook_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told: Told = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        assert trace is not None
        told.append(("hook", error))

    def work(_report: Report) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sys, "excepthook", hook)
    run_in_worker(
        work,
        lambda result: told.append(("done", result)),
        lambda error: told.append(("error", str(error))),
    )
    wait_for(told, 2)
    assert told[0] == ("error", CRASHED)
    assert told[1][0] == "hook"
    assert isinstance(told[1][1], ZeroDivisionError)


def test_progress_and_cancel() -> None:
    told: Told = []
    seen: list[tuple[int, int, str]] = []

    def work(report: Report) -> int:
        done = 0
        while report(done, 1000, f"第 {done} 步"):
            done += 1
            time.sleep(0.001)
        return done

    def progress(done: int, of: int, now: str) -> None:
        seen.append((done, of, now))
        if done == 5:
            handle.cancel()

    handle = run_in_worker(
        work,
        lambda result: told.append(("done", result)),
        lambda error: told.append(("error", error)),
        progress,
    )
    wait_for(told)
    assert handle.cancelled
    kind, steps = told[0]
    assert kind == "done"
    assert isinstance(steps, int)
    assert 5 <= steps < 1000
    assert seen[:2] == [(0, 1000, "第 0 步"), (1, 1000, "第 1 步")]
    assert len(seen) == steps + 1, "all that was reported is told before the end is"


def test_the_window_stays_alive() -> None:
    told: Told = []
    ticks: list[float] = []
    timer = QTimer(interval=10)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))

    def work(report: Report) -> None:
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            sum(range(1000))  # holds the interpreter as an export does

    timer.start()
    run_in_worker(
        work,
        lambda result: told.append(("done", result)),
        lambda error: told.append(("error", error)),
    )
    wait_for(told)
    timer.stop()
    assert len(ticks) > 5


def test_the_end_of_the_program_waits_for_the_thread() -> None:
    told: Told = []

    def work(report: Report) -> str:
        while report(0, 1, ""):
            QThread.msleep(1)
        return "ended"

    handle = run_in_worker(
        work,
        lambda result: told.append(("done", result)),
        lambda error: told.append(("error", error)),
    )
    handle._leave()
    assert handle.isFinished()
    wait_for(told)
    assert told == [("done", "ended")]
