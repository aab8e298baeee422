"""Text broken into lines: nothing lost, nothing too wide, no line that begins with a comma."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from perfdesk.layout.breaking import break_text, printable, text_width
from perfdesk.layout.linebreak import may_break
from tests.layout.test_linebreak import MARKS, USUAL
from tests.support import forms
from tests.support.official import ink

FACE, SIZE = "fangsong", 10.5
NO_START = "，。、！？）》】,.:;!?)]"  # ；and ：may follow a blank, says Unicode

TEXTS = st.one_of(
    st.text(alphabet=USUAL + MARKS + "\n", max_size=120),
    st.randoms(use_true_random=False).map(lambda rng: forms.text(rng, rng.randint(1, 200))),
)
WIDTHS = st.floats(min_value=1.0, max_value=300.0)


def lines_of(text: str, width: float) -> list[str]:
    return [text[start:end] for start, end in break_text(text, FACE, SIZE, width)]


def forced(text: str, start: int, next_start: int) -> bool:
    """Tell whether a line that began at ``start`` holds no place at all where it might end."""
    return not any(may_break(text, at) for at in range(start + 1, next_start + 1))


@given(TEXTS, WIDTHS)
@example("", 100.0)
@example("\n\n", 100.0)
@example("  ，  ", 12.0)
def test_lines_hold_everything_once(text: str, width: float) -> None:
    text = printable(text)
    lines = break_text(text, FACE, SIZE, width)
    assert lines
    for (_, end), (start, _) in pairwise(lines):
        assert end <= start
        assert not text[end:start].strip(), "only blanks and line ends stand between lines"
    assert not text[: lines[0][0]].strip()
    assert not text[lines[-1][1] :].strip()


@given(TEXTS, WIDTHS)
def test_lines_are_no_wider_than_their_room(text: str, width: float) -> None:
    for line in lines_of(printable(text), width):
        assert text_width(line, FACE, SIZE) <= width + 1e-4 or len(line.strip()) <= 1


@given(TEXTS, WIDTHS)
def test_lines_begin_and_end_lawfully(text: str, width: float) -> None:
    """But for words that no line can hold."""
    text = printable(text)
    paragraphs = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    for (start, _), (after, _) in pairwise(break_text(text, FACE, SIZE, width)):
        if after in paragraphs:
            continue
        if not may_break(text, after):
            assert forced(text, start, after), text[start:after]
        if text[after] in NO_START:
            assert forced(text, start, after), text[start : after + 1]


@given(TEXTS, WIDTHS)
def test_lines_are_as_long_as_they_can_be(text: str, width: float) -> None:
    text = printable(text)
    paragraphs = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    for (start, _), (after, _) in pairwise(break_text(text, FACE, SIZE, width)):
        if after in paragraphs:
            continue
        ends = [
            at
            for at in range(after + 1, paragraph_end(text, after) + 1)
            if at == paragraph_end(text, after) or may_break(text, at)
        ]
        longer = text[start : ends[0]].rstrip(" ")
        assert text_width(longer, FACE, SIZE) > width - 1e-4, (text[start:after], longer)


def paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def test_six_characters_in_a_column_of_24_mm() -> None:
    # 24 mm = 68.03 pt, less 2 × 0.8 mm = 4.54 pt: 63.5 pt; a character of 10.5 pt, six are 63.0.
    assert lines_of("年度本级预算金额", 63.5) == ["年度本级预算", "金额"]


def test_mark_takes_its_character_along() -> None:
    # 31.5 pt hold three characters; the comma would be the fourth.
    assert lines_of("一二三，四", 31.5) == ["一二", "三，四"]
    assert lines_of("一二（三", 31.5) == ["一二", "（三"]


def test_long_word_is_cut_where_the_line_ends() -> None:
    # 6.0 pt a letter at most: what counts is that every line but the last is full.
    lines = lines_of("x" * 100, 60.0)
    assert "".join(lines) == "x" * 100
    widths = {len(line) for line in lines[:-1]}
    assert len(widths) == 1


def test_mark_alone_where_even_two_characters_do_not_fit() -> None:
    assert lines_of("好，", 11.0) == ["好", "，"]


def test_line_ends_are_kept() -> None:
    assert lines_of("甲\n\n乙\n", 100.0) == ["甲", "", "乙", ""]


def test_blanks_at_line_ends_take_no_room() -> None:
    # "abc" and "def" fit 20 pt each; the blanks between them hang over.
    assert lines_of("abc          def", 20.0) == ["abc", "def"]


def test_printable() -> None:
    assert printable("甲\r\n乙\r丙\u2028丁\x85戊") == "甲\n乙\n丙\n丁\n戊"
    assert printable("甲\t乙") == "甲 乙"
    assert (
        printable("\x00甲\x07乙\x0b\x0c\x1f\x7f\x9f\ufeff\u200b\u2060\ufffe\uffff\ud800") == "甲乙"
    )
    assert printable(" 前后 ") == " 前后 "


def test_what_web_pages_leave_behind_is_not_printed() -> None:
    """Soft hyphens, direction marks, joiners, variants: a box for each would puzzle everybody."""
    assert printable("绩\u00ad效\u200e目\u202a标\u202c表\u2066甲\u2069\u200d") == "绩效目标表甲"
    assert printable("❤\ufe0f葛\U000e0100") == "❤葛"
    assert printable("1\u2009000\u205f元\u202f3") == "1 000 元\u00a03"


@given(st.text())
def test_printable_drops_nothing_that_leaves_ink(raw: str) -> None:
    shown = printable(raw)
    assert ink(shown) == ink(raw)
    assert not any("\x00" <= char < "\x20" and char != "\n" for char in shown)
    assert printable(shown) == shown


def test_width_is_the_sum_of_the_advances() -> None:
    # Four characters of 1 em: 4 × 10.5 pt. Digits are as wide as one another.
    assert abs(text_width("一二三四", FACE, SIZE) - 42.0) < 1e-9
    assert {text_width(digit, FACE, SIZE) for digit in "0123456789"} == {5.25}
