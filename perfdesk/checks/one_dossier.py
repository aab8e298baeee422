"""R42, R44 and R45: what must be the same in all forms of a dossier, or filled in for all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Self

from perfdesk.checks.across import MIXED, Projects, ProjectsTotal, Sums
from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.indicators import Indicators, Row
from perfdesk.checks.measured import target_text
from perfdesk.checks.registry import Case, Names, Params, Ref, registry
from perfdesk.checks.summaries import Matched, Summary
from perfdesk.checks.sums import with_unit
from perfdesk.checks.unit_names import misspelled
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import compact, is_unused, trim
from perfdesk.values.names import COSTS, Group
from perfdesk.values.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfdesk.template.model import Template

_OWN: frozenset[Group] = frozenset(("satisfaction", "timeliness", ""))
"""Groups in which each form has its own target for an indicator of the same name."""

_GENERIC = re.compile(
    r"(?:项目|工作|任务|活动|资金|经费|预算|验收|工程|年度|质量|培训|重点|补助)*(?:按期|按时|及时|准时)?"
    r"(?:完成|拨付|支付|执行|合格|达标|到位|使用|兑付|发放|参与|覆盖|知晓)*(?:率|情况|次数|人数|场次|数量)?"
)
"""Names that any project may have, each with a target of its own."""

_SHORTEST = 4


class PerForm(Params, frozen=True, kw_only=True):
    """One field, or several, of each template: (template, field)."""

    fields: tuple[tuple[str, str], ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key, template=template) for template, key in self.fields)


class Periods(PerForm, frozen=True, kw_only=True):
    """The period of each template that has one."""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from super().refs()
        yield Ref("", "year")

    @classmethod
    def found_across(cls, templates: Mapping[str, Template]) -> Iterator[Self]:
        """See :meth:`Params.found_across`."""
        found = ((k, f.key) for k, t in templates.items() for f in t.fields if f.role == "period")
        if fields := tuple(found):
            yield cls(fields=fields)


@registry.rule(
    "R44",
    level="dossier",
    severity="error",
    title="全套表的年度、单位名称和金额单位一致",
    basis="practice",
    inputs=Periods,
    cases={
        "year": Case(
            "填的是“{text}”，不在 {year} 年", "核对年份；整套表的年度填错了的，改整套表的年度"
        ),
        "unit": Case("写的是“{text}”，其他表写的是“{right}”", "核对后改成同一个名称"),
        "money": Case(
            "“{name}”的金额是 {amount}，应为 {own}，正好相差一万倍",
            "像是混用了元和万元，请按表上的金额单位核对后重填",
        ),
        "amount": Case(
            "填的是 {amount}，与其他各表相符的是 {own}，正好相差一万倍",
            "像是混用了元和万元，请按表上的金额单位核对后重填",
        ),
    },
    example="2026 年的一套表里，有一张的实施期是“2025年”",
)
def one_year(view: DossierView, at: Periods) -> Iterator[Note]:
    """The period of each form touches the dossier's year.

    A mere length of time, and what cannot be read for certain, is let pass.

    ==============  ======================  ======
    年度            项目支出实施期
    ==============  ======================  ======
    2026            2026.1.1-2026.12.31     pass
    2026            2025年7月至2026年6月    pass
    2026            1年                     pass
    2026            2025年                  fail
    ==============  ======================  ======
    """
    year = view.dossier.year
    for template, key in at.fields:
        for form in view.forms(template):
            text = form.text(key)
            period = read_period(text) if text else None
            if period and period.years and year not in period.years:
                yield note("year", form.at(key), text=trim(text), year=str(year))


class SameField(Params, frozen=True, kw_only=True):
    """Fields of a template that are the same in all of its forms."""

    template: str
    fields: Names

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key, template=self.template) for key in self.fields)
        yield Ref("", "unit_name")


@registry.more("R44", inputs=SameField, kind="same_field", scope="dossier")
def one_name(view: DossierView, at: SameField) -> Iterator[Note]:
    """A field is the same in all forms (``same_field``): what most of them say is right.

    Where there is no majority nothing is said. A misspelled name of the unit is left to R35.

    ======================================  ======
    主管部门
    ======================================  ======
    示例县商务局, 示例县商务局              pass
    示例县商务局, (blank)                   pass
    示例县商务局 (2), 示例商务局            fail
    ======================================  ======
    """
    unit = compact(view.dossier.unit_name)
    forms = view.forms(at.template)
    for key in at.fields:
        texts = [(form, compact(form.text(key))) for form in forms]
        given = [(form, text) for form, text in texts if text and not misspelled(text, unit)]
        counted = Counter(text for _, text in given).most_common(2)
        if len(counted) < 2 or counted[0][1] == counted[1][1]:  # noqa: PLR2004 - the first two
            continue
        right = counted[0][0]
        others = tuple(form.at(key) for form, text in given if text == right)
        for form, text in given:
            if text != right:
                path = form.at(key)
                mend = fix(f"改为“{right}”", (path, right))
                yield note("unit", path, related=others, fixes=(mend,), text=text, right=right)


@registry.more("R44", inputs=Summary, kind="summary", scope="dossier", declared="R40")
def mixed_up_summary(view: DossierView, at: Summary) -> Iterator[Note]:
    """One money unit: an amount of a summary is not off by just the factor 10,000 (``summary``).

    ======================  ======================  ======
    汇总表                  支出方向表
    ======================  ======================  ======
    21.15 + 30 = 51.15      ``21.15``, ``30``       pass
    211500 + 30 = 51.15     ``21.15``, ``30``       fail
    ======================  ======================  ======
    """
    for form in view.forms(at.template):
        for found in Sums(Matched(view, at, form)).notes():
            if found.case == MIXED:
                yield found


@registry.more("R44", inputs=ProjectsTotal, kind="projects_total", scope="dossier", declared="R41")
def mixed_up_project(view: DossierView, at: ProjectsTotal) -> Iterator[Note]:
    """One money unit: no amount is off by just the factor 10,000 (``projects_total``).

    ================  ==================  ======
    项目支出          各项目
    ================  ==================  ======
    ``40``            10 + 30             pass
    ``40``            100000 + 30         fail
    ``400000``        10 + 30             fail
    ================  ==================  ======
    """
    found = Projects.of(view, at)
    wrong = found.mixed() if found else None
    if found is None or wrong is None:
        return
    path, figure, right = found.path, found.whole, found.added
    parts = found.parts
    if wrong >= 0:
        path, figure = parts[wrong]
        right = found.whole - (found.added - figure)
    others = (other for other, _ in parts if other != path)
    yield note(
        "amount",
        path,
        related=(found.path, *others) if wrong >= 0 else tuple(others),
        amount=with_unit(figure, found.unit),
        own=with_unit(right, found.unit),
    )


class Signatures(PerForm, frozen=True, kw_only=True):
    """Persons and phone numbers of each template; signatures are written by hand."""

    @classmethod
    def found_across(cls, templates: Mapping[str, Template]) -> Iterator[Self]:
        """See :meth:`Params.found_across`."""
        fields = tuple(
            (template.key, field.key)
            for template in templates.values()
            for field in template.fields
            if field.role == "signature" and not re.search("签|章|意见", field.label)
        )
        if fields:
            yield cls(fields=fields)


@registry.rule(
    "R45",
    level="dossier",
    severity="hint",
    title="盖章前填好填表人和联系电话",
    basis="practice",
    inputs=Signatures,
    cases={
        "blank": Case("{labels}还没有填写", "打印盖章前填好；也可以打印后手写"),
    },
    example="填表人、联系电话空着",
)
def ready_for_the_seal(view: DossierView, at: Signatures) -> Iterator[Note]:
    """Persons and phone are filled in where the forms ask for them: one finding for all forms.

    ==============  ==============  ======
    填表人          联系电话
    ==============  ==============  ======
    李某            0731-12345678   pass
    (blank)         0731-12345678   fail
    ==============  ==============  ======
    """
    blank: dict[str, list[Path]] = {}
    for template, key in at.fields:
        for form in view.forms(template):
            if is_unused(form.text(key)):
                blank.setdefault(form.form.id, []).append(form.at(key))
    order = [form.id for form in view.dossier.forms if form.id in blank]
    if order:
        related = (path for form in order[1:] for path in blank[form])
        yield note("blank", *blank[order[0]], related=tuple(related))


class SameIndicators(Params, frozen=True, kw_only=True):
    """The one form of ``whole`` and the forms of ``parts`` may have the same indicators.

    Each with its table: (template, keys of the table).
    """

    whole: tuple[str, Indicators]
    parts: tuple[tuple[str, Indicators], ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        for template, table in (self.whole, *self.parts):
            for ref in table.refs():
                yield Ref(ref.param, ref.key, ref.column, template)
            for level in filter(None, (table.level1, table.level2)):
                yield Ref("level", table.table, level, template)

    @classmethod
    def found_across(cls, templates: Mapping[str, Template]) -> Iterator[Self]:
        """See :meth:`Params.found_across`. The template that stands once is the department's."""
        found = [(t, table) for t in templates.values() for table in Indicators.found_in(t)]
        wholes = [(t.key, table) for t, table in found if t.unique]
        parts = tuple((t.key, table) for t, table in found if not t.unique)
        if len(wholes) == 1 and parts:
            yield cls(whole=wholes[0], parts=parts)


