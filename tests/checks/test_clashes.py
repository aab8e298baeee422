"""R11, R12 and R13."""

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
VALUE, UNIT = "indicators[0].value", "indicators[0].unit"


def split(name: str, operator: str, value: str, unit: str) -> list[tuple[str, Values]]:
    return [lukou(split_row(name, value, operator, unit, "社会效益"))]


def satisfied(operator: str, value: str, unit: str) -> list[tuple[str, Values]]:
    return [lukou(split_row("企业满意度", value, operator, unit, "服务对象满意度"))]


def whole(name: str, value: str, level2: str = "社会效益") -> list[tuple[str, Values]]:
    return [pingluo(whole_row(name, value, level2))]


TABLE = [
    Try("R11", "rate", LUKOU, split("项目按期完成率", "=", "100", "%")),
    Try("R11", "百分点", LUKOU, split("失业率", "≤", "2", "个百分点")),
    Try("R11", "per something", LUKOU, split("投诉发生率", "≤", "3", "件/万人")),
    Try("R11", "multiple", LUKOU, split("投入产出率", "≥", "2", "倍")),
    Try("R11", "频率", LUKOU, split("巡查频率", "≥", "4", "次")),
    Try("R11", "per 100,000", LUKOU, split("孕产妇死亡率", "≤", "10", "/10万")),
    Try("R11", "one cell: per 100,000", PINGLUO, whole("报告发病率", "≤200/10万")),
    Try("R11", "周转率", LUKOU, split("床位周转率", "≥", "35", "次")),
    Try("R11", "marks", LUKOU, split("满意率", "≥", "90", "分")),
    Try("R11", "time", LUKOU, split("补助发放时限", "≤", "30", "天")),
    Try("R11", "no unit is R08's", LUKOU, split("验收合格率", "≥", "95", ""),
        f"R08.missing 1 {UNIT}"),
    Try("R11", "定性 is R07's", LUKOU, split("验收合格率", "定性", "95", ""),
        f"R07.number 1 {VALUE}"),
    Try("R11", "定性 with a word", LUKOU, split("验收合格率", "定性", "达标", "")),
    Try("R11", "number of things", LUKOU, split("培训人数", "≥", "300", "人")),
    Try("R11", "one cell: bare number is R47's", PINGLUO, whole("验收合格率", "95"),
        f"R47.bare 1 {VALUE}"),
    Try("R11", "按期完成率 = 1 年 [src 000]", LUKOU, split("活动按期完成率", "=", "1", "年"),
        f"R11.rate 1 {UNIT}"),
    Try("R11", "rate in 个", LUKOU, split("标识覆盖率", "≥", "20", "个"), f"R11.rate 1 {UNIT}"),
    Try("R11", "satisfaction in 人", LUKOU,
        [lukou(split_row("企业满意度", "90", "≥", "人", "服务对象满意度"))], f"R11.rate 1 {UNIT}"),
    Try("R11", "time in %", LUKOU, split("补助发放时限", "≥", "100", "%"), f"R11.time 1 {UNIT}"),
    Try("R11", "number in %", LUKOU, split("培训人数", "≥", "95", "%"), f"R11.count 1 {UNIT}"),
    Try("R11", "one cell: rate", PINGLUO, whole("覆盖率", "20 个"), f"R11.rate 1 {VALUE}"),
    Try("R11", "one cell: word for a rate", PINGLUO, whole("标识覆盖率", "明显拉动"),
        f"R11.word 1 {VALUE}"),
    Try("R12", "all of it", LUKOU, split("验收合格率", "=", "100", "%")),
    Try("R12", "growth", LUKOU, split("销售额增长率", "≥", "120", "%")),
    Try("R12", "mere 完成率", LUKOU, split("任务完成率", "≥", "110", "%")),
    Try("R12", "more than is needed", LUKOU, split("粮食自给率", "≥", "110", "%")),
    Try("R12", "成功率 over 100", LUKOU, split("调解成功率", "≥", "600", "%"),
        f"R12.over 1 {VALUE}"),
    Try("R12", "satisfaction below 100", LUKOU, satisfied("≥", "98", "%")),
    Try("R12", "satisfaction under 定性 is R07's", LUKOU, satisfied("定性", "100%", ""),
        f"R07.number 1 {VALUE}"),
    Try("R12", "marks", LUKOU, satisfied("≥", "120", "分")),
    Try("R12", "over 100", LUKOU, split("验收合格率", "≥", "110", "%"), f"R12.over 1 {VALUE}"),
    Try("R12", "按期完成率 over 100", LUKOU, split("按期完成率", "≥", "101", "%"),
        f"R12.over 1 {VALUE}"),
    Try("R12", "satisfaction = 100 [src 004]", LUKOU, satisfied("=", "100", "%"),
        f"R12.all 1 {VALUE}"),
    Try("R12", "in 百分比", LUKOU, satisfied("=", "100", "百分比"),
        f"R10.unit 1 {UNIT}; R12.all 1 {VALUE}"),
    Try("R12", "one cell", PINGLUO, whole("群众满意度", "100%", "服务对象满意度"),
        f"R12.all 1 {VALUE}"),
    Try("R13", "whole", LUKOU, split("采纳数", "≥", "3", "条")),
    Try("R13", "written with decimals", LUKOU, split("采纳数", "≥", "3.0", "条")),
    Try("R13", "万人次", LUKOU, split("参与活动", "≥", "1.5", "万人次")),
    Try("R13", "average", LUKOU, split("人均参训次数", "≥", "2.5", "次")),
    Try("R13", "for so many", LUKOU, split("万台特种设备死亡人数", "≤", "0.1", "人")),
    Try("R13", "kilometres", LUKOU, split("道路", "≥", "2.5", "公里")),
    Try("R13", "0.5 条 [src 002]", LUKOU, split("采纳数", "≥", "0.5", "条"),
        f"R13.fraction 1 {VALUE}"),
    Try("R13", "projects of a size", LUKOU, split("引进亿元以上项目", "≥", "20.5", "个"),
        f"R13.fraction 1 {VALUE}"),
    Try("R13", "behind the number", LUKOU, split("培训", "≥", "2.5场", ""),
        f"R13.fraction 1 {VALUE}"),
    Try("R13", "one cell", PINGLUO, whole("培训", "≥2.5 人次"), f"R13.fraction 1 {VALUE}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
