"""R28."""

import pytest

from perfdesk.checks.specs import validate_specs
from tests.checks.support import (
    Try,
    Values,
    shifeng_direction,
    shipped,
    spec,
    table,
    template,
    whole_row,
)

SHIFENG = shipped("shifeng-2023")


def weighed(*weights: str) -> list[tuple[str, Values]]:
    rows = (whole_row(f"办会{i}", standard=text) for i, text in enumerate(weights))
    return [shifeng_direction(*rows)]


TABLE = [
    Try("R28", "20 + 8 × 10", SHIFENG, weighed("20", *["10"] * 8)),
    Try("R28", "decimals", SHIFENG, weighed("33.5", "33.5", "33")),
    Try("R28", "no indicators", SHIFENG, [shifeng_direction()]),
    Try("R28", "row of 无", SHIFENG, [shifeng_direction(
        whole_row(standard="100"), whole_row("无", "无", standard=""))]),
    Try("R28", "too few", SHIFENG, weighed("20", *["10"] * 7), "R28.sum 1 indicators[0].standard"),
    Try("R28", "too many", SHIFENG, weighed("60", "50"), "R28.sum 1 indicators[0].standard"),
    Try("R28", "0", SHIFENG, weighed("100", "0"), "R28.zero 1 indicators[1].standard"),
    Try("R28", "negative", SHIFENG, weighed("110", "-10"), "R28.zero 1 indicators[1].standard"),
    Try("R28", "blank, and nothing of the sum", SHIFENG, weighed("20", ""),
        "R28.missing 1 indicators[1].standard"),
    Try("R28", "word", SHIFENG, weighed("50", "五十"), "R28.words 1 indicators[1].standard"),
    Try("R28", "with 分", SHIFENG, weighed("50", "50分"), "R28.words 1 indicators[1].standard"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


@pytest.mark.parametrize("total", [0, -5, "九十"])
def test_total_is_above_0(total: object) -> None:
    given = spec("R28", "weights", table="rows", column="weight", total=total)
    problems = validate_specs(template(checks=[given]), "form.toml")
    assert len(problems) == 1
    assert "total" in str(problems[0])
