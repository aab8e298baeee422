"""Paragraphs of a Word document as text. Lengths are twips, twentieths of a point."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

TINY = 20
"""Height of a paragraph that is there only because Word wants one: a point."""
LONGEST_LINE = 31680


class Look(Struct, frozen=True):
    """How a text is set: font, half points, boldness, alignment, distance of its lines."""

    font: str
    size: int
    bold: bool = False
    h: str = "left"
    pitch: int = TINY


TINY_LOOK = Look("宋体", 2)


class Spacing(Struct, frozen=True):
    """What stands around a paragraph: room above and below, left and right, tabs, a page break.

    ``tabs``: alignment and place of each. ``section``: the page set-up that ends with it.
    """

    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    tabs: tuple[tuple[str, int], ...] = ()
    page_break: bool = False
    section: str = ""


PLAIN = Spacing()


def paragraph(runs: Sequence[tuple[str, Look]], spacing: Spacing = PLAIN) -> str:
    r"""Return a paragraph, aligned as its first text is; ``\t`` is a tab, ``\v`` ends a line.

    Its lines stand at fixed distances, so that a stand-in for a missing font moves nothing.
    """
    look = runs[0][1]
    pitch = min(max(own.pitch for _, own in runs), LONGEST_LINE)
    parts = ["<w:p><w:pPr>"]
    if spacing.page_break:
        parts.append("<w:pageBreakBefore/>")
    if spacing.tabs:
        stops = "".join(f'<w:tab w:val="{h}" w:pos="{at}"/>' for h, at in spacing.tabs)
        parts.append(f"<w:tabs>{stops}</w:tabs>")
    around = "".join(
        f' w:{name}="{value}"'
        for name, value in (("before", spacing.before), ("after", spacing.after))
        if value
    )
    parts.append(f'<w:spacing{around} w:line="{pitch}" w:lineRule="exact"/>')
    if spacing.left or spacing.right:
        parts.append(f'<w:ind w:left="{spacing.left}" w:right="{spacing.right}"/>')
    if look.h != "left":
        parts.append(f'<w:jc w:val="{look.h}"/>')
    parts.append(f"{_look(look)}{spacing.section}</w:pPr>")
    parts += (f"<w:r>{_look(own)}{_text(text)}</w:r>" for text, own in runs if text)
    parts.append("</w:p>")
    return "".join(parts)


def paragraphs(text: str, look: Look, indent: int = 0) -> str:
    """Return the paragraphs of a cell, one for each line that was ended by hand; at least one."""
    left, right = (0, indent) if look.h == "right" else (indent, 0)
    spacing = Spacing(left=left, right=right)
    return "".join(paragraph(((part, look),), spacing) for part in text.split("\n"))


def _look(look: Look) -> str:
    font = quoteattr(look.font)
    bold = "<w:b/>" if look.bold else ""
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii={font} w:eastAsia={font} w:hAnsi={font}/>'
        f'{bold}<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/></w:rPr>'
    )


def _text(text: str) -> str:
    inside = escape(text).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    inside = inside.replace("\v", '</w:t><w:br/><w:t xml:space="preserve">')
    space = ' xml:space="preserve"' if inside != inside.strip() or "  " in inside else ""
    return f"<w:t{space}>{inside}</w:t>".replace("<w:t></w:t>", "")
