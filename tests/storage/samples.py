"""Dossiers and project files that the tests of this room share."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.errors import DossierFileError
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import open_bytes
from perfdesk.storage.save import to_bytes
from tests.template.good_pack import good_pack

TASKS = (Record("a", {"name": "促消费", "content": "一\n二"}), Record("b"))
MAIN = Form(
    "f1",
    "main",
    {"name": "示例项目", "budget.total": "10.50", "budget.part": ""},
    {"tasks": TASKS, "indicators": ()},
    {"bands": "cost_first"},
)
DOSSIER = Dossier("good", "示例县商务局", 2026, (MAIN, Form("f2", "summary"), Form("f3", "main")))
# Each level holds what a newer version might have written there.
EXTENDED = Dossier(
    "good",
    "示例县商务局",
    2026,
    (
        Form(
            "f1",
            "main",
            {"name": "甲"},
            {"tasks": (Record("a", {"name": "一"}, {"colour": [1, {"x": None}]}),)},
            extra={"pages": {"a": 1.5}, "values2": "", "extra": "sic"},
        ),
    ),
    {"font": "仿宋", "extra": {"id": 1}},
)


def open_file(dossier: Dossier = DOSSIER, **others: bytes) -> OpenFile:
    return OpenFile(dossier, good_pack(), others, "0123456789")


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(entries: Mapping[str, bytes]) -> bytes:
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def rezipped(change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A project file whose entries ``change`` has altered."""
    entries = unzipped(to_bytes(open_file()))
    change(entries)
    return zipped(entries)


def refusal(data: bytes, name: str = "套表.perfdesk") -> str:
    """The message with which ``data`` is refused: one line, place first, remedy last."""
    with pytest.raises(DossierFileError) as caught:
        open_bytes(data, name)
    line = str(caught.value)
    assert line.startswith(f"{name}：")
    assert "\n" not in line
    assert "；" in line
    return line


def left_in(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())
