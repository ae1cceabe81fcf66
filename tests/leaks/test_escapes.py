"""Whatever stands in the papers, a name or a paste: the terminal is never commanded by it, and shows it whole."""

import contextlib
import shutil
from collections.abc import Callable, Iterator

import pytest
from evening import (
    HOSTILE,
    WHOLE,
    Evening,
    assert_nothing_commanded,
    assert_nothing_left,
    begin,
    leave,
    press,
    settle,
    strange_sequences,
    walk,
)
from terminal import Terminal


@pytest.mark.heavy
def test_no_screen_obeys_the_papers_and_nothing_is_left(evening: Evening) -> None:
    with evening.meet() as terminal:
        seen = walk(terminal, evening)
        assert leave(terminal) == 0
        assert_nothing_commanded(terminal)
        assert_nothing_left(terminal, evening)
    assert [whole for whole in WHOLE if whole not in seen["page 1"].replace("\n ", "")] == []
    assert seen["page 3"].count("[REDACTED]") == len(HOSTILE)
    assert "[REDACTED]" in seen["roll call"]
    assert "[REDACTED]" in seen["questions"]
    assert "[/nope]" in seen["queries"]
    assert evening.markers.name in seen["sit out"]
    assert all(evening.markers.typed in seen[name] for name in ("note", "outcome", "wrap-up", "edit"))


@pytest.mark.heavy
def test_the_proof_sees_an_escape_that_gets_through(
    evening: Evening, write_program: Callable[[str], list[str]]
) -> None:
    program = write_program("import panelroom.papers\npanelroom.papers.clean_text = lambda text: text")
    with evening.meet(program=program) as terminal:
        with contextlib.suppress(TimeoutError):
            begin(terminal)
        press(terminal, "end", "home")
        assert any("52;c;31337" in found for found in terminal.escape_report())
        assert any("C1" in found for found in terminal.escape_report())
        assert any(b"31337" in found for found in strange_sequences(terminal.raw))


@pytest.fixture
def meeting(evening: Evening) -> Iterator[Terminal]:
    with evening.meet() as terminal:
        yield terminal


PASTED = "".join(HOSTILE[name] for name in HOSTILE if name not in ("unended", "reset"))


def paste(terminal: Terminal, text: str) -> None:
    press(terminal, f"\x1b[200~{text}\x1b[201~")


@pytest.mark.heavy
def test_what_is_pasted_commands_nothing(meeting: Terminal) -> None:
    press(meeting, "+", see="Somebody walks in")
    paste(meeting, f"{PASTED}PASTED-NAME")
    meeting.wait_for("PASTED-NAME")
    press(meeting, "enter", "o")
    press(meeting, "p", see="park")
    paste(meeting, f"{PASTED}\n{PASTED}PASTED-WORDS")
    meeting.wait_for("PASTED-WORDS")
    press(meeting, "enter", see="Parked")
    press(meeting, "ctrl+p")
    paste(meeting, f"{PASTED}PASTED-COMMAND")
    meeting.wait_for("PASTED-COMMAND")
    assert_nothing_commanded(meeting)


@pytest.mark.heavy
def test_the_name_of_a_book_commands_nothing(evening: Evening) -> None:
    strange = evening.book.with_name(f"{HOSTILE['clipboard']}{HOSTILE['c1 osc']}\n.book".replace("/", ""))
    shutil.copy(evening.book, strange)
    shutil.copy(f"{evening.book}.vault.age", f"{strange}.vault.age")
    words = ("--passphrase-file", str(evening.words))
    with evening.terminal("meet", str(strange), *words) as terminal:
        terminal.wait_for("Roll call", timeout=60)
        assert leave(terminal) == 0
        assert_nothing_commanded(terminal)
    with evening.terminal("meet", str(strange)) as terminal:
        terminal.wait_for("Open a meeting")
        press(terminal, "wrong", "enter", see="does not open this")
        press(terminal, evening.words.read_text().strip(), "enter", see="Roll call")
        assert leave(terminal) == 0
        assert_nothing_commanded(terminal)
    with evening.terminal() as terminal:
        terminal.wait_for("What would you like to do?")
        settle(terminal)
        assert_nothing_commanded(terminal)
