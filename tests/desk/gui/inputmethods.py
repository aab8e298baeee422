"""Chinese input methods as a desktop starts them: a session bus of their own, then the daemon."""

import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import need
from tests.desk.gui.display import Display, Rect, until

FCITX_PROFILE = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


NARROWEST = 100
"""A window of candidates is wider (pixels); that of the mode alone is not."""


LETTERS = "xkb:us::eng"
"""What an ibus calls typing letters."""


class Session:
    """A session bus with one input method daemon, for programs with the same home."""

    tools: tuple[str, ...] = ()
    panel = ""
    """Class of the windows that it shows."""

    def __init__(self, display: Display, home: Path) -> None:
        self._display = display
        for tool in ("dbus-daemon", *self.tools):
            need(tool)
        self._processes: list[subprocess.Popen[bytes]] = []
        # Sockets are made in here, whose names may have no more than 107 characters.
        self._short = tempfile.TemporaryDirectory(prefix="im-", ignore_cleanup_errors=True)
        short = Path(self._short.name)
        runtime = short / "runtime"
        runtime.mkdir(mode=0o700)
        home.mkdir(parents=True, exist_ok=True)
        self.config = home / "config"
        self.environment = {
            **display.environment,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(self.config),
            "XDG_CACHE_HOME": str(short / "cache"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_RUNTIME_DIR": str(runtime),
            "NO_AT_BRIDGE": "1",  # else a daemon of its own stays behind
        }
        reading, writing = os.pipe()
        address = f"--print-address={writing}"
        self._run("dbus-daemon", "--session", "--nofork", address, pass_=writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = pipe.readline().strip()
        self.start()
        # Both tell by this file where they are; the plugin of Qt looks for it.
        until(lambda: list(self.config.glob("ibus/bus/*")), "the input method's address")

    @property
    def for_programs(self) -> Mapping[str, str]:
        """What a program's environment needs to find the input method; no variable names one."""
        names = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
        return {name: self.environment[name] for name in names}

    def _run(self, *command: str, pass_: int | None = None) -> None:
        nothing = subprocess.DEVNULL
        self._processes.append(
            subprocess.Popen(
                command,
                env=self.environment,
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                pass_fds=[] if pass_ is None else [pass_],
            )
        )

    def _ask(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def start(self) -> None:
        """Start the daemon."""
        raise NotImplementedError

    def turn_on(self) -> None:
        """Switch to pinyin, for the text that has the keyboard now."""
        raise NotImplementedError

    def turn_off(self) -> None:
        """Switch back to letters."""
        raise NotImplementedError

    def candidates(self) -> Rect | None:
        """Return where the candidates are shown, None where none are."""
        own = self._display.windows_of_class(self.panel)
        return next((rect for rect in own if rect.right - rect.left > NARROWEST), None)

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait()
        self._short.cleanup()


class Fcitx5(Session):
    tools = ("fcitx5", "fcitx5-remote")
    panel = "fcitx"

    def start(self) -> None:
        folder = self.config / "fcitx5"
        folder.mkdir(parents=True)
        (folder / "profile").write_text(FCITX_PROFILE, "utf-8")
        self._run("fcitx5", "--disable=wayland")

    def turn_on(self) -> None:
        def is_on() -> bool:
            self._ask("fcitx5-remote", "-s", "pinyin")
            self._ask("fcitx5-remote", "-o")
            on = self._ask("fcitx5-remote") == "2"
            return on and self._ask("fcitx5-remote", "-n") == "pinyin"

        until(is_on, "pinyin of fcitx5")

    def turn_off(self) -> None:
        def is_off() -> bool:
            self._ask("fcitx5-remote", "-c")
            return self._ask("fcitx5-remote") != "2"

        until(is_off, "letters of fcitx5")


class Ibus(Session):
    tools = ("ibus-daemon", "ibus", "/usr/libexec/ibus-engine-libpinyin")
    panel = "ibus-ui-gtk3"

    def start(self) -> None:
        self.environment["GSETTINGS_BACKEND"] = "memory"
        self._run("ibus-daemon", "--xim", "--panel=/usr/libexec/ibus-ui-gtk3")

    def turn_on(self) -> None:
        def is_on() -> bool:
            self._ask("ibus", "engine", "libpinyin")
            return self._ask("ibus", "engine") == "libpinyin"

        until(is_on, "libpinyin of ibus")

    def turn_off(self) -> None:
        def is_off() -> bool:
            self._ask("ibus", "engine", LETTERS)
            return self._ask("ibus", "engine") == LETTERS

        until(is_off, "letters of ibus")
