"""Takes the pictures of the guide and the README anew: python -m tests.desk.gui.pictures

They are of the sample, in a real window at 1366 × 768 without its frame; ImageMagick and poppler
bring them to their size. Look at them afterwards.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conftest import ROOT, need
from tests.desk.gui.display import Display, Key
from tests.desk.gui.program import Program, perfdesk

IMAGES = ROOT / "resources" / "help" / "images"
VALUES = ROOT / "resources" / "sample" / "values.json"
COLOURS = 200
EDGE = ("-bordercolor", "#c9ced3", "-border", "1")
WIDTH = 1100
"""Pixels of a picture of the whole window."""


def smaller(source: Path, target: Path, *how: str) -> None:
    """Write a picture with few colours, which makes a small file."""
    palette = ("-strip", "-dither", "None", "-colors", str(COLOURS))
    small = ("-define", "png:compression-level=9", "-define", "png:compression-strategy=1")
    subprocess.run(
        [str(need("convert")), str(source), *how, *palette, *small, f"PNG8:{target}"], check=True
    )


def take(program: Program, name: str, *how: str) -> None:
    """Take a picture of the window that has the keyboard."""
    display = program.display
    display.point(*(side - 1 for side in display.size))
    program.rest()
    with tempfile.TemporaryDirectory() as room:
        whole = Path(room, "window.png")
        command = [str(need("import")), "-window", display.active, str(whole)]
        subprocess.run(command, env=display.environment, check=True)
        smaller(whole, IMAGES / f"{name}.png", *how, *EDGE)


def on_screen(room: Path) -> None:
    """Take those of windows and dialogs."""
    file = room / "示例县商务局.perfdesk"
    perfdesk("new", "-o", str(file), "--values", str(VALUES))
    display = Display()
    try:
        program = Program(display, room / "home", file)
        program.wait_for_sheet()
        program.keys("ctrl+Next", "Tab", "Tab")
        take(program, "desk", "-resize", f"{WIDTH}x")
        program.play("180", Key("Return"))  # what does not add up any more
        program.keys("ctrl+Home", "F7", "F7")
        take(program, "findings", "-resize", f"{WIDTH}x")
        program.keys("ctrl+z", "ctrl+e")
        program.wait_for_title("PDF")
        display.copy("~/文档/绩效目标")
        program.keys("alt+d", "ctrl+a", "ctrl+v")
        take(program, "export")
        program.keys("Escape")
        program.wait_for_sheet()
        program.keys("ctrl+n")
        program.wait_for_title("新建")
        display.copy("示例县商务局")
        program.keys("alt+p", "Down", "alt+u", "ctrl+a", "ctrl+v")
        take(program, "new")
        program.keys("Escape")
        program.wait_for_sheet()
        program.quit()
    finally:
        display.close()


def on_paper(room: Path) -> None:
    """Take that of two printed forms, side by side."""
    file = room / "示例县商务局.perfdesk"
    perfdesk("export", "-o", str(room / "out"), "--format", "pdf", str(file))
    pages = []
    for pdf in sorted((room / "out").glob("*.pdf"))[:2]:
        page = pdf.with_suffix("")
        once = ["-singlefile", "-png", "-r", "72", str(pdf), str(page)]
        subprocess.run([str(need("pdftoppm")), *once], check=True)
        pages.append(f"{page}.png")
    both = room / "both.png"
    side = ["-bordercolor", "#c9ced3", "-border", "1", "-background", "#e9ecef", "-splice", "12x0"]
    command = [str(need("convert")), *pages, *side, "+append", "-gravity", "east"]
    subprocess.run([*command, "-splice", "12x0", str(both)], check=True)
    smaller(both, IMAGES / "forms.png")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        on_screen(room)
        on_paper(room)
    for picture in sorted(IMAGES.glob("*.png")):
        sys.stdout.write(f"{picture.name} {picture.stat().st_size // 1024} KiB\n")


if __name__ == "__main__":
    main()
