"""R30 and R31: amounts of one form that must add up. Which ones is said by its template."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.registry import Case, Compared, Names, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import is_blank
from perfdesk.values.money import NO_AMOUNT, UNITS, MoneyUnit, plain, shift


class Sum(Compared, frozen=True, kw_only=True):
    """``total`` equals the sum of ``parts``; ``label`` names the parts in messages.

    tolerance: in the unit of ``total``.
    """

    total: str
    parts: Names
    label: str

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("total", self.total, money=True)
        yield from (Ref("parts", key, money=True) for key in self.parts)


@registry.rule(
    "R30",
    level="form",
    severity="error",
    title="资金总额等于各项之和",
    basis="practice",
    inputs=Sum,
    kind="sum",
    cases={
        "sum": Case(
            "填的是 {total} {unit}，{parts}各项之和是 {sum} {unit}，相差 {difference} {unit}",
            "核对“{label}”和{parts}各项金额，使两者相等",
        ),
    },
    example="资金总额 100 万元，基本支出 60 万元、项目支出 30 万元",
)
def sum_of_parts(view: FormView, at: Sum) -> Iterator[Note]:
    """A total equals the sum of its parts, converted to one unit (``sum``).

    A blank part counts 0. Nothing is said where all parts or the total are blank (R01), where one
    of them is no amount (R14), or where one is right but for a factor of 10,000 (R32).

    ============  ==========  ==========  ======
    资金总额      基本支出    项目支出
    ============  ==========  ==========  ======
    ``226.26``    ``175.11``  ``51.15``   pass
    ``100``       ``100``     (blank)     pass
    ``100``       (blank)     (blank)     pass
    (blank)       ``60``      ``30``      pass
    ``100``       ``60``      ``30``      fail
    ============  ==========  ==========  ======
    """
    total = view.amount(at.total).base
    if total is None:
        return
    parts = [view.amount(key) for key in at.parts]
    given = [part.base for part in parts if part.base is not None]
    difference = total - sum(given)
    if not difference or not given or any(part.fault for part in parts):
        return
    unit = view.unit(at.total)
    if abs(difference) > shift(at.tolerance, unit.power) and out_of_scale(total, given) is None:
        filled = (key for key, part in zip(at.parts, parts, strict=True) if part.base is not None)
        yield note(
            "sum",
            view.at(at.total),
            *map(view.at, filled),
            total=in_unit(total, unit),
            sum=in_unit(total - difference, unit),
            difference=in_unit(abs(difference), unit),
            unit=unit.name,
            parts=at.label,
        )


class DetailsTotal(Compared, frozen=True, kw_only=True):
    """The money ``column`` of ``table`` adds to the fields ``total`` and ``amount``.

    total: the printed 合计. amount: the form's own amount. Either may be left out.
    tolerance: in the unit of the column.
    """

    table: str
    column: str
    total: str = ""
    amount: str = ""

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield Ref("column", self.table, self.column, money=True)
        for param, key in (("total", self.total), ("amount", self.amount)):
            if key:
                yield Ref(param, key, money=True)


@registry.rule(
    "R31",
    level="form",
    severity="error",
    title="支出明细与合计、项目金额一致",
    basis="practice",
    inputs=DetailsTotal,
    kind="details_total",
    cases={
        "sum": Case(
            "{whole_name}填的是 {whole}，{part_name}是 {part}，相差 {difference}",
            "核对各行明细和合计，使两者相等",
        ),
        "amount": Case(
            "填的是 {whole}，{part_name}是 {part}，相差 {difference}",
            "核对支出明细和“{label}”，使两者相等",
        ),
        "unit": Case(
            "{part_name} {part}与{whole_name} {whole}正好相差一万倍，像是混用了元和万元",
            "请核对单位，支出明细、合计和项目金额都按表上的单位（{unit}）填写",
            "warning",
        ),
        "blank": Case("没有填写，各行明细之和是 {part}", "填写各行明细之和", "warning"),
    },
    example="支出明细加起来是 28 万元，合计填的是 30 万元",
)
def details_total(view: FormView, at: DetailsTotal) -> Iterator[Note]:
    """Detail rows add to the printed total and to the form's amount (``details_total``).

    Units are converted. Where two figures agree but for a factor of 元 to 万元, the unit is asked
    about once, as a warning. Blank rows count 0; a blank amount is left to R01, faulty figures to
    R14; a blank total is offered.

    ==============  ============  ============  ==========================
    明细（万元）    合计（万元）  金额（万元）
    ==============  ============  ============  ==========================
    10 + 10 + 10    ``30``        ``30``        pass
    10 + (blank)    ``10``        ``10``        pass
    (all blank)     ``30``        ``30``        pass
    10 + 10         ``30``        ``30``        fail: 合计
    10 + 20         ``30``        ``40``        fail: 金额
    10 + 10         ``30``        ``20``        fail: 合计 alone
    100000+200000   ``300000``    ``30``        fail: unit, a warning
    ==============  ============  ============  ==========================
    """
    rows = [(r, view.cell_amount(at.table, r, at.column)) for r in view.form.records(at.table)]
    total = view.amount(at.total) if at.total else NO_AMOUNT
    amount = view.amount(at.amount) if at.amount else NO_AMOUNT
    if total.fault or amount.fault or any(found.fault for _, found in rows):
        return
    given = [found.base for _, found in rows if found.base is not None]
    added = sum(given, Decimal(0)) if given else None
    if at.total and added is not None and is_blank(view.text(at.total)):
        yield from _blank_total(view, at, added, amount.base)
    if added == total.base == amount.base:
        return
    unit = view.unit(at.table, at.column)
    cells = tuple(view.cell(at.table, r, at.column) for r, found in rows if found.base is not None)
    yield from _disagreements(
        Figure("各行明细之和", added, unit, cells),
        Figure("合计", total.base, view.unit(at.total), (view.at(at.total), *cells)),
        Figure("项目金额", amount.base, view.unit(at.amount), (view.at(at.amount),)),
        shift(at.tolerance, unit.power),
    )


def _blank_total(
    view: FormView, at: DetailsTotal, added: Decimal, amount: Decimal | None
) -> Iterator[Note]:
    """A printed total that was left blank, where nothing speaks against the sum of the rows."""
    unit, path = view.unit(at.total), view.at(at.total)
    if amount is None or abs(amount - added) <= shift(at.tolerance, unit.power):
        text = in_unit(added, unit)
        mend = fix(f"填入 {text}（{unit.name}）", (path, text))
        yield note("blank", path, fixes=(mend,), part=f"{text} {unit.name}")


class Figure(NamedTuple):
    """A figure to compare: its name in messages, its value in 元, its unit, where it stands."""

    name: str
    base: Decimal | None
    unit: MoneyUnit
    paths: tuple[Path, ...]

    def __str__(self) -> str:
        return f"{in_unit(self.base or Decimal(0), self.unit)} {self.unit.name}"


def _disagreements(
    details: Figure, total: Figure, amount: Figure, tolerance: Decimal
) -> Iterator[Note]:
    """Details against the printed total, then both against the form's amount.

    An amount that agrees with one of the two is right: then the first finding says it all.
    """
    first = compare(details, total, tolerance)
    if first == "sum":
        yield _note("sum", details, total, total.paths)
    elif first == "unit":
        total = total._replace(paths=total.paths[:1])
        right = amount.base is not None and not compare(details, amount, tolerance)
        part, whole = (total, details) if right else (details, total)
        yield _note("unit", part, whole, part.paths, whole.paths)
    figures = [figure for figure in (total, details) if figure.base is not None]
    results = [compare(figure, amount, tolerance) for figure in figures]
    if not all(results) or (first == "unit" and "unit" in results):
        return
    if "unit" in results:
        figure = figures[results.index("unit")]
        yield _note("unit", figure, amount, figure.paths, amount.paths)
    elif results:
        paths = (*amount.paths, *figures[0].paths)
        yield _note("amount", figures[0], amount, paths)


def compare(part: Figure, whole: Figure, tolerance: Decimal) -> Literal["", "sum", "unit"]:
    """Return "" where both agree or one is missing, "unit" where 元 and 万元 are mixed up."""
    if part.base is None or whole.base is None or abs(part.base - whole.base) <= tolerance:
        return ""
    return "unit" if is_mixed(part.base, whole.base) else "sum"


def _note(
    case: str,
    part: Figure,
    whole: Figure,
    paths: tuple[Path, ...],
    related: tuple[Path, ...] = (),
) -> Note:
    difference = abs((part.base or Decimal(0)) - (whole.base or Decimal(0)))
    return note(
        case,
        *paths,
        related=related,
        part=str(part),
        part_name=part.name,
        whole=str(whole),
        whole_name=whole.name,
        difference=f"{in_unit(difference, whole.unit)} {whole.unit.name}",
        unit=part.unit.name,
    )


def is_mixed(one: Decimal, other: Decimal) -> bool:
    """Tell whether two amounts in 元 differ by the factor between 元 and 万元."""
    wan = UNITS["万元"].power
    return bool(one) and (shift(one, -wan) == other or shift(other, -wan) == one)


def out_of_scale(total: Decimal, parts: Sequence[Decimal]) -> int | None:
    """Return which part 元 and 万元 were mixed up in, so that a sum would be right without that.

    The position of the part, -1 for the total, None where the sum is wrong otherwise.
    """
    added = sum(parts, Decimal(0))
    if is_mixed(total, added):
        return -1
    if len(parts) == 1:
        return None
    excess, wan = added - total, UNITS["万元"].factor
    suspects = (excess * wan / (wan - 1), -excess / (wan - 1))
    found = [parts.index(part) for part in suspects if part in parts]
    return min((i for i in found if is_mixed(parts[i] - excess, parts[i])), default=None)


def with_unit(amount: Decimal | None, unit: MoneyUnit) -> str:
    """Return an amount in 元 as text in ``unit``, with the unit."""
    return f"{in_unit(amount, unit)} {unit.name}" if amount is not None else ""


def in_unit(amount: Decimal, unit: MoneyUnit) -> str:
    """Return an amount in 元 as it is written in ``unit``."""
    return plain(shift(amount, -unit.power))
