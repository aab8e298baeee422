"""Plain questions and errors."""
from __future__ import annotations
from collections.abc import Sequence
from typing import Literal
from PySide6.QtWidgets import QWidget
from perfdesk.storage.journal import LeftBehind

SaveAnswer = Literal["save", "discard", "cancel"]
Recovery = Literal["restore", "later", "aside"]


def ask_save(parent: QWidget | None, name: str) -> SaveAnswer: raise NotImplementedError
def show_error(parent: QWidget | None, title: str, text: str, data_note: str) -> None: ...
def ask_recovery(parent: QWidget | None, left_behind: Sequence[LeftBehind]) -> list[tuple[LeftBehind, Recovery]]: raise NotImplementedError
