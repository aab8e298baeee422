import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.doubling import doubled, number_alone, tidy_target
from perfdesk.values.targets import parse_target


@pytest.mark.parametrize(
    ("text", "what", "once"),
    [
        ("≥≥95", "≥", "≥95"), ("＞＝≥95", "≥", "≥95"), ("≥=95", "≥", "≥95"), ("==", "=", "="),
        ("95%%", "%", "95%"), ("95％%", "%", "95%"), ("3次次", "次", "3次"), ("≥95%以上", "≥",
            "≥95%"),
        ("≥≤95", "≥≤", ""), (">=>=3", "≥", "≥3"),
    ],
)  # fmt: skip
def test_doubled(text: str, what: str, once: str) -> None:
    assert doubled(text) == (what, once)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ">=95",
        "≥95%",
        "95%以上",
        "不少于3次以上",
        "≤95%以上",
        "人人",
        "次次",
        "100人人",
        "合格合格",
    ],
)
def test_not_doubled(text: str) -> None:
    assert doubled(text) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (">=95%", "≥95%"), ("＞＝ 95", "≥95"), ("=>95", "≥95"), ("＝95", "=95"), ("９５％", "95%"),
        ("２０２６年12月前", "2026年12月前"), ("＞＝合格", "≥合格"), ("≥95%", ""), ("95", ""),
            ("≥ 95 %", ""),
        ("履约率达50％以上", ""), ("第１项", ""), ("", ""), ("合格", ""),
    ],
)  # fmt: skip
def test_tidy(text: str, right: str) -> None:
    assert tidy_target(text) == right


@given(st.text(alphabet="≥≤=><＞＝%％0123.个次 以上", max_size=8))
def test_any_mixture(text: str) -> None:
    found = doubled(text)
    if found and found.once:
        assert len(found.once) < len("".join(text.split())) or found.once != text
    tidied = tidy_target(text)
    assert tidy_target(tidied) == ""
    assert number_alone(parse_target(text)) is not None
