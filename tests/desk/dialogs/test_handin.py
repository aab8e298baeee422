"""报送: what is shown before anything is written, by keys and mouse; the files on the disk."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs.ask import Confirmation
from perfdesk.desk.dialogs.handin import HandinDialog
from perfdesk.desk.dialogs.parts import SECOND
from perfdesk.errors import PerfdeskError
from perfdesk.jobs import handin
from perfdesk.jobs.create import dossier_from_values, new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.storage.format import OpenFile
from perfdesk.template.catalogue import Catalogue
from tests.conftest import ROOT
from tests.desk.dialogs.waiting import focused, mnemonic, wait_until

Show = Callable[[QWidget], None]
InModal = Callable[[Callable[[QWidget], None]], None]
Key = Qt.Key
Left = Qt.MouseButton.LeftButton
NAME = "示例县商务局2026年绩效目标表"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "报送"


@pytest.fixture
def dialog(folder: Path, show: Show) -> HandinDialog:
    made = HandinDialog(open_sample(), folder)
    show(made)
    return made


def personal_file() -> OpenFile:
    data = json.loads((ROOT / "tests/samples/shifeng-2023.json").read_text("utf-8"))
    pack = Catalogue().load("shifeng-2023")
    return OpenFile(dossier_from_values(data, pack), pack)


def ended(dialog: HandinDialog) -> None:
    assert wait_until(lambda: not dialog.working)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def listed(dialog: HandinDialog) -> list[str]:
    rows = dialog.choice.list
    return [f"{rows.item(i).text()}|{rows.item(i).data(SECOND)}" for i in range(rows.count())]


def test_enter_hands_in(dialog: HandinDialog, folder: Path) -> None:
    choice = dialog.choice
    assert choice.title.plain == NAME
    assert choice.state.plain == "审核没有发现未改的错误。"
    assert listed(dialog)[0] == "00-目录|PDF　Excel　Word"
    assert listed(dialog)[-1] == f"{NAME}|套表文件"
    assert choice.place.plain == f"将建立文件夹“{NAME}”，共 17 个文件"
    assert not folder.exists()
    QTest.keyClick(choice.list, Key.Key_Return)
    ended(dialog)
    assert names(folder) == [NAME]
    assert len(names(folder / NAME)) == 17
    assert dialog.outcome.title.plain == "报送的文件备好了，共 17 个"
    assert str(folder / NAME) in dialog.outcome.notice.plain
    assert dialog.outcome.open_folder.isEnabled()
    assert dialog.folder == folder
    QTest.keyClick(focused(), Key.Key_Return)
    assert dialog.result() == HandinDialog.DialogCode.Accepted


def test_choices_show_at_once(dialog: HandinDialog, folder: Path) -> None:
    choice = dialog.choice
    mnemonic(dialog, Key.Key_X)
    mnemonic(dialog, Key.Key_T)
    mnemonic(dialog, Key.Key_Z)
    assert choice.place.plain == f"将建立压缩包“{NAME}.zip”，共 11 个文件"
    assert listed(dialog)[0] == "00-目录|PDF　Word"
    QTest.mouseClick(choice.go, Left)
    ended(dialog)
    assert names(folder) == [f"{NAME}.zip"]
    assert dialog.outcome.title.plain == "报送的压缩包备好了"


def test_public_version_is_listed_before(folder: Path, show: Show) -> None:
    dialog = HandinDialog(personal_file(), folder)
    show(dialog)
    mnemonic(dialog, Key.Key_G)
    choice = dialog.choice
    assert choice.shown.text() == "将隐去的内容(&L)（8 处），写出前请核对："
    assert listed(dialog)[:2] == [
        "第 1 张表　填表人（姓名）|周明 → 留空",
        "第 1 张表　联系电话（电话号码）|0000-1234567 → 留空",
    ]
    assert "人名" in choice.remark.plain
    assert choice.remark.isVisible()
    assert not choice.own.isVisible()
    QTest.mouseClick(choice.go, Left)
    ended(dialog)
    [place] = folder.iterdir()
    assert place.name.endswith("（公开版）")
    assert not list(place.glob("*.perfdesk"))
    # Back again: the list of files, and what was ticked before.
    dialog.pages.setCurrentWidget(choice)
    choice.setEnabled(True)
    mnemonic(dialog, Key.Key_F)
    assert choice.own.isVisible()
    assert choice.own.isChecked()
    assert listed(dialog)[0].startswith("00-目录|")


def test_nothing_personal_is_said(dialog: HandinDialog) -> None:
    mnemonic(dialog, Key.Key_G)
    assert listed(dialog)[0].startswith("没有找到需要隐去的个人信息|")


def test_errors_are_told_before(folder: Path, show: Show) -> None:
    pack = Catalogue().load("lukou-2026")
    dialog = HandinDialog(OpenFile(new_dossier(pack, "示例局", 2026), pack), folder)
    show(dialog)
    said = dialog.choice.state.plain
    assert said.startswith(
        "报送前请留意，有错误的表可能被退回：\n第 1 张表　部门整体支出绩效目标表："
    )
    QTest.mouseClick(dialog.choice.go, Left)  # told, not refused
    ended(dialog)
    assert len(names(folder / "示例局2026年绩效目标表")) == 11


def test_what_is_missing_is_said(dialog: HandinDialog, folder: Path) -> None:
    choice = dialog.choice
    for key in (Key.Key_P, Key.Key_X, Key.Key_W):
        mnemonic(dialog, key)
    QTest.mouseClick(choice.go, Left)
    assert "PDF、Excel 或 Word" in choice.complaint.plain
    assert dialog.focusWidget() is choice.pdf
    choice.pdf.click()
    assert choice.complaint.plain == ""
    for written in ("", "  ", "报送/甲"):
        choice.folder.setText(written)
        QTest.mouseClick(choice.go, Left)
        assert "文件夹" in choice.complaint.plain
    assert not folder.exists()


def test_asks_before_it_writes_over(dialog: HandinDialog, folder: Path, in_modal: InModal) -> None:
    place = folder / NAME
    place.mkdir(parents=True)
    mine = place / "00-目录.pdf"
    mine.write_bytes(b"mine")
    asked: list[str] = []

    def no(window: QWidget) -> None:
        assert isinstance(window, Confirmation)
        asked.append(window.windowTitle())
        window.no.click()

    def yes(window: QWidget) -> None:
        assert isinstance(window, Confirmation)
        window.yes.click()

    in_modal(no)
    QTest.mouseClick(dialog.choice.go, Left)
    assert len(asked) == 1
    assert dialog.pages.currentWidget() is dialog.choice
    assert names(place) == ["00-目录.pdf"]
    in_modal(yes)
    QTest.mouseClick(dialog.choice.go, Left)
    ended(dialog)
    assert mine.read_bytes()[:4] == b"%PDF"
    assert len(names(place)) == 17


def test_cancelled_leaves_nothing(dialog: HandinDialog, folder: Path) -> None:
    QTest.mouseClick(dialog.choice.go, Left)
    QTest.keyClick(dialog, Key.Key_Escape)
    ended(dialog)
    assert dialog.outcome.title.plain == "已停止，没有留下文件"
    assert names(folder) == []
    assert dialog.isVisible()


def test_failure_is_told(
    dialog: HandinDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise PerfdeskError("磁盘空间不足；请清理磁盘")

    monkeypatch.setattr(handin, "write_file", full)
    QTest.mouseClick(dialog.choice.go, Left)
    ended(dialog)
    assert dialog.outcome.title.plain == "没有写成"
    assert "磁盘空间不足" in dialog.outcome.report.toPlainText()
    assert "没有留下不完整的文件" in dialog.outcome.notice.plain
    assert names(folder) == []


def test_closing_while_it_works(dialog: HandinDialog, folder: Path) -> None:
    QTest.mouseClick(dialog.choice.go, Left)
    dialog.close()
    ended(dialog)
    assert wait_until(lambda: not dialog.isVisible())
    assert names(folder) == []
