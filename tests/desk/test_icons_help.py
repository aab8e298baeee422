"""The icons render, and the help hangs together: links, anchors, titles, keys, packs."""

import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QIcon, QImage, QImageReader, QPainter, QTextCursor
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QTextBrowser

from perfdesk import resources
from perfdesk.desk.actions import ACTIONS

NAMES = """
    new open save save-as undo redo insert-row delete-row row-up row-down find replace export print
    check finalise zoom-in zoom-out fit-width help add-form duplicate-form remove-form next previous
    error warning hint ok locked settings recent handin
"""
ICONS = NAMES.split()
OWN_SIZES = (16, 24, 32, 48, 64, 128, 256)
OWN_SIMPLE = 24
"""Up to here the program's own icon is drawn from perfdesk-16.svg."""

PAGES = ["index", "start", "table", "checks", "rules", "save", "export", "keys", "packs", "faq"]
NAMES_OF_PICTURES = ("desk", "findings", "export", "forms", "new")
PICTURES = {f"images/{name}.png" for name in NAMES_OF_PICTURES}
OTHER_KEYS = """
    Enter Shift+Enter Tab Shift+Tab Ctrl+Home F2 Esc F3 Ctrl+滚轮
"""
KEYS = {*OTHER_KEYS.split(), "↑ ↓ ← →"}
"""What is told besides the shortcuts of commands."""

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def app() -> Iterator[None]:
    """A program to draw with; what Qt complains about fails the test."""
    complaints: list[str] = []

    def note(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}:
            complaints.append(text)

    before = qInstallMessageHandler(note)
    _application()
    yield
    qInstallMessageHandler(before)
    assert complaints == []


@cache
def _application() -> object:
    """One for the whole run, kept alive."""
    return QApplication.instance() or QApplication([])


# ---- icons ----


def icon(name: str) -> Path:
    return resources.path(f"icons/{name}")


def visible(image: QImage) -> float:
    """The share of pixels in which something is to be seen."""
    shown = sum(
        image.pixelColor(x, y).alpha() > 64
        for x in range(image.width())
        for y in range(image.height())
    )
    return shown / (image.width() * image.height())


def test_icons_are_all_there() -> None:
    drawn = {file.stem for file in resources.path("icons").glob("*.svg")}
    assert drawn == {*ICONS, "perfdesk", "perfdesk-16"}


@pytest.mark.parametrize("size", [16, 24, 48])
@pytest.mark.parametrize("name", [*ICONS, "perfdesk", "perfdesk-16"])
def test_icon_renders(name: str, size: int) -> None:
    pixmap = QIcon(str(icon(f"{name}.svg"))).pixmap(size, size)
    assert (pixmap.width(), pixmap.height()) == (size, size)
    assert 0.1 < visible(pixmap.toImage()) < 0.95


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_of_one_kind(name: str) -> None:
    tree = ET.parse(icon(f"{name}.svg"))  # noqa: S314 - our own file
    root = tree.getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke"), root.get("stroke-width")) == ("#3b4a5a", "1.6")
    assert {node.tag for node in root.iter()} <= {f"{SVG}svg", f"{SVG}path", f"{SVG}circle"}


def test_icons_differ() -> None:
    seen = [bytes(image.constBits()) for image in (drawn(f"{name}.svg", 24) for name in ICONS)]
    assert len(set(seen)) == len(ICONS)


def drawn(name: str, size: int) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(icon(name))).render(painter)
    painter.end()
    return image


def difference(one: QImage, other: QImage) -> float:
    """Mean difference of all channels, of 255; a shift of the drawing makes it large."""
    form = QImage.Format.Format_RGBA8888
    a, b = (bytes(image.convertToFormat(form).constBits()) for image in (one, other))
    assert len(a) == len(b)
    return sum(abs(p - q) for p, q in zip(a, b, strict=True)) / len(a)


@pytest.mark.parametrize("size", OWN_SIZES)
def test_own_icon_is_rendered_from_its_svg(size: int) -> None:
    image = QImage(str(icon(f"perfdesk-{size}.png")))
    assert (image.width(), image.height()) == (size, size)
    source = "perfdesk-16.svg" if size <= OWN_SIMPLE else "perfdesk.svg"
    assert difference(image, drawn(source, size)) < 2


