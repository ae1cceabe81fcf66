"""The factual-accuracy check: what goes to the force, what comes back, and where both sides are printed."""

import json
from pathlib import Path

import pytest
from block_words import words_of_blocks
from command_line import inside
from pdf_text import plain, squeezed, text_of
from record_scenes import NAMES, SIX, Scene, meeting, one_case

from panelroom.errors import BadFile
from panelroom.records.accuracy import accuracy_sheet
from panelroom.records.accuracy_return import new_disputes, read_accuracy_return
from panelroom.records.blocks import Table
from panelroom.records.export import export
from panelroom.records.pdf import render
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record

LATE = "Nobody rang the victim in the first week."
ANSWER = "The log shows a call on the second day."
REPLY = "The panel read page 6, which shows that nobody answered."
INSIGHT = "It is lonely to wait for a call."


def closed(scene: Scene) -> dict[str, str]:
    """Hear a case with a remark, observations and an insight; close; ask the force. Return the entries by name."""
    scene.everyone_is_here()
    scene.do("open_case", case=1)
    scene.mark_all("yynyyyyyyyy", q3={"text": "Four days without a word.", "evidence": {"page": 6}})
    known = {"late": scene.do("observe", text=LATE, kind="learning", page=5)}
    known["insight"] = scene.do("observe", text=INSIGHT, kind="insight")
    known["struck"] = scene.do("observe", text="Somebody Nameable wrote it.", kind="learning")
    scene.do("raise_urgent", text="Somebody is at risk.", told="Duty inspector", by="Chair")
    scene.do("decide", outcome="2")
    scene.do("close_case")
    scene.do("close_meeting")
    scene.do("strike_text", entry=known["struck"], why="names_a_person")
    scene.do("open_accuracy_check", until="2026-05-14")
    return known | {"remark": scene.session.meeting.case(1).answers["q3"].id}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """The files of a meeting whose facts the force was asked about, and its entries."""
    folder = tmp_path_factory.mktemp("asked")
    with meeting(folder, SIX[:2]) as scene:
        known = closed(scene)
        export(*scene.parts, folder / "out")
        yield folder / "out" / "restricted", known, scene.session.meeting


def test_the_sheet_holds_what_states_facts_and_nothing_else(asked):
    folder, _, held = asked
    sheet = plain(text_of(folder / "accuracy-sheet.pdf"))
    for words in (
        LATE,
        "Four days without a word.",
        "page 5",
        "Page 6",
        "Return by 14 May 2026",
        "Points 2 points",
    ):
        assert words.casefold() in sheet.casefold()
    hidden = [*NAMES.values(), INSIGHT, "Nameable", "at risk", "inspector", *(c.ref for c in held.cases)]
    assert [words for words in hidden if words in sheet] == []


@pytest.mark.parametrize("page", [None, 5])
def test_a_column_of_pages_is_there_only_where_the_panel_named_one(tmp_path, page):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": LATE, "page": page}])
        scene.do("close_meeting")
        scene.do("open_accuracy_check", until="2026-05-14")
        sheet = accuracy_sheet(build_record(*scene.parts))
    headers = [block.header for block in sheet.blocks if isinstance(block, Table)]
    assert headers and all(("From" in header) == (page is not None) for header in headers)
    render(sheet)


def test_its_twin_holds_points_and_no_words(asked):
    folder, known, _ = asked
    text = (folder / "accuracy-sheet.json").read_text(encoding="utf-8")
    twin = json.loads(text)
    assert (twin["format"], twin["meeting"], twin["return_by"]) == (
        "panelroom-accuracy@1",
        "HCSP-2026-02",
        "2026-05-14",
    )
    assert [(i["id"], i["point"], i["case"]) for i in twin["items"]] == [
        (known["remark"], "Question 3", 1),
        (known["late"], "Observation 1.1", 1),
    ]
    assert LATE not in text and "SYN" not in text


