"""批量审核: check every dossier of a folder; one that cannot be read does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from msgspec import Struct

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.report import FindingJson
from perfdesk.errors import PerfdeskError
from perfdesk.export.plain import plain_document
from perfdesk.jobs.check import CheckReport, check_file
from perfdesk.jobs.dossierfiles import Found, find_dossiers
from perfdesk.jobs.reporting import counted, counts, finals, in_words
from perfdesk.layout.tabledoc import A4_LANDSCAPE, Column, TableDoc

if TYPE_CHECKING:
    from perfdesk.export.document import Document

TITLE = "绩效目标审核一览表"
UNREADABLE = "不能读取"

Progress = Callable[[int, int, str], bool]
"""``progress(done, of, now)``; answers False where the work shall end."""


class Reviewed(Struct, frozen=True):
    """What came of one file.

    name: its path below the folder. problem: why it cannot be read, "" where it can.
    numbers: findings that wait for something, by severity. reasoned: those acknowledged.
    changed: when the file was last changed before it was read, in ns; 0 where that is not known.
    """

    path: Path
    name: str
    problem: str = ""
    report: CheckReport | None = None
    numbers: dict[str, int] = {}
    reasoned: int = 0
    changed: int = 0

    @property
    def unit(self) -> str:
        """Whose dossier it is, "" where that is not known."""
        return " ".join(self.report.dossier.unit_name.split()) if self.report else ""

    @property
    def forms(self) -> int:
        """How many forms it has."""
        return len(self.report.dossier.forms) if self.report else 0

    @property
    def state(self) -> str:
        """What comes next, in a word or two."""
        if self.report is None:
            return UNREADABLE
        if self.numbers["error"]:
            return "须修改"
        return "请核实" if self.numbers["warning"] else "通过"


class ReviewedJson(TypedDict):
    """One file as the command line prints it."""

    file: str
    unit_name: str
    year: int
    forms: int
    state: str
    problem: str
    errors: int
    warnings: int
    hints: int
    acknowledged: int
    findings: list[FindingJson]


def review_file(path: Path, folder: Path) -> Reviewed:
    """Return what the rules find in one file below ``folder``, or why it cannot be read."""
    name, changed = _name(path, folder), changed_at(path)
    try:
        report = check_file(path)
    except PerfdeskError as error:
        problem = str(error)
        for place in (str(path), path.name):
            problem = problem.removeprefix(f"{place}：")
        return Reviewed(path, name, problem, changed=changed)
    return reviewed(path, name, report, changed)


def changed_at(path: Path) -> int:
    """Return when a file was last changed, in ns; 0 where it is gone."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def reviewed(path: Path, name: str, report: CheckReport, changed: int = 0) -> Reviewed:
    """Return a file that was checked already; ``name`` and ``changed`` as in :class:`Reviewed`."""
    waiting = Reasons(report.dossier).open(report.findings)
    reasoned = len(report.findings) - len(waiting)
    return Reviewed(path, name, "", report, counts(waiting), reasoned, changed)


def review_folder(folder: Path, on_file: Progress | None = None) -> tuple[Reviewed, ...]:
    """Return what the rules find in every dossier of a folder.

    Raises:
        PerfdeskError: see :func:`perfdesk.jobs.dossierfiles.find_dossiers`.
    """
    found = find_dossiers([folder])
    return (*review_files(found.files, folder, on_file), *unread(found))


def unread(found: Found) -> tuple[Reviewed, ...]:
    """Return a line for each folder that could not be looked into."""
    return tuple(
        Reviewed(path, f"{_name(path, found.base)}/", problem, changed=changed_at(path))
        for path, problem in found.unread
    )


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def review_files(
    paths: Sequence[Path],
    folder: Path,
    on_file: Progress | None = None,
    on_done: Callable[[Reviewed], None] | None = None,
) -> tuple[Reviewed, ...]:
    """Return what the rules find in some files.

    Args:
        paths: the files.
        folder: they are named by their paths below it.
        on_file: told the number of files done, of all, and the name of the one that comes next;
            returning False ends the work.
        on_done: told each file as it is done.
    """
    done: list[Reviewed] = []
    for number, path in enumerate(paths):
        if on_file is not None and not on_file(number, len(paths), path.name):
            return tuple(done)
        done.append(review_file(path, folder))
        if on_done is not None:
            on_done(done[-1])
    if on_file is not None:
        on_file(len(paths), len(paths), "")
    return tuple(done)


