"""The three pages of the export dialog: the choice, the way it goes, what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.checklist import CheckList
from perfdesk.desk.dialogs.exporting import Failure, Outcome, Wish
from perfdesk.desk.dialogs.parts import (
    SPACING,
    button,
    complain,
    complaint,
    escape,
    heading,
    icon,
    line_pitch,
    note,
    roomy,
    side_by_side,
    small_button,
)

FORMATS = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word"}
NAMED = 3
"""Forms that fail for the same reason are named up to here."""


class ChoicePage(QWidget):
    """Which forms, which formats, where to."""

    wished = Signal(object)
    given_up = Signal()

    def __init__(self, names: Sequence[str], current: int, folder: Path) -> None:
        super().__init__()
        self.list = CheckList([f"{i:02d}　{name}" for i, name in enumerate(names, 1)])
        self.list.setAccessibleName("要导出的表")
        self.count = note()
        self.all = small_button("全选(&A)")
        self.none = small_button("全不选(&N)")
        self.only = small_button("只选当前表(&T)")
        self.only.setEnabled(current > 0)
        self.pdf = QCheckBox("PDF(&P)（打印、报送）")
        self.xlsx = QCheckBox("Excel 工作簿(&X)")
        self.docx = QCheckBox("Word 文档(&W)")
        self.merged = QCheckBox("合并为一个文件(&M)")
        self.merged.setToolTip("每种格式一个文件：PDF、Word 按顺序接在一起，Excel 每张表一个工作表")
        self.folder = QLineEdit(str(folder))
        self.browse = small_button("浏览(&B)…")
        self.complaint = complaint()
        self.buttons = QDialogButtonBox()
        self.go = button(self.buttons, "导出", QDialogButtonBox.ButtonRole.AcceptRole)
        button(self.buttons, "取消", QDialogButtonBox.ButtonRole.RejectRole)
        self._current = current
        self._arrange()
        self._connect()
        self.list.check_all()

    def _arrange(self) -> None:
        self.pdf.setChecked(True)
        self.xlsx.setChecked(True)
        label = QLabel("要导出的表(&F)：")
        label.setBuddy(self.list)
        place = QLabel("保存到(&D)：")
        place.setBuddy(self.folder)
        rest = QGridLayout()
        rest.setSpacing(SPACING)
        rest.setColumnStretch(1, 1)
        rest.setContentsMargins(0, SPACING, 0, 0)
        rest.addWidget(QLabel("格式："), 0, 0)
        rest.addLayout(side_by_side(self.pdf, self.xlsx, self.docx), 0, 1)
        rest.addWidget(self.merged, 1, 1)
        rest.addWidget(place, 2, 0)
        rest.addLayout(side_by_side(self.folder, self.browse, stretch=0), 2, 1)
        column = QVBoxLayout(self)
        roomy(column)
        column.addWidget(label)
        column.addWidget(self.list, 1)
        column.addLayout(side_by_side(self.all, self.none, self.only, self.count, stretch=3))
        column.addLayout(rest)
        column.addWidget(self.complaint)
        column.addWidget(self.buttons)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _connect(self) -> None:
        self.list.changed.connect(self._show_count)
        self.all.clicked.connect(self.list.check_all)
        self.none.clicked.connect(lambda: self.list.check_only(()))
        self.only.clicked.connect(lambda: self.list.check_only((self._current - 1,)))
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self._wish)
        self.buttons.rejected.connect(self.given_up)
        for box in (self.pdf, self.xlsx, self.docx):
            box.toggled.connect(lambda: self.complaint.say(""))
        self.folder.textChanged.connect(lambda: self.complaint.say(""))

    def _show_count(self) -> None:
        self.complaint.say("")
        self.count.say(f"已选 {len(self.list.checked())} 张，共 {self.list.count()} 张")

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择保存的文件夹", self.folder.text())
        if chosen:
            self.folder.setText(str(Path(chosen)))

    def _wish(self) -> None:
        """Tell the wish, or what is missing of it."""
        forms = tuple(row + 1 for row in self.list.checked())
        boxes = {"pdf": self.pdf, "xlsx": self.xlsx, "docx": self.docx}
        formats = tuple(name for name, box in boxes.items() if box.isChecked())
        written = self.folder.text().strip()
        folder = Path(written).expanduser() if written.startswith("~") else Path(written)
        if not forms:
            complain(self.complaint, "请至少选择一张表", self.list)
        elif not formats:
            complain(self.complaint, "请选择 PDF、Excel 或 Word，可以都选", self.pdf)
        elif not written or not folder.is_absolute():
            complain(
                self.complaint, "请写出文件夹的完整位置，或点“浏览”选择一个文件夹", self.folder
            )
        else:
            self.wished.emit(Wish(forms, formats, folder, self.merged.isChecked()))


class ProgressPage(QWidget):
    """How far it is, and a way to stop."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = heading("正在导出…")
        self.bar = QProgressBar()
        self.now = note()
        self.buttons = QDialogButtonBox()
        self.stop = button(self.buttons, "取消", QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.rejected.connect(self.cancelled)
        column = QVBoxLayout(self)
        roomy(column)
        column.addStretch()
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.now)
        column.addStretch()
        column.addWidget(self.buttons)

    def begin(self, wish: Wish) -> None:
        """Show that nothing is done yet; a single large file has no steps to count."""
        self.bar.setRange(0, 0 if wish.merged else len(wish.forms) * len(wish.formats))
        self.bar.setValue(0)

    def advance(self, done: int, of: int, now: str) -> None:
        """Show how far it is."""
        if self.bar.maximum():
            self.bar.setFormat(f"{done} / {of}")
            self.bar.setValue(done)
        if now:
            self.now.say(f"已写好 {now}")

    def ending(self) -> None:
        """Show that the wish to stop was heard."""
        self.title.say("正在停止，写好这一个文件就结束…")
        self.stop.setEnabled(False)


