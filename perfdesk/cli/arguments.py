"""The arguments of the command line: a parser that speaks Chinese throughout."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from perfdesk.errors import PerfdeskError


class UsageError(PerfdeskError):
    """Arguments that do not fit together."""


class Parser(argparse.ArgumentParser):
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
        raise UsageError(f"{in_chinese(message)}；用 {self.prog} --help 查看用法")


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


def form_number(text: str) -> int:
    """Read the number of a form, from 1."""
    if not re.fullmatch("[0-9]{1,6}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"应为从 1 开始的整数，实际是 {text!r}")
    return int(text)


def year(text: str) -> int:
    """Read a year of four digits."""
    if not re.fullmatch("[0-9]{4}", text):
        raise argparse.ArgumentTypeError(f"应为四位年份，实际是 {text!r}")
    return int(text)
