"""The material: department forms of 40 indicators, as full as real ones get, no two alike.

Whatever is remembered by text (broken lines, say) is remembered as seldom as in a real batch: the
labels of the blank, the units and the signs are the same in each form, the values are not.
"""

from __future__ import annotations

import json
import random
from functools import cache

from perfdesk import resources
from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.jobs.create import dossier_from_values
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack

PACK, TEMPLATE, YEAR = "lukou-2026", "department", 2026
INDICATORS = 40

BUREAUS = ("商务局", "财政局", "教育局", "住房和城乡建设局", "市场监督管理局", "农业农村局")
NAMES = (
    "开工重点工程", "争取资金", "按月报送进度", "旅游接待总收入", "新增“专精”企业",
    "居民、游客、商户满意程度", "举办县级以上非遗展演、读书分享和群众文艺汇演等公益文化活动场次",
    "惠民补助资金发放准确率", "运行经费预算执行率", "展馆参观/研学人数同比增长率",
    "推进城市书房、文化驿站、健身步道等公共文化服务空间建设", "节能场馆改造占比",
    "项目总成本控制", "健全公共文化服务网，带动文旅融合", "项目按期完成率",
)  # fmt: skip
NOTES = (
    "文化惠民", "全县旅游接待总收入测算数", "保证惠民补助资金足额到位，无差错", "全年预算安排数",
    "说明资金按进度支出的情况", "带动周边餐饮、住宿等", "", "", "新建改建图书馆分馆与流通点",
)  # fmt: skip
UNITS = ("个", "亿元", "年", "家", "%", "万元", "场")
VALUES = ("1", "22", "60", "84.5", "95", "2.52", "3000")
GOAL = (
    "2026年旅游接待总收入达到{a}亿元，新增“专精”企业{b}家；文化产业增加值{c}亿元，争取上级补助资金"
    "{d}万元整；开工亿元以上重点工程{b}个。继续实施文化惠民工程，办好各项群众性文化活动，增强公共服务"
    "供给能力。"
)
TASK = (
    "统筹安排全年群众文化活动，扶持民间文艺团队，加大非遗保护力度，推进公共文化服务达标，"
    "举办文艺惠民演出{a}场。"
)


@cache
def pack() -> Pack:
    """Return the pack that all forms are of."""
    return Catalogue().load(PACK)


@cache
def form(number: int) -> Form:
    """Return form ``number``: equal numbers give equal forms, and no other one has its texts."""
    chance = random.Random(1000 + number)
    parts = [chance.randint(100, 20000) / 10 for _ in range(4)]
    total = sum(parts)
    basic = round(total * 0.4, 1)
    return Form(
        id=f"f{number:04d}",
        template=TEMPLATE,
        values={
            "annual_duty_goal": GOAL.format(
                a=chance.randint(10, 99) + 0.84,
                b=chance.randint(5, 40),
                c=chance.randint(1, 9) + 0.52,
                d=number,
            ),
            "budget.total": f"{total:.2f}",
            "budget.general_public_budget": f"{parts[0]:.2f}",
            "budget.gov_fund": f"{parts[1]:.2f}",
            "budget.fiscal_special_account": f"{parts[2]:.2f}",
            "budget.other_funds": f"{parts[3]:.2f}",
            "budget.basic_expenditure": f"{basic:.2f}",
            "budget.project_expenditure": f"{total - basic:.2f}",
        },
        tables={
            "tasks": tuple(
                Record(f"t{number:04d}{i}", {"name": name, "content": TASK.format(a=number + i)})
                for i, name in enumerate(("促内贸", "强招商", "稳外贸"))
            ),
            "indicators": tuple(
                Record(f"i{number:04d}{i:02d}", indicator(number, i, chance))
                for i in range(INDICATORS)
            ),
        },
    )


def indicator(number: int, i: int, chance: random.Random) -> dict[str, str]:
    """Return the values of indicator ``i`` of a form; the groups of the blank get equal shares."""
    groups = pack()[TEMPLATE].plan.groups("indicators")
    level1, level2 = groups[i * len(groups) // INDICATORS]
    note = chance.choice(NOTES)
    return {
        "level1": level1,
        "level2": level2,
        "level3": f"{chance.choice(NAMES)}{number * 100 + i}",
        "operator": chance.choice("≥≤="),
        "value": chance.choice(VALUES),
        "unit": chance.choice(UNITS),
        "explanation": f"{note}（{number}年{i}月）" if note else "",
        "remark": chance.choice(("", "", "", "按季")),
    }


@cache
def dossier(count: int, first: int = 0) -> Dossier:
    """Return a dossier of ``count`` forms, numbered from ``first``."""
    bureau = BUREAUS[first % len(BUREAUS)]
    forms = tuple(form(number) for number in range(first, first + count))
    return Dossier(PACK, f"示例县{bureau}", YEAR, forms)


@cache
def sample() -> Dossier:
    """Return the sample that the program ships."""
    data = json.loads(resources.path("sample/values.json").read_bytes())
    return dossier_from_values(data, pack())
