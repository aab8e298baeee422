"""Work that takes long, done in a thread of its own while the window stays alive."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QThread, Signal

from perfdesk.errors import PerfdeskError

T = TypeVar("T")

Report = Callable[[int, int, str], bool]
"""``report(done, of, now)`` says how far the work is; it answers False where it shall end."""

CRASHED = "程序出现意外错误，没有做完"

_running: set[Worker] = set()
"""Keeps each thread alive until its end has been told."""


def run_in_worker(
    function: Callable[[Report], T],
    on_done: Callable[[T], None],
    on_error: Callable[[PerfdeskError], None],
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Worker:
    """Run ``function`` in a thread; the others are called in the window's thread.

    Args:
        function: the work; it must not touch the window.
        on_done: told what ``function`` returned.
        on_error: told what it raised. Anything that is no :class:`PerfdeskError` is told as one,
            and handed to ``sys.excepthook`` as well.
        on_progress: told what the work reported.
    """
    worker = Worker(function, on_done, on_error, on_progress)
    worker.start()
    return worker


class Worker(QThread):
    """One piece of work under way."""

    _reported = Signal(int, int, str)

    def __init__(
        self,
        function: Callable[[Report], T],
        on_done: Callable[[T], None],
        on_error: Callable[[PerfdeskError], None],
        on_progress: Callable[[int, int, str], None] | None,
    ) -> None:
        super().__init__()
        self._function: Callable[[Report], Any] = function
        self._on_done: Callable[[Any], None] = on_done
        self._on_error = on_error
        self._on_progress = on_progress
        self._result: Any = None
        self._error: Exception | None = None
        self._cancelled = False
        self._reported.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._end, Qt.ConnectionType.QueuedConnection)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._leave)
        _running.add(self)

    def cancel(self) -> None:
        """Ask the work to end; it does so at its next report, and ``on_done`` is told as ever."""
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        """True once the work was asked to end."""
        return self._cancelled

    def run(self) -> None:
        """Do the work, in the thread."""
        try:
            self._result = self._function(self._report)
        except Exception as error:  # noqa: BLE001 - the worker boundary: told in the window's thread
            self._error = error

    def _report(self, done: int, of: int, now: str) -> bool:
        self._reported.emit(done, of, now)
        return not self._cancelled

    def _tell(self, done: int, of: int, now: str) -> None:
        if self._on_progress is not None:
            self._on_progress(done, of, now)

    def _end(self) -> None:
        self.wait()
        _running.discard(self)
        error = self._error
        if error is None:
            self._on_done(self._result)
        elif isinstance(error, PerfdeskError):
            self._on_error(error)
        else:
            self._on_error(PerfdeskError(CRASHED))
            sys.excepthook(type(error), error, error.__traceback__)

    def _leave(self) -> None:
        """Wait for the work when the program ends: a thread must not outlive it."""
        self.cancel()
        self.wait()
