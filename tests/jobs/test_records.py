from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.jobs.records import Refusal, insert_above, insert_below, insertable, move, remove
from perfdesk.jobs.rows import inserted
from perfdesk.layout.sheet import SheetRow
from tests.jobs.sheets import LUKOU, SHIFENG, Shown, indicator, shown

FIXED = "表样固定的内容"
Outcome = tuple[Shown, str]


def done(form: Shown, result: object) -> Outcome:
    assert isinstance(result, tuple), result
    edit, label = result
    return form.done(edit), label


def below(form: Shown, row: SheetRow, kind: str = "") -> Outcome:
    return done(form, insert_below(form.dossier, form.form, form.loaded, row, kind))


def above(form: Shown, row: SheetRow) -> Outcome:
    return done(form, insert_above(form.dossier, form.form, form.loaded, row))


def removed(form: Shown, rows: Sequence[SheetRow]) -> Outcome:
    return done(form, remove(form.dossier, form.form, form.loaded, rows))


def moved(form: Shown, rows: Sequence[SheetRow], *, up: bool) -> Outcome:
    return done(form, move(form.dossier, form.form, form.loaded, rows, up=up))


def reason(result: object) -> str:
    assert isinstance(result, Refusal), result
    assert "；" not in result.reason
    return result.reason


def tasks(*names: str) -> Shown:
    return shown(LUKOU, "department", tasks=[{"name": name} for name in names])


def items(*rows: tuple[str, str]) -> Shown:
    return shown(SHIFENG, "summary", items=[{"kind": kind, "name": name} for kind, name in rows])


def names(form: Shown) -> str:
    return " ".join(form.stored("items", "name"))


SUMMARY = (
    ("total", "T"), ("special", "A"), ("direction", "a1"), ("direction", "a2"),
    ("special", "B"), ("direction", "b1"), ("special", "C"),
)  # fmt: skip


# ---- insert ----


@pytest.mark.parametrize("count", range(5))
@pytest.mark.parametrize("where", ["above", "below"])
def test_one_more_row_is_printed_right_there(count: int, where: str) -> None:
    form = tasks(*(f"任务{i}" for i in range(count)))
    before = form.column("tasks", "name")
    for place, row in enumerate(form.rows("tasks")):
        after, label = (above if where == "above" else below)(form, row)
        new = place if where == "above" else place + 1
        assert after.column("tasks", "name") == [*before[:new], "", *before[new:]]
        assert label == "插入任务"


def test_the_new_row_belongs_to_the_group() -> None:
    form = shown(
        LUKOU,
        "project",
        indicators=[indicator("数量指标", "a"), indicator("质量指标", "b")],
    )
    after, label = below(form, form.rows("indicators", "数量指标")[0])
    assert after.stored("indicators", "level3") == ["a", "", "b"]
    assert after.stored("indicators", "level2") == ["数量指标", "数量指标", "质量指标"]
    assert label == "插入指标"
    after, _ = above(form, form.rows("indicators", "质量指标")[0])
    assert after.stored("indicators", "level3") == ["a", "", "b"]
    after, _ = below(form, form.rows("indicators", "时效指标")[0])
    assert len(after.rows("indicators", "时效指标")) == 2
    assert after.stored("indicators", "level3") == ["a", "b", "", ""]


def test_the_new_row_can_be_found() -> None:
    form = tasks("a")
    result = insert_below(form.dossier, form.form, form.loaded, form.rows("tasks")[0])
    assert isinstance(result, tuple)
    found = inserted(result[0])
    assert found is not None
    after = form.done(result[0])
    assert [row.record for row in after.rows("tasks")].index(found.record) == 1


@pytest.mark.parametrize(
    ("place", "kind", "expected", "label"),
    [
        (0, "", "T + A a1 a2 B b1 C", "插入专项"),
        (1, "", "T A + a1 a2 B b1 C", "插入支出方向"),
        (2, "", "T A a1 + a2 B b1 C", "插入支出方向"),
        (6, "", "T A a1 a2 B b1 C +", "插入支出方向"),
        (1, "special", "T A a1 a2 + B b1 C", "插入专项"),
        (2, "special", "T A a1 a2 + B b1 C", "插入专项"),
        (6, "special", "T A a1 a2 B b1 C +", "插入专项"),
        (1, "direction", "T A + a1 a2 B b1 C", "插入支出方向"),
    ],
)
def test_a_row_below_is_of_the_kind_that_belongs_there(
    place: int, kind: str, expected: str, label: str
) -> None:
    form = items(*SUMMARY)
    after, own_label = below(form, form.rows("items")[place], kind)
    assert [name or "+" for name in after.stored("items", "name")] == expected.split()
    new = after.form.records("items")[expected.split().index("+")]
    assert new.get("kind") == ("special" if "专项" in label else "direction")
    assert own_label == label


