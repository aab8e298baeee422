"""A document that is no form, laid out for the writers: check report, contents, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.export.document import Document, one_line
from perfdesk.layout.measure import measure
from perfdesk.layout.paginate import paginate

if TYPE_CHECKING:
    from perfdesk.layout.sheet import Sheet


def plain_document(
    sheet: Sheet, title: str, *, unit_name: str = "", year: int = 0, number: int = 0
) -> Document:
    """Return a sheet made by :class:`perfdesk.layout.tabledoc.TableDoc` laid out on pages.

    Args:
        sheet: what it holds.
        title: what it is called in bookmarks, properties and as a workbook's sheet.
        unit_name: who it is of, for the properties.
        year: for the same; 0 for none.
        number: its place among other documents of one file.
    """
    return Document(
        number=number,
        template="",
        title=title,
        name="",
        unit_name=one_line(unit_name),
        year=year,
        paged=paginate(measure(sheet)),
    )
