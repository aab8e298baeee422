"""R26 and R27: what a goal promises is what the indicators measure.

A number of a goal and an indicator speak of the same thing where their units can be compared and
their words are the same but for leading verbs and words for counting. Anything less certain says
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Self

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators, Row, indicators_of
from perfdesk.checks.registry import Case, Ref, registry
from perfdesk.checks.sums import is_mixed
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import compact
from perfdesk.values.names import overlap, pairs, same_thing
from perfdesk.values.prose import Promise, promises
from perfdesk.values.units import alike

if TYPE_CHECKING:
    from perfdesk.template.model import Template

_SAME = 0.8
"""How much two names have in common where neither contains the other."""

_NEAR = 0.3
"""How much they have in common where one might well measure the other."""

_SPOKEN_OF = Decimal("0.6")
_ENOUGH = 3
"""A goal is written along its indicators where it speaks of that many of them, and of that part;
only then one that it leaves out is worth a word."""


class Measured(Indicators, frozen=True, kw_only=True):
    """Indicators beside the goals of their form, and the goals and contents of its tasks."""

    goals: tuple[str, ...]
    tasks: tuple[tuple[str, str], ...]

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from super().refs()
        yield from (Ref("goals", key) for key in self.goals)

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:
        """See :meth:`Params.found_in`. Tables with money are no tasks: they tell what is paid."""
        goals = tuple(field.key for field in template.fields if field.role == "goal")
        tables = [found for table in template.tables if (found := indicators_of(table))]
        tasks = tuple(
            (table.key, column.key)
            for table in template.tables
            if not indicators_of(table) and not any(c.type == "money" for c in table.columns)
            for column in table.columns
            if column.role == "goal" or column.type == "long_text"
        )
        if len(tables) == 1 and (goals or tasks):
            yield cls(goals=goals, tasks=tasks, **tables[0])

    def texts(self, view: FormView) -> Iterator[tuple[Path, str]]:
        """All goals and contents of tasks that are filled in, with their places."""
        for key in self.goals:
            if text := view.form.values.get(key):
                yield view.at(key), text
        for table, key in self.tasks:
            for record in view.form.records(table):
                if text := record.values.get(key):
                    yield view.cell(table, record, key), text


class Said(NamedTuple):
    """A promise with its place, and the indicators that surely mean the same.

    More than one only where the promise names all of them: 合格率和拨付率均达到100%.
    """

    path: Path
    promise: Promise
    rows: list[Row]


class Compared(NamedTuple):
    """All promises of a form beside its indicators."""

    said: list[Said]
    unmeasured: list[Said]


def compared(view: FormView, at: Measured) -> Compared:
    """Return what the goals of a form promise, and what of it nothing measures."""
    return view.kept("measured", lambda: _compared(view, at))


def _compared(view: FormView, at: Measured) -> Compared:
    found = [(path, item) for path, text in at.texts(view) for item in promises(text)]
    if not found:
        return Compared([], [])
    rows = [row for row in at.rows(view) if row.reading.amount is not None]
    by_unit: dict[str, list[Row]] = {}
    for row in rows:
        by_unit.setdefault(row.reading.unit.name, []).append(row)
    prose = compact("".join(_prose(view, at)))
    said, unmeasured = [], []
    for path, item in found:
        own = [row for unit in by_unit if alike(item.unit.name, unit) for row in by_unit[unit]]
        same = [row for row in own if likeness(item, row) >= _SAME]
        told = Said(path, item, same if len(same) == 1 else _all_named(item, same))
        said.append(told)
        if not same and item.exact and not _measured(item, own, prose):
            unmeasured.append(told)
    totals = _added(said, rows)
    return Compared(said, [item for item in unmeasured if item.promise not in totals])


def _all_named(item: Promise, rows: list[Row]) -> list[Row]:
    """The indicators whose names stand one after another before a number; none if in doubt."""
    thing = item.subject
    for row in rows:
        name = row.reading.name.core
        if not name or name not in thing:
            return []
        thing = thing.replace(name, "", 1)
    return rows


def _prose(view: FormView, at: Measured) -> Iterator[str]:
    """Values and names of indicators that are sentences: they may hold the numbers themselves."""
    for row in at.rows(view):
        if row.reading.target.kind == "text":
            yield row.record.values.get(at.value, "")
        yield row.reading.name.text


def _measured(item: Promise, rows: list[Row], prose: str) -> bool:
    if any(row.reading.amount == item.value for row in rows):
        return True
    if any(overlap(item.thing, row.reading.name.core) > _NEAR for row in rows):
        return True
    return f"{item.number}{item.unit.name}" in prose


def _added(said: list[Said], rows: list[Row]) -> list[Promise]:
    """Promises of one unit that together make an indicator: 100 人 and 25 人 are its 125."""
    together: dict[str, list[Promise]] = {}
    for item in said:
        together.setdefault(item.promise.unit.base, []).append(item.promise)
    found: list[Promise] = []
    for items in together.values():
        total = sum((item.value for item in items), Decimal(0))
        fits = (
            alike(items[0].unit.name, r.reading.unit.name) and r.reading.amount == total
            for r in rows
        )
        if len(items) > 1 and any(fits):
            found += items
    return found


def likeness(item: Promise, row: Row) -> float:
    """Return how surely a promise and an indicator mean the same thing, from 0 to 1."""
    name = row.reading.name.core
    return max(same_thing(item.subject, name), same_thing(item.noun, name))


@registry.rule(
    "R26",
    level="form",
    severity="warning",
    title="目标中的数字与指标值一致",
    basis="101号",
    inputs=Measured,
    cases={
        "contradicts": Case(
            "目标里写的是“{text}”，指标“{name}”填的是 {value}", "核对后改成同一个数"
        ),
        "unmeasured": Case(
            "“{text}”没有对应的指标", "为它设置三级指标，或把目标改成与指标一致的写法", "hint"
        ),
        "several": Case(
            "“{text}”等 {count} 处数字没有对应的指标",
            "为它们设置三级指标，或把目标改成与指标一致的写法",
            "hint",
        ),
    },
    example="目标写“开工亿元以上项目20个”，指标值却是“≥ 22 个”",
)
def goal_against_indicators(view: FormView, at: Measured) -> Iterator[Note]:
    """A number of a goal is the one that the indicator of the same thing has.

    Without such an indicator it is a hint, unless another one has the number, or several numbers
    of the goal add up to it. A factor of 10,000 between 元 and 万元 is left to R32.

    ==============================  ======================  ======
    年度目标                        指标
    ==============================  ======================  ======
    开工亿元以上项目20个            开工亿元以上项目 ≥20    pass
    再救助100人，春节救助25人       救助人数 ≥125 人        pass
    新增规上企业5家                 规上企业 ≥80 家         pass
    开工亿元以上项目20个            开工亿元以上项目 ≥22    fail
    技术合同交易额10.8亿元          (none)                  fail
    ==============================  ======================  ======
    """
    found = compared(view, at)
    for item in found.said:
        for row in item.rows:
            if _contradicts(item, row, found.said):
                yield note(
                    "contradicts",
                    at.at(view, row, at.value),
                    item.path,
                    text=item.promise.text,
                    name=row.reading.name.text,
                    value=target_text(row),
                )
    by_place: dict[Path, list[str]] = {}
    for item in found.unmeasured:
        by_place.setdefault(item.path, []).append(item.promise.text)
    for path, texts in by_place.items():
        case = "several" if len(texts) > 1 else "unmeasured"
        yield note(case, path, text=texts[0], count=str(len(texts)))


def _contradicts(item: Said, row: Row, said: list[Said]) -> bool:
    """True where the numbers differ, and no other promise of the same indicator has its number."""
    amount = row.reading.amount
    if amount is None or amount == item.promise.value:
        return False
    if row.reading.target.upper is not None or not item.promise.exact:
        return False
    if is_mixed(amount, item.promise.value) and row.reading.unit.kind == "money":
        return False
    if _of_several(item, row):
        return False
    others = [one.promise.value for one in said if any(row is other for other in one.rows)]
    return amount not in others and sum(others, Decimal(0)) != amount


def _of_several(item: Said, row: Row) -> bool:
    """True where the number counts several things together (展览、讲座24场) and the row is one."""
    promise = item.promise
    if not promise.several or promise.unit.kind == "percent":
        return False
    name = row.reading.name.core
    return promise.subject != name and same_thing(promise.noun, name) < _SAME


def target_text(row: Row) -> str:
    """Return an indicator's operator, number and unit."""
    item = row.reading
    sign = f"{item.operator} " if item.operator else ""
    return f"{sign}{item.target.number} {item.unit.name}"


