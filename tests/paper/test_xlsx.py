"""The finished workbook, read back: each value and label in its cell, nothing to be mended."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.errors import TemplateError
from perfdesk.export.pdf import write_pdf
from perfdesk.export.xlsx import XlsxWriter
from tests.paper.conftest import TRICKY, book_of, tricky_case
from tests.support import forms, workbook
from tests.support.forms import Case
from tests.support.judge import WrongPaperError, check_form
from tests.support.official import MARGINS_MM, PT_PER_MM, ink
from tests.support.paper import page_count
from tests.support.workbook import BadWorkbookError


def zipped_nothing() -> bytes:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w"):
        return buffer.getvalue()


def check_book(case: Case, data: bytes) -> None:
    """Raise where a workbook is not the form, page by page."""
    [sheet] = workbook.sheets(data)
    check_sheet(case, sheet)


def check_sheet(case: Case, sheet: Worksheet) -> None:
    want = case.expected()
    pages = workbook.page_rows(sheet)
    room = want.size_pt[1] - (MARGINS_MM[2] + MARGINS_MM[3]) * PT_PER_MM
    for rows in pages:
        assert workbook.height(sheet, rows) <= room + 0.01
    assert len(pages) == page_count(write_pdf([case.document()]))
    assert workbook.extent(sheet)[1] == len(want.widths_mm)
    assert (sheet.page_setup.orientation == "landscape") == want.landscape
    assert str(sheet.page_setup.paperSize) == "9"  # A4
    check_form(want, workbook.read_pages(sheet))


@pytest.mark.parametrize("name", forms.real_names())
def test_real_form(name: str) -> None:
    case = forms.real_case(name)
    check_book(case, book_of(case))


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form(case: Case) -> None:
    check_book(case, book_of(case))


@pytest.mark.parametrize("seed", range(20))
def test_random_form(seed: int) -> None:
    case = forms.random_case(seed)
    check_book(case, book_of(case))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 220))
def test_many_random_forms(seed: int) -> None:
    case = forms.random_case(seed)
    check_book(case, book_of(case))


def test_long_form() -> None:
    case = forms.long_case()
    check_book(case, book_of(case))


def test_row_higher_than_a_spreadsheet_has() -> None:
    """A text of 600 points becomes two spreadsheet rows of a merged cell, 409.5 being the most."""
    # 40 lines of 13.65 pt + 2 × 2.83 pt = 552 pt, on one page of 714 pt less 90 pt of heads.
    goal = "\n".join(f"第{i}项工作" for i in range(40))
    case = forms.one_case("lukou-2026", "project", {"annual_goal": goal})
    [sheet] = workbook.sheets(book_of(case))
    check_sheet(case, sheet)
    [block] = [block for block in workbook.blocks(sheet) if block.text == goal]
    assert block.rows == 2


def test_all_forms_of_a_dossier() -> None:
    """One sheet each, in their order; a pack's forms differ in columns and paper."""
    by_dossier: dict[str, list[Case]] = {}
    for case in forms.real_cases():
        by_dossier.setdefault(case.name[:3], []).append(case)
    for cases in by_dossier.values():
        data = XlsxWriter(cases[0].pack).write([case.document() for case in cases])
        sheets = workbook.sheets(data)
        for case, sheet in zip(cases, sheets, strict=True):
            check_sheet(case, sheet)
        check_names([sheet.title for sheet in sheets])


@pytest.mark.parametrize("blank", [b"", b"no", zipped_nothing()], ids=["empty", "text", "zip"])
def test_a_blank_that_is_no_workbook(blank: bytes) -> None:
    """A dossier carries its blanks; one of them may have been damaged on its way."""
    case = forms.blank_cases()[0]
    document = case.document()
    files = {**case.pack.files, f"{document.template}.xlsx": blank}
    with pytest.raises(TemplateError, match="空表已损坏，不能写出 Excel"):
        XlsxWriter(replace(case.pack, files=files)).write([document])


def test_writer_can_be_used_again() -> None:
    """The blank is opened once; the second file must not know of the first."""
    long, blank = forms.long_case(), forms.one_case("shifeng-2023", "direction", {})
    writer = XlsxWriter(long.pack)
    once = writer.write([long.document()])
    writer.write([long.document(), blank.document()])
    for case in (blank, long):
        check_book(case, writer.write([case.document()]))
    assert cells(writer.write([long.document()])) == cells(once)


