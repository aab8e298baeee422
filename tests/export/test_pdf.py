"""The PDF around its pages: properties, bookmarks, equal bytes for equal forms."""

import io
import re
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFDocument
from pdfplumber.pdf import PDF

from perfdesk.export.pdf import write_pdf
from tests.support import forms
from tests.support.forms import Case


def three() -> list[Case]:
    form: dict[str, Any] = {"template": "project"}
    data = {
        "pack": "lukou-2026",
        "unit_name": "示例局",
        "year": 2026,
        "forms": [
            form | {"values": {"project_name": name, "annual_goal": goal}}
            for name, goal in (("招商", ""), ("商贸\x0b流通", "很长的目标。" * 900), ("电商", ""))
        ],
    }
    return [Case(str(i), data, i) for i in range(3)]


def opened(data: bytes) -> PDF:
    return pdfplumber.open(io.BytesIO(data))


def test_properties() -> None:
    one, *_ = three()
    with opened(write_pdf([one.document()])) as pdf:
        assert pdf.metadata["Title"] == "项目支出绩效目标表（招商）"
        assert pdf.metadata["Author"] == "示例局"
        assert pdf.metadata["Creator"] == "perfdesk"
        assert re.match(r"D:20\d{12}", pdf.metadata["CreationDate"])
    with opened(write_pdf([case.document() for case in three()])) as pdf:
        assert pdf.metadata["Title"] == "2026年预算绩效目标表"


def test_bookmarks_lead_to_the_first_page_of_each_form() -> None:
    data = write_pdf([case.document() for case in three()])
    with opened(data) as pdf:
        numbers = {page.page_obj.pageid: page.page_number for page in pdf.pages}
        document: PDFDocument = pdf.doc
        found = []
        for _, title, target, action, _ in document.get_outlines():
            where = target or action.resolve()["D"]
            if not isinstance(where, list):
                where = document.get_dest(where)
            where = where.resolve() if hasattr(where, "resolve") else where
            found.append((title, numbers[where[0].objid]))
        total = len(pdf.pages)
    assert total >= 5
    assert found == [
        ("项目支出绩效目标表（招商）", 1),
        ("项目支出绩效目标表（商贸流通）", 2),
        ("项目支出绩效目标表（电商）", total),
    ]


def test_equal_forms_give_equal_bytes() -> None:
    one, other = (write_pdf([forms.long_case().document()], dated=False) for _ in range(2))
    assert one == other
