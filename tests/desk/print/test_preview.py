"""The preview as a user goes through it: pages, sizes, words, seals, and keys."""

from pathlib import Path

import msgspec
import pypdfium2  # type: ignore[import-untyped]  # comes with pdfplumber
import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk.preview import Preview
from perfdesk.desk.previewbar import ALL, FIT_PAGE, FIT_WIDTH, ONE, SOME
from perfdesk.desk.program import Program
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import PageChoices
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.export.pdf import write_pdf
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.paper import blank_dossier
from perfdesk.jobs.workspace import Workspace
from perfdesk.storage.save import save
from tests.desk.dialogs.waiting import wait_until
from tests.support import forms
from tests.support.overflow import overflowing_case

pytestmark = pytest.mark.usefixtures("quiet_qt")


@pytest.fixture
def office(application: QApplication) -> Program:
    return Program(application)


def shown(office: Program, workspace: Workspace, form: int = 0, *, blank: bool = False) -> Preview:
    own = blank_dossier(workspace.dossier, workspace.pack) if blank else None
    ids = [item.id for item in (own or workspace.dossier).forms]
    preview = Preview(workspace, ids[form], office, blank=own)
    preview.resize(1000, 700)
    preview.show()
    preview.activateWindow()
    assert QTest.qWaitForWindowActive(preview)
    assert wait_until(lambda: not preview.pages.waiting)
    return preview


def overflowing() -> Workspace:
    case = overflowing_case()
    return Workspace(forms.dossier_of(case.data), case.pack)


