"""审核报告, 一览表 and 退回意见 as printed: ours, and LibreOffice's from the workbooks."""

from collections import Counter
from datetime import date, datetime
from functools import cache

import pytest

from perfdesk.export.document import Document
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.documents import document_bytes
from perfdesk.jobs.report import check_report
from perfdesk.jobs.returns import Sender, return_letter
from perfdesk.jobs.review import Reviewed, overview
from perfdesk.jobs.review import reviewed as as_reviewed
from tests.conftest import ROOT
from tests.support import office, reviewed
from tests.support.paper import all_ink, out_of_place, read_pdf, within_rules

MADE = datetime(2026, 11, 20, 9, 5)  # noqa: DTZ001 - as a clock on the wall shows it
SENDER = Sender("示例县财政局", "李四", "0731-0000", "12月5日", date(2026, 11, 20))
NAMES = ("report", "clean", "letter", "overview")


def many() -> list[Reviewed]:
    files = (reviewed.sample("甲局"), reviewed.with_errors(), reviewed.blank())
    reports = [check_dossier(file.dossier, file.pack) for file in files]
    rows = [
        as_reviewed(ROOT / name, f"{i:02d}、某系统/{name}", report)
        for i in range(20)
        for name, report in zip(("甲.perfdesk", "乙.perfdesk", "丙.perfdesk"), reports, strict=True)
    ]
    return [*rows, Reviewed(ROOT, "坏.perfdesk", "文件不完整或已损坏；请改用备份")]


@cache
def documents() -> dict[str, Document]:
    blank, clean = reviewed.blank(), reviewed.sample("甲局")
    errors = reviewed.acknowledged(reviewed.with_errors(), 2)
    found = check_dossier(blank.dossier, blank.pack)
    return {
        "report": check_report(check_dossier(errors.dossier, errors.pack), MADE),
        "clean": check_report(check_dossier(clean.dossier, clean.pack), MADE),
        "letter": return_letter(found, SENDER),
        "overview": overview(many(), "某处", MADE),
    }


@pytest.mark.parametrize("name", NAMES)
def test_our_own_pages(name: str) -> None:
    pages = read_pdf(document_bytes(documents()[name], "pdf"))
    for number, page in enumerate(pages, 1):
        assert out_of_place(within_rules(page)) == []
        text = all_ink([page])
        assert text.endswith(f"第{number}页，共{len(pages)}页")
        assert all(20 < glyph.x0 < page.width - 20 for glyph in page.glyphs)
        assert all(20 < glyph.top < page.height - 20 for glyph in page.glyphs)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    books = {name: document_bytes(document, "xlsx") for name, document in documents().items()}
    books["endless"] = document_bytes(overview(many(), "某处", MADE, endless=True), "xlsx")
    return office.convert(tmp_path_factory.mktemp("office"), books)


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_prints_the_same_pages(name: str, printed: dict[str, bytes]) -> None:
    theirs = read_pdf(printed[name])
    ours = read_pdf(document_bytes(documents()[name], "pdf"))
    assert len(theirs) == len(ours)
    for page, own in zip(theirs, ours, strict=True):
        assert (page.width, page.height) == pytest.approx((own.width, own.height), abs=0.5)
        assert Counter(all_ink([page])) == Counter(all_ink([own]))
        assert out_of_place(within_rules(page)) == []


@pytest.mark.needs_libreoffice
def test_libreoffice_repeats_the_head_of_a_list(printed: dict[str, bytes]) -> None:
    pages = read_pdf(printed["endless"])
    assert len(pages) >= 3
    for page in pages:
        assert "序号单位年度表数错误提醒提示已说明定稿状态文件" in all_ink([page])
        assert out_of_place(within_rules(page)) == []
    listed = all_ink(pages)
    assert [listed.count(name) for name in ("甲.perfdesk", "坏.perfdesk")] == [20, 1]
