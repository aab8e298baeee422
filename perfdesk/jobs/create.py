"""A dossier from plain values and back: the interchange format of ``new --values`` and ``show``.

Strict, so that nothing given is lost and nothing is added: every key must be known and every value
a text. A key not given stays absent, ``""`` stays ``""``, an empty list stays one.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from perfdesk.dossier.state import FIRST_YEAR, LAST_YEAR, Dossier, Form, Record, new_id
from perfdesk.errors import Problem, ValuesError
from perfdesk.jobs.bands import inferred_options
from perfdesk.jobs.jsonfile import DoubledKeys
from perfdesk.jobs.pagevalues import PAGE, page_from_values, page_values
from perfdesk.template.loader import LoadedTemplate, Pack
from perfdesk.template.model import Field, Table, Template, group_values
from perfdesk.template.plan import UNIT_NAME

Tree = dict[str, "Field | Table | Tree"]
"""The fields and tables of a template by name, grouped as its dotted keys are."""

SHOWN = 40
"""Characters of a value that a message quotes."""

_TOP = {"pack": "表样包", "unit_name": "单位名称", "year": "年度", "forms": "各张表"}
_FORM = {"template": "表样", "values": "填写内容", "options": "选项", "page": "页面设置"}


def new_dossier(pack: Pack, unit_name: str, year: int) -> Dossier:
    """Return a dossier with the forms that a new one begins with, all their fields blank.

    Raises:
        ValuesError: the name or the year cannot be used.
    """
    reader = _Reader(pack)
    reader.text(unit_name, UNIT_NAME)
    reader.year(year)
    reader.finish("新建套表")
    templates = [pack[key].template for key in pack.info.templates]
    forms = [_blank_form(template) for template in templates for _ in range(template.initial)]
    return Dossier(pack.info.id, unit_name, year, tuple(forms))


def _blank_form(template: Template) -> Form:
    values = {field.key: field.default for field in template.fields}
    return Form(new_id(), template.key, values, {table.key: () for table in template.tables})


def pack_of(data: object, place: str, known: Iterable[str]) -> str:
    """Return the id of the pack that values from outside name.

    Args:
        data: the values, as decoded from JSON.
        place: where they come from, for the message.
        known: ids of the packs that there are.

    Raises:
        ValuesError: they name none, or an unknown one.
    """
    ids = dict.fromkeys(known, "")
    if not isinstance(data, dict):
        problem = Problem("整个文件", f"应为对象，实际是{_kind(data)}", "最外层用花括号 {}")
    elif not isinstance(name := data.get("pack"), str):
        problem = Problem("pack", "没有写明表样包", f'写上 "pack"，{_nearest("", ids)}')
    elif name not in ids:
        problem = Problem("pack", f"没有表样包 {_shown(name)}", _nearest(name, ids))
    else:
        return name
    raise ValuesError(place, (problem,))


def dossier_from_values(data: object, pack: Pack, place: str = "填写数据") -> Dossier:
    """Return the dossier that ``data`` (as decoded from JSON) describes.

    Args:
        data: ``{pack, unit_name, year, forms: [{template, values, options?, page?}]}``.
        pack: the pack that it names.
        place: where the data come from, for the message.

    Raises:
        ValuesError: with every problem found, each with its place and remedy.
    """
    reader = _Reader(pack)
    dossier = reader.dossier(data)
    reader.finish(place)
    return dossier


class _Reader:
    """One reading of values from outside; what does not fit is noted, and all of it read."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.problems: list[Problem] = []
        self.trees = {key: _tree(loaded.template) for key, loaded in pack.templates.items()}

    def finish(self, place: str) -> None:
        """Raise everything that was noted."""
        if self.problems:
            raise ValuesError(place, tuple(self.problems))

    def dossier(self, data: object) -> Dossier:
        top = self._object(data, "", _TOP, required=_TOP)
        if "pack" in top:
            self._pack(top["pack"])
        return Dossier(
            self.pack.info.id,
            self.text(top.get("unit_name", ""), "unit_name"),
            self.year(top["year"]) if "year" in top else 0,
            tuple(
                self._form(item, f"forms[{i}]")
                for i, item in enumerate(self._list(top.get("forms", []), "forms"))
            ),
        )

    def text(self, value: object, place: str) -> str:
        """Return a text as it is; anything else is noted."""
        if not isinstance(value, str):
            self._note(place, f"应为文字，实际是{_kind(value)}", _quoted(value))
            return ""
        try:
            value.encode()
        except UnicodeEncodeError:
            self._note(place, f"有不完整的字符 {_shown(value)}", "删去这个字符")
        return value

    def year(self, value: object) -> int:
        """Return a year; anything else is noted."""
        if isinstance(value, int) and not isinstance(value, bool):
            if FIRST_YEAR <= value <= LAST_YEAR:
                return value
            what = f"{value} 不在 {FIRST_YEAR} 到 {LAST_YEAR} 之间"
        else:
            what = f"应为整数，实际是{_kind(value)}"
        self._note("year", what, f"写成不带引号的四位年份，如 {self.pack.info.year}")
        return 0

    def _pack(self, value: object) -> None:
        name = self.text(value, "pack")
        if isinstance(value, str) and name != self.pack.info.id:
            own = self.pack.info.id
            self._note("pack", f"是 {_shown(name)}，而使用的表样包是 {own}", f"改成 {own}")

    def _form(self, raw: object, place: str) -> Form:
        given = self._object(raw, place, _FORM, required=("template", "values"))
        key = given.get("template")
        if "template" in given and not isinstance(key, str):
            self._note(f"{place}.template", f"应为文字，实际是{_kind(key)}", _quoted(key))
        if not isinstance(key, str):
            return Form("", "")
        if key not in self.pack.templates:
            known = {item: loaded.template.title for item, loaded in self.pack.templates.items()}
            self._note(f"{place}.template", f"没有表样 {_shown(key)}", _nearest(key, known))
            return Form("", "")
        loaded = self.pack[key]
        values: dict[str, str] = {}
        tables: dict[str, tuple[Record, ...]] = {}
        if "values" in given:
            spot = f"{place}.values"
            self._level(given["values"], self.trees[key], spot, loaded, values, tables)
        options = inferred_options(loaded, tables)
        if "options" in given:
            options |= self._options(given["options"], loaded.template, f"{place}.options")
        spot = f"{place}.page"
        page = page_from_values(self._object(given.get("page", {}), spot, PAGE), spot, self._note)
        return Form(new_id(), key, values, tables, options, page)

    def _level(
        self,
        raw: object,
        tree: Tree,
        place: str,
        loaded: LoadedTemplate,
        values: dict[str, str],
        tables: dict[str, tuple[Record, ...]],
    ) -> None:
        """Read one level of a form's values into ``values`` and ``tables``."""
        for name, item in self._object(raw, place, _labels(tree)).items():
            node, spot = tree[name], f"{place}.{name}"
            if isinstance(node, Field):
                values[node.key] = self.text(item, spot)
            elif isinstance(node, Table):
                tables[node.key] = self._records(item, node, loaded, spot)
            elif item == {}:
                remedy = f"删去 {name}，或写出其中的 {'、'.join(node)}"
                self._note(spot, "这一组是空的", remedy)
            else:
                self._level(item, node, spot, loaded, values, tables)

    def _records(
        self, raw: object, table: Table, loaded: LoadedTemplate, place: str
    ) -> tuple[Record, ...]:
        labels = dict(zip(table.group_by, table.group_labels, strict=False))
        known = {key: labels.get(key, "") for key in table.fixed_keys}
        known |= {column.key: column.label for column in table.columns}
        records = []
        for i, item in enumerate(self._list(raw, place)):
            spot = f"{place}[{i}]"
            given = self._object(item, spot, known, required=table.fixed_keys)
            values = {key: self.text(value, f"{spot}.{key}") for key, value in given.items()}
            if all(isinstance(given.get(key), str) for key in table.fixed_keys):
                self._check_row(values, table, loaded.plan.groups(table.key), spot)
            records.append(Record(new_id(), values))
        return tuple(records)

    def _check_row(
        self,
        values: Mapping[str, str],
        table: Table,
        groups: Sequence[tuple[str, ...]],
        place: str,
    ) -> None:
        """The row must be one that the blank prints: a group, or a kind of row."""
        if table.variant_by:
            kind = values[table.variant_by]
            kinds = {variant.key: variant.label for variant in table.variants}
            if kind not in kinds:
                spot = f"{place}.{table.variant_by}"
                self._note(spot, f"没有 {_shown(kind)} 这种行", _nearest(kind, kinds))
            return
        key = group_values(table, values)
        for level, name in enumerate(table.group_by):
            known = dict.fromkeys((g[level] for g in groups if g[:level] == key[:level]), "")
            if key[level] not in known:
                above = f"“{key[level - 1]}”下" if level else "表样中"
                what = f"{above}没有 {_shown(key[level])}"
                self._note(f"{place}.{name}", what, _nearest(key[level], known))
                return

    def _options(self, raw: object, template: Template, place: str) -> dict[str, str]:
        known = {option.key: option.label for option in template.options}
        chosen = {}
        for key, value in self._object(raw, place, known).items():
            option = template.option(key)
            choice = self.text(value, f"{place}.{key}")
            choices = {item.key: item.label for item in option.choices} if option else {}
            if isinstance(value, str) and choice not in choices:
                what = f"没有 {_shown(choice)} 这个取值"
                self._note(f"{place}.{key}", what, _nearest(choice, choices))
            chosen[key] = choice
        return chosen

    def _object(
        self,
        raw: object,
        place: str,
        known: Mapping[str, str],
        required: Iterable[str] = (),
    ) -> dict[str, object]:
        """Return the known keys of an object; what it is not, lacks or has too much is noted."""
        if not isinstance(raw, dict):
            self._note(place, f"应为对象，实际是{_kind(raw)}", "用花括号 {} 写成 名称: 内容")
            return {}
        for key in raw.doubled if isinstance(raw, DoubledKeys) else ():
            self._note(place, f"{_shown(key)} 写了两次", "只留一个")
        for key in raw:
            if key not in known:
                self._note(place, f"不认识的项 {_shown(str(key))}", _nearest(str(key), known))
        for key in required:
            if key not in raw:
                label = f"（{known[key]}）" if known[key] else ""
                self._note(place, f"缺少 {key}{label}", f"补上 {key}")
        return {key: value for key, value in raw.items() if key in known}

    def _list(self, raw: object, place: str) -> list[object]:
        if isinstance(raw, list):
            return raw
        self._note(place, f"应为列表，实际是{_kind(raw)}", "用方括号 [] 写成列表")
        return []

    def _note(self, place: str, what: str, remedy: str) -> None:
        self.problems.append(Problem(place or "最外层", what, remedy))


