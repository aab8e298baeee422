"""LibreOffice prints our workbooks once for all tests: starting it takes longer than printing."""

from collections.abc import Callable

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.export.xlsx import XlsxWriter
from tests.support import forms, office, workbook
from tests.support.forms import Case

Printed = dict[str, bytes]

SEEDS = range(20)
# Texts that a spreadsheet takes for something else.
TRICKY = [
    *("=", "=1+1", "+1", "-1+2", "@SUM(A1)", "'abc", "#N/A", "#REF!", "{", "{=1}", "TRUE", "1e5"),
    *("007", "2026-1-1", "1/2", "95%", "￥1", "_x0041_", "_x000D_x", "a\x01b\x0bc", "  blanks  "),
    *("a\nb", "\ttab"),
]


def tricky_case() -> Case:
    """A form with such a text in every kind of cell."""
    rows = [
        {
            "level1": "产出指标",
            "level2": "数量指标",
            "level3": text,
            "operator": text,
            "value": text,
            "unit": text,
            "explanation": text,
            "remark": text,
        }
        for text in TRICKY
    ]
    values = {
        "annual_duty_goal": "=1+1",
        "tasks": [{"name": text, "content": text} for text in TRICKY],
        "budget": {
            "total": "=1+1",
            "gov_fund": "+1",
            "other_funds": "#N/A",
            "basic_expenditure": "{",
        },
        "indicators": rows,
    }
    return forms.one_case("lukou-2026", "department", values, "=示例局")


def book_of(case: Case) -> bytes:
    return XlsxWriter(case.pack).write([case.document()])


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """What LibreOffice prints of the real, the blank, the plain random and some special forms."""
    cases = [forms.plain_case(seed) for seed in SEEDS] + forms.blank_cases()
    cases += forms.real_cases() if forms.real_data() else []
    books = {case.name: book_of(case) for case in cases}
    books["long"] = book_of(forms.long_case())
    books["tricky"] = book_of(tricky_case())
    books["clipped"] = workbook.changed(book_of(forms.long_case()), _lower_a_row)
    books["cropped"] = workbook.changed(book_of(forms.long_case()), _narrow_the_area)
    if forms.real_data():
        cases = [case for case in forms.real_cases() if case.name.startswith("004")]
        documents = [case.document() for case in cases]
        books["all-004"] = XlsxWriter(cases[0].pack).write(documents)
    return office.convert(tmp_path_factory.mktemp("office"), books)


def _lower_a_row(sheet: Worksheet) -> None:
    """One line for a label of three, as a fixed height would have it."""
    row = next(block.row for block in workbook.blocks(sheet) if block.text.startswith("支出测算"))
    sheet.row_dimensions[row].height = 20


def _narrow_the_area(sheet: Worksheet) -> None:
    sheet.print_area = str(sheet.print_area).rpartition("!")[2].replace("F", "E")


@pytest.fixture(scope="session")
def office_prints(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """Print further workbooks; for the long tests."""

    def convert(books: dict[str, bytes]) -> dict[str, bytes]:
        return office.convert(tmp_path_factory.mktemp("office"), books)

    return convert
