"""Dossiers as the desk shows them: shipped packs, sheets, and single cells by what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from perfdesk.dossier.edits import Edit
from perfdesk.dossier.state import Dossier, Form, Path, Record, raw_value
from perfdesk.jobs.entry import type_into
from perfdesk.layout.compose import compose
from perfdesk.layout.sheet import Sheet, SheetCell, SheetRow
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import LoadedTemplate, Pack

LUKOU, PINGLUO, SHIFENG = "lukou-2026", "pingluo-2026", "shifeng-2023"


@cache
def shipped(pack_id: str) -> Pack:
    return Catalogue().load(pack_id)


class Shown:
    """One form of a dossier and its sheet; each change makes a new one."""

    def __init__(self, dossier: Dossier, form_id: str = "f1") -> None:
        self.dossier = dossier
        self.pack = shipped(dossier.pack)
        found = dossier.form(form_id)
        assert found is not None
        self.form: Form = found
        self.loaded: LoadedTemplate = self.pack[found.template]
        self.sheet: Sheet = compose(dossier, found, self.loaded)

    def done(self, edit: Edit) -> Shown:
        """The form after an edit, which must be undone without a trace."""
        result = edit.apply(self.dossier)
        assert result.inverse.apply(result.dossier).dossier == self.dossier
        return Shown(result.dossier, self.form.id)

    def rows(self, table: str, *labels: str) -> list[SheetRow]:
        """Rows of a table, or of one of its groups or kinds by the innermost name."""
        own = [row for row in self.sheet.rows if row.table == table]
        return [row for row in own if not labels or row.key[-1:] == labels[-1:]]

    def number(self, row: SheetRow) -> int:
        return self.sheet.rows.index(row)

    def cell(self, row: SheetRow | int, column: str) -> SheetCell:
        number = row if isinstance(row, int) else self.number(row)
        return next(
            cell
            for cell in self.sheet.cells
            if cell.row == number and cell.path and column in (cell.path.column, cell.path.field)
        )

    def field(self, key: str) -> SheetCell:
        return next(c for c in self.sheet.cells if c.path and c.path.field == key)

    def typed(self, cell: SheetCell, raw: str) -> Shown:
        row = self.sheet.rows[cell.row]
        step = type_into(self.dossier, self.form, self.loaded, cell, row, raw)
        return self.done(step[0]) if step else self

    def raw(self, path: Path | None) -> str:
        return raw_value(self.dossier, path) if path and (path.record or not path.column) else ""

    def column(self, table: str, column: str) -> list[str]:
        """What stands in a column, printed row by printed row."""
        return [self.raw(self.cell(row, column).path) for row in self.rows(table)]

    def stored(self, table: str, column: str) -> list[str]:
        """What stands in a column, record by record."""
        return [record.get(column) for record in self.form.records(table)]


def shown(
    pack_id: str,
    template: str,
    values: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    unit: str = "某局",
    **tables: Sequence[Mapping[str, Any]],
) -> Shown:
    """A dossier of one form. Records have the ids t0, t1 … after their table."""
    records = {
        key: tuple(Record(f"{key}{i}", dict(row)) for i, row in enumerate(rows))
        for key, rows in tables.items()
    }
    form = Form("f1", template, dict(values or {}), records, dict(options or {}))
    return Shown(Dossier(pack_id, unit, shipped(pack_id).info.year, (form,)))


def indicator(group: str, name: str, pack_id: str = LUKOU) -> dict[str, str]:
    """An indicator of the group whose second label is given."""
    plan = shipped(pack_id)["project"].plan
    level1, level2 = next(key for key in plan.groups("indicators") if key[1] == group)
    return {"level1": level1, "level2": level2, "level3": name}
