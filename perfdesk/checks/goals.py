"""R02 and R03: goals and names of indicators say something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import compact, is_blank, is_not_used, trim
from perfdesk.values.money import find_unit
from perfdesk.values.targets import NUMERIC_KINDS, UNIT_WORDS, parse_target

if TYPE_CHECKING:
    from perfdesk.template.model import Template

_NUMERALS = frozenset("0123456789０１２３４５６７８９")


class Goals(Params, frozen=True, kw_only=True):
    """Goals of a form, and those in the rows of its tables.

    columns: (table, column). kinds: by table the key that tells kinds of rows apart, and the kind
    of its total, which needs no goal.
    """

    fields: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str, str], ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key) for key in self.fields)
        yield from (Ref("columns", table, key) for table, key in self.columns)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        fields = tuple(field.key for field in template.fields if field.role == "goal")
        columns = tuple(
            (table.key, column.key)
            for table in template.tables
            for column in table.columns
            if column.role == "goal"
        )
        totals = tuple(
            (table.key, table.variant_by, variant.key)
            for table in template.tables
            for variant in table.variants
            if variant.level == 0
        )
        if fields or columns:
            yield cls(fields=fields, columns=columns, kinds=totals)

    def is_total(self, table: str, values: dict[str, str]) -> bool:
        """Tell whether a row is the total of its table."""
        return any(key == table and values.get(by) == kind for key, by, kind in self.kinds)


def _says_nothing(text: str) -> bool:
    """True for ``-``, 无 and their like, and for punctuation alone."""
    return is_not_used(text) or not any(char.isalnum() for char in text)


@registry.rule(
    "R02",
    level="cell",
    severity="error",
    title="绩效目标写了内容",
    basis="platform",
    inputs=Goals,
    cases={
        "blank": Case("没有填写", "请填写“{label}”。{hint}"),
        "mark": Case("填的是“{text}”，没有写出目标", "请写明{label}。{hint}"),
    },
    example="年度绩效目标填“无”或“/”",
)
def goal_says_something(view: FormView, at: Goals) -> Iterator[Note]:
    """A goal is more than ``-``, ``/`` or 无; in a row in use it is not blank either.

    A blank goal of the form itself is left to R01.

    ============================  ======
    年度绩效目标
    ============================  ======
    举办促消费活动 12 场          pass
    (a row that is not in use)    pass
    无                            fail
    ``/``                         fail
    ``。。``                      fail
    ============================  ======
    """
    for key in at.fields:
        text = view.text(key)
        if text and not is_blank(text) and _says_nothing(text):
            yield note("mark", view.at(key), text=trim(text))
    for table, key in at.columns:
        for record in view.used_rows(table):
            text = record.get(key)
            if is_blank(text):
                if not at.is_total(table, dict(record.values)):
                    yield note("blank", view.cell(table, record, key))
            elif _says_nothing(text):
                yield note("mark", view.cell(table, record, key), text=trim(text))


@registry.rule(
    "R03",
    level="cell",
    severity="error",
    title="绩效目标和指标名称用文字写明",
    basis="practice",
    inputs=Goals,
    cases={
        "goal": Case("填的是“{text}”，只有数字，没有写出目标", "用文字写明{label}。{hint}"),
        "name": Case("填的是“{text}”，只有数字，看不出考核什么", "写明考核什么，数值填在指标值中"),
    },
    example="年度绩效目标填“21.15”",
)
def goal_is_no_number(view: FormView, at: Goals) -> Iterator[Note]:
    """A goal is not a mere number or amount; the goals of one row are one finding.

    ============================  ======
    年度绩效目标
    ============================  ======
    引进项目 20 个                pass
    12345热线按时办结             pass
    ``21.15``                     fail
    30 万元                       fail
    ============================  ======
    """
    for key in at.fields:
        text = view.text(key)
        if is_number(text):
            yield note("goal", view.at(key), text=trim(text))
    by_row: dict[str, list[Path]] = {}
    texts: dict[str, str] = {}
    for table, key in at.columns:
        for record in view.form.records(table):
            text = record.get(key)
            if is_number(text):
                by_row.setdefault(record.id, []).append(view.cell(table, record, key))
                texts.setdefault(record.id, trim(text))
    for row, paths in by_row.items():
        yield note("goal", *paths, text=texts[row])


@registry.more("R03", inputs=Indicators)
def name_is_no_number(view: FormView, at: Indicators) -> Iterator[Note]:
    """The name of an indicator is not a mere number or amount.

    ================  ======
    三级指标
    ================  ======
    举办培训场次      pass
    5G基站建设        pass
    ``226.26``        fail
    30 万元           fail
    ================  ======
    """
    for row in at.rows(view):
        text = row.reading.name.text
        if is_number(text):
            yield note("name", at.at(view, row, at.name), text=text)


def is_number(text: str) -> bool:
    """Tell whether a text is nothing but a number, perhaps with a unit that is surely one."""
    if not text or _NUMERALS.isdisjoint(text):
        return False
    target = parse_target(text)
    if target.kind not in NUMERIC_KINDS:
        return False
    unit = compact(target.unit)
    return not unit or unit in UNIT_WORDS or find_unit(unit) is not None
