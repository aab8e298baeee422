import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.edits import InsertRecords, SetValue, Together
from perfdesk.dossier.state import Path
from perfdesk.jobs.entry import clear, type_into
from perfdesk.jobs.rows import inserted
from tests.jobs.sheets import LUKOU, PINGLUO, SHIFENG, Shown, indicator, shipped, shown

SUMMARY = ["total", "special", "direction"]


def step_of(form: Shown, cell_row: int, column: str, raw: str) -> tuple[object, str] | None:
    cell = form.cell(cell_row, column)
    return type_into(form.dossier, form.form, form.loaded, cell, form.sheet.rows[cell.row], raw)


# ---- values that are there already ----


def test_a_field_is_filled_in_and_the_step_has_its_name() -> None:
    form = shown(LUKOU, "project", {"amount": "1"})
    step = step_of(form, form.field("amount").row, "amount", " 1,0 ")
    assert step == (SetValue(Path("f1", "amount"), " 1,0 "), "填写“年度本级预算金额”")


@pytest.mark.parametrize(
    ("before", "raw", "label"),
    [
        ({}, "", None),
        ({"amount": ""}, "", None),
        ({"amount": "1"}, "1", None),
        ({"amount": "1"}, "", "清空“年度本级预算金额”"),
        ({}, "1", "填写“年度本级预算金额”"),
        ({"amount": "1"}, "1 ", "填写“年度本级预算金额”"),
    ],
)
def test_what_changes_nothing_is_no_step(
    before: dict[str, str], raw: str, label: str | None
) -> None:
    form = shown(LUKOU, "project", before)
    step = step_of(form, form.field("amount").row, "amount", raw)
    assert (step[1] if step else None) == label


def test_the_units_name_is_the_dossiers() -> None:
    form = shown(LUKOU, "project")
    form = form.typed(form.field("unit_name"), "示例县商务局")
    assert form.dossier.unit_name == "示例县商务局"


def test_a_printed_label_takes_nothing() -> None:
    form = shown(LUKOU, "project")
    label = next(cell for cell in form.sheet.cells if cell.path is None)
    assert form.typed(label, "x") is form


def test_a_record_keeps_its_row_when_its_last_text_goes() -> None:
    form = shown(LUKOU, "project", indicators=[indicator("数量指标", "次数")])
    form = form.typed(form.cell(form.rows("indicators")[0], "level3"), "")
    assert form.stored("indicators", "level3") == [""]
    assert form.stored("indicators", "level2") == ["数量指标"]


# ---- rows that are printed without a record ----


def test_typing_where_no_record_is_makes_one_of_its_group() -> None:
    form = shown(LUKOU, "project")
    cell = form.cell(form.rows("indicators", "社会效益")[0], "value")
    form = form.typed(cell, "≥95")
    (record,) = form.form.records("indicators")
    assert record.values == {"level1": "效益指标", "level2": "社会效益", "value": "≥95"}
    assert form.typed(form.cell(form.rows("indicators")[0], "value"), "") is form


def groups(pack_id: str = LUKOU) -> list[str]:
    return [key[1] for key in shipped(pack_id)["project"].plan.groups("indicators")]


@given(st.permutations(groups()), st.lists(st.sampled_from(groups()), max_size=4))
def test_in_whatever_order_groups_are_filled_the_list_is_in_the_forms_order(
    order: list[str], before: list[str]
) -> None:
    had = [indicator(name, f"旧{i}") for i, name in enumerate(sorted(before, key=groups().index))]
    form = shown(LUKOU, "project", indicators=had)
    for name in order:
        row = form.rows("indicators", name)[-1]
        number = form.number(row)
        form = form.typed(form.cell(row, "level3"), f"新{name}")
        assert form.raw(form.cell(number, "level3").path) == f"新{name}"
    stored = form.stored("indicators", "level2")
    assert stored == sorted(stored, key=groups().index)
    assert form.stored("indicators", "level3") == form.column("indicators", "level3")


def test_with_costs_first_the_order_is_that_of_the_form() -> None:
    form = shown(LUKOU, "project", options={"band_order": "cost_first"})
    for name in ("数量指标", "社会成本指标", "服务对象满意度", "经济成本指标"):
        form = form.typed(form.cell(form.rows("indicators", name)[0], "level3"), name)
    assert form.stored("indicators", "level3") == form.stored("indicators", "level2")
    assert form.stored("indicators", "level2") == [
        "经济成本指标",
        "社会成本指标",
        "数量指标",
        "服务对象满意度",
    ]


def test_records_out_of_order_stay_where_they_are() -> None:
    had = [indicator("时效指标", "b"), indicator("数量指标", "a")]
    form = shown(LUKOU, "project", indicators=had)
    form = form.typed(form.cell(form.rows("indicators", "质量指标")[0], "level3"), "c")
    assert form.stored("indicators", "level3") == ["c", "b", "a"]
    assert form.column("indicators", "level3")[:3] == ["a", "c", "b"]


