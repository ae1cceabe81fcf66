"""What became of what the panel said: stages, turnaround, both sides in their own words, changes, themes."""

from collections import Counter
from collections.abc import Iterator

from panelroom.figures import STAGES, PublicResponse, Tracked, Win
from panelroom.records.blocks import Block, Para, Row, Table, bold, bullets, cell, para
from panelroom.records.words import KINDS
from panelroom.report.annual import AnnualReport, ThemeCount
from panelroom.report.folding import ALL_THERE, LATEST, MOST_WORDED, by_span
from panelroom.report.saying import join, numbered, paragraphs, say_iso, say_range, section, table, with_total
from panelroom.report.small import say_share
from panelroom.report.turnaround import Turnaround, answered_on, is_overdue
from panelroom.text import plural

STAGE_WORDS = {
    "raised": "Raised, not sent yet",
    "sent": "Sent to the force",
    "relayed_to_officer": "Relayed to the officer",
    "relayed_to_supervisor": "Relayed to the supervisor",
    "answered": "Answered by the force",
    "closed": "Closed",
}
STATUS_WORDS = {
    "accepted": "Accepted",
    "accepted_in_part": "Accepted in part",
    "not_accepted": "Not accepted",
    "already_in_place": "Already in place",
    "fact_disputed": "Fact disputed",
}
_ANSWERED, _NOT_ANSWERED, _CLOSED = "Answered", "Not answered", "Closed without an answer"
STEPS = ("observed", "proposed", "supported", "implemented")
DISPUTED_BEFORE = "The force disputed a fact in this before publication."


def released_practice(report: AnnualReport) -> list[str]:
    """Return the released words on good practice; what the force answered or disputed is in the table instead."""
    return [item.text for item in report.items if item.text and _is_praise_alone(item)]


def _is_praise_alone(item: Tracked) -> bool:
    return item.kind == "good_practice" and not item.responses and not item.disputed_before


# ── areas for improvement ────────────────────────────────────────────────────────────────────────────────


def improvements(report: AnnualReport) -> Iterator[Block]:
    """Yield how much was said of each kind, what was written of it, and each released observation with its answer."""
    written = paragraphs(report.details.improvements)
    kinds = {kind: n for kind, n in report.observations.items() if kind != "good_practice" and n}
    counted = (
        [bullets([f"{KINDS.get(kind, kind)}: {n}" for kind, n in sorted(kinds.items())])] if kinds else []
    )
    yield from section("Areas for improvement", *counted, *written, *_both_sides(report))


def _both_sides(report: AnnualReport) -> Iterator[Block]:
    shown = [item for item in report.items if item.text and not _is_praise_alone(item)]
    if shown:
        printed = shown
        if len(shown) > MOST_WORDED:
            printed = _kept(shown)
            yield from _folded(shown, len(printed), report)
        rows = tuple(_sides(item, report) for item in printed)
        yield para(
            "What the panel said and what the force answered, each only in the wording released for the public:"
        )
        yield Table(("Observation", "Force response", "Status"), (0.42, 0.38, 0.2), rows)
    hidden = sum(item.text is None for item in report.items)
    if hidden:
        have = "has" if hidden == 1 else "have"
        yield para(
            f"{plural(hidden, 'further item')} {have} no wording released for the public.", tone="small"
        )


def _kept(items: list[Tracked]) -> list[Tracked]:
    """Return the items that are printed out of many: the latest, and each with a disputed fact, in order of time."""
    latest = {item.id for item in items[-LATEST:]}
    return [item for item in items if item.id in latest or item.disputed]


def _folded(items: list[Tracked], printed: int, report: AnnualReport) -> Iterator[Block]:
    """Yield how many items there were, by when they were raised and by how they were answered."""
    yield para(
        f"{len(items):,} observations have released words, and all of them are counted here. The latest {LATEST}, "
        f"and each in which a fact is disputed, are printed below, {printed:,} in all. {ALL_THERE}"
    )
    spans = by_span(items, report.raised)
    rows = [Row(tuple(map(cell, (span, *_counts(found, report))))) for span, found in spans.items()]
    total = Row(tuple(cell(bold(text)) for text in ("Total", *_counts(items, report))))
    yield Table(
        ("Raised in", "Observations", "Answered", "Not answered", "Of these overdue"),
        (0.28, 0.18, 0.18, 0.18, 0.18),
        (*rows, total),
        centred=(1, 2, 3, 4),
    )
    answers = Counter(_standing(item) for item in items)
    order = (*STATUS_WORDS.values(), _ANSWERED, _CLOSED, _NOT_ANSWERED)
    lines = ((words, answers[words]) for words in order if answers[words])
    yield Table(("Latest answer", "Observations"), (0.75, 0.25), tuple(with_total(lines)), centred=(1,))


def _counts(items: list[Tracked], report: AnnualReport) -> list[str]:
    """Return how many there are, how many were answered, how many were not, and how many of these are overdue."""
    without = [item for item in items if _standing(item) in (_NOT_ANSWERED, _CLOSED)]
    late = sum(is_overdue(item, report.details.date) for item in without if item.stage != "closed")
    return [f"{n:,}" for n in (len(items), len(items) - len(without), len(without), late)]


