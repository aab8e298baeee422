"""Where pages end, whatever the number of records and the length of their texts.

Read off the finished PDF: the signature block never stands alone, heads never close a page, the
line that takes the seal is on the first page, a total stays with its table.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.export.pdf import write_pdf
from tests.support import forms
from tests.support.forms import Case
from tests.support.judge import check_form
from tests.support.official import Expected, Section, sections
from tests.support.paper import ReadPage, out_of_place, read_pdf, read_table

SHIFENG = [key for key in sections() if key[0] == "shifeng-2023"]


class BadBreakError(AssertionError):
    """A page ends where none may end."""


def check_breaks(want: Expected, pages: list[ReadPage], rows: list[list[int]]) -> None:
    heads = {row for own in want.heads for row in own}
    for number, page in enumerate(rows[:-1], 1):
        if page[-1] in heads:
            raise BadBreakError(f"page {number} ends with the heads of the next")
    if not set(rows[-1]) - heads:
        raise BadBreakError("the last page has nothing but heads and the signature block")
    if pages[-1].below == () and want.below:
        raise BadBreakError("the signature block is not on the last page")
    if "填报单位" in "".join(want.above) and "填报单位" not in "".join(pages[0].above):
        raise BadBreakError("the line for the seal is not on the first page")
    for row in range(1, want.rows):
        if want.heads[row - 1] and not want.heads[row] and row not in heads:
            check_total(want, rows, row)


def check_total(want: Expected, rows: list[list[int]], row: int) -> None:
    """A 合计 in the band of a table stands on a page with the end of the table's last row."""
    band = any(cell.row < row < cell.row + cell.rows for cell in want.cells)
    if band and not any(row in page and row - 1 in page for page in rows):
        raise BadBreakError(f"row {row}, a total, stands without its table")


def read(case: Case) -> tuple[Expected, list[ReadPage], list[list[int]]]:
    want = case.expected()
    paper = read_pdf(write_pdf([case.document()]))
    assert not [wrong for page in paper for wrong in out_of_place(page)]
    pages = [read_table(page, want.edges_pt, 0.1) for page in paper]
    return want, pages, check_form(want, pages)


LENGTHS = st.one_of(
    st.integers(0, 40), st.integers(0, 40), st.integers(0, 400), st.integers(0, 1500)
)


@st.composite
def shifeng_case(draw: st.DrawFn) -> Case:
    """A form of any size: what matters here is how many rows there are and how high each is."""
    pack_id, template = draw(st.sampled_from(SHIFENG))
    section = sections()[pack_id, template]
    values: dict[str, Any] = {}
    for key in section.fields():
        group, _, name = key.rpartition(".")
        place = values.setdefault(group, {}) if group else values
        short = group == "signature" or name == "expenditure_total"
        place[name] = filler(draw(st.integers(0, 8) if short else LENGTHS), 7)
    for table in section.tables():
        values[table] = draw(records(section, table))
    return forms.one_case(pack_id, template, values)


@st.composite
def records(draw: st.DrawFn, section: Section, table: str) -> list[dict[str, str]]:
    names = ("kind",) if table == "items" else ("level1", "level2")
    keys = list(
        dict.fromkeys(
            section.key_of(row)
            for row in range(len(section.rows))
            if section.table_of(row) == table
        )
    )
    found = []
    for i in range(draw(st.integers(0, 40))):
        key = draw(st.sampled_from(keys))
        # One long text is enough to make a row high.
        lengths = [draw(LENGTHS), *([i % 9] * 9)]
        columns = zip(section.columns(table), lengths, strict=False)
        record = {column: filler(length, i) for column, length in columns}
        found.append(record | dict(zip(names, key, strict=False)))
    return found


def filler(length: int, start: int) -> str:
    return "".join(forms.HAN[(start + i) % len(forms.HAN)] for i in range(length))


@settings(max_examples=15)
@given(shifeng_case())
def test_pages_end_where_they_may(case: Case) -> None:
    check_breaks(*read(case))


@pytest.mark.soak
@settings(max_examples=400)
@given(shifeng_case())
def test_many_pages_end_where_they_may(case: Case) -> None:
    check_breaks(*read(case))


@pytest.mark.parametrize("key", SHIFENG, ids="-".join)
def test_every_number_of_records(key: tuple[str, str]) -> None:
    """One record after the other, so that each row comes to stand at the end of a page once."""
    section = sections()[key]
    table = section.tables()[-1]
    fixed = {"kind": "special"} if table == "items" else {}
    if table == "indicators":
        fixed = {"level1": "效益指标", "level2": "社会公众及服务对象满意度指标"}
    record = dict.fromkeys(section.columns(table), "示例") | fixed
    ends = set()
    for count in range(0, 42, 3):
        case = forms.one_case(*key, {table: [record] * count})
        want, pages, rows = read(case)
        check_breaks(want, pages, rows)
        ends.add(len(rows))
    assert ends == {1, 2} or ends == {1, 2, 3}, "enough records to come to a second page"  # noqa: PLR1714


@pytest.mark.parametrize("name", forms.real_names())
def test_real_forms_break_well(name: str) -> None:
    check_breaks(*read(forms.real_case(name)))


# ---- the check bites ----


def broken(rows: list[list[int]]) -> str:
    """Return what is said of pages that end as ``rows`` do."""
    case = forms.one_case("shifeng-2023", "direction", {})
    want, [page], _ = read(case)
    pages = [page] + [ReadPage(1, (), (), page.below)] * (len(rows) - 1)
    with pytest.raises(BadBreakError) as caught:
        check_breaks(want, pages, rows)
    return str(caught.value)


def test_checks_bite() -> None:
    want = forms.one_case("shifeng-2023", "direction", {}).expected()
    every = list(range(want.rows))
    [indicators, details] = sorted({own for own in want.heads if own})
    [first], [second] = indicators, details
    assert "ends with the heads" in broken([every[: first + 1], [first, *every[first + 1 :]]])
    assert "nothing but heads" in broken([every[:-1], [second]])
    assert "without its table" in broken([every[:-1], [second, want.rows - 1]])


def test_checks_bite_on_lines() -> None:
    case = forms.one_case("shifeng-2023", "summary", {})
    want, [page], rows = read(case)
    with pytest.raises(BadBreakError, match="seal"):
        check_breaks(want, [ReadPage(page.bands, page.cells, page.above[:1], page.below)], rows)
    with pytest.raises(BadBreakError, match="signature"):
        check_breaks(want, [ReadPage(page.bands, page.cells, page.above, ())], rows)
