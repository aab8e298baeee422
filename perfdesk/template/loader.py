"""Read a pack's TOML and grids into the model; every problem of it is reported together."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from perfdesk.errors import Problem, TemplateError
from perfdesk.template.declared import grid_problems, option_problems, template_problems
from perfdesk.template.grid import Grid
from perfdesk.template.model import PackInfo, Template
from perfdesk.template.plan import Plan, make_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T", bound=msgspec.Struct)


class LoadedTemplate(msgspec.Struct, frozen=True):
    """A template ready for use: declarations, grid, and the plan that binds them."""

    template: Template
    grid: Grid
    plan: Plan


class Pack(msgspec.Struct, frozen=True):
    """A pack ready for use. ``files`` are its own files by name, as a dossier carries them."""

    info: PackInfo
    templates: Mapping[str, LoadedTemplate]
    files: Mapping[str, bytes]

    def __getitem__(self, key: str) -> LoadedTemplate:
        return self.templates[key]

    def blank(self, key: str) -> bytes:
        """Return the blank workbook of a template."""
        return self.files[f"{key}.xlsx"]


def load_pack(files: Mapping[str, bytes], place: str) -> Pack:
    """Return the pack made of ``files`` (``pack.toml``, ``<key>.toml``, ``.xlsx``, ``.grid.json``).

    Raises:
        TemplateError: with every problem found, each with its file, key and remedy.
    """
    problems: list[Problem] = []
    info = _read_toml(files, "pack.toml", PackInfo, problems)
    loaded: dict[str, LoadedTemplate] = {}
    for key in info.templates if info else ():
        template = _read_template(files, key, problems)
        if template:
            loaded[key] = template
    if problems or info is None:
        raise TemplateError(f"表样包 {place} 不能使用", tuple(problems))
    return Pack(info, loaded, dict(files))


def read_grid(data: bytes) -> Grid:
    """Return the grid written by :func:`write_grid`.

    Raises:
        msgspec.DecodeError: it is not one.
    """
    return msgspec.json.decode(data, type=Grid)


def write_grid(grid: Grid) -> bytes:
    """Return the grid as JSON with one cell, style or list a line, so that a diff can be read."""
    lines = []
    for name in grid.__struct_fields__:
        value = getattr(grid, name)
        if isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            rows = ",\n  ".join(_encode(item) for item in value)
            lines.append(f' "{name}": [\n  {rows}\n ]')
        else:
            lines.append(f' "{name}": {_encode(value)}')
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _read_template(
    files: Mapping[str, bytes], key: str, problems: list[Problem]
) -> LoadedTemplate | None:
    template = _read_toml(files, f"{key}.toml", Template, problems)
    grid = _read_grid_file(files, key, problems)
    if template is None or grid is None:
        return None
    if template.key != key:
        problems.append(
            Problem(f"{key}.toml", f"key 是 {template.key}，与文件名不同", f'改成 key = "{key}"')
        )
    problems += template_problems(template, f"{key}.toml")
    plan, found = make_plan(template, grid, f"{key}.xlsx")
    problems += found
    problems += option_problems(template, plan, f"{key}.toml")
    return LoadedTemplate(template, grid, plan)


def _read_toml(
    files: Mapping[str, bytes], name: str, kind: type[T], problems: list[Problem]
) -> T | None:
    data = files.get(name)
    if data is None:
        problems.append(Problem(name, "没有这个文件", "补上它，或从 pack.toml 的 templates 中去掉"))
        return None
    try:
        parsed = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problems.append(Problem(name, "不是 UTF-8 编码的文本", "用 UTF-8 编码重新保存"))
        return None
    except (ValueError, RecursionError) as error:  # not TOML, or numbers or nesting out of bounds
        problems.append(Problem(name, f"TOML 写法有误（{error}）", "按提示的行号改正"))
        return None
    try:
        return msgspec.convert(parsed, kind)
    except msgspec.ValidationError as error:
        problems += _validation_problems(name, parsed, kind, error)
        return None


def _validation_problems(
    name: str, parsed: dict[str, Any], kind: type[T], error: msgspec.ValidationError
) -> list[Problem]:
    """Split one decoding error into one for each broken part, so that all are seen at once."""
    problems = []
    for part, values in parsed.items():
        if not isinstance(values, list) or not all(isinstance(item, dict) for item in values):
            continue
        for i, item in enumerate(values):
            reason = _why_not({part: [item]}, kind, part)
            if reason:
                problems.append(
                    Problem(name, f"{part}[{i}]（{item.get('key', '?')}）：{reason}", _REMEDY)
                )
    rest = {
        k: v
        for k, v in parsed.items()
        if not (isinstance(v, list) and v and isinstance(v[0], dict))
    }
    try:
        msgspec.convert(rest, kind)
    except msgspec.ValidationError as own:
        problems.append(Problem(name, _in_chinese(str(own)), _REMEDY))
    return problems or [Problem(name, _in_chinese(str(error)), _REMEDY)]


_REMEDY = "按 README 中的写法改正这一项"


def _why_not(part: dict[str, Any], kind: type[T], key: str) -> str:
    names = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    if key not in names:
        return f"没有 {key} 这一项"
    try:
        msgspec.convert(part[key], names[key].type)
    except msgspec.ValidationError as error:
        return _in_chinese(str(error))
    return ""


def _in_chinese(message: str) -> str:
    for english, chinese in (
        ("Object contains unknown field ", "不认识的项 "),
        ("Object missing required field ", "缺少必填项 "),
        ("Invalid enum value ", "不允许的值 "),
        ("Expected ", "应为 "),
        (", got ", "，实际是 "),
        (" - at ", "，位置 "),
        ("`$[0].", "`"),
        ("`$.", "`"),
        ("`$[0]`", "本项"),
        ("`str`", "文字"),
        ("`int`", "整数"),
        ("`array`", "列表"),
        ("`object`", "表"),
        ("`bool`", "true 或 false"),
    ):
        message = message.replace(english, chinese)
    return message


def _read_grid_file(files: Mapping[str, bytes], key: str, problems: list[Problem]) -> Grid | None:
    if f"{key}.xlsx" not in files:
        problems.append(Problem(f"{key}.xlsx", "没有空表工作簿", "把官方空表另存为这个文件"))
        return None
    name = f"{key}.grid.json"
    data = files.get(name)
    if data is None:
        problems.append(Problem(name, "没有读出的版面", "运行 perfdesk packs --refresh 文件夹"))
        return None
    try:
        grid = read_grid(data)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, not a grid
        problems.append(
            Problem(
                name,
                f"内容有误（{_in_chinese(str(error))}）",
                "运行 perfdesk packs --refresh 文件夹",
            )
        )
        return None
    found = list(grid_problems(grid, name))
    problems += found
    return None if found else grid
