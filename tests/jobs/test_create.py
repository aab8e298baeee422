from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.errors import ValuesError
from perfdesk.jobs.bands import inferred_options
from perfdesk.jobs.create import (
    dossier_from_values,
    new_dossier,
    pack_of,
    values_from_dossier,
)
from perfdesk.jobs.jsonfile import DoubledKeys
from tests.template.good_pack import good_pack

Json = dict[str, Any]
OUTPUT = {"level1": "产出指标", "level2": "数量指标"}
QUALITY = {"level1": "产出指标", "level2": "质量指标"}
COST = {"level1": "成本指标", "level2": "经济成本"}
GOOD: Json = {
    "pack": "good",
    "unit_name": "示例县商务局",
    "year": 2026,
    "forms": [
        {
            "template": "main",
            "values": {
                "name": "项目",
                "budget": {"total": "10.50", "part": ""},
                "tasks": [{"name": "一", "content": " 甲\n"}, {}],
                "indicators": [OUTPUT | {"level3": "场次", "value": "≥5"}, COST | {"level3": ""}],
            },
        },
        {"template": "summary", "values": {"items": [{"kind": "total", "amount": "1"}]}},
        {"template": "main", "values": {"indicators": []}},
    ],
}


def problems(data: object) -> list[str]:
    with pytest.raises(ValuesError) as caught:
        dossier_from_values(data, good_pack(), "a.json")
    assert str(caught.value).startswith("a.json：")
    return [str(problem) for problem in caught.value.problems]


def test_values_become_a_dossier() -> None:
    dossier = dossier_from_values(GOOD, good_pack())
    main, summary, last = dossier.forms
    assert (dossier.pack, dossier.unit_name, dossier.year) == ("good", "示例县商务局", 2026)
    assert main.values == {"name": "项目", "budget.total": "10.50", "budget.part": ""}
    assert [row.values for row in main.tables["tasks"]] == [{"name": "一", "content": " 甲\n"}, {}]
    assert [row.get("level3") for row in main.records("indicators")] == ["场次", ""]
    assert summary.tables["items"][0].values == {"kind": "total", "amount": "1"}
    assert (last.values, last.tables, last.options) == ({}, {"indicators": ()}, {})


Spoil = Callable[[Json], object]


def at(*path: str | int) -> Callable[[object], Spoil]:
    """``at("forms", 0)(value)`` puts a value there."""

    def spoil(value: object) -> Spoil:
        def change(data: Json) -> None:
            place: Any = data
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value

        return change

    return spoil


def without(key: str, *path: str | int) -> Spoil:
    def change(data: Json) -> None:
        place: Any = data
        for step in path:
            place = place[step]
        del place[key]

    return change


FORM = ("forms", 0)
VALUES = (*FORM, "values")
ROW = (*VALUES, "indicators", 0)

