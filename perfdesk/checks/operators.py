"""R06 and R08: operator, value and unit of an indicator fit each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, note
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import is_blank, is_unused, trim
from perfdesk.values.targets import (
    NUMERIC_OPERATORS,
    QUALITATIVE,
    begins_with_symbol,
    parse_target,
)

if TYPE_CHECKING:
    from perfdesk.template.model import Template

VALUE = "value"
"""Key of the column that holds an indicator's target, in every template."""

_NOT_NUMERIC = frozenset(("text", "time"))


class SplitTargets(Params, frozen=True, kw_only=True):
    """A table of indicators with operator, value and unit in columns of their own."""

    table: str
    operator: str
    value: str
    unit: str

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        return (
            Ref(name, self.table, getattr(self, name)) for name in ("operator", "value", "unit")
        )

    def columns(self) -> tuple[str, str, str, str]:
        """Arguments for :meth:`FormView.target_rows`."""
        return self.table, self.operator, self.value, self.unit

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`. Columns are known by their types ``operator``, ``unit``."""
        for table in template.tables:
            by_type = {column.type: column.key for column in table.columns}
            if {"operator", "unit"} <= by_type.keys() and table.column(VALUE):
                yield cls(
                    table=table.key,
                    operator=by_type["operator"],
                    value=VALUE,
                    unit=by_type["unit"],
                )


class WholeTargets(Params, frozen=True, kw_only=True):
    """A table of indicators with operator, number and unit in one cell."""

    table: str
    value: str

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("value", self.table, self.value)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        for table in template.tables:
            indicators = any(column.role == "indicator_name" for column in table.columns)
            split = any(column.type == "operator" for column in table.columns)
            if indicators and not split and table.column(VALUE):
                yield cls(table=table.key, value=VALUE)


@registry.rule(
    "R06",
    level="cell",
    severity="error",
    title="用 ≥ ≤ = > < 的指标，指标值是数字",
    basis="platform",
    inputs=SplitTargets,
    cases={
        "text": Case(
            "{other}是“{operator}”，{label}“{value}”却不是数字",
            "把{label}改成数字（如 95）；只能用文字描述的，把{other}改为“定性”",
        ),
        "time": Case(
            "{other}是“{operator}”，{label}“{value}”却是时间，不是数字",
            "把{other}改为“定性”，或改用数字衡量（如“按期完成率 = 100 %”）",
        ),
        "inside": Case(
            "“{value}”写了比较符号，后面却不是数字",
            "在符号后面写数字和单位（如 ≥95%）；只能用文字描述的，去掉符号",
        ),
    },
)
def numeric_operator(view: FormView, at: SplitTargets) -> Iterator[Note]:
    """After ≥ ≤ = > < stands a number (perhaps with its unit), not a word or a date.

    A blank or 无 value is left to R01 and R38.

    ==========  ============  ======
    指标值类型  指标值
    ==========  ============  ======
    ``≥``       ``95``        pass
    ``≥``       ``95%``       pass
    ``≤``       ``12月``      pass
    ``定性``    ``及时``      pass
    ``≤``       当年10月前    fail
    ``≥``       合格          fail
    ==========  ============  ======
    """
    for record, operator, target, _ in view.target_rows(*at.columns()):
        if target.kind in _NOT_NUMERIC and operator in NUMERIC_OPERATORS:
            yield note(
                target.kind,
                view.cell(at.table, record, at.value),
                related=(view.cell(at.table, record, at.operator),),
                operator=operator,
                value=record.get(at.value),
            )


@registry.more("R06", inputs=WholeTargets)
def numeric_after_symbol(view: FormView, at: WholeTargets) -> Iterator[Note]:
    """The same where one cell holds operator, number and unit: decided only after a symbol.

    ==============  ======
    绩效值
    ==============  ======
    ``≥95%``        pass
    2026年12月前    pass
    有效保障        pass
    ``≥合格``       fail
    ==============  ======
    """
    for record in view.used_rows(at.table):
        value = record.values.get(at.value, "")
        if parse_target(value).kind in _NOT_NUMERIC and begins_with_symbol(value):
            yield note("inside", view.cell(at.table, record, at.value), value=value)


@registry.rule(
    "R08",
    level="cell",
    severity="error",
    title="数字指标值有度量单位，定性指标没有",
    basis="platform",
    inputs=SplitTargets,
    cases={
        "missing": Case(
            "{other}“{value}”是数字，没有填写{label}", "请填写{label}，如 个、次、%、万元"
        ),
        "none": Case(
            "{other}“{value}”是数字，{label}却填“{unit}”", "请填写{label}，如 个、次、%、万元"
        ),
        "qualitative": Case(
            "{other2}是“定性”，却填了{label}“{unit}”",
            "把{label}改为“无”或清空；可以用数字衡量的，改用 ≥、≤ 或 = 并填写数字",
        ),
    },
)
def unit_of_target(view: FormView, at: SplitTargets) -> Iterator[Note]:
    """A number has a unit, in its own cell or behind the number; 定性 has none, or 无.

    A number under 定性 is left to R07, a word after ≥ to R06. Forms that hold all three in one cell
    are left to R47.

    ==========  ==========  ==========  ======
    指标值类型  指标值      度量单位
    ==========  ==========  ==========  ======
    ``≥``       ``22``      个          pass
    ``≥``       ``95%``     (blank)     pass
    ``定性``    严格落实    无          pass
    无          无          无          pass
    ``≥``       ``22``      (blank)     fail
    ``=``       ``22``      无          fail
    ``定性``    及时        ``%``       fail
    ==========  ==========  ==========  ======
    """
    for record, operator, target, unit in view.target_rows(*at.columns()):
        if is_unused(unit):
            bare = target.number is not None and not target.unit and target.kind != "ratio"
            if not bare or operator == QUALITATIVE:
                continue
            case = "missing" if is_blank(unit) else "none"
        elif operator == QUALITATIVE and target.number is None:
            case = "qualitative"
        else:
            continue
        yield note(
            case,
            view.cell(at.table, record, at.unit),
            related=tuple(view.cell(at.table, record, key) for key in (at.value, at.operator)),
            value=trim(record.get(at.value)),
            unit=trim(unit),
        )
