"""Forms of our own as many kinds of bureaus would write them: what the checks say, and only that.

Each file of ``own/`` holds a dossier (values as in the interchange format), the errors and warnings
that it rightly gets (``expected``), and mistakes that are made in copies of it, one at a time, with
all that is said then and was not said before (``says``; hints only of the mistake's own rule). A
mistake that ``says`` nothing is one that the checks leave alone for fear of false alarms. Units,
places and persons are invented. ``REFRESH_JUDGED=1`` writes what is found now: read the diff.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.engine import INTERNAL, Checker
from perfdesk.checks.report import finding_as_json
from perfdesk.dossier.state import Dossier
from perfdesk.jobs.create import dossier_from_values
from perfdesk.template.loader import Pack
from tests.checks.support import shipped
from tests.judged.test_judged import filled

HERE = Path(__file__).parent / "own"
FILES = sorted(path.stem for path in HERE.glob("*.json"))
_CELL = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")

SELDOM = {"R15", "R16", "R27", "R37", "R43"}
"""Rules that are not tried here: hints on nearly every form, and what no single cell can break."""

Data = dict[str, Any]
Line = tuple[str, str]
"""Severity, and what is said: rule, number of the form (0: the dossier), first place."""


@cache
def read(name: str) -> Data:
    found: Data = json.loads((HERE / f"{name}.json").read_bytes())
    return found


def opened(data: Data) -> tuple[Dossier, Pack]:
    pack = shipped(data["pack"])
    return dossier_from_values(data, pack), pack


def said(data: Data) -> list[Line]:
    made, pack = opened(data)
    found = []
    for finding in Checker(pack).check_all(made):
        assert finding.rule != INTERNAL, finding.args
        view = finding_as_json(made, pack, finding)
        form = view["form"] or 0
        found.append((view["severity"], f"{finding.rule} {form} {view['paths'][0]}"))
    return found


def loud(lines: list[Line], rule: str = "") -> list[str]:
    return [text for severity, text in lines if severity != "hint" or text[:3] == rule]


def mistaken(data: Data, mistake: Data) -> Data:
    """A copy of the values with the mistake in it; ``set``: the new text of each place."""
    made = copy.deepcopy(data)
    values = made["forms"][mistake["form"] - 1]["values"]
    for path, text in mistake["set"].items():
        cell = _CELL.fullmatch(path)
        if cell:
            values[cell[1]][int(cell[2])][cell[3]] = text
        else:
            *outer, key = path.split(".")
            (values[outer[0]] if outer else values)[key] = text
    return made


def new(name: str, mistake: Data) -> list[str]:
    data = read(name)["dossier"]
    rule = mistake["rule"]
    before = Counter(loud(said(data), rule))
    return sorted((Counter(loud(said(mistaken(data, mistake)), rule)) - before).elements())


def dumped(value: object, depth: int = 0) -> str:
    """JSON with a line for each row, so that a diff shows which cell is meant."""
    flat = json.dumps(value, ensure_ascii=False)
    plain = isinstance(value, dict) and "says" in value
    if plain or not value or not isinstance(value, dict | list):
        return flat
    items = value.values() if isinstance(value, dict) else value
    if depth and all(isinstance(item, str) for item in items):
        return flat
    inner, outer = f"\n{' ' * (depth + 1)}", f"\n{' ' * depth}"
    if isinstance(value, list):
        return f"[{inner}{f',{inner}'.join(dumped(i, depth + 1) for i in value)}{outer}]"
    parts = (f"{json.dumps(k)}: {dumped(v, depth + 1)}" for k, v in value.items())
    return f"{{{inner}{f',{inner}'.join(parts)}{outer}}}"


def refresh(name: str) -> None:
    data = read(name)
    data["expected"] = loud(said(data["dossier"]))
    for mistake in data["mistakes"]:
        mistake["says"] = new(name, mistake)
    (HERE / f"{name}.json").write_text(f"{dumped(data)}\n", encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_tidy(name: str) -> None:
    if os.environ.get("REFRESH_JUDGED"):
        refresh(name)
    assert (HERE / f"{name}.json").read_text("utf-8") == f"{dumped(read(name))}\n"


@pytest.mark.parametrize("name", FILES)
def test_nothing_else_is_said(name: str) -> None:
    data = read(name)
    assert loud(said(data["dossier"])) == data["expected"]


@pytest.mark.parametrize("name", FILES)
def test_mistakes_are_found(name: str) -> None:
    for mistake in read(name)["mistakes"]:
        says = new(name, mistake)
        assert says == mistake["says"], mistake
        if says:
            assert mistake["rule"] in {line[:3] for line in says}, mistake


def test_every_template_and_most_rules_are_tried() -> None:
    templates = {(read(n)["dossier"]["pack"], f["template"])
                 for n in FILES for f in read(n)["dossier"]["forms"]}  # fmt: skip
    assert len(templates) == 6
    tried = {mistake["rule"] for name in FILES for mistake in read(name)["mistakes"]}
    assert tried >= set(RULES) - SELDOM


def test_figures() -> None:
    """Few alarms, and how many mistakes of each rule are found (``-s`` shows it)."""
    cells = sum(len(filled(opened(read(name)["dossier"])[0])) for name in FILES)
    expected = sum(len(read(name)["expected"]) for name in FILES)
    made: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for name in FILES:
        for mistake in read(name)["mistakes"]:
            made[mistake["rule"]] += 1
            found[mistake["rule"]] += bool(mistake["says"])
    print(f"{cells} cells, {expected} errors and warnings")
    print(*(f"{rule} {found[rule]}/{made[rule]}" for rule in sorted(made)))
    assert expected / cells < 0.005
    assert found.total() / made.total() > 0.9
