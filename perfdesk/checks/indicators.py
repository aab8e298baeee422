"""Indicators as rules see them: the rows of a table that name one, each read as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from perfdesk.checks.registry import Params, Ref
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import is_unused
from perfdesk.values.readings import Reading, read_indicator

if TYPE_CHECKING:
    from perfdesk.template.model import Table, Template

VALUE = "value"
"""Key of the column that holds an indicator's target, in every template."""


class Row(Struct, frozen=True, gc=False):
    """A row that names an indicator, and what it says."""

    record: Record
    reading: Reading


class Indicators(Params, frozen=True, kw_only=True):
    """A table of indicators.

    operator, unit: their columns, "" where one cell holds operator, number and unit. level1,
    level2: the keys of the fixed labels, "" where the table has none.
    """

    table: str
    name: str
    value: str
    operator: str = ""
    unit: str = ""
    level1: str = ""
    level2: str = ""

    @property
    def split(self) -> bool:
        """True where operator, value and unit have columns of their own."""
        return bool(self.operator)

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref(param, self.table, getattr(self, param)) for param in ("name", "value"))
        for param in ("operator", "unit"):
            if column := getattr(self, param):
                yield Ref(param, self.table, column)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`. Columns are known by role, type, and the key ``value``."""
        for table in template.tables:
            if found := indicators_of(table):
                yield cls(**found)

    def rows(self, view: FormView) -> list[Row]:
        """Rows with a real name, in their order."""
        return view.kept(self.table, lambda: [*self._rows(view)])

    def _rows(self, view: FormView) -> Iterator[Row]:
        name, value, operator, unit = self.name, self.value, self.operator, self.unit
        level1, level2 = self.level1, self.level2
        for record in view.form.records(self.table):
            values = record.values
            text = values.get(name)
            if text and not is_unused(text):
                get = values.get
                reading = read_indicator(
                    text,
                    get(value, ""),
                    get(operator, ""),
                    get(unit, ""),
                    get(level1, ""),
                    get(level2, ""),
                )
                yield Row(record, reading)

    def at(self, view: FormView, row: Row, column: str) -> Path:
        """Address of one cell of a row."""
        return view.cell(self.table, row.record, column)

    def group_path(self, view: FormView, level: str) -> Path:
        """Address of the first name in a group, where what is missing there would be filled in."""
        for record in view.form.records(self.table):
            if level in {record.values.get(self.level1), record.values.get(self.level2)}:
                return view.cell(self.table, record, self.name)
        return Path(view.form.id, self.table, "", self.name)


class SplitIndicators(Indicators, frozen=True, kw_only=True):
    """A table of indicators with operator, value and unit in columns of their own."""

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        return (found for found in super().found_in(template) if found.split)


class WholeIndicators(Indicators, frozen=True, kw_only=True):
    """A table of indicators with operator, number and unit in one cell."""

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        return (found for found in super().found_in(template) if not found.split)


def indicators_of(table: Table) -> dict[str, str]:
    """Return the keys of a table of indicators, empty where it is none."""
    name = next((c.key for c in table.columns if c.role == "indicator_name"), "")
    if not name or not table.column(VALUE):
        return {}
    by_type = {column.type: column.key for column in table.columns}
    levels = (*table.group_by, "", "")
    return {
        "table": table.key,
        "name": name,
        "value": VALUE,
        "operator": by_type.get("operator", ""),
        "unit": by_type.get("unit", ""),
        "level1": levels[0],
        "level2": levels[1],
    }
