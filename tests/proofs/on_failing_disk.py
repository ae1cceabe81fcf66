"""Acts on a disk that fails on demand (see ``failing_disk.c``); started by ``test_disk.py``, prints what it saw."""

import json
import os
import sys
from pathlib import Path

from making import in_room, shown_from_disk

from panelroom.errors import NotWritten
from panelroom.journal import verify


def main(path: Path, how: str, rounds: int) -> None:
    switch = Path(os.environ["FAILING"]) / how
    refusals, there_all_the_same = [], 0
    with in_room(path) as room:
        for turn in range(rounds):
            text = f"Said in turn {turn}. " * (1 + 40 * (turn % 7))
            action, fields = ("strike_text", {"entry": f"e{room.entries}", "why": "other"})
            if turn % 5 != 4:
                action, fields = "park", {"text": text}
            before = room.meeting
            switch.touch()
            try:
                room.say(action, **fields)
                sys.exit("the disk did not fail")
            except NotWritten as refusal:
                refusals.append(str(refusal))
            assert room.meeting is before
            switch.unlink()
            there_all_the_same += len(room.book.rows()) > room.entries
            entry = room.say(action, **fields).entry
            assert entry.seq == turn + 2 == room.entries == len(room.book.rows())
            assert shown_from_disk(room.book) == room.shown()
            assert verify(room.book.rows()).holds
    with in_room(path) as room:
        assert room.entries == rounds + 1
        assert verify(room.book.rows()).holds
    print(json.dumps({"said": sorted(set(refusals)), "refusals": len(refusals), "there": there_all_the_same}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
