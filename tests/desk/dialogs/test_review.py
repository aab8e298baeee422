"""批量审核: the window by keys and mouse, on real files."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QTreeWidget, QTreeWidgetItem, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.desk.dialogs.ask import Confirmation, ErrorMessage
from perfdesk.desk.review import saving
from perfdesk.desk.review.bar import ALL
from perfdesk.desk.review.letters import LettersDialog
from perfdesk.desk.review.table import COLUMNS, STATE
from perfdesk.desk.review.window import ReviewWindow
from perfdesk.desk.settings import Settings
from tests.desk.dialogs.waiting import wait_until
from tests.support import reviewed, workbook

Show = Callable[[QWidget], None]
InModal = Callable[[Callable[[QWidget], None]], None]
Key = Qt.Key
Left = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviewed.make_folder(tmp_path_factory.mktemp("收到") / "2026")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "2026"))


@pytest.fixture
def window(show: Show) -> Iterator[ReviewWindow]:
    made = ReviewWindow(Settings())
    show(made)
    yield made
    assert wait_until(lambda: not made.working)


@pytest.fixture
def full(window: ReviewWindow, folder: Path) -> ReviewWindow:
    window.begin((folder,))
    assert wait_until(lambda: not window.working)
    return window


def shown(window: ReviewWindow) -> list[str]:
    return [item.name for item in window.filtered.shown()]


def row_of(window: ReviewWindow, name: str) -> int:
    return shown(window).index(name)


def groups_of(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    items = (tree.topLevelItem(i) for i in range(tree.topLevelItemCount()))
    return [item for item in items if item is not None]


def choose(window: ReviewWindow, name: str) -> None:
    window.table.selectRow(row_of(window, name))


def test_it_begins_empty(window: ReviewWindow) -> None:
    assert window.pages.currentWidget() is window.empty
    QTest.keyClick(window, Key.Key_F5)
    assert not window.working, "nothing to check again"


def test_a_folder_is_chosen(
    window: ReviewWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    QTest.mouseClick(window.empty.choose, Left)
    assert wait_until(lambda: not window.working)
    assert shown(window) == [*("丙/丙局.perfdesk", "乙局.perfdesk", "坏.perfdesk", "甲局.perfdesk")]
    assert window.folder_bar.title.plain == "共审核 4 套表：通过 1 套，须修改 2 套，不能读取 1 套"
    assert str(folder) in window.folder_bar.place.plain
    assert window._settings.review_folder == str(folder)


def test_a_folder_is_dropped(window: ReviewWindow, folder: Path) -> None:
    data = QMimeData()
    data.setUrls(
        [QUrl.fromLocalFile(str(folder / "丙")), QUrl.fromLocalFile(str(folder / "说明.txt"))]
    )
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPoint(5, 5), action, data, button, none))
    assert wait_until(lambda: not window.working and bool(window.model.rows))
    assert shown(window) == ["丙局.perfdesk"]


def test_a_folder_without_dossiers(window: ReviewWindow, tmp_path: Path) -> None:
    window.begin((tmp_path,))
    assert wait_until(lambda: not window.working)
    assert window.pages.currentWidget() is window.empty
    assert "里面没有套表" in window.empty.complaint.plain


def test_a_bad_folder_leaves_the_table(
    full: ReviewWindow, tmp_path: Path, in_modal: InModal
) -> None:
    (tmp_path / "空").mkdir()
    seen: list[QWidget] = []

    def close(box: QWidget) -> None:
        seen.append(box)
        QTest.keyClick(box, Key.Key_Escape)

    in_modal(close)
    full.begin((tmp_path / "空",))
    assert wait_until(lambda: bool(seen))
    assert isinstance(seen[0], ErrorMessage)
    assert len(shown(full)) == 4
    assert str(full._base) in full.folder_bar.place.plain
    assert full.folder_bar.title.plain.startswith("共审核 4 套表")
    QTest.keyClick(full, Key.Key_F5)
    assert wait_until(lambda: not full.working)
    assert len(shown(full)) == 4, "what is shown is checked again"


def test_what_a_row_shows(full: ReviewWindow) -> None:
    row = row_of(full, reviewed.MENDED)
    texts = {c.head: full.filtered.index(row, i).data() for i, c in enumerate(COLUMNS)}
    item = full.filtered.shown()[row]
    assert texts == {
        "单位": "乙局",
        "文件": "乙局.perfdesk",
        "表数": "4",
        "错误": str(item.numbers["error"]),
        "提醒": str(item.numbers["warning"]),
        "提示": str(item.numbers["hint"]),
        "已说明": "1",
        "定稿": "0/4",
        "状态": "须修改",
    }
    row = row_of(full, reviewed.BROKEN)
    assert full.filtered.index(row, STATE).data() == "不能读取"
    tip = full.filtered.index(row, 0).data(int(Qt.ItemDataRole.ToolTipRole))
    assert tip.startswith("文件不完整或已损坏")


def test_columns_sort(full: ReviewWindow) -> None:
    errors = 3
    full.table.sortByColumn(errors, Qt.SortOrder.DescendingOrder)
    numbers = [item.numbers.get("error", 0) for item in full.filtered.shown()]
    assert numbers == sorted(numbers, reverse=True)
    full.table.sortByColumn(STATE, Qt.SortOrder.AscendingOrder)
    assert [item.state for item in full.filtered.shown()] == [
        "须修改",
        "须修改",
        "通过",
        "不能读取",
    ]


def test_filters(full: ReviewWindow) -> None:
    texts = [button.text() for button in full.filter_bar.buttons.values()]
    assert texts == ["全部 4", "须修改 2", "请核实 0", "通过 1", "不能读取 1"]
    QTest.mouseClick(full.filter_bar.buttons["须修改"], Left)
    assert shown(full) == ["丙/丙局.perfdesk", "乙局.perfdesk"]
    QTest.keyClick(full, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is full.filter_bar.words
    full.filter_bar.words.setText(" 乙 ")
    assert shown(full) == ["乙局.perfdesk"]
    assert full.table.current() is not None, "something is always chosen"
    QTest.keyClick(full.filter_bar.words, Key.Key_Escape)
    assert len(shown(full)) == 2
    assert QApplication.focusWidget() is full.table
    full.filter_bar.words.setText("乙")
    QTest.mouseClick(full.filter_bar.buttons["通过"], Left)
    assert shown(full) == []
    assert not full.letters.isEnabled()
    assert full.details.tree.topLevelItemCount() == 0
    full.filter_bar.words.clear()
    QTest.mouseClick(full.filter_bar.buttons[ALL], Left)
    assert len(shown(full)) == 4


def test_the_second_pane_follows(full: ReviewWindow) -> None:
    full.table.setFocus()
    choose(full, reviewed.BLANK)
    assert full.details.tree.topLevelItemCount() == 2, "two blank forms"
    QTest.keyClick(full.table, Key.Key_Down)
    item = full.table.current()
    assert item is not None
    assert item.name == reviewed.MENDED
    tree = full.details.tree
    groups = groups_of(tree)
    assert groups[-1].text(0) == "已说明理由（1）"
    assert groups[-1].child(0).text(3) == f"理由：{reviewed.REASON}"
    assert item.report is not None
    assert sum(group.childCount() for group in groups) == len(item.report.findings)
    choose(full, reviewed.BROKEN)
    assert not tree.isVisible()
    assert "文件不完整或已损坏" in full.details.hint.plain
    assert not full.details.open.isEnabled()
    assert not full.report.isEnabled()


def test_a_finding_is_opened(full: ReviewWindow) -> None:
    choose(full, reviewed.MENDED)
    told: list[tuple[Path, object]] = []
    full.open_wanted.connect(lambda path, finding: told.append((path, finding)))
    tree = full.details.tree
    first = groups_of(tree)[0].child(0)
    place = tree.visualItemRect(first).center()
    QTest.mouseClick(tree.viewport(), Left, pos=place)
    QTest.mouseDClick(tree.viewport(), Left, pos=place)
    QTest.keyClick(full.table, Key.Key_Return)
    item = full.table.current()
    assert item is not None
    assert item.report is not None
    assert [path for path, _ in told] == [item.path] * 2
    assert isinstance(told[0][1], Finding)
    assert told[0][1] in item.report.findings
    assert told[1][1] is None
    choose(full, reviewed.BROKEN)
    QTest.keyClick(full.table, Key.Key_Return)
    assert len(told) == 2, "there is nothing to open"


def test_files_changed_meanwhile_are_checked_again(full: ReviewWindow, folder: Path) -> None:
    path = folder / reviewed.MENDED
    shutil.copyfile(folder / reviewed.GOOD, path)
    os.utime(path, ns=(1, 1))
    full._look_again()
    assert wait_until(lambda: not full.working)
    assert [item.state for item in full.model.rows] == ["须修改", "通过", "不能读取", "通过"]
    assert full.said.text() == "有改动的套表已重新审核"
    assert full.filter_bar.buttons["通过"].text() == "通过 2"
    full._look_again()
    assert not full.working


def test_stop(window: ReviewWindow, folder: Path) -> None:
    for number in range(60):
        shutil.copyfile(folder / reviewed.GOOD, folder / f"{number:02d}.perfdesk")
    window.begin((folder,))
    assert wait_until(lambda: len(window.model.rows) > 2)
    QTest.mouseClick(window.folder_bar.stop, Left)
    assert wait_until(lambda: not window.working)
    assert 2 < len(window.model.rows) < 64
    assert window.folder_bar.title.plain.startswith("已停止，共 64 套；共审核")


def test_closing_waits_for_the_work(window: ReviewWindow, folder: Path) -> None:
    told = QSignalSpy(window.closed)
    window.begin((folder,))
    assert not window.close()
    assert wait_until(lambda: told.count() == 1)
    assert not window.isVisible()


def test_overview(full: ReviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "一览表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    QTest.mouseClick(full.filter_bar.buttons["须修改"], Left)
    QTest.mouseClick(full.overview, Left)
    assert wait_until(lambda: not full.working)
    (sheet,) = workbook.sheets(file.read_bytes())
    assert [sheet.cell(row, 2).value for row in (4, 5)] == ["丙局", "乙局"]
    assert "一览表.xlsx" in full.said.text()


def test_report(full: ReviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "报告"
    chosen = (str(file), saving.FILTERS["pdf"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    choose(full, reviewed.MENDED)
    QTest.mouseClick(full.report, Left)
    assert wait_until(lambda: not full.working)
    assert file.with_suffix(".pdf").read_bytes()[:4] == b"%PDF"


def test_a_document_that_cannot_be_written(
    full: ReviewWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_modal: InModal
) -> None:
    place = tmp_path / "一览表.xlsx"
    place.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    seen: list[QWidget] = []

    def close(box: QWidget) -> None:
        seen.append(box)
        QTest.keyClick(box, Key.Key_Escape)

    in_modal(close)
    QTest.mouseClick(full.overview, Left)
    assert wait_until(lambda: bool(seen))
    assert isinstance(seen[0], ErrorMessage)
    assert not full.working


def test_the_menu_of_a_row(full: ReviewWindow) -> None:
    def offered(name: str) -> dict[str, bool]:
        choose(full, name)
        full.table.customContextMenuRequested.emit(QPoint(20, 20))
        menu = QApplication.activePopupWidget()
        assert menu is not None
        actions = {action.text(): action.isEnabled() for action in menu.actions()}
        menu.close()
        return actions

    texts = ("打开这套表", "审核报告…", "退回意见…", "打开所在的文件夹")
    assert offered(reviewed.MENDED) == dict.fromkeys(texts, True)
    assert list(offered(reviewed.BROKEN).values()) == [False, False, False, True]


# ---- 退回意见 ----


def letters(window: ReviewWindow, act: Callable[[LettersDialog], None], in_modal: InModal) -> None:
    def later(box: QWidget) -> None:
        assert isinstance(box, LettersDialog)
        act(box)

    in_modal(later)
    QTest.mouseClick(window.letters, Left)


def test_letters(full: ReviewWindow, tmp_path: Path, in_modal: InModal) -> None:
    out = tmp_path / "退回"

    def act(dialog: LettersDialog) -> None:
        choice = dialog.choice
        assert choice.count.plain.startswith("将生成 2 份退回意见；其余 2 套")
        choice.office.setText("示例县财政局")
        choice.folder.setText(str(out))
        QTest.keyClick(choice.folder, Key.Key_Return)
        assert wait_until(lambda: not dialog.working)
        assert dialog.outcome.title.plain.startswith("退回意见写好了，共 ")
        QTest.keyClick(dialog, Key.Key_Escape)

    letters(full, act, in_modal)
    names = {path.name.partition(".")[0] for path in out.iterdir()}
    assert names == {f"{unit}-2026年绩效目标审核退回意见" for unit in ("丙局", "乙局")}
    assert full._settings.returns["office"] == "示例县财政局"


def test_letters_for_what_is_selected(
    full: ReviewWindow, tmp_path: Path, in_modal: InModal
) -> None:
    full.table.selectAll()
    index = full.filtered.index(row_of(full, reviewed.BLANK), 0)
    flags = full.table.selectionModel().SelectionFlag
    full.table.selectionModel().select(index, flags.Deselect | flags.Rows)
    seen: list[str] = []

    def act(dialog: LettersDialog) -> None:
        seen.append(dialog.choice.count.plain)
        assert dialog.choice.only_selected.isChecked()
        dialog.choice.hints.setChecked(True)
        for box in dialog.choice.kinds.values():
            box.setChecked(False)
        QTest.mouseClick(dialog.choice.go, Left)
        seen.append(dialog.choice.complaint.plain)
        dialog.choice.kinds["pdf"].setChecked(True)
        dialog.choice.folder.setText("退回")
        QTest.mouseClick(dialog.choice.go, Left)
        seen.append(dialog.choice.complaint.plain)
        QTest.keyClick(dialog, Key.Key_Escape)

    letters(full, act, in_modal)
    assert seen[0].startswith("将生成 1 份")
    assert seen[1] == "请至少选择一种格式"
    assert "完整位置" in seen[2]
    assert not (tmp_path / "2026" / "退回意见").exists()


def test_letters_ask_before_they_write_over_others(
    full: ReviewWindow, tmp_path: Path, in_modal: InModal
) -> None:
    out = tmp_path / "退回"
    out.mkdir()
    there = out / "乙局-2026年绩效目标审核退回意见.pdf"
    there.write_bytes(b"mine")

    def no(box: QWidget) -> None:
        assert isinstance(box, Confirmation)
        QTest.keyClick(box, Key.Key_Escape)

    def act(dialog: LettersDialog) -> None:
        dialog.choice.folder.setText(str(out))
        in_modal(no)
        QTest.mouseClick(dialog.choice.go, Left)
        assert dialog.pages.currentWidget() is dialog.choice
        QTest.keyClick(dialog, Key.Key_Escape)

    letters(full, act, in_modal)
    assert there.read_bytes() == b"mine"
    assert len(list(out.iterdir())) == 1


def test_a_letter_that_cannot_be_written_is_named(
    full: ReviewWindow, tmp_path: Path, in_modal: InModal
) -> None:
    out = tmp_path / "退回"
    (out / "乙局-2026年绩效目标审核退回意见.pdf").mkdir(parents=True)

    def yes(box: QWidget) -> None:
        assert isinstance(box, Confirmation)
        QTest.mouseClick(box.yes, Left)

    def act(dialog: LettersDialog) -> None:
        for kind, box in dialog.choice.kinds.items():
            box.setChecked(kind == "pdf")
        dialog.choice.folder.setText(str(out))
        in_modal(yes)
        QTest.mouseClick(dialog.choice.go, Left)
        assert wait_until(lambda: not dialog.working)
        assert dialog.outcome.title.plain == "写好了 1 个文件，有 1 个文件没有写成"
        assert "乙局（PDF）" in dialog.outcome.report.toPlainText()
        QTest.keyClick(dialog, Key.Key_Escape)

    letters(full, act, in_modal)