def test_ico_holds_all_sizes() -> None:
    reader = QImageReader(str(icon("perfdesk.ico")))
    sizes = {}
    for i in range(reader.imageCount()):
        reader.jumpToImage(i)
        image = reader.read()
        sizes[image.width()] = image
    assert sorted(sizes) == sorted(OWN_SIZES)
    for size, image in sizes.items():
        assert difference(image, QImage(str(icon(f"perfdesk-{size}.png")))) < 2


# ---- help ----


class Html(HTMLParser):
    """What a page has of interest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.pictures: list[str] = []
        self.classes: set[str] = set()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        kept = {"href": self.links, "name": self.anchors, "src": self.pictures}
        for name, found in kept.items():
            if name in values and tag in {"a", "img"}:
                found.append(values[name])
        self.classes |= set(values.get("class", "").split())
        if tag not in {"br", "img", "link", "meta"}:
            self._open.append(values.get("class") or tag)
            self.texts.setdefault(self._open[-1], []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


def page(name: str) -> Path:
    return resources.path(f"help/{name}.html")


def html(name: str) -> Html:
    return Html(page(name).read_text(encoding="utf-8"))


def test_pages_are_all_there() -> None:
    files = {file.stem for file in resources.path("help").glob("*.html")}
    assert files == set(PAGES)


def test_titles() -> None:
    titles = [html(name).texts["title"] for name in PAGES]
    assert all(len(title) == 1 and title[0].strip() for title in titles)
    assert len({title[0] for title in titles}) == len(PAGES)
    for name in PAGES:
        assert len(html(name).texts["h1"]) == 1


@pytest.mark.parametrize("name", PAGES)
def test_links_and_anchors_resolve(name: str) -> None:
    own = html(name)
    assert len(set(own.anchors)) == len(own.anchors)
    for link in own.links:
        file, _, anchor = link.partition("#")
        target = file.removesuffix(".html") if file else name
        assert target in PAGES, link
        assert not anchor or anchor in html(target).anchors, link
    if name != "index":
        assert "index.html" in own.links


def test_index_leads_to_every_page() -> None:
    assert {f"{name}.html" for name in PAGES[1:]} <= set(html("index").links)


@pytest.mark.parametrize("name", PAGES)
def test_plain_html(name: str) -> None:
    own = html(name)
    assert not {"script", "iframe", "form", "style"} & set(own.tags)
    style = resources.path("help/help.css").read_text(encoding="utf-8")
    assert all(f".{each} " in style for each in own.classes)
    assert "://" not in page(name).read_text(encoding="utf-8"), "it works without a network"


@pytest.mark.parametrize("name", PAGES)
def test_browser_shows_page(name: str) -> None:
    browser = QTextBrowser()
    browser.resize(700, 500)
    browser.setSource(QUrl.fromLocalFile(str(page(name))))
    browser.grab()
    own = html(name)
    assert browser.documentTitle() == own.texts["title"][0]
    assert own.texts["h1"][0] in browser.toPlainText()
    found = set()
    cursor = QTextCursor(browser.document())
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        found |= set(cursor.charFormat().anchorNames())
    assert set(own.anchors) <= found


def test_pictures() -> None:
    """They may still be missing; one that is there is shown somewhere and can be read."""
    used = {picture for name in PAGES for picture in html(name).pictures}
    assert used == PICTURES
    folder = resources.path("help")
    for file in (folder / "images").glob("*"):
        assert f"images/{file.name}" in used, file.name
        assert not QImage(str(file)).isNull(), file.name


def test_keys() -> None:
    """Every shortcut is told, a command's first one at least, and none that does not exist."""
    told = html("keys").texts["key"]
    assert len(set(told)) == len(told)
    first = {spec.shown_keys[0] for spec in ACTIONS if spec.keys}
    assert set(told) >= first | KEYS
    assert set(told) <= {key for spec in ACTIONS for key in spec.shown_keys} | KEYS


def test_packs_are_named() -> None:
    """packs.html lists what the program ships; a new pack or form has to be added there."""
    text = page("packs").read_text(encoding="utf-8")
    for file in resources.path("packs").glob("*/pack.toml"):
        info = tomllib.loads(file.read_text(encoding="utf-8"))
        assert info["name"] in text
        for key in info["templates"]:
            template = tomllib.loads(file.with_name(f"{key}.toml").read_text(encoding="utf-8"))
            assert template["title"] in text
