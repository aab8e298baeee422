"""LibreOffice as an independent reader of our files: what it prints is what an office prints.

It sees our bundled fonts under the official names, so that its lines can be held against ours, and
a stand-in for Times New Roman, whose digits are the unit of a workbook's column widths. It has a
profile of its own.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.conftest import ROOT

# Official fonts (layout in the blanks), and the bundled family that stands for each.
FAMILIES = {
    "仿宋": "Perfdesk FangSong",
    "黑体": "Perfdesk Hei",
    "宋体": "Perfdesk Song",
    "方正小标宋简体": "Perfdesk Title",
    "Times New Roman": "Liberation Serif",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/usr/lib/libreoffice/share/fonts")
TIMEOUT = 570
PER_CALL = 60  # workbooks; a profile that has converted hundreds grows slow


def _liberation() -> Path:
    """Return the folder of Liberation Serif, which comes with LibreOffice."""
    for folder in FONT_FOLDERS:
        for file in sorted(Path(folder).rglob("LiberationSerif-Regular.*")):
            return file.parent
    raise FileNotFoundError("needs Liberation Serif: sudo apt-get install -y fonts-liberation")


def font_config(folder: Path) -> Path:
    """Write a fontconfig file that knows the bundled fonts and Liberation alone; return it."""
    aliases = "".join(
        f'<alias binding="same"><family>{escape(name)}</family>'
        f"<prefer><family>{escape(family)}</family></prefer></alias>\n"
        for name, family in FAMILIES.items()
    )
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(ROOT / 'resources' / 'fonts'))}</dir>\n"
        f"<dir>{escape(str(_liberation()))}</dir>\n"
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>\n{aliases}</fontconfig>\n",
        encoding="utf-8",
    )
    return file


def convert(folder: Path, workbooks: Mapping[str, bytes], suffix: str = "xlsx") -> dict[str, bytes]:
    """Return the PDF that LibreOffice makes of each workbook (or Word document), by name.

    Raises:
        AssertionError: it failed on one, or did not make it; its words are in the message.
    """
    for name, data in workbooks.items():
        (folder / f"{name}.{suffix}").write_bytes(data)
    names = list(workbooks)
    for i in range(0, len(names), PER_CALL):
        _soffice(folder, [folder / f"{name}.{suffix}" for name in names[i : i + PER_CALL]])
    return {name: (folder / "pdf" / f"{name}.pdf").read_bytes() for name in names}


def _soffice(folder: Path, files: Sequence[Path]) -> None:
    program = shutil.which("soffice")
    assert program is not None
    done = subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            folder / "pdf",
            *files,
        ],
        env={
            **os.environ,
            "FONTCONFIG_FILE": str(font_config(folder)),
            "HOME": str(folder),
            "SAL_USE_VCLPLUGIN": "svp",
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )
    said = done.stdout + done.stderr
    made = {file.stem for file in (folder / "pdf").glob("*.pdf")}
    missing = [file.stem for file in files if file.stem not in made]
    assert done.returncode == 0 and not missing, f"LibreOffice: {missing}\n{said}"  # noqa: PT018
    expected = (
        "convert ",
        "Warning: failed to launch javaldx",
    )  # it asks for a Java that it does without
    complaints = [line for line in said.splitlines() if line and not line.startswith(expected)]
    assert not complaints, said
