"""Killed at any moment, the program loses nothing that was entered."""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.gui.conftest import Start
from tests.desk.gui.display import Display, Key, until
from tests.desk.gui.program import Program, perfdesk, show
from tests.desk.gui.sheet import Sheet
from tests.desk.gui.typist import Typist, state_of

# What was lost once is lost: no second try.
pytestmark = [pytest.mark.needs_display, pytest.mark.flaky(reruns=0)]

SEED = 20261120
FORMS = 150
"""So many that a save takes long enough to be hit in each of its parts."""

QUESTION = "恢复没有保存的修改"
WORK, DRAFT, SAVE = "work", "draft", "save"
LONGEST_LOSS = 10.0
SLACK = 1.0
"""Seconds by which a busy machine may be late with what it has a timer for."""


def dossier(file: Path) -> Path:
    """Make a dossier of one empty form and many filled ones."""
    form = {
        "template": "project",
        "values": {
            "project_name": "项目",
            "annual_goal": "完成全年各项任务，" * 40,
            "indicators": [
                {
                    "level1": "产出指标",
                    "level2": "数量指标",
                    "level3": f"举办活动{i}",
                    "value": f"{i}场",
                }
                for i in range(20)
            ],
        },
    }
    values = {
        "pack": "pingluo-2026",
        "unit_name": "Unit",
        "year": 2026,
        "forms": [{"template": "project", "values": {}}, *[form] * FORMS],
    }
    source = file.with_suffix(".json")
    source.write_text(json.dumps(values), "utf-8")
    perfdesk("new", "--values", str(source), "-o", str(file))
    return file


class Victim:
    """The program on one file, killed and started again."""

    def __init__(self, display: Display, folder: Path, chance: random.Random) -> None:
        self.file = dossier(folder / "套表.perfdesk")
        self.counts: Counter[str] = Counter()
        self.longest_loss = 0.0
        self._display = display
        self._home = folder / "home"
        self._chance = chance
        self._save_time = 0.0
        sheet = Sheet("pingluo-2026", "project")
        self.typist = Typist(sheet, self._read(sheet), folder / "log.jsonl", chance)
        self.program = self._start()

    def _read(self, sheet: Sheet) -> dict[str, str]:
        saved: dict[str, Any] = show(self.file)
        return state_of(saved, sheet)

    def _start(self) -> Program:
        program = Program(self._display, self._home, self.file)
        program.wait_for_window()
        return program

    @property
    def _journals(self) -> list[Path]:
        return sorted((self._home / "state" / "perfdesk" / "recovery").glob("*.journal"))

    def round(self, kind: str, longest: float) -> None:
        """Work for a while, be killed, come back, and compare."""
        {WORK: self._work, DRAFT: self._draft, SAVE: self._save}[kind](longest)
        killed = time.time()
        self.counts["kills"] += 1
        self.counts["editor open"] += self.typist.draft is not None
        self.counts["during a save"] += self._was_saving()
        left = self._journals
        self.program = self._start()
        if left and self._asks():
            self.program.keys("Return")
            until(lambda: self.program.title not in {QUESTION, ""}, "the window again")
            self.program.wait_for_sheet()
            self.program.save(self.file)
            self.counts["recovered"] += 1
        found = self._read(self.typist.sheet)
        lost = self.typist.lost(found, killed)
        assert lost <= LONGEST_LOSS + SLACK
        self.longest_loss = max(self.longest_loss, lost)
        self.typist.begin_again(found)

    def _asks(self) -> bool:
        """Tell whether there is the question, or nothing to ask about."""
        self.program.wait_for_window()
        until(lambda: self.program.title == QUESTION or not self._journals, "a question or none")
        return self.program.title == QUESTION

    def _was_saving(self) -> bool:
        """Tell whether a journal ends with the word that its dossier is being saved."""
        return any(
            place.read_bytes().rstrip(b"\n").rsplit(b"\n", 1)[-1].find(b'"line":"saving"') >= 0
            for place in self._journals
        )

    # --- ways to be killed ---

    def _work(self, longest: float) -> None:
        doing = self._killed_in(self._chance.uniform(0, longest))
        for _ in doing:
            self.typist.work(self.program)

    def _draft(self, longest: float) -> None:
        self.typist.type_text(self.program)
        self.typist.open_editor(self.program)
        for number in self._killed_in(self._chance.uniform(0, longest)):
            end = time.monotonic() + self._chance.choice((0.1, 0.4, 1.0, 2.5))
            while self.program.is_alive and time.monotonic() < end:
                time.sleep(0.02)
            if self.program.is_alive:
                self.typist.type_on(self.program, f" {number} more")

    def _killed_in(self, seconds: float) -> Iterator[int]:
        """Go on until the program is killed, so many seconds from now."""
        timer = threading.Timer(seconds, self.program.kill)
        timer.start()
        number = 0
        while self.program.is_alive:
            yield number
            number += 1
        timer.join()

    def _save(self, _longest: float) -> None:
        self._save_time = self._save_time or self._time_of_a_save()
        place = self._begin_save(self._chance.randint(1, 3))
        end = time.monotonic() + self._chance.uniform(0, self._save_time)
        while time.monotonic() < end and place.exists():
            pass
        self.program.kill()
        # What still hits is not known for certain, and changes with the machine's load.
        self._save_time *= 1.1 if place.exists() else 0.7

    def _time_of_a_save(self) -> float:
        place = self._begin_save(1)
        begin = time.monotonic()
        until(lambda: not place.exists(), "a save")
        return time.monotonic() - begin

    def _begin_save(self, texts: int) -> Path:
        """Type, save, and return as soon as the journal says that this has begun."""
        for _ in range(texts):
            self.typist.type_text(self.program)
        until(lambda: self._journals, "a journal")
        (place,) = self._journals
        self._settle(place)
        size = _size(place)
        self.typist.begin_save(self.program)
        end = time.monotonic() + 5
        while _size(place) == size and time.monotonic() < end:
            pass
        return place

    def _settle(self, place: Path) -> None:
        """Wait until what was typed is in the journal."""
        size = -1
        while size != _size(place):
            size = _size(place)
            time.sleep(0.05)


