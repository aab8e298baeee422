"""Values from outside become a dossier and the same values again, whatever they are."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.state import Dossier
from perfdesk.jobs.create import dossier_from_values, new_dossier, values_from_dossier
from perfdesk.jobs.jsonfile import read_json
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import open_bytes
from perfdesk.storage.save import to_bytes
from perfdesk.template.loader import LoadedTemplate, Pack
from perfdesk.template.model import Table
from tests.conftest import CI
from tests.dossier.strategies import texts
from tests.jobs import real
from tests.template.good_pack import good_pack

Json = dict[str, Any]
ALL = [("good", "main"), ("good", "summary"), *real.TEMPLATES]


def pack_of(name: str) -> Pack:
    return good_pack() if name == "good" else real.pack(name)


@st.composite
def rows(draw: st.DrawFn, table: Table, loaded: LoadedTemplate) -> list[dict[str, str]]:
    columns = st.sampled_from([column.key for column in table.columns])
    found = []
    for values in draw(st.lists(st.dictionaries(columns, texts), max_size=5)):
        key = draw(st.sampled_from(loaded.plan.groups(table.key)))
        found.append(values | dict(zip(table.fixed_keys, key, strict=True)))
    return found


@st.composite
def forms(draw: st.DrawFn, loaded: LoadedTemplate) -> Json:
    template = loaded.template
    values: Json = {}
    for field in template.fields:
        if draw(st.booleans()):
            *groups, name = field.key.split(".")
            level = values
            for group in groups:
                level = level.setdefault(group, {})
            level[name] = draw(texts)
    for table in template.tables:
        if draw(st.booleans()):
            values[table.key] = draw(rows(table, loaded))
    form: Json = {"template": template.key, "values": values}
    options = {
        option.key: draw(st.sampled_from(option.choices)).key
        for option in template.options
        if draw(st.booleans())
    }
    return form | ({"options": options} if options else {})


@st.composite
def documents(draw: st.DrawFn, name: str, key: str) -> Json:
    loaded = pack_of(name)[key]
    return {
        "pack": name,
        "unit_name": draw(texts),
        "year": draw(st.integers(1990, 2200)),
        "forms": draw(st.lists(forms(loaded), max_size=3)),
    }


def without_options(form: Json) -> Json:
    return {key: value for key, value in form.items() if key != "options"}


def canonical(document: Json, pack: Pack) -> Json:
    """The document without the options that the order of its records says anyway."""
    bare = document | {"forms": [without_options(form) for form in document["forms"]]}
    inferred = [form.options for form in dossier_from_values(bare, pack).forms]
    found = []
    for form, known in zip(document["forms"], inferred, strict=True):
        options = form.get("options", {}).items()
        left = {key: choice for key, choice in options if known.get(key) != choice}
        found.append(without_options(form) | ({"options": left} if left else {}))
    return document | {"forms": found}


def reopened(dossier: Dossier, pack: Pack) -> Dossier:
    return open_bytes(to_bytes(OpenFile(dossier, pack)), "x").dossier


@pytest.mark.parametrize(("name", "key"), ALL)
def test_nothing_is_lost_and_nothing_added(name: str, key: str) -> None:
    pack = pack_of(name)

    @given(documents(name, key))
    def check(document: Json) -> None:
        dossier = dossier_from_values(document, pack)
        shown = values_from_dossier(dossier, pack)
        assert shown == canonical(document, pack)
        assert values_from_dossier(dossier_from_values(shown, pack), pack) == shown
        assert reopened(dossier, pack) == dossier

    check()


def read(path: Path) -> Json:
    found = read_json(path)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("path", [*real.FILES, real.SAMPLE], ids=lambda path: path.stem)
def test_real_forms(path: Path) -> None:
    document = read(path)
    pack = real.pack(document["pack"])
    dossier = dossier_from_values(document, pack)
    assert values_from_dossier(reopened(dossier, pack), pack) == document
    rows = [row for form in dossier.forms for records in form.tables.values() for row in records]
    assert len({row.id for row in rows}) == len(rows) > 0


def test_real_forms_are_there() -> None:
    if not real.FILES and not CI:
        pytest.skip(f"no real forms in {real.REAL}")
    assert real.FILES


def test_keys_come_in_the_order_of_the_blank() -> None:
    document = read(real.SAMPLE)
    pack = real.pack(document["pack"])
    shown = values_from_dossier(dossier_from_values(document, pack), pack)
    assert json.dumps(shown) == json.dumps(document)


@pytest.mark.parametrize("name", ["good", *dict(real.TEMPLATES)])
def test_a_new_dossier_shows_every_key_there_is(name: str) -> None:
    pack = pack_of(name)
    dossier = new_dossier(pack, "示例局", 2026)
    shown = values_from_dossier(dossier, pack)
    assert dossier_from_values(shown, pack).forms[0].values == dossier.forms[0].values
    for form in dossier.forms:
        template = pack[form.template].template
        assert set(form.values) == {field.key for field in template.fields}
        assert form.tables == {table.key: () for table in template.tables}
