"""The last two pages of dialogs that write files: the way it goes, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk import theme
from perfdesk.desk.dialogs.exporting import Failure, Outcome
from perfdesk.desk.dialogs.parts import (
    SPACING,
    button,
    escape,
    heading,
    icon,
    line_pitch,
    note,
    roomy,
    side_by_side,
)

FORMATS = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word"}
NAMED = 3
"""Forms that fail for the same reason are named up to here."""


class ProgressPage(QWidget):
    """How far it is, and a way to stop."""

    cancelled = Signal()

    def __init__(self, doing: str) -> None:
        super().__init__()
        self.title = heading(doing)
        self.bar = QProgressBar()
        self.now = note()
        self.said = "已写好 {}"
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

    def begin(self, steps: int) -> None:
        """Show that nothing is done yet; 0 where there are no steps to count."""
        self.bar.setRange(0, steps)
        self.bar.setValue(0)

    def advance(self, done: int, of: int, now: str) -> None:
        """Show how far it is."""
        if self.bar.maximum():
            self.bar.setFormat(f"{done} / {of}")
            self.bar.setValue(done)
        if now:
            self.now.say(self.said.format(now))

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
