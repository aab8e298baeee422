"""The checks of the lukou-2026 forms once more, in straight code that knows these forms.

It shares no code with the rules but the readers of values, and says only which rule speaks where.
It serves twice: as a second opinion on random forms, and as the limit that speed is measured by.
So it is one long pass over each form, with nothing declared, named or looked up.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.values.blankness import compact, is_blank, is_not_used, is_unused
from perfdesk.values.doubling import doubled, tidy_target
from perfdesk.values.money import UNITS, read_amount
from perfdesk.values.names import overlap, pairs, same_thing
from perfdesk.values.numbers import narrow
from perfdesk.values.periods import Period, duration, is_after, read_deadline, read_period
from perfdesk.values.prose import Promise, promises
from perfdesk.values.readings import Reading, read_indicator
from perfdesk.values.slips import PLAIN, is_vague, look
from perfdesk.values.targets import begins_with_number, is_number, parse_operator, parse_target
from perfdesk.values.units import alike, read_unit, spelling
from perfdesk.values.years import finished_years

WAN = UNITS["万元"]
INCOME = (
    "budget.general_public_budget",
    "budget.gov_fund",
    "budget.fiscal_special_account",
    "budget.other_funds",
)
EXPENDITURE = ("budget.basic_expenditure", "budget.project_expenditure")
GROUPS = (INCOME, EXPENDITURE)
OPERATORS = frozenset(("≥", "≤", "=", ">", "<", "定性"))
COSTS = frozenset(("cost", "social_cost", "ecological_cost"))
NUMERIC = frozenset(("number", "range", "ratio"))
SERVED = re.compile(
    "群众|企业|居民|村民|学生|客户|游客|农户|公众|商户|消费者|客商|用户|学员|旅客|观众|参训|家长|患者|老人|职工|"
    "市民|师生|服务对象|受益"
)
PER_MANY = re.compile(
    "[十百千万](?:人|户|台|车|辆|件|例|名|吨|公里)(?!次|以上|级)|亿元(?=GDP|地区生产总值|产值)"
)
WIDER = re.compile("总投资|概算|上级|中央|省级|市级|自筹|社会资本|配套|[二两三四五][年期]|全周期")
WHOLE_UNIT = re.compile(
    "部门|单位|本级|机关|整体|全年|年度|年初|本年|当年|财政|拨款|预算|支出|资金|经费|费用|成本|投入|控制|"
    "不超过?|总|额|数|量|内|在|[（(].*"
)
LIMITS = re.compile("时限|时间|期限|工期|节点|周期|完成|进度")
GENERIC = re.compile(
    r"(?:项目|工作|任务|活动|资金|经费|预算|验收|工程|年度|质量|培训|重点|补助)*(?:按期|按时|及时|准时)?"
    r"(?:完成|拨付|支付|执行|合格|达标|到位|使用|兑付|发放|参与|覆盖|知晓)*(?:率|情况|次数|人数|场次|数量)?"
)
LEVELS = {
    template: {
        (a, b)
        for a, bs in {
            "产出指标": ("数量指标", "质量指标", "时效指标"),
            "效益指标": ("经济效益", "社会效益", "生态效益"),
            satisfaction: ("服务对象满意度",),
            "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
        }.items()
        for b in bs
    }
    for template, satisfaction in (("department", "满意度指标"), ("project", "满意度"))
}
TEXTS = {
    "department": {
        "": {"annual_duty_goal": "年度履职目标"},
        "tasks": {"name": "任务名称", "content": "主要内容"},
        "indicators": {
            "level3": "三级指标", "value": "指标值", "unit": "度量单位",
            "explanation": "指标值说明（指标解释）", "remark": "备注",
        },
    },
    "project": {
        "": {
            "project_name": "项目名称", "category": "项目类别", "period": "项目支出实施期",
            "annual_goal": "本年度绩效目标",
        },
        "indicators": {
            "level3": "三级指标", "value": "指标值", "unit": "度量单位", "remark": "备注",
        },
    },
}  # fmt: skip
TOLD = tuple[str, str]
"""Rule and place, the place as in the JSON view."""
Row = tuple[int, Record, Reading]


def mixed(one: Decimal, other: Decimal) -> bool:
    return bool(one) and (one == other * 10000 or one * 10000 == other)


def out_of_scale(total: Decimal, parts: list[Decimal]) -> int | None:
    added = sum(parts, Decimal(0))
    if mixed(total, added):
        return -1
    for i, part in enumerate(parts):
        rest = total - (added - part)
        if len(parts) > 1 and rest and mixed(rest, part):
            return i
    return None


def check_department(dossier: Dossier, form: Form) -> list[TOLD]:
    found: list[TOLD] = []
    values = form.values
    goal = values.get("annual_duty_goal", "")
    check_goal(goal, "annual_duty_goal", found)
    if is_unused(values.get("budget.total", "")):
        found.append(("R01", "budget.total"))
    total = read_amount(values.get("budget.total", ""), WAN)
    if not is_unused(values.get("budget.total", "")):
        empty = [all(is_unused(values.get(k, "")) for k in group) for group in GROUPS]
        found += [("R01", group[0]) for group, none in zip(GROUPS, empty, strict=True) if none]
    money = ("budget.total", *INCOME, *EXPENDITURE)
    found += [("R14", key) for key in money if read_amount(values.get(key, ""), WAN).fault]
    for group in GROUPS:
        parts = [(key, read_amount(values.get(key, ""), WAN)) for key in group]
        given = [(key, part.base) for key, part in parts if part.base is not None]
        bases = [base for _, base in given]
        if total.base is None or not given or any(part.fault for _, part in parts):
            continue
        if sum(bases) == total.base:
            continue
        wrong = out_of_scale(total.base, bases)
        if wrong is None:
            found.append(("R30", "budget.total"))
        else:
            place = given[wrong][0] if wrong >= 0 else "budget.total"
            found += [("R32", place)] if ("R32", place) not in found else []
    tasks = [
        (f"tasks[{i}].content", text)
        for i, record in enumerate(form.records("tasks"))
        if (text := record.values.get("content"))
    ]
    texts = [("annual_duty_goal", goal), *tasks]
    check_texts(dossier, form, None, found)
    check_rows(dossier, form, total.base, None, "", texts, goal, found)
    return found


def check_project(dossier: Dossier, form: Form) -> list[TOLD]:
    found: list[TOLD] = []
    values = form.values
    required = ("project_name", "amount", "period")
    found += [("R01", key) for key in required if is_unused(values.get(key, ""))]
    goal = values.get("annual_goal", "")
    check_goal(goal, "annual_goal", found)
    amount = read_amount(values.get("amount", ""), WAN)
    if amount.fault:
        found.append(("R14", "amount"))
    text = values.get("period", "")
    period = read_period(text) if text else None
    if period and period.start and period.end and period.end < period.start:
        found.append(("R34", "period"))
    name = values.get("project_name", "")
    check_texts(dossier, form, period, found)
    texts = [("annual_goal", goal)]
    check_rows(dossier, form, amount.base, period, compact(name), texts, goal + name, found)
    return found


def check_goal(goal: str, key: str, found: list[TOLD]) -> None:
    if is_blank(goal):
        found.append(("R01", key))
    elif is_not_used(goal) or not any(char.isalnum() for char in goal):
        found.append(("R02", key))
    if goal and is_number(goal):
        found.append(("R03", key))


def check_texts(dossier: Dossier, form: Form, period: Period | None, found: list[TOLD]) -> None:
    """Slips and years in any text of the form."""
    year = dossier.year
    fine = {year, *(period.years if period else ())}
    texts = TEXTS[form.template]
    for key, text in form.values.items():
        if text and key in texts[""]:
            check_text(form, key, text, texts[""][key], fine, year, key == "period", found)
    for table, records in form.tables.items():
        labels = texts.get(table, {})
        for i, record in enumerate(records):
            for key, text in record.values.items():
                if not text or key not in labels:
                    continue
                place = f"{table}[{i}].{key}"
                late = period and table == "indicators" and key == "value"
                dated = bool(late and read_deadline(text, year))
                check_text(form, place, text, labels[key], fine, year, dated, found)


def check_text(  # noqa: C901 - one pass, on purpose
    form: Form,
    place: str,
    text: str,
    label: str,
    fine: set[int],
    year: int,
    dated: bool,
    found: list[TOLD],
) -> None:
    looks = look(text)
    if text[0] == label[0] and text.rstrip("：:") == label:
        found.append(("R04", place))
    if looks is PLAIN:
        return
    if looks.placeholder and not is_unused(text):
        found.append(("R04", place))
    if looks.repeated:
        found.append(("R46", place))
    if looks.markup or looks.bracket:
        found.append(("R46", place))
    for item in () if dated else looks.years:
        if item.year not in fine and abs(item.year - year) <= 3:
            rest = re.split("[。；;\n\r]", narrow(text)[item.start + 4 :], maxsplit=1)[0]
            if item.year < year and f"{year}年" in rest:
                continue
            for other in form.values.values():
                fine |= finished_years(other)
            if item.year not in fine:
                found.append(("R33", place))
                break


def check_rows(  # noqa: C901, PLR0912, PLR0915 - one pass, on purpose
    dossier: Dossier,
    form: Form,
    amount: Decimal | None,
    period: Period | None,
    project: str,
    texts: list[tuple[str, str]],
    served: str,
    found: list[TOLD],
) -> None:
    rows: list[Row] = []
    first_of: dict[str, str] = {}
    filled: set[str] = set()
    strays: list[str] = []
    sums: list[tuple[str, Reading, Decimal]] = []
    names: dict[str, Reading] = {}
    unit_of_costs: Reading | None = None
    inside = outside = False
    levels = LEVELS[form.template]
    reversed_ = period and period.start and period.end and period.end < period.start
    for i, record in enumerate(form.records("indicators")):
        get = record.values.get
        name, value = get("level3", ""), get("value", "")
        operator, unit = get("operator", ""), get("unit", "")
        level1, level2 = get("level1", ""), get("level2", "")
        at = f"indicators[{i}]."
        for level in (level1, level2):
            first_of.setdefault(level, f"{at}level3")
        if (level1, level2) not in levels:
            found.append(("R16", f"{at}level3"))
        if is_unused(name):
            if is_not_used(name):
                if not is_unused(value):
                    found.append(("R38", f"{at}value"))
                elif not is_unused(unit):
                    found.append(("R38", f"{at}unit"))
            elif not all(map(is_unused, (value, operator, unit, get("explanation", ""),
                                         get("remark", "")))):  # fmt: skip
                found.append(("R01", f"{at}level3"))
            continue
        if is_blank(value):
            found.append(("R01", f"{at}value"))
        elif is_not_used(value):
            found.append(("R38", f"{at}value"))
        item = read_indicator(name, value, operator, unit, level1, level2)
        rows.append((i, record, item))
        filled |= {level1, level2}
        check_row(at, item, value, operator, unit, found)
        if item.name.text in names:
            found.append(("R25", f"{at}level3"))
        else:
            names[item.name.text] = item
            if item.empty and item.empty != "number":
                found.append(("R25", f"{at}level3"))
        if item.belongs:
            strays.append(f"{at}level3")
            filled.add(item.belongs)
        if item.group == "satisfaction":
            inside = True
        elif item.name.satisfaction and item.group:
            outside = True
            found.append(("R19", f"{at}level3"))
        if item.unit.kind == "money":
            if (
                item.unit.base == "元"
                and item.amount is not None
                and (item.name.cost or (item.group == "cost" and not item.name.unit_cost))
            ):
                sums.append((at, item, item.amount))
            if item.group == "cost" and not item.name.unit_cost:
                if unit_of_costs is None:
                    unit_of_costs = item
                elif item.unit.base == unit_of_costs.unit.base and item.unit != unit_of_costs.unit:
                    found.append(("R47", f"{at}unit"))
        if period and not reversed_ and outside_period(dossier, value, item, period):
            found.append(("R34", f"{at}value"))
    if strays:
        found.append(("R24", strays[0]))
    check_groups(rows, filled, first_of, found)
    if rows and not inside and not outside and SERVED.search(served):
        found.append(("R19", first_of.get("服务对象满意度", first_of.get(
            "满意度" if form.template == "project" else "满意度指标", "indicators"))))  # fmt: skip
    single = form.template == "project"
    check_costs(sums, amount, project, single, found)
    check_prices(rows, amount, single, found)
    check_promises(rows, texts, found)


def check_groups(
    rows: list[Row], filled: set[str], first_of: dict[str, str], found: list[TOLD]
) -> None:
    if not rows:
        found.append(("R17", first_of.get("产出指标", "indicators")))
        return
    if len(rows) < 3:
        found.append(("R37", f"indicators[{rows[-1][0]}].level3"))
    needed = [("R17", group) for group in ("产出指标", "效益指标")]
    missing = [group for group in ("数量指标", "质量指标", "时效指标") if group not in filled]
    if len(missing) < 3:
        needed += [("R18", group) for group in missing]
    needed.append(("R20", "成本指标"))
    for rule, group in needed:
        if group not in filled:
            found.append((rule, first_of.get(group, "indicators")))


def check_row(  # noqa: C901, PLR0912, PLR0915 - one pass, on purpose
    at: str, item: Reading, value: str, operator: str, unit: str, found: list[TOLD]
) -> None:
    """One indicator that has a name."""
    name, sign, target = item.name, item.operator, item.target
    numeric = target.kind in NUMERIC
    typed_operator, typed_unit = not is_unused(operator), not is_unused(unit)
    if item.empty == "number":
        found.append(("R03", f"{at}level3"))
    twice_operator, twice = doubled(operator), doubled(value)
    if operator not in OPERATORS:
        if not typed_operator:
            if not is_unused(value):
                found.append(("R05", f"{at}operator"))
        elif not twice_operator:
            found.append(("R05", f"{at}operator"))
    if not twice and not target.operator and tidy_target(value):
        found.append(("R05", f"{at}value"))
    wordy = target.kind in {"text", "time", "budget"} and not twice
    wordy = wordy and not (target.kind == "text" and begins_with_number(value))
    if wordy and typed_operator and sign in {"≥", "≤", "=", ">", "<"}:
        found.append(("R06", f"{at}value"))
    if sign == "定性" and numeric and item.unit.name not in {"月", "日", "号"}:
        found.append(("R07", f"{at}value"))
    if typed_unit:
        if sign == "定性" and target.number is None:
            found.append(("R08", f"{at}unit"))
    elif (
        numeric
        and target.kind != "ratio"
        and not target.unit
        and not (sign == "定性" or name.mere_number)
    ):
        found.append(("R08", f"{at}unit"))
    if twice_operator:
        found.append(("R09", f"{at}operator"))
    if sign != "定性" and (twice or (numeric and (target.operator or target.unit))):
        check_twice(at, value, operator, unit, item, found)
    if unit and typed_unit:
        if spelling(unit) or (unit.strip() in {"万", "亿"} and name.money):
            found.append(("R10", f"{at}unit"))
    elif target.unit and (spelling(target.unit) or (target.unit in {"万", "亿"} and name.money)):
        found.append(("R10", f"{at}value"))
    kind = item.unit.kind
    if target.number is not None and sign != "定性" and item.unit.name:
        if name.rate or name.satisfaction:
            clash = kind not in {"", "percent", "points", "price"}
        elif name.duration:
            clash = kind not in {"", "time", "price"}
        else:
            clash = name.counted and kind == "percent"
        if clash:
            found.append(("R11", f"{at}unit"))
    if item.amount is not None:
        share = kind == "percent" and name.share and sign != "定性"
        if share and (item.amount > 100 or (item.amount == 100 and name.satisfaction)):
            found.append(("R12", f"{at}value"))
        if (
            kind == "count"
            and item.amount != item.amount.to_integral_value()
            and not name.unit_cost
            and not PER_MANY.search(name.text)
        ):
            found.append(("R13", f"{at}value"))
    if target.kind == "text" and not typed_operator and is_vague_value(item, value):
        found.append(("R15", f"{at}value"))


def is_vague_value(item: Reading, value: str) -> bool:
    name = item.name
    told = name.rate or name.satisfaction or name.text == compact(value)
    return is_vague(value) and not told


def check_twice(
    at: str, value: str, operator: str, unit: str, item: Reading, found: list[TOLD]
) -> None:
    twice = doubled(value)
    if twice and not twice.once:
        found.append(("R09", f"{at}value"))
        return
    target = parse_target(twice.once) if twice else item.target
    if target.kind not in NUMERIC:
        return
    own = parse_operator(operator)
    again = bool(target.operator and own)
    if target.unit and not is_unused(unit):
        one, other = read_unit(target.unit), read_unit(unit)
        scale = one.name in {"万", "亿"}
        again = again or not scale or other.name.startswith(one.name)
    if again or twice:
        found.append(("R09", f"{at}value"))


def outside_period(dossier: Dossier, value: str, item: Reading, period: Period) -> bool:
    if item.target.kind == "time":
        day = read_deadline(value, dossier.year)
        if day is None:
            return False
        if period.start is None or period.end is None:
            last = dossier.year + min(int((period.days or 0) / Decimal(370)) + 1, 3)
            return bool(period.days) and not dossier.year <= day.year <= last
        return is_after(value, day, period.end) or day < period.start
    if item.group != "timeliness" or item.unit.kind != "time" or period.days is None:
        return False
    if item.operator not in {"", "=", "≤", "<"} or not LIMITS.search(item.name.text):
        return False
    length = duration(item.target.number, item.unit.name)
    return length is not None and length > period.days * Decimal("1.1")


def check_costs(
    sums: list[tuple[str, Reading, Decimal]],
    amount: Decimal | None,
    project: str,
    single: bool,
    found: list[TOLD],
) -> None:
    total = [
        (item.name.cost and (single or not WHOLE_UNIT.sub("", item.name.text)))
        or bool(project and item.name.text == project)
        for _, item, _ in sums
    ]
    for (at, item, cost), whole in zip(sums, total, strict=True):
        limit = not item.operator or item.operator in {"≤", "<"}
        if not limit and (whole or (item.operator != "=" and cost == amount)):
            found.append(("R22", f"{at}operator"))
    if amount is None:
        return
    adds = sum((s[2] for s, whole in zip(sums, total, strict=True) if whole), Decimal(0)) == amount
    for (at, item, cost), whole in zip(sums, total, strict=True):
        if mixed(cost, amount):
            found.append(("R32", f"{at}value"))
            continue
        number = item.target.number
        if cost == amount or number is None:
            continue
        if (amount / item.unit.factor).quantize(number, ROUND_HALF_UP) == number:
            continue
        if (cost > amount and not WIDER.search(item.name.text)) or (
            cost < amount and whole and not adds
        ):
            found.append(("R21", f"{at}value"))


def check_prices(
    rows: list[Row],
    amount: Decimal | None,
    single: bool,
    found: list[TOLD],
) -> None:
    prices = [row for row in rows if row[2].unit.kind == "price" and row[2].amount is not None]
    if not prices or amount is None:
        return
    products = []
    for i, _, price in prices:
        head, _, per = price.unit.name.partition("/")
        wanted = read_unit(per)
        fits = []
        for _, _, item in rows:
            if item.amount is None or not wanted.kind or read_unit(head).kind != "money":
                continue
            paper = {item.unit.base, wanted.base} <= {"份", "册", "本", "套", "张"}
            told = overlap(item.name.core, price.name.core) > 0.3
            if item.unit.base == wanted.base or (
                paper and told and alike(item.unit.name, wanted.name)
            ):
                fits.append(item.amount)
        if len(fits) == 1 and price.amount is not None:
            products.append((i, price.amount * fits[0] / wanted.factor))
    if sum((product for _, product in products), Decimal(0)) != amount:
        partly = len(prices) > 1 or not single
        for i, product in products:
            near = abs(product - amount) <= amount * Decimal("0.01")
            if not near and (product > amount or not partly):
                found.append(("R23", f"indicators[{i}].value"))


def check_promises(  # noqa: C901 - one pass, on purpose
    rows: list[Row], texts: list[tuple[str, str]], found: list[TOLD]
) -> None:
    """The numbers of the goals against the indicators."""
    given = [(place, item) for place, text in texts if text for item in promises(text)]
    if not given:
        return
    numbers = [row for row in rows if row[2].amount is not None]
    by_unit: dict[str, list[Row]] = {}
    for row in numbers:
        by_unit.setdefault(row[2].unit.name, []).append(row)
    prose = compact("".join(
        (row[1].values.get("value", "") if row[2].target.kind == "text" else "") + row[2].name.text
        for row in rows
    ))  # fmt: skip
    said: list[tuple[str, Promise, list[Row]]] = []
    unmeasured: list[tuple[str, Promise]] = []
    for place, item in given:
        own = [row for unit in by_unit if alike(item.unit.name, unit) for row in by_unit[unit]]
        same = [
            row
            for row in own
            if same_thing(item.subject, row[2].name.core) >= 0.8
            or same_thing(item.noun, row[2].name.core) >= 0.8
        ]
        meant = same
        if len(same) > 1:
            rest = item.subject
            for row in same:
                core = row[2].name.core
                if not core or core not in rest:
                    meant = []
                    break
                rest = rest.replace(core, "", 1)
        said.append((place, item, meant))
        if (
            not same
            and item.exact
            and not (
                any(row[2].amount == item.value for row in own)
                or any(overlap(item.thing, row[2].name.core) > 0.3 for row in own)
                or f"{item.number}{item.unit.name}" in prose
            )
        ):
            unmeasured.append((place, item))
    check_contradictions(said, found)
    check_unmeasured(said, unmeasured, numbers, found)
    told = {row[0] for _, _, meant in said for row in meant}
    if len(told) >= 3 and len(told) >= Decimal("0.6") * len(rows):
        known = pairs(compact("".join(text for _, text in texts)))
        for i, _, reading in rows:
            if i not in told and not pairs(reading.name.core) & known:
                found.append(("R27", f"indicators[{i}].level3"))


def check_contradictions(said: list[tuple[str, Promise, list[Row]]], found: list[TOLD]) -> None:
    for _, item, meant in said:
        for i, _, reading in meant:
            amount = reading.amount
            if amount is None or amount == item.value:
                continue
            if reading.unit.kind == "money" and mixed(amount, item.value):
                found.append(("R32", f"indicators[{i}].value"))
                continue
            if reading.target.upper is not None or not item.exact:
                continue
            several = item.several and item.unit.kind != "percent"
            core = reading.name.core
            if several and item.subject != core and same_thing(item.noun, core) < 0.8:
                continue
            others = [p.value for _, p, rows in said if any(row[0] == i for row in rows)]
            if amount not in others and sum(others, Decimal(0)) != amount:
                found.append(("R26", f"indicators[{i}].value"))


def check_unmeasured(
    said: list[tuple[str, Promise, list[Row]]],
    unmeasured: list[tuple[str, Promise]],
    numbers: list[Row],
    found: list[TOLD],
) -> None:
    if not unmeasured:
        return
    together: dict[str, list[Promise]] = {}
    for _, item, _ in said:
        together.setdefault(item.unit.base, []).append(item)
    added: list[Promise] = []
    for items in together.values():
        total = sum((item.value for item in items), Decimal(0))
        if len(items) > 1 and any(
            alike(items[0].unit.name, row[2].unit.name) and row[2].amount == total
            for row in numbers
        ):
            added += items
    places = dict.fromkeys(place for place, item in unmeasured if item not in added)
    found += [("R26", place) for place in places]


def own_targets(form: Form) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for record in form.records("indicators"):
        get = record.values.get
        name = get("level3", "")
        if is_unused(name):
            continue
        item = read_indicator(
            name, get("value", ""), get("operator", ""), get("unit", ""), get("level1", ""),
            get("level2", ""),
        )  # fmt: skip
        own = item.group in {"satisfaction", "timeliness", ""} or item.name.satisfaction
        cost = item.name.cost or (item.group in COSTS and item.unit.kind == "money")
        if item.amount is None or own or cost or len(item.name.text) < 4:
            continue
        if not GENERIC.fullmatch(item.name.text):
            found.setdefault(item.name.text, item)
    return found


def check_across(  # noqa: C901 - one pass, on purpose
    dossier: Dossier,
) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    if is_unused(dossier.unit_name):
        found.append((0, "R01", "unit_name"))
    departments = [(i, f) for i, f in enumerate(dossier.forms, 1) if f.template == "department"]
    projects = [(i, f) for i, f in enumerate(dossier.forms, 1) if f.template == "project"]
    if dossier.forms and not departments:
        found.append((0, "R43", "forms"))
    names: set[str] = set()
    for i, form in projects:
        name = compact(form.values.get("project_name", ""))
        if name and not is_unused(name):
            if name in names:
                found.append((i, "R39", "project_name"))
            names.add(name)
        text = form.values.get("period", "")
        period = read_period(text) if text else None
        if period and period.years and dossier.year not in period.years:
            found.append((i, "R44", "period"))
    if len(departments) == 1 and projects:
        number, department = departments[0]
        text = department.values.get("budget.project_expenditure", "")
        whole = read_amount(text, WAN).base
        parts = [read_amount(form.values.get("amount", ""), WAN).base for _, form in projects]
        given = [part for part in parts if part is not None]
        if whole is not None and len(given) == len(parts) and sum(given) != whole:
            wrong = out_of_scale(whole, given)
            if wrong is None:
                found.append((number, "R41", "budget.project_expenditure"))
            elif wrong < 0:
                found.append((number, "R44", "budget.project_expenditure"))
            else:
                found.append((projects[wrong][0], "R44", "amount"))
        found += same_targets(number, department, projects)
    return found


def same_targets(
    number: int, department: Form, projects: list[tuple[int, Form]]
) -> list[tuple[int, str, str]]:
    own = own_targets(department)
    amounts: dict[str, list[Decimal]] = {}
    for _, form in projects:
        for name, item in own_targets(form).items():
            if name in own and own[name].unit.base == item.unit.base and item.amount is not None:
                amounts.setdefault(name, []).append(item.amount)
    found = []
    rows = department.records("indicators")
    for name, parts in amounts.items():
        if own[name].amount not in {*parts, sum(parts)}:
            at = next(
                i
                for i, record in enumerate(rows)
                if compact(record.values.get("level3", "")) == name
            )
            found.append((number, "R42", f"indicators[{at}].value"))
    return found


def check_all(dossier: Dossier) -> list[tuple[int, str, str]]:
    """(number of the form, rule, place), sorted."""
    found = check_across(dossier)
    for i, form in enumerate(dossier.forms, 1):
        check = check_department if form.template == "department" else check_project
        found += [(i, rule, place) for rule, place in check(dossier, form)]
    return sorted(found)