def cells(data: bytes) -> list[workbook.Block]:
    return [block for sheet in workbook.sheets(data) for block in workbook.blocks(sheet)]


# ---- names of sheets ----

NAMES = [
    "商务/招商：[2026]*?\\",
    "招商引资",
    "招商引资 ",
    "'招商引资'",
    "ABC",
    "abc",
    "很长的项目名称" * 8,
    "很长的项目名称" * 8,
    "二十六个字后面跟着一个撇号所以裁短以后名称的末尾会是撇'号",
    "",
    "\x01\x02",
    "???",
    "History",
    "𠮷" * 40,
]


def check_names(names: list[str]) -> None:
    """What Excel accepts without mending the workbook."""
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31, name
        assert not set(name) & set("[]:*?/\\"), name
        assert all(char.isprintable() for char in name), name
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def many(names: list[str]) -> bytes:
    form = {"template": "project", "values": {}}
    data = {
        "pack": "lukou-2026",
        "unit_name": "示例局",
        "year": 2026,
        "forms": [form | {"values": {"project_name": name}} for name in names],
    }
    cases = [Case(str(i), data, i) for i in range(len(names))]
    return XlsxWriter(cases[0].pack).write([case.document() for case in cases])


def test_sheet_names() -> None:
    check_names([sheet.title for sheet in workbook.sheets(many(NAMES))])


def test_sheet_names_of_a_hundred_namesakes() -> None:
    names = [sheet.title for sheet in workbook.sheets(many(["很长的项目名称" * 8] * 101))]
    check_names(names)
    assert names[99].endswith("（100）")


# ---- texts and numbers ----


def test_texts_stay_texts() -> None:
    """No formula, no error, no date: a text with each character typed, blanks included."""
    case = tricky_case()
    data = book_of(case)
    check_book(case, data)
    shown = [block.text for block in workbook.blocks(workbook.sheets(data)[0])]
    for text in TRICKY:
        plain = text.replace("\x01", "").replace("\x0b", "").replace("\t", " ")
        # Name and content of a task, six columns of an indicator; 资金总额 and others by the way.
        assert shown.count(plain) >= 8, text
    xml = sheet_xml(data)
    assert "<f" not in xml
    assert 't="e"' not in xml


def test_blanks_at_the_ends_are_kept() -> None:
    """Excel drops them where the file does not say that they count."""
    case = forms.one_case("lukou-2026", "project", {"project_name": "  前后有空格  "})
    assert '<t xml:space="preserve">  前后有空格  </t>' in sheet_xml(book_of(case))


def sheet_xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("typed", "number", "form"),
    [
        ("226.26", "226.26", "0.00"),
        ("40", "40", "0"),
        ("1,234.50", "1234.50", "#,##0.00"),
        ("1,234", "1234", "#,##0"),
        ("0", "0", "0"),
        ("-3.1", "-3.1", "0.0"),
        ("949.134", "949.134", "0.000"),
        ("123456789012345", "123456789012345", "0"),
    ],
)
def test_money_is_a_number_shown_as_typed(typed: str, number: str, form: str) -> None:
    cell = amount_cell(typed)
    assert cell.data_type == "n"
    assert Decimal(str(cell.value)) == Decimal(number)
    assert cell.number_format == form


@pytest.mark.parametrize(
    "typed",
    [
        "/",
        "无",
        "007",
        "1234567890123456",
        "1,23",
        "1 234",
        "1e5",
        "-0",
        "-0.00",
        "３",
        "22万",
        " 5",
    ],
)
def test_what_a_number_could_not_show_stays_text(typed: str) -> None:
    cell = amount_cell(typed)
    assert (cell.data_type, cell.value) == ("s", typed)


def amount_cell(typed: str) -> Cell:
    """The cell of 年度本级预算金额, three columns wide."""
    case = forms.one_case("lukou-2026", "project", {"amount": typed})
    [sheet] = workbook.sheets(book_of(case))
    [label] = [b for b in workbook.blocks(sheet) if ink(b.text) == "年度本级预算金额"]
    cell = sheet.cell(label.row, label.col + label.cols)
    assert isinstance(cell, Cell)
    return cell


