"""批量审核 of what a bureau receives: eighty dossiers of five forms, and what is written of them.

The limit of checking is opening each file and running the checks, and nothing told of it; that of
a report is the PDF of as many pages of forms.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from perfdesk.checks.engine import Checker
from perfdesk.export.document import make_document
from perfdesk.export.pdf import write_pdf
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.documents import document_bytes
from perfdesk.jobs.dossierfiles import find_dossiers
from perfdesk.jobs.report import check_report
from perfdesk.jobs.review import review_folder
from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.save import save
from tests.bench import cases_checks, forms
from tests.bench.harness import Figure, Goal, figures, race

TITLE = "批量审核, ms / opening and checking alone; a report / the same pages of forms"

DOSSIERS, FORMS = 80, 5
REVIEW_GOALS = (2.0, 1.5)
REPORT_GOALS = (2.0, 1.2)
MADE = datetime(2026, 11, 20, 9, 5)  # noqa: DTZ001 - as a clock on the wall shows it


def run() -> Iterator[Figure]:
    """Yield the figures of this group."""
    with tempfile.TemporaryDirectory() as place:
        yield from _folder(Path(place))
    yield from _report()


def _folder(folder: Path) -> Iterator[Figure]:
    for number in range(DOSSIERS):
        dossier = cases_checks.lukou(FORMS, number * FORMS)
        own = msgspec.structs.replace(dossier, unit_name=f"第{number}局")
        save(folder / f"{number:02d}{SUFFIX}", OpenFile(own, forms.pack()))

    def alone(_: int) -> None:
        for path in find_dossiers([folder]).files:
            file = load(path)
            Checker(file.pack).check_all(file.dossier)

    times = race({"review": lambda _: review_folder(folder), "alone": alone}, 5)
    name = f"check a folder of {DOSSIERS} dossiers of {FORMS}"
    yield from figures(times, [Goal(name, "review", "alone", *REVIEW_GOALS)])


def _report() -> Iterator[Figure]:
    pack = forms.pack()
    dossier = cases_checks.lukou(20, 0)
    report = check_dossier(dossier, pack)
    pages = check_report(report, MADE).paged.pages

    def printed(_: int) -> None:
        documents, count = [], 0
        for form in dossier.forms:
            documents.append(make_document(dossier, form, pack))
            count += documents[-1].paged.pages
            if count >= pages:
                break
        write_pdf(documents)

    times = race(
        {
            "report": lambda _: document_bytes(check_report(report, MADE), "pdf"),
            "forms": printed,
        }
    )
    name = f"report of {len(report.findings)} findings, {pages} pages"
    yield from figures(times, [Goal(name, "report", "forms", *REPORT_GOALS)])
