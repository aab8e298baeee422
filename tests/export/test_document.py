"""What a form is called, and the characters of it that no bundled font has."""

from perfdesk.export.document import Document
from tests.support import forms


def document(name: str = "", goal: str = "", unit: str = "示例局") -> Document:
    values = {"project_name": name, "annual_goal": goal}
    return forms.one_case("lukou-2026", "project", values, unit).document()


def test_heading() -> None:
    assert document("渌商大会").heading == "项目支出绩效目标表（渌商大会）"
    assert document().heading == "项目支出绩效目标表"


def test_names_are_one_line_of_what_can_be_printed() -> None:
    own = document("渌商\n大会\x0b \ud800", unit="示例\r\n局\x00")
    assert (own.name, own.unit_name) == ("渌商 大会", "示例 局")


def test_characters_without_a_glyph_are_told_once_each_and_sorted() -> None:
    # 𠮷 and 喆 are drawn by another face than 仿宋; a blank and a line end need no glyph.
    assert document("🚀𠮷喆", "好😀 好\n🚀😀").unprintable() == ("😀", "🚀")


def test_each_form_is_told_of_its_own() -> None:
    """Faces remember what they once looked up; another form must not hear of it."""
    assert document("🚀").unprintable() == ("🚀",)
    assert document("渌商大会").unprintable() == ()


def test_number_is_the_place_in_the_dossier() -> None:
    if forms.real_data():
        cases = [case for case in forms.real_cases() if case.name.startswith("001")]
        assert [case.document().number for case in cases] == [1, 2, 3, 4]
    assert document().number == 1
