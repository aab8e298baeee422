"""Even lines of short centred texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.layout.balance import balanced
from perfdesk.layout.breaking import break_text, text_width
from perfdesk.layout.linebreak import may_break

SIZE = 10.5


def shared(text: str, characters: int) -> list[str]:
    """Break and balance a text in a cell that holds so many Chinese characters a line."""
    width = characters * SIZE
    lines = break_text(text, "song", SIZE, width)
    return [text[a:b] for a, b in balanced(text, lines, "song", SIZE, width)]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("项目类别", 3, ["项目", "类别"]),
        ("度量单位", 3, ["度量", "单位"]),
        ("本年度绩效目标", 6, ["本年度", "绩效目标"]),
        ("项目支出实施期", 6, ["项目支出", "实施期"]),
        ("年度本级预算金额", 6, ["年度本级", "预算金额"]),
        ("服务对象满意度", 6, ["服务对象", "满意度"]),
        ("指标值说明（指标解释）", 7, ["指标值说明", "（指标解释）"]),
        ("示例县商务和投资促进局", 8, ["示例县商务", "和投资促进局"]),
        ("项目名称", 6, ["项目名称"]),
        ("甲\n乙丙丁戊", 3, ["甲", "乙丙丁", "戊"]),
    ],
)
def test_a_label_is_shared_between_its_lines(text: str, room: int, lines: list[str]) -> None:
    assert shared(text, room) == lines


@given(
    st.text(alphabet="项目支出绩效指标（）、。“”12.5%≥ab -", min_size=1, max_size=40),
    st.integers(3, 20),
)
def test_no_line_more_and_nothing_lost(text: str, room: int) -> None:
    width = room * SIZE
    before = break_text(text, "song", SIZE, width)
    after = balanced(text, before, "song", SIZE, width)
    assert len(after) == len(before)
    assert "".join(text[a:b] for a, b in after).replace(" ", "") == text.replace(" ", "")
    if after == before:
        return
    assert max(text_width(text[a:b], "song", SIZE) for a, b in after) <= width + 1e-6
    assert all(may_break(text, a) for a, _ in after[1:])
