"""Dossiers and packs for the tests of rules: the shipped packs, and small ones made on the spot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest

from perfdesk.checks.engine import Checker
from perfdesk.checks.finding import Finding, Fix
from perfdesk.checks.report import finding_as_json
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.grid import Grid, PageSetup
from perfdesk.template.loader import LoadedTemplate, Pack
from perfdesk.template.model import CheckSpec, Field, PackInfo, Table, Template
from perfdesk.template.plan import Plan

Values = Mapping[str, Any]
"""Values of a form as in the interchange format, or with dotted keys."""


@cache
def shipped(pack_id: str) -> Pack:
    return Catalogue().load(pack_id)


SMALL = frozenset(("R15", "R17", "R18", "R19", "R20", "R27", "R37", "R43", "R45"))
"""Rules about what a form lacks: they speak on nearly every small form of a test."""


NAMES = frozenset(("label", "labels", "hint", "other", "other2", "related"))
"""What a case may name besides the arguments of its notes."""


class Try(NamedTuple):
    """A line of a rule's table: forms of a pack, and everything that the checks say about them.

    says: ``R06.time 1 indicators[0].value``: rule and case, number of the form, first place. What
    the rules ``SMALL`` say is left out where the line is not about them.
    """

    rule: str
    why: str
    pack: Pack
    forms: Sequence[tuple[str, Values]]
    says: str = ""
    unit_name: str = "某局"

    @property
    def passes(self) -> bool:
        """True where the line's own rule says nothing, whatever others may say."""
        return f"{self.rule}." not in self.says

    def run(self) -> list[str]:
        made = dossier(self.pack, *self.forms, unit_name=self.unit_name)
        return [line for line in said(self.pack, made) if self._is_about(line[:3])]

    def _is_about(self, rule: str) -> bool:
        return rule == self.rule or rule not in SMALL or rule in self.says


def table(rows: Sequence[Try]) -> pytest.MarkDecorator:
    """Run the test once for each line of a table."""
    ids = [f"{row.rule}-{'pass' if row.passes else 'fail'}-{row.why}" for row in rows]
    return pytest.mark.parametrize("row", rows, ids=ids)


def said(pack: Pack, made: Dossier) -> list[str]:
    found = Checker(pack).check_all(made)
    lines = []
    for finding in found:
        view = finding_as_json(made, pack, finding)
        assert not NAMES & {name for name, _ in finding.args}
        lines.append(f"{finding.rule}.{finding.case} {view['form']} {view['paths'][0]}")
        assert not {"{", "}"} & set(view["message"] + view["advice"])
        assert all(map(reads_well, (view["message"], view["advice"]))), view
    return lines


def reads_well(text: str) -> bool:
    """No doubled marks, no empty quotes, no full stop at the end, and not too long to be read."""
    doubled = re.search(r"[，。；：、]{2}|“”|[（(][）)]| {2}|None", text)
    return bool(text) and not doubled and not text.endswith(("。", "；", "，")) and len(text) < 140


def findings(
    pack: Pack, forms: Sequence[tuple[str, Values]], rule: str, unit_name: str = "某局"
) -> list[Finding]:
    """What one rule finds in a dossier of these forms."""
    found = Checker(pack).check_all(dossier(pack, *forms, unit_name=unit_name))
    return [item for item in found if item.rule == rule]


def rules_after(
    pack: Pack, forms: Sequence[tuple[str, Values]], mend: Fix, unit_name: str = "某局"
) -> set[str]:
    """Rules that still find something after a mend."""
    made = dossier(pack, *forms, unit_name=unit_name)
    for path, raw in mend.changes:
        made = SetValue(path, raw).apply(made).dossier
    return {item.rule for item in Checker(pack).check_all(made)}


def form_of(form_id: str, template: str, values: Values) -> Form:
    fields: dict[str, str] = {}
    tables: dict[str, tuple[Record, ...]] = {}
    for key, value in flat(values):
        if isinstance(value, str):
            fields[key] = value
        else:
            tables[key] = tuple(Record(f"{key}{i}", dict(row)) for i, row in enumerate(value))
    return Form(form_id, template, fields, tables)


