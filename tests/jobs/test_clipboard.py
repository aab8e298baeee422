import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.state import Path
from perfdesk.jobs.clipboard import (
    Block,
    PasteResult,
    copy_block,
    fill_down,
    parse_clipboard,
    paste,
)
from tests.jobs.sheets import LUKOU, PINGLUO, SHIFENG, Shown, indicator, shipped, shown

UNPLACED_ROWS, UNPLACED_CELLS = "没有可以放的地方", "没有对应的可填的列"


def at(form: Shown, row: int, col: int, matrix: Sequence[Sequence[str]]) -> PasteResult:
    block = [list(texts) for texts in matrix]
    return paste(form.dossier, form.form, form.loaded, form.sheet, row, col, block)


def pasted(form: Shown, row: int, col: int, matrix: Sequence[Sequence[str]]) -> Shown:
    """Paste where everything has its place."""
    result = at(form, row, col, matrix)
    assert result.unplaced == ()
    return form.done(result.edit) if result.edit else form


def copied(form: Shown, block: Block) -> list[list[str]]:
    """A block through the clipboard, the same by each of its two ways."""
    text, html = copy_block(form.dossier, form.sheet, block)
    both = parse_clipboard(text, html)
    assert parse_clipboard(text, None) == both
    return both


def whole(form: Shown) -> Block:
    return Block(0, 0, len(form.sheet.rows) - 1, len(form.sheet.columns_mm) - 1)


def first(form: Shown, table: str, *labels: str) -> int:
    return form.number(form.rows(table, *labels)[0])


def project(
    values: Mapping[str, str] | None = None, indicators: Sequence[Mapping[str, str]] = ()
) -> Shown:
    return shown(LUKOU, "project", values, indicators=indicators)


FIVE = [[f"指标{i}", str(i), "个", "≥", ""] for i in range(5)]


# ---- copy ----


def test_values_are_copied_as_typed_and_labels_as_printed() -> None:
    form = shown(SHIFENG, "department", {"budget.total": " 1,000"})
    row = form.field("budget.total").row
    text, html = copy_block(form.dossier, form.sheet, Block(row, 0, row + 1, 4))
    assert (
        text == '"年度预算申请\n（万元）"\t资金总额： 1,000\t\t\t\n\t按收入性质分\t\t按支出性质分\t'
    )
    assert '<td rowspan="2" style=' in html
    assert '<td colspan="4" style=' in html
    assert "年度预算申请<br>（万元）" in html
    text, html = copy_block(form.dossier, form.sheet, Block(row, 1, row, 4))
    assert text == " 1,000"
    assert "<td> 1,000</td>" in html


def test_what_a_block_cuts_through_is_copied_whole() -> None:
    form = project(indicators=[indicator("质量指标", "合格率")])
    row = first(form, "indicators", "质量指标")
    assert copied(form, Block(row, 1, row, 4)) == [["产出指标", "质量指标", "合格率", ""]]


def test_a_single_cell_is_just_its_text_however_wide() -> None:
    form = project({"project_name": "甲"}, [indicator("数量指标", "a") | {"value": "1"}])
    cell = form.field("project_name")
    one = copied(form, Block(cell.row, cell.col, cell.row, cell.col + cell.cols - 1))
    assert one == [["甲"]]
    after = pasted(form, first(form, "indicators"), 3, one)
    assert (after.stored("indicators", "level3"), after.stored("indicators", "value")) == (
        ["甲"],
        ["1"],
    )


def test_a_row_without_record_is_copied_empty() -> None:
    form = project(indicators=[indicator("质量指标", "合格率")])
    row = first(form, "indicators")
    assert copied(form, Block(row, 3, row + 1, 4)) == [["", ""], ["合格率", ""]]


# ---- one text ----