@registry.rule(
    "R42",
    level="dossier",
    severity="warning",
    title="同一指标在各表中的目标一致",
    basis="practice",
    inputs=SameIndicators,
    cases={
        "differs": Case(
            "“{name}”填的是 {value}，{related}填的是 {other_value}",
            "核对后使两张表的同一指标一致；口径不同的，在指标名称中写明",
        ),
        "several": Case(
            "“{name}”填的是 {value}，各项目表中的同一指标都不是这个数，加起来也不是",
            "核对部门表和各项目表，使同一指标前后一致；口径不同的，在指标名称中写明",
        ),
    },
    example="部门表“新引进产业项目 ≥ 22 个”，项目表却是“≥ 20 个”",
)
def same_indicator(view: DossierView, at: SameIndicators) -> Iterator[Note]:
    """An indicator of the department is the one of its project, or the sum of its projects'.

    Costs, satisfaction, deadlines and names that any project may have are each form's own.

    ====================  ========================  ======
    部门表                项目表
    ====================  ========================  ======
    新建站点 ≥60 个       新建站点 ≥60 个           pass
    培训教师 ≥50 人       培训教师 ≥20 人, ≥30 人   pass
    总成本 ≤90 万元       总成本 ≤40 万元           pass
    新建站点 ≥60 个       新建站点 ≥50 个           fail
    培训教师 ≥50 人       培训教师 ≥20 人, ≥20 人   fail
    ====================  ========================  ======
    """
    template, table = at.whole
    wholes = view.forms(template)
    if len(wholes) != 1:
        return
    for number, (part, theirs) in enumerate(at.parts):
        views = view.forms(part)
        said = view.index(f"R42 {part} {number}", views, partial(_amounts, theirs))
        for name, row in _own_targets(wholes[0], table).items():
            amounts = said.get((name, row.reading.unit.base), {}).values()
            own = row.reading.amount
            if amounts and own not in amounts and own != sum(amounts, Decimal(0)):
                yield _differs(Place(wholes[0], table, row), [*_places(views, theirs, row)])


