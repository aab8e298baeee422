"""The net for unforeseen errors: a log, and a plain word that the user's work is still there."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import TYPE_CHECKING

from perfdesk.errors import PerfdeskError

if TYPE_CHECKING:
    from perfdesk.desk.program import Program

DATA_NOTE = "您填写的内容没有丢失：仍在窗口中，并已记入恢复日志。建议现在保存。"


def install(program: Program) -> None:
    """Catch what no part of the program has caught."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            program.application.quit()
            return
        from perfdesk.desk.dialogs.ask import show_error  # noqa: PLC0415 - seldom needed
        from perfdesk.jobs import crashlog  # noqa: PLC0415

        parent = program.application.activeWindow()
        if isinstance(error, PerfdeskError):
            show_error(parent, "不能完成", str(error), DATA_NOTE)
            return
        traceback.print_exception(kind, error, trace)
        place = crashlog.write_down(error)
        text = f"程序遇到意外问题（{kind.__name__}）。"
        if place:
            text += f"\n详细情况已记入 {place}，请转交软件维护人员。"
        show_error(parent, "意外问题", text, DATA_NOTE)

    sys.excepthook = hook
