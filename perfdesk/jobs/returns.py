"""退回意见: for each unit a letter that says what to mend, as offices word it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.checks.accepting import Reasons
from perfdesk.errors import PerfdeskError
from perfdesk.export.files import safe_name, unique_name
from perfdesk.export.plain import plain_document
from perfdesk.jobs.documents import KINDS, write_document
from perfdesk.jobs.reporting import Item, by_form, form_title, in_words, items
from perfdesk.layout.tabledoc import Band, Column, TableDoc
from perfdesk.template.grid import Style

if TYPE_CHECKING:
    from perfdesk.export.document import Document
    from perfdesk.jobs.check import CheckReport
    from perfdesk.jobs.review import Progress, Reviewed

TEXT = Style(font="仿宋", size=14, h="left")
RIGHT = Style(font="仿宋", size=14, h="right")
PITCH = 1.7
TITLE_SIZE = 20.0
DEMANDS = {"error": "须改正", "warning": "请核实", "hint": "供参考"}
"""What a severity asks of the unit."""
COLUMNS = (
    Column("序号", 11, "center", number=True),
    Column("要求", 15, "center"),
    Column("位置", 36),
    Column("存在问题", 56),
    Column("修改意见", 48),
)
BLANK_DATE = "　　　　年　　月　　日"


class Sender(Struct, frozen=True):
    """What all letters have in common; what is empty is left to be written by hand.

    office: who sends them back. due: until when, as it is to be printed. hints: list hints too.
    """

    office: str = ""
    reviewer: str = ""
    phone: str = ""
    due: str = ""
    day: date | None = None
    hints: bool = False


class ReturnRequest(Struct, frozen=True):
    """Where to, as what (:data:`perfdesk.jobs.documents.KINDS`), and by whom."""

    folder: Path
    kinds: tuple[str, ...] = KINDS
    sender: Sender = Sender()


def to_mend(report: CheckReport, sender: Sender) -> list[Item]:
    """Return what a letter lists: what was not acknowledged, hints only where they are wanted."""
    wanted = _wanted(sender)
    return [item for item in items(report) if item.severity in wanted and not item.reason]


def _wanted(sender: Sender) -> set[str]:
    return {"error", "warning", "hint"} if sender.hints else {"error", "warning"}


def _has_some(report: CheckReport, sender: Sender) -> bool:
    """Tell whether :func:`to_mend` has anything, without putting it in words."""
    waiting = Reasons(report.dossier).open(report.findings)
    return not _wanted(sender).isdisjoint(finding.severity for finding in waiting)


def return_letter(report: CheckReport, sender: Sender) -> Document:
    """Return the letter to one unit."""
    dossier, found = report.dossier, to_mend(report, sender)
    title = f"关于{dossier.year}年预算绩效目标审核的退回意见"
    unit = " ".join(dossier.unit_name.split()) or "　" * 8
    doc = TableDoc()
    doc.title(title, size=TITLE_SIZE)
    doc.space(8)
    doc.paragraph(f"{unit}：", TEXT, pitch=PITCH, keep=True)
    doc.paragraph(f"　　{_opening(report, found, sender)}", TEXT, pitch=PITCH)
    if found:
        doc.space(6)
        doc.table(COLUMNS, list(_rows(report, found)))
    doc.space(6)
    doc.paragraph(f"　　{_closing(sender)}", TEXT, pitch=PITCH)
    doc.space(16)
    office = sender.office or "审核单位（盖章）：" + "　" * 8
    doc.paragraph(office, RIGHT, pitch=PITCH)
    doc.paragraph(in_words(sender.day) if sender.day else BLANK_DATE, RIGHT, pitch=PITCH)
    doc.space(16)
    phone = sender.phone or "　" * 10
    doc.line(f"审核人：{sender.reviewer}", f"联系电话：{phone}", style=TEXT, height=24)
    return plain_document(doc.sheet(), title, unit_name=dossier.unit_name, year=dossier.year)


def _opening(report: CheckReport, found: Sequence[Item], sender: Sender) -> str:
    dossier = report.dossier
    received = f"你单位报送的{dossier.year}年预算绩效目标套表（共 {len(dossier.forms)} 张）收悉。"
    if not found:
        return f"{received}经审核，没有需要修改的问题。"
    numbers = {kind: sum(item.severity == kind for item in found) for kind in DEMANDS}
    told = "、".join(f"{DEMANDS[kind]} {n} 处" for kind, n in numbers.items() if n)
    reasoned = sum(bool(item.reason) for item in items(report))
    aside = f"（已说明理由的 {reasoned} 处未列入）" if reasoned else ""
    due = sender.due or "　　月　　日"
    return (
        f"{received}经审核，有 {len(found)} 处需要修改完善，其中{told}{aside}，现予退回。"
        f"请对照下表逐项处理，于{due}前重新报送。"
    )


def _closing(sender: Sender) -> str:
    hints = "；“供参考”的，可结合实际完善" if sender.hints else ""
    return f"“须改正”的，请按修改意见改正；“请核实”的，请核实后改正，或说明理由{hints}。"


def _rows(report: CheckReport, found: Sequence[Item]) -> Iterator[Sequence[str] | Band]:
    number = 0
    for form, own in by_form(found):
        yield Band(form_title(report.dossier, report.pack, form))
        for item in own:
            number += 1
            yield [str(number), DEMANDS[item.severity], item.place, item.what, item.advice]


def with_letters(reviewed: Sequence[Reviewed], sender: Sender) -> list[Reviewed]:
    """Return those whose units have something to mend."""
    return [item for item in reviewed if item.report and _has_some(item.report, sender)]


def planned_letters(
    reviewed: Sequence[Reviewed], request: ReturnRequest
) -> list[tuple[Path, Reviewed]]:
    """Return the files that :func:`write_letters` would write, each with its dossier."""
    taken: set[str] = set()
    planned = []
    for item in with_letters(reviewed, request.sender):
        year = item.report.dossier.year if item.report else 0
        unit = item.unit or item.path.stem
        stem = unique_name(safe_name(f"{unit}-{year}年绩效目标审核退回意见"), taken)
        planned += [(request.folder / f"{stem}.{kind}", item) for kind in request.kinds]
    return planned


class NotWritten(Struct, frozen=True):
    """A letter that could not be written, and why."""

    path: Path
    unit: str
    reason: str


class Letters(Struct, frozen=True):
    """What came of writing letters; ``stopped``: it was ended before the last."""

    files: tuple[Path, ...] = ()
    failures: tuple[NotWritten, ...] = ()
    stopped: bool = False


def write_letters(
    reviewed: Sequence[Reviewed], request: ReturnRequest, on_file: Progress | None = None
) -> Letters:
    """Write a letter for each unit that has something to mend; one that fails stops no other.

    Args:
        reviewed: the dossiers.
        request: where to and as what.
        on_file: told the number of files done, of all, and the name of the next; returning False
            ends the work.
    """
    planned = planned_letters(reviewed, request)
    files: list[Path] = []
    failures: list[NotWritten] = []
    letter: tuple[Path, Document] | None = None
    for number, (path, item) in enumerate(planned):
        if on_file is not None and not on_file(number, len(planned), path.name):
            return Letters(tuple(files), tuple(failures), stopped=True)
        if item.report is None:
            continue
        if letter is None or letter[0] != item.path:
            letter = item.path, return_letter(item.report, request.sender)
        try:
            write_document(path, letter[1])
        except PerfdeskError as error:
            failures.append(NotWritten(path, item.unit, str(error)))
        else:
            files.append(path)
    if on_file is not None:
        on_file(len(planned), len(planned), "")
    return Letters(tuple(files), tuple(failures))


def as_lines(letters: Letters, request: ReturnRequest) -> Iterator[str]:
    """Yield what came of writing letters, for a person: each that failed, then the others."""
    yield from (failure.reason for failure in letters.failures)
    if letters.files:
        yield f"退回意见 {len(letters.files)} 个文件：{request.folder}"
    elif not letters.failures:
        yield "没有需要退回修改的套表，没有写退回意见"
