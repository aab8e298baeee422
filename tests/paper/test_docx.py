"""The finished Word document, read back: each value and label in its cell, real tables, in order.

What LibreOffice makes of it: test_writer.py.
"""

import io
import zipfile
from collections.abc import Callable
from xml.etree.ElementTree import Element

import docx
import openpyxl
import pytest

from perfdesk.export.docx import write_docx
from perfdesk.export.pdf import write_pdf
from perfdesk.export.plain import plain_document
from perfdesk.layout.tabledoc import Column, TableDoc
from tests.support import forms, worddoc
from tests.support.forms import Case
from tests.support.judge import WrongPaperError, check_form
from tests.support.official import PT_PER_MM
from tests.support.paper import page_count
from tests.support.worddoc import BadDocumentError, Line, Section, Table, W

TRICKY = ["=1+1", "a\x01b\x0bc", "  前后有空格  ", "a\nb", "\ttab", "<w:t>&amp;", "“引号”", "𠮷頔"]


def document_of(case: Case) -> bytes:
    return write_docx([case.document()])


def check_document(case: Case, data: bytes) -> None:
    """Raise where a document is not the form, page by page."""
    [section] = worddoc.sections(data)
    check_section(case, section)


def check_section(case: Case, section: Section) -> None:
    want = case.expected()
    assert section.size == pytest.approx(want.size_pt, abs=0.1)
    assert section.landscape == want.landscape
    pages = worddoc.page_blocks(section)
    assert len(pages) == page_count(write_pdf([case.document()]))
    room = section.size[1] - section.margins[0] - section.margins[2]
    for page in pages:
        assert worddoc.used(page) <= room
    for table in tables(section):
        assert [width / 20 for width in table.widths] == pytest.approx(
            [mm * PT_PER_MM for mm in want.widths_mm], abs=0.06
        )
    check_form(want, worddoc.read_pages(section))


def tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("name", forms.real_names())
def test_real_form(name: str) -> None:
    case = forms.real_case(name)
    check_document(case, document_of(case))


@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blank_form(case: Case) -> None:
    check_document(case, document_of(case))


@pytest.mark.parametrize("seed", range(20))
def test_random_form(seed: int) -> None:
    case = forms.random_case(seed)
    check_document(case, document_of(case))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 220))
def test_many_random_forms(seed: int) -> None:
    case = forms.random_case(seed)
    check_document(case, document_of(case))


def test_long_form_keeps_its_rows_and_heads() -> None:
    case = forms.long_case()
    data = document_of(case)
    check_document(case, data)
    [section] = worddoc.sections(data)
    found = tables(section)
    cut = [[row.cut for row in table.rows] for table in found]
    # The goal of 3,000 characters runs over two pages; Word may cut it too, and nothing else.
    assert [sum(rows) for rows in cut] == [1, 1] + [0] * (len(cut) - 2)
    assert cut[0][-1]
    assert cut[1][0]


def test_heads_are_word_s_own_where_they_begin_the_table() -> None:
    """汇总表: its head is the first row of the table on every page, so it is one for Word too."""
    rows = [{"kind": "total"}] + [
        {"kind": "special", "no": str(i), "name": f"专项{i}", "annual_goal": forms.HAN[:120]}
        for i in range(40)
    ]
    case = forms.one_case("shifeng-2023", "summary", {"items": rows})
    data = document_of(case)
    check_document(case, data)
    [section] = worddoc.sections(data)
    assert len(tables(section)) > 1
    for table in tables(section):
        assert [row.head for row in table.rows] == [True] + [False] * (len(table.rows) - 1)
    # 渌口 project: a label at the left leads from the head down over the rows; no such head.
    [section] = worddoc.sections(document_of(forms.one_case("lukou-2026", "project", {})))
    assert not any(row.head for row in tables(section)[0].rows)


