"""Waiting for what the event loop brings, and typing Chinese."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget


def wait_until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Run the event loop until ``true()``; False where that takes too long."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        QTest.qWait(5)
    return True


def compose(widget: QWidget, text: str) -> None:
    """Type as an input method does: first what is composed, then what it becomes."""
    QApplication.sendEvent(widget, QInputMethodEvent("pin yin", []))
    done = QInputMethodEvent()
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def mnemonic(window: QWidget, key: Qt.Key) -> None:
    """Press Alt and a key, and wait until the button that it belongs to has come up again."""
    assert wait_until(window.isActiveWindow)
    QTest.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    wait_until(lambda: not any(button.isDown() for button in window.findChildren(QAbstractButton)))


def focused() -> QWidget:
    """Return the widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
