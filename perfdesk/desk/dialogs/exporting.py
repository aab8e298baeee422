"""The work behind the export dialog, for a thread: a file that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from perfdesk.dossier.state import Dossier
from perfdesk.errors import PerfdeskError
from perfdesk.template.loader import Pack

AT_ONCE = 10
"""Forms handed over together: laid out before their first file, so before one can stop."""

Report = Callable[[int, int, str], bool]


class Wish(Struct, frozen=True):
    """What to export: numbers of forms (from 1), formats, where to, and in one file or in many."""

    forms: tuple[int, ...]
    formats: tuple[str, ...]
    folder: Path
    merged: bool = False


class Failure(Struct, frozen=True):
    """A file that could not be written: the number of its form (0: one file of all), and why."""

    form: int
    format: str
    reason: str


class Outcome(Struct, frozen=True):
    """What came of it."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]
    failures: tuple[Failure, ...]
    cancelled: bool


def present(dossier: Dossier, pack: Pack, wish: Wish) -> tuple[Path, ...]:
    """Return the files that are there already and would be written over."""
    from perfdesk.jobs.export import ExportRequest, planned_files  # noqa: PLC0415 - see _export

    request = ExportRequest(wish.folder, wish.formats, wish.forms, wish.merged)
    return tuple(path for path in planned_files(dossier, pack, request) if path.is_file())


class Exporter:
    """One export under way."""

    def __init__(self, dossier: Dossier, pack: Pack, wish: Wish, report: Report) -> None:
        self._dossier = dossier
        self._pack = pack
        self._wish = wish
        self._report = report
        self._files: list[Path] = []
        self._notes: dict[str, None] = {}
        self._failures: list[Failure] = []
        self._stopped = False

    def run(self) -> Outcome:
        """Write the files; ends early where the report says so."""
        self._tell("")
        for format_ in self._wish.formats:
            for forms in self._parts():
                self._write(format_, forms)
        files, failures = tuple(self._files), tuple(self._failures)
        return Outcome(files, tuple(self._notes), failures, cancelled=self._stopped)

    def _parts(self) -> Iterator[tuple[int, ...]]:
        forms = self._wish.forms
        size = len(forms) if self._wish.merged else AT_ONCE
        return (forms[i : i + size] for i in range(0, len(forms), size))

    def _write(self, format_: str, forms: tuple[int, ...]) -> None:
        """Write some forms in one format: the job does one file a form, in their order."""
        while forms and not self._stopped:
            before = len(self._files)
            try:
                self._export(format_, forms)
                return
            except PerfdeskError as error:
                done = len(self._files) - before
                failed = 0 if self._wish.merged else forms[done]
                self._failures.append(Failure(failed, format_, str(error)))
                forms = () if self._wish.merged else forms[done + 1 :]
                self._tell("")

    def _export(self, format_: str, forms: tuple[int, ...]) -> None:
        # openpyxl and reportlab, which the start of the program has no time for
        from perfdesk.jobs.export import ExportRequest, export_dossier  # noqa: PLC0415

        request = ExportRequest(self._wish.folder, (format_,), forms, self._wish.merged)
        report = export_dossier(self._dossier, self._pack, request, self._written)
        self._notes |= dict.fromkeys(report.notes)

    def _written(self, path: Path, _number: int, _of: int) -> bool:
        self._files.append(path)
        return self._tell(path.name)

    def _tell(self, now: str) -> bool:
        """Report how far it is; return whether to go on."""
        wish = self._wish
        of = len(wish.formats) * (1 if wish.merged else len(wish.forms))
        done = len(self._files) + len(self._failures)
        if not self._report(done, of, now) and done < of:
            self._stopped = True
        return not self._stopped
