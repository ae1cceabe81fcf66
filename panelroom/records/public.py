"""The public minutes: what the panel marked and concluded, in counts and in the question set's own wording.

Free text stands here only as it was released, entry by entry. There are no references, titles, strands or hands, no
day, no name but the Chair's where their office asks for it, and nothing from which it could be worked out who sat a
case out: what is left out here, no public document can print.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from panelroom import acts
from panelroom.errors import Refused
from panelroom.journal import entry_seq
from panelroom.meeting import Item, Meeting, find_item
from panelroom.publication import names_somebody
from panelroom.records import words
from panelroom.records.blocks import (
    Band,
    Block,
    Document,
    Facts,
    Furniture,
    Heading,
    Row,
    Table,
    Title,
    bold,
    cell,
    para,
)
from panelroom.records.minutes import STANCE, lacked_rows, reached, said_under, standing_mark, standing_note
from panelroom.records.record import CaseRecord, QuestionLine, Record
from panelroom.text import plural


def public_minutes(record: Record, meeting: Meeting, *, name_chair: bool = False) -> Document:
    """Return the public minutes; ``record`` is that of the same meeting.

    Nobody is named in them; with ``name_chair`` the person in the chair is, because their office wants it so.

    Raises:
        Refused: the Chair is to be named, and nobody was in the chair.
    """
    if names_somebody(meeting, record.panel):
        record = replace(record, panel=meeting.question_set.panel.name)
    chair = _chair(record) if name_chair else None
    month = _month(meeting.opening.date)
    released = _Released(meeting)
    blocks = (
        *_front(record, meeting, month, chair),
        *_before_the_cases(released),
        *_in_short(record),
        *(block for case in record.cases for block in _case(case, released)),
        *_after_the_cases(released),
        *_about(record, released),
    )
    return Document(
        title=f"{record.panel}: public minutes, {month}",
        subject=f"Record of {plural(record.entries, 'entry', 'entries')}, root {record.root}",
        author=record.office,
        language=record.question_set.language,
        created=_first_of_month(meeting),
        furniture=Furniture(
            record.panel, f"Public minutes, {month}{standing_mark(record)}", record.root[:16]
        ),
        blocks=blocks,
        status="draft" if record.draft else "confirmed",
    )


def _chair(record: Record) -> str:
    """Return the name of the person in the chair: whoever took it over last."""
    for person in record.attendance:
        if person.in_the_chair:
            return person.name
    raise Refused(
        "Nobody was in the chair by this record: nothing was written. Write the documents without the Chair's name "
        "(--no-name-chair, or nobody on the form)."
    )


def _month(day: str) -> str:
    return words.say_day(date.fromisoformat(day)).partition(" ")[2]


def _first_of_month(meeting: Meeting) -> datetime:
    """Return the time that the file says it was made: a file's own date would give the day away."""
    day = date.fromisoformat(meeting.opening.date)
    return datetime(day.year, day.month, 1, tzinfo=UTC)


