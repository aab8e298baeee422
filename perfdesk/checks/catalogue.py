"""All families of rules, imported so that they stand in the registry."""

from __future__ import annotations

from perfdesk.checks import across, money_rules, operators, required, sums
from perfdesk.checks.registry import registry

FAMILIES = (required, operators, money_rules, sums, across)
"""Modules with rules; a test sees to it that none is missing."""

RULES = registry.rules
CHECKS = registry.checks
