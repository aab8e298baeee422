"""All families of rules, imported so that they stand in the registry."""

from __future__ import annotations

from perfdesk.checks import (
    across,
    clashes,
    completeness,
    costs,
    goals,
    groups,
    leftovers,
    measured,
    misplaced,
    mixed,
    money_rules,
    one_dossier,
    operators,
    required,
    spelling,
    sums,
    timing,
    unit_names,
    vague,
    weights,
)
from perfdesk.checks.registry import registry

FAMILIES = (
    required,
    goals,
    leftovers,
    spelling,
    operators,
    clashes,
    money_rules,
    vague,
    groups,
    costs,
    misplaced,
    measured,
    weights,
    sums,
    mixed,
    timing,
    unit_names,
    across,
    one_dossier,
    completeness,
)
"""Modules with rules; a test sees to it that none is missing."""

RULES = registry.rules
CHECKS = registry.checks
