"""The checks R01, R06, R08, R14, R30, R31, R40 and R41 as straight code: the limit of the engine.

What the rules find out from declarations is written down here for the templates at hand: which
fields there are, their units, what adds up to what. There are no views, no registry, no notes and
no severities; what is found is a plain tuple. Texts are read by the same readers
(``perfdesk.values``), because straight code would have to understand 95% and 2026年12月前 as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.values.blankness import is_blank, is_unused
from perfdesk.values.money import UNITS, Amount, read_amount
from perfdesk.values.targets import (
    NUMERIC_OPERATORS,
    begins_with_symbol,
    parse_operator,
    parse_target,
)

Found = tuple[str, str, str, str, str]
"""Rule, form, field or table, record, column."""

WAN = UNITS["万元"]
INCOME = (
    "budget.general_public_budget",
    "budget.gov_fund",
    "budget.fiscal_special_account",
    "budget.other_funds",
)
SPENDING = ("budget.basic_expenditure", "budget.project_expenditure")
ZERO = Decimal(0)


def check_lukou(dossier: Dossier) -> list[Found]:
    """Check a dossier of department and project forms."""
    found: list[Found] = []
    if is_unused(dossier.unit_name):
        found.append(("R01", "", "unit_name", "", ""))
    whole: list[tuple[str, Decimal | None]] = []
    parts: list[Decimal | None] = []
    for form in dossier.forms:
        if form.template == "department":
            department(form, found)
            amount = read_amount(form.values.get("budget.project_expenditure", ""), WAN)
            whole.append((form.id, amount.base))
        else:
            project(form, found)
            parts.append(read_amount(form.values.get("amount", ""), WAN).base)
    projects_total(whole, "budget.project_expenditure", parts, found)
    return found


def projects_total(
    whole: Sequence[tuple[str, Decimal | None]],
    field: str,
    parts: Sequence[Decimal | None],
    found: list[Found],
) -> None:
    """R41."""
    given = [part for part in parts if part is not None]
    if len(whole) != 1 or not given or len(given) != len(parts):
        return
    form, base = whole[0]
    if base is not None and sum(given) != base:
        found.append(("R41", form, field, "", ""))


def department(form: Form, found: list[Found]) -> None:
    """Check a department form."""
    values = form.values
    required(form, ("annual_duty_goal", "budget.total"), ("annual_duty_goal",), found)
    budget = {
        key: read_amount(values.get(key, ""), WAN) for key in ("budget.total", *INCOME, *SPENDING)
    }
    for key, amount in budget.items():
        if amount.fault:
            found.append(("R14", form.id, key, "", ""))
    for parts in (INCOME, SPENDING):
        if not is_unused(values.get("budget.total", "")) and all(
            is_unused(values.get(key, "")) for key in parts
        ):
            found.append(("R01", form.id, parts[0], "", ""))
        adds_up(form, budget, parts, found)
    split_targets(form, ("level3", "operator", "value", "unit", "explanation", "remark"), found)


def adds_up(
    form: Form, budget: dict[str, Amount], parts: Sequence[str], found: list[Found]
) -> None:
    """R30."""
    total = budget["budget.total"].base
    amounts = [budget[key] for key in parts]
    given = [amount.base for amount in amounts if amount.base is not None]
    if total is None or not given or any(amount.fault for amount in amounts):
        return
    if sum(given) != total:
        found.append(("R30", form.id, "budget.total", "", ""))


def project(form: Form, found: list[Found]) -> None:
    """Check a project form."""
    keys = ("project_name", "amount", "period", "annual_goal")
    required(form, keys, ("annual_goal",), found)
    if read_amount(form.values.get("amount", ""), WAN).fault:
        found.append(("R14", form.id, "amount", "", ""))
    split_targets(form, ("level3", "value", "unit", "operator", "remark"), found)


def required(form: Form, keys: Sequence[str], goals: Sequence[str], found: list[Found]) -> None:
    """R01 of fields; a goal that is 无 is left to another rule."""
    for key in keys:
        text = form.values.get(key, "")
        if is_unused(text) and (is_blank(text) or key not in goals):
            found.append(("R01", form.id, key, "", ""))


def in_use(record: Record, columns: Sequence[str]) -> bool:
    """Tell whether something is filled in in a row."""
    values = record.values
    return any((text := values.get(column)) and not is_unused(text) for column in columns)


def split_targets(form: Form, columns: Sequence[str], found: list[Found]) -> None:
    """R06 and R08 where operator, value and unit stand in columns of their own."""
    for record in form.tables.get("indicators", ()):
        if not in_use(record, columns):
            continue
        values = record.values
        operator = parse_operator(values.get("operator", ""))
        target = parse_target(values.get("value", ""))
        if target.kind == "blank":
            found.append(("R01", form.id, "indicators", record.id, "value"))
        if operator in NUMERIC_OPERATORS and target.kind in {"text", "time"}:
            found.append(("R06", form.id, "indicators", record.id, "value"))
        unit = values.get("unit", "")
        qualitative = operator == "定性"
        if is_unused(unit):
            bare = target.number is not None and not target.unit and target.kind != "ratio"
            wrong = bare and not qualitative
        else:
            wrong = qualitative and target.number is None
        if wrong:
            found.append(("R08", form.id, "indicators", record.id, "unit"))


def check_shifeng(dossier: Dossier) -> list[Found]:
    """Check a dossier of a summary and the forms of its directions."""
    found: list[Found] = []
    if is_unused(dossier.unit_name):
        found.append(("R01", "", "unit_name", "", ""))
    own: dict[str, list[Form]] = {}
    for form in dossier.forms:
        if form.template == "direction":
            direction(form, found)
            own.setdefault(compact(form.values.get("direction_name", "")), []).append(form)
    for form in dossier.forms:
        if form.template == "summary":
            summary(form, own, found)
    return found


def direction(form: Form, found: list[Found]) -> None:
    """Check the form of a direction."""
    values = form.values
    goals = ("period_goal", "annual_goal")
    money = ("amount", "special_fund_amount", "expenditure_total")
    keys = ("direction_name", "special_fund_name", *money[:2], "period", *goals)
    required(form, keys, goals, found)
    amounts = {key: read_amount(values.get(key, ""), WAN) for key in money}
    for key, amount in amounts.items():
        if amount.fault:
            found.append(("R14", form.id, key, "", ""))
    for record in form.tables.get("indicators", ()):
        if in_use(record, ("level3", "value", "standard")):
            text = record.values.get("value", "")
            if is_blank(text):
                found.append(("R01", form.id, "indicators", record.id, "value"))
            if parse_target(text).kind in {"text", "time"} and begins_with_symbol(text):
                found.append(("R06", form.id, "indicators", record.id, "value"))
    details(form, amounts, found)


def details(form: Form, amounts: dict[str, Amount], found: list[Found]) -> None:
    """R14 and R31 of the details of a direction's money."""
    table = "expenditure_details"
    rows = [
        (record.id, read_amount(record.values.get("amount", ""), WAN))
        for record in form.tables.get(table, ())
    ]
    faults = [row for row, amount in rows if amount.fault]
    found += [("R14", form.id, table, row, "amount") for row in faults]
    total, amount = amounts["expenditure_total"], amounts["amount"]
    if faults or total.fault or amount.fault:
        return
    given = [(row, own.base) for row, own in rows if own.base is not None]
    added = sum((base for _, base in given), ZERO) if given else None
    if added == total.base == amount.base:
        return
    first = disagree(added, total.base)
    if first == "sum":
        found.append(("R31", form.id, "expenditure_total", "", ""))
    elif first:
        found.append(("R31", form.id, table, given[0][0], "amount"))
    figures = [base for base in (total.base, added) if base is not None]
    results = [disagree(base, amount.base) for base in figures]
    if not all(results) or (first == "unit" and "unit" in results):
        return
    if "unit" in results:
        of_total = figures[results.index("unit")] == total.base
        place = ("expenditure_total", "", "") if of_total else (table, given[0][0], "amount")
        found.append(("R31", form.id, *place))
    elif results:
        found.append(("R31", form.id, "amount", "", ""))


