"""Finding one's way on the sheet of a form by the keyboard alone."""

from pathlib import Path
from typing import Any, NamedTuple

from tests.desk.gui.answers import Cell, Content, cells, content
from tests.desk.gui.display import Key
from tests.desk.gui.program import perfdesk
from tests.support.official import _MARK, _out_rows, sections

TEMPLATES = {
    "lukou-2026": ("department", "project"),
    "pingluo-2026": ("project",),
    "shifeng-2023": ("department", "summary", "direction"),
}
"""The forms of a new dossier, in their order."""


def new(file: Path, pack: str) -> Path:
    """Make an empty dossier."""
    perfdesk("new", "--pack", pack, "--unit", "甲", "-o", str(file))
    return file


class Sheet:
    """A form of a dossier that began empty; a row is counted within its table."""

    def __init__(self, pack: str, template: str) -> None:
        self.section = sections()[pack, template]
        self.cells = cells(self.section)

    def number(self, key: str, row: int = 0) -> int:
        """Return how many times Tab leads from the first cell to this one."""
        own = [i for i, cell in enumerate(self.cells) if cell.key == key]
        return own[row]

    def to(self, key: str, row: int = 0) -> list[str]:
        """Return the keys that lead to a cell from anywhere."""
        return [Key("ctrl+Home"), *[Key("Tab")] * self.number(key, row)]

    def cell(self, key: str, row: int = 0) -> Cell:
        return self.cells[self.number(key, row)]


def held(saved: dict[str, Any], form: int = 0) -> Content:
    """Return what a form of a saved dossier holds."""
    return content(saved["forms"][form])


def column(saved: dict[str, Any], table: str, name: str, form: int = 0) -> list[str]:
    """Return the texts of a column."""
    return [record.get(name, "") for record in held(saved, form).tables.get(table, [])]


class Stop(NamedTuple):
    """A cell at which Tab stops: its key, and the place of its record (-1: it has none)."""

    key: str
    record: int = -1


class Filled:
    """A form with values, as it is printed and as Tab goes through it."""

    def __init__(self, saved: dict[str, Any], form: int) -> None:
        own = saved["forms"][form]
        self.form = form
        self.section = sections()[saved["pack"], own["template"]]
        self._values = own["values"]
        self._rows = _out_rows(self.section, own["values"], tuple(own.get("options", {}).items()))
        before = saved["forms"][: form + 1]
        first = sum(item["template"] == own["template"] for item in before) == 1
        self.stops = [
            Stop(key)
            for line, only_first in self.section.above
            if first or not only_first
            for key in _MARK.findall(line)
            if key not in {"year", "n"}
        ]
        for source, record in self._rows:
            for td in self.section.rows[source]:
                self.stops += [Stop(key, self._place(td.table, record)) for key in td.marks]

    def _place(self, table: str, record: dict[str, str]) -> int:
        records = self._values.get(table, []) if table else []
        return next((i for i, item in enumerate(records) if item is record), -1)

    def printed(self, table: str) -> list[list[str]]:
        """Return the texts of a table, row by row as it is printed."""
        columns = self.section.columns(table)
        return [
            [record.get(column, "") for column in columns]
            for source, record in self._rows
            if self.section.table_of(source) == table
        ]

    def to(self, key: str, record: int = -1) -> list[str]:
        """Return the keys that lead to a cell from anywhere in this form."""
        place = self.stops.index(Stop(key, record))
        return [Key("ctrl+Home"), *[Key("Tab")] * place]

    def first_row(self, table: str) -> list[str]:
        """Return the keys that lead to the first cell of a table."""
        place = next(i for i, stop in enumerate(self.stops) if stop.key.startswith(f"{table}."))
        return [Key("ctrl+Home"), *[Key("Tab")] * place]
