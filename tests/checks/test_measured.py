"""R26 and R27."""

from collections.abc import Mapping

from tests.checks.support import (
    Try,
    Values,
    lukou,
    lukou_department,
    pingluo,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")
VALUE, GOAL, NAME = "indicators[0].value", "annual_goal", "indicators[3].level3"

MEETINGS = split_row("引进亿元以上项目", "22", "≥", "个")
ALONG = (
    split_row("举办培训场次", "4", "≥", "场"),
    split_row("参训人次", "200", "≥", "人次"),
    split_row("参训人员满意度", "90", "≥", "%", "服务对象满意度"),
)
"""Indicators that ``SPOKEN`` speaks of one by one."""

SPOKEN = "举办培训4场，参训200人次，参训人员满意度达到90%"


def goal(text: str, *rows: Mapping[str, str]) -> list[tuple[str, Values]]:
    return [lukou(*(rows or (MEETINGS,)), annual_goal=text)]


TABLE = [
    Try("R26", "the same", LUKOU, goal("新签约多，引进亿元以上项目22个")),
    Try("R26", "the same, converted", LUKOU,
        goal("零售总额达到1.5亿元", split_row("零售总额", "15000", "≥", "万元", "经济效益"))),
    Try("R26", "个 and 家", LUKOU,
        goal("培育专精特新企业4家", split_row("专精特新企业", "4", "≥", "个"))),
    Try("R26", "numbers that add up [src 004]", LUKOU,
        goal("再救助职工100人；救助退役军人25人", split_row("救助对象人数", "125", "≥", "人次"))),
    Try("R26", "of another kind", LUKOU,
        goal("新增规上企业5家", split_row("规上企业", "80", "≥", "家"))),
    Try("R26", "baseline", LUKOU, goal("在2025年20个的基础上引进亿元以上项目")),
    Try("R26", "last year", LUKOU, goal("上年引进亿元以上项目20个")),
    Try("R26", "title", LUKOU, goal("落实《引进20个项目行动方案》")),
    Try("R26", "document and meeting", LUKOU, goal("按第17次会议纪要和政发〔2026〕3号文件办")),
    Try("R26", "dates and list marks", LUKOU, goal("1. 9月20日前办会；2. 24小时值班")),
    Try("R26", "description of the thing", LUKOU, goal("引进10亿元以上项目22个")),
    Try("R26", "one of several that are counted together", LUKOU,
        goal("举办展览、讲座24场", split_row("举办展览场次", "12", "≥", "场"))),
    Try("R26", "what several places are for", LUKOU,
        goal("对主干道、背街小巷共计486万㎡实施清扫保洁",
             split_row("清扫保洁面积", "468", "=", "万㎡")), f"R26.contradicts 1 {VALUE}"),
    Try("R26", "size of the thing", LUKOU,
        goal("购置18吨水罐车1辆", split_row("购置水罐车", "1", "=", "辆"))),
    Try("R26", "ages, ranges and hours of service", LUKOU,
        goal("为35—64周岁妇女体检，湿度45%—60%，重点部位24小时巡逻值守")),
    Try("R26", "家次", LUKOU, goal("抽查企业120家次", split_row("抽查企业", "120", "≥", "家次"))),
    Try("R26", "roughly", LUKOU, goal("引进亿元以上项目20余个")),
    Try("R26", "numbers within a value [src 001]", PINGLUO, [pingluo(
        whole_row("任务", "新引进项目40个，履约率50%以上"), annual_goal="新引进项目40个")]),
    Try("R26", "no numbers", LUKOU, goal("引进亿元以上项目一批")),
    Try("R26", "contradicted [src 000]", LUKOU, goal("引进亿元以上项目20个"),
        f"R26.contradicts 1 {VALUE}"),
    Try("R26", "leading verb, 以上", LUKOU,
        goal("组织举办促消费活动12场以上", split_row("举办促消费活动场次", "10", "≥", "场")),
        f"R26.contradicts 1 {VALUE}"),
    Try("R26", "percentage", LUKOU,
        goal("验收合格率达到95%", split_row("验收合格率", "98", "≥", "%", "质量指标")),
        f"R26.contradicts 1 {VALUE}"),
    Try("R26", "in a task", LUKOU, [lukou_department(
        MEETINGS, tasks=[{"name": "招商", "content": "引进亿元以上项目20个"}])],
        f"R26.contradicts 1 {VALUE}"),
    Try("R26", "one cell", PINGLUO, [pingluo(
        whole_row("投放储备菜", "600吨"), annual_goal="投放储备菜500吨")],
        f"R26.contradicts 1 {VALUE}"),
    Try("R26", "unmeasured", LUKOU, goal("技术合同交易额达到10.8亿元"), f"R26.unmeasured 1 {GOAL}"),
    Try("R26", "two unmeasured are one finding", LUKOU, goal("植树300亩，修路5公里"),
        f"R26.several 1 {GOAL}"),
    Try("R27", "spoken of", LUKOU, goal(SPOKEN, *ALONG)),
    Try("R27", "in general words", LUKOU, goal("加强宣传", *ALONG)),
    Try("R27", "half of them", LUKOU, goal(SPOKEN, *ALONG, *(
        split_row(name, "定期", "定性", "无") for name in ("印发手册", "更新台账", "回访")))),
    Try("R27", "some word of it", LUKOU, goal(SPOKEN + "，印发材料", *ALONG,
        split_row("印发宣传册", "500", "≥", "册"))),
    Try("R27", "not spoken of", LUKOU, goal(SPOKEN, *ALONG, split_row("印发手册", "500", "≥",
        "册")),
        f"R27.unspoken 1 {NAME}"),
    Try("R27", "qualitative", LUKOU, goal(SPOKEN, *ALONG, split_row("台账更新", "按月", "定性",
        "无")),
        f"R27.unspoken 1 {NAME}"),
    Try("R27", "deadline", LUKOU, goal(SPOKEN, *ALONG, split_row("结算日期", "9月底前", "定性",
        "无")),
        f"R27.unspoken 1 {NAME}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