@pytest.mark.parametrize("text", ["一", "一\n二", " 留着空格 ", '"', "=1+1"])
def test_one_text_goes_into_one_cell_as_it_is(text: str) -> None:
    form = project()
    cell = form.field("amount")
    result = at(form, cell.row, cell.col + 1, [[text]])  # anywhere within a merged cell
    assert result.label == "粘贴“年度本级预算金额”"
    assert result.edit is not None
    assert form.done(result.edit).form.get("amount") == text


def test_into_a_row_without_record() -> None:
    form = project()
    form = pasted(form, first(form, "indicators", "社会效益"), 3, [["受益人数"]])
    assert form.stored("indicators", "level2") == ["社会效益"]


def test_lines_of_a_running_text_are_one_text_in_a_long_one() -> None:
    form = project()
    cell = form.field("annual_goal")
    form = pasted(form, cell.row, cell.col, parse_clipboard("一\n\n二\n三\n", None))
    assert form.form.get("annual_goal") == "一\n\n二\n三"


def test_what_changes_nothing_is_no_edit() -> None:
    form = project(values={"amount": "1"})
    cell = form.field("amount")
    assert at(form, cell.row, cell.col, [["1"]]) == PasteResult(None, "粘贴“年度本级预算金额”")


@pytest.mark.parametrize("matrix", [[], [[""]], [["", ""], ["", ""]]])
def test_an_empty_clipboard_is_said(matrix: list[list[str]]) -> None:
    form = project()
    assert "没有可以粘贴的文字" in at(form, 4, 1, matrix).unplaced[0]


def test_on_a_label_or_outside_it_is_said() -> None:
    form = project()
    for place in ((0, 0), (7, 3), (99, 99)):
        result = at(form, *place, [["没有地方"]])
        assert result.edit is None
        assert "没有可以填写的格" in result.unplaced[0]
    assert "“没有地方”" in at(form, 0, 0, [["没有地方"]]).unplaced[0]
    assert "“没有地方”" in at(form, 0, 0, [["没有地方", "也没有"]]).unplaced[0]


# ---- bare blocks ----


def test_five_indicators_go_one_below_the_other() -> None:
    form = project()
    form = pasted(form, first(form, "indicators"), 3, FIVE)
    assert form.stored("indicators", "level3") == [row[0] for row in FIVE]
    assert form.stored("indicators", "operator") == ["≥"] * 5
    assert form.stored("indicators", "level2")[:3] == ["数量指标", "质量指标", "时效指标"]
    assert "remark" not in form.form.records("indicators")[0].values


def test_a_block_higher_than_its_table_adds_records_to_the_last_group() -> None:
    form = project(indicators=[indicator("生态环境成本指标", "旧")])
    last = form.number(form.rows("indicators")[-1])
    result = at(form, last - 1, 3, FIVE)
    assert result.label == "粘贴 5 行"
    assert result.edit is not None
    after = form.done(result.edit)
    assert after.stored("indicators", "level3") == [row[0] for row in FIVE]
    assert after.stored("indicators", "level2") == ["社会成本指标"] + ["生态环境成本指标"] * 4


@pytest.mark.parametrize("had", [0, 1, 5])
@pytest.mark.parametrize("start", [0, 1, 2])
def test_a_plain_table_grows(had: int, start: int) -> None:
    form = shown(LUKOU, "department", tasks=[{"name": f"旧{i}"} for i in range(had)])
    block = [[f"任务{i}", f"内容{i}"] for i in range(4)]
    form = pasted(form, first(form, "tasks") + start, 1, block)
    kept = [f"旧{i}" if i < had else "" for i in range(start)]
    tail = [f"旧{i}" for i in range(start + 4, had)]
    assert form.stored("tasks", "name") == [*kept, *(row[0] for row in block), *tail]


