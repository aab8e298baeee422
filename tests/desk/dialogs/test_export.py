"""导出: choice, progress and outcome, by keys and mouse; the files are looked at on the disk."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs import exporting
from perfdesk.desk.dialogs.export import ExportDialog
from perfdesk.desk.dialogs.exporting import Failure
from perfdesk.desk.dialogs.writing_pages import failure_lines
from perfdesk.desk.worker import CRASHED
from perfdesk.dossier.state import Dossier, new_id
from perfdesk.jobs import export as job
from perfdesk.jobs.workspace import Workspace
from perfdesk.template.loader import Pack
from tests.desk.dialogs.waiting import focused, mnemonic, wait_until

Show = Callable[[QWidget], None]
Key = Qt.Key
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "导出"


@pytest.fixture
def dialog(workspace: Workspace, folder: Path, show: Show) -> ExportDialog:
    made = ExportDialog(workspace, workspace.dossier.forms[2].id, folder)
    show(made)
    return made


def run(dialog: ExportDialog) -> None:
    QTest.mouseClick(dialog.choice.go, Left)
    ended(dialog)


def ended(dialog: ExportDialog) -> None:
    assert wait_until(lambda: not dialog.working)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def many(dossier: Dossier, pack: Pack, count: int) -> Workspace:
    form = dossier.forms[1]
    forms = tuple(msgspec.structs.replace(form, id=new_id()) for _ in range(count))
    return Workspace(msgspec.structs.replace(dossier, forms=forms), pack)


def test_enter_exports_everything(dialog: ExportDialog, folder: Path) -> None:
    assert dialog.choice.count.plain == "已选 4 张，共 4 张"
    QTest.keyClick(dialog.choice.list, Key.Key_Return)
    ended(dialog)
    written = names(folder)
    assert len(written) == 8
    assert written[0] == "01-部门整体支出绩效目标表.pdf"
    assert all((folder / name).read_bytes()[:4] in {b"%PDF", b"PK\3\4"} for name in written)
    assert dialog.pages.currentWidget() is dialog.outcome
    assert dialog.outcome.title.plain == "导出完成，共 8 个文件"
    assert all(name in dialog.outcome.report.toPlainText() for name in written)
    assert str(folder) in dialog.outcome.notice.plain
    assert dialog.folder == folder
    QTest.keyClick(focused(), Key.Key_Return)
    assert dialog.result() == ExportDialog.DialogCode.Accepted


def test_only_the_current_form(dialog: ExportDialog, folder: Path) -> None:
    mnemonic(dialog, Key.Key_T)
    assert dialog.choice.count.plain == "已选 1 张，共 4 张"
    mnemonic(dialog, Key.Key_X)
    run(dialog)
    assert [name[:3] for name in names(folder)] == ["03-"]
    assert names(folder)[0].endswith(".pdf")


def test_merged(dialog: ExportDialog, folder: Path) -> None:
    mnemonic(dialog, Key.Key_M)
    run(dialog)
    assert len(names(folder)) == 2
    assert {Path(name).suffix for name in names(folder)} == {".pdf", ".xlsx"}


def test_space_and_clicks_tick_forms(dialog: ExportDialog) -> None:
    mnemonic(dialog, Key.Key_N)
    assert dialog.choice.list.checked() == []
    mnemonic(dialog, Key.Key_F)
    assert dialog.focusWidget() is dialog.choice.list
    QTest.keyClick(dialog.choice.list, Key.Key_Space)
    assert dialog.choice.list.checked() == [0]
    item = dialog.choice.list.item(3)
    place = dialog.choice.list.visualItemRect(item)
    for x in (place.left() + 10, place.center().x()):  # on the box, and on the words
        QTest.mouseClick(
            dialog.choice.list.viewport(), Left, pos=place.center().__class__(x, place.center().y())
        )
    assert dialog.choice.list.checked() == [0], "ticked by one click, unticked by the other"
    mnemonic(dialog, Key.Key_A)
    assert dialog.choice.list.checked() == [0, 1, 2, 3]


def test_what_is_missing_is_said(dialog: ExportDialog, folder: Path) -> None:
    choice = dialog.choice
    mnemonic(dialog, Key.Key_N)
    QTest.mouseClick(choice.go, Left)
    assert "至少选择一张" in choice.complaint.plain
    assert dialog.focusWidget() is choice.list
    mnemonic(dialog, Key.Key_A)
    mnemonic(dialog, Key.Key_P)
    mnemonic(dialog, Key.Key_X)
    QTest.mouseClick(choice.go, Left)
    assert "PDF、Excel 或 Word" in choice.complaint.plain
    assert dialog.focusWidget() is choice.pdf
    choice.pdf.click()
    assert choice.complaint.plain == ""
    for written in ("", "  ", "导出/甲"):
        choice.folder.setText(written)
        QTest.mouseClick(choice.go, Left)
        assert "文件夹" in choice.complaint.plain
        assert dialog.focusWidget() is choice.folder
    assert dialog.pages.currentWidget() is choice
    assert not folder.exists()


def test_one_file_that_fails_does_not_stop_the_others(dialog: ExportDialog, folder: Path) -> None:
    run(dialog)
    blocked = next(path for path in folder.iterdir() if path.name.startswith("02-"))
    for path in folder.iterdir():
        path.unlink()
    blocked.with_suffix(".pdf").mkdir()
    dialog.pages.setCurrentWidget(dialog.choice)
    dialog.choice.setEnabled(True)
    run(dialog)
    assert dialog.outcome.title.plain == "写好了 7 个文件，有 1 个文件没有写成"
    assert "套表没有受影响" in dialog.outcome.notice.plain
    report = dialog.outcome.report.toPlainText()
    assert "02 项目支出绩效目标表 城乡促消费活动经费（PDF）：" in report
    assert blocked.with_suffix(".pdf").name in report
    assert len([path for path in folder.iterdir() if path.is_file()]) == 7
    assert not [name for name in names(folder) if name.endswith(".tmp")]


def test_a_folder_that_cannot_be_made(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", "utf-8")
    dialog.choice.folder.setText(str(tmp_path / "文件" / "里面"))
    run(dialog)
    assert dialog.outcome.title.plain == "有 8 个文件没有写成"
    assert not dialog.outcome.open_folder.isEnabled()
    assert " 等 8 个文件：" in dialog.outcome.report.toPlainText()


def test_notes_are_shown(sample: tuple[Dossier, Pack], folder: Path, show: Show) -> None:
    from perfdesk.dossier.edits import SetValue
    from perfdesk.dossier.state import Path as ValuePath

    workspace = Workspace(*sample)
    form = workspace.dossier.forms[1]
    workspace.apply(SetValue(ValuePath(form.id, "project_name"), "𪚥"), "填写")
    dialog = ExportDialog(workspace, form.id, folder)
    show(dialog)
    run(dialog)
    assert "U+2A6A5" in dialog.outcome.report.toPlainText()


def test_progress_then_cancel(sample: tuple[Dossier, Pack], folder: Path, show: Show) -> None:
    workspace = many(*sample, 120)
    dialog = ExportDialog(workspace, "", folder)
    assert not dialog.choice.only.isEnabled()
    show(dialog)
    ticks: list[float] = []
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    QTest.mouseClick(dialog.choice.go, Left)
    assert dialog.working
    assert not dialog.choice.isEnabled()
    assert dialog.pages.currentWidget() is dialog.choice, "half a second of patience first"
    assert wait_until(lambda: dialog.pages.currentWidget() is dialog.progress)
    assert wait_until(lambda: dialog.progress.bar.value() > 3)
    assert dialog.progress.bar.maximum() == 240
    assert dialog.progress.now.plain.startswith("已写好 ")
    QTest.mouseClick(dialog.progress.stop, Left)
    assert "正在停止" in dialog.progress.title.plain
    ended(dialog)
    timer.stop()
    written = names(folder)
    assert 3 < len(written) < 240
    assert dialog.outcome.title.plain == f"已停止，写好了 {len(written)} 个文件"
    assert all(name.endswith((".pdf", ".xlsx")) for name in written), "nothing half written"
    assert len(ticks) > 10, "the window was alive all the time"


def test_closing_ends_the_work_first(
    sample: tuple[Dossier, Pack], folder: Path, show: Show
) -> None:
    dialog = ExportDialog(many(*sample, 60), "", folder)
    show(dialog)
    QTest.mouseClick(dialog.choice.go, Left)
    dialog.close()
    assert dialog.isVisible()
    ended(dialog)
    assert not dialog.isVisible()
    assert len(names(folder) if folder.exists() else []) < 120


def test_escape_stops_and_stays_to_tell(
    sample: tuple[Dossier, Pack], folder: Path, show: Show
) -> None:
    dialog = ExportDialog(many(*sample, 60), "", folder)
    show(dialog)
    QTest.mouseClick(dialog.choice.go, Left)
    QTest.keyClick(dialog, Key.Key_Escape)
    ended(dialog)
    assert dialog.isVisible()
    assert dialog.outcome.title.plain.startswith("已停止")
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_unforeseen_error_is_told(
    dialog: ExportDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []

    def hook(_kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        caught.append(error)

    def broken(*_: object) -> None:
        raise RuntimeError("in thread " + threading.current_thread().name)

    monkeypatch.setattr(sys, "excepthook", hook)
    monkeypatch.setattr(job, "export_dossier", broken)
    run(dialog)
    assert dialog.outcome.title.plain == "导出没有做完"
    assert CRASHED in dialog.outcome.report.toPlainText()
    assert "套表没有受影响" in dialog.outcome.notice.plain
    assert len(caught) == 1


def test_links_open_file_and_folder(
    dialog: ExportDialog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    mnemonic(dialog, Key.Key_T)
    run(dialog)
    report = dialog.outcome.report
    report.setFocus()
    QTest.keyClick(report, Key.Key_Tab)
    QTest.keyClick(report, Key.Key_Return)
    assert opened == [str(folder / names(folder)[0])]
    mnemonic(dialog, Key.Key_O)
    assert opened[1:] == [str(folder)]
    assert f"自己到这里打开：{folder}" in dialog.outcome.notice.plain


def test_browse_fills_in_the_folder(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    answers = iter([str(tmp_path), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(answers))
    mnemonic(dialog, Key.Key_B)
    mnemonic(dialog, Key.Key_B)
    assert dialog.choice.folder.text() == str(tmp_path)


def test_names_for_the_list(dialog: ExportDialog) -> None:
    texts = [dialog.choice.list.item(row).text() for row in range(4)]
    assert texts[0] == "01　部门整体支出绩效目标表"
    assert texts[1].startswith("02　项目支出绩效目标表　")


def test_failures_for_one_reason_share_a_line() -> None:
    own = [Failure(n, "pdf", "磁盘空间不足") for n in (1, 2, 3, 4)]
    own += [Failure(2, "xlsx", "没有权限"), Failure(0, "pdf", "磁盘空间不足")]
    lines = list(failure_lines(own, ["甲", "乙", "丙", "丁"]))
    assert lines == [
        "01　甲（PDF）、02　乙（PDF）、03　丙（PDF） 等 5 个文件：磁盘空间不足",
        "02　乙（Excel）：没有权限",
    ]


def test_openpyxl_and_reportlab_wait_for_the_export() -> None:
    import subprocess

    code = (
        "import sys, perfdesk.desk.dialogs.export, perfdesk.desk.dialogs.new\n"
        "print([m for m in ('openpyxl', 'reportlab') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_exporter_parts(sample: tuple[Dossier, Pack], tmp_path: Path) -> None:
    dossier, pack = sample
    steps: list[tuple[int, int]] = []

    def report(done: int, of: int, _now: str) -> bool:
        steps.append((done, of))
        return True

    wish = exporting.Wish((2, 4), ("pdf",), tmp_path)
    outcome = exporting.Exporter(dossier, pack, wish, report).run()
    assert [path.name[:2] for path in outcome.files] == ["02", "04"]
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert not outcome.cancelled


def test_the_last_file_is_not_a_stop(sample: tuple[Dossier, Pack], tmp_path: Path) -> None:
    wish = exporting.Wish((1,), ("pdf",), tmp_path)
    outcome = exporting.Exporter(*sample, wish, lambda done, *_: done < 1).run()
    assert not outcome.cancelled
    outcome = exporting.Exporter(*sample, wish, lambda *_: False).run()
    assert outcome.cancelled
    assert outcome.files == ()
