"""查找和替换 over the sample, by keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from perfdesk.desk.dialogs.find import FindDialog
from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import Path, raw_value
from perfdesk.jobs.find import FindOptions, find_all
from perfdesk.jobs.workspace import Workspace
from tests.desk.dialogs.waiting import compose, focused, mnemonic, wait_until

Show = Callable[[QWidget], None]
Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
Left = Qt.MouseButton.LeftButton


class Desk:
    """A dialog with what the window would do about it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.parent = QWidget()
        self.parent.resize(800, 600)
        self.parent.show()
        self.dialog = FindDialog(self.parent)
        self.dialog.set_workspace(workspace)
        self.went: list[Path] = []
        self.dialog.found.connect(self._go)

    def _go(self, path: Path) -> None:
        self.went.append(path)
        self.dialog.set_place(path)  # the window tells of every move of the current cell

    def type(self, text: str) -> None:
        self.dialog.needle.clear()
        compose(self.dialog.needle, text)

    def enter(self, *, shift: bool = False) -> None:
        modifier = Shift if shift else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.dialog.needle, Key.Key_Return, modifier)

    def texts(self) -> list[str]:
        return [raw_value(self.workspace.dossier, path) for path in self.went]


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    return Desk(workspace)


def hits(desk: Desk, needle: str, options: FindOptions | None = None) -> list[Path]:
    own = desk.workspace
    found = find_all(own.dossier, own.pack, needle, options or FindOptions())
    return [hit.path for hit in found]


def test_enter_goes_through_all_hits_and_begins_again(desk: Desk) -> None:
    desk.dialog.open_find()
    assert not desk.dialog.isModal()
    desk.type("项目")
    expected = hits(desk, "项目")
    assert len(expected) > 5
    for _ in range(len(expected) + 1):
        desk.enter()
    assert desk.went == [*expected, expected[0]]
    assert desk.dialog.status.plain.startswith(f"已从头继续，第 1 处，共 {len(expected)} 处\n")
    assert desk.dialog.isVisible()


def test_shift_enter_goes_back(desk: Desk) -> None:
    desk.dialog.open_find()
    desk.type("项目")
    expected = hits(desk, "项目")
    for shift in (False, False, True, True):
        desk.enter(shift=shift)
    assert desk.went == [expected[0], expected[1], expected[0], expected[-1]]
    assert desk.dialog.status.plain.startswith("已从末尾继续")


def test_it_goes_on_from_the_current_cell(desk: Desk) -> None:
    desk.dialog.open_find()
    desk.type("项目")
    last_form = desk.workspace.dossier.forms[-1]
    expected = [path for path in hits(desk, "项目") if path.form == last_form.id]
    first_cell = Path(last_form.id, "project_name")
    desk.dialog.set_place(first_cell)
    desk.enter()
    assert desk.went == [next(path for path in expected if path != first_cell)]


def test_nothing_found_and_nothing_asked_for(desk: Desk) -> None:
    desk.dialog.open_find()
    desk.enter()
    assert desk.dialog.status.plain == "请输入要查找的内容"
    desk.type("没有的字")
    desk.enter()
    assert desk.dialog.status.plain == "没有找到“没有的字”"
    assert desk.went == []
    desk.type("项目")
    assert desk.dialog.status.plain == ""


def test_options(desk: Desk) -> None:
    form = desk.workspace.dossier.forms[1]
    for key, text in (("project_name", "Abc"), ("period", "ＡＢＣ项")):
        desk.workspace.apply(SetValue(Path(form.id, key), text), "填写")
    desk.dialog.open_find()
    desk.type("abc")
    assert len(hits(desk, "abc")) == 2
    desk.enter()
    assert "共 2 处" in desk.dialog.status.plain
    mnemonic(desk.dialog, Key.Key_C)
    desk.enter()
    assert desk.dialog.status.plain == "没有找到“abc”"
    mnemonic(desk.dialog, Key.Key_C)
    mnemonic(desk.dialog, Key.Key_O)
    desk.enter()
    assert "共 1 处" in desk.dialog.status.plain
    mnemonic(desk.dialog, Key.Key_O)
    mnemonic(desk.dialog, Key.Key_B)
    desk.enter()
    assert "共 1 处" in desk.dialog.status.plain
    assert desk.texts()[-1] == "Abc"


def test_words_around_the_hit(desk: Desk) -> None:
    form = desk.workspace.dossier.forms[1]
    text = "甲" * 30 + "\n找我" + "乙" * 30
    desk.workspace.apply(SetValue(Path(form.id, "project_name"), text), "填写")
    desk.dialog.open_find()
    desk.type("找我")
    desk.enter()
    assert desk.dialog.status.plain.endswith("\n…" + "甲" * 13 + " 找我" + "乙" * 14 + "…")
    assert '">找我</span>' in desk.dialog.status.text()


def test_replace_all_is_one_step(desk: Desk) -> None:
    start = desk.workspace.dossier
    count = len(hits(desk, "项目"))
    desk.dialog.open_replace()
    desk.type("项目")
    mnemonic(desk.dialog, Key.Key_E)
    assert desk.dialog.focusWidget() is desk.dialog.replacement
    compose(desk.dialog.replacement, "工程")
    mnemonic(desk.dialog, Key.Key_A)
    assert desk.dialog.status.plain.startswith(f"已替换 {count} 处")
    assert hits(desk, "项目") == []
    assert desk.workspace.session.undo_label == f"全部替换 {count} 处"
    desk.workspace.session.undo()
    assert desk.workspace.dossier == start
    assert not desk.workspace.session.undo_label


