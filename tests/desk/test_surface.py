"""The sheet on the desk: paper around the table, what a click hits, and editors that fit."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk.editors import CellEditor
from perfdesk.desk.pane import Pane
from perfdesk.desk.rowbuttons import BUTTONS
from perfdesk.desk.sheetpaint import EDGE, arrow_rect
from perfdesk.desk.surface import MARGIN
from perfdesk.dossier.edits import SetValue
from perfdesk.jobs.workspace import Workspace

Left = Qt.MouseButton.LeftButton
LONG = "全年举办促消费活动12场，带动社会消费品零售总额增长6.5%以上；" * 40


@pytest.fixture
def pane(show: Callable[[Workspace], Pane], workspace: Workspace) -> Pane:
    return show(workspace)


def fills(pane: Pane) -> list[int]:
    return [i for i, cell in enumerate(pane.model.screen.cells) if cell.path is not None]


def rect_of(pane: Pane, number: int) -> QRect:
    return pane.view.visualRect(pane.view.index_of(number))


@pytest.mark.parametrize("zoom", [50, 100, 175])
def test_paper_shows_on_all_sides_of_the_table(pane: Pane, zoom: int) -> None:
    view = pane.view
    view.set_zoom(zoom)
    view.verticalScrollBar().setValue(0)
    view.horizontalScrollBar().setValue(0)
    assert view.origin().x() >= MARGIN
    assert view.origin().y() == MARGIN > EDGE
    for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
        bar.setValue(bar.maximum())
    corner = view.origin() + QPoint(view.table_size().width(), view.table_size().height())
    assert corner.x() + MARGIN <= view.viewport().width()
    if view.verticalScrollBar().maximum():
        assert corner.y() + MARGIN == view.viewport().height()


def test_beside_the_table_there_is_nothing_to_hit(pane: Pane) -> None:
    view = pane.view
    view.verticalScrollBar().setValue(0)
    for place in (QPoint(-1, 40), QPoint(40, -1), QPoint(view.table_size().width(), 40)):
        assert not view.indexAt(view.origin() + place).isValid()
    for number in range(len(pane.model.screen.cells)):
        rect = rect_of(pane, number)
        for inside in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert pane.model.cell_number(view.indexAt(inside)) == number


def test_a_cell_gone_to_is_in_sight(pane: Pane) -> None:
    view = pane.view
    view.set_zoom(200)
    for number in fills(pane):
        view.go_to(number)
        rect = rect_of(pane, number)
        seen = view.viewport().rect()
        assert seen.contains(rect) or rect.height() > seen.height() or rect.width() > seen.width()


def test_the_current_cell_stays_in_sight_when_the_window_shrinks(pane: Pane) -> None:
    view = pane.view
    seen = [n for n in fills(pane) if view.viewport().rect().contains(rect_of(pane, n))]
    view.go_to(seen[-1])
    pane.resize(pane.width(), pane.height() - 180)
    QTest.qWait(1)
    assert view.viewport().rect().contains(rect_of(pane, seen[-1]))


@pytest.mark.parametrize("zoom", [80, 100, 110, 125, 150])
def test_an_editor_breaks_lines_where_the_sheet_does(pane: Pane, zoom: int) -> None:
    for form in pane.workspace.dossier.forms[:2]:
        pane.show_form(form.id)
        long = next(n for n in fills(pane) if len(pane.model.screen.cells[n].text) > 40)
        path = pane.model.screen.cells[long].path
        assert path is not None
        pane.workspace.apply(SetValue(path, LONG), "long")
        pane.view.set_zoom(zoom)
        for number in fills(pane):
            screen = pane.model.screen
            cell, text = screen.cells[number], screen.texts[number]
            if len(cell.text) < 8 or cell.prefix or (text.h == "center" and len(text.lines) > 1):
                continue  # several centred lines are balanced on the sheet alone
            pane.view.go_to(number)
            pane.view.open_editor()
            editor = pane.view.editor()
            assert editor is not None
            lines = [cell.text[start:end].strip() for start, end in text.lines]
            assert lines_of(editor) == lines
            assert abs(editor.content_height() - len(lines) * text.pitch * pane.view.scale) < 2
            pane.view.leave_editor(editor, "escape")


def lines_of(editor: CellEditor) -> list[str]:
    found = []
    block: QTextBlock = editor.document().firstBlock()
    while block.isValid():
        for i in range(block.layout().lineCount()):
            line = block.layout().lineAt(i)
            found.append(block.text()[line.textStart() :][: line.textLength()].strip())
        block = block.next()
    return found


def test_the_end_of_a_long_text_is_in_sight_while_it_is_edited(pane: Pane) -> None:
    number = next(n for n in fills(pane) if len(pane.model.screen.cells[n].text) > 40)
    path = pane.model.screen.cells[number].path
    assert path is not None
    pane.workspace.apply(SetValue(path, LONG * 3), "long")
    pane.view.go_to(number)
    pane.view.open_editor()
    QTest.qWait(1)
    editor = pane.view.editor()
    assert editor is not None
    for move in (QTextCursor.MoveOperation.End, QTextCursor.MoveOperation.Start):
        editor.moveCursor(move)
        cursor = editor.cursorRect().translated(editor.viewport().pos() + editor.pos())
        assert pane.view.viewport().rect().contains(cursor)


def test_pasted_text_keeps_the_shape_of_the_cell(pane: Pane) -> None:
    number = next(n for n in fills(pane) if pane.model.screen.cells[n].style.h == "center")
    pane.view.go_to(number)
    pane.view.open_editor()
    editor = pane.view.editor()
    assert editor is not None
    before = editor.document().firstBlock().blockFormat()
    editor.selectAll()
    copied = QMimeData()
    copied.setText("一格\r\n")
    copied.setHtml("<table><tr><td><b>一格</b></td></tr></table>")
    editor.insertFromMimeData(copied)
    assert editor.text() == "一格"
    after = editor.document().firstBlock().blockFormat()
    assert (after.alignment(), after.lineHeight()) == (before.alignment(), before.lineHeight())


def with_list(pane: Pane) -> int:
    for form in pane.workspace.dossier.forms:
        pane.show_form(form.id)
        for number in fills(pane):
            field = pane.model.screen.cells[number].field
            if field is not None and field.choices:
                pane.view.go_to(number)
                return number
    raise AssertionError


def test_alt_down_opens_the_list_of_a_cell(pane: Pane) -> None:
    with_list(pane)
    QTest.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    editor = pane.view.editor()
    assert editor is not None
    assert editor.choices is not None
    assert editor.choices.isVisible()
    own = editor.choices
    height = own.visualRect(own.model().index(0, 0)).height()
    assert height >= own.fontMetrics().height() + 6, "room around each line from the first time on"


def test_a_click_on_the_arrow_opens_the_list(pane: Pane) -> None:
    number = with_list(pane)
    place = arrow_rect(rect_of(pane, number)).center()
    QTest.mouseClick(pane.view.viewport(), Left, pos=place)
    assert pane.view.current_number() == number
    editor = pane.view.editor()
    assert editor is not None
    assert editor.choices is not None
    assert editor.choices.isVisible()


@pytest.mark.parametrize("zoom", [50, 100, 125, 200])
def test_row_buttons_never_stand_on_cells(pane: Pane, zoom: int) -> None:
    view = pane.view
    view.set_zoom(zoom)
    for number in fills(pane):
        cell = pane.model.screen.cells[number]
        if cell.path is None or not cell.path.column:
            continue
        view.go_to(number)
        for bar in (view.horizontalScrollBar().maximum(), 0):
            view.horizontalScrollBar().setValue(bar)
            place = rect_of(pane, number).intersected(view.viewport().rect()).center()
            QTest.mouseMove(view.viewport(), place)
            QApplication.processEvents()
            buttons = pane.row_buttons
            table = QRect(view.origin(), view.table_size())
            assert not buttons.isVisible() or not table.intersects(buttons.geometry())
            if buttons.isVisible():
                assert view.viewport().rect().contains(buttons.geometry())
        break
    assert len(BUTTONS) == 4