BAD: dict[str, tuple[Spoil, str]] = {
    # the whole
    "unknown key": (at("yeer")(1), '最外层：不认识的项 "yeer"；是不是 year（年度）'),
    "key by its label": (at("年度")(1), '最外层：不认识的项 "年度"；写成 year'),
    "no unit": (without("unit_name"), "最外层：缺少 unit_name（单位名称）；补上 unit_name"),
    "no forms": (without("forms"), "最外层：缺少 forms（各张表）；补上 forms"),
    "another pack": (at("pack")("god"), 'pack：是 "god"，而使用的表样包是 good；改成 good'),
    "pack is no text": (at("pack")(1), 'pack：应为文字，实际是数字 1；加上英文双引号，写成 "1"'),
    "year in quotes": (
        at("year")("2026"),
        'year：应为整数，实际是文字 "2026"；写成不带引号的四位年份，如 2026',
    ),
    "year with a fraction": (at("year")(Decimal("2026.0")), "year：应为整数，实际是数字 2026.0；"),
    "year true": (at("year")(True), "year：应为整数，实际是 true；"),
    "year too early": (at("year")(1989), "year：1989 不在 1990 到 2200 之间；"),
    "year too late": (at("year")(2201), "year：2201 不在 1990 到 2200 之间；"),
    "forms is no list": (at("forms")({}), "forms：应为列表，实际是对象 {…}；用方括号 []"),
    "unit with half a character": (
        at("unit_name")("局\ud800"),
        r'unit_name：有不完整的字符 "\u5c40\ud800"；删去这个字符',
    ),
    # a form
    "form is no object": (at(*FORM)("main"), 'forms[0]：应为对象，实际是文字 "main"；'),
    "no template": (without("template", *FORM), "forms[0]：缺少 template（表样）；补上 template"),
    "no values": (without("values", *FORM), "forms[0]：缺少 values（填写内容）；补上 values"),
    "unknown template": (
        at(*FORM, "template")("mian"),
        'forms[0].template：没有表样 "mian"；是不是 main（试验表）',
    ),
    "template by its title": (
        at(*FORM, "template")("试验汇总表"),
        'forms[0].template：没有表样 "试验汇总表"；写成 summary',
    ),
    "template is no text": (
        at(*FORM, "template")(None),
        "forms[0].template：应为文字，实际是 null",
    ),
    "unknown key of a form": (
        at(*FORM, "option")({}),
        'forms[0]：不认识的项 "option"；是不是 options（选项）',
    ),
    # its values
    "unknown field": (
        at(*VALUES, "nmae")(""),
        'forms[0].values：不认识的项 "nmae"；是不是 name（项目名称）',
    ),
    "field by its label": (
        at(*VALUES, "项目名称")(""),
        'forms[0].values：不认识的项 "项目名称"；写成 name',
    ),
    "nothing like it": (
        at(*VALUES, "zzz")(""),
        "；可用的有：tasks（任务）、indicators（绩效指标）、name（项目名称）、budget（含 total、",
    ),
    "field of the whole": (
        at(*VALUES, "unit_name")(""),
        'forms[0].values：不认识的项 "unit_name"；unit_name 写在最外层，与 forms 并列',
    ),
    "group written with a dot": (
        at(*VALUES, "budget.total")(""),
        '不认识的项 "budget.total"；分组写成 "budget": {"total": …}',
    ),
    "number": (
        at(*VALUES, "budget", "total")(10),
        'forms[0].values.budget.total：应为文字，实际是数字 10；加上英文双引号，写成 "10"',
    ),
    "decimal": (
        at(*VALUES, "name")(Decimal("10.50")),
        '实际是数字 10.50；加上英文双引号，写成 "10.50"',
    ),
    "null": (at(*VALUES, "name")(None), '实际是 null；没有内容的写 ""，或删去这一项'),
    "true": (at(*VALUES, "name")(True), "实际是 true；改成带英文双引号的文字"),
    "list": (at(*VALUES, "name")(["甲"]), "实际是列表 […]；改成带英文双引号的文字"),
    "group is no object": (
        at(*VALUES, "budget")("10"),
        'forms[0].values.budget：应为对象，实际是文字 "10"',
    ),
    "empty group": (
        at(*VALUES, "budget")({}),
        "forms[0].values.budget：这一组是空的；删去 budget，或写出其中的 total、part",
    ),
    "unknown key of a group": (
        at(*VALUES, "budget", "totl")(""),
        'forms[0].values.budget：不认识的项 "totl"；是不是 total（资金总额）',
    ),
    "half a character": (
        at(*VALUES, "name")("\udfff"),
        r'forms[0].values.name：有不完整的字符 "\udfff"；删去这个字符',
    ),
    "half a character in a key": (at(*VALUES, "\ud800")(""), r'不认识的项 "\ud800"'),
    # tables
    "table is no list": (
        at(*VALUES, "tasks")({}),
        "forms[0].values.tasks：应为列表，实际是对象 {…}",
    ),
    "row is no object": (at(*VALUES, "tasks", 1)("甲"), "forms[0].values.tasks[1]：应为对象"),
    "unknown column": (
        at(*ROW, "units")("个"),
        'forms[0].values.indicators[0]：不认识的项 "units"；可用的有：level1（一级指标）、',
    ),
    "cell is a number": (
        at(*ROW, "value")(5),
        'forms[0].values.indicators[0].value：应为文字，实际是数字 5；加上英文双引号，写成 "5"',
    ),
    "no level 1": (
        without("level1", *ROW),
        "forms[0].values.indicators[0]：缺少 level1（一级指标）；补上 level1",
    ),
    "level 1 is a number": (
        at(*ROW, "level1")(1),
        "forms[0].values.indicators[0].level1：应为文字，实际是数字 1",
    ),
    "unknown level 1": (
        at(*ROW, "level1")("产出"),
        'forms[0].values.indicators[0].level1：表样中没有 "产出"；是不是 产出指标',
    ),
    "unknown level 2": (
        at(*ROW, "level2")("时效"),
        '[0].level2：“产出指标”下没有 "时效"；可用的有：数量指标、质量指标',
    ),
    "level 2 of another level 1": (
        at(*ROW, "level2")("经济成本"),
        'forms[0].values.indicators[0].level2：“产出指标”下没有 "经济成本"',
    ),
    "unknown kind of row": (
        at("forms", 1, "values", "items", 0, "kind")("totl"),
        'forms[1].values.items[0].kind：没有 "totl" 这种行；是不是 total（合计）',
    ),
    "no kind of row": (
        without("kind", "forms", 1, "values", "items", 0),
        "forms[1].values.items[0]：缺少 kind；补上 kind",
    ),
    # options
    "options is no object": (
        at(*FORM, "options")([]),
        "forms[0].options：应为对象，实际是列表 […]",
    ),
    "unknown option": (
        at(*FORM, "options")({"band": "x"}),
        'forms[0].options：不认识的项 "band"；是不是 bands（指标排列顺序）',
    ),
    "unknown choice": (
        at(*FORM, "options")({"bands": "cost_frist"}),
        'forms[0].options.bands：没有 "cost_frist" 这个取值；是不是 cost_first（成本、产出）',
    ),
    "choice by its label": (
        at(*FORM, "options")({"amount_label": "项目金额"}),
        'forms[0].options.amount_label：没有 "项目金额" 这个取值；写成 amount',
    ),
    "choice is no text": (at(*FORM, "options")({"bands": 1}), "forms[0].options.bands：应为文字"),
    "no options here": (
        at("forms", 1, "options")({"bands": "cost_first"}),
        'forms[1].options：不认识的项 "bands"；删去这一项',
    ),
}


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD.keys())
def test_one_problem(spoil: Spoil, words: str) -> None:
    data = deepcopy(GOOD)
    spoil(data)
    found = problems(data)
    assert len(found) == 1
    assert words in found[0]


