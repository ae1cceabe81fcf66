"""The annual report as one value: every figure of it is computed here, from rows, and nowhere else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from panelroom import reconcile
from panelroom.figures import MeetingFigures, OutcomeFigures, QuestionFigures, Stage, ThemeLine, Tracked, Win
from panelroom.reconcile import Check
from panelroom.records.words import say_month
from panelroom.report.details import Details
from panelroom.report.small import veiled
from panelroom.report.turnaround import Turnaround, turnaround_of
from panelroom.volumes import Volumes

_SIDES = ("met", "not_met", "excused", "not_established", "not_applicable")


@dataclass(frozen=True, slots=True)
class Period:
    """The days a report covers, both included."""

    since: date
    until: date

    def holds(self, day: str) -> bool:
        """Whether the ISO 8601 ``day`` is one of them."""
        return self.since.isoformat() <= day[:10] <= self.until.isoformat()


class Register(NamedTuple):
    """What the register knows, of any time: the report takes what belongs to its period."""

    meetings: tuple[MeetingFigures, ...] = ()
    tracked: tuple[Tracked, ...] = ()
    themes: tuple[ThemeLine, ...] = ()
    wins: tuple[Win, ...] = ()


@dataclass(frozen=True, slots=True)
class SetFigures:
    """What the meetings with one question set came to; the outcomes of different sets are never added up.

    ``name`` is what readers see: the set's title, with its id where another set has the same title.
    """

    set_id: str
    name: str
    versions: tuple[str, ...]
    meetings: int
    decided: int
    outcomes: tuple[OutcomeFigures, ...]
    questions: tuple[QuestionFigures, ...]


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """A theme with how many items of the period bear it out, and how many speak against it."""

    title: str
    supporting: int
    contrary: int


@dataclass(frozen=True)
class AnnualReport:
    """Everything an annual report says. ``register`` is None where it was made without one."""

    period: Period
    details: Details
    volumes: Volumes | None = None
    register: Register | None = None

    @cached_property
    def meetings(self) -> tuple[MeetingFigures, ...]:
        """The meetings of the period, in order of time."""
        found = [m for m in self._known.meetings if self.period.holds(m.date)]
        return tuple(sorted(found, key=lambda m: (m.date, m.meeting)))

    @cached_property
    def items(self) -> tuple[Tracked, ...]:
        """What was raised in the period, in order of time."""
        found = [item for item in self._known.tracked if self.period.holds(self.raised(item))]
        return tuple(sorted(found, key=lambda item: (self.raised(item), item.id)))

    @cached_property
    def sets(self) -> tuple[SetFigures, ...]:
        """The findings, one for each question set that was used."""
        grouped: dict[str, list[MeetingFigures]] = defaultdict(list)
        for meeting in self.meetings:
            grouped[meeting.set_id].append(meeting)
        names = _set_names(self.meetings)
        return tuple(_set_figures(set_id, names[set_id], held) for set_id, held in grouped.items())

    @cached_property
    def strands(self) -> Counter[str]:
        """How often each type was named in the decided cases, capitals apart; a case may have several."""
        spelt: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for meeting in self.meetings:
            for name, count in meeting.strands.items():
                counts[spelt.setdefault(name.casefold(), name)] += count
        return counts

    @cached_property
    def observations(self) -> Counter[str]:
        """How many observations of each kind the panel made."""
        return sum((Counter(m.observations) for m in self.meetings), Counter())

    @cached_property
    def stages(self) -> Counter[Stage]:
        """How many items stand at each stage."""
        return Counter(item.stage for item in self.items)

    @cached_property
    def turnaround(self) -> Turnaround:
        """How the force answered, on the day of the report."""
        return turnaround_of(self.items, self.details.date)

    @cached_property
    def themes(self) -> tuple[ThemeCount, ...]:
        """The themes that items of the period speak for or against."""
        others = {item.id for item in self._known.tracked} - {item.id for item in self.items}
        counts = (
            ThemeCount(t.title, _others_left_out(t.supporting, others), _others_left_out(t.contrary, others))
            for t in self._known.themes
        )
        return tuple(theme for theme in counts if theme.supporting or theme.contrary)

    @cached_property
    def wins(self) -> tuple[Win, ...]:
        """The changes that took a step in the period."""
        return tuple(win for win in self._known.wins if any(map(self.period.holds, win.steps.values())))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every comparison of the report's figures with each other, with what explains a difference."""
        volumes = veiled(self.volumes.checks, self.volumes) if self.volumes else ()
        written = {self._named(e.where): f"{e.text} ({e.by})" for e in self.details.explanations}
        return tuple(
            check.explained(written.get(check.where, check.explanation))
            for check in (*volumes, *self._meeting_checks(), *_set_checks(self.sets))
        )

    def _named(self, where: str) -> str:
        """Return where an explanation belongs as the report marks it: it may name a question set by its id too."""
        what, comma, last = where.rpartition(", ")
        names = {each.set_id: each.name for each in self.sets}
        return f"{what}{comma}{names[last]}" if what and last in names else where

    @cached_property
    def disagreements(self) -> tuple[Check, ...]:
        """The figures that do not agree."""
        return reconcile.disagreements(self.checks)

    def about_year(self, year: int) -> tuple[Check, ...]:
        """Return the figures of a year that do not agree."""
        return self._about(f"{year}, ")

    def about_type(self, period: str, strand: str) -> tuple[Check, ...]:
        """Return the figures of one type in a month or year that do not agree."""
        return self._about(f"{strand} in {period}, ")

    def about_all_types(self, period: str) -> tuple[Check, ...]:
        """Return what does not agree of all types of a month or year together."""
        return self._about(f"All strands in {period}, ")

    def _about(self, where: str) -> tuple[Check, ...]:
        return tuple(check for check in self.disagreements if check.where.startswith(where))

    def about_meeting(self, meeting: MeetingFigures) -> tuple[Check, ...]:
        """Return the figures of a meeting that do not agree."""
        return tuple(self._disagreements_by_end.get(self.names[meeting.meeting], ()))

    @cached_property
    def _disagreements_by_end(self) -> dict[str, list[Check]]:
        """What does not agree, by the last part of where it stands: of a meeting's figures that is its name."""
        found: dict[str, list[Check]] = defaultdict(list)
        for check in self.disagreements:
            found[check.where.rpartition(", ")[2]].append(check)
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """What each meeting is called: its month, as in public minutes, with a number where a month had several."""
        known = sorted(self._known.meetings, key=lambda m: (m.date, m.meeting))
        months = [say_month(m.date) for m in known]
        often, seen = Counter(months), Counter[str]()
        names = {}
        for meeting, month in zip(known, months, strict=True):
            seen[month] += 1
            names[meeting.meeting] = f"{month} ({seen[month]})" if often[month] > 1 else month
        return names

    def _meeting_checks(self) -> Iterator[Check]:
        for m in self.meetings:
            name = self.names[m.meeting]
            yield reconcile.total(f"Cases planned, {name}", (m.decided, m.carried), m.planned)
            yield reconcile.total(f"Cases reached, {name}", (m.decided, m.part_heard), m.reached)
            yield reconcile.total(f"Findings, {name}", (o.cases for o in m.outcomes), m.decided)
            for o in m.outcomes:
                where = f"What cases with outcome {o.code} lacked, {name}"
                yield reconcile.at_most(where, sum(o.unresolved.values()), o.cases)

    @property
    def _known(self) -> Register:
        return self.register or Register()

    def raised(self, item: Tracked) -> str:
        """Return the day an item was raised; else that of its meeting, else nothing."""
        return item.reached.get("raised") or self._days.get(item.meeting, "")

    @cached_property
    def _days(self) -> dict[str, str]:
        return {meeting.meeting: meeting.date for meeting in self._known.meetings}


