"""Where the Chair is may wait for the paint before it is on the desk; what the room may see does not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ui_driver import at_the_desk, make_book, mark, to_questions

from panelroom.ui.conductor import Conductor


def test_a_place_waits_and_the_room_does_not(shelf: Path) -> None:
    path = shelf / "a.book"
    conductor = Conductor(path, make_book(path))
    waiting: list[Callable[[], None]] = []
    conductor.paint_first(waiting.append)
    conductor.go(screen="wrap_up")
    assert conductor.place.screen == "wrap_up" and conductor.desk.place().screen == "roll_call"
    waiting.pop()()
    assert conductor.desk.place().screen == conductor.desk.room().view == "wrap_up"
    conductor.go(screen="cover")
    conductor.show_room(private=True)
    assert conductor.desk.room().private and conductor.desk.place().screen == "cover"
    conductor.close()


def test_a_place_that_still_waits_is_noted_at_the_end(shelf: Path) -> None:
    path = shelf / "a.book"
    conductor = Conductor(path, key := make_book(path))
    conductor.paint_first(lambda _: None)
    conductor.go(screen="wrap_up")
    conductor.close()
    again = Conductor(path, key)
    assert again.place.screen == "wrap_up"
    again.close()


async def test_the_room_follows_each_question(shelf: Path) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        for number in range(2, 5):
            await mark(chair, "y")
            asked = chair.meeting.question_set.questions[number - 1].id
            assert chair.conductor.desk.place().question == chair.conductor.desk.room().question == asked


async def test_a_place_that_no_paint_followed_is_noted_within_a_second(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_desk(shelf) as chair:
        await to_questions(chair)
        chair.conductor.paint_first(lambda _: None)
        await chair.press("right")
        assert chair.conductor.desk.place().question == "q1"
        await chair.wait(1)
        assert chair.conductor.desk.place().question == "q2"
