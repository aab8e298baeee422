"""Indicators, goals and periods as counties write them every year: no error, no warning.

A wrong finding costs more trust than a missed one, so what is common and right stands here; where
a rule is made sharper, this list says what it must go on letting pass.
"""

import re

import pytest

from perfdesk.checks.engine import Checker
from perfdesk.checks.finding import Finding
from perfdesk.checks.wording import words
from perfdesk.dossier.state import Dossier
from tests.checks.support import (
    dossier,
    lukou,
    lukou_department,
    pingluo,
    shipped,
    split_row,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")
ABOUT_THE_WHOLE = frozenset(("R17", "R18", "R19", "R20", "R37", "R43"))

INDICATORS = """
数量指标 保障在职人员数量 =35人
数量指标 补助学生人数 ≥1200人次
数量指标 购置办公设备 ≥12台（套）
数量指标 新建高标准农田面积 ≥1.2万亩
数量指标 道路维修里程 12.5公里
数量指标 开展执法检查次数 ≥4次/月
数量指标 发放宣传资料 10000余份
数量指标 政府购买服务岗位 3个
数量指标 法律援助案件受理数 ≥300件
数量指标 粮食产量 ≥2.5亿斤
数量指标 组织机构运转覆盖率 100%
数量指标 公用经费保障人数 28人
数量指标 信息化系统运维数量 3个
质量指标 工程质量合格率 100%
质量指标 政府采购率 100%
质量指标 资金使用合规率 100%
质量指标 验收合格率 ≥98%
质量指标 重大事故发生次数 0次
质量指标 设备故障率 ≤2‰
质量指标 培训考核优秀率 ≥30%
质量指标 补助发放准确率 =100%
质量指标 项目质量达标情况 达到国家标准
质量指标 财政供养人员控制率 ≤100%
质量指标 “三公经费”变动率 ≤0%
时效指标 项目完成及时率 100%
时效指标 补贴资金发放时间 2026年6月30日前
时效指标 工资发放及时性 每月15日前
时效指标 任务完成时间 2026年12月31日
时效指标 案件办结时限 ≤30个工作日
时效指标 项目实施期限 1年
时效指标 资金到位及时率 ≥95%
时效指标 按合同约定时间完成 按期完成
时效指标 工程开工时间 3月底前
成本指标 项目预算控制数 ≤40万元
成本指标 人均补助标准 600元/人·年
成本指标 补贴标准 10元/亩
成本指标 培训费标准 ≤550元/人/天
成本指标 预算成本控制率 ≤100%
成本指标 工程建设成本 不超过批复概算
成本指标 总成本 40万元
经济效益 带动农民增收 ≥500元/人
经济效益 节约财政资金 ≥10万元
经济效益 税收增长率 ≥8%
经济效益 旅游综合收入增幅 ≥120%
经济效益 拉动社会投资 ≥1:5
经济效益 固定资产投资增速 5%左右
经济效益 资金投入产出比 1:3.5
社会效益 社会公众知晓率 ≥90%
社会效益 投诉率 ≤1%
社会效益 提高群众安全感 ≥95%
社会效益 带动就业人数 ≥120人
社会效益 信访案件同比下降率 ≥5%
社会效益 事业发展保障程度 得到保障
社会效益 亿元GDP生产安全事故死亡率 ≤0.02人/亿元
生态效益 空气质量优良天数比例 ≥85%
生态效益 单位GDP能耗下降 3%
生态效益 PM2.5平均浓度 ≤35微克/立方米
生态效益 秸秆综合利用率 ≥92%
生态效益 水质达标率 100%
可持续影响 长效管理机制健全性 健全
可持续影响 设备使用年限 ≥5年
可持续影响 人才队伍建设 持续加强
可持续影响 政策持续发挥作用期限 长期
可持续影响 后续管护率 ≥95%
服务对象满意度 受益群众满意度 ≥95%
服务对象满意度 服务对象投诉次数 ≤2次
服务对象满意度 教师、学生、家长满意度 ≥90%
服务对象满意度 社会公众满意度 90%以上
"""

GOALS = [
    "保障部门正常运转，完成全年工作任务，保障在职人员35人、退休人员18人工资福利待遇按时足额发放。",
    "1.完成高标准农田建设1.2万亩；2.维修道路12.5公里；3.资金使用合规率达100%。通过项目实施，力争带动农民人均增收500元以上，受益群众满意度达到95%以上。",
    "根据《关于印发2025年度工作要点的通知》（政办发〔2025〕12号）精神，落实2025年度绩效考核奖金，完成“十四五”规划收官任务，截至2025年底已完成投资3000万元，2026年计划完成剩余投资2000万元。",
    "为全面贯彻党的二十大精神，深入实施创新驱动发展战略，2026年度拟安排财政资金40万元，用于法律援助案件补贴，全年受理案件不少于300件，办结率达到95%，较2025年增长10%。",
    "按每人每月600元标准，为全县1200名困难学生发放补助，及时足额发放到位。支付2025年工程尾款及质保金。",
]

PERIODS = [
    "2026年", "2026年度", "1年", "12个月", "2026年1月-12月", "2026年1月1日—2026年12月31日",
    "2026.01-2026.12", "2025年10月至2026年9月", "长期", "2024-2026年", "当年", "按年度实施",
]  # fmt: skip

NAMES = [
    "“三公”经费", "2026年春节慰问", "人大会议经费（含两会）", "城管协管员工资",
    "2024-2026年森林防火",
    "地铁1号线", "第3批扶持资金", "“四好农村路”建设", "党的二十大精神宣讲", "12345热线运行费",
]  # fmt: skip


def read(line: str) -> tuple[str, str, str]:
    group, rest = line.split(" ", 1)
    name, value = rest.rsplit(" ", 1)
    return group, name, value


LINES = [read(line) for line in INDICATORS.strip().splitlines()]


def doubts(made: Dossier, pack: str) -> list[str]:
    """Errors and warnings on single cells."""
    found = Checker(shipped(pack)).check_all(made)
    told = [item for item in found if item.severity != "hint" and item.rule not in ABOUT_THE_WHOLE]
    return [say(made, pack, item) for item in told]


def say(made: Dossier, pack: str, item: Finding) -> str:
    return f"{item.rule} {words(made, shipped(pack), item).message}"


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line) for line in LINES])
def test_in_one_cell(line: tuple[str, str, str]) -> None:
    group, name, value = line
    made = dossier(PINGLUO, pingluo(whole_row(name, value, group)))
    assert doubts(made, "pingluo-2026") == []


