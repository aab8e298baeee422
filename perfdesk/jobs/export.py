"""Export forms of a dossier as files, with progress and a way to stop."""

# ruff: noqa: PLC0415 - each format loads its own library, when it is asked for

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.errors import PerfdeskError
from perfdesk.export.document import Document, form_name, make_document
from perfdesk.export.files import safe_name, unique_name, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.template.loader import Pack

FORMATS = ("pdf", "xlsx", "docx")
USUAL_FORMATS = FORMATS[:2]
"""What is written where nobody asks for something else."""


class ExportRequest(Struct, frozen=True):
    """What to write: formats, forms by number from 1 (none: all), one file for all or one each."""

    folder: Path
    formats: tuple[str, ...] = USUAL_FORMATS
    forms: tuple[int, ...] = ()
    merged: bool = False


class ExportReport(Struct, frozen=True):
    """The files written, and notes for the user on what could not be shown as typed."""

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def export_dossier(
    dossier: Dossier,
    pack: Pack,
    request: ExportRequest,
    on_file: Callable[[Path, int, int], bool] | None = None,
) -> ExportReport:
    """Write the forms that ``request`` asks for.

    Args:
        dossier: the forms.
        pack: their templates.
        request: which, how and where to.
        on_file: told each file with its number and the total; returning False stops the export.

    Raises:
        PerfdeskError: no such form or format, or a file cannot be written (those before it are).
    """
    forms = _chosen(dossier, request)
    jobs = list(_paths(dossier, names_of(dossier, forms, pack), request))
    writers = {kind: writer_of(kind, pack) for kind in request.formats}
    files: list[Path] = []
    notes: list[str] = []
    documents: tuple[Document, ...] = ()
    laid_out: int | None = -1
    for number, (path, i) in enumerate(jobs, 1):
        if laid_out != i:  # a form is laid out once for all formats, and then given up
            own = forms if i is None else [forms[i]]
            documents, laid_out = tuple(make_document(dossier, form, pack) for form in own), i
            notes += notes_on(documents)
        write_file(path, writers[path.suffix[1:]](documents))
        files.append(path)
        if on_file is not None and not on_file(path, number, len(jobs)):
            break
    return ExportReport(tuple(files), tuple(notes))


def planned_files(dossier: Dossier, pack: Pack, request: ExportRequest) -> tuple[Path, ...]:
    """Return the files that :func:`export_dossier` would write, without laying anything out.

    Raises:
        PerfdeskError: no such form or format.
    """
    names = names_of(dossier, _chosen(dossier, request), pack)
    return tuple(path for path, _ in _paths(dossier, names, request))


def names_of(dossier: Dossier, forms: Sequence[Form], pack: Pack) -> list[tuple[int, str, str]]:
    """Return number, title and own name of each form."""
    names = []
    for form in forms:
        template = pack[form.template].template
        names.append((dossier.index_of(form.id) + 1, template.title, form_name(form, template)))
    return names


def _chosen(dossier: Dossier, request: ExportRequest) -> list[Form]:
    unknown = [name for name in request.formats if name not in FORMATS]
    if unknown:
        raise PerfdeskError(f"不认识的格式 {unknown[0]!r}；可用的有：{'、'.join(FORMATS)}")
    if not dossier.forms:
        raise PerfdeskError("这套表里还没有表，没有可以导出的内容")
    for number in request.forms:
        if not 1 <= number <= len(dossier.forms):
            raise PerfdeskError(f"没有第 {number} 张表；这套表共 {len(dossier.forms)} 张")
    wanted = request.forms or tuple(range(1, len(dossier.forms) + 1))
    return [dossier.forms[number - 1] for number in dict.fromkeys(wanted)]


def writer_of(kind: str, pack: Pack) -> Callable[[Sequence[Document]], bytes]:
    """Return what writes one format; its library is loaded only now."""
    if kind == "pdf":
        from perfdesk.export.pdf import write_pdf

        return write_pdf
    if kind == "docx":
        from perfdesk.export.docx import write_docx

        return write_docx
    from perfdesk.export.xlsx import XlsxWriter

    return XlsxWriter(pack).write


def _paths(
    dossier: Dossier, names: Sequence[tuple[int, str, str]], request: ExportRequest
) -> Iterator[tuple[Path, int | None]]:
    """Yield each file with the place of its form among ``names``, None for one file of all."""
    formats = tuple(dict.fromkeys(request.formats))
    if request.merged:
        stem = safe_name(f"{dossier.year}年预算绩效目标表-{dossier.unit_name}")
        yield from ((request.folder / f"{stem}.{kind}", None) for kind in formats)
        return
    taken: set[str] = set()
    for i, (number, title, name) in enumerate(names):
        stem = unique_name(file_stem(number, title, name), taken)
        yield from ((request.folder / f"{stem}.{kind}", i) for kind in formats)


def file_stem(number: int, title: str, name: str) -> str:
    """Return what the file of a form is called, without its ending: ``03-项目支出绩效目标表-…``."""
    return safe_name(f"{number:02d}-{title}-{name}" if name else f"{number:02d}-{title}")


def notes_on(documents: Sequence[Document]) -> Iterator[str]:
    """Yield what the user should know of forms that were laid out: characters without a glyph."""
    for document in documents:
        lost = document.unprintable()
        if lost:
            listed = "、".join(f"{char}（U+{ord(char):04X}）" for char in lost)
            place = f"第 {document.number} 张表 {document.heading}"
            yield f"{place}：字库中没有这些字，打印为空框，请换一个写法：{listed}"
