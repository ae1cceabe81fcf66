"""``panelroom questions``: list, show, check and compare question sets."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from panelroom.cli.common import Commands, add_json, out, out_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panelroom.questions import Question, QuestionSet


def add(commands: Commands) -> None:
    """Add the command."""
    group = commands.add_parser(
        "questions",
        help="the question sets",
        description="List, show, check and compare question sets.",
        epilog="Example: panelroom questions check our-set.yaml",
    )
    verbs = group.add_subparsers(title="what to do", metavar="VERB", required=True)
    every = verbs.add_parser(
        "list", help="the sets that are here", epilog="Example: panelroom questions list"
    )
    add_json(every)
    every.set_defaults(do=_list)
    one = verbs.add_parser(
        "show", help="one set in words", epilog="Example: panelroom questions show kent-ipag-2020"
    )
    one.add_argument("set", metavar="ID", help="the id of a set, or a file")
    add_json(one)
    one.set_defaults(do=_show)
    check = verbs.add_parser(
        "check",
        help="whether a file is a valid set",
        epilog="Example: panelroom questions check our-set.yaml",
    )
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(do=_check)
    compare = verbs.add_parser(
        "diff",
        help="what differs between two sets",
        epilog="Example: panelroom questions diff old.yaml new.yaml",
    )
    compare.add_argument("a", metavar="A", help="id or file")
    compare.add_argument("b", metavar="B", help="id or file")
    compare.set_defaults(do=_diff)


def _list(arguments: argparse.Namespace) -> int:
    from panelroom.question_files import built_in

    sets = built_in()
    if arguments.json:
        out_json([_summary(s) for s in sets])
        return 0
    for s in sets:
        count = f"{len(s.questions)} questions"
        out(f"{s.id:28} {s.version:9} {count:13} {s.status:9} {s.title}")
    return 0


def _summary(s: "QuestionSet") -> dict[str, object]:
    return {
        "id": s.id,
        "version": s.version,
        "title": s.title,
        "status": s.status,
        "questions": len(s.questions),
        "major": len(s.of_severity("major")),
        "minor": len(s.of_severity("minor")),
        "outcomes": len(s.outcomes),
        "sha256": s.sha256,
    }


def _show(arguments: argparse.Namespace) -> int:
    from panelroom.question_files import load

    s = load(arguments.set)
    if arguments.json:
        out_json({**s.as_data(), "sha256": s.sha256})
        return 0
    out(f"{s.title}   ({s.id}, {s.version}, {s.status})")
    out(f"Source: {s.source.document}")
    if s.status_note:
        out(s.status_note)
    section = None
    for question in s.questions:
        if question.section and question.section != section:
            section = question.section
            out(f"\n{section}")
        _show_question(s, question)
    for heading, lines in (
        ("Outcomes", [f"  {o.code}  {o.label}" for o in s.outcomes]),
        ("Rules", [f"  {r.id}: {r.wording}" for r in s.rules]),
        (
            "To confirm with the OPCC",
            [f"  question {q.number}: {q.confirm}" for q in s.questions if q.confirm],
        ),
    ):
        if lines:
            out(f"\n{heading}")
            out("\n".join(lines))
    return 0


def _show_question(s: "QuestionSet", question: "Question") -> None:
    severity = f"  [{question.severity}]" if question.severity else ""
    out(f"\n{question.number:3}. {question.wording}{severity}")
    marks = ", ".join(c.label for c in s.scale_of(question)) or question.answer.kind
    out(f"     answer: {marks}")
    if question.applies_when:
        earlier = s.by_id[question.applies_when.question]
        asked = _marks(s, earlier, question.applies_when.marks)
        out(f"     asked only after {asked} at question {earlier.number}")
    for follow_up in question.follow_ups:
        options = f" ({', '.join(follow_up.answer.options)})" if follow_up.answer.options else ""
        only = f", after {_marks(s, question, follow_up.shown_when)}" if follow_up.shown_when else ""
        out(f"     - {follow_up.text}{options}{only}")
    if question.consider:
        out(f"     consider: {'; '.join(question.consider)}")


def _marks(s: "QuestionSet", question: "Question", marks: "Sequence[str]") -> str:
    return " or ".join(s.mark_label(question, mark) for mark in marks)


def _check(arguments: argparse.Namespace) -> int:
    from panelroom.question_files import load_file

    s = load_file(arguments.file)
    major, minor = len(s.of_severity("major")), len(s.of_severity("minor"))
    out(
        f"{arguments.file.name} is valid: {len(s.questions)} questions, {major} major, {minor} minor. {s.sha256}"
    )
    return 0


def _diff(arguments: argparse.Namespace) -> int:
    from panelroom.question_files import differences, load

    lines = differences(load(arguments.a), load(arguments.b))
    out("\n".join(lines) if lines else "The two sets say the same.")
    return 0
