"""Pictures of every dialog in its states, to be looked at: python -m tests.desk.dialogs.screens DIR

QT_SCALE_FACTOR=2 makes them at 200 %.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from perfdesk import resources
from perfdesk.desk.dialogs.about import AboutDialog
from perfdesk.desk.dialogs.ask import ErrorMessage, SaveQuestion
from perfdesk.desk.dialogs.export import ExportDialog
from perfdesk.desk.dialogs.exporting import Failure, Outcome
from perfdesk.desk.dialogs.find import FindDialog
from perfdesk.desk.dialogs.help import HelpWindow
from perfdesk.desk.dialogs.new import NewDialog
from perfdesk.desk.dialogs.recover import RecoveryQuestion
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.workspace import Workspace
from perfdesk.storage.journal import Journal
from perfdesk.storage.recovery import LeftBehind, find_left_behind
from perfdesk.storage.save import save
from perfdesk.template.catalogue import Catalogue
from tests.desk.dialogs.conftest import application

Shots = Iterator[tuple[str, QWidget]]
ROOM = Path("/tmp/套表")  # noqa: S108 - only shown
NOT_WRITTEN = f"不能写入 {ROOM}/02-项目支出绩效目标表.pdf；请关闭正在打开它的程序，或换一个文件夹"
UNPRINTABLE = (
    "第 1 张表 部门整体支出绩效目标表：字库中没有这些字，打印为空框，请换一个写法：𪚥（U+2A6A5）"
)
PROBLEMS = "\n".join(
    ["表样包 lukou-2026 不能使用：共 12 处问题"]
    + [f"  {i}. project.toml：fields[{i}]：不认识的项 `monney`；改正这一项" for i in range(12)]
)


def new(room: Path) -> Shots:
    broken = room / "broken-2026"
    shutil.copytree(resources.path("packs/lukou-2026"), broken)
    (broken / "project.toml").write_text("money", "utf-8")
    dialog = NewDialog(Catalogue([broken]), "示例县商务局")
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
        yield f"new-{row + 1}", dialog
    dialog.list.setCurrentRow(0)
    dialog.unit.clear()
    dialog.accept()
    yield "new-nothing-typed", dialog


def export(_room: Path) -> Shots:
    opened = open_sample()
    workspace = Workspace(opened.dossier, opened.pack)
    dialog = ExportDialog(workspace, workspace.dossier.forms[1].id, ROOM)
    yield "export-choice", dialog
    dialog.choice.list.check_only(())
    dialog.choice.go.click()
    yield "export-nothing-chosen", dialog
    dialog.pages.setCurrentWidget(dialog.progress)
    dialog.progress.bar.setRange(0, 8)
    dialog.progress.advance(5, 8, "05-项目支出绩效目标表-城乡促消费活动经费.pdf")
    yield "export-progress", dialog
    names = [f"{i:02d}-项目支出绩效目标表-城乡促消费活动经费.pdf" for i in range(1, 9)]
    done = Outcome(tuple(ROOM / name for name in names), (), (), cancelled=False)
    dialog.pages.setCurrentWidget(dialog.outcome)
    dialog.outcome.tell(done, ROOM, dialog.names)
    yield "export-done", dialog
    failures = (Failure(2, "pdf", NOT_WRITTEN), Failure(3, "pdf", "磁盘空间不足"))
    mixed = Outcome((ROOM / names[0],), (UNPRINTABLE,), failures, cancelled=False)
    dialog.outcome.tell(mixed, ROOM, dialog.names)
    yield "export-failures", dialog


def find(_room: Path) -> Shots:
    opened = open_sample()
    dialog = FindDialog()
    dialog.set_workspace(Workspace(opened.dossier, opened.pack))
    dialog.open_find("项目")
    yield "find-open", dialog
    dialog.find_next()
    dialog.find_next()
    yield "find-second", dialog
    dialog.open_replace()
    dialog.replacement.setText("工程")
    yield "find-replace", dialog
    dialog.all.click()
    yield "find-replaced", dialog
    dialog.find_next()
    yield "find-nothing", dialog


def words(_room: Path) -> Shots:
    window = HelpWindow()
    window.open_page()
    yield "help", window
    window.open_page("table")
    yield "help-page", window
    dialog = AboutDialog(Catalogue())
    yield "about-packs", dialog
    dialog.tabs.setCurrentIndex(1)
    yield "about-licences", dialog
    dialog.parts.setCurrentRow(13)
    yield "about-font", dialog


def ask(_room: Path) -> Shots:
    yield "ask-save", SaveQuestion("示例县商务局2026年预算绩效目标")
    full = f"{ROOM}/示例县商务局.perfdesk：无法保存，磁盘空间不足；原文件没有改动，请清理磁盘"
    yield "error", ErrorMessage("不能保存", full, "您填写的内容仍在窗口中，没有丢失。")
    yield "error-long", ErrorMessage("不能打开", PROBLEMS, "文件没有改动。")


def recover(room: Path) -> Shots:
    journals = _left_behind(room)
    yield "recover-one", RecoveryQuestion(journals[:1])
    save(room / "示例县商务局.perfdesk", open_sample())
    for left in journals:
        left.leave()
    journals = find_left_behind(room / "journals")
    yield "recover-two", RecoveryQuestion(journals)
    for left in journals:
        left.leave()


def _left_behind(room: Path) -> list[LeftBehind]:
    noon = datetime(2026, 11, 20, 12, 5).astimezone()
    opened, file = open_sample(), room / "示例县商务局.perfdesk"
    save(file, opened)
    journal = Journal.start(room / "journals", opened, file)
    places = [ValuePath(form.id, "remarks") for form in opened.dossier.forms[1:]]
    for i in range(42):
        place = places[i % len(places)]
        journal.record(SetValue(place, str(i)), "填写", noon + timedelta(minutes=i))
    journal.draft(places[0], "半句话", noon + timedelta(hours=1))
    journal.close(clean=False)
    journal = Journal.start(room / "journals", open_sample(), None)
    place = ValuePath("", "unit_name")
    journal.record(SetValue(place, "示例县财政局"), "填写", noon + timedelta(days=1))
    journal.close(clean=False)
    return find_left_behind(room / "journals")


def main(folder: Path) -> None:
    application()
    folder.mkdir(parents=True, exist_ok=True)
    for scene in (new, export, find, words, ask, recover):
        with tempfile.TemporaryDirectory() as room:
            for name, widget in scene(Path(room)):
                widget.show()
                QApplication.processEvents()
                widget.grab().save(str(folder / f"{name}.png"))
                print(name, widget.width(), widget.height())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
