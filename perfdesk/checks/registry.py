"""The registry of rules: what each rule declares about itself, and the functions that check it.

A rule is a pure function from a view and its inputs to notes. Its inputs are a ``Params`` struct
that names the fields and tables it reads: found in each template by itself (``found_in``), or given
in a ``[[checks]]`` section of the TOML where the rule declares a ``kind``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeVar

from msgspec import Meta, Struct

from perfdesk.checks.finding import Note, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfdesk.template.model import Template

Level = Literal["cell", "form", "dossier"]
Scope = Literal["form", "dossier"]
Basis = Literal["101号", "88号", "platform", "practice"]
"""101号, 88号: 财预〔2021〕101号, 财预〔2015〕88号. platform: what provincial modules are seen
to enforce. practice: review practice and filling instructions of counties."""

CheckFunction = Callable[..., Iterator[Note]]
"""``(FormView, params)`` or ``(DossierView, params)``, as the check's scope says."""
F = TypeVar("F", bound=CheckFunction)


class Ref(Struct, frozen=True):
    """A value that a check reads.

    param: the parameter that names it, for messages. key: a field; or a table, where ``column`` or
    ``row`` (a kind of its rows) is given, or ``table`` says so. template: "" for the form's own
    one. money: it must be a money cell.
    """

    param: str
    key: str
    column: str = ""
    template: str = ""
    money: bool = False
    row: str = ""
    table: bool = False


class Params(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Inputs of a check: which values it reads, and how strictly.

    A subclass may refuse values by a ValueError in ``__post_init__``, in Chinese.
    """

    def refs(self) -> Iterator[Ref]:
        """Every value that the check reads."""
        yield from ()

    @classmethod
    def found_in(cls, template: Template) -> Iterator[Self]:  # noqa: ARG003 - for those who look
        """Inputs of a check that needs no declaration: once for each place where it applies."""
        yield from ()

    @classmethod
    def found_across(
        cls,
        templates: Mapping[str, Template],  # noqa: ARG003 - for those who look
    ) -> Iterator[Self]:
        """The same for a check of the whole dossier, which may look at all templates."""
        yield from ()


Names = Annotated[tuple[str, ...], Meta(min_length=1)]
"""At least one field, each by its key."""


class Compared(Params, frozen=True, kw_only=True):
    """Inputs of a check that compares amounts: ``tolerance`` is the greatest difference allowed."""

    tolerance: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not self.tolerance.is_finite() or self.tolerance < 0:
            raise ValueError("tolerance 不能小于 0")


class Case(Struct, frozen=True):
    """One way to break a rule, in Chinese.

    what: what is wrong; the message puts the place before it. advice: how to mend it. Both are
    format strings for the note's arguments and for the names that ``wording`` knows. severity: ""
    for that of the rule.
    """

    what: str
    advice: str
    severity: Severity | Literal[""] = ""


class Check(Struct, frozen=True):
    """One function of a rule. ``kind`` is "" for one that finds its inputs by itself.

    ``declared``: the rule in whose name ``[[checks]]`` declares the inputs, mostly its own.
    """

    rule: Rule
    function: CheckFunction
    inputs: type[Params]
    kind: str
    scope: Scope
    declared: str


class Rule(Struct, frozen=True, eq=False):
    """A rule of the catalogue, as declared. ``example`` shows a mistake, for the help."""

    id: str
    level: Level
    severity: Severity
    title: str
    basis: Basis
    cases: Mapping[str, Case]
    example: str = ""

    def severity_of(self, case: str) -> Severity:
        """Severity of one of its cases, before a template overrides it."""
        return self.cases[case].severity or self.severity


class Registry:
    """All rules and their checks. A second rule of the same id is refused."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}
        self._checks: list[Check] = []

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Rules by id, in the order of the catalogue."""
        return dict(sorted(self._rules.items()))

    @property
    def checks(self) -> tuple[Check, ...]:
        """All checks in the order of their rules; the checks of one rule as they were declared."""
        return tuple(sorted(self._checks, key=lambda check: check.rule.id))

    def kinds_of(self, rule_id: str) -> Mapping[str, Check]:
        """Declarative kinds of a rule by name."""
        return {c.kind: c for c in self._checks if c.kind and c.declared == c.rule.id == rule_id}

    def rule(  # noqa: PLR0913 - what a rule declares, each by its name
        self,
        rule_id: str,
        *,
        level: Level,
        severity: Severity,
        title: str,
        basis: Basis,
        inputs: type[Params],
        cases: Mapping[str, Case],
        kind: str = "",
        example: str = "",
    ) -> Callable[[F], F]:
        """Declare a rule with its first check, the decorated function.

        Raises:
            ValueError: there is a rule of this id already.
        """
        if rule_id in self._rules:
            raise ValueError(f"rule {rule_id} is declared twice")
        self._rules[rule_id] = Rule(rule_id, level, severity, title, basis, cases, example)
        scope: Scope = "dossier" if level == "dossier" else "form"
        return self.more(rule_id, inputs=inputs, kind=kind, scope=scope)

    def more(
        self,
        rule_id: str,
        *,
        inputs: type[Params],
        kind: str = "",
        scope: Scope = "form",
        declared: str = "",
    ) -> Callable[[F], F]:
        """Declare a further check of a rule, the decorated function.

        ``declared`` names another rule, whose ``[[checks]]`` of this kind are its inputs too.

        Raises:
            ValueError: the rule has a check of this kind already.
            KeyError: there is no such rule.
        """
        rule = self._rules[rule_id]
        if kind and not declared and kind in self.kinds_of(rule_id):
            raise ValueError(f"rule {rule_id} has two checks of kind {kind}")

        def declare(function: F) -> F:
            check = Check(rule, function, inputs, kind, scope, declared or rule_id)
            self._checks.append(check)
            return function

        return declare


registry = Registry()
"""The rules of this program; the modules of this room fill it when ``catalogue`` imports them."""
