import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from perfdesk.dossier.edits import SetValue
from perfdesk.dossier.state import (
    Acceptance,
    Dossier,
    FinalEvent,
    Form,
    PageChoices,
    Path,
    Record,
)
from perfdesk.errors import DossierFileError
from perfdesk.storage.format import decode, encode
from tests.dossier import strategies
from tests.storage.samples import DOSSIER, EXTENDED

ID = "0123456789"
WHEN = datetime(2026, 5, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def raw(**changes: object) -> bytes:
    """``dossier.json`` of the sample with some of its keys replaced, None: left out."""
    text = json.loads(encode(DOSSIER, ID)) | changes
    return json.dumps({key: value for key, value in text.items() if value is not None}).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(DossierFileError) as caught:
        decode(data, "a.perfdesk")
    return str(caught.value)


def test_what_is_written() -> None:
    text: dict[str, Any] = json.loads(encode(DOSSIER, ID))
    assert list(text) == ["format", "id", "pack", "unit_name", "year", "forms"]
    assert (text["format"], text["id"], text["year"]) == (1, ID, 2026)
    assert text["forms"][0] == {
        "id": "f1",
        "template": "main",
        "values": {"budget.part": "", "budget.total": "10.50", "name": "示例项目"},
        "tables": {
            "indicators": [],
            "tasks": [{"id": "a", "values": {"content": "一\n二", "name": "促消费"}}, {"id": "b"}],
        },
        "options": {"bands": "cost_first"},
    }
    assert text["forms"][1] == {"id": "f2", "template": "summary"}


@given(strategies.dossiers)
def test_read_as_written(dossier: Dossier) -> None:
    data = encode(dossier, ID)
    assert decode(data, "x") == (dossier, ID)
    assert encode(decode(data, "x")[0], ID) == data


def test_equal_content_gives_equal_bytes_in_whatever_order_it_was_typed() -> None:
    path = Path("f1", "name")
    gone = SetValue(path, None).apply(DOSSIER)
    back = gone.inverse.apply(gone.dossier).dossier
    assert list(back.forms[0].values) != list(DOSSIER.forms[0].values)
    assert encode(back, ID) == encode(DOSSIER, ID)


# ---- what a newer version wrote ----

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | strategies.texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(strategies.texts, inner, max_size=3)
    ),
    max_leaves=6,
)
names = strategies.texts | st.sampled_from(["extra", "note"])
KNOWN = {"format", "id", "pack", "unit_name", "year", "forms", "accepted", "finals"} | {
    "template", "values", "tables", "options"
}  # fmt: skip


@given(st.data())
def test_unknown_keys_of_every_level_survive(data: st.DataObject) -> None:
    text = json.loads(encode(DOSSIER, ID))
    for item in (text, text["forms"][0], text["forms"][2], text["forms"][0]["tables"]["tasks"][1]):
        item |= {
            key: value
            for key, value in data.draw(st.dictionaries(names, json_values)).items()
            if key not in KNOWN
        }
    dossier, file_id = decode(json.dumps(text).encode(), "x")
    assert json.loads(encode(dossier, file_id)) == text


def test_unknown_keys_stand_where_they_stood() -> None:
    text = json.loads(encode(EXTENDED, ID))
    assert (text["font"], text["extra"]) == ("仿宋", {"id": 1})
    assert text["forms"][0]["extra"] == "sic"
    assert text["forms"][0]["tables"]["tasks"][0]["colour"] == [1, {"x": None}]
    assert decode(encode(EXTENDED, ID), "x")[0] == EXTENDED


JUDGED = replace(
    DOSSIER,
    accepted=(
        Acceptance(
            "R30",
            "differs",
            (Path("f1", "budget.total"),),
            ("10.50", ""),
            "以批复为准",
            WHEN,
            (Path("f1", "budget.part"),),
            (("sum", "9"),),
        ),
    ),
    finals=(FinalEvent("f1", True, WHEN), FinalEvent("f1", False, WHEN, "内容有误")),
)


def test_reasons_and_final_forms_as_written() -> None:
    text = json.loads(encode(JUDGED, ID))
    when = "2026-05-01T09:30:00+08:00"
    assert text["accepted"] == [
        {
            "rule": "R30",
            "case": "differs",
            "paths": [{"form": "f1", "field": "budget.total", "record": "", "column": ""}],
            "related": [{"form": "f1", "field": "budget.part", "record": "", "column": ""}],
            "args": [["sum", "9"]],
            "values": ["10.50", ""],
            "reason": "以批复为准",
            "when": when,
        }
    ]
    assert text["finals"] == [
        {"form": "f1", "locked": True, "when": when},
        {"form": "f1", "locked": False, "when": when, "reason": "内容有误"},
    ]
    assert decode(encode(JUDGED, ID), "x")[0] == JUDGED


@given(st.data())
def test_unknown_keys_of_reasons_and_final_forms_survive(data: st.DataObject) -> None:
    text = json.loads(encode(JUDGED, ID))
    known = set(Acceptance.__struct_fields__) | set(FinalEvent.__struct_fields__) - {"extra"}
    for item in (*text["accepted"], *text["finals"]):
        new = data.draw(st.dictionaries(names, json_values))
        item |= {key: value for key, value in new.items() if key not in known - {"extra"}}
    dossier, file_id = decode(json.dumps(text).encode(), "x")
    assert json.loads(encode(dossier, file_id)) == text


def test_an_edit_keeps_them() -> None:
    dossier = SetValue(Path("f1", "tasks", "a", "name"), "二").apply(EXTENDED).dossier
    record = decode(encode(dossier, ID), "x")[0].forms[0].tables["tasks"][0]
    assert record == Record("a", {"name": "二"}, {"colour": [1, {"x": None}]})


