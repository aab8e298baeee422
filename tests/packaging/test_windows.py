"""The Windows build, as far as it can be seen without building it: data, scripts, launchers."""

import io
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import defusedxml.ElementTree
import pytest

import perfdesk
from perfdesk.desk import settings
from perfdesk.jobs import crashlog
from perfdesk.storage.format import SUFFIX
from tests.conftest import ROOT
from tests.packaging.scripts import PACKAGING, script

WINDOWS = PACKAGING / "windows"
TOOLS = ROOT / ".cache" / "packaging" / "tools" / "bin" / "python"
SETUP = (WINDOWS / "setup.nsi").read_text("utf-8")
LAUNCHER = (WINDOWS / "launcher.c").read_text("utf-8")

winpython = script("windows/winpython.py")
launchers = script("windows/launchers.py")
lists = script("windows/lists.py")
zipped = script("windows/zipped.py")
imports = script("windows/imports.py")
tree = script("windows/tree.py")


# ---- the private Python ----


def test_list_of_hashes() -> None:
    wanted = winpython.expected()
    assert list(wanted) == sorted(wanted)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in wanted.values())
    assert len(set(wanted.values())) == len(wanted) == 34
    assert {"python311.dll", "python3.dll", "python311.zip", "LICENSE.txt"} <= wanted.keys()
    assert wanted.keys() > tree.LEFT_OUT
    assert f"python-{winpython.VERSION}-" in winpython.LIST.name


@pytest.mark.parametrize(
    ("found", "word"),
    [
        ({}, "missing: a.dll"),
        ({"a.dll": b"A", "b.dll": b"B"}, "unknown: b.dll"),
        ({"a.dll": b"changed"}, "changed: a.dll"),
    ],
)
def test_files_that_are_not_the_known_ones(
    found: dict[str, bytes], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd"
    known = tmp_path / "known.sha256"
    known.write_text(f"# a comment\n{digest}  a.dll\n", "utf-8")
    monkeypatch.setattr(winpython, "LIST", known)
    winpython.check_hashes({"a.dll": b"A"})
    with pytest.raises(winpython.RefusedError, match=word):
        winpython.check_hashes(found)


def test_archive_given_by_hand_is_taken_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "python.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("python311.dll", b"not the real one")
    monkeypatch.setenv(winpython.VARIABLE, str(archive))
    with pytest.raises(winpython.RefusedError, match=r"changed: python311\.dll"):
        winpython.files(tmp_path / "no-cache")
    assert not (tmp_path / "no-cache").exists()


# ---- the launchers ----


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.1.0", "0.1.0.0"), ("1.2", "1.2.0.0"), ("1.10.3rc1", "1.10.3.0"), ("2.0.1+x.5", "2.0.1.0")],
)
def test_version_as_windows_wants_it(version: str, numbers: str) -> None:
    assert launchers.numbers(version) == numbers


@pytest.mark.parametrize("name", launchers.PROGRAMS)
def test_resource_script(name: str) -> None:
    text = launchers.resources("1.2.3", name, launchers.PROGRAMS[name][0])
    assert "FILEVERSION 1,2,3,0" in text
    assert f'VALUE "OriginalFilename", "{name}"' in text
    assert 'VALUE "ProductVersion", "1.2.3"' in text
    files = re.findall(r'^1 (?:ICON|24) "(.*)"$', text, re.MULTILINE)
    assert len(files) == 2
    assert all(Path(file).is_file() for file in files)


def test_manifest() -> None:
    root = defusedxml.ElementTree.parse(WINDOWS / "launcher.manifest").getroot()
    assert root is not None
    said = {found.tag.partition("}")[2]: (found.text or "").strip() for found in root.iter()}
    assert said["dpiAwareness"].startswith("PerMonitorV2")
    assert said["longPathAware"] == "true"
    assert root.find(".//{*}requestedExecutionLevel[@level='asInvoker']") is not None


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = subprocess.run([TOOLS, "-c", "import ziglang"], check=False) if TOOLS.exists() else None
    if done is None or done.returncode:
        pytest.skip("needs the packagers' tools: bash packaging/common/tools.sh")
    if not (ROOT / ".cache" / "packaging" / "zig" / "o").is_dir():
        pytest.skip("the first call of the compiler takes minutes: make setup-exe")
    folder = tmp_path_factory.mktemp("launchers")
    subprocess.run([TOOLS, WINDOWS / "launchers.py", "1.2.3", folder], check=True)
    return folder


@pytest.mark.parametrize(("name", "subsystem"), [("perfdesk.exe", 2), ("perfdesk-cli.exe", 3)])
def test_launcher_compiles(built: Path, name: str, subsystem: int) -> None:
    data = (built / name).read_bytes()
    start = struct.unpack_from("<I", data, 0x3C)[0]
    assert struct.unpack_from("<H", data, start + 24 + 68)[0] == subsystem
    assert {one for one in imports.imports(data) if not imports.of_windows(one)} == set()
    assert "绩效目标填报".encode("utf-16-le") in data
    assert b"PerMonitorV2" in data
    assert [file.suffix for file in built.iterdir()] == [".exe", ".exe"]


# ---- the installer ----


