"""Page set-up of a form as values: ``page`` beside ``values``, left out where it is the blank's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from perfdesk.dossier.state import (
    AS_THE_BLANK,
    LEAST_MARGIN_MM,
    MOST_MARGIN_MM,
    PageChoices,
)

Note = Callable[[str, str, str], None]
"""Told place, what is wrong, and what to do."""

PAGE = {
    "margins_mm": "页边距",
    "rows": "行高",
    "smaller": "小一号字",
    "fit": "缩到一页",
    "own_fonts": "使用本机公文字体",
}
ROWS = {"compact": "紧凑", "normal": "标准", "roomy": "宽松"}
SWITCHES = ("smaller", "fit", "own_fonts")
SIDES = ("左", "右", "上", "下")


def page_values(page: PageChoices) -> dict[str, Any]:
    """Return the choices that are not the blank's own, as plain values."""
    found: dict[str, Any] = {}
    if page.margins_mm is not None:
        found["margins_mm"] = [int(m) if m == int(m) else m for m in page.margins_mm]
    for key in ("rows", *SWITCHES):
        if getattr(page, key) != getattr(AS_THE_BLANK, key):
            found[key] = getattr(page, key)
    return found


def page_from_values(given: Mapping[str, object], place: str, note: Note) -> PageChoices:
    """Return the choices that values name; what does not fit is noted.

    Args:
        given: an object with keys of :data:`PAGE` alone.
        place: where it stands, for the message.
        note: told each problem.
    """
    chosen: dict[str, Any] = {}
    if "margins_mm" in given:
        chosen["margins_mm"] = _margins(given["margins_mm"], f"{place}.margins_mm", note)
    if "rows" in given:
        chosen["rows"] = given["rows"] if given["rows"] in tuple(ROWS) else "normal"
        if given["rows"] not in tuple(ROWS):
            names = "、".join(f"{key}（{label}）" for key, label in ROWS.items())
            note(f"{place}.rows", "没有这个取值", f"可用的有：{names}")
    for key in SWITCHES:
        value = given.get(key, False)
        if not isinstance(value, bool):
            note(f"{place}.{key}", "应为 true 或 false", "改成不带引号的 true 或 false")
        chosen[key] = value is True
    page = PageChoices(**chosen)
    return AS_THE_BLANK if page == AS_THE_BLANK else page


def _margins(raw: object, place: str, note: Note) -> tuple[float, float, float, float] | None:
    numbers = raw if isinstance(raw, list) else []
    fits = len(numbers) == len(SIDES) and all(
        isinstance(n, int | float | Decimal)
        and not isinstance(n, bool)
        and LEAST_MARGIN_MM <= n <= MOST_MARGIN_MM
        for n in numbers
    )
    if not fits:
        limits = f"{LEAST_MARGIN_MM:g} 到 {MOST_MARGIN_MM:g} 毫米"
        what = f"应为{'、'.join(SIDES)}四个数，各在 {limits}之间"
        note(place, what, "写成 [20, 20, 25, 20] 的样子")
        return None
    left, right, top, bottom = map(float, numbers)
    return left, right, top, bottom
