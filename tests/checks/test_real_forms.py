"""What the checks say about real published forms, as one golden file for each source.

The forms stand beside the checkout; where they are missing the tests are skipped (on the CI machine
they fail). ``REFRESH_GOLDEN=1`` writes the files anew, for a diff to be read.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from perfdesk.checks.engine import Checker
from perfdesk.checks.report import FindingJson, finding_as_json
from perfdesk.checks.wording import form_name
from perfdesk.dossier.state import Dossier
from perfdesk.jobs.create import dossier_from_values
from perfdesk.template.loader import Pack
from tests.checks.support import shipped
from tests.conftest import CI

FORMS = Path(__file__).parents[3] / "shared" / "forms"
GOLDEN = Path(__file__).parent / "golden"
SOURCES = sorted(path.stem for path in GOLDEN.glob("*.txt"))
SEVERITIES = {"error": "错误", "warning": "警告", "hint": "提示"}


def read(name: str) -> tuple[Dossier, Pack]:
    path = FORMS / f"{name}.json"
    if not path.is_file():
        reason = f"the real forms are not there: {path.name}"
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    data = json.loads(path.read_bytes())
    pack = shipped(data["pack"])
    return dossier_from_values(data, pack), pack


def findings(made: Dossier, pack: Pack) -> list[FindingJson]:
    return [finding_as_json(made, pack, item) for item in Checker(pack).check_all(made)]


def listing(made: Dossier, pack: Pack) -> str:
    """All forms and what was found in each, as text for people."""
    found = findings(made, pack)
    lines: list[str] = []
    for number in range(len(made.forms) + 1):
        own = [item for item in found if item["form"] == number]
        name = form_name(made, pack, made.forms[number - 1]) if number else made.unit_name
        lines += ["", f"{number} {name}" + ("" if own else "：没有发现问题")]
        for item in own:
            lines.append(f"  {SEVERITIES[item['severity']]} {item['rule']} {item['message']}")
            lines.append(f"    {item['advice']}")
            lines.append(f"    {' '.join(item['paths'])}")
            lines += [f"    -> {r['form']}: {' '.join(r['paths'])}" for r in item["related"]]
    return "\n".join(lines[1:]) + "\n"


def test_no_source_is_forgotten() -> None:
    if not FORMS.is_dir() and not CI:
        pytest.skip("the real forms are not there")
    if os.environ.get("REFRESH_GOLDEN"):
        for path in FORMS.glob("*.json"):
            (GOLDEN / f"{path.stem}.txt").touch()
    assert sorted(p.stem for p in FORMS.glob("*.json")) == sorted(
        p.stem for p in GOLDEN.glob("*.txt")
    )


@pytest.mark.parametrize("name", SOURCES)
def test_findings(name: str) -> None:
    made, pack = read(name)
    text = listing(made, pack)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("REFRESH_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    print(text)
    assert text == path.read_text(encoding="utf-8")


def test_known_mistakes_are_found() -> None:
    """The mistakes that really stand in the sources, and nothing on the sums that are right."""
    found = {
        (name[:3], item["rule"], item["form"], item["paths"][0])
        for name in SOURCES
        for item in findings(*read(name))
    }
    assert found == {
        ("000", "R01", 1, "budget.total"),
        ("000", "R01", 6, "amount"),
        ("001", "R01", 1, "duty_overview"),
        ("001", "R40", 2, "items[2].amount"),
        ("001", "R31", 3, "expenditure_total"),
        ("004", "R06", 1, "indicators[4].value"),
        ("004", "R01", 3, "amount"),
    }
