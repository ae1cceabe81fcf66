"""The dated log of a case, read while the panel reads its pages: no page and no key waits for it."""

import asyncio

from panelroom.dated import AT_ONCE
from panelroom.papers import CasePapers
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import bold, lines

STILL = lines(bold("Timeline"), "Still being read: a long case.")
LATER = "The dated entries of this long case are still being read: ask again in a moment."
_GROUP = "log"


def log_is_read(screen: MeetingScreen, papers: CasePapers) -> bool:
    """Return whether all dated entries are there; if not, they are read on, and the screen is told at the end."""
    if papers.log.complete:
        return True
    reads = (worker for worker in screen.workers if worker.group == _GROUP and worker.node is screen)
    if any(worker.name == papers.ref and not worker.is_finished for worker in reads):
        return False
    if papers.log.read_on(AT_ONCE):
        return True
    screen.run_worker(_read_on(screen, papers), name=papers.ref, group=_GROUP)
    return False


async def _read_on(screen: MeetingScreen, papers: CasePapers) -> None:
    # On the loop and not in a thread: a thread would take the time of the keys in larger pieces than these.
    while not papers.log.read_on():
        await asyncio.sleep(0)
    screen.log_was_read()