def test_every_problem_is_reported() -> None:
    data = deepcopy(GOOD)
    spoils = [
        "year in quotes",
        "number",
        "unknown level 2",
        "unknown kind of row",
        "unknown choice",
    ]
    for name in spoils:
        BAD[name][0](data)
    found = problems(data)
    assert len(found) == len(spoils)
    for name in spoils:
        assert any(BAD[name][1] in line for line in found)


@pytest.mark.parametrize("data", [None, [], "x", 5])
def test_what_is_no_object(data: object) -> None:
    assert len(problems(data)) == 1
    with pytest.raises(ValuesError, match="整个文件：应为对象"):
        pack_of(data, "a.json", ["good"])


def test_the_pack_must_be_named() -> None:
    assert pack_of(GOOD, "a.json", ["good", "other"]) == "good"
    for data, words in [
        ({"pack": 5}, 'pack：没有写明表样包；写上 "pack"，可用的有：good、other'),
        ({"pack": "god"}, 'pack：没有表样包 "god"；是不是 good'),
        ({"pack": "xyz"}, 'pack：没有表样包 "xyz"；可用的有：good、other'),
    ]:
        with pytest.raises(ValuesError, match=words):
            pack_of(data, "a.json", ["good", "other"])


def test_keys_given_twice() -> None:
    data = deepcopy(GOOD)
    doubled = DoubledKeys(data["forms"][0]["values"])
    doubled.doubled = ("name",)
    data["forms"][0]["values"] = doubled
    assert problems(data) == ['forms[0].values："name" 写了两次；只留一个']


