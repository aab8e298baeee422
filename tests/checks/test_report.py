from perfdesk.checks.engine import Checker
from perfdesk.checks.report import finding_as_json, path_as_text
from perfdesk.checks.wording import form_name, label, quoted, where
from perfdesk.dossier.state import Dossier, Form, Path
from tests.checks.support import dossier, shipped

LUKOU, SHIFENG = shipped("lukou-2026"), shipped("shifeng-2023")


def test_whole_view() -> None:
    row = {"level1": "产出指标", "level2": "时效指标", "level3": "及时支付", "operator": "≤"}
    row |= {"value": "当年10月前", "unit": ""}
    filled = {"project_name": "渌商大会", "amount": "40", "period": "2026年", "annual_goal": "办会"}
    made = dossier(LUKOU, ("department", {}), ("project", {**filled, "indicators": [{}, row]}))
    (found,) = (item for item in Checker(LUKOU).check_all(made) if item.rule == "R06")
    assert finding_as_json(made, LUKOU, found) == {
        "rule": "R06",
        "severity": "error",
        "form": 2,
        "template": "project",
        "paths": ["indicators[1].value"],
        "related": [{"form": 2, "paths": ["indicators[1].operator"]}],
        "message": "项目支出绩效目标表“渌商大会”，第2行指标（时效指标），指标值："
        "指标值类型是“≤”，指标值“当年10月前”却是时间，不是数字",
        "advice": "把指标值类型改为“定性”，或改用数字衡量（如“按期完成率 = 100 %”）",
    }


def test_dossier_is_form_0() -> None:
    made = dossier(LUKOU, unit_name="")
    (found,) = (item for item in Checker(LUKOU).check_all(made) if item.rule == "R01")
    assert finding_as_json(made, LUKOU, found) == {
        "rule": "R01",
        "severity": "error",
        "form": 0,
        "template": "",
        "paths": ["unit_name"],
        "related": [],
        "message": "填报单位：没有填写",
        "advice": "请填写单位全称，与公章一致",
    }


def test_paths() -> None:
    made = dossier(LUKOU, ("department", {"tasks": [{"name": "a"}, {"name": "b"}]}))
    rows = made.forms[0].records("tasks")
    assert path_as_text(made, Path("f1", "budget.total")) == "budget.total"
    assert path_as_text(made, Path("f1", "tasks", rows[1].id, "name")) == "tasks[1].name"
    assert path_as_text(made, Path("", "unit_name")) == "unit_name"


def test_forms_are_told_apart() -> None:
    named = {"project_name": " 渌商大会 "}
    made = dossier(LUKOU, ("department", {}), ("project", named), ("project", {}), ("project", {}))
    assert [form_name(made, LUKOU, form) for form in made.forms] == [
        "部门整体支出绩效目标表",
        "项目支出绩效目标表“渌商大会”",
        "项目支出绩效目标表（第2张）",
        "项目支出绩效目标表（第3张）",
    ]


def test_places() -> None:
    made = dossier(SHIFENG, ("summary", {"items": [{"kind": "total"}, {"kind": "special"}]}))
    row = made.forms[0].records("items")[1].id
    path = Path("f1", "items", row, "amount")
    assert where(made, SHIFENG, path) == "专项资金绩效目标汇总表，第2行（专项），金额"
    assert label(made, SHIFENG, path) == "金额"
    assert where(made, SHIFENG, Path("", "year")) == "年度"


def test_what_is_gone_is_still_named() -> None:
    made = Dossier("lukou-2026", "某局", 2026, (Form("f1", "newer"), Form("f2", "project")))
    assert where(made, LUKOU, Path("f1", "x")) == "newer，x"
    assert where(made, LUKOU, Path("f2", "indicators", "gone", "value")).endswith("，指标值")
    assert where(made, LUKOU, Path("f9", "x")) == "整套表"


def test_long_texts_are_cut() -> None:
    assert quoted("一二\n三") == "一二 三"
    assert quoted("一" * 24) == "一" * 24
    assert quoted("一" * 25) == "一" * 24 + "…"
