"""Hold pages as they were read (PDF, LibreOffice's PDF, workbook) against what they must show.

Every character read belongs to exactly one cell or line, and every cell and line is compared, so a
form that passes shows all its values and labels, each in its place, and nothing twice.
"""

from collections.abc import Iterator, Sequence

from tests.support.official import Expected, Place, ink
from tests.support.paper import ReadCell, ReadPage


class WrongPaperError(AssertionError):
    """A page shows something else than its form."""


def check_form(want: Expected, pages: Sequence[ReadPage]) -> list[list[int]]:
    """Raise where ``pages`` are not the form ``want``; return the rows of each page's bands."""
    rows = _rows_of_bands(want, pages)
    for number, (page, mapping) in enumerate(zip(pages, rows, strict=True), 1):
        _check_grid(want, page, mapping, number)
    for cell in want.cells:
        _check_text(cell, list(_parts(cell, pages, rows)))
    _check_lines(want.above, [text for page in pages for text in page.above], "above the table")
    _check_lines(want.below, [text for page in pages for text in page.below], "below the table")
    for page in pages[1:]:
        if page.above:
            raise WrongPaperError(f"text above the table of a later page: {page.above}")
    for page in pages[:-1]:
        if page.below:
            raise WrongPaperError(f"text below the table before the last page: {page.below}")
    return rows


def _rows_of_bands(want: Expected, pages: Sequence[ReadPage]) -> list[list[int]]:
    """Find for each band of each page the row of the form that it shows, or shows a part of."""
    left = {cell: cell.text for cell in want.cells if cell.filled}
    own: dict[int, list[Place]] = {row: [] for row in range(want.rows)}
    labels: dict[int, dict[int, str]] = {row: {} for row in range(want.rows)}
    for cell in want.cells:
        for row in range(cell.row, cell.row + cell.rows) if cell.filled else ():
            own[row].append(cell)
        if not cell.filled and cell.rows == 1:
            labels[cell.row][cell.col] = cell.text
    found: list[list[int]] = []
    row = 0
    for page in pages:
        if not page.bands:
            raise WrongPaperError(f"page {len(found) + 1}: nothing of the table")
        mapping: list[int] = []
        if found and row < want.rows:
            mapping += want.heads[row]  # they must stand here: _check_grid looks at their texts
        first = len(mapping)
        for band in range(first, page.bands):
            texts = {cell.col: cell.text for cell in page.cells if cell.band == band}
            before = found[-1][-1] if found and band == first else -1
            only_labels = before >= 0 and all(cell.rows > 1 for cell in own[before])
            if only_labels and _shows(texts, labels[before]):
                row = before  # a row of labels, tall by a neighbour, goes on
            if row == want.rows:
                raise WrongPaperError(f"page {len(found) + 1}: more rows than the form has")
            for cell in own[row]:
                text = texts.get(cell.col, "")
                if not left[cell].startswith(text):
                    raise WrongPaperError(
                        f"page {len(found) + 1}, band {band}, column {cell.col}: "
                        f"{_short(text)} where {_short(left[cell])} comes next"
                    )
                left[cell] = left[cell].removeprefix(text)
            mapping.append(row)
            due = [cell for cell in own[row] if left[cell] and cell.row + cell.rows - 1 == row]
            if not due:
                row += 1
            elif band < page.bands - 1:
                rest = "、".join(_short(left[cell]) for cell in due)
                raise WrongPaperError(f"row {row}: missing on page {len(found) + 1}: {rest}")
        found.append(mapping)
    if row < want.rows:
        raise WrongPaperError(f"the pages end before row {row} of {want.rows}")
    return found


def _shows(texts: dict[int, str], labels: dict[int, str]) -> bool:
    """Tell whether a band shows the labels of a row, or some of them."""
    return any(labels.values()) and all(
        texts.get(col, "") in {"", label} for col, label in labels.items()
    ) and any(texts.get(col) == label for col, label in labels.items() if label)


def _runs(cell: Place, mapping: list[int]) -> Iterator[tuple[int, int]]:
    """First and number of the bands where a cell of the form stands on a page, run by run."""
    start = None
    for band, row in enumerate([*mapping, -1]):
        inside = cell.row <= row < cell.row + cell.rows
        if inside and start is None:
            start = band
        elif not inside and start is not None:
            yield start, band - start
            start = None


def _check_grid(want: Expected, page: ReadPage, mapping: list[int], number: int) -> None:
    """Every cell of the form stands in one cell of the page, and no other cell is there."""
    needed = {
        (cell.col, cell.cols, band, bands): cell
        for cell in want.cells
        for band, bands in _runs(cell, mapping)
    }
    present = {(cell.col, cell.cols, cell.band, cell.bands) for cell in page.cells}
    for place in sorted(needed.keys() - present):
        raise WrongPaperError(
            f"page {number}: no cell of columns {place[0]}+{place[1]}, bands {place[2]}+{place[3]} "
            f"for {_short(needed[place].text)}"
        )
    for place in sorted(present - needed.keys()):
        raise WrongPaperError(f"page {number}: a cell too many: (col, cols, band, bands) = {place}")


def _parts(
    cell: Place, pages: Sequence[ReadPage], rows: Sequence[list[int]]
) -> Iterator[ReadCell]:
    for page, mapping in zip(pages, rows, strict=True):
        for band, _ in _runs(cell, mapping):
            yield next(c for c in page.cells if (c.col, c.band) == (cell.col, band))


def _check_text(cell: Place, parts: list[ReadCell]) -> None:
    texts = [part.text for part in parts]
    where = f"row {cell.row}, column {cell.col}"
    if cell.filled:
        if "".join(texts) != cell.text:
            raise WrongPaperError(f"{where}: {_short(''.join(texts))} for {_short(cell.text)}")
        return
    if not cell.text:
        if any(texts):
            raise WrongPaperError(f"{where}: {_short(''.join(texts))} in a cell for nothing")
        return
    if cell.text not in texts or any(text not in {"", cell.text} for text in texts):
        raise WrongPaperError(f"{where}: {texts} for the label {cell.text}")
    shown = next(part for part in parts if part.text)
    for part in parts:
        if not part.text and part.height > shown.height:
            raise WrongPaperError(f"{where}: the label {cell.text} is left out where it has room")


def _check_lines(want: Sequence[str], read: Sequence[str], where: str) -> None:
    """Each stretch of text continues one of the wanted lines; in the end all are complete."""
    left = [ink(line) for line in want]
    for stretch in read:
        text = stretch
        while text:
            for i, line in enumerate(left):
                if line and (line.startswith(text) or text.startswith(line)):
                    left[i], text = line[len(text) :], text[len(line) :]
                    break
            else:
                raise WrongPaperError(f"{where}: {_short(text)} continues none of {left}")
    if any(left):
        raise WrongPaperError(f"{where}: missing {[line for line in left if line]}")


def _short(text: str) -> str:
    return f"«{text}»" if len(text) < 30 else f"«{text[:27]}…» ({len(text)})"
