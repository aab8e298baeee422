"""Write documents that are no forms: a format's library is loaded when it is asked for."""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.errors import PerfdeskError
from perfdesk.export.files import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.export.document import Document

KINDS = ("pdf", "xlsx", "docx")


def document_bytes(document: Document, kind: str) -> bytes:
    """Return a document as one of :data:`KINDS`.

    Raises:
        PerfdeskError: there is no such format.
    """
    if kind == "pdf":
        from perfdesk.export.pdf import write_pdf

        return write_pdf((document,))
    if kind == "xlsx":
        from perfdesk.export.xlsx_plain import write_plain_xlsx

        return write_plain_xlsx(document)
    if kind == "docx":
        from perfdesk.export.docx import write_docx

        return write_docx((document,))
    raise PerfdeskError(f"不认识的格式 {kind!r}；可用的有：{'、'.join(KINDS)}")


def kind_of(path: Path) -> str:
    """Return the format that the name of a file asks for.

    Raises:
        PerfdeskError: none of :data:`KINDS`.
    """
    kind = path.suffix[1:].lower()
    if kind not in KINDS:
        wanted = " 或 ".join(f".{name}" for name in KINDS)
        raise PerfdeskError(f"{path.name}：文件名应以 {wanted} 结尾")
    return kind


def write_document(path: Path, document: Document) -> None:
    """Write a document in the format that the file's name asks for.

    Raises:
        PerfdeskError: the name asks for none, or the file cannot be written.
    """
    write_file(path, document_bytes(document, kind_of(path)))
