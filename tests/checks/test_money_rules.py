"""R14."""

from perfdesk.template.model import Field, Table
from tests.checks.support import Try, Values, pack_of, table, template

PACK = pack_of(
    template(
        Field(key="wan", label="万元栏", type="money"),
        Field(key="yuan", label="元栏", type="money", unit="元"),
        Field(key="yi", label="亿元栏", type="money", unit="亿元"),
        Field(key="note", label="文字栏"),
        tables=[
            Table(
                key="rows",
                label="明细",
                columns=(
                    Field(key="name", label="名称"),
                    Field(key="amount", label="金额", type="money", unit="元"),
                ),
            )
        ],
    )
)


def form(**values: object) -> list[tuple[str, Values]]:
    return [("form", values)]


def rows(*amounts: str) -> list[tuple[str, Values]]:
    return form(rows=[{"name": "", "amount": amount} for amount in amounts])


TABLE = [
    Try("R14", "number", PACK, form(wan="226.26")),
    Try("R14", "full width", PACK, form(wan="２２６．２６")),
    Try("R14", "thousands separators", PACK, form(wan="1,234.5")),
    Try("R14", "blank", PACK, form(wan=" ")),
    Try("R14", "not used", PACK, form(wan="/", yuan="无", yi="—")),
    Try("R14", "6 decimals of 万元", PACK, form(wan="0.000001")),
    Try("R14", "2 decimals of 元", PACK, form(yuan="1.23")),
    Try("R14", "8 decimals of 亿元", PACK, form(yi="0.00000001")),
    Try("R14", "words elsewhere", PACK, form(note="40万元")),
    Try("R14", "details", PACK, rows("10", "", "0.5")),
    Try("R14", "unit behind the number", PACK, form(wan="40万元"), "R14.words 1 wan"),
    Try("R14", "word", PACK, form(wan="待定"), "R14.words 1 wan"),
    Try("R14", "misplaced separator", PACK, form(wan="12,34"), "R14.words 1 wan"),
    Try("R14", "braces in a text", PACK, form(wan="[a]%s%d"), "R14.words 1 wan"),
    Try("R14", "negative", PACK, form(wan="－3"), "R14.negative 1 wan"),
    Try("R14", "7 decimals of 万元", PACK, form(wan="0.0000001"), "R14.decimals 1 wan"),
    Try("R14", "3 decimals of 元", PACK, form(yuan="1.234"), "R14.decimals 1 yuan"),
    Try("R14", "9 decimals of 亿元", PACK, form(yi="0.000000001"), "R14.decimals 1 yi"),
    Try("R14", "too long", PACK, form(wan="1" * 16), "R14.size 1 wan"),
    Try("R14", "detail", PACK, rows("10", "10元", "5"), "R14.words 1 rows[1].amount"),
]


@table(TABLE)
def test_table(row: Try) -> None:
    assert "; ".join(row.run()) == row.says
