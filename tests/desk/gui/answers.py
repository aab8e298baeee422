"""What a file must hold when each cell of the official forms was filled with a text of its own."""

import re
from typing import Any, NamedTuple

from tests.support.official import TABLES, Section, flat

OPERATORS = ((">=", "≥"), ("<=", "≤"), ("=", "="), ("dx", "定性"))
"""What is typed, and the choice of the list that it means."""

_MARK = re.compile(r"\{([a-z0-9_.]+)\}")
_COMPUTED = {"year", "n"}
_MONEY = re.compile(r"amount|total|budget|fund$|funds$|account|expenditure$")


class Cell(NamedTuple):
    """A cell to fill in: its key, the row of its table (-1: a single value), typed and kept."""

    key: str
    row: int
    typed: str
    kept: str


def cells(section: Section) -> list[Cell]:
    """Return the cells of an empty form as Tab visits them, each with a text of its own."""
    places: list[tuple[str, int]] = []
    for line, _ in section.above:
        places += [(key, -1) for key in _MARK.findall(line)]
    for number, row in enumerate(section.rows):
        for td in row:
            places += [(key, number if key.split(".")[0] in TABLES else -1) for key in td.marks]
    for line, _ in section.below:
        places += [(key, -1) for key in _MARK.findall(line)]
    wanted = [place for place in places if place[0] not in _COMPUTED]
    return [_cell(key, row, number) for number, (key, row) in enumerate(wanted)]


def _cell(key: str, row: int, number: int) -> Cell:
    if key.endswith(".operator"):
        return Cell(key, row, *OPERATORS[number % len(OPERATORS)])
    text = f"{number}.{number:02d}" if _MONEY.search(key) else f"Text {number:02d}"
    return Cell(key, row, text, text)


class Content(NamedTuple):
    """What a form holds, without what is empty."""

    values: dict[str, str]
    tables: dict[str, list[dict[str, str]]]


def expected(section: Section, filled: list[Cell]) -> Content:
    """Return what a form holds after that; the unit's name is the dossier's."""
    values = {c.key: c.kept for c in filled if c.row < 0 and c.key != "unit_name"}
    rows: dict[int, dict[str, str]] = {}
    for cell in filled:
        if cell.row >= 0:
            record = rows.setdefault(cell.row, _labels(section, cell.row))
            record[cell.key.split(".")[1]] = cell.kept
    tables: dict[str, list[dict[str, str]]] = {}
    for row, record in rows.items():
        tables.setdefault(section.table_of(row), []).append(record)
    return Content(values, tables)


def _labels(section: Section, row: int) -> dict[str, str]:
    key = section.key_of(row)
    names = ("kind",) if section.kinds[row] else ("level1", "level2")
    return dict(zip(names, key, strict=False))


def content(form: dict[str, Any]) -> Content:
    """Return what a form of ``show --json`` holds."""
    single = {key: text for key, text in flat(form["values"]).items() if text}
    tables = {
        key: [{k: text for k, text in record.items() if text} for record in value]
        for key, value in form["values"].items()
        if isinstance(value, list) and value
    }
    return Content(single, tables)
