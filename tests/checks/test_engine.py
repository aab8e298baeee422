import logging
import random
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.checks import catalogue, specs
from perfdesk.checks.engine import INTERNAL, Checker
from perfdesk.checks.finding import Note
from perfdesk.checks.registry import Case, Check, Params, Registry
from perfdesk.checks.report import finding_as_json
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.edits import (
    ChangeSet,
    Edit,
    InsertForm,
    InsertRecords,
    MoveForm,
    RemoveForm,
    RemoveRecords,
    SetValue,
)
from perfdesk.dossier.state import Dossier, Form, Path, Record, new_id
from perfdesk.template.model import Field
from tests.checks import by_hand
from tests.checks.support import (
    dossier,
    form_of,
    lukou,
    lukou_department,
    pack_of,
    said,
    shipped,
    spec,
    split_row,
    template,
)

LUKOU = shipped("lukou-2026")
MONEY = Field(key="amount", label="金额", type="money", required=True)


def test_order_is_dossier_then_forms_then_rules() -> None:
    budget = {"total": "9", "general_public_budget": "8", "basic_expenditure": "6"}
    budget |= {"project_expenditure": "-"}
    made = dossier(
        LUKOU,
        ("project", {"amount": "3元", "period": "2026年", "annual_goal": "办会"}),
        ("department", {"budget": {**budget, "project_expenditure": "3"}}),
        ("project", {"project_name": "乙", "amount": "4", "period": "1", "annual_goal": "30"}),
        unit_name="",
    )
    assert said(LUKOU, made) == [
        "R01.unit_name 0 unit_name",
        "R01.field 1 project_name",
        "R14.words 1 amount",
        "R17.none 1 indicators",
        "R01.field 2 annual_duty_goal",
        "R17.none 2 indicators",
        "R30.sum 2 budget.total",
        "R03.goal 3 annual_goal",
        "R17.none 3 indicators",
    ]
    mended = SetValue(Path("f1", "amount"), "3").apply(made).dossier
    assert "R41.above 2 budget.project_expenditure" in said(LUKOU, mended)
    assert said(LUKOU, mended) == said(LUKOU, mended)


def test_check_all_is_the_sum_of_its_parts() -> None:
    made = dossier(LUKOU, ("department", {}), ("project", {}), unit_name="")
    checker = Checker(LUKOU)
    parts = [*checker.check_dossier(made)]
    for form in made.forms:
        parts += checker.check_form(made, form)
    assert list(checker.check_all(made)) == parts


def test_form_of_an_unknown_template_is_left_alone() -> None:
    made = Dossier("lukou-2026", "某局", 2026, (Form("f1", "newer"),))
    assert Checker(LUKOU).check_form(made, made.forms[0]) == ()
    assert all(not finding.form for finding in Checker(LUKOU).check_all(made))


# ---- severities and switches ----


def test_template_overrides_severity() -> None:
    shape = template(MONEY, checks=[spec("R14", "severity", severity="hint")])
    made = form_of("f1", "form", {"amount": "x"})
    found = Checker(pack_of(shape)).check_form(Dossier("test", "某局", 2026, (made,)), made)
    assert [(item.rule, item.severity) for item in found] == [("R14", "hint")]


def test_template_overrides_severity_of_one_case() -> None:
    override = spec("R14", "severity", severity="warning", case="negative")
    shape = template(MONEY, Field(key="b", label="乙", type="money"), checks=[override])
    made = form_of("f1", "form", {"amount": "x", "b": "-1"})
    found = Checker(pack_of(shape)).check_form(Dossier("test", "某局", 2026, (made,)), made)
    assert [item.severity for item in found] == ["error", "warning"]


def test_pack_overrides_severity_across_forms() -> None:
    pack = pack_of(template(MONEY), checks=[spec("R01", "severity", severity="hint")])
    (found,) = Checker(pack).check_dossier(Dossier("test", "", 2026))
    assert (found.rule, found.severity) == ("R01", "hint")


def test_pack_overrides_severity_in_all_forms_but_a_template_has_the_last_word() -> None:
    own = [spec("R14", "severity", severity="hint")]
    shapes = (template(MONEY, key="a"), template(MONEY, key="b", checks=own))
    pack = pack_of(*shapes, checks=[spec("R14", "severity", severity="warning")])
    found = Checker(pack).check_all(dossier(pack, ("a", {"amount": "x"}), ("b", {"amount": "x"})))
    assert [item.severity for item in found] == ["warning", "hint"]


def test_rules_switched_off() -> None:
    values = {"amount": "x"}
    for pack in (pack_of(template(MONEY), off=["R14"]), pack_of(template(MONEY, off=["R14"]))):
        assert said(pack, dossier(pack, ("form", values))) == []
    pack = pack_of(template(MONEY), off=["R01"])
    assert said(pack, dossier(pack, ("form", {}), unit_name="")) == []


