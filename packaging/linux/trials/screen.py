"""An X screen of its own with a window manager, hands (xdotool) and eyes; for Python 3.9 and newer."""

import os
import struct
import subprocess
import tempfile
import time
import zlib
from pathlib import Path

WAIT = 60.0
"""Seconds until something must have happened."""


def until(happens, what):
    """Return what ``happens`` answers as soon as that is true."""
    end = time.monotonic() + WAIT
    while True:
        answer = happens()
        if answer:
            return answer
        if time.monotonic() > end:
            raise SystemExit(f"failed: {what}")
        time.sleep(0.05)


def said(*command, **options):
    """Return what a command prints, whatever its exit code."""
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    return done.stdout.strip()


class Screen:
    """The screen; the environment's DISPLAY names it from then on."""

    last = None

    def __init__(self, out, size="1366x768"):
        Screen.last = self
        self.out = Path(out)
        folder = tempfile.mkdtemp(prefix="screen-")
        self.buffer = Path(folder, "Xvfb_screen0")
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-fbdir", folder, "-screen", "0", size + "x24"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.Popen([*command, "-nolisten", "tcp", "-noreset"], pass_fds=[writing], **quiet)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            os.environ["DISPLAY"] = ":" + pipe.readline().strip()
        subprocess.Popen(["openbox", "--sm-disable"], **quiet)
        until(lambda: said("xdotool", "get_num_desktops").isdigit(), "a window manager")

    def title(self):
        """The title of the window that has the keyboard."""
        return said("xdotool", "getactivewindow", "getwindowname")

    def wait_for_title(self, part):
        """Wait for an active window whose title has ``part``."""
        until(lambda: part in self.title(), f"a window “{part}”, not “{self.title()}”")

    def keys(self, *names):
        """Press keys."""
        subprocess.run(["xdotool", "key", "--delay", "30", *names], check=True)

    def type(self, text):
        """Type a text."""
        subprocess.run(["xdotool", "type", "--delay", "60", text], check=True)

    def windows(self):
        """The visible windows of the program."""
        return said("xdotool", "search", "--onlyvisible", "--class", "^perfdesk$").split()

    def pixels(self):
        """What is on the screen: width, height, bytes of a line, and four bytes a pixel."""
        data = self.buffer.read_bytes()
        head = struct.unpack(">25I", data[:100])
        start = head[0] + head[19] * 12
        return head[4], head[5], head[12], data[start : start + head[12] * head[5]]

    def rest(self):
        """Wait until nothing moves any more."""
        before = None
        for _ in range(60):
            now = self.pixels()[3]
            if now == before:
                return
            before = now
            time.sleep(0.4)

    def shot(self, name):
        """Save a picture once nothing moves any more."""
        self.rest()
        width, height, line, data = self.pixels()
        rows = []
        for y in range(height):
            row = data[y * line : y * line + 4 * width]
            rgb = bytearray(3 * width)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            rows.append(b"\0" + bytes(rgb))
        parts = [
            (b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)),
            (b"IDAT", zlib.compress(b"".join(rows), 3)),
            (b"IEND", b""),
        ]
        chunks = (
            struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts
        )
        (self.out / (name + ".png")).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
