from pathlib import Path

import pytest

from perfdesk.errors import PerfdeskError, TemplateError
from perfdesk.template.catalogue import Catalogue, read_files
from tests.template.good_pack import good_files, good_pack, write_pack


def test_packs_of_an_added_folder(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    for place in (home, tmp_path):
        catalogue = Catalogue((place,))
        assert "good" in catalogue.ids()
        assert catalogue.folder("good") == home
        assert catalogue.load("good") == good_pack()


def test_shipped_packs_load() -> None:
    catalogue = Catalogue()
    assert len(catalogue.ids()) >= 3
    for name in catalogue.ids():
        assert catalogue.load(name).info.id == name


def test_an_added_pack_comes_before_a_shipped_one(tmp_path: Path) -> None:
    shipped = Catalogue().ids()[0]
    (write_pack(tmp_path)).rename(tmp_path / shipped)
    assert Catalogue((tmp_path,)).folder(shipped) == tmp_path / shipped


def test_folders_without_packs_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "y.txt").touch()
    assert Catalogue((tmp_path, tmp_path / "none")).ids() == Catalogue().ids()


def test_an_unknown_pack_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(PerfdeskError, match=r"没有表样包 'goood'；可用的有：.*good"):
        Catalogue((write_pack(tmp_path),)).load("goood")


def test_the_folder_is_named_as_the_pack(tmp_path: Path) -> None:
    write_pack(tmp_path).rename(tmp_path / "other")
    with pytest.raises(TemplateError, match="id 是 good，与文件夹名 other 不同"):
        Catalogue((tmp_path,)).load("other")


def test_files_that_do_not_belong_to_a_pack_stay_out(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    for name in ("~$main.xlsx", ".main.xlsx", "notes.txt"):
        (home / name).touch()
    assert read_files(home) == good_files()
