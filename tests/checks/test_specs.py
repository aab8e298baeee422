"""Mistakes in ``[[checks]]``: each is reported with its file, what is wrong and how to mend it."""

from typing import Any

import pytest

from perfdesk.checks.specs import validate_pack, validate_specs
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.model import CheckSpec, Field, Table, Variant
from tests.checks.support import dossier, pack_of, said, shipped, spec, template

FIELDS = (
    Field(key="total", label="合计", type="money"),
    Field(key="a", label="甲", type="money"),
    Field(key="name", label="名称"),
)
ROWS = Table(
    key="rows",
    label="明细",
    columns=(Field(key="name", label="名称"), Field(key="amount", label="金额", type="money")),
    variant_by="kind",
    variants=(Variant(key="total", label="合计"), Variant(key="item", label="项目")),
)
SUM = {"total": "total", "parts": ["a"], "label": "各项"}
SUMMARY = {
    "template": "form", "table": "rows", "name": "name", "amount": "amount", "item_row": "item",
    "form": "form", "form_name": "name", "form_amount": "a",
}  # fmt: skip
WHOLE: dict[str, Any] = {
    "whole": {"template": "form", "field": "total"},
    "parts": [{"template": "form", "table": "rows", "column": "amount", "row": "item"}],
}


def without(params: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name != key}


IN_TEMPLATE: list[tuple[CheckSpec, list[str]]] = [
    (spec("R30", "sum", **SUM), []),
    (spec("R30", "sum", **SUM, tolerance="0.01"), []),
    (spec("R30", "severity", severity="warning"), []),
    (spec("R31", "details_total", table="rows", column="amount", total="total"), []),
    (spec("R99", "sum", **SUM), ["没有规则 R99；改成已有的规则编号：R01、"]),
    (spec("R30", "total", **SUM), ["规则 R30 没有 kind total；可用的 kind：sum、severity"]),
    (spec("R06", "sum", **SUM), ["规则 R06 没有 kind sum；可用的 kind：severity"]),
    (
        spec("R30", "sum", **without(SUM, "label"), lable="各项"),
        ["没有参数 lable；可用的参数：tolerance、total、parts、label", "缺少参数 label；补上"],
    ),
    (spec("R30", "sum", **SUM | {"parts": "a"}), ["参数 parts 的写法不对"]),
    (spec("R30", "sum", **SUM | {"tolerance": "少许"}), ["参数 tolerance 的写法不对；应写成数字"]),
    (spec("R30", "sum", **SUM | {"tolerance": -1}), ["参数有误（tolerance 不能小于 0"]),
    (spec("R30", "sum", **SUM | {"tolerance": float("nan")}), ["参数"]),
    (spec("R30", "sum", **SUM | {"parts": []}), ["参数 parts 的写法不对；应写成列表"]),
    (
        spec("R30", "sum", **SUM | {"total": "sum", "parts": ["a", "b"]}),
        ["total：没有栏目 sum；可用的名称：total、a、name", "parts：没有栏目 b；"],
    ),
    (spec("R30", "sum", **SUM | {"total": "name"}), ["total：name 不是金额；在栏目的声明中写"]),
    (
        spec("R31", "details_total", table="details", column="amount"),
        ["column：没有重复表 details；可用的名称：rows"],
    ),
    (
        spec("R31", "details_total", table="rows", column="sum"),
        ["column：重复表 rows 没有列 sum；可用的名称：name、amount"],
    ),
    (spec("R31", "details_total", table="rows", column="name"), ["column：name 不是金额；"]),
    (spec("R01", "required_group", fields=["b"], label="组", when="c"), ["fields：", "when："]),
    (spec("R41", "projects_total", **WHOLE), ["这种检查不能写在这个文件里；移到pack.toml"]),
    (spec("R30", "severity", severity="fatal"), ['参数 severity 的写法不对；应写成"error"、']),
    (spec("R30", "severity"), ["缺少参数 severity"]),
    (spec("R30", "severity", severity="hint", case="x"), ["没有情形 x；可用的 case：sum"]),
]


@pytest.mark.parametrize(("given", "words"), IN_TEMPLATE)
def test_in_a_template(given: CheckSpec, words: list[str]) -> None:
    shape = template(*FIELDS, tables=[ROWS], checks=[spec("R30", "sum", **SUM), given])
    problems = list(map(str, validate_specs(shape, "form.toml")))
    place = f"form.toml checks[1]（{given.rule} {given.kind}）："
    assert len(problems) == len(words)
    for problem, expected in zip(problems, words, strict=True):
        assert problem.startswith(place + expected)
        assert "；" in problem
    # A broken spec is left out and takes nothing else with it.
    values = {"total": "3", "a": "1"}
    assert "R30.sum 1 total" in said(pack_of(shape), dossier(pack_of(shape), ("form", values)))


IN_PACK: list[tuple[CheckSpec, list[str]]] = [
    (spec("R40", "summary", **SUMMARY), []),
    (spec("R40", "summary", **SUMMARY, total_row="total"), []),
    (spec("R41", "projects_total", **WHOLE), []),
    (spec("R30", "sum", **SUM), ["这种检查不能写在这个文件里；移到所属表样的 TOML"]),
    (spec("R40", "summary", **SUMMARY | {"form": "x"}),
        ["form_name：没有表样 x；", "form_amount："]),
    (spec("R40", "summary", **SUMMARY, total_row="sum"), ["total_row：没有行的种类 sum；"]),
    (spec("R40", "summary", **SUMMARY, form_group="x"), ["form_group：没有栏目 x；"]),
    (spec("R41", "projects_total", **WHOLE | {"whole": "total"}), ["参数 whole 的写法不对"]),
    (
        spec("R41", "projects_total", **WHOLE | {"whole": {"template": "form"}}),
        ["参数 whole 的写法不对；应写成{ template、field、table、column、row } 这样的一组值"],
    ),
    (
        spec("R41", "projects_total", **WHOLE | {"parts": []}),
        ["参数 parts 的写法不对"],
    ),
    (
        spec("R41", "projects_total", whole=WHOLE["whole"], parts=[
            {"template": "form", "table": "rows", "column": "amount", "row": "x"}]),
        ["parts：没有行的种类 x；可用的种类：total、item"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("given", "words"), IN_PACK)
def test_in_a_pack(given: CheckSpec, words: list[str]) -> None:
    pack = pack_of(template(*FIELDS, tables=[ROWS]), checks=[given])
    problems = list(map(str, validate_pack(pack)))
    assert len(problems) == len(words), problems
    for problem, expected in zip(problems, words, strict=True):
        assert problem.startswith(f"pack.toml checks[0]（{given.rule} {given.kind}）：{expected}")
    assert said(pack, dossier(pack)) == []


def test_rules_switched_off_exist() -> None:
    shape = template(off=["R01", "R98"])
    problems = list(map(str, validate_pack(pack_of(shape, off=["R97"]))))
    assert len(problems) == 2
    assert problems[0].startswith("pack.toml off：没有规则 R97；")
    assert problems[1].startswith("form.toml off：没有规则 R98；")


@pytest.mark.parametrize("pack_id", Catalogue().ids())
def test_shipped_packs(pack_id: str) -> None:
    assert validate_pack(shipped(pack_id)) == []
