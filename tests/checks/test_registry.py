"""All rules, walked: none forgotten, none undocumented, none untested."""

import importlib
import pkgutil
import string
from collections.abc import Iterator
from typing import Literal

import msgspec
import pytest

import perfdesk.checks
from perfdesk.checks.catalogue import CHECKS, FAMILIES, RULES
from perfdesk.checks.finding import Note
from perfdesk.checks.registry import Case, Check, Params, Registry, Rule, registry
from tests.checks.support import Try

MODULES = [item.name for item in pkgutil.iter_modules(perfdesk.checks.__path__)]


def tables() -> list[Try]:
    found = []
    for family in FAMILIES:
        name = family.__name__.rpartition(".")[2]
        found += importlib.import_module(f"tests.checks.test_{name}").TABLE
    return found


def test_every_module_with_rules_is_in_the_catalogue() -> None:
    for name in MODULES:
        importlib.import_module(f"perfdesk.checks.{name}")
    assert registry.checks == CHECKS, "a module declares rules and is not in FAMILIES"
    homes = {check.function.__module__ for check in CHECKS}
    assert homes == {family.__name__ for family in FAMILIES}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_declaration(rule: Rule) -> None:
    assert rule.id[0] == "R"
    assert rule.id[1:].isdecimal()
    assert len(rule.id) == 3
    assert 4 <= len(rule.title) <= 30
    assert rule.basis in {"101号", "88号", "platform", "practice"}
    assert rule.level in {"cell", "form", "dossier"}
    assert 6 <= len(rule.example) <= 40
    assert rule.cases
    for case in rule.cases.values():
        assert case.what
        assert case.advice
        assert not case.what.endswith("。")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.function.__name__)
def test_check(check: Check) -> None:
    text = check.function.__doc__ or ""
    first, *_, last = (line.strip() for line in text.strip().splitlines())
    assert first.endswith((".", ":")) or first[-1].isalpha(), "a sentence that says the rule"
    assert last.startswith("===="), "the docstring ends in a table"
    assert "  pass" in text
    assert "  fail" in text
    if check.kind:
        assert f"``{check.kind}``" in text, "the docstring names the kind of [[checks]]"
    view, params = [*check.function.__annotations__][:2]
    assert check.function.__annotations__[view] == f"{check.scope.title()}View"
    assert check.function.__annotations__[params] == check.inputs.__name__
    assert check.inputs.__doc__


@pytest.mark.parametrize("rule", RULES)
def test_table_has_passing_and_failing_lines(rule: str) -> None:
    lines = [line for line in tables() if line.rule == rule]
    assert sum(line.passes for line in lines) >= 3
    assert sum(not line.passes for line in lines) >= 3
    assert len({line.why for line in lines}) == len(lines)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_each_case_stands_in_the_table(rule: Rule) -> None:
    said = " ".join(line.says for line in tables())
    assert [case for case in rule.cases if f"{rule.id}.{case} " not in said] == []


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_texts_are_plain_format_strings(rule: Rule) -> None:
    for case in rule.cases.values():
        for text in (case.what, case.advice):
            for _, name, spec, conversion in string.Formatter().parse(text):
                assert name is None or name.isidentifier()
                assert not spec
                assert not conversion


# ---- the registry itself ----


class Nothing(Params, frozen=True):
    """Reads nothing."""


def declare(target: Registry, rule_id: str, kind: str = "") -> None:
    level: Literal["form"] = "form"

    @target.rule(
        rule_id,
        level=level,
        severity="error",
        title="标题",
        basis="practice",
        inputs=Nothing,
        cases={"a": Case("甲", "乙"), "b": Case("丙", "丁", "hint")},
        kind=kind,
    )
    def check(view: object, at: Nothing) -> Iterator[Note]:
        yield Note("a", ())


def test_a_second_rule_of_the_same_id_is_refused() -> None:
    own = Registry()
    declare(own, "R99")
    with pytest.raises(ValueError, match="R99"):
        declare(own, "R99")


def test_a_second_check_of_the_same_kind_is_refused() -> None:
    own = Registry()
    declare(own, "R99", kind="sum")
    with pytest.raises(ValueError, match="sum"):
        own.more("R99", inputs=Nothing, kind="sum")
    with pytest.raises(KeyError):
        own.more("R98", inputs=Nothing)


def test_severity_of_a_case() -> None:
    own = Registry()
    declare(own, "R99")
    rule = own.rules["R99"]
    assert (rule.severity_of("a"), rule.severity_of("b")) == ("error", "hint")


def test_rules_stand_in_order() -> None:
    own = Registry()
    for rule_id in ("R30", "R02", "R11"):
        declare(own, rule_id)
    assert [*own.rules] == [check.rule.id for check in own.checks] == ["R02", "R11", "R30"]


def test_findings_are_values() -> None:
    note = Note("a", ())
    assert note == msgspec.structs.replace(note)
    assert len({note, Note("a", ())}) == 1
