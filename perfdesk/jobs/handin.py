"""The hand-in folder (报送): PDF, Excel and Word of a whole dossier, with a 目录.

All is written beside its place first and moved there at the end, so that on failure or when the
user stops, nothing of it stays and what was there before is as it was.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.dossier.finals import final_forms
from perfdesk.errors import PerfdeskError, os_reason
from perfdesk.export.document import Document, make_document
from perfdesk.export.files import safe_name, unique_name, write_file
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.contents import PUBLIC_NOTE, Heading, contents
from perfdesk.jobs.documents import document_bytes
from perfdesk.jobs.export import FORMATS, file_stem, names_of, notes_on, writer_of
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.judging import open_errors
from perfdesk.jobs.public import public_version
from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.save import to_bytes

if TYPE_CHECKING:
    from perfdesk.dossier.state import Dossier
    from perfdesk.template.loader import Pack

Report = Callable[[int, int, str], bool]
"""``report(done, of, now)`` says how far the work is; it answers False where it shall end."""

PUBLIC = "（公开版）"
BOUND = ("（合订本）", "（公开版合订本）")
CONTENTS = "00-目录"
NAMES_NOTE = "正文里提到的其他人名，程序认不出来，公开前请自己看一遍"


class HandinRequest(Struct, frozen=True):
    """What to hand in.

    folder: the folder or zip is made in it. zipped: as one zip file. public: the version for
    publication. own_file: the dossier's own file goes along, never in a public version.
    overwrite: files of the same name may be replaced.
    """

    folder: Path
    formats: tuple[str, ...] = FORMATS
    zipped: bool = False
    public: bool = False
    own_file: bool = True
    overwrite: bool = False


class HandinPlan(Struct, frozen=True):
    """Where it goes, and the names of its files there."""

    place: Path
    names: tuple[str, ...]

    def present(self) -> tuple[str, ...]:
        """Return the names that are there already and would be written over."""
        if self.place.suffix == ".zip":
            return (self.place.name,) if self.place.exists() else ()
        return tuple(name for name in self.names if (self.place / name).exists())


class HandinReport(Struct, frozen=True):
    """What was written: where, the files (of a zip: itself), and what the user should know."""

    place: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    cancelled: bool = False


def handin_name(dossier: Dossier, *, public: bool = False) -> str:
    """Return what the folder is called: ``示例县文化馆2026年绩效目标表``."""
    name = safe_name(f"{dossier.unit_name}{dossier.year}年绩效目标表")
    return name + PUBLIC if public else name


def cautions(dossier: Dossier, pack: Pack) -> tuple[str, ...]:
    """Return what the user should know before handing in: open errors, forms not final.

    That some forms are not final is told only where others are.
    """
    found = open_errors(dossier, check_dossier(dossier, pack).findings)
    lines = []
    for number, form in enumerate(dossier.forms, 1):
        if form.id in found:
            caption = "　".join(filter(None, form_caption(dossier, pack, form)))
            lines.append(f"第 {number} 张表　{caption}：{len(found[form.id])} 个错误没有改")
    if "" in found:
        lines.append(f"整套表：{len(found[''])} 个错误没有改")
    final = final_forms(dossier)
    left = sum(form.id not in final for form in dossier.forms)
    if final and left:
        lines.append(f"有 {left} 张表还没有定稿")
    return tuple(lines)


def forewarnings(file: OpenFile, request: HandinRequest) -> Iterator[str]:
    """Yield in lines what the user should know before it is written: errors, and what is hidden."""
    yield from (f"注意：{line}" for line in cautions(file.dossier, file.pack))
    if request.public:
        omissions = public_version(file.dossier, file.pack).omissions
        yield from (f"隐去：{item.as_text()}" for item in omissions)
        if not omissions:
            yield "没有找到需要隐去的个人信息"
        yield NAMES_NOTE


def plan(dossier: Dossier, pack: Pack, request: HandinRequest) -> HandinPlan:
    """Return what :func:`hand_in` would write, without laying anything out.

    Raises:
        PerfdeskError: there is nothing to hand in, or no such format.
    """
    _refuse(dossier, request)
    name = handin_name(dossier, public=request.public)
    names = [f"{CONTENTS}{_mark(request)}.{kind}" for kind in request.formats]
    for stem in _stems(dossier, pack, request):
        names += [f"{stem}.{kind}" for kind in request.formats]
    if "pdf" in request.formats:
        names.append(f"{handin_name(dossier)}{BOUND[request.public]}.pdf")
    if request.own_file and not request.public:
        names.append(f"{name}{SUFFIX}")
    place = request.folder / (f"{name}.zip" if request.zipped else name)
    return HandinPlan(place, tuple(names))


def hand_in(file: OpenFile, request: HandinRequest, report: Report | None = None) -> HandinReport:
    """Write a dossier's hand-in folder or zip.

    Args:
        file: the dossier with its forms.
        request: what and where to.
        report: told each file; answering False ends the work, and nothing of it is left.

    Raises:
        PerfdeskError: files of the same name are there, or something cannot be written; the folder
            is as it was before.
    """
    dossier = file.dossier
    planned = plan(dossier, file.pack, request)
    there = planned.present()
    if there and not request.overwrite:
        what = f"已有同名的文件（{_some(there)}）"
        raise PerfdeskError(
            f"{planned.place}：{what}；请换一个文件夹，或者覆盖（命令行加 --force）"
        )
    if request.public:
        dossier = public_version(dossier, file.pack).dossier
    try:
        request.folder.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=".", suffix=".tmp", dir=request.folder))
    except OSError as error:
        raise _cannot_write(request.folder, error) from error
    try:
        writer = _Writer(dossier, file, request, room / "new", report or _silent)
        if not writer.write(planned):
            return HandinReport(planned.place, (), cancelled=True)
        files = _settle(room, planned)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return HandinReport(planned.place, files, (*writer.notes, *_strangers(planned)))


def _silent(_done: int, _of: int, _now: str) -> bool:
    return True


def _refuse(dossier: Dossier, request: HandinRequest) -> None:
    unknown = [name for name in request.formats if name not in FORMATS]
    if unknown:
        raise PerfdeskError(f"不认识的格式 {unknown[0]!r}；可用的有：{'、'.join(FORMATS)}")
    if not request.formats:
        raise PerfdeskError("没有选择格式；请至少选择一种")
    if not dossier.forms:
        raise PerfdeskError("这套表里还没有表，没有可以报送的内容")


def _mark(request: HandinRequest) -> str:
    return PUBLIC if request.public else ""


def _stems(dossier: Dossier, pack: Pack, request: HandinRequest) -> Iterator[str]:
    """Yield what the files of each form are called, without ending."""
    taken: set[str] = set()
    source = public_version(dossier, pack).dossier if request.public else dossier
    for number, title, name in names_of(source, source.forms, pack):
        yield unique_name(file_stem(number, title, name), taken) + _mark(request)


class _Writer:
    """Writes the files of one hand-in into a folder of their own."""

    def __init__(
        self, dossier: Dossier, file: OpenFile, request: HandinRequest, room: Path, report: Report
    ) -> None:
        self.notes: list[str] = []
        self._dossier = dossier
        self._file = file
        self._request = request
        self._room = room
        self._report = report
        self._done = 0
        self._of = 0

    def write(self, planned: HandinPlan) -> bool:
        """Write all; False where the report told to end."""
        self._of = len(planned.names)
        going = self._report(0, self._of, "")
        for name, write in self._files(planned.names) if going else ():
            write_file(self._room / name, write())
            self._done += 1
            going = self._report(self._done, self._of, name)
            if not going:
                break
        return going

    def _files(self, planned: Sequence[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
        """Yield each file with what makes it; the 目录 after the forms, whose pages it tells."""
        formats = self._request.formats
        writers = {kind: writer_of(kind, self._file.pack) for kind in formats}
        heads, names = planned[: len(formats)], iter(planned[len(formats) :])
        documents: list[Document] = []
        for form in self._dossier.forms:
            documents.append(make_document(self._dossier, form, self._file.pack))
            self.notes += notes_on(documents[-1:])
            for kind in formats:
                yield next(names), partial(writers[kind], documents[-1:])
        listed = self._contents(documents)
        for name, kind in zip(heads, formats, strict=True):
            yield name, partial(document_bytes, listed, kind)
        if "pdf" in formats:
            yield next(names), partial(writers["pdf"], (listed, *documents))
        yield from ((name, partial(to_bytes, self._file)) for name in names)

    def _contents(self, documents: Sequence[Document]) -> Document:
        request, dossier = self._request, self._dossier
        heading = Heading(
            handin_name(dossier),
            dossier.unit_name,
            dossier.year,
            (PUBLIC_NOTE,) if request.public else (),
        )
        return contents(heading, documents, bound="pdf" in request.formats)


# ---- from the room into its place, all or nothing ----


def _settle(room: Path, planned: HandinPlan) -> tuple[Path, ...]:
    place = planned.place
    try:
        if place.suffix == ".zip":
            archive = room / place.name
            _zip(room / "new", archive, planned)
            archive.replace(place)
            return (place,)
        if not place.exists():
            (room / "new").rename(place)
        else:
            _move_in(room, planned)
    except OSError as error:
        raise _cannot_write(place, error) from error
    return tuple(place / name for name in planned.names)


def _zip(source: Path, archive: Path, planned: HandinPlan) -> None:
    """Pack the files into one folder of a zip; Python marks Chinese names as UTF-8."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in planned.names:
            packed.write(source / name, f"{planned.place.stem}/{name}")


