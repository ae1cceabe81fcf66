"""The state machine of every act, for longer."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from test_session_machine import Meeting


@pytest.mark.heavy
def test_every_act_in_any_order_for_longer() -> None:
    longer = settings(
        max_examples=30, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Meeting, settings=longer)
