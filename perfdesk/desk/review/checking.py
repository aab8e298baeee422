"""Dossiers being found and checked in a thread; what came of them is handed over now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from perfdesk.desk.worker import Report, Worker, run_in_worker
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.dossierfiles import Found, find_dossiers
from perfdesk.jobs.review import Reviewed, review_files, unread

TICK = 80
"""Milliseconds between two hand-overs: a table shown anew for each file would starve the mouse."""

Run = Callable[[Report], bool]


class Checking(QObject):
    """One run after the other; a new one begins only when the last has ended."""

    searched = Signal(object)
    """What was found (:class:`Found`), before it is checked."""
    found = Signal(list)
    """Files done since the last time."""
    advanced = Signal(int, int, str)
    """Files done, of all (0: they are being looked for), and the next file or folder."""
    ended = Signal(bool)
    """True where all were checked, False where it was stopped."""
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None
        self._plans: list[Found] = []
        self._done: list[Reviewed] = []
        """Both are filled by the worker and read here; they are only ever appended to."""
        self._told, self._taken = 0, 0
        self._now = (0, 0, "")
        self._ticker = QTimer(self, interval=TICK)
        self._ticker.timeout.connect(self._take)

    @property
    def working(self) -> bool:
        """True while files are being looked for or checked."""
        return self._worker is not None

    def search(self, places: Sequence[Path]) -> None:
        """Find the dossiers among files and in folders, and check them."""
        plans: list[Found] = []
        done: list[Reviewed] = []

        def run(report: Report) -> bool:
            found = find_dossiers(places, lambda folder: report(0, 0, folder))
            if found.stopped:
                return False
            plans.append(found)
            whole = len(review_files(found.files, found.base, report, done.append))
            done.extend(unread(found))
            return whole == len(found.files)

        self._begin(run, plans, done)

    def again(self, paths: Sequence[Path], base: Path) -> None:
        """Check files again, named by their paths below ``base``."""
        done: list[Reviewed] = []

        def run(report: Report) -> bool:
            return len(review_files(paths, base, report, done.append)) == len(paths)

        self._begin(run, [], done)

    def stop(self) -> None:
        """End after the file that it is at."""
        if self._worker is not None:
            self._worker.cancel()

    def _begin(self, run: Run, plans: list[Found], done: list[Reviewed]) -> None:
        self._plans, self._done = plans, done
        self._told, self._taken, self._now = 0, 0, (0, 0, "")
        self._worker = run_in_worker(run, self._end, self._fail, self._progress)
        self._ticker.start()

    def _progress(self, done: int, of: int, now: str) -> None:
        self._now = (done, of, now)

    def _take(self) -> None:
        for found in self._plans[self._told :]:
            self._told += 1
            self.searched.emit(found)
        self.advanced.emit(*self._now)
        new = self._done[self._taken :]
        self._taken += len(new)
        if new:
            self.found.emit(new)

    def _finish(self) -> None:
        self._ticker.stop()
        self._take()
        self._worker = None

    def _end(self, whole: bool) -> None:  # noqa: FBT001 - what the worker's function returns
        self._finish()
        self.ended.emit(whole)

    def _fail(self, error: PerfdeskError) -> None:
        self._finish()
        self.failed.emit(str(error))
