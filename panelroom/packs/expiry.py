"""From when to when a pack opens, judged by this computer's clock: there is no other where nobody is online."""

from datetime import date, datetime, timedelta

from panelroom.errors import Refused

CLOCKS_DIFFER = timedelta(minutes=10)  # between the officer's computer and the meeting's


def check_dates(created: datetime, expires: date | None, now: datetime) -> None:
    """Raise Refused unless ``now`` lies between ``created`` and the end of the day ``expires``.

    The day ends where ``now``'s clock says so. A clock that is set back to before the pack was made would make
    any expiry worthless, so it is refused too.
    """
    if now < created - CLOCKS_DIFFER:
        raise Refused(
            "This pack was made later than this computer's clock says it is now, so it was not opened: set the "
            "date and time of this computer right."
        )
    if expires is not None and now.date() > expires:
        raise Refused(
            f"This pack could be opened until {expires.isoformat()} and was not opened: ask the packer for a new "
            "one, or set the clock of this computer right."
        )