def press(preview: Preview, key: Qt.Key, *, ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier
    QTest.keyClick(preview, key, modifier.ControlModifier if ctrl else modifier.NoModifier)


def texts(preview: Preview) -> str:
    return "".join(run.text for shown in preview.pages.pages for run in shown.page.runs)


# ---- which forms ----


def test_one_form_some_or_all(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace, 1)
    wanted = workspace.dossier.forms
    assert len(wanted) > 2
    assert [own.form for own in preview.pages.pages] == [wanted[1].id]
    preview.bar.choose_scope(ALL)
    assert wait_until(lambda: not preview.pages.waiting)
    assert list(dict.fromkeys(own.form for own in preview.pages.pages)) == [f.id for f in wanted]
    assert preview.thumbnails.count() == len(preview.pages.pages)
    preview._chosen = {wanted[0].id, wanted[2].id}
    preview.bar._scope.setCurrentIndex(SOME)
    preview.show_forms()
    assert [form.id for form in preview.forms()] == [wanted[0].id, wanted[2].id]


def test_blank_forms(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace, 1, blank=True)
    assert workspace.dossier.unit_name not in texts(preview)
    assert not preview.bar._set_up.isVisible()
    preview.bar.choose_scope(ALL)
    assert [own.form for own in preview.pages.pages] == list(workspace.pack.info.templates)
    assert preview.note.text == ""


def test_pages_of_many_forms_come_by_and_by(office: Program) -> None:
    pack = forms.pack("pingluo-2026")
    case = forms.one_case("pingluo-2026", "project", {"project_name": "甲"})
    one = forms.dossier_of(case.data)
    many = tuple(msgspec.structs.replace(one.forms[0], id=f"f{i}") for i in range(40))
    workspace = Workspace(msgspec.structs.replace(one, forms=many), pack)
    preview = shown(office, workspace)
    preview.bar.choose_scope(ALL)
    assert preview.pages.waiting
    assert len(preview.pages.pages) < 40
    assert wait_until(lambda: not preview.pages.waiting)
    assert [own.form for own in preview.pages.pages] == [form.id for form in many]
    assert preview.area.height() > 40 * 400
    # Only what was in sight was painted.
    assert len(preview.area._pictures._kept) < 8


# ---- going about ----


def test_keys_go_through_the_pages(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace)
    preview.bar.choose_scope(ALL)
    assert wait_until(lambda: not preview.pages.waiting)
    last = len(preview.pages.pages) - 1
    seen = [preview.current]
    for key, ctrl in (
        *((Qt.Key.Key_PageDown, False), (Qt.Key.Key_PageDown, False), (Qt.Key.Key_PageUp, False)),
        *((Qt.Key.Key_End, True), (Qt.Key.Key_Home, True)),
    ):
        press(preview, key, ctrl=ctrl)
        seen.append(preview.current)
    assert seen == [0, 1, 2, 1, last, 0]
    preview.thumbnails.setCurrentRow(2)
    assert preview.current == 2


def test_sizes(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace)
    width = preview.area.place(0).width
    assert preview.bar.size_name == FIT_WIDTH
    room = preview._scroll.viewport().width()
    assert room - 60 < width() <= room
    press(preview, Qt.Key.Key_1, ctrl=True)
    # 210 mm at 96 dots an inch are 793.7 pixels.
    assert abs(preview.area.place(0).width() - 793.7) <= 1
    press(preview, Qt.Key.Key_Plus, ctrl=True)
    assert preview.bar.size_name == "125%"
    press(preview, Qt.Key.Key_Minus, ctrl=True)
    press(preview, Qt.Key.Key_Minus, ctrl=True)
    assert preview.bar.size_name == "75%"
    press(preview, Qt.Key.Key_2, ctrl=True)
    assert preview.bar.size_name == FIT_PAGE
    assert preview.area.place(0).height() <= preview._scroll.viewport().height()
    press(preview, Qt.Key.Key_0, ctrl=True)
    assert preview.bar.size_name == FIT_WIDTH
    assert not preview._scroll.horizontalScrollBar().isVisible()


def test_the_size_that_fits_follows_the_window(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace)
    before = preview.area.place(0).width()
    preview.resize(1400, 700)
    assert wait_until(lambda: preview.area.place(0).width() > before + 300)


def test_escape_closes_it(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace)
    press(preview, Qt.Key.Key_Escape)
    assert wait_until(lambda: not preview.isVisible())


@pytest.mark.parametrize("blank", [False, True])
def test_letters_and_keys_press_the_buttons(
    office: Program, workspace: Workspace, *, blank: bool
) -> None:
    preview = shown(office, workspace, blank=blank)
    pressed: list[str] = []
    bar, keys = preview.bar, Qt.KeyboardModifier
    for name, button in {"U": bar._set_up, "P": bar._print, "C": bar._close}.items():
        button.clicked.disconnect()
        button.clicked.connect(lambda _, name=name: pressed.append(name))
    wanted = ["P", "C"] if blank else ["U", "P", "C"]
    for letter in (Qt.Key.Key_U, Qt.Key.Key_P, Qt.Key.Key_C):
        QTest.keyClick(preview, letter, keys.AltModifier)
    assert wait_until(lambda: pressed == wanted)
    for letter in (Qt.Key.Key_U, Qt.Key.Key_P):
        press(preview, letter, ctrl=True)
    press(preview, Qt.Key.Key_Escape)
    assert wait_until(lambda: pressed == wanted * 2)
    assert preview.isVisible()


# ---- it follows the dossier ----


def test_it_shows_what_is_typed(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace, 1)
    form = workspace.dossier.forms[1].id
    workspace.apply(SetValue(ValuePath(form, "project_name"), "另一个名称"), "填写")
    assert "另一个名称" in texts(preview)
    workspace.undo()
    assert "另一个名称" not in texts(preview)
    preview.close()
    workspace.apply(SetValue(ValuePath(form, "project_name"), "再一个"), "填写")
    assert "再一个" not in texts(preview)


# ---- words and remedies ----


def test_a_form_that_overflows_by_a_little_is_mended_by_a_click(office: Program) -> None:
    workspace = overflowing()
    preview = shown(office, workspace)
    assert preview.note.isVisible()
    assert preview.note.text.startswith("第 2 页只排了")
    assert preview.pages.marked() == [1]
    *_, shrink = preview.note.buttons
    assert shrink.text().startswith("缩到一页（")
    QTest.mouseClick(shrink, Qt.MouseButton.LeftButton)
    assert workspace.dossier.forms[0].page == PageChoices(fit=True)
    assert len(preview.pages.pages) == 1
    assert not preview.note.isVisible()
    assert "已缩到" in preview.bar._words.text()
    press(preview, Qt.Key.Key_Z, ctrl=True)
    assert workspace.dossier.forms[0].page == PageChoices()
    assert preview.note.isVisible()
    press(preview, Qt.Key.Key_Y, ctrl=True)
    assert workspace.dossier.forms[0].page.fit


def test_undo_here_takes_back_nothing_else(office: Program, workspace: Workspace) -> None:
    form = workspace.dossier.forms[1].id
    workspace.apply(SetValue(ValuePath(form, "project_name"), "新名称"), "填写")
    preview = shown(office, workspace, 1)
    press(preview, Qt.Key.Key_Z, ctrl=True)
    assert workspace.dossier.forms[1].get("project_name") == "新名称"


def test_next_word(office: Program) -> None:
    case = overflowing_case()
    dossier = forms.dossier_of(case.data)
    short = msgspec.structs.replace(dossier.forms[0], id="short", values={})
    other = msgspec.structs.replace(dossier.forms[0], id="other")
    many = msgspec.structs.replace(dossier, forms=(dossier.forms[0], short, other))
    preview = shown(office, Workspace(many, case.pack))
    preview.bar.choose_scope(ALL)
    assert wait_until(lambda: not preview.pages.waiting)
    assert preview.note.next.isVisible()
    QTest.mouseClick(preview.note.next, Qt.MouseButton.LeftButton)
    assert preview.pages.pages[preview.current].form == "other"
    preview.go_to(2)
    assert preview.pages.pages[preview.current].form == "short"
    assert not preview.note.isVisible()


# ---- the seal ----


def test_ring_on_the_screen_only(office: Program, workspace: Workspace) -> None:
    preview = shown(office, workspace, 1)
    assert preview.bar._seal.isVisible()
    without = preview.area.grab().toImage()
    preview.bar.show_seal()
    assert preview.area.seal_of is not None
    with_ring = preview.area.grab().toImage()
    assert with_ring != without
    assert preview.bar._diameter.isVisible()
    # What is printed and exported knows nothing of it.
    assert preview.pages.pages[0].page == shown(office, workspace, 1).pages.pages[0].page


def test_no_ring_where_the_form_has_no_place_for_one(office: Program) -> None:
    case = forms.one_case("pingluo-2026", "project", {})
    preview = shown(office, Workspace(forms.dossier_of(case.data), case.pack))
    assert not preview.bar._seal.isVisible()


def test_a_seal_over_an_amount_is_told(
    office: Program, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.layout.seal.HIGHEST_MM", 0.0)
    form = workspace.dossier.forms[1].id
    workspace.apply(SetValue(ValuePath(form, "amount"), "一二三四五六七八九十" * 2), "填写")
    preview = shown(office, workspace, 1)
    before = preview.note.text
    preview.bar.show_seal()
    assert "印章会盖住" in preview.note.text
    assert "印章会盖住" not in before


# ---- what is painted ----


@pytest.mark.parametrize("name", ["sample", "overflowing"])
def test_the_window_shows_the_pixels_of_the_pdf(
    office: Program, workspace: Workspace, name: str, tmp_path: Path
) -> None:
    """Each dark dot of the window lies within 0.2 mm of one of the PDF's, and the other way."""
    own = workspace if name == "sample" else overflowing()
    preview = shown(office, own)
    preview.bar.set_size("300%")
    dots = 3 * 96 / 25.4
    document = preview.pages.documents[own.dossier.forms[0].id]
    pdf = pypdfium2.PdfDocument(write_pdf([document]))
    for row, place in enumerate(preview.area._places):
        seen = _pixels(preview.area.grab(place).toImage(), tmp_path / "seen.png")
        page = pdf[row].render(scale=3 * 96 / 72).to_pil().convert("L").resize(seen.size)
        assert _unmatched(seen, page, 0.2 * dots) == 0
        assert _unmatched(page, seen, 0.2 * dots) == 0


def _pixels(image: QImage, file: Path) -> Image.Image:
    assert image.save(str(file))
    with Image.open(file) as found:
        return found.convert("L")


def _unmatched(one: Image.Image, other: Image.Image, distance: float) -> int:
    """Count the dots that are black in one picture and white all around in the other."""
    size = 2 * int(distance) + 1
    near = other.point(lambda value: 255 * (value < 200)).filter(ImageFilter.MaxFilter(size))
    black = one.point(lambda value: 255 * (value < 60))
    return sum(ImageChops.subtract(black, near).histogram()[128:])


def test_one_is_the_default(office: Program, workspace: Workspace) -> None:
    assert shown(office, workspace).bar.scope == ONE


def test_the_window_has_one_preview(office: Program, file: Path) -> None:
    save(file, open_sample())
    office.open([file])
    window = office.windows[0]

    def previews() -> list[Preview]:
        found = QApplication.topLevelWidgets()
        return [widget for widget in found if isinstance(widget, Preview) and widget.isVisible()]

    window.commands.do("print_")
    assert wait_until(lambda: len(previews()) == 1)
    (first,) = previews()
    window.commands.do("print_blank")
    assert wait_until(lambda: [own.windowTitle() for own in previews()] == ["打印空表"])
    previews()[0].close()
    assert wait_until(lambda: not previews())
    window.commands.do("print_")
    assert wait_until(lambda: len(previews()) == 1)
    assert previews()[0] is not first
