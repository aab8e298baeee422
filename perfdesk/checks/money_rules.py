"""R14: what may stand in a money cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, note
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.view import FormView, fields_of
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import trim
from perfdesk.values.money import MAX_INTEGER_DIGITS, Amount, MoneyUnit

if TYPE_CHECKING:
    from perfdesk.template.model import Template


class MoneyCells(Params, frozen=True, kw_only=True):
    """All money fields, and the money columns of each table."""

    fields: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key, money=True) for key in self.fields)
        yield from (Ref("columns", table, key, money=True) for table, key in self.columns)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        money = [(table, f.key) for table, f in fields_of(template) if f.type == "money"]
        if money:
            yield cls(
                fields=tuple(key for table, key in money if not table),
                columns=tuple((table, key) for table, key in money if table),
            )


@registry.rule(
    "R14",
    level="cell",
    severity="error",
    title="金额是规范的数字",
    basis="practice",
    inputs=MoneyCells,
    cases={
        "words": Case("“{text}”不是数字", "只填数字，不写单位和文字；本栏单位是{unit}"),
        "negative": Case("“{text}”是负数", "金额不能小于 0，请核对后重填"),
        "decimals": Case(
            "“{text}”的小数超过 {allowed} 位",
            "以{unit}为单位的金额最多保留 {allowed} 位小数，请四舍五入",
        ),
        "size": Case("“{text}”的整数部分超过 {digits} 位", "请核对金额和单位；本栏单位是{unit}"),
    },
    example="金额栏填“40万元”，应只填数字 40",
)
def money(view: FormView, at: MoneyCells) -> Iterator[Note]:
    """A money cell holds a number, not below 0, with no more decimals than its unit allows.

    元 has at most 2 decimals, 万元 6, 亿元 8. Blank is left to R01; ``/`` and 无 say "not used".

    ================  ======
    万元
    ================  ======
    ``226.26``        pass
    ``1,234.5``       pass
    ``/``             pass
    ``40万元``        fail
    ``-3``            fail
    ``0.0000001``     fail
    ================  ======
    """
    for key in at.fields:
        found = view.amount(key)
        if found.fault:
            yield _note(found, view.at(key), view.text(key), view.unit(key))
    for table, key in at.columns:
        for record in view.form.records(table):
            found = view.cell_amount(table, record, key)
            if found.fault:
                path = view.cell(table, record, key)
                yield _note(found, path, record.get(key), view.unit(table, key))


def _note(found: Amount, path: Path, text: str, unit: MoneyUnit) -> Note:
    return note(
        found.fault,
        path,
        text=trim(text),
        unit=unit.name,
        allowed=str(unit.decimals),
        digits=str(MAX_INTEGER_DIGITS),
    )
