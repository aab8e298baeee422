"""Forms of a dossier: add, duplicate, remove and move them, and what they are called on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from perfdesk.dossier.edits import Edit, InsertForm, MoveForm, RemoveForm
from perfdesk.dossier.state import AS_THE_BLANK, Dossier, Form, PageChoices, new_id
from perfdesk.jobs.entry import Step
from perfdesk.jobs.records import Refusal
from perfdesk.template.loader import Pack
from perfdesk.template.model import Field, Template
from perfdesk.values.blankness import is_blank

if TYPE_CHECKING:
    from perfdesk.storage.recovery import LeftBehind

UNNAMED = "未命名"

_ORGANS = ("部门", "单位", "主管", "处室", "科室", "股室")
"""Words in the label of a value that says who is in charge, as a rule the same in a whole unit."""


def form_caption(dossier: Dossier, pack: Pack, form: Form) -> tuple[str, str]:
    """Return title and name of a form: its template's, and its project's or 未命名.

    A form that stands once in a dossier needs no name; one without a name field gets its number.
    """
    loaded = pack.templates.get(form.template)
    if loaded is None:
        return form.template, ""
    template = loaded.template
    if template.name_field:
        return template.title, " ".join(form.get(template.name_field).split()) or UNNAMED
    return template.title, "" if template.unique else f"第 {dossier.number_of(form.id)} 张"


def touched_captions(left: LeftBehind) -> tuple[str, ...]:
    """Return what a journal left behind touches, as it is called on screen."""
    dossier, pack = left.replay().dossier, left.base.pack
    captions = ["单位名称和年度"] if left.unit_touched else []
    for form in left.touched:
        there = dossier if dossier.form(form.id) is not None else left.base.dossier
        title, name = form_caption(there, pack, form)
        captions.append(f"{title}（{name}）" if name else title)
    return tuple(captions)


def may_add(dossier: Dossier, pack: Pack, template_key: str) -> Refusal | None:
    """Return why a dossier cannot take another form of a template; None where it can."""
    template = pack[template_key].template
    if template.unique and any(form.template == template_key for form in dossier.forms):
        return Refusal(f"一套表里只能有一张“{template.title}”，这套表里已经有了")
    return None


def add_form(
    dossier: Dossier, pack: Pack, template_key: str, after: str | None = None
) -> tuple[Edit, str, str] | Refusal:
    """Return the edit that adds an empty form, its name, and the new form's id.

    What is the same in the whole unit is taken over from the other forms: who is in charge, and
    the persons who sign; how all forms of its template are set on paper; nothing that belongs to a
    project.

    Args:
        dossier: the state.
        pack: its templates.
        template_key: which form.
        after: the id of the form that it comes behind; by default behind the last of its template.
    """
    refusal = may_add(dossier, pack, template_key)
    if refusal is not None:
        return refusal
    template = pack[template_key].template
    values = {
        field.key: _known(dossier, template, field) or field.default for field in template.fields
    }
    tables = {table.key: () for table in template.tables}
    form = Form(new_id(), template_key, values, tables, page=_usual_page(dossier, template_key))
    edit = InsertForm(_place(dossier, template_key, after), form)
    return edit, f"添加{template.title}", form.id


def duplicate_form(dossier: Dossier, pack: Pack, form_id: str) -> tuple[Edit, str, str] | Refusal:
    """Return the edit that puts a copy of a form behind it, its name, and the copy's id."""
    form = dossier.form(form_id)
    if form is None:
        return _no_form()
    refusal = may_add(dossier, pack, form.template)
    if refusal is not None:
        return refusal
    tables = {
        key: tuple(msgspec.structs.replace(record, id=new_id()) for record in records)
        for key, records in form.tables.items()
    }
    copy = msgspec.structs.replace(form, id=new_id(), tables=tables)
    edit = InsertForm(dossier.index_of(form_id) + 1, copy)
    return edit, f"复制{_called(dossier, pack, form)}", copy.id


def remove_form(dossier: Dossier, pack: Pack, form_id: str) -> Step | Refusal:
    """Return the step that takes a form out of the dossier."""
    form = dossier.form(form_id)
    if form is None:
        return _no_form()
    return RemoveForm(form_id), f"删除{_called(dossier, pack, form)}"


def move_form(dossier: Dossier, pack: Pack, form_id: str, to: int) -> Step | Refusal | None:
    """Return the step that moves a form to position ``to`` (from 0); None where it stands there."""
    form = dossier.form(form_id)
    if form is None:
        return _no_form()
    if not 0 <= to < len(dossier.forms):
        return Refusal("这张表已经在最前面" if to < 0 else "这张表已经在最后面")
    if to == dossier.index_of(form_id):
        return None
    return MoveForm(form_id, to), f"移动{_called(dossier, pack, form)}"


def _called(dossier: Dossier, pack: Pack, form: Form) -> str:
    title, name = form_caption(dossier, pack, form)
    return f"“{name}”" if name and name != UNNAMED else f"“{title}”"


def _no_form() -> Refusal:
    return Refusal("这张表已经不在这套表里")


def _place(dossier: Dossier, template_key: str, after: str | None) -> int:
    if after is not None and dossier.form(after) is not None:
        return dossier.index_of(after) + 1
    same = [i for i, form in enumerate(dossier.forms) if form.template == template_key]
    return same[-1] + 1 if same else len(dossier.forms)


def _usual_page(dossier: Dossier, template_key: str) -> PageChoices:
    """Return how all other forms of a template are set on paper; shrinking is each form's own."""
    pages = [
        msgspec.structs.replace(form.page, fit=False)
        for form in dossier.forms
        if form.template == template_key
    ]
    alike = pages and all(page == pages[0] for page in pages)
    return pages[0] if alike and pages[0] != AS_THE_BLANK else AS_THE_BLANK


def _known(dossier: Dossier, template: Template, field: Field) -> str:
    """Return the value of a field that all other forms agree on, "" where it is not known."""
    if field.role == "signature":
        given = {form.get(field.key) for form in dossier.forms}
        given = {raw for raw in given if not is_blank(raw)}
    elif _unit_wide(field):
        given = {form.get(field.key) for form in dossier.forms if form.template == template.key}
    else:
        given = set()
    known = given.pop() if len(given) == 1 else ""
    return "" if is_blank(known) else known


def _unit_wide(field: Field) -> bool:
    return field.type == "text" and not field.role and any(w in field.label for w in _ORGANS)
