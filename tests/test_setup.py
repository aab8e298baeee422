"""The scripts that set up a checkout; the clean machine itself is in soak/."""

import os
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests import conftest
from tests.conftest import ROOT, packages

DEV = ROOT / "packaging" / "dev"
SCRIPTS = [*sorted(DEV.glob("*.sh")), ROOT / ".ci" / "run"]
INSTALL = "sudo apt-get install -y --no-install-recommends "


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_script(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/bash\n")
    assert "\nset -euo pipefail\n" in text


def test_ci_calls_make_test_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]


def test_readme_names_the_packages() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in readme.splitlines() if "apt-get install" in line]
    assert lines == [INSTALL + " ".join(packages("run")), INSTALL + " ".join(packages("test"))]


def test_commands_of_the_readme_work(tmp_path: Path) -> None:
    shutil.copy(ROOT / "resources/sample/values.json", tmp_path / "数据.json")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = "    .venv/bin/python -m perfdesk "
    lines = [line for line in readme.splitlines() if line.startswith(start)]
    commands = [shlex.split(line, comments=True) for line in lines]
    assert {words[3] for words in commands} >= {"packs", "new", "show", "check", "export", "demo"}
    (tmp_path / "收到的套表").mkdir()
    received = [
        "x",
        "-m",
        "perfdesk",
        "new",
        "--values",
        "数据.json",
        "-o",
        "收到的套表/甲.perfdesk",
    ]
    for words in (received, *commands):
        subprocess.run(
            [sys.executable, *words[1:]], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL
        )
    for folder in ("导出", "out"):
        assert {file.suffix for file in (tmp_path / folder).iterdir()} == {".xlsx", ".pdf"}


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = makefile.split(".PHONY: ")[1].splitlines()[0].split()
    env = {**os.environ, "MAKEFLAGS": ""}
    shown = subprocess.run(
        ["make", "-s", "--no-print-directory", "help"],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    assert [line.split()[1] for line in shown.stdout.splitlines()] == targets


def test_folder_packaging_does_not_hide_the_library() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_reasons_for_libraries() -> None:
    """Each library in pyproject.toml comes after a comment that says why it is there."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    lines = [line.strip() for line in text.splitlines()]
    for library in project["dependencies"] + project["optional-dependencies"]["dev"]:
        above = lines[lines.index(f'"{library}",') - 1]
        assert above.startswith(("#", '"types-')), library


def test_missing_program_skips_here_and_fails_on_the_ci_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(conftest, "CI", False)
    with pytest.raises(pytest.skip.Exception, match=f"{INSTALL}libreoffice-calc$"):
        conftest.need("soffice")
    monkeypatch.setattr(conftest, "CI", True)
    with pytest.raises(pytest.fail.Exception, match=r"pdffonts: .* poppler-utils"):
        conftest.need("pdffonts")


# ---- setup.sh on machines that lack something, played by a PATH of its own ----


def setup(tmp_path: Path, goal: str, *tools: str) -> subprocess.CompletedProcess[str]:
    """Run setup.sh in a copy of its folder, on a machine that has ``tools`` and no apt."""
    folder = tmp_path / "绩效 目标"
    (folder / "packaging").mkdir(parents=True)
    shutil.copytree(DEV, folder / "packaging" / "dev")
    shutil.copy(ROOT / "pyproject.toml", folder)
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in ("bash", "cat", "dirname", "find", "grep", "id", "sed", "sha256sum", *tools):
        found = shutil.which(tool)
        assert found, tool
        (programs / tool).symlink_to(found)
    (programs / "ldconfig").write_text(
        "#!/bin/sh\necho 'libGL.so.1 (libc6,x86-64)'\n", encoding="utf-8"
    )
    (programs / "ldconfig").chmod(0o755)
    return subprocess.run(
        [programs / "bash", folder / "packaging" / "dev" / "setup.sh", goal],
        env={"PATH": str(programs), "NO_APT": "1"},
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def apt_line(stderr: str) -> list[str]:
    [line] = [line for line in stderr.splitlines() if "apt-get" in line]
    assert line.strip().startswith(INSTALL)
    return shlex.split(line.strip().removeprefix(INSTALL))


def test_missing_packages_are_one_line_in_two_languages(tmp_path: Path) -> None:
    done = setup(tmp_path, "run")
    assert done.returncode == 1
    assert "缺少系统软件包" in done.stderr
    assert "System packages are missing" in done.stderr
    missing = set(apt_line(done.stderr))
    assert "libgl1" not in missing, "it is there"
    # /usr/bin/python3 is looked at whatever the PATH, and may be able to make environments
    assert missing | {"python3-venv"} == set(packages("run")) - {"libgl1"}


def test_packages_for_tests_are_named_with_the_others(tmp_path: Path) -> None:
    done = setup(tmp_path, "test", "ps")
    assert done.returncode == 1
    missing = set(apt_line(done.stderr))
    assert {"libreoffice-calc", "xvfb", "libegl1"} <= missing
    assert "procps" not in missing


def test_unknown_goal(tmp_path: Path) -> None:
    done = setup(tmp_path, "fly")
    assert done.returncode == 2


# ---- the wheel ----


def test_wheel_carries_the_resources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    resources = {
        f"perfdesk/_resources/{file.relative_to(ROOT / 'resources').as_posix()}"
        for file in (ROOT / "resources").rglob("*")
        if file.is_file() and not file.name.startswith((".", "~"))
    }
    assert resources
    assert resources <= names
    assert "perfdesk/__main__.py" in names
    others = {name.split("/")[0] for name in names} - {"perfdesk"}
    assert all(name.endswith(".dist-info") for name in others)


def test_editable_installation_has_no_copy_of_the_resources() -> None:
    assert not list((ROOT / ".venv").glob("lib/*/site-packages/perfdesk"))