def test_number_too_wide_for_its_cell_stays_text() -> None:
    """Excel shows #### where a number does not fit; a text goes on in the next line."""
    # 项目支出 is 12 mm wide: 34 pt - 2 × 2.27 pt - 4 pt leave 25 pt, and a digit takes 5.25 pt.
    for typed, kind in (("40", "n"), ("1234", "n"), ("12345.67", "s")):
        case = forms.one_case(
            "lukou-2026", "department", {"budget": {"project_expenditure": typed}}
        )
        [sheet] = workbook.sheets(book_of(case))
        found = [
            sheet.cell(block.row, block.col)
            for block in workbook.blocks(sheet)
            if block.text == typed
        ]
        assert [cell.data_type for cell in found] == [kind], typed


@pytest.mark.parametrize(
    "bad", ["\x00", "\x01", "\x0b", "\x1f", "\x7f", "\ufffe", "\uffff", "\ud800"]
)
def test_characters_that_xml_does_not_know(bad: str) -> None:
    """In a cell, in the sheet's name, in the properties: the file can be opened."""
    values = {"project_name": f"商{bad}务", "annual_goal": f"招{bad}商"}
    case = forms.one_case("lukou-2026", "project", values, f"示例{bad}局")
    shown = [block.text for block in workbook.blocks(workbook.sheets(book_of(case))[0])]
    assert {"商务", "招商"} <= set(shown)
    assert page_count(write_pdf([case.document()])) == 1


# ---- each check bites ----


def block_of(sheet: Worksheet, text: str) -> workbook.Block:
    return next(block for block in workbook.blocks(sheet) if text in block.text)


def swap(sheet: Worksheet) -> None:
    one, two = block_of(sheet, "第4项指标"), block_of(sheet, "第5项指标")
    cells = [sheet.cell(block.row, block.col) for block in (one, two)]
    cells[0].value, cells[1].value = cells[1].value, cells[0].value


def one_column_further(sheet: Worksheet) -> None:
    block = block_of(sheet, "第4项指标")
    sheet.cell(block.row, block.col + 1).value = sheet.cell(block.row, block.col).value
    sheet.cell(block.row, block.col).value = None


def unmerge(sheet: Worksheet) -> None:
    sheet.unmerge_cells(next(iter(sheet.merged_cells.ranges)).coord)


def merge_twice(sheet: Worksheet) -> None:
    block = block_of(sheet, "所属专项")
    sheet.merge_cells(None, block.row, block.col - 1, block.row, block.col)


def break_inside(sheet: Worksheet) -> None:
    first = sheet.row_breaks.brk[0]
    first.id = first.id - 1


def too_high(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].height = 410


def formula(sheet: Worksheet) -> None:
    block = block_of(sheet, "商贸流通")
    sheet.cell(block.row, block.col).value = "=1+1"


def other_format(sheet: Worksheet) -> None:
    block = block_of(sheet, "1,230.50")
    sheet.cell(block.row, block.col).number_format = "0.0"


MUTATIONS: list[tuple[Callable[[Worksheet], None], type[Exception], str]] = [
    (swap, WrongPaperError, "comes next"),
    (one_column_further, WrongPaperError, "comes next"),
    (unmerge, AssertionError, "no cell|too many|missing|comes next"),
    (merge_twice, BadWorkbookError, "overlaps|hidden"),
    (break_inside, AssertionError, "over a page break|<="),
    (too_high, BadWorkbookError, "410"),
    (formula, BadWorkbookError, "type f"),
    (other_format, WrongPaperError, "1230.5"),
]


@pytest.mark.parametrize(
    ("change", "kind", "words"), MUTATIONS, ids=[change.__name__ for change, _, _ in MUTATIONS]
)
def test_check_bites(
    change: Callable[[Worksheet], None], kind: type[Exception], words: str
) -> None:
    case = forms.long_case()
    with pytest.raises(kind, match=words):
        check_book(case, workbook.changed(book_of(case), change))


def test_names_are_checked() -> None:
    for names in (["a", "A"], [""], ["a" * 32], ["a:b"], ["'a"], ["History"], ["𠮷" * 16]):
        with pytest.raises(AssertionError):
            check_names(names)