def test_row_as_high_as_a_page_is_one_row() -> None:
    """A spreadsheet needs two rows for 552 points; Word has no such limit."""
    goal = "\n".join(f"第{i}项工作" for i in range(40))
    case = forms.one_case("lukou-2026", "project", {"annual_goal": goal})
    data = document_of(case)
    check_document(case, data)
    [cell] = [
        cell
        for table in docx.Document(io.BytesIO(data)).tables
        for row in table.rows
        for cell in row.cells[1:2]
        if cell.text == goal
    ]
    assert len(cell.paragraphs) == 40


def test_all_forms_of_a_dossier() -> None:
    """A section each, portrait and landscape in one file."""
    by_dossier: dict[str, list[Case]] = {}
    for case in forms.real_cases():
        by_dossier.setdefault(case.name[:3], []).append(case)
    for cases in by_dossier.values():
        sections = worddoc.sections(write_docx([case.document() for case in cases]))
        for case, section in zip(cases, sections, strict=True):
            check_section(case, section)


def test_texts_stay_as_they_were_typed() -> None:
    values = {"tasks": [{"name": text, "content": text} for text in TRICKY]}
    data = document_of(forms.one_case("lukou-2026", "department", values, "<示例>&局"))
    cells = {
        cell.text for row in docx.Document(io.BytesIO(data)).tables[0].rows for cell in row.cells
    }
    for text in TRICKY:
        plain = text.replace("\x01", "").replace("\x0b", "").replace("\t", " ")
        assert plain in cells, text


def test_fonts_sizes_and_lines() -> None:
    """Official names for Chinese and Latin alike, 10.5 on 13.65 points, rules of ½ and 1."""
    found = docx.Document(io.BytesIO(document_of(forms.sample_case())))
    fonts = {
        (run.font.name, run._element.rPr.rFonts.get(f"{W}eastAsia"), run.font.size.pt)
        for paragraph in [
            *found.paragraphs,
            *(p for row in found.tables[0].rows for cell in row.cells for p in cell.paragraphs),
        ]
        for run in paragraph.runs
        if run.font.size is not None and run._element.rPr is not None
    }
    assert fonts == {
        ("方正小标宋简体", "方正小标宋简体", 22.0),
        ("黑体", "黑体", 16.0),
        ("黑体", "黑体", 10.5),
        ("仿宋", "仿宋", 12.0),
        ("仿宋", "仿宋", 10.5),
    }
    frame = found.tables[0]._element
    weights = {
        side.get(f"{W}sz") for side in frame.iter(f"{W}top", f"{W}left") if side.get(f"{W}sz")
    }
    assert weights == {"4", "8"}
    pitches = {spacing.get(f"{W}line") for spacing in frame.iter(f"{W}spacing")}
    assert pitches == {"273"}


def test_properties_and_nothing_else() -> None:
    """The unit is the author; no time, no person, no thumbnail, none of the library's own words."""
    case = forms.sample_case("project")
    data = document_of(case)
    found = docx.Document(io.BytesIO(data)).core_properties
    assert found.author == case.data["unit_name"]
    assert case.form["values"]["project_name"] in found.title
    assert (found.last_modified_by, found.comments) == ("", "")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        text = b"".join(map(archive.read, names)).decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml"),
        *("word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml"),
        "word/fontTable.xml",
    }
    assert "python" not in text


def test_equal_forms_give_equal_bytes() -> None:
    case = forms.sample_case()
    first = document_of(case)
    document_of(forms.long_case())
    assert document_of(case) == first


