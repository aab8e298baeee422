"""Page set-up: a composed sheet set as its form asks for, where that is not the blank's own way.

All of it stands in the sheet afterwards, so that screen, paper, PDF and the other writers follow
without knowing of it. What is above and below the table stays as the blank has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.dossier.state import AS_THE_BLANK, PageChoices

if TYPE_CHECKING:
    from perfdesk.layout.sheet import Sheet, SheetCell, SheetRow
    from perfdesk.template.grid import PageSetup

PT_PER_MM = 72 / 25.4
SIZES = (5.0, 5.5, 6.5, 7.5, 9.0, 10.5, 12.0, 14.0, 15.0, 16.0, 18.0, 22.0, 24.0, 26.0, 36.0, 42.0)
"""Chinese font sizes in points, 八号 to 初号."""


class Spacing(Struct, frozen=True):
    """How roomy a table is.

    heights: least height of its rows as a multiple of the blank's; pitch: distance of its lines as
    a multiple of the font size; padding: room above and below a text in points.
    """

    heights: float
    pitch: float
    padding: float


SPACINGS = {
    "compact": Spacing(0.75, 1.25, 0.5 * PT_PER_MM),
    "roomy": Spacing(1.25, 1.5, 1.5 * PT_PER_MM),
}


def apply_choices(sheet: Sheet, choices: PageChoices) -> Sheet:
    """Return a sheet with the choices of its form in it."""
    if choices is AS_THE_BLANK or choices == AS_THE_BLANK:
        return sheet
    spacing = SPACINGS.get(choices.rows)
    ruled = {i for c in sheet.cells if c.ruled for i in range(c.row, c.row + c.rows)}
    page = sheet.page
    if choices.margins_mm is not None:
        page = msgspec.structs.replace(page, margins_mm=choices.margins_mm)
    widened = _widened(sheet.page, page)
    return msgspec.structs.replace(
        sheet,
        page=page,
        columns_mm=tuple(width * widened for width in sheet.columns_mm),
        widened=widened,
        rows=tuple(_row(row, spacing if i in ruled else None) for i, row in enumerate(sheet.rows)),
        cells=tuple(_cell(cell, spacing, smaller=choices.smaller) for cell in sheet.cells),
        padding=spacing.padding if spacing else 0.0,
        fit=choices.fit,
        own_fonts=choices.own_fonts,
    )


def smaller_size(size: float) -> float:
    """Return the next smaller Chinese font size, in points."""
    return max((step for step in SIZES if step < size), default=size)


def _widened(before: PageSetup, after: PageSetup) -> float:
    """The table fills the width between the margins as the blank's does."""
    old, new = type_width(before), type_width(after)
    return 1.0 if abs(old - new) < 0.005 else new / old  # noqa: PLR2004 - millimetres


def type_width(page: PageSetup) -> float:
    """Return the width between the margins in mm."""
    return page.size_mm[0] - page.margins_mm[0] - page.margins_mm[1]


def _row(row: SheetRow, spacing: Spacing | None) -> SheetRow:
    if spacing is None:
        return row
    return msgspec.structs.replace(row, height=row.height * spacing.heights)


def _cell(cell: SheetCell, spacing: Spacing | None, *, smaller: bool) -> SheetCell:
    if not cell.ruled:
        return cell
    style, pitch = cell.style, cell.pitch
    if smaller:
        style = msgspec.structs.replace(style, size=smaller_size(style.size))
    if spacing is not None and not pitch:
        pitch = spacing.pitch
    return msgspec.structs.replace(cell, style=style, pitch=pitch)