def test_empty_texts_empty_cells_but_make_no_records() -> None:
    form = project(indicators=[indicator("数量指标", "a") | {"value": "1"}])
    form = pasted(form, first(form, "indicators"), 3, [["", "2"], ["", ""], ["b", ""]])
    assert form.stored("indicators", "level3") == ["", "b"]
    assert form.stored("indicators", "value") == ["2", ""]
    last = form.number(form.rows("indicators")[-1])
    form = pasted(form, last, 3, [["c"], [""], ["d"], [""]])
    assert form.stored("indicators", "level3") == ["", "b", "c", "d"]


def test_fields_below_each_other_take_a_column() -> None:
    form = shown(SHIFENG, "department")
    cell = form.field("budget.general_public_budget")
    form = pasted(form, cell.row, cell.col, [["1"], ["2"], ["3"]])
    assert [form.form.get(f"budget.{key}") for key in ("gov_fund", "other_funds")] == ["2", "3"]


def test_what_has_no_place_is_said_and_the_rest_is_pasted() -> None:
    form = project()
    cell = form.field("amount")
    result = at(form, cell.row, cell.col, [["1"], ["期间"], ["目标"], ["多"], ["余" * 30]])
    assert result.edit is not None
    assert form.done(result.edit).form.values == {
        "amount": "1",
        "period": "期间",
        "annual_goal": "目标",
    }
    assert result.unplaced == (f"有 2 行{UNPLACED_ROWS}：“多”、“{'余' * 16}…”",)
    wide = [[f"{i}{j}" for j in range(7)] for i in range(2)]
    result = at(form, first(form, "indicators"), 4, wide)
    assert result.unplaced == (f"有 6 格{UNPLACED_CELLS}：“04”、“05”、“06” 等",)


def test_bare_rows_never_run_into_another_table() -> None:
    form = shown(SHIFENG, "direction")
    row = form.field("annual_goal").row
    result = at(form, row - 1, 1, [["目标一", ""], ["目标二", ""], ["多余", ""]])
    assert "“多余”" in result.unplaced[0]
    last = form.number(form.rows("indicators")[-1])
    after = pasted(form, last, 3, [["甲"], ["乙"], ["丙"]])
    assert after.stored("indicators", "level3") == ["甲", "乙", "丙"]
    assert after.form.records("expenditure_details") == ()


def test_heads_of_columns_are_left_out() -> None:
    form = project()
    start = first(form, "indicators")
    block = [["三级指标", "指标值", "度量单位"], ["次数", "1", "次"]]
    form = pasted(form, start, 3, block)
    assert form.stored("indicators", "level3") == ["次数"]
    form = pasted(form, start, 5, [["度量单位"], ["场"]])
    assert form.stored("indicators", "unit") == ["场"]
    form = pasted(form, start, 3, [["度量单位"], ["场次"]])  # not the head of this column
    assert form.stored("indicators", "level3") == ["度量单位", "场次"]


# ---- blocks with merged cells, and without ----


@pytest.mark.parametrize(
    "block",
    [
        [["甲", "明细", "", "10", "依据"], ["乙", "明细", "", "", ""]],  # as the form has it
        [["甲", "明细", "10", "依据"], ["乙", "明细", "", ""]],  # a column for each cell
    ],
)
def test_merged_columns_are_recognised(block: list[list[str]]) -> None:
    form = shown(SHIFENG, "direction")
    form = pasted(form, first(form, "expenditure_details"), 1, block)
    assert form.stored("expenditure_details", "amount") == ["10", ""]
    assert form.stored("expenditure_details", "basis") == ["依据", ""]


def test_as_many_columns_as_cells_are_one_for_each() -> None:
    form = shown(SHIFENG, "direction")
    form = pasted(form, first(form, "expenditure_details"), 1, [["甲", "明细", "", "依据"]])
    assert form.stored("expenditure_details", "amount") == [""]
    assert form.stored("expenditure_details", "basis") == ["依据"]


def test_a_total_row_below_its_table_finds_its_place() -> None:
    form = shown(SHIFENG, "direction")
    block = [[f"支出{i}", "", "", str(i), ""] for i in range(5)] + [["合 计", "", "", "10", ""]]
    form = pasted(form, first(form, "expenditure_details"), 1, block)
    assert form.stored("expenditure_details", "content") == [f"支出{i}" for i in range(5)]
    assert form.form.get("expenditure_total") == "10"


