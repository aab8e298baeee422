"""R40 and R41."""

from perfdesk.checks.engine import Checker
from perfdesk.checks.report import finding_as_json
from tests.checks.support import Try, Values, dossier, findings, lukou, shipped, table

LUKOU, SHIFENG = shipped("lukou-2026"), shipped("shifeng-2023")


def summary(*rows: str) -> tuple[str, Values]:
    """Rows as ``total 51.15``, ``special 甲 21.15``, ``direction 甲 21.15``."""
    items = []
    for text in rows:
        kind, *name, amount = text.split(" ")
        goals = dict.fromkeys(("period_goal", "annual_goal"), "办会")
        items.append({"kind": kind, "name": "".join(name), "amount": amount, **goals})
    return "summary", {"items": items}


def direction(name: str, amount: str, fund: str = "", fund_name: str = "") -> tuple[str, Values]:
    filled = dict.fromkeys(("period", "period_goal", "annual_goal"), "甲")
    filled |= {"direction_name": name, "special_fund_name": fund_name or name}
    return "direction", {**filled, "amount": amount, "special_fund_amount": fund or amount}


def two(total: str, first: str, second: str) -> tuple[str, Values]:
    """Two funds of one direction each."""
    rows = (f"total {total}", f"special 甲 {first}", f"direction 甲 {first}")
    return summary(*rows, f"special 乙 {second}", f"direction 乙 {second}")


def forms(*amounts: str, project_expenditure: str) -> list[tuple[str, Values]]:
    """A department form of 渌口 and projects."""
    total = project_expenditure or "9"
    budget = {"total": total, "general_public_budget": total, "basic_expenditure": "0"}
    budget |= {"project_expenditure": project_expenditure}
    made: list[tuple[str, Values]] = [
        ("department", {"annual_duty_goal": "办会", "budget": budget})
    ]
    made += [lukou(project_name=f"甲{i}", amount=amount) for i, amount in enumerate(amounts)]
    return list(made)


def shifeng_department(project_expenditure: str) -> tuple[str, Values]:
    budget = {"total": project_expenditure, "general_public_budget": project_expenditure}
    budget |= {"project_expenditure": project_expenditure}
    return "department", {"duty_overview": "职责", "budget": budget}


A, B = direction("甲", "21.15"), direction("乙", "30")
THREE = (  # one fund of two directions
    "special 专项 30",
    "direction 甲 10",
    "direction 乙 20",
)
FIRST, SECOND = direction("甲", "10", "30", "专项"), direction("乙", "20", "30", "专项")
ITEM = "items[2].amount"

