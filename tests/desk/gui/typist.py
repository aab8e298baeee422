"""Somebody who fills in a form and keeps a log of it outside of the program.

What is sent is written down before it is sent; that it was done is known only when the screen shows
the next cell, after it has stood still on this one before and after typing (a busy machine is late,
and what is seen to move may be what was sent before). Whatever becomes of the program then, the
file must in the end hold a state that the log knows, and none before the last one that was seen
done.
"""

import json
import random
import time
from pathlib import Path
from typing import Any, NamedTuple

from tests.desk.gui.answers import content
from tests.desk.gui.display import Key, Rect
from tests.desk.gui.program import FRAME, Program
from tests.desk.gui.sheet import Sheet

State = dict[str, str]
"""Texts by the key of their cell; a record's is called ``level1/level2/column``."""

TAB = Key("Tab")
STILL = 0.15
"""Seconds without a move of the current cell after which all keys sent so far have been handled."""
SEEN = 1.0
"""Seconds within which the screen mostly shows what was done; if not, the next thing done tells."""


def state_of(saved: dict[str, Any], sheet: Sheet) -> State:
    """Return the texts of the first form of a dossier."""
    own = content(saved["forms"][0])
    found = dict(own.values) | {"unit_name": saved["unit_name"]}
    for table, records in own.tables.items():
        for record in records:
            name = f"{record.pop('level1')}/{record.pop('level2')}"
            found |= {f"{name}/{table}.{column}": text for column, text in record.items()}
    return {key: text for key, text in found.items() if text}


def key_of(sheet: Sheet, number: int) -> str:
    cell = sheet.cells[number]
    if cell.row < 0:
        return cell.key
    level1, level2 = sheet.section.key_of(cell.row)
    return f"{level1}/{level2}/{cell.key}"


class Draft(NamedTuple):
    """What is being typed into a cell and was not entered yet: each piece with its time."""

    key: str
    pieces: list[tuple[float, str]]

    @property
    def text(self) -> str:
        return "".join(piece for _, piece in self.pieces)


