"""All checks of a dossier, by the rules of the catalogue.

Two limits. Straight code (``straight.py``) does the work of eight rules; the others are switched
off, as a pack may do, and that the eight find all that it finds is verified. Some sixty plain
checks (``plain.py``) stand beside the whole catalogue, which understands far more than they do.
Whatever readers of texts remember is forgotten before each measurement, on both sides, but for the
lines "again", where every text is known: as when one edit follows another.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.engine import Checker
from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack
from tests.bench import forms, plain
from tests.bench.harness import ROUNDS, Case, Figure, Goal, figures, race
from tests.bench.straight import Found, check_lukou, check_shifeng

TITLE = "full check of a dossier, ms / straight code"

WRITTEN = frozenset(("R01", "R06", "R08", "R14", "R30", "R31", "R40", "R41"))
SIZES = {1: 20, 20: 2, 200: 1}
"""Numbers of forms, and how often a round checks so many (other ones each time)."""

VALUES = ("12", "95", "3.5", "≥95%", "100%", "20 次", "二十", "合格", "2026年12月前", "", "无")
UNITS = ("个", "%", "万元", "次", "次", "", "无")
OPERATORS = ("≥", "≥", "≤", "=", "定性")


def checked(pack_id: str) -> Pack:
    """Return a pack with only the rules that are written as straight code too."""
    pack = Catalogue().load(pack_id)
    off = (*pack.info.off, *(rule for rule in RULES if rule not in WRITTEN))
    return msgspec.structs.replace(pack, info=msgspec.structs.replace(pack.info, off=off))


def typed(chance: random.Random, amount: float) -> str:
    """Return an amount as typed, now and then wrongly."""
    return chance.choice((f"{amount:.2f}",) * 40 + (f"{amount + 1:.2f}", f"{amount}万元", "", "/"))


def indicators(pack: Pack, template: str, number: int, chance: random.Random) -> list[Record]:
    """Return 40 indicators, some of them faulty."""
    groups = pack[template].plan.groups("indicators")
    split = template != "direction"
    rows = []
    for i in range(forms.INDICATORS):
        level1, level2 = groups[i * len(groups) // forms.INDICATORS]
        name = f"{chance.choice(forms.NAMES)}{number * 100 + i}"
        values = {"level1": level1, "level2": level2, "level3": name}
        values["value"] = chance.choice(VALUES)
        if split:
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


@cache
def shifeng(count: int, first: int) -> Dossier:
    """Return a dossier of a summary and directions, three to a special fund."""
    pack, chance = Catalogue().load("shifeng-2023"), random.Random(first)
    rows, made = [], []
    total = 0.0
    for at in range(first + 1, first + count, 3):
        own = [(n, chance.randint(100, 900) / 10) for n in range(at, min(at + 3, first + count))]
        fund = sum(amount for _, amount in own)
        total += fund
        rows.append(("special", f"专项{at}", typed(chance, fund)))
        for number, amount in own:
            rows.append(("direction", f"方向{number}", typed(chance, amount)))
            made.append(_direction(pack, number, (amount, at, fund), chance))
    rows.insert(0, ("total", "合计", typed(chance, total)))
    records = tuple(
        Record(f"s{first}-{i}", {"kind": kind, "name": name, "amount": amount})
        for i, (kind, name, amount) in enumerate(rows)
    )
    summary = Form(f"s{first}", "summary", {}, {"items": records})
    return Dossier("shifeng-2023", "示例区商务局", 2023, (summary, *made))


def _direction(
    pack: Pack, number: int, money_of: tuple[float, int, float], chance: random.Random
) -> Form:
    amount, special, fund = money_of
    details = [round(amount / 2, 2), round(amount - round(amount / 2, 2), 2)]
    values = {
        "direction_name": f"方向{number}",
        "special_fund_name": f"专项{special}",
        "amount": typed(chance, amount),
        "special_fund_amount": typed(chance, fund),
        "period": "2023年",
        "period_goal": forms.TASK.format(a=number),
        "annual_goal": chance.choice((forms.TASK.format(a=number + 1), "")),
        "expenditure_total": typed(chance, amount),
    }
    tables = {
        "indicators": tuple(indicators(pack, "direction", number, chance)),
        "expenditure_details": tuple(
            Record(f"e{number}-{i}", {"content": "会议", "amount": typed(chance, part)})
            for i, part in enumerate(details)
        ),
    }
    return Form(f"f{number}", "direction", values, tables)


def forget() -> None:
    """Empty what the readers of texts remember."""
    for name, module in tuple(sys.modules.items()):
        if not name.startswith("perfdesk.values."):
            continue
        for reader in vars(module).values():
            if hasattr(reader, "cache_clear"):
                reader.cache_clear()


def found_by(checker: Checker, dossier: Dossier) -> list[Found]:
    """Return what the rules find in the words of the straight code."""
    return [
        (finding.rule, path.form, path.field, path.record, path.column)
        for finding in checker.check_all(dossier)
        for path in finding.paths[:1]
    ]


Make = Callable[[int, int], Dossier]
Straight = Callable[[Dossier], Sequence[object]]


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    for count, repeats in SIZES.items():
        work = Work(checked("lukou-2026"), lukou, check_lukou, count, repeats)
        yield from work.figures(f"8 rules, lukou-2026, {count} forms")
    work = Work(checked("shifeng-2023"), shifeng, check_shifeng, 20, 2)
    yield from work.figures("8 rules, shifeng-2023, 20 forms")
    whole = Catalogue().load("lukou-2026")
    for count, repeats in SIZES.items():
        work = Work(whole, lukou, plain.check_all, count, repeats)
        yield from work.figures(f"{len(RULES)} rules, {count} forms / 60 plain checks")


class Work:
    """Dossiers of one size to check in each round, in two ways."""

    def __init__(
        self, pack: Pack, make: Make, straight: Straight, count: int, repeats: int
    ) -> None:
        self.checker = Checker(pack)
        self.straight = straight
        self.repeats = repeats
        self.material = [
            [make(count, (number * repeats + i) * 1000) for i in range(repeats)]
            for number in range(ROUNDS + 1)
        ]

    def figures(self, name: str) -> Iterator[Figure]:
        """Yield the ratios of a first check, and of another one of the same."""
        per = {"ours": self.repeats, "limit": self.repeats}
        first = Goal(name + self._missed(), "ours", "limit", 4.0, 2.5)
        again = Goal("  again, every text known", "ours", "limit", 4.0, 2.5)
        yield from figures(race(self._cases(self._new)), [first], per=per)
        yield from figures(race(self._cases(self._known)), [again], per=per)

    def _cases(self, way: Callable[[Callable[[Dossier], object]], Case]) -> dict[str, Case]:
        return {"ours": way(self.checker.check_all), "limit": way(self.straight)}

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

    def _missed(self) -> str:
        """Say how much straight code finds that the rules do not; nothing, one hopes."""
        if self.straight is plain.check_all:
            return ""
        missed = 0
        for own in (own for some in self.material for own in some):
            missed += len(set(self.straight(own)) - set(found_by(self.checker, own)))
        return f" ({missed} MISSED)" if missed else ""
