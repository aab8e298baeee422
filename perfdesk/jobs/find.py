"""Find and replace in a whole dossier."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from perfdesk.dossier.edits import Edit, SetValue, together
from perfdesk.dossier.finals import final_forms
from perfdesk.dossier.state import Dossier, Form, Path, raw_value
from perfdesk.jobs.entry import Step, is_unrecorded
from perfdesk.layout.compose import compose
from perfdesk.template.loader import LoadedTemplate, Pack
from perfdesk.template.plan import UNIT_NAME
from perfdesk.values.initials import half_width

_LABEL = "替换"


class FindOptions(Struct, frozen=True):
    """What counts as found; by default neither case nor full and half width make a difference."""

    match_case: bool = False
    whole_cell: bool = False
    match_width: bool = False


ANY = FindOptions()


class Hit(Struct, frozen=True):
    """A place where a text was found: characters ``start`` to ``end`` of the raw text at a path."""

    path: Path
    start: int
    end: int


def find_all(
    dossier: Dossier, pack: Pack, needle: str, options: FindOptions = ANY
) -> tuple[Hit, ...]:
    """Return all hits: the unit's name first, then form by form as the cells stand on the sheet."""
    if not needle:
        return ()
    hits = list(_hits(Path("", UNIT_NAME), dossier.unit_name, needle, options))
    for form in dossier.forms:
        if any(_spans(raw, needle, options) for raw in _texts(form)):
            hits += _form_hits(dossier, form, pack[form.template], needle, options)
    return tuple(hits)


def replace_one(
    dossier: Dossier, hit: Hit, needle: str, replacement: str, options: FindOptions = ANY
) -> Step | None:
    """Return the step that replaces one hit; None where it is no longer there."""
    raw = raw_value(dossier, hit.path)
    if (hit.start, hit.end) not in _spans(raw, needle, options):
        return None
    changed = raw[: hit.start] + replacement + raw[hit.end :]
    return (SetValue(hit.path, changed), _LABEL) if changed != raw else None


def replace_all(
    dossier: Dossier, pack: Pack, needle: str, replacement: str, options: FindOptions = ANY
) -> tuple[Edit, str, int] | None:
    """Return the edit that replaces all hits, its name, and their number; None without a change.

    Final forms are left out.
    """
    by_path: dict[Path, list[Hit]] = {}
    final = final_forms(dossier)
    for hit in find_all(dossier, pack, needle, options):
        if hit.path.form in final:
            continue
        by_path.setdefault(hit.path, []).append(hit)
    edits, count = [], 0
    for path, hits in by_path.items():
        raw = raw_value(dossier, path)
        changed = _replaced(raw, hits, replacement)
        if changed != raw:
            edits.append(SetValue(path, changed))
            count += len(hits)
    return (together(edits), f"全部{_LABEL} {count} 处", count) if edits else None


def _replaced(raw: str, hits: list[Hit], replacement: str) -> str:
    parts, done = [], 0
    for hit in hits:
        parts += [raw[done : hit.start], replacement]
        done = hit.end
    return "".join([*parts, raw[done:]])


def _texts(form: Form) -> Iterator[str]:
    yield from form.values.values()
    for records in form.tables.values():
        for record in records:
            yield from record.values.values()


def _form_hits(
    dossier: Dossier, form: Form, loaded: LoadedTemplate, needle: str, options: FindOptions
) -> Iterator[Hit]:
    seen: set[Path] = set()
    sheet = compose(dossier, form, loaded)
    for cell in sorted(sheet.cells, key=lambda cell: (cell.row, cell.col)):
        path = cell.path
        if path is None or not path.form or path in seen or is_unrecorded(path):
            continue
        seen.add(path)
        yield from _hits(path, raw_value(dossier, path), needle, options)


def _hits(path: Path, raw: str, needle: str, options: FindOptions) -> Iterator[Hit]:
    for start, end in _spans(raw, needle, options):
        yield Hit(path, start, end)


def _spans(raw: str, needle: str, options: FindOptions) -> list[tuple[int, int]]:
    """Return where ``needle`` stands in a text, without overlaps."""
    text, wanted = _folded(raw, options), _folded(needle, options)
    if options.whole_cell:
        return [(0, len(raw))] if text == wanted else []
    spans, at = [], text.find(wanted)
    while at >= 0 and wanted:
        spans.append((at, at + len(wanted)))
        at = text.find(wanted, at + len(wanted))
    return spans


def _folded(text: str, options: FindOptions) -> str:
    """Return a text in which what makes no difference is the same; its length stays."""
    if not options.match_width:
        text = half_width(text)
    if not options.match_case:
        text = text.lower() if text.isascii() else "".join(map(_lower, text))
    return text


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char
