"""Every dialog is drawn at 100 % and at 200 %: Qt has nothing to say, and it fits the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.conftest import ROOT
from tests.desk.dialogs.conftest import OFFSCREEN_CANNOT

SCENES = 48
FRAME = 48
"""Height of a window's frame and of what else is at the screen's edges."""


@pytest.mark.parametrize(
    ("scale", "width", "height"), [(1, 1366, 768), (1.5, 1366, 768), (2, 2732, 1536)]
)
def test_screens(tmp_path: Path, scale: float, width: int, height: int) -> None:
    screen = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = tmp_path / "screen.json"
    config.write_text(json.dumps({"screens": [screen]}), "utf-8")
    platform = f"offscreen:configfile={config}"
    environment = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": platform}
    command = [sys.executable, "-m", "tests.desk.dialogs.screens", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if line not in OFFSCREEN_CANNOT]
    assert (done.returncode, said) == (0, [])
    shots = [line.split() for line in done.stdout.splitlines()]
    assert len(shots) == SCENES
    for name, wide, high in shots:
        image = QImage(str(tmp_path / f"{name}.png"))
        assert image.width() == pytest.approx(int(wide) * scale, abs=1)
        assert image.height() == pytest.approx(int(high) * scale, abs=1)
        assert int(wide) <= width / scale, name
        assert int(high) <= height / scale - FRAME, name