@pytest.mark.parametrize(
    ("place", "expected"),
    [(1, "T + A a1 a2 B b1 C"), (2, "T A + a1 a2 B b1 C"), (4, "T A a1 a2 + B b1 C")],
)
def test_a_row_above_is_of_the_same_kind(place: int, expected: str) -> None:
    form = items(*SUMMARY)
    after, _ = above(form, form.rows("items")[place])
    assert [name or "+" for name in after.stored("items", "name")] == expected.split()
    new = after.form.records("items")[expected.split().index("+")]
    assert new.get("kind") == SUMMARY[place][0]


@pytest.mark.parametrize(
    ("place", "kinds"),
    [
        (0, "special special direction"),
        (1, "special direction direction"),
        (2, "special direction direction"),
    ],
)
def test_in_an_empty_summary_one_more_row_is_printed(place: int, kinds: str) -> None:
    form = items()
    after, _ = below(form, form.rows("items")[place])
    assert after.stored("items", "kind") == kinds.split()
    assert len(after.rows("items")) == len(form.rows("items")) + 1
    form = after.typed(after.cell(after.rows("items")[0], "name"), "合计")
    assert form.stored("items", "kind") == ["total", *kinds.split()]


def test_a_total_without_record_has_its_rows_below_it() -> None:
    form = items(("special", "A"))
    after, _ = below(form, form.rows("items", "total")[0])
    assert [row.key for row in after.rows("items")] == [("total",), ("special",), ("special",)]
    assert after.stored("items", "name") == ["", "A"]


def test_what_cannot_be_inserted_is_said() -> None:
    form = items(*SUMMARY)
    total = form.rows("items")[0]
    args = (form.dossier, form.form, form.loaded)
    assert "“合计”行上面不能插入行" in reason(insert_above(*args, total))
    assert "没有这种行" in reason(insert_below(*args, total, "total"))
    assert FIXED in reason(insert_below(*args, form.sheet.rows[0]))
    last = items(("special", "A"), ("total", "T"))
    row = last.rows("items", "total")[0]
    assert "下面" in reason(insert_below(last.dossier, last.form, last.loaded, row))
    after, _ = above(last, row)
    assert after.stored("items", "kind") == ["special", "special", "total"]
    without = items()
    row = without.rows("items", "total")[0]
    assert "上面" in reason(insert_above(without.dossier, without.form, without.loaded, row))
    gone, _ = removed(form, form.rows("items")[-1:])
    old = form.rows("items")[-1]
    assert "不在" in reason(insert_below(gone.dossier, gone.form, gone.loaded, old))
    assert [kind.key for kind in insertable(form.loaded, total)] == ["special", "direction"]
    assert insertable(form.loaded, form.sheet.rows[0]) == ()


# ---- remove ----


@pytest.mark.parametrize(
    ("chosen", "rest", "label"),
    [
        ([0], "b c d", "删除任务"),
        ([1, 2], "a d", "删除 2 行任务"),
        ([3, 0], "b c", "删除 2 行任务"),
        ([0, 1, 2, 3], "", "删除 4 行任务"),
    ],
)
def test_rows_are_removed(chosen: list[int], rest: str, label: str) -> None:
    form = tasks(*"abcd")
    after, own_label = removed(form, [form.rows("tasks")[i] for i in chosen])
    assert after.stored("tasks", "name") == rest.split()
    assert own_label == label
    assert len(after.rows("tasks")) >= 3


def test_the_last_row_of_a_group_stays_printed() -> None:
    form = shown(LUKOU, "project", indicators=[indicator("数量指标", "a")])
    after, label = removed(form, form.rows("indicators", "数量指标"))
    assert after.form.tables["indicators"] == ()
    assert len(after.rows("indicators")) == len(form.rows("indicators"))
    assert label == "删除指标"


@pytest.mark.parametrize(
    ("chosen", "rest", "label"),
    [
        ([1], "T B b1 C", "删除 3 行"),
        ([1, 2], "T B b1 C", "删除 3 行"),
        ([2], "T A a2 B b1 C", "删除支出方向"),
        ([6], "T A a1 a2 B b1", "删除专项"),
        ([1, 4, 6], "T", "删除 6 行"),
    ],
)
def test_a_special_takes_its_directions_along(chosen: list[int], rest: str, label: str) -> None:
    form = items(*SUMMARY)
    after, own_label = removed(form, [form.rows("items")[i] for i in chosen])
    assert names(after) == rest
    assert own_label == label


def test_what_cannot_be_removed_is_said() -> None:
    form = items(*SUMMARY)
    args = (form.dossier, form.form, form.loaded)
    assert "“合计”行不能删除" in reason(remove(*args, form.rows("items")[:2]))
    assert FIXED in reason(remove(*args, form.sheet.rows[:1]))
    assert FIXED in reason(remove(*args, []))
    form = tasks()
    args = (form.dossier, form.form, form.loaded)
    assert "空行" in reason(remove(*args, form.rows("tasks")))


