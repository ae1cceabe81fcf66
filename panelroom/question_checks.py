"""What a question-set file can say without an error and yet never do, or do wrongly.

These are asked of files alone, not of the sets inside books: a book that was made always opens.
"""

from collections.abc import Collection, Iterator

from panelroom.questions import Place, Problem, Question, QuestionSet, Rule


def oversights(qs: QuestionSet, shared_terms: Collection[str]) -> Iterator[Problem]:
    """Yield where in the file something has no effect, and why; ``shared_terms`` are the glossary's ids."""
    for name, scale in qs.scales.items():
        if len(scale) < 2:
            yield ("scales", name), f"the scale {name} lists at least two marks"
    yield from _reading(qs)
    known_terms = {*shared_terms, *(t.id for t in qs.terms)}
    for i, question in enumerate(qs.questions):
        yield from _of_question(qs, question, ("questions", i))
        for j, name in enumerate(question.glossary):
            if name not in known_terms:
                yield (
                    ("questions", i, "glossary", j),
                    f"question {question.id} names the term {name}, which is neither under terms"
                    " nor in panelroom's own glossary",
                )
    marks = {c.value for q in qs.questions for c in qs.scale_of(q)}
    for i, rule in enumerate(qs.rules):
        yield from _of_rule(rule, marks, ("rules", i))
    seen = set()
    for i, term in enumerate(qs.terms):
        if term.id in seen:
            yield ("terms", i, "id"), f"term {term.id} is there twice"
        seen.add(term.id)


def _reading(qs: QuestionSet) -> Iterator[Problem]:
    if qs.meetings.reading_minutes:
        usual, longest = qs.meetings.reading_minutes
        if not 1 <= usual <= longest:
            yield (
                ("meetings", "reading_minutes"),
                "reading_minutes are the usual and then the longest, such as [10, 15], of at least 1",
            )


def _of_question(qs: QuestionSet, q: Question, at: Place) -> Iterator[Problem]:
    if q.answer.kind != "scale":
        if q.fault_when:
            yield (
                (*at, "fault_when"),
                f"question {q.id} takes no marks, so none can be a fault: give it an answer of kind scale,"
                " or take severity and fault_when out",
            )
        for j, follow_up in enumerate(q.follow_ups):
            if follow_up.shown_when:
                yield (
                    (*at, "follow_ups", j, "shown_when"),
                    f"follow-up {follow_up.id} would never be asked: question {q.id} takes no marks;"
                    " take shown_when out",
                )
    if q.applies_when:
        earlier = qs.by_id[q.applies_when.question]
        marks = [c.value for c in qs.scale_of(earlier)]
        for j, mark in enumerate(q.applies_when.marks):
            if mark not in marks:
                yield (
                    (*at, "applies_when", "is", j),
                    f"question {q.id} waits for the mark {mark}, which question {earlier.id} does not have"
                    f" (there: {', '.join(marks) or 'none, it takes no marks'})",
                )


def _of_rule(rule: Rule, marks: Collection[str], at: Place) -> Iterator[Problem]:
    for part in rule.when.parts() if rule.stage == "case" else ():
        if part.count_answers and part.count_answers not in marks:
            yield (
                (*at, "when"),
                f"rule {rule.id} counts the mark {part.count_answers}, which no question's scale has"
                f" (there: {', '.join(sorted(marks)) or 'none'})",
            )
    if rule.then.action == "prompt" and not rule.then.before:
        yield (
            (*at, "then"),
            f"rule {rule.id} prompts, but lists no outcomes under before: those that wait for its answer",
        )
