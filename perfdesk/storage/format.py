"""The text of a dossier: ``dossier.json``, the one entry of a project file that changes.

It is read straight into the structs of the state. Only where that fails (a newer program wrote
keys that this one does not know, or the file is broken) the slower way is taken, which keeps the
unknown keys of every level in ``extra``; they are written again where they stood.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from perfdesk.dossier.state import (
    FIRST_YEAR,
    LAST_YEAR,
    Acceptance,
    Dossier,
    FinalEvent,
    Form,
    PageChoices,
    Record,
    new_id,
)
from perfdesk.errors import DossierFileError, Problem
from perfdesk.storage import migrate
from perfdesk.template.loader import Pack

MIMETYPE = b"application/vnd.perfdesk.dossier+zip"
SUFFIX = ".perfdesk"
ENTRY = "dossier.json"

MAX_BYTES = 64 * 2**20
"""Most bytes that a project file may hold unpacked, all entries together; the file itself too."""

RESTORE = "请改用备份或另一份副本"
"""What to do about a file that is damaged."""


class OpenFile(Struct, frozen=True):
    """What a project file holds.

    dossier: the state; pack: the forms it was made with, which it always uses;
    others: entries of the file that this version does not know, by name;
    id: random, stays the same as long as the file lives, whatever its name.
    """

    dossier: Dossier
    pack: Pack
    others: Mapping[str, bytes] = {}
    id: str = msgspec.field(default_factory=new_id)


class _Text(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """``dossier.json``, format 1; the order of the fields is the order in the file."""

    format: int
    id: Annotated[str, Meta(min_length=1)]
    pack: str
    unit_name: str
    year: Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
    forms: tuple[Form, ...] = ()
    extra: Mapping[str, Any] = {}
    accepted: tuple[Acceptance, ...] = ()
    finals: tuple[FinalEvent, ...] = ()


_LISTS: Mapping[str, type[Struct]] = {
    "forms": Form,
    "accepted": Acceptance,
    "finals": FinalEvent,
}
"""Lists of a dossier by key, and what they hold."""

# Sorted keys: equal content gives equal bytes, in whatever order it was typed.
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(_Text)


def unusable(place: str, what: str, remedy: str = RESTORE) -> DossierFileError:
    """Return the error that says in one line where, what, and what to do."""
    return DossierFileError(str(Problem(place, what, remedy)))


# ---- writing ----


def encode(dossier: Dossier, file_id: str) -> bytes:
    """Return ``dossier.json`` in UTF-8; equal content gives equal bytes.

    Raises:
        DossierFileError: a text holds half a character (a lone surrogate), which no file can hold,
            or what a newer program wrote is nested too deeply.
    """
    text = _Text(
        migrate.FORMAT,
        file_id,
        dossier.pack,
        dossier.unit_name,
        dossier.year,
        dossier.forms,
        dossier.extra,
        dossier.accepted,
        dossier.finals,
    )
    try:
        if _has_extra(dossier):
            return _ENCODER.encode(_spread_all(msgspec.to_builtins(text)))
        return _ENCODER.encode(text)
    except UnicodeEncodeError as error:
        what = f"填写的内容里有不完整的字符，无法保存：{error.object[:40]!a}"
        raise unusable(_place_of(error.object, dossier), what, "删去这个字符后再保存") from error
    except RecursionError as error:
        raise unusable("保存", "文件中不认识的内容嵌套过深", "请改用保存它的那个版本") from error


def _place_of(text: str, dossier: Dossier) -> str:
    """Name the form that holds a text, for the message."""
    for number, form in enumerate(dossier.forms, 1):
        texts = [form.values, *(record.values for rows in form.tables.values() for record in rows)]
        if any(text in values.values() for values in texts):
            return f"第 {number} 张表"
    said = {item.reason for item in dossier.accepted} | {item.reason for item in dossier.finals}
    return "说明的理由" if text in said else "单位名称"


def _has_extra(dossier: Dossier) -> bool:
    judged: tuple[Acceptance | FinalEvent, ...] = (*dossier.accepted, *dossier.finals)
    if dossier.extra or any(item.extra for item in judged):
        return True
    return any(
        form.extra
        or form.page.extra
        or any(record.extra for records in form.tables.values() for record in records)
        for form in dossier.forms
    )


def _spread_all(text: dict[str, Any]) -> dict[str, Any]:
    """Put the unknown keys of each level beside the known ones again."""
    for form in text.get("forms", ()):
        tables = form.get("tables", {})
        for key, records in tables.items():
            tables[key] = [_spread(record) for record in records]
        if "page" in form:
            form["page"] = _spread(form["page"])
    lists = {key: [_spread(item) for item in text[key]] for key in _LISTS if key in text}
    return _spread({**text, **lists})


def _spread(item: dict[str, Any]) -> dict[str, Any]:
    extra = item.pop("extra", {})
    return {**extra, **item}


# ---- reading ----


def decode(data: bytes, place: str) -> tuple[Dossier, str]:
    """Return the dossier that ``dossier.json`` holds, and the file's id.

    Args:
        data: the JSON text.
        place: the file's name, for the message.

    Raises:
        DossierFileError: it is broken, or a newer version of the program wrote it.
    """
    text = _decode_fast(data) or _decode_slowly(data, place)
    doubled = _doubled_id(text.forms)
    if doubled is not None:
        raise unusable(place, f"{ENTRY} 里的编号 {doubled[:20]!a} 重复或为空，文件已损坏")
    dossier = Dossier(
        text.pack, text.unit_name, text.year, text.forms, text.extra, text.accepted, text.finals
    )
    return dossier, text.id


def _decode_fast(data: bytes) -> _Text | None:
    if b'"extra"' in data:  # where the unknown keys go to in memory; in a file it is one of them
        return None
    try:
        text = _DECODER.decode(data)
    except (ValueError, RecursionError):  # the slower way says what is wrong
        return None
    return text if text.format == migrate.FORMAT else None


def _decode_slowly(data: bytes, place: str) -> _Text:
    try:
        raw = msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        raise unusable(place, f"{ENTRY} 不是完整的 JSON，文件已损坏") from error
    version = raw.get("format") if isinstance(raw, dict) else None
    if not isinstance(version, int) or not 0 <= version < 10**6:
        raise unusable(place, f"{ENTRY} 没有写明格式版本，文件已损坏")
    raw = migrate.upgrade(raw, place)
    try:
        return msgspec.convert(_keep_all(raw), _Text)
    except msgspec.ValidationError as error:
        where = re.search(r" - at `\$\.?(.*)`", str(error))
        spot = f" 的 {where[1]}" if where and where[1] else ""
        raise unusable(place, f"{ENTRY}{spot} 不合格式，文件已损坏") from error


def _keep_all(raw: object) -> object:
    """Move the unknown keys of each level to ``extra``; what has a wrong shape stays as it is."""
    text = _keep(raw, _Text)
    if isinstance(text, dict):
        for key, kind in _LISTS.items():
            if isinstance(text.get(key), list):
                text[key] = [_keep_item(item, kind) for item in text[key]]
    return text


def _keep_item(raw: object, kind: type[Struct]) -> object:
    form = _keep(raw, kind)
    if isinstance(form, dict) and "page" in form:
        form["page"] = _keep(form["page"], PageChoices)
    if isinstance(form, dict) and isinstance(form.get("tables"), dict):
        form["tables"] = {
            key: [_keep(record, Record) for record in records]
            if isinstance(records, list)
            else records
            for key, records in form["tables"].items()
        }
    return form


def _keep(raw: object, kind: type[Struct]) -> object:
    if not isinstance(raw, dict):
        return raw
    known = {key for key in kind.__struct_fields__ if key != "extra"}
    kept = {key: value for key, value in raw.items() if key in known}
    extra = {key: value for key, value in raw.items() if key not in known}
    return {**kept, "extra": extra} if extra else kept


def _doubled_id(forms: Sequence[Form]) -> str | None:
    """Return an id that stands twice where it must be unique or is empty, or None."""
    groups = [[form.id for form in forms]]
    groups += [
        [record.id for record in records] for form in forms for records in form.tables.values()
    ]
    for ids in groups:
        if len(set(ids)) < len(ids) or "" in ids:
            return next(item for item, count in Counter(ids).items() if count > 1 or not item)
    return None
