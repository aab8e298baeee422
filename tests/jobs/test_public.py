"""The public version: what is personal is gone, everywhere, and the list says so."""

from typing import Any

import msgspec
import pytest

from perfdesk.dossier.state import raw_value
from perfdesk.jobs.create import dossier_from_values, new_dossier, values_from_dossier
from perfdesk.jobs.jsonfile import read_json
from perfdesk.jobs.public import public_version
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.model import Field
from tests.conftest import ROOT
from tests.jobs import real


def shifeng() -> Any:  # noqa: ANN401 - the interchange format
    data: Any = read_json(ROOT / "tests/samples/shifeng-2023.json")
    department = data["forms"][0]["values"]
    department["duty_overview"] = "咨询电话0731-28881234，找周明；预算13812345678元。"
    department["tasks"][0]["goal"] = "手机13812345678"
    return data


def test_persons_and_numbers_go() -> None:
    pack = real.pack("shifeng-2023")
    data = shifeng()
    dossier = dossier_from_values(data, pack)
    public = public_version(dossier, pack)
    values = values_from_dossier(public.dossier, pack)
    for form in values["forms"]:
        signed = form["values"].get("signature", {})
        assert not any(signed.values())
    department = values["forms"][0]["values"]
    assert department["duty_overview"] == "咨询电话****-********，找**；预算13812345678元。"
    assert department["tasks"][0]["goal"] == "手机***********"
    # All else is as it was.
    for before, after in zip(dossier.forms, public.dossier.forms, strict=True):
        assert set(before.tables) == set(after.tables)
        assert before.options == after.options
    money = [form["values"].get("budget") for form in values["forms"]]
    assert money == [form["values"].get("budget") for form in data["forms"]]


def test_the_list_tells_each() -> None:
    pack = real.pack("shifeng-2023")
    dossier = dossier_from_values(shifeng(), pack)
    found = public_version(dossier, pack).omissions
    told = [item.as_text() for item in found if item.form == 1]
    assert [line.partition("　（")[0] for line in told] == [
        "第 1 张表　部门职责概述：电话号码 0731-28881234 → ****-********",
        "第 1 张表　部门职责概述：姓名 周明 → **",
        "第 1 张表　填表人：姓名 周明 → 留空",
        "第 1 张表　联系电话：电话号码 0000-1234567 → 留空",
        "第 1 张表　年度重点工作计划第 1 行“工作目标”：手机号码 13812345678 → ***********",
    ]
    assert told[0].endswith("　（咨询电话0731-28881234，找周明；预算138…）")
    assert told[1].endswith("　（…28881234，找周明；预算1381234…）")
    for item in found:
        assert item.before in raw_value(dossier, item.path)


def test_twice_is_once() -> None:
    pack = real.pack("shifeng-2023")
    public = public_version(dossier_from_values(shifeng(), pack), pack)
    again = public_version(public.dossier, pack)
    assert again.omissions == ()
    assert again.dossier == public.dossier


def test_nothing_to_leave_out() -> None:
    pack = real.pack("lukou-2026")
    dossier = new_dossier(pack, "示例局", 2026)
    assert public_version(dossier, pack).omissions == ()
    assert public_version(dossier, pack).dossier == dossier


@pytest.mark.parametrize("pack_id", Catalogue().ids())
def test_every_signature_is_declared(pack_id: str) -> None:
    """Who signs and the telephone beside it are declared in the pack; old packs fall back on it."""
    for loaded in real.pack(pack_id).templates.values():
        for field in loaded.template.fields:
            if field.role == "signature":
                assert field.personal == ("phone" if field.label.endswith("电话") else "person")
                bare = msgspec.structs.replace(field, personal="")
                assert bare.private == "person"
            assert bool(field.private) == (field.role == "signature")


def test_a_column_may_be_personal() -> None:
    """Declared, not known by its name."""
    assert Field(key="a", label="甲", personal="phone").private == "phone"
    assert Field(key="a", label="负责人").private == ""
