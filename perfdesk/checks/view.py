"""The dossier as rules see it: read only, with what several rules ask for looked up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from perfdesk.dossier.state import Dossier, Form, Path, Record
from perfdesk.values.blankness import is_unused
from perfdesk.values.money import YUAN, Amount, MoneyUnit, find_unit, read_amount
from perfdesk.values.slips import PLAIN, Looks, look

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from perfdesk.template.model import Field, Template

Kept = TypeVar("Kept")

_NO_PROSE = frozenset(("money", "number", "operator", "ticks"))
"""Types of cells that hold no text in which one could slip."""


class OddText(NamedTuple):
    """A text cell at which some rule may want to look: its place, and what is odd about it."""

    path: Path
    text: str
    looks: Looks


class Shape:
    """What rules ask of a template, worked out once for all of its forms."""

    __slots__ = (
        "column_units",
        "columns",
        "groups",
        "label_texts",
        "labels",
        "template",
        "texts",
        "units",
    )

    def __init__(
        self,
        template: Template,
        groups: Callable[[str], tuple[tuple[str, ...], ...]] = lambda _: (),
    ) -> None:
        self.template = template
        self.groups = {table.key: groups(table.key) for table in template.tables}
        """The groups that the blank prints for each table: (一级指标, 二级指标)."""
        self.columns = {
            table.key: tuple(column.key for column in table.columns) for table in template.tables
        }
        self.texts = {
            place: frozenset(
                field.key
                for where, field in fields_of(template)
                if where == place and field.type not in _NO_PROSE
            )
            for place in ("", *self.columns)
        }
        """Keys of the fields ("") and of each table's columns that hold text."""
        self.labels = {
            (place, field.key): field.label
            for place, field in fields_of(template)
            if field.key in self.texts[place]
        }
        """What each text cell is called, by table ("" for fields) and key."""
        own = frozenset(self.labels.values())
        self.label_texts = own | {f"{label}{colon}" for label in own for colon in ":："}
        default = find_unit(template.money_unit) or YUAN
        self.units: dict[str, MoneyUnit] = {}
        """Unit of each money field."""
        self.column_units: dict[tuple[str, str], MoneyUnit] = {}
        """Unit of each money column, by table and column."""
        for place, field in fields_of(template):
            unit = find_unit(field.unit) or default
            if field.type == "money" and place:
                self.column_units[place, field.key] = unit
            elif field.type == "money":
                self.units[field.key] = unit


def fields_of(template: Template) -> list[tuple[str, Field]]:
    """All fields ("", field) and columns (table key, column) of a template, in its order."""
    found = [("", field) for field in template.fields]
    for table in template.tables:
        found += [(table.key, column) for column in table.columns]
    return found


