import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.prose import promises


def read(text: str) -> list[tuple[str, str, str]]:
    return [(item.thing, str(item.number), item.unit.name) for item in promises(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("引进亿元以上项目20个", [("引进亿元以上项目", "20", "个")]),
        ("举办促消费活动不少于12场", [("促消费活动", "12", "场")]),
        ("社会消费品零售总额达到68.5亿元以上", [("社会消费品零售总额", "68.5", "亿元")]),
        ("引进资金6亿。", [("引进资金", "6", "亿")]),
        ("外商直接投资到位60万美金；", [("外商直接投资到位", "60", "万美元")]),
        ("吸引群众参与活动10万人次以上", [("群众参与活动", "10", "万人次")]),
        ("销售额1,250万元", [("销售额", "1250", "万元")]),
        ("规模工业增加值增长10%左右", [("规模工业增加值增长", "10", "%")]),
        ("园区引进10亿元以上项目1个，30亿元以上项目2个",
         [("园区引进10亿元以上项目", "1", "个"), ("30亿元以上项目", "2", "个")]),
        ("投放土豆、大白菜等11个蔬菜品种", [("土豆大白菜等", "11", "个")]),
        ("11个蔬菜品种", [("蔬菜品种", "11", "个")]),
        ("投放时间不少于30天", [("时间", "30", "天")]),
        ("面向50家企业培训3场", [("面向", "50", "家"), ("企业培训", "3", "场")]),
        ("零售额较上年增长8%", [("零售额较上年增长", "8", "%")]),
        ("培训电商从业人员300人次", [("培训电商从业人员", "300", "人次")]),
        ("托管服务2.4万亩次", [("托管服务", "2.4", "万亩次")]),
        ("抽查企业120家次", [("抽查企业", "120", "家次")]),
        ("购置18吨水罐车1辆", [("购置18吨水罐车", "1", "辆")]),
    ],
)  # fmt: skip
def test_promises(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "加强宣传", "1. 起草文件。2. 组织会议。", "第17次会议", "政发〔2026〕3号",
        "《引进20个项目方案》",
        "落实“500个项目”行动", "2026年12月31日前", "2025年完成120个", "上年引进20个",
        "目前已建20个",
        "从30%", "每场补贴5万元", "人均5次", "24小时值班", "3个月内", "保证2026支援泸溪县", "A4级",
        "5×8米",
        "100元/吨", "电话0731-20001234个", "分3-5个", "对35—64周岁妇女", "湿度45%—60%",
        "占比45%至60%", "日均就餐850人", "单车年均运行维护费3万元",
        "重点部位24小时巡逻值守", "帮扶3对口支援村", "波动不超过±5%",
    ],
)  # fmt: skip
def test_no_promises(text: str) -> None:
    assert read(text) == []


def test_several() -> None:
    for text, several in (
        ("展览、讲座24场", True),
        ("培训“送戏、送书”24场", False),
        ("一、培训24场", False),
        ("培训24场", False),
    ):
        (item,) = promises(text)
        assert item.several is several


def test_roughly() -> None:
    for text in ("企业10余家", "企业10多家", "企业约10家", "企业10家左右", "企业近10家"):
        (item,) = promises(text)
        assert not item.exact, text
    assert promises("企业10家以上")[0].exact


def test_what_a_message_repeats() -> None:
    (item,) = promises("2026预计完成社会消费品零售总额74.84亿元")
    assert item.text == "…社会消费品零售总额74.84亿元"[:1] + item.text[1:]
    assert item.text.endswith("74.84亿元")
    assert len(item.text) <= 24


@given(st.text())
def test_any_text(text: str) -> None:
    for item in promises(text):
        assert 0 <= item.start < item.end <= len(text)
        assert item.value == item.number * item.unit.factor
        assert item.thing is not None
