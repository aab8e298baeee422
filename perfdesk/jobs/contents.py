"""The 目录 of a hand-in: the forms of a dossier with their pages, as a document of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.export.plain import plain_document
from perfdesk.layout.tabledoc import SMALL, Column, TableDoc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.export.document import Document

TITLE = "目　录"
PUBLIC_NOTE = "公开版：人员姓名、联系电话等个人信息已隐去。"
ROUNDS = 5


class Heading(Struct, frozen=True):
    """What stands above the list: what the hand-in is called, unit, year; notes stand below."""

    name: str
    unit_name: str
    year: int
    notes: tuple[str, ...] = ()


def contents(heading: Heading, forms: Sequence[Document], *, bound: bool) -> Document:
    """Return the 目录.

    Args:
        heading: what stands around the list.
        forms: in the order of the dossier.
        bound: it is bound with the forms, and tells the page on which each begins; the 目录 itself
            is counted.
    """
    pages = 1
    made = _contents(heading, forms, pages, bound=bound)
    for _ in range(ROUNDS):
        if made.paged.pages == pages:
            break
        pages = made.paged.pages
        made = _contents(heading, forms, pages, bound=bound)
    return made


def _contents(
    heading: Heading, forms: Sequence[Document], own_pages: int, *, bound: bool
) -> Document:
    doc = TableDoc(footer="")
    doc.title(heading.name, size=18)
    doc.title(TITLE, size=16)
    doc.line(f"填报单位：{heading.unit_name}", f"共 {len(forms)} 张表")
    columns = [
        Column("序号", 14, "center", number=True),
        Column("表　名", 62),
        Column("项目（支出方向）名称", 62),
        Column("页数", 14, "center", number=True),
        *([Column("起始页", 16, "center", number=True)] if bound else []),
    ]
    rows, page = [], own_pages + 1
    for form in forms:
        row = [str(form.number), form.title, form.name, str(form.paged.pages)]
        rows.append([*row, str(page)] if bound else row)
        page += form.paged.pages
    doc.table(columns, rows)
    doc.space(6)
    if bound:
        doc.paragraph("起始页为合订本（PDF）中的页序，目录计算在内。", SMALL)
    for note in heading.notes:
        doc.paragraph(note, SMALL)
    return plain_document(
        doc.sheet(), "目录", unit_name=heading.unit_name, year=heading.year, number=0
    )
