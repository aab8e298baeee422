"""The checks of the lukou-2026 forms once more, in straight code that knows these forms.

It shares no code with the rules but the readers of values, and says only which rule speaks where.
It serves twice: as a second opinion on random forms, and as the limit that speed is measured by.
"""

from __future__ import annotations

from decimal import Decimal

from perfdesk.dossier.state import Dossier, Form
from perfdesk.values.blankness import is_blank, is_unused
from perfdesk.values.money import UNITS, read_amount
from perfdesk.values.targets import parse_operator, parse_target

WAN = UNITS["万元"]
INCOME = (
    "budget.general_public_budget",
    "budget.gov_fund",
    "budget.fiscal_special_account",
    "budget.other_funds",
)
EXPENDITURE = ("budget.basic_expenditure", "budget.project_expenditure")
GROUPS = (INCOME, EXPENDITURE)
TOLD = tuple[str, str]
"""Rule and place, the place as in the JSON view."""


def check_department(form: Form) -> list[TOLD]:
    found: list[TOLD] = []
    values = form.values
    for key in ("annual_duty_goal", "budget.total"):
        text = values.get(key, "")
        if is_blank(text) or (key == "budget.total" and is_unused(text)):
            found.append(("R01", key))
    total = read_amount(values.get("budget.total", ""), WAN)
    if not is_unused(values.get("budget.total", "")):
        empty = [all(is_unused(values.get(k, "")) for k in group) for group in GROUPS]
        found += [("R01", group[0]) for group, none in zip(GROUPS, empty, strict=True) if none]
    check_rows(form, found)
    money = ("budget.total", *INCOME, *EXPENDITURE)
    found += [("R14", key) for key in money if read_amount(values.get(key, ""), WAN).fault]
    for group in GROUPS:
        parts = [read_amount(values.get(key, ""), WAN) for key in group]
        given = [part.base for part in parts if part.base is not None]
        if (
            total.base is not None
            and given
            and not any(part.fault for part in parts)
            and sum(given) != total.base
        ):
            found.append(("R30", "budget.total"))
    return found


def check_project(form: Form) -> list[TOLD]:
    found: list[TOLD] = []
    values = form.values
    for key in ("project_name", "amount", "period", "annual_goal"):
        text = values.get(key, "")
        if is_blank(text) or (key != "annual_goal" and is_unused(text)):
            found.append(("R01", key))
    check_rows(form, found)
    if read_amount(values.get("amount", ""), WAN).fault:
        found.append(("R14", "amount"))
    return found


def check_rows(form: Form, found: list[TOLD]) -> None:
    for i, record in enumerate(form.records("indicators")):
        values = record.values
        operator = parse_operator(values.get("operator", ""))
        unit = values.get("unit", "")
        target = parse_target(values.get("value", ""))
        if operator in {"≥", "≤", "=", ">", "<"} and target.kind in {"text", "time"}:
            found.append(("R06", f"indicators[{i}].value"))
        if is_unused(unit):
            if (
                operator != "定性"
                and target.number is not None
                and not target.unit
                and target.kind != "ratio"
            ):
                found.append(("R08", f"indicators[{i}].unit"))
        elif operator == "定性" and target.number is None:
            found.append(("R08", f"indicators[{i}].unit"))


def check_all(dossier: Dossier) -> list[tuple[int, str, str]]:
    """(number of the form, rule, place), sorted."""
    found: list[tuple[int, str, str]] = []
    if is_unused(dossier.unit_name):
        found.append((0, "R01", "unit_name"))
    wholes: list[tuple[int, Decimal | None]] = []
    parts: list[Decimal | None] = []
    for i, form in enumerate(dossier.forms, 1):
        if form.template == "department":
            told = check_department(form)
            text = form.values.get("budget.project_expenditure", "")
            wholes.append((i, read_amount(text, WAN).base))
        else:
            told = check_project(form)
            parts.append(read_amount(form.values.get("amount", ""), WAN).base)
        found += [(i, rule, place) for rule, place in told]
    if len(wholes) == 1 and wholes[0][1] is not None and parts:
        given = [part for part in parts if part is not None]
        if len(given) == len(parts) and sum(given) != wholes[0][1]:
            found.append((wholes[0][0], "R41", "budget.project_expenditure"))
    return sorted(found)
