"""The program in a real window, driven from outside; nothing of it is imported."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.desk.gui.display import Display, Key, Picture, Rect, until

COMMAND = Path(sys.executable).with_name("perfdesk")
"""The installed command, as users have it."""

FRAME = (0x1F, 0x6F, 0xB2)
"""Colour of the frame around the current cell."""

SETTLED = 0.2
"""Seconds after which what has not moved on the screen rests."""

NAME = "绩效目标填报"


def perfdesk(*words: str, home: Path | None = None) -> str:
    """Run the command line and return what it prints; ``check`` may end with 1."""
    command = [str(COMMAND), *words]
    environment = dict(os.environ) | (_homes(home) if home else {})
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, f"{done.returncode}: {done.stderr}"
    return done.stdout


def _homes(home: Path) -> dict[str, str]:
    kinds = ("config", "cache", "data", "state")
    return {"HOME": str(home)} | {f"XDG_{k.upper()}_HOME": str(home / k) for k in kinds}


class Program:
    """One run of the program on a display."""

    def __init__(
        self,
        display: Display,
        home: Path,
        *files: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.display = display
        self.home = home
        home.mkdir(exist_ok=True)
        self.complaints = home / "stderr.txt"
        own = {**display.environment, **_homes(home), "QT_QPA_PLATFORM": "xcb"}
        command = [str(COMMAND), *map(str, files)]
        with self.complaints.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=own | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )

    # --- its life ---

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def wait_for_window(self) -> None:
        """Wait until a window of its own has the keyboard."""
        until(lambda: self._ended() or self.has_keyboard, "a window of the program")

    def wait_for_sheet(self) -> Rect:
        """Wait until a cell of a sheet has the keyboard, and return where it is."""
        self.wait_for_window()
        return found(until(self.frame, "a current cell in the sheet"))

    def wait_for_end(self) -> None:
        """Wait until it has ended by itself."""
        until(lambda: not self.is_alive, "the end of the program")
        assert self._process.returncode == 0, self.said

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def _ended(self) -> bool:
        assert self.is_alive, f"ended with {self._process.returncode}: {self.said}"
        return False

    @property
    def said(self) -> str:
        """What it wrote on its standard streams: warnings of Qt, stack traces."""
        return self.complaints.read_text("utf-8", "replace")

    # --- windows ---

    @property
    def windows(self) -> list[str]:
        return self.display.windows(self._process.pid)

    @property
    def has_keyboard(self) -> bool:
        active = self.display.active
        return bool(active) and active in self.windows

    @property
    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return self.display.title(self.display.active)

    def wait_for_title(self, part: str) -> None:
        """Wait until the title of the active window has a part."""
        until(lambda: part in self.title, f"a title with “{part}”, not “{self.title}”")

    # --- hands ---

    def keys(self, *names: str) -> None:
        self.display.keys(*names)

    def play(self, *strokes: str) -> None:
        self.display.play(*strokes)

    def save(self, file: Path) -> dict[str, Any]:
        """Save by the keyboard, wait until it is done, and return what the file holds.

        All keys before are then done too: a window takes them in their order.
        """
        before = file.stat().st_mtime_ns if file.exists() else 0
        self.play(Key("ctrl+s"))
        until(lambda: file.exists() and file.stat().st_mtime_ns != before, f"{file.name} saved")
        return show(file)

    def quit(self) -> None:
        """Close the window, which must have nothing to save, and look at what it said."""
        self.keys("ctrl+q")
        self.wait_for_end()

    # --- eyes ---

    def look(self) -> Picture:
        return self.display.look()

    def frame(self) -> Rect | None:
        """Return the frame around the current cell."""
        return self.look().frame_of(FRAME, 12)

    def rest(self) -> Picture:
        """Wait until nothing moves on the screen any more, and return what is there."""
        before = self.look()
        while True:
            time.sleep(SETTLED)
            now = self.look()
            if now == before:
                return now
            before = now

    def settled_frame(self) -> Rect:
        """Return the frame around the current cell once it rests."""
        frame = self.rest().frame_of(FRAME, 12)
        assert frame is not None, "no current cell"
        return frame

    def wait_for_other_frame(self, before: Rect | None) -> Rect:
        """Wait until another cell is the current one."""

        def other() -> Rect | None:
            now = self.frame()
            return now if now != before else None

        return found(until(other, "another current cell"))


def show(file: Path) -> dict[str, Any]:
    """Return what a file holds."""
    found: dict[str, Any] = json.loads(perfdesk("show", "--json", str(file)))
    return found


def findings(file: Path) -> list[dict[str, Any]]:
    """Return what the checks say about a file."""
    found: list[dict[str, Any]] = json.loads(perfdesk("check", "--json", str(file)))
    return found


def found(frame: Rect | None) -> Rect:
    """Return what was waited for."""
    assert frame is not None
    return frame
