"""Random sessions of a user in a window: whatever is done, what is shown is what is there."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from perfdesk.desk import settings as remembered
from perfdesk.desk.editors import CellEditor
from perfdesk.desk.keeper import journals
from perfdesk.desk.marks import marks, tip
from perfdesk.desk.pane import Pane
from perfdesk.desk.program import Program
from perfdesk.desk.sheetpaint import cell_rect
from perfdesk.desk.surface import MARGIN
from perfdesk.desk.window import Window
from perfdesk.dossier.edits import Finalise
from perfdesk.dossier.finals import final_forms
from perfdesk.dossier.state import Dossier, FinalEvent, Form, PageChoices
from perfdesk.jobs import judging
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.paper import set_page
from perfdesk.jobs.workspace import Workspace
from perfdesk.layout.compose import compose
from perfdesk.layout.screen import Screen
from perfdesk.storage.format import OpenFile
from perfdesk.storage.read import load
from perfdesk.storage.recovery import find_left_behind
from perfdesk.storage.save import save
from perfdesk.template.catalogue import Catalogue

__all__ = ["Bundle", "Sessions"]

NUMBER = st.integers(0, 10_000)
TEXT = st.sampled_from(
    [
        "",
        "a",
        "≥95%",
        "１２．５",
        "1,234.50",
        "100",
        "0",
        "/",
        "无",
        "=",
        ">=",
        "合计",
        "产出指标",
        "数量指标",
        "长" * 90,
        "两行\n文字",
        "𠮷",
        " 前后 ",
        "2026年12月前",
        "\t",
        "x\n\ny",
    ]
)
ROW = st.lists(TEXT, min_size=1, max_size=6)
BLOCK = st.lists(ROW, min_size=1, max_size=7)
COMMANDS = st.sampled_from(
    [
        "row_below",
        "row_above",
        "row_remove",
        "row_up",
        "row_down",
        "cut",
        "copy",
        "paste",
        "clear",
        "fill_down",
        "form_next",
        "form_previous",
        "finding_next",
        "finding_previous",
    ]
)
FORM_COMMANDS = st.sampled_from(["form_duplicate", "form_remove"])
KEYS = st.sampled_from(
    [
        Qt.Key.Key_Tab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_F2,
    ]
)
PAGES = st.builds(
    PageChoices,
    margins_mm=st.sampled_from([None, (12.0, 10.0, 15.0, 12.5)]),
    rows=st.sampled_from(["compact", "normal", "roomy"]),
    smaller=st.booleans(),
    fit=st.booleans(),
)
WAYS = st.sampled_from([Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape])
TOOLTIP = Qt.ItemDataRole.ToolTipRole
WHEN = datetime(2026, 5, 1, tzinfo=UTC)
PACKS = ("lukou-2026", "pingluo-2026", "shifeng-2023")


class Sessions(RuleBasedStateMachine):
    """One window on one file, which may be closed and opened again."""

    application: ClassVar[QApplication]

    @initialize(number=st.integers(0, len(PACKS)))
    def open_a_file(self, number: int) -> None:
        self._errors: list[BaseException] = []
        self._final: dict[str, Form] = {}
        self._hook, sys.excepthook = sys.excepthook, lambda _, error, __: self._errors.append(error)
        QApplication.clipboard().clear()
        remembered.save(remembered.Settings())
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name, "套表.perfdesk")
        if number < len(PACKS):
            pack = Catalogue().load(PACKS[number])
            save(self._file, OpenFile(new_dossier(pack, "甲", 2026), pack))
        else:
            save(self._file, open_sample())
        self._program = Program(self.application)
        self._open()

    def _open(self) -> None:
        self._program.open([self._file])
        self._opened = load(self._file).dossier
        mode = QAbstractItemModelTester.FailureReportingMode.Warning
        self._tester = QAbstractItemModelTester(self.pane.model, mode)

    @property
    def window(self) -> Window:
        return self._program.windows[0]

    @property
    def pane(self) -> Pane:
        pane = self.window.pane
        assert pane is not None
        return pane

    @property
    def workspace(self) -> Workspace:
        return self.pane.workspace

    @property
    def dossier(self) -> Dossier:
        return self.workspace.dossier

    def _has_form(self) -> bool:
        return self.pane.model.form is not None

    # --- what a user does ---

    @precondition(_has_form)
    @rule(cell=NUMBER, text=TEXT, way=WAYS)
    def type_text(self, cell: int, text: str, way: Qt.Key) -> None:
        self._go_to(cell)
        editor = self._editor()
        if editor is not None:
            editor.selectAll()
            editor.insertPlainText(text)
            QTest.keyClick(editor, way)

    @precondition(_has_form)
    @rule(cell=NUMBER, text=TEXT)
    def begin_to_type(self, cell: int, text: str) -> None:
        """The editor stays open; whatever comes next has to enter its text."""
        self._go_to(cell)
        editor = self._editor()
        if editor is not None:
            editor.insertPlainText(text)

    @precondition(_has_form)
    @rule(key=KEYS, shift=st.booleans())
    def press(self, key: Qt.Key, shift: bool) -> None:
        modifier = Qt.KeyboardModifier
        widget = self.pane.view.editor() or self.pane.view
        QTest.keyClick(widget, key, modifier.ShiftModifier if shift else modifier.NoModifier)

    @precondition(_has_form)
    @rule(one=NUMBER, other=NUMBER)
    def select(self, one: int, other: int) -> None:
        self._go_to(one)
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left)
        for _ in range(other % 6):
            key = keys[other % len(keys)]
            QTest.keyClick(self.pane.view, key, Qt.KeyboardModifier.ShiftModifier)

    @precondition(_has_form)
    @rule(cell=NUMBER, block=BLOCK)
    def paste(self, cell: int, block: list[list[str]]) -> None:
        data = QMimeData()
        data.setText("\n".join("\t".join(row) for row in block))
        QApplication.clipboard().setMimeData(data)
        self.pane.view.close_editor()
        self._go_to(cell)
        self.window.commands.do("paste")

    @rule(command=COMMANDS)
    def command(self, command: str) -> None:
        self.window.commands.do(command)

    @rule(command=FORM_COMMANDS)
    def form_command(self, command: str) -> None:
        if command == "form_remove" or len(self.dossier.forms) < 7:
            self.window.commands.do(command)

    @rule(number=NUMBER)
    def add_form(self, number: int) -> None:
        keys = self.workspace.pack.info.templates
        if len(self.dossier.forms) < 7:
            self.window.forms.add(keys[number % len(keys)])

    @precondition(_has_form)
    @rule(number=NUMBER, place=NUMBER)
    def move_form(self, number: int, place: int) -> None:
        forms = self.dossier.forms
        self.window.forms.move_to(forms[number % len(forms)].id, place % len(forms))

    @precondition(_has_form)
    @rule(number=NUMBER)
    def switch(self, number: int) -> None:
        forms = self.dossier.forms
        self.pane.forms.chosen.emit(forms[number % len(forms)].id)

    @precondition(_has_form)
    @rule(number=NUMBER, choice=NUMBER)
    def option(self, number: int, choice: int) -> None:
        form = self.pane.model.form
        assert form is not None
        options = self.workspace.loaded(form).template.options
        if options:
            option = options[number % len(options)]
            chosen = option.choices[choice % len(option.choices)]
            self.window.forms._choose(option.key, chosen.key)

    @precondition(_has_form)
    @rule(page=PAGES)
    def set_up_page(self, page: PageChoices) -> None:
        step = set_page(self.dossier, self.pane.form_id, page)
        self.pane.view.close_editor()
        if step is not None:
            self.workspace.apply(*step)

    @rule(times=st.integers(1, 6))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.window.commands.do("undo")

    @rule(times=st.integers(1, 6))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.window.commands.do("redo")

    @rule(number=NUMBER)
    def explain(self, number: int) -> None:
        found = self.workspace.all_findings()
        if found:
            finding = found[number % len(found)]
            self.pane.view.close_editor()
            step = judging.accept(self.dossier, finding, "另附说明", WHEN)
            assert isinstance(step, tuple)
            self.workspace.apply(*step)

    @rule(number=NUMBER)
    def withdraw(self, number: int) -> None:
        found = [f for f in self.workspace.all_findings() if self.workspace.reasons.of(f)]
        if found:
            self.window.judging.withdraw(found[number % len(found)])

    @precondition(_has_form)
    @rule(number=NUMBER)
    def lock(self, number: int) -> None:
        """Errors are left aside here: whatever stands in it, a final form does not change."""
        self.pane.view.close_editor()
        form = self.dossier.forms[number % len(self.dossier.forms)]
        event = FinalEvent(form.id, form.id not in self.workspace.final, WHEN)
        self.workspace.apply(Finalise((event,)), "定稿")

    @rule(zoom=st.integers(40, 310))
    def zoom(self, zoom: int) -> None:
        self.pane.view.set_zoom(zoom)

    @rule()
    def save(self) -> None:
        self.window.commands.do("save")
        assert load(self._file).dossier == self.dossier
        assert not self.window.files.modified

    @rule()
    def reopen(self) -> None:
        self._close()
        self._open()

    @rule()
    def rest(self) -> None:
        """Let what is done a little later be done."""
        QTest.qWait(60)

    def _go_to(self, cell: int) -> None:
        self.pane.view.close_editor()
        self.pane.view.go_to(cell % len(self.pane.model.screen.cells))

    def _editor(self) -> CellEditor | None:
        cell = self.pane.view.current_cell()
        if cell is None or cell.path is None:
            return None
        self.pane.view.open_editor()
        return self.pane.view.editor()

    def _close(self) -> None:
        self.window.commands.do("save")
        self._tester.deleteLater()
        assert self.window.close()
        assert not self._program.windows

    # --- what holds after each step ---

    @invariant()
    def final_forms_stay_as_they_were(self) -> None:
        if not hasattr(self, "_program"):
            return
        before, self._final = self._final, {}
        for form in self.dossier.forms:
            if form.id in self.workspace.final:
                self._final[form.id] = form
        assert self.workspace.final == final_forms(self.dossier)
        kept = {key: form for key, form in before.items() if key in self.workspace.final}
        for key, form in kept.items():
            assert replace(self._final[key], page=form.page) == form

    @invariant()
    def nothing_went_wrong_unseen(self) -> None:
        """Qt swallows what is raised in what it calls."""
        for error in getattr(self, "_errors", ()):
            raise error

    @invariant()
    def the_screen_shows_the_state(self) -> None:
        if not hasattr(self, "_program") or not self._has_form():
            return
        if self.pane.view.editor() is not None:
            return
        self._compare_screen(self.pane.form_id)
        screen, view = self.pane.model.screen, self.pane.view
        assert self.pane.model.rowCount() == len(screen.sheet.rows)
        for number, cell in enumerate(screen.cells):
            index = view.index_of(number)
            assert (view.rowSpan(cell.row, cell.col), view.columnSpan(cell.row, cell.col)) == (
                cell.rows,
                cell.cols,
            )
            assert view.visualRect(index).size() == cell_rect(screen, number, view.scale).size()
        heights = [view.rowHeight(row) for row in range(self.pane.model.rowCount())]
        assert sum(heights) == round(screen.size[1] * view.scale) + 2 * MARGIN

    def _compare_screen(self, form_id: str) -> None:
        form = self.dossier.form(form_id)
        assert form is not None
        fresh = Screen(compose(self.dossier, form, self.workspace.loaded(form)))
        shown = self.workspace.screen(form_id)
        wrong = [
            (old.path, old.text, new.text)
            for old, new in zip(shown.cells, fresh.cells, strict=True)
            if old.text != new.text
        ]
        assert wrong == [], wrong
        assert [cell.path for cell in shown.cells] == [cell.path for cell in fresh.cells]
        assert shown.tops == fresh.tops
        assert shown.by_path == fresh.by_path
        assert [shown.runs(i) for i in range(len(shown.cells))] == [
            fresh.runs(i) for i in range(len(fresh.cells))
        ]

    @invariant()
    def the_findings_are_those_of_a_full_check(self) -> None:
        if not hasattr(self, "_program"):
            return
        self.workspace.check_all()
        fresh = Workspace(self.dossier, self.workspace.pack)
        fresh.check_all()
        assert self.workspace.all_findings() == fresh.all_findings()
        if self._has_form() and self.pane.view.editor() is None:
            screen = self.pane.model.screen
            self.pane._show_lists()
            assert self.pane.view.look.marks == marks(fresh, self.pane.form_id, screen)
            for number in self.pane.view.look.marks:
                path = screen.cells[number].path
                assert path is not None
                shown = self.pane.model.data(self.pane.view.index_of(number), TOOLTIP)
                assert shown == tip(fresh, path) != ""
            assert self.pane.findings.shown == fresh.all_findings()

    @invariant()
    def a_form_is_shown_where_there_is_one(self) -> None:
        if hasattr(self, "_program"):
            forms = [form.id for form in self.dossier.forms]
            assert self.pane.form_id in (forms or [""])
            assert not forms or self.pane.view.current_number() >= 0

    def teardown(self) -> None:
        if not hasattr(self, "_program"):
            return
        try:
            self._end()
            self.nothing_went_wrong_unseen()
        finally:
            sys.excepthook = self._hook
            for window in self._program.windows:
                window.files.closed()
                window.hide()
                window.deleteLater()
            self._folder.cleanup()

    def _end(self) -> None:
        self.pane.view.close_editor()
        for form in self.dossier.forms:
            self._compare_screen(form.id)
        self._compare_journal()
        events = [FinalEvent(form, locked=False, when=WHEN) for form in self.workspace.final]
        self.workspace.apply(Finalise(tuple(events)), "取消定稿")
        end = self.dossier
        session = self.workspace.session
        steps = 0
        while session.undo() is not None:
            steps += 1
        assert replace(self.dossier, finals=()) == replace(self._opened, finals=())
        for _ in range(steps):
            session.redo()
        assert self.dossier == end
        self._close()
        assert load(self._file).dossier == end
        assert not list(journals().glob("*.journal"))

    def _compare_journal(self) -> None:
        """Were the program killed now, the next one would bring back what is here."""
        living = self.window.files._keeper
        assert living is not None
        place = living._journal.place
        if place is None:
            assert load(self._file).dossier == self.dossier
            return
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, place.name).write_bytes(place.read_bytes())
            (left,) = find_left_behind(Path(folder))
            assert left.replay(load(self._file)).dossier == self.dossier
            left.leave()
