"""Public minutes: what is in them was released, or is the set's own wording; nothing else is in the files."""

import json
from pathlib import Path

import pytest
from making import in_room
from pdf_text import plain, squeezed, text_of
from record_scenes import NAMES, SIX, meeting, rich

from panelroom import publication
from panelroom.errors import Refused
from panelroom.records.export import export

PUBLIC = ("minutes.pdf", "minutes.html")


def texts(folder: Path) -> dict[str, str]:
    return {
        name: text_of(folder / "public" / name)
        if name.endswith("pdf")
        else (folder / "public" / name).read_text()
        for name in PUBLIC
    }


def closed(scene) -> None:
    rich(scene)
    assert scene.session.meeting.closed_at


def entry_of(scene, kind: str) -> str:
    return next(o.id for c in scene.session.meeting.cases for o in c.observations if o.act.kind == kind)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """A rich meeting with two releases, exported: the folder and its meeting."""
    tmp_path = tmp_path_factory.mktemp("public")
    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        scene.do(
            "release_text", entry=entry_of(scene, "learning"), text="Victims wait too long.", by="secretary"
        )
        scene.do(
            "release_text", entry=entry_of(scene, "good_practice"), text="Letters were clear.", by="secretary"
        )
        export(*scene.parts, tmp_path / "out")
        yield tmp_path / "out", scene.session.meeting


def test_released_words_are_there_and_nothing_else_that_was_typed(exported):
    folder, held = exported
    typed = [
        text
        for case in held.cases
        for item in (*case.observations, *case.queries, *case.replies, *case.answers.values(), case.outcome)
        if item is not None
        for text in (getattr(item.act, "text", None), getattr(item.act, "reason", None))
        if text
    ]
    typed += [i.act.text for i in (*held.parked, *held.actions, *held.urgent)]
    assert len(typed) > 12
    for name, text in texts(folder).items():
        assert "Victims wait too long." in plain(text) and "Letters were clear." in plain(text), name
        assert [t for t in typed if squeezed(t) in squeezed(text)] == [], name


def test_nobody_and_no_case_can_be_recognised(exported):
    folder, held = exported
    hidden = [*NAMES.values(), *(p.name for p in held.people.values())]
    hidden += [c.ref for c in held.cases] + [c.listed.title for c in held.cases if c.listed.title]
    hidden += [s for c in held.cases for s in c.listed.strands] + ["14 April", "Community Room", "hands"]
    hidden += ["take part", "part in it", "interest in"]
    for name in PUBLIC:
        everything = (folder / "public" / name).read_bytes() + texts(folder)[name].encode()
        assert [h for h in hidden if h.encode() in everything] == [], name
    assert b"20260414" not in (folder / "public" / "minutes.pdf").read_bytes()


def test_every_mark_and_outcome_is_there(exported):
    folder, held = exported
    for text in texts(folder).values():
        flat = plain(text)
        assert "April 2026" in flat
        assert all(f"Case {c.number}" in flat for c in held.cases)
        for case in held.cases:
            if case.outcome:
                outcome = held.question_set.outcome(case.outcome.act.outcome)
                assert squeezed(outcome.label) in squeezed(text).replace("&amp;", "&")


def test_confirmed_minutes_say_so_and_in_which_month_until_they_are_changed(tmp_path):
    said = squeezed("These minutes were confirmed in April 2026.")
    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        export(*scene.parts, tmp_path / "draft")
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "wet_ink"}])
        export(*scene.parts, tmp_path / "confirmed")
        scene.do("correct_minutes", entry=entry_of(scene, "learning"), text="Sooner.", reason="A slip.")
        export(*scene.parts, tmp_path / "changed")
    for name in PUBLIC:
        draft, confirmed, changed = (
            squeezed(texts(tmp_path / state)[name]) for state in ("draft", "confirmed", "changed")
        )
        assert [said in text for text in (draft, confirmed, changed)] == [False, True, False], name
        assert squeezed("14 April") not in confirmed and "DRAFT" not in confirmed
        assert squeezed("No longer as confirmed.") in changed


def test_nothing_is_public_before_the_meeting_is_closed(tmp_path):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        export(*scene.parts, tmp_path / "out")
    assert not (tmp_path / "out" / "public").exists()