# ---- the words of the messages ----


def _kind(value: object) -> str:
    """Name the JSON type of a value, with the value where it is short."""
    if value is None:
        return " null"
    if isinstance(value, bool):
        return " true" if value else " false"
    if isinstance(value, dict | list):
        return "对象 {…}" if isinstance(value, dict) else "列表 […]"
    if isinstance(value, str):
        return f"文字 {_shown(value)}"
    return f"数字 {str(value)[:SHOWN]}"


def _quoted(value: object) -> str:
    if value is None:
        return '没有内容的写 ""，或删去这一项'
    if isinstance(value, bool | dict | list):
        return "改成带英文双引号的文字"
    return f'加上英文双引号，写成 "{str(value)[:SHOWN]}"'


def _shown(text: str) -> str:
    """Return a text in quotes, cut short, without anything that cannot be printed."""
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return json.dumps(short, ensure_ascii=not short.isprintable())


def _nearest(given: str, known: Mapping[str, str]) -> str:
    """Say which of the known names was meant, by name or label, or else list all of them."""
    if not known:
        return "删去这一项"
    if given in _TOP and given not in known:
        return f"{given} 写在最外层，与 forms 并列"
    group, _, rest = given.partition(".")
    if group in known and rest:
        return f'分组写成 "{group}": {{"{rest}": …}}'
    named = {key: f"{key}（{label}）" if label else key for key, label in known.items()}
    for key, label in known.items():
        if given and given in {label, named[key]}:
            return f"写成 {key}"
    if close := difflib.get_close_matches(given, known, n=1):
        return f"是不是 {named[close[0]]}"
    return f"可用的有：{'、'.join(named.values())}"


