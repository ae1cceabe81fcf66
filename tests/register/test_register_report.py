"""What the yearly report takes from the register: as it stood at the end of the year, and only public words."""

from datetime import date
from typing import Any

from register_scenes import EMPTY, do, move, reply, respond
from test_register_rules import FIGURES, SOURCES

from panelroom.figures import Tracked
from panelroom.register.changes import Imported, ThemeLinked, ThemeMade, Told, WinMade, WinStepped
from panelroom.register.report import ReportRows, report_rows
from panelroom.register.state import Register

PRIVATE = "Private words of the panel."


def meeting(register: Register, ref: str, day: str, **more: Any) -> Register:
    """Read a meeting with two items: one with public wording, one without."""
    first = len(register.items) + 1
    items = tuple(
        SOURCES[n].model_copy(update={"id": f"r{first + n}", "text": PRIVATE, "public": public})
        for n, public in enumerate(("Call early.", None))
    )
    figures = FIGURES.model_copy(update={"meeting": ref, "date": day})
    return do(register, Imported(book=f"{first:064x}", entries=9, figures=figures, items=items))


def three_years() -> Register:
    register = meeting(EMPTY, "M/1", "2030-11-04")  # r1, r2
    register = meeting(register, "M/2", "2031-03-04")  # r3, r4
    return meeting(register, "M/3", "2032-02-03")  # r5, r6


def year(register: Register) -> ReportRows:
    return report_rows(register, date(2031, 1, 1), date(2031, 12, 31))


def test_a_year_has_its_meetings_and_what_was_still_open() -> None:
    register = move(three_years(), "r1", "closed", "2030-12-20", "Done.")
    rows = year(register)
    assert [m.meeting for m in rows.meetings] == ["M/2"]
    assert [t.id for t in rows.tracked] == ["r2", "r3", "r4"]
    assert rows.tracked[1] == Tracked(
        id="r3", meeting="M/2", sort="feedback", kind="learning", case=1, stage="raised",
        reached={"raised": "2031-03-04"}, due="2031-04-01", text="Call early.",
    )  # fmt: skip


def test_the_register_is_told_as_it_stood_at_the_end() -> None:
    register = move(three_years(), "r3", "sent", "2031-05-01")
    register = respond(register, "r3", "accepted", on="2032-01-10")
    before, after = year(register), report_rows(register, date(2031, 1, 1), date(2032, 1, 31))
    tracked = {t.id: t for t in before.tracked}["r3"]
    assert (tracked.stage, tracked.responses, tracked.due) == ("sent", (), "2031-05-29")
    assert {t.id: t for t in after.tracked}["r3"].stage == "answered"


def test_a_fact_disputed_before_publication_is_told_without_its_words() -> None:
    told = Told(role="force", text=PRIVATE, basis="disputed", settled=False, page=4)
    source = SOURCES[0].model_copy(update={"id": "r1", "told": (told,), "public": "Call early."})
    figures = FIGURES.model_copy(update={"meeting": "M/2", "date": "2031-03-04"})
    register = do(EMPTY, Imported(book="1" * 64, entries=9, figures=figures, items=(source,)))
    (tracked,) = year(register).tracked
    assert tracked.disputed_before and tracked.disputed
    assert PRIVATE not in tracked.model_dump_json()
    (answered,) = year(respond(register, "r1", "accepted", on="2031-05-01")).tracked
    assert answered.disputed_before and not answered.disputed


def test_no_word_goes_out_that_was_not_released() -> None:
    register = respond(
        three_years(), "r3", "fact_disputed", text=PRIVATE, page=4, public_text="The force disagrees."
    )
    register = respond(register, "r4", "accepted", text=PRIVATE)
    register = reply(register, "r3", PRIVATE)
    rows = year(register)
    assert PRIVATE not in str(rows)
    disputed, accepted = (t.responses[0] for t in rows.tracked if t.responses)
    assert (disputed.text, disputed.page, accepted.text) == ("The force disagrees.", 4, None)
    assert [t.reply for t in rows.tracked] == [None] * 4


def test_themes_and_system_changes_come_as_far_as_they_had_come() -> None:
    register = do(three_years(), ThemeMade(id="t1", title="Contact"))
    register = do(register, ThemeMade(id="t2", title="Nothing of that year"))
    for theme, item, side in (
        ("t1", "r3", "supporting"),
        ("t1", "r4", "contrary"),
        ("t1", "r5", "supporting"),
    ):
        register = do(register, ThemeLinked.model_validate({"of": theme, "item": item, "side": side}))
    register = do(register, ThemeLinked(of="t2", item="r6", side="supporting"))
    register = do(register, WinMade(id="w1", title="The form asks", item="r3", on="2031-03-04"))
    register = do(register, WinStepped(of="w1", step="implemented", on="2032-01-02", proposed_to="A group"))
    register = do(register, WinMade(id="w2", title="Later", on="2032-01-02"))
    rows = year(register)
    (theme,), (win,) = rows.themes, rows.wins
    assert (theme.title, theme.supporting, theme.contrary) == ("Contact", ("r3",), ("r4",))
    assert (win.title, win.steps) == ("The form asks", {"observed": "2031-03-04"})
