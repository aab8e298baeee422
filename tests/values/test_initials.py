import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.initials import initials, matches, ranked

OPERATORS = ["≥", "≤", "=", ">", "<", "定性"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("特定类", "tdl"),
        ("运转类", "yzl"),
        ("人员类", "ryl"),
        ("一年期项目", "ynqxm"),
        ("延续性项目", "yxxxm"),
        ("新增项目", "xzxm"),
        ("人次", "rc"),
        ("平方米", "pfm"),
        ("亩", "m"),
        ("万元", "wy"),
        ("度", "d"),
        ("啊八擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝", "abcdefghjklmnopqrstwxyz"),
        ("座", "z"),  # the last one of its order
        ("A类 1", "al 1"),
        ("㎡", "㎡"),
        ("亍", "亍"),  # a rare character: sorted by radicals
        ("\ud83d😀", "\ud83d😀"),
        ("", ""),
    ],
)
def test_initials(text: str, expected: str) -> None:
    assert initials(text) == expected


@pytest.mark.parametrize(
    ("choice", "typed", "expected"),
    [
        ("特定类", "特", True),
        ("特定类", "定类", True),
        ("特定类", "TDL", True),
        ("特定类", "ｔｄ", True),
        ("特定类", "dl", True),
        ("特定类", "", True),
        ("特定类", " ", True),
        ("特定类", "yz", False),
        ("特定类", "特殊", False),
        ("≥", ">=", True),
        ("≥", "＞＝", True),
        ("≥", "=>", True),
        ("≥", ">", True),
        ("≥", "≧", True),
        (">", ">", True),
        (">", ">=", False),
        ("≤", "<=", True),
        ("≤", "=<", True),
        ("≤", ">", False),
        ("=", "＝", True),
        ("定性", "dx", True),
        ("m²", "m2", True),
        ("㎡", "m2", True),
        ("kg", "KG", True),
        ("%", "％", True),
    ],
)
def test_what_is_typed_for_a_choice(choice: str, typed: str, expected: bool) -> None:
    assert matches(choice, typed) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (">", (">", "≥")),
        (">=", ("≥",)),
        ("=", ("=", "≥", "≤")),
        ("d", ("定性",)),
        ("x", ("定性",)),
        ("", tuple(OPERATORS)),
        ("q", ()),
    ],
)
def test_the_likeliest_comes_first(typed: str, expected: tuple[str, ...]) -> None:
    assert ranked(OPERATORS, typed) == expected


@given(st.text(max_size=8), st.text(max_size=3))
def test_nothing_typed_fails(choice: str, typed: str) -> None:
    assert isinstance(matches(choice, typed), bool)
    assert matches(choice, choice)
    assert matches(choice, choice[:1])
