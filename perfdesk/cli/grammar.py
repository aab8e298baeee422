"""Which verbs there are and what each may be asked."""

from __future__ import annotations

from pathlib import Path

from perfdesk import __version__
from perfdesk.cli import checking, verbs
from perfdesk.cli.arguments import Parser, form_number, year


def parser() -> Parser:
    """Return the parser of all verbs."""
    parser = Parser(prog="perfdesk", description="绩效目标填报：填写、审核、打印预算绩效目标表。")
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


def _add_new(parser: Parser) -> None:
    add = parser.group.add_argument
    add("--values", type=Path, metavar="FILE.json", help="填写数据（show --json 的格式）")
    add("--pack", metavar="ID", help="表样包，如 lukou-2026；新建空白套表时用")
    add("--unit", metavar="NAME", help="填报单位名称")
    add("--year", type=year, metavar="YEAR", help="年度，默认为表样包的年度")
    add("-o", "--output", type=Path, required=True, metavar="OUT.perfdesk", help="新文件")
    add("--force", action="store_true", help="覆盖已有的同名文件")
    _add_folders(parser)
    parser.set_defaults(run=verbs.new)


def _add_show(parser: Parser) -> None:
    _add_file(parser)
    parser.group.add_argument("--json", action="store_true", help="输出 new --values 所用的 JSON")
    parser.set_defaults(run=verbs.show)


def _add_check(parser: Parser) -> None:
    add = parser.group.add_argument
    add("path", type=Path, metavar="FILE|DIR", help="套表文件；或文件夹，审核其中所有套表")
    add("--json", action="store_true", help="以 JSON 输出审核结果")
    add("--report", type=Path, metavar="OUT", help="写审核报告（文件夹：一览表），按扩展名定格式")
    add("--returns", type=Path, metavar="DIR", help="把退回意见写到这个文件夹，每个单位一份")
    parser.set_defaults(run=checking.check)


def _add_export(parser: Parser) -> None:
    _add_file(parser)
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="输出文件夹")
    add("--format", action="append", metavar="格式", help="pdf、xlsx 或 docx，可重复")
    add("--form", type=form_number, action="append", metavar="N", help="只要第 N 张，可重复")
    add("--merged", action="store_true", help="所有表合成一个文件")
    parser.set_defaults(run=verbs.export)


def _add_handin(parser: Parser) -> None:
    _add_file(parser)
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="在这个文件夹里建立")
    add("--format", action="append", metavar="格式", help="pdf、xlsx 或 docx，可重复；默认都要")
    add("--zip", action="store_true", help="打成一个 zip 压缩包")
    add("--public", action="store_true", help="公开版：隐去人员姓名、电话等个人信息")
    add("--force", action="store_true", help="覆盖已有的同名文件")
    parser.set_defaults(run=verbs.handin)


def _add_packs(parser: Parser) -> None:
    add = parser.group.add_argument
    add("--json", action="store_true", help="以 JSON 输出")
    add("--refresh", nargs="?", const="", metavar="DIR", help="重新读出空表的版面")
    _add_folders(parser)
    parser.set_defaults(run=verbs.packs)


def _add_demo(parser: Parser) -> None:
    add = parser.group.add_argument
    add("-o", "--output", type=Path, required=True, metavar="DIR", help="输出文件夹")
    parser.set_defaults(run=verbs.demo)


def _add_file(parser: Parser) -> None:
    parser.group.add_argument("file", type=Path, metavar="FILE.perfdesk", help="套表文件")


def _add_folders(parser: Parser) -> None:
    parser.group.add_argument(
        "--packs",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="另加一个表样包文件夹，可重复",
    )
