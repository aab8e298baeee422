"""Which input method module Qt is to load, by what runs and what the environment says."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.desk import inputmethod

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux needs this")


@pytest.mark.parametrize(
    ("daemons", "environment", "plugin", "chosen"),
    [
        # what runs is asked first …
        ({"fcitx5"}, {}, True, "fcitx"),
        ({"fcitx5"}, {}, False, "ibus"),
        ({"fcitx"}, {}, True, "fcitx"),
        ({"fcitx-dbus-watcher"}, {}, True, "fcitx"),
        ({"ibus-daemon"}, {}, True, "ibus"),
        ({"ibus-daemon"}, {}, False, "ibus"),
        ({"fcitx5", "ibus-daemon"}, {}, True, "fcitx"),
        # … whatever the environment says
        ({"fcitx5"}, {"QT_IM_MODULE": "ibus"}, True, "fcitx"),
        ({"ibus-daemon"}, {"QT_IM_MODULE": "fcitx"}, True, "ibus"),
        # nothing runs yet: our plugin finds a daemon that comes later
        (set(), {}, True, "fcitx"),
        (set(), {"XMODIFIERS": "@im=fcitx"}, True, "fcitx"),
        (set(), {"XMODIFIERS": "@im=ibus"}, True, "ibus"),
        (set(), {"GTK_IM_MODULE": "IBus"}, True, "ibus"),
        (set(), {"QT_IM_MODULES": "wayland;ibus"}, True, "ibus"),
        (set(), {}, False, "ibus"),
    ],
)
def test_choose(daemons: set[str], environment: dict[str, str], plugin: bool, chosen: str) -> None:
    assert inputmethod.choose(environment, daemons, has_plugin=plugin) == chosen


def wait_until(seen: Callable[[], bool]) -> None:
    """A process has its name a moment after it was started."""
    end = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.01)


@LINUX
def test_a_process_whose_name_is_cut_within_a_character_does_no_harm(tmp_path: Path) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    program = tmp_path / "a绩效目标填报"  # fifteen bytes end within the fifth character
    shutil.copy(sleep, program)
    process = subprocess.Popen([program, "60"])
    try:
        wait_until(lambda: any(name.startswith("a绩") for name in inputmethod._own_processes()))
        inputmethod.running()
    finally:
        process.kill()
        process.wait()


@LINUX
def test_a_daemon_of_this_user_is_seen(tmp_path: Path) -> None:
    sleep = shutil.which("sleep")
    assert sleep is not None
    daemon = tmp_path / "fcitx-of-a-test"
    shutil.copy(sleep, daemon)
    process = subprocess.Popen([daemon, "60"])
    try:
        wait_until(lambda: "fcitx-of-a-test" in inputmethod.running())
    finally:
        process.kill()
        process.wait()
    assert "fcitx-of-a-test" not in inputmethod.running()


@LINUX
@pytest.mark.parametrize(
    ("wanted", "platform"),
    [("dxcb", "xcb;wayland"), ("xcb", "xcb"), ("dxcb;xcb", "dxcb;xcb"), ("offscreen", "offscreen")],
)
def test_the_environment_is_set_for_qt_and_put_back(
    monkeypatch: pytest.MonkeyPatch, wanted: str, platform: str
) -> None:
    monkeypatch.setattr(inputmethod, "_MACHINE_IDS", (Path(__file__),))
    monkeypatch.setenv("QT_QPA_PLATFORM", wanted)
    monkeypatch.setenv("QT_IM_MODULES", "wayland;ibus")
    monkeypatch.delenv("QT_IM_MODULE", raising=False)
    before = dict(os.environ)
    old = inputmethod.prepare()
    assert os.environ["QT_QPA_PLATFORM"] == platform
    assert os.environ["QT_IM_MODULE"] in {"ibus", "fcitx"}
    assert "QT_IM_MODULES" not in os.environ
    inputmethod.restore(old)
    assert dict(os.environ) == before


@LINUX
def test_a_machine_without_an_id_has_no_bus(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """libdbus ends the whole program where it looks for a bus by a machine-id that is not there."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "what is put back afterwards")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    monkeypatch.setattr(inputmethod, "_MACHINE_IDS", (tmp_path / "none",))
    old = inputmethod.prepare()
    assert os.environ["QT_IM_MODULE"] == "compose"
    inputmethod.restore(old)
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/somewhere")
    inputmethod.restore(inputmethod.prepare())
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=/somewhere"