@pytest.mark.parametrize(
    "block",
    [
        [["年度本级预算金额", "40", "", "", "项目类别", "特定类", "", ""]],
        [["年度本级预算金额", "40", "项目类别", "特定类"]],
        [["40", "", "", "项目类别", "特定类"]],
        [["40", "项目类别", "特定类"]],
        [["40", "特定类"]],
    ],
)
def test_labels_between_values_are_left_out(block: list[list[str]]) -> None:
    form = project()
    form = pasted(form, form.field("amount").row, 1, block)
    assert (form.form.get("amount"), form.form.get("category")) == ("40", "特定类")


# ---- rows that carry their labels ----

LABELLED = [
    ["产出指标", "数量指标", "次数", "1"],
    ["", "", "场数", "2"],
    ["", "质量指标", "合格率", "3"],
    ["效益指标", "社会效益", "知晓率", "4"],
    ["", "", "参与率", "5"],
    ["满意度指标", "服务对象满意度指标", "满意度", "6"],
]
PLACES = ["数量指标", "数量指标", "质量指标", "社会效益", "社会效益", "服务对象满意度"]


@pytest.mark.parametrize("col", [1, 2, 3, 5])
def test_rows_go_into_the_groups_that_they_name(col: int) -> None:
    form = project()
    form = pasted(form, first(form, "indicators"), col, LABELLED)
    assert form.stored("indicators", "level2") == PLACES
    assert form.stored("indicators", "level3") == [row[2] for row in LABELLED]
    assert form.stored("indicators", "value") == [row[3] for row in LABELLED]


def test_the_outer_label_and_the_heads_may_come_along() -> None:
    form = project()
    heads = ["本年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"]
    form = pasted(form, 7, 0, [heads, *(["", *row] for row in LABELLED)])
    assert form.stored("indicators", "level2") == PLACES
    form = project()
    form = pasted(form, first(form, "indicators"), 1, [heads[1:], *LABELLED])
    assert form.stored("indicators", "level2") == PLACES


def test_the_inner_label_alone_is_enough() -> None:
    form = project()
    block = [row[1:] for row in LABELLED]
    form = pasted(form, first(form, "indicators"), 3, block)
    assert form.stored("indicators", "level2") == PLACES


def test_in_its_own_group_a_block_begins_where_it_is_pasted() -> None:
    form = project(indicators=[indicator("数量指标", "甲"), indicator("数量指标", "乙")])
    row = form.number(form.rows("indicators", "数量指标")[1])
    form = pasted(form, row, 3, LABELLED)
    assert form.stored("indicators", "level3")[:3] == ["甲", "次数", "场数"]


def test_a_group_without_values_stays_as_it_is() -> None:
    form = project(indicators=[indicator("数量指标", "甲")])
    block = [["产出指标", "数量指标", "", ""], ["", "质量指标", "合格率", ""]]
    form = pasted(form, first(form, "indicators"), 1, block)
    assert form.stored("indicators", "level3") == ["甲", "合格率"]


def test_a_group_that_the_form_has_not_is_said() -> None:
    form = project()
    block = [["产出指标", "数量指标", "次数"], ["", "其他指标", "别的"]]
    result = at(form, first(form, "indicators"), 1, block)
    assert result.edit is not None
    assert form.done(result.edit).stored("indicators", "level3") == ["次数"]
    assert result.unplaced == (f"有 1 行{UNPLACED_ROWS}：“其他指标”",)


def test_labels_of_a_plain_table_are_left_out() -> None:
    form = shown(LUKOU, "department")
    block = [["年度主要任务", "甲", "内容"], ["", "乙", ""]]
    assert pasted(form, first(form, "tasks"), 1, block).stored("tasks", "name") == ["甲", "乙"]


