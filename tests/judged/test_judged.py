"""Every finding on the real published forms, judged by hand: right, arguable or wrong.

``*.json`` beside this file hold the verdicts, one file for each source. A finding without a verdict
fails, and so does a verdict without its finding. The forms stand beside the checkout; where they
are missing the tests are skipped (on the CI machine they fail). ``REFRESH_JUDGED=1`` writes what is
found now, with an empty verdict for everything new: to be filled in by hand.
"""

from __future__ import annotations

import json
import os
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
from perfdesk.values.blankness import is_unused
from tests.checks.support import shipped
from tests.conftest import CI, ROOT
from tests.support.forms import REAL

HERE = Path(__file__).parent
SOURCES = sorted(path.stem for path in HERE.glob("*.json"))
VERDICTS = ("right", "arguable", "wrong")
MOST_ARGUABLE = 0.02
"""Of the cells that are filled in, how many may carry an error or a warning that is arguable."""

Judged = dict[str, Any]
Key = tuple[int, str, str, tuple[str, ...]]
"""Number of the form, rule, case, places."""


@cache
def read(path: Path) -> tuple[Dossier, Pack]:
    if not path.is_file():
        reason = f"the real forms are not there: {path.name}"
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    data = json.loads(path.read_bytes())
    pack = shipped(data["pack"])
    return dossier_from_values(data, pack), pack


def source(name: str) -> tuple[Dossier, Pack]:
    return read(REAL / f"{name}.json")


def found_in(made: Dossier, pack: Pack) -> list[Judged]:
    found = []
    for finding in Checker(pack).check_all(made):
        view = finding_as_json(made, pack, finding)
        found.append({
            "form": view["form"],
            "rule": finding.rule,
            "case": finding.case,
            "severity": view["severity"],
            "paths": view["paths"],
            "message": view["message"],
            "advice": view["advice"],
            "verdict": "",
            "why": "",
        })  # fmt: skip
    return found


def key(item: Judged) -> Key:
    return item["form"], item["rule"], item["case"], tuple(item["paths"])


def judged(name: str) -> list[Judged]:
    found: list[Judged] = json.loads((HERE / f"{name}.json").read_bytes())
    return found


