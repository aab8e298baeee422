"""What 关于 says of a copy that packagers made; a checkout has no list of theirs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk import __version__
from perfdesk.desk.dialogs import bundled
from perfdesk.jobs import installation

LISTED = [
    {"name": "msgspec", "version": "1", "licence": "BSD-3-Clause", "texts": []},
    {"name": "CPython", "version": "3.11.9", "licence": "PSF-2.0", "texts": ["CPython/LICENSE"]},
    {
        "name": "ICU",
        "version": "73.2",
        "licence": "ICU",
        "purl": "pkg:generic/icu@73.2",
        "purpose": "排序和文字编码",
        "texts": ["ICU/ICU.txt", "ICU/lost.txt"],
    },
]


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The licence folder of a packed copy."""
    folder = tmp_path / "licences"
    for name, text in (("ICU/ICU.txt", "UNICODE LICENSE"), ("CPython/LICENSE", "HISTORY")):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "components.json").write_text(json.dumps(LISTED), "utf-8")
    stamp = installation.Stamp("20261120-abc", "deb", ".")
    monkeypatch.setattr(installation, "stamp", lambda: stamp)
    monkeypatch.setattr(installation, "top_folder", lambda: tmp_path)
    bundled._components.cache_clear()
    yield folder
    bundled._components.cache_clear()


def test_a_checkout_has_the_parts_that_every_copy_has() -> None:
    bundled._components.cache_clear()
    assert bundled.parts() == bundled.PARTS
    assert "构建" not in bundled.build_text()


def test_version_and_build(packed: Path) -> None:
    assert bundled.build_text().startswith(f"版本 {__version__}（构建 20261120-abc，Python ")


def test_what_the_packagers_added_is_listed(packed: Path) -> None:
    (icu,) = bundled.parts()[len(bundled.PARTS) :]
    assert (icu.name, icu.purpose, icu.licence) == ("ICU", "排序和文字编码", "ICU")
    assert bundled.licence_text(icu) == "ICU 73.2\n许可：ICU\n\nUNICODE LICENSE"
    python = next(part for part in bundled.PARTS if part.name == "Python")
    assert bundled.licence_text(python).endswith("HISTORY")


@pytest.mark.parametrize("text", ["", "{}", '[{"name": 1}]'])
def test_a_broken_list_is_none(packed: Path, text: str) -> None:
    (packed / "components.json").write_text(text, "utf-8")
    assert bundled.parts() == bundled.PARTS
