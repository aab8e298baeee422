"""Ink: where the lines of a cell stand, and rules drawn once, the heavier one winning."""

import pytest

from perfdesk.layout.measure import measure
from perfdesk.layout.sheet import SheetCell
from perfdesk.layout.strokes import Box, Rule, Run, frame_rules, text_runs
from perfdesk.template.grid import Edges, HAlign, VAlign
from tests.support.sheets import LINE, PAD, SIDE, cell, sheet

BOX: Box = (100.0, 200.0, 200.0, 300.0)
BASE = (LINE + (0.88 - 0.12) * 10.5) / 2  # from the top of a line to its baseline, 10.815


def runs(own: SheetCell, box: Box = BOX, lines: tuple[int, int] | None = None) -> list[Run]:
    measured = measure(sheet(own, columns=((box[2] - box[0]) / 72 * 25.4,)))
    [text] = measured.texts
    return list(text_runs(own, text, lines or (0, len(text.lines)), box))


@pytest.mark.parametrize(
    ("h", "x"),
    [
        ("left", 100 + SIDE),
        ("center", 150 - 10.5),  # two characters of 10.5 pt
        ("right", 200 - SIDE - 21),
    ],
)
def test_across(h: HAlign, x: float) -> None:
    [run] = runs(cell(0, 0, "甲乙", h=h))
    assert run.x == pytest.approx(x)


def test_indent_is_at_the_side_of_the_text() -> None:
    [left] = runs(cell(0, 0, "甲", indent=2))
    [right] = runs(cell(0, 0, "甲", indent=2, h="right"))
    assert left.x == pytest.approx(100 + SIDE + 18)  # 9 pt a step
    assert right.x == pytest.approx(200 - SIDE - 18 - 10.5)


@pytest.mark.parametrize(
    ("v", "top"),
    [
        ("top", 200 + PAD),
        ("center", 250 - LINE),  # two lines
        ("bottom", 300 - PAD - 2 * LINE),
    ],
)
def test_down(v: VAlign, top: float) -> None:
    one, two = runs(cell(0, 0, "甲\n乙", v=v))
    assert one.y == pytest.approx(top + BASE)
    assert two.y == pytest.approx(top + LINE + BASE)


def test_share_of_the_lines() -> None:
    own = cell(0, 0, "甲\n乙\n丙\n丁", v="top")
    assert [run.text for run in runs(own, lines=(1, 3))] == ["乙", "丙"]
    assert runs(own, lines=(1, 3))[0].y == pytest.approx(200 + PAD + BASE)
    assert runs(own, lines=(2, 2)) == []


def test_empty_lines_have_no_run() -> None:
    assert [run.text for run in runs(cell(0, 0, "甲\n\n乙"))] == ["甲", "乙"]
    assert runs(cell(0, 0, "")) == []


def test_character_of_another_face_is_a_run_of_its_own() -> None:
    """镕 is not in the face of 仿宋; what follows stands where it would stand anyway."""
    one, two, three = runs(cell(0, 0, "朱镕基"))
    assert (one.face, two.face, three.face) == ("fangsong", "song", "fangsong")
    assert (two.x - one.x, three.x - one.x) == pytest.approx((10.5, 21.0))


THIN: Edges = (0.5, 0.5, 0.5, 0.5)


def test_neighbours_share_a_rule() -> None:
    """Two cells side by side: three upright lines, two level ones drawn through."""
    rules = list(frame_rules([((0, 0, 10, 5), THIN), ((10, 0, 30, 5), THIN)]))
    assert set(rules) == {
        Rule(0, 0, 30, 0, 0.5),
        Rule(0, 5, 30, 5, 0.5),
        Rule(0, 0, 0, 5, 0.5),
        Rule(10, 0, 10, 5, 0.5),
        Rule(30, 0, 30, 5, 0.5),
    }
    assert len(rules) == 5


def test_heavier_rule_wins() -> None:
    heavy: Edges = (1.0, 0.5, 1.0, 0.5)
    rules = list(frame_rules([((0, 0, 10, 5), THIN), ((10, 0, 30, 5), heavy)]))
    assert Rule(10, 0, 10, 5, 1.0) in rules
    assert sum(rule.x0 == rule.x1 == 10 for rule in rules) == 1


def test_merged_cell_has_no_rule_inside() -> None:
    """One cell on the left beside two on the right: their line ends at it."""
    boxes: list[Box] = [(0, 0, 10, 10), (10, 0, 30, 5), (10, 5, 30, 10)]
    rules = list(frame_rules([(box, THIN) for box in boxes]))
    assert [rule for rule in rules if rule.y0 == rule.y1 == 5] == [Rule(10, 5, 30, 5, 0.5)]


def test_cell_without_lines_draws_none() -> None:
    assert list(frame_rules([((0, 0, 10, 5), (0.0, 0.0, 0.0, 0.0))])) == []
