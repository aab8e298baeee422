"""Heights and lines of cells, with the sum beside each."""

import pytest
from fontTools.ttLib import TTFont

from perfdesk.layout.measure import Measured, lines_that_fit, measure, needed_height
from perfdesk.layout.sheet import SheetCell
from tests.conftest import ROOT
from tests.support.sheets import LINE, PAD, PT, cell, sheet


def heights(measured: Measured) -> list[float]:
    return list(measured.heights)


def test_lefts_are_the_columns_in_points() -> None:
    measured = measure(sheet(cell(0, 0), columns=(20, 30.5)))
    # 20 mm = 56.693 pt, 50.5 mm = 143.150 pt
    assert measured.lefts == pytest.approx((0.0, 56.693, 143.150), abs=0.001)


def test_row_is_as_high_as_the_blank_says() -> None:
    # One line needs 13.65 + 2 × 2.835 = 19.32 pt; the blank has 22.7, the next whole pixel 23.25.
    assert heights(measure(sheet(cell(0, 0, "一行"), height=22.7))) == [23.25]


def test_row_grows_with_its_lines() -> None:
    # 3 × 13.65 + 2 × 2.835 = 46.62 pt, in steps of 0.75: 47.25
    measured = measure(sheet(cell(0, 0, "一\n二\n三"), cell(0, 1, "一"), columns=(50, 50)))
    assert heights(measured) == [47.25]
    assert 47.25 - 0.75 < 3 * LINE + 2 * PAD <= 47.25


def test_a_label_set_left_is_shared_evenly_too() -> None:
    measured = measure(sheet(cell(0, 0, "政府性基金拨款"), columns=(20,)))
    assert [end - start for start, end in measured.texts[0].lines] == [3, 4]  # not 政府性基|金拨款


def test_padding_narrows_the_lines() -> None:
    # 20 mm = 56.69 pt less 4.54 pt: 52.16 pt hold four characters of 10.5 pt, not five.
    measured = measure(sheet(cell(0, 0, "一二三四五六", value=True), columns=(20,)))
    assert [end - start for start, end in measured.texts[0].lines] == [4, 2]


def test_indent_narrows_the_lines() -> None:
    # 52.16 pt less an indent of 9 pt: 43.16 pt still hold four; less 2 × 9 pt only three.
    for indent, longest in ((0, 4), (1, 4), (2, 3)):
        value = cell(0, 0, "一二三四五六", value=True, indent=indent)
        measured = measure(sheet(value, columns=(20,)))
        assert max(end - start for start, end in measured.texts[0].lines) == longest


def test_larger_type_has_higher_lines() -> None:
    # 22 pt × 1.3 = 28.6 pt + 5.67 pt = 34.27 pt, in steps of 0.75: 34.5
    assert heights(measure(sheet(cell(0, 0, "标题", size=22.0)))) == [34.5]


def test_cell_over_rows_raises_all_of_them() -> None:
    # 6 lines: 6 × 13.65 + 5.67 = 87.57 pt; two rows of 22.5 lack 42.57, half of it is 21.28: 21.75.
    measured = measure(
        sheet(value_over_rows(6), cell(0, 1, "甲"), cell(1, 1, "乙"), columns=(50, 50))
    )
    assert heights(measured) == [44.25, 44.25]


def value_over_rows(lines: int) -> SheetCell:
    return cell(0, 0, "\n".join("字" * lines), rows=2, value=True)


def test_cell_over_rows_that_has_room_raises_none() -> None:
    measured = measure(sheet(value_over_rows(2), cell(0, 1), cell(1, 1), columns=(50, 50)))
    assert heights(measured) == [22.5, 22.5]


@pytest.mark.parametrize(
    ("value", "lines", "shown"),
    [(True, 1, "center"), (True, 2, "center"), (True, 3, "left"), (False, 3, "center")],
)
def test_long_values_are_set_left(value: bool, lines: int, shown: str) -> None:
    text = "\n".join("字" * lines)
    measured = measure(sheet(cell(0, 0, text, value=value, h="center")))
    assert measured.texts[0].h == shown


def test_lines_that_fit_is_the_inverse_of_needed_height() -> None:
    for lines in range(60):
        assert lines_that_fit(needed_height(lines, LINE), LINE) == lines
        assert lines_that_fit(needed_height(lines, LINE) - 0.01, LINE) == max(0, lines - 1)
    assert lines_that_fit(1.0, LINE) == 0


def test_each_official_font_is_measured_by_its_face() -> None:
    """Letters are not equally wide in all; the font's own table says how wide."""
    for font, file in (("仿宋", "FangSong"), ("黑体", "Hei"), ("方正小标宋简体", "Title")):
        with TTFont(
            ROOT / "resources" / "fonts" / f"Perfdesk{file}-Regular.ttf", lazy=True
        ) as face:
            names, widths = face.getBestCmap(), face["hmtx"]
            text = "国GDPmi1,"
            wanted = sum(widths[names[ord(char)]][0] for char in text) / 1000 * 10.5
        room = wanted / PT + 2 * 0.8
        for wider, lines in ((0.01, 1), (-0.01, 2)):
            own = sheet(cell(0, 0, text, font=font), columns=(room + wider,))
            assert len(measure(own).texts[0].lines) == lines, font
