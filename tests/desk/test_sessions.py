"""Random sessions of a user; a few hundred steps here, thousands in `make soak`."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from PySide6.QtWidgets import QApplication

from tests.desk.machine import Sessions

QUIET = settings(suppress_health_check=list(HealthCheck), deadline=None)


@pytest.mark.usefixtures("quiet_qt")
def test_random_sessions(application: QApplication) -> None:
    Sessions.application = application
    run_state_machine_as_test(
        Sessions, settings=settings(QUIET, max_examples=5, stateful_step_count=30)
    )


@pytest.mark.soak
@pytest.mark.usefixtures("quiet_qt")
def test_long_random_sessions(application: QApplication) -> None:
    Sessions.application = application
    run_state_machine_as_test(
        Sessions, settings=settings(QUIET, max_examples=100, stateful_step_count=120)
    )
