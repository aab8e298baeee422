"""Documents that are no forms: columns, lines, what stays together and what repeats."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.layout.measure import measure
from perfdesk.layout.pages import FOOTER_SIZE, Page, make_pages
from perfdesk.layout.paginate import Paged, paginate
from perfdesk.layout.tabledoc import A4_LANDSCAPE, FRAME, INNER, Band, Column, TableDoc

NAME, NOTE = Column("名称", 40), Column("说明", 126)


def paged(doc: TableDoc) -> Paged:
    return paginate(measure(doc.sheet()))


def pages(doc: TableDoc) -> tuple[Page, ...]:
    return make_pages(paged(doc))


def texts(page: Page) -> list[str]:
    return [run.text for run in page.runs]


def rows(count: int, first: int = 1) -> list[list[str]]:
    return [[str(i), f"第{i}行"] for i in range(first, first + count)]


def test_columns_of_several_tables_share_one_grid() -> None:
    doc = TableDoc()
    doc.table([NAME, NOTE], [["甲", "乙"]])
    doc.table([Column("一", 83), Column("二", 83)], [["丙", "丁"]])
    sheet = doc.sheet()
    assert sheet.columns_mm == pytest.approx((40, 43, 83))
    spans = {cell.text: (cell.col, cell.cols) for cell in sheet.cells}
    assert spans["甲"] == (0, 1)
    assert spans["乙"] == (1, 2)
    assert spans["丙"] == (0, 2)
    assert spans["丁"] == (2, 1)


def test_texts_beside_each_other_keep_to_the_columns_of_a_table() -> None:
    doc = TableDoc()
    doc.line("左", "右")
    doc.table([NAME, NOTE], [["甲", "乙"]])
    sheet = doc.sheet()
    assert sheet.columns_mm == pytest.approx((40, 126))
    doc.line("一", "二", "三")  # two columns have no room for three
    sheet = doc.sheet()
    assert sheet.columns_mm == pytest.approx((40, 166 / 3 - 40, 166 / 3, 166 / 3))
    assert {c.text: c.cols for c in sheet.cells if c.text in "一二三"} == {
        "一": 2,
        "二": 1,
        "三": 1,
    }


def test_columns_are_scaled_to_the_width_of_the_text() -> None:
    doc = TableDoc(A4_LANDSCAPE)
    assert doc.width == 257
    doc.table([Column("一", 1), Column("二", 3)], [])
    assert doc.sheet().columns_mm == pytest.approx((257 / 4, 257 * 3 / 4))


@given(st.lists(st.lists(st.integers(5, 90), min_size=1, max_size=7), min_size=1, max_size=4))
def test_every_cell_has_its_place(tables: list[list[int]]) -> None:
    """Cells of a row lie side by side over the whole width, whatever the other tables are."""
    doc = TableDoc()
    for widths in tables:
        doc.table([Column("列", mm) for mm in widths], [["值"] * len(widths)])
    sheet = doc.sheet()
    assert sum(sheet.columns_mm) == pytest.approx(doc.width, abs=0.6)
    for row in range(len(sheet.rows)):
        own = sorted((cell.col, cell.cols) for cell in sheet.cells if cell.row == row)
        assert own[0][0] == 0
        assert sum(own[-1]) == len(sheet.columns_mm)
        assert all(a + n == b for (a, n), (b, _) in pairwise(own))
        assert all(cols > 0 for _, cols in own)


def test_the_frame_is_heavier_than_the_lines_inside() -> None:
    doc = TableDoc()
    doc.table([NAME, NOTE], rows(2))
    first, *_, last = (cell for cell in doc.sheet().cells if cell.ruled)
    assert first.edges == (FRAME, FRAME, INNER, INNER)
    assert last.edges == (INNER, INNER, FRAME, FRAME)


def test_the_head_and_the_band_that_goes_on_repeat_on_each_page() -> None:
    doc = TableDoc()
    doc.table([NAME, NOTE], [Band("一、甲表"), *rows(8), Band("二、乙表"), *rows(70, 9)])
    shown = [texts(page) for page in pages(doc)]
    assert len(shown) == 3
    assert shown[0][:3] == ["名称", "说明", "一、甲表"]
    for page in shown[1:]:
        assert page[:3] == ["名称", "说明", "二、乙表"]
    numbers = [text for page in shown for text in page if text.isdigit()]
    assert numbers == [str(i) for i in range(1, 79)]


@pytest.mark.parametrize("before", range(26, 36))
def test_a_heading_and_a_band_stay_with_what_is_below_them(before: int) -> None:
    doc = TableDoc()
    doc.table([NAME, NOTE], rows(before))
    doc.heading("二、标题")
    doc.table([NAME, NOTE], [Band("甲表"), ["末", "行"]])
    shown = [texts(page) for page in pages(doc)]
    (page,) = (page for page in shown if "二、标题" in page)
    assert {"甲表", "末"} <= set(page)


def test_a_row_taller_than_a_page_goes_on_over_it() -> None:
    doc = TableDoc()
    text = "很长的说明。" * 1200
    doc.table([NAME, NOTE], [["甲", text]])
    shown = pages(doc)
    assert len(shown) > 1
    joined = "".join(t for page in shown for t in texts(page) if "说" in t and t != "说明")
    assert joined.count("说") >= 1190
    assert all(texts(page)[0] == "名称" for page in shown)


def test_pages_are_numbered_in_the_middle_of_the_bottom_margin() -> None:
    doc = TableDoc()
    doc.table([NAME, NOTE], rows(60))
    shown = pages(doc)
    assert [page.runs[-1].text for page in shown] == ["第 1 页，共 2 页", "第 2 页，共 2 页"]
    run = shown[0].runs[-1]
    assert run.size == FOOTER_SIZE
    assert shown[0].height - 22 / 25.4 * 72 < run.y < shown[0].height
    assert texts(pages(_short(footer=""))[0])[-1] == "丙"


def _short(footer: str) -> TableDoc:
    doc = TableDoc(footer=footer)
    doc.line("甲", "乙", "丙")
    return doc


def test_an_endless_document_has_one_page() -> None:
    doc = TableDoc(endless=True)
    doc.table([NAME, NOTE], rows(400))
    assert paged(doc).pages == 1


def test_a_paragraph_may_have_roomier_lines() -> None:
    close, roomy = TableDoc(), TableDoc()
    close.paragraph("一二三" * 60)
    roomy.paragraph("一二三" * 60, pitch=2.6)
    (one,), (two,) = (measure(doc.sheet()).texts for doc in (close, roomy))
    assert two.pitch == pytest.approx(2 * one.pitch)
    assert two.lines == one.lines


def test_facts_share_the_width() -> None:
    doc = TableDoc()
    doc.facts([[("单位", "甲局"), ("年度", "2026年")], [("范围", "全部")]])
    sheet = doc.sheet()
    assert [cell.text for cell in sheet.cells] == ["单位", "甲局", "年度", "2026年", "范围", "全部"]
    assert sum(sheet.columns_mm) == pytest.approx(doc.width)
    assert sheet.cells[-1].edges == (INNER, INNER, FRAME, FRAME)
