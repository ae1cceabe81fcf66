"""Make a golden register: one that read the golden book beside it, with every kind of change.

    python tests/data/golden/make_register.py v1 v3.book

writes ``v1.register``, ``v1.register.vault.age`` (work factor 10; the pass-phrase is PASSPHRASE below) and
``v1.register.json``, what it says of its items, themes and system changes. Each release that changes its format adds
one; a register that was released is never made again.
"""

import json
import shutil
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from panelroom.clock import ManualClock
from panelroom.register import shelf
from panelroom.register.changes import CHANGES
from panelroom.register.show import item_document, theme_document, win_document
from panelroom.register.state import Register
from panelroom.store import PersonRow

PASSPHRASE = "golden words that are no secret"
START = datetime(2031, 4, 1, 9, 0, tzinfo=UTC)
TODAY = date(2031, 6, 1)
MADE = (
    {"change": "days_set", "response_days": 21},
    {"change": "updated", "of": "r1", "stage": "sent", "on": "2031-04-02", "owner": "force lead", "note": "By post."},
    {"change": "responded", "of": "r1", "status": "fact_disputed", "text": "No.", "page": 4, "on": "2031-04-20",
     "public_text": "The force disagrees."},
    {"change": "replied", "of": "r1", "text": "Yes.", "on": "2031-04-22"},
    {"change": "theme_made", "id": "t1", "title": "Contact"},
    {"change": "theme_linked", "of": "t1", "item": "r1", "side": "supporting"},
    {"change": "win_made", "id": "w1", "title": "The form asks", "item": "r1", "on": "2031-03-04"},
    {"change": "win_stepped", "of": "w1", "step": "proposed", "on": "2031-05-01", "proposed_to": "A group",
     "supporters": ["Another"]},
)  # fmt: skip


def said(register: Register) -> dict[str, object]:
    """Return what a register says, as plain JSON values."""
    return {
        "items": [item_document(register, item, TODAY) for item in register.every_item()],
        "themes": [theme_document(theme) for theme in register.every_theme()],
        "wins": [win_document(win) for win in register.every_win()],
    }


def make(name: str, book: str) -> None:
    """Write the register, its vault, and what it says."""
    folder = Path(__file__).parent
    path, clock = folder / f"{name}.register", ManualClock(START)
    with tempfile.TemporaryDirectory() as desk:
        for file in (book, f"{book}.vault.age"):
            shutil.copy(folder / file, desk)
        meeting, rows = shelf.read_record(Path(desk) / book, PASSPHRASE)
    key = shelf.new_register(path, PASSPHRASE, clock=clock, work_factor=10)
    with shelf.writing(path, key, clock) as writer:
        writer.take(meeting, rows)
        for fields in MADE:
            clock.advance(60)
            writer.do(CHANGES[fields["change"]].model_validate(fields))
        writer.file.put_person(PersonRow("m1", "Member One", "member", True, "2031-01-01", None, {}))
        writer.file.put_training("m1", "unconscious bias", "2031-02-03")
        shown = said(writer.register)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
    text = json.dumps(shown, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{name}.register.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(*sys.argv[1:3])
