"""The command line: each verb does what the desk does, without a window. Never Qt.

Whatever a user may get wrong ends in one clear line on stderr (a list where several things are
wrong) and exit code 2; a stack trace never reaches them.
"""

# ruff: noqa: PLC0415 - each verb loads only the rooms that it needs, for the start-up time

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from perfdesk import __version__
from perfdesk.errors import PerfdeskError

if TYPE_CHECKING:
    from types import TracebackType

    from perfdesk.export.document import Document
    from perfdesk.jobs.export import ExportReport
    from perfdesk.jobs.handin import HandinReport
    from perfdesk.jobs.review import Reviewed

OK, FOUND_ERRORS, BAD_INPUT, BROKEN_PIPE, INTERRUPTED = 0, 1, 2, 141, 130


def run(argv: Sequence[str]) -> int:
    """Do what ``argv`` (without the program's name) asks for and return the exit code.

    0: done. 1: ``check`` found errors. 2: bad input, nothing was written; of a folder's dossiers
    one could not be read, the others were. 130: interrupted. 141: whoever read our output has gone.
    """
    sys.excepthook = _unforeseen
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        arguments = _parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except SystemExit as end:  # --help and --version
        return int(end.code or 0)
    except KeyboardInterrupt:
        return _complain("已取消", INTERRUPTED)
    except BrokenPipeError:
        _give_up_output()
        return BROKEN_PIPE
    except PerfdeskError as error:
        return _complain(str(error))
    except OSError as error:
        _give_up_output()
        return _complain(_system_error(error))
    return code


