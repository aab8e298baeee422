"""Write forms as Word documents: real tables with the merges, widths and heights of the pages.

Page breaks, repeated heads and the share of a cell's text on each page are those of the PDF.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from perfdesk.export.docx_body import Body
from perfdesk.export.docx_package import footer_ids, package
from perfdesk.export.docx_text import TINY_LOOK, Spacing, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.export.document import Document

END = Spacing()


def write_docx(documents: Sequence[Document]) -> bytes:
    """Return one Word document with the pages of ``documents`` (at least one), a section for each.

    Equal documents give equal bytes.
    """
    first = documents[0]
    footers = tuple(
        dict.fromkeys(
            document.paged.measured.sheet.footer
            for document in documents
            if document.paged.measured.sheet.footer
        )
    )
    names, parts, fonts = footer_ids(footers), [], set[str]()
    for document in documents:
        body = Body(document.paged)
        footer = document.paged.measured.sheet.footer
        section = body.section(names.get(footer, ""))
        last = document is documents[-1]
        # A section's set-up stands in its last paragraph, that of the last one behind all; and a
        # table must be followed by a paragraph.
        end = END if last else msgspec.structs.replace(END, section=section)
        parts += [body.text(), paragraph((("", TINY_LOOK),), end), section if last else ""]
        fonts |= body.fonts
    core = {
        "title": first.heading if len(documents) == 1 else f"{first.year}年预算绩效目标表",
        "subject": f"{first.year}年预算绩效目标" if first.year else "",
        "creator": first.unit_name,
    }
    return package(f"<w:body>{''.join(parts)}</w:body>", footers, fonts, core)