def test_replace_all_without_a_change(desk: Desk) -> None:
    desk.dialog.open_replace()
    QTest.mouseClick(desk.dialog.all, Left)
    assert desk.dialog.status.plain == "请输入要查找的内容"
    desk.type("项目")
    desk.dialog.replacement.setText("项目")
    QTest.mouseClick(desk.dialog.all, Left)
    assert "没有要替换的" in desk.dialog.status.plain
    desk.type("没有的字")
    QTest.mouseClick(desk.dialog.all, Left)
    assert desk.dialog.status.plain == "没有找到“没有的字”"
    assert not desk.workspace.session.undo_label


def test_replace_one_by_one(desk: Desk) -> None:
    desk.dialog.open_replace()
    desk.type("项目")
    desk.dialog.replacement.setText("大项目")  # holds what is searched for
    before = hits(desk, "项目")
    QTest.mouseClick(desk.dialog.replace, Left)
    assert not desk.workspace.session.modified, "the first press only goes there"
    for _ in before:
        QTest.mouseClick(desk.dialog.replace, Left)
    assert len(hits(desk, "大项目")) == len(before), "each once, none twice"
    assert desk.workspace.session.undo_label == "替换"


def test_an_empty_replacement_takes_text_away(desk: Desk) -> None:
    desk.dialog.open_replace()
    desk.type("项目")
    count = len(hits(desk, "项目"))
    for _ in range(count + 1):
        QTest.mouseClick(desk.dialog.replace, Left)
    assert hits(desk, "项目") == []
    assert "没有找到" in desk.dialog.status.plain


def test_modes(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.open_find("商务\n局")
    assert dialog.needle.text() == ""
    dialog.open_find("商务")
    assert dialog.needle.text() == dialog.needle.selectedText() == "商务"
    assert not dialog.replacement.isVisible()
    assert not dialog.all.isVisible()
    mnemonic(dialog, Key.Key_P)
    assert dialog.replacement.isVisible()
    assert dialog.windowTitle() == "替换"
    dialog.open_find()
    assert dialog.needle.text() == "商务"
    assert not dialog.replacement.isVisible()


def test_tab_order_and_escape(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.open_replace()
    assert wait_until(dialog.isActiveWindow)
    order = []
    for _ in range(8):
        widget = focused()
        order.append(widget)
        QTest.keyClick(widget, Key.Key_Tab)
    assert order == [
        *(dialog.needle, dialog.replacement, dialog.match_case, dialog.whole_cell),
        *(dialog.match_width, dialog.next, dialog.previous, dialog.replace),
    ]
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_f3(desk: Desk) -> None:
    desk.dialog.open_find("项目")
    assert wait_until(desk.dialog.isActiveWindow)
    QTest.keyClick(desk.dialog, Key.Key_F3)
    QTest.keyClick(desk.dialog, Key.Key_F3)
    QTest.keyClick(desk.dialog, Key.Key_F3, Shift)
    expected = hits(desk, "项目")
    assert desk.went == [expected[0], expected[1], expected[0]]


def test_another_dossier_and_none(desk: Desk, sample: tuple[object, object]) -> None:
    desk.dialog.open_find("项目")
    desk.enter()
    desk.dialog.set_workspace(desk.workspace)
    desk.enter()
    assert "第 2 处" in desk.dialog.status.plain, "the same dossier changes nothing"
    desk.dialog.set_workspace(None)
    assert not desk.dialog.find_next()
    assert not desk.dialog.find_previous()
    QTest.mouseClick(desk.dialog.all, Left)
    assert desk.dialog.status.plain == "没有找到“项目”"


def test_a_hit_in_a_form_that_was_removed(desk: Desk) -> None:
    from perfdesk.dossier.edits import RemoveForm

    desk.dialog.open_find("项目")
    last = desk.workspace.dossier.forms[-1].id
    desk.enter(shift=True)
    assert desk.went[-1].form == last
    desk.workspace.apply(RemoveForm(last), "删除")
    desk.enter()
    assert desk.went[-1] == hits(desk, "项目")[0]


def test_it_makes_way_for_what_it_found(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.open_find("项目")
    room = dialog.screen().availableGeometry()
    for top in (10, 300, 500):
        dialog.move(20, top)
        cell = QRect(dialog.pos() + QPoint(30, 30), QSize(80, 20))
        dialog.make_way(cell)
        assert not dialog.frameGeometry().intersects(cell)
        assert room.top() <= dialog.frameGeometry().top()
        assert dialog.frameGeometry().bottom() <= room.bottom()
    place = dialog.pos()
    dialog.make_way(QRect(room.right() - 5, 20, 5, 10))
    assert dialog.pos() == place, "it is not in the way"


def test_keys_turn_between_find_and_replace(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.open_find("项目")
    assert QTest.qWaitForWindowActive(dialog)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(dialog.needle, Key.Key_H, control)
    assert dialog.replacement.isVisible()
    assert dialog.needle.text() == "项目"
    QTest.keyClick(dialog.needle, Key.Key_F, control)
    assert not dialog.replacement.isVisible()
