"""The status bar: saved or not, findings, money unit, size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QSlider, QStatusBar, QToolButton

from perfdesk.checks.finding import SEVERITIES
from perfdesk.desk import theme
from perfdesk.desk.host import as_widget

if TYPE_CHECKING:
    from perfdesk.desk.host import Host
    from perfdesk.template.model import Field

GAP = "&nbsp;" * 4
HINT_STYLE = "color: #66727f;"
SPEAK_MS = 6_000
"""How long a word to the user stays."""


class StatusBar(QStatusBar):
    """Shows what a clerk wants to know at a glance."""

    fit_wanted = Signal()

    def __init__(self, window: Host) -> None:
        super().__init__(as_widget(window))
        self._window = window
        self._saved = QLabel()
        self._counts = QLabel()
        self._unit = QLabel()
        self._size = QToolButton()
        self._size.setAutoRaise(True)
        self._size.setToolTip("点击恢复适合宽度")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(50, 300)
        self._slider.setSingleStep(10)
        self._slider.setPageStep(25)
        self._slider.setFixedWidth(120)
        self._slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slider.setToolTip("显示比例")
        self._slider.valueChanged.connect(self._slid)
        self._size.clicked.connect(self.fit_wanted)
        for label in (self._saved, self._counts, self._unit):
            label.setContentsMargins(8, 0, 8, 0)
            label.setTextFormat(Qt.TextFormat.RichText)
        self._hint = QLabel()
        self._hint.setStyleSheet(HINT_STYLE)
        self._wanted = ""
        self._speaking = QTimer(self)
        self._speaking.setSingleShot(True)
        self._speaking.setInterval(SPEAK_MS)
        self._speaking.timeout.connect(self._silent)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self._saved)
        self.addWidget(self._hint, 1)
        self.addPermanentWidget(self._counts)
        self.addPermanentWidget(self._unit)
        self.addPermanentWidget(self._slider)
        self.addPermanentWidget(self._size)

    def refresh(self, *, modified: bool) -> None:
        """Show the state of the window's dossier."""
        pane = self._window.pane
        for widget in (self._saved, self._counts, self._unit, self._slider, self._size):
            widget.setVisible(pane is not None)
        if pane is None:
            return
        dot = f'<span style="color:{theme.WARNING.name()}">●</span> 有未保存的修改'
        self._saved.setText(dot if modified else "已保存")
        found = pane.workspace.reasons.open(pane.workspace.all_findings())
        parts = []
        for kind, name in SEVERITIES.items():
            count = sum(item.severity == kind for item in found)
            color = theme.SEVERITY[kind].name() if count else theme.HINT_TEXT.name()
            parts.append(f'<span style="color:{color}">●</span> {name} {count}')
        self._counts.setText(GAP.join(parts))
        form = pane.model.form
        unit = pane.workspace.loaded(form).template.money_unit if form else ""
        words = [f"金额单位：{unit}"] if unit else []
        words += ["<b>已定稿</b>"] if pane.form_id in pane.workspace.final else []
        self._unit.setText(GAP.join(words))
        blocked = self._slider.blockSignals(True)
        self._slider.setValue(pane.view.zoom)
        self._slider.blockSignals(blocked)
        self._size.setText(f"{pane.view.zoom}%")

    def show_hint(self, field: Field | None) -> None:
        """Show what belongs into the current cell."""
        self._wanted = "" if field is None else field.label
        if field is not None and field.hint:
            self._wanted = f"{field.label}：{field.hint}"
        if not self._speaking.isActive():
            self._hint.setText(self._wanted)

    def say(self, text: str) -> None:
        """Show a word for a few seconds, in place of the hint."""
        self._hint.setText(text)
        self._hint.setToolTip(text)
        self._hint.setStyleSheet("color: #1f5f99; font-weight: 600;")
        self._speaking.start()

    def _silent(self) -> None:
        self._hint.setText(self._wanted)
        self._hint.setToolTip("")
        self._hint.setStyleSheet(HINT_STYLE)

    def _slid(self, value: int) -> None:
        pane = self._window.pane
        if pane is not None:
            pane.view.set_zoom(value)