def test_installer_and_program_agree() -> None:
    builds = re.findall(r"FIRST_BUILD (\d+)", SETUP + LAUNCHER)
    assert builds == ["17763", "17763"]
    assert SETUP.count(f'"${{CLASSES}}\\{SUFFIX}"') > 1
    forgotten = re.findall(r'Delete "\$LOCALAPPDATA\\perfdesk\\(.*)"', SETUP)
    log = crashlog.log_path()
    assert forgotten == [settings._file().name, log.name, log.with_suffix(".old.log").name]


def small_tree(folder: Path) -> Path:
    """A tree with what matters to the lists."""
    for name in ("perfdesk.exe", "runtime/lib/a b/$x.py", "runtime/lib/c.py", "runtime/中文.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * 3000)
    return folder


def test_lists_name_each_file(tmp_path: Path) -> None:
    text = lists.script(small_tree(tmp_path))
    removed = re.findall(r'^Delete "\$INSTDIR\\(.*)"$', text, re.MULTILINE)
    names = ["perfdesk.exe", "runtime\\lib\\a b\\$$x.py", "runtime\\lib\\c.py"]
    assert sorted(removed) == sorted([*names, "runtime\\中文.txt"])
    folders = re.findall(r'^RMDir "\$INSTDIR\\(.*)"$', text, re.MULTILINE)
    assert folders == ["runtime\\lib\\a b", "runtime\\lib", "runtime"]
    assert "/r " not in text  # nothing goes with all that is below it
    assert "!define LONGEST 21\n" in text
    assert "!define KILOBYTES 12\n" in text


def test_installer_compiles(tmp_path: Path) -> None:
    if not shutil.which("makensis"):
        pytest.skip("needs the program makensis: sudo apt-get install nsis")
    subprocess.run([sys.executable, WINDOWS / "art.py", tmp_path], check=True)
    text = lists.script(small_tree(tmp_path / "tree"))
    (tmp_path / "lists.nsh").write_text(text, "utf-8")
    out = tmp_path / "out" / "测试-setup.exe"
    command: list[str | Path] = ["bash", WINDOWS / "makensis.sh", perfdesk.__version__]
    command += [tmp_path, out, "-DQUICK"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    data = out.read_bytes()
    start = struct.unpack_from("<I", data, 0x3C)[0]
    assert struct.unpack_from("<H", data, start + 4)[0] == 0x8664
    assert b'level="asInvoker"' in data


def test_pictures_of_the_pages(tmp_path: Path) -> None:
    art = script("windows/art.py")
    assert art.side().size == (164, 314)
    assert art.head().size == (150, 57)


# ---- what is carried ----


def wheel(name: str) -> list[str]:
    """The names in a wheel for Windows that an earlier build has fetched."""
    found = sorted((ROOT / ".cache/packaging/wheels/windows").glob(f"{name}-*-win_amd64.whl"))
    if not found:
        pytest.skip("no wheels for Windows here yet: make setup-exe fetches them")
    with zipfile.ZipFile(found[-1]) as file:
        return file.namelist()


def test_pruning_fits_the_wheels_for_windows() -> None:
    prune = script("common/prune.py")
    names = wheel("pyside6_essentials") + wheel("shiboken6")
    assert prune.stale(names, prune.patterns("keep", "windows")) == []
    kept = set(prune.kept(names, "windows"))
    libraries = {Path(name).name for name in kept if name.endswith((".dll", ".pyd"))}
    assert {"Qt6Core.dll", "qwindows.dll", "QtWidgets.pyd", "Shiboken.pyd"} <= libraries
    assert not {"Qt6Network.dll", "Qt6Qml.dll", "opengl32sw.dll"} & libraries


@pytest.mark.parametrize(
    ("library", "module"),
    [
        ("msgspec", "msgspec/_core"),
        ("lxml", "lxml/etree"),
        ("charset_normalizer", "charset_normalizer/md"),
        ("rl_accel", "_rl_accel"),
        ("pillow", "PIL/_imaging"),
    ],
)
def test_extension_modules_are_carried(library: str, module: str) -> None:
    prune = script("common/prune.py")
    kept = prune.kept(wheel(library), "windows")
    assert [name for name in kept if name.split(".")[0] == module and name.endswith(".pyd")]


def test_zip_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = small_tree(tmp_path / "绩效目标填报")
    zipped.pack(folder, tmp_path / "1.zip")
    zipped.pack(folder, tmp_path / "2.zip")
    data = (tmp_path / "1.zip").read_bytes()
    assert data == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert "绩效目标填报/runtime/中文.txt" in file.namelist()
        marked: list[Any] = [entry.flag_bits & 0x800 for entry in file.infolist()]
    assert all(marked)


def test_libraries_that_a_program_asks_for() -> None:
    with pytest.raises(ValueError, match="64 bits"):
        list(imports.imports(b"\x7fELF" + bytes(200)))
    assert imports.of_windows("kernel32.dll")
    assert imports.of_windows("api-ms-win-crt-heap-l1-1-0.dll")
    assert not imports.of_windows("qt6network.dll")


@pytest.mark.parametrize("file", sorted(WINDOWS.rglob("*.*sh")), ids=lambda file: file.name)
def test_shell_scripts(file: Path) -> None:
    subprocess.run(["bash", "-n", file], check=True)
