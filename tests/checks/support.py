"""Dossiers and packs for the tests of rules: the shipped packs, and small ones made on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest

from perfdesk.checks.engine import Checker
from perfdesk.checks.report import finding_as_json
from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.grid import Grid, PageSetup
from perfdesk.template.loader import LoadedTemplate, Pack
from perfdesk.template.model import CheckSpec, Field, PackInfo, Table, Template
from perfdesk.template.plan import Plan

Values = Mapping[str, Any]
"""Values of a form as in the interchange format, or with dotted keys."""


@cache
def shipped(pack_id: str) -> Pack:
    return Catalogue().load(pack_id)


class Try(NamedTuple):
    """A line of a rule's table: forms of a pack, and everything that the checks say about them.

    says: ``R06.time 1 indicators[0].value``: rule and case, number of the form, first place.
    """

    rule: str
    why: str
    pack: Pack
    forms: Sequence[tuple[str, Values]]
    says: str = ""
    unit_name: str = "某局"

    @property
    def passes(self) -> bool:
        return not self.says

    def run(self) -> list[str]:
        made = dossier(self.pack, *self.forms, unit_name=self.unit_name)
        return said(self.pack, made)


def table(rows: Sequence[Try]) -> pytest.MarkDecorator:
    """Run the test once for each line of a table."""
    ids = [f"{row.rule}-{'pass' if row.passes else 'fail'}-{row.why}" for row in rows]
    return pytest.mark.parametrize("row", rows, ids=ids)


def said(pack: Pack, made: Dossier) -> list[str]:
    found = Checker(pack).check_all(made)
    lines = []
    for finding in found:
        view = finding_as_json(made, pack, finding)
        lines.append(f"{finding.rule}.{finding.case} {view['form']} {view['paths'][0]}")
        assert not {"{", "}"} & set(view["message"] + view["advice"])
        assert all(text and "None" not in text for text in (view["message"], view["advice"]))
    return lines


def form_of(form_id: str, template: str, values: Values) -> Form:
    fields: dict[str, str] = {}
    tables: dict[str, tuple[Record, ...]] = {}
    for key, value in flat(values):
        if isinstance(value, str):
            fields[key] = value
        else:
            tables[key] = tuple(Record(f"{key}{i}", dict(row)) for i, row in enumerate(value))
    return Form(form_id, template, fields, tables)


def flat(values: Values, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def dossier(pack: Pack, *forms: tuple[str, Values], unit_name: str = "某局") -> Dossier:
    made = (form_of(f"f{i}", key, values) for i, (key, values) in enumerate(forms, 1))
    return Dossier(pack.info.id, unit_name, pack.info.year, tuple(made))


def pack_of(
    *templates: Template, checks: Sequence[CheckSpec] = (), off: Sequence[str] = ()
) -> Pack:
    """A pack without blanks, which checks never look at."""
    grid = Grid(page=PageSetup(), columns_mm=(), heights_pt=(), styles=(), cells=())
    plan = Plan((), (), (), 0)
    keys = tuple(template.key for template in templates)
    info = PackInfo(
        id="test", name="test", year=2026, templates=keys, checks=tuple(checks), off=tuple(off)
    )
    return Pack(info, {t.key: LoadedTemplate(t, grid, plan) for t in templates}, {})


def template(
    *fields: Field,
    tables: Sequence[Table] = (),
    checks: Sequence[CheckSpec] = (),
    key: str = "form",
    money_unit: str = "万元",
    name_field: str = "",
    off: Sequence[str] = (),
) -> Template:
    return Template(
        key=key,
        title=f"表 {key}",
        money_unit=money_unit,
        name_field=name_field,
        fields=fields,
        tables=tuple(tables),
        checks=tuple(checks),
        off=tuple(off),
    )


def spec(rule: str, kind: str, **params: object) -> CheckSpec:
    return CheckSpec(rule=rule, kind=kind, params=params)
