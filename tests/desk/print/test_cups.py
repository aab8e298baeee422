"""A real print server gets the same pages: what it hands to the printer is read back."""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # comes with pdfplumber
import pytest

from tests.conftest import ROOT
from tests.desk.print.samepages import (
    MM,
    differences,
    pdf_pages,
    real_pages,
)
from tests.desk.print.test_same_pages import check_ruler, frame
from tests.support import forms
from tests.support.cups import Printer, cups_printer
from tests.support.paper import PaperPage, read_pdf

SHRUNK = "004-4-project"


@pytest.fixture(scope="module")
def root() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    forms.real_cases()  # ends the test where they are not at hand
    with tempfile.TemporaryDirectory(prefix="cups") as folder:
        Path(folder).chmod(0o755)  # the server's filters run as another user
        yield Path(folder)


def print_all(printer: Printer, out: Path, names: Sequence[str]) -> dict[str, Any]:
    out.mkdir(exist_ok=True)
    program = "tests.desk.print.to_cups"
    command = [sys.executable, "-m", program, str(printer.root), str(out), *names]
    environment = printer.environment | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def upright(data: bytes) -> bytes:
    """Lay pages down again that CUPS turned: landscape is printed on paper that comes upright."""
    document = pypdfium2.PdfDocument(data)
    if not any(page.get_rotation() for page in document):
        return data
    for page in document:
        page.set_rotation(0)
    document.save(buffer := io.BytesIO())
    return buffer.getvalue()


def test_every_form_comes_out_of_a_print_queue_as_its_pdf(root: Path) -> None:
    names = [*forms.real_names(), "long", f"{SHRUNK}+fit", "ruler"]
    with cups_printer(root / "a") as printer:
        said = print_all(printer, root / "out", names)
    assert said["printers"] == ["perfdesk-test"]
    assert said["again"] == {
        "printer": "perfdesk-test",
        "copies": 3,
        "collate": False,
        "duplex": "long",
        "fit": True,
    }
    assert not [name for name in names if said[name]["cut"] or said[name]["lacking"]]

    def printed(name: str) -> list[PaperPage]:
        return read_pdf(upright((root / "out" / f"{name}.pdf").read_bytes()))

    for name in forms.real_names():
        assert differences(real_pages(name), printed(name)) == [], name
    assert differences(pdf_pages(forms.long_case().document()), printed("long")) == []
    (page,) = printed(f"{SHRUNK}+fit")
    left, right, _ = frame(page)
    assert right - left == pytest.approx(170 * 0.95, abs=0.1)
    check_ruler(printed("ruler")[0])
    # The text is text: fonts go to the printer, no pictures of them.
    assert all(glyph.font.startswith("Perfdesk") for glyph in page.glyphs)


def test_a_printer_that_would_cut_something_is_noticed(root: Path) -> None:
    """The frame stands 20 mm from the edge, half of its line 0.18 mm nearer; title and rest too."""
    name = "004-2-project"
    with cups_printer(root / "b", margin_mm=22.0, papers=["A4"]) as printer:
        said = print_all(printer, root / "out", [name])[name]
    assert said["cut"] == pytest.approx(22 - 20 + 0.5 / MM, abs=0.05)
    assert said["scale"] == pytest.approx((210 - 2 * 22) / (170 + 1 / MM), abs=0.002)


def test_a_printer_without_the_paper_is_noticed(root: Path) -> None:
    name = "004-2-project"
    with cups_printer(root / "c", papers=["A3"]) as printer:
        said = print_all(printer, root / "out", [name])[name]
    assert said["lacking"] == "A4"
