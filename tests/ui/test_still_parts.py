"""Parts of a screen that stay as they are: not rendered again for the sake of another, and never out of date."""

import asyncio

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from panelroom.ui.screens.form import Words
from panelroom.ui.widgets import _REMEMBERED, Literal, Rows, _differ_in


class Two(App[None]):
    """Two texts under one another."""

    CSS = "Literal { height: auto; width: 1fr; }"

    def compose(self) -> ComposeResult:
        with Rows():
            yield Literal("first", id="first", comes_back=True)
            yield Literal("second", id="second")


def _rows(widget: Widget) -> list[Strip]:
    return widget.render_lines(widget.outer_size.region)


def _shows(app: Two, part: str, words: str) -> Widget:
    app.query_one(part, Literal).show(words)
    return app.query_one(part)


def test_a_part_that_stays_hands_out_the_rows_it_has() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            before, column = _rows(app.query_one("#second")), _rows(app.query_one(Rows))
            _shows(app, "#first", "other")
            await pilot.pause()
            assert _rows(app.query_one("#second")) is before
            assert _rows(app.query_one(Rows)) is column

    asyncio.run(look())


def test_a_part_that_changes_is_rendered_again() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            first = _shows(app, "#first", "other")
            assert _rows(first)[0].text.strip() == "other"
            await pilot.resize_terminal(4, 5)
            await pilot.pause()
            assert [row.text for row in _rows(first)] == ["othe", "r   "]
            first.styles.text_style = "bold"
            await pilot.pause()
            assert any(part.style and part.style.bold for part in _rows(first)[0])

    asyncio.run(look())


def test_a_paragraph_that_comes_back_is_not_wrapped_again() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            before = app.query_one("#first", Literal)._rows[0]
            _shows(app, "#first", "other\nlines")
            _shows(app, "#first", "first")
            assert app.query_one("#first", Literal)._rows[0] is before

    asyncio.run(look())


def test_what_does_not_come_back_is_forgotten_at_once() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            _shows(app, "#second", "other\nlines")
            assert len(app.query_one("#second", Literal)._paragraphs) == 2

    asyncio.run(look())


def test_what_was_shown_long_ago_is_forgotten() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 5)) as pilot:
            await pilot.pause()
            for number in range(3 * _REMEMBERED):
                _shows(app, "#first", str(number))
            assert len(app.query_one("#first", Literal)._paragraphs) <= _REMEMBERED + 1
            await pilot.pause()
            assert _rows(app.query_one("#first"))[0].text.strip() == str(number)

    asyncio.run(look())


def test_a_change_beside_a_margin_is_seen() -> None:
    async def look() -> None:
        app = Two()
        async with app.run_test(size=(20, 8)) as pilot:
            app.query_one("#first").styles.padding = (1, 2)
            await pilot.pause()
            assert _rows(app.query_one("#first"))[1].text == "  first" + " " * 13
            first = _shows(app, "#first", "worst")
            assert _rows(first)[1].text == "  worst" + " " * 13

    asyncio.run(look())


class Fields(App[None]):
    """A field of several lines and a text whose rows come and go above it."""

    CSS = "Literal { height: auto; } Words { height: 5; }"

    def compose(self) -> ComposeResult:
        with Rows():
            yield Literal("above", id="above")
            yield Words(id="words")


async def _sent(
    pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, *keys: str
) -> list[tuple[int, int, int]]:
    """Press the keys; return what is painted for them, each span as row, first column, column after the last."""
    spans: list[tuple[int, int, int]] = []
    paint = App._display

    def note(self: App[None], screen: Screen[None], update: object) -> None:
        spans.extend(update.spans if isinstance(update, ChopsUpdate) else [(0, 0, 0)] if update else [])
        paint(self, screen, update)  # type: ignore[arg-type]

    monkeypatch.setattr(App, "_display", note)
    await pilot.press(*keys)
    await pilot.pause()
    monkeypatch.setattr(App, "_display", paint)
    return spans


def test_a_letter_repaints_its_row_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        async with Fields().run_test(size=(20, 10)) as pilot:
            await pilot.press("a")
            await pilot.pause()
            assert {y for y, _, _ in await _sent(pilot, monkeypatch, "b")} == {2}
            assert {y for y, _, _ in await _sent(pilot, monkeypatch, "ctrl+j")} == {2, 3}

    asyncio.run(look())


def test_a_letter_painted_with_the_whole_screen_can_be_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def look() -> None:
        app = Fields()
        async with app.run_test(size=(20, 10)) as pilot:
            await pilot.press("a")
            await pilot.pause()
            app.query_one(Words).insert("b")
            app.screen.refresh()
            await pilot.pause()
            # As it was when the field last painted itself, but not as it is on the screen.
            assert 2 in {y for y, _, _ in await _sent(pilot, monkeypatch, "backspace")}

    asyncio.run(look())


_WORDS = st.lists(
    st.tuples(st.text("ab 語\u0301", max_size=8), st.sampled_from([Style(), Style(bold=True)])), max_size=4
)


def _strip(parts: list[tuple[str, Style]]) -> Strip:
    return Strip([Segment(text, style) for text, style in parts if text]).adjust_cell_length(40, Style())


def _cells(strip: Strip) -> list[tuple[str, bool]]:
    return [
        (part.text, bool(part.style and part.style.bold)) for x in range(40) for part in strip.crop(x, x + 1)
    ]


@example([("語", Style()), ("\u0301", Style())], [("語", Style(bold=True)), ("\u0301", Style())])
@example([("ab", Style())], [("ab", Style(bold=True))])
@given(_WORDS, _WORDS)
def test_all_that_differs_in_two_rows_is_painted(
    before: list[tuple[str, Style]], after: list[tuple[str, Style]]
) -> None:
    old, new = _strip(before), _strip(after)
    painted = [*_cells(new)[: _differ_in(old, new)], *_cells(old)[_differ_in(old, new) :]]
    assert painted == _cells(new)
    assert not _differ_in(old, old)
