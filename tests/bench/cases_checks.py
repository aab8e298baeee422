"""All checks of a dossier, by the rules of the catalogue.

The limit is straight code that finds the same (``straight.py``), which is verified before anything
is timed. The rules that have no straight counterpart are switched off, as a pack may do. Whatever
readers of texts remember is forgotten before each measurement, on both sides.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import msgspec

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.engine import Checker
from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack
from perfdesk.values import blankness, money, numbers, targets
from tests.bench import forms
from tests.bench.harness import ROUNDS, Case, Figure, Goal, figures, race
from tests.bench.straight import Found, check_lukou, check_shifeng

TITLE = "full check of a dossier, ms / straight code that finds the same"

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
    for module in (blankness, money, numbers, targets):
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
Straight = Callable[[Dossier], Sequence[Found]]


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    checker = Checker(checked("lukou-2026"))
    for count in SIZES:
        yield from _of_size("lukou-2026", checker, lukou, check_lukou, count)
    checker = Checker(checked("shifeng-2023"))
    yield from _of_size("shifeng-2023", checker, shifeng, check_shifeng, 20)


def _of_size(
    name: str, checker: Checker, make: Make, straight: Straight, count: int
) -> Iterator[Figure]:
    repeats = SIZES[count]
    material = [
        [make(count, (number * repeats + i) * 1000) for i in range(repeats)]
        for number in range(ROUNDS + 1)
    ]

    def checks(check: Callable[[Dossier], object], *, again: bool) -> Case:
        """Check new dossiers, or (``again``) always the same, of which every text is known."""

        def case(number: int) -> None:
            if not again:
                forget()
            for own in material[0 if again else number]:
                check(own)

        return case

    cases = {
        "first": checks(checker.check_all, again=False),
        "straight": checks(straight, again=False),
        "again": checks(checker.check_all, again=True),
        "straight again": checks(straight, again=True),
    }
    each = [own for some in material for own in some]
    different = sum(sorted(found_by(checker, own)) != sorted(straight(own)) for own in each)
    warning = f" ({different} NOT THE SAME)" if different else ""
    goals = (
        Goal(f"{name}, {count} forms{warning}", "first", "straight", 4.0, 2.5),
        Goal("  again, every text known", "again", "straight again", 4.0, 2.5),
    )
    yield from figures(race(cases), goals, per=dict.fromkeys(cases, repeats))
