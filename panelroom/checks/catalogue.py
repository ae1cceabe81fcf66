"""The catalogue of checks: for each id how severe it is, its plain name, what it means and what to do.

Screens, commands and ``docs/checks.md`` all take their words from here. A document's own reader gives the ids
that only the original file can show (``PDF-``, ``DOCX-``, ``ODT-``, ``MD-``, ``IMG-``, ``TXT-``, ``HOSTILE``);
:mod:`panelroom.checks` gives those of the text (``T-``) and of a whole case (``L-``).
"""

from types import MappingProxyType
from typing import Final, NamedTuple

from panelroom.findings import Severity


class Check(NamedTuple):
    """One row of the catalogue; ``name``, ``meaning`` and ``action`` are for people, a sentence each."""

    id: str
    severity: Severity
    name: str
    meaning: str
    action: str


_REDACT = "Replace it with a label here, or waive it with a reason and your name."
_LOOK = "Look at it: replace it with a label, or tick that it may stay."
_GONE = "Nothing: the sealed papers are rebuilt without it."
_PLAIN = "Nothing: on the page it is words like any other."
_SOURCE = "Correct the file where it was made and add it anew, or waive it with a reason and your name."
_ONE_LABEL = "Compare the places and give one person one label throughout the case."

_ROWS: Final[tuple[tuple[str, Severity, str, str, str], ...]] = (
    # What only a PDF file can show.
    (
        "PDF-HIDDEN-TEXT",
        "BLOCK",
        "hidden text",
        "The page holds words that cannot be seen on it, often under a black box.",
        _SOURCE,
    ),
    (
        "PDF-OCR-UNDER-BOX",
        "BLOCK",
        "scanned words under a box",
        "The text layer of a scan still has the words that were blacked out.",
        _SOURCE,
    ),
    (
        "PDF-IMAGE-UNDER-BOX",
        "BLOCK",
        "picture under a box",
        "A box was drawn over a picture that still lies whole beneath it.",
        "Black it out in the picture itself and import the file again.",
    ),
    (
        "PDF-ANNOT-REDACT-UNAPPLIED",
        "BLOCK",
        "redaction marked but not applied",
        "A redaction was drawn but never carried out, so the words are still there.",
        "Apply the redactions where they were drawn and import the file again.",
    ),
    (
        "PDF-ANNOT-COVER",
        "REVIEW",
        "shape drawn over text",
        "A comment shape lies over words and can be moved away.",
        _LOOK,
    ),
    (
        "PDF-ANNOT-NOTE",
        "REVIEW",
        "sticky note",
        "A note was added to the page and may say something about a person.",
        _LOOK,
    ),
    (
        "PDF-NO-TEXT-LAYER",
        "REVIEW",
        "page that is only a picture",
        "No check can read this page, because it is a picture.",
        "Read the picture with your own eyes and type what it shows.",
    ),
    (
        "PDF-ATTACHMENT",
        "AUTO",
        "attached file",
        "The file carries another file inside it.",
        _GONE,
    ),
    ("PDF-FORM-FIELD", "AUTO", "form field", "A form field keeps what was typed into it.", _GONE),
    ("PDF-LAYER", "AUTO", "hidden layer", "A layer of the page can be switched on and off.", _GONE),
    (
        "PDF-CROP",
        "AUTO",
        "cropped page",
        "The page is larger than what is shown, and what was cut is still there.",
        _GONE,
    ),
    ("PDF-OUTLINE", "AUTO", "bookmark", "The list of bookmarks has words of its own.", _GONE),
    ("PDF-ACTUALTEXT", "AUTO", "replacement text", "Text for copying differs from what is shown.", _GONE),
    ("PDF-LINK", "AUTO", "link", "A link on the page names an address.", _GONE),
    ("PDF-INCREMENTAL", "AUTO", "earlier version", "Earlier versions of the file are kept inside it.", _GONE),
    ("PDF-ORPHAN", "AUTO", "left-over object", "A part that no page uses any more is still inside.", _GONE),
    (
        "PDF-METADATA",
        "AUTO",
        "document properties",
        "The properties of the file can name who wrote it or what it is about.",
        _GONE,
    ),
    ("PDF-PIECEINFO", "AUTO", "program's own data", "The program that made the file left data in it.", _GONE),
    ("PDF-JAVASCRIPT", "AUTO", "script", "The file carries a script.", _GONE),
    ("PDF-ACTION", "AUTO", "action", "The file asks the reader's program to do something.", _GONE),
)


