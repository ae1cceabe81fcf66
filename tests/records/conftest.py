"""The minutes of a whole invented meeting, as blocks, for the tests of everything that prints them."""

import pytest
from record_scenes import SIX, meeting, rich

from panelroom.records import blocks as b
from panelroom.records.minutes import minutes
from panelroom.records.record import build_record


@pytest.fixture(scope="session")
def the_minutes(tmp_path_factory) -> b.Document:
    with meeting(tmp_path_factory.mktemp("books"), SIX) as scene:
        rich(scene)
        return minutes(build_record(*scene.parts), scene.session.meeting.question_set)
