"""What the Linux installer tells the system: entry, file type, icons, package; and its parts."""

import json
import re
import struct
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from perfdesk.storage.format import MIMETYPE
from tests.conftest import ROOT
from tests.packaging.scripts import LINUX, SITE, script

Tool = Callable[[str], Path]

ID = "com.perfdesk.app"
TOP = f"/opt/apps/{ID}"
ENTRY = LINUX / "desktop" / f"{ID}.desktop"
TYPE = LINUX / "desktop" / f"{ID}.xml"
CONTROL = (LINUX / "debian/control").read_text("utf-8")
SCRIPTS = [*sorted(LINUX.glob("*.sh")), *sorted((LINUX / "trials").glob("*.sh"))]


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What desktops read, as it is installed."""
    folder = tmp_path_factory.mktemp("entries")
    subprocess.run(["bash", LINUX / "desktop.sh", folder], check=True)
    return folder


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts(path: Path) -> None:
    shell = path.read_text("utf-8").splitlines()[0].rpartition("/")[2]
    subprocess.run([shell, "-n", path], check=True)


# ---- the desktop ----


def test_desktop_entry_is_valid(entries: Path, requires_tool: Tool) -> None:
    (file,) = (entries / "applications").iterdir()
    command = [str(requires_tool("desktop-file-validate")), str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout == ""


def test_desktop_entry_says_what_is_there(entries: Path) -> None:
    text = ENTRY.read_text("utf-8")
    fields = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert fields["Name"] == "绩效目标填报"
    assert fields["Exec"] == f"{TOP}/files/bin/perfdesk %F"
    assert fields["Icon"] == ID == ENTRY.stem
    assert list(entries.rglob(f"{ID}.svg"))
    assert fields["MimeType"] == "application/x-perfdesk;"
    # Under this name the desktop finds the entry of a window, on X11 and on Wayland.
    assert fields["StartupWMClass"] == "perfdesk"
    program = (ROOT / "perfdesk/desk/program.py").read_text("utf-8")
    assert f'setDesktopFileName("{ID}")' in program


def test_file_type_is_valid(entries: Path, tmp_path: Path, requires_tool: Tool) -> None:
    (file,) = (entries / "mime/packages").iterdir()
    subprocess.run([requires_tool("xmllint"), "--noout", "--nonet", file], check=True)
    packages = tmp_path / "mime/packages"
    packages.mkdir(parents=True)
    (packages / file.name).write_bytes(file.read_bytes())
    command = [str(requires_tool("update-mime-database")), "-V", str(packages.parent)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "rror" not in done.stderr
    assert "application/x-perfdesk:*.perfdesk" in (packages.parent / "globs").read_text("utf-8")
    magic = (packages.parent / "magic").read_bytes()
    assert MIMETYPE in magic, "a file is known by what is in it as well"


def test_icons_have_the_sizes_of_their_folders(entries: Path) -> None:
    found: dict[str, set[int]] = {}
    for file in (entries / "icons/hicolor").rglob("*.png"):
        width, height = struct.unpack(">2I", file.read_bytes()[16:24])
        folder = file.relative_to(entries / "icons/hicolor").parts[0]
        assert folder == f"{width}x{height}"
        found.setdefault(file.stem, set()).add(width)
    sizes = {16, 24, 32, 48, 64, 128, 256}
    assert found == {ID: sizes, "application-x-perfdesk": sizes}
    assert len(list((entries / "icons/hicolor/scalable").rglob("*.svg"))) == 2


# ---- the package ----


def test_control_fields() -> None:
    fields = dict(re.findall(r"^([A-Z][\w-]*): (.*)$", CONTROL, re.MULTILINE))
    assert fields["Package"] == ID
    assert fields["Architecture"] == "amd64"
    assert fields["Version"] == "@VERSION@"
    assert fields["Installed-Size"] == "@SIZE@"
    assert fields["Maintainer"]
    assert set(re.findall(r"@(\w+)@", CONTROL)) == {"VERSION", "SIZE", "DEPENDS", "RECOMMENDS"}
    assert "官方空表" in fields["Description"]


def test_info_of_uos() -> None:
    info = json.loads((LINUX / "debian/info").read_text("utf-8"))
    assert info["appid"] == ID
    assert info["arch"] == ["amd64"]


@pytest.fixture
def scripts(entries: Path, tmp_path: Path) -> Path:
    """postinst and prerm as they are packed."""
    subprocess.run(["bash", LINUX / "maintainer.sh", entries, tmp_path / "DEBIAN"], check=True)
    for name in ("postinst", "prerm"):
        subprocess.run(["sh", "-n", tmp_path / "DEBIAN" / name], check=True)
        assert "@" not in (tmp_path / "DEBIAN" / name).read_text("utf-8")
    return tmp_path / "DEBIAN"


def test_links_are_made_and_removed(scripts: Path, entries: Path, tmp_path: Path) -> None:
    """The two scripts of dpkg, on another /usr; no program of the system is called."""
    usr = tmp_path / "usr"
    (usr / "share/icons/hicolor/16x16/apps").mkdir(parents=True)
    (usr / "share/applications").mkdir()
    (usr / "bin").mkdir()
    (usr / "bin/perfdesk").write_text("somebody else's", "utf-8")
    before = sorted(usr.rglob("*"))
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("cat", "mkdir", "ln", "rm", "rmdir", "readlink"):
        (programs / name).symlink_to(f"/usr/bin/{name}")
    own = [str(usr / "share/applications"), str(usr / "share/icons/hicolor/16x16/apps")]
    known = " | ".join(own)
    answer = f"#!/bin/sh\ncase $2 in {known}) exit 0 ;; esac\nexit 1\n"
    (programs / "dpkg").write_text(answer, "utf-8")
    (programs / "dpkg").chmod(0o755)

    def run(name: str, word: str) -> None:
        text = (scripts / name).read_text("utf-8").replace("/usr/share", str(usr / "share"))
        moved = text.replace("/usr/bin/perfdesk", str(usr / "bin/perfdesk"))
        command = ["/bin/sh", "-c", moved, name, word]
        subprocess.run(command, check=True, env={"PATH": str(programs)})

    for _ in range(2):
        run("postinst", "configure")
        links = {path: str(path.readlink()) for path in usr.rglob("*") if path.is_symlink()}
        files = [path for path in entries.rglob("*") if path.is_file()]
        assert len(links) == len(files)
        for path, target in links.items():
            below = path.relative_to(usr / "share").as_posix()
            assert target == f"{TOP}/entries/{below}"
    run("prerm", "upgrade")
    assert any(path.is_symlink() for path in usr.rglob("*")), "an upgrade keeps them"
    run("prerm", "remove")
    assert sorted(usr.rglob("*")) == before


# ---- the program in its folder ----


@pytest.mark.parametrize("place", ["files/bin", "stick"])
def test_start_script(tmp_path: Path, place: str) -> None:
    """It finds its Python wherever it lies, by a link too, and hands on what it was given."""
    folder = tmp_path / "绩效 目标" / place
    top = folder.parent if place == "files/bin" else folder
    python = top / "lib/python/bin/python3.11"
    python.parent.mkdir(parents=True)
    folder.mkdir(exist_ok=True)
    python.write_text('#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done\n', "utf-8")
    python.chmod(0o755)
    start = folder / "perfdesk"
    start.write_bytes((LINUX / "perfdesk.sh").read_bytes())
    start.chmod(0o755)
    link = tmp_path / "link"
    link.symlink_to(start)
    for command in (start, link):
        done = subprocess.run([command, "a b", ""], check=True, capture_output=True, text=True)
        *options, program, first, second = done.stdout.splitlines()
        assert options == ["-I", "-S", "-B"]
        assert Path(program).resolve() == top / "lib/start.py"
        assert (first, second) == ("a b", "")


def test_start_with_the_libraries_beside_it_alone(tmp_path: Path) -> None:
    package = tmp_path / "site-packages/perfdesk"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    text = "import sys\ndef main():\n    print(sys.argv, sys.path[-1])\n    return 3\n"
    (package / "__main__.py").write_text(text, "utf-8")
    (tmp_path / "start.py").write_bytes((LINUX / "start.py").read_bytes())
    command = [sys.executable, "-I", "-S", str(tmp_path / "start.py"), "x"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.stdout == f"['perfdesk', 'x'] {tmp_path / 'site-packages'}\n"
    assert done.returncode == 3


def test_every_needed_library_is_known(requires_tool: Tool) -> None:
    """Brought along, or of a package that every desktop has."""
    requires_tool("objdump")
    check, prune = script("linux/check_elf.py"), script("common/prune.py")
    rules = tomllib.loads((LINUX / "system-libraries.toml").read_text("utf-8"))
    x11 = {"libxkbcommon.so.0", "libxkbcommon-x11.so.0"}
    names = [file.as_posix() for file in metadata.files("PySide6-Essentials") or []]
    kept = [name for name in prune.kept(names, "linux") if ".so" in name]
    own = {Path(name).name for name in kept} | {"libshiboken6.abi3.so.6.9"}
    known = own | rules["depends"].keys() | rules["recommends"].keys() | x11
    for name in kept:
        for needed in check.needed(SITE / name):
            assert needed in known or needed.startswith("libxcb-"), f"{name} needs {needed}"
        for family, versions in check.asked_for(SITE / name).items():
            limit = check.number(rules["glibc"][check.LIMITS[family]])
            assert max(map(check.number, versions)) <= limit, f"{name}: {family}"


def test_too_new_or_lacking_is_told(tmp_path: Path, requires_tool: Tool) -> None:
    requires_tool("objdump")
    check = script("linux/check_elf.py")
    (tmp_path / "python").write_bytes(Path(sys.executable).resolve().read_bytes())
    (tmp_path / "text").write_text("no ELF file", "utf-8")
    rules = {
        "glibc": {"newest": "2.2", "glibcxx": "3.4", "cxxabi": "1.3"},
        "depends": {},
        "recommends": {},
    }
    found = list(check.complaints(tmp_path, rules))
    assert any("asks for GLIBC_2." in line for line in found)
    assert any("nobody brings libc.so.6" in line for line in found)


# ---- ICU's data ----


def test_smaller_data_of_icu() -> None:
    icu = script("linux/icu_data.py")
    (library,) = (SITE / "PySide6/Qt/lib").glob("libicudata.so.*")
    data, gone = icu.smaller(library.read_bytes())
    assert len(data) < 6_000_000
    kept = dict(icu.items(data))
    whole = dict(icu.items(icu.common_data(library.read_bytes())))
    assert len(kept) + len(gone) == len(whole)
    assert list(kept) == sorted(kept), "ICU looks names up by halving"
    names = {name.partition("/")[2] for name in kept}
    needed = {
        "root.res",
        "zh.res",
        "coll/zh.res",
        "coll/ucadata.icu",
        "gb18030.cnv",
        "cnvalias.icu",
    }
    assert names >= needed | {"zoneinfo64.res", "supplementalData.res", "nfkc.nrm", "zone/zh.res"}
    assert "fr.res" not in names
    for name, item in list(kept.items())[:-1]:
        assert whole[name] == item[: len(whole[name])], name
