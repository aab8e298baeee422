"""``check``: one dossier, or a folder of them, with report and letters."""

# ruff: noqa: PLC0415 - loads only the rooms that it needs, for the start-up time

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.cli.speaking import (
    BAD_INPUT,
    FOUND_ERRORS,
    OK,
    check_folder,
    print_json,
    show_progress,
)

if TYPE_CHECKING:
    from perfdesk.export.document import Document
    from perfdesk.jobs.review import Reviewed


def check(arguments: argparse.Namespace) -> int:
    """``check FILE`` or ``check DIR``."""
    if arguments.returns:
        check_folder(arguments.returns)
    if arguments.report:
        from perfdesk.jobs.documents import kind_of

        kind_of(arguments.report)  # refused before any work
    if arguments.path.is_dir():
        return _check_all(arguments)
    from perfdesk.jobs.check import check_file

    report = check_file(arguments.path)
    if arguments.json:
        print_json(report.as_json())
    else:
        print(*report.as_text(), sep="\n")
    if arguments.report:
        from perfdesk.jobs.report import check_report
        from perfdesk.jobs.reporting import local_time

        _write(arguments.report, check_report(report, local_time()))
    if arguments.returns:
        from perfdesk.jobs.review import reviewed

        own = reviewed(arguments.path, arguments.path.name, report)
        if not _wrote_letters((own,), arguments):
            return BAD_INPUT
    return FOUND_ERRORS if report.failed else OK


def _check_all(arguments: argparse.Namespace) -> int:
    """Check a folder; a file that cannot be read makes the code that of bad input."""
    from perfdesk.jobs.reporting import local_time
    from perfdesk.jobs.review import as_json, as_line, overview, review_folder, summary

    done = review_folder(arguments.path, show_progress)
    if arguments.json:
        print_json([as_json(item) for item in done])
    else:
        print(*map(as_line, done), summary(done), sep="\n")
    if arguments.report:
        endless = arguments.report.suffix.lower() == ".xlsx"
        place = str(arguments.path.resolve())
        _write(arguments.report, overview(done, place, local_time(), endless=endless))
    wrote = not arguments.returns or _wrote_letters(done, arguments)
    if not wrote or any(item.problem for item in done):
        return BAD_INPUT
    return FOUND_ERRORS if any(item.report and item.report.failed for item in done) else OK


def _write(path: Path, document: Document) -> None:
    from perfdesk.jobs.documents import write_document

    write_document(path, document)
    print(path, file=sys.stderr)


def _wrote_letters(done: Sequence[Reviewed], arguments: argparse.Namespace) -> bool:
    """Write 退回意见 and say so; False where one could not be written."""
    from perfdesk.jobs.reporting import local_time
    from perfdesk.jobs.returns import ReturnRequest, Sender, as_lines, write_letters

    request = ReturnRequest(arguments.returns, sender=Sender(day=local_time().date()))
    letters = write_letters(done, request, show_progress)
    print(*as_lines(letters, request), sep="\n", file=sys.stderr)
    return not letters.failures
