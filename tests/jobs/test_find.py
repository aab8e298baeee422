import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.dossier.edits import Edit
from perfdesk.dossier.state import Dossier, Form, Path, Record, raw_value
from perfdesk.jobs.find import FindOptions, Hit, find_all, replace_all, replace_one
from tests.jobs.sheets import LUKOU, shipped

PACK = shipped(LUKOU)
CASE, WHOLE, WIDTH = (
    FindOptions(match_case=True),
    FindOptions(whole_cell=True),
    FindOptions(match_width=True),
)
NAME = Path("f1", "project_name")


def dossier(*forms: Form, unit: str = "") -> Dossier:
    return Dossier(LUKOU, unit, 2026, forms)


def named(raw: str, unit: str = "") -> Dossier:
    return dossier(Form("f1", "project", {"project_name": raw}), unit=unit)


def spans(raw: str, needle: str, options: FindOptions = FindOptions()) -> list[tuple[int, int]]:  # noqa: B008
    return [(hit.start, hit.end) for hit in find_all(named(raw), PACK, needle, options)]


def done(before: Dossier, edit: Edit) -> Dossier:
    outcome = edit.apply(before)
    assert outcome.inverse.apply(outcome.dossier).dossier == before
    return outcome.dossier


@pytest.mark.parametrize(
    ("raw", "needle", "options", "expected"),
    [
        ("招商引资招商", "招商", FindOptions(), [(0, 2), (4, 6)]),
        ("aaaa", "aa", FindOptions(), [(0, 2), (2, 4)]),
        ("Ab", "aB", FindOptions(), [(0, 2)]),
        ("Ab", "aB", CASE, []),
        ("９５％以上", "95%", FindOptions(), [(0, 3)]),
        ("95%", "９５％", FindOptions(), [(0, 3)]),
        ("９５％以上", "95%", WIDTH, []),
        ("甲　乙", "甲 乙", FindOptions(), [(0, 3)]),
        ("ＡＢ", "ab", FindOptions(), [(0, 2)]),
        ("ＡＢ", "ab", CASE, []),
        ("招商", "招商", WHOLE, [(0, 2)]),
        ("招商引资", "招商", WHOLE, []),
        ("２", "2", WHOLE, [(0, 1)]),
        ("一\n二", "一\n二", FindOptions(), [(0, 3)]),
        ("İx", "x", FindOptions(), [(1, 2)]),  # the small letter of the first is two characters
        ("ßx", "X", FindOptions(), [(1, 2)]),
        ("x", "", FindOptions(), []),
        ("", "", WHOLE, []),
        (".*", ".", FindOptions(), [(0, 1)]),
    ],
)
def test_what_is_found(
    raw: str, needle: str, options: FindOptions, expected: list[tuple[int, int]]
) -> None:
    assert spans(raw, needle, options) == expected


def test_hits_come_in_the_order_of_the_sheets() -> None:
    tables = {
        "indicators": (
            Record("b", {"level1": "效益指标", "level2": "社会效益", "remark": "x", "level3": "x"}),
            Record("a", {"level1": "产出指标", "level2": "数量指标", "value": "xx"}),
        )
    }
    values = {"annual_goal": "x", "amount": "x", "project_name": "x", "unknown": "x"}
    first = Form("f1", "project", values, tables)
    found = find_all(dossier(Form("f0", "department"), first, unit="x局"), PACK, "x")
    assert [(h.path.field, h.path.record, h.path.column, h.start) for h in found] == [
        ("unit_name", "", "", 0),
        ("project_name", "", "", 0),
        ("amount", "", "", 0),
        ("annual_goal", "", "", 0),
        ("indicators", "a", "value", 0),
        ("indicators", "a", "value", 1),
        ("indicators", "b", "level3", 0),
        ("indicators", "b", "remark", 0),
    ]


def test_printed_labels_are_not_searched() -> None:
    assert find_all(named(""), PACK, "项目名称") == ()
    assert find_all(named(""), PACK, "产出指标") == ()


def test_one_hit_is_replaced_and_the_others_stay() -> None:
    before = named("招商引资招商")
    hit = find_all(before, PACK, "招商")[1]
    step = replace_one(before, hit, "招商", "营商")
    assert step is not None
    after = done(before, step[0])
    assert (raw_value(after, NAME), step[1]) == ("招商引资营商", "替换")
    assert replace_one(after, hit, "招商", "营商") is None
    assert replace_one(before, hit, "招商", "招商") is None
    assert replace_one(before, Hit(Path("f9", "x"), 0, 1), "x", "y") is None


def test_all_hits_are_replaced_in_one_step() -> None:
    goal = Form("f2", "project", {"annual_goal": "招商引资招商"})
    before = dossier(Form("f1", "project", {"project_name": "招商"}), goal, unit="某招商局")
    result = replace_all(before, PACK, "招商", "招")
    assert result is not None
    edit, label, count = result
    after = done(before, edit)
    assert (label, count) == ("全部替换 4 处", 4)
    assert after.unit_name == "某招局"
    assert [form.values for form in after.forms] == [
        {"project_name": "招"},
        {"annual_goal": "招引资招"},
    ]
    assert replace_all(after, PACK, "招商", "招") is None
    assert replace_all(after, PACK, "招", "招") is None


def test_a_whole_cell_is_replaced_by_nothing() -> None:
    result = replace_all(named("/"), PACK, "/", "", WHOLE)
    assert result is not None
    assert raw_value(done(named("/"), result[0]), NAME) == ""


@given(
    st.text("aAaＡbß ", max_size=12),
    st.text("aAＡb", min_size=1, max_size=3),
    st.text("xb", max_size=3),
    st.builds(FindOptions, st.booleans(), st.booleans(), st.booleans()),
)
def test_one_by_one_gives_the_same_as_all_at_once(
    raw: str, needle: str, replacement: str, options: FindOptions
) -> None:
    before = named(raw)
    all_at_once = replace_all(before, PACK, needle, replacement, options)
    expected = done(before, all_at_once[0]) if all_at_once else before
    after = before
    for hit in reversed(find_all(before, PACK, needle, options)):
        step = replace_one(after, hit, needle, replacement, options)
        after = done(after, step[0]) if step else after
    assert raw_value(after, NAME) == raw_value(expected, NAME)