class OutcomePage(QWidget):
    """The files, and what went wrong, by form and reason."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = heading("")
        self.notice = note()
        self.report = QTextBrowser()
        self.report.setAccessibleName("导出结果")
        self.report.setOpenLinks(False)
        self.report.anchorClicked.connect(self._open)
        self.report.document().setDocumentMargin(SPACING)
        self.open_folder = QPushButton(icon("open"), "打开文件夹(&O)")
        self.open_folder.clicked.connect(self._open_folder)
        self.buttons = QDialogButtonBox()
        self.shut = button(self.buttons, "关闭", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.closed)
        self._folder = Path()
        column = QVBoxLayout(self)
        roomy(column)
        column.addWidget(self.title)
        column.addWidget(self.notice)
        column.addWidget(self.report, 1)
        column.addLayout(side_by_side(self.open_folder, QWidget(), self.buttons, stretch=1))

    def tell(self, outcome: Outcome, folder: Path, names: Sequence[str]) -> None:
        """Show what came of an export."""
        rows = [("error", escape(line)) for line in failure_lines(outcome.failures, names)]
        rows += [("warning", escape(line)) for line in outcome.notes]
        rows += [("ok", link(file)) for file in outcome.files]
        self._show(_headline(outcome), folder, rows)
        unharmed = "没有写成的文件，原来若有，仍是原样；套表没有受影响。"
        place = f"保存在：{folder}"
        self.notice.say(f"{place}\n{unharmed}" if outcome.failures else place)
        self.open_folder.setEnabled(bool(outcome.files))

    def tell_error(self, text: str, folder: Path) -> None:
        """Show that the export broke off."""
        self._show("导出没有做完", folder, [("error", escape(text))])
        self.notice.say("已经写好的文件仍在文件夹里；套表没有受影响。")
        self.open_folder.setEnabled(folder.is_dir())

    def _show(self, title: str, folder: Path, rows: Sequence[tuple[str, str]]) -> None:
        self._folder = folder
        self.title.say(title)
        document = self.report.document()
        size = self.fontMetrics().height() + 3
        for kind in ("error", "warning", "ok"):
            image = icon(kind).pixmap(QSize(size, size), self.devicePixelRatioF())
            document.addResource(int(QTextDocument.ResourceType.ImageResource), QUrl(kind), image)
        self.report.setHtml(
            "<table cellspacing='0' cellpadding='3'>"
            + "".join(
                f"<tr><td><img src='{kind}' width='{size}' height='{size}'></td>"
                f"<td style='line-height: {line_pitch(self)}px; -qt-line-height-type: fixed'>"
                f"{text}</td></tr>"
                for kind, text in rows
            )
            + "</table>"
        )
        self.shut.setFocus()

    def _open_folder(self) -> None:
        self._open(QUrl.fromLocalFile(str(self._folder)))

    def _open(self, place: QUrl) -> None:
        if not QDesktopServices.openUrl(place):
            self.notice.say(f"系统没有打开它，请自己到这里打开：{place.toLocalFile()}")


def link(file: Path) -> str:
    """Return the link that opens a written file."""
    url = QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return f"<a href='{escape(url)}' style='color: {theme.CURRENT.name()}'>{escape(file.name)}</a>"


def _headline(outcome: Outcome) -> str:
    files, failures = len(outcome.files), len(outcome.failures)
    if outcome.cancelled:
        return f"已停止，写好了 {files} 个文件" if files else "已停止，没有写文件"
    if failures:
        done = f"写好了 {files} 个文件，" if files else ""
        return f"{done}有 {failures} 个文件没有写成"
    return f"导出完成，共 {files} 个文件"


def failure_lines(failures: Iterable[Failure], names: Sequence[str]) -> Iterable[str]:
    """Yield a line for each reason, with the forms that it kept from being written."""
    by_reason: dict[str, dict[str, None]] = {}
    for failure in failures:
        name = f"{failure.form:02d}　{names[failure.form - 1]}" if failure.form else "合并的文件"
        by_reason.setdefault(failure.reason, {})[f"{name}（{FORMATS[failure.format]}）"] = None
    for reason, own in by_reason.items():
        shown = "、".join(list(own)[:NAMED])
        more = f" 等 {len(own)} 个文件" if len(own) > NAMED else ""
        yield f"{shown}{more}：{reason}"
