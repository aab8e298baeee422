"""Findings in words: where, what, and how to mend it, made from the texts that stand with rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from perfdesk.checks.finding import Finding
from perfdesk.checks.registry import Case
from perfdesk.dossier.state import Dossier, Form, Path
from perfdesk.values.blankness import trim
from perfdesk.values.money import without_unit

if TYPE_CHECKING:
    from perfdesk.template.loader import Pack
    from perfdesk.template.model import Field, Table, Template

LONGEST_QUOTE = 24
"""Characters of a typed text that a message repeats; the rest is cut."""

INTERNAL = Case(
    "有一项审核（{rule}）没有完成", "不影响填报和导出；请把这条提示告诉软件维护人员（{error}）"
)

_DOSSIER_LABELS = {"unit_name": "填报单位", "year": "年度", "forms": "整套表"}

_INNER = str.maketrans("“”", "‘’")


class Text(NamedTuple):
    """A finding in Chinese: ``message`` says where and what, ``advice`` how to mend it."""

    message: str
    advice: str


def words(dossier: Dossier, pack: Pack, finding: Finding) -> Text:
    """Return the Chinese text of a finding of ``dossier``, which is filled in by ``pack``.

    Besides the note's own arguments a case may name ``label`` and ``labels`` (栏目 of the first and
    of all places), ``hint`` (the template's advice for the first), ``other`` and ``other2`` (栏目
    of the first two related places) and ``related`` (the first related place in full).
    """
    from perfdesk.checks.catalogue import RULES  # noqa: PLC0415 - all rules, not needed at start

    rule = RULES.get(finding.rule)
    case = rule.cases[finding.case] if rule else INTERNAL
    values = {name: quoted(text) for name, text in finding.args}
    labels = [without_unit(label(dossier, pack, path)) for path in finding.paths if path.field]
    for i, path in enumerate(finding.related[:2]):
        values["other2" if i else "other"] = without_unit(label(dossier, pack, path))
    values["label"] = labels[0] if labels else ""
    values["labels"] = "".join(f"“{text}”" for text in dict.fromkeys(labels))
    values["hint"] = _hint(dossier, pack, finding)
    if finding.related:
        values["related"] = where(dossier, pack, finding.related[0])
    place = where(dossier, pack, finding.paths[0]) if finding.paths else "整套表"
    advice = case.advice.format_map(values).rstrip("。")
    return Text(f"{place}：{case.what.format_map(values)}", advice)


def quoted(text: str) -> str:
    """Return a typed text as a message repeats it between “ and ”: on one line, long ones cut."""
    line = " ".join(text.split()).translate(_INNER)
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"


def form_name(dossier: Dossier, pack: Pack, form: Form) -> str:
    """Return what a form is called in messages: its title, and its name or number where needed."""
    loaded = pack.templates.get(form.template)
    title = loaded.template.title if loaded else form.template
    name = trim(form.get(loaded.template.name_field)) if loaded else ""
    if name:
        return f"{title}“{quoted(name)}”"
    alike = sum(item.template == form.template for item in dossier.forms)
    return f"{title}（第{dossier.number_of(form.id)}张）" if alike > 1 else title


def where(dossier: Dossier, pack: Pack, path: Path) -> str:
    """Return a place in words: the form, the row and the 栏目."""
    form = dossier.form(path.form)
    if form is None:
        return _DOSSIER_LABELS.get(path.field, "整套表")
    parts = [form_name(dossier, pack, form)]
    if path.record:
        parts.append(_row(pack, form, path))
    if path.field:
        parts.append(label(dossier, pack, path))
    return "，".join(filter(None, parts))


def label(dossier: Dossier, pack: Pack, path: Path) -> str:
    """Return the name of the 栏目 at ``path``."""
    field = _field(dossier, pack, path)
    return field.label if field else _DOSSIER_LABELS.get(path.field, path.column or path.field)


def _hint(dossier: Dossier, pack: Pack, finding: Finding) -> str:
    field = _field(dossier, pack, finding.paths[0]) if finding.paths else None
    return field.hint if field else ""


def _field(dossier: Dossier, pack: Pack, path: Path) -> Field | None:
    template = _template(dossier, pack, path)
    if template is None:
        return None
    table = template.table(path.field)
    return table.column(path.column) if table else template.field(path.field)


def _template(dossier: Dossier, pack: Pack, path: Path) -> Template | None:
    form = dossier.form(path.form)
    loaded = pack.templates.get(form.template) if form else None
    return loaded.template if loaded else None


def _row(pack: Pack, form: Form, path: Path) -> str:
    """``第5行指标（时效指标）``: its number, what a row is called, and the label left of it."""
    loaded = pack.templates.get(form.template)
    table = loaded.template.table(path.field) if loaded else None
    number = next((i for i, r in enumerate(form.records(path.field), 1) if r.id == path.record), 0)
    called = table.record_label.removeprefix("行") if table else ""
    group = _group(table, form, path) if table else ""
    return f"第{number}行{called}" + (f"（{group}）" if group else "")


def _group(table: Table, form: Form, path: Path) -> str:
    """The innermost fixed label of a row, or the name of its kind."""
    record = form.record(path.field, path.record)
    if record is None:
        return ""
    if table.group_by:
        return record.get(table.group_by[-1])
    kind = record.get(table.variant_by) if table.variant_by else ""
    return next((variant.label for variant in table.variants if variant.key == kind), "")
