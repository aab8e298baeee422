"""Mutators: each makes one mistake at a random place of a clean dossier, for the rule it is about.

They know the forms as plain JSON and nothing of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.checks.mutation.places import (
    GOALS,
    LUKOU,
    PINGLUO,
    SHIFENG,
    SPLIT,
    WHOLE,
    Data,
    Mutated,
    Row,
    Spot,
    other_number,
    rows,
    texts,
    values,
)

ALL = (*SPLIT, *WHOLE)
Mutate = Callable[[Data, Random], Mutated | None]


class Mutator(NamedTuple):
    """One way to break a rule, in dossiers of some packs.

    companions: rules that rightly speak too, since more than one thing is wrong then: a number that
    was changed may differ from the goal and from another form as well.
    """

    rule: str
    name: str
    packs: tuple[str, ...]
    mutate: Mutate
    companions: frozenset[str]


MUTATORS: list[Mutator] = []


def mutator(
    rule: str, packs: tuple[str, ...] = ALL, companions: str = ""
) -> Callable[[Mutate], Mutate]:
    def declare(function: Mutate) -> Mutate:
        also = frozenset(companions.split())
        MUTATORS.append(Mutator(rule, function.__name__, packs, function, also))
        return function

    return declare


def one(rng: Random, found: list[Row]) -> Row | None:
    return rng.choice(found) if found else None


def numeric(row: dict[str, str]) -> bool:
    return re.fullmatch(r"[0-9.]+", row["value"]) is not None


def with_number(row: dict[str, str]) -> bool:
    return re.search(r"[0-9]", row["value"]) is not None


def matching(pattern: str, key: str = "value") -> Callable[[dict[str, str]], bool]:
    return lambda row: re.fullmatch(pattern, row[key]) is not None


def in_group(*words: str) -> Callable[[dict[str, str]], bool]:
    return lambda row: any(word in row["level2"] for word in words)


REQUIRED = {
    LUKOU: ("annual_duty_goal", "project_name", "amount", "period", "annual_goal"),
    SHIFENG: (
        "duty_overview", "direction_name", "special_fund_name", "amount", "period", "period_goal",
        "annual_goal",
    ),
    PINGLUO: (
        "project_name", "competent_department", "implementing_unit", "project_attribute",
        "project_term", "fund_office", "amount", "annual_goal",
    ),
}  # fmt: skip


@mutator("R01", companions="R43")
def blank_required_field(data: Data, rng: Random) -> Mutated | None:
    return rng.choice(values(data, *REQUIRED[data["pack"]])).set(rng.choice(("", " ", "　")))


@mutator("R01")
def blank_value(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["value"] = ""
    return row.mutated("value")


@mutator("R02")
def mark_for_goal(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(values(data, *GOALS))
    return goal.set(rng.choice(("无", "/", "-", "——", "*", "_____", "。")))


@mutator("R02", (SHIFENG,))
def task_without_goal(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "tasks"))
    row.values["goal"] = rng.choice(("", "无", "/"))
    return row.mutated("goal")


AMOUNTS = ("21.15", "30", "100%", "≤50万元", "200 万元", "12个")


@mutator("R03")
def amount_for_goal(data: Data, rng: Random) -> Mutated | None:
    return rng.choice(values(data, *GOALS)).set(rng.choice(AMOUNTS))


@mutator("R03")
def amount_for_name(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["level3"] = rng.choice(AMOUNTS)
    return row.mutated("level3")


@mutator("R03", (SHIFENG,))
def amount_for_goal_of_row(data: Data, rng: Random) -> Mutated | None:
    row, key = rng.choice(rows(data, "items")), rng.choice(("period_goal", "annual_goal"))
    row.values[key] = row.values["amount"]
    return row.mutated(key)


LEFT = ("XX", "××", "某某", "（待填）", "XXX", "＊＊")


@mutator("R04")
def placeholder_in_text(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(list(texts(data)))
    at = rng.choice([i for i, char in enumerate(goal.text) if char in "，。；、" and i])
    return goal.set(f"{goal.text[:at]}{rng.choice(LEFT)}{goal.text[at:]}")


@mutator("R04", companions="R11")
def placeholder_for_name(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["level3"] = rng.choice(
        ("待填", "XX率", "××场次", "三级指标" if data["pack"] == LUKOU else "待定")
    )
    return row.mutated("level3")


@mutator("R04")
def empty_date(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(list(texts(data)))
    return goal.set(f"  年  月前完成：{goal.text}")


@mutator("R05", SPLIT)
def odd_operator(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    odd = {"≥": (">=", "＞=", "=>", "不低于", "≧"), "≤": ("<=", "＜＝", "不超过"), "=": ("＝",)}
    row.values["operator"] = rng.choice((*odd[row.values["operator"]], "大约", "", "见说明"))
    return row.mutated("operator")


@mutator("R05", WHOLE)
def odd_sign_in_value(data: Data, rng: Random) -> Mutated | None:
    row = one(rng, rows(data, where=lambda r: r["value"][0] in "≥≤"))
    if row is None:
        return None
    value = row.values["value"]
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    ascii_ = {"≥": ">=", "≤": "<="}[value[0]] + value[1:]
    row.values["value"] = rng.choice((ascii_, value.translate(wide)))
    return row.mutated("value")


WORDS = ("合格", "有效提升", "按要求完成", "当年10月前", "2026年12月底")


@mutator("R06", SPLIT)
def word_after_operator(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["value"] = rng.choice(WORDS)
    return row.mutated("value")


@mutator("R06", WHOLE, companions="R34")
def word_after_sign(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["value"] = rng.choice("≥≤=") + rng.choice(WORDS)
    return row.mutated("value")


@mutator("R07", SPLIT)
def qualitative_number(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["operator"] = "定性"
    if rng.random() < 0.5:
        row.values["value"] += row.values["unit"]
        row.values["unit"] = rng.choice(("", "无"))
    return row.mutated("value")


@mutator("R08", SPLIT)
def number_without_unit(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["unit"] = rng.choice(("", "无", "/"))
    return row.mutated("unit")


@mutator("R08", SPLIT)
def word_with_unit(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values.update({"operator": "定性", "value": rng.choice(("及时", "达标"))})
    return row.mutated("unit")


@mutator("R09", SPLIT)
def unit_twice(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["value"] += row.values["unit"]
    return row.mutated("value")


@mutator("R09", SPLIT)
def operator_twice(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    key = rng.choice(("operator", "value"))
    row.values[key] = row.values["operator"] + row.values[key]
    return row.mutated(key)


@mutator("R09", WHOLE)
def twice_in_one_cell(data: Data, rng: Random) -> Mutated | None:
    row = one(rng, rows(data, where=lambda r: r["value"][0] in "≥≤" or r["value"][-1] == "%"))
    if row is None:
        return None
    value = row.values["value"]
    ways = [value[0] + value] if value[0] in "≥≤" else []
    ways += [value + "%"] if value[-1] == "%" else []
    row.values["value"] = rng.choice(ways)
    return row.mutated("value")


ODD_UNITS = {
    "%": "百分比",
    "个": "个数",
    "次": "次数",
    "家": "家数",
    "起": "起数",
    "人次": "（人次）",
}


@mutator("R10", SPLIT)
def odd_unit(data: Data, rng: Random) -> Mutated | None:
    row = one(rng, rows(data, where=lambda r: r["unit"] in ODD_UNITS and r["unit"] != "人次"))
    if row is None:
        return None
    row.values["unit"] = ODD_UNITS[row.values["unit"]]
    return row.mutated("unit")


@mutator("R10", WHOLE)
def odd_unit_in_value(data: Data, rng: Random) -> Mutated | None:
    row = one(rng, rows(data, where=matching("[≥≤=]?[0-9.]+(%|个|家|亿元|次)")))
    if row is None:
        return None
    value = row.values["value"]
    for unit, odd in (("亿元", "亿"), *ODD_UNITS.items()):
        if value.endswith(unit):
            row.values["value"] = value.removesuffix(unit) + odd
            break
    return row.mutated("value")


def is_rate(row: dict[str, str]) -> bool:
    name = row["level3"]
    return name.endswith(("率", "满意度", "占比", "比例")) and not name.endswith("频率")


@mutator("R11", SPLIT)
def rate_in_other_unit(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_rate))
    row.values["unit"] = rng.choice(("年", "个", "万元", "场", "天"))
    return row.mutated("unit")


@mutator("R11", WHOLE)
def rate_in_other_unit_of_value(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=lambda r: is_rate(r) and "%" in r["value"]))
    other = rng.choice(("年", "个", "万元", "场"))
    row.values["value"] = row.values["value"].replace("%", other)
    return row.mutated("value")


@mutator("R11", WHOLE)
def word_for_rate(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_rate))
    row.values["value"] = rng.choice(("有效提高", "明显拉动", "显著"))
    return row.mutated("value")


def is_share(row: dict[str, str]) -> bool:
    return is_rate(row) and "增长" not in row["level3"]


@mutator("R12", companions="R26 R42")
def share_over_100(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=lambda r: is_share(r) and with_number(r)))
    over = str(rng.randint(101, 180))
    row.values["value"] = re.sub(r"[0-9.]+", over, row.values["value"])
    return row.mutated("value")


@mutator("R12", companions="R26")
def satisfaction_of_100(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=lambda r: "满意度" in r["level3"]))
    if "operator" in row.values:
        row.values.update({"operator": "=", "value": "100"})
    else:
        row.values["value"] = rng.choice(("100%", "=100%"))
    return row.mutated("value")


COUNTED = re.compile("(?:个|家|次|场|人|条|起|项|辆|批次|户|人次)$")


@mutator("R13", companions="R26 R42")
def fraction_of_a_thing(data: Data, rng: Random) -> Mutated | None:
    def counted(row: dict[str, str]) -> bool:
        text = row.get("unit") or re.sub(r"^[≥≤=0-9.]+", "", row["value"])
        return COUNTED.fullmatch(text) is not None

    row = rng.choice(rows(data, where=counted))
    row.values["value"] = re.sub(r"([0-9]+)", r"\1.5", row.values["value"], count=1)
    return row.mutated("value")


@mutator("R14")
def no_number_in_money(data: Data, rng: Random) -> Mutated | None:
    budget = ("budget.total", "budget.basic_expenditure", "budget.project_expenditure")
    place = rng.choice(values(data, "amount", *budget, "expenditure_total"))
    return place.set(rng.choice((f"{place.text}万元", f"-{place.text}", "约三十", "1.23456789")))


@mutator("R14", (SHIFENG,))
def no_number_in_row(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice([*rows(data, "items"), *rows(data, "expenditure_details")])
    row.values["amount"] += rng.choice(("元", "万", "左右"))
    return row.mutated("amount")


@mutator("R15", WHOLE)
def vague_value(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=lambda r: not is_rate(r)))
    row.values["value"] = rng.choice(
        ("有效提高", "显著促进", "及时", "合格", "不断改善", "稳步提升")
    )
    return row.mutated("value")


@mutator("R16")
def foreign_level(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    level = row.values["level2"]
    row.values["level2"] = rng.choice((level[:-1], "创新指标", level + "标"))
    return row.mutated("level2")


NONE = ("level3", "value", "operator", "unit")


def clear(found: list[Row]) -> Mutated:
    """无 in all of these rows."""
    for row in found:
        row.values.update({key: "无" for key in NONE if key in row.values})
    return Mutated(found[0].data, tuple(row.spot("level3") for row in found))


def of_form(rng: Random, found: list[Row]) -> list[Row]:
    """Those of one form, chosen at random."""
    chosen = rng.choice(sorted({row.form for row in found}))
    return [row for row in found if row.form == chosen]


@mutator("R17", companions="R19 R20")
def no_output_or_benefit(data: Data, rng: Random) -> Mutated | None:
    level = rng.choice(("产出指标", "效益指标"))
    return clear(of_form(rng, rows(data, where=lambda row: row["level1"] == level)))


@mutator("R18")
def empty_output_group(data: Data, rng: Random) -> Mutated | None:
    group = rng.choice(("数量指标", "质量指标", "时效指标"))
    return clear(of_form(rng, rows(data, where=in_group(group))))


@mutator("R19")
def satisfaction_elsewhere(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=in_group("满意度")))
    other = rng.choice(
        [r for r in row.siblings if r["level1"] == "效益指标" and "满意" not in r["level2"]]
    )
    row.values.update({key: other[key] for key in ("level1", "level2")})
    return row.mutated("level3")


@mutator("R19")
def no_satisfaction(data: Data, rng: Random) -> Mutated | None:
    found = of_form(rng, rows(data, where=in_group("满意度")))
    goal = next(item for item in texts(data) if item.form == found[0].form)
    if not re.search("企业|群众|居民|商户|消费者|客商", goal.text):
        goal.set(goal.text + "服务企业和群众。")
    return clear(found)


@mutator("R20")
def no_cost(data: Data, rng: Random) -> Mutated | None:
    return clear(
        of_form(rng, rows(data, where=lambda row: "成本" in row["level1"] + row["level2"]))
    )


def is_total_cost(row: dict[str, str]) -> bool:
    return "总成本" in row["level3"]


@mutator("R21", companions="R26")
def other_cost(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_total_cost))
    row.values["value"] = re.sub(
        r"[0-9.]+", lambda found: other_number(rng, found[0]), row.values["value"]
    )
    return row.mutated("value")


@mutator("R22")
def cost_not_a_limit(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_total_cost))
    sign = rng.choice("=≥>")
    if "operator" in row.values:
        row.values["operator"] = sign
        return row.mutated("operator")
    row.values["value"] = sign + row.values["value"][1:]
    return row.mutated("value")


@mutator("R23", (PINGLUO,), companions="R26")
def other_price(data: Data, rng: Random) -> Mutated | None:
    price = rng.choice(rows(data, where=lambda row: "元/吨" in row["value"]))
    row = rng.choice((price, *rows(data, where=lambda row: row["value"].endswith("0吨"))))
    row.values["value"] = re.sub(
        r"[0-9.]+", lambda found: other_number(rng, found[0]), row.values["value"]
    )
    return price.mutated("value")


@mutator("R24")
def cost_elsewhere(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_total_cost))
    other = rng.choice([r for r in row.siblings if "成本" not in r["level1"] + r["level2"]])
    row.values.update({key: other[key] for key in ("level1", "level2")})
    return row.mutated("level3")


@mutator("R24")
def deadline_elsewhere(data: Data, rng: Random) -> Mutated | None:
    timely = rows(data, where=matching(".*(按时|按期|拨付时限).*", "level3"))
    row = one(rng, timely)
    if row is None:
        return None
    other = rng.choice([r for r in row.siblings if re.search("数量|成本", r["level2"])])
    row.values.update({key: other[key] for key in ("level1", "level2")})
    return row.mutated("level3")


@mutator("R25", companions="R24 R19 R11 R42 R12")
def name_twice(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    other = rng.choice([r for r in row.siblings if r is not row.values])
    name = other["level3"]
    row.values["level3"] = name
    found = [row._replace(number=i) for i, r in enumerate(row.siblings) if r["level3"] == name]
    return Mutated(data, tuple(item.spot("level3") for item in found))


@mutator("R25", WHOLE)
def value_is_name(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["value"] = row.values["level3"]
    return row.mutated("level3")


@mutator("R25")
def name_is_level(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["level3"] = row.values["level2"]
    return row.mutated("level3")


def promised(data: Data) -> list[Row]:
    """Indicators whose number stands in their form's goal right behind their name's words."""
    found = []
    for row in rows(data, where=with_number):
        form = data["forms"][row.form - 1]["values"]
        goal = next((form[key] for key in GOALS[:2] if key in form), "")
        digits = re.search(r"[0-9.]+", row.values["value"])
        name = re.sub("(数量|场次|次数|人次|户数|人数)$", "", row.values["level3"])
        stands = digits and re.search(f"{re.escape(name)}[^，。；]{{0,5}}{digits[0]}", goal)
        lasting = row.values["value"].endswith("年")  # lengths of time are no promises
        if stands and not lasting and not is_total_cost(row.values):
            found.append(row)
    return found


@mutator("R26", companions="R42")
def other_number_in_indicator(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(promised(data))
    value = re.search(r"[0-9.]+", row.values["value"])
    if value is None:
        return None
    changed = f"{float(value[0]) * 0.5:g}"
    changed = changed if "." not in changed else f"{float(value[0]) - 1:g}"
    row.values["value"] = row.values["value"].replace(value[0], changed)
    return row.mutated("value")


@mutator("R26")
def number_without_indicator(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(values(data, *GOALS[:2]))
    thing = rng.choice(("建设示范基地37个", "植树造林413亩", "培育直播间29间", "举办技能大赛17场"))
    return goal.set(goal.text.removesuffix("。") + f"，{thing}。")


@mutator("R27", (LUKOU, PINGLUO))
def unspoken_indicator(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice([r for r in rows(data) if r.form > 1 or data["pack"] != LUKOU])
    row.values["level3"] = rng.choice(
        ("档案归集册数", "仓库盘点频次", "值守巡更轮数", "绿植养护盆数")
    )
    return row.mutated("level3")


@mutator("R28", (SHIFENG,))
def other_weight(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=lambda r: "standard" in r))
    row.values["standard"] = rng.choice(("0", "-5", "十分", "", "17", "3", "25", "10分"))
    return row.mutated("standard")


@mutator("R30", (LUKOU, SHIFENG), companions="R41")
def other_part(data: Data, rng: Random) -> Mutated | None:
    keys = ("general_public_budget", "basic_expenditure", "project_expenditure")
    part = rng.choice(values(data, *(f"budget.{key}" for key in keys)))
    return part.set(other_number(rng, part.text))


@mutator("R30", (LUKOU, SHIFENG), companions="R21")
def other_total(data: Data, rng: Random) -> Mutated | None:
    total = rng.choice(values(data, "budget.total"))
    return total.set(other_number(rng, total.text))


@mutator("R31", (SHIFENG,))
def other_detail(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "expenditure_details"))
    row.values["amount"] = other_number(rng, row.values["amount"])
    return Mutated(data, (row.spot("amount"), Spot(row.form, "expenditure_total")))


@mutator("R31", (SHIFENG,))
def other_printed_total(data: Data, rng: Random) -> Mutated | None:
    total = rng.choice(values(data, "expenditure_total"))
    return total.set(rng.choice((other_number(rng, total.text), f"{total.text}0000", "")))


@mutator("R32")
def cost_in_yuan(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_total_cost))
    key = "unit" if "unit" in row.values else "value"
    row.values[key] = row.values[key].replace("万元", "元")
    return row.mutated("value")


@mutator("R32", (LUKOU, SHIFENG), companions="R44")
def part_in_yuan(data: Data, rng: Random) -> Mutated | None:
    keys = ("basic_expenditure", "project_expenditure")
    part = rng.choice(values(data, *(f"budget.{key}" for key in keys)))
    return part.set(f"{float(part.text) * 10000:.0f}")


@mutator("R33")
def other_year_in_text(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(list(texts(data)))
    year = data["year"] + rng.choice((-1, -1, -2, 1))
    text = goal.text.replace(f"{data['year']}年，", "")
    return goal.set(rng.choice((f"{year}年，{text}", f"{year}年度{text}", f"{year}全年{text}")))


@mutator("R33")
def other_year_in_name(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["level3"] = f"{data['year'] - 1}年{row.values['level3']}"
    return row.mutated("level3")


@mutator("R34", (PINGLUO,))
def long_term(data: Data, rng: Random) -> Mutated | None:
    return rng.choice(values(data, "project_term")).set(
        rng.choice(("99 年", "3年", "24个月", "99年"))
    )


@mutator("R34", (LUKOU, SHIFENG))
def end_before_start(data: Data, rng: Random) -> Mutated | None:
    year, month = data["year"], rng.randint(2, 12)
    text = rng.choice(
        (f"{year}年{month}月至{year}年{month - 1}月", f"{year}.{month}.1-{year}.1.31")
    )
    return rng.choice(values(data, "period")).set(text)


@mutator("R34", (LUKOU, SHIFENG))
def deadline_after_the_end(data: Data, rng: Random) -> Mutated | None:
    period = rng.choice(values(data, "period"))
    year = data["year"]
    period.set(f"{year}年1月至{year}年{rng.randint(4, 8)}月")
    row = rng.choice([r for r in rows(data, where=in_group("时效")) if r.form == period.form])
    late = f"{year}年{rng.randint(10, 12)}月底前"
    row.values["value"] = late
    if "operator" in row.values:
        row.values.update({"operator": "定性", "unit": ""})
    return row.mutated("value")


@mutator("R35", (PINGLUO,))
def misspelled_unit(data: Data, rng: Random) -> Mutated | None:
    place = rng.choice(values(data, "competent_department", "implementing_unit"))
    text = place.text
    at = rng.choice([i for i in range(2, 9) if text[i] != text[i + 1]])
    swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return place.set(rng.choice((swapped, text[:at] + text[at + 1 :])))


@mutator("R37", companions="R18 R19 R20 R28")
def few_indicators(data: Data, rng: Random) -> Mutated | None:
    form = rng.choice([r.form for r in rows(data)])
    table = data["forms"][form - 1]["values"]["indicators"]
    output = rng.choice([r for r in table if r["level1"] == "产出指标"])
    benefit = rng.choice([r for r in table if r["level1"] == "效益指标"])
    table[:] = [output, benefit]
    return Mutated(data, tuple(Spot(form, f"indicators[{i}].level3") for i in (0, 1)))


@mutator("R38", companions="R18 R19 R20")
def half_of_a_row(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    key = rng.choice(("level3", "value"))
    row.values[key] = rng.choice(("无", "/", "-"))
    return row.mutated("level3", "value", "unit")


@mutator("R39", companions="R43")
def same_name_twice(data: Data, rng: Random) -> Mutated | None:
    key = "direction_name" if data["pack"] == SHIFENG else "project_name"
    found = values(data, key)
    if key == "direction_name":
        found = [item for item in found if "招商" in item.text]
    first, second = rng.sample(found, 2)
    second.set(first.text)
    return Mutated(data, (Spot(first.form, key), Spot(second.form, key)))


@mutator("R39", (SHIFENG,))
def name_written_otherwise(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "items", lambda r: r["kind"] == "direction"))
    row.values["name"] = rng.choice(
        (row.values["name"] + "（新）", row.values["name"][:-1], "区" + row.values["name"])
    )
    return row.mutated("name")


@mutator("R40", (SHIFENG,), companions="R41")
def other_amount_in_summary(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "items"))
    row.values["amount"] = other_number(rng, row.values["amount"])
    return row.mutated("amount")


@mutator("R40", (SHIFENG,))
def blank_amount_in_summary(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "items"))
    row.values["amount"] = ""
    return row.mutated("amount")


@mutator("R41", (LUKOU,), companions="R30 R21")
def other_project(data: Data, rng: Random) -> Mutated | None:
    place = rng.choice(values(data, "amount", "budget.project_expenditure"))
    place.set(other_number(rng, place.text))
    return Mutated(data, (Spot(1, "budget.project_expenditure"), Spot(place.form, place.key)))


@mutator("R41", (SHIFENG,), companions="R30")
def other_project_expenditure(data: Data, rng: Random) -> Mutated | None:
    place = rng.choice(values(data, "budget.project_expenditure"))
    return place.set(other_number(rng, place.text))


@mutator("R42", companions="R26")
def other_target_in_project(data: Data, rng: Random) -> Mutated | None:
    by_name: dict[str, list[Row]] = {}
    for row in rows(data, where=with_number):
        if not is_rate(row.values) or "履约率" in row.values["level3"]:
            by_name.setdefault(row.values["level3"], []).append(row)
    shared = [found for found in by_name.values() if len(found) == 2 and found[0].form == 1]
    if not shared:
        return None
    both = rng.choice(shared)
    row = rng.choice(both)
    row.values["value"] = re.sub(
        r"[0-9.]+", lambda found: other_number(rng, found[0]), row.values["value"]
    )
    return Mutated(data, tuple(item.spot("value") for item in both))


@mutator("R43", (LUKOU, SHIFENG))
def no_department_form(data: Data, rng: Random) -> Mutated | None:
    del data["forms"][rng.choice((0, 1)) if data["pack"] == SHIFENG else 0]
    return Mutated(data, (Spot(0, "forms"),))


@mutator("R43", (SHIFENG,), companions="R40 R41")
def row_without_a_form(data: Data, rng: Random) -> Mutated | None:
    number = rng.choice((2, 3, 4))
    name = data["forms"][number]["values"]["direction_name"]
    del data["forms"][number]
    return rng.choice(rows(data, "items", lambda r: r["name"] == name)).mutated("name")


@mutator("R43", (SHIFENG,), companions="R40 R41")
def form_without_a_row(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, "items", lambda r: r["kind"] == "direction"))
    name = row.values["name"]
    row.siblings.remove(row.values)
    place = next(item for item in values(data, "direction_name") if item.text == name)
    return Mutated(data, (Spot(place.form, place.key),))


@mutator("R44", (LUKOU, SHIFENG), companions="R34")
def other_year_of_a_form(data: Data, rng: Random) -> Mutated | None:
    year = data["year"] + rng.choice((-1, 1, -2))
    text = rng.choice((f"{year}年", f"{year}.1.1-{year}.12.31", f"{year}年3-10月"))
    return rng.choice(values(data, "period")).set(text)


@mutator("R44", (PINGLUO,))
def other_department(data: Data, rng: Random) -> Mutated | None:
    place = rng.choice(values(data, "competent_department"))
    return place.set(rng.choice(("示例县财政局", "示例县工业和信息化局", "示例市商务局")))


@mutator("R44", (LUKOU, SHIFENG), companions="R32 R31 R21")
def a_form_in_yuan(data: Data, rng: Random) -> Mutated | None:
    place = rng.choice(values(data, "amount"))
    return place.set(f"{float(place.text) * 10000:.0f}")


@mutator("R45", (SHIFENG,))
def nobody_to_ask(data: Data, rng: Random) -> Mutated | None:
    return rng.choice(values(data, "signature.filler", "signature.phone")).set("")


@mutator("R46")
def clause_twice(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(list(texts(data)))
    clauses = [c for c in re.split("[，。；：]", goal.text) if len(c) >= 8]
    clause = rng.choice(clauses)
    return goal.set(goal.text.replace(clause, f"{clause}，{clause}", 1))


@mutator("R46")
def markup_left(data: Data, rng: Random) -> Mutated | None:
    goal = rng.choice(list(texts(data)))
    return goal.set(rng.choice((f"<p>{goal.text}</p>", f"{goal.text}<br/>", f"&nbsp;{goal.text}")))


@mutator("R46")
def lonely_bracket(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data))
    row.values["level3"] += rng.choice(("（含新增", "“四上", "《办法"))
    return row.mutated("level3")


@mutator("R47", WHOLE)
def number_alone(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=matching("[≥≤]?[0-9.]+[^0-9]+")))
    row.values["value"] = re.sub("[^0-9.]", "", row.values["value"])
    return row.mutated("value")


@mutator("R47", SPLIT)
def cost_in_another_unit(data: Data, rng: Random) -> Mutated | None:
    row = rng.choice(rows(data, where=is_total_cost))
    part = {**row.values, "level3": rng.choice(("宣传费用", "场地费用", "差旅费用"))}
    part |= {"value": str(rng.randint(2000, 60000)), "unit": "元"}
    row.siblings.append(part)
    return Mutated(data, (Spot(row.form, f"indicators[{len(row.siblings) - 1}].unit"),))
