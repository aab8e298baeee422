"""A screen without a monitor: an X server of its own with a window manager, hands and eyes.

The hands are xdotool and xclip. The eyes read the server's frame buffer, which it keeps in a file.
Nothing here knows the program that is driven.
"""

import mmap
import os
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

from tests.conftest import need

T = TypeVar("T")

WAIT = 30.0
"""Seconds until something must have happened; on a healthy machine nothing takes a tenth of it."""

PAUSE = 0.01


class TooLateError(AssertionError):
    """Something did not happen."""


def until(happens: Callable[[], T], what: str, seconds: float = WAIT) -> T:
    """Return what ``happens`` answers as soon as that is true."""
    end = time.monotonic() + seconds
    while not (answer := happens()):
        if time.monotonic() > end:
            raise TooLateError(what)
        time.sleep(PAUSE)
    return answer


class Rect(NamedTuple):
    """A rectangle of the screen in pixels; right and bottom belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def centre(self) -> tuple[int, int]:
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2


class Key(str):
    """A key or a chord of keys by the names of X: ``Tab``, ``ctrl+shift+s``."""

    __slots__ = ()


class Display:
    """An X server with openbox; to be closed at the end."""

    def __init__(self, width: int = 1366, height: int = 768) -> None:
        self.size = (width, height)
        self._folder = tempfile.TemporaryDirectory(prefix="screen-")
        home = Path(self._folder.name)
        reading, writing = os.pipe()
        command = [str(need("Xvfb")), "-displayfd", str(writing), "-fbdir", str(home)]
        command += ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.name = f":{pipe.readline().strip()}"
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ},
            "LC_ALL": "C.UTF-8",
            "HOME": str(home),
            "DISPLAY": self.name,
        }
        self._frame_buffer = home / "Xvfb_screen0"
        self._begun: subprocess.Popen[bytes] | None = None
        self._manager = self._start(str(need("openbox")), "--sm-disable")
        until(self._is_managed, "a window manager")

    def close(self) -> None:
        """Take the screen away, and with it all that is still shown on it."""
        for process in (self._manager, self._server):
            process.terminate()
        for process in filter(None, (self._manager, self._server, self._begun)):
            process.wait()
        self._folder.cleanup()

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(
            command, env=self.environment, stdin=nothing, stdout=nothing, stderr=nothing
        )

    def _is_managed(self) -> bool:
        return bool(self._xdotool("get_num_desktops", check=False).strip())

    # --- hands ---

    def _xdotool(self, *words: str, check: bool = True) -> str:
        command = ("xdotool", *words)
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)}: {done.stderr or done.returncode}")
        return done.stdout

    def play(self, *strokes: str, delay: int = 2) -> None:
        """Press keys (:class:`Key`) and type texts (any other str), in one go."""
        if words := _words(strokes, delay):
            self._xdotool(*words)

    def begin(self, *strokes: str) -> None:
        """Begin to press keys and type texts, and do not wait until that is done."""
        if self._begun is not None:
            self._begun.wait()
        self._begun = self._start("xdotool", *_words(strokes, 2))

    def keys(self, *names: str, delay: int = 2) -> None:
        """Press keys one after the other."""
        self.play(*map(Key, names), delay=delay)

    def click(self, x: int, y: int, button: int = 1, times: int = 1, held: str = "") -> None:
        """Click somewhere, with a key held down."""
        words = ["mousemove", str(x), str(y)]
        words += ["keydown", held] if held else []
        words += ["click", "--repeat", str(times), "--delay", "30", str(button)]
        self._xdotool(*words, *(["keyup", held] if held else []))

    def point(self, x: int, y: int) -> None:
        """Move the mouse somewhere."""
        self._xdotool("mousemove", str(x), str(y))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the mouse button at a place and let it go at another one."""
        words = ["mousemove", *map(str, start), "mousedown", "1"]
        for part in range(1, 6):
            place = [round(a + (b - a) * part / 5) for a, b in zip(start, end, strict=True)]
            words += ["sleep", "0.03", "mousemove", *map(str, place)]
        self._xdotool(*words, "sleep", "0.05", "mouseup", "1")

    @property
    def clipboard(self) -> str:
        """The plain text on the clipboard."""
        command = ("xclip", "-selection", "clipboard", "-out", "-target", "UTF8_STRING")
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def copy(self, text: str, kind: str = "UTF8_STRING") -> None:
        """Put a text on the clipboard as another program would."""
        command = ("xclip", "-selection", "clipboard", "-in", "-target", kind)
        subprocess.run(
            command,
            env=self.environment,
            input=text,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    # --- windows ---

    def windows(self, process: int) -> list[str]:
        """Return the visible windows of a process."""
        words = ("search", "--onlyvisible", "--pid", str(process), "--name", ".")
        return self._xdotool(*words, check=False).split()

    def windows_of_class(self, pattern: str) -> list[Rect]:
        """Return where the visible windows of a class are, whoever they belong to."""
        words = ("search", "--onlyvisible", "--class", pattern)
        found = []
        for window in self._xdotool(*words, check=False).split():
            told = self._xdotool("getwindowgeometry", "--shell", window, check=False)
            place = dict(line.split("=") for line in told.split())
            if place:
                x, y, width, height = (int(place[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
                found.append(Rect(x, y, x + width - 1, y + height - 1))
        return found

    def title(self, window: str) -> str:
        """Return a window's title."""
        return self._xdotool("getwindowname", window, check=False).strip()

    @property
    def active(self) -> str:
        """The window that has the keyboard, "" where none has."""
        return self._xdotool("getactivewindow", check=False).strip()

    def activate(self, window: str) -> None:
        """Give a window the keyboard."""
        self._xdotool("windowactivate", "--sync", window)

    def close_window(self, window: str) -> None:
        """Ask a window to close, as its button in the title bar does."""
        self._xdotool("windowactivate", "--sync", window, "key", "alt+F4")

    # --- eyes ---

    def look(self) -> "Picture":
        """Return what is on the screen now."""
        with self._frame_buffer.open("rb") as file:
            seen = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            with seen:
                head = struct.unpack(">25I", seen[:100])
                start, width, height, line = head[0] + head[19] * 12, head[4], head[5], head[12]
                return Picture(width, height, line, seen[start : start + line * height])


def _words(strokes: Iterable[str], delay: int) -> list[str]:
    """Return what xdotool is told to do."""
    words: list[str] = []
    for stroke in strokes:
        if isinstance(stroke, Key):
            words += ["key", "--delay", str(delay), stroke]
        elif stroke:
            words += ["type", "--delay", str(delay), "--args", "1", stroke]
    return words


class Picture(NamedTuple):
    """The pixels of a screen, four bytes each (blue first), line by line."""

    width: int
    height: int
    line: int
    pixels: bytes

    def frame_of(self, colour: tuple[int, int, int], run: int) -> Rect | None:
        """Return the first rectangle drawn in a colour whose upper side is at least ``run`` long.

        Its left side is followed down from there.
        """
        pixel = bytes([*reversed(colour), 0xFF])
        for top in range(self.height):
            left = self._find(top, pixel, run)
            if left >= 0:
                break
        else:
            return None
        right = bottom = 0
        while self._pixel(left + right, top) == pixel:
            right += 1
        while self._pixel(left, top + bottom) == pixel:
            bottom += 1
        return Rect(left, top, left + right - 1, top + bottom - 1)

    def _pixel(self, x: int, y: int) -> bytes:
        start = y * self.line + 4 * x
        return self.pixels[start : start + 4] if x < self.width and y < self.height else b""

    def _row(self, y: int) -> bytes:
        return self.pixels[y * self.line : y * self.line + self.width * 4]

    def _find(self, y: int, pixel: bytes, run: int) -> int:
        row, wanted = self._row(y), pixel * run
        at = row.find(wanted)
        while at >= 0 and at % 4:
            at = row.find(wanted, at + 1)
        return at // 4 if at >= 0 else -1

    def part(self, rect: Rect) -> bytes:
        """Return the pixels of a part."""
        rows = range(max(0, rect.top), min(self.height, rect.bottom + 1))
        return b"".join(self._row(y)[4 * rect.left : 4 * rect.right + 4] for y in rows)

    def save(self, path: Path) -> None:
        """Write a PNG."""
        lines = []
        for y in range(self.height):
            row = self._row(y)
            rgb = bytearray(3 * self.width)
            rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
            lines.append(b"\0" + bytes(rgb))
        head = struct.pack(">2I5B", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines), 3)), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