class FormView:
    """One form during one check."""

    __slots__ = ("_kept", "_odd", "_used", "dossier", "form", "shape")

    def __init__(self, dossier: Dossier, form: Form, shape: Shape) -> None:
        self.dossier = dossier
        self.form = form
        self.shape = shape
        self._used: dict[str, list[Record]] = {}
        self._kept: dict[str, Any] = {}
        self._odd: list[OddText] | None = None

    def kept(self, key: str, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` gives, made once for this form and kept under ``key``."""
        found: Kept | None = self._kept.get(key)
        if found is None:
            found = self._kept[key] = make()
        return found

    def odd_texts(self) -> list[OddText]:
        """Texts in which there is a slip or a year, in the order of the form."""
        if self._odd is None:
            self._odd = [*self._odd_fields(), *self._odd_cells()]
        return self._odd

    def _odd_fields(self) -> Iterator[OddText]:
        wanted, labels = self.shape.texts[""], self.shape.label_texts
        for key, text in self.form.values.items():
            if text and key in wanted:
                looks = look(text)
                if looks is not PLAIN or text in labels:
                    yield OddText(self.at(key), text, looks)

    def _odd_cells(self) -> Iterator[OddText]:
        labels = self.shape.label_texts
        for table, records in self.form.tables.items():
            wanted = self.shape.texts.get(table, ())
            for record in records:
                for key, text in record.values.items():
                    if text and key in wanted:
                        looks = look(text)
                        if looks is not PLAIN or text in labels:
                            yield OddText(self.cell(table, record, key), text, looks)

    def text(self, key: str) -> str:
        """Raw text of a field, empty where none was given."""
        return self.form.values.get(key, "")

    def used_rows(self, table: str) -> list[Record]:
        """Records of ``table`` in which something is filled in; all-无 and all-blank ones left out.

        Fixed labels (一级指标, the kind of a row) do not count as filled in.
        """
        rows = self._used.get(table)
        if rows is None:
            columns = self.shape.columns.get(table, ())
            rows = self._used[table] = [
                record for record in self.form.records(table) if _used(record.values, columns)
            ]
        return rows

    def unit(self, key: str, column: str = "") -> MoneyUnit:
        """Money unit of a field, or of a column of the table ``key``; 元 where it has none."""
        if column:
            return self.shape.column_units.get((key, column), YUAN)
        return self.shape.units.get(key, YUAN)

    def amount(self, key: str) -> Amount:
        """What a money field holds."""
        return read_amount(self.form.values.get(key, ""), self.shape.units.get(key, YUAN))

    def cell_amount(self, table: str, record: Record, column: str) -> Amount:
        """What the money column of a record holds."""
        return read_amount(record.values.get(column, ""), self.unit(table, column))

    def at(self, key: str) -> Path:
        """Address of a field."""
        return Path(self.form.id, key)

    def cell(self, table: str, record: Record, column: str) -> Path:
        """Address of one cell of a record."""
        return Path(self.form.id, table, record.id, column)


def _used(values: Mapping[str, str], columns: tuple[str, ...]) -> bool:
    for column in columns:
        text = values.get(column)
        if text and not is_unused(text):
            return True
    return False


class Index:
    """What forms say, by key: kept between checks, so that only forms that changed are read."""

    __slots__ = ("_keys", "_seen", "by_key")

    def __init__(self) -> None:
        self.by_key: dict[Hashable, dict[str, Any]] = {}
        """What each form says, by key and form id."""
        self._seen: dict[str, FormView] = {}
        self._keys: dict[str, tuple[Hashable, ...]] = {}

    def update(
        self, views: list[FormView], read: Callable[[FormView], Mapping[Hashable, object]]
    ) -> None:
        """Read what is new in these forms, and forget those that are gone."""
        seen = self._seen
        for view in views:
            form = view.form.id
            if seen.get(form) is not view:
                self._forget(form)
                said = read(view)
                for key, value in said.items():
                    self.by_key.setdefault(key, {})[form] = value
                seen[form], self._keys[form] = view, tuple(said)
        if len(seen) > len(views):
            for form in seen.keys() - {view.form.id for view in views}:
                self._forget(form)
                del seen[form]

    def _forget(self, form: str) -> None:
        for key in self._keys.pop(form, ()):
            del self.by_key[key][form]


class DossierView:
    """All forms during one check."""

    __slots__ = ("_forms", "_places", "_shapes", "dossier", "indexes")

    def __init__(
        self,
        dossier: Dossier,
        shapes: Mapping[str, Shape],
        before: DossierView | None = None,
        latest: FormView | None = None,
    ) -> None:
        """Look at a dossier.

        Args:
            dossier: the dossier.
            shapes: the shape of each template.
            before: an earlier look at the same forms in the same order; of use for what stayed.
            latest: what is known already of one of the forms.
        """
        self.dossier = dossier
        self._shapes = shapes
        self.indexes: dict[str, Index] = before.indexes if before else {}
        self._forms: dict[str, list[FormView]] = {}
        self._places: dict[str, int] = {}
        if before:
            self._update(before, latest)
        else:
            self._forms = {key: [] for key in shapes}
            for form in dossier.forms:
                if form.template in shapes:
                    own = self._forms[form.template]
                    self._places[form.id] = len(own)
                    own.append(FormView(dossier, form, shapes[form.template]))

    def _update(self, before: DossierView, latest: FormView | None) -> None:
        self._places = before._places
        self._forms = before._forms.copy()
        for old, new in zip(before.dossier.forms, self.dossier.forms, strict=True):
            if old is new or new.template not in self._shapes:
                continue
            view = FormView(self.dossier, new, self._shapes[new.template])
            if latest is not None and latest.form is new:
                view = latest
            own = self._forms[new.template].copy()
            own[self._places[new.id]] = view
            self._forms[new.template] = own

    def known(self, form: Form) -> FormView | None:
        """Return the view of a form, None where it is not one of these."""
        place = self._places.get(form.id)
        views = self._forms.get(form.template, ())
        view = views[place] if place is not None and place < len(views) else None
        return view if view is not None and view.form is form else None

    def index(
        self,
        key: str,
        views: list[FormView],
        read: Callable[[FormView], Mapping[Hashable, object]],
    ) -> Mapping[Hashable, Mapping[str, Any]]:
        """Return what forms say, by key and form id; only forms that changed are read again."""
        found = self.indexes.setdefault(key, Index())
        found.update(views, read)
        return found.by_key

    def title(self, template: str) -> str:
        """Return what a template is called."""
        shape = self._shapes.get(template)
        return shape.template.title if shape else template

    def forms(self, template: str) -> list[FormView]:
        """All forms of a template in the dossier's order."""
        return self._forms.get(template, [])
