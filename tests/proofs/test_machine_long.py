"""The state machine of every act, for longer."""

import pytest
from hypothesis import HealthCheck, settings
from test_session_machine import Meeting


@pytest.mark.heavy
class TestMeetingForLonger(Meeting.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(
        max_examples=150, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
    )