class Typist:
    """Works on the first form of a dossier, whose rows are those of the empty form."""

    def __init__(self, sheet: Sheet, begin: State, log: Path, chance: random.Random) -> None:
        self.sheet = sheet
        self.states = [begin]
        """The state after each thing done, undo and redo among them."""
        self.seen = 0
        """The last of them that the screen has shown."""
        self.draft: Draft | None = None
        self._log = log
        self._chance = chance
        self._history = [begin]
        self._place = 0
        self._count = 0

    @property
    def state(self) -> State:
        return self.states[-1]

    def begin_again(self, now: State) -> None:
        """Go on with what was recovered; its steps cannot be undone any more."""
        self.states, self._history = [now], [now]
        self.seen = self._place = 0
        self.draft = None
        self._note("begin", "", "")

    def _note(self, what: str, key: str, text: str) -> None:
        line = {"time": time.time(), "do": what, "key": key, "text": text}
        with self._log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _new_text(self) -> str:
        self._count += 1
        return f"{self._count:04d}" + self._chance.choice(("", "x", " yz", ".5", "%"))

    # --- what is done ---

    def work(self, program: Program) -> None:
        """Do one thing: mostly type a text, now and then delete, undo, redo or save."""
        kinds = [self.type_text] * 8 + [self.delete, self.undo, self.undo, self.redo, self.save]
        self._chance.choice(kinds)(program)

    def type_text(self, program: Program) -> None:
        number = self._chance.randrange(len(self.sheet.cells))
        key, text = key_of(self.sheet, number), self._new_text()
        self._do(program, "type", key, self._set(key, text), self._to(number), text)

    def delete(self, program: Program) -> None:
        number = self._chance.randrange(len(self.sheet.cells))
        key = key_of(self.sheet, number)
        new = self._set(key, "") if key in self.state else self.state
        self._do(program, "delete", key, new, self._to(number), Key("Delete"))

    def undo(self, program: Program) -> None:
        self._place = max(0, self._place - 1)
        self._do(program, "undo", "", self._history[self._place], [], Key("ctrl+z"))

    def redo(self, program: Program) -> None:
        self._place = min(len(self._history) - 1, self._place + 1)
        self._do(program, "redo", "", self._history[self._place], [], Key("ctrl+y"))

    def save(self, program: Program) -> None:
        self._note("save", "", "")
        program.play(Key("ctrl+s"))

    def begin_save(self, program: Program) -> None:
        """Ask for a save, and do not wait for anything."""
        self._note("save", "", "")
        program.display.begin(Key("ctrl+s"))

    def open_editor(self, program: Program, piece: str = "A draft") -> None:
        """Begin to type into a cell, and leave the editor open."""
        number = self._chance.randrange(len(self.sheet.cells))
        self.draft = Draft(key_of(self.sheet, number), [])
        program.play(*self._to(number))
        self.type_on(program, piece)

    def type_on(self, program: Program, piece: str) -> None:
        """Type more into the open editor."""
        assert self.draft is not None
        self._note("draft", self.draft.key, piece)
        self.draft.pieces.append((time.time(), piece))
        program.play(piece)

    def _to(self, number: int) -> list[str]:
        return [Key("ctrl+Home"), *[TAB] * number]

    def _set(self, key: str, text: str) -> State:
        new = {**self.state, key: text}
        if not text:
            del new[key]
        self._history[self._place + 1 :] = [new]
        self._place += 1
        return new

    def _do(
        self, program: Program, what: str, key: str, new: State, to: list[str], stroke: str
    ) -> None:
        """Go to a cell, do something there, and go on; where that has been seen, all is done."""
        self._note(what, key, new.get(key, ""))
        self.states.append(new)
        program.play(*to)
        arrived = _still(program) if to else None
        program.play(stroke)
        before = _still(program)
        program.play(TAB)
        if to and (before is None or arrived is None or before[:2] != arrived[:2]):
            return
        end = time.monotonic() + SEEN
        while program.is_alive and time.monotonic() < end:
            now = program.look().frame_of(FRAME, 12)
            if now is not None and before is not None and now[:2] != before[:2]:
                if program.is_alive:
                    self.seen = len(self.states) - 1
                    self._note("seen", key, "")
                return
            time.sleep(0.01)

    # --- what came back ---

    def lost(self, found: State, killed: float) -> float:
        """Return how many seconds of the open draft a recovered state lacks.

        Raises:
            AssertionError: it is none that the log knows, or an older one than was seen.
        """
        possible = self.states[self.seen :]
        if self.draft is None:
            assert found in possible, self._difference(found)
            return 0.0
        own = found.get(self.draft.key, "")
        if found in possible and own == self.states[-1].get(self.draft.key, ""):
            own = ""
        else:
            bases = [{**state, self.draft.key: own} for state in possible]
            assert found in bases, self._difference(found)
        assert self.draft.text.startswith(own), f"{own!r} is no beginning of {self.draft.text!r}"
        have = 0
        for when, piece in self.draft.pieces:
            have += len(piece)
            if have > len(own):
                return max(0.0, killed - when)
        return 0.0

    def _difference(self, found: State) -> str:
        wanted = self.states[self.seen]
        keys = sorted(set(found) | set(wanted))
        told = [
            f"{key}: {wanted.get(key)!r} -> {found.get(key)!r}"
            for key in keys
            if wanted.get(key) != found.get(key)
        ]
        return f"{len(self.states) - 1 - self.seen} done unseen; " + "; ".join(told)


def _still(program: Program) -> Rect | None:
    """Return the frame of the current cell once it has not moved for a while."""
    since, frame = time.monotonic(), program.frame()
    while program.is_alive and time.monotonic() < since + STILL:
        time.sleep(0.01)
        now = program.frame()
        if now is None or frame is None or now[:2] != frame[:2]:
            since, frame = time.monotonic(), now
    return frame
