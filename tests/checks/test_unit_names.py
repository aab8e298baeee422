"""R35."""

from tests.checks.support import Try, Values, findings, pingluo, rules_after, shipped, table

PINGLUO = shipped("pingluo-2026")
UNIT = "某局"
LONG = "平罗县商务和投资促进局"


def named(competent: str, implementing: str = "") -> list[tuple[str, Values]]:
    implementing = implementing or competent
    return [pingluo(competent_department=competent, implementing_unit=implementing)]


DEPARTMENT, OWN = "competent_department", "implementing_unit"

TABLE = [
    Try("R35", "the same", PINGLUO, named(LONG), "", LONG),
    Try("R35", "本级", PINGLUO, named(LONG, f"{LONG}本级"), "", LONG),
    Try("R35", "blanks", PINGLUO, named(f" {LONG} "), "", LONG),
    Try("R35", "another unit", PINGLUO, named("平罗县财政局"), "", LONG),
    Try("R35", "former name", PINGLUO, named("平罗县商务局"), "", LONG),
    Try("R35", "subordinate", PINGLUO, named(LONG, "平罗县投资促进服务中心"), "", LONG),
    Try("R35", "short names cannot be decided", PINGLUO, named("教育县局"), "", "县教育局"),
    Try("R35", "other order [src 003]", PINGLUO, named("平罗县商务和促进投资局", LONG),
        f"R35.name 1 {DEPARTMENT}", LONG),
    Try("R35", "both are one finding [src 003]", PINGLUO,
        named("平罗县商务和促进投资局", "平罗县商务和促进投资局本级"), f"R35.name 1 {DEPARTMENT}",
        LONG),
    Try("R35", "a character too few", PINGLUO, named(LONG, "平罗县商务投资促进局"),
        f"R35.name 1 {OWN}", LONG),
    Try("R35", "a character too many", PINGLUO, named("平罗县商务和和投资促进局", LONG),
        f"R35.name 1 {DEPARTMENT}", LONG),
]  # fmt: skip


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says


def test_all_places_are_mended() -> None:
    wrong = "平罗县商务和促进投资局"
    forms = named(wrong, f"{wrong}本级")
    (found,) = findings(PINGLUO, forms, "R35", unit_name=LONG)
    assert [raw for _, raw in found.fixes[0].changes] == [LONG, f"{LONG}本级"]
    assert "R35" not in rules_after(PINGLUO, forms, found.fixes[0], unit_name=LONG)
