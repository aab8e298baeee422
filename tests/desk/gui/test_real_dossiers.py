"""A session on each real dossier: paste, rows, a broken sum found and mended, undo, redo."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import CI, ROOT
from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Display, Key
from tests.desk.gui.program import Program, findings, perfdesk
from tests.desk.gui.sheet import Filled

pytestmark = pytest.mark.needs_display

REAL = ROOT.parent / "shared" / "forms"
TABLE = "indicators"
TAB = Key("Tab")
STEPS = 40
"""More steps than anybody does in one of these sessions."""


class Session(NamedTuple):
    """What is done with one dossier: where to paste, and which number in which form is broken."""

    name: str
    paste: int
    form: int
    key: str = "budget.total"
    wrong: str = "98765.43"
    rule: str = "R30"
    part: str = ""
    """What the only part of the sum must be first, where the real form has none."""


SESSIONS = (
    Session("000-lukou-2026", 3, 0, part="12.5"),
    Session("001-shifeng-2023", 2, 0),
    Session("002-lukou-2026", 0, 2),
    # The forms of this place have no sums: a number that is none.
    Session("003-pingluo-2026", 1, 4, "amount", "98765.43元", "R14"),
    Session("004-lukou-2026", 3, 0),
)


def real(name: str) -> Path:
    """Return a real dossier, or end the test where they are not at hand."""
    file = REAL / f"{name}.json"
    if not file.exists():
        reason = "needs the folder of real forms beside the checkout"
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return file


def fresh(columns: list[str], count: int) -> list[list[str]]:
    """Return rows of indicators as they would be copied from a spreadsheet."""
    texts = {"operator": "≥", "unit": "个", "value": "{0}5", "standard": "标准{0}", "remark": ""}
    return [
        [texts.get(column, "新{1}{0}").format(row, column) for column in columns]
        for row in range(1, count + 1)
    ]


@pytest.mark.parametrize("session", SESSIONS, ids=[own.name for own in SESSIONS])
def test_a_session(start: Start, tmp_path: Path, display: Display, session: Session) -> None:
    values = real(session.name)
    file = tmp_path / "套表.perfdesk"
    perfdesk("new", "--values", str(values), "-o", str(file))
    program = start(file)
    program.wait_for_sheet()
    begin = program.save(file)
    own = _Session(program, display, file, session, begin)
    own.paste_five()
    own.add_and_delete_a_row()
    own.break_find_and_mend()
    end = program.save(file)

    program.play(*[Key("ctrl+z")] * STEPS)
    assert program.save(file) == begin
    program.play(*[Key("ctrl+y")] * STEPS)
    assert program.save(file) == end
    program.quit()


class _Session:
    """The parts of a session; each leaves a saved file."""

    def __init__(
        self,
        program: Program,
        display: Display,
        file: Path,
        session: Session,
        begin: dict[str, Any],
    ) -> None:
        self.program = program
        self.display = display
        self.file = file
        self.session = session
        self.now = begin
        self.at = 0

    def _go_to_form(self, form: int) -> None:
        step = "ctrl+Next" if form > self.at else "ctrl+Prior"
        self.program.play(*[Key(step)] * abs(form - self.at))
        self.at = form

    def _save(self) -> Filled:
        self.now = self.program.save(self.file)
        return Filled(self.now, self.at)

    def paste_five(self) -> None:
        self._go_to_form(self.session.paste)
        before = Filled(self.now, self.at)
        rows = fresh(before.section.columns(TABLE), 5)
        self.display.copy("\r\n".join("\t".join(row) for row in rows) + "\r\n")
        self.program.play(*before.first_row(TABLE), Key("ctrl+v"))
        after = self._save()
        old = before.printed(TABLE)
        kept = [
            [new or (there if i < 5 else "") for new, there in zip(row, was, strict=True)]
            for i, (row, was) in enumerate(zip(rows, old, strict=False))
        ]
        assert after.printed(TABLE)[5:] == old[5:]
        assert [row[:-1] for row in after.printed(TABLE)[:5]] == [row[:-1] for row in kept]

    def add_and_delete_a_row(self) -> None:
        before = Filled(self.now, self.at)
        self.program.play(*before.first_row(TABLE), Key("ctrl+equal"), "another", Key("Return"))
        after = self._save()
        old, new = before.printed(TABLE), after.printed(TABLE)
        assert new[1][0] == "another"
        assert [new[0], *new[2:]] == old
        self.program.play(*after.first_row(TABLE), Key("Down"), Key("ctrl+minus"))
        assert self._save().printed(TABLE) == old

    def break_find_and_mend(self) -> None:
        session = self.session
        self._go_to_form(session.form)
        sheet = Filled(self.now, self.at)
        right = self._value(session.key) or session.part
        if session.part:
            self.program.play(*sheet.to("budget.general_public_budget"), session.part, TAB)
        known = self._found()
        assert session.rule not in known
        # xdotool cannot type what is no ASCII, so a text goes in by the clipboard.
        self.display.copy(session.wrong)
        self.program.play(*sheet.to(session.key), Key("ctrl+v"), TAB)
        self._save()
        assert self._value(session.key) == session.wrong
        assert session.rule in self._found()
        self.program.play(Key("ctrl+Home"))
        self._find_wrong()
        self.program.play(right, Key("Return"))
        self._save()
        assert self._value(session.key) == right
        assert session.rule not in self._found()

    def _find_wrong(self) -> None:
        """Go from finding to finding until the cell with the wrong number is the current one."""
        for _ in range(80):
            self.display.copy("nothing")
            self.program.play(Key("F7"), Key("ctrl+c"))
            self.program.rest()
            if self.display.clipboard.strip() == self.session.wrong:
                return
        raise AssertionError("no finding leads to the wrong number")

    def _value(self, key: str) -> str:
        found = self.now["forms"][self.at]["values"]
        for part in key.split("."):
            found = found.get(part, "")
        return str(found)

    def _found(self) -> set[str]:
        return {item["rule"] for item in findings(self.file)}