def _word_processor_rows(kind: str) -> list[tuple[str, Severity, str, str, str]]:
    """Return the rows that Word and OpenDocument files share; ``kind`` is the prefix of their ids."""
    blocks: list[tuple[str, str, str]] = [
        ("TRACKED", "tracked change", "Words that were deleted or inserted are kept as a tracked change."),
        ("COMMENT", "comment", "A comment stands beside the text and is not seen in print."),
        ("HIDDEN-TEXT", "hidden text", "Words are formatted so that they are not shown."),
        ("BLACKOUT", "black highlighting", "Words are only coloured black on black and can be read."),
        ("INVISIBLE-COLOUR", "text in the colour of the page", "Words have the colour of the page."),
    ]
    autos: list[tuple[str, str, str]] = [
        ("CROPPED-IMAGE", "cropped picture", "What was cut from a picture is still inside the file."),
        ("FIELD-CODE", "field code", "A field keeps the words or the address it was made from."),
        ("DOCVARS", "document variable", "The file keeps named values that are not shown."),
        ("CUSTOMXML", "custom data", "The file carries data of another program."),
        ("ALTCHUNK", "embedded text", "Another text is embedded and is not shown by every program."),
        ("ALT-TEXT", "description of a picture", "The description of a picture may name who is in it."),
        ("METADATA", "document properties", "The properties of the file can name who wrote it."),
        ("THUMBNAIL", "preview picture", "A small picture of the first page as it once was is kept."),
        ("EXTERNAL", "external link", "The file refers to another file or address."),
        ("EMBEDDED", "embedded object", "Another document is embedded, whole, behind its picture."),
        ("MACRO", "macro", "The file carries a program."),
    ]
    reviews: list[tuple[str, str, str]] = [
        ("SHAPE-COVER", "shape over text", "A filled shape lies over words and can be moved away."),
        ("PICTURE", "picture", "The text holds a picture, which no check can read."),
    ]
    return [
        *((f"{kind}-{end}", "BLOCK", name, meaning, _SOURCE) for end, name, meaning in blocks),
        *((f"{kind}-{end}", "REVIEW", name, meaning, _LOOK) for end, name, meaning in reviews),
        *((f"{kind}-{end}", "AUTO", name, meaning, _GONE) for end, name, meaning in autos),
    ]


_OTHER_FILES: Final[tuple[tuple[str, Severity, str, str, str], ...]] = (
    (
        "MD-HTML-COMMENT",
        "BLOCK",
        "comment in the source",
        "A comment in the source is not shown when the text is laid out.",
        _SOURCE,
    ),
    (
        "IMG-EXIF",
        "AUTO",
        "data in a photograph",
        "A photograph can say where, when and by whom it was taken.",
        _GONE,
    ),
    (
        "IMG-TRAILING",
        "AUTO",
        "data behind a picture",
        "Something is stored behind the end of the picture.",
        _GONE,
    ),
    (
        "TXT-CONTROL",
        "AUTO",
        "control characters",
        "Characters that command a terminal were made visible.",
        _GONE,
    ),
    (
        "TXT-INVISIBLE",
        "AUTO",
        "invisible characters",
        "Characters that are not seen were made visible.",
        _GONE,
    ),
    (
        "TXT-CONFUSABLE",
        "AUTO",
        "look-alike letters",
        "Letters of another alphabet stand where Latin ones are expected.",
        _PLAIN,
    ),
    ("TXT-MARKUP", "AUTO", "mark-up", "Mark-up stands in the text as if it were words.", _PLAIN),
    (
        "HOSTILE",
        "BLOCK",
        "file refused",
        "The file is over a limit or built to do harm, and was not read.",
        "Ask where the file comes from, and save it anew from the program that made it.",
    ),
)

