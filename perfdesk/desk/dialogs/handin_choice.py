"""The first page of 报送: which version, as what, where to; what will be written, or left out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.desk.dialogs.parts import (
    SECOND,
    SPACING,
    Text,
    TwoLines,
    heading,
    note,
    picture,
    roomy,
    side_by_side,
)
from perfdesk.desk.dialogs.writing import Choice
from perfdesk.desk.dialogs.writing_pages import FORMATS
from perfdesk.jobs.handin import NAMES_NOTE, HandinRequest, handin_name, plan
from perfdesk.jobs.public import PublicVersion
from perfdesk.storage.format import SUFFIX, OpenFile

ICON = 18
CAUTIONS = 3
"""Cautions that are shown one by one."""


class HandinChoice(Choice):
    """The choice. ``cautions`` are told before anything is written."""

    def __init__(
        self, file: OpenFile, public: PublicVersion, cautions: tuple[str, ...], folder: Path
    ) -> None:
        super().__init__("报送", folder)
        self._file = file
        self._public = public
        self.title = heading(handin_name(file.dossier))
        self.state = Text(_state(cautions))
        self.state.setToolTip("\n".join(cautions))
        self._sign = picture("warning" if cautions else "ok", ICON)
        self.full = QRadioButton("报送版(&F)（内容完整）")
        self.published = QRadioButton("公开版(&G)（隐去人员姓名、电话等个人信息）")
        self.shown = QLabel()
        self.list = QListWidget()
        self.remark = note(f"{NAMES_NOTE}。套表文件里内容是完整的，公开版不附。")
        self.pdf = QCheckBox("PDF(&P)")
        self.xlsx = QCheckBox("Excel(&X)")
        self.docx = QCheckBox("Word(&W)")
        self.as_folder = QRadioButton("文件夹(&R)")
        self.as_zip = QRadioButton("一个 zip 压缩包(&Z)")
        self.own = QCheckBox(f"附上套表文件(&T)（{SUFFIX}，收到的人可以直接打开核对）")
        self.place = note()
        self._groups = [_group(self.full, self.published), _group(self.as_folder, self.as_zip)]
        for box in (self.full, self.pdf, self.xlsx, self.docx, self.as_folder, self.own):
            box.setChecked(True)
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        self.shown.setBuddy(self.list)
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.setSelectionMode(QListWidget.SelectionMode.SingleSelection)
        place = QLabel("保存到(&D)：")
        place.setBuddy(self.folder)
        rest = QGridLayout()
        rest.setSpacing(SPACING)
        rest.setColumnStretch(1, 1)
        rest.addWidget(QLabel("格式："), 0, 0)
        rest.addLayout(side_by_side(self.pdf, self.xlsx, self.docx), 0, 1)
        rest.addWidget(QLabel("形式："), 1, 0)
        rest.addLayout(side_by_side(self.as_folder, self.as_zip), 1, 1)
        rest.addWidget(self.own, 2, 1)
        rest.addWidget(place, 3, 0)
        rest.addLayout(side_by_side(self.folder, self.browse, stretch=0), 3, 1)
        rest.addWidget(self.place, 4, 1)
        column = QVBoxLayout(self)
        roomy(column)
        column.addWidget(self.title)
        column.addLayout(side_by_side(self._sign, self.state, stretch=1))
        column.addLayout(side_by_side(self.full, self.published))
        column.addWidget(self.shown)
        column.addWidget(self.list, 1)
        column.addWidget(self.remark)
        column.addLayout(rest)
        column.addWidget(self.complaint)
        column.addWidget(self.buttons)

    def _connect(self) -> None:
        for box in (self.full, self.pdf, self.xlsx, self.docx, self.as_folder, self.own):
            box.toggled.connect(self._show)
        self.folder.textChanged.connect(self._show)

    # --- what is shown ---

    def _show(self) -> None:
        self.complaint.say("")
        self.own.setVisible(self.full.isChecked())
        self.remark.setVisible(self.published.isChecked())
        self.list.clear()
        request = self.request()
        if not request.formats:
            self.shown.setText("将写出的文件(&L)：")
            self.place.say("")
            return
        planned = plan(self._file.dossier, self._file.pack, request)
        what = "压缩包" if request.zipped else "文件夹"
        self.place.say(f"将建立{what}“{planned.place.name}”，共 {len(planned.names)} 个文件")
        if request.public:
            self._show_omissions()
            return
        self.shown.setText(f"将写出的文件(&L)（{len(planned.names)} 个）：")
        kinds = dict.fromkeys(name.rpartition(".")[0] for name in planned.names)
        for stem in kinds:
            endings = [n.rpartition(".")[2] for n in planned.names if n.rpartition(".")[0] == stem]
            self._add(stem, "　".join(ENDINGS.get(ending, ending) for ending in endings))

    def _show_omissions(self) -> None:
        omissions = self._public.omissions
        self.shown.setText(f"将隐去的内容(&L)（{len(omissions)} 处），写出前请核对：")
        for item in omissions:
            self._add(f"第 {item.form} 张表　{item.place}（{item.kind}）", item.shown)
        if not omissions:
            self._add(
                "没有找到需要隐去的个人信息", "填表人、联系电话等栏是空的，正文里也没有电话号码"
            )

    def _add(self, first: str, second: str) -> None:
        item = QListWidgetItem(first)
        item.setData(SECOND, second)
        item.setToolTip(f"{first}\n{second}")
        self.list.addItem(item)

    # --- what is wished ---

    def request(self) -> HandinRequest:
        """Return what is chosen, complete or not."""
        boxes = {"pdf": self.pdf, "xlsx": self.xlsx, "docx": self.docx}
        return HandinRequest(
            self.chosen_folder(),
            tuple(name for name, box in boxes.items() if box.isChecked()),
            zipped=self.as_zip.isChecked(),
            public=self.published.isChecked(),
            own_file=self.own.isChecked(),
        )

    def _lacking(self) -> tuple[str, QWidget] | None:
        if not self.request().formats:
            return "请选择 PDF、Excel 或 Word，可以都选", self.pdf
        return None


ENDINGS = {**FORMATS, SUFFIX[1:]: "套表文件"}


def _group(*buttons: QRadioButton) -> QButtonGroup:
    """One of these at a time."""
    group = QButtonGroup()
    for each in buttons:
        group.addButton(each)
        each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return group


def _state(cautions: tuple[str, ...]) -> str:
    if not cautions:
        return "审核没有发现未改的错误。"
    more = [f"…… 共 {len(cautions)} 处"] if len(cautions) > CAUTIONS else []
    return "\n".join(["报送前请留意，有错误的表可能被退回：", *cautions[:CAUTIONS], *more])
