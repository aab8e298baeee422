"""Make the site-packages of an installer: our wheel and the libraries it asks for, pruned.

The libraries are those that pyproject.toml's dependencies resolve to for the given system and
CPython 3.11; they are fetched by pip and kept in .cache/packaging/wheels/. Our own wheel is built
from the checkout without the network.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from compiling import compile_all, python311
from prune import prune
from version import ROOT, build, epoch

CACHE = ROOT / ".cache" / "packaging"
PLATFORMS = {
    # What runs on glibc 2.28, newest first.
    "linux": [
        *(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17)),
        "manylinux2014_x86_64",
        "manylinux_2_12_x86_64",
        "manylinux2010_x86_64",
        "manylinux_2_5_x86_64",
        "manylinux1_x86_64",
    ],
    "windows": ["win_amd64"],
}
KINDS = ("deb", "portable", "setup")


def pip(*words: str | Path) -> None:
    """Run the checkout's pip; what it has to say appears only if it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, words)]
    environment = {"PIP_CACHE_DIR": str(ROOT / ".cache" / "pip"), **os.environ}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\npip failed")


def target(platform: str) -> list[str]:
    """Return pip's options for CPython 3.11 on a system."""
    tags = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    python = ["--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"]
    return [*tags, *python, "--abi", "abi3", "--abi", "none", "--only-binary", ":all:"]


def dependencies() -> list[str]:
    """Return what pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return list(project["dependencies"])


def fetch(platform: str) -> Path:
    """Return a folder with exactly the wheels of all dependencies; fetch them where one lacks."""
    wanted = "\n".join(dependencies())
    folder = CACHE / "wheels" / platform
    stamp = folder / "asked-for"
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        print(f"== libraries for {platform}", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        pip("download", "-d", folder, *target(platform), *dependencies())
        stamp.write_text(wanted, "utf-8")
    return folder


def own_wheel(folder: Path) -> Path:
    """Build our wheel into ``folder`` and return it."""
    shutil.rmtree(folder, ignore_errors=True)
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT)
    (wheel,) = folder.glob("perfdesk-*.whl")
    return wheel


def install(platform: str, site: Path) -> None:
    """Unpack our wheel and the libraries into ``site``, which is made anew."""
    shutil.rmtree(site, ignore_errors=True)
    wheels = sorted(fetch(platform).glob("*.whl"))
    own = own_wheel(ROOT / "build" / platform / "wheel")
    options = ("--no-deps", "--no-index", "--no-compile", "--no-warn-script-location")
    pip("install", "--target", site, *options, *target(platform), own, *wheels)


def stamp(site: Path, kind: str, top: str, text: str) -> None:
    """Write what the program may say of its own build, and where its top folder is."""
    data = {"build": text, "kind": kind, "top": top}
    (site / "perfdesk" / "_build.json").write_text(json.dumps(data) + "\n", "utf-8")


def main() -> None:
    """Stage as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=PLATFORMS)
    parser.add_argument("site", type=Path)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--top", default="../../..", help="from perfdesk/ to the program's folder")
    parser.add_argument("--python", help="the CPython 3.11 that compiles")
    parser.add_argument("--build", default=build())
    arguments = parser.parse_args()
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(epoch()))
    install(arguments.platform, arguments.site)
    gone, wrong = prune(arguments.site, arguments.platform)
    if wrong:
        raise SystemExit("prune.toml keeps what is not there:\n  " + "\n  ".join(wrong))
    stamp(arguments.site, arguments.kind, arguments.top, arguments.build)
    compile_all(arguments.site, python311(arguments.python))
    size = sum(path.stat().st_size for path in arguments.site.rglob("*") if path.is_file())
    print(f"{arguments.site}: {size / 1e6:.1f} MB, {gone} files left out")


if __name__ == "__main__":
    main()
