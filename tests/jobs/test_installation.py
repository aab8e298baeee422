"""Where a copy of the program keeps what it remembers."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.desk import settings
from perfdesk.jobs import crashlog, installation, packs

MARKER, KEPT = installation.MARKER, installation.KEPT
STAMP = '{"build": "20261120-abc", "kind": "portable", "top": "../../.."}'


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The top folder of a portable copy, with its stamp and without the marker."""
    top = tmp_path / "U 盘"
    package = top / "lib/site-packages/perfdesk"
    package.mkdir(parents=True)
    (package / "_build.json").write_text(STAMP, "utf-8")
    monkeypatch.setattr(installation, "STAMP", package / "_build.json")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    forget()
    yield top
    forget()


def forget() -> None:
    installation.stamp.cache_clear()
    installation.beside.cache_clear()


def places() -> list[Path]:
    settings.save(settings.Settings())
    (config,) = [path for path in (settings._file(),) if path.is_file()]
    return [config, crashlog.log_path(), packs.user_packs(), settings.state_folder()]


def test_a_checkout_has_no_stamp() -> None:
    forget()
    assert installation.stamp() == installation.Stamp()
    assert installation.beside() is None
    assert (installation.top_folder() / "perfdesk").is_dir()


def test_with_the_marker_all_is_beside_the_program(stick: Path) -> None:
    (stick / MARKER).touch()
    assert installation.stamp().build == "20261120-abc"
    assert installation.top_folder() == stick
    assert all(place.is_relative_to(stick / KEPT) for place in places())
    assert settings.pack_folders() == [stick / KEPT / "packs"]
    assert not (stick.parent / "home").exists()


def test_without_the_marker_it_is_in_the_users_own_folders(stick: Path) -> None:
    home = stick.parent / "home"
    assert all(place.is_relative_to(home) for place in places())
    assert not (stick / KEPT).exists()


def test_nothing_can_be_written_beside_it(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stick / MARKER).touch()
    (stick / KEPT).touch()  # a file where the folder would be
    assert installation.beside() is None
    assert all(place.is_relative_to(stick.parent / "home") for place in places())


def test_a_locked_stick(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stick / MARKER).touch()

    def locked(**_: object) -> None:
        raise OSError(30, "read-only")

    monkeypatch.setattr(tempfile, "TemporaryFile", locked)
    assert installation.beside() is None


@pytest.mark.parametrize("text", ["", "[]", '{"build": 1}'])
def test_a_broken_stamp_is_none(stick: Path, text: str) -> None:
    installation.STAMP.write_text(text, "utf-8")
    forget()
    assert installation.stamp() == installation.Stamp()
