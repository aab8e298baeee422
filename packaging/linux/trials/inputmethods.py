"""Chinese input methods as a desktop starts them, for Python 3.9 and newer."""

from __future__ import annotations

import os
from pathlib import Path

from screen import said, start, until

FCITX5 = """\
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
FCITX4 = """\
[Profile]
IMName=pinyin
EnabledIMList=fcitx-keyboard-us:True,pinyin:True
"""


def bus_names() -> str:
    """Who is on the session bus."""
    ask = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus")
    return said(*ask, "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")


def profile(path: str, text: str) -> None:
    """Write a daemon's settings."""
    file = Path(os.environ["HOME"], ".config", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


class Method:
    """One input method, with its own pinyin."""

    command: tuple[str, ...]
    name: str
    """Its name on the session bus."""

    def start(self) -> None:
        """Start it, and wait until it can be asked."""
        start(*self.command)
        until(lambda: self.name in bus_names(), self.name)

    def turn_on(self) -> None:
        """Switch to pinyin, for the text that has the keyboard now."""
        until(self.is_on, f"pinyin of {self.name}")

    def is_on(self) -> bool:
        """Ask for pinyin, and tell whether it is there."""
        raise NotImplementedError


class Fcitx5(Method):
    """fcitx 5."""

    command = ("fcitx5", "--disable=wayland")
    name = "org.fcitx.Fcitx5"

    def start(self) -> None:
        profile("fcitx5/profile", FCITX5)
        super().start()

    def is_on(self) -> bool:
        said("fcitx5-remote", "-s", "pinyin")
        said("fcitx5-remote", "-o")
        return said("fcitx5-remote") == "2"


class Fcitx4(Method):
    """fcitx 4."""

    command = ("fcitx", "-D", "-r")
    name = "org.fcitx.Fcitx"

    def start(self) -> None:
        profile("fcitx/profile", FCITX4)
        super().start()

    def is_on(self) -> bool:
        said("fcitx-remote", "-s", "pinyin")
        said("fcitx-remote", "-o")
        return said("fcitx-remote") == "2"


class Ibus(Method):
    """ibus with libpinyin."""

    command = ("ibus-daemon", "--replace", "--xim", "--panel=/usr/libexec/ibus-ui-gtk3")
    name = "org.freedesktop.IBus"

    def start(self) -> None:
        os.environ["GSETTINGS_BACKEND"] = "memory"
        super().start()
        until(lambda: "unix:" in said("ibus", "address"), "the address of ibus")

    def is_on(self) -> bool:
        said("ibus", "engine", "libpinyin")
        return said("ibus", "engine") == "libpinyin"


METHODS: dict[str, type[Method]] = {"fcitx5": Fcitx5, "fcitx4": Fcitx4, "ibus": Ibus}
