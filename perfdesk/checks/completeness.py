"""R39 and R43: the forms of a dossier are called what the summary calls them, and all are there."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.registry import Case, Params, Ref, registry
from perfdesk.checks.summaries import Group, Item, Matched, Summary
from perfdesk.checks.view import DossierView, FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import compact, is_unused, trim
from perfdesk.values.names import overlap

_ALIKE = 0.5
"""How much two names have in common where one is the other, written otherwise."""


class UniqueName(Params, frozen=True, kw_only=True):
    """The ``name`` of each form of a template is its own, within its ``group`` if there is one."""

    template: str
    name: str
    group: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("name", self.name, template=self.template)
        if self.group:
            yield Ref("group", self.group, template=self.template)


@registry.rule(
    "R39",
    level="dossier",
    severity="error",
    title="项目名称不重复，各表写法相同",
    basis="practice",
    inputs=UniqueName,
    kind="unique_name",
    cases={
        "twice": Case(
            "“{name}”已有一张表", "两张表是同一个项目的，删去一张；是两个项目的，写成不同的名称"
        ),
        "differs": Case(
            "汇总表写的是“{name}”，它的表写的是“{other_name}”（{related}）", "核对后改成同一个名称"
        ),
        "group": Case(
            "写的是“{other_name}”，汇总表写的是“{name}”（{related}）", "核对后改成同一个名称"
        ),
    },
    example="汇总表写“商务专项经费”，支出方向表写“商务专项资金”",
)
def unique_name(view: DossierView, at: UniqueName) -> Iterator[Note]:
    """No two forms of a template have one name (``unique_name``); blank names are left to R01.

    ==========================  ======
    项目名称
    ==========================  ======
    甲, 乙                      pass
    甲, (blank), (blank)        pass
    甲, 甲                      fail
    甲, `` 甲``                 fail
    ==========================  ======
    """
    seen: dict[tuple[str, str], FormView] = {}
    for form in view.forms(at.template):
        name = compact(form.text(at.name))
        if not name or is_unused(name):
            continue
        group = compact(form.text(at.group)) if at.group else ""
        first = seen.setdefault((name, group), form)
        if first is not form:
            yield note("twice", form.at(at.name), related=(first.at(at.name),), name=name)


@registry.more("R39", inputs=Summary, kind="summary", scope="dossier", declared="R40")
def name_as_in_summary(view: DossierView, at: Summary) -> Iterator[Note]:
    """A form is called what its row in the summary is called (``summary``).

    Said only where a row without a form and a form without a row are surely meant for each other:
    by most of the name, or by the same amount within the same group.

    ==================  ======================  ======
    汇总表              支出方向表
    ==================  ======================  ======
    商务专项经费        商务专项经费            pass
    商务专项经费        人才引进补贴            pass
    商务专项经费        商务专项资金            fail
    ==================  ======================  ======
    """
    for form in view.forms(at.template):
        table = Matched(view, at, form)
        for item, own in _pairs(table):
            yield _differs(table, item, own)
        yield from _groups(table)


def _differs(table: Matched, item: Item, own: FormView) -> Note:
    at = table.at
    row, field = table.cell(item.record, at.name), own.at(at.form_name)
    name, other = trim(item.record.get(at.name)), trim(own.text(at.form_name))
    fixes = (fix(f"汇总表改为“{other}”", (row, other)), fix(f"改为“{name}”", (field, name)))
    return note("differs", row, related=(field,), fixes=fixes, name=name, other_name=other)


def _groups(table: Matched) -> Iterator[Note]:
    """Forms that name another group than the one that their row stands in."""
    at = table.at
    if not at.form_group:
        return
    for group, item in table.items():
        if item.form is None or group.record is None:
            continue
        name, typed = trim(group.record.get(at.name)), item.form.text(at.form_group)
        if name and not is_unused(typed) and compact(typed) != compact(name):
            path = item.form.at(at.form_group)
            row = table.cell(group.record, at.name)
            yield note(
                "group",
                path,
                related=(row,),
                fixes=(fix(f"改为“{name}”", (path, name)),),
                name=name,
                other_name=trim(typed),
            )


def _pairs(table: Matched) -> list[tuple[Item, FormView]]:
    """Rows without a form and forms without a row that are surely meant for each other."""
    rows, forms = table.strangers()
    found: list[tuple[Item, FormView]] = []
    for group, item in rows:
        fitting = [form for form in forms if _meant(table, group, item, form)]
        if len(fitting) == 1 and all(form is not fitting[0] for _, form in found):
            found.append((item, fitting[0]))
    return found


def _meant(table: Matched, group: Group, item: Item, form: FormView) -> bool:
    at = table.at
    name, other = compact(item.record.get(at.name)), compact(form.text(at.form_name))
    if overlap(name, other) >= _ALIKE or name in other or other in name:
        return True
    if not at.form_group or group.record is None or item.amount.base is None:
        return False
    same_group = compact(form.text(at.form_group)) == compact(group.record.get(at.name))
    return same_group and form.amount(at.form_amount).base == item.amount.base


class NeededForm(Params, frozen=True, kw_only=True):
    """A dossier has a form of this ``template``."""

    template: str

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`. Forms that come and go concern every check across forms."""
        yield from ()


@registry.rule(
    "R43",
    level="dossier",
    severity="warning",
    title="整套表齐全",
    basis="practice",
    inputs=NeededForm,
    kind="needed_form",
    cases={
        "form": Case("没有“{title}”", "补填一张“{title}”"),
        "row": Case("“{name}”没有自己的表", "为它补填一张表；不需要的，从汇总表中删去这一行"),
        "unlisted": Case("汇总表里没有“{name}”", "在汇总表中补上这一行；不需要的，删去这张表"),
    },
    example="汇总表列了三个支出方向，只填了两张支出方向表",
)
def needed_form(view: DossierView, at: NeededForm) -> Iterator[Note]:
    """A form that each dossier needs is there (``needed_form``), once there is any form.

    ======================================  ======
    各表
    ======================================  ======
    部门整体支出表, 项目表                  pass
    (none)                                  pass
    项目表                                  fail
    ======================================  ======
    """
    if view.dossier.forms and not view.forms(at.template):
        yield note("form", Path("", "forms"), title=view.title(at.template))


@registry.more("R43", inputs=Summary, kind="summary", scope="dossier", declared="R40")
def rows_and_forms(view: DossierView, at: Summary) -> Iterator[Note]:
    """Each row of a summary has its form and each form its row (``summary``).

    Names that are only written otherwise are left to R39. A summary without rows says nothing.

    ==================  ======================  ======
    汇总表              支出方向表
    ==================  ======================  ======
    甲, 乙              甲, 乙                  pass
    (no rows)           甲                      pass
    甲, 乙              甲                      fail
    甲                  甲, 乙                  fail
    ==================  ======================  ======
    """
    for summary in view.forms(at.template):
        table = Matched(view, at, summary)
        if not table.names:
            continue
        pairs = _pairs(table)
        meant = {id(item.record) for item, _ in pairs}
        rows, forms = table.strangers()
        for _, item in rows:
            if id(item.record) not in meant:
                name = trim(item.record.get(at.name))
                yield note("row", table.cell(item.record, at.name), name=name)
        for form in forms:
            if all(form is not other for _, other in pairs):
                name = trim(form.text(at.form_name))
                yield note("unlisted", form.at(at.form_name), name=name)
