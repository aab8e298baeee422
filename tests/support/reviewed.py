"""A folder of dossiers as a bureau receives them: good ones, bad ones, and what is none."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from perfdesk.checks.accepting import acceptance
from perfdesk.checks.finding import Finding
from perfdesk.dossier.edits import Accept, SetValue
from perfdesk.dossier.state import Dossier
from perfdesk.dossier.state import Path as ValuePath
from perfdesk.jobs.check import check_dossier
from perfdesk.jobs.create import new_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.storage.format import OpenFile
from perfdesk.storage.save import save

NOON = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)
GOOD, MENDED, BLANK, BROKEN = "甲局.perfdesk", "乙局.perfdesk", "丙/丙局.perfdesk", "坏.perfdesk"
REASON = "已与主管科室核对，口径一致"


def sample(unit: str) -> OpenFile:
    """The sample under another unit's name; it has no errors and no warnings."""
    opened = open_sample()
    dossier = msgspec.structs.replace(opened.dossier, unit_name=unit)
    return OpenFile(dossier, opened.pack)


def with_errors(unit: str = "乙局") -> OpenFile:
    """The sample with a name and a goal taken away and an amount that is no number."""
    opened = sample(unit)
    dossier = opened.dossier
    for number, key, raw in ((1, "annual_goal", ""), (2, "amount", "待定"), (2, "period", "")):
        path = ValuePath(dossier.forms[number].id, key)
        dossier = SetValue(path, raw).apply(dossier).dossier
    return OpenFile(dossier, opened.pack)


def acknowledged(file: OpenFile, count: int = 1) -> OpenFile:
    """The same with reasons for its first findings."""
    dossier = file.dossier
    for finding in check_dossier(dossier, file.pack).findings[:count]:
        dossier = _accepted(dossier, finding)
    return OpenFile(dossier, file.pack)


def _accepted(dossier: Dossier, finding: Finding) -> Dossier:
    return Accept(acceptance(dossier, finding, REASON, NOON)).apply(dossier).dossier


def blank(unit: str = "丙局") -> OpenFile:
    """An empty dossier."""
    pack = open_sample().pack
    return OpenFile(new_dossier(pack, unit, 2026), pack)


def make_folder(folder: Path) -> Path:
    """Write the folder: three dossiers, one below it; a damaged file; a lock; other files."""
    (folder / "丙").mkdir(parents=True)
    (folder / ".隐藏").mkdir()
    save(folder / GOOD, sample("甲局"))
    save(folder / MENDED, acknowledged(with_errors()))
    save(folder / BLANK, blank())
    save(folder / ".隐藏" / "旧.perfdesk", blank())
    (folder / BROKEN).write_bytes((folder / GOOD).read_bytes()[:2000])
    (folder / f"~${GOOD}").write_bytes(b"{}")
    (folder / "说明.txt").write_text("文字", "utf-8")
    return folder
