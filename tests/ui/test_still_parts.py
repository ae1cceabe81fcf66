"""Parts of a screen that stay as they are: not rendered again for the sake of another, and never out of date."""

import asyncio

from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from panelroom.ui.widgets import Literal, Rows


class Two(App[None]):
    """Two texts under one another."""

    CSS = "Literal { height: auto; width: 1fr; }"

    def compose(self) -> ComposeResult:
        with Rows():
            yield Literal("first", id="first")
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
