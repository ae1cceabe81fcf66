"""What a meeting brings to the register: its figures, and everything the panel said that somebody must act on.

Nothing comes from the papers: no reference, no title, no name, and not who made an observation. What was raised as
urgent, remarks on questions and reasons for outcomes stay in the restricted record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from panelroom import acts
from panelroom.errors import Refused
from panelroom.figures import Sort, meeting_figures
from panelroom.journal import MerkleTree, Row, verify
from panelroom.meeting import Case, Item, Meeting, Query, actions, queries, queries_of_no_case, settling
from panelroom.publication import blocked
from panelroom.register.changes import Change, Entry, Imported, Source, Told
from panelroom.register.state import Held, Register


def taken(register: Register, meeting: Meeting, rows: Sequence[Row]) -> Imported | None:
    """Return what the meeting brings that the register does not have yet; None where that is nothing.

    Raises:
        Refused: the meeting is not closed, its record does not prove itself, the register has another meeting of that
            reference, or it has read a later state of this record.
    """
    if meeting.closed_at is None:
        raise Refused("Only a closed meeting goes into the register: nothing was changed. Close it first.")
    verdict = verify(rows)
    if not verdict.holds:
        raise Refused(
            f"This book does not prove itself: nothing was changed. {verdict.problems[0]} Use a copy of it."
        )
    held = register.meetings.get(meeting.opening.ref)
    if held is not None:
        _check_continues(held, rows)
        if held.entries == len(rows):
            return None
    return Imported(
        book=rows[0].leaf.hex(),
        entries=len(rows),
        figures=meeting_figures(meeting, verdict.root),
        items=tuple(_changed(register, meeting)),
    )


def _check_continues(held: Held, rows: Sequence[Row]) -> None:
    if rows[0].leaf.hex() != held.book:
        raise Refused(
            "The register already holds another meeting of this reference: nothing was changed. "
            "Give each meeting a reference of its own."
        )
    tree = MerkleTree(row.leaf for row in rows[: held.entries])
    if tree.root().hex() != held.figures.root:
        raise Refused(
            "This is an older or another state of a record that the register has read: nothing was changed. "
            "Import the latest copy of the book."
        )


def without_words(entry: Entry, erased: frozenset[str]) -> Entry:
    """Return an earlier import without the words of the items that were struck since."""
    change = entry.change
    if not isinstance(change, Imported) or not any(s.id in erased for s in change.items):
        return entry
    bare = {"text": None, "public": None, "to": None, "told": (), "struck": True}
    items = tuple(s.model_copy(update=bare) if s.id in erased else s for s in change.items)
    return replace(entry, change=change.model_copy(update={"items": items}))


def erased_by(change: Change) -> frozenset[str]:
    """Return the items of which a change says that words were struck."""
    return frozenset(s.id for s in change.items if s.erased) if isinstance(change, Imported) else frozenset()


def _changed(register: Register, meeting: Meeting) -> Iterator[Source]:
    """Yield what is new or says something else now, and what a correction took away."""
    known = {item.now.source: item.now for item in register.of_meeting(meeting.opening.ref)}
    fresh = len(register.items) + 1
    for source in sources(meeting):
        before = known.pop(source.source, None)
        if before is None:
            yield source.model_copy(update={"id": f"r{fresh}"})
            fresh += 1
        elif (now := source.model_copy(update={"id": before.id})) != before:
            yield now
    for gone in known.values():
        if not gone.withdrawn:
            yield gone.model_copy(update={"withdrawn": True, "public": None})


def sources(meeting: Meeting) -> list[Source]:
    """Return everything the panel said that the register tracks, in the order of the meeting, without their ids."""
    unfit = blocked(meeting)
    released = {entry: r.act.text for entry, r in meeting.released.items() if entry not in unfit}
    found = [source for case in meeting.cases for source in _of_case(meeting, case)]
    found += [_query(meeting, query, None) for query in queries_of_no_case(meeting)]
    found += [_parked(item) for item in meeting.parked if _stays(meeting, item)]
    found += [_action(item) for item in actions(meeting)]
    return [source.model_copy(update={"public": released.get(source.source)}) for source in found]


def _of_case(meeting: Meeting, case: Case) -> Iterator[Source]:
    for item in case.observations:
        yield _observation(meeting, case, item)
    yield from (_query(meeting, query, case.number) for query in queries(meeting, case))


def _observation(meeting: Meeting, case: Case, item: Item[acts.Observe]) -> Source:
    act = item.act
    sort: Sort = "organisational_learning" if act.level == "organisational" else "feedback"
    return Source(
        id="new",
        source=item.id,
        sort="query" if act.kind == "query" else sort,
        kind=act.kind,
        case=case.number,
        question=_number(meeting, act.question),
        page=act.page,
        to=None if item.struck else act.to,
        text=None if item.struck else act.text,
        told=() if item.struck else tuple(_disputed(case, item.id)),
        struck=item.struck,
    )


def _disputed(case: Case, entry: str) -> Iterator[Told]:
    """Yield each fact of that entry which the force disputed before publication, and the panel's replies to it."""
    for item in case.disputes:
        if item.act.entry != entry:
            continue
        said = item.act
        yield Told(role=said.role, text=said.text, basis="disputed", settled=False, page=said.page)
        for reply in case.dispute_replies:
            if reply.act.entry == item.id:
                yield Told(role="panel", text=reply.act.text, basis="replied", settled=False)


def _query(meeting: Meeting, query: Query, case: int | None) -> Source:
    return Source(
        id="new",
        source=query.id,
        sort="query",
        kind="query",
        case=case,
        question=_number(meeting, query.question),
        text=None if query.struck else query.text,
        told=tuple(_told(item.act) for item in query.answers),
        struck=query.struck,
    )


def _told(act: acts.AnswerQuery) -> Told:
    return Told(role=act.role, text=act.text, basis=act.basis, settled=act.settled)


def _stays(meeting: Meeting, item: Item[acts.Park]) -> bool:
    """Whether a parked issue stands for itself: it was not dropped, and did not become an action or a query."""
    done = settling(meeting, item.id)
    return done is None or done.act.fate == "kept"


def _parked(item: Item[acts.Park]) -> Source:
    text = None if item.struck else item.act.text
    return Source(
        id="new",
        source=item.id,
        sort="organisational_learning",
        kind="wider_issue",
        text=text,
        struck=item.struck,
    )


def _action(item: Item[acts.RecordAction]) -> Source:
    act = item.act
    return Source(
        id="new",
        source=item.id,
        sort="recommendation",
        text=None if item.struck else act.text,
        owner=None if item.struck else act.owner_role,
        due=act.due,
        struck=item.struck,
    )


def _number(meeting: Meeting, question: str | None) -> int | None:
    return meeting.question_set.by_id[question].number if question else None