def test_printed_text_around_a_value_is_left_out() -> None:
    form = shown(SHIFENG, "department")
    cell = form.field("budget.total")
    assert pasted(form, cell.row, cell.col, [["资金总额：100"]]).form.get("budget.total") == "100"
    block = [["填表人：张三", "", "", "联系电话：123", ""]]
    form = pasted(form, form.field("signature.filler").row, 0, block)
    assert form.form.values == {"signature.filler": "张三", "signature.phone": "123"}


def test_a_summary_is_pasted_with_its_kinds() -> None:
    form = shown(SHIFENG, "summary")
    numbers = ["", "一", "1", "2", "二", "1"]
    block = [[number, f"名称{i}", str(i)] for i, number in enumerate(numbers)]
    form = pasted(form, first(form, "items"), 0, block)
    kinds = ["total", "special", "direction", "direction", "special", "direction"]
    assert form.stored("items", "kind") == kinds
    assert form.stored("items", "no") == numbers


# ---- a whole form ----

TEMPLATES = [(p, t) for p in (LUKOU, PINGLUO, SHIFENG) for t in shipped(p).info.templates]


@pytest.mark.parametrize(("pack_id", "template"), TEMPLATES)
def test_a_whole_form_goes_into_another_one(pack_id: str, template: str) -> None:
    filled = shown(pack_id, template)
    for number in range(len(filled.sheet.cells)):
        cell = filled.sheet.cells[number]
        if cell.path and cell.path.form:
            filled = filled.typed(cell, f"第{number}格\n“{number}”")
    matrix = copied(filled, whole(filled))
    empty = shown(pack_id, template)
    after = pasted(empty, 0, 0, matrix)
    assert after.form.values == filled.form.values
    tables = {key: [r.values for r in rows] for key, rows in filled.form.tables.items()}
    assert {k: [r.values for r in rows] for k, rows in after.form.tables.items()} == tables
    assert pasted(after, 0, 0, matrix) is after
    assert copied(after, whole(after)) == matrix


def test_the_units_name_is_not_changed_by_a_block() -> None:
    theirs = shown(LUKOU, "project", {"project_name": "甲"}, unit="别的局")
    ours = shown(LUKOU, "project")
    result = at(ours, 0, 0, copied(theirs, whole(theirs)))
    assert result.edit is not None
    after = ours.done(result.edit)
    assert (after.dossier.unit_name, after.form.get("project_name")) == ("某局", "甲")
    assert result.unplaced == (f"有 1 行{UNPLACED_ROWS}：“填报单位（盖章）：别的局”",)
    cell = ours.field("unit_name")
    assert pasted(ours, cell.row, cell.col, [["别的局"]]).dossier.unit_name == "别的局"


def test_last_years_form_fits_as_well() -> None:
    form = shown(LUKOU, "project", {"project_name": "甲", "amount": "1"})
    matrix = copied(form, whole(form))
    matrix[1][0] = "2025年项目支出绩效目标表"
    after = pasted(shown(LUKOU, "project"), 0, 0, matrix)
    assert after.form.get("project_name") == "甲"


# ---- any block ----

WORDS = ["", "", "产出指标", "社会效益", "项目名称", "合计", "指标值", "年度主要任务", "二"]


def count(said: Sequence[str], unit: str) -> int:
    found = [re.match(f"有 ([0-9]+) {unit}", one) for one in said]
    return sum(int(one[1]) for one in found if one)


