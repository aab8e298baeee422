"""Chinese input methods as a desktop starts them, for Python 3.9 and newer."""

import os
import subprocess
from pathlib import Path

from screen import said, until

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


def bus_names():
    """Who is on the session bus."""
    ask = ("dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus")
    return said(*ask, "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")


def start(command, name):
    """Start a daemon and wait for its name on the bus."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.Popen(command, **quiet)
    until(lambda: name in bus_names(), name)


def profile(path, text):
    """Write a daemon's settings."""
    file = Path(os.environ["HOME"], ".config", path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


class Fcitx5:
    """fcitx 5 with its own pinyin."""

    def start(self):
        profile("fcitx5/profile", FCITX5)
        start(["fcitx5", "--disable=wayland"], "org.fcitx.Fcitx5")

    def turn_on(self):
        def is_on():
            said("fcitx5-remote", "-s", "pinyin")
            said("fcitx5-remote", "-o")
            return said("fcitx5-remote") == "2"

        until(is_on, "pinyin of fcitx5")


class Fcitx4:
    """fcitx 4 with its own pinyin."""

    def start(self):
        profile("fcitx/profile", FCITX4)
        start(["fcitx", "-D", "-r"], "org.fcitx.Fcitx")

    def turn_on(self):
        def is_on():
            said("fcitx-remote", "-s", "pinyin")
            said("fcitx-remote", "-o")
            return said("fcitx-remote") == "2"

        until(is_on, "pinyin of fcitx")


class Ibus:
    """ibus with libpinyin."""

    def start(self):
        os.environ["GSETTINGS_BACKEND"] = "memory"
        panel = "--panel=/usr/libexec/ibus-ui-gtk3"
        start(["ibus-daemon", "--replace", "--xim", panel], "org.freedesktop.IBus")
        until(lambda: "unix:" in said("ibus", "address"), "the address of ibus")

    def turn_on(self):
        def is_on():
            said("ibus", "engine", "libpinyin")
            return said("ibus", "engine") == "libpinyin"

        until(is_on, "libpinyin")


METHODS = {"fcitx5": Fcitx5, "fcitx4": Fcitx4, "ibus": Ibus}
