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
    "引进亿元以上项目", "引进资金", "确保完成节点", "外贸进出口额", "新增“四上”企业",
    "社会、企业、个人满意度", "组织大型专题名厨名菜、消费品以旧换新等促消费活动场次",
    "以旧换新补贴政策兑付准确率", "工作经费预算执行率", "活动区域客流/销售同比增长率",
    "开展主题街区、智慧商圈、体验空间等新消费场景建设活动", "绿色消费场景建设占比",
    "项目总成本控制", "完善主特产业链，促进产业集聚发展", "项目按期完成率",
)  # fmt: skip
NOTES = (
    "招商工作", "预计完成全区外贸进出口额", "确保财政补贴资金精准发放，无错漏", "全年预算金额",
    "反映资金按计划使用的效率", "促进当地企业文化、经济等", "", "", "引进高分子新材料产业链项目",
)  # fmt: skip
UNITS = ("个", "亿元", "年", "家", "%", "万元", "场")
VALUES = ("1", "22", "60", "84.5", "95", "2.52", "3000")
GOAL = (
    "2026年预计完成社会消费品零售总额{a}亿元，新增“四上”企业{b}家；外贸进出口额{c}亿元，外商直接投资"
    "到位{d}万美金；引进亿元以上项目{b}个。持续推进消费品以旧换新政策，开展各项促消费政策活动，提升流通"
    "行业发展质量。"
)
TASK = (
    "整体策划全年促消费活动，培育市场主体，加大招商引资力度，开展产业链招商攻坚，"
    "开展湘商回归活动{a}场。"
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