def flat(values: Values, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def dossier(pack: Pack, *forms: tuple[str, Values], unit_name: str = "某局") -> Dossier:
    made = (form_of(f"f{i}", key, values) for i, (key, values) in enumerate(forms, 1))
    return Dossier(pack.info.id, unit_name, pack.info.year, tuple(made))


def pack_of(
    *templates: Template, checks: Sequence[CheckSpec] = (), off: Sequence[str] = ()
) -> Pack:
    """A pack without blanks, which checks never look at."""
    grid = Grid(page=PageSetup(), columns_mm=(), heights_pt=(), styles=(), cells=())
    plan = Plan((), (), (), 0)
    keys = tuple(template.key for template in templates)
    info = PackInfo(
        id="test", name="test", year=2026, templates=keys, checks=tuple(checks), off=tuple(off)
    )
    return Pack(info, {t.key: LoadedTemplate(t, grid, plan) for t in templates}, {})


def template(
    *fields: Field,
    tables: Sequence[Table] = (),
    checks: Sequence[CheckSpec] = (),
    key: str = "form",
    money_unit: str = "万元",
    name_field: str = "",
    off: Sequence[str] = (),
) -> Template:
    return Template(
        key=key,
        title=f"表 {key}",
        money_unit=money_unit,
        name_field=name_field,
        fields=fields,
        tables=tuple(tables),
        checks=tuple(checks),
        off=tuple(off),
    )


def spec(rule: str, kind: str, **params: object) -> CheckSpec:
    return CheckSpec(rule=rule, kind=kind, params=params)


# ---- small forms of the shipped packs, right in every field ----

Rows = Sequence[Mapping[str, str]]

_LEVEL1 = {
    "数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标",
    "经济效益": "效益指标", "社会效益": "效益指标", "生态效益": "效益指标",
    "可持续影响": "效益指标", "经济效益指标": "效益指标", "社会效益指标": "效益指标",
    "经济成本指标": "成本指标", "社会成本指标": "成本指标", "生态环境成本指标": "成本指标",
}  # fmt: skip


def split_row(
    level3: str = "办会",
    value: str = "4",
    operator: str = "≥",
    unit: str = "场",
    level2: str = "数量指标",
    **more: str,
) -> dict[str, str]:
    """An indicator of a 渌口 form."""
    level1 = "满意度" if level2 == "服务对象满意度" else _LEVEL1.get(level2, "")
    levels = {"level1": level1, "level2": level2}
    return {**levels, "level3": level3, "operator": operator, "value": value, "unit": unit, **more}


def whole_row(
    level3: str = "办会", value: str = "≥4场", level2: str = "数量指标", **more: str
) -> dict[str, str]:
    """An indicator of a 平罗 form, or of a 石峰 one."""
    level1 = "产出指标" if level2 == "成本指标" else _LEVEL1.get(level2, "满意度指标")
    return {"level1": level1, "level2": level2, "level3": level3, "value": value, **more}


def lukou(*rows: Mapping[str, str], **fields: str) -> tuple[str, Values]:
    """A project form of 渌口."""
    filled = {"project_name": "甲", "amount": "40", "period": "2026年", "annual_goal": "办会"}
    return "project", {**filled, **fields, "indicators": rows}


def lukou_department(*rows: Mapping[str, str], **fields: object) -> tuple[str, Values]:
    """The department form of 渌口, 40 万元 for projects."""
    budget = {"total": "100", "general_public_budget": "100", "basic_expenditure": "60"}
    budget["project_expenditure"] = "40"
    return "department", {
        "annual_duty_goal": "办会",
        "budget": budget,
        **fields,
        "indicators": rows,
    }


def pingluo(*rows: Mapping[str, str], **fields: str) -> tuple[str, Values]:
    """A project form of 平罗."""
    filled = {"project_name": "甲", "amount": "400000", "annual_goal": "办会"}
    filled |= dict.fromkeys(("competent_department", "implementing_unit"), "某局")
    filled |= {"project_attribute": "一年期项目", "project_term": "1年", "fund_office": "农业股"}
    return "project", {**filled, **fields, "indicators": rows}


def shifeng_direction(*rows: Mapping[str, str], **fields: object) -> tuple[str, Values]:
    """A form of one direction of 石峰; its year is 2023."""
    filled = {"direction_name": "甲", "special_fund_name": "甲", "period": "2023年"}
    filled |= {"period_goal": "办会", "annual_goal": "办会"}
    filled |= dict.fromkeys(("amount", "special_fund_amount"), "40")
    return "direction", {**filled, **fields, "indicators": rows}


def shifeng_department(*rows: Mapping[str, str], **fields: object) -> tuple[str, Values]:
    """The department form of 石峰."""
    budget = {"total": "40", "general_public_budget": "40", "project_expenditure": "40"}
    return "department", {"duty_overview": "商务", "budget": budget, **fields, "indicators": rows}
