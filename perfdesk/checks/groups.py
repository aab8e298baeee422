"""R16 to R20, R37 and R38: which groups of indicators a form needs, and how rows are filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from perfdesk.checks.finding import Fix, Note, fix, note
from perfdesk.checks.indicators import Indicators, Row, indicators_of
from perfdesk.checks.misplaced import strays
from perfdesk.checks.registry import Case, Names, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import is_blank, is_unused, trim
from perfdesk.values.names import group_of

if TYPE_CHECKING:
    from perfdesk.template.model import Template

FEWEST = 3
"""Indicators that a form has at least."""

_SERVED = (
    "群众", "企业", "居民", "村民", "学生", "客户", "游客", "农户", "公众", "商户", "消费者",
    "客商", "用户", "学员", "旅客", "观众", "参训", "家长", "患者", "老人",
    "职工", "市民", "师生", "服务对象", "受益",
)  # fmt: skip
"""Words for those whom a project serves."""


@registry.rule(
    "R16",
    level="form",
    severity="error",
    title="一级、二级指标与表样一致",
    basis="platform",
    inputs=Indicators,
    cases={
        "foreign": Case(
            "“{level}”不是本表样的一级、二级指标",
            "本表样的一级、二级指标不能增减改名；把这一行移到表样已有的二级指标下",
        ),
    },
    example="二级指标写成“服务对象满意”，少了“度”字",
)
def official_levels(view: FormView, at: Indicators) -> Iterator[Note]:
    """一级 and 二级指标 are those of the blank; one that was cut short is offered in full.

    Importing refuses others; they can come with files of older editions.

    ==============  ================  ======
    一级指标        二级指标
    ==============  ================  ======
    产出指标        数量指标          pass
    满意度          服务对象满意      fail
    产出指标        创新指标          fail
    ==============  ================  ======
    """
    official = view.shape.groups.get(at.table, ())
    if not at.level2 or not any(official):
        return
    known = frozenset(official)
    for record in view.form.records(at.table):
        own = (record.values.get(at.level1, ""), record.values.get(at.level2, ""))
        if own not in known:
            level = trim(own[1]) or trim(own[0])
            if own[1] in {name for _, name in known}:  # official, but of another 一级指标
                level = f"{trim(own[0])}—{level}"
            path = view.cell(at.table, record, at.name)
            yield note("foreign", path, fixes=_in_full(view, at, record, known), level=level)


def _in_full(
    view: FormView, at: Indicators, record: Record, known: frozenset[tuple[str, ...]]
) -> tuple[Fix, ...]:
    one, two = trim(record.get(at.level1)), trim(record.get(at.level2))
    if not one or not two:
        return ()
    meant = [group for group in known if group[0].startswith(one) and group[1].startswith(two)]
    if len(meant) != 1:
        return ()
    keys = (at.level1, at.level2)
    changes = [(view.cell(at.table, record, k), v) for k, v in zip(keys, meant[0], strict=True)]
    return (fix(f"改为“{meant[0][1]}”", *changes),)


class Groups(Params, frozen=True, kw_only=True):
    """一级 or 二级指标 of ``table`` of which each needs an indicator."""

    table: str
    groups: Names

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("table", self.table, table=True)

    def indicators(self, view: FormView) -> Indicators | None:
        """The table as one of indicators."""
        table = view.shape.template.table(self.table)
        found = indicators_of(table) if table else {}
        return Indicators(**found) if found else None


def _empty_groups(view: FormView, at: Groups) -> Iterator[tuple[str, Path]]:
    """Groups without a real indicator, and without one of theirs in the wrong place."""
    table = at.indicators(view)
    if table is None:
        return
    filled = view.kept("filled groups", lambda: _filled(view, table))
    for group in at.groups:
        if group not in filled:
            yield group, table.group_path(view, group)


def _filled(view: FormView, table: Indicators) -> set[str]:
    """一级 and 二级指标 that have an indicator."""
    found = {right for _, right in strays(view, table)}  # there, but in the wrong place: R24
    for row in table.rows(view):
        values = row.record.values
        found.add(values.get(table.level1, ""))
        found.add(values.get(table.level2, ""))
    return found


def _has_any(view: FormView, at: Groups) -> bool:
    table = at.indicators(view)
    return table is not None and bool(table.rows(view))


@registry.rule(
    "R17",
    level="form",
    severity="error",
    title="产出和效益都有三级指标",
    basis="platform",
    inputs=Groups,
    kind="needed_groups",
    cases={
        "none": Case("还没有填写绩效指标", "按一级、二级指标逐项填写三级指标和指标值"),
        "group": Case("“{group}”下没有三级指标", "在“{group}”下至少填写一个三级指标"),
    },
    example="“效益指标”下各行都填“无”",
)
def needed_groups(view: FormView, at: Groups) -> Iterator[Note]:
    """Each of the groups that the template names has a real 三级指标 (``needed_groups``).

    ==================  ==================  ======
    产出指标            效益指标
    ==================  ==================  ======
    培训场次            带动就业人数        pass
    培训场次            无                  fail
    (blank)             (blank)             fail
    ==================  ==================  ======
    """
    if not _has_any(view, at):
        table = at.indicators(view)
        if table is not None:
            yield note("none", table.group_path(view, at.groups[0]))
        return
    for group, path in _empty_groups(view, at):
        yield note("group", path, group=group)


@registry.rule(
    "R18",
    level="form",
    severity="warning",
    title="数量、质量、时效指标都已填写",
    basis="101号",
    inputs=Groups,
    kind="output_groups",
    cases={
        "group": Case(
            "“{group}”没有填写",
            "补充三级指标：数量如举办场次，质量如验收合格率，时效如按期完成率",
        ),
    },
    example="“质量指标”一行填“无”",
)
def output_groups(view: FormView, at: Groups) -> Iterator[Note]:
    """数量, 质量 and, where the template asks, 时效指标 are filled in (``output_groups``).

    A form without any 产出指标 is left to R17.

    ==========  ==========  ======
    数量指标    质量指标
    ==========  ==========  ======
    培训场次    合格率      pass
    (blank)     (blank)     pass
    培训场次    无          fail
    ==========  ==========  ======
    """
    empty = [*_empty_groups(view, at)]
    if len(empty) < len(at.groups):
        for group, path in empty:
            yield note("group", path, group=group)


@registry.rule(
    "R20",
    level="form",
    severity="warning",
    title="成本指标已填写",
    basis="101号",
    inputs=Groups,
    kind="cost_groups",
    cases={
        "group": Case("“{group}”没有填写", "至少填写一个成本指标，如“项目总成本 ≤ 预算金额”"),
    },
    example="“成本指标”下各行都空着",
)
def cost_groups(view: FormView, at: Groups) -> Iterator[Note]:
    """The cost group is filled in where the template has one (``cost_groups``).

    A form without any indicator is left to R17.

    ==================  ======
    成本指标
    ==================  ======
    项目总成本          pass
    无                  fail
    (blank)             fail
    ==================  ======
    """
    if _has_any(view, at):
        for group, path in _empty_groups(view, at):
            yield note("group", path, group=group)


class Served(Indicators, frozen=True, kw_only=True):
    """Indicators, and the texts that may name those whom the project serves: fields, columns."""

    goals: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Served]:
        """See :meth:`Params.found_in`."""
        goals = tuple(
            field.key
            for field in template.fields
            if field.role in {"goal", "name"} or field.type == "long_text"
        )
        tasks = tuple(
            (table.key, column.key)
            for table in template.tables
            for column in table.columns
            if column.role == "goal"
        )
        for table in template.tables:
            if found := indicators_of(table):
                yield cls(goals=goals, tasks=tasks, **found)


@registry.rule(
    "R19",
    level="form",
    severity="warning",
    title="满意度填在满意度指标下",
    basis="101号",
    inputs=Served,
    cases={
        "elsewhere": Case("“{name}”是满意度，却填在“{group}”下", "移到满意度指标下"),
        "missing": Case(
            "目标里写到了“{served}”，没有填写满意度指标",
            "有明确服务对象的，填写服务对象满意度，如“参训企业满意度 ≥ 90 %”",
        ),
    },
    example="“群众满意度”填在“社会效益”下",
)
def satisfaction(view: FormView, at: Served) -> Iterator[Note]:
    """A satisfaction stands in its own group, and there is one where someone is served.

    ==============  ==================  ======
    二级指标        三级指标
    ==============  ==================  ======
    服务对象满意度  群众满意度          pass
    社会效益        群众满意度          fail
    服务对象满意度  (blank)             fail
    ==============  ==================  ======
    """
    groups = view.shape.groups.get(at.table, ())
    own = next((g for g in groups if len(g) > 1 and group_of(*g[:2]) == "satisfaction"), None)
    rows = at.rows(view)
    if own is None or not rows:
        return
    inside = False
    outside: list[Row] = []
    for row in rows:
        if row.reading.group == "satisfaction":
            inside = True
        elif row.reading.name.satisfaction and row.reading.group:
            outside.append(row)
    for row in outside:
        path, level = at.at(view, row, at.name), row.record.get(at.level2)
        related = () if inside else (at.group_path(view, own[1]),)
        name = row.reading.name.text
        yield note("elsewhere", path, related=related, name=name, group=level)
    if not inside and not outside and (served := _served(view, at)):
        yield note("missing", at.group_path(view, own[1]), served=served)


def _served(view: FormView, at: Served) -> str:
    """A word for those whom the project serves, from its goals; "" where none is named."""
    texts = [view.text(key) for key in at.goals]
    for table, key in at.tasks:
        texts += [record.get(key) for record in view.form.records(table)]
    return next((word for word in _SERVED if any(word in text for text in texts)), "")


@registry.rule(
    "R37",
    level="form",
    severity="warning",
    title="三级指标不少于三个",
    basis="practice",
    inputs=Indicators,
    cases={
        "few": Case(
            "只有 {count} 个三级指标", "从数量、质量、时效、效益等方面补充，至少 {fewest} 个"
        ),
    },
    example="一张项目表只填了两个三级指标",
)
def enough_indicators(view: FormView, at: Indicators) -> Iterator[Note]:
    """A form has at least three real 三级指标; one without any is left to R17.

    ==================================  ======
    三级指标
    ==================================  ======
    培训场次、合格率、带动就业          pass
    (none)                              pass
    培训场次、带动就业                  fail
    培训场次、无                        fail
    ==================================  ======
    """
    rows = at.rows(view)
    if 0 < len(rows) < FEWEST:
        path = at.at(view, rows[-1], at.name)
        yield note("few", path, count=str(len(rows)), fewest=str(FEWEST))


@registry.rule(
    "R38",
    level="form",
    severity="warning",
    title="不用的行各栏都不填",
    basis="practice",
    inputs=Indicators,
    cases={
        "name": Case(
            "指标名称是“{name}”，{labels}却填了内容",
            "这一行不用的，各栏都填“无”或清空；要用的，写明指标名称",
        ),
        "value": Case(
            "“{name}”的{label}填的是“{value}”",
            "填写要达到的数值或状态；这一行不用的，各栏都填“无”或清空",
        ),
    },
    example="三级指标填“无”，指标值却填“95”",
)
def half_filled_row(view: FormView, at: Indicators) -> Iterator[Note]:
    """A row is filled in, or it is 无 (or blank) in operator, value and unit too.

    A blank name or value is left to R01; explanations, remarks and an operator alone do not count.

    ==========  ==========  ======
    三级指标    指标值
    ==========  ==========  ======
    培训场次    ``4``       pass
    无          无          pass
    无          (blank)     pass
    无          ``95``      fail
    培训场次    无          fail
    ==========  ==========  ======
    """
    columns = [key for key in (at.value, at.unit, at.operator) if key]
    for record in view.form.records(at.table):
        values = record.values
        name = values.get(at.name, "")
        if not is_unused(name):
            value = values.get(at.value, "")
            if is_unused(value) and not is_blank(value):
                path = view.cell(at.table, record, at.value)
                yield note("value", path, name=trim(name), value=trim(value))
        elif not is_blank(name):
            filled = [key for key in columns if not is_unused(values.get(key, ""))]
            if filled and filled != [at.operator]:
                paths = (view.cell(at.table, record, key) for key in filled)
                yield note("name", *paths, name=trim(name))
