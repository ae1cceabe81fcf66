"""What takes a second or two, such as a pass-phrase or a seal: done in a thread, while a box says so."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from panelroom.errors import PanelroomError
from panelroom.ui.frame import Modal, PlainScreen
from panelroom.ui.paint import bold
from panelroom.ui.widgets import Literal

T = TypeVar("T")


class Working(Modal):
    """A box that stays until a deed is done; keys do nothing meanwhile, and ESC says why.

    It gives back :class:`Done`.

    Args:
        doing: what is being done, such as "Sealing". deed: is called in a thread, and touches no widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "explain", "explain", show=False)]

    class Done(Message):
        """The deed is done: what came of it, or why it was refused."""

        def __init__(self, value: Any, problem: str) -> None:
            super().__init__()
            self.value, self.problem = value, problem

    def __init__(self, doing: str, deed: Callable[[], Any]) -> None:
        super().__init__()
        self._doing, self._deed = doing, deed

    def compose(self) -> ComposeResult:
        """Say what is being done."""
        with Vertical(classes="box"):
            yield Literal(bold(f"{self._doing} ..."))
            yield Literal("One moment.", id="moment")

    def on_mount(self) -> None:
        """Begin once the box is painted."""
        self.call_after_refresh(self._work)

    # A fault in the deed ends the program in one sentence, as it would outside a thread: exit_on_error stays.
    @work(thread=True, exclusive=True, group="working")
    def _work(self) -> None:
        value, problem = None, ""
        try:
            value = self._deed()
        except PanelroomError as error:
            problem = str(error)
        except OSError:
            problem = "The system refused something: look at what is in the folder, then try again."
        self.post_message(self.Done(value, problem))

    def on_working_done(self, event: Done) -> None:
        """Go, with what came of it."""
        self.dismiss(event)

    def action_explain(self) -> None:
        """Say that ESC stops nothing here."""
        self.query_one("#moment", Literal).show(
            "This cannot be stopped half-way. In a moment you are told what came of it."
        )


def do_in_thread(
    screen: PlainScreen,
    doing: str,
    deed: Callable[[], T],
    then: Callable[[T], None],
    refused: Callable[[str], None] | None = None,
) -> None:
    """Do ``deed`` without holding up the screen; go on with ``then``.

    Why it was refused goes to ``refused``, or is said on ``screen``.
    """

    def done(outcome: Working.Done | None) -> None:
        if outcome is None:
            return
        if not outcome.problem:
            then(outcome.value)
        elif refused:
            refused(outcome.problem)
        else:
            screen.notice(outcome.problem, refused=True)

    screen.app.push_screen(Working(doing, deed), done)
