"""The public version of a dossier: persons and their numbers left out, and a list of what was.

What is personal by its place is declared in the templates (``personal``); numbers in running text
are found by their form, names there only where a field for persons has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from perfdesk.dossier.state import Path
from perfdesk.values.personal import Found, masked, names_in, personal_data

if TYPE_CHECKING:
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.template.loader import Pack
    from perfdesk.template.model import Field, Template

_FOR_NUMBERS = frozenset({"money", "number", "operator", "unit"})
"""Types of fields that hold amounts and such, where a long number is no telephone."""
_KINDS = {"person": "姓名", "phone": "电话号码"}


AROUND = 10
"""Signs of a text that are shown on each side of what is masked in it."""


class Omission(Struct, frozen=True):
    """Something left out.

    form: its number from 1. path: where it stands. place: the same in words. kind: what it is.
    before, after: what was typed, and what is published instead ("": nothing). context: some of the
    running text in which it stands, "" where it is all.
    """

    form: int
    path: Path
    place: str
    kind: str
    before: str
    after: str = ""
    context: str = ""

    @property
    def shown(self) -> str:
        """What happens to it, in words."""
        after = f"→ {self.after}" if self.after else "→ 留空"
        return f"{self.before} {after}" + (f"　（{self.context}）" if self.context else "")

    def as_text(self) -> str:
        """Return it in one line."""
        return f"第 {self.form} 张表　{self.place}：{self.kind} {self.shown}"


class PublicVersion(Struct, frozen=True):
    """A dossier fit for publication, and what it no longer says."""

    dossier: Dossier
    omissions: tuple[Omission, ...]


def public_version(dossier: Dossier, pack: Pack) -> PublicVersion:
    """Return a dossier without persons, telephone numbers, cards and mail addresses.

    Reasons and events recorded beside the forms are left out as well. Names in running text are
    known only where a field for persons of this dossier holds them.
    """
    names = tuple(
        name
        for form in dossier.forms
        for field, _, value, _ in _values(form, pack[form.template].template)
        if field.private == "person"
        for name in names_in(value)
    )
    forms, found = [], []
    for number, form in enumerate(dossier.forms, 1):
        changes: dict[Path, str] = {}
        for field, path, value, place in _values(form, pack[form.template].template):
            if field.private:
                changes[path] = ""
                found.append(Omission(number, path, place, _KINDS[field.private], _line(value)))
            elif field.type not in _FOR_NUMBERS and (hits := personal_data(value, names)):
                changes[path] = masked(value, hits)
                found += (_omission(number, path, place, value, hit) for hit in hits)
        forms.append(_without(form, changes))
    public = msgspec.structs.replace(dossier, forms=tuple(forms), accepted=(), finals=(), extra={})
    return PublicVersion(public, tuple(found))


def _omission(number: int, path: Path, place: str, value: str, hit: Found) -> Omission:
    start, end = max(0, hit.start - AROUND), min(len(value), hit.end + AROUND)
    before, after = "…" * bool(start), "…" * (end < len(value))
    piece = value[hit.start : hit.end]
    hidden = masked(piece, (Found(0, len(piece), hit.kind),))
    context = f"{before}{_line(value[start:end])}{after}"
    return Omission(number, path, place, hit.kind, piece, hidden, context)


def _line(text: str) -> str:
    return " ".join(text.split())


def _values(form: Form, template: Template) -> Iterator[tuple[Field, Path, str, str]]:
    """Yield what was filled in: field, path, raw text, and the place in words."""
    for field in template.fields:
        if form.get(field.key).strip():
            yield field, Path(form.id, field.key), form.get(field.key), field.label
    for table in template.tables:
        for row, record in enumerate(form.records(table.key), 1):
            for column in table.columns:
                if record.get(column.key).strip():
                    place = f"{table.label}第 {row} 行“{column.label}”"
                    path = Path(form.id, table.key, record.id, column.key)
                    yield column, path, record.get(column.key), place


def _without(form: Form, changes: Mapping[Path, str]) -> Form:
    if not changes:
        return form
    values = {key: changes.get(Path(form.id, key), raw) for key, raw in form.values.items()}
    tables = {
        key: tuple(
            msgspec.structs.replace(
                record,
                values={
                    column: changes.get(Path(form.id, key, record.id, column), raw)
                    for column, raw in record.values.items()
                },
            )
            for record in records
        )
        for key, records in form.tables.items()
    }
    return msgspec.structs.replace(form, values=values, tables=tables)
