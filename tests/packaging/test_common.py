"""What both installers share: what is carried, its licences, the bill of materials, the version."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import perfdesk
from tests.conftest import ROOT
from tests.packaging.scripts import COMMON, SITE, script

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SYSTEMS = ("linux", "windows")


def dependencies() -> list[str]:
    """The packages that the program needs, and those that they need."""
    wanted: list[str] = []
    waiting = [re.split(r"[^\w.-]", name)[0] for name in PROJECT["dependencies"]]
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in wanted:
            continue
        wanted.append(name)
        needs = [text for text in metadata.requires(name) or () if "extra" not in text]
        waiting += [re.split(r"[^\w.-]", text)[0] for text in needs]
    return sorted(wanted)


def installed(name: str) -> list[str]:
    """The files of a package of this environment, below site-packages."""
    files = metadata.files(name) or []
    names = (file.as_posix() for file in files)
    return [name for name in names if not name.startswith("..") and "__pycache__" not in name]


# ---- what is carried ----


def test_every_kept_file_exists() -> None:
    prune = script("common/prune.py")
    names = installed("PySide6-Essentials") + installed("shiboken6")
    assert prune.stale(names, prune.patterns("keep", "linux")) == []


def test_every_pattern_of_what_is_dropped_fits_something() -> None:
    prune = script("common/prune.py")
    names = [name for package in dependencies() for name in installed(package)]
    # Of what pip itself writes into a folder; here it is elsewhere.
    expected = {"bin/*", "*.dist-info/direct_url.json", "*.dist-info/REQUESTED"}
    assert set(prune.stale(names, prune.patterns("drop", "linux"))) <= expected


def test_a_pattern_that_fits_nothing_is_named() -> None:
    prune = script("common/prune.py")
    assert prune.stale(["a/b.so"], ["a/*.so", "a/c.so"]) == ["a/c.so"]
    assert list(prune.expand("{a,b}/{c,d}.so")) == ["a/c.so", "a/d.so", "b/c.so", "b/d.so"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_module_of_qt_that_the_program_imports_is_carried(system: str) -> None:
    prune = script("common/prune.py")
    keep = prune.patterns("keep", system)
    found = set()
    for file in (ROOT / "perfdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.add((node.module or "").partition(".")[2])
    assert found >= {"QtCore", "QtGui", "QtWidgets"}
    end = {"linux": "abi3.so", "windows": "pyd"}[system]
    assert [name for name in found if f"PySide6/{name}.{end}" not in keep] == []


def test_what_is_pruned_and_what_is_not(tmp_path: Path) -> None:
    prune = script("common/prune.py")
    kept = [name.replace("*", "x") for name in prune.patterns("keep", "linux")]
    gone = ["PySide6/lupdate", "PySide6/Qt/qml/a/b.so", "reportlab/fonts/a.pfb", "PIL/_webp.x.so"]
    more = ["openpyxl/a.py", "perfdesk/_resources/fonts/a.ttf"]
    for name in (*kept, *gone, *more):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert prune.prune(tmp_path, "linux") == (len(gone), [])
    assert prune.listing(tmp_path) == sorted((*kept, *more))
    assert not (tmp_path / "PySide6/Qt/qml").exists()


def test_the_libraries_are_those_of_the_project() -> None:
    assert script("common/stage.py").dependencies() == PROJECT["dependencies"]


def test_compiled_once_and_for_all(tmp_path: Path) -> None:
    compiling = script("common/compiling.py")
    (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
    compiling.compile_all(tmp_path, sys.executable)
    (compiled,) = tmp_path.glob("__pycache__/*.pyc")
    # Flags of PEP 552: by hash, and the source is not looked at.
    assert compiled.read_bytes()[4] == 1


# ---- version ----


def test_the_version_stands_in_one_place() -> None:
    version = script("common/version.py")
    assert version.version() == perfdesk.__version__
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    assert metadata.version("perfdesk") == perfdesk.__version__


def test_a_build_is_named_by_day_and_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    version = script("common/version.py")
    assert re.fullmatch(r"\d{8}(-[0-9a-f]{7,}\+?)?", version.build())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert version.epoch() == 86400
    monkeypatch.setattr(version, "_git", lambda *_: "")
    assert version.build() == "19700102"


# ---- licences ----


@pytest.mark.parametrize("name", dependencies())
def test_each_dependency_has_a_licence_and_its_text(name: str) -> None:
    licences = script("common/licences.py")
    entries = tomllib.loads((COMMON / "components.toml").read_text("utf-8"))["component"]
    if any(name in map(licences.plain, entry.get("instead", ())) for entry in entries):
        return
    package = licences.packages(SITE)[licences.plain(name)]
    one = licences.of_package(name, package, SITE)
    assert one.licence
    assert len(one.licence) < 40
    assert sum(text.stat().st_size for text in one.texts) > 300


def test_components_are_described_whole() -> None:
    entries = tomllib.loads((COMMON / "components.toml").read_text("utf-8"))["component"]
    for entry in entries:
        assert entry.get("name") or entry.get("each")
        assert entry["licence"]
        assert entry["purpose"]
        assert entry["purl"].startswith("pkg:")
        assert set(entry.get("platforms", ())) <= set(SYSTEMS)
        for text in entry["texts"]:
            made = text.startswith((".cache/", "{"))
            assert made or (ROOT / text if "/" in text else COMMON / "licences" / text).is_file()


def test_every_font_is_a_component() -> None:
    entries = tomllib.loads((COMMON / "components.toml").read_text("utf-8"))["component"]
    texts = {text for entry in entries for text in entry["texts"]}
    for file in (ROOT / "resources/fonts").glob("LICENSE-*.txt"):
        assert f"resources/fonts/{file.name}" in texts


def test_no_text_no_installer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    licences = script("common/licences.py")
    info = tmp_path / "bare-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n", "utf-8")
    monkeypatch.setattr(licences, "described", lambda *_: iter(()))
    with pytest.raises(SystemExit, match="no licence text for: bare"):
        licences.components(tmp_path, "linux")


def test_texts_and_lists(tmp_path: Path) -> None:
    licences = script("common/licences.py")
    text = tmp_path / "LICENSE"
    text.write_text("free", "utf-8")
    one = licences.Component("A b", "1", "MIT", "pkg:generic/a@1", (text,), "甲")
    licences.write([one], tmp_path / "out")
    assert (tmp_path / "out/A-b/LICENSE").read_text("utf-8") == "free"
    assert "A b 1\n    MIT" in (tmp_path / "out/THIRD-PARTY.txt").read_text("utf-8")
    (entry,) = json.loads((tmp_path / "out/components.json").read_text("utf-8"))
    assert entry["texts"] == ["A-b/LICENSE"]
    assert entry["purpose"] == "甲"


# ---- bill of materials, sums ----


def test_bill_of_materials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sbom = script("common/sbom.py")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    file = tmp_path / "a.deb"
    file.write_bytes(b"deb")
    own = {
        "name": "perfdesk",
        "version": "1",
        "licence": "Apache-2.0",
        "purl": "pkg:pypi/perfdesk@1",
    }
    qt = {"name": "Qt", "version": "6", "licence": "LGPL-3.0-only", "purl": "pkg:pypi/q@6"}
    odd = {"name": "F", "version": "1", "licence": "A AND B", "purl": "pkg:generic/f@1"}
    bill = sbom.bill([odd, own, qt], file)
    assert bill == sbom.bill([odd, own, qt], file), "the same each time"
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["version"] == perfdesk.__version__
    assert len(bill["metadata"]["component"]["hashes"][0]["content"]) == 64
    assert [part["name"] for part in bill["components"]] == ["F", "Qt"]
    assert bill["components"][0]["licenses"] == [{"expression": "A AND B"}]
    assert bill["components"][1]["licenses"] == [{"license": {"id": "LGPL-3.0-only"}}]
    references = {part["bom-ref"] for part in bill["components"]}
    assert set(bill["dependencies"][0]["dependsOn"]) == references


def test_sums_are_what_sha256sum_checks(tmp_path: Path) -> None:
    for name in ("b.deb", "a.exe"):
        (tmp_path / name).write_text(name, "utf-8")
    for _ in range(2):
        command = [sys.executable, str(COMMON / "sums.py"), str(tmp_path)]
        subprocess.run(command, check=True)
    text = (tmp_path / "SHA256SUMS").read_text("utf-8")
    assert [line.split()[1] for line in text.splitlines()] == ["a.exe", "b.deb"]
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)
