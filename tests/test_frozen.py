import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.frozen import replace
from panelroom.meeting import Reading

readings = st.builds(Reading, allowed=st.floats(0, 900), used=st.floats(0, 900), ended=st.booleans())
changes = st.fixed_dictionaries({}, optional={"allowed": st.floats(0, 900), "ended": st.booleans()})


@given(readings, changes)
def test_a_changed_copy_is_what_dataclasses_would_make(before: Reading, other: dict[str, float]) -> None:
    kept = dataclasses.astuple(before)
    assert replace(before, **other) == dataclasses.replace(before, **other)
    assert dataclasses.astuple(before) == kept


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError):
        replace(Reading(), pause=1.0)  # type: ignore[call-arg]


def test_the_copy_is_frozen_too() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(Reading(), used=1.0).used = 2.0  # type: ignore[misc]