SPLIT = re.compile(r"([≥≤=])?([0-9.]+)([^0-9.].*)?")
LUKOU_GROUPS = {"成本指标": "经济成本指标", "可持续影响": "社会效益"}


def cells(value: str) -> tuple[str, str, str] | None:
    """Operator, value and unit as a clerk would split them; None where they would not be split."""
    found = SPLIT.fullmatch(value)
    if found is None:
        return None if re.search("^[≥≤=0-9]", value) else ("定性", value, "")
    if not found[3] or re.search("以上|左右|余|前|日", found[3]):
        return None
    return found[1] or "=", found[2], found[3]


SPLIT_LINES = [(g, name, found) for g, name, value in LINES if (found := cells(value))]


@pytest.mark.parametrize("line", SPLIT_LINES, ids=[line[1] for line in SPLIT_LINES])
def test_in_three_cells(line: tuple[str, str, tuple[str, str, str]]) -> None:
    group, name, (operator, value, unit) = line
    row = split_row(name, value, operator, unit, LUKOU_GROUPS.get(group, group))
    made = dossier(LUKOU, lukou_department(), lukou(row))
    assert doubts(made, "lukou-2026") == []


@pytest.mark.parametrize("goal", GOALS)
def test_goals(goal: str) -> None:
    made = dossier(LUKOU, lukou_department(), lukou(split_row(), annual_goal=goal))
    assert doubts(made, "lukou-2026") == []


@pytest.mark.parametrize("period", PERIODS)
def test_periods(period: str) -> None:
    made = dossier(LUKOU, lukou_department(), lukou(split_row(), period=period))
    assert doubts(made, "lukou-2026") == []


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    made = dossier(LUKOU, lukou_department(), lukou(split_row(name), project_name=name))
    assert doubts(made, "lukou-2026") == []