TABLE = [
    Try("R40", "21.15 + 30 = 51.15", SHIFENG, [two("51.15", "21.15", "30"), A, B]),
    Try("R40", "10 + 20 = 30", SHIFENG, [summary("total 30", *THREE), FIRST, SECOND]),
    Try("R40", "blanks in a name", SHIFENG,
        [two("51.15", "21.15", "30"), direction("甲 ", "21.15"), B]),
    Try("R40", "form still missing is R43's", SHIFENG, [two("51.15", "21.15", "30"), A]),
    Try("R40", "form twice is R39's", SHIFENG,
        [two("51.15", "21.15", "30"), A, direction("甲", "9"), B], "R39.twice 3 direction_name"),
    Try("R40", "blank row", SHIFENG, [two("51.15", "", "30"), A, B],
        "R40.blank 1 items[2].amount"),
    Try("R40", "blank total", SHIFENG, [two("", "21.15", "30"), A, B],
        "R40.blank 1 items[0].amount"),
    Try("R40", "faulty row is R14's", SHIFENG, [two("51.15", "约21", "30"), A, B],
        "R14.words 1 items[1].amount; R14.words 1 items[2].amount"),
    Try("R40", "blank amount in the form is R01's", SHIFENG,
        [two("51.15", "21.15", "30"), direction("甲", "", "21.15"), B], "R01.field 2 amount"),
    Try("R40", "empty table", SHIFENG, [summary(), A, B]),
    Try("R40", "rows differ from the form, sums right with it [src 001]", SHIFENG,
        [two("51.15", "21.25", "30"), A, B], f"R40.form 1 {ITEM}"),
    Try("R40", "form differs, sums right without it", SHIFENG,
        [two("51.25", "21.25", "30"), A, B], f"R40.form 1 {ITEM}"),
    Try("R40", "total wrong", SHIFENG, [two("52", "21.15", "30"), A, B],
        "R40.total 1 items[0].amount"),
    Try("R40", "total and a row wrong", SHIFENG, [two("52", "21.25", "30"), A, B],
        f"R40.form 1 {ITEM}; R40.total 1 items[0].amount"),
    Try("R40", "fund not the sum of its directions", SHIFENG,
        [summary("total 31", "special 专项 31", *THREE[1:]), FIRST, SECOND],
        "R40.group 1 items[1].amount"),
    Try("R40", "fund not what its form says", SHIFENG,
        [two("51.15", "21.15", "30"), direction("甲", "21.15", "22"), B],
        "R40.group_form 1 items[1].amount"),
    Try("R40", "one of two directions", SHIFENG,
        [summary("total 30", *THREE), direction("甲", "11", "30", "专项"), SECOND],
        f"R40.form 1 {ITEM}"),
    Try("R40", "same direction name in two funds", SHIFENG, [
        summary("total 3", "special 一 1", "direction 会议 1", "special 二 2", "direction 会议 3"),
        direction("会议", "1", "1", "一"), direction("会议", "2", "2", "二"),
    ], "R40.form 1 items[4].amount"),
    Try("R41", "10 + 30 = 40", LUKOU, forms("10", "30", project_expenditure="40")),
    Try("R41", "10 + 7 + 5 = 22", LUKOU, forms("10", "7", "5", project_expenditure="22")),
    Try("R41", "no project yet", LUKOU, forms(project_expenditure="40")),
    Try("R41", "no department form", LUKOU, forms("10", project_expenditure="40")[1:]),
    Try("R41", "blank amount is R01's", LUKOU, forms("10", "", project_expenditure="22"),
        "R01.field 3 amount"),
    Try("R41", "faulty amount is R14's", LUKOU, forms("10", "50万元", project_expenditure="22"),
        "R14.words 3 amount"),
    Try("R41", "above", LUKOU, forms("10", "31", project_expenditure="40"),
        "R41.above 1 budget.project_expenditure"),
    Try("R41", "below", LUKOU, forms("10", project_expenditure="40"),
        "R41.below 1 budget.project_expenditure"),
    Try("R41", "total of the summary", SHIFENG,
        [shifeng_department("51.15"), two("51.15", "21.15", "30"), A, B]),
    Try("R41", "total of the summary, above", SHIFENG,
        [shifeng_department("50"), two("51.15", "21.15", "30"), A, B],
        "R41.above 1 budget.project_expenditure"),
    Try("R41", "directions where there is no summary", SHIFENG,
        [shifeng_department("51.15"), A, B]),
    Try("R41", "directions where there is no summary, below", SHIFENG,
        [shifeng_department("52"), A, B], "R41.below 1 budget.project_expenditure"),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_both_places_are_named() -> None:
    made = dossier(SHIFENG, two("51.15", "21.25", "30"), A, B)
    (found,) = (item for item in Checker(SHIFENG).check_dossier(made) if item.rule == "R40")
    view = finding_as_json(made, SHIFENG, found)
    assert view["paths"] == ["items[2].amount", "items[1].amount"]
    assert view["related"] == [{"form": 2, "paths": ["amount", "special_fund_amount"]}]
    assert "21.25 万元" in view["message"]
    assert "21.15 万元" in view["message"]
    assert "支出方向绩效目标表“甲”" in view["message"]


def test_all_projects_are_named() -> None:
    made = dossier(LUKOU, *forms("10", "31", project_expenditure="40"))
    (found,) = Checker(LUKOU).check_dossier(made)
    view = finding_as_json(made, LUKOU, found)
    assert view["related"] == [{"form": 2, "paths": ["amount"]}, {"form": 3, "paths": ["amount"]}]
    assert "超出 1 万元" in view["message"]


def test_blank_sums_are_offered() -> None:
    for rows, raw in ((two("", "21.15", "30"), "51.15"), (two("51.15", "", "30"), "21.15")):
        found = findings(SHIFENG, [rows, A, B], "R40")
        assert raw in [text for item in found for _, text in item.fixes[0].changes]
