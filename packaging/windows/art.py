"""Draw the pictures of the installer's pages from the program's own icon and font.

Usage: art.py FOLDER. Writes side.bmp (first and last page) and head.bmp (all others).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONT = RESOURCES / "fonts" / "PerfdeskHei-Regular.ttf"
SIDE, HEAD = (164, 314), (150, 57)
"""Sizes that the pages have at 96 dpi; Windows stretches them on finer screens."""

TOP, BOTTOM, PAPER = (42, 125, 192), (23, 82, 132), (255, 255, 255)
NAME, PURPOSE = "绩效目标填报", "填报 · 审核 · 打印"


def side() -> Image.Image:
    """Return the picture on the left of the first and last page."""
    width, height = SIDE
    picture = Image.new("RGB", SIDE)
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        share = y / (height - 1)
        mixed = [round(a + (b - a) * share) for a, b in zip(TOP, BOTTOM, strict=True)]
        draw.line((0, y, width, y), fill=(mixed[0], mixed[1], mixed[2]))
    _paste(picture, 96, ((width - 96) // 2, 58))
    _centred(draw, 178, NAME, 20)
    _centred(draw, 210, PURPOSE, 12)
    return picture


def head() -> Image.Image:
    """Return the picture in the upper right corner of the other pages."""
    picture = Image.new("RGB", HEAD, PAPER)
    _paste(picture, 40, (HEAD[0] - 40 - 10, (HEAD[1] - 40) // 2))
    return picture


def _paste(picture: Image.Image, size: int, place: tuple[int, int]) -> None:
    with Image.open(RESOURCES / "icons" / "perfdesk-256.png") as icon:
        small = icon.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
    picture.paste(small, place, small)


def _centred(draw: ImageDraw.ImageDraw, y: int, text: str, size: int) -> None:
    font = ImageFont.truetype(str(FONT), size)
    draw.text((SIDE[0] / 2, y), text, font=font, fill=PAPER, anchor="mt")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    side().save(folder / "side.bmp")
    head().save(folder / "head.bmp")
