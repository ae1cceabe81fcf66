"""What is said beside the answers: observations, queries, parked issues, urgent matters, withheld pages."""

from panelroom import acts
from panelroom.acts import Act
from panelroom.conduct.answers import find_question
from panelroom.conduct.ground import Checks, Prepared, find_case, find_person, open_case
from panelroom.errors import Refused
from panelroom.meeting import Meeting, Query, find_item, queries, queries_of_no_case, settling, withheld_pages
from panelroom.text import plural


def _observe(meeting: Meeting, act: acts.Observe) -> Prepared:
    case = open_case(meeting)
    return Prepared(placed(meeting, act), case.number)


def placed(meeting: Meeting, act: acts.Observe | acts.RaiseQuery) -> Act:
    """Return ``act`` with its question named by id; its question and member, where given, are known."""
    if isinstance(act, acts.Observe) and act.member is not None:
        find_person(meeting, act.member)
    if act.question is None:
        return act
    return act.model_copy(update={"question": find_question(meeting, act.question).id})


def _park(meeting: Meeting, act: acts.Park) -> Prepared:
    return Prepared(act, meeting.open_case)


def _settle_parked(meeting: Meeting, act: acts.SettleParked) -> Prepared:
    item = find_item(meeting, act.entry)
    if item is None or not isinstance(item.act, acts.Park):
        raise Refused("That entry is no parked issue that stands.")
    if item.struck:
        raise Refused("The words of that issue were struck from the record: nothing is left to settle.")
    if settling(meeting, act.entry):
        raise Refused("That issue is settled already: change what becomes of it, or take that back.")
    _check_settling(act)
    return Prepared(act, item.case)


def _check_settling(act: acts.SettleParked) -> None:
    """Check that what is said suits what becomes of the issue."""
    if act.fate == "dropped" and not act.reason:
        raise Refused("Say why the issue is dropped: the reason is minuted.")
    if act.fate == "action" and not act.owner_role:
        raise Refused("An action needs an owner: name the role, not the person.")
    if act.fate != "action" and (act.owner_role or act.due):
        raise Refused("Only an action has an owner and a day.")
    if act.fate in ("kept", "dropped") and act.text:
        raise Refused(
            "An issue that is kept or dropped keeps its words: only an action or a query has others."
        )


def settle_anew(meeting: Meeting, act: acts.SettleParked) -> None:
    """Check what is to become of an issue after all; a query that the force has answered stays one."""
    item = settling(meeting, act.entry)
    assert item is not None
    _check_settling(act)
    answered = any(query.id == item.id and query.answers for query in _queries_of(meeting, item.case))
    if answered and act.fate != "query":
        raise Refused(
            "The force has answered that query: it stays one, and a further action can be recorded."
        )


def _raise_query(meeting: Meeting, act: acts.RaiseQuery) -> Prepared:
    case = open_case(meeting)
    return Prepared(placed(meeting, act), case.number)


def _answer_query(meeting: Meeting, act: acts.AnswerQuery) -> Prepared:
    number = _case_of_query(meeting, act.query)
    if not any(query.id == act.query for query in _queries_of(meeting, number)):
        raise Refused("There is no such query to the force.")
    return Prepared(act, number)


def _case_of_query(meeting: Meeting, query: str) -> int | None:
    """Return the case a query belongs to: that of its entry (``e17``), or the one its name begins with (``2-q3``)."""
    known, number = meeting.entry(query), query.partition("-")[0]
    if known is not None:
        return known.case
    place = int(number) if number.isdecimal() and len(number) < 7 else 0
    return place if 1 <= place <= len(meeting.cases) else None


def _queries_of(meeting: Meeting, case: int | None) -> tuple[Query, ...]:
    return queries_of_no_case(meeting) if case is None else queries(meeting, meeting.case(case))


def _withhold(meeting: Meeting, act: acts.WithholdPage) -> Prepared:
    case = open_case(meeting) if act.case is None else find_case(meeting, act.case)
    if case.listed.pages is not None and act.page > case.listed.pages:
        raise Refused(
            f"Case {case.number} has {plural(case.listed.pages, 'page')}: there is no page {act.page}."
        )
    if act.page in withheld_pages(meeting, case):
        raise Refused(f"Page {act.page} of case {case.number} is withheld already.")
    return Prepared(act.model_copy(update={"case": case.number}), case.number)


def _raise_urgent(meeting: Meeting, act: acts.RaiseUrgent) -> Prepared:
    return Prepared(act, meeting.open_case)


CHECKS: Checks = {
    acts.Observe: _observe,
    acts.Park: _park,
    acts.SettleParked: _settle_parked,
    acts.RaiseQuery: _raise_query,
    acts.AnswerQuery: _answer_query,
    acts.RaiseUrgent: _raise_urgent,
    acts.WithholdPage: _withhold,
}
