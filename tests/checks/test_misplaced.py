"""R24 and R25."""

from tests.checks.support import (
    Try,
    Values,
    lukou,
    pingluo,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")
NAME = "indicators[0].level3"


def placed(
    level2: str, name: str, value: str = "95", unit: str = "%", operator: str = "≥"
) -> list[tuple[str, Values]]:
    return [lukou(split_row(name, value, operator, unit, level2))]


def whole(*names: str, level2: str = "质量指标") -> list[tuple[str, Values]]:
    return [pingluo(*(whole_row(name, f"≥{i}场", level2) for i, name in enumerate(names, 4)))]


TABLE = [
    Try("R24", "in its place", LUKOU, placed("时效指标", "资金拨付及时率")),
    Try("R24", "及时率 as quality", LUKOU, placed("质量指标", "补助发放及时率")),
    Try("R24", "total cost as economic cost", LUKOU,
        placed("经济成本指标", "项目总成本", "40", "万元", "≤")),
    Try("R24", "accidents as social cost", LUKOU,
        placed("社会成本指标", "安全责任事故数", "0", "起", "=")),
    Try("R24", "sales as benefit", LUKOU, placed("经济效益", "零售总额", "500", "万元")),
    Try("R24", "达标率 as ecological benefit", LUKOU, placed("生态效益", "水质达标率")),
    Try("R24", "达标率 as ecological cost", LUKOU, placed("生态环境成本指标", "噪声排放达标率")),
    Try("R24", "how soon complaints are dealt with", LUKOU,
        placed("生态效益", "环境信访按期办结率")),
    Try("R24", "number of what was done in time", LUKOU,
        placed("数量指标", "按期办结案件数", "480", "件")),
    Try("R24", "complaints beside satisfaction", LUKOU,
        placed("服务对象满意度", "服务对象投诉次数", "2", "次", "≤")),
    Try("R24", "satisfaction is R19's", LUKOU, placed("社会效益", "群众满意度")),
    Try("R24", "deadline as ecological cost [src 002]", LUKOU,
        placed("生态环境成本指标", "资金拨付进度", "1", "年", "="), f"R24.one 1 {NAME}"),
    Try("R24", "total cost as ecological benefit [src 002]", LUKOU,
        placed("生态效益", "成本总额", "40", "万元", "≤"), f"R24.one 1 {NAME}"),
    Try("R24", "合格率 as quantity", LUKOU, placed("数量指标", "验收合格率"), f"R24.one 1 {NAME}"),
    Try("R24", "及时率 as quantity", LUKOU, placed("数量指标", "发放及时率"), f"R24.one 1 {NAME}"),
    Try("R24", "numbers as time", LUKOU, placed("时效指标", "培训人数", "30", "人"),
        f"R24.one 1 {NAME}"),
    Try("R24", "several are one finding [src 002]", LUKOU, [lukou(
        split_row("拨付进度", "1", "=", "年", "生态环境成本指标"),
        split_row("办会", "4", "≥", "场", "数量指标"),
        split_row("成本总额", "40", "≤", "万元", "生态效益"))], f"R24.block 1 {NAME}"),
    Try("R25", "all different", PINGLUO, whole("培训", "宣传", "办会")),
    Try("R25", "无 twice", LUKOU, [lukou(*(split_row("无", "无", "无", "无") for _ in "12"))]),
    Try("R25", "more than the 二级指标", PINGLUO, whole("质量指标达标情况")),
    Try("R25", "mere number is R03's", PINGLUO, [pingluo(whole_row("30万元", "30万元"))],
        f"R03.name 1 {NAME}"),
    Try("R25", "twice", PINGLUO, whole("培训", "培训 "), "R25.twice 1 indicators[1].level3"),
    Try("R25", "thrice", PINGLUO, whole("培训", "培训", "培训"),
        "R25.twice 1 indicators[1].level3; R25.twice 1 indicators[2].level3"),
    Try("R25", "in another 二级指标", PINGLUO, [pingluo(
        whole_row("激发活力", "≥95%", "质量指标"), whole_row("激发活力", "增强", "可持续影响"))],
        "R25.again 1 indicators[1].level3"),
    Try("R25", "value [src 001]", PINGLUO, [pingluo(whole_row("验收合格", " 验收合格"))],
        f"R25.value 1 {NAME}"),
    Try("R25", "二级指标", PINGLUO, whole("质量指标"), f"R25.level 1 {NAME}"),
    Try("R25", "二级指标 without 指标", PINGLUO, whole("质量"), f"R25.level 1 {NAME}"),
    Try("R25", "satisfaction", PINGLUO, [pingluo(
        whole_row("服务对象满意度", "≥95%", "服务对象满意度"))], f"R25.satisfaction 1 {NAME}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
