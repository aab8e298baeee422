"""Random dossiers, and random edits that fit one."""

from datetime import UTC, datetime

import msgspec
from hypothesis import strategies as st

from perfdesk.dossier.edits import (
    Accept,
    Edit,
    Finalise,
    InsertForm,
    InsertRecords,
    MoveForm,
    MoveRecords,
    RemoveForm,
    RemoveRecords,
    SetOption,
    SetPage,
    SetValue,
    Withdraw,
    together,
)
from perfdesk.dossier.state import (
    AS_THE_BLANK,
    Acceptance,
    Dossier,
    FinalEvent,
    Form,
    PageChoices,
    Path,
    Record,
    new_id,
)

KEYS = ["name", "budget.total", "budget.part"]
COLUMNS = ["level1", "level3", "value"]
TABLES = ["tasks", "indicators"]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
raws = st.none() | texts

records = st.builds(
    Record, id=st.builds(new_id), values=st.dictionaries(st.sampled_from(COLUMNS), texts)
)
margins = st.integers(50, 600).map(lambda tenths: tenths / 10)
pages = st.just(AS_THE_BLANK) | st.builds(
    PageChoices,
    margins_mm=st.none() | st.tuples(margins, margins, margins, margins),
    rows=st.sampled_from(["compact", "normal", "roomy"]),
    smaller=st.booleans(),
    fit=st.booleans(),
    own_fonts=st.booleans(),
)
forms = st.builds(
    Form,
    id=st.builds(new_id),
    template=st.sampled_from(["main", "summary"]),
    values=st.dictionaries(st.sampled_from(KEYS), texts),
    tables=st.dictionaries(st.sampled_from(TABLES), st.lists(records, max_size=4).map(tuple)),
    options=st.dictionaries(st.sampled_from(["bands", "label"]), texts),
    page=pages,
)
times = st.integers(0, 4).map(lambda day: datetime(2026, 5, 1 + day, tzinfo=UTC))
paths = st.builds(Path, st.sampled_from(["", "f", "g"]), st.sampled_from(KEYS))
acceptances = st.builds(
    Acceptance,
    rule=st.sampled_from(["R01", "R26"]),
    case=st.just("blank"),
    paths=st.tuples(paths),
    values=st.tuples(texts, texts),
    reason=texts,
    when=times,
    related=st.tuples(paths),
    args=st.lists(st.tuples(st.just("value"), texts), max_size=1).map(tuple),
)
dossiers = st.builds(
    Dossier,
    pack=st.just("good"),
    unit_name=texts,
    year=st.integers(1990, 2200),
    forms=st.lists(forms, max_size=4).map(tuple),
    accepted=st.lists(acceptances, max_size=2, unique_by=lambda item: item.concern).map(tuple),
    finals=st.lists(
        st.builds(FinalEvent, form=st.sampled_from("fg"), locked=st.booleans(), when=times),
        max_size=2,
    ).map(tuple),
)


@st.composite
def edits(draw: st.DrawFn, dossier: Dossier) -> Edit:
    """One edit that fits ``dossier``."""
    choices = [_dossier_values(), _new_form(dossier), acceptances.map(Accept)]
    if dossier.accepted:
        given = st.sampled_from(dossier.accepted)
        choices += [given.map(Withdraw), st.builds(_said_otherwise, given, texts)]
    if dossier.forms:
        form = draw(st.sampled_from(dossier.forms))
        table = draw(st.sampled_from(TABLES))
        choices += [
            st.builds(
                lambda key, raw: SetValue(Path(form.id, key), raw), st.sampled_from(KEYS), raws
            ),
            st.builds(SetOption, st.just(form.id), st.sampled_from(["bands", "label"]), raws),
            st.builds(SetPage, st.just(form.id), pages),
            st.just(RemoveForm(form.id)),
            st.integers(0, len(dossier.forms) - 1).map(lambda to: MoveForm(form.id, to)),
            _insertion(form, table),
        ]
        if table in form.tables:
            choices += [_removal(form, table), _move(form, table)]
        if form.records(table):
            choices.append(_cell(form, table))
    return draw(st.one_of(choices))


def _said_otherwise(given: Acceptance, reason: str) -> Edit:
    return Accept(msgspec.structs.replace(given, reason=reason))


@st.composite
def finalisings(draw: st.DrawFn, dossier: Dossier) -> Edit:
    """Forms made final or opened again; never a part of a step of several edits."""
    forms = draw(st.lists(st.sampled_from(dossier.forms), max_size=2))
    locked, when = draw(st.booleans()), draw(times)
    return Finalise(tuple(FinalEvent(form.id, locked, when) for form in forms))


def _dossier_values() -> st.SearchStrategy[Edit]:
    names = texts.map(lambda raw: SetValue(Path("", "unit_name"), raw))
    years = st.integers(1990, 2200).map(lambda year: SetValue(Path("", "year"), str(year)))
    return names | years


def _new_form(dossier: Dossier) -> st.SearchStrategy[Edit]:
    return st.builds(InsertForm, st.integers(0, len(dossier.forms)), forms)


def _insertion(form: Form, table: str) -> st.SearchStrategy[Edit]:
    return st.builds(
        InsertRecords,
        st.just(form.id),
        st.just(table),
        st.integers(0, len(form.records(table))),
        st.lists(records, max_size=3).map(tuple),
    )


@st.composite
def _removal(draw: st.DrawFn, form: Form, table: str) -> Edit:
    count = len(form.records(table))
    index = draw(st.integers(0, count))
    taken = draw(st.integers(0, count - index))
    return RemoveRecords(form.id, table, index, taken, forget=draw(st.booleans()))


@st.composite
def _move(draw: st.DrawFn, form: Form, table: str) -> Edit:
    count = len(form.records(table))
    index = draw(st.integers(0, count))
    taken = draw(st.integers(0, count - index))
    return MoveRecords(form.id, table, index, draw(st.integers(0, count - taken)), taken)


def _cell(form: Form, table: str) -> st.SearchStrategy[Edit]:
    return st.builds(
        lambda record, column, raw: SetValue(Path(form.id, table, record.id, column), raw),
        st.sampled_from(form.records(table)),
        st.sampled_from(COLUMNS),
        raws,
    )


@st.composite
def steps(draw: st.DrawFn, dossier: Dossier) -> Edit:
    """One edit, or several in turn as one step, some of them steps themselves."""
    if draw(st.booleans()):
        choices = [edits(dossier), *([finalisings(dossier)] if dossier.forms else [])]
        return draw(st.one_of(choices))
    parts: list[Edit] = []
    for _ in range(draw(st.integers(0, 4))):
        edit = draw(edits(dossier))
        if draw(st.booleans()):
            edit = together([edit])
        parts.append(edit)
        dossier = edit.apply(dossier).dossier
    return together(parts)
