"""R16 to R20, R37 and R38."""

from collections.abc import Mapping

from tests.checks.support import (
    Try,
    Values,
    dossier,
    findings,
    lukou,
    pingluo,
    rules_after,
    said,
    shipped,
    split_row,
    table,
    whole_row,
)

LUKOU, PINGLUO = shipped("lukou-2026"), shipped("pingluo-2026")

QUANTITY = split_row("办会", "4", "≥", "场", "数量指标")
QUALITY = split_row("参会率", "90", "≥", "%", "质量指标")
TIME = split_row("办会时间", "9月底前", "定性", "", "时效指标")
BENEFIT = split_row("签约", "5", "≥", "个", "经济效益")
SATISFACTION = split_row("客商满意度", "90", "≥", "%", "服务对象满意度")
COST = split_row("总成本", "40", "≤", "万元", "经济成本指标")
FULL = (QUANTITY, QUALITY, TIME, BENEFIT, SATISFACTION, COST)


def without(*names: str) -> list[tuple[str, Values]]:
    return [lukou(*(row for row in FULL if row["level3"] not in names))]


def unused(*names: str) -> list[tuple[str, Values]]:
    """The full form with some rows 无."""
    none = {"level3": "无", "operator": "无", "value": "无", "unit": "无"}
    return [lukou(*({**row, **none} if row["level3"] in names else row for row in FULL))]


def more(*rows: Mapping[str, str], **fields: str) -> list[tuple[str, Values]]:
    return [lukou(*FULL, *rows, **fields)]


def level(**changed: str) -> list[tuple[str, Values]]:
    return more({**split_row("参展", "5"), **changed})


N = "indicators[6].level3"

