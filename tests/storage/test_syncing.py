"""Waiting for the disk in the background: nothing is closed too early, no error is swallowed."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.storage import syncing
from perfdesk.storage.syncing import Syncer


@pytest.fixture
def descriptor(tmp_path: Path) -> Iterator[int]:
    own = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    yield own
    os.close(own)


@pytest.fixture
def syncer() -> Syncer:
    own = Syncer()
    own.in_background = True
    return own


def test_it_does_not_wait_until_it_is_asked_to(
    syncer: Syncer, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    may, done = threading.Event(), []

    def slow(number: int) -> None:
        may.wait()
        done.append(number)

    monkeypatch.setattr(syncing, "_sync", slow)
    syncer.sync(descriptor)
    assert done == []
    may.set()
    syncer.wait()
    assert done == [descriptor]
    syncer.sync(descriptor)
    syncer.wait()
    assert done == [descriptor] * 2


def test_requests_that_wait_are_met_by_one_sync(
    syncer: Syncer, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may, done = threading.Event(), threading.Event(), []

    def slow(number: int) -> None:
        begun.set()
        may.wait()
        done.append(number)

    monkeypatch.setattr(syncing, "_sync", slow)
    syncer.sync(descriptor)
    begun.wait()
    for _ in range(5):
        syncer.sync(descriptor)
    may.set()
    syncer.wait()
    assert len(done) == 2


def test_an_error_is_told_once(
    syncer: Syncer, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(syncing, "_sync", full)
    syncer.sync(descriptor)
    syncer.wait()
    with pytest.raises(OSError, match="No space"):
        syncer.check()
    syncer.check()


def test_an_idle_thread_ends_and_comes_again(
    syncer: Syncer, descriptor: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(syncing, "IDLE", 0.0)
    for _ in range(20):
        syncer.sync(descriptor)
        syncer.wait()
    syncer.check()


def test_at_once_where_nobody_asked_for_the_background(descriptor: int) -> None:
    before = threading.active_count()
    own = Syncer()
    own.sync(descriptor)
    own.wait()
    assert threading.active_count() == before
