"""The words that documents use for what the record holds as names: roles, kinds, days, hands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from panelroom.acts import CarriedFrom, Evidence
from panelroom.questions import Answer, Question, QuestionSet
from panelroom.text import plural

ROLES = {
    "chair": "Chair",
    "member": "Member",
    "ethics_member": "Ethics panel member",
    "opcc": "Commissioner's office",
    "force": "Police force",
    "observer": "Observer",
    "secretary": "Secretary",
}
SECTIONS = {
    "good_practice": "Good practice",
    "learning": "Areas for improvement",
    "record_error": "Errors in the record",
    "query": "Points for the force",
    "wider_issue": "Wider issues",
    "insight": "Insight from experience",
}
"""The headings under which minutes print observations, in their order."""
MATTERS = {
    "previous_minutes": "Previous minutes",
    "earlier_feedback": "What came of earlier feedback",
    "wellbeing_offer": "Wellbeing",
    "theme": "Themes",
    "next_meeting": "Next meeting",
}
KINDS = {
    "good_practice": "Good practice",
    "learning": "Learning",
    "query": "Query to the force",
    "record_error": "Record error",
    "wider_issue": "Wider issue",
    "insight": "Insight from experience",
}
UNRESOLVED = {
    "no_agreement": "The panel did not agree",
    "more_information": "More information is needed",
}
CARRIED = {
    "unopened": "not opened",
    "part_heard": "part-heard",
    "no_agreement": "no agreement",
    "more_information": "more information needed",
    "no_conclusion": "no conclusion",
}
"""How far a case came in the meeting that carried it on."""
FATES = {
    "kept": "Kept",
    "action": "Became an action",
    "query": "Asked of the force",
    "dropped": "Dropped",
}
"""What became of a parked issue."""
LEVELS = {"individual": "individual level", "organisational": "organisational level"}
BASES = {"papers": "in the papers", "shown": "shown to the panel", "said": "said in the room"}
METHODS = {
    "in_person": "in person",
    "e_mail": "by e-mail",
    "wet_ink": "signed on paper",
    "signature": "electronic signature",
}
RULES = {
    "consensus": "by consensus",
    "majority": "by majority of hands",
    "majority_chair_casts": "by majority of hands; the chair has a casting vote",
}
BREAKS = {
    "break": "break",
    "quorum": "the room was not quorate",
    "time": "time",
    "safety": "safety or wellbeing",
    "other": "interruption",
}


def capital(text: str) -> str:
    """Return ``text`` with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def say_role(role: str) -> str:
    """Return a role in words; one that somebody wrote stays as it is."""
    return ROLES.get(role, role)


def say_evidence(evidence: Evidence) -> str:
    """Return where the papers show it."""
    return f"page {evidence.page}" if evidence.page else "looked for, not found"


def say_day(day: date | datetime) -> str:
    """Return ``14 April 2026``, in English wherever the program runs."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_iso_day(day: str) -> str:
    """Return ``14 April 2026`` for ``2026-04-14``."""
    return say_day(date.fromisoformat(day))


def say_month(day: str) -> str:
    """Return ``April 2026`` for ``2026-04-14`` or ``2026-04``."""
    return f"{_MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def say_time(moment: datetime) -> str:
    """Return ``18:05``, in the meeting's own offset."""
    return f"{moment:%H:%M}"


def say_moment(moment: datetime) -> str:
    """Return ``14 April 2026, 18:05``."""
    return f"{say_day(moment)}, {say_time(moment)}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say_minutes(minutes: float) -> str:
    """Return ``12 minutes``, rounded to whole ones; ``under 1 minute`` for less than half of one."""
    whole = round(minutes)
    return plural(whole, "minute") if whole else "under 1 minute"


def say_hands(count: Mapping[str, int] | None, labels: Mapping[str, str]) -> str | None:
    """Return ``7 of 12 for Yes, 5 of 12 for No``: counts, no percentages. ``None`` if none were counted."""
    given = {name: n for name, n in (count or {}).items() if n}
    if not given:
        return None
    if len(given) == 1:
        name, number = next(iter(given.items()))
        return f"{plural(number, 'hand')} for {labels.get(name, name)}"
    everyone = sum(given.values())
    ordered = sorted(given, key=lambda name: list(labels).index(name) if name in labels else len(labels))
    return ", ".join(f"{given[name]} of {everyone} for {labels.get(name, name)}" for name in ordered)


def say_unresolved(lacking: str | None, comes_back: bool) -> str | None:
    """Return what a case without a conclusion lacked and whether it comes back; ``None`` where neither is said."""
    if not lacking and not comes_back:
        return None
    said = f"{UNRESOLVED[lacking]}. " if lacking else ""
    return f"{said}{'It comes back to the next meeting.' if comes_back else 'It does not come back.'}"


def say_lacking(code: str, cases: int, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return what the cases that ended with an outcome lacked, in words, and how many; together they are ``cases``.

    ``counts`` holds what was lacking -> cases. Where none of them says it there is nothing to tell apart.
    """
    said = [(words, counts[kind]) for kind, words in UNRESOLVED.items() if counts.get(kind)]
    left = cases - sum(count for _, count in said)
    if not said:
        return ()
    rows = [*said, ("What was lacking is not recorded", left)] if left else said
    return tuple((f"Of outcome {code}: {words[0].lower()}{words[1:]}", count) for words, count in rows)


def say_carried(carried: CarriedFrom | None) -> str | None:
    """Return ``carried from HCSP 2026/03: part-heard``."""
    return f"carried from {carried.meeting}: {CARRIED[carried.how]}" if carried else None


def mark_labels(question_set: QuestionSet, question: Question) -> dict[str, str]:
    """Return mark -> its words, in the scale's order."""
    return {choice.value: choice.label for choice in question_set.scale_of(question)}


def outcome_labels(question_set: QuestionSet) -> dict[str, str]:
    """Return outcome code -> the few words a count of hands is printed with."""
    return {o.code: f"outcome {o.code}" if o.code.isdigit() else o.short for o in question_set.outcomes}


def say_value(value: Any, answer: Answer | None = None) -> str:
    """Return a value as words: ``11 of 12 members``, ``6 hours``, ``yes``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        pairs = value.get("agree"), value.get("of")
        counted = f"{pairs[0]} of {pairs[1]}" if None not in pairs else _join(value)
        return _with(counted, answer.count_of if answer else None)
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    if isinstance(value, int | float):
        number = f"{value:g}"
        if answer and answer.kind == "count":
            return _with(f"{number}, number present not recorded", answer.count_of)
        return _with(number, answer.unit if answer else None)
    return str(value)


def _with(number: str, what: str | None) -> str:
    return f"{number} {what}" if what else number


def _join(value: dict[str, Any]) -> str:
    return ", ".join(f"{name}: {n}" for name, n in value.items())
