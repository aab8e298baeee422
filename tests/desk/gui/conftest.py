"""A screen for all tests of a session, and the program on it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, need
from tests.desk.gui.display import Display
from tests.desk.gui.program import Program

SCREENS = ROOT / ".cache" / "screens"
TOOLS = ("Xvfb", "xdotool", "openbox", "xclip")

Start = Callable[..., Program]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A window driven from outside may be late on a busy machine: three in a row are a failure."""
    for item in items:
        ours = Path(__file__).parent in item.path.parents
        if ours and not item.get_closest_marker("flaky"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    for tool in TOOLS:
        need(tool)
    own = Display()
    yield own
    own.close()


@pytest.fixture
def start(display: Display, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Start]:
    """``start(file, …)`` runs the program; in the end it must have ended without a word.

    A failed test leaves a picture of the screen.
    """
    running: list[Program] = []

    def run(*files: Path, home: str = "home") -> Program:
        running.append(Program(display, tmp_path / home, *files))
        return running[-1]

    failed = request.session.testsfailed
    yield run
    words = "".join(own.said for own in running)
    still = [own for own in running if own.is_alive]
    if request.session.testsfailed > failed:
        name = re.sub(r"\W+", "-", request.node.name).strip("-")
        SCREENS.mkdir(parents=True, exist_ok=True)
        display.look().save(SCREENS / f"{name}.png")
        print(f"the screen: {SCREENS / name}.png\nthe program: {words}")
    for own in still:
        own.kill()
    if request.session.testsfailed == failed:
        assert words == ""
        assert not still, "the program still runs"
