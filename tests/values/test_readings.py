from decimal import Decimal

import pytest

from perfdesk.values.readings import read_indicator


def test_operator_and_unit_come_from_their_cells_or_from_the_value() -> None:
    split = read_indicator("引进资金", "6", ">=", "亿元")
    whole = read_indicator("引进资金", "≥6亿元")
    assert (split.operator, split.unit, split.amount) == (whole.operator, whole.unit, whole.amount)
    assert split.amount == Decimal(600000000)


def test_the_cell_comes_first() -> None:
    found = read_indicator("引进资金", "≥60%", "=", "个数")
    assert (found.operator, found.unit.name) == ("=", "个")
    assert read_indicator("引进资金", "60亿", "≥", "元").unit.name == "亿元"
    assert read_indicator("引进资金", "95%", "定性", "无").unit.name == "%"


@pytest.mark.parametrize(
    ("name", "value", "level2", "belongs"),
    [
        ("资金拨付进度", "1年", "生态环境成本指标", "时效指标"),
        ("成本总额", "949万元", "生态效益", "成本指标"),
        ("验收合格率", "95%", "数量指标", "质量指标"),
        ("培训人数", "30人", "时效指标", "数量指标"),
        ("资金拨付进度", "1年", "时效指标", ""),
        ("群众满意度", "95%", "社会效益", ""),
        ("成本总额", "下降", "生态效益", ""),
        ("培训人数", "30人", "", ""),
    ],
)
def test_where_it_belongs(name: str, value: str, level2: str, belongs: str) -> None:
    assert read_indicator(name, value, level2=level2).belongs == belongs


@pytest.mark.parametrize(
    ("name", "value", "level2", "empty"),
    [
        ("合格", " 合格", "质量指标", "value"),
        ("质量指标", "95%", "质量指标", "level"),
        ("质量", "95%", "质量指标", "level"),
        ("服务对象满意度", "95%", "服务对象满意度", "satisfaction"),
        ("30", "30", "数量指标", "number"),
        ("培训", "30人", "数量指标", ""),
    ],
)
def test_names_that_say_nothing(name: str, value: str, level2: str, empty: str) -> None:
    assert read_indicator(name, value, level2=level2).empty == empty
