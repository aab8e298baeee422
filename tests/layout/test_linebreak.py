"""Where lines may end: held against Qt, whose boundary finder follows Unicode's rules (UAX #14)."""

import random
import string
from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTextBoundaryFinder

from perfdesk.layout.linebreak import char_class, may_break
from tests.support import forms

# Where we differ from Qt in the texts of the real forms, and why. Nothing yet.
KNOWN: dict[str, str] = {}

USUAL = forms.HAN[:40] + "0123456789" + "ＡＢ０５㎡①Ⅳ" + "abcXYZ"
MARKS = "，。、；：！？（）《》“”‘’【】…—·～％￥ ,.:;!?()[]'\"%/-+=<>&*≥≤×□☑"


def qt_breaks(text: str) -> set[int]:
    """Where Qt would end a line in a text within the first 65,536 characters."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    found = set()
    while (at := finder.toNextBoundary()) >= 0:
        found.add(at)
    return found


def differences(texts: Iterable[str]) -> tuple[int, Counter[str]]:
    """Count the places between characters, and those where we and Qt differ, with their texts."""
    places, found = 0, Counter[str]()
    for text in texts:
        for line in text.split("\n"):
            theirs = qt_breaks(line)
            places += max(0, len(line) - 1)
            for at in range(1, len(line)):
                if may_break(line, at) != (at in theirs):
                    found[f"{line[max(0, at - 2) : at]}|{line[at : at + 2]}"] += 1
    return places, found


def test_real_texts_break_as_in_qt() -> None:
    cases = forms.real_cases()
    texts = {text for case in cases for text in [*case.values, case.data["unit_name"]]}
    places, found = differences(texts)
    assert places > 5000
    assert set(found) == set(KNOWN)


def test_labels_break_as_in_qt() -> None:
    labels = [text for case in forms.blank_cases() for text in case.expected().texts]
    places, found = differences(labels)
    assert places > 500
    assert not found


@pytest.mark.parametrize("seed", range(4))
def test_random_texts_break_as_in_qt(seed: int) -> None:
    """Words, numbers and marks as people mix them: 99.9 %."""
    rng = random.Random(seed)
    places, found = differences(forms.text(rng, 200).replace("𠮷", "堂") for _ in range(60))
    assert places > 10_000
    assert found.total() <= places * 0.001, found.most_common(5)


@pytest.mark.parametrize("seed", range(4))
def test_heaps_of_marks_break_as_in_qt(seed: int) -> None:
    """Marks heaped upon marks, as nobody writes: 99.5 %."""
    rng = random.Random(seed)
    texts = ("".join(rng.choices(USUAL + MARKS * 2, k=rng.randint(2, 40))) for _ in range(1000))
    places, found = differences(texts)
    assert places > 10_000
    assert found.total() <= places * 0.005, found.most_common(5)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("项目，目标", "项|目，|目|标"),
        ("（一）开展", "（一）|开|展"),
        ("“四上”企业15家；", "“四|上”|企|业|15|家；"),
        ("达到95%以上", "达|到|95%|以|上"),
        ("增长≥10℃。", "增|长|≥10℃。"),
        ("GDP比重 30 %", "GDP|比|重 |30 |%"),
        ("2026.1.1-2026.12.31", "2026.1.1-2026.12.31"),
        ("1,234.50万元", "1,234.50|万|元"),
        ("a/b的值", "a/|b|的|值"),
        ("责任单位/科室", "责|任|单|位/|科|室"),
        ("共计……——完", "共|计……|——|完"),
        ("A类（甲）", "A|类|（甲）"),
        ("第1、2、3条", "第|1、|2、|3|条"),
        ("《办法》（试行）", "《办|法》|（试|行）"),
        ("￥30元", "￥30|元"),
        ("a\u00a0b中\u00a0文", "a\u00a0b|中\u00a0文"),
        ("中\u200b文ab\u200bcd", "中\u200b|文|ab\u200b|cd"),
        ("e\u0301中", "e\u0301|中"),
        ("𠮷林𠮷，", "𠮷|林|𠮷，"),
        ("☑延续　□新增", "☑|延|续　|□|新|增"),
    ],
)
def test_places(text: str, broken: str) -> None:
    ends = [at for at in range(1, len(text)) if may_break(text, at)]
    parts = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    assert "|".join(parts) == broken


@given(st.text(alphabet=USUAL + MARKS, min_size=2, max_size=30))
def test_never_before_closing_or_behind_opening_marks(text: str) -> None:
    """Kinsoku: what no line may begin or end with, whatever stands around it."""
    for at in range(1, len(text)):
        if may_break(text, at):
            assert text[at] not in "，。、！？）》】,.:;!?)]", text
            assert text[at] not in "；：" or text[at - 1] == " ", text
            assert text[at] not in "％%" or not text[at - 1].isalnum(), text
            assert text[at - 1] not in "（《【([", text
            assert text[at] != " "


@given(st.text(alphabet=string.ascii_letters + string.digits, min_size=2))
def test_never_inside_a_word(text: str) -> None:
    assert not any(may_break(text, at) for at in range(1, len(text)))


@given(st.characters())
def test_every_character_has_a_class(char: str) -> None:
    assert char_class(char)
    assert isinstance(may_break(f"中{char}", 1), bool)
    assert isinstance(may_break(f"{char}中", 1), bool)


def test_comparison_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "may_break", lambda text, at: text[at] != "，")
    places, found = differences(["达到95%以上，（一）开展 abc"])
    assert (places, found.total()) == (16, 7)
