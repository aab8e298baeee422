"""Wait until what was written is on the disk: at once, or in a thread while the work goes on."""

from __future__ import annotations

import os
import threading

IDLE = 10.0
"""Seconds without work after which the thread ends; the next work starts another."""


class Syncer:
    """Synchronises a file that is only appended to; several requests may be met by one sync.

    in_background: :meth:`sync` does not wait. What goes wrong then is told by :meth:`check`.
    """

    def __init__(self) -> None:
        self.in_background = False
        self._changed = threading.Condition()
        self._wanted = -1
        self._busy = False
        self._error: OSError | None = None
        self._thread: threading.Thread | None = None

    def sync(self, descriptor: int) -> None:
        """Bring to the disk what was written to ``descriptor``, which is not closed meanwhile.

        Raises:
            OSError: the disk is full or broken; not where that goes on in the background.
        """
        if not self.in_background:
            _sync(descriptor)
            return
        with self._changed:
            self._wanted = descriptor
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def check(self) -> None:
        """Raise what went wrong in the background since the last time.

        Raises:
            OSError: the disk is full or broken.
        """
        with self._changed:
            error, self._error = self._error, None
        if error is not None:
            raise error

    def wait(self) -> None:
        """Wait until all is done, so that the file may be closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._wanted < 0 and not self._busy)

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._changed.wait_for(lambda: self._wanted >= 0, IDLE):
                    self._thread = None
                    return
                descriptor, self._wanted, self._busy = self._wanted, -1, True
            error = None
            try:
                _sync(descriptor)
            except OSError as raised:
                error = raised
            with self._changed:
                self._error, self._busy = error or self._error, False
                self._changed.notify_all()


def _sync(descriptor: int) -> None:
    getattr(os, "fdatasync", os.fsync)(descriptor)
