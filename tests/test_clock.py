import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.clock import Clock, ClockNote, ManualClock, Steady, SystemClock

START = datetime(2031, 3, 4, 10, 0, tzinfo=timezone(timedelta(hours=1)))
SECONDS = st.floats(min_value=0, max_value=9000)


def steady_and_clock() -> tuple[Steady, ManualClock]:
    clock = ManualClock(START)
    return Steady(clock), clock


def test_the_system_clock_gives_three_readings() -> None:
    clock: Clock = SystemClock()
    assert abs(clock.wall() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.wall().utcoffset() == datetime.now().astimezone().utcoffset()
    assert abs(clock.monotonic() - time.monotonic()) < 5
    assert clock.boottime() >= clock.monotonic() - 1


def test_the_system_clocks_run() -> None:
    clock = SystemClock()
    wall, monotonic, boottime = readings(clock)
    time.sleep(0.02)
    assert clock.wall() > wall
    assert clock.monotonic() > monotonic
    assert clock.boottime() > boottime


def readings(clock: Clock) -> tuple[datetime, float, float]:
    return clock.wall(), clock.monotonic(), clock.boottime()


def test_boottime_falls_back_to_monotonic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    assert abs(SystemClock().boottime() - time.monotonic()) < 5


def test_a_manual_clock_moves_only_when_told() -> None:
    clock = ManualClock(START)
    assert readings(clock) == readings(clock) == (START, 0, 0)
    clock.advance(5)
    assert readings(clock) == (START + timedelta(seconds=5), 5, 5)
    clock.sleep_laptop(60)
    assert readings(clock) == (START + timedelta(seconds=65), 5, 65)
    clock.move_wall(-3600)
    assert readings(clock) == (START + timedelta(seconds=65 - 3600), 5, 65)


def test_a_manual_clock_refuses_what_no_clock_does() -> None:
    with pytest.raises(ValueError, match="offset"):
        ManualClock(datetime(2031, 3, 4))
    clock = ManualClock(START)
    for move in (clock.advance, clock.sleep_laptop):
        with pytest.raises(ValueError, match="backwards"):
            move(-1)
    assert readings(clock) == (START, 0, 0)


def test_steady_time_ignores_a_moved_wall_clock_and_counts_a_sleep() -> None:
    steady, clock = steady_and_clock()
    assert steady.now() == START
    clock.advance(10)
    clock.move_wall(-7200)
    clock.sleep_laptop(100)
    assert steady.now() == START + timedelta(seconds=110)
    assert steady.now().utcoffset() == START.utcoffset()


def test_a_sleep_is_noted_once() -> None:
    steady, clock = steady_and_clock()
    clock.advance(30)
    assert steady.checks() == []
    clock.sleep_laptop(600)
    assert steady.checks() == [ClockNote("slept", 600, START + timedelta(seconds=630))]
    assert steady.checks() == []


@pytest.mark.parametrize("seconds", [3600, -3600, 2.5, -2.5])
def test_a_moved_clock_is_noted_once_with_its_direction(seconds: float) -> None:
    steady, clock = steady_and_clock()
    clock.advance(30)
    clock.move_wall(seconds)
    assert steady.checks() == [ClockNote("moved", seconds, START + timedelta(seconds=30))]
    clock.advance(30)
    assert steady.checks() == []


def test_both_at_once_are_told_apart() -> None:
    steady, clock = steady_and_clock()
    clock.sleep_laptop(60)
    clock.move_wall(-30)
    assert [(note.kind, note.seconds) for note in steady.checks()] == [("slept", 60), ("moved", -30)]


def test_small_gaps_are_let_pass_but_add_up() -> None:
    steady, clock = steady_and_clock()
    for _ in range(2):
        clock.move_wall(0.9)
        clock.sleep_laptop(0.9)
        assert steady.checks() == []
    clock.move_wall(0.9)
    clock.sleep_laptop(0.9)
    assert [(note.kind, round(note.seconds, 3)) for note in steady.checks()] == [
        ("slept", 2.7),
        ("moved", 2.7),
    ]


def test_a_change_to_summer_time_is_no_moved_clock() -> None:
    steady, clock = steady_and_clock()
    clock.advance(60)
    clock._wall = clock.wall().astimezone(timezone(timedelta(hours=2)))
    assert steady.checks() == []


class Faulty(ManualClock):
    """A machine whose boottime runs backwards, as after a virtual machine is put back to a snapshot."""

    def rewind(self, seconds: float) -> None:
        self._boottime -= seconds


def test_steady_time_never_goes_backwards() -> None:
    clock = Faulty(START)
    steady = Steady(clock)
    clock.advance(50)
    seen = steady.now()
    clock.rewind(20)
    assert steady.now() == seen
    clock.advance(30)
    assert steady.now() == seen + timedelta(seconds=10)


@given(st.lists(st.tuples(st.sampled_from(["advance", "sleep_laptop", "move_wall"]), SECONDS)))
def test_steady_time_is_the_time_that_passed(moves: list[tuple[str, float]]) -> None:
    steady, clock = steady_and_clock()
    for move, seconds in moves:
        getattr(clock, move)(seconds)
        steady.checks()
    passed = sum(seconds for move, seconds in moves if move != "move_wall")
    assert abs((steady.now() - START).total_seconds() - passed) < 0.001
