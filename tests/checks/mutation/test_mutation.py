"""Each rule finds the mistakes that are made on purpose, where they were made, and nothing else.

A few of each kind by default; ``make soak`` makes some dozens of each, and with ``-s`` prints how
many of them were found, and how often another rule spoke without reason.
"""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.engine import Checker
from perfdesk.checks.report import FindingJson, finding_as_json
from perfdesk.errors import ValuesError
from perfdesk.jobs.create import dossier_from_values
from tests.checks.mutation import mutators
from tests.checks.mutation.mutators import ALL, MUTATORS, Mutator
from tests.checks.mutation.places import Data, Mutated, Spot, cells, clean
from tests.checks.support import shipped

FEW, MANY = 3, 24
"""Mistakes of each kind and pack, by default and in the long run."""

CHECKERS = {pack: Checker(shipped(pack)) for pack in ALL}


class Outcome(NamedTuple):
    """What was found after one mutation.

    others: errors and warnings of rules that have nothing to do with it.
    """

    found: bool
    errors: list[str]
    others: list[str]
    cells: int
    what: str


def findings(data: Data) -> list[FindingJson]:
    pack = shipped(data["pack"])
    made = dossier_from_values(data, pack)
    checker = CHECKERS[data["pack"]]
    return [finding_as_json(made, pack, item) for item in checker.check_all(made)]


def places(item: FindingJson) -> set[Spot]:
    found = {Spot(item["form"], path) for path in item["paths"]}
    for related in item["related"]:
        found |= {Spot(related["form"], path) for path in related["paths"]}
    return found


def tried(mutator: Mutator, pack: str, seed: int) -> Outcome | None:
    made: Mutated | None = mutator.mutate(clean(pack), Random(f"{mutator.name} {pack} {seed}"))
    if made is None:
        return None
    what = f"{mutator.rule} {mutator.name} {pack} {seed} {made.spots[0]}"
    try:
        found = findings(made.data)
    except ValuesError as error:  # refused on import, at its place
        named = any(spot.path in str(error) for spot in made.spots)
        return Outcome(named and mutator.rule == "R16", [], [], cells(made.data), what)
    known = {key(item) for item in findings(clean(pack))}
    wanted = set(made.spots)
    hit = any(item["rule"] == mutator.rule and places(item) & wanted for item in found)
    alien = [
        item
        for item in found
        if item["rule"] != mutator.rule
        and item["rule"] not in mutator.companions
        and key(item) not in known
    ]
    texts = {
        name: [line(i) for i in alien if i["severity"] == name] for name in ("error", "warning")
    }
    return Outcome(hit, texts["error"], texts["warning"], cells(made.data), what)


def key(item: FindingJson) -> tuple[str, int, str]:
    return item["rule"], item["form"], item["message"]


def line(item: FindingJson) -> str:
    return f"{item['rule']} {item['message']}"


def outcomes(mutator: Mutator, count: int) -> list[Outcome]:
    found = (tried(mutator, pack, seed) for pack in mutator.packs for seed in range(count))
    return [item for item in found if item is not None]


@pytest.mark.parametrize("mutator", MUTATORS, ids=lambda item: f"{item.rule}-{item.name}")
def test_mistakes_are_found(mutator: Mutator) -> None:
    for item in outcomes(mutator, FEW):
        assert item.found, item.what
        assert not item.errors, (item.what, item.errors)


def test_every_rule_has_a_mutator() -> None:
    assert sorted({item.rule for item in MUTATORS}) == list(RULES)


def test_mutators_know_nothing_of_the_rules() -> None:
    for name in ("mutators.py", "places.py"):
        tree = ast.parse((Path(mutators.__file__).parent / name).read_text(encoding="utf-8"))
        modules = [n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
        modules += [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
        assert not [module for module in modules if "perfdesk" in module]


@pytest.mark.parametrize("pack", ALL)
def test_clean_dossiers_are_clean(pack: str) -> None:
    assert [line(item) for item in findings(clean(pack)) if item["severity"] != "hint"] == []
    assert len(findings(clean(pack))) <= 2


@pytest.mark.soak
def test_recall_and_false_alarms() -> None:
    hits: Counter[str] = Counter()
    made: Counter[str] = Counter()
    missed, errors, others, seen = [], [], [], 0
    for mutator in MUTATORS:
        for item in outcomes(mutator, MANY):
            made[mutator.rule] += 1
            hits[mutator.rule] += item.found
            missed += [] if item.found else [item.what]
            errors += [(item.what, text) for text in item.errors]
            others += [(item.what, text) for text in item.others]
            seen += item.cells
    print()
    for rule in RULES:
        print(f"{rule}  {hits[rule]:4} of {made[rule]:4}  {hits[rule] / made[rule]:.1%}")
    print(*(f"missed {what}" for what in missed), sep="\n")
    print(*(f"beside {what}: {text}" for what, text in errors), sep="\n")
    beside = Counter((what.split(" ")[:2][1], text[:3]) for what, text in others)
    print(*(f"beside {name}: {rule} {count}" for (name, rule), count in beside.items()), sep="\n")
    print(f"{sum(made.values())} mistakes, {sum(hits.values())} found")
    print(f"false alarms per 1,000 cells: {1000 * len(errors) / seen:.3f} errors, ", end="")
    print(f"{1000 * len(others) / seen:.3f} warnings")
    assert all(count >= 20 for count in made.values())
    assert not missed
    assert not errors
