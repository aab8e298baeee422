"""What is to be said about a form's pages before it is printed, and what would make them better."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from perfdesk.dossier.edits import SetPage, together
from perfdesk.dossier.state import Dossier, Form, PageChoices, Record
from perfdesk.export.document import Document, make_document
from perfdesk.jobs.entry import Step
from perfdesk.layout.flow import page_capacity
from perfdesk.layout.paginate import LEAST_SCALE, Paged, fitted
from perfdesk.template.loader import Pack
from perfdesk.template.model import Table

LITTLE = 0.3
"""A last page filled less than this overflows by a little."""
MOST_NAMED = 4
"""Cells that a remark names; of more it tells the number."""

SET_UP = "页面设置"

NUMBER = "序号"
BLANK_GROUPS = 2
"""Groups of rows of several kinds on a blank form, as the official one has them."""


class Remedy(Struct, frozen=True):
    """Page choices that save a page: what they are called, and what they do."""

    label: str
    page: PageChoices
    pages: int
    scale: float = 1.0


class Remark(Struct, frozen=True):
    """A word on a form's pages; ``page`` counts from 1 within the form."""

    form: str
    page: int
    text: str
    remedies: tuple[Remedy, ...] = ()


def remarks(dossier: Dossier, form: Form, pack: Pack, document: Document) -> tuple[Remark, ...]:
    """Return what does not fit, breaks badly or cannot be printed, the most important first."""
    paged = document.paged
    found = []
    lost = document.unprintable()
    if lost:
        text = f"字库中没有这些字，打印为空框，请换一个写法：{'、'.join(lost)}"
        found.append(Remark(form.id, 1, text))
    if overflows(paged):
        ways = remedies(dossier, form, pack, paged)
        advice = "可以这样省去这一页：" if ways else "可以删减文字，或调小页边距。"
        text = f"第 {paged.pages} 页只排了 {_rows_on_last(paged)} 行，大半是空白。{advice}"
        found.append(Remark(form.id, paged.pages, text, ways))
    elif form.page.fit and paged.scale == 1 and paged.pages > 1:
        text = (
            f"选了缩到一页，但缩到 {LEAST_SCALE:.0%} 也省不下一页，仍按原大打印 {paged.pages} 页。"
        )
        found.append(Remark(form.id, 1, text))
    found += _cuts(form, paged)
    return tuple(found)


def overflows(paged: Paged) -> bool:
    """Tell whether the last of several pages is nearly empty."""
    if paged.pages == 1:
        return False
    capacity = page_capacity(paged.measured.sheet, paged.scale)
    own = (s.height for s in paged.strips if s.page == paged.pages - 1 and not s.repeated)
    return sum(own) < LITTLE * capacity


def _rows_on_last(paged: Paged) -> int:
    return len({s.row for s in paged.strips if s.page == paged.pages - 1 and not s.repeated})


def remedies(dossier: Dossier, form: Form, pack: Pack, paged: Paged) -> tuple[Remedy, ...]:
    """Return the choices that make a form a page shorter, those at true scale first."""
    found: list[Remedy] = []
    for label, change in (
        ("紧凑行高", {"rows": "compact"}),
        ("小一号字", {"smaller": True}),
        ("紧凑行高＋小一号字", {"rows": "compact", "smaller": True}),
    ):
        page = msgspec.structs.replace(form.page, fit=False, **change)
        if page == form.page or (found and len(change) > 1):
            continue
        laid = lay_out(dossier, form, pack, page)
        if laid.pages < paged.pages:
            found.append(Remedy(label, page, laid.pages))
    shrunk = None if form.page.fit else fitted(paged)
    if shrunk is not None:
        page = msgspec.structs.replace(form.page, fit=True)
        label = f"缩到 {shrunk.pages} 页" if shrunk.pages > 1 else "缩到一页"
        found.append(Remedy(f"{label}（{shrunk.scale:.0%}）", page, shrunk.pages, shrunk.scale))
    return tuple(found)


def lay_out(dossier: Dossier, form: Form, pack: Pack, page: PageChoices) -> Paged:
    """Return a form on pages as other choices would set it."""
    other = msgspec.structs.replace(form, page=page)
    return make_document(dossier, other, pack).paged


def _cuts(form: Form, paged: Paged) -> list[Remark]:
    """Say which texts go on over a page break."""
    sheet = paged.measured.sheet
    by_page: dict[int, list[str]] = {}
    for piece in paged.pieces:
        cell, text = sheet.cells[piece.cell], paged.measured.texts[piece.cell]
        if cell.path is not None and piece.lines[0] < piece.lines[1] < len(text.lines):
            name = cell.field.label if cell.field else ""
            by_page.setdefault(piece.page + 1, []).append(name)
    found = []
    for page, names in by_page.items():
        named = "、".join(f"“{name}”" for name in dict.fromkeys(names[:MOST_NAMED]))
        found.append(
            Remark(form.id, page, f"第 {page} 页末尾，{named}的文字较长，续到第 {page + 1} 页。")
        )
    return found


# ---- steps ----


def set_page(dossier: Dossier, form_id: str, page: PageChoices) -> Step | None:
    """Return the step that sets a form on paper otherwise; None where nothing changes."""
    form = dossier.form(form_id)
    if form is None or form.page == page:
        return None
    return SetPage(form_id, page), SET_UP


def set_all_pages(dossier: Dossier, pack: Pack, page: PageChoices, like: str) -> Step | None:
    """Return the step that sets all forms as one of them; None where nothing changes.

    Margins are taken over only by forms whose paper is held the same way as that of ``like``.
    """
    model = dossier.form(like)
    landscape = model is not None and pack[model.template].grid.page.landscape
    edits = []
    for form in dossier.forms:
        own = page
        if pack[form.template].grid.page.landscape != landscape:
            own = msgspec.structs.replace(page, margins_mm=form.page.margins_mm)
        if own != form.page:
            edits.append(SetPage(form.id, own))
    return (together(edits), SET_UP) if edits else None


def blank_dossier(dossier: Dossier, pack: Pack) -> Dossier:
    """Return a dossier with one form of each template and nothing filled in: 空表.

    Rows of several kinds are numbered, and named where the kind names itself (合计): by hand nobody
    could tell them apart.
    """
    forms = []
    for key in pack.info.templates:
        tables = {t.key: _blank_rows(t) for t in pack[key].template.tables if t.variant_by}
        forms.append(Form(key, key, {}, tables))
    return Dossier(dossier.pack, "", dossier.year, tuple(forms))


def _blank_rows(table: Table) -> tuple[Record, ...]:
    """Return a row of each kind that stands alone, and twice the others in their order."""
    alone = [kind for kind in table.variants if kind.level == 0]
    others = [kind for kind in table.variants if kind.level > 0]
    name = next((column.key for column in table.columns if column.role == "name"), "")
    number = next((column.key for column in table.columns if column.label == NUMBER), "")
    rows = [{table.variant_by: kind.key, name: kind.label} for kind in alone]
    for count in range(BLANK_GROUPS):
        for kind in others:
            own = "一二三四五"[count] if kind.level == 1 else "1"
            rows.append({table.variant_by: kind.key, number: own})
    return tuple(
        Record(f"{table.key}{i}", {key: text for key, text in row.items() if key})
        for i, row in enumerate(rows)
    )