def _places(views: list[FormView], table: Indicators, like: Row) -> Iterator[Place]:
    """The same indicator in these forms."""
    name, base = like.reading.name.text, like.reading.unit.base
    for form in views:
        row = _own_targets(form, table).get(name)
        if row is not None and row.reading.unit.base == base:
            yield Place(form, table, row)


def _amounts(table: Indicators, view: FormView) -> dict[Hashable, Decimal]:
    """Amounts of the indicators that another form may have too, by name and base of the unit."""
    return {
        (name, row.reading.unit.base): row.reading.amount
        for name, row in _own_targets(view, table).items()
        if row.reading.amount is not None
    }


class Place(NamedTuple):
    """An indicator of a form."""

    form: FormView
    table: Indicators
    row: Row

    @property
    def path(self) -> Path:
        """Address of its value."""
        return self.table.at(self.form, self.row, self.table.value)


def _differs(whole: Place, parts: list[Place]) -> Note:
    return note(
        "differs" if len(parts) == 1 else "several",
        whole.path,
        related=tuple(part.path for part in parts),
        name=whole.row.reading.name.text,
        value=target_text(whole.row),
        other_value=target_text(parts[0].row),
    )


def _own_targets(view: FormView, table: Indicators) -> dict[str, Row]:
    """Indicators of a form that another form may have too, by name."""
    return view.kept("targets", lambda: _targets(view, table))


def _targets(view: FormView, table: Indicators) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in table.rows(view):
        item = row.reading
        costs = item.name.cost or (item.group in COSTS and item.unit.kind == "money")
        if item.amount is None or item.group in _OWN or costs or item.name.satisfaction:
            continue
        if len(item.name.text) >= _SHORTEST and not _GENERIC.fullmatch(item.name.text):
            found.setdefault(item.name.text, row)
    return found