def _move_in(room: Path, planned: HandinPlan) -> None:
    """Replace files one by one; where one cannot be, bring all others back."""
    old = room / "old"
    old.mkdir()
    moved: list[str] = []
    try:
        for name in planned.names:
            if (planned.place / name).exists():
                (planned.place / name).rename(old / name)
            moved.append(name)
            (room / "new" / name).rename(planned.place / name)
    except OSError:
        for name in moved:
            (planned.place / name).unlink(missing_ok=True)
            if (old / name).exists():
                (old / name).rename(planned.place / name)
        raise


def _strangers(planned: HandinPlan) -> Iterator[str]:
    """Tell of files in the folder that do not belong to this hand-in, as from an earlier one."""
    if planned.place.suffix == ".zip":
        return
    own = set(planned.names)
    others = sorted(
        path.name
        for path in planned.place.iterdir()
        if path.name not in own and not path.name.startswith(".")
    )
    if others:
        yield f"文件夹里还有 {len(others)} 个不属于这次报送的文件，请核对：{_some(others)}"


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:3])
    return f"{shown} 等 {len(names)} 个" if len(names) > 3 else shown  # noqa: PLR2004 - see above


def _cannot_write(place: Path, error: OSError) -> PerfdeskError:
    what, remedy = os_reason(error)
    return PerfdeskError(f"{place}：不能写入，{what}；{remedy}")
