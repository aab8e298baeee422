"""Pictures of every dialog in its states, to be looked at: python -m tests.desk.dialogs.screens DIR

QT_SCALE_FACTOR=2 makes them at 200 %.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from perfdesk import resources
from perfdesk.checks.accepting import acceptance
from perfdesk.checks.wording import words as finding_words
from perfdesk.desk.dialogs.about import AboutDialog
from perfdesk.desk.dialogs.ask import ErrorMessage, SaveQuestion
from perfdesk.desk.dialogs.export import ExportDialog
from perfdesk.desk.dialogs.exporting import Failure, Outcome
from perfdesk.desk.dialogs.finalise import FinaliseDialog
from perfdesk.desk.dialogs.find import FindDialog
from perfdesk.desk.dialogs.forms import FormsDialog
from perfdesk.desk.dialogs.handin import HandinDialog
from perfdesk.desk.dialogs.help import HelpWindow
from perfdesk.desk.dialogs.new import NewDialog
from perfdesk.desk.dialogs.pagesetup import PageSetupDialog
from perfdesk.desk.dialogs.printing import CutQuestion, NoPrinter
from perfdesk.desk.dialogs.reason import ReasonDialog
from perfdesk.desk.dialogs.recover import RecoveryQuestion
from perfdesk.desk.preview import Preview
from perfdesk.desk.program import Program
from perfdesk.desk.review.letters import LettersDialog
from perfdesk.desk.review.window import ReviewWindow
from perfdesk.desk.settings import Settings
from perfdesk.dossier.edits import Accept, SetValue
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.create import dossier_from_values, new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.jsonfile import read_json
from perfdesk.jobs.judging import USUAL_REASONS
from perfdesk.jobs.workspace import Workspace
from perfdesk.storage.format import OpenFile
from perfdesk.storage.journal import Journal
from perfdesk.storage.recovery import LeftBehind, find_left_behind
from perfdesk.storage.save import save
from perfdesk.template.catalogue import Catalogue
from tests.conftest import ROOT
from tests.desk.dialogs.conftest import application
from tests.support.forms import dossier_of
from tests.support.overflow import overflowing_case
from tests.support.reviewed import make_folder

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


def handin(_room: Path) -> Shots:
    pack = Catalogue().load("shifeng-2023")
    data: Any = read_json(ROOT / "tests/samples/shifeng-2023.json")
    data["forms"][0]["values"]["duty_overview"] = "商务工作咨询电话0731-28881234，请找周明。"
    dialog = HandinDialog(OpenFile(dossier_from_values(data, pack), pack), ROOM)
    yield "handin-choice", dialog
    dialog.choice.published.setChecked(True)
    yield "handin-public", dialog
    pack = Catalogue().load("lukou-2026")
    blank = HandinDialog(OpenFile(new_dossier(pack, "示例县商务局", 2026), pack), ROOM)
    yield "handin-errors", blank
    for box in (blank.choice.pdf, blank.choice.xlsx, blank.choice.docx):
        box.click()
    blank.choice.go.click()
    yield "handin-nothing-chosen", blank


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
    dialog.parts.setCurrentRow(16)
    yield "about-font", dialog


def ask(_room: Path) -> Shots:
    yield "ask-save", SaveQuestion("示例县商务局2026年预算绩效目标")
    full = f"{ROOM}/示例县商务局.perfdesk：无法保存，磁盘空间不足；原文件没有改动，请清理磁盘"
    yield "error", ErrorMessage("不能保存", full, "您填写的内容仍在窗口中，没有丢失。")
    yield "error-long", ErrorMessage("不能打开", PROBLEMS, "文件没有改动。")


def judge(_room: Path) -> Shots:
    pack = Catalogue().load("lukou-2026")
    workspace = Workspace(new_dossier(pack, "示例县商务局", 2026), pack)
    workspace.check_all()
    first, *others = [f for f in workspace.all_findings() if f.severity == "error"]
    text = finding_words(workspace.dossier, pack, first)
    reason = ReasonDialog("说明理由", (text.message, text.advice), USUAL_REASONS)
    yield "reason", reason
    reason.accept()
    yield "reason-nothing-said", reason
    yield "reason-given", ReasonDialog("说明理由", (text[0], text[1]), USUAL_REASONS, "另附说明")
    forms = [form.id for form in workspace.dossier.forms]
    yield "finalise-errors", FinaliseDialog(workspace, forms[:1], lambda *_: None)
    for finding in (first, *(f for f in others if f.form == forms[0])):
        given = acceptance(
            workspace.dossier, finding, USUAL_REASONS[1], datetime.now().astimezone()
        )
        workspace.apply(Accept(given), "说明理由")
    yield "finalise-ready", FinaliseDialog(workspace, forms[:1], lambda *_: None)
    yield "finalise-all", FinaliseDialog(workspace, forms, lambda *_: None)


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


def review(room: Path) -> Shots:
    settings = Settings()
    window = ReviewWindow(settings)
    yield "review-empty", window
    window.empty.complain(f"{room}：里面没有套表（.perfdesk 文件）；请换一个文件夹")
    yield "review-nothing-there", window
    window.begin((make_folder(room / "2026年"),))
    while window.working:
        QApplication.processEvents()
    window.table.selectRow(1)
    yield "review-finding", window
    window.table.selectRow(2)
    yield "review-broken", window
    window.folder_bar.begin(room)
    window.folder_bar.advance(37, 80, "示例县人力资源和社会保障局.perfdesk")
    window.folder_bar.working(working=True)
    yield "review-progress", window
    shown = window.table.shown()
    yield "review-letters", LettersDialog(shown[:2], shown, settings, ROOM)


def paper(_room: Path) -> Shots:
    case = overflowing_case()
    workspace = Workspace(dossier_of(case.data), case.pack)
    form = workspace.dossier.forms[0]
    preview = Preview(workspace, form.id, Program(application()))
    yield "preview-overflow", preview
    preview.bar.show_seal()
    preview.bar.set_size("整页")
    yield "preview-seal", preview
    preview.close()
    setup = PageSetupDialog(workspace, form)
    yield "page-setup", setup
    setup.fit.setChecked(True)
    setup.refresh()
    yield "page-setup-fit", setup
    names = {item.id: item.template for item in open_sample().dossier.forms}
    yield "print-forms", FormsDialog(names, list(names)[:2])
    yield "print-cut", CutQuestion(3.2, 0.967)
    yield "print-no-printer", NoPrinter()


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
    for scene in (new, export, handin, find, words, ask, judge, recover, review, paper):
        with tempfile.TemporaryDirectory() as room:
            for name, widget in scene(Path(room)):
                widget.show()
                QApplication.processEvents()
                widget.grab().save(str(folder / f"{name}.png"))
                print(name, widget.width(), widget.height())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
