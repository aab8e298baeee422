"""Read a JSON file that a person wrote: a mistake is named with its line and column, in Chinese."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from perfdesk.errors import Problem, ValuesError, os_reason

MAX_BYTES = 64 * 2**20

_SAFE_DIGITS = 15
"""Longer whole numbers are kept as they stand, only to be quoted in a message."""

_MEANINGS = (
    ("Expecting ',' delimiter", "前面缺少逗号或括号", "补上逗号，或检查括号是否配对"),
    ("Expecting ':' delimiter", "名称后面缺少冒号", "写成 “名称”: “内容” 的样子，用英文标点"),
    ("Expecting property name", "这里应是带英文双引号的名称", "补上名称，或删去前面多余的逗号"),
    ("Expecting value", "这里缺少内容", "补上带英文双引号的文字，或删去多余的逗号"),
    ("Illegal trailing comma", "多了一个逗号", "删去这个逗号"),
    ("Unterminated string", "这里开始的文字缺少结尾的引号", "补上英文双引号"),
    ("Invalid control character", "文字中直接换了行或有控制字符", "换行写成 \\n"),
    ("Invalid \\", "反斜杠后面的写法不对", "反斜杠本身要写成 \\\\"),
    ("Extra data", "内容结束之后还有多余的文字", "删去多余的部分"),
)
_CHINESE_MARKS = "“”‘’，：；｛｝［］【】"


class DoubledKeys(dict[str, Any]):
    """An object of a JSON file in which keys stand twice; ``doubled`` names them."""

    doubled: tuple[str, ...] = ()


def read_json(path: Path) -> object:
    """Return what a JSON file holds, a byte order mark allowed.

    Numbers that Python would round or cannot print are ``Decimal``; an object with a key given
    twice is a :class:`DoubledKeys`.

    Raises:
        ValuesError: it cannot be read, is too large, not UTF-8 or not JSON; place and remedy.
    """
    data = _read(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what, remedy = "不是 UTF-8 编码", "用记事本等程序“另存为”，编码选择 UTF-8"
        raise _error(path, f"第 {line} 行", what, remedy) from error
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=Decimal,
            parse_int=_whole_number,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        what, remedy = _meaning(error)
        raise _error(path, f"第 {error.lineno} 行第 {error.colno} 列", what, remedy) from error
    except RecursionError as error:
        raise _error(path, "整个文件", "括号嵌套过深", "检查括号是否配对") from error
    except _NotANumberError as error:
        what = f"JSON 里不能写 {error}"
        raise _error(path, "整个文件", what, '改成带英文双引号的文字，没有内容的写 ""') from error


class _NotANumberError(Exception):
    """NaN or Infinity, which Python reads and JSON does not know."""


def _no_constant(name: str) -> NoReturn:
    raise _NotANumberError(name)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        what, remedy = os_reason(error)
        raise _error(path, "读取", what, remedy) from error
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 2**20
        raise _error(path, "整个文件", f"文件过大（超过 {limit} MiB）", "请检查是否选错了文件")
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    marked = DoubledKeys(found)
    marked.doubled = tuple(key for key, n in Counter(key for key, _ in pairs).items() if n > 1)
    return marked


def _whole_number(text: str) -> int | Decimal:
    return int(text) if len(text) <= _SAFE_DIGITS else Decimal(text)


def _meaning(error: json.JSONDecodeError) -> tuple[str, str]:
    char = error.doc[error.pos : error.pos + 1]
    if not error.doc.strip():
        return "文件是空的", "请检查是否选错了文件"
    if char and char in _CHINESE_MARKS:
        return f"用了中文标点 {char}", "改成英文的双引号、逗号、冒号和括号"
    for message, what, remedy in _MEANINGS:
        if error.msg.startswith(message):
            return what, remedy
    return f"JSON 写法有误（{error.msg}）", "请检查这一处的引号、逗号和括号"


def _error(path: Path, place: str, what: str, remedy: str) -> ValuesError:
    return ValuesError(str(path), (Problem(place, what, remedy),))
