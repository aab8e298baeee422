"""A dossier in a few lines, for a look at what a file holds."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.wording import form_name
from perfdesk.dossier.finals import final_forms
from perfdesk.dossier.state import Form
from perfdesk.storage.format import OpenFile
from perfdesk.template.model import Template


def summary(file: OpenFile) -> Iterator[str]:
    """Yield whose dossier it is and one line for each form, with how much of it is filled in."""
    dossier, pack = file.dossier, file.pack
    yield f"{dossier.unit_name}  {dossier.year}年  共 {len(dossier.forms)} 张表"
    yield f"表样包：{pack.info.name}（{dossier.pack}）"
    final = final_forms(dossier)
    for number, form in enumerate(dossier.forms, 1):
        name = form_name(dossier, pack, form)
        state = "，已定稿" if form.id in final else ""
        yield f"{number:3}. {name}：{_extent(form, pack[form.template].template)}{state}"


def _extent(form: Form, template: Template) -> str:
    filled = sum(bool(form.get(field.key).strip()) for field in template.fields)
    parts = [f"已填 {filled}/{len(template.fields)} 项"] if template.fields else []
    parts += [f"{table.label} {len(form.records(table.key))} 行" for table in template.tables]
    return "，".join(parts)
