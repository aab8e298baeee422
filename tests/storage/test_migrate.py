from pathlib import Path

import msgspec
import pytest

from perfdesk.errors import DossierFileError
from perfdesk.jobs.create import values_from_dossier
from perfdesk.storage.format import SUFFIX, OpenFile
from perfdesk.storage.migrate import FORMAT, STEPS, upgrade
from perfdesk.storage.read import load, open_bytes
from perfdesk.storage.save import to_bytes

OLD = Path(__file__).parent.parent / "dossiers_old"
FILES = sorted(OLD.glob(f"*{SUFFIX}"))


def test_each_released_format_has_a_fixture() -> None:
    assert [file.stem for file in FILES] == [f"format-{n}" for n in range(1, FORMAT + 1)]
    assert set(STEPS) == set(range(1, FORMAT))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_old_files_open_with_all_that_they_hold(path: Path) -> None:
    file = load(path)
    expected = msgspec.json.decode(path.with_suffix(".json").read_bytes())
    assert shown(file) == expected
    assert shown(open_bytes(to_bytes(file), "x")) == expected


def shown(file: OpenFile) -> object:
    """All of a file in a form that no change of the state's structs can alter."""
    return {
        "id": file.id,
        "values": values_from_dossier(file.dossier, file.pack),
        "extra": [file.dossier.extra, *(form.extra for form in file.dossier.forms)],
        "others": {name: data.decode() for name, data in file.others.items()},
        "files": {name: len(data) for name, data in file.pack.files.items()},
    }


def test_steps_are_taken_in_turn() -> None:
    steps = {1: lambda raw: raw | {"b": 1}, 2: lambda raw: raw | {"c": raw["b"] + 1}}
    raw = upgrade({"format": 1}, "x", steps, 3)
    assert raw == {"format": 3, "b": 1, "c": 2}


@pytest.mark.parametrize(("version", "words"), [(4, "请安装新版"), (0, "没有格式 0")])
def test_formats_that_cannot_be_upgraded(version: int, words: str) -> None:
    with pytest.raises(DossierFileError, match=words):
        upgrade({"format": version}, "x", {1: lambda raw: raw, 2: lambda raw: raw}, 3)
