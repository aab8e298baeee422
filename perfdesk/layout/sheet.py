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
    record but is printed anyway. keep: it stays on one page with the row below.
    """

    height: float
    source: int
    table: str = ""
    key: tuple[str, ...] = ()
    record: str = ""
    keep: bool = False


class SheetCell(Struct, frozen=True):
    """One cell of a sheet. ``origin`` is the row and column of its cell in the blank.

    ``text`` is all that is printed. For a value, ``path`` says where it stands (its record empty in
    a row without record), and ``prefix`` and ``suffix`` what of the text is printed around it.
    ``pitch`` is the distance of its lines as a multiple of the font size, 0 for the usual one.
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
    pitch: float = 0.0

    @property
    def ruled(self) -> bool:
        """True where the cell belongs to the ruled table."""
        return any(self.edges)


class Sheet(Struct, frozen=True):
    """A form as a grid. ``heads``: for each row, the rows that repeat above it on a new page.

    ``footer`` stands below each page; ``{page}`` and ``{pages}`` in it are its number and theirs.
    ``endless``: all rows stand on one page, for a workbook whose rows are sorted and filtered.
    ``padding`` is the room above and below a text in points, 0 for the usual one. ``fit``: it is
    shrunk where that saves a page. ``own_fonts``: painters use this computer's official fonts.
    ``widened``: width of its columns as a multiple of the blank's.
    """

    page: PageSetup
    columns_mm: tuple[float, ...]
    rows: tuple[SheetRow, ...]
    cells: tuple[SheetCell, ...]
    heads: tuple[tuple[int, ...], ...]
    signature: int
    """First row of the signature block; the number of rows where there is none."""
    footer: str = ""
    endless: bool = False
    padding: float = 0.0
    fit: bool = False
    own_fonts: bool = False
    widened: float = 1.0

    def first_ruled(self) -> int:
        """Return the first row of the ruled table."""
        return min((cell.row for cell in self.cells if cell.ruled), default=0)
