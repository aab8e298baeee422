"""报送: what goes to the 财政局, or the public version; the way it goes, and what came of it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs.ask import ask_overwrite
from perfdesk.desk.dialogs.exporting import Outcome
from perfdesk.desk.dialogs.handin_choice import HandinChoice
from perfdesk.desk.dialogs.writing import WritingDialog
from perfdesk.desk.worker import Report
from perfdesk.errors import PerfdeskError
from perfdesk.jobs.handin import HandinReport, HandinRequest, cautions, hand_in, plan
from perfdesk.jobs.public import public_version
from perfdesk.storage.format import OpenFile

SIZE = QSize(660, 680)


class HandinDialog(WritingDialog):
    """Writes the hand-in folder of a dossier."""

    def __init__(self, file: OpenFile, folder: Path, parent: QWidget | None = None) -> None:
        self._file = file
        public = public_version(file.dossier, file.pack)
        self.choice = HandinChoice(file, public, cautions(file.dossier, file.pack), folder)
        super().__init__("报送", "正在备齐报送的文件…", self.choice, SIZE, parent)
        self.choice.list.setFocus()
        self.choice.wished.connect(self._begin)

    def _begin(self, request: HandinRequest) -> None:
        planned = plan(self._file.dossier, self._file.pack, request)
        there = planned.present()
        if there and not ask_overwrite(self, there):
            return
        self.folder = request.folder
        wanted = msgspec.structs.replace(request, overwrite=bool(there))
        file = self._file

        def work(report: Report) -> HandinReport:
            return hand_in(file, wanted, report)

        self.write(len(planned.names), work, self._tell)

    def _tell(self, report: HandinReport) -> None:
        place = report.place.parent if report.place.is_file() else report.place
        outcome = Outcome(report.files, report.notes, (), cancelled=report.cancelled)
        self.outcome.tell(outcome, self.folder if report.cancelled else place, ())
        if report.cancelled:
            self.outcome.title.say("已停止，没有留下文件")
            self.outcome.notice.say("原有的文件和套表没有受影响。")
        else:
            self.outcome.title.say(_headline(report))

    def tell_error(self, error: PerfdeskError) -> None:
        """Say that nothing half done was left."""
        super().tell_error(error)
        self.outcome.title.say("没有写成")
        self.outcome.notice.say("没有留下不完整的文件；原有的文件和套表没有受影响。")


def _headline(report: HandinReport) -> str:
    if report.place.is_file():
        return "报送的压缩包备好了"
    return f"报送的文件备好了，共 {len(report.files)} 个"