def test_documents_that_are_no_forms() -> None:
    """A title, paragraphs, two tables with other columns, a footer with the page's number."""
    doc = TableDoc()
    doc.title("目　录")
    doc.line("示例县商务局", "2026年")
    doc.table([Column("序号", 14), Column("表名", 90)], [["1", "甲"], ["2", "乙"]])
    doc.heading("一、说明")
    doc.paragraph("　　" + forms.HAN * 2)
    doc.facts([[("单位", "示例县商务局"), ("年度", "2026年")]])
    document = plain_document(doc.sheet(), "目录")
    data = write_docx([document])
    [section] = worddoc.sections(data)
    kinds = [type(block) for block in section.blocks]
    assert kinds == [Line, Line, Table, Line, Line, Table, Line]
    lines = [block.texts for block in section.blocks if isinstance(block, Line)]
    assert lines == [("目录",), ("示例县商务局", "2026年"), ("一、说明",), (forms.HAN * 2,), ()]
    first, second = tables(section)
    assert [cell.text for cell in first.cells] == ["序号", "表名", "1", "甲", "2", "乙"]
    assert [cell.text for cell in second.cells] == ["单位", "示例县商务局", "年度", "2026年"]
    footer = docx.Document(io.BytesIO(data)).sections[0].footer
    assert footer.paragraphs[0].text == "第 1 页，共 1 页"
    assert b"NUMPAGES" in worddoc.part(data, "word/footer1.xml")


@pytest.mark.parametrize("bad", ["\x00", "\x01", "\x1f", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_does_not_know(bad: str) -> None:
    values = {"project_name": f"商{bad}务", "annual_goal": f"招{bad}商"}
    data = document_of(forms.one_case("lukou-2026", "project", values, f"示例{bad}局"))
    found = docx.Document(io.BytesIO(data))
    texts = {cell.text for row in found.tables[0].rows for cell in row.cells}
    assert {"商务", "招商"} <= texts
    assert found.core_properties.author == "示例局"


def test_workbooks_are_still_read_by_defusedxml() -> None:
    """python-docx brings lxml, which openpyxl would take by itself (perfdesk/__init__.py)."""
    assert not openpyxl.LXML
    assert openpyxl.DEFUSEDXML


# ---- each check bites ----


def find(root: Element, text: str) -> Element:
    return next(t for t in root.iter(f"{W}t") if text in (t.text or ""))


def swap(root: Element) -> None:
    one, two = find(root, "第4项指标"), find(root, "第5项指标")
    one.text, two.text = two.text, one.text


def unmerge(root: Element) -> None:
    cell = next(p for p in root.iter(f"{W}tcPr") if p.find(f"{W}vMerge") is not None)
    merge = cell.find(f"{W}vMerge")
    assert merge is not None
    cell.remove(merge)


def narrower(root: Element) -> None:
    next(root.iter(f"{W}tcW")).set(f"{W}w", "100")


def one_cell_less(root: Element) -> None:
    row = next(root.iter(f"{W}tr"))
    row.remove(row.findall(f"{W}tc")[-1])


def cutting(root: Element) -> None:
    next(root.iter(f"{W}trHeight")).set(f"{W}hRule", "exact")


def no_break(root: Element) -> None:
    own = next(p for p in root.iter(f"{W}pPr") if p.find(f"{W}pageBreakBefore") is not None)
    element = own.find(f"{W}pageBreakBefore")
    assert element is not None
    own.remove(element)


def disordered(root: Element) -> None:
    own = next(root.iter(f"{W}pPr"))
    own.insert(0, own[-1])


MUTATIONS: list[tuple[Callable[[Element], None], type[Exception], str]] = [
    (swap, WrongPaperError, "comes next"),
    (unmerge, BadDocumentError, "without its beginning"),
    (narrower, BadDocumentError, "as wide"),
    (one_cell_less, BadDocumentError, "columns"),
    (cutting, BadDocumentError, "cut"),
    (no_break, AssertionError, "several tables|=="),
    (disordered, BadDocumentError, "pPr"),
]


@pytest.mark.parametrize(
    ("change", "kind", "words"), MUTATIONS, ids=[change.__name__ for change, _, _ in MUTATIONS]
)
def test_check_bites(change: Callable[[Element], None], kind: type[Exception], words: str) -> None:
    case = forms.long_case()
    with pytest.raises(kind, match=words):
        check_document(case, worddoc.changed(document_of(case), change))
