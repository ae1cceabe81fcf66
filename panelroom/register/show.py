"""The register as plain JSON values, and what came of earlier feedback since a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from panelroom.figures import STAGES
from panelroom.journal import STRUCK
from panelroom.records.words import say_iso_day
from panelroom.register.changes import Entry, Imported, Replied, Responded
from panelroom.register.state import Item, Register, SystemChange, Theme
from panelroom.text import plural


def disputed(of: Item | Theme) -> bool:
    """Whether the force's latest answer disputes a fact; without an answer, whether it did so before publication."""
    if of.responses:
        return of.responses[-1].status == "fact_disputed"
    return isinstance(of, Item) and of.now.disputed


def panel_text(item: Item) -> str:
    """Return what the panel said, or that it was struck from the record."""
    return item.now.text or STRUCK


def item_document(register: Register, item: Item, today: date) -> dict[str, Any]:
    """Return an item with everything that became of it."""
    now = item.now
    return {
        "id": item.id,
        "entry": now.source,
        "meeting": item.meeting,
        "date": item.date,
        "sort": now.sort,
        "kind": now.kind,
        "case": now.case,
        "question": now.question,
        "page": now.page,
        "to": now.to,
        "text": panel_text(item),
        "public_text": now.public,
        "earlier_texts": [s.text for s in item.said[:-1] if s.text != now.text],
        "struck": now.struck,
        "withdrawn": now.withdrawn,
        "settled": now.settled,
        "told": [t.model_dump(mode="json", exclude_none=True) for t in now.told],
        "stage": item.stage,
        "reached": {stage: item.reached[stage] for stage in STAGES if stage in item.reached},
        "owner": item.owner,
        "due": register.due(item),
        "overdue": register.overdue(item, today) > 0,
        "overdue_days": register.overdue(item, today),
        "disputed": disputed(item),
        "responses": [_response(r) for r in item.responses],
        "replies": [_reply(r) for r in item.replies],
        "themes": [t.id for t in register.every_theme() if t.sides.get(item.id, "none") != "none"],
        "history": [_entry(e) for e in item.history],
    }


def theme_document(theme: Theme) -> dict[str, Any]:
    """Return a theme with its items on either side."""
    return {
        "id": theme.id,
        "title": theme.title,
        "supporting": list(theme.items("supporting")),
        "contrary": list(theme.items("contrary")),
        "responses": [_response(r) for r in theme.responses],
        "replies": [_reply(r) for r in theme.replies],
    }


def win_document(win: SystemChange) -> dict[str, Any]:
    """Return a change to a system with its steps."""
    return {
        "id": win.id,
        "title": win.title,
        "item": win.item,
        "steps": dict(win.steps),
        "proposed_to": win.proposed_to,
        "supporters": list(win.supporters),
    }


def _response(response: Responded) -> dict[str, Any]:
    return response.model_dump(mode="json", exclude={"change", "of"})


def _reply(reply: Replied) -> dict[str, Any]:
    return reply.model_dump(mode="json", exclude={"change", "of"})


def _entry(entry: Entry) -> dict[str, Any]:
    """Return who changed an item and when; of an import only that it was one."""
    hidden = {"figures", "items", "book"} if isinstance(entry.change, Imported) else {"of"}
    said = entry.change.model_dump(mode="json", exclude_none=True, exclude=hidden)
    return {"at": entry.at.isoformat(), **said}


def chosen(
    register: Register,
    today: date,
    *,
    stage: str | None = None,
    sort: str | None = None,
    kind: str | None = None,
    meeting: str | None = None,
    overdue: bool = False,
) -> list[Item]:
    """Return the items that are all of what is asked for, in the order they came."""
    asked = {"stage": stage, "sort": sort, "kind": kind, "meeting": meeting}

    def suits(item: Item) -> bool:
        has = {"stage": item.stage, "sort": item.now.sort, "kind": item.now.kind, "meeting": item.meeting}
        same = all(wanted is None or has[name] == wanted for name, wanted in asked.items())
        return same and (not overdue or register.overdue(item, today) > 0)

    return [item for item in register.every_item() if suits(item)]


def latest_meeting(register: Register) -> str | None:
    """Return the day of the latest meeting the register knows."""
    return max((held.figures.date for held in register.meetings.values()), default=None)


def since(register: Register, day: str | None, today: date) -> dict[str, Any]:
    """Return what came of earlier feedback since that day, or since the latest meeting: what opens a meeting.

    An item stands in the first of the lists that it belongs to.
    """
    begin = day or latest_meeting(register) or today.isoformat()
    shelves: dict[str, list[str]] = {n: [] for n in ("closed", "answered", "overdue", "moved", "waiting")}
    for item in register.every_item():
        if (name := _shelf(register, item, begin, today)) is not None:
            shelves[name].append(item.id)
    return {
        "since": begin,
        "today": today.isoformat(),
        **{name: _documents(register, ids, today) for name, ids in shelves.items()},
        "disputed": _unanswered_disputes(register),
        "wins": [win_document(w) for w in register.every_win() if max(w.steps.values()) >= begin],
    }


def since_words(register: Register, today: date) -> str:
    """Return what came of earlier feedback since the last meeting, as a page of text."""
    shown = since(register, None, today)
    rows = [f"Since {say_iso_day(shown['since'])}"]
    for name in ("closed", "answered", "overdue", "moved", "waiting"):
        rows += ["", f"{plural(len(shown[name]), 'item')} {name}"]
        rows += [f"  {item['id']}  {item['text']}" for item in shown[name]]
    if shown["disputed"]:
        rows += ["", f"Disputed, and the panel has not replied: {', '.join(shown['disputed'])}"]
    rows += [f"Changed: {win['title']}" for win in shown["wins"]]
    return "\n".join(rows)


def _shelf(register: Register, item: Item, begin: str, today: date) -> str | None:
    if item.stage == "closed":
        return "closed" if item.reached["closed"] >= begin else None
    if not item.open:
        return None
    if item.stage == "answered":
        return "answered" if item.reached["answered"] >= begin else "waiting"
    if register.overdue(item, today):
        return "overdue"
    later = [day for stage, day in item.reached.items() if stage != "raised"]
    return "moved" if later and max(later) >= begin else "waiting"


def _unanswered_disputes(register: Register) -> list[str]:
    """Return the open items and the themes of which the force disputes a fact and the panel has not replied."""
    held: list[Item | Theme] = [item for item in register.every_item() if item.open]
    held += register.every_theme()
    return [each.id for each in held if disputed(each) and not _replied(each)]


def _replied(of: Item | Theme) -> bool:
    if not of.responses:
        return isinstance(of, Item) and of.now.told[-1].basis == "replied"
    return bool(of.replies) and of.replies[-1].on >= of.responses[-1].on


def _documents(register: Register, ids: Iterable[str], today: date) -> list[dict[str, Any]]:
    return [item_document(register, register.items[i], today) for i in ids]
