"""Whatever is done to a dossier, what the workspace shows is what a fresh full check says."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.engine import Checker
from perfdesk.dossier.edits import (
    Edit,
    Finalise,
    InsertRecords,
    MoveRecords,
    RemoveRecords,
    SetOption,
    SetValue,
    together,
)
from perfdesk.dossier.finals import final_forms
from perfdesk.dossier.state import Dossier, FinalEvent, Form, Path, Record, new_id
from perfdesk.jobs import judging
from perfdesk.jobs.create import dossier_from_values, new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.fixes import fix_all_of_kind, fix_edit
from perfdesk.jobs.forms import add_form, duplicate_form, move_form, remove_form
from perfdesk.jobs.jsonfile import read_json
from perfdesk.jobs.records import Refusal
from perfdesk.jobs.workspace import Workspace
from perfdesk.layout.compose import compose
from perfdesk.template.loader import Pack
from tests.jobs import real

WHEN = datetime(2026, 5, 1, tzinfo=UTC)
NUMBER = st.integers(0, 10_000)
TEXT = st.sampled_from(
    """
    | 无 | / | 40 | 400000 | 40万元 | 2025年 | 2026年3-4月 | ≥95% | >= | ≥ | ≤ | = | 定性 | % | 个
    | 万元 | 99年 | 一年期项目 | 项目总成本 | 企业满意度 | 及时 | 有效提高 | 引进20个项目，植树300亩
    | XX | 商务和投资促进局 | 商务和促进投资局 | 村级寄递物流站点 | 60 | 甲 | 乙 | （未完 | 12 | 0.5
    """.replace("\n", "").split("|")
).map(str.strip)
MOST_FORMS = 7

Step = tuple[Edit, str]


class Start(NamedTuple):
    dossier: Dossier
    pack: Pack


def starts() -> list[Callable[[], Start]]:
    """The sample, blank dossiers of each pack, and the real ones where they are."""

    def blank(name: str) -> Callable[[], Start]:
        return lambda: Start(new_dossier(real.pack(name), "某局", 2026), real.pack(name))

    def values(number: int) -> Callable[[], Start]:
        data = read_json(real.FILES[number])
        assert isinstance(data, dict)
        pack = real.pack(data["pack"])
        return lambda: Start(dossier_from_values(data, pack), pack)

    def sample() -> Start:
        opened = open_sample()
        return Start(opened.dossier, opened.pack)

    names = sorted({name for name, _ in real.TEMPLATES})
    return [sample, *map(blank, names), *map(values, range(len(real.FILES)))]


class Rechecks(RuleBasedStateMachine):
    """Edits of all kinds, some of them refused."""

    @initialize(number=NUMBER)
    def begin(self, number: int) -> None:
        known = starts()
        start = known[number % len(known)]()
        self.workspace = Workspace(*start)
        self.refused = 0
        self.workspace.refused = self._refuse

    def _refuse(self, forms: tuple[str, ...]) -> None:
        assert forms
        assert set(forms) <= self.workspace.final
        self.refused += 1

    @property
    def dossier(self) -> Dossier:
        return self.workspace.dossier

    def _form(self, number: int) -> Form | None:
        forms = self.dossier.forms
        return forms[number % len(forms)] if forms else None

    def _do(self, step: Step | Refusal | None) -> None:
        if not isinstance(step, tuple):
            return
        before, refused = self.dossier, self.refused
        if not self.workspace.apply(*step[:2]):
            assert self.dossier is before
            assert self.refused == refused + 1

    # --- edits ---

    @rule(form=NUMBER, place=NUMBER, text=TEXT)
    def set_value(self, form: int, place: int, text: str) -> None:
        found = self._form(form)
        if found is not None:
            self._do((self._value(found, place, text), "填写"))

    @rule(form=NUMBER, places=st.lists(st.tuples(NUMBER, TEXT), max_size=5))
    def set_several(self, form: int, places: list[tuple[int, str]]) -> None:
        found = self._form(form)
        if found is not None:
            self._do((together(self._value(found, *place) for place in places), "粘贴"))

    def _value(self, form: Form, place: int, text: str) -> Edit:
        template = self.workspace.loaded(form).template
        paths = [Path(form.id, field.key) for field in template.fields]
        paths.append(Path("", "unit_name"))
        for table in template.tables:
            columns = [*(column.key for column in table.columns), *table.fixed_keys]
            paths += [
                Path(form.id, table.key, record.id, column)
                for record in form.records(table.key)
                for column in columns
            ]
        return SetValue(paths[place % len(paths)], text)

    @rule(year=st.integers(2024, 2027))
    def set_year(self, year: int) -> None:
        self._do((SetValue(Path("", "year"), str(year)), "填写"))

    @rule(form=NUMBER, table=NUMBER, row=NUMBER, kind=st.sampled_from("+-<"), text=TEXT)
    def rows(self, form: int, table: int, row: int, kind: str, text: str) -> None:
        found = self._form(form)
        template = self.workspace.loaded(found).template if found else None
        if found is None or template is None or not template.tables:
            return
        own = template.tables[table % len(template.tables)]
        records = found.records(own.key)
        index = row % (len(records) + (kind == "+")) if records or kind == "+" else 0
        if kind == "+":
            like = dict(records[index - 1].values) if records else {}
            new = Record(new_id(), {**like, own.columns[row % len(own.columns)].key: text})
            self._do((InsertRecords(found.id, own.key, index, (new,)), "插入行"))
        elif records and kind == "-":
            self._do((RemoveRecords(found.id, own.key, index), "删除行"))
        elif records:
            self._do((MoveRecords(found.id, own.key, index, row % len(records)), "移动行"))

    @rule(form=NUMBER, to=NUMBER, kind=st.sampled_from("+=-<"))
    def forms(self, form: int, to: int, kind: str) -> None:
        own, pack = self.dossier, self.workspace.pack
        keys = pack.info.templates
        found = self._form(form)
        if kind == "+" and len(own.forms) < MOST_FORMS:
            self._do(add_form(own, pack, keys[to % len(keys)]))  # type: ignore[arg-type]
        elif found is not None and kind == "=" and len(own.forms) < MOST_FORMS:
            self._do(duplicate_form(own, pack, found.id))  # type: ignore[arg-type]
        elif found is not None and kind == "-":
            self._do(remove_form(own, pack, found.id))
        elif found is not None and kind == "<":
            self._do(move_form(own, pack, found.id, to % len(own.forms)))

    @rule(form=NUMBER, number=NUMBER)
    def options(self, form: int, number: int) -> None:
        found = self._form(form)
        options = self.workspace.loaded(found).template.options if found else ()
        if found is not None and options:
            option = options[number % len(options)]
            choice = option.choices[number // 7 % len(option.choices)]
            self._do((SetOption(found.id, option.key, choice.key), "更改"))

    @rule(number=NUMBER, every=st.booleans())
    def mend(self, number: int, every: bool) -> None:
        found = [item for item in self.workspace.all_findings() if item.fixes]
        if not found:
            return
        finding, own = found[number % len(found)], self.workspace
        if every:
            done = fix_all_of_kind(own.dossier, own.pack, own.checker, finding.rule, finding.case)
            self._do(done[:2] if done else None)
        else:
            self._do(fix_edit(own.dossier, finding.fixes[0]))

    @rule(steps=st.integers(1, 4), back=st.booleans())
    def history(self, steps: int, back: bool) -> None:
        for _ in range(steps):
            self.workspace.undo() if back else self.workspace.redo()

    # --- judging ---

    @rule(number=NUMBER, away=st.booleans())
    def reason(self, number: int, away: bool) -> None:
        found = self.workspace.all_findings()
        if found:
            finding = found[number % len(found)]
            dossier = self.dossier
            said = f"理由{number % 3}"
            step = judging.accept(dossier, finding, said, WHEN)
            self._do(judging.withdraw(dossier, finding) if away else step)

    @rule(form=NUMBER, locked=st.booleans())
    def lock(self, form: int, locked: bool) -> None:
        found = self._form(form)
        if found is not None:
            self._do((Finalise((FinalEvent(found.id, locked, WHEN),)), "定稿"))

    # --- what holds ---

    @invariant()
    def what_is_shown_is_a_full_check(self) -> None:
        if not hasattr(self, "workspace"):
            return
        own = self.workspace
        own.check_all()
        fresh = Workspace(own.dossier, own.pack)
        fresh.check_all()
        assert own.all_findings() == fresh.all_findings()
        whole = Checker(own.pack).check_all(own.dossier)
        assert Counter(own.all_findings()) == Counter(whole)
        given = Reasons(own.dossier)
        for item in whole:
            assert own.reasons.of(item) == given.of(item)
        assert own.final == final_forms(own.dossier)
        for form in own.dossier.forms:
            assert own.findings(form.id) == fresh.findings(form.id)
            shown = [cell.text for cell in own.screen(form.id).cells]
            assert shown == [c.text for c in compose(own.dossier, form, own.loaded(form)).cells]


QUIET = settings(suppress_health_check=list(HealthCheck), deadline=None)


def test_what_is_shown_is_a_full_check() -> None:
    run_state_machine_as_test(
        Rechecks, settings=settings(QUIET, max_examples=10, stateful_step_count=20)
    )


@pytest.mark.soak
def test_what_is_shown_is_a_full_check_after_long_sessions() -> None:
    run_state_machine_as_test(
        Rechecks, settings=settings(QUIET, max_examples=60, stateful_step_count=40)
    )
