from datetime import UTC, datetime
from pathlib import Path

import pytest

from perfdesk.dossier.edits import Finalise
from perfdesk.dossier.state import FinalEvent
from perfdesk.errors import DossierFileError
from perfdesk.jobs.check import check_dossier, check_file
from perfdesk.jobs.create import dossier_from_values, new_dossier, values_from_dossier
from perfdesk.jobs.demo import open_sample
from perfdesk.jobs.jsonfile import read_json
from perfdesk.jobs.summary import summary
from perfdesk.storage.format import OpenFile
from perfdesk.storage.save import save
from tests.jobs import real


def blank() -> OpenFile:
    pack = real.pack("lukou-2026")
    return OpenFile(new_dossier(pack, "示例局", 2026), pack)


def test_the_sample_is_the_one_of_its_values() -> None:
    sample = open_sample()
    assert values_from_dossier(sample.dossier, sample.pack) == read_json(real.SAMPLE)


def test_the_sample_has_no_errors() -> None:
    sample = open_sample()
    report = check_dossier(sample.dossier, sample.pack)
    assert not report.failed
    assert [item for item in report.as_json() if item["severity"] == "error"] == []


def test_a_blank_dossier_has_errors(tmp_path: Path) -> None:
    save(tmp_path / "a.perfdesk", blank())
    report = check_file(tmp_path / "a.perfdesk")
    assert report.failed
    found = report.as_json()
    assert {"R01"} <= {item["rule"] for item in found}
    lines = list(report.as_text())
    assert lines[-1].startswith("共 2 张表：")
    assert f"{sum(item['severity'] == 'error' for item in found)} 个错误" in lines[-1]
    heads = [line for line in lines if line.startswith("第 ")]
    assert [line.split("（")[0] for line in heads] == [
        "第 1 张表 部门整体支出绩效目标表",
        "第 2 张表 项目支出绩效目标表",
    ]
    for item in found:
        assert any(item["message"] in line for line in lines)
        assert any(item["advice"] in line for line in lines)


def test_nothing_to_say() -> None:
    pack = real.pack("lukou-2026")
    data = {"pack": "lukou-2026", "unit_name": "局", "year": 2026, "forms": []}
    report = check_dossier(dossier_from_values(data, pack), pack)
    findings = [item["message"] for item in report.as_json() if item["form"]]
    assert findings == []
    assert list(report.as_text())[-1].startswith("共 0 张表：")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DossierFileError):
        check_file(tmp_path / "none")


def test_summary_tells_final_forms() -> None:
    sample = open_sample()
    event = FinalEvent(
        sample.dossier.forms[1].id, locked=True, when=datetime(2026, 5, 1, tzinfo=UTC)
    )
    dossier = Finalise((event,)).apply(sample.dossier).dossier
    lines = [*summary(OpenFile(dossier, sample.pack))][2:]
    assert [line.endswith("，已定稿") for line in lines] == [False, True, False, False]


def test_summary() -> None:
    first, second, *forms = summary(open_sample())
    assert first == "示例县商务局  2026年  共 4 张表"
    assert second == "表样包：株洲市渌口区 2026年（lukou-2026）"
    assert forms[0].startswith("  1. 部门整体支出绩效目标表：已填 8/8 项，年度主要任务 ")
    assert "“城乡促消费活动经费”：已填 5/5 项" in forms[1]
