"""新建套表, by keys and mouse."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from perfdesk.desk import theme
from perfdesk.desk.dialogs.new import NewDialog
from perfdesk.desk.dialogs.parts import SECOND, Text
from perfdesk.desk.dialogs.pictures import blank_pages
from perfdesk.template.catalogue import Catalogue
from tests.desk.dialogs.waiting import compose, focused, mnemonic

Show = Callable[[QWidget], None]
Key = Qt.Key


def row_of(dialog: NewDialog, name: str) -> int:
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    return next(row for row, text in enumerate(texts) if name in text)


def test_name_typed_and_enter(show: Show) -> None:
    dialog = NewDialog(Catalogue())
    show(dialog)
    assert dialog.focusWidget() is dialog.unit
    compose(dialog.unit, "  示例县商务局 ")
    QTest.keyClick(dialog.unit, Key.Key_Return)
    assert dialog.result() == NewDialog.DialogCode.Accepted
    pack, unit, year = dialog.chosen()
    assert unit == "示例县商务局"
    assert year == pack.info.year == 2026


def test_without_a_name_it_asks_for_one(show: Show) -> None:
    dialog = NewDialog(Catalogue())
    show(dialog)
    QTest.keyClicks(dialog.unit, "   ")
    QTest.keyClick(dialog.unit, Key.Key_Return)
    assert dialog.isVisible()
    assert "单位名称" in dialog.complaint.plain
    assert dialog.focusWidget() is dialog.unit
    QTest.keyClick(dialog.unit, Key.Key_A)
    assert dialog.complaint.plain == ""


def test_the_last_unit_is_there_and_the_pack_has_the_focus(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "示例县财政局")
    show(dialog)
    assert dialog.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Key.Key_End)
    QTest.keyClick(dialog.list, Key.Key_Home)
    QTest.keyClick(dialog.list, Key.Key_Return)
    assert dialog.result() == NewDialog.DialogCode.Accepted
    assert dialog.chosen()[1] == "示例县财政局"


def test_it_begins_with_the_newest_pack_of_the_place_of_last_time(show: Show) -> None:
    for last, name in (("lukou-2025", "渌口"), ("shifeng-2023", "石峰"), ("other-2026", "平罗")):
        dialog = NewDialog(Catalogue(), "示例县商务局", last_pack=last)
        show(dialog)
        assert dialog.list.currentRow() == row_of(dialog, name)
        assert name in dialog.source.plain
        dialog.reject()


def test_a_click_on_a_pack_takes_its_year_and_shows_its_forms(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "示例县商务局")
    show(dialog)
    item = dialog.list.item(row_of(dialog, "石峰"))
    place = dialog.list.visualItemRect(item).center()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.year.value() == 2023
    assert [title for title, _ in dialog.pictures._strip.forms] == [
        "部门整体支出绩效目标表",
        "专项资金绩效目标汇总表",
        "支出方向绩效目标表",
    ]
    assert "石峰" in dialog.source.plain
    assert dialog.chosen()[0].info.id == "shifeng-2023"


def test_the_pictures_are_the_blank_forms(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "示例县商务局")
    show(dialog)
    dialog.list.setCurrentRow(row_of(dialog, "渌口"))
    image = dialog.pictures.grab().toImage()
    paper = ink = 0
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            light = image.pixelColor(x, y).lightness()
            paper += light == 255
            ink += light < 140
    assert paper > 5000, "two sheets of white paper"
    assert ink > 300, "with lines and words on them"


def test_the_pictures_follow_year_and_unit(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "甲局")
    show(dialog)
    dialog.list.setCurrentRow(row_of(dialog, "渌口"))
    mnemonic(dialog, Key.Key_Y)
    assert dialog.focusWidget() is dialog.year
    QTest.keyClick(dialog.year, Key.Key_Up)
    pages = dict(dialog.pictures._strip.forms)["部门整体支出绩效目标表"]
    text = "".join(run.text for run in pages[0].runs)
    assert "2027" in text
    assert "甲局" in text


def test_mnemonics_and_tab_order(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "甲局")
    show(dialog)
    for key, field in ((Key.Key_U, dialog.unit), (Key.Key_P, dialog.list)):
        mnemonic(dialog, key)
        assert dialog.focusWidget() is field
    order = []
    for _ in range(5):
        order.append(dialog.focusWidget())
        QTest.keyClick(focused(), Key.Key_Tab)
    assert order[:4] == [dialog.list, dialog.unit, dialog.year, dialog.go]
    labels = [label.text() for label in dialog.findChildren(QLabel) if not isinstance(label, Text)]
    assert all("&" not in text or label_has_buddy(dialog, text) for text in labels)


def label_has_buddy(dialog: QWidget, text: str) -> bool:
    return any(
        label.buddy() is not None for label in dialog.findChildren(QLabel) if label.text() == text
    )


def test_escape_gives_up(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "甲局")
    show(dialog)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert dialog.result() == NewDialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_a_broken_pack_is_grey_and_says_why(show: Show, broken_pack: Path) -> None:
    dialog = NewDialog(Catalogue([broken_pack.parent]), "甲局")
    show(dialog)
    row = row_of(dialog, "broken-2026")
    assert row == dialog.list.count() - 1
    item = dialog.list.item(row)
    assert item.foreground().color() == theme.HINT_TEXT
    assert item.data(SECOND) == "不能使用"
    QTest.keyClick(dialog.list, Key.Key_End)
    shown = [label.plain for label in dialog.findChildren(Text) if label.isVisible()]
    assert any("project.toml" in text and "monney" in text for text in shown)
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "可以使用" in dialog.complaint.plain
    QTest.keyClick(dialog.list, Key.Key_Home)
    assert dialog.complaint.plain == ""
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.result() == NewDialog.DialogCode.Accepted


def test_a_year_beyond_reason_cannot_be_typed(show: Show) -> None:
    dialog = NewDialog(Catalogue(), "甲局")
    show(dialog)
    dialog.year.setFocus()
    dialog.year.selectAll()
    QTest.keyClicks(dialog.year, "99999")
    assert dialog.year.value() <= 2200


def test_blank_pages_of_every_shipped_template() -> None:
    catalogue = Catalogue()
    for pack_id in catalogue.ids():
        pack = catalogue.load(pack_id)
        for key in pack.templates:
            pages = blank_pages(pack, key, "", pack.info.year)
            assert pages
            assert pages[0].runs
