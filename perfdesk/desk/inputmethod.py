"""Find the input method of a Linux desktop before Qt starts.

Qt loads the one input method module that ``QT_IM_MODULE`` names, and a wrong name means no Chinese.
Asking the session bus who is there is certain but costs 50 to 100 ms; the environment and the
socket files of the daemons cost nothing, so the bus is asked only where they do not tell.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PLATFORMS = {"xcb", "wayland", "offscreen", "minimal"}
"""Qt platform plugins that we ship; distributions set others (dxcb), and Qt would not start."""

NO_BUS = "compose"
"""What does without D-Bus; the module of ibus ends the program where there is no machine-id."""

FCITX_PLUGIN = "libfcitxplatforminputcontextplugin-qt6.so"

_CHANGED = ("QT_IM_MODULE", "QT_IM_MODULES", "QT_QPA_PLATFORM")
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def prepare() -> dict[str, str | None]:
    """Set the environment for Qt; return the old values for :func:`restore`.

    To be called before QApplication is made. Does nothing on Windows.
    """
    old = {name: os.environ.get(name) for name in _CHANGED}
    if sys.platform.startswith("linux"):
        has_bus = any(file.exists() for file in _MACHINE_IDS)
        if not has_bus:
            # libdbus would look for a bus by it and end the program. Stays so: nothing is lost.
            os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")
        wanted = os.environ.get("QT_QPA_PLATFORM", "")
        if wanted and not {part.split(":")[0] for part in wanted.split(";")} & PLATFORMS:
            os.environ["QT_QPA_PLATFORM"] = "xcb;wayland"
        os.environ.pop("QT_IM_MODULES", None)
        chosen = choose(os.environ, running(), has_plugin=_has_fcitx_plugin())
        os.environ["QT_IM_MODULE"] = chosen if has_bus else NO_BUS
    return old


def restore(old: Mapping[str, str | None]) -> None:
    """Put the environment back, so that programs started from here see the user's own settings."""
    for name, value in old.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def choose(environment: Mapping[str, str], daemons: set[str], *, has_plugin: bool) -> str:
    """Return the module to load.

    Args:
        environment: the process's environment.
        daemons: names of input method programs that run (``fcitx``, ``fcitx5``, ``ibus-daemon``).
        has_plugin: our fcitx plugin is installed; without it fcitx5 is reached as an ibus.
    """
    fcitx = any(name.startswith("fcitx") for name in daemons)
    ibus = "ibus-daemon" in daemons
    if fcitx or ibus:
        return "fcitx" if fcitx and has_plugin else "ibus"
    names = ("XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULES", "QT_IM_MODULE")
    hint = " ".join(environment.get(name, "") for name in names).lower()
    return "fcitx" if has_plugin and "ibus" not in hint else "ibus"


def running() -> set[str]:
    """Return which input method programs this user runs, from the process list."""
    wanted = ("fcitx", "ibus-daemon")
    return {name for name in _own_processes() if name.startswith(wanted)}


def _own_processes() -> Iterator[str]:
    user = os.getuid() if hasattr(os, "getuid") else -1
    try:
        entries = [entry for entry in os.scandir("/proc") if entry.name.isdigit()]
    except OSError:
        return
    for entry in entries:
        try:
            if entry.stat().st_uid == user:
                # A name is cut after 15 bytes, perhaps within a character.
                with open(f"{entry.path}/comm", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - quick
                    yield file.read().strip()
        except OSError:
            continue


def _has_fcitx_plugin() -> bool:
    import PySide6  # noqa: PLC0415 - only looked at for where it is

    folder = Path(PySide6.__path__[0], "Qt", "plugins", "platforminputcontexts")
    return (folder / FCITX_PLUGIN).is_file()
