"""Rows running down the pages: what stays together, and where a tall row is cut."""

import pytest

from perfdesk.layout.flow import Slice, flow, page_capacity
from perfdesk.layout.measure import measure
from perfdesk.layout.paginate import MAX_STRIP, Paged, paginate
from perfdesk.layout.sheet import Sheet, SheetCell
from tests.support.sheets import LINE, PAD, ROOM, cell, free, sheet, value


def slices(own: Sheet) -> tuple[Slice, ...]:
    measured = measure(own)
    return flow(measured, measured.heights)


def pages(own: Sheet) -> list[list[int]]:
    """Rows of each page, a repeated one with a minus."""
    found: list[list[int]] = []
    for part in slices(own):
        while len(found) <= part.page:
            found.append([])
        found[part.page].append(-part.row if part.repeated else part.row)
    return found


def rows(count: int, lines: int = 1, start: int = 0) -> list[SheetCell]:
    return [value(start + i, 0, lines) for i in range(count)]


def lines_on(paged: Paged) -> list[list[int]]:
    """For each page, how many lines of each filled cell stand there."""
    found: list[list[int]] = [[] for _ in range(paged.pages)]
    for piece in paged.pieces:
        if paged.measured.sheet.cells[piece.cell].path is not None:
            found[piece.page].append(piece.lines[1] - piece.lines[0])
    return found


def test_capacity() -> None:
    # (297 - 25 - 20) mm = 252 mm = 714.33 pt
    assert page_capacity(sheet(cell(0, 0))) == pytest.approx(714.33, abs=0.01)
    assert pytest.approx(714.33, abs=0.01) == ROOM


def test_rows_fill_a_page() -> None:
    # 714.33 / 22.5 = 31.7: 31 rows
    assert [len(page) for page in pages(sheet(*rows(70)))] == [31, 31, 8]


def test_row_that_does_not_fit_goes_to_the_next_page_whole() -> None:
    # 30 rows of 22.5 leave 39 pt; a row of three lines needs 47.25.
    assert pages(sheet(*rows(30), *rows(1, 3, 30))) == [list(range(30)), [30]]


def test_heads_repeat_on_each_page_that_goes_on() -> None:
    heads: dict[int, tuple[int, ...]] = dict.fromkeys(range(1, 70), (0,))
    own = sheet(cell(0, 0, "名称"), *rows(69, 1, 1), heads=heads)
    first, second, third = pages(own)
    assert (first[0], second[0], third[0]) == (0, 0, 0)
    # 31 rows a page: 1 + 30, 1 + 30, and 1 + 9
    assert [len(first), len(second), len(third)] == [31, 31, 10]
    assert [part.repeated for part in slices(own)].count(True) == 2


def test_heads_go_with_their_first_row() -> None:
    # 30 rows of 22.5 leave 39 pt: heads of 22.5 would fit, but their row would not.
    own = sheet(*rows(30), cell(30, 0, "名称"), value(31, 0, 1), heads={31: (30,)})
    assert pages(own) == [list(range(30)), [30, 31]]


def test_heads_go_with_a_row_that_no_page_holds() -> None:
    # A row of 60 lines: 824.67 pt. After 29 rows 61.83 pt are left, and heads of 22.5 with three
    # lines (46.62) do not fit; after 28 rows 84.33 pt, and they do.
    for before, first in ((29, 29), (28, 30)):
        tall = value(before + 1, 0, 60)
        own = sheet(*rows(before), cell(before, 0, "名称"), tall, heads={before + 1: (before,)})
        assert len(pages(own)[0]) == first
        assert sum(map(sum, lines_on(paginate(measure(own)))), 0) == before + 60


def test_tall_row_is_cut_between_lines() -> None:
    # 714 pt hold (714 - 5.67) / 13.65 = 51 lines
    paged = paginate(measure(sheet(value(0, 0, 120))))
    assert lines_on(paged) == [[51], [51], [18]]


def test_tall_row_leaves_three_lines_at_least() -> None:
    # 30 rows of 22.5 leave 39 pt, room for two lines: the row begins on the next page instead.
    paged = paginate(measure(sheet(*rows(30), value(30, 0, 60))))
    assert [own[-1] for own in lines_on(paged)] == [1, 51, 9]
    # 29 rows leave 61.83 pt: (61.5 - 5.67) / 13.65 = 4 lines
    paged = paginate(measure(sheet(*rows(29), value(29, 0, 60))))
    assert [own[-1] for own in lines_on(paged)] == [4, 51, 5]


def test_cells_of_a_cut_row_are_cut_each_for_itself() -> None:
    own = sheet(value(0, 0, 120), value(0, 1, 60), columns=(50, 50))
    assert lines_on(paginate(measure(own))) == [[51, 51], [51, 9], [18, 0]]


def test_signature_block_takes_the_last_row_along() -> None:
    # 31 rows fill 697.5 pt; two lines of signature are 45 pt.
    own = sheet(*rows(31), free(31, "负责人："), free(32, "填表人："), signature=31)
    assert pages(own) == [list(range(30)), [30, 31, 32]]