@pytest.mark.parametrize(
    "text",
    [
        "Aderyn was right.",
        pytest.param("quillfeather said so", marks=pytest.mark.heavy),
        pytest.param("Case SYN/0001/25 again.", marks=pytest.mark.heavy),
        pytest.param("Ring 07700 900123.", marks=pytest.mark.heavy),
    ],
)
def test_what_would_give_somebody_away_is_not_written_and_what_was_there_goes(tmp_path, text):
    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        refs = {c.ref for c in scene.session.meeting.cases}
        text = text.replace("SYN/0001/25", min(refs))
        export(*scene.parts, tmp_path / "out")
        assert (tmp_path / "out" / "public" / "minutes.html").exists()
        entry = entry_of(scene, "learning")
        assert [c for c in publication.concerns(scene.session.meeting, text) if c.blocks]
        scene.do("release_text", entry=entry, text=text, by="secretary")
        with pytest.raises(Refused, match=f"public minutes are not: {entry}: It ") as refused:
            export(*scene.parts, tmp_path / "out")
        assert "Aderyn" not in str(refused.value) and "900123" not in str(refused.value)
    assert list((tmp_path / "out" / "public").iterdir()) == []
    assert (tmp_path / "out" / "restricted" / "minutes.pdf").exists()


@pytest.mark.parametrize(
    "text", ["The panel chair rose to the force's lead.", "Members were divided, four to four."]
)
def test_ordinary_words_do_not_block(tmp_path, text):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        assert not any(c.blocks for c in publication.concerns(scene.session.meeting, text))


def test_a_small_word_of_a_longer_name_does_not_block_and_its_capitals_do(shelf):
    roster = [
        {"id": "ch", "name": "Chair One", "role": "chair", "votes": True},
        {"id": "ob", "name": "Quillfeather from another force", "role": "observer", "votes": False},
    ]
    with in_room(shelf / "a.book", roster=roster) as room:
        said = [
            bool(publication.concerns(room.meeting, text))
            for text in (
                "Feedback came from another team.",
                "It came from Quillfeather.",
                "Quillfeather from another force",
            )
        ]
    assert said == [False, True, True]


@pytest.mark.parametrize(
    ("role", "fits"),
    [
        ("secretary", True), ("ethics_member", True), ("Ethics member", True), ("Police force", True),
        ("Force Hate Crime Lead", True), ("Aderyn Quillfeather", False), ("PC Quillfeather", False),
        ("chair\u200b (Aderyn)", False), ("secretary@example.com", False), ("A. Chair", False), ("Member B", False),
    ],
)  # fmt: skip
def test_who_did_it_is_said_by_a_role_and_a_role_on_the_roster_stays_one(role: str, fits: bool) -> None:
    assert (
        publication.is_role(role, [*NAMES.values(), "A. Chair", "Member B", "Force Hate Crime Lead"]) is fits
    )


def test_a_correction_takes_the_release_back_and_striking_strikes_it(tmp_path):
    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        entry = entry_of(scene, "good_practice")
        scene.do("release_text", entry=entry, text="Good letters.", by="secretary")
        scene.do("correct_minutes", entry=entry, text="Better words.", reason="A slip.")
        assert entry not in scene.session.meeting.released
        scene.do("release_text", entry=entry, text="Good letters again.", by="secretary")
        scene.do("strike_text", entry=entry, why="names_a_person")
        assert entry not in scene.session.meeting.released
        assert b"Good letters" not in b"".join(row.body for row in scene.session.book.rows())
        with pytest.raises(Refused, match="struck"):
            scene.do("release_text", entry=entry, text="Once more.", by="secretary")


def test_what_can_be_released_is_listed_without_what_concerns_a_person_at_risk(tmp_path):
    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        held = scene.session.meeting
        listed = {row.entry: row for row in publication.releasable(held)}
        assert entry_of(scene, "learning") in listed
        assert not {item.id for item in held.urgent} & listed.keys()
        assert all(row.words for row in listed.values())


