"""What an officer does at the desk. Every function keeps the change on the disk before it returns the case."""

from collections.abc import Iterable
from datetime import datetime

from panelroom.casework.case import CaseFolder, Found
from panelroom.casework.redaction import checked, places
from panelroom.casework.review import Approval, Replacement, Review, Settled, write_review
from panelroom.checks import AIDE
from panelroom.errors import Refused
from panelroom.text import clean_line, clean_text

LONGEST_WORDS = 2_000
_HIDDEN = (
    "Nothing was changed: this is hidden in the file, not in its text. Correct the file and add it anew, "
    "or waive this with a reason."
)
_LEFT_BEHIND = (
    "Nothing was changed, and nothing needs to be: this is not in the text that would be packed; "
    "rebuilding leaves it behind."
)


def keep(case: CaseFolder, review: Review) -> CaseFolder:
    """Return the case under this review, which is on the disk.

    Raises:
        NotWritten: the disk did not take it; the case and the file are as before.
    """
    write_review(case.path, review)
    return case.reviewed(review)


def redact(case: CaseFolder, find: str, label: str) -> CaseFolder:
    """Put ``label`` in the place of ``find`` everywhere in the case.

    Raises:
        Refused: the words stand nowhere in it, or they or the label are not what they should be.
    """
    replacement = checked(Replacement(find=find, label=label))
    changed = case.reviewed(case.review.replacing(replacement))
    if occurrences(case, replacement.find) == 0:
        raise Refused("These words stand nowhere in the case as whole words: nothing was changed.")
    return keep(case, changed.review)


def redact_here(case: CaseFolder, found: Found, label: str) -> CaseFolder:
    """Put ``label`` in the place of what was found, only there.

    Raises:
        Refused: what was found is not in a document's text, or the label is not what it should be.
    """
    words = words_of(case, found)
    finding = found.finding
    if not found.file:
        raise Refused(
            "This is in the words typed for the case, not in a document: change them (q, then 5 for the cover, 6 for "
            "what is missing, 7 for pictures), or redact everywhere."
        )
    placed = case.documents[found.file].at(finding.start) if finding.start is not None else None
    if placed is None or finding.start is None:
        raise Refused(_HIDDEN)
    inside = finding.start - placed.start
    spans = places(words, placed.block.text)
    nth = next((n for n, (start, end) in enumerate(spans, 1) if start <= inside < end), None)
    if nth is None:
        raise Refused("This cannot be redacted by itself: redact it everywhere in the case.")
    once = Replacement(find=words, label=label, file=found.file, block=placed.block.id, nth=nth)
    return keep(case, case.review.replacing(checked(once)))


def undo_redaction(case: CaseFolder) -> CaseFolder:
    """Take the latest redaction back.

    Raises:
        Refused: there is none.
    """
    if not case.review.replacements:
        raise Refused("Nothing was redacted here yet.")
    return keep(case, case.review.without_last_replacement())


def latest_redaction(case: CaseFolder) -> str:
    """Return what would come back if the latest redaction were undone: for the officer's own screen; or ""."""
    return case.review.replacements[-1].find if case.review.replacements else ""


def occurrences(case: CaseFolder, find: str) -> int:
    """Return in how many places of the case these words stand."""
    texts = [*(document.text for document in case.documents.values()), case.own_words]
    return sum(len(places(find, text)) for text in texts)


def words_of(case: CaseFolder, found: Found) -> str:
    """Return the words that were found: for the officer's own screen, never for a list.

    Raises:
        Refused: what was found is not in the text.
    """
    finding = found.finding
    if finding.start is None or finding.end is None:
        raise Refused(_HIDDEN if finding.severity == "BLOCK" else _LEFT_BEHIND)
    text = case.documents[found.file].text if found.file else case.own_words
    return text[finding.start : finding.end]


