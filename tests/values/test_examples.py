"""The examples in the docstrings of this room hold."""

import doctest
import importlib
import pkgutil

import pytest

import perfdesk.values

MODULES = [item.name for item in pkgutil.iter_modules(perfdesk.values.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"perfdesk.values.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
