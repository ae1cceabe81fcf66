"""Meetings made by chance, the same for the same seed, in which whatever must not be published can be told at once.

Every private word holds ``zq``, every word released for the public ``xj``: neither occurs in a question set.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from making import LEICESTERSHIRE
from record_scenes import Scene, meeting

from panelroom import acts, publication
from panelroom.errors import Refused
from panelroom.meeting import find_item

PRIVATE, PUBLIC = "zq", "xj"
KINDS = ("good_practice", "learning", "query", "record_error", "wider_issue", "insight")
MATTERS = ("previous_minutes", "earlier_feedback", "wellbeing_offer", "theme", "next_meeting")
LETTERS = "abcdefghiklmnoprstuvwy"


class Chance:
    """A seeded chance that makes words of either kind, each of them once."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.said = 0

    def word(self, kind: str = PRIVATE) -> str:
        self.said += 1
        number, name = self.said, ""
        for _ in range(4):
            number, place = divmod(number, len(LETTERS))
            name += LETTERS[place]
        return kind + name

    def words(self, kind: str = PRIVATE) -> str:
        """A sentence whose every word is its own, at times with what breaks naive writers."""
        hostile = self.dice.choice(("", " & <b>", ' "{{x}}"', "\n- ", " 5 < 6;", " ŵŷ"))
        return " ".join(self.word(kind) for _ in range(self.dice.randint(1, 9))) + hostile

    def often(self, share: float) -> bool:
        return self.dice.random() < share


@contextmanager
def generated(folder: Path, seed: int, apart: str = "m2", set_id: str = LEICESTERSHIRE) -> Iterator[Scene]:
    """Play the meeting of that seed; ``apart`` is who sits out wherever somebody does."""
    chance = Chance(seed)
    cases = [
        acts.ListedCase(ref=f"{chance.word()}/{n}", title=chance.words(), strands=(chance.word(),), pages=9)
        for n in range(1, chance.dice.randint(2, 4))
    ]
    roster = [
        acts.Member(
            id=f"m{n}", name=f"{chance.word()} {chance.word()}".title(), role=role, votes=role != "force"
        )
        for n, role in enumerate(("chair", "member", "member", "member", "ethics_member", "force"), 1)
    ]
    more: dict[str, Any] = {
        "ref": chance.word(),
        "venue": chance.words(),
        "roster": tuple(roster),
        "quorum": 2,
    }
    with meeting(folder, cases, set_id, **more) as scene:
        Evening(scene, chance, apart).play()
        yield scene


