"""审核报告: what was checked in a dossier and what was found, as a document for PDF and xlsx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from perfdesk.checks.finding import SEVERITIES
from perfdesk.export.plain import plain_document
from perfdesk.jobs.check import CheckReport
from perfdesk.jobs.reporting import (
    BASIS_NOTE,
    Item,
    by_form,
    counted,
    counts,
    finals_in,
    form_title,
    in_words,
    items,
    rules_applied,
)
from perfdesk.layout.tabledoc import BODY, SMALL, Band, Column, TableDoc

if TYPE_CHECKING:
    from perfdesk.dossier.state import Dossier
    from perfdesk.export.document import Document

COLUMNS = (
    Column("序号", 10, "center", number=True),
    Column("级别", 12, "center"),
    Column("位置", 33),
    Column("问题", 54),
    Column("修改意见", 44),
    Column("依据", 19, "center"),
)
REASONED = (*COLUMNS[:4], Column("已说明的理由", 63))
PITCH = 1.6
NOTE = "说明：错误须改正或说明理由后再上报；提醒请逐条核实；提示供完善时参考。"


def check_report(report: CheckReport, made: datetime) -> Document:
    """Return the report on a dossier as it was found at the time ``made``."""
    dossier = report.dossier
    found = items(report)
    title = f"{dossier.year}年预算绩效目标审核报告"
    doc = TableDoc()
    doc.title(title)
    doc.facts(list(_facts(report, found, made)))
    open_, reasoned = (
        [item for item in found if not item.reason],
        [item for item in found if item.reason],
    )
    doc.space(6)
    doc.heading("一、各表审核情况")
    doc.table(_summary_columns(reasoned), list(_summary(report, found)))
    doc.space(6)
    doc.heading("二、需要处理的问题")
    if open_:
        doc.table(COLUMNS, list(_rows(report, open_)))
    else:
        doc.paragraph("　　没有需要处理的问题。", BODY, pitch=PITCH)
    if reasoned:
        doc.space(6)
        doc.heading("三、已说明理由的问题")
        doc.table(REASONED, list(_reasoned_rows(report, reasoned, len(open_))))
    doc.space(4)
    doc.paragraph(f"{NOTE}\n{BASIS_NOTE}" if open_ else NOTE, SMALL)
    doc.space(8)
    doc.line("审核人（签字）：", "复核人（签字）：", "日期：　　　　年　　月　　日")
    return plain_document(doc.sheet(), title, unit_name=dossier.unit_name, year=dossier.year)


def _facts(
    report: CheckReport, found: Sequence[Item], made: datetime
) -> Iterator[list[tuple[str, str]]]:
    dossier, pack = report.dossier, report.pack
    yield [("填报单位", dossier.unit_name), ("年度", f"{dossier.year}年")]
    when = f"{in_words(made)} {made:%H:%M}"
    yield [("表样包", pack.info.name), ("审核时间", when)]
    rules = rules_applied(dossier, pack)
    yield [("审核范围", f"{_forms(report)}；适用审核规则 {rules} 条")]
    yield [("定稿情况", _finals(dossier))]
    yield [("审核结果", _outcome(found))]


def _forms(report: CheckReport) -> str:
    numbers = Counter(form.template for form in report.dossier.forms)
    named = [
        f"{loaded.template.title} {numbers[key]} 张"
        for key, loaded in report.pack.templates.items()
        if numbers[key]
    ]
    total = len(report.dossier.forms)
    if not total:
        return "没有表"
    return "、".join(named) + (f"，共 {total} 张" if len(named) > 1 else "")


def _finals(dossier: Dossier) -> str:
    final, total = finals_in(dossier), len(dossier.forms)
    if final == total:
        return "各表均已定稿" if total else "没有表"
    return f"{total} 张表中 {final} 张已定稿" if final else "尚未定稿"


def _outcome(found: Sequence[Item]) -> str:
    numbers = counted(counts(item for item in found if not item.reason))
    reasoned = sum(bool(item.reason) for item in found)
    parts = [numbers or "没有需要处理的问题"]
    if reasoned:
        parts.append(f"另有 {reasoned} 处已说明理由")
    return "；".join(parts)


def _summary_columns(reasoned: Sequence[Item]) -> list[Column]:
    columns = [Column("序号", 12, "center", number=True), Column("表", 90)]
    columns += [Column(name, 16, "center", number=True) for name in SEVERITIES.values()]
    if reasoned:
        columns.append(Column("已说明", 18, "center", number=True))
    return columns


def _summary(report: CheckReport, found: Sequence[Item]) -> Iterator[list[str]]:
    groups = dict(by_form(found))
    whole = [0] if 0 in groups else []
    with_reasons = any(item.reason for item in found)
    for number in (*whole, *range(1, len(report.dossier.forms) + 1)):
        own = groups.get(number, [])
        name = form_title(report.dossier, report.pack, number).removeprefix(f"{number:02d}　")
        yield [str(number or ""), name, *_numbers(own, with_reasons=with_reasons)]
    yield ["", "合计", *_numbers(found, with_reasons=with_reasons)]


def _numbers(found: Sequence[Item], *, with_reasons: bool) -> list[str]:
    numbers = [str(n) for n in counts(item for item in found if not item.reason).values()]
    return [*numbers, str(sum(bool(item.reason) for item in found))] if with_reasons else numbers


def _rows(report: CheckReport, found: Sequence[Item]) -> Iterator[Sequence[str] | Band]:
    number = 0
    for form, own in by_form(found):
        yield Band(form_title(report.dossier, report.pack, form))
        for item in own:
            number += 1
            kind = SEVERITIES[item.severity]
            yield [str(number), kind, item.place, item.what, item.advice, item.basis]


def _reasoned_rows(
    report: CheckReport, found: Sequence[Item], before: int
) -> Iterator[Sequence[str] | Band]:
    number = before
    for form, own in by_form(found):
        yield Band(form_title(report.dossier, report.pack, form))
        for item in own:
            number += 1
            yield [str(number), SEVERITIES[item.severity], item.place, item.what, item.reason]