def _standing(item: Tracked) -> str:
    """Return the force's latest answer to an item, or that there is none, in words."""
    if item.responses:
        return STATUS_WORDS[item.responses[-1].status]
    if answered_on(item) or item.stage == "answered":
        return _ANSWERED
    return _CLOSED if item.stage == "closed" else _NOT_ANSWERED


def _sides(item: Tracked, report: AnnualReport) -> Row:
    """Return one item with both sides; the panel's words are never changed by the answer."""
    reply = [para(bold("The panel's reply: "), item.reply, tone="cell")] if item.reply else []
    before = [para(DISPUTED_BEFORE, tone="cell")] if item.disputed_before else []
    answers = [*before, *(para(_answer(response), tone="cell") for response in item.responses)]
    status = [para(STATUS_WORDS[response.status], tone="cell") for response in item.responses]
    observation = (*cell(item.text or ""), para(_place(item, report), tone="small"), *reply)
    none = cell("None" if item.stage == "closed" else "None yet")
    return Row((observation, tuple(answers) or none, tuple(status) or _waiting(item, report)))


def _place(item: Tracked, report: AnnualReport) -> str:
    """Return where it was said: meeting, case and question by number, as the public minutes have them."""
    parts = [report.names.get(item.meeting, "")]
    parts += [f"case {item.case}"] if item.case else []
    parts += [f"question {item.question}"] if item.question else []
    return ", ".join(part for part in parts if part)


def _answer(response: PublicResponse) -> str:
    words = response.text or "No wording released."
    return f"{words} (page {response.page} of the papers)" if response.page else words


def _waiting(item: Tracked, report: AnnualReport) -> tuple[Para, ...]:
    if (standing := _standing(item)) != _NOT_ANSWERED:
        return cell(standing)
    if is_overdue(item, report.details.date):
        return cell(f"Overdue since {say_iso(item.due or '')}")
    return cell(f"Due {say_iso(item.due)}" if item.due else "Open")


# ── tracking ─────────────────────────────────────────────────────────────────────────────────────────────


def tracking(report: AnnualReport) -> Iterator[Block]:
    """Yield how many items stand at each stage, and how long answers took."""
    if report.register is None:
        return
    if not report.items:
        yield from section("Tracking", para("Nothing was raised in this period."))
        return
    rows = tuple(with_total((STAGE_WORDS[stage], report.stages[stage]) for stage in STAGES))
    yield from section(
        "Tracking",
        para(f"{plural(len(report.items), 'item')} of feedback, queries and recommendations were raised."),
        Table(("Stage", "Items"), (0.75, 0.25), rows, centred=(1,)),
        bullets(_turnaround_lines(report.turnaround)),
    )


def _turnaround_lines(found: Turnaround) -> list[str]:
    lines = [
        f"The force had answered {say_share(found.answered, found.awaited)} items that call for an answer."
    ]
    if found.days:
        middle = f"; the middle one took {found.median_days:g}" if len(found.days) > 1 else ""
        lines.append(
            f"{'Answers' if middle else 'The answer'} took {say_range(found.days, 'days')} from the day of sending, "
            f"or from the meeting where no such day is recorded{middle}."
        )
    lines.append(
        f"{found.overdue} {'is' if found.overdue == 1 else 'are'} overdue on the day of this report."
    )
    if found.disputed:
        lines.append(
            f"In {found.disputed} the force disputes a fact; this report prints what was released of both sides."
        )
    return lines


# ── changes and themes ───────────────────────────────────────────────────────────────────────────────────


def changes(report: AnnualReport) -> Iterator[Block]:
    """Yield the changes to systems that came of what the panel saw."""
    if not report.wins:
        return
    rows = tuple(_win(win) for win in report.wins)
    yield from section("What changed", Table(("Change", "Steps"), (0.5, 0.5), rows))


def _win(win: Win) -> Row:
    about = [f"Proposed to {win.proposed_to}." if win.proposed_to else ""]
    about += [f"Supported by {join(win.supporters)}." if win.supporters else ""]
    steps = [f"{step.capitalize()}: {say_iso(win.steps[step])}" for step in STEPS if step in win.steps]
    said = " ".join(part for part in about if part)
    return Row(
        (
            (para(win.title, tone="cell"), *([para(said, tone="small")] if said else [])),
            tuple(para(step, tone="cell") for step in steps),
        )
    )


def themes(counts: tuple[ThemeCount, ...], heading: str = "Themes") -> Iterator[Block]:
    """Yield each theme with what bears it out and what speaks against it."""
    if not counts:
        return
    rows = [(theme.title, str(theme.supporting), str(theme.contrary)) for theme in counts]
    yield from section(
        heading,
        para("How many items of the period bear each theme out, and how many speak against it."),
        table(("Theme", "Bear it out", "Speak against it"), (0.6, 0.2, 0.2), rows, counts=(1, 2)),
    )


def recommendations(report: AnnualReport) -> Iterator[Block]:
    """Yield the recommendations, numbered."""
    yield from section("Recommendations", *numbered(report.details.recommendations))
