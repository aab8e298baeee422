"""Damaged files of every kind: each opens, or is refused with one line; nothing else happens."""

import random

import pytest

from perfdesk.errors import DossierFileError
from perfdesk.storage.read import open_bytes
from perfdesk.storage.save import to_bytes
from tests.storage.samples import EXTENDED, open_file, unzipped, zipped

GOOD = to_bytes(open_file(EXTENDED, note=b"x"))
ENTRIES = unzipped(GOOD)
SPICE = [b"", b"PK\1\2", b"PK\5\6", b"PK\3\4", b"\xff\xff\xff\xff", b"\0\0\0\0", b"../", b"{", b'"']
WORDS = [b"", b"{", b"]", b"null", b"-1", b"1e999", b'"\\ud800"', b"[[", b"99999999999", b'"id":']


def some_bytes(rng: random.Random) -> bytes:
    """The zip with bytes changed, cut off, taken out or put in."""
    data = bytearray(GOOD)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(len(data)) if rng.random() < 0.5 else -rng.randrange(1, 900)
        at %= len(data)
        match rng.randrange(4):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randrange(20)]
            case 2:
                data[at:at] = rng.choice(SPICE)
            case _:
                word = rng.choice(SPICE)
                data[at : at + len(word)] = word
    return bytes(data[: rng.randrange(len(data)) if rng.random() < 0.1 else None])


def some_text(rng: random.Random) -> bytes:
    """A sound zip of which one entry has been changed."""
    names = [name for name in ENTRIES if not name.endswith(".xlsx")]
    name = rng.choice([*names, "dossier.json", "dossier.json"])
    text = bytearray(ENTRIES[name])
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(len(text) + 1)
        text[at : at + rng.randrange(12)] = rng.choice(WORDS)
    return zipped(ENTRIES | {name: bytes(text)})


def outcome(data: bytes) -> str:
    try:
        file = open_bytes(data, "a.perfdesk")
    except DossierFileError as error:
        line = str(error)
        if line.startswith("a.perfdesk：") and "；" in line and "\n" not in line:
            return "refused"
        return line
    # What opens can be saved, and opens again.
    return "opened" if open_bytes(to_bytes(file), "x") == file else "changed by saving"


def outcomes(seed: int, count: int) -> set[str]:
    rng = random.Random(seed)
    return {outcome(spoil(rng)) for _ in range(count) for spoil in (some_bytes, some_text)}


@pytest.mark.parametrize("seed", range(4))
def test_a_sample(seed: int) -> None:
    assert outcomes(seed, 150) == {"opened", "refused"}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 110))
def test_very_many(seed: int) -> None:
    assert outcomes(seed, 5000) == {"opened", "refused"}
