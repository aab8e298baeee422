"""使用说明 and 关于."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from perfdesk import __version__, resources
from perfdesk.desk.dialogs import about
from perfdesk.desk.dialogs.about import AboutDialog, show_about
from perfdesk.desk.dialogs.bundled import PARTS, licence_text
from perfdesk.desk.dialogs.help import HelpWindow
from perfdesk.template.catalogue import Catalogue
from tests.desk.dialogs.waiting import mnemonic, wait_until

Show = Callable[[QWidget], None]
InModal = Callable[[Callable[[QWidget], None]], None]
Key = Qt.Key
Alt = Qt.KeyboardModifier.AltModifier

PAGES = {
    "index.html": "<title>目录页</title><h1>目录</h1><a href='two.html'>第二页</a>",
    "two.html": "<title>第二页</title><h1>二</h1><p>" + "字<br>" * 200 + "<a name='end'>尾</a>",
}


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small guide of our own in place of the shipped one."""
    folder = tmp_path / "help"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(f"<meta charset='utf-8'>{text}", "utf-8")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    return folder


@pytest.fixture
def window() -> HelpWindow:
    return HelpWindow()  # its icons come from the shipped resources


def test_contents_links_back_and_forward(window: HelpWindow, pages: Path) -> None:
    window.open_page()
    assert wait_until(window.isActiveWindow)
    assert window.windowTitle() == "目录页 - 使用说明"
    assert not window.back.isEnabled()
    QTest.keyClick(window.browser, Key.Key_Tab)
    QTest.keyClick(window.browser, Key.Key_Return)
    assert window.windowTitle() == "第二页 - 使用说明"
    assert window.back.isEnabled()
    QTest.keyClick(window, Key.Key_Left, Alt)
    assert window.windowTitle() == "目录页 - 使用说明"
    QTest.keyClick(window, Key.Key_Right, Alt)
    assert window.windowTitle() == "第二页 - 使用说明"
    QTest.keyClick(window, Key.Key_Home, Alt)
    assert window.windowTitle() == "目录页 - 使用说明"
    QTest.keyClick(window, Key.Key_Escape)
    assert not window.isVisible()


def test_a_page_by_name_and_place(window: HelpWindow, pages: Path) -> None:
    window.open_page("two")
    assert window.browser.toPlainText().startswith("二")
    assert window.browser.verticalScrollBar().value() == 0
    window.open_page("two.html#end")
    assert window.browser.verticalScrollBar().value() > 0
    window.open_page("没有这一页")
    assert window.windowTitle() == "目录页 - 使用说明"


@pytest.mark.parametrize(
    "url", ["https://example.org/two.html", "file:///etc/passwd", "../packs/x.html", "none.html"]
)
def test_no_link_leads_out(window: HelpWindow, pages: Path, url: str) -> None:
    window.open_page()
    window.browser.setSource(QUrl(url))
    assert window.browser.toPlainText().startswith("目录")


def test_without_a_guide_it_says_so(
    window: HelpWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    window.open_page()
    assert "找不到使用说明" in window.browser.toPlainText()
    window.browser.home()


def test_the_shipped_guide_opens(window: HelpWindow) -> None:
    window.open_page()
    assert "使用说明" in window.windowTitle()
    assert len(window.browser.toPlainText()) > 50


def test_about_names_version_packs_and_licences(show: Show, broken_pack: Path) -> None:
    dialog = AboutDialog(Catalogue([broken_pack.parent]))
    show(dialog)
    assert __version__ in dialog.build
    rows = [dialog.packs.topLevelItem(i) for i in range(dialog.packs.topLevelItemCount())]
    texts = {row.text(0): [row.text(i) for i in range(1, 4)] for row in rows if row}
    assert texts["株洲市渌口区 2026年"][:2] == ["2026", "第 1 版"]
    assert texts["broken-2026"][2] == "不能使用"
    mnemonic(dialog, Key.Key_L)
    assert dialog.tabs.currentIndex() == 1
    dialog.parts.setFocus()
    QTest.keyClick(dialog.parts, Key.Key_End)
    assert "SIL" in dialog.text.toPlainText().upper()
    QTest.keyClick(dialog.parts, Key.Key_Home)
    assert "Apache" in dialog.text.toPlainText()
    mnemonic(dialog, Key.Key_C)
    assert QGuiApplication.clipboard().text() == dialog.build
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_show_about_comes_back(in_modal: InModal) -> None:
    seen: list[str] = []

    def act(window: QWidget) -> None:
        seen.append(window.windowTitle())
        QTest.keyClick(window, Key.Key_Return)

    in_modal(act)
    show_about(None, Catalogue())
    assert seen == [f"关于{about.NAME}"]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_each_part_has_its_licence(part: object) -> None:
    own = next(item for item in PARTS if item is part)
    text = licence_text(own)
    assert len(text) > 60
    assert "{" not in text.splitlines()[0]
    assert "�" not in text


def test_all_that_is_shipped_is_named() -> None:
    """Every package that ours needs, and every font."""
    from importlib import metadata

    named = {part.distribution.lower() for part in PARTS} | {"shiboken6"}
    wanted, waiting = set(), ["perfdesk"]
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        for requirement in metadata.requires(name) or ():
            needed, _, condition = requirement.partition(";")
            own = "".join(c if c.isalnum() or c in "-_." else " " for c in needed).split()[0]
            if "extra" not in condition and own.lower() not in wanted:
                waiting.append(own.lower())
    assert {name.replace("_", "-") for name in wanted} <= {name.replace("_", "-") for name in named}
    fonts = {path.stem for path in resources.path("fonts").glob("*.ttf")}
    shown = {part.name.replace(" ", "") for part in PARTS if part.file}
    assert {name.partition("-")[0] for name in fonts} == shown
