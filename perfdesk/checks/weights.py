"""R28: the weights of the indicators."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import indicators_of
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path, Record
from perfdesk.values.blankness import is_blank, is_unused, trim
from perfdesk.values.money import plain
from perfdesk.values.numbers import parse_decimal


class Weights(Params, frozen=True, kw_only=True):
    """The weights in ``column`` of ``table`` add to ``total``."""

    table: str
    column: str
    total: Decimal

    def __post_init__(self) -> None:
        if not self.total.is_finite() or self.total <= 0:
            raise ValueError("total 要大于 0")

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("column", self.table, self.column)


@registry.rule(
    "R28",
    level="form",
    severity="error",
    title="权重都大于 0，合计符合规定",
    basis="platform",
    inputs=Weights,
    kind="weights",
    cases={
        "sum": Case(
            "各指标的{label}合计是 {sum}，应为 {total}，{more} {difference}",
            "调整各指标的{label}，合计为 {total}",
        ),
        "zero": Case("“{value}”应大于 0", "填写大于 0 的数；这个指标不用的，整行清空"),
        "words": Case("“{value}”不是数字", "只填数字，不写“分”字和百分号"),
        "missing": Case("没有填写", "填写这个指标的{label}，各指标合计 {total}"),
    },
    example="各指标的分值加起来是 95，应为 100",
)
def weights(view: FormView, at: Weights) -> Iterator[Note]:
    """Each indicator has a weight above 0, and all add to the template's total (``weights``).

    While one of them is blank or faulty nothing is said about the sum.

    ========================  ======
    绩效标准（合计 100）
    ========================  ======
    20, 10 × 8                pass
    (no indicator)            pass
    20, 10 × 7                fail
    100, 0                    fail
    50, 五十                  fail
    ========================  ======
    """
    total, faulty = Decimal(0), False
    paths: list[Path] = []
    for record in view.form.records(at.table):
        text = record.values.get(at.column, "")
        if is_unused(text) and not _in_use(view, at, record):
            continue
        number = parse_decimal(text)
        path = view.cell(at.table, record, at.column)
        if number is None or number <= 0:
            faulty = True
            case = "missing" if is_unused(text) else "zero" if number is not None else "words"
            yield note(case, path, value=trim(text), total=plain(at.total))
        else:
            total += number
            paths.append(path)
    if paths and not faulty and total != at.total:
        yield note(
            "sum",
            *paths,
            sum=plain(total),
            total=plain(at.total),
            more="多" if total > at.total else "少",
            difference=plain(abs(total - at.total)),
        )


def _in_use(view: FormView, at: Weights, record: Record) -> bool:
    """True for a row that names an indicator."""
    table = view.shape.template.table(at.table)
    name = indicators_of(table).get("name", "") if table else ""
    text = record.values.get(name, "")
    return not is_blank(text) and not is_unused(text)
