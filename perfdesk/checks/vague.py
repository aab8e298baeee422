"""R15: values that say nothing which could be measured."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import compact, is_unused, trim
from perfdesk.values.slips import is_vague


@registry.rule(
    "R15",
    level="cell",
    severity="hint",
    title="指标值具体、可衡量",
    basis="101号",
    inputs=Indicators,
    cases={
        "vague": Case(
            "“{value}”比较笼统，难以衡量",
            "能量化的写数字（如 ≥95%、≥20 场）；不能量化的，写明要达到的具体状态",
        ),
    },
    example="绩效值“有效提高”",
)
def vague_value(view: FormView, at: Indicators) -> Iterator[Note]:
    """A value is more than 有效提高, 显著促进, 及时 or 合格.

    Where 定性 was chosen a word is what the form asks for. A value that repeats its name is left to
    R25, a word for a rate to R11.

    ================  ==================  ======
    指标值类型        指标值
    ================  ==================  ======
    (none)            ≥95%                pass
    (none)            验收一次通过        pass
    定性              及时                pass
    (none)            有效提高            fail
    (none)            合格                fail
    ================  ==================  ======
    """
    for row in at.rows(view):
        name, target = row.reading.name, row.reading.target
        if target.kind != "text" or not is_unused(row.record.values.get(at.operator, "")):
            continue
        value = row.record.values.get(at.value, "")
        told = name.rate or name.satisfaction or name.text == compact(value)
        if is_vague(value) and not told:
            yield note("vague", at.at(view, row, at.value), value=trim(value))