@pytest.mark.heavy
def test_by_the_command_line(tmp_path):
    from command_line import panelroom

    with meeting(tmp_path, SIX) as scene:
        closed(scene)
        entry = entry_of(scene, "learning")
    words = tmp_path / "words.txt"
    words.write_text("a phrase\n")
    book = (str(tmp_path / "meeting.book"), "--passphrase-file", str(words))

    def release(*more: str):
        return panelroom("release", book[0], *more, *book[1:], cwd=tmp_path)

    rows = json.loads(release("--json").stdout)["entries"]
    assert {row["entry"] for row in rows} >= {entry}
    refused = release(entry, "--text", "Aderyn Quillfeather was right.", "--by", "secretary")
    assert refused.returncode == 1 and "roster" in refused.stderr and "Aderyn" not in refused.stderr
    assert release(entry, "--text", "Fine.").returncode == 2
    named = release(entry, "--text", "Victims wait too long.", "--by", NAMES["m1"])
    assert (
        named.returncode == 1 and "--by looks like a name" in named.stderr and NAMES["m1"] not in named.stderr
    )
    done = release(entry, "--text", "Victims wait too long.", "--by", "secretary", "--json")
    assert json.loads(done.stdout) == {"entry": entry, "text": "Victims wait too long.", "concerns": []}
    assert "Victims wait too long." in release().stdout
    assert release(entry, "--withdraw", "--by", "secretary").returncode == 0
    assert release(entry, "--withdraw", "--by", "secretary").returncode == 1


# ── the Chair's name ─────────────────────────────────────────────────────────────────────────────────────


def public_texts(scene, folder: Path, **wishes) -> list[str]:
    export(*scene.parts, folder, **wishes)
    return [plain(text) for text in texts(folder).values()]


@pytest.mark.heavy
def test_the_chair_is_named_where_the_office_asks_for_it_and_nobody_else_ever_is(tmp_path):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        scene.everyone_is_here()
        scene.do("close_meeting")
        assert all("Chair: 1" in t and NAMES["m1"] not in t for t in public_texts(scene, tmp_path / "out"))
        named = public_texts(scene, tmp_path / "out", name_chair=True)
        assert all(NAMES["m1"] in text for text in named)
        others = [name for member, name in NAMES.items() if member != "m1"]
        assert not [name for name in others for text in named if name in text]


@pytest.mark.heavy
def test_it_is_whoever_took_the_chair_over_and_without_one_nothing_is_written(tmp_path):
    with meeting(tmp_path, SIX[:1], quorum=None) as scene:
        for member in ("m2", "m3"):
            scene.do("mark_present", member=member)
        scene.do("close_meeting")
        with pytest.raises(Refused, match="Nobody was in the chair"):
            export(*scene.parts, tmp_path / "out", name_chair=True)
        assert not (tmp_path / "out").exists()
    (tmp_path / "other").mkdir()
    with meeting(tmp_path / "other", SIX[:1], quorum=None) as scene:
        scene.everyone_is_here()
        scene.do("hand_over_chair", member="m3")
        scene.do("close_meeting")
        named = public_texts(scene, tmp_path / "out", name_chair=True)
        assert all(NAMES["m3"] in text and NAMES["m1"] not in text for text in named)


def test_words_and_a_panel_called_after_somebody_name_nobody_either(tmp_path):
    with meeting(tmp_path, SIX[:1], quorum=None, panel="The Quillfeather Panel") as scene:
        scene.everyone_is_here()
        scene.do("park", text="Rest days.")
        scene.do("close_meeting")
        assert not any("Quillfeather" in text for text in public_texts(scene, tmp_path / "out"))
        entry = next(row.entry for row in publication.releasable(scene.session.meeting))
        scene.do("release_text", entry=entry, text="Aderyn asked about rest days.", by="secretary")
        with pytest.raises(Refused, match="names somebody on the roster"):
            export(*scene.parts, tmp_path / "out", name_chair=True)


def test_a_role_in_the_place_of_a_name_refuses_itself_alone(shelf):
    roster = [
        {"id": "ch", "name": "Chair One", "role": "chair", "votes": True},
        {"id": "fo", "name": "Force Hate Crime Lead", "role": "force", "votes": False},
        {"id": "ro", "name": "Rose Lead", "role": "member", "votes": True},
        {"id": "pa", "name": "Observer Park", "role": "observer", "votes": False},
    ]
    with in_room(shelf / "a.book", roster=roster) as room:
        said = [
            bool(publication.concerns(room.meeting, text))
            for text in (
                "Hate crime is reported late.",
                "The force hate crime lead said so.",
                "Rose said so.",
                "This is what Park saw.",
                "It happened in a park.",
            )
        ]
    assert said == [False, True, True, True, False]
