"""The pages that a preview shows, laid out by and by, with what there is to say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.desk.pagearea import Shown
from perfdesk.export.document import make_document
from perfdesk.jobs.paper import remarks
from perfdesk.layout.pages import make_pages
from perfdesk.layout.seal import SEAL_WORD, Seal, seal_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfdesk.dossier.state import Dossier, Form
    from perfdesk.export.document import Document
    from perfdesk.jobs.paper import Remark, Remedy
    from perfdesk.template.loader import Pack

AT_ONCE = 4
"""Forms laid out before the window has its turn again."""


class PreviewPages:
    """Forms of one dossier on pages."""

    def __init__(self, pack: Pack, *, judged: bool = True) -> None:
        self._pack = pack
        self._judged = judged
        self._dossier: Dossier | None = None
        self._waiting: list[Form] = []
        self._seals: dict[tuple[str, float], Seal | None] = {}
        self.documents: dict[str, Document] = {}
        self.pages: list[Shown] = []
        self.remarks: list[Remark] = []

    def begin(self, dossier: Dossier, forms: Iterable[Form]) -> None:
        """Forget what was shown, and lay out these forms instead."""
        self._dossier, self._waiting = dossier, list(forms)
        self._seals, self.documents, self.pages, self.remarks = {}, {}, [], []

    @property
    def waiting(self) -> bool:
        """True while forms wait to be laid out."""
        return bool(self._waiting)

    def lay_out_some(self) -> None:
        """Lay out a few of the forms that wait."""
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        for form in now:
            if self._dossier is not None:
                self._lay_out(self._dossier, form)

    def _lay_out(self, dossier: Dossier, form: Form) -> None:
        document = make_document(dossier, form, self._pack)
        pages = make_pages(document.paged)
        self.documents[form.id] = document
        self.pages += [
            Shown(form.id, document.number, document.heading, page, i, len(pages))
            for i, page in enumerate(pages, 1)
        ]
        if self._judged:
            self.remarks += remarks(dossier, form, self._pack, document)

    # --- what there is to say ---

    def marked(self) -> list[int]:
        """Return the pages (from 0) of which something is to be said, in their order."""
        places = {(shown.form, shown.index): row for row, shown in enumerate(self.pages)}
        found = {places.get((remark.form, remark.page), -1) for remark in self.remarks}
        return sorted(found - {-1})

    def words(self, form: str) -> tuple[str, tuple[Remedy, ...]]:
        """Return what is to be said of a form, and what would make it better."""
        own = [remark for remark in self.remarks if remark.form == form]
        ways = next((remark.remedies for remark in own if remark.remedies), ())
        return "".join(remark.text for remark in own), ways

    def others(self, form: str) -> bool:
        """Tell whether there is something to say of another form."""
        return any(remark.form != form for remark in self.remarks)

    def next_marked(self, row: int) -> int | None:
        """Return the next page of which something is to be said, of another form than a page's."""
        form = self.pages[row].form
        rows = [other for other in self.marked() if self.pages[other].form != form]
        return next((other for other in rows if other > row), rows[0] if rows else None)

    def scale(self, row: int) -> float:
        """Return to what a page is shrunk."""
        return self.documents[self.pages[row].form].paged.scale if self.pages else 1.0

    def has_seal(self) -> bool:
        """Tell whether a form has a place for a seal."""
        sheets = (document.paged.measured.sheet for document in self.documents.values())
        return any(SEAL_WORD in cell.text for sheet in sheets for cell in sheet.cells)

    def seal(self, shown: Shown, diameter_mm: float) -> Seal | None:
        """Return where the seal goes on a page, None where it does not."""
        if shown.index != 1:
            return None
        key = shown.form, diameter_mm
        if key not in self._seals:
            self._seals[key] = seal_place(self.documents[shown.form].paged, diameter_mm)
        return self._seals[key]
