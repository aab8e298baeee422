"""导出: which forms, as what, where to; then the way it goes, then what came of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs.ask import ask_overwrite
from perfdesk.desk.dialogs.export_choice import ExportChoice
from perfdesk.desk.dialogs.exporting import Exporter, Outcome, Wish, present
from perfdesk.desk.dialogs.writing import WritingDialog
from perfdesk.desk.worker import Report
from perfdesk.jobs.forms import form_caption
from perfdesk.jobs.workspace import Workspace

SIZE = QSize(620, 560)


class ExportDialog(WritingDialog):
    """Exports forms of a workspace."""

    help_page = "export"

    def __init__(
        self,
        workspace: Workspace,
        current_form_id: str,
        last_folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        self._dossier, self._pack = workspace.dossier, workspace.pack
        captions = [form_caption(self._dossier, self._pack, form) for form in self._dossier.forms]
        self.names = ["　".join(filter(None, caption)) for caption in captions]
        current = self._dossier.index_of(current_form_id) + 1
        self.choice = ExportChoice(self.names, current, last_folder)
        super().__init__("导出 PDF / Excel / Word", "正在导出…", self.choice, SIZE, parent)
        self.choice.wished.connect(self._begin)

    def _begin(self, wish: Wish) -> None:
        there = present(self._dossier, self._pack, wish)
        if there and not ask_overwrite(self, [path.name for path in there]):
            return
        self.folder = wish.folder
        dossier, pack = self._dossier, self._pack

        def work(report: Report) -> Outcome:
            return Exporter(dossier, pack, wish, report).run()

        # a single large file has no steps to count
        steps = 0 if wish.merged else len(wish.forms) * len(wish.formats)
        self.write(steps, work, lambda outcome: self.outcome.tell(outcome, self.folder, self.names))
