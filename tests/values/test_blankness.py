import sys

from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values import blankness
from perfdesk.values.blankness import is_blank, is_not_used, is_unused, trim

BLANKS = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
INVISIBLE = list("\u200b\u200c\u200d\u2060\ufeff")
MARKS = [
    "无",
    "/",
    "／",
    "-",
    "－",
    "—",
    "——",
    "*",
    "_",
    "…",
    "…",
    " 无 ",
    "\ufeff/\u3000",
    "不涉及",
]


def test_trim_takes_off_what_nobody_sees() -> None:
    for char in (*BLANKS, *INVISIBLE):
        assert trim(f"{char}\u200b {char}无 锡{char}\u3000{char}") == "无 锡"
        assert is_blank(char)
        assert is_unused(char)


def test_marks_for_not_used() -> None:
    assert [mark for mark in MARKS if not is_not_used(mark)] == []
    assert not any(is_blank(mark) for mark in MARKS)
    said = ["无锡", "0", "-1", "无。", "×", "XX", "待填", "1/2", "没有困难", "不"]
    assert [text for text in said if is_unused(text)] == []


@given(st.text(alphabet=st.sampled_from([*BLANKS, *INVISIBLE, *"无/-—*_…暂没有不1零a\x00"])))
def test_first_character_decides_rightly(text: str) -> None:
    assert is_unused(text) == (is_blank(text) or is_not_used(text))
    assert not (is_blank(text) and is_not_used(text))


@given(st.text())
def test_any_text(text: str) -> None:
    assert is_unused(text) == (is_blank(text) or is_not_used(text))
    assert trim(trim(text)) == trim(text)
    assert is_blank(text) == (trim(text) == "")


def test_memory_is_bounded() -> None:
    assert is_blank.cache_info().maxsize == blankness.CACHE_SIZE
