"""A form becomes a sheet: rows multiplied, values, computed texts and choices in their cells."""

from collections import Counter
from typing import Any

import pytest

from perfdesk.dossier.state import Path
from perfdesk.layout.compose import compose, ticks_text, with_raw
from perfdesk.layout.sheet import Sheet, SheetCell
from perfdesk.template.model import Field
from tests.support import forms
from tests.support.forms import Case


def sheet_of(case: Case) -> Sheet:
    dossier = forms.dossier_of(case.data)
    form = dossier.forms[case.index]
    return compose(dossier, form, case.pack[form.template])


def find(sheet: Sheet, text: str) -> SheetCell:
    [cell] = [cell for cell in sheet.cells if "".join(cell.text.split()) == text]
    return cell


def indicator(level1: str, level2: str, name: str) -> dict[str, str]:
    return {"level1": level1, "level2": level2, "level3": name}


def project(*indicators: dict[str, str], **values: Any) -> Case:  # noqa: ANN401 - the format's
    return forms.one_case("lukou-2026", "project", {**values, "indicators": list(indicators)})


@pytest.mark.parametrize("seed", range(12))
def test_every_value_is_in_exactly_one_cell(seed: int) -> None:
    """By address, not by text: equal texts cannot hide one another."""
    case = forms.random_case(seed)
    form = forms.dossier_of(case.data).forms[0]
    places = Counter(cell.path for cell in sheet_of(case).cells if cell.path and cell.path.form)
    paths = [Path(form.id, key) for key in form.values]
    for table, rows in form.tables.items():
        fixed = {"level1", "level2", "kind"}
        paths += [Path(form.id, table, r.id, key) for r in rows for key in r.values.keys() - fixed]
    assert all(places[path] == 1 for path in paths)


def test_second_indicator_of_a_group_has_a_row_of_its_own() -> None:
    sheet = sheet_of(
        project(
            indicator("产出指标", "数量指标", "甲"),
            indicator("产出指标", "质量指标", "乙"),
            indicator("产出指标", "数量指标", "丙"),
        )
    )
    one, two, three = (find(sheet, name).row for name in "甲丙乙")
    assert (two, three) == (one + 1, one + 2)
    # 数量指标 grows over both, 产出指标 over all four of its rows, the band over heads and 11 rows.
    level2, level1 = find(sheet, "数量指标"), find(sheet, "产出指标")
    assert (level2.row, level2.rows) == (one, 2)
    assert (level1.row, level1.rows) == (one, 4)
    band = find(sheet, "本年度绩效指标")
    assert (band.row, band.rows) == (one - 1, 12)


def test_group_without_a_record_has_a_row_without_record() -> None:
    sheet = sheet_of(project())
    rows = [row for row in sheet.rows if row.table == "indicators"]
    assert len(rows) == 10
    assert all(row.record == "" for row in rows)
    assert len({row.key for row in rows}) == 10


def test_record_of_an_unknown_group_is_not_lost() -> None:
    """Files of another edition; it comes to the last group."""
    sheet = sheet_of(project(indicator("没有的", "组", "丁")))
    cell = find(sheet, "丁")
    assert sheet.rows[cell.row].key == ("成本指标", "生态环境成本指标")


def test_record_of_an_unknown_kind_is_not_lost() -> None:
    items = [{"kind": "没有的", "name": "戊"}, {"kind": "special", "name": "己"}]
    sheet = sheet_of(forms.one_case("shifeng-2023", "summary", {"items": items}))
    assert find(sheet, "戊").row < find(sheet, "己").row


def test_rows_of_kinds_follow_the_records() -> None:
    kinds = ["special", "direction", "direction", "special", "total"]
    items = [{"kind": kind, "name": f"第{i}行"} for i, kind in enumerate(kinds)]
    sheet = sheet_of(forms.one_case("shifeng-2023", "summary", {"items": items}))
    rows = [find(sheet, f"第{i}行").row for i in range(5)]
    assert rows == list(range(rows[0], rows[0] + 5))
    assert [sheet.rows[row].key for row in rows] == [(kind,) for kind in kinds]


def test_heads_are_those_of_the_table() -> None:
    sheet = sheet_of(forms.one_case("shifeng-2023", "direction", {}))
    for title, table in (("三级指标", "indicators"), ("支出内容简介", "expenditure_details")):
        head = find(sheet, title).row
        own = {sheet.heads[i] for i, row in enumerate(sheet.rows) if row.table == table}
        assert own == {(head,)}
    assert {sheet.heads[i] for i, row in enumerate(sheet.rows) if not row.table} == {()}


def test_signature_block_is_known() -> None:
    sheet = sheet_of(forms.one_case("shifeng-2023", "summary", {}))
    assert sheet.signature == find(sheet, "单位负责人签字：").row
    plain = sheet_of(project())
    assert plain.signature == len(plain.rows)


def test_first_form_alone_has_the_papers_own_title() -> None:
    form: dict[str, Any] = {"template": "project", "values": {}}
    data = {"pack": "pingluo-2026", "unit_name": "某局", "year": 2026, "forms": [form, form]}
    first, second = (sheet_of(Case(str(i), data, i)) for i in range(2))
    assert find(first, "附件2").row == 0
    assert len(first.rows) - len(second.rows) == 2
    assert find(first, "部门项目支出预算绩效目标表1").row == 2
    assert find(second, "部门项目支出预算绩效目标表2").row == 0


def test_text_around_a_value() -> None:
    case = forms.one_case("shifeng-2023", "department", {"budget": {"total": " 226.26"}})
    cell = find(sheet_of(case), "资金总额：226.26")
    assert (cell.text, cell.prefix, cell.suffix) == ("资金总额： 226.26", "资金总额：", "")
    assert with_raw(cell, "1\r\n2\x00").text == "资金总额：1\n2"


def test_unit_name_belongs_to_the_dossier() -> None:
    sheet = sheet_of(forms.one_case("lukou-2026", "department", {}, "某局"))
    shown = [cell for cell in sheet.cells if cell.path == Path("", "unit_name")]
    assert [cell.text for cell in shown] == ["填报单位（盖章）：某局", "某局"]


def test_marks_in_values_are_just_text() -> None:
    """A value that looks like a mark of the blank is not filled in."""
    sheet = sheet_of(project(project_name="{year}{unit_name}"))
    assert find(sheet, "{year}{unit_name}").text == "{year}{unit_name}"


def test_tick_boxes() -> None:
    field = Field(key="kind", label="类型", type="ticks", choices=("新增", "延续"))
    assert ticks_text(field, "") == "□新增　□延续"
    assert ticks_text(field, "延续") == "□新增　☑延续"
    assert ticks_text(field, "延续、新增") == "☑新增　☑延续"
    assert ticks_text(field, "延续、其他\x00") == "□新增　☑延续　其他"
