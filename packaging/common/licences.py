"""Collect the licence texts of all that an installer carries.

``licences.py PLATFORM SITE-PACKAGES OUT`` writes a folder of texts for each component, a list to
read (THIRD-PARTY.txt) and one for programs (components.json). A component without text is an error.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, NamedTuple

from version import ROOT

HERE = Path(__file__).resolve().parent
TEXT = re.compile(r"(licen[cs]es?|copying|notice|authors)\b.*", re.IGNORECASE)
# Descriptions that say it in words.
SPDX = {
    "charset-normalizer": "MIT",
    "defusedxml": "PSF-2.0",
    "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause",
}
HEAD = """\
绩效目标填报随附的组成部分及其许可；许可全文在本文件夹内各自的子文件夹里。
What 绩效目标填报 carries along, and under which licences; the texts are in the folders here.

"""


class Component(NamedTuple):
    """One thing by one author: its name, version and licence, and where the texts are."""

    name: str
    version: str
    licence: str
    purl: str
    texts: tuple[Path, ...]
    purpose: str = ""


def plain(name: str) -> str:
    """Return the normal form of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages(site: Path) -> dict[str, Distribution]:
    """Return the Python packages installed in ``site`` by their normal names."""
    found = distributions(path=[str(site)])
    return {plain(one.metadata["Name"]): one for one in found}


def _field(package: Distribution, name: str) -> str:
    return str((package.metadata.get_all(name) or [""])[0])


def of_package(name: str, package: Distribution, site: Path) -> Component:
    """Return what a Python package says of itself."""
    fields = package.metadata
    licence = _field(package, "License-Expression") or SPDX.get(name) or _field(package, "License")
    files = [file for file in package.files or () if TEXT.fullmatch(file.name)]
    info = [file for file in files if ".dist-info" in str(file)]
    texts = tuple(site / str(file) for file in info or files)
    found = tuple(path for path in texts if path.is_file())
    version = package.version
    return Component(fields["Name"], version, licence, f"pkg:pypi/{name}@{version}", found)


def described(site: Path, platform: str) -> Iterator[tuple[Component, list[str]]]:
    """Yield the components of components.toml, each with the packages that it stands for."""
    known = packages(site)
    entries = tomllib.loads((HERE / "components.toml").read_text("utf-8"))["component"]
    for entry in entries:
        if platform not in entry.get("platforms", ("linux", "windows")):
            continue
        for name, version in _named(entry, known):
            words = {"name": name, "version": version}
            texts = tuple(_text(text.format(**words)) for text in entry["texts"])
            purl = entry["purl"].format(**words)
            purpose = entry.get("purpose", "")
            one = Component(name, version, entry["licence"], purl, texts, purpose)
            yield one, [plain(package) for package in entry.get("instead", ())]


def _named(
    entry: Mapping[str, Any], known: Mapping[str, Distribution]
) -> Iterator[tuple[str, str]]:
    if "each" in entry:
        for line in (ROOT / entry["each"]).read_text("utf-8").splitlines():
            name, version, *_ = line.split()
            yield name, version
        return
    if "version" in entry:
        yield entry["name"], entry["version"]
        return
    kind, place, *rest = entry["version_from"]
    if kind == "distribution":
        yield entry["name"], known[plain(place)].version
        return
    lines = (ROOT / place).read_text("utf-8").splitlines()
    yield entry["name"], next(line.split()[1] for line in lines if line.split()[0] == rest[0])


def _text(name: str) -> Path:
    return ROOT / name if "/" in name else HERE / "licences" / name


def components(site: Path, platform: str) -> list[Component]:
    """Return everything that is carried, in the order of names.

    Raises:
        SystemExit: a component has no licence or no text.
    """
    extra = list(described(site, platform))
    replaced = {name for _, names in extra for name in names}
    own = [
        of_package(name, package, site)
        for name, package in packages(site).items()
        if name not in replaced
    ]
    found = sorted([*own, *(one for one, _ in extra)], key=lambda one: one.name.lower())
    lacking = [one.name for one in found if not one.licence or not one.texts]
    lacking += [str(text) for one in found for text in one.texts if not text.is_file()]
    if lacking:
        raise SystemExit("no licence text for: " + ", ".join(lacking))
    return found


def write(found: list[Component], out: Path) -> None:
    """Write texts and lists into ``out``, which is made anew."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    rows, data = [], []
    for one in found:
        folder = out / re.sub(r"[^A-Za-z0-9.+-]+", "-", one.name).strip("-")
        folder.mkdir()
        for text in one.texts:
            shutil.copyfile(text, folder / text.name)
        rows.append(f"{one.name} {one.version}\n    {one.licence}\n    {folder.name}/\n")
        data.append({**one._asdict(), "texts": [f"{folder.name}/{t.name}" for t in one.texts]})
    (out / "THIRD-PARTY.txt").write_text(HEAD + "\n".join(rows), "utf-8")
    listed = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (out / "components.json").write_text(listed, "utf-8")


def main() -> None:
    """Collect as the command line says."""
    platform, site, out = sys.argv[1:]
    found = components(Path(site), platform)
    write(found, Path(out))
    print(f"{out}: licences of {len(found)} components")


if __name__ == "__main__":
    main()
