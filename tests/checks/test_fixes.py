"""Mends as edits: one of them, all of a kind, and that they do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from perfdesk.checks.engine import INTERNAL, Checker
from perfdesk.checks.finding import Finding, fix
from perfdesk.dossier.edits import Together
from perfdesk.dossier.session import Session
from perfdesk.dossier.state import Dossier, Path, raw_value
from perfdesk.jobs.create import dossier_from_values
from perfdesk.jobs.fixes import alike, fix_all_of_kind, fix_edit
from tests.checks.mutation.mutators import ALL, MUTATORS
from tests.checks.mutation.places import clean
from tests.checks.mutation.test_mutation import CHECKERS
from tests.checks.support import dossier, lukou, shipped, split_row

LUKOU = shipped("lukou-2026")


def odd_units(*units: str) -> Dossier:
    rows = [split_row(f"办会{i}", "4", ">=", unit) for i, unit in enumerate(units)]
    return dossier(LUKOU, lukou(*rows), lukou(*rows, project_name="乙"))


def test_one_mend_is_one_step_that_can_be_taken_back() -> None:
    made = odd_units("个数")
    (found, *_) = alike(made, Checker(LUKOU), "R10")
    step = fix_edit(made, found.fixes[0])
    assert step
    session = Session(made)
    session.apply(*step)
    assert session.undo_label == "改为“个”"
    assert raw_value(session.dossier, found.paths[0]) == "个"
    session.undo()
    assert session.dossier == made


def test_a_mend_that_changes_nothing_is_no_step() -> None:
    made = odd_units("个")
    path = Path("f1", "indicators", "indicators0", "unit")
    assert fix_edit(made, fix("改为“个”", (path, "个"))) is None
    assert fix_edit(made, fix("改", (Path("f9", "amount"), "1"))) is None
    assert fix_edit(made, fix("改", (Path("f1", "indicators", "gone", "unit"), "1"))) is None


def test_all_of_a_kind() -> None:
    made = odd_units("个数", "家", "百分比")
    checker = Checker(LUKOU)
    found = fix_all_of_kind(made, LUKOU, checker, "R10")
    assert found
    edit, label, count = found
    assert (label, count) == ("修正“度量单位” 4 处", 4)
    assert isinstance(edit, Together)
    mended = edit.apply(made).dossier
    units = [record.get("unit") for form in mended.forms for record in form.records("indicators")]
    assert units == ["个", "家", "%"] * 2
    assert fix_all_of_kind(mended, LUKOU, checker, "R10") is None
    rest = fix_all_of_kind(mended, LUKOU, checker, "R05", "spelling")
    assert rest
    assert rest[2] == 6
    assert fix_all_of_kind(mended, LUKOU, checker, "R05", "missing") is None


def test_one_place_is_changed_once() -> None:
    made = dossier(LUKOU, lukou(split_row("办会", "≥≥22家", "≥", "家")))
    found = fix_all_of_kind(made, LUKOU, Checker(LUKOU), "R09")
    assert found
    mended = found[0].apply(made).dossier
    assert mended.forms[0].records("indicators")[0].get("value") == "22"


def offers() -> Iterator[tuple[str, Dossier, Finding]]:
    """Every mend that is offered for the mistakes of the mutators."""
    for mutator, seed in product(MUTATORS, range(4)):
        for pack in mutator.packs:
            made = mutator.mutate(clean(pack), Random(f"fix {mutator.name} {pack} {seed}"))
            if made is None or mutator.rule == "R16":  # refused on import
                continue
            wrong = dossier_from_values(made.data, shipped(pack))
            for item in CHECKERS[pack].check_all(wrong):
                if item.fixes:
                    yield pack, wrong, item


def test_every_mend_mends() -> None:
    """What was found is found no longer, and no rule finds an error that was not there before."""
    tried = set()
    for pack, wrong, item in offers():
        before = {(f.rule, f.case, f.paths) for f in CHECKERS[pack].check_all(wrong)}
        for mend in item.fixes:
            step = fix_edit(wrong, mend)
            assert step, (item, mend)
            mended = step[0].apply(wrong).dossier
            after = CHECKERS[pack].check_all(mended)
            assert all(f.rule != INTERNAL for f in after)
            assert (item.rule, item.case, item.paths) not in {
                (f.rule, f.case, f.paths) for f in after
            }, (item, mend)
            if mend is item.fixes[0]:
                fresh = [
                    f
                    for f in after
                    if f.severity == "error" and (f.rule, f.case, f.paths) not in before
                ]
                assert {f.rule for f in fresh} <= {"R08", "R30", "R41", "R06"}, (item, mend, fresh)
        tried.add(item.rule)
    assert {"R05", "R06", "R07", "R08", "R09", "R10", "R22", "R31", "R32", "R34", "R35"} <= tried


@pytest.mark.parametrize("pack", ALL)
def test_clean_dossiers_offer_nothing(pack: str) -> None:
    for rule in ("R05", "R07", "R09", "R10"):
        made = dossier(shipped(pack))
        assert fix_all_of_kind(made, shipped(pack), CHECKERS[pack], rule) is None
