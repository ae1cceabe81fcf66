"""Who is in the room, in the chair, and takes part in a case."""

from dataclasses import replace

from panelroom import acts
from panelroom.acts import Act
from panelroom.conduct.ground import Checks, Prepared, find_case, find_person
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting, Person, is_late


def _mark_present(meeting: Meeting, act: acts.MarkPresent) -> Prepared:
    if find_person(meeting, act.member).present:
        raise Refused("That person is already marked present.")
    return Prepared(act, notices=_late_notice(meeting, act.member))


def _late_notice(meeting: Meeting, member: str) -> tuple[str, ...]:
    case, person = meeting.current, meeting.people[member]
    if case is None or not person.counts or member in case.there:
        return ()
    return ("This member has not read the open case: they count for it only if the Chair rules so.",)


def _mark_absent(meeting: Meeting, act: acts.MarkAbsent) -> Prepared:
    if find_person(meeting, act.member).present:
        raise Refused("That person is in the room: use member_left when they go.")
    return Prepared(act)


def _member_left(meeting: Meeting, act: acts.MemberLeft) -> Prepared:
    if not find_person(meeting, act.member).present:
        raise Refused("That person is not in the room.")
    return Prepared(act)


def _member_returned(meeting: Meeting, act: acts.MemberReturned) -> Prepared:
    if find_person(meeting, act.member).status != "left":
        raise Refused("That person had not left: use mark_present for somebody who arrives.")
    return Prepared(act, notices=_late_notice(meeting, act.member))


def _add_attendee(meeting: Meeting, act: acts.AddAttendee) -> Prepared:
    if act.id in meeting.people:
        raise Refused("Somebody with that id is already on the roster: use mark_present.")
    return Prepared(act, notices=_late_notice(replace(meeting, people=_with_newcomer(meeting, act)), act.id))


def _with_newcomer(meeting: Meeting, act: acts.AddAttendee) -> dict[str, Person]:
    return {**meeting.people, act.id: Person(act.id, act.name, act.role, act.votes)}


def _approve_observer(meeting: Meeting, act: acts.ApproveObserver) -> Prepared:
    if find_person(meeting, act.member).role != "observer":
        raise Refused("Only an observer needs the Chair's approval.")
    return Prepared(act)


def _hand_over_chair(meeting: Meeting, act: acts.HandOverChair) -> Prepared:
    if not find_person(meeting, act.member).present:
        raise Refused("Only somebody in the room can take the chair: mark them present first.")
    if act.member == meeting.chair:
        raise Refused("That person is already in the chair.")
    return Prepared(act)


def _about_case(meeting: Meeting, act: acts.OfMemberAndCase) -> tuple[Person, Case, Act]:
    person, case = find_person(meeting, act.member), find_case(meeting, act.case)
    if case.state in ("closed", "carried_forward"):
        raise Refused(f"Case {case.number} is not before the panel any more.")
    return person, case, act.model_copy(update={"case": case.number})


def _declare_interest(meeting: Meeting, act: acts.DeclareInterest) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id in case.interests:
        raise Refused("That interest is already recorded.")
    return Prepared(numbered, case.number)


def _sit_out(meeting: Meeting, act: acts.SitOut) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id in case.out:
        raise Refused("That member already sits this case out.")
    return Prepared(numbered, case.number)


def _sit_in(meeting: Meeting, act: acts.SitIn) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if person.id not in case.out:
        raise Refused("That member does not sit this case out.")
    return Prepared(numbered, case.number)


def _step_out(meeting: Meeting, act: acts.StepOut) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if case.state != "open":
        raise Refused(
            f"Case {case.number} is not open: before it is opened, a member declares an interest instead."
        )
    if person.id in case.out and person.id in case.interests:
        raise Refused("That member takes no part in this case already.")
    return Prepared(numbered, case.number)


def _rule_on_late(meeting: Meeting, act: acts.RuleOnLateMember) -> Prepared:
    person, case, numbered = _about_case(meeting, act)
    if not is_late(case, person):
        raise Refused("That person did not come in after this case was opened: no ruling is needed.")
    return Prepared(numbered, case.number)


CHECKS: Checks = {
    acts.MarkPresent: _mark_present,
    acts.MarkAbsent: _mark_absent,
    acts.MemberLeft: _member_left,
    acts.MemberReturned: _member_returned,
    acts.AddAttendee: _add_attendee,
    acts.ApproveObserver: _approve_observer,
    acts.HandOverChair: _hand_over_chair,
    acts.DeclareInterest: _declare_interest,
    acts.SitOut: _sit_out,
    acts.SitIn: _sit_in,
    acts.StepOut: _step_out,
    acts.RuleOnLateMember: _rule_on_late,
}
