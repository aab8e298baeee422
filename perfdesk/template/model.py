"""The model of a pack and its templates, as declared in TOML; immutable after loading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldType = Literal["text", "long_text", "money", "number", "choice", "operator", "unit", "ticks"]
"""How a value is entered and shown. The raw text is always kept as typed, whatever the type."""

Role = Literal["", "signature", "name", "amount", "indicator_name", "goal", "period"]
"""What a field or column means beyond its type, where checks or layout need to know."""


Personal = Literal["", "person", "phone"]
"""What a value says of a person: the name, or a telephone number."""


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of a form, or one column of a table. ``personal`` is left out for publication."""

    key: str
    label: str
    type: FieldType = "text"
    role: Role = ""
    required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    hint: str = ""
    default: str = ""
    personal: Personal = ""

    @property
    def private(self) -> Personal:
        """What it says of a person, if anything; who signs is one unless declared otherwise."""
        return self.personal or ("person" if self.role == "signature" else "")


class Variant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of row of a table whose rows differ; deeper levels belong to the row above."""

    key: str
    label: str
    level: int = 1


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A repeating table of a form.

    ``group_by`` names the keys of a record whose values are fixed labels of the blank (一级指标,
    二级指标), outermost first. ``variant_by`` names the key that chooses a row pattern instead.
    """

    key: str
    label: str
    record_label: str = "行"
    columns: tuple[Field, ...]
    group_by: tuple[str, ...] = ()
    group_labels: tuple[str, ...] = ()
    variant_by: str = ""
    variants: tuple[Variant, ...] = ()

    def column(self, key: str) -> Field | None:
        """Return the column ``key``, or None."""
        return next((column for column in self.columns if column.key == key), None)

    @property
    def fixed_keys(self) -> tuple[str, ...]:
        """Keys of a record that choose its place and are no columns to fill in."""
        return (*self.group_by, self.variant_by) if self.variant_by else self.group_by


class Choice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of an option: a variant label, or an order of the outermost groups."""

    key: str
    label: str
    order: tuple[str, ...] = ()


class Option(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A choice between official variants of a form: a printed label, or the order of its bands."""

    key: str
    label: str
    choices: tuple[Choice, ...]
    table: str = ""

    @property
    def default(self) -> Choice:
        """The first choice is the official one."""
        return self.choices[0]

    def choice(self, key: str) -> Choice:
        """Return the choice ``key``, or the default where there is none of that key."""
        return next((choice for choice in self.choices if choice.key == key), self.default)


class CheckSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that this template adds as data: a declarative kind with its parameters."""

    rule: str
    kind: str
    params: dict[str, Any] = field(default_factory=dict)


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One official form: its fields, tables, options and checks (the layout is in its blank)."""

    key: str
    title: str
    money_unit: str
    name_field: str = ""
    initial: int = 1
    unique: bool = False
    first_only_rows: tuple[int, ...] = ()
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    options: tuple[Option, ...] = ()
    checks: tuple[CheckSpec, ...] = ()
    off: tuple[str, ...] = ()

    def field(self, key: str) -> Field | None:
        """Return the field ``key`` (dotted for grouped ones, ``budget.total``), or None."""
        return next((item for item in self.fields if item.key == key), None)

    def table(self, key: str) -> Table | None:
        """Return the table ``key``, or None."""
        return next((item for item in self.tables if item.key == key), None)

    def option(self, key: str) -> Option | None:
        """Return the option ``key``, or None."""
        return next((item for item in self.options if item.key == key), None)

    def signature_fields(self) -> frozenset[str]:
        """Keys of the fields that belong to the signature block."""
        return frozenset(item.key for item in self.fields if item.role == "signature")


class PackInfo(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``pack.toml``: one locality's one year of official forms."""

    id: str
    name: str
    year: int
    edition: str = "1"
    source: str = ""
    templates: tuple[str, ...]
    checks: tuple[CheckSpec, ...] = ()
    off: tuple[str, ...] = ()
    """Ids of rules that this locality does not use."""


def group_values(table: Table, values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of a record that choose its place in ``table``."""
    return tuple(values.get(key, "") for key in table.group_by)
