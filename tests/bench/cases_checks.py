"""All checks of a dossier, by the rules of the catalogue.

The limit is the same work as straight code that knows these forms (``tests/checks/by_hand.py``).
That both find the same is verified, and a difference is told.
Whatever readers of texts remember is forgotten before each measurement, on both sides, but for the
lines "again", where every text is known: as when one edit follows another.

The last lines tell what one edit costs in a large dossier, beside one in a dossier of a single
project form (and the department's).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.engine import Checker
from perfdesk.checks.report import finding_as_json
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Dossier, Form, Path, Record
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack
from tests.bench import forms
from tests.bench.harness import ROUNDS, Case, Figure, Goal, figures, race
from tests.checks import by_hand

TITLE = "full check of a dossier, ms / straight code"

SIZES = {1: 20, 20: 2, 200: 1}
"""Numbers of forms, and how often a round checks so many (other ones each time)."""

VALUES = ("12", "95", "3.5", "≥95%", "100%", "20 次", "二十", "合格", "2026年12月前", "", "无")
UNITS = ("个", "%", "万元", "次", "次", "", "无")
OPERATORS = ("≥", "≥", "≤", "=", "定性")


def typed(chance: random.Random, amount: float) -> str:
    """Return an amount as typed, now and then wrongly."""
    return chance.choice((f"{amount:.2f}",) * 40 + (f"{amount + 1:.2f}", f"{amount}万元", "", "/"))


def indicators(pack: Pack, template: str, number: int, chance: random.Random) -> list[Record]:
    """Return 40 indicators, some of them faulty."""
    groups = pack[template].plan.groups("indicators")
    rows = []
    for i in range(forms.INDICATORS):
        level1, level2 = groups[i * len(groups) // forms.INDICATORS]
        name = f"{chance.choice(forms.NAMES)}{number * 100 + i}"
        values = {"level1": level1, "level2": level2, "level3": name}
        values["value"] = chance.choice(VALUES)
        values |= {"operator": chance.choice(OPERATORS), "unit": chance.choice(UNITS)}
        rows.append(Record(f"i{number}-{i}", values))
    return rows


@cache
def lukou(count: int, first: int) -> Dossier:
    """Return a dossier of a department form and projects."""
    pack, chance = Catalogue().load("lukou-2026"), random.Random(first)
    made, spent = [], 0.0
    for number in range(first + 1, first + count):
        amount = chance.randint(100, 9000) / 10
        spent += amount
        values = {
            "project_name": chance.choice((f"促消费项目{number}",) * 20 + ("",)),
            "amount": typed(chance, amount),
            "period": "2026年",
            "annual_goal": chance.choice((forms.TASK.format(a=number), "无")),
        }
        rows = tuple(indicators(pack, "project", number, chance))
        made.append(Form(f"p{number}", "project", values, {"indicators": rows}))
    values = dict(forms.form(first).values)
    values |= {"budget.project_expenditure": f"{spent:.2f}"}
    rows = tuple(indicators(pack, "department", first, chance))
    own = Form(f"d{first}", "department", values, {"indicators": rows})
    return Dossier("lukou-2026", "示例县商务局", 2026, (own, *made))


def forget() -> None:
    """Empty what the readers of texts remember."""
    for name, module in tuple(sys.modules.items()):
        if not name.startswith("perfdesk.values."):
            continue
        for reader in vars(module).values():
            if hasattr(reader, "cache_clear"):
                reader.cache_clear()


def told_by(checker: Checker, pack: Pack, dossier: Dossier) -> list[tuple[int, str, str]]:
    """Return what the rules find in the words of the checks written by hand."""
    views = (finding_as_json(dossier, pack, item) for item in checker.check_all(dossier))
    return sorted((view["form"], view["rule"], view["paths"][0]) for view in views)


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    whole = Catalogue().load("lukou-2026")
    for count, repeats in SIZES.items():
        work = Work(whole, count, repeats)
        yield from work.figures(f"all {len(RULES)} rules, lukou-2026, {count} forms")
    yield from one_edit(whole, "an indicator's value", _indicator, ("22", "23"))
    yield from one_edit(whole, "an amount", lambda form: Path(form.id, "amount"), ("12", "13"))


class Work:
    """Dossiers of one size to check in each round, in two ways."""

    def __init__(self, pack: Pack, count: int, repeats: int) -> None:
        self.pack = pack
        self.checker = Checker(pack)
        self.repeats = repeats
        self.material = [
            [lukou(count, (number * repeats + i) * 1000) for i in range(repeats)]
            for number in range(ROUNDS + 1)
        ]

    def figures(self, name: str) -> Iterator[Figure]:
        """Yield the ratios of a first check, and of another one of the same."""
        per = {"ours": self.repeats, "limit": self.repeats}
        first = Goal(name + self._differing(), "ours", "limit", 4.0, 2.5)
        again = Goal("  again, every text known", "ours", "limit", 4.0, 2.5)
        yield from figures(race(self._cases(self._new)), [first], per=per)
        yield from figures(race(self._cases(self._known)), [again], per=per)

    def _cases(self, way: Callable[[Callable[[Dossier], object]], Case]) -> dict[str, Case]:
        return {"ours": way(self.checker.check_all), "limit": way(by_hand.check_all)}

    def _new(self, check: Callable[[Dossier], object]) -> Case:
        def case(number: int) -> None:
            forget()
            for own in self.material[number]:
                check(own)

        return case

    def _known(self, check: Callable[[Dossier], object]) -> Case:
        def case(_: int) -> None:
            for own in self.material[0]:
                check(own)

        return case

    def _differing(self) -> str:
        """Say on how many findings the two do not agree; none, one hopes."""
        wrong = 0
        for own in (own for some in self.material for own in some):
            ours, straight = told_by(self.checker, self.pack, own), by_hand.check_all(own)
            wrong += (Counter(ours) - Counter(straight)).total()
            wrong += (Counter(straight) - Counter(ours)).total()
        return f" ({wrong} DIFFER)" if wrong else ""


# ---- one edit ----

EDITS = 20
"""Edits of one round."""


def one_edit(
    pack: Pack, what: str, place: Callable[[Form], Path], texts: tuple[str, str]
) -> Iterator[Figure]:
    """Yield how long an edit takes, laid out and checked again, beside one in a single form."""
    cases = {}
    for count in SIZES:
        workspace = Workspace(lukou(count + 1, 10**6 + count), pack)
        workspace.check_all()
        cases[str(count)] = _edits(workspace, place, texts)
    times = race(cases)
    per = dict.fromkeys(cases, EDITS)
    for count in SIZES:
        goal = Goal(f"one edit ({what}), {count} forms / 1", str(count), "1", 1.5, 1.2)
        yield from figures(times, [goal], per=per)


def _edits(workspace: Workspace, place: Callable[[Form], Path], texts: tuple[str, str]) -> Case:
    form = workspace.dossier.forms[1]
    path = place(form)
    workspace.screen(form.id)

    def case(_: int) -> None:
        for number in range(EDITS):
            workspace.apply(SetValue(path, texts[number % 2]), "")

    return case


def _indicator(form: Form) -> Path:
    return Path(form.id, "indicators", form.records("indicators")[0].id, "value")