def disagree(part: Decimal | None, whole: Decimal | None) -> str:
    """Tell how two amounts differ: not, by a mix-up of 元 and 万元, or otherwise."""
    if part is None or whole is None or part == whole:
        return ""
    return "unit" if whole in {part.scaleb(4), part.scaleb(-4)} else "sum"


def summary(form: Form, own: dict[str, list[Form]], found: list[Found]) -> None:
    """R14 and R40: each direction is its own form's, its special their sum, 合计 that of all."""
    rows = [
        (record, record.values.get("kind", ""), read_amount(record.values.get("amount", ""), WAN))
        for record in form.tables.get("items", ())
    ]
    found += [
        ("R14", form.id, "items", record.id, "amount") for record, _, amount in rows if amount.fault
    ]
    names = Counter(compact(r.values.get("name", "")) for r, kind, _ in rows if kind == "direction")
    totals: list[tuple[Record, Decimal | None]] = []
    groups: list[tuple[Record, Decimal | None, list[Item]]] = []
    for record, kind, amount in rows:
        if kind == "total":
            totals.append((record, amount.base))
        elif kind == "special":
            groups.append((record, amount.base, []))
        elif kind == "direction":
            groups[-1][2].append(item(record, amount.base, groups[-1][0], own, names))
    everything = ZERO
    for record, base, items in groups:
        everything += group(form, record, base, items, found)
    if len(totals) == 1:
        record, base = totals[0]
        sums = [base for _, base, _ in groups]
        given = [base for base in sums if base is not None]
        if base is not None and given and len(given) == len(sums):
            off = base - sum(given, ZERO)
            if off and not (everything and off + everything == 0):
                found.append(("R40", form.id, "items", record.id, "amount"))