def _labels(tree: Tree) -> dict[str, str]:
    return {
        name: f"含 {'、'.join(node)}" if isinstance(node, dict) else node.label
        for name, node in tree.items()
    }


def _tree(template: Template) -> Tree:
    tree: Tree = {table.key: table for table in template.tables}
    for field in template.fields:
        *groups, name = field.key.split(".")
        level = tree
        for group in groups:
            inner = level.setdefault(group, {})
            level = inner if isinstance(inner, dict) else {}
        level[name] = field
    return tree


# ---- back ----


def values_from_dossier(dossier: Dossier, pack: Pack) -> dict[str, Any]:
    """Return what :func:`dossier_from_values` makes this dossier of; keys in the blank's order.

    Options are named only where they would not be inferred. What a newer version added to the file
    and this pack does not declare comes last in its form, under the key that it has there.
    """
    return {
        "pack": dossier.pack,
        "unit_name": dossier.unit_name,
        "year": dossier.year,
        "forms": [_form_values(form, pack[form.template]) for form in dossier.forms],
    }


def _form_values(form: Form, loaded: LoadedTemplate) -> dict[str, Any]:
    values: dict[str, Any] = {}
    template = loaded.template
    printed = [cell.table or cell.key for cell in loaded.plan.cells]
    for key in dict.fromkeys((*printed, *form.values, *form.tables)):
        if key in form.tables:
            values[key] = [_row(record, template.table(key)) for record in form.tables[key]]
        elif key in form.values:
            _put(values, key.split(".") if template.field(key) else [key], form.values[key])
    shown: dict[str, Any] = {"template": form.template, "values": values}
    if options := _explicit_options(form, loaded):
        shown["options"] = options
    if page := page_values(form.page):
        shown["page"] = page
    return shown


def _put(values: dict[str, Any], names: Sequence[str], text: str) -> None:
    *groups, name = names
    for group in groups:
        values = values.setdefault(group, {})
    values.setdefault(name, text)


def _row(record: Record, table: Table | None) -> dict[str, str]:
    declared = [*table.fixed_keys, *(column.key for column in table.columns)] if table else []
    keys = dict.fromkeys((*(key for key in declared if key in record.values), *record.values))
    return {key: record.values[key] for key in keys}


def _explicit_options(form: Form, loaded: LoadedTemplate) -> dict[str, str]:
    inferred = inferred_options(loaded, form.tables)
    official = {option.key: option.default.key for option in loaded.template.options}
    chosen = {**{key: official[key] for key in inferred}, **form.options}
    return {key: choice for key, choice in chosen.items() if inferred.get(key) != choice}
