"""At start: ask about journals that a program left behind, and bring back what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from perfdesk.desk.dialogs.ask import ask_recovery, show_error
from perfdesk.desk.keeper import journals
from perfdesk.errors import PerfdeskError
from perfdesk.storage.read import load
from perfdesk.storage.recovery import DECLINED, LeftBehind, find_left_behind

if TYPE_CHECKING:
    from perfdesk.desk.window import Window

KEPT = "恢复记录没有删除，已移到一边，可请软件维护人员处理。"


class Recovering(Protocol):
    """The program, as recovery sees it."""

    windows: list[Window]

    def window(self) -> Window:
        """Return a window where nothing is open."""


def offer_recovery(program: Recovering) -> None:
    """Ask about each journal left behind; nothing happens where there is none."""
    left = find_left_behind(journals())
    if not left:
        return
    parent = program.windows[-1] if program.windows else None
    for journal, answer in ask_recovery(parent, left):
        if answer == "restore":
            _restore(program, journal)
        elif answer == "aside":
            journal.set_aside(DECLINED)
        else:
            journal.leave()


def _restore(program: Recovering, journal: LeftBehind) -> None:
    window = _window_for(program, journal)
    try:
        base = load(journal.path) if journal.path is not None and journal.path.is_file() else None
        fits = not journal.problem
        file = journal.replay(base if fits else None)
        going_on = journal.resume()
    except PerfdeskError as error:
        journal.set_aside()
        show_error(window, "不能恢复", str(error), KEPT)
        return
    path = journal.path if fits else None
    window.files.take(file, path, journal=going_on, saved=journal.base.dossier)
    if not fits:
        window.warn("文件在别处改动过，恢复的内容作为未保存的副本打开，请核对后另存。")


def _window_for(program: Recovering, journal: LeftBehind) -> Window:
    """Return the window that shows the journal's dossier unchanged, or a free one."""
    path = journal.path
    for window in program.windows:
        own = window.files.path
        if path is not None and own is not None and own.resolve() == path.resolve():
            return window
    return program.window()
