"""About sixty checks of the plainest kind, in one go: what the goal for a full check was set with.

Fifteen looks at each indicator, some at the form: lengths, blanks, numbers, sums, doubles. They
understand far less than the rules of the catalogue do, which makes them a hard limit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from perfdesk.dossier.state import Dossier, Form

Found = tuple[str, str, str]
"""Form, place, what is wrong."""

NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?$")
PERCENT = re.compile(r"\d+(\.\d+)?%$")
IN_TEXT = re.compile(r"\d+(?:\.\d+)?")
GOALS = {"department": "annual_duty_goal", "project": "annual_goal"}
REQUIRED = {
    "department": ("annual_duty_goal", "budget.total"),
    "project": ("project_name", "amount", "period", "annual_goal"),
}
SUMS = (
    ("general_public_budget", "gov_fund", "fiscal_special_account", "other_funds"),
    ("basic_expenditure", "project_expenditure"),
)
MANY, LONG_NAME, LONG_NOTE = 10, 60, 200


def check_all(dossier: Dossier) -> list[Found]:
    """Check all forms of a dossier: the limit."""
    found: list[Found] = []
    for form in dossier.forms:
        check(form, found)
    return found


def decimal(text: str) -> Decimal | None:
    """Return a number, or None."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def check(form: Form, found: list[Found]) -> None:
    """Check one form."""
    values, number = form.values, form.id
    required = REQUIRED[form.template]
    found += [(number, key, "missing") for key in required if not values.get(key, "").strip()]
    goal = values.get(GOALS[form.template], "")
    if not 20 <= len(goal) <= 2000:
        found.append((number, "goal", "length"))
    if form.template == "department":
        total = decimal(values.get("budget.total", ""))
        for keys in SUMS:
            parts = [decimal(values.get(f"budget.{key}", "")) for key in keys]
            given = [part for part in parts if part is not None]
            if total is None or len(given) < len(parts):
                found.append((number, "budget", "number"))
            elif sum(given) != total:
                found.append((number, "budget", "sum"))
            found += [(number, "budget", "negative") for part in given if part < 0]
    said = [record.values.get("value", "") for record in form.tables["indicators"]]
    found += [(number, "goal", "number") for n in IN_TEXT.findall(goal) if n not in said]
    indicators(form, found)


def indicators(form: Form, found: list[Found]) -> None:
    """Check the indicators of a form, each and all together."""
    groups: dict[str, list[str]] = {}
    names: set[tuple[str, str]] = set()
    for record in form.tables["indicators"]:
        own = record.values
        key = (own["level2"], own["level3"])
        if key in names:
            found.append((form.id, record.id, "double"))
        names.add(key)
        groups.setdefault(own["level2"], []).append(own.get("value", ""))
        indicator((form.id, record.id), own, found)
    for group, targets in groups.items():
        if all(target in {"", "无"} for target in targets):
            found.append((form.id, group, "none"))
        if len(targets) > MANY:
            found.append((form.id, group, "many"))


def indicator(place: tuple[str, str], own: Mapping[str, str], found: list[Found]) -> None:
    """Look at one indicator fifteen times."""
    name, value, unit = own["level3"], own.get("value", ""), own.get("unit", "")
    operator = own.get("operator", "")
    wrong: list[str] = []
    if not name:
        wrong.append("name missing")
    if len(name) > LONG_NAME:
        wrong.append("name long")
    if name != name.strip():
        wrong.append("name blanks")
    if operator not in {"≥", "≤", "=", "定性"}:
        wrong.append("operator")
    if not unit:
        wrong.append("unit missing")
    if own["level2"].endswith("成本指标") and operator == "≥":
        wrong.append("cost grows")
    if len(own.get("explanation", "")) > LONG_NOTE:
        wrong.append("note long")
    if value in {"", "无"}:
        if value != name:
            wrong.append("value missing")
    else:
        target(value, unit, own["level2"], wrong)
    found += [(*place, what) for what in wrong]


def target(value: str, unit: str, level2: str, wrong: list[str]) -> None:
    """Look at a value that is filled in."""
    if not NUMBER.match(value) and not PERCENT.match(value):
        wrong.append("no number")
    if value.endswith("%") and unit == "%":
        wrong.append("percent twice")
    number = decimal(value.rstrip("%"))
    if number is None:
        wrong.append("not read")
        return
    if number < 0:
        wrong.append("negative")
    if unit == "%" and number > 100:
        wrong.append("over 100")
    if level2.startswith("服务") and number < 80:
        wrong.append("satisfaction low")
