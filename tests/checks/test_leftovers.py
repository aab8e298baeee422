"""R04 and R46."""

from tests.checks.support import (
    Try,
    Values,
    findings,
    lukou,
    rules_after,
    shipped,
    split_row,
    table,
)

LUKOU = shipped("lukou-2026")
GOAL, NAME = "annual_goal", "indicators[0].level3"


def goal(text: str) -> list[tuple[str, Values]]:
    return [lukou(annual_goal=text)]


def named(name: str) -> list[tuple[str, Values]]:
    return [lukou(split_row(name))]


TABLE = [
    Try("R04", "text", LUKOU, goal("举办促消费活动")),
    Try("R04", "waiting", LUKOU, goal("及时处理等待填报的事项")),
    Try("R04", "X as a letter", LUKOU, goal("购置X光机，升级XML接口，5×8米")),
    Try("R04", "date", LUKOU, goal("2026 年 12 月 31 日前完成")),
    Try("R04", "product", LUKOU, goal("300元/人×50人")),
    Try("R04", "label as a word", LUKOU, named("项目名称规范化")),
    Try("R04", "not used", LUKOU, named("**"), "R38.name 1 indicators[0].value"),
    Try("R04", "XX", LUKOU, goal("培训XX人次"), f"R04.left 1 {GOAL}"),
    Try("R04", "XXX alone", LUKOU, goal("XXX"), f"R04.left 1 {GOAL}"),
    Try("R04", "××", LUKOU, goal("在××乡镇举办"), f"R04.left 1 {GOAL}"),
    Try("R04", "**", LUKOU, goal("在**乡镇举办"), f"R04.left 1 {GOAL}"),
    Try("R04", "某某", LUKOU, goal("某某局组织"), f"R04.left 1 {GOAL}"),
    Try("R04", "待填", LUKOU, goal("待填"), f"R04.left 1 {GOAL}"),
    Try("R04", "what to fill in", LUKOU, goal("（此处填写部门职责）"), f"R04.left 1 {GOAL}"),
    Try("R04", "待定", LUKOU, goal("购置设备一批，金额待定"), f"R04.left 1 {GOAL}"),
    Try("R04", "no number before the unit", LUKOU, goal("运维科技法庭  个、终端若干"),
        f"R04.left 1 {GOAL}"),
    Try("R04", "in brackets", LUKOU, goal("培训（待补充）人次"), f"R04.left 1 {GOAL}"),
    Try("R04", "empty date", LUKOU, goal("  年  月  日前完成"), f"R04.left 1 {GOAL}"),
    Try("R04", "half a date", LUKOU, goal("于2026年 月 日前完成"), f"R04.left 1 {GOAL}"),
    Try("R04", "name", LUKOU, named("培训XX场次"), f"R04.left 1 {NAME}"),
    Try("R04", "remark", LUKOU, [lukou(split_row(remark="待核实"))],
        "R04.left 1 indicators[0].remark"),
    Try("R04", "label", LUKOU, [lukou(project_name="项目名称")], "R04.label 1 project_name"),
    Try("R04", "label of a column", LUKOU, named("三级指标："), f"R04.label 1 {NAME}"),
    Try("R46", "quotes and brackets mixed", LUKOU, goal("开展“送培训、送服务”(公益性）活动")),
    Try("R46", "list", LUKOU, goal("1）培训骨干；2）宣传政策；（3）发放手册")),
    Try("R46", "short words twice", LUKOU, goal("好，好")),
    Try("R46", "the same words later on", LUKOU, goal("加强组织领导，做好宣传，加强组织领导")),
    Try("R46", "less and more", LUKOU, goal("3 < 5 且 6 > 2")),
    Try("R46", "clause twice [src 003]", LUKOU,
        goal("以创建文明城市为目标,以创建文明城市为目标,努力建设。"), f"R46.repeated 1 {GOAL}"),
    Try("R46", "sentence twice", LUKOU,
        goal("做好全县促消费活动的组织工作。加强宣传。做好全县促消费活动的组织工作。"),
        f"R46.repeated 1 {GOAL}"),
    Try("R46", "markup", LUKOU, goal("<p>开展培训</p>"), f"R46.markup 1 {GOAL}"),
    Try("R46", "entity", LUKOU, goal("开展&nbsp;培训"), f"R46.markup 1 {GOAL}"),
    Try("R46", "title", LUKOU, goal("落实《管理办法（试行）要求"), f"R46.bracket 1 {GOAL}"),
    Try("R46", "quotation mark", LUKOU, named("新增“四上企业"), f"R46.bracket 1 {NAME}"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_the_second_clause_goes() -> None:
    forms = goal("主要是宣传。以文明城市为目标,以文明城市为目标,努力建设。")
    (found,) = findings(LUKOU, forms, "R46")
    ((_, text),) = found.fixes[0].changes
    assert text == "主要是宣传。以文明城市为目标,,努力建设。".replace(",,", ",")
    assert "R46" not in rules_after(LUKOU, forms, found.fixes[0])