class Evening:
    """One evening: whatever chance picks is tried, and what the rules refuse is left."""

    def __init__(self, scene: Scene, chance: Chance, apart: str) -> None:
        self.scene, self.chance, self.apart = scene, chance, apart

    def tries(self, action: str, **fields: Any) -> str | None:
        try:
            return self.scene.do(action, **fields)
        except Refused:
            return None

    def play(self) -> None:
        for number in range(1, 7):
            self.scene.do("mark_present", member=f"m{number}")
        self.scene.do("acknowledge_ground_rules")
        self.note()
        for number in range(1, len(self.scene.session.meeting.cases) + 1):
            self.hear(number)
        self.finish()
        self.scene.do("close_meeting", reason=self.chance.words())
        for _ in range(self.chance.dice.randint(4, 14)):
            self.afterwards()
        if self.chance.often(0.3):
            self.scene.do("confirm_minutes", by=[{"role": self.chance.word(), "method": "in_person"}])

    def note(self) -> None:
        if self.chance.often(0.7):
            self.scene.do("note_matter", kind=self.chance.dice.choice(MATTERS), text=self.chance.words())

    def hear(self, number: int) -> None:
        chance = self.chance
        if chance.often(0.4):
            self.scene.do(chance.dice.choice(("sit_out", "declare_interest")), member=self.apart, case=number)
        self.scene.do("open_case", case=number)
        for question in self.scene.session.meeting.question_set.questions:
            self.answer(
                question.id, [c.value for c in self.scene.session.meeting.question_set.scale_of(question)]
            )
        for _ in range(chance.dice.randint(1, 4)):
            self.observe()
        self.ask()
        self.decide()
        if self.tries("close_case") is None or chance.often(0.1):
            self.tries("carry_forward", case=number, reason=chance.words())

    def answer(self, question: str, marks: list[str]) -> None:
        text = {"text": self.chance.words()}
        mark = {"mark": self.chance.dice.choice(marks)} if marks else text | {"value": self.chance.words()}
        if self.tries("answer", question=question, **mark | text) is None:
            self.scene.do("answer", question=question, value={"agree": 3, "of": 5})

    def observe(self) -> None:
        dice = self.chance.dice
        fields = {"to": self.chance.words().split("\n")[0]} if self.chance.often(0.3) else {}
        kind = dice.choice(KINDS)
        self.scene.do(
            "observe", text=self.chance.words(), kind=kind, page=dice.randint(1, 9), member="m4", **fields
        )

    def ask(self) -> None:
        self.is_told(self.scene.do("raise_query", text=self.chance.words()))
        if self.chance.often(0.4):
            urgent = {"told": self.chance.word(), "by": self.chance.word()}
            self.scene.do("raise_urgent", text=self.chance.words(), **urgent)

    def is_told(self, query: str) -> None:
        said = {"role": self.chance.word(), "text": self.chance.words(), "basis": "said", "settled": True}
        self.scene.do("answer_query", query=query, **said)

    def decide(self) -> None:
        answer = {"considers_inappropriate": self.chance.often(0.5), "reason": self.chance.words()}
        self.tries("answer_prompt", rule="four-minors", **answer)
        for outcome in self.chance.dice.sample("1234", 4):
            lacks = {"unresolved": "no_agreement"} if outcome == "4" else {}
            if self.tries("decide", outcome=outcome, reason=self.chance.words(), count={outcome: 3}, **lacks):
                return

    def finish(self) -> None:
        parked = self.scene.do("park", text=self.chance.words())
        if self.chance.often(0.5):
            self.is_told(
                self.scene.do("settle_parked", entry=parked, text=self.chance.words(), **{"as": "query"})
            )
        self.scene.do("record_action", text=self.chance.words(), owner_role=self.chance.word())
        self.note()

    def afterwards(self) -> None:
        dice = self.chance.dice
        held = self.scene.session.meeting
        entry = f"e{dice.randint(1, len(held.known))}"
        if (said := publication.releasable(held)) and self.chance.often(0.8):
            entry = dice.choice(said).entry
        acts_now: dict[str, dict[str, Any]] = {
            "release_text": {"entry": entry, "text": self.chance.words(PUBLIC), "by": self.chance.word()},
            "correct_minutes": {"entry": entry, "text": self.chance.words(), "reason": self.chance.words()},
            "strike_text": {"entry": entry, "why": "other"},
            "open_accuracy_check": {"until": dice.choice(("2026-04-14", "2026-05-14", "2026-05-20"))},
            "dispute_fact": {
                "entry": entry,
                "role": self.chance.word(),
                "text": self.chance.words(),
                "page": 3,
            },
            "reply_to_dispute": {"entry": entry, "text": self.chance.words()},
            "check_minutes": {"by": self.chance.word()},
            "note_matter": {"kind": dice.choice(MATTERS), "text": self.chance.words()},
        }
        weights = (8, 2, 1, 2, 5, 3, 1, 1)
        action = dice.choices(list(acts_now), weights)[0]
        self.tries(action, **acts_now[action])


def released(scene: Scene) -> list[str]:
    """The wordings that stand released, of entries that stand."""
    held = scene.session.meeting
    return [r.act.text for of, r in held.released.items() if r.act.text and find_item(held, of)]
