"""The sheet: a form laid out as a grid, before it is measured. The editor shows exactly this."""

from __future__ import annotations

from msgspec import Struct

from perfdesk.dossier.state import Path
from perfdesk.template.grid import Edges, PageSetup, Style
from perfdesk.template.model import Field


class SheetRow(Struct, frozen=True):
    """One row of a sheet.

    height: the least height in points. source: its row in the blank. table: the table it repeats
    for, with the key of its group or variant; ``record`` is empty where the row stands for no
    record but is printed anyway.
    """

    height: float
    source: int
    table: str = ""
    key: tuple[str, ...] = ()
    record: str = ""


class SheetCell(Struct, frozen=True):
    """One cell of a sheet. ``origin`` is the row and column of its cell in the blank.

    ``text`` is all that is printed. For a value, ``path`` says where it stands (its record empty in
    a row without record), and ``prefix`` and ``suffix`` what of the text is printed around it.
    """

    row: int
    col: int
    rows: int
    cols: int
    style: Style
    edges: Edges
    origin: tuple[int, int]
    text: str = ""
    prefix: str = ""
    suffix: str = ""
    path: Path | None = None
    field: Field | None = None

    @property
    def ruled(self) -> bool:
        """True where the cell belongs to the ruled table."""
        return any(self.edges)


class Sheet(Struct, frozen=True):
    """A form as a grid. ``heads``: for each row, the rows that repeat above it on a new page."""

    page: PageSetup
    columns_mm: tuple[float, ...]
    rows: tuple[SheetRow, ...]
    cells: tuple[SheetCell, ...]
    heads: tuple[tuple[int, ...], ...]
    signature: int
    """First row of the signature block; the number of rows where there is none."""

    def first_ruled(self) -> int:
        """Return the first row of the ruled table."""
        return min((cell.row for cell in self.cells if cell.ruled), default=0)