@registry.rule(
    "R27",
    level="form",
    severity="hint",
    title="指标在目标中有体现",
    basis="101号",
    inputs=Measured,
    cases={
        "unspoken": Case(
            "目标里没有写到“{name}”", "在年度目标中补充这一项，或核对是否需要这个指标"
        ),
    },
    example="目标逐项写了各个指标，唯独没有写到其中一个",
)
def indicator_spoken_of(view: FormView, at: Measured) -> Iterator[Note]:
    """A goal that goes along the indicators speaks of each of them.

    Asked only where the goal surely speaks of at least three indicators with numbers and of most
    of all; goals in general words are let pass.

    ====================================  ==================  ======
    年度目标                              指标
    ====================================  ==================  ======
    培训4场，参训200人，满意度90%         参训人数            pass
    加强宣传                              印发宣传册          pass
    培训4场，参训200人，满意度90%         印发宣传册          fail
    ====================================  ==================  ======
    """
    rows = at.rows(view)
    said = compared(view, at).said
    told = {id(row.record) for item in said for row in item.rows}
    if len(told) < _ENOUGH or len(told) < _SPOKEN_OF * len(rows):
        return
    known = pairs(compact("".join(text for _, text in at.texts(view))))
    for row in rows:
        if id(row.record) not in told and not (pairs(row.reading.name.core) & known):
            path = at.at(view, row, at.name)
            yield note("unspoken", path, name=row.reading.name.text)