TABLE = [
    Try("R16", "as printed", LUKOU, more(split_row("参展"))),
    Try("R16", "name of the other template", PINGLUO,
        [pingluo(whole_row("参展", level2="服务对象满意度"))]),
    Try("R16", "no rows", LUKOU, [lukou()]),
    Try("R16", "clipped", LUKOU, level(level1="满意度", level2="服务对象满意"),
        f"R16.foreign 1 {N}"),
    Try("R16", "foreign", LUKOU, level(level2="创新指标"), f"R16.foreign 1 {N}"),
    Try("R16", "of another 一级指标", LUKOU, level(level1="效益指标"), f"R16.foreign 1 {N}"),
    Try("R17", "both", LUKOU, more()),
    Try("R17", "one of each", LUKOU, [lukou(QUANTITY, BENEFIT)]),
    Try("R17", "lukou: 满意度 apart", LUKOU, without("客商满意度")),
    Try("R17", "无 in the others", LUKOU, unused("总成本")),
    Try("R17", "no benefit", LUKOU, without("签约"), "R17.group 1 indicators"),
    Try("R17", "无 for the benefit", LUKOU, unused("签约"), "R17.group 1 indicators[3].level3"),
    Try("R17", "no output", LUKOU, [lukou(BENEFIT)], "R17.group 1 indicators"),
    Try("R17", "nothing at all is one finding", LUKOU, [lukou()], "R17.none 1 indicators"),
    Try("R17", "无 throughout", LUKOU, unused(*(row["level3"] for row in FULL)),
        "R17.none 1 indicators[0].level3"),
    Try("R18", "all three", LUKOU, more()),
    Try("R18", "none is R17's", LUKOU, [lukou(BENEFIT)]),
    Try("R18", "blank form", LUKOU, [lukou()]),
    Try("R18", "no quality", LUKOU, without("参会率"), "R18.group 1 indicators"),
    Try("R18", "无 for the quality [src 000]", LUKOU, unused("参会率"),
        "R18.group 1 indicators[1].level3"),
    Try("R18", "two missing", LUKOU, without("参会率", "办会时间"),
        "R18.group 1 indicators; R18.group 1 indicators"),
    Try("R18", "one cell", PINGLUO, [pingluo(whole_row(level2="数量指标"))],
        "R18.group 1 indicators; R18.group 1 indicators"),
    Try("R19", "in its place", LUKOU, more()),
    Try("R19", "nobody is served", LUKOU, without("客商满意度")),
    Try("R19", "blank form", LUKOU, [lukou(annual_goal="服务群众")]),
    Try("R19", "served, and asked", LUKOU, more(annual_goal="服务参会企业")),
    Try("R19", "under another 二级指标 [src 002]", LUKOU,
        more(split_row("群众满意度", "98", "≥", "%", "社会效益")), f"R19.elsewhere 1 {N}"),
    Try("R19", "under another one alone", LUKOU, [lukou(
        *FULL[:4], split_row("群众满意度", "98", "≥", "%", "社会效益"), COST)],
        "R19.elsewhere 1 indicators[4].level3"),
    Try("R19", "served, and not asked", LUKOU, [lukou(*FULL[:4], COST, annual_goal="服务企业")],
        "R19.missing 1 indicators"),
    Try("R19", "served, and 无", LUKOU,
        [(key, {**values, "annual_goal": "服务群众"}) for key, values in unused("客商满意度")],
        "R19.missing 1 indicators[4].level3"),
    Try("R20", "total", LUKOU, more()),
    Try("R20", "another cost", LUKOU, [lukou(
        QUANTITY, BENEFIT, split_row("噪声投诉", "3", "≤", "次", "社会成本指标"))]),
    Try("R20", "blank form is R17's", LUKOU, [lukou()]),
    Try("R20", "none", LUKOU, without("总成本"), "R20.group 1 indicators"),
    Try("R20", "无", LUKOU, unused("总成本"), "R20.group 1 indicators[5].level3"),
    Try("R20", "one cell", PINGLUO, [pingluo(whole_row())], "R20.group 1 indicators"),
    Try("R37", "enough", LUKOU, more()),
    Try("R37", "three", LUKOU, [lukou(*FULL[:3])]),
    Try("R37", "none is R17's", LUKOU, [lukou()]),
    Try("R37", "two", LUKOU, [lukou(QUANTITY, BENEFIT)], "R37.few 1 indicators[1].level3"),
    Try("R37", "one", LUKOU, [lukou(BENEFIT)], "R37.few 1 indicators[0].level3"),
    Try("R37", "无 does not count", LUKOU, unused("办会", "参会率", "办会时间", "总成本"),
        "R37.few 1 indicators[4].level3"),
    Try("R38", "filled", LUKOU, more(split_row("参展"))),
    Try("R38", "无 throughout", LUKOU, more(split_row("无", "无", "无", "无"))),
    Try("R38", "无 and blanks", LUKOU, more(split_row("无", "", "", ""))),
    Try("R38", "/ and -", LUKOU, more(split_row("/", "-", "", "——"))),
    Try("R38", "operator left over", LUKOU, more(split_row("无", "", "≥", ""))),
    Try("R38", "remark", LUKOU, more(split_row("无", "", "", "", remark="本年不涉及"))),
    Try("R38", "blank value is R01's", LUKOU, more(split_row("参展", "", "≥", "场")),
        "R01.columns 1 indicators[6].value"),
    Try("R38", "value beside 无", LUKOU, more(split_row("无", "95", "≥", "%")),
        "R38.name 1 indicators[6].value"),
    Try("R38", "unit beside 无", LUKOU, more(split_row("无", "无", "无", "%")),
        "R38.name 1 indicators[6].unit"),
    Try("R38", "name beside 无", LUKOU, more(split_row("参展", "无", "无", "无")),
        "R38.value 1 indicators[6].value"),
    Try("R38", "one cell", PINGLUO, [pingluo(whole_row("无", "≥95%"))],
        "R38.name 1 indicators[0].value"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_a_clipped_level_is_offered_in_full() -> None:
    forms = level(level1="满意", level2="服务对象满意")
    (found,) = findings(LUKOU, forms, "R16")
    assert {path.column: raw for path, raw in found.fixes[0].changes} == {
        "level1": "满意度",
        "level2": "服务对象满意度",
    }
    assert "R16" not in rules_after(LUKOU, forms, found.fixes[0])
    (foreign,) = findings(LUKOU, level(level2="创新指标"), "R16")
    assert not foreign.fixes


def test_a_full_form_lacks_nothing() -> None:
    forms = [("department", {}), *more(annual_goal="服务企业")]
    lines = [line for line in said(LUKOU, dossier(LUKOU, *forms)) if " 2 " in line]
    assert lines == []