_TEXT: Final[tuple[tuple[str, Severity, str, str, str], ...]] = (
    ("T-PHONE", "BLOCK", "telephone number", "A telephone number reaches one person or household.", _REDACT),
    ("T-EMAIL", "BLOCK", "e-mail address", "An e-mail address reaches one person.", _REDACT),
    ("T-NINO", "BLOCK", "National Insurance number", "It belongs to one person for life.", _REDACT),
    ("T-NHS", "BLOCK", "NHS number", "It belongs to one patient for life.", _REDACT),
    ("T-CARD", "BLOCK", "payment card number", "The digits are those of a payment card.", _REDACT),
    ("T-SORTCODE", "BLOCK", "sort code", "A bank's sort code, beside an account or named as such.", _REDACT),
    ("T-ACCOUNT", "BLOCK", "bank account number", "It leads to one account holder.", _REDACT),
    (
        "T-DOB",
        "BLOCK",
        "date of birth",
        "With a place or a name, a date of birth singles out one person.",
        _REDACT,
    ),
    (
        "T-PNC",
        "BLOCK",
        "Police National Computer number",
        "It leads to one person's police record.",
        _REDACT,
    ),
    ("T-CRO", "BLOCK", "Criminal Records Office number", "It leads to one person's convictions.", _REDACT),
    (
        "T-DRIVING",
        "BLOCK",
        "driver number",
        "It spells out a surname and the date of birth.",
        _REDACT,
    ),
    ("T-PASSPORT", "BLOCK", "passport number", "It belongs to one person's travel document.", _REDACT),
    ("T-POSTCODE", "REVIEW", "postcode", "A postcode stands for about fifteen homes.", _LOOK),
    ("T-VRM", "REVIEW", "vehicle registration", "A registration leads to the keeper of a vehicle.", _LOOK),
    (
        "T-CRIMEREF",
        "REVIEW",
        "crime or incident reference",
        "A reference opens the whole record to those who can look it up.",
        _LOOK,
    ),
    (
        "T-COLLAR",
        "REVIEW",
        "officer's rank and number",
        "A rank with a number names one officer.",
        _LOOK,
    ),
    ("T-WARRANT", "REVIEW", "warrant number", "A warrant number names one officer.", _LOOK),
    ("T-IP", "REVIEW", "internet address", "An IP address can lead to one household.", _LOOK),
    ("T-IMEI", "REVIEW", "handset number", "An IMEI leads to one telephone.", _LOOK),
    ("T-URL", "REVIEW", "web address", "A web address can show a person's page or post.", _LOOK),
    ("T-HANDLE", "REVIEW", "user name", "A user name leads to one person's account.", _LOOK),
    ("T-W3W", "REVIEW", "what3words place", "Three words stand for a square of three metres.", _LOOK),
    ("T-ADDRESS", "REVIEW", "address", "A house or a street says where somebody lives.", _LOOK),
    (
        "T-PERSON-CUE",
        "REVIEW",
        "name of a person",
        "The words around it say that this is somebody's name.",
        _LOOK,
    ),
    (
        "T-WORD-LEDGER",
        "REVIEW",
        "word that could be a name",
        "A capitalised word that is not usual in police papers.",
        _LOOK,
    ),
    (
        "T-QUASI",
        "REVIEW",
        "what no pattern finds",
        "A job, an event or a small place can single out a person without a name.",
        "Read the papers with this in mind and tick that you did.",
    ),
)

_CASE: Final[tuple[tuple[str, Severity, str, str, str], ...]] = (
    (
        "L-MIXED-SCHEME",
        "REVIEW",
        "labels of two kinds",
        "The same role is labelled with numbers in one place and with letters or not at all in another.",
        _ONE_LABEL,
    ),
    (
        "L-CASE-VARIANT",
        "REVIEW",
        "label written differently",
        "One label is written in capitals and also in another way.",
        _ONE_LABEL,
    ),
    (
        "L-GAP",
        "REVIEW",
        "number left out",
        "The numbers of a role have a gap, so a person may be missing or have two numbers.",
        _ONE_LABEL,
    ),
    (
        "L-ROLE-CLASH",
        "REVIEW",
        "two roles in one place",
        "The form says one role and the label beside it another.",
        _ONE_LABEL,
    ),
    (
        "L-ATTR-CLASH",
        "REVIEW",
        "sex or age that differs",
        "What is said of one label does not fit one person.",
        _ONE_LABEL,
    ),
    (
        "L-ANON-MARK",
        "REVIEW",
        "other redaction mark",
        "Crosses, blanks or black squares stand where others have a label.",
        "Put the right label there, so that the panel can tell the people apart.",
    ),
    (
        "L-INITIALS",
        "REVIEW",
        "initials",
        "Initials beside labels still point to a name.",
        "Replace them with a label.",
    ),
    (
        "L-NAME-BESIDE-LABEL",
        "REVIEW",
        "word beside a label",
        "A name may be left standing beside the label that was to replace it.",
        "Delete the name and keep the label.",
    ),
    (
        "R-LEFTOVER",
        "REVIEW",
        "word redacted elsewhere",
        "A word that was redacted in other places still stands here.",
        _LOOK,
    ),
)

CATALOGUE: Final = MappingProxyType(
    {
        row[0]: Check(*row)
        for row in (
            *_ROWS,
            *_word_processor_rows("DOCX"),
            *_word_processor_rows("ODT"),
            *_OTHER_FILES,
            *_TEXT,
            *_CASE,
        )
    }
)
"""Every check by id, in the order in which people read them."""


def check_of(check: str) -> Check:
    """Return the check with that id; for one the catalogue does not know, words that are true of any."""
    known = CATALOGUE.get(check)
    return known or Check(check, "REVIEW", "something to look at", f"The check {check} found this.", _LOOK)


def severity_of(check: str) -> Severity:
    """Return the severity of the check with that id; KeyError when the catalogue does not know it."""
    return CATALOGUE[check].severity