def _others_left_out(ids: Iterable[str], others: set[str]) -> int:
    return sum(each not in others for each in ids)


# ── sums over meetings ───────────────────────────────────────────────────────────────────────────────────


def _set_names(meetings: Iterable[MeetingFigures]) -> dict[str, str]:
    """Return id -> what readers see of each question set: its latest title, the id where there is none."""
    titles: dict[str, str] = {}
    for meeting in meetings:
        titles[meeting.set_id] = meeting.set_title or titles.get(meeting.set_id, "")
    often = Counter(titles.values())
    return {
        set_id: f"{title} ({set_id})" if title and often[title] > 1 else title or set_id
        for set_id, title in titles.items()
    }


def _set_figures(set_id: str, name: str, meetings: list[MeetingFigures]) -> SetFigures:
    return SetFigures(
        set_id=set_id,
        name=name,
        versions=tuple(dict.fromkeys(m.set_version for m in meetings)),
        meetings=len(meetings),
        decided=sum(m.decided for m in meetings),
        outcomes=_outcomes(o for m in meetings for o in m.outcomes),
        questions=_questions(q for m in meetings for q in m.questions),
    )


def _outcomes(found: Iterable[OutcomeFigures]) -> tuple[OutcomeFigures, ...]:
    """Return the outcomes summed by code, in the order of the set, in the latest wording."""
    latest: dict[str, OutcomeFigures] = {}
    counts: Counter[str] = Counter()
    lacked: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in found:
        latest[outcome.code] = outcome
        counts[outcome.code] += outcome.cases
        lacked[outcome.code].update(outcome.unresolved)
    return tuple(
        o.model_copy(update={"cases": counts[code], "unresolved": dict(lacked[code])})
        for code, o in latest.items()
    )


def _questions(found: Iterable[QuestionFigures]) -> tuple[QuestionFigures, ...]:
    """Return the questions summed, those most often not met first; one that was reworded is another question."""
    first: dict[tuple[str, str], QuestionFigures] = {}
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for question in found:
        key = question.id, question.wording
        first.setdefault(key, question)
        counts[key].update({side: getattr(question, side) for side in _SIDES})
    summed = (q.model_copy(update=dict(counts[key])) for key, q in first.items())
    return tuple(sorted(summed, key=lambda q: (-q.not_met, q.number, q.wording)))


# ── whether they agree ───────────────────────────────────────────────────────────────────────────────────


def _set_checks(sets: Iterable[SetFigures]) -> Iterator[Check]:
    for each in sets:
        yield reconcile.total(f"Findings, {each.name}", (o.cases for o in each.outcomes), each.decided)
        for q in each.questions:
            marked = q.asked + q.not_applicable
            yield reconcile.at_most(f"Question {q.number}, {each.name}", marked, each.decided)
