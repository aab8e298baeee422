"""Questions on the way to paper: where the printer would cut something, and where there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from perfdesk.desk.dialogs.ask import Message
from perfdesk.desk.dialogs.parts import button, text_block

ROLE = QDialogButtonBox.ButtonRole
WIDTH = 520
WHOLE = 0.995
"""A form that is shrunk no further is only moved."""


class CutQuestion(Message):
    """The printer's own margin would cut into the form: shrink, print all the same, or not."""

    def __init__(self, cut_mm: float, scale: float, parent: QWidget | None = None) -> None:
        super().__init__("warning", "这台打印机会切去一部分内容", parent)
        self.fit: bool | None = None
        moved = scale > WHOLE
        way = "把内容移动一点再打印" if moved else f"缩到 {scale:.0%} 打印"
        self.words.addWidget(
            text_block(
                f"打印机四周有印不到的边，照原样打印会切去 {cut_mm:.1f} 毫米的内容。\n"
                f"可以{way}，或回到“页面设置”调大页边距。"
            )
        )
        self.words.addStretch()
        text = "移动后打印(&M)" if moved else f"缩到 {scale:.0%} 打印(&F)"
        self.shrink = button(self.box, text, ROLE.AcceptRole)
        self.all_the_same = button(self.box, "仍照原样打印(&O)", ROLE.DestructiveRole)
        self.cancel = button(self.box, "取消", ROLE.RejectRole)
        self.shrink.clicked.connect(lambda: self._close(fit=True))
        self.all_the_same.clicked.connect(lambda: self._close(fit=False))
        self.cancel.clicked.connect(self.reject)
        self.finish(self.box, self.shrink)
        self.settle(WIDTH)

    def _close(self, *, fit: bool) -> None:
        self.fit = fit
        self.accept()


def ask_about_cut(parent: QWidget | None, cut_mm: float, scale: float) -> bool | None:
    """Ask whether to shrink a form that the printer would cut; None: not to print.

    Args:
        parent: the window.
        cut_mm: how much would be lost.
        scale: to what it would be shrunk.
    """
    dialog = CutQuestion(cut_mm, scale, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.fit


class NoPrinter(Message):
    """There is no printer; a PDF can be printed elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("warning", "这台电脑没有安装打印机", parent)
        self.words.addWidget(
            text_block(
                "请先在系统设置里添加打印机。也可以另存为 PDF，拿到有打印机的电脑上，"
                "按“实际大小”打印，与这里看到的完全一样。"
            )
        )
        self.words.addStretch()
        self.save = button(self.box, "另存为 PDF(&S)…", ROLE.AcceptRole)
        self.cancel = button(self.box, "取消", ROLE.RejectRole)
        self.save.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.finish(self.box, self.save)
        self.settle(WIDTH)


def offer_pdf(parent: QWidget | None) -> bool:
    """Say that there is no printer; return whether a PDF is wanted instead."""
    dialog = NoPrinter(parent)
    wanted = bool(dialog.exec())
    dialog.deleteLater()
    return wanted
