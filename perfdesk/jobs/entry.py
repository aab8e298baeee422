"""Typing into the sheet: which edit a text typed into a cell is, and what the step is called."""

from __future__ import annotations

from collections.abc import Iterable

from perfdesk.dossier.edits import Edit, SetValue, together
from perfdesk.dossier.state import Dossier, Form, Path, raw_value
from perfdesk.jobs.rows import fill_rows, rows_of
from perfdesk.layout.sheet import SheetCell, SheetRow
from perfdesk.template.loader import LoadedTemplate

Step = tuple[Edit, str]
"""An edit and its name for the menu (撤销 …)."""


def type_into(
    dossier: Dossier,
    form: Form,
    loaded: LoadedTemplate,
    cell: SheetCell,
    row: SheetRow,
    raw: str,
) -> Step | None:
    """Return the step that puts ``raw`` into a cell; None where nothing changes.

    In a row that is printed without a record a new record is made, together with the empty ones
    that keep it in the row where it was typed.
    """
    path = cell.path
    if path is None:
        return None
    if not is_unrecorded(path):
        edit: Edit | None = SetValue(path, raw) if raw != raw_value(dossier, path) else None
    else:
        edit = _first_text(dossier, form, loaded, path, row, raw) if raw else None
    return (edit, _name(cell, raw)) if edit is not None else None


def clear(dossier: Dossier, targets: Iterable[tuple[SheetCell, SheetRow]]) -> Step | None:
    """Return the step that empties cells; records stay. None where all of them are empty."""
    cells = {
        cell.path: cell
        for cell, _ in targets
        if cell.path and not is_unrecorded(cell.path) and raw_value(dossier, cell.path)
    }
    if not cells:
        return None
    if len(cells) == 1:
        path, cell = next(iter(cells.items()))
        return SetValue(path, ""), _name(cell, "")
    return together(SetValue(path, "") for path in cells), f"清空 {len(cells)} 格"


def is_unrecorded(path: Path) -> bool:
    """Tell whether a cell stands in a row that is printed without a record."""
    return bool(path.column) and not path.record


def cell_label(cell: SheetCell) -> str:
    """Return what a value is called on screen."""
    if cell.field is not None:
        return cell.field.label
    return (cell.path.column or cell.path.field) if cell.path else ""


def _name(cell: SheetCell, raw: str) -> str:
    return f"{'填写' if raw else '清空'}“{cell_label(cell)}”"


def _first_text(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, path: Path, row: SheetRow, raw: str
) -> Edit | None:
    at = rows_of(dossier, form, loaded, path.field)
    if at is None:
        return None
    texts = {path.column: raw}
    if row in at.rows:
        edits = fill_rows(at, {at.rows.index(row): texts})
    else:  # the row has got its record meanwhile: the text is not lost, it gets a row of its own
        edits = fill_rows(at, {}, [(row.key, texts)])
    return edits[0] if len(edits) == 1 else together(edits)
