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
    follower = _Follower(want)
    found: list[list[int]] = []
    for number, page in enumerate(pages, 1):
        if not page.bands:
            raise WrongPaperError(f"page {number}: nothing of the table")
        found.append(follower.page(page, number))
    if follower.row < want.rows:
        raise WrongPaperError(f"the pages end before row {follower.row} of {want.rows}")
    return found


class _Follower:
    """Follows the rows of a form down its pages: which one is next, and what of it is to come."""

    def __init__(self, want: Expected) -> None:
        self.want = want
        self.row = 0
        self.left = {cell: cell.text for cell in want.cells if cell.filled}
        self.own: dict[int, list[Place]] = {row: [] for row in range(want.rows)}
        self.labels: dict[int, dict[int, str]] = {row: {} for row in range(want.rows)}
        for cell in want.cells:
            for row in range(cell.row, cell.row + cell.rows) if cell.filled else ():
                self.own[row].append(cell)
            if not cell.filled and cell.rows == 1:
                self.labels[cell.row][cell.col] = cell.text

    def page(self, page: ReadPage, number: int) -> list[int]:
        """Return the rows of a page's bands."""
        mapping: list[int] = []
        if number > 1 and self.row < self.want.rows:
            mapping += self.want.heads[self.row]  # _check_grid and _check_text look at them
        first = len(mapping)
        for band in range(first, page.bands):
            texts = {cell.col: cell.text for cell in page.cells if cell.band == band}
            if band == first and number > 1 and self._goes_on(texts):
                self.row -= 1
            if self.row == self.want.rows:
                raise WrongPaperError(f"page {number}: more rows than the form has")
            mapping.append(self.row)
            due = self._take(texts, f"page {number}, band {band}")
            if not due:
                self.row += 1
            elif band < page.bands - 1:
                rest = "、".join(_short(self.left[cell]) for cell in due)
                raise WrongPaperError(f"row {self.row}: missing on page {number}: {rest}")
        return mapping

    def _goes_on(self, texts: dict[int, str]) -> bool:
        """Tell whether a page begins with more of a row of labels, tall by a neighbour's text."""
        before = self.row - 1
        if before < 0 or any(cell.rows == 1 for cell in self.own[before]):
            return False
        return _shows(texts, self.labels[before])

    def _take(self, texts: dict[int, str], where: str) -> list[Place]:
        """Take what a band shows off what is to come; return what its row still owes."""
        for cell in self.own[self.row]:
            text = texts.get(cell.col, "")
            if not self.left[cell].startswith(text):
                raise WrongPaperError(
                    f"{where}, column {cell.col}: "
                    f"{_short(text)} where {_short(self.left[cell])} comes next"
                )
            self.left[cell] = self.left[cell].removeprefix(text)
        return [
            cell
            for cell in self.own[self.row]
            if self.left[cell] and cell.row + cell.rows - 1 == self.row
        ]


def _shows(texts: dict[int, str], labels: dict[int, str]) -> bool:
    """Tell whether a band shows the labels of a row, or some of them."""
    return (
        any(labels.values())
        and all(texts.get(col, "") in {"", label} for col, label in labels.items())
        and any(texts.get(col) == label for col, label in labels.items() if label)
    )


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


def _parts(cell: Place, pages: Sequence[ReadPage], rows: Sequence[list[int]]) -> Iterator[ReadCell]:
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
