"""Immutable state of a dossier. Only edits make a new one; nothing here is ever changed in place.

Mappings are plain dicts and must be treated as read-only. A value that was never given has no
entry; an empty text that was given has one. Raw text is kept exactly as it was typed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

FIRST_YEAR, LAST_YEAR = 1990, 2200
"""Budget years that a dossier may be of."""

LEAST_MARGIN_MM, MOST_MARGIN_MM = 5.0, 60.0
"""Margins of a page; most printers leave about 5 mm blank, and a table needs room between them."""


class Path(Struct, frozen=True, order=True):
    """The stable address of one value: form id + field key, or + table, record id and column.

    ``form`` is empty for what is entered once for the whole dossier (``unit_name``, ``year``).
    For a value of a table ``field`` is the table's key.
    """

    form: str
    field: str
    record: str = ""
    column: str = ""


class Record(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One row of a repeating table."""

    id: str
    values: Mapping[str, str] = {}
    extra: Mapping[str, Any] = {}

    def get(self, key: str) -> str:
        """Return the raw text of a column, empty where none was given."""
        return self.values.get(key, "")


Margin = Annotated[float, Meta(ge=LEAST_MARGIN_MM, le=MOST_MARGIN_MM)]


class PageChoices(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a form is set on paper where that is not the blank's own way.

    margins_mm: left, right, top, bottom; None: the blank's. rows: height of the table's rows.
    smaller: its text one size down. fit: shrunk where that saves a page. own_fonts: drawn with this
    computer's official fonts where they are installed.
    """

    margins_mm: tuple[Margin, Margin, Margin, Margin] | None = None
    rows: Literal["compact", "normal", "roomy"] = "normal"
    smaller: bool = False
    fit: bool = False
    own_fonts: bool = False
    extra: Mapping[str, Any] = {}


AS_THE_BLANK = PageChoices()


class Form(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One filled-in template. Field keys are dotted (``budget.total``)."""

    id: str
    template: str
    values: Mapping[str, str] = {}
    tables: Mapping[str, tuple[Record, ...]] = {}
    options: Mapping[str, str] = {}
    page: PageChoices = AS_THE_BLANK
    extra: Mapping[str, Any] = {}

    def get(self, key: str) -> str:
        """Return the raw text of a field, empty where none was given."""
        return self.values.get(key, "")

    def records(self, table: str) -> tuple[Record, ...]:
        """Return the records of a table in their order."""
        return self.tables.get(table, ())

    def record(self, table: str, record_id: str) -> Record | None:
        """Return one record, or None."""
        return next((item for item in self.records(table) if item.id == record_id), None)


Concern = tuple[
    str, str, tuple[Path, ...], tuple[Path, ...], tuple[tuple[str, str], ...]
]  # fmt: skip
"""Which finding is meant: its rule and case, its places, and the words of its message."""


class Acceptance(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Why a finding may stand, as a person said it.

    rule, case, paths, related, args: which finding. values: the raw texts at ``paths`` and then at
    ``related`` when the reason was given; it holds as long as they stand there.
    """

    rule: str
    case: str
    paths: tuple[Path, ...]
    values: tuple[str, ...]
    reason: str
    when: datetime
    related: tuple[Path, ...] = ()
    args: tuple[tuple[str, str], ...] = ()
    extra: Mapping[str, Any] = {}

    @property
    def concern(self) -> Concern:
        """Which finding is meant."""
        return self.rule, self.case, self.paths, self.related, self.args


class FinalEvent(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A form was made final (``locked``), or opened again and why; the last such event counts."""

    form: str
    locked: bool
    when: datetime
    reason: str = ""
    extra: Mapping[str, Any] = {}


class Dossier(Struct, frozen=True):
    """All forms of one unit for one year. ``extra`` keeps what a newer program wrote.

    accepted: reasons given for findings, those included that no longer hold. finals: when forms
    were made final and opened again, in the order of time.
    """

    pack: str
    unit_name: str
    year: int
    forms: tuple[Form, ...] = ()
    extra: Mapping[str, Any] = {}
    accepted: tuple[Acceptance, ...] = ()
    finals: tuple[FinalEvent, ...] = ()

    def form(self, form_id: str) -> Form | None:
        """Return one form, or None."""
        return next((item for item in self.forms if item.id == form_id), None)

    def index_of(self, form_id: str) -> int:
        """Return the position of a form, counted from 0; -1 where there is none."""
        return next((i for i, item in enumerate(self.forms) if item.id == form_id), -1)

    def number_of(self, form_id: str) -> int:
        """Return the running number of a form among the forms of its template, from 1."""
        number = 0
        wanted = self.form(form_id)
        for item in self.forms:
            number += wanted is not None and item.template == wanted.template
            if item.id == form_id:
                break
        return number


def new_id() -> str:
    """Return a new id for a form or record, unique within any dossier for practical purposes."""
    return os.urandom(5).hex()


def raw_value(dossier: Dossier, path: Path) -> str:
    """Return the raw text at ``path``, empty where nothing stands there."""
    if not path.form:
        return dossier.unit_name if path.field == "unit_name" else str(dossier.year)
    form = dossier.form(path.form)
    if form is None:
        return ""
    if not path.record:
        return form.get(path.field)
    record = form.record(path.field, path.record)
    return record.get(path.column) if record else ""


def replace_form(dossier: Dossier, form: Form) -> Dossier:
    """Return the dossier with the form of the same id replaced."""
    forms = tuple(form if item.id == form.id else item for item in dossier.forms)
    return msgspec.structs.replace(dossier, forms=forms)