def test_without_the_question_there_is_no_sheet(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": LATE}])
        scene.do("close_meeting")
        assert accuracy_sheet(build_record(*scene.parts)) is None


def test_both_sides_stand_beside_the_point(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        known = closed(scene)
        first = scene.do("dispute_fact", entry=known["late"], role="force", text=ANSWER, page=7)
        scene.do("reply_to_dispute", entry=first, text=REPLY)
        scene.do("dispute_fact", entry=known["remark"], role="force lead", text="It was two days.")
        export(*scene.parts, tmp_path / "out")
    minutes = plain(text_of(tmp_path / "out/restricted/minutes.pdf"))
    both = f"The force disputes this (Police force, page 7): {ANSWER} The panel replies: {REPLY}"
    assert f"1.1 {LATE} (page 5) {both}" in minutes
    assert (
        "Panel: Four days without a word. The force disputes this (force lead): It was two days." in minutes
    )
    assert "may point to errors of fact until 14 May 2026. It disputes 2 facts." in minutes
    form = plain(text_of(tmp_path / "out/restricted/feedback/01-syn-0001-25-officer-in-the-case.pdf"))
    assert ANSWER in form and REPLY in form and "It was two days." in form
    for name in ("minutes.pdf", "minutes.html"):
        path = tmp_path / "out/public" / name
        text = text_of(path) if name.endswith("pdf") else path.read_text(encoding="utf-8")
        assert "The police force may still point to errors of fact in these minutes." in plain(text)
        assert "DRAFT" in text
        assert not [w for w in (ANSWER, REPLY, LATE, "14 May") if squeezed(w) in squeezed(text)]


def test_in_public_they_stand_as_released(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        known = closed(scene)
        first = scene.do("dispute_fact", entry=known["late"], role="force", text=ANSWER, page=7)
        reply = scene.do("reply_to_dispute", entry=first, text=REPLY)
        alone = scene.do("dispute_fact", entry=known["remark"], role="force", text="It was two days.")
        public = {known["late"]: "Calls came late.", first: "A call was tried.", reply: "Nobody answered it."}
        for entry, text in (public | {alone: "Two days, says the force."}).items():
            scene.do("release_text", entry=entry, text=text, by="secretary")
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "in_person"}])
        text = plain(text_of(render(public_minutes(build_record(*scene.parts), scene.session.meeting))[0]))
    assert (
        "Calls came late. The force disputes this: A call was tried. The panel replies: Nobody answered it."
        in text
    )
    assert "Facts the force disputes The force disputes this: Two days, says the force." in text
    assert "may still point" not in text and ANSWER not in text


def test_published_words_that_the_force_disputes_never_stand_as_if_they_were_undisputed(tmp_path):
    with meeting(tmp_path, SIX[:1]) as scene:
        known = closed(scene)
        scene.do("release_text", entry=known["late"], text="Calls came late.", by="secretary")

        def public() -> str:
            return "\n".join(
                words_of_blocks(public_minutes(build_record(*scene.parts), scene.session.meeting))
            )

        assert "disputes" not in public()
        dispute = scene.do("dispute_fact", entry=known["late"], role="force", text=ANSWER, page=7)
        assert "Calls came late.\nThe force disputes a fact in this." in public() and ANSWER not in public()
        scene.do("release_text", entry=dispute, text="A call was tried.", by="secretary")
        assert "Calls came late.\nThe force disputes this: A call was tried." in public()
        assert "a fact in this" not in public()
        scene.do("strike_text", entry=dispute, why="names_a_person")
        assert "disputes" not in public()


# ── what comes back ──────────────────────────────────────────────────────────────────────────────────────


def filled(folder: Path, role: str | None = "Hate crime lead", **by_point: dict[str, object]) -> bytes:
    twin = json.loads((folder / "accuracy-sheet.json").read_text(encoding="utf-8"))
    twin["answered_by"] = role
    for item in twin["items"]:
        item |= by_point.get(item["point"].replace(" ", "_").replace(".", "_"), {})
    return json.dumps(twin).encode()


def test_a_filled_in_twin_becomes_disputes(asked):
    folder, known, held = asked
    said = {"text": f" \x07{ANSWER} ", "page": 7}
    returned = read_accuracy_return(filled(folder, Observation_1_1=said))
    (act,) = new_disputes(returned, held)
    assert act.data() == {
        "action": "dispute_fact", "entry": known["late"], "role": "Hate crime lead", "text": f"\ufffd{ANSWER}",
        "page": 7,
    }  # fmt: skip
    assert new_disputes(read_accuracy_return(filled(folder, None)), held) == ()


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda t: t | {"format": "panelroom-feedback@1"}, "not an accuracy sheet"),
        (lambda t: t | {"meeting": "Another"}, "another meeting"),
        (lambda t: t | {"answered_by": None}, "who answered"),
        (lambda t: t | {"answered_by": "x" * 500}, "answered_by"),
        (lambda t: t | {"items": [t["items"][0] | {"text": None}]}, "a page needs a text"),
        (
            lambda t: t | {"items": [t["items"][0] | {"page": -1}]},
            "the page of point 1 .* at least 1, or null",
        ),
        (
            lambda t: t | {"items": [t["items"][0] | {"text": "x", "page": True}]},
            r"the page of point 1 \(\w+ [0-9.]+\) must be a whole number",
        ),
        (lambda t: t | {"items": [t["items"][0] | {"case": True}]}, "must be a whole number. Put"),
        (lambda t: t | {"items": [t["items"][0] | {"name": "Jane"}]}, "not a field"),
        (lambda t: t | {"items": 3}, "items"),
        (lambda t: [t], "not an accuracy sheet"),
    ],
)
def test_what_is_wrong_is_said_without_repeating_it(asked, change, said):
    folder, _, held = asked
    whole = json.loads(filled(folder, Question_3={"text": "Jane", "page": 2}))
    with pytest.raises(BadFile, match=said) as refused:
        new_disputes(read_accuracy_return(json.dumps(change(whole)).encode()), held)
    assert "Jane" not in str(refused.value) and "\n" not in str(refused.value)


