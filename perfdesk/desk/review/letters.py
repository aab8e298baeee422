"""退回意见: for whom, by whom, as what, where to; then the way it goes, then what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateEdit,
    QGridLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk.dialogs.ask import ask_overwrite
from perfdesk.desk.dialogs.exporting import Failure, Outcome
from perfdesk.desk.dialogs.parts import SPACING, note, roomy, side_by_side
from perfdesk.desk.dialogs.writing import Choice, WritingDialog
from perfdesk.desk.dialogs.writing_pages import FORMATS
from perfdesk.desk.settings import Settings
from perfdesk.desk.worker import Report
from perfdesk.jobs.documents import KINDS
from perfdesk.jobs.returns import (
    Letters,
    ReturnRequest,
    Sender,
    planned_letters,
    with_letters,
    write_letters,
)
from perfdesk.jobs.review import Reviewed

SIZE = QSize(620, 470)
FOLDER = "退回意见"
REMEMBERED = ("office", "reviewer", "phone", "due")


class LettersChoice(Choice):
    """All that letters need to know; the wish is the dossiers and the request."""

    def __init__(
        self,
        selected: Sequence[Reviewed],
        shown: Sequence[Reviewed],
        settings: Settings,
        folder: Path,
    ) -> None:
        super().__init__("生成退回意见", folder / FOLDER)
        self._selected, self._shown = list(selected), list(shown)
        self._known = known = settings.returns
        self.only_selected = QRadioButton(f"所选的 {len(selected)} 套(&S)")
        self.all_shown = QRadioButton(f"表中的 {len(shown)} 套(&Z)")
        self.office, self.reviewer, self.phone, self.due = (
            QLineEdit(known.get(key, "")) for key in REMEMBERED
        )
        self.day = QDateEdit(QDate.currentDate())
        self.hints = QCheckBox("同时列出提示(&H)（供参考，不要求修改）")
        self.kinds = {kind: QCheckBox(FORMATS[kind]) for kind in KINDS}
        self.count = note()
        self._dress()
        self._arrange()
        self._connect()
        self._show_count()

    def _dress(self) -> None:
        group = QButtonGroup(self)
        for radio in (self.only_selected, self.all_shown):
            group.addButton(radio)
        self.only_selected.setVisible(bool(self._selected))
        (self.only_selected if len(self._selected) > 1 else self.all_shown).setChecked(True)
        self.office.setPlaceholderText("如 示例县财政局绩效管理股；不填则留空，盖章")
        self.reviewer.setPlaceholderText("不填则留空，手写")
        self.phone.setPlaceholderText("不填则留空，手写")
        self.due.setPlaceholderText("如 12月5日；不填则留空，手写")
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setStyleSheet("min-height: 1.8em;")
        wanted = self._known.get("kinds", " ".join(KINDS)).split()
        for kind, box in self.kinds.items():
            box.setChecked(kind in wanted)

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(SPACING)
        grid.setColumnStretch(1, 1)
        fields = (
            ("审核单位(&U)：", self.office),
            ("审核人(&R)：", self.reviewer),
            ("联系电话(&T)：", self.phone),
            ("重新报送期限(&E)：", self.due),
            ("落款日期(&D)：", self.day),
        )
        grid.addWidget(QLabel("退回："), 0, 0)
        grid.addLayout(side_by_side(self.only_selected, self.all_shown), 0, 1)
        grid.addWidget(self.count, 1, 1)
        for row, (text, field) in enumerate(fields, 2):
            _label(grid, row, text, field)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.hints, 7, 1)
        grid.addWidget(QLabel("格式："), 8, 0)
        grid.addLayout(side_by_side(*self.kinds.values()), 8, 1)
        _label(grid, 9, "保存到(&F)：", self.folder)
        grid.addLayout(side_by_side(self.folder, self.browse, stretch=0), 9, 1)
        column = QVBoxLayout(self)
        roomy(column)
        column.addLayout(grid)
        column.addStretch()
        column.addWidget(self.complaint)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        self.all_shown.toggled.connect(self._show_count)
        self.hints.toggled.connect(self._show_count)
        for box in self.kinds.values():
            box.toggled.connect(lambda: self.complaint.say(""))

    def signed(self) -> Sender:
        """Return what stands in the fields."""
        office, reviewer, phone, due = (
            " ".join(field.text().split())
            for field in (self.office, self.reviewer, self.phone, self.due)
        )
        day = self.day.date().toPython()
        return Sender(office, reviewer, phone, due, day, hints=self.hints.isChecked())  # type: ignore[arg-type]

    def _dossiers(self) -> list[Reviewed]:
        return self._selected if self.only_selected.isChecked() else self._shown

    def _show_count(self) -> None:
        self.complaint.say("")
        chosen = self._dossiers()
        count = len(with_letters(chosen, self.signed()))
        rest = len(chosen) - count
        aside = f"；其余 {rest} 套没有需要修改的问题，或不能读取" if rest else ""
        self.count.say(f"将生成 {count} 份退回意见{aside}。")
        self.go.setEnabled(count > 0)

    def request(self) -> tuple[list[Reviewed], ReturnRequest]:
        """Return what is wished, whole or not."""
        kinds = tuple(kind for kind, box in self.kinds.items() if box.isChecked())
        return self._dossiers(), ReturnRequest(self.chosen_folder(), kinds, self.signed())

    def _lacking(self) -> tuple[str, QWidget] | None:
        if not self.request()[1].kinds:
            return "请至少选择一种格式", self.kinds[KINDS[0]]
        return None


def _label(grid: QGridLayout, row: int, text: str, field: QWidget) -> None:
    label = QLabel(text)
    label.setBuddy(field)
    grid.addWidget(label, row, 0)


class LettersDialog(WritingDialog):
    """Writes 退回意见 for the dossiers that are selected, or for all that are shown."""

    def __init__(
        self,
        selected: Sequence[Reviewed],
        shown: Sequence[Reviewed],
        settings: Settings,
        folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        self._settings = settings
        self.choice = LettersChoice(selected, shown, settings, folder)
        super().__init__("退回意见", "正在生成退回意见…", self.choice, SIZE, parent)
        self.progress.said = "正在写 {}"
        self.choice.wished.connect(self._begin)
        self.choice.office.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self, wish: tuple[list[Reviewed], ReturnRequest]) -> None:
        dossiers, request = wish
        planned = planned_letters(dossiers, request)
        there = [path.name for path, _ in planned if path.exists()]
        if there and not ask_overwrite(self, there):
            return
        self.folder = request.folder
        sender = request.sender
        remembered = {key: getattr(sender, key) for key in REMEMBERED}
        self._settings.returns = {**remembered, "kinds": " ".join(request.kinds)}

        def work(report: Report) -> Letters:
            return write_letters(dossiers, request, report)

        self.write(len(planned), work, self._tell)

    def _tell(self, letters: Letters) -> None:
        units = list(dict.fromkeys(failure.unit for failure in letters.failures))
        failures = tuple(
            Failure(units.index(f.unit) + 1, f.path.suffix[1:], f.reason) for f in letters.failures
        )
        outcome = Outcome(letters.files, (), failures, cancelled=letters.stopped)
        self.outcome.tell(outcome, self.folder, units)
        if not failures and not letters.stopped:
            self.outcome.title.say(f"退回意见写好了，共 {len(letters.files)} 个文件")
