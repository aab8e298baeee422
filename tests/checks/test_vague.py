"""R15."""

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
VALUE = "indicators[0].value"


def whole(value: str, name: str = "经济结构") -> list[tuple[str, Values]]:
    return [pingluo(whole_row(name, value, "社会效益"))]


TABLE = [
    Try("R15", "number", PINGLUO, whole("≥95%")),
    Try("R15", "date", PINGLUO, whole("2026年12月前")),
    Try("R15", "state", PINGLUO, whole("建成并投入使用")),
    Try("R15", "定性 with a word", LUKOU, [lukou(split_row("办结", "及时", "定性", "无"))]),
    Try("R15", "the name again is R25's", PINGLUO, whole("合格", "合格"),
        "R25.value 1 indicators[0].level3"),
    Try("R15", "rate is R11's", PINGLUO, whole("明显拉动", "覆盖率"),
        "R11.word 1 indicators[0].value"),
    Try("R15", "vague", PINGLUO, whole("有效提高"), "R15.vague 1 indicators[0].value"),
    Try("R15", "two of them", PINGLUO, whole("稳步优化、不断完善。"),
        "R15.vague 1 indicators[0].value"),
    Try("R15", "one word", PINGLUO, whole("合格"), "R15.vague 1 indicators[0].value"),
    Try("R15", "no operator", LUKOU, [lukou(split_row("办结", "及时", "", "无"))],
        "R05.missing 1 indicators[0].operator; R15.vague 1 indicators[0].value"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
