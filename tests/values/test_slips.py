import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.slips import (
    PLAIN,
    is_vague,
    lonely_bracket,
    look,
    markup,
    placeholder,
    repeated_clause,
)


@pytest.mark.parametrize(
    "text",
    [
        "培训XX人次", "XXX", "在××乡", "某某局", "待填", "（待定）", "待补充。", "培训【待核实】人",
        "____人",
        "  年  月  日", "2026年 月 日", "2026年＿月", "TODO", "在**乡", "○○局", "共X个", "示例",
    ],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    assert placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "等待填报", "招待费", "X光机", "XML", "MAX人", "5×8", "300元×50人", "2026 年 12 月前",
        "全年 月均",
        "示例县商务局", "某单位", "二○○八年", "a*b", "12*3", "无", "按年月日统计", "确定",
        "Windows XX1",
    ],
)  # fmt: skip
def test_no_placeholders(text: str) -> None:
    assert placeholder(text) == ""


def test_markup() -> None:
    for text in ("<p>甲", "甲</div>", "<br/>", "<span style='a'>", "&nbsp;", "甲\\n乙", "{{name}}"):
        assert markup(text), text
    for text in ("3 < 5 > 2", "<甲>", "A&B", "甲\n乙", "C:\\next", "{甲}", ""):
        assert not markup(text), text


def test_repeated() -> None:
    assert repeated_clause("以文明为目标，以文明为目标，") == "以文明为目标"
    assert repeated_clause("甲。做好全县促消费组织工作。乙。做好全县促消费组织工作。")
    for text in ("好，好", "加强领导工作，乙，加强领导工作", "甲乙丙丁戊己", ""):
        assert not repeated_clause(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("《办法", "《"), ("办法》", "》"), ("“四上", "“"), ("（甲（乙）", "（"), ("甲)乙", "）"),
        ("《甲（乙》", "（"), ("“甲”(乙）", ""), ("1）甲 2）乙", ""), ("（1）甲", ""), ("a)甲", ""),
            ("", ""),
        ("一、甲（含乙）", ""), ("①甲", ""), ("it's", ""),
    ],
)  # fmt: skip
def test_brackets(text: str, sign: str) -> None:
    assert lonely_bracket(text) == sign


def test_vague() -> None:
    for text in (
        "有效提高",
        "显著促进",
        "及时",
        "合格",
        "稳步优化、不断完善。",
        "明显改善",
        "高",
        "比较好",
    ):
        assert is_vague(text), text
    for text in ("促进区经济发展", "95%", "验收通过", "无", "", "100%覆盖", "有效保障供应"):
        assert not is_vague(text), text


@given(st.text())
def test_any_text(text: str) -> None:
    looks = look(text)
    assert (looks is PLAIN) == (not any(looks))
    is_vague(text)
