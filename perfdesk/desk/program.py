"""The program: its windows, its looks, and what it remembers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk import __version__
from perfdesk.desk import settings as remembered
from perfdesk.desk import theme
from perfdesk.desk.dialogs.parts import Dialog
from perfdesk.desk.window import Window
from perfdesk.template.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfdesk.desk.review.window import ReviewWindow

ROOMY = 1500
"""On a screen narrower than this (pixels) a first window fills it."""


def _help(parent: QWidget, page: str) -> None:
    """Show a page of the guide over a dialog, which would else keep the keyboard."""
    from perfdesk.desk.dialogs.help import HelpWindow  # noqa: PLC0415 - not needed at the start

    window = HelpWindow(parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.open_page(page)


class Program:
    """All windows of one process."""

    def __init__(self, application: QApplication) -> None:
        self.application = application
        self.settings = remembered.load()
        self.windows: list[Window] = []
        self.review: ReviewWindow | None = None
        self._catalogue: Catalogue | None = None
        self._translators: list[QTranslator] = []
        application.setApplicationName("perfdesk")
        application.setApplicationDisplayName("")
        application.setApplicationVersion(__version__)
        application.setDesktopFileName("com.perfdesk.app")
        application.setStyle("Fusion")
        application.setPalette(theme.palette())
        application.setFont(theme.ui_font())
        application.setStyleSheet(theme.STYLE)
        for kind in ("QMenu", "QMenuBar"):  # it takes no bytes, whatever its types say
            application.setPalette(theme.menu_palette(), kind)  # type: ignore[arg-type]
        application.setWindowIcon(theme.window_icon())
        Dialog.helper = _help
        self._translate()

    def _translate(self) -> None:
        """Qt's own texts (buttons, menus of line edits) in Chinese."""
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name in ("qtbase_zh_CN", "qt_zh_CN"):
            translator = QTranslator()
            if translator.load(name, folder):
                self.application.installTranslator(translator)
                self._translators.append(translator)

    @property
    def catalogue(self) -> Catalogue:
        """The packs, looked for on first use."""
        if self._catalogue is None:
            self._catalogue = Catalogue(remembered.pack_folders())
        return self._catalogue

    def remember(self) -> None:
        """Write what the desk remembers."""
        remembered.save(self.settings)

    def window(self) -> Window:
        """Return a window where nothing is open, a new one where need be."""
        for window in self.windows:
            if window.is_free:
                return window
        window = self._made()
        self._show(window)
        return window

    def _made(self, *, empty: bool = False) -> Window:
        window = Window(self, empty=empty)
        window.closed.connect(self._closed)
        if self.windows:
            last = self.windows[-1]
            window.move(last.x() + 28, last.y() + 28)
        self.windows.append(window)
        return window

    def _show(self, window: Window) -> None:
        room = self.application.primaryScreen().availableGeometry()
        if not self.settings.geometry and room.width() < ROOMY:
            window.showMaximized()
        else:
            window.show()

    def _closed(self, window: Window) -> None:
        if window in self.windows:
            self.windows.remove(window)
        window.deleteLater()

    def open(self, files: Sequence[Path]) -> None:
        """Open the files given at start, or an empty window."""
        for file in files:
            window = self._made(empty=True)
            window.files.open_path(file)
            if window.is_free and len(self.windows) > 1:
                self._closed(window)  # it could not be opened, or is open already
                continue
            if window.is_free:
                window.show_start()
            self._show(window)
        if not self.windows:
            self.window()

    def free_host(self) -> Window:
        """Return a window where nothing is open."""
        return self.window()

    def host_of(self, path: Path) -> Window | None:
        """Return the window that has a file open, None where none has."""
        wanted = path.resolve()
        files = ((window, window.files.path) for window in self.windows)
        return next((window for window, own in files if own and own.resolve() == wanted), None)

    def open_elsewhere(self, path: Path) -> bool:
        """Show the window that has a file open already; False where none has."""
        window = self.host_of(path)
        if window is not None:
            window.raise_()
            window.activateWindow()
        return window is not None

    def quit(self) -> None:
        """Close all windows; one that is kept open keeps the program."""
        for window in tuple(self.windows):
            if not window.close():
                return
        if self.review is not None:
            self.review.close()
