"""The guide of a rehearsal, as the screens show it: a strip above the keys. It does nothing by itself."""

from textual.content import Content

from panelroom.guidance import Step, Where, step
from panelroom.ui.frame import PlainScreen
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import BOLD, KEY, join, styled
from panelroom.ui.screens.outcome import Outcome
from panelroom.ui.screens.questions import Questions
from panelroom.ui.screens.reading import Reading
from panelroom.ui.widgets import Literal


class Guide:
    """What is said beside the screens of a rehearsal; ``shown`` or hidden by one key.

    Args:
        passphrase: that of the rehearsal, which the lock's box says: it protects nothing.
    """

    def __init__(self, passphrase: str) -> None:
        self.shown = True
        self._passphrase = passphrase
        self._said = Content("")

    def paint(self, screen: PlainScreen) -> None:
        """Show what makes sense on this screen now, or nothing."""
        found = step(screen.meeting, _where(screen)) if isinstance(screen, MeetingScreen) else None
        self._said = _strip(found) if found else Content("")
        strip = screen.query_one("#guide", Literal)
        strip.display = self.shown and found is not None
        strip.show(self._said)

    def beside_box(self, *, locked: bool) -> Content:
        """Return what to show beneath a box over the screen: the step it belongs to, or what opens the lock."""
        if locked:  # even where the guide is hidden: nobody else knows it
            return join(
                styled("NEXT  ", BOLD), "the pass-phrase of this rehearsal: ", styled(self._passphrase, KEY)
            )
        return self._said if self.shown else Content("")


def _where(screen: MeetingScreen) -> Where:
    if isinstance(screen, Reading):
        return Where(screen.NAME, page=screen.page)
    if screen.current_case is None:
        return Where(screen.NAME)
    if isinstance(screen, Questions):
        return Where(screen.NAME, question=screen.question, follow_up=screen.pending())
    if isinstance(screen, Outcome):
        return Where(screen.NAME, chosen=screen.chosen)
    return Where(screen.NAME)


def _strip(found: Step) -> Content:
    keys = Content(" then ").join([styled(key, KEY) for key in found.keys])
    return join(styled("NEXT  ", BOLD), keys, f" - {found.words}   ", styled("F7", KEY), " hides this")
