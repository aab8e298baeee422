"""Compose: the grid of a template and the values of a form make a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.dossier.state import Dossier, Form, Path, Record
from perfdesk.layout.breaking import printable
from perfdesk.layout.edges import settle_edges
from perfdesk.layout.setting import apply_choices
from perfdesk.layout.sheet import Sheet, SheetCell, SheetRow
from perfdesk.template.grid import replace_marks
from perfdesk.template.model import Field, Table
from perfdesk.template.plan import UNIT_NAME, CellPlan, Plan, Region, label_prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from perfdesk.template.loader import LoadedTemplate

UNIT_FIELD = Field(key=UNIT_NAME, label="单位名称", required=True)


class _Out(Struct, frozen=True):
    """A row of the sheet in the making: its row in the blank, its record, and its key."""

    source: int
    record: Record | None = None
    table: str = ""
    key: tuple[str, ...] = ()


def compose(dossier: Dossier, form: Form, loaded: LoadedTemplate) -> Sheet:
    """Return the sheet of ``form``: repeating rows multiplied, values and computed texts in place.

    Every value of the form that its template knows appears in exactly one cell.
    """
    rows = list(_rows(dossier, form, loaded))
    computed = _computed(dossier, form, loaded)
    writer = _CellWriter(dossier, form, loaded, computed)
    where: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        where.setdefault(row.source, []).append(i)
    cells = [
        cell
        for plan in loaded.plan.cells
        for cell in writer.cells(plan, _placed(plan, where, loaded), rows)
    ]
    sheet = Sheet(
        page=loaded.grid.page,
        columns_mm=loaded.grid.columns_mm,
        rows=tuple(_sheet_row(row, loaded) for row in rows),
        cells=settle_edges(cells, rows=[row.source for row in rows], grid=loaded.grid),
        heads=_heads(rows, loaded.plan),
        signature=next(
            (i for i, row in enumerate(rows) if row.source >= loaded.plan.signature_row), len(rows)
        ),
    )
    return apply_choices(sheet, form.page)


def _sheet_row(row: _Out, loaded: LoadedTemplate) -> SheetRow:
    record = row.record.id if row.record else ""
    return SheetRow(loaded.grid.heights_pt[row.source], row.source, row.table, row.key, record)


def _computed(dossier: Dossier, form: Form, loaded: LoadedTemplate) -> dict[str, str]:
    values = {"year": str(dossier.year), "n": str(dossier.number_of(form.id))}
    for option in loaded.template.options:
        choice = option.choice(form.options.get(option.key, ""))
        values[f"option.{option.key}"] = choice.label
    return values


def _rows(dossier: Dossier, form: Form, loaded: LoadedTemplate) -> Iterator[_Out]:
    skipped = loaded.template.first_only_rows if dossier.number_of(form.id) > 1 else ()
    for source in range(len(loaded.grid.heights_pt)):
        if source in skipped:
            continue
        region = loaded.plan.region_of(source)
        if region is None:
            yield _Out(source)
        elif source == region.first:
            yield from _table_rows(form, loaded, region)


def _table_rows(form: Form, loaded: LoadedTemplate, region: Region) -> Iterator[_Out]:
    table = loaded.template.table(region.table)
    if table is None:
        return
    patterns: dict[tuple[str, ...], list[int]] = {}
    for source in range(region.first, region.last + 1):
        patterns.setdefault(loaded.plan.rows[source].key, []).append(source)
    records = form.records(table.key)
    if table.variant_by:
        yield from _variant_rows(table, patterns, records)
        return
    grouped: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        grouped.setdefault(_key_of(table, record, patterns), []).append(record)
    for key in _group_order(form, loaded, table, tuple(patterns)):
        sources, own = patterns[key], grouped.get(key, [])
        for i in range(max(len(sources), len(own))):
            source = sources[min(i, len(sources) - 1)]
            yield _Out(source, own[i] if i < len(own) else None, table.key, key)


def _key_of(
    table: Table, record: Record, patterns: dict[tuple[str, ...], list[int]]
) -> tuple[str, ...]:
    """Return the group of a record; that of an unknown one is the last, so nothing is lost."""
    key = tuple(record.get(name) for name in table.group_by)
    return key if key in patterns else next(reversed(patterns))


def _group_order(
    form: Form, loaded: LoadedTemplate, table: Table, groups: tuple[tuple[str, ...], ...]
) -> list[tuple[str, ...]]:
    for option in loaded.template.options:
        if option.table == table.key:
            order = option.choice(form.options.get(option.key, "")).order
            place = {name: i for i, name in enumerate(order)}
            return sorted(groups, key=lambda key: place.get(key[0] if key else "", len(place)))
    return list(groups)


def _variant_rows(
    table: Table, patterns: dict[tuple[str, ...], list[int]], records: Sequence[Record]
) -> Iterator[_Out]:
    """Rows in the order of the records; kinds of level 0 are printed even without a record."""
    present = {record.get(table.variant_by) for record in records}
    for variant in table.variants:
        absent = variant.key not in present and (variant.level == 0 or not records)
        if absent and (variant.key,) in patterns:
            own = (variant.key,)
            yield _Out(patterns[own][0], None, table.key, own)
    last = next(reversed(patterns))
    for record in records:
        wanted = (record.get(table.variant_by),)
        key = wanted if wanted in patterns else last
        yield _Out(patterns[key][0], record, table.key, key)


def _placed(
    cell: CellPlan, where: Mapping[int, Sequence[int]], loaded: LoadedTemplate
) -> Iterator[tuple[int, int]]:
    """Yield first row and number of rows of each place where a cell of the blank comes to stand.

    Args:
        cell: the cell of the blank.
        where: for each row of the blank, the rows of the sheet that it became.
        loaded: the template.
    """
    own = cell.cell
    if own.rows == 1 and (not cell.grows or _varies(own.row, loaded)):
        yield from ((i, 1) for i in where.get(own.row, ()))
        return
    places = sorted(i for row in range(own.row, own.row + own.rows) for i in where.get(row, ()))
    first = 0
    for i in range(1, len(places) + 1):
        if i == len(places) or places[i] != places[i - 1] + 1:
            yield places[first], i - first
            first = i


def _varies(row: int, loaded: LoadedTemplate) -> bool:
    """Tell whether a row of the blank is of a table whose rows differ."""
    table = loaded.template.table(loaded.plan.rows[row].table)
    return table is not None and bool(table.variant_by)


def _heads(rows: Sequence[_Out], plan: Plan) -> tuple[tuple[int, ...], ...]:
    by_table = {}
    for region in plan.regions:
        heads = tuple(i for i, row in enumerate(rows) if row.source in region.head_rows)
        by_table[region.table] = heads
    return tuple(by_table.get(row.table, ()) for row in rows)


class _CellWriter:
    """Makes the cells of one sheet."""

    def __init__(
        self, dossier: Dossier, form: Form, loaded: LoadedTemplate, computed: dict[str, str]
    ) -> None:
        self.dossier = dossier
        self.form = form
        self.loaded = loaded
        self.computed = computed
        self.styles = loaded.grid.styles

    def cells(
        self, plan: CellPlan, places: Iterable[tuple[int, int]], out: Sequence[_Out]
    ) -> Iterator[SheetCell]:
        """Yield the cells that ``plan`` makes, one at each place (first row, number of rows)."""
        own, style = plan.cell, self.styles[plan.cell.style]
        prefix, suffix = (replace_marks(part, self.computed) for part in label_prefix(plan))
        before, after, origin = printable(prefix), printable(suffix), (own.row, own.col)
        field = self._field(plan)
        for row, rows in places:
            path, raw = self._value(plan, out[row])
            shown = ticks_text(field, raw) if field and field.type == "ticks" else printable(raw)
            yield SheetCell(
                row,
                own.col,
                rows,
                own.cols,
                style,
                own.edges,
                origin,
                before + shown + after,
                prefix,
                suffix,
                path,
                field,
            )

    def _field(self, plan: CellPlan) -> Field | None:
        if plan.kind == "label":
            return None
        if plan.kind == "column":
            table = self.loaded.template.table(plan.table)
            return table.column(plan.key) if table else None
        return UNIT_FIELD if plan.key == UNIT_NAME else self.loaded.template.field(plan.key)

    def _value(self, plan: CellPlan, out: _Out) -> tuple[Path | None, str]:
        if plan.kind == "label":
            return None, ""
        if plan.kind == "column":
            record = out.record
            path = Path(self.form.id, plan.table, record.id if record else "", plan.key)
            return path, record.get(plan.key) if record else ""
        if plan.key == UNIT_NAME:
            return Path("", UNIT_NAME), self.dossier.unit_name
        return Path(self.form.id, plan.key), self.form.get(plan.key)


def with_raw(cell: SheetCell, raw: str) -> SheetCell:
    """Return a value's cell with another raw text in it."""
    field = cell.field
    shown = ticks_text(field, raw) if field and field.type == "ticks" else printable(raw)
    text = printable(cell.prefix) + shown + printable(cell.suffix)
    return msgspec.structs.replace(cell, text=text)


def ticks_text(field: Field, raw: str) -> str:
    """Return all choices of a tick box field, those named in ``raw`` ticked.

    ``raw`` names one or more choices, separated by ``、``; what is no choice is printed behind.
    """
    chosen = [part for part in printable(raw).split("、") if part]
    boxes = [f"{'☑' if choice in chosen else '□'}{choice}" for choice in field.choices]
    others = [part for part in chosen if part not in field.choices]
    return "　".join(boxes + others)