def refresh(name: str, found: list[Judged]) -> None:
    path = HERE / f"{name}.json"
    before = {key(item): item for item in judged(name)} if path.is_file() else {}
    for item in found:
        old = before.get(key(item), {})
        item |= {part: old.get(part, "") for part in ("verdict", "why")}
    text = json.dumps(found, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def test_no_source_is_forgotten() -> None:
    if not REAL.is_dir() and not CI:
        pytest.skip("the real forms are not there")
    names = sorted(path.stem for path in REAL.glob("*.json"))
    if os.environ.get("REFRESH_JUDGED"):
        for name in names:
            refresh(name, found_in(*source(name)))
    assert names == sorted(path.stem for path in HERE.glob("*.json"))


@pytest.mark.parametrize("name", SOURCES)
def test_every_finding_has_its_verdict(name: str) -> None:
    found, verdicts = found_in(*source(name)), judged(name)
    assert [item["rule"] for item in found if item["rule"] == INTERNAL] == []
    assert Counter(map(key, found)) == Counter(map(key, verdicts)), "REFRESH_JUDGED=1, then judge"
    told = {key(item): (item["severity"], item["message"], item["advice"]) for item in found}
    for item in verdicts:
        assert item["verdict"] in VERDICTS, f"not judged yet: {item['message']}"
        assert len(item["why"]) > 20, f"one sentence why: {item['message']}"
        assert told[key(item)] == (item["severity"], item["message"], item["advice"])


@pytest.mark.parametrize("name", SOURCES)
def test_none_is_wrong(name: str) -> None:
    assert [item["message"] for item in judged(name) if item["verdict"] == "wrong"] == []


def test_few_are_arguable() -> None:
    cells = arguable = 0
    for name in SOURCES:
        cells += sum(1 for _ in filled(source(name)[0]))
        arguable += sum(
            item["verdict"] == "arguable" and item["severity"] != "hint" for item in judged(name)
        )
    print(f"arguable errors and warnings: {arguable} on {cells} cells")
    assert arguable / cells < MOST_ARGUABLE


def filled(made: Dossier) -> list[str]:
    """Every value that says something."""
    fixed = {"level1", "level2", "kind"}
    texts = [text for form in made.forms for text in form.values.values()]
    for form in made.forms:
        for records in form.tables.values():
            for record in records:
                texts += [text for name, text in record.values.items() if name not in fixed]
    return [text for text in texts if not is_unused(text)]


# ---- mistakes that really stand in the sources, each found at its cell ----

MISTAKES = [
    ("000", "R01", 6, "amount"),  # a cost stands there, the amount is blank
    ("000", "R01", 1, "budget.total"),
    ("000", "R09", 4, "indicators[1].value"),
    ("000", "R09", 4, "indicators[2].value"),
    ("000", "R09", 4, "indicators[4].value"),
    ("000", "R09", 4, "indicators[6].value"),
    ("000", "R11", 5, "indicators[2].unit"),
    ("000", "R11", 6, "indicators[2].unit"),
    ("000", "R26", 1, "indicators[0].value"),
    ("000", "R26", 1, "annual_duty_goal"),
    ("000", "R33", 1, "tasks[0].content"),
    ("000", "R34", 2, "indicators[2].value"),
    ("001", "R03", 1, "indicators[3].level3"),
    ("001", "R03", 2, "items[0].period_goal"),
    ("001", "R03", 2, "items[0].annual_goal"),
    ("001", "R03", 2, "items[2].annual_goal"),
    ("001", "R03", 3, "period_goal"),
    ("001", "R03", 3, "annual_goal"),
    ("001", "R03", 3, "indicators[0].level3"),
    ("001", "R03", 4, "annual_goal"),
    ("001", "R03", 4, "indicators[3].level3"),
    ("001", "R31", 3, "expenditure_total"),
    ("001", "R40", 2, "items[2].amount"),
    ("001", "R47", 1, "indicators[3].value"),
    ("001", "R47", 3, "indicators[3].value"),
    ("001", "R47", 4, "indicators[3].value"),
    ("002", "R13", 3, "indicators[1].value"),
    ("002", "R19", 3, "indicators[7].level3"),
    ("002", "R24", 3, "indicators[2].level3"),
    ("002", "R24", 3, "indicators[8].level3"),
    ("003", "R10", 2, "indicators[1].value"),
    ("003", "R23", 2, "indicators[5].value"),
    ("003", "R23", 4, "indicators[3].value"),
    *(("003", "R34", form, "project_term") for form in range(1, 6)),
    *(("003", "R35", form, "competent_department") for form in range(1, 6)),
    *(("003", "R35", form, "implementing_unit") for form in range(1, 6)),
    ("004", "R01", 3, "amount"),  # a cost stands there, the amount is blank
    ("004", "R06", 1, "indicators[4].value"),
    *(("004", "R07", 2, f"indicators[{i}].value") for i in (1, 2, 3, 6)),
    *(("004", "R07", 3, f"indicators[{i}].value") for i in (1, 3, 4, 6)),
    *(("004", "R07", 4, f"indicators[{i}].value") for i in (4, 5, 6)),
    *(("004", "R10", 1, f"indicators[{i}].unit") for i in (0, 1, 2, 3, 5, 6, 7, 8)),
    *(("004", "R10", 4, f"indicators[{i}].unit") for i in (0, 1, 3)),
    ("004", "R12", 1, "indicators[8].value"),
]


def test_mistakes_are_found_at_their_cells() -> None:
    places = {
        (name[:3], item["rule"], item["form"], path)
        for name in SOURCES
        for item in found_in(*source(name))
        for path in item["paths"]
    }
    assert [mistake for mistake in MISTAKES if mistake not in places] == []


SILENT = [
    # source, form, place, rules that must not speak there ("" for none at all)
    ("001", 1, "budget.total", ""),  # 226.26 = 175.11 + 51.15
    ("001", 2, "items[0].amount", ""),  # 21.15 + 30 = 51.15
    ("001", 3, "expenditure_total", "R30 R32 R14"),  # 211500 元: R31 asks about the unit, once
    ("001", 3, "indicators[0].standard", ""),  # 20 + 8 × 10 = 100
    ("001", 4, "indicators[0].standard", ""),
    ("001", 4, "expenditure_total", ""),  # 10 + 10 + 10 = 30
    ("001", 1, "tasks[0].goal", "R33 R26"),  # 2022年引进未履约; the numbers stand in the value
    ("002", 3, "budget.total", ""),  # 949.134 = 909.134 + 40
    ("002", 3, "budget.project_expenditure", ""),  # 10 + 30 = 40
    ("004", 1, "budget.total", ""),  # 478.07 = 456.07 + 22
    ("004", 1, "budget.project_expenditure", "R30 R31"),
    *(("004", 1, f"budget.{part}", "") for part in ("gov_fund", "other_funds")),  # /
    ("003", 1, "amount", ""),  # 20000 元 = 2 万元
    ("003", 1, "indicators[3].value", ""),
    ("003", 3, "indicators[5].value", ""),
    ("003", 5, "indicators[3].value", ""),
    *(("002", 1, f"indicators[{i}].value", "") for i in (2, 3)),  # 定性 with a word and 无
    *(("002", 1, f"indicators[{i}].unit", "") for i in (2, 3)),
    ("002", 2, "indicators[4].value", ""),
    ("002", 3, "indicators[4].value", ""),
    *(("000", 1, f"indicators[{i}].{part}", "") for i in (5, 8, 9)
      for part in ("level3", "operator", "value", "unit")),  # rows of 无
    *(("004", 1, f"indicators[{i}].level3", "") for i in (10, 11)),
    *(("000", 4, f"indicators[5].{part}", "") for part in ("level3", "value")),  # a blank row
    ("004", 2, "annual_goal", ""),  # 完成了2025年下半年, 2015年第17次常务会议纪要
    ("004", 2, "indicators[1].level3", ""),
    ("004", 3, "annual_goal", ""),  # 100 人 and 25 人 are the 125 of the indicator
    ("001", 2, "items[1].name", ""),
    ("003", 3, "indicators[3].value", ""),  # 10%以上
    ("003", 4, "annual_goal", "R46 R33"),  # punctuation of both widths
]  # fmt: skip


def test_must_stay_silent() -> None:
    said: dict[tuple[str, int, str], set[str]] = {}
    for name in SOURCES:
        for item in found_in(*source(name)):
            for path in item["paths"]:
                said.setdefault((name[:3], item["form"], path), set()).add(item["rule"])
    for name, form, path, rules in SILENT:
        spoke = said.get((name, form, path), set())
        assert not (spoke & set(rules.split()) if rules else spoke), (name, form, path, spoke)


def test_the_sample_is_without_fault() -> None:
    made, pack = read(ROOT / "resources" / "sample" / "values.json")
    found = found_in(made, pack)
    assert [item["message"] for item in found if item["severity"] != "hint"] == []
    assert len(found) <= 3


def test_figures() -> None:
    """Not a test: how often each rule spoke, by verdict (``-s`` shows it)."""
    counted: Counter[tuple[str, str]] = Counter()
    for name in SOURCES:
        counted.update((item["rule"], item["verdict"]) for item in judged(name))
    for rule in RULES:
        numbers = [counted[rule, verdict] for verdict in VERDICTS]
        if any(numbers):
            print(rule, *(f"{v} {n}" for v, n in zip(VERDICTS, numbers, strict=True) if n))
    print(*(f"{v} {sum(n for (_, w), n in counted.items() if w == v)}" for v in VERDICTS))
