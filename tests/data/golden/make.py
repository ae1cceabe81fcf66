"""Make a golden book: one small meeting with every act, as this release writes it.

    python tests/data/golden/make.py v1

writes ``v1.book``, ``v1.book.vault.age`` (work factor 10, so that tests open it at once; the pass-phrase is
PASSPHRASE below) and ``v1.json``, the document that ``panelroom show --json`` prints for it. Each release that
changes the journal's format or the tables adds one; a book that was released is never made again.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from panelroom import show
from panelroom.acts import ACTS, OpenMeeting
from panelroom.bookcase import book_key, new_book, writing
from panelroom.question_files import load

PASSPHRASE = "golden words that are no secret"
SET = "leicestershire-appendix-a"
START = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
OPENING = {
    "ref": "SYN/GOLDEN/1",
    "date": "2031-03-04",
    "set": SET,
    "quorum": 2,
    "decision_rule": "majority_chair_casts",
    "planned_minutes": 120,
    "venue": "A room",
    "panel": "A panel",
    "pace": {"reading": 1.25, "question_seconds": 60, "deciding_minutes": 4, "cases": 2},
    "roster": [
        {"id": "ch", "name": "Chair One", "role": "chair", "votes": True},
        {"id": "m1", "name": "Member One", "role": "member", "votes": True},
        {"id": "m2", "name": "Member Two", "role": "member", "votes": True},
        {"id": "ob", "name": "Observer One", "role": "observer"},
    ],
    "cases": [
        {
            "ref": "SYN/0001/31",
            "title": "One",
            "strands": ["race"],
            "advisory": "Words.",
            "pages": 3,
            "words": 900,
        },
        {"ref": "SYN/0002/31", "strands": ["disability"]},
        {
            "ref": "SYN/0003/31",
            "strands": ["religion"],
            "carried_from": {"meeting": "SYN/GOLDEN/0", "how": "part_heard"},
        },
    ],
}
LINES = """
{"action": "mark_present", "member": "ch"}
{"action": "mark_present", "member": "m1"}
{"action": "mark_absent", "member": "m2", "apologies": true}
{"action": "mark_present", "member": "ob", "happened_at": "2031-03-04T17:59:00+00:00"}
{"action": "approve_observer", "member": "ob"}
{"action": "acknowledge_ground_rules"}
{"action": "count_papers", "out": 3, "in": 0}
{"action": "declare_interest", "member": "m2", "case": 2}
{"action": "open_case", "case": "SYN/0001/31"}
{"action": "start_reading", "minutes": 10}
{"action": "pause_reading"}
{"action": "resume_reading"}
{"action": "extend_reading", "minutes": 2.5}
{"action": "end_reading"}
{"action": "answer", "question": "q1", "mark": "not_met", "count": {"not_met": 2}}
{"action": "answer", "question": "q2", "mark": "cannot_tell", "text": "A page is missing."}
{"action": "answer", "question": "q3", "mark": "not_met", "follow_ups": {"q3a": "avoidable"}, "evidence": {"page": 2}}
{"action": "answer", "question": "q4", "mark": "not_met", "evidence": {"not_found": true}}
{"action": "answer", "question": "q5", "mark": "not_met"}
{"action": "answer", "question": "q6", "mark": "met", "follow_ups": {"q6a": "declined"}}
{"action": "answer", "question": "q7", "mark": "undecided", "count": {"met": 1, "not_met": 1}}
{"action": "answer", "question": "q8", "mark": "not_met_justified", "text": "One supervisor only."}
{"action": "answer", "question": "q9", "mark": "met"}
{"action": "answer", "question": "q10", "mark": "not_applicable"}
{"action": "answer", "question": "q11", "mark": "met"}
{"action": "observe", "text": "Clear letters.", "kind": "good_practice", "level": "individual", "question": "q4"}
{"action": "observe", "text": "A slip.", "kind": "insight"}
{"action": "undo"}
{"action": "amend", "entry": "e27", "text": "Kind, clear letters."}
{"action": "raise_query", "text": "Who decided?", "question": "q10"}
{"action": "answer_query", "query": "1-q2", "role": "force", "text": "On file.", "basis": "said", "settled": true}
{"action": "raise_urgent", "text": "Somebody may be at risk.", "told": "duty inspector", "by": "chair"}
{"action": "park", "text": "Translation of letters."}
{"action": "record_action", "text": "Ask about letters.", "owner_role": "secretary", "due": "2031-04-01"}
{"action": "answer_prompt", "rule": "four-minors", "considers_inappropriate": true, "reason": "Taken together."}
{"action": "decide", "outcome": "3", "count": {"3": 2}}
{"action": "close_case"}
{"action": "open_case", "case": 2}
{"action": "sit_out", "member": "m1", "case": 2}
{"action": "sit_in", "member": "m1", "case": 2}
{"action": "add_attendee", "id": "m3", "name": "Member Three", "role": "member", "votes": true}
{"action": "rule_on_late_member", "member": "m3", "case": 2, "may_decide": false}
{"action": "member_left", "member": "m1"}
{"action": "adjourn", "why": "break"}
{"action": "member_returned", "member": "m1"}
{"action": "clock_changed", "seconds": -3600}
{"action": "resume"}
{"action": "hand_over_chair", "member": "m1"}
{"action": "observe", "text": "Words to be struck.", "kind": "learning"}
{"action": "strike_text", "entry": "e50", "why": "names_a_person"}
{"action": "carry_forward", "case": 2, "reason": "Time."}
{"action": "reopen_case", "case": 1, "reason": "A mark was misheard."}
{"action": "answer", "question": "q5", "mark": "met"}
{"action": "decide", "outcome": "2"}
{"action": "step_out", "member": "m1", "case": 1}
{"action": "close_case"}
{"action": "count_papers", "out": 3, "in": 2}
{"action": "withhold_page", "page": 2, "case": 1}
{"action": "note_matter", "kind": "theme", "text": "Letters that nobody could read."}
{"action": "settle_parked", "entry": "e34", "as": "query", "text": "Who translates letters?"}
{"action": "close_meeting", "reason": "One copy was torn up."}
{"action": "check_minutes", "by": "secretary"}
{"action": "open_accuracy_check", "until": "2031-04-01"}
{"action": "dispute_fact", "entry": "e27", "role": "force lead", "text": "They were sent.", "page": 2}
{"action": "reply_to_dispute", "entry": "e65", "text": "The panel saw page 2."}
{"action": "confirm_minutes", "by": [{"role": "chair", "method": "e_mail"}]}
{"action": "correct_minutes", "entry": "e34", "text": "Translated letters.", "reason": "Unclear."}
{"action": "release_text", "entry": "e34", "text": "Letters in a language one reads.", "by": "secretary"}
{"action": "release_text", "entry": "e27", "text": "Clear letters.", "by": "secretary"}
{"action": "release_text", "entry": "e27", "by": "secretary"}
"""


def make(name: str) -> None:
    """Write the three files beside this one."""
    folder = Path(__file__).parent
    path = folder / f"{name}.book"
    opening = OpenMeeting.model_validate(OPENING)
    new_book(path, PASSPHRASE, opening, load(SET), at=START, work_factor=10)
    with writing(path, book_key(path, PASSPHRASE)) as session:
        for minute, line in enumerate(LINES.strip().splitlines(), 1):
            data = json.loads(line)
            happened = data.pop("happened_at", None)
            act = ACTS[data["action"]].model_validate(data)
            moment = datetime.fromisoformat(happened) if happened else None
            session.do(act, at=START + timedelta(minutes=minute), happened_at=moment)
        document = show.document(session.meeting, session.entries, session.root)
    (folder / f"{name}.book.lock").unlink(missing_ok=True)
    (folder / f"{name}.json").write_text(
        json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    make(sys.argv[1])
