"""An app that keeps quiet: when it breaks or is stopped, one sentence; to the clipboard and in a paste, nothing."""

import asyncio
import contextlib
import signal

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import App, ReturnType

from panelroom.ui.guard import STOPPED
from panelroom.ui.hardening import crash_sentence


class QuietCrash(App[ReturnType]):
    """A base for an app whose errors name their type and nothing else; ``return_code`` is then 1.

    Stock Textual prints a traceback with the local variables of every frame: on a projector, case text.
    Every path - compose, mount, render, message, timer, worker, thread worker, style sheet - ends in
    ``_handle_exception``; the keyboard thread ends in ``panic``. TERM, HUP and INT close the app in order.
    Tests under ``run_test`` still see the error raised, as with stock Textual.
    """

    def _handle_exception(self, error: Exception) -> None:
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._end_with(crash_sentence(error))

    def panic(self, *renderables: RenderableType) -> None:
        """Close the app with one fixed sentence, whatever was to be shown."""
        self._end_with(STOPPED)

    def on_mount(self) -> None:
        """Listen for the signals that ask for an orderly end, and silence the loop's own error reports."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, _context: None)
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            # Windows has neither SIGHUP nor signal handlers in the loop.
            with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self._end_with, STOPPED)

    async def on_event(self, event: events.Event) -> None:
        """Let a paste through the gate for text; into a pass-phrase, which shows no letter, it goes as it is."""
        if isinstance(event, events.Paste) and not getattr(self.focused, "password", False):
            from panelroom.text import clean_text

            event.text = clean_text(event.text)
        await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: the clipboard outlives the meeting, and to fill it is a command to the terminal."""

    def _end_with(self, sentence: str) -> None:
        self._return_code = 1
        # The first error is the one that matters; those that follow are its echo.
        self._exit_renderables[:] = self._exit_renderables[:1] or [Text(sentence)]
        self._close_messages_no_wait()
