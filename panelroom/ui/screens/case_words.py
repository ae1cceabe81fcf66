"""A case of the pack desk in words: what it has, what it needs, and what nobody has looked at yet."""

from collections import Counter
from collections.abc import Sequence

from textual.content import Content

from panelroom.case_sheet import CaseSheet
from panelroom.casework.case import CaseFolder
from panelroom.checks import AIDE, check_of
from panelroom.text import plural
from panelroom.ui.paint import FAULT, KEY, bold, hanging, join, lines, plain, styled

READING = (10, 15)
"""Minutes a panel gives to reading a case (Leicestershire's terms of reference plan 10 to 15)."""
PACE = 200
"""Words a minute."""
NO_DOCUMENTS = "Add the redacted documents first: a."
"""What a case without documents needs, on its own screen."""


def minutes_to_read(case: CaseFolder) -> int:
    """Return how long a panel reads the case, in minutes, rounded up."""
    return -(-case.reading_words // PACE)


def open_points(case: CaseFolder) -> list[str]:
    """Return the points of the tick-list that nobody ticked."""
    return [item.wording for item in AIDE if not case.is_item_ticked(item.id)]


def undescribed(case: CaseFolder) -> int:
    """Return how many pages are only a picture that nobody described."""
    alt = case.review.alt
    return sum(page not in alt.get(file, {}) for file, d in case.documents.items() for page in d.pictures)


def still_open(cases: Sequence[CaseFolder]) -> str:
    """Return what nobody has looked at in these cases, with commas between; empty where nothing is left.

    None of it refuses the seal: it is said to whoever seals and to whoever approves.
    """
    counted = (
        (sum(len(c.not_looked_at) for c in cases), "1 finding to look at", "findings to look at"),
        (sum(len(open_points(c)) for c in cases), "1 point of the tick-list", "points of the tick-list"),
        (sum(map(undescribed, cases)), "1 picture to describe", "pictures to describe"),
        (sum(c.timeline_confirmed is None for c in cases), "the timeline", "timelines"),
        (sum(not c.sheet.advisory for c in cases), "what to expect", "covers without what to expect"),
        (sum(minutes_to_read(c) > READING[1] for c in cases), "a long case", "long cases"),
    )
    return ", ".join(one if count == 1 else f"{count} {many}" for count, one, many in counted if count)


def open_line(cases: Sequence[CaseFolder]) -> str:
    """Return the same as a sentence."""
    left = still_open(cases)
    return f"Still open: {left}." if left else "Everything was looked at."


def about(sheet: CaseSheet, case: CaseFolder | None, problem: str, width: int) -> Content:
    """Return what to expect in a case, its documents, and why it cannot be read, if so."""
    documents = [plain(f"  {d.title}   {d.file}{_counted(case, d.file)}") for d in sheet.documents] or [
        plain("  none yet: a adds one")
    ]
    return lines(
        hanging(bold("What to expect   "), sheet.advisory or "not said yet", width),
        bold("Documents"),
        *documents,
        styled(problem, FAULT) if problem else None,
        "",
    )


def _counted(case: CaseFolder | None, file: str) -> str:
    return f"   {plural(case.documents[file].pages, 'page')}" if case and file in case.documents else ""


def first_steps(sheet: CaseSheet, problem: str) -> Content:
    """Return what is to be done in a case that was not read."""
    if problem:
        return plain("")
    return plain("The documents are being read ..." if sheet.documents else NO_DOCUMENTS)


def steps(case: CaseFolder, width: int) -> Content:
    """Return the list an officer works down, with how far each step is."""
    ticked = sum(case.is_word_ticked(w.word) for w in case.words)
    confirmed = case.timeline_confirmed
    entries = sum(not e.struck for e in case.timeline)
    pictures = undescribed(case)
    rows = [
        _step("1", "Findings", _findings_words(case), width, bad=bool(case.refusing)),
        _step("2", "Words that could be names", f"{ticked} of {len(case.words)} ticked", width),
        _step("3", "Timeline", f"{plural(entries, 'entry', 'entries')}, "
              + (f"confirmed by {confirmed.by}" if confirmed else "not confirmed"), width),
        _step("4", "Tick-list", f"{len(AIDE) - len(open_points(case))} of {len(AIDE)} ticked", width),
        _step("5", "Cover", _cover_words(case.sheet), width),
        _step("6", "Missing from the papers", plural(len(case.sheet.missing), "line"), width),
        _step("7", "Pictures", f"{pictures} not described" if pictures else "none to describe", width),
    ]  # fmt: skip
    return lines(*rows, "", *_ends(case))


def _step(key: str, name: str, state: str, width: int, *, bad: bool = False) -> Content:
    head = join(styled(f"  {key}  ", KEY), bold(f"{name:<27}"))
    return hanging(head, state, width, FAULT if bad else "")


def _findings_words(case: CaseFolder) -> str:
    parts = []
    if case.refusing:
        parts.append(f"{len(case.refusing)} must be redacted or waived")
    if case.not_looked_at:
        parts.append(f"{len(case.not_looked_at)} to look at")
    return ", ".join(parts) or "nothing left to do"


def _cover_words(sheet: CaseSheet) -> str:
    if not sheet.advisory:
        return "says not yet what to expect"
    return "says what to expect" + (" and what happened" if sheet.summary else "")


def _ends(case: CaseFolder) -> list[Content]:
    """Return reading time and approval."""
    minutes = minutes_to_read(case)
    least, most = READING
    fits = (
        f"a panel plans {least} to {most}"
        if minutes <= most
        else f"longer than the {least} to {most} planned"
    )
    digest = case.packed.digest()
    rows = [plain(f"About {plural(minutes, 'minute')} to read ({case.reading_words} words): {fits}.")]
    for approval in case.review.approvals:
        if approval.digest == digest:
            rows.append(join("Approved by ", bold(approval.by), f" on {approval.at:%d %B %Y at %H:%M}."))
        else:
            rows.append(
                styled(f"{approval.by} approved an earlier state: it was changed since. v again.", FAULT)
            )
    return rows


def approvers(case: CaseFolder) -> list[str]:
    """Return who approved the case as it is now."""
    digest = case.packed.digest()
    return [approval.by for approval in case.review.approvals if approval.digest == digest]


def approved_words(case: CaseFolder) -> str:
    """Return who approved the case as it is now, or that nobody did."""
    if current := approvers(case):
        return f"approved by {', '.join(current)}"
    return "changed since it was approved" if case.review.approvals else "not approved"


def left_to_do(case: CaseFolder, width: int) -> Content:
    """Return in full what is still open: findings by kind, the points of the tick-list, what is missing."""
    waiting = Counter(each.finding.id for each in (*case.refusing, *case.not_looked_at))
    findings = [f"{count} x {check_of(kind).name}" for kind, count in waiting.items()]
    missing = [f"{each.what}: {each.why}" for each in case.sheet.missing]
    parts = (
        ("Findings", findings, "nothing left to do"),
        # With its empty box a point is a question still; without it would read as if it were so.
        ("Tick-list, still open", [f"[ ] {each}" for each in open_points(case)], "every point is ticked"),
        ("Missing from the papers", missing, "nothing is known to be missing"),
    )
    return lines(*(row for title, found, none in parts for row in _part(title, found, none, width)))


def timeline(case: CaseFolder, width: int) -> Content:
    """Return the dated entries as the panel will see them."""
    entries = [f"{e.event.when_text}   {e.event.text}" for e in case.timeline if not e.struck]
    return lines(*_part("Timeline", entries, "no dated entries", width))


def _part(title: str, rows: Sequence[str], none: str, width: int) -> list[Content]:
    shown = [hanging(plain("  "), row, width) for row in rows] or [plain(f"  {none}")]
    return [bold(title), *shown, plain("")]
