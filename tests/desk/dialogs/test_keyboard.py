"""All dialogs by keyboard: letters that choose one thing, Tab in reading order, nothing cut off."""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from tests.desk.dialogs import screens

SCENES = [
    scene
    for scene in vars(screens).values()
    if inspect.isgeneratorfunction(scene) and scene.__module__ == screens.__name__
]
NEAR = 12
"""Widgets whose tops differ by less than this are in one row, pixels."""


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    return (each for each in window.findChildren(kind) if each.isVisibleTo(window))


def letters(window: QWidget) -> Counter[str]:
    texts = [each.text() for each in visible(window, QAbstractButton)]  # type: ignore[attr-defined]
    for label in visible(window, QLabel):
        assert isinstance(label, QLabel)
        texts += [label.text()] if label.buddy() is not None else []
    for bar in visible(window, QTabBar):
        assert isinstance(bar, QTabBar)
        texts += [bar.tabText(i) for i in range(bar.count())]
    return Counter(letter for text in texts for letter in re.findall(r"&(\w)", text))


def tab_order(window: QWidget) -> Iterator[QWidget]:
    """Yield what Tab visits, beginning after the window itself."""
    each = window.nextInFocusChain()
    while each is not None and each is not window:
        policy = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if policy and each.isVisibleTo(window) and each.isEnabled():
            yield each
        each = each.nextInFocusChain()


def rows(window: QWidget) -> list[int]:
    """Return the tops of what Tab visits, those of one row alike."""
    tops: list[int] = []
    for each in tab_order(window):
        areas = [area for area in window.findChildren(QScrollArea) if area.isAncestorOf(each)]
        seen = areas[0] if areas else each  # what is in an area may be scrolled anywhere
        top = seen.mapTo(window, QPoint(0, 0)).y()
        tops.append(tops[-1] if tops and abs(top - tops[-1]) < NEAR else top)
    return tops


@pytest.mark.parametrize("scene", SCENES, ids=[scene.__name__ for scene in SCENES])
def test_keyboard(tmp_path: Path, scene: Callable[[Path], screens.Shots]) -> None:
    for name, window in scene(tmp_path):
        window.show()
        QApplication.processEvents()
        twice = [letter for letter, count in letters(window).items() if count > 1]
        assert twice == [], name
        if not isinstance(window, QDialog):  # a window has parts beside each other
            continue
        tops = rows(window)
        assert tops == sorted(tops), name
        buttons = [each for each in visible(window, QPushButton) if isinstance(each, QPushButton)]
        assert sum(each.isDefault() for each in buttons) == 1, name
        for each in visible(window, QAbstractButton):
            assert each.width() >= each.minimumSizeHint().width(), (name, each)
