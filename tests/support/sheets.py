"""Small sheets made by hand, so that a test can say every number of its layout."""

from collections.abc import Sequence

from perfdesk.dossier.state import Path
from perfdesk.layout.sheet import Sheet, SheetCell, SheetRow
from perfdesk.template.grid import NO_EDGES, Edges, HAlign, PageSetup, Style, VAlign

PT = 72 / 25.4  # points a millimetre
SIDE = 0.8 * PT  # room at the left and right of a text
PAD = 1.0 * PT  # and above and below
LINE = 10.5 * 1.3  # from one line to the next
ROOM = (297 - 25 - 20) * PT  # what rows may fill of a page, 714.33
BOX: Edges = (0.5, 0.5, 0.5, 0.5)


def cell(  # each is one property of a cell
    row: int,
    col: int,
    text: str = "",
    *,
    rows: int = 1,
    cols: int = 1,
    value: bool = False,
    h: HAlign = "left",
    v: VAlign = "center",
    indent: int = 0,
    size: float = 10.5,
    font: str = "仿宋",
    edges: Edges = BOX,
) -> SheetCell:
    """Return a cell; ``value`` tells those that are filled in from printed labels."""
    return SheetCell(
        row=row,
        col=col,
        rows=rows,
        cols=cols,
        style=Style(font=font, size=size, h=h, v=v, indent=indent),
        edges=edges,
        origin=(row, col),
        text=text,
        path=Path("f", f"value{row}-{col}") if value else None,
    )


def value(row: int, col: int, lines: int, **more: int) -> SheetCell:
    """Return a filled cell of so many lines, each naming itself."""
    text = "\n".join(f"{row}.{i}" for i in range(lines))
    return cell(row, col, text, value=True, **more)  # type: ignore[arg-type]


def free(row: int, text: str) -> SheetCell:
    """Return a line outside the table."""
    return cell(row, 0, text, edges=NO_EDGES)


def sheet(
    *cells: SheetCell,
    columns: Sequence[float] = (50.0,),
    height: float = 22.5,
    heads: dict[int, tuple[int, ...]] | None = None,
    table: Sequence[int] = (),
    signature: int | None = None,
) -> Sheet:
    """Return a sheet of these cells.

    Args:
        cells: in any order; the last one decides how many rows there are.
        columns: widths in mm.
        height: the least height of each row.
        heads: for rows of a table, the rows that head it.
        table: the rows that stand for records.
        signature: first row of the signature block.
    """
    count = max(own.row + own.rows for own in cells)
    return Sheet(
        page=PageSetup(),
        columns_mm=tuple(columns),
        rows=tuple(SheetRow(height, i, "t" if i in table else "") for i in range(count)),
        cells=tuple(cells),
        heads=tuple((heads or {}).get(i, ()) for i in range(count)),
        signature=count if signature is None else signature,
    )