Item = tuple[Record, Decimal | None, Form | None, Decimal | None]
"""A row of a summary, its amount, its own form and the amount there."""


def item(
    record: Record,
    base: Decimal | None,
    special: Record,
    own: dict[str, list[Form]],
    names: Mapping[str, int],
) -> Item:
    """Find the form of a row by its name, and by its special where several have the name."""
    name = compact(record.values.get("name", ""))
    forms = own.get(name, []) if name else []
    wanted = compact(special.values.get("name", ""))
    same = [f for f in forms if compact(f.values.get("special_fund_name", "")) == wanted]
    forms = same or (forms if names[name] == 1 else [])
    if len(forms) != 1:
        return record, base, None, None
    return record, base, forms[0], read_amount(forms[0].values.get("amount", ""), WAN).base


def group(
    form: Form, record: Record, base: Decimal | None, items: Sequence[Item], found: list[Found]
) -> Decimal:
    """Check a special and its directions; return by how much the directions exceed their forms."""
    excess = ZERO
    for row, amount, _, own in items:
        if amount is not None and own is not None and amount != own:
            excess += amount - own
            found.append(("R40", form.id, "items", row.id, "amount"))
    if base is None:
        return excess
    given = [amount for _, amount, _, _ in items if amount is not None]
    if given and len(given) == len(items):
        off = base - sum(given, ZERO)
        if off and not (excess and off + excess == 0):
            found.append(("R40", form.id, "items", record.id, "amount"))
            return excess
    for _, _, own_form, _ in items:
        text = own_form.values.get("special_fund_amount", "") if own_form else ""
        fund = read_amount(text, WAN).base
        if fund is not None:
            off = base - fund
            if off and not (excess and off == excess):
                found.append(("R40", form.id, "items", record.id, "amount"))
                return excess
    return excess


def compact(text: str) -> str:
    """Return a name without blanks."""
    return "".join(text.split())
