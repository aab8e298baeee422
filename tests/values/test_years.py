import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.years import finished_years, plain_years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2026年举办促消费活动", [2026]), ("整体策划2025全年促消费活动", [2025]),
        ("2025年度工作，2027年上半年", [2025, 2027]), ("于2025.12.31前", [2025]),
        ("２０２５年举办", [2025]), ("2025年申报企业", [2025]),
        ("2025年10月底前全面完工", [2025]), ("2025年9月底前", [2025]), ("2025年起草方案", [2025]),
    ],
)  # fmt: skip
def test_years(text: str, years: list[int]) -> None:
    assert [item.year for item in plain_years(text)] == years


@pytest.mark.parametrize(
    "text",
    [
        "", "种植2025棵树", "较2025年增长", "比2025年提高", "自2020年起", "截至2025年12月",
        "到2030年",
        "《2025年工作要点》", "〔2025〕3号", "2015年第17次常务会议", "2025年印发的通知",
        "2024-2026年",
        "2025年至2027年", "2022年引进未履约项目", "已于2025年完成", "完成了2025年任务",
        "2025年底前",
        "2025年底前建成的小区", "由2025年的90%提高", "2025年10月起提标", "对2025年度预算执行审计",
        "2025年同期", "结转2025年项目", "以2020年为基数", "电话20250101",
    ],
)  # fmt: skip
def test_years_that_explain_themselves(text: str) -> None:
    assert plain_years(text) == ()


def test_finished_years() -> None:
    assert finished_years("完成了2025年下半年直报。2024年已完成") == {2025}
    assert finished_years("计划完成2026年任务") == frozenset()


@given(st.text())
def test_any_text(text: str) -> None:
    for item in plain_years(text):
        assert 1900 <= item.year <= 2099
    finished_years(text)