def _give_up_output() -> None:
    """Send what still waits to be written nowhere, where it cannot be written.

    Python would try once more when it closes the stream, complain, and change the exit code.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(line: str, code: int = BAD_INPUT) -> int:
    print(line, file=sys.stderr)
    return code


def _unforeseen(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    from perfdesk.jobs.crashlog import excepthook

    excepthook(kind, error, trace)


def _speak_utf8(stream: IO[str]) -> None:
    """A pipe gets UTF-8 in any locale; a terminal is spoken to as it asks for. Nothing fails."""
    if isinstance(stream, io.TextIOWrapper):
        encoding = stream.encoding if stream.isatty() else "utf-8"
        # Names of files that are no valid text come out as they went in.
        errors = "surrogateescape" if stream is sys.stdout else "backslashreplace"
        stream.reconfigure(encoding=encoding, errors=errors)


def _system_error(error: OSError) -> str:
    from perfdesk.errors import os_reason

    what, remedy = os_reason(error)
    place = f"{error.filename}：" if error.filename else ""
    return f"{place}{what}；{remedy}"


# ---- the verbs ----


def _new(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.create import dossier_from_values, new_dossier, pack_of
    from perfdesk.jobs.jsonfile import read_json
    from perfdesk.jobs.packs import load_checked, open_catalogue
    from perfdesk.storage.format import OpenFile
    from perfdesk.storage.save import save

    _check_new(arguments)
    catalogue = open_catalogue(arguments.packs)
    if arguments.values:
        place = str(arguments.values)
        data = read_json(arguments.values)
        pack = load_checked(catalogue, pack_of(data, place, catalogue.ids()))
        dossier = dossier_from_values(data, pack, place)
    else:
        pack = load_checked(catalogue, arguments.pack)
        dossier = new_dossier(pack, arguments.unit, arguments.year or pack.info.year)
    save(arguments.output, OpenFile(dossier, pack))
    print(arguments.output)
    return OK


def _check_new(arguments: argparse.Namespace) -> None:
    """Refuse what cannot work before anything is read."""
    from perfdesk.storage.format import SUFFIX

    output: Path = arguments.output
    blank = {"--pack": arguments.pack, "--unit": arguments.unit, "--year": arguments.year}
    given = [name for name, value in blank.items() if value is not None]
    if arguments.values and given:
        raise _UsageError(f"--values 已写明单位和年度，不能与 {'、'.join(given)} 同时使用")
    if not arguments.values:
        if missing := [name for name in ("--pack", "--unit") if name not in given]:
            what = "、".join(missing)
            raise _UsageError(f"缺少参数：{what}；或者用 --values 给出填写数据")
        if not arguments.unit.strip():
            raise _UsageError("--unit 是空的；请写上单位名称")
    if output.suffix.lower() != SUFFIX:
        raise _UsageError(f"-o {output}：文件名应以 {SUFFIX} 结尾")
    if os.path.lexists(output) and not arguments.force:
        raise PerfdeskError(f"{output}：已有同名的文件；请换一个名称，或加 --force 覆盖它")


def _show(arguments: argparse.Namespace) -> int:
    from perfdesk.storage.read import load

    file = load(arguments.file)
    if arguments.json:
        from perfdesk.jobs.create import values_from_dossier

        _print_json(values_from_dossier(file.dossier, file.pack))
    else:
        from perfdesk.jobs.summary import summary

        print(*summary(file), sep="\n")
    return OK


def _check(arguments: argparse.Namespace) -> int:
    if arguments.returns:
        _check_folder(arguments.returns)
    if arguments.report:
        from perfdesk.jobs.documents import kind_of

        kind_of(arguments.report)  # refused before any work
    if arguments.path.is_dir():
        return _check_all(arguments)
    from perfdesk.jobs.check import check_file

    report = check_file(arguments.path)
    if arguments.json:
        _print_json(report.as_json())
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

    done = review_folder(arguments.path, _show_progress)
    if arguments.json:
        _print_json([as_json(item) for item in done])
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
    from perfdesk.jobs.returns import ReturnRequest, Sender, write_letters

    request = ReturnRequest(arguments.returns, sender=Sender(day=local_time().date()))
    letters = write_letters(done, request, _show_progress)
    for failure in letters.failures:
        _complain(failure.reason)
    if letters.files:
        _complain(f"退回意见 {len(letters.files)} 个文件：{arguments.returns}")
    elif not letters.failures:
        _complain("没有需要退回修改的套表，没有写退回意见")
    return not letters.failures


def _show_progress(done: int, of: int, now: str) -> bool:
    """Say on a terminal how far it is, in one line that goes away."""
    if sys.stderr.isatty():
        room = shutil.get_terminal_size().columns // 2 - 12
        line = f"{done}/{of}　{now[: max(room, 0)]}" if now else ""
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
    return True


def _export(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.export import USUAL_FORMATS, ExportRequest, export_dossier
    from perfdesk.storage.read import load

    file = load(arguments.file)
    _check_folder(arguments.output)
    formats = tuple(dict.fromkeys(arguments.format or USUAL_FORMATS))
    forms = tuple(arguments.form or ())
    request = ExportRequest(arguments.output, formats, forms, arguments.merged)
    return _tell_notes(export_dossier(file.dossier, file.pack, request, _print_file))


def _handin(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.export import FORMATS
    from perfdesk.jobs.handin import HandinRequest, forewarnings, hand_in
    from perfdesk.storage.read import load

    file = load(arguments.file)
    _check_folder(arguments.output)
    formats = tuple(dict.fromkeys(arguments.format or FORMATS))
    choices = {"zipped": arguments.zip, "overwrite": arguments.force, "public": arguments.public}
    request = HandinRequest(arguments.output, formats, **choices)
    for line in forewarnings(file, request):
        _complain(line)
    report = hand_in(file, request, _show_progress)
    print(*report.files, sep="\n")
    return _tell_notes(report)


def _demo(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.check import check_dossier
    from perfdesk.jobs.demo import open_sample
    from perfdesk.jobs.export import ExportRequest, export_dossier

    _check_folder(arguments.output)
    sample = open_sample()
    print(*check_dossier(sample.dossier, sample.pack).as_text(), sep="\n")
    request = ExportRequest(arguments.output)
    return _tell_notes(export_dossier(sample.dossier, sample.pack, request, _print_file))


def _packs(arguments: argparse.Namespace) -> int:
    if arguments.refresh is not None:
        return _refresh(arguments)
    from perfdesk.jobs.packs import describe, load_checked, open_catalogue

    catalogue = open_catalogue(arguments.packs)
    code, found = OK, []
    for pack_id in catalogue.ids():
        try:
            pack = load_checked(catalogue, pack_id)
        except PerfdeskError as error:
            code = _complain(str(error))
        else:
            found.append(describe(pack, catalogue.folder(pack_id)))
    if arguments.json:
        _print_json(found)
        return code
    for item in found:
        print(f"{item['id']}  {item['name']}")
        for template in item["templates"]:
            print(f"  {template['key']}  {template['title']}（{template['money_unit']}）")
    return code


def _refresh(arguments: argparse.Namespace) -> int:
    from perfdesk.jobs.packs import refresh

    places = [Path(arguments.refresh)] if arguments.refresh else []
    done = refresh([*places, *arguments.packs])
    for item in done:
        if item.changed:
            print(item.path)
    changed = sum(item.changed for item in done)
    return _complain(f"读了 {len(done)} 张空表，{changed} 个版面有变化", OK)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise PerfdeskError(f"-o {folder}：这是一个文件，不是文件夹；请换一个文件夹")


def _print_file(path: Path, _number: int, _total: int) -> bool:
    print(path, flush=True)
    return True


def _tell_notes(report: ExportReport | HandinReport) -> int:
    for line in report.notes:
        print(line, file=sys.stderr)
    return OK


def _print_json(value: object) -> None:
    import msgspec

    print(msgspec.json.format(msgspec.json.encode(value), indent=1).decode())


# ---- arguments ----


class _UsageError(PerfdeskError):
    """Arguments that do not fit together."""


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Chinese throughout, its mistakes included."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )
        self.group = self.add_argument_group("参数")
        self.group.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{in_chinese(message)}；用 {self.prog} --help 查看用法")


_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"expected one argument", "后面要跟一个值"),
    (r"expected at least one argument", "后面至少要跟一个值"),
    (r"not allowed with argument (.*)", r"不能与 \1 同时使用"),
    (r"one of the arguments (.*) is required", r"要给出其中一个：\1"),
    (r"ignored explicit argument (.*)", r"后面不能跟值 \1"),
)


def in_chinese(message: str) -> str:
    """Return a message of argparse in Chinese; one that it does not know stays as it is."""
    if found := re.fullmatch(r"argument .*: invalid choice: (.*) \(choose from (.*)\)", message):
        known = found[2].replace("'", "").replace(", ", "、")
        return f"没有命令 {found[1]}；可用的有：{known}"
    if found := re.fullmatch(r"argument ([^:]+): (.*)", message, re.DOTALL):
        return f"参数 {found[1]}：{in_chinese(found[2])}"
    for english, chinese in _MESSAGES:
        if found := re.fullmatch(english, message, re.DOTALL):
            return found.expand(chinese)
    return message


def _form_number(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"应为从 1 开始的整数，实际是 {text!r}")
    return int(text)


def _year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text):
        raise argparse.ArgumentTypeError(f"应为四位年份，实际是 {text!r}")
    return int(text)


def _parser() -> _Parser:
    parser = _Parser(prog="perfdesk", description="绩效目标填报：填写、审核、打印预算绩效目标表。")
    version = f"绩效目标填报 {__version__}"
    parser.group.add_argument("--version", action="version", version=version, help="显示版本号")
    verbs = parser.add_subparsers(title="命令", metavar="<命令>", dest="verb", required=True)
    _add_new(verbs.add_parser("new", help="新建套表", description="新建一个套表文件。"))
    _add_show(verbs.add_parser("show", help="查看套表", description="显示套表文件的内容。"))
    _add_check(verbs.add_parser("check", help="审核套表", description="按规则审核套表文件。"))
    _add_export(verbs.add_parser("export", help="导出套表", description="导出各张表。"))
    _add_handin(verbs.add_parser("handin", help="报送", description="备齐报送的文件和目录。"))
    _add_packs(verbs.add_parser("packs", help="列出表样包", description="列出可用的表样包。"))
    _add_demo(verbs.add_parser("demo", help="演示", description="审核并导出自带的示例。"))
    return parser


def _add_new(parser: _Parser) -> None:
    add = parser.group.add_argument
    add("--values", type=Path, metavar="FILE.json", help="填写数据（show --json 的格式）")
    add("--pack", metavar="ID", help="表样包，如 lukou-2026；新建空白套表时用")
    add("--unit", metavar="NAME", help="填报单位名称")
    add("--year", type=_year, metavar="YEAR", help="年度，默认为表样包的年度")
    add("-o", "--output", type=Path, required=True, metavar="OUT.perfdesk", help="新文件")
    add("--force", action="store_true", help="覆盖已有的同名文件")
    _add_folders(parser)
    parser.set_defaults(run=_new)


def _add_show(parser: _Parser) -> None:
    _add_file(parser)
    parser.group.add_argument("--json", action="store_true", help="输出 new --values 所用的 JSON")
    parser.set_defaults(run=_show)


def _add_check(parser: _Parser) -> None:
    add = parser.group.add_argument
    add("path", type=Path, metavar="FILE|DIR", help="套表文件；或文件夹，审核其中所有套表")
    add("--json", action="store_true", help="以 JSON 输出审核结果")
    add("--report", type=Path, metavar="OUT", help="写审核报告（文件夹：一览表），按扩展名定格式")
    add("--returns", type=Path, metavar="DIR", help="把退回意见写到这个文件夹，每个单位一份")
    parser.set_defaults(run=_check)


def _add_export(parser: _Parser) -> None:
    _add_file(parser)
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="输出文件夹")
    add("--format", action="append", metavar="格式", help="pdf、xlsx 或 docx，可重复")
    add("--form", type=_form_number, action="append", metavar="N", help="只要第 N 张，可重复")
    add("--merged", action="store_true", help="所有表合成一个文件")
    parser.set_defaults(run=_export)


def _add_handin(parser: _Parser) -> None:
    _add_file(parser)
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="在这个文件夹里建立")
    add("--format", action="append", metavar="格式", help="pdf、xlsx 或 docx，可重复；默认都要")
    add("--zip", action="store_true", help="打成一个 zip 压缩包")
    add("--public", action="store_true", help="公开版：隐去人员姓名、电话等个人信息")
    add("--force", action="store_true", help="覆盖已有的同名文件")
    parser.set_defaults(run=_handin)


def _add_packs(parser: _Parser) -> None:
    add = parser.group.add_argument
    add("--json", action="store_true", help="以 JSON 输出")
    add("--refresh", nargs="?", const="", metavar="DIR", help="重新读出空表的版面")
    _add_folders(parser)
    parser.set_defaults(run=_packs)


def _add_demo(parser: _Parser) -> None:
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="输出文件夹")
    parser.set_defaults(run=_demo)


def _add_file(parser: _Parser) -> None:
    parser.group.add_argument("file", type=Path, metavar="FILE.perfdesk", help="套表文件")


def _add_folders(parser: _Parser) -> None:
    parser.group.add_argument(
        "--packs",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="另加一个表样包文件夹，可重复",
    )
