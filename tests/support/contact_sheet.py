"""Draw all six official forms, empty and filled, onto one picture, to be looked at.

``python -m tests.support.contact_sheet OUT.png``: renders our PDF by poppler at 60 dpi. The filled
ones are our own samples.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from perfdesk import resources
from perfdesk.dossier.state import Dossier, Form
from perfdesk.export.document import make_document
from perfdesk.export.pdf import write_pdf
from perfdesk.jobs.create import dossier_from_values
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack

SAMPLES = Path(__file__).parent.parent / "samples"
DPI = 60
GAP = 12


def pages(pack: Pack, dossier: Dossier, folder: Path) -> Iterator[list[Image.Image]]:
    """Yield the pages of each template of a pack, first empty, then filled."""
    for key in pack.info.templates:
        filled = next(form for form in dossier.forms if form.template == key)
        for form in (Form("empty", key), filled):
            whole = Dossier(dossier.pack, dossier.unit_name, dossier.year, (form,))
            file = folder / f"{pack.info.id}-{key}-{form.id}.pdf"
            file.write_bytes(write_pdf([make_document(whole, form, pack)], dated=False))
            stem = file.with_suffix("")
            subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(file), str(stem)], check=True)
            yield [Image.open(p) for p in sorted(folder.glob(f"{stem.name}-*.png"))]


def main(out: str) -> None:
    """Write the contact sheet."""
    catalogue = Catalogue()
    texts = {
        "lukou-2026": resources.path("sample/values.json"),
        "shifeng-2023": SAMPLES / "shifeng-2023.json",
        "pingluo-2026": SAMPLES / "pingluo-2026.json",
    }
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for pack_id, file in texts.items():
            pack = catalogue.load(pack_id)
            dossier = dossier_from_values(json.loads(file.read_text("utf-8")), pack)
            drawn = list(pages(pack, dossier, Path(folder)))
            rows += [a + b for a, b in zip(drawn[::2], drawn[1::2], strict=True)]
    width = max(sum(page.width + GAP for page in row) for row in rows) + GAP
    height = sum(max(page.height for page in row) + GAP for row in rows) + GAP
    sheet = Image.new("RGB", (width, height), "#8a9199")
    y = GAP
    for row in rows:
        x = GAP
        for page in row:
            sheet.paste(page, (x, y))
            x += page.width + GAP
        y += max(page.height for page in row) + GAP
    sheet.quantize(32).save(out, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