def test_rows_of_two_tables_go_together() -> None:
    form = shown(
        LUKOU, "department", tasks=[{"name": "a"}], indicators=[indicator("数量指标", "b")]
    )
    rows = list(form.sheet.rows)
    after, label = removed(form, rows)
    assert (after.form.records("tasks"), after.form.records("indicators")) == ((), ())
    assert label == "删除任务、指标"


# ---- move ----


@pytest.mark.parametrize(
    ("chosen", "up", "expected"),
    [
        ([0], False, "b a c d"),
        ([3], True, "a b d c"),
        ([1, 2], True, "b c a d"),
        ([2, 1], False, "a d b c"),
    ],
)
def test_rows_move_past_their_neighbour(chosen: list[int], up: bool, expected: str) -> None:
    form = tasks(*"abcd")
    after, label = moved(form, [form.rows("tasks")[i] for i in chosen], up=up)
    assert after.stored("tasks", "name") == expected.split()
    assert label == ("上移任务" if up else "下移任务")


def test_rows_move_within_their_group_wherever_the_list_has_them() -> None:
    had = [
        indicator("数量指标", "a"),
        indicator("质量指标", "x"),
        indicator("数量指标", "b"),
        indicator("数量指标", "c"),
    ]
    form = shown(LUKOU, "project", indicators=had)
    rows = form.rows("indicators", "数量指标")
    after, _ = moved(form, rows[1:], up=True)
    assert after.column("indicators", "level3")[:4] == ["b", "c", "a", "x"]
    after, _ = moved(form, rows[:1], up=False)
    assert after.column("indicators", "level3")[:4] == ["b", "a", "c", "x"]
    args = (form.dossier, form.form, form.loaded)
    assert reason(move(*args, rows[:1], up=True)) == "这一行已经是本组的第一行"
    assert reason(move(*args, rows[-1:], up=False)) == "这一行已经是本组的最后一行"
    both = [rows[0], form.rows("indicators", "质量指标")[0]]
    assert "同一组里相邻的行" in reason(move(*args, both, up=False))


@pytest.mark.parametrize(
    ("chosen", "up", "expected"),
    [
        ([1], False, "T B b1 A a1 a2 C"),
        ([4], True, "T B b1 A a1 a2 C"),
        ([4, 5], True, "T B b1 A a1 a2 C"),
        ([1, 4], False, "T C A a1 a2 B b1"),
        ([2], False, "T A a2 a1 B b1 C"),
        ([5, 6], True, None),
    ],
)
def test_a_special_moves_with_its_directions(
    chosen: list[int], up: bool, expected: str | None
) -> None:
    form = items(*SUMMARY)
    rows = [form.rows("items")[i] for i in chosen]
    if expected is None:
        reason(move(form.dossier, form.form, form.loaded, rows, up=up))
        return
    after, _ = moved(form, rows, up=up)
    assert names(after) == expected


@pytest.mark.parametrize(
    ("place", "up", "words"),
    [
        (0, False, "“合计”行不能移动"),
        (1, True, "本组的第一行"),
        (2, True, "本组的第一行"),
        (3, False, "本组的最后一行"),
        (6, False, "本组的最后一行"),
    ],
)
def test_where_a_row_of_the_summary_cannot_move(place: int, up: bool, words: str) -> None:
    form = items(*SUMMARY)
    row = form.rows("items")[place]
    assert words in reason(move(form.dossier, form.form, form.loaded, [row], up=up))


def test_what_else_cannot_be_moved() -> None:
    form = shown(
        LUKOU, "department", tasks=[{"name": "a"}], indicators=[indicator("数量指标", "b")]
    )
    args = (form.dossier, form.form, form.loaded)
    assert FIXED in reason(move(*args, form.sheet.rows[:1], up=True))
    assert "同一个表" in reason(move(*args, form.sheet.rows, up=True))
    assert "空行" in reason(move(*args, form.rows("tasks")[1:], up=True))
    assert reason(move(*args, form.rows("tasks")[:1], up=False)) == "这一行已经是最后一行"


# ---- any rows, any order ----

KINDS = st.lists(st.sampled_from(["total", "special", "direction", "other"]), max_size=7)


@given(KINDS, st.data())
def test_no_row_is_lost_whatever_is_done(kinds: list[str], data: st.DataObject) -> None:
    form = items(*((kind, f"{kind}{i}") for i, kind in enumerate(kinds)))
    for _ in range(4):
        rows = data.draw(st.lists(st.sampled_from(form.sheet.rows), min_size=1, max_size=3))
        args = (form.dossier, form.form, form.loaded)
        what = data.draw(st.sampled_from(["above", "below", "up", "down"]))
        if what in {"up", "down"}:
            result = move(*args, rows, up=what == "up")
        elif what == "above":
            result = insert_above(*args, rows[0])
        else:
            result = insert_below(*args, rows[0])
        if isinstance(result, Refusal):
            continue
        before = sorted(filter(None, form.stored("items", "name")))
        printed = len(form.rows("items"))
        form = form.done(result[0])
        assert sorted(filter(None, form.stored("items", "name"))) == before
        assert len(form.rows("items")) == printed + (what in {"above", "below"})
