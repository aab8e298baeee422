"""Print forms to a CUPS server, each as a job: a program, since Qt asks only once where it is.

Usage: CUPS_SERVER=… python -m tests.desk.print.to_cups ROOT OUT NAME …
ROOT is the folder of the server; what is printed comes to OUT/NAME.pdf. Says what the printer
leaves unprinted, and by how much each form would be cut.
"""

import json
import sys
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QApplication

from perfdesk.desk.printing import (
    PrintJob,
    as_used,
    fit_on,
    lacking_paper,
    make_printer,
    printers,
    unprintable_margin,
)
from perfdesk.desk.settings import Printing
from perfdesk.dossier.state import PageChoices
from perfdesk.layout.pages import Page
from tests.desk.print.samepages import case_with, pages_of, run_print
from tests.desk.print.test_same_pages import ruled_page
from tests.support import forms
from tests.support.cups import Printer


def pages_named(name: str) -> tuple[Page, ...]:
    """Return the pages of a real form, of the long one, of a shrunk one, or the ruler."""
    if name == "ruler":
        return (ruled_page(),)
    if name == "long":
        return pages_of(forms.long_case().document())
    name, _, shrunk = name.partition("+")
    case = forms.real_case(name)
    return pages_of(case_with(case, PageChoices(fit=bool(shrunk)))[2])


def main(root: Path, out: Path, names: list[str]) -> None:
    """Print and say what was seen."""
    application = QApplication([])
    queue = Printer(root)
    said: dict[str, object] = {"printers": printers()}
    for name in names:
        pages = pages_named(name)
        printer = make_printer(pages[0], Printing())
        said[name] = {
            "cut": max(unprintable_margin(printer, page) for page in pages),
            "scale": min(fit_on(printer, page).scale for page in pages),
            "lacking": lacking_paper(printer, pages),
            "printed": run_print(printer, [PrintJob(name, pages)]).pages,
        }
        (out / f"{name}.pdf").write_bytes(queue.take())
    again = make_printer(ruled_page(), Printing(printers()[0], 3, collate=False, duplex="long"))
    said["again"] = msgspec.to_builtins(as_used(again, fit=True))
    print(json.dumps(said))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