def _size(place: Path) -> int:
    try:
        return place.stat().st_size
    except OSError:
        return -1


@pytest.fixture
def part(request: pytest.FixtureRequest) -> int:
    return int(getattr(request, "param", 0))


@pytest.fixture
def victim(display: Display, tmp_path: Path, part: int) -> Iterator[Victim]:
    own = Victim(display, tmp_path, random.Random(SEED + part))
    own.program.wait_for_sheet()
    yield own
    if own.program.is_alive:
        own.program.kill()
    print(dict(own.counts), f"longest loss of a draft {own.longest_loss:.1f} s")
    assert own.program.said == ""


def test_ten_kills(victim: Victim) -> None:
    for kind in (WORK, DRAFT, SAVE, WORK, SAVE, DRAFT, WORK, SAVE, DRAFT, WORK):
        victim.round(kind, longest=1.0)
    assert victim.counts["editor open"] >= 3
    assert victim.counts["during a save"] >= 1


PARTS = 8
"""So many parts make two hundred kills, each part shorter than what counts as a hang."""
KILLS, OPEN, SAVING = 200 // PARTS, 7, 7
"""Of a part: kills, those with an editor open, and those that must hit a save."""


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS), indirect=True)
def test_two_hundred_kills(victim: Victim, part: int) -> None:
    kinds = [WORK] * 8 + [DRAFT] * OPEN + [SAVE] * (KILLS - 8 - OPEN)
    random.Random(SEED + part).shuffle(kinds)
    for kind in kinds:
        victim.round(kind, longest={WORK: 6.0, DRAFT: 16.0, SAVE: 0.0}[kind])
    while victim.counts["during a save"] < SAVING:
        victim.round(SAVE, longest=0.0)
        assert victim.counts["kills"] < 2 * KILLS
    assert victim.counts["editor open"] >= OPEN


def test_a_dossier_that_was_never_saved_comes_back(start: Start, tmp_path: Path) -> None:
    program = start()
    program.wait_for_window()
    window = program.display.active
    program.keys("ctrl+n")
    until(lambda: program.display.active not in {window, ""}, "the dialog")
    program.play("Some Unit", Key("Return"))
    program.wait_for_sheet()
    program.play(Key("Tab"), "a name", Key("Tab"), "a department", Key("Tab"), "half a w")
    time.sleep(3.5)  # two seconds without a key, and the draft is written down
    program.kill()

    program = start()
    program.wait_for_window()
    until(lambda: program.title == QUESTION, "the question")
    program.keys("Return")
    program.wait_for_sheet()
    window = program.display.active
    program.keys("ctrl+s")
    until(lambda: program.display.active not in {window, ""}, "the dialog")
    file = tmp_path / "saved.perfdesk"
    program.play(Key("ctrl+a"), str(file), Key("Return"))
    until(file.exists, "the file")
    assert state_of(show(file), Sheet("pingluo-2026", "project")) == {
        "unit_name": "Some Unit",
        "project_name": "a name",
        "competent_department": "a department",
        "implementing_unit": "half a w",
    }
    until(lambda: "saved" in program.title, "its name in the title")
    program.quit()