def test_signature_block_leaves_two_lines_of_a_tall_row_beside_it() -> None:
    # 50 lines: 688.2 pt, which leave no room for 45 pt; two lines go to the next page.
    own = sheet(value(0, 0, 50), free(1, "负责人："), free(2, "填表人："), signature=1)
    assert lines_on(paginate(measure(own))) == [[48], [2]]
    assert pages(own) == [[0], [0, 1, 2]]


def test_signature_block_taller_than_a_page_ends() -> None:
    """A text pasted there by mistake; the loop that looked for room beside it never came back."""
    tall = "\n".join("字" * 120)
    own = sheet(*rows(3), free(3, tall), free(4, "填表人："), signature=3)
    paged = paginate(measure(own))
    shown = sum(p.lines[1] - p.lines[0] for p in paged.pieces if p.cell == 3)
    assert shown == 120
    assert pages(own)[0][:3] == [0, 1, 2]


def test_lines_above_the_table_stay_with_it() -> None:
    """A first row that no page holds begins below the title, not on the next page."""
    own = sheet(free(0, "标题"), free(1, "填报单位："), value(2, 0, 100))
    # 45 pt of lines leave 669 pt: (669 - 5.67) / 13.65 = 48 lines
    assert lines_on(paginate(measure(own))) == [[48], [51], [1]]
    assert pages(own)[0] == [0, 1, 2]


def test_total_stays_with_its_table() -> None:
    # 31 rows fill a page; the last of them goes along with the total that closes its band.
    band = cell(0, 0, "明细", rows=32)
    own = sheet(band, *[value(i, 1, 1) for i in range(32)], columns=(20, 50), table=range(31))
    assert pages(own) == [list(range(30)), [30, 31]]


def test_tall_last_row_ends_beside_its_total_and_the_signatures() -> None:
    band = cell(0, 0, "明细", rows=2)
    own = sheet(
        band, value(0, 1, 51), value(1, 1, 1), free(2, "填表人："),
        columns=(20, 50), table=(0,), signature=2,
    )  # fmt: skip
    # 51 lines fill the page (701.82 pt); two of them go with the total and the signatures.
    assert pages(own) == [[0], [0, 1, 2]]
    assert lines_on(paginate(measure(own))) == [[49], [2, 1]]


def test_value_over_rows_is_cut_with_them() -> None:
    """Beside labels and amounts; 120 lines are 1,643.67 pt in two rows, one more page than one."""
    own = sheet(
        cell(0, 0, "\n".join("字" * 120), rows=2, value=True),
        cell(0, 1, "标签"),
        value(1, 1, 1),
        columns=(50, 50),
    )
    paged = paginate(measure(own))
    assert sum(p.lines[1] - p.lines[0] for p in paged.pieces if p.cell == 0) == 120
    for piece in paged.pieces:
        if piece.cell == 0:
            lines = piece.lines[1] - piece.lines[0]
            assert lines * LINE + 2 * PAD <= paged.height(piece) + 1e-6
    tops: dict[int, float] = {}
    for strip in paged.strips:
        tops[strip.page] = strip.top + strip.height
    assert max(tops.values()) <= ROOM + 1e-6


def test_label_of_a_cut_row_stands_on_each_page() -> None:
    own = sheet(cell(0, 0, "本年度目标"), value(0, 1, 120), columns=(20, 50))
    paged = paginate(measure(own))
    labels = [piece.lines for piece in paged.pieces if piece.cell == 0]
    assert labels == [(0, 2), (0, 2), (0, 2)]


def test_strips_are_no_higher_than_a_spreadsheet_row() -> None:
    paged = paginate(measure(sheet(value(0, 0, 51))))
    # 51 × 13.65 + 5.67 = 701.82 pt, in steps of 0.75: 702 = 400 + 302
    assert [strip.height for strip in paged.strips] == [400.0, 302.0]
    assert max(strip.height for strip in paged.strips) <= MAX_STRIP
    assert paged.pieces[0].first == 0
    assert paged.pieces[0].last == 1


def test_frame_is_closed_where_a_page_cuts_the_table() -> None:
    heavy = (1.0, 1.0, 1.0, 0.5)
    own = sheet(
        cell(0, 0, "头", edges=heavy),
        *(cell(i, 0, "行", edges=(1.0, 0.5, 1.0, 0.5)) for i in range(1, 40)),
        cell(40, 0, "尾", edges=(1.0, 0.5, 1.0, 1.0)),
    )
    paged = paginate(measure(own))
    last_of_first = max((p for p in paged.pieces if p.page == 0), key=lambda p: p.first)
    first_of_second = min((p for p in paged.pieces if p.page == 1), key=lambda p: p.first)
    assert last_of_first.edges == (1.0, 0.5, 1.0, 1.0)
    assert first_of_second.edges == (1.0, 1.0, 1.0, 0.5)
