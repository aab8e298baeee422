"""A form that is a little too long for its page."""

from functools import cache

from perfdesk.jobs.paper import overflows
from tests.support import forms
from tests.support.forms import Case


@cache
def overflowing_case() -> Case:
    """Return a project's form whose last rows alone stand on a second page."""
    for length in range(400, 2000, 36):
        goal = (forms.HAN * 5)[:length]
        values = {"project_name": "示例项目", "amount": "12.5", "annual_goal": goal}
        case = forms.one_case("lukou-2026", "project", values)
        if overflows(case.document().paged):
            return case
    raise AssertionError("no goal is a little too long")
