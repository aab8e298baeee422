"""审核报告: everything that was found stands in it once, with place, advice and basis."""

from collections import Counter
from datetime import datetime

import pytest

from perfdesk.checks.catalogue import RULES
from perfdesk.checks.wording import words as finding_words
from perfdesk.export.document import Document
from perfdesk.jobs.check import CheckReport, check_dossier
from perfdesk.jobs.documents import document_bytes
from perfdesk.jobs.report import check_report
from perfdesk.jobs.reporting import BASIS, by_form, items, rules_applied
from perfdesk.storage.format import OpenFile
from tests.support import forms, reviewed, workbook
from tests.support.official import ink
from tests.support.paper import all_ink, read_pdf

MADE = datetime(2026, 11, 20, 9, 5)  # noqa: DTZ001 - as a clock on the wall shows it


def checked(file: OpenFile) -> CheckReport:
    return check_dossier(file.dossier, file.pack)


def cells(document: Document) -> list[str]:
    return [cell.text for cell in document.paged.measured.sheet.cells]


def table_of(document: Document, columns: int) -> list[list[str]]:
    """Rows of so many cells whose first is a number."""
    rows: dict[int, list[str]] = {}
    for cell in document.paged.measured.sheet.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [row for row in rows.values() if len(row) == columns and row[0].isdigit()]


def test_each_finding_stands_in_it_once() -> None:
    report = checked(reviewed.with_errors())
    found = items(report)
    rows = table_of(check_report(report, MADE), 6)
    assert [int(row[0]) for row in rows] == list(range(1, len(found) + 1))
    assert [tuple(row[2:]) for row in rows] == [
        (item.place, item.what, item.advice, item.basis) for item in found
    ]
    assert {row[1] for row in rows} <= {"错误", "提醒", "提示"}


def test_it_says_what_was_checked() -> None:
    report = checked(reviewed.with_errors())
    texts = cells(check_report(report, MADE))
    assert texts[0] == "2026年预算绩效目标审核报告"
    assert {"乙局", "2026年", "2026年11月20日 09:05", report.pack.info.name} <= set(texts)
    (scope,) = (text for text in texts if "适用审核规则" in text)
    assert "部门整体支出绩效目标表 1 张、项目支出绩效目标表 3 张，共 4 张" in scope
    assert "尚未定稿" in texts


def test_places_leave_out_the_form_above_them() -> None:
    found = items(checked(reviewed.with_errors()))
    assert found
    for item in found:
        assert "绩效目标表" not in item.place
        assert item.what
        assert not item.what.startswith(item.place)
    numbers = [item.form for item in found]
    assert numbers == sorted(numbers)
    for _, own in by_form(found):
        ranks = [["error", "warning", "hint"].index(item.severity) for item in own]
        assert ranks == sorted(ranks), "errors first"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_found_is_printed(seed: int) -> None:
    check_printed(seed)


@pytest.mark.soak
def test_whatever_is_found_in_many_is_printed() -> None:
    for seed in range(6, 160):
        check_printed(seed)


def check_printed(seed: int) -> None:
    """Random texts, long ones and odd ones among them: each finding is on paper, whole."""
    case = forms.plain_case(seed)
    dossier = forms.dossier_of(case.data)
    report = check_dossier(dossier, case.pack)
    found = items(report)
    document = check_report(report, MADE)
    wanted = Counter(ink("".join(item.what + item.advice + item.place for item in found)))
    printed = Counter(all_ink(read_pdf(document_bytes(document, "pdf"))))
    assert not wanted - printed, seed
    for item in found:
        text = finding_words(dossier, case.pack, item.finding).message
        assert text.endswith(f"{item.place}：{item.what}"), "place and text are all of the message"


def test_reasons_stand_apart() -> None:
    file = reviewed.acknowledged(reviewed.with_errors(), 2)
    report = checked(file)
    document = check_report(report, MADE)
    reasoned = table_of(document, 5)
    assert [row[4] for row in reasoned if row[4] == reviewed.REASON] == [reviewed.REASON] * 2
    assert len(table_of(document, 6)) == len(report.findings) - 2 + len(report.dossier.forms)
    texts = cells(document)
    assert any("另有 2 处已说明理由" in text for text in texts)
    assert "已说明" in texts


def test_nothing_found() -> None:
    document = check_report(checked(reviewed.sample("甲局")), MADE)
    texts = cells(document)
    assert "没有需要处理的问题" in texts
    assert "　　没有需要处理的问题。" in texts
    assert document.paged.pages == 1


def test_an_empty_dossier_has_a_report() -> None:
    file = reviewed.blank()
    empty = OpenFile(file.dossier.__class__(file.dossier.pack, "空局", 2026), file.pack)
    assert "没有表" in "".join(cells(check_report(checked(empty), MADE)))


@pytest.mark.parametrize("basis", {rule.basis for rule in RULES.values()})
def test_every_basis_has_words(basis: str) -> None:
    assert BASIS[basis]


def test_only_rules_that_apply_are_counted() -> None:
    file = reviewed.blank()
    count = rules_applied(file.dossier, file.pack)
    assert 20 < count <= len(RULES)


def test_pdf_and_workbook_say_the_same() -> None:
    document = check_report(checked(reviewed.blank()), MADE)
    printed = "".join(sorted(all_ink(read_pdf(document_bytes(document, "pdf")))))
    footers = "".join(
        f"第{n}页，共{document.paged.pages}页" for n in range(1, document.paged.pages + 1)
    )
    (sheet,) = workbook.sheets(document_bytes(document, "xlsx"))
    written = "".join(block.text for block in workbook.blocks(sheet))
    assert "".join(sorted(filter(ink, written + footers))) == printed
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