@given(st.data())
def test_pasting_anything_anywhere_loses_nothing_silently(data: st.DataObject) -> None:
    pack_id, template = data.draw(st.sampled_from(TEMPLATES))
    form = shown(pack_id, template)
    width, height = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    numbers = iter(range(99))
    matrix = [
        [data.draw(st.sampled_from(WORDS)) or f"唯{next(numbers)}。" for _ in range(width)]
        if data.draw(st.booleans())
        else [data.draw(st.sampled_from(["", f"唯{next(numbers)}。"])) for _ in range(width)]
        for _ in range(height)
    ]
    row = data.draw(st.integers(0, len(form.sheet.rows) - 1))
    col = data.draw(st.integers(0, len(form.sheet.columns_mm) - 1))
    result = at(form, row, col, matrix)
    after = form.done(result.edit) if result.edit else form
    stored = [after.dossier.unit_name, *after.form.values.values()]
    for records in after.form.tables.values():
        stored += [text for record in records for text in record.values.values()]
    if any("没有可以填写的格" in one for one in result.unplaced):
        assert after is form
        return
    lost = [[t for t in texts if "唯" in t and not any(t in s for s in stored)] for texts in matrix]
    whole_rows = sum(
        own == [t for t in texts if "唯" in t] != []
        for own, texts in zip(lost, matrix, strict=True)
    )
    homeless = count(result.unplaced, "行")
    cells = count(result.unplaced, "格")
    assert sum(map(len, lost)) <= cells + homeless * width
    assert whole_rows <= homeless + cells


@given(st.data())
def test_a_block_of_a_table_is_copied_and_pasted_unchanged(data: st.DataObject) -> None:
    pack_id, template = data.draw(st.sampled_from(TEMPLATES))
    tables = [t.key for t in shipped(pack_id)[template].template.tables]
    table = data.draw(st.sampled_from(tables))
    form = shown(pack_id, template)
    cells = [c for c in form.sheet.cells if c.path and c.path.field == table]
    lefts = sorted({c.col for c in cells})
    left = data.draw(st.sampled_from(lefts))
    end = max(c.col + c.cols for c in cells)
    start = first(form, table)
    room = len(form.rows(table))
    height = data.draw(st.integers(1, room))
    top = start + data.draw(st.integers(0, room - height))
    starts = [col in lefts for col in range(left, end)]
    text = st.text("ab \n\t\"'", max_size=4).map(lambda raw: f"{raw}。")
    matrix = [[data.draw(text) if own else "" for own in starts] for _ in range(height)]
    after = pasted(form, top, left, matrix)
    if height == sum(starts) == 1:
        matrix = [matrix[0][:1]]
    assert copied(after, Block(top, left, top + height - 1, end - 1)) == matrix


# ---- Ctrl+D ----


def filled_down(form: Shown, block: Block) -> Shown | None:
    step = fill_down(form.dossier, form.form, form.loaded, form.sheet, block)
    if step is None:
        return None
    assert step[1] == "向下填充"
    return form.done(step[0])


def test_the_top_value_of_each_column_goes_down() -> None:
    form = project(indicators=[indicator("数量指标", "a") | {"unit": "个", "value": "1"}])
    row = first(form, "indicators")
    after = filled_down(form, Block(row, 4, row + 2, 5))
    assert after is not None
    assert after.stored("indicators", "unit") == ["个"] * 3
    assert after.stored("indicators", "value") == ["1"] * 3
    assert filled_down(after, Block(row, 4, row + 2, 5)) is None


def test_in_one_row_the_value_above_comes_down() -> None:
    form = project(indicators=[indicator("数量指标", "a") | {"unit": "个"}])
    row = first(form, "indicators")
    after = filled_down(form, Block(row + 1, 5, row + 1, 5))
    assert after is not None
    assert after.stored("indicators", "unit") == ["个", "个"]
    assert filled_down(form, Block(row, 5, row, 5)) is None  # above it is a head
    assert filled_down(form, Block(0, 0, 0, 7)) is None


def test_outside_of_tables_too() -> None:
    form = shown(SHIFENG, "department", {"budget.gov_fund": "0"})
    cell = form.field("budget.other_funds")
    after = filled_down(form, Block(cell.row, cell.col, cell.row, cell.col))
    assert after is not None
    assert after.form.get("budget.other_funds") == "0"
    assert Path("f1", "budget.other_funds") == cell.path