def test_what_was_struck_does_not_come_back_with_the_sheet(asked, tmp_path):
    folder = asked[0]
    with meeting(tmp_path, SIX[:2]) as scene:
        known = closed(scene)
        first = scene.do(
            "dispute_fact", entry=known["late"], role="Hate crime lead", text="Jane rang.", page=7
        )
        scene.do("strike_text", entry=first, why="names_a_person")
        said = {"Observation_1_1": {"text": "Jane rang.", "page": 7}, "Question_3": {"text": "Two days."}}
        (left,) = new_disputes(read_accuracy_return(filled(folder, **said)), scene.session.meeting)
    assert left.entry == known["remark"]


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[1]" + b" " * 2_000_000])
def test_no_twin_at_all(data):
    with pytest.raises(BadFile, match="nothing was taken"):
        read_accuracy_return(data)


def test_by_the_command_line(tmp_path, capsys):
    with meeting(tmp_path, SIX[:1]) as scene:
        scene.everyone_is_here()
        one_case(scene, [{"text": LATE, "page": 5}])
        scene.do("close_meeting")
    (tmp_path / "words.txt").write_text("a phrase\n")
    book = (tmp_path / "meeting.book", "--passphrase-file", tmp_path / "words.txt", "--json")

    def do(*words):
        return inside(capsys, *words[:2], book[0], *words[2:], *book[1:])

    out = tmp_path / "out"
    assert do("accuracy", "open", "--until", "2099-01-01", "--to", out).returncode == 0
    written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert written == {f"restricted/accuracy-sheet.{ending}" for ending in ("pdf", "docx", "json")}
    taken = do("accuracy", "open", "--until", "2099-01-02", "--to", book[0])
    assert taken.returncode == 1 and "is recorded, but its sheet is not written" in taken.stderr
    file = tmp_path / "back.json"
    file.write_bytes(filled(out / "restricted", Observation_1_1={"text": ANSWER, "page": 7}))
    signed = tmp_path / "signed.json"
    signed.write_bytes(
        filled(out / "restricted", "PC Quillfeather", Observation_1_1={"text": ANSWER, "page": 7})
    )
    refused = do("accuracy", "import", signed)
    assert refused.returncode == 1 and "Give a role alone as answered_by" in refused.stderr
    assert "Quillfeather" not in refused.stderr
    done = json.loads(do("accuracy", "import", file).stdout)
    assert len(done["entries"]) == 1 and done["minutes"] == "draft"
    assert json.loads(do("accuracy", "import", file).stdout)["entries"] == [], "a sheet read twice"
    assert do("accuracy", "reply", done["entries"][0], "--text", REPLY).returncode == 0
    for argv in (
        ("check", "--by", NAMES["m2"]),
        ("confirm", "--by", "chair=in_person", "--by", "Eira=e_mail"),
    ):
        refused = do("minutes", *argv)
        assert refused.returncode == 1 and "--by looks like a name: nothing was recorded" in refused.stderr
    assert json.loads(do("minutes", "check", "--by", "secretary").stdout)["minutes"] == "checked"
    assert do("minutes", "check", "--by", "secretary").returncode == 1
    assert do("minutes", "confirm", "--by", "chair").returncode == 2
    assert do("minutes", "confirm", "--by", "chair=telepathy").returncode == 1
    assert json.loads(do("minutes", "confirm", "--by", "chair=in_person").stdout)["minutes"] == "confirmed"
    file.write_bytes(
        filled(out / "restricted").replace(b'"Observation', b'"O').replace(b'"id": "e', b'"id": "e9')
    )
    other = json.loads(file.read_bytes())
    other["items"][0] |= {"text": "Whatever."}
    other["items"].append(other["items"][0] | {"id": done["entries"][0]})
    file.write_text(json.dumps(other))
    refused = do("accuracy", "import", file)
    assert refused.returncode == 1 and "no observation" in refused.stderr and "Whatever" not in refused.stderr
    assert do("accuracy", "import", tmp_path / "none.json").returncode == 1
