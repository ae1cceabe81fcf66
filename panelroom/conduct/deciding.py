"""The outcome of a case: whether the panel may reach it now, by the question set and the decision rule."""

from dataclasses import replace

from panelroom import acts, scrutiny
from panelroom.conduct.answers import check_hands, too_many_hands
from panelroom.conduct.ground import Checks, Prepared, open_case
from panelroom.errors import Refused
from panelroom.meeting import Case, Meeting, case_quorate, deciders, unanswered
from panelroom.questions import Outcome
from panelroom.text import plural

LEARNING_KINDS = ("good_practice", "learning", "record_error")
"""The kinds of observation that "appropriate but with observations" needs one of; a query alone is none."""


def _answer_prompt(meeting: Meeting, act: acts.AnswerPrompt) -> Prepared:
    case = open_case(meeting)
    fired = [r.id for r in scrutiny.prompts(meeting.question_set, case.marks)]
    if act.rule not in fired:
        raise Refused("That rule does not ask anything on these marks.")
    check_why(act)
    outcome = case.outcome
    if outcome is None:
        return Prepared(act, case.number)
    notice = "The outcome rested on the earlier answer: the panel decides again."
    return Prepared(act, case.number, voids=(outcome.id,), notices=(notice,))


def check_why(act: acts.AnswerPrompt) -> None:
    """Raise ``Refused`` where the panel's answer to a prompt has no reason."""
    if not act.reason:
        raise Refused("Say why the panel answers so: the reason is minuted.")


def _decide(meeting: Meeting, act: acts.Decide) -> Prepared:
    case = open_case(meeting)
    check_decision(meeting, case, act)
    return Prepared(act, case.number, notices=too_many_hands(meeting, case, act.count))


def check_decision(meeting: Meeting, case: Case, act: acts.Decide) -> None:
    """Check that the panel may reach this outcome now.

    Raises:
        Refused: with what is missing.
    """
    outcome = meeting.question_set.outcome(act.outcome)
    if outcome is None:
        codes = (
            ", ".join(o.code for o in meeting.question_set.outcomes) or "none: this set reaches no verdict"
        )
        raise Refused(f"There is no such outcome; outcomes: {codes}.")
    if not case_quorate(meeting, case):
        here, needed = len(deciders(meeting, case)), meeting.opening.quorum
        raise Refused(
            f"Not quorate for this case: {here} of {needed} needed may decide it. Adjourn or carry it forward."
        )
    check_hands(meeting, act.count)
    check_grounds(meeting, case, outcome, act)


def check_grounds(meeting: Meeting, case: Case, outcome: Outcome, act: acts.Decide) -> None:
    """Raise ``Refused`` where answers, prompts, observations, reasons or hands do not bear the outcome."""
    left = unanswered(meeting, case)
    if left and not outcome.allows_unanswered:
        numbers = ", ".join(str(q.number) for q in left)
        raise Refused(f"{plural(len(left), 'question')} unanswered: {numbers}.")
    _check_prompts(meeting, case, outcome)
    _check_requirements(meeting, case, outcome, act)
    _check_vote(meeting, outcome, act)
    if (act.unresolved or act.comes_back) and not outcome.allows_unanswered:
        raise Refused(
            "Only a case without a conclusion says what was lacking, or comes back to the next meeting."
        )


def _check_prompts(meeting: Meeting, case: Case, outcome: Outcome) -> None:
    for rule in scrutiny.prompts(meeting.question_set, case.marks):
        if outcome.code in rule.then.before and rule.id not in case.prompt_answers:
            raise Refused(f"The guide asks the panel something first: {rule.wording}")


def _check_requirements(meeting: Meeting, case: Case, outcome: Outcome, act: acts.Decide) -> None:
    if not observed_enough(case, outcome):
        raise Refused(
            f"Outcome {outcome.code} needs at least one observation of good practice, learning or record error."
        )
    if reason_of(meeting, case, act):
        return
    if "reason" in outcome.requires:
        raise Refused(f"Outcome {outcome.code} needs a reason.")
    decision = replace(case.decision(), outcome=outcome.code)
    for rule in scrutiny.reasons_needed(meeting.question_set, case.marks, decision):
        raise Refused(f"A reason is needed: {rule.wording}")


def observed_enough(case: Case, outcome: Outcome) -> bool:
    """Whether the case has the observation that the outcome asks for, if it asks for one."""
    return "observation" not in outcome.requires or any(
        o.act.kind in LEARNING_KINDS for o in case.observations
    )


def reason_of(meeting: Meeting, case: Case, act: acts.Decide) -> str | None:
    """Return the reason given for an outcome; for one that a prompt is about, the panel's yes serves too."""
    if act.reason:
        return act.reason
    for rule_id, given in case.prompt_answers.items():
        rule = meeting.question_set.rule(rule_id)
        if rule and rule.then.outcome == act.outcome and given.act.considers_inappropriate:
            return given.act.reason
    return None


def _check_vote(meeting: Meeting, outcome: Outcome, act: acts.Decide) -> None:
    if not act.count:
        return
    unknown = act.count.keys() - {o.code for o in meeting.question_set.outcomes}
    if unknown:
        raise Refused("The hands are counted by outcome: name outcomes only.")
    rule = meeting.opening.decision_rule
    if rule == "consensus" or outcome.allows_unanswered:
        return
    mine = act.count.get(outcome.code, 0)
    best = max((n for code, n in act.count.items() if code != outcome.code), default=0)
    if mine < best or (mine == best and rule == "majority"):
        raise Refused("The panel decides by majority, and that outcome has not the most hands.")


CHECKS: Checks = {
    acts.AnswerPrompt: _answer_prompt,
    acts.Decide: _decide,
}
