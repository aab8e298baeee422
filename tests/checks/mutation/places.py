"""Clean dossiers as plain JSON, and ways to find places in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.conftest import ROOT

Data = dict[str, Any]
"""Values of a dossier in the interchange format."""

CLEAN = Path(__file__).parent / "clean"
SAMPLE = ROOT / "resources" / "sample" / "values.json"

LUKOU, SHIFENG, PINGLUO = "lukou-2026", "shifeng-2023", "pingluo-2026"
SPLIT = (LUKOU,)
WHOLE = (SHIFENG, PINGLUO)


@cache
def _text(pack: str) -> str:
    path = SAMPLE if pack == LUKOU else CLEAN / f"{pack}.json"
    return path.read_text(encoding="utf-8")


def clean(pack: str) -> Data:
    """Return a clean dossier of a pack, to be changed at will."""
    data: Data = json.loads(_text(pack))
    return data


class Spot(NamedTuple):
    """A place that a mutation touched: number of the form, and path as the JSON view has it."""

    form: int
    path: str


class Mutated(NamedTuple):
    """A dossier with one mistake in it, and the places where it may be reported."""

    data: Data
    spots: tuple[Spot, ...]


class Row(NamedTuple):
    """A row of a table: where it stands, and its values, to be changed in place."""

    data: Data
    form: int
    table: str
    number: int
    values: dict[str, str]

    def spot(self, column: str) -> Spot:
        return Spot(self.form, f"{self.table}[{self.number}].{column}")

    def mutated(self, *columns: str) -> Mutated:
        return Mutated(self.data, tuple(self.spot(column) for column in columns))

    @property
    def siblings(self) -> list[dict[str, str]]:
        rows: list[dict[str, str]] = self.data["forms"][self.form - 1]["values"][self.table]
        return rows


class Value(NamedTuple):
    """A field of a form, by its dotted key."""

    data: Data
    form: int
    key: str

    def _holder(self) -> tuple[dict[str, Any], str]:
        holder = self.data["forms"][self.form - 1]["values"]
        *groups, name = self.key.split(".")
        for group in groups:
            holder = holder[group]
        return holder, name

    @property
    def text(self) -> str:
        holder, name = self._holder()
        return str(holder.get(name, ""))

    def set(self, text: str) -> Mutated:
        holder, name = self._holder()
        holder[name] = text
        return Mutated(self.data, (Spot(self.form, self.key),))


def rows(
    data: Data, table: str = "indicators", where: Callable[[dict[str, str]], bool] = bool
) -> list[Row]:
    """All rows of a table, in all forms, for which ``where`` holds."""
    found = []
    for number, form in enumerate(data["forms"], 1):
        for i, values in enumerate(form["values"].get(table, ())):
            if where(values):
                found.append(Row(data, number, table, i, values))
    return found


def values(data: Data, *keys: str, template: str = "") -> list[Value]:
    """Fields of these keys in all forms (of one template)."""
    return [
        Value(data, number, key)
        for number, form in enumerate(data["forms"], 1)
        for key in keys
        if template in {"", form["template"]} and _has(form["values"], key)
    ]


def _has(holder: Any, key: str) -> bool:  # noqa: ANN401 - plain JSON
    for name in key.split("."):
        if not isinstance(holder, dict) or name not in holder:
            return False
        holder = holder[name]
    return True


GOALS = ("annual_duty_goal", "annual_goal", "period_goal")


def texts(data: Data) -> Iterator[Value]:
    """Fields that hold running text."""
    yield from values(data, *GOALS, "duty_overview")


def cells(data: Data) -> int:
    """How many values of a dossier are filled in."""
    return sum(1 for _ in _strings(data["forms"]))


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - plain JSON
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def other_number(rng: Random, text: str) -> str:
    """A number of the same size that differs, and not by a factor of ten."""
    value = float(text)
    changed = value
    while changed == value or changed <= 0:
        changed = round(value * rng.choice((0.6, 0.75, 0.9, 1.15, 1.3, 1.7)) + rng.randint(-3, 3))
    return f"{changed:g}"


def deep(data: Data) -> Data:
    return copy.deepcopy(data)
