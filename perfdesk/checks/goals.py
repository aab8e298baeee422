"""R02 and R03: goals and names of indicators say something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import is_blank, is_not_used, trim
from perfdesk.values.targets import is_number

if TYPE_CHECKING:
    from perfdesk.template.model import Template


class GoalColumns(Params, frozen=True, kw_only=True):
    """Goals in the rows of a table. by, total: the key and the kind of its total, if it has one."""

    table: str
    columns: tuple[str, ...]
    by: str = ""
    total: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        return (Ref("columns", self.table, key) for key in self.columns)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        for table in template.tables:
            columns = tuple(column.key for column in table.columns if column.role == "goal")
            totals = [variant.key for variant in table.variants if variant.level == 0]
            total = totals[0] if totals else ""
            if columns:
                yield cls(table=table.key, columns=columns, by=table.variant_by, total=total)

    def cells(self, view: FormView, record: Record, keys: list[str]) -> tuple[Path, ...]:
        """Addresses of some cells of a row."""
        return tuple(view.cell(self.table, record, key) for key in keys)


class Goals(Params, frozen=True, kw_only=True):
    """Goals of a form itself."""

    fields: tuple[str, ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        return (Ref("fields", key) for key in self.fields)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        fields = tuple(field.key for field in template.fields if field.role == "goal")
        if fields:
            yield cls(fields=fields)


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
        "blank": Case("没有填写{labels}", "请补填这一行的{labels}"),
        "mark": Case("填的是“{text}”，没有写出目标", "请写明{label}。{hint}"),
    },
    example="年度绩效目标填“无”或“/”",
)
def goal_says_something(view: FormView, at: Goals) -> Iterator[Note]:
    """A goal is more than ``-``, ``/`` or 无; a blank one is left to R01.

    ============================  ======
    年度绩效目标
    ============================  ======
    举办促消费活动 12 场          pass
    (blank)                       pass
    无                            fail
    ``/``                         fail
    ``。。``                      fail
    ============================  ======
    """
    for key in at.fields:
        text = view.text(key)
        if text and not is_blank(text) and _says_nothing(text):
            yield note("mark", view.at(key), text=trim(text))


@registry.more("R02", inputs=GoalColumns)
def goal_of_row(view: FormView, at: GoalColumns) -> Iterator[Note]:
    """The same in each row in use, where a goal is not blank either; one finding for a row.

    The total of a summary needs none.

    ============  ================  ======
    行            工作目标
    ============  ================  ======
    招商          引进项目 20 个    pass
    (blank)       (blank)           pass
    合计          (blank)           pass
    招商          (blank)           fail
    招商          无                fail
    ============  ================  ======
    """
    for record in view.used_rows(at.table):
        values = record.values
        blank = [key for key in at.columns if is_blank(values.get(key, ""))]
        if blank and not (at.total and values.get(at.by) == at.total):
            yield note("blank", *at.cells(view, record, blank))
        empty = [key for key in at.columns if key not in blank and _says_nothing(values[key])]
        if empty:
            yield note("mark", *at.cells(view, record, empty), text=trim(values[empty[0]]))


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
    """A goal is not a mere number or amount.

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


@registry.more("R03", inputs=GoalColumns)
def goal_of_row_is_no_number(view: FormView, at: GoalColumns) -> Iterator[Note]:
    """The same in the rows of a table; one finding for a row.

    ============  ================  ======
    行            年度绩效目标
    ============  ================  ======
    专项          办会              pass
    专项          ``21.25``         fail
    合计          ``51.15``         fail
    ============  ================  ======
    """
    for record in view.form.records(at.table):
        values = record.values
        wrong = [key for key in at.columns if is_number(values.get(key, ""))]
        if wrong:
            yield note("goal", *at.cells(view, record, wrong), text=trim(values[wrong[0]]))


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
        if row.reading.empty == "number":
            yield note("name", at.at(view, row, at.name), text=row.reading.name.text)