def test_template_switches_off_a_rule_across_forms() -> None:
    whole = spec(
        "R41",
        "projects_total",
        whole={"template": "a", "field": "amount"},
        parts=[{"template": "b", "field": "amount"}],
    )
    forms = (("a", {"amount": "1"}), ("b", {"amount": "2"}))
    on = pack_of(template(MONEY, key="a"), template(MONEY, key="b"), checks=[whole])
    assert said(on, dossier(on, *forms)) == ["R41.above 1 amount"]
    off = pack_of(template(MONEY, key="a", off=["R41"]), template(MONEY, key="b"), checks=[whole])
    assert said(off, dossier(off, *forms)) == []


# ---- a rule that fails ----


class Anything(Params, frozen=True):
    """Reads nothing."""

    @classmethod
    def found_in(cls, template: object) -> "Iterator[Anything]":  # noqa: ARG003
        yield cls()

    @classmethod
    def found_across(cls, templates: object) -> "Iterator[Anything]":  # noqa: ARG003
        yield cls()


def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One rule that fails after its first note, on a form and across forms."""
    own = Registry()
    cases = {"seen": Case("看到了", "不用改")}

    @own.rule(
        "R98", level="form", severity="error", title="会出错的规则", basis="practice",
        inputs=Anything, cases=cases,
    )  # fmt: skip
    def on_form(view: FormView, at: Anything) -> Iterator[Note]:
        yield Note("seen", (view.at("amount"),))
        raise ZeroDivisionError("boom")

    @own.more("R98", inputs=Anything, scope="dossier")
    def across(view: DossierView, at: Anything) -> Iterator[Note]:
        raise KeyError("boom")

    checks: tuple[Check, ...] = (*own.checks, *catalogue.CHECKS)
    monkeypatch.setattr(specs, "CHECKS", checks)


def test_failing_rule_becomes_a_note_and_the_others_still_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing(monkeypatch)
    pack = pack_of(template(MONEY))
    made = dossier(pack, ("form", {"amount": "x"}))
    with caplog.at_level(logging.CRITICAL):
        found = Checker(pack).check_all(made)
    assert [(item.rule, item.severity) for item in found] == [
        (INTERNAL, "hint"),
        (INTERNAL, "hint"),
        ("R14", "error"),
    ]
    views = [finding_as_json(made, pack, item) for item in found]
    assert [(view["form"], view["template"], view["paths"]) for view in views[:2]] == [
        (0, "", []),
        (1, "form", []),
    ]
    assert "R98" in views[1]["message"]
    assert "ZeroDivisionError" in views[1]["advice"]
    assert views[1]["message"].startswith("表 form：")


# ---- what an edit touches ----


@pytest.mark.parametrize(
    ("edit", "concerns"),
    [
        (SetValue(Path("f2", "amount"), "3"), True),
        (SetValue(Path("f1", "budget.project_expenditure"), "3"), True),
        (SetValue(Path("", "unit_name"), "某局"), True),
        (InsertForm(0, Form("f9", "project")), True),
        (SetValue(Path("f2", "annual_goal"), "办会"), False),
        (SetValue(Path("f1", "budget.total"), "3"), False),
        (SetValue(Path("f2", "indicators", "indicators0", "value"), "3"), True),
        (SetValue(Path("f2", "indicators", "indicators0", "remark"), "按季"), False),
        (SetValue(Path("f2", "period"), "2025年"), True),
        (SetValue(Path("", "year"), "2027"), True),
    ],
)
def test_edits_that_concern_the_dossier(edit: Edit, concerns: bool) -> None:
    made = dossier(LUKOU, ("department", {}), ("project", {"indicators": [{}]}))
    result = edit.apply(made)
    assert Checker(LUKOU).concerns_dossier(result.dossier, result.changes) is concerns


def test_rows_that_concern_the_dossier() -> None:
    pack = shipped("shifeng-2023")
    made = dossier(pack, ("summary", {}), ("direction", {}))
    checker = Checker(pack)
    for rows, concerns in ((("f1", "items"), True), (("f2", "expenditure_details"), False)):
        assert checker.concerns_dossier(made, ChangeSet(rows=frozenset([rows]))) is concerns


# ---- any text in any cell ----

TEXTS = [
    "", " ", "无", "/", "—", "≥", "≤", ">=", "=", "定性", "22", "95%", "60 亿", "合格", "二十",
    "当年10月前", "2026年12月", "3-5", "40万元", "0.0000001", "1,234.5", "10", "30", "40", "个",
    "-3", "%", "{x}", "甲", "1" * 30, "100", "0.5", "≥≥22", "95%%", "≥22个", "９５", "个数", "万元",
    "百分比", "元", "亿", "年", "人次", "场", "400000", "100000", "项目总成本", "成本总额",
    "验收合格率",
    "按期完成率", "企业满意度", "培训人数", "办会时限", "引进资金", "拨付进度", "数量指标",
    "培训4场",
    "2025年举办培训4场，参训30人", "培训4场，参训人次40，企业满意度95%，引进资金60亿元", "培训XX场",
    "<p>办会", "《办法", "甲乙丙丁戊己，甲乙丙丁戊己", "100元/场", "服务企业和群众", "2026年3-4月",
    "2025年", "2026.12.31-2026.1.1", "完成了2025年办会", "2025年底", "三级指标", "新增规上企业5家",
]  # fmt: skip
texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=12))
cells = st.sampled_from(TEXTS)


def form_strategy(key: str, content: st.SearchStrategy[str]) -> st.SearchStrategy[Form]:
    """A form of the 渌口 pack with anything in it, rows and keys left out as it happens."""
    loaded = LUKOU[key]
    fields = st.fixed_dictionaries({}, optional={f.key: content for f in loaded.template.fields})
    columns = {column.key: content for column in loaded.template.tables[-1].columns}
    groups = st.sampled_from(
        [*loaded.plan.groups("indicators"), ("产出指标", "创新指标"), ("", "")]
    )
    rows = st.lists(
        st.builds(
            lambda group, row: {"level1": group[0], "level2": group[1], **row},
            groups,
            st.fixed_dictionaries({}, optional=columns),
        ),
        max_size=6,
    )
    return st.builds(
        lambda values, items: Form(
            "",
            key,
            values,
            {"indicators": tuple(Record(f"r{i}", row) for i, row in enumerate(items))},
        ),
        fields,
        rows,
    )


def dossiers(content: st.SearchStrategy[str]) -> st.SearchStrategy[Dossier]:
    forms = st.lists(
        st.one_of(form_strategy("department", content), form_strategy("project", content)),
        max_size=4,
    )
    return st.builds(
        lambda items, unit: Dossier(
            "lukou-2026",
            unit,
            2026,
            tuple(
                Form(f"f{i}", form.template, form.values, form.tables)
                for i, form in enumerate(items)
            ),
        ),
        forms,
        content,
    )


@given(dossiers(texts))
def test_no_rule_fails_on_any_text(made: Dossier) -> None:
    for finding in Checker(LUKOU).check_all(made):
        assert finding.rule != INTERNAL, finding
        assert finding.paths
        assert {path.form for path in finding.paths} == {finding.form}
        view = finding_as_json(made, LUKOU, finding)
        assert view["message"]
        assert view["advice"]
        assert "\n" not in view["message"]


@given(dossiers(cells))
def test_the_engine_says_what_straight_code_says(made: Dossier) -> None:
    told = []
    for finding in Checker(LUKOU).check_all(made):
        view = finding_as_json(made, LUKOU, finding)
        told.append((view["form"], view["rule"], view["paths"][0]))
    assert sorted(told) == by_hand.check_all(made)


# ---- one edit after another ----


def random_edit(rng: random.Random, made: Dossier) -> Edit:
    """Any edit that fits: of a value, of rows, of forms, of the dossier's own values."""
    form = rng.choice(made.forms)
    rows = form.records("indicators")
    text = rng.choice(TEXTS)
    keys = [field.key for field in LUKOU[form.template].template.fields]
    edits: list[Edit] = [SetValue(Path(form.id, rng.choice(keys)), text)] * 3
    edits += [SetValue(Path("", "unit_name"), text), SetValue(Path("", "year"), "2025")]
    edits += [SetValue(Path("", "year"), "2026"), MoveForm(form.id, 0)]
    edits.append(InsertRecords(form.id, "indicators", 0, (Record(new_id(), split_row(text)),)))
    if len(made.forms) > 2:
        edits.append(RemoveForm(form.id))
    edits.append(InsertForm(0, msgspec.structs.replace(form, id=new_id())))
    if rows:
        row = rng.choice(rows)
        column = rng.choice(("level3", "value", "unit", "operator", "remark", "level2"))
        edits += [SetValue(Path(form.id, "indicators", row.id, column), text)] * 4
        edits.append(RemoveRecords(form.id, "indicators", 0))
    return rng.choice(edits)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_known_stays_true(seed: int) -> None:
    """A checker that saw every edit says what a new one says, and knows when to look again."""
    rng = random.Random(seed)
    shared = split_row("建设物流站点", "60", "≥", "个")
    made = dossier(LUKOU, lukou_department(shared), lukou(shared), lukou(project_name="乙"))
    checker = Checker(LUKOU)
    across = checker.check_dossier(made)
    for _ in range(60):
        result = random_edit(rng, made).apply(made)
        made = result.dossier
        fresh = Checker(LUKOU)
        if checker.concerns_dossier(made, result.changes):
            for form in made.forms[:1]:
                checker.check_form(made, form)
            across = checker.check_dossier(made)
        assert across == fresh.check_dossier(made)
        assert checker.check_all(made) == fresh.check_all(made)
