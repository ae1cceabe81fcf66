"""A feedback form that came back from the force, into the register."""

import json
from typing import Any

import pytest
from making import in_room
from register_scenes import EMPTY, do, heard, take

from panelroom.errors import Refused
from panelroom.figures import Status
from panelroom.records.feedback_return import FeedbackReturn, read_return
from panelroom.register.returning import answers
from panelroom.register.state import Register

MEETING = "SYN/M/1"


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Register, dict[str, str]]:
    """A register that has read a short meeting, and names for its entries."""
    with in_room(tmp_path_factory.mktemp("returned") / "a.book") as room:
        known = heard(room)
        return take(EMPTY, room), known


def form(*items: dict[str, Any], **changes: Any) -> FeedbackReturn:
    twin = {
        "format": "panelroom-feedback@1", "meeting": MEETING, "case": 1, "recipient": "supervisor",
        "return_by": None, "statuses": [], "items": items, "passed_on": None, "answered": "2031-03-20",
        "answered_by": "Hate crime lead", "remarks": None,
    }  # fmt: skip
    return read_return(json.dumps(twin | changes).encode())


def point(entry: str, status: Status | None = "accepted", **more: Any) -> dict[str, Any]:
    return {"id": entry, "point": "Observation 1.2", "status": status, "text": None, "page": None} | more


def test_each_answer_goes_to_its_item(after: tuple[Register, dict[str, str]]) -> None:
    register, known = after
    item = next(i for i in register.every_item() if i.now.source == known["learning"])
    disputed = point(known["learning"], "fact_disputed", text="See the log.", page=6)
    found = answers(register, form(disputed, point(known["wide"]), point(known["query"], None)), "2031-04-01")
    first, second = found.new
    assert (first.of, first.status, first.text, first.page, first.on, first.by) == (
        item.id, "fact_disputed", "See the log.", 6, "2031-03-20", "Hate crime lead",
    )  # fmt: skip
    assert second.text == "Accepted."
    assert (found.known, found.without_item) == (0, ())


def test_the_same_form_again_brings_nothing(after: tuple[Register, dict[str, str]]) -> None:
    register, known = after
    returned = form(point(known["learning"], text="Agreed."), answered=None, answered_by=None)
    (change,) = answers(register, returned, "2031-04-01").new
    assert (change.on, change.by) == ("2031-04-01", "force")
    again = answers(do(register, change), returned, "2031-05-01")
    assert (again.new, again.known) == ((), 1)


def test_what_has_no_item_is_handed_back(after: tuple[Register, dict[str, str]]) -> None:
    register, _ = after
    found = answers(register, form(point("e999", point="Question 5", text="Done since.")), "2031-04-01")
    assert found.new == () and [a.point for a in found.without_item] == ["Question 5"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"meeting": "SYN/M/2"}, "has not read the record"), ({"items": []}, "No point of this form")],
)
def test_a_form_that_brings_nothing_is_refused(
    after: tuple[Register, dict[str, str]], changes: dict[str, Any], says: str
) -> None:
    register, known = after
    with pytest.raises(Refused, match=says):
        answers(register, form(point(known["learning"]), **changes), "2031-04-01")
