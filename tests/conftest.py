"""What all tests share: the programs that they need, and a home of their own."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(ROOT / ".cache" / "hypothesis")
os.environ.setdefault("OPENPYXL_LXML", "False")  # see perfdesk/__init__.py

from hypothesis import settings  # noqa: E402 - it reads the variable above when imported

CI = os.environ.get("CI") == "true"

# The same random inputs each time where a red result must mean a red change; no clock anywhere.
settings.register_profile("perfdesk", deadline=None, derandomize=CI)
settings.load_profile("perfdesk")

MARKED = {
    "needs_libreoffice": ("soffice",),
    "needs_writer": ("lowriter",),
    "needs_poppler": ("pdftotext", "pdffonts", "pdftoppm"),
    "needs_display": ("Xvfb", "xdotool"),
}


def packages(*sets: str) -> dict[str, str]:
    """Packages of packaging/dev/system-packages, each with its probe."""
    rows = (ROOT / "packaging/dev/system-packages").read_text(encoding="utf-8").splitlines()
    words = [row.split() for row in rows if row and not row.startswith("#")]
    return {package: probe for set_, package, probe in words if set_ in sets}


def need(tool: str) -> Path:
    """Return the program ``tool``; without it the test is skipped, on the CI machine it fails."""
    if found := shutil.which(tool):
        return Path(found)
    providers = {probe: package for package, probe in packages("test", "soak").items()}
    package = providers.get(f"cmd:{tool}", " ".join(packages("test")))
    install = f"sudo apt-get install -y --no-install-recommends {package}"
    reason = f"needs the program {tool}: {install}"
    if CI:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, tools in MARKED.items():
        if item.get_closest_marker(marker):
            for tool in tools:
                need(tool)


@pytest.fixture
def requires_tool() -> Callable[[str], Path]:
    """``requires_tool("soffice")`` gives its path, or ends the test with the apt line as reason."""
    return need


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Nobody's settings, caches or LibreOffice profile are read or written."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("config", "cache", "data", "state"):
            (home / name).mkdir()  # LibreOffice ignores one that is not there
            patch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
        patch.setenv("QT_QPA_PLATFORM", os.environ.get("QT_QPA_PLATFORM", "offscreen"))
        yield home
