"""查找和替换 over a whole dossier; the window stays open beside the sheet."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QTabBar, QWidget

from perfdesk.desk.dialogs.parts import SPACING, Dialog, Text, labelled, line_pitch, side_by_side
from perfdesk.desk.dialogs.places import Place, context, following
from perfdesk.dossier.state import Path
from perfdesk.jobs.find import FindOptions, Hit, find_all, replace_all, replace_one
from perfdesk.jobs.workspace import Workspace

WIDTH = 460
FIND, REPLACE = 0, 1
FINAL = "这一处在已定稿的表里，没有替换。需要修改时，请先取消定稿"
ALL_FINAL = "找到的内容都在已定稿的表里，没有替换。需要修改时，请先取消定稿"
FINAL_LEFT_OUT = "已定稿的表没有替换"


class FindDialog(Dialog):
    """Goes from one hit to the next, and replaces; it shows nothing itself but says where."""

    help_page = "table"

    found = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("查找和替换", parent)
        self._workspace: Workspace | None = None
        self._place = Place()
        self._hit: Hit | None = None
        self.tabs = QTabBar()
        self.needle = QLineEdit()
        self.replacement = QLineEdit()
        self.match_case = QCheckBox("区分大小写(&C)")
        self.whole_cell = QCheckBox("整格匹配(&O)")
        self.match_width = QCheckBox("区分全半角(&B)")
        self.status = Text()
        self.next = QPushButton("查找下一个(&F)")
        self.previous = QPushButton("上一个(&V)")
        self.replace = QPushButton("替换(&R)")
        self.all = QPushButton("全部替换(&A)")
        self._arrange()
        self._connect()
        self._show_mode(FIND)

    # --- for the window ---

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Search in this dossier from now on; None: in none."""
        if workspace is self._workspace:
            return
        self._workspace = workspace
        self._place, self._hit = Place(), None
        self.status.say("")

    def set_place(self, path: Path | None) -> None:
        """Go on from this cell, the current one; the last hit's own cell changes nothing."""
        if self._hit is None or path != self._hit.path:
            self._place, self._hit = Place(path), None

    def open_find(self, text: str = "") -> None:
        """Come up for searching; ``text`` is what stands selected on the sheet."""
        self._open(FIND, text)

    def open_replace(self, text: str = "") -> None:
        """Come up for replacing."""
        self._open(REPLACE, text)

    def make_way(self, cell: QRect) -> None:
        """Move up or down where this window hides the cell that was found."""
        own, room = self.frameGeometry(), self.screen().availableGeometry()
        if not own.intersects(cell):
            return
        above, below = cell.top() - own.height() - SPACING, cell.bottom() + SPACING
        fits = below + own.height() <= room.bottom()
        self.move(own.left(), below if fits else max(room.top(), above))

    def find_next(self) -> bool:
        """Go to the next hit, from the end back to the beginning; return whether there is one."""
        return self._go(1)

    def find_previous(self) -> bool:
        """Go to the hit before."""
        return self._go(-1)

    # --- parts ---

    def _arrange(self) -> None:
        self.tabs.addTab("查找(&D)")
        self.tabs.addTab("替换(&P)")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        fields, labels = labelled(
            ("查找内容(&N)：", self.needle), ("替换为(&E)：", self.replacement)
        )
        self.second = labels[1]
        fields.setContentsMargins(0, SPACING, 0, 0)
        self.status.setMinimumHeight(2 * line_pitch(self.status) + 4)
        self.status.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.next.setDefault(True)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        self.column.addWidget(self.tabs)
        self.column.addLayout(fields)
        self.column.addLayout(side_by_side(self.match_case, self.whole_cell, self.match_width))
        self.column.addWidget(self.status, 1)
        self.column.addLayout(
            side_by_side(
                self.replace, self.all, QWidget(), self.previous, self.next, close, stretch=2
            )
        )
        self.setMinimumWidth(WIDTH)
        order = (
            *(self.needle, self.replacement, self.match_case, self.whole_cell, self.match_width),
            *(self.next, self.previous, self.replace, self.all, close),
        )
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_mode)
        self.next.clicked.connect(self.find_next)
        self.previous.clicked.connect(self.find_previous)
        self.replace.clicked.connect(self._replace)
        self.all.clicked.connect(self._replace_all)
        self.needle.textChanged.connect(self._changed)
        for box in (self.match_case, self.whole_cell, self.match_width):
            box.toggled.connect(self._changed)
        for key, slot in (("F3", self.find_next), ("Shift+F3", self.find_previous)):
            QShortcut(QKeySequence(key), self).activated.connect(slot)
        for key, mode in (("Ctrl+F", FIND), ("Ctrl+H", REPLACE)):
            turn = QShortcut(QKeySequence(key), self)
            turn.activated.connect(lambda mode=mode: self._turn(mode))

    def _turn(self, mode: int) -> None:
        """Go to a page by its key, with what is searched for ready to be typed over."""
        self.tabs.setCurrentIndex(mode)
        self.needle.setFocus()
        self.needle.selectAll()

    def _show_mode(self, mode: int) -> None:
        replacing = mode == REPLACE
        for widget in (self.second, self.replacement, self.replace, self.all):
            widget.setVisible(replacing)
        self.setWindowTitle("替换" if replacing else "查找")
        self.adjustSize()
        self.needle.setFocus()

    def _open(self, mode: int, text: str) -> None:
        self.tabs.setCurrentIndex(mode)
        if text and "\n" not in text:
            self.needle.setText(text)
        parent = self.parentWidget()
        if not self.isVisible() and parent is not None:
            corner = parent.window().geometry().topRight()
            self.move(corner.x() - max(self.width(), WIDTH) - 24, corner.y() + 96)
        self.show()
        self.raise_()
        self.activateWindow()
        self.needle.setFocus()
        self.needle.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift+Enter goes back; Enter alone is the default button's."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        else:
            super().keyPressEvent(event)

    # --- searching ---

    def _options(self) -> FindOptions:
        return FindOptions(
            match_case=self.match_case.isChecked(),
            whole_cell=self.whole_cell.isChecked(),
            match_width=self.match_width.isChecked(),
        )

    def _changed(self) -> None:
        self._hit = None
        self.status.say("")

    def _hits(self) -> tuple[Hit, ...]:
        if self._workspace is None:
            return ()
        own = self._workspace
        return find_all(own.dossier, own.pack, self.needle.text(), self._options())

    def _go(self, step: int) -> bool:
        if not self.needle.text():
            self.status.say("请输入要查找的内容")
            self.needle.setFocus()
            return False
        hits = self._hits()
        if self._workspace is None or not hits:
            self._hit = None
            self.status.say(f"没有找到“{self.needle.text()}”")
            return False
        number, wrapped = following(self._workspace, hits, self._place, step)
        self._hit = hit = hits[number]
        self._place = Place(hit.path, hit.start)
        again = ("已从头继续，" if step > 0 else "已从末尾继续，") if wrapped else ""
        where = f"{again}第 {number + 1} 处，共 {len(hits)} 处"
        before, text, after = context(self._workspace.dossier, hit)
        start = len(where) + 1 + len(before)
        self.status.say(f"{where}\n{before}{text}{after}", (start, start + len(text)))
        self.found.emit(hit.path)
        return True

    # --- replacing ---

    def _replace(self) -> None:
        """Replace the hit that was last gone to, and go to the next."""
        own, hit = self._workspace, self._hit
        if own is not None and hit is not None:
            text = self.replacement.text()
            step = replace_one(own.dossier, hit, self.needle.text(), text, self._options())
            if step is not None:
                if not own.apply(*step):
                    self.status.say(FINAL)
                    return
                self._place = Place(hit.path, hit.start + len(text) - 1)
            self._hit = None
        self.find_next()

    def _replace_all(self) -> None:
        needle, text = self.needle.text(), self.replacement.text()
        if self._workspace is None or not needle:
            self._go(1)
            return
        own = self._workspace
        done = replace_all(own.dossier, own.pack, needle, text, self._options())
        final = f"\n{FINAL_LEFT_OUT}" if self._final_hits() else ""
        if done is None and final:
            self.status.say(ALL_FINAL)
            return
        if done is None:
            same = f"内容已经是“{text}”，没有要替换的"
            self.status.say(same if self._hits() else f"没有找到“{needle}”")
            return
        edit, label, count = done
        own.apply(edit, label)
        self._hit = None
        self.status.say(f"已替换 {count} 处。要恢复原样，请在主窗口按 Ctrl+Z{final}")

    def _final_hits(self) -> bool:
        """Tell whether some hits are in final forms, which are not replaced."""
        own = self._workspace
        return own is not None and any(hit.path.form in own.final for hit in self._hits())
