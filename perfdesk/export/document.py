"""What every writer gets: a form laid out on pages, with the names it goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.layout.breaking import printable
from perfdesk.layout.compose import compose
from perfdesk.layout.fonts import chain
from perfdesk.layout.measure import measure
from perfdesk.layout.paginate import Paged, paginate

if TYPE_CHECKING:
    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.template.loader import Pack
    from perfdesk.template.model import Template


class Document(Struct, frozen=True):
    """One form ready to be written.

    number: position in the dossier, from 1. title: the template's. name: what this form is called
    (its project's name), empty where it has none. unit_name: who fills it in.
    """

    number: int
    template: str
    title: str
    name: str
    unit_name: str
    year: int
    paged: Paged

    @property
    def heading(self) -> str:
        """Title and name in one line, for bookmarks and properties."""
        return f"{self.title}（{self.name}）" if self.name else self.title

    def unprintable(self) -> tuple[str, ...]:
        """Return the characters of this form that no bundled font has, each once, sorted."""
        lost: set[str] = set()
        for cell, text in zip(
            self.paged.measured.sheet.cells, self.paged.measured.texts, strict=True
        ):
            own = chain(text.face)
            if own.missing:
                lost |= own.missing.intersection(cell.text)
        return tuple(sorted(lost))


def form_name(form: Form, template: Template) -> str:
    """Return what a form is called, on one line; "" where its template has no name field."""
    return one_line(form.get(template.name_field)) if template.name_field else ""


def one_line(raw: str) -> str:
    """Return what can be printed of a raw text on one line, for names and properties of files."""
    return " ".join(printable(raw).split())


def make_document(dossier: Dossier, form: Form, pack: Pack) -> Document:
    """Lay out one form of a dossier."""
    loaded = pack[form.template]
    return Document(
        number=dossier.index_of(form.id) + 1,
        template=form.template,
        title=loaded.template.title,
        name=form_name(form, loaded.template),
        unit_name=one_line(dossier.unit_name),
        year=dossier.year,
        paged=paginate(measure(compose(dossier, form, loaded))),
    )
