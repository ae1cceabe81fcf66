"""What a person must look for, because no pattern can: the officer ticks each item before the papers are sealed.

The Kent wording follows "Redacted Hate Crime Report Scrutiny IPAG Aide Memoire", For police personnel (Kent
Police IPAG guide, Appendix B, bullets 4, 5 and 6); the others say what a name is not needed for. The Information
Commissioner's Office, "Anonymisation: managing data protection risk", calls it the motivated intruder.
"""

from typing import Final, NamedTuple


class AideItem(NamedTuple):
    """One item of the tick-list: ``wording`` is what the officer confirms, ``source`` where it comes from."""

    id: str
    wording: str
    source: str


_KENT: Final = "Kent Police, IPAG aide memoire, Appendix B"
_PANELROOM: Final = "panelroom, T-QUASI"

AIDE: Final[tuple[AideItem, ...]] = (
    AideItem("victim", "Nothing left says who the victim is.", f"{_KENT}, bullet 4"),
    AideItem("witness", "Nothing left says who a witness is.", f"{_KENT}, bullet 4"),
    AideItem("suspect", "Nothing left says who a suspect is.", f"{_KENT}, bullet 4"),
    AideItem("injured", "Nothing left says who an injured party is.", f"{_KENT}, bullet 4"),
    AideItem(
        "officer-in-charge",
        "The officer in charge of the report is removed throughout.",
        f"{_KENT}, bullet 4",
    ),
    AideItem(
        "contacts",
        "Every telephone number, address and other contact detail is removed.",
        f"{_KENT}, bullet 4",
    ),
    AideItem("in-doubt", "Wherever I was in doubt, I asked somebody.", f"{_KENT}, bullet 4"),
    AideItem(
        "log-entries",
        "I read every log entry for sensitive information that a panel should not see.",
        f"{_KENT}, bullet 5",
    ),
    AideItem(
        "second-reader", "A supervising officer agrees that these papers may be shown.", f"{_KENT}, bullet 6"
    ),
    AideItem(
        "quasi-person",
        "No rare job, post, club, illness or family circumstance points to one person.",
        _PANELROOM,
    ),
    AideItem(
        "quasi-place",
        "No small place, shop, school or place of worship points to one person.",
        _PANELROOM,
    ),
    AideItem(
        "quasi-event",
        "No date, event or press report lets somebody look up who it was.",
        _PANELROOM,
    ),
    AideItem("quasi-words", "No quoted post, message or turn of phrase can be searched for.", _PANELROOM),
    AideItem(
        "quasi-picture",
        "No photograph, screenshot, signature, tattoo or vehicle shows who somebody is.",
        _PANELROOM,
    ),
    AideItem("quasi-panel", "No member of this panel is likely to know the people.", _PANELROOM),
)