# ---- what is said of them ----


def as_json(reviewed: Reviewed) -> ReviewedJson:
    """Return one file as the command line prints it."""
    report, numbers = reviewed.report, reviewed.numbers
    return {
        "file": reviewed.name,
        "unit_name": reviewed.unit,
        "year": report.dossier.year if report else 0,
        "forms": reviewed.forms,
        "state": reviewed.state,
        "problem": reviewed.problem,
        "errors": numbers.get("error", 0),
        "warnings": numbers.get("warning", 0),
        "hints": numbers.get("hint", 0),
        "acknowledged": reviewed.reasoned,
        "findings": report.as_json() if report else [],
    }


def as_line(reviewed: Reviewed) -> str:
    """Return one file in a line, for a person."""
    if reviewed.report is None:
        return f"{reviewed.name}　{UNREADABLE}：{reviewed.problem}"
    found = counted(reviewed.numbers) or "没有需要处理的问题"
    reasoned = f"，另有 {reviewed.reasoned} 处已说明理由" if reviewed.reasoned else ""
    unit = reviewed.unit or "（没有填写单位）"
    return f"{reviewed.name}　{unit}　{reviewed.forms} 张表：{found}{reasoned}"


def summary(reviewed: Sequence[Reviewed]) -> str:
    """Return what came of all files, in a line."""
    by_state: dict[str, int] = {}
    for item in reviewed:
        by_state[item.state] = by_state.get(item.state, 0) + 1
    states = ("通过", "请核实", "须修改", UNREADABLE)
    parts = [f"{name} {by_state[name]} 套" for name in states if name in by_state]
    return f"共审核 {len(reviewed)} 套表" + (f"：{'，'.join(parts)}" if parts else "")


def overview(
    reviewed: Sequence[Reviewed], folder: str, made: datetime, *, endless: bool = False
) -> Document:
    """Return the table of all files: 审核一览表.

    Args:
        reviewed: what to list, in this order.
        folder: what the folder is called.
        made: when they were checked.
        endless: without page ends between its rows, for a workbook that is sorted and filtered.
    """
    doc = TableDoc(A4_LANDSCAPE, endless=endless)
    doc.title(TITLE)
    doc.line(f"文件夹：{folder}", f"审核时间：{in_words(made)} {made:%H:%M}")
    doc.table(list(_columns()), list(_rows(reviewed)))
    doc.space(4)
    doc.line(summary(reviewed))
    return plain_document(doc.sheet(), TITLE)


def _columns() -> Iterator[Column]:
    yield Column("序号", 12, "center", number=True)
    yield Column("单位", 58)
    yield Column("年度", 14, "center", number=True)
    yield Column("表数", 13, "center", number=True)
    for name in SEVERITIES.values():
        yield Column(name, 13, "center", number=True)
    yield Column("已说明", 15, "center", number=True)
    yield Column("定稿", 14, "center")
    yield Column("状态", 20, "center")
    yield Column("文件", 90)


def _rows(reviewed: Iterable[Reviewed]) -> Iterator[list[str]]:
    for number, item in enumerate(reviewed, 1):
        if item.report is None:
            blank = [""] * (4 + len(SEVERITIES))
            file = f"{item.name}（{item.problem}）"
            yield [str(number), "—", *blank, item.state, file]
            continue
        found = [str(n) for n in item.numbers.values()]
        dossier = item.report.dossier
        named = [str(number), item.unit, str(dossier.year), str(item.forms), *found]
        yield [*named, str(item.reasoned), finals(dossier), item.state, item.name]