class _Released:
    """What was released, by case and by what it is about; each in the order of the meeting."""

    def __init__(self, meeting: Meeting) -> None:
        in_order = sorted(meeting.released.items(), key=lambda pair: entry_seq(pair[0]) or 0)
        self._found: list[tuple[Item[acts.Act], str]] = []
        for entry, release in in_order:
            item = find_item(meeting, entry)
            if item is not None and not item.struck and release.act.text:
                self._found.append((item, release.act.text))
        self._meeting = meeting

    def disputes(self, entry: str) -> list[str]:
        """Return what was released of the force's answers to that entry, and of the panel's replies to those."""
        said = []
        for item, text in self._found:
            if isinstance(item.act, acts.DisputeFact) and item.act.entry == entry:
                said.append(f"The force disputes this: {text}")
                said += [f"The panel replies: {reply}" for reply in self._replies(item.id)]
        return said

    def sides(self, item: Item[acts.Act]) -> list[str]:
        """Return what stands below published words: the force's side as released, else only that it has another."""
        assert item.case is not None
        shown = {each.id for each, _ in self._found}
        disputes = self._meeting.case(item.case).disputes
        unsaid = any(d.act.entry == item.id and not d.struck and d.id not in shown for d in disputes)
        return [*self.disputes(item.id), *(["The force disputes a fact in this."] if unsaid else [])]

    def disputed_alone(self, case: int) -> list[str]:
        """Return what was released of disputes and replies, where what they answer was not."""
        shown = {item.id for item, _ in self._found}
        alone = [
            (item, text)
            for item, text in self._found
            if isinstance(item.act, acts.DisputeFact | acts.ReplyToDispute)
            and item.case == case
            and item.act.entry not in shown
        ]
        entries = dict.fromkeys(i.act.entry for i, _ in alone if isinstance(i.act, acts.DisputeFact))
        replies = [f"The panel replies: {t}" for i, t in alone if isinstance(i.act, acts.ReplyToDispute)]
        return ["\n".join(self.disputes(entry)) for entry in entries] + replies

    def _replies(self, dispute: str) -> list[str]:
        return [
            text
            for item, text in self._found
            if isinstance(item.act, acts.ReplyToDispute) and item.act.entry == dispute
        ]

    def matters(self, kind: str) -> list[str]:
        """Return what was released of the matters of that kind."""
        return [
            text
            for item, text in self._found
            if isinstance(item.act, acts.NoteMatter) and item.act.kind == kind
        ]

    def texts(self, what: type[acts.Act], case: int | None = None) -> list[str]:
        """Return the released texts of such acts about that case; of every case without one."""
        return [
            text for item, text in self._found if isinstance(item.act, what) and case in (None, item.case)
        ]

    @property
    def answers_of_no_case(self) -> list[str]:
        """What was released of the force's answers to queries of the whole meeting."""
        return [
            text for item, text in self._found if isinstance(item.act, acts.AnswerQuery) and item.case is None
        ]

    def observed(self, case: int, kind: str) -> list[str]:
        """Return the released observations of that kind about that case."""
        return [
            "\n".join((text, *self.sides(item)))
            for item, text in self._found
            if isinstance(item.act, acts.Observe) and item.act.kind == kind and item.case == case
        ]

    def remarks(self, case: int) -> list[str]:
        """Return the released remarks on single questions, with the number of the question."""
        numbers = {q.id: q.number for q in self._meeting.question_set.questions}
        return [
            "\n".join((f"Question {numbers[item.act.question]}: {text}", *self.sides(item)))
            for item, text in self._found
            if isinstance(item.act, acts.Answer) and item.case == case
        ]

    @property
    def observations(self) -> int:
        """How many observations were released."""
        return len(self.texts(acts.Observe))


# ── before the cases ─────────────────────────────────────────────────────────────────────────────────────


def _front(record: Record, meeting: Meeting, month: str, chair: str | None) -> Iterator[Block]:
    yield Title(f"{record.panel}: public minutes", over=record.office)
    yield from standing_note(record)
    yield from _confirmed(record, meeting)
    if record.accuracy and record.accuracy.open:
        yield para("The police force may still point to errors of fact in these minutes.")
    chosen = record.question_set
    yield Facts(
        (
            ("Meeting", month),
            *((("Chair", chair),) if chair else ()),
            ("Taking part", _taking_part(meeting)),
            ("Also present", _also_present(meeting)),
            ("Decisions", words.capital(record.decision_rule) + "."),
            ("Question set", f"{chosen.title}, version {chosen.version}"),
            ("Record", f"{plural(record.entries, 'entry', 'entries')}, root {record.root}"),
        )
    )
    yield para(STANCE)


def _confirmed(record: Record, meeting: Meeting) -> Iterator[Block]:
    """Yield that the minutes were confirmed, and in which month: the day may be that of the meeting."""
    if meeting.confirmed and not record.corrected_since:
        month = words.say_month(meeting.confirmed.at.date().isoformat())
        yield para(bold("Confirmed."), f" These minutes were confirmed in {month}.")


def _taking_part(meeting: Meeting) -> str:
    return _counted(_came(meeting, voting=True)) or "Nobody"


def _also_present(meeting: Meeting) -> str:
    return _counted(_came(meeting, voting=False)) or "Nobody else"


def _came(meeting: Meeting, *, voting: bool) -> list[str]:
    """Return the roles of those who were in the room at any time."""
    return [
        p.role
        for p in meeting.people.values()
        if p.counts == voting and any(status == "present" for status, _ in p.moves)
    ]


def _counted(roles: Iterable[str]) -> str:
    counts = Counter(roles)
    return ", ".join(f"{words.ROLES[role]}: {counts[role]}" for role in words.ROLES if counts[role])