def tick(case: CaseFolder, keys: Iterable[str], by: str, now: datetime) -> CaseFolder:
    """Note that ``by`` looked at these findings and that they may stay.

    Raises:
        Refused: a key is of no finding, or of one that needs a reason.
    """
    chosen = [_found(case, key) for key in keys]
    if any(each.finding.severity == "BLOCK" for each in chosen):
        raise Refused("This must be redacted, or waived with a reason: nothing was ticked.")
    settled = Settled(verdict="ticked", by=_name(by), at=now)
    return keep(case, case.review.settling({each.key: settled for each in chosen}))


def waive(case: CaseFolder, key: str, by: str, reason: str, now: datetime) -> CaseFolder:
    """Note that what was found must stay, why, and who says so.

    Raises:
        Refused: the key is of no finding, or the reason or the name is missing.
    """
    said = clean_line(reason)
    if not said:
        raise Refused("Say why it must stay: nothing was waived.")
    settled = Settled(verdict="waived", by=_name(by), at=now, reason=said)
    return keep(case, case.review.settling({_found(case, key).key: settled}))


def open_again(case: CaseFolder, key: str) -> CaseFolder:
    """Take a tick or a waiver back."""
    return keep(case, case.review.unsettling(key))


def tick_words(case: CaseFolder, words: Iterable[str], by: str, now: datetime) -> CaseFolder:
    """Note that these words of the ledger name nobody, in the documents where they stand now."""
    settled = Settled(verdict="ticked", by=_name(by), at=now)
    keys = [key for word in words for key in case.word_keys(word)]
    return keep(case, case.review.settling(dict.fromkeys(keys, settled)))


def open_word(case: CaseFolder, word: str) -> CaseFolder:
    """Take the tick at a word of the ledger back."""
    return keep(case, case.review.unsettling(*case.word_keys(word)))


def tick_item(case: CaseFolder, item: str, by: str, now: datetime) -> CaseFolder:
    """Note that a point of the tick-list was done for the documents that the case has now.

    Raises:
        Refused: there is no such point.
    """
    if item not in {each.id for each in AIDE}:
        raise Refused(f"The tick-list has no point {clean_line(item)}: nothing was ticked.")
    settled = Settled(verdict="ticked", by=_name(by), at=now)
    return keep(case, case.review.settling(dict.fromkeys(case.item_keys(item), settled)))


def open_item(case: CaseFolder, item: str) -> CaseFolder:
    """Take the tick at a point of the tick-list back."""
    return keep(case, case.review.unsettling(*case.item_keys(item)))


def confirm_timeline(case: CaseFolder, by: str, now: datetime) -> CaseFolder:
    """Note who compared the timeline with the papers, both as they are now."""
    settled = Settled(verdict="ticked", by=_name(by), at=now)
    return keep(case, case.review.settling({case.timeline_key: settled}))


def strike_event(case: CaseFolder, key: str) -> CaseFolder:
    """Take an entry out of the timeline, or put it back; the confirmation has to be given again.

    Raises:
        Refused: there is no such entry.
    """
    if key not in {entry.key for entry in case.timeline}:
        raise Refused("The timeline has no such entry: nothing was changed.")
    return keep(case, case.review.striking(key).unsettling(case.timeline_key))


def describe(case: CaseFolder, file: str, page: int, words: str) -> CaseFolder:
    """Say in words what a page shows that is only a picture.

    Raises:
        Refused: that page is no picture, or there are no words or too many.
    """
    document = case.documents.get(file)
    said = clean_text(words).strip()
    if document is None or page not in document.pictures:
        raise Refused("That page is not a picture: nothing was changed.")
    if not said or len(said) > LONGEST_WORDS:
        raise Refused(
            f"Say what the picture shows in at most {LONGEST_WORDS} characters: nothing was changed."
        )
    return keep(case, case.review.describing(file, page, said))


def add_approval(case: CaseFolder, approval: Approval) -> CaseFolder:
    """Keep a second person's approval with the case."""
    return keep(case, case.review.approving(approval))


def _found(case: CaseFolder, key: str) -> Found:
    for each in case.found:
        if each.key == key:
            return each
    raise Refused("Nothing with that key was found in this case: see the keys with 'panelroom pack check'.")


def _name(by: str) -> str:
    name = clean_line(by)
    if not name:
        raise Refused("Say who you are: nothing was changed.")
    return name
