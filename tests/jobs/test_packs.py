from pathlib import Path

import pytest

from perfdesk.errors import PerfdeskError, TemplateError
from perfdesk.jobs import installation
from perfdesk.jobs.packs import describe, load_checked, open_catalogue, refresh, user_packs
from perfdesk.template.catalogue import Catalogue
from tests.template.good_pack import MAIN, UNRULED, good_files, good_pack, workbook, write_pack


def test_packs_of_the_user_s_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "data_folder", lambda: tmp_path)
    assert user_packs() == tmp_path / "packs"
    assert open_catalogue().ids() == Catalogue().ids()
    write_pack(tmp_path / "packs")
    assert "good" in open_catalogue().ids()


def test_packs_of_a_folder_that_was_named(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    for place in (tmp_path, home):
        assert load_checked(open_catalogue([place]), "good") == good_pack()


def test_folders_without_a_pack(tmp_path: Path) -> None:
    for place, words in [(tmp_path, "没有表样包"), (tmp_path / "none", "没有这个文件夹")]:
        with pytest.raises(PerfdeskError, match=words):
            open_catalogue([place])
        with pytest.raises(PerfdeskError, match="没有表样包"):
            refresh([place])


def test_declared_checks_are_looked_at_too(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    with (home / "main.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[checks]]\nrule = "R99"\nkind = "sum"\n')
    with pytest.raises(TemplateError, match="没有规则 R99"):
        load_checked(open_catalogue([home]), "good")


def test_description(tmp_path: Path) -> None:
    assert describe(good_pack(), tmp_path) == {
        "id": "good",
        "name": "试验县 2026年",
        "year": 2026,
        "edition": "1",
        "source": "",
        "folder": str(tmp_path),
        "templates": [
            {"key": "main", "title": "试验表", "money_unit": "万元"},
            {"key": "summary", "title": "试验汇总表", "money_unit": "万元"},
        ],
    }


# ---- reading blanks again ----


def test_grids_are_read_again(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    assert [(item.path.name, item.changed) for item in refresh([tmp_path])] == [
        ("main.grid.json", False),
        ("summary.grid.json", False),
    ]
    (home / "main.xlsx").write_bytes(workbook(MAIN.replace("其中", "其中："), UNRULED["main"]))
    (home / "summary.grid.json").unlink()
    assert [item.changed for item in refresh([home])] == [True, True]
    assert (home / "summary.grid.json").read_bytes() == good_files()["summary.grid.json"]
    assert "其中：" in (home / "main.grid.json").read_text(encoding="utf-8")
    assert not any(item.changed for item in refresh([home]))


def test_nothing_is_written_where_a_blank_cannot_be_read(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    (home / "main.grid.json").unlink()
    (home / "summary.xlsx").write_bytes(b"x")
    (home / "third.xlsx").write_bytes(b"")
    with pytest.raises(TemplateError) as caught:
        refresh([home])
    assert [Path(problem.place).name for problem in caught.value.problems] == [
        "summary.xlsx",
        "third.xlsx",
    ]
    assert "空表不能读出，没有改动任何文件" in str(caught.value)
    assert not (home / "main.grid.json").exists()


def test_shipped_grids_are_those_of_their_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.jobs.packs.write_whole", lambda *_: None)
    assert [item.path.name for item in refresh() if item.changed] == []


def test_a_workbook_that_is_open_elsewhere_is_no_blank(tmp_path: Path) -> None:
    home = write_pack(tmp_path)
    (home / "~$main.xlsx").write_bytes(b"owner")
    assert len(refresh([home])) == 2
