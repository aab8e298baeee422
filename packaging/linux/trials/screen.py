"""An X screen of its own with a window manager, hands and eyes; for Python 3.9 and newer."""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

WAIT = 60.0
"""Seconds until something must have happened."""


def until(happens: Callable[[], T], what: str) -> T:
    """Return what ``happens`` answers as soon as that is true."""
    end = time.monotonic() + WAIT
    while True:
        answer = happens()
        if answer:
            return answer
        if time.monotonic() > end:
            raise SystemExit(f"failed: {what}")
        time.sleep(0.05)


def said(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    """Return what a command prints, whatever its exit code."""
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    done = subprocess.run(command, check=False, stdout=pipe, stderr=both, text=True, env=env)
    return done.stdout.strip()


def start(*command: str | Path, pass_fds: Sequence[int] = ()) -> None:
    """Start a program that may run until the machine ends, and hear nothing of it."""
    quiet = subprocess.DEVNULL
    subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, pass_fds=pass_fds)


class Screen:
    """The screen; the environment's DISPLAY names it from then on. Pictures go to ``out``."""

    last: Screen | None = None

    def __init__(self, out: Path, size: str = "1366x768") -> None:
        self.out = out
        folder = tempfile.mkdtemp(prefix="screen-")
        self.buffer = Path(folder, "Xvfb_screen0")
        reading, writing = os.pipe()
        options = ["-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset", "-fbdir", folder]
        start("Xvfb", "-displayfd", str(writing), *options, pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading) as pipe:
            os.environ["DISPLAY"] = ":" + pipe.readline().strip()
        start("openbox", "--sm-disable")
        until(lambda: said("xdotool", "get_num_desktops").isdigit(), "a window manager")
        Screen.last = self

    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return said("xdotool", "getactivewindow", "getwindowname")

    def wait_for_title(self, part: str) -> None:
        """Wait for an active window whose title has ``part``."""
        until(lambda: part in self.title(), f"a window “{part}”, not “{self.title()}”")

    def keys(self, *names: str) -> None:
        """Press keys."""
        subprocess.run(["xdotool", "key", "--delay", "30", *names], check=True)

    def type(self, text: str) -> None:
        """Type a text."""
        subprocess.run(["xdotool", "type", "--delay", "60", text], check=True)

    def windows(self) -> list[str]:
        """The visible windows of the program."""
        return said("xdotool", "search", "--onlyvisible", "--class", "^perfdesk$").split()

    def pixels(self) -> tuple[int, int, int, bytes]:
        """What is on the screen: width, height, bytes of a line, and four bytes a pixel."""
        data = self.buffer.read_bytes()
        head = struct.unpack(">25I", data[:100])
        start_of_pixels = head[0] + head[19] * 12
        return head[4], head[5], head[12], data[start_of_pixels:][: head[12] * head[5]]

    def rest(self) -> None:
        """Wait until nothing moves any more."""
        before = b""
        for _ in range(60):
            now = self.pixels()[3]
            if now == before:
                return
            before = now
            time.sleep(0.4)

    def shot(self, name: str) -> None:
        """Save a picture once nothing moves any more."""
        self.rest()
        width, height, line, data = self.pixels()
        rows = []
        for y in range(height):
            row = data[y * line :][: 4 * width]
            rgb = bytearray(3 * width)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(b"\0" + bytes(rgb))
        parts = [
            (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"".join(rows), 3)),
            (b"IEND", b""),
        ]
        chunks = (
            struct.pack(">I", len(text)) + kind + text + struct.pack(">I", zlib.crc32(kind + text))
            for kind, text in parts
        )
        path = self.out / f"{name}.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
