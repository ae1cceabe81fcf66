"""A meeting's document as lines of plain text, for ``panelroom show``."""

from collections.abc import Iterator
from typing import Any


def lines(shown: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a document made by :func:`panelroom.show.document`."""
    meeting, quorum = shown["meeting"], shown["meeting"]["quorum"]
    yield f"{meeting['ref']}   {meeting['date']}   {meeting['state']}"
    yield f"Question set {meeting['set']['id']} {meeting['set']['version']}"
    needed = "no quorum set" if quorum["needed"] is None else f"{quorum['needed']} needed"
    yield f"Present {quorum['present']}, {needed}{'' if quorum['quorate'] else ': not quorate'}"
    for case in shown["cases"]:
        yield ""
        yield from _case(case)
    counts = ", ".join(f"{code}: {n}" for code, n in shown["findings"].items())
    yield ""
    if counts:
        yield f"Outcomes  {counts}"
    yield from map(_query, shown["queries"])
    for heading in ("parked", "actions"):
        yield from (f"{heading}: {item['text']}" for item in shown[heading])
    yield f"Journal  {shown['journal']['entries']} entries, root {shown['journal']['root']}"


def _case(case: dict[str, Any]) -> Iterator[str]:
    tally, outcome = case["tally"], case["outcome"]
    yield f"Case {case['number']}  {case['ref']}  {case['state'].replace('_', ' ')}"
    yield (
        f"  major not met {tally['major']} of {tally['of_major']} ({tally['major_not_established']} not established),"
        f" minor not met {tally['minor']} of {tally['of_minor']}"
    )
    if case["unanswered"]:
        yield f"  unanswered: {', '.join(case['unanswered'])}"
    for advice in case["advice"]:
        yield f"  the guide: {advice['wording']}"
    if outcome:
        yield f"  outcome {outcome['code']}: {outcome['label']}"
        if outcome["reason"]:
            yield f"  because: {outcome['reason']}"
    for observation in case["observations"]:
        yield f"  {observation['kind'].replace('_', ' ')}: {observation['text']}"
        for dispute in case["disputes"]:
            if dispute["entry"] == observation["id"]:
                yield from _dispute(dispute, "this")
    yield from (f"  {_query(query)}" for query in case["queries"])
    observed = {observation["id"] for observation in case["observations"]}
    for dispute in case["disputes"]:
        if dispute["entry"] not in observed:
            yield from _dispute(dispute, f"the remark {dispute['entry']}")


def _dispute(dispute: dict[str, Any], what: str) -> Iterator[str]:
    """Yield what the force says is wrong, with the entry that a reply names, and the panel's replies."""
    page = f", page {dispute['page']}" if dispute["page"] else ""
    who = dispute["role"].replace("_", " ")
    yield f"    {dispute['id']}: the force disputes {what} ({who}{page}): {dispute['text']}"
    yield from (f"    {reply['id']}: the panel replies: {reply['text']}" for reply in dispute["replies"])


def _query(query: dict[str, Any]) -> str:
    return f"query ({'settled' if query['settled'] else 'open'}): {query['text']}"