def test_long_values_are_cut_in_messages() -> None:
    data = deepcopy(GOOD)
    data["forms"][0]["values"]["x" * 10_000] = ""
    data["year"] = "y" * 10_000
    assert all(len(line) < 300 for line in problems(data))


# ---- the order of the bands ----


def with_rows(*rows: dict[str, str], **options: str) -> Form:
    form: Json = {"template": "main", "values": {"indicators": list(rows)}}
    data = GOOD | {"forms": [form | ({"options": options} if options else {})]}
    return dossier_from_values(data, good_pack()).forms[0]


def shown(form: Form) -> Json:
    form_values: Json = values_from_dossier(Dossier("good", "", 2026, (form,)), good_pack())[
        "forms"
    ][0]
    return form_values


def test_the_order_of_the_records_speaks_for_an_option() -> None:
    assert with_rows(COST, OUTPUT).options == {"bands": "cost_first"}
    assert with_rows(COST, COST, QUALITY, OUTPUT, COST).options == {"bands": "cost_first"}
    assert with_rows(OUTPUT, COST).options == {}
    assert with_rows(COST).options == {}
    assert with_rows().options == {}


def test_an_option_that_is_given_holds() -> None:
    form = with_rows(COST, OUTPUT, bands="output_first", amount_label="amount")
    assert form.options == {"bands": "output_first", "amount_label": "amount"}
    assert shown(form)["options"] == form.options


def test_an_option_that_need_not_be_given_is_not_shown() -> None:
    form = with_rows(COST, OUTPUT, bands="cost_first")
    assert form.options == {"bands": "cost_first"}
    assert "options" not in shown(form)


def test_the_official_order_is_shown_where_the_records_contradict_it() -> None:
    rows = tuple(Record(name, row) for name, row in (("a", COST), ("b", OUTPUT)))
    form = Form("f", "main", {}, {"indicators": rows})
    assert inferred_options(good_pack()["main"], form.tables) == {"bands": "cost_first"}
    assert shown(form)["options"] == {"bands": "output_first"}


# ---- what a newer program added ----


def test_undeclared_keys_are_shown_under_the_key_that_they_have() -> None:
    rows = (Record("a", {"colour": "红", "name": "一"}),)
    form = Form(
        "f", "main", {"budget.new": "1", "budget.total": "2"}, {"more": rows, "tasks": rows}
    )
    assert shown(form)["values"] == {
        "budget": {"total": "2"},
        "budget.new": "1",
        "more": [{"colour": "红", "name": "一"}],
        "tasks": [{"name": "一", "colour": "红"}],
    }


# ---- a blank dossier ----


def test_a_new_dossier_has_the_initial_forms_blank() -> None:
    dossier = new_dossier(good_pack(), "示例局", 2027)
    assert (dossier.pack, dossier.unit_name, dossier.year) == ("good", "示例局", 2027)
    assert [form.template for form in dossier.forms] == ["main", "summary", "summary"]
    assert dossier.forms[0].values == {
        "name": "",
        "budget.total": "",
        "budget.part": "0",
        "signature.filler": "",
    }
    assert dossier.forms[0].tables == {"tasks": (), "indicators": ()}
    assert len({form.id for form in dossier.forms}) == 3


@pytest.mark.parametrize(
    ("unit", "year", "words"),
    [("局", 1989, "year：1989 不在"), ("\ud800", 2026, "unit_name：有不完整的字符")],
)
def test_a_new_dossier_that_cannot_be(unit: str, year: int, words: str) -> None:
    with pytest.raises(ValuesError, match=words):
        new_dossier(good_pack(), unit, year)