def test_a_newer_format_asks_for_a_newer_program() -> None:
    assert refusal(raw(format=2)) == (
        "a.perfdesk：这个文件由更新的版本保存（格式 2）；请安装新版后再打开"
    )
    assert "请安装新版" in refusal(raw(format=2, forms={"of": "another shape"}))


# ---- broken ones ----


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "dossier.json 不是完整的 JSON"),
        (raw()[:-9], "dossier.json 不是完整的 JSON"),
        (b"\xff\xfe", "dossier.json 不是完整的 JSON"),
        (b"[" * 100_000, "dossier.json 不是完整的 JSON"),
        (b"[1]", "没有写明格式版本"),
        (raw(format=None), "没有写明格式版本"),
        (raw(format="1"), "没有写明格式版本"),
        (raw(format=-1), "没有写明格式版本"),
        (raw(format=10**300), "没有写明格式版本"),
        (raw(format=0), "没有格式 0 这种文件"),
        (raw(format=True), "dossier.json 的 format 不合格式"),
        (raw(id=None), "dossier.json 不合格式"),
        (raw(id=""), "dossier.json 的 id 不合格式"),
        (raw(year="2026"), "dossier.json 的 year 不合格式"),
        (raw(year=26), "dossier.json 的 year 不合格式"),
        (raw(year=10**30), "dossier.json 的 year 不合格式"),
        (raw(unit_name=None), "dossier.json 不合格式"),
        (raw(forms={}), "dossier.json 的 forms 不合格式"),
        (raw(forms=[{"id": "a"}]), "dossier.json 的 forms[0] 不合格式"),
        (raw(forms=[{"id": "a", "template": "main", "values": {"x": 1}}]), "forms[0].values"),
        (raw(forms=[{"id": "a", "template": "main", "tables": {"t": {}}}]), "forms[0].tables"),
        (raw(forms=[{"id": "a", "template": "main", "tables": {"t": [5]}}]), "forms[0].tables"),
        (raw(accepted=[{"rule": "R01"}]), "dossier.json 的 accepted[0] 不合格式"),
        (raw(finals=[{"form": "f1", "locked": True, "when": "昨天"}]), "finals[0].when 不合格式"),
        (raw(forms=[{"id": "a", "template": "main"}] * 2), "编号 'a' 重复或为空"),
        (raw(forms=[{"id": "", "template": "main"}]), "编号 '' 重复或为空"),
        (
            raw(forms=[{"id": "a", "template": "main", "tables": {"t": [{"id": "r"}] * 2}}]),
            "编号 'r' 重复或为空",
        ),
    ],
)  # fmt: skip
def test_broken_text(data: bytes, words: str) -> None:
    line = refusal(data)
    assert line.startswith("a.perfdesk：")
    assert words in line
    assert "；请" in line
    assert "\n" not in line


HALF = "一半\ud83d"
IN_A_FIELD = (Form("f", "main"), Form("g", "main", {"a": HALF}))
IN_A_ROW = (Form("f", "main", {}, {"t": (Record("r", {"a": HALF}),)}),)


@pytest.mark.parametrize(
    ("dossier", "place"),
    [
        (Dossier("good", HALF, 2026), "单位名称"),
        (Dossier("good", "", 2026, IN_A_FIELD), "第 2 张表"),
        (Dossier("good", "", 2026, IN_A_ROW), "第 1 张表"),
        (Dossier("good", "", 2026, finals=(FinalEvent("f", True, WHEN, HALF),)), "说明的理由"),
    ],
)
def test_half_a_character_cannot_be_saved(dossier: Dossier, place: str) -> None:
    with pytest.raises(DossierFileError) as caught:
        encode(dossier, ID)
    assert str(caught.value) == (
        rf"{place}：填写的内容里有不完整的字符，无法保存：'\u4e00\u534a\ud83d'；删去这个字符后再保存"
    )


def test_what_is_nested_too_deeply_cannot_be_saved() -> None:
    deep: Any = {}
    for _ in range(5000):
        deep = {"a": deep}
    with pytest.raises(DossierFileError, match="嵌套过深"):
        encode(Dossier("good", "", 2026, (), deep), ID)


# ---- page set-up ----


def with_page(page: object) -> bytes:
    forms = json.loads(encode(DOSSIER, ID))["forms"]
    return raw(forms=[forms[0] | {"page": page}, *forms[1:]])


def test_page_set_up_is_kept() -> None:
    chosen = PageChoices(margins_mm=(20.0, 15.5, 25.0, 20.0), rows="compact", fit=True)
    form = replace(DOSSIER.forms[0], page=chosen)
    dossier = replace(DOSSIER, forms=(form, *DOSSIER.forms[1:]))
    data = encode(dossier, ID)
    assert json.loads(data)["forms"][0]["page"] == {
        "fit": True,
        "margins_mm": [20.0, 15.5, 25.0, 20.0],
        "rows": "compact",
    }
    assert decode(data, "a") == (dossier, ID)


def test_what_a_newer_version_knows_of_pages_is_kept() -> None:
    page = {"rows": "roomy", "columns": 2, "extra": "sic"}
    dossier, file_id = decode(with_page(page), "a")
    assert dossier.forms[0].page.rows == "roomy"
    assert json.loads(encode(dossier, file_id))["forms"][0]["page"] == page


@pytest.mark.parametrize(
    "page",
    [
        None,
        [],
        "",
        {"rows": "tiny"},
        {"margins_mm": [1, 2, 3, 4]},
        {"margins_mm": [20]},
        {"fit": 1},
    ],
)
def test_a_page_set_up_that_cannot_be(page: object) -> None:
    assert "不合格式" in refusal(with_page(page))