def test_records_of_a_group_that_the_form_does_not_know_stay() -> None:
    had = [{"level1": "其他", "level2": "其他", "level3": "x"}]
    form = shown(LUKOU, "project", indicators=had)
    form = form.typed(form.cell(form.rows("indicators", "数量指标")[0], "level3"), "a")
    assert form.stored("indicators", "level3") == ["a", "x"]


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_plain_table_keeps_the_text_in_the_row_where_it_was_typed(count: int, place: int) -> None:
    had = [{"name": f"任务{i}", "content": ""} for i in range(count)]
    form = shown(LUKOU, "department", tasks=had)
    form = form.typed(form.cell(form.rows("tasks")[place], "content"), "内容")
    assert form.column("tasks", "content") == ["内容" if i == place else "" for i in range(3)]
    assert form.column("tasks", "name")[:count] == [f"任务{i}" for i in range(count)]
    assert len(form.form.records("tasks")) == max(count, place + 1)
    assert len({record.id for record in form.form.records("tasks")}) == max(count, place + 1)


@pytest.mark.parametrize("kind", SUMMARY)
def test_a_table_of_kinds_prints_the_same_rows_after_typing(kind: str) -> None:
    form = shown(SHIFENG, "summary")
    printed = [row.key for row in form.rows("items")]
    assert printed == [(name,) for name in SUMMARY]
    form = form.typed(form.cell(form.rows("items", kind)[0], "name"), "名称")
    assert [row.key for row in form.rows("items")] == printed
    assert form.column("items", "name") == ["名称" if name == kind else "" for name in SUMMARY]


def test_a_total_that_comes_late_comes_first() -> None:
    form = shown(SHIFENG, "summary", items=[{"kind": "special", "name": "甲"}])
    form = form.typed(form.cell(form.rows("items", "total")[0], "amount"), "10")
    assert form.stored("items", "kind") == ["total", "special"]
    assert form.column("items", "amount") == ["10", ""]


def test_the_new_row_can_be_found() -> None:
    form = shown(LUKOU, "department")
    step = step_of(form, form.number(form.rows("tasks")[1]), "name", "任务")
    assert step is not None
    assert isinstance(step[0], InsertRecords)
    found = inserted(step[0])
    assert found is not None
    record = form.done(step[0]).form.record("tasks", found.record)
    assert record is not None
    assert record.get("name") == "任务"
    assert inserted(SetValue(Path("f1", "x"), "")) is None


def test_a_row_that_has_got_its_record_meanwhile_loses_nothing() -> None:
    form = shown(LUKOU, "project")
    cell = form.cell(form.rows("indicators", "数量指标")[0], "level3")
    row = form.sheet.rows[cell.row]
    form = form.typed(cell, "先")
    step = type_into(form.dossier, form.form, form.loaded, cell, row, "后")
    assert step is not None
    assert form.done(step[0]).stored("indicators", "level3") == ["先", "后"]


@pytest.mark.parametrize("pack_id", [LUKOU, PINGLUO, SHIFENG])
@pytest.mark.parametrize("backwards", [False, True])
def test_every_cell_of_every_form_keeps_its_own_text(pack_id: str, backwards: bool) -> None:
    for template in shipped(pack_id).info.templates:
        form = shown(pack_id, template, unit="")
        places = [(cell.row, cell.col) for cell in form.sheet.cells if cell.path]
        texts: dict[tuple[int, int], str] = {}
        for number, place in enumerate(reversed(places) if backwards else places):
            cell = next(c for c in form.sheet.cells if (c.row, c.col) == place)
            texts[place] = "某局" if cell.path == Path("", "unit_name") else f"文字{number}"
            form = form.typed(cell, texts[place])
        stands = {(c.row, c.col): form.raw(c.path) for c in form.sheet.cells if c.path}
        assert stands == texts


# ---- Del ----


def test_del_empties_cells_and_keeps_records() -> None:
    form = shown(LUKOU, "project", {"amount": "1", "period": ""}, indicators=[
        indicator("数量指标", "a") | {"value": "1"}, indicator("数量指标", "b")
    ])  # fmt: skip
    targets = [(cell, form.sheet.rows[cell.row]) for cell in form.sheet.cells]
    step = clear(form.dossier, targets)
    assert step is not None
    assert isinstance(step[0], Together)
    assert step[1] == "清空 5 格"
    after = form.done(step[0])
    assert after.stored("indicators", "level3") == ["", ""]
    assert (after.form.get("amount"), after.dossier.unit_name) == ("", "")
    assert clear(after.dossier, targets) is None


def test_del_on_one_cell_is_called_by_its_name() -> None:
    form = shown(LUKOU, "project", {"amount": "1"})
    cell = form.field("amount")
    step = clear(form.dossier, [(cell, form.sheet.rows[cell.row])] * 2)
    assert step == (SetValue(Path("f1", "amount"), ""), "清空“年度本级预算金额”")
