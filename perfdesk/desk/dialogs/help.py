"""使用说明: the guide that comes with the program, page by page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QTextDocument
from PySide6.QtWidgets import QMainWindow, QTextBrowser, QWidget

from perfdesk import resources
from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import FRAME, MARGIN, fit, icon

SIZE = QSize(820, 640)
FIRST = "index.html"
ABOVE = 14
"""Pixels above a place within a page that is gone to."""
PICTURE = 680
"""The widest that a picture is shown, in pixels: a page of the first size has room for it."""
MISSING = "<h2>找不到使用说明</h2><p>程序文件不完整，请重新安装。您的套表没有受影响。</p>"
Kind = QTextDocument.ResourceType
STYLE = "QTextBrowser { border: 0; background: #ffffff; }"


class HelpWindow(QMainWindow):
    """The guide in a window of its own; it only ever shows pages of our own help folder.

    A QMainWindow, as a tool bar elsewhere makes a menu for what does not fit, and Qt 6.9 now and
    then crashes with it when the window goes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("使用说明")
        self.browser = _Pages(self)
        self.bar = self.addToolBar("使用说明")
        self.bar.setMovable(False)
        self.bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.bar.setIconSize(QSize(20, 20))
        self.bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.back = self._action("后退", "previous", "Alt+Left")
        self.forward = self._action("前进", "next", "Alt+Right")
        self.contents = self._action("目录", "help", "Alt+Home")
        close = QAction(self)
        close.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        self.addAction(close)
        self.setCentralWidget(self.browser)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)
        self.back.triggered.connect(self.browser.backward)
        self.forward.triggered.connect(self.browser.forward)
        self.contents.triggered.connect(self.browser.home)
        self.browser.backwardAvailable.connect(self.back.setEnabled)
        self.browser.forwardAvailable.connect(self.forward.setEnabled)
        self.browser.sourceChanged.connect(self._show_title)
        close.triggered.connect(self.close)
        fit(self, SIZE)

    def open_page(self, name: str = FIRST) -> None:
        """Show a page by the name of its file, with or without ``.html`` and ``#place``."""
        file, _, place = name.partition("#")
        file = file if file.endswith(".html") else f"{file}.html"
        found = page_path(file) or page_path(FIRST)
        if found is None:
            self.browser.setHtml(MISSING)
        else:
            url = QUrl.fromLocalFile(str(found))
            if place and found.name == file:
                url.setFragment(place)
            self.browser.setSource(url)
        if not self.isVisible():
            self._stand_aside()
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus()

    def _stand_aside(self) -> None:
        """Stand at the right of the window that asked, so that its left part stays in sight."""
        asked = self.parentWidget()
        if asked is None:
            return
        room = self.screen().availableGeometry()
        own = asked.window().frameGeometry()
        left = min(own.right() - self.width(), room.right() - self.width() - FRAME.width())
        top = min(own.top() + 3 * MARGIN, room.bottom() - self.height() - FRAME.height())
        self.move(max(left, room.left()), max(top, room.top()))

    def _action(self, text: str, name: str, key: str) -> QAction:
        action = QAction(icon(name), text, self)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(f"{text}（{key}）")
        self.bar.addAction(action)
        return action

    def _show_title(self) -> None:
        title = self.browser.documentTitle()
        self.setWindowTitle(f"{title} - 使用说明" if title else "使用说明")


class _Pages(QTextBrowser):
    """Shows pages of the help folder and nothing else, whatever a link says."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOpenExternalLinks(False)
        self.setStyleSheet(STYLE)
        self.document().setDocumentMargin(24)
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.CURRENT.name()}; }}")

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return pictures as wide as there is room, smooth and sharp at any scale."""
        place = self.source().resolved(QUrl(name)).toLocalFile()
        if kind != int(Kind.ImageResource.value) or Path(place).suffix != ".png":
            return super().loadResource(kind, name)
        image = QImage(place)
        if image.isNull():
            return image
        wide = min(PICTURE, image.width())
        dots = min(round(wide * self.devicePixelRatioF()), image.width())
        scaled = image.scaledToWidth(dots, Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(dots / wide)
        return scaled

    def home(self) -> None:
        """Go to the first page."""
        first = page_path(FIRST)
        if first is not None:
            self.setSource(QUrl.fromLocalFile(str(first)))

    def doSetSource(self, name: QUrl | str, kind: Kind = Kind.UnknownResource) -> None:
        """Follow a link where it leads to a page of ours."""
        target = Path(self.source().resolved(QUrl(name)).toLocalFile())
        if page_path(target.name) == target:
            super().doSetSource(name, kind)
            bar = self.verticalScrollBar()
            if bar.value() < bar.maximum():  # Qt leaves no room above the place that it goes to
                bar.setValue(max(0, bar.value() - ABOVE))


def page_path(file: str) -> Path | None:
    """Return a page of the help folder, or None where there is none of this name."""
    found = resources.root() / "help" / file
    return found if found.parent.name == "help" and found.is_file() else None