def _before_the_cases(released: _Released) -> Iterator[Block]:
    for kind in ("wellbeing_offer", "previous_minutes", "earlier_feedback"):
        yield from said_under(1, words.MATTERS[kind], released.matters(kind))


def _in_short(record: Record) -> Iterator[Block]:
    yield Heading(1, "The cases in short")
    yield para(reached(record))
    rows = [Row((cell(bold(f"{o.code} "), o.label), cell(str(o.cases)))) for o in record.outcomes]
    total = sum(o.cases for o in record.outcomes)
    yield Table(
        ("Outcome", "Cases"),
        (0.8, 0.2),
        (*rows, Row((cell(bold("All cases decided")), cell(bold(str(total))))), *lacked_rows(record)),
    )


# ── a case ───────────────────────────────────────────────────────────────────────────────────────────────


def _case(case: CaseRecord, released: _Released) -> Iterator[Block]:
    yield Heading(1, f"Case {case.number}")
    if not case.heard:
        yield para(f"{case.state_words}.")
        return
    if case.decided:
        yield Band(case.decided.outcome.code, case.decided.outcome.label)
        if case.decided.lacked:
            yield para(bold("No conclusion. "), f"{case.decided.lacked}.")
        yield from said_under(2, "The panel's reason", released.texts(acts.Decide, case.number))
    else:
        yield para(f"{case.state_words}.")
    yield Heading(2, "Questions")
    yield Table(
        ("No.", "Question", "Answer"), (0.08, 0.70, 0.22), tuple(_question(line) for line in case.questions)
    )
    yield from _guide(case, released)
    yield from said_under(2, "Remarks on single questions", released.remarks(case.number))
    for kind, heading in words.SECTIONS.items():
        yield from said_under(2, heading, released.observed(case.number, kind))
    yield from said_under(2, "Asked of the force", released.texts(acts.RaiseQuery, case.number))
    yield from said_under(2, "The force's answers", released.texts(acts.AnswerQuery, case.number))
    yield from said_under(2, "Facts the force disputes", released.disputed_alone(case.number))


def _question(line: QuestionLine) -> Row:
    major = [bold("Major. ")] if line.severity == "major" else []
    return Row(
        (cell(str(line.number)), cell(*major, line.wording), cell(bold(_answer(line)))), fault=line.fault
    )


def _answer(line: QuestionLine) -> str:
    """Return the answer in the set's own words; of one in the panel's words, only that there is one."""
    if line.prose:
        return "In words" if line.answered else line.answer
    return line.answer


def _guide(case: CaseRecord, released: _Released) -> Iterator[Block]:
    yield Heading(2, "Tally and what the guide advises")
    yield from (para(sentence) for sentence in case.tally)
    for advice in case.advice:
        yield para(bold("The guide asks. " if advice.asks else "The guide advises. "), advice.wording)
        if advice.answer:
            yield para(bold("The panel's answer. "), f"{advice.answer}.")
    yield from (para(text) for text in released.texts(acts.AnswerPrompt, case.number))
    if case.decided and case.decided.departs:
        yield para("The panel departed from what the guide advises.")
    elif not case.advice:
        yield para("On these marks the guide advises nothing.")


# ── after the cases ──────────────────────────────────────────────────────────────────────────────────────


def _after_the_cases(released: _Released) -> Iterator[Block]:
    yield from said_under(1, words.MATTERS["theme"], released.matters("theme"))
    yield from said_under(1, "Wider issues", released.texts(acts.Park))
    yield from said_under(1, "What became of wider issues", released.texts(acts.SettleParked))
    yield from said_under(1, "The force's answers on wider issues", released.answers_of_no_case)
    yield from said_under(1, "Actions", released.texts(acts.RecordAction))
    yield from said_under(1, words.MATTERS["next_meeting"], released.matters("next_meeting"))


def _about(record: Record, released: _Released) -> Iterator[Block]:
    recorded = sum(len(case.observations) for case in record.cases)
    yield Heading(1, "About these minutes")
    yield para(
        f"The panel recorded {plural(recorded, 'observation')}; {released.observations} of them "
        f"{'is' if released.observations == 1 else 'are'} published here, in wording released for the public. "
        "The full minutes are restricted, because the papers describe victims of hate."
    )
    yield para(
        "Names, references, places, days and the strand of a single case are left out so that nobody can be "
        "recognised. How often each strand was looked at is reported once a year."
    )
