"""An evening at a laptop: a hostile case, a book made of it by the command line, and the real program on a terminal.

Everything the program could write to - home, data folder, book folder, working folder, temporary folder, run
folder, Downloads - lies in one place of its own, so that it can be searched afterwards. What goes in (case,
roster, pass-phrase file) lies beside, because there the words are meant to be.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from terminal import Terminal, alive

PROGRAM = (sys.executable, "-m", "panelroom")
MEMORY = Path("/dev/shm")
# Textual names the shape of the mouse pointer and nothing else.
OWN_STRINGS = ["ESC ] b'22;default'"]

NUMBER = "31337"
"""Stands in every hostile sequence as a parameter, so that one is known when it is seen."""
ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"
HOSTILE = {
    "title": f"{ESC}]0;{NUMBER} title{BEL}",
    "link": f"{ESC}]8;;https://{NUMBER}.invalid{ST}here{ESC}]8;;{ST}",
    "clipboard": f"{ESC}]52;c;{NUMBER}{BEL}",
    "unended": f"{ESC}]52;c;{NUMBER}",
    "colour": f"{ESC}[{NUMBER};5m",
    "mode": f"{ESC}[?{NUMBER}h{ESC}[?1049l",
    "report": f"{ESC}[{NUMBER}n{ESC}[21t{ESC}[>{NUMBER}c",
    "sixel": f"{ESC}P0;1q#{NUMBER}~~{ST}",
    "status": f"{ESC}P$q{NUMBER}{ST}",
    "apc": f"{ESC}_G{NUMBER}{ST}{ESC}^{NUMBER}{ST}{ESC}X{NUMBER}{ST}",
    "reset": f"{ESC}c{ESC}#8{ESC}(0{ESC}%@",
    "c1 csi": f"\x9b{NUMBER}m\x9b2J",
    "c1 osc": f"\x9d52;c;{NUMBER}\x9c",
    "c1 dcs": f"\x90q{NUMBER}\x9c\x85\x84\x8d",
    "c0": "\x07\x08\x08\x0b\x0e\x0f\x7f\x05",
    "turned round": "\u202eDETCADER\u202c \u2066name\u2069 \u200bzero\ufeff",
}
WHOLE = ("[REDACTED]", "[VICTIM 1]", "[/nope]", "[bold red]", "[@click=app.exit]", "$accent")
"""Text that must be seen as it stands."""


@dataclass(frozen=True, slots=True)
class Markers:
    """Words that are nowhere else: in the papers, in a name, in what is typed, in the pass-phrase."""

    case: str = field(default_factory=lambda: f"CASE{secrets.token_hex(6)}")
    name: str = field(default_factory=lambda: f"NAME{secrets.token_hex(6)}")
    typed: str = field(default_factory=lambda: f"TYPED{secrets.token_hex(6)}")
    secret: str = field(default_factory=lambda: f"SECRET{secrets.token_hex(6)}")

    @property
    def all(self) -> tuple[str, ...]:
        return self.case, self.name, self.typed, self.secret


@dataclass(frozen=True, slots=True)
class Evening:
    """One book in one place.

    ``inputs`` holds what goes in; ``place`` everything that may be written to.
    """

    inputs: Path
    place: Path
    markers: Markers

    @property
    def book(self) -> Path:
        return self.place / "books" / "april.book"

    @property
    def words(self) -> Path:
        return self.inputs / "words.txt"

    @property
    def env(self) -> dict[str, str]:
        place = self.place
        return {
            "HOME": str(place / "home"),
            "PANELROOM_HOME": str(place / "data"),
            "TMPDIR": str(place / "tmp"),
            "XDG_RUNTIME_DIR": str(place / "run"),
            "XDG_DATA_HOME": str(place / "home" / "share"),
            "XDG_CACHE_HOME": str(place / "home" / "cache"),
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*PROGRAM, *arguments], env={**os.environ, **self.env}, cwd=self.place / "cwd",
            capture_output=True, text=True, check=True,
        )  # fmt: skip

    def terminal(
        self,
        *arguments: str,
        program: Sequence[str] = PROGRAM,
        cols: int = 120,
        rows: int = 36,
        env: Mapping[str, str] | None = None,
    ) -> Terminal:
        return Terminal([*program, *arguments], cols, rows, {**self.env, **(env or {})}, self.place / "cwd")

    def meet(self, *, program: Sequence[str] = PROGRAM, cols: int = 120, rows: int = 36) -> Terminal:
        """Open the book with the pass-phrase file and wait for the roll call."""
        words = ("--passphrase-file", str(self.words))
        terminal = self.terminal("meet", str(self.book), *words, program=program, cols=cols, rows=rows)
        terminal.wait_for("Roll call", timeout=60)
        terminal.wait_for("Ground rules", timeout=10)
        return terminal

    def found_on_disk(self) -> list[str]:
        """Return ``marker in file`` for each marker found in any file that could have been written."""
        folders = (self.place, *([MEMORY] if MEMORY.is_dir() else []))
        # Other programs' files come and go in shared memory meanwhile: os.walk passes over what is gone.
        files = [Path(at, name) for folder in folders for at, _, names in os.walk(folder) for name in names]
        there = [f for f in files if f.is_file() and not f.is_symlink()]
        return [f"{marker} in {file}" for file in there for marker in _markers_in(file, self.markers)]


def _markers_in(file: Path, markers: Markers) -> list[str]:
    try:
        if file.stat().st_size > 64 << 20:
            return []
        data = file.read_bytes()
    except OSError:
        return []
    forms = {
        marker: [marker.encode(c) for c in ("utf-8", "utf-16-le", "utf-16-be")] for marker in markers.all
    }
    named = [marker for marker in markers.all if marker in str(file)]
    return named + [marker for marker, known in forms.items() if any(form in data for form in known)]


def new_evening(folder: Path) -> Evening:
    """Write the inputs and make the book with the command line, as an officer would."""
    evening = Evening(folder / "inputs", folder / "place", Markers())
    for name in ("home", "home/Downloads", "data", "books", "cwd", "tmp", "run"):
        (evening.place / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    evening.inputs.mkdir()
    evening.words.write_text(f"plain words {evening.markers.secret} for a test\n")
    write_cases(evening.inputs / "cases", evening.markers.case)
    roster = evening.inputs / "panel.toml"
    roster.write_text(_roster(evening.markers.name))
    evening.command(
        "meeting", "new", "--set", "leicestershire-appendix-a", "--cases", str(evening.inputs / "cases"),
        "--ref", "SYN/M/1", "--date", "2031-03-04", "--quorum", "2", "--roster", str(roster),
        "--book", str(evening.book), "--passphrase-file", str(evening.words),
    )  # fmt: skip
    return evening


def copy_of(made: Evening, folder: Path) -> Evening:
    """Return an evening of its own on a copy of a book already made."""
    shutil.copytree(made.place, folder / "place", copy_function=shutil.copy2)
    return Evening(made.inputs, folder / "place", made.markers)


def write_cases(folder: Path, marker: str) -> None:
    """Write two cases: one in which every field and page is hostile, and a short one."""
    case = folder / "01"
    case.mkdir(parents=True)
    (case / "log.txt").write_bytes(_pages(marker).encode())
    (case / "case.toml").write_text(_case_toml(marker), encoding="utf-8")
    short = folder / "02"
    short.mkdir()
    (short / "log.txt").write_text("Nothing happened.\n")
    (short / "case.toml").write_text(
        'ref = "SYN/0002/31"\ntitle = "Second"\n[[documents]]\nfile = "log.txt"\ntitle = "Log"\n'
    )


def _pages(marker: str) -> str:
    attacks = list(HOSTILE.values())
    first = [f"SEEN-PAGE-1 VCOP {marker} " + " ".join(WHOLE)]
    first += [f"0{day}/04/2031 10:00 {attack} DI{marker}" for day, attack in enumerate(attacks[:9], 1)]
    second = [f"SEEN-PAGE-2 {marker}", *attacks]
    third = [f"SEEN-PAGE-3 {attack}[REDACTED]{attack}" for attack in attacks]
    return "\f".join("\n".join(page) for page in (first, second, third))


def _case_toml(marker: str) -> str:
    attack = "".join(HOSTILE.values())
    rows = {
        "ref": "SYN/0001/31",
        "title": f"Title {attack} [REDACTED]",
        "advisory": f"Advisory {attack} [VICTIM 1] {marker}",
        "summary": f"Summary {attack}",
    }
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in rows.items())
    text += f"strands = [{_toml('Race' + attack)}]\nclosed = 2031-04-28\ndays_open = 26\n"
    text += f"[[documents]]\nfile = 'log.txt'\ntitle = {_toml('Log ' + attack)}\nsource = {_toml(attack)}\n"
    return text + f"[[missing]]\nwhat = {_toml('Missing ' + attack)}\nwhy = {_toml('[/nope] ' + attack)}\n"


def _roster(marker: str) -> str:
    attack = "".join(HOSTILE.values())
    people = [
        ("ch", "Chair One", "chair"),
        ("m1", f"Member {marker}", "member"),
        ("m2", "[REDACTED]", "member"),
    ]
    people += [("m3", f"Mx {attack}"[:180], "member")]
    return "".join(
        f"[[roster]]\nid = '{key}'\nname = {_toml(name)}\nrole = '{role}'\nvotes = true\n"
        for key, name, role in people
    )


def _toml(text: str) -> str:
    """Return a TOML basic string: what cannot stand in one is written as an escape."""
    return '"' + "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in text) + '"'


def hold_and_close(evening: Evening) -> None:
    """Hold the meeting as a script and close it; the markers stand in what was said."""
    said = f"{evening.markers.typed} [REDACTED] said"
    acts: list[dict[str, object]] = [
        *({"action": "mark_present", "member": member} for member in ("ch", "m1", "m2", "m3")),
        {"action": "acknowledge_ground_rules"},
        {"action": "open_case", "case": 1},
        {"action": "observe", "kind": "learning", "text": said},
        {"action": "carry_forward", "case": 1, "reason": said},
        {"action": "close_meeting"},
    ]
    script = evening.inputs / "closed.jsonl"
    lines = [json.dumps({"at": f"2031-03-04T18:{n:02}:00+00:00"} | act) for n, act in enumerate(acts, 1)]
    script.write_text("\n".join(lines) + "\n")
    evening.command(
        "replay", str(script), "--book", str(evening.book), "--passphrase-file", str(evening.words)
    )


# --- what a person does ------------------------------------------------------------------------------------


def press(terminal: Terminal, *keys: str, see: str = "") -> None:
    """Press keys one by one, each once the screen is still; then wait for ``see``."""
    for key in keys:
        terminal.press(key)
        # A lone ESC is only known for a key once nothing has followed it for a while.
        settle(terminal, 0.25 if key == "escape" else 0.06)
    if see:
        terminal.wait_for(see)


def settle(terminal: Terminal, quiet: float = 0.06) -> None:
    """Read until the program has nothing to paint and nothing to do, for ten seconds at most."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and alive(terminal.pid):
        painted = terminal.pump(quiet)
        if not painted and not any(_busy(pid) for pid in (terminal.pid, *terminal.children())):
            return


def _busy(pid: int) -> bool:
    """Whether a thread of the process runs or waits for a processor (Linux; elsewhere nobody can say)."""
    states = []
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            states.append(stat.read_text().rpartition(")")[2].split()[0])
    return any(state in "RD" for state in states)


def begin(terminal: Terminal) -> None:
    """Everybody is here, the ground rules are accepted, the first case is open for reading."""
    press(terminal, *["space"] * 4, "g", "y", "enter", see="start reading")
    press(terminal, "enter", see="SEEN-PAGE-1")


def end_reading(terminal: Terminal) -> None:
    """End the reading; a person so fast is asked whether they mean it."""
    terminal.press("enter")
    ends = ("only begun", "Question 1 of", "panelroom stopped")
    terminal.wait_until(lambda: any(words in terminal.screen_text() for words in ends))
    if "only begun" in terminal.screen_text():
        press(terminal, "y")


def leave(terminal: Terminal) -> int:
    """Quit as a person does."""
    press(terminal, "ctrl+q", see="Leave panelroom?")
    press(terminal, "y")
    return terminal.wait_exit()


def walk(terminal: Terminal, evening: Evening) -> dict[str, str]:
    """Go through every screen and box that shows words from outside; return what each showed."""
    typed = evening.markers.typed
    seen = {"roll call": terminal.screen_text()}

    def look(name: str, *keys: str, see: str = "") -> None:
        press(terminal, *keys, see=see)
        settle(terminal)  # what was to be seen may be there before the rest of its screen
        seen[name] = terminal.screen_text()

    press(terminal, *["space"] * 4, "g", "y")
    look("roll call, all here")
    look("interest", "i")
    press(terminal, "escape")
    look("cover", "enter", see="start reading")
    look("sit out", "s", see="Who sits")
    press(terminal, "escape")
    look("page 1", "enter", see="SEEN-PAGE-1")
    look("timeline", "t")
    look("timeline again", "t")
    look("glossary", "g", see="Words on page")
    press(terminal, "escape")
    press(terminal, "end", see="SEEN-PAGE-3")
    look("page 3")
    press(terminal, "pageup", see="SEEN-PAGE-2")
    look("page 2")
    press(terminal, "/", evening.markers.case)
    look("search", "enter", see="Place 1 of")
    press(terminal, "j", "2", "enter", see="SEEN-PAGE-2")
    press(terminal, "o", f"{typed} [REDACTED] said", "enter")
    look("observation", "g", see="observation is recorded")
    end_reading(terminal)
    look("questions", see="Question 1 of")
    press(terminal, "y", "1", see="Question 2 of")
    press(terminal, "x", f"{typed} why", "enter")
    look("questions, answered", see="Question 3 of")
    press(terminal, "left", "t", f"{typed} note", "enter")
    look("note")
    press(terminal, "k", "n", f"{typed} query [/nope]", "enter")
    look("queries", "k", see=typed)
    press(terminal, "escape")
    press(terminal, "p", f"{typed} parked", "enter")
    look("outcome", "q", see="Outcome")
    look("wrap-up", "w", see="Wrap-up")
    look("what was recorded", "e", see=typed)
    look("edit", "enter", see="Edit")
    press(terminal, "escape")
    look("palette", "ctrl+p", "screenshot")
    press(terminal, "escape")
    look("help", "f1")
    press(terminal, "escape")
    return seen


# --- what the terminal got ---------------------------------------------------------------------------------

_CSI = re.compile(rb"\x1b\[([0-?]*[ -/]*[@-~])")
# What Textual 8 and the guard send: place the cursor, colours, modes, the kitty keyboard, queries about modes.
_OWN_CSI = re.compile(
    rb"[0-9;]*[Hm]|\?(?:7|25|1000|1002|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]|[<>=][0-9;]*u|"
    rb"\?(?:2026|2048)\$p|\?u|[0-9]* q|6n|>4;[01]m|14t|16t|>q"
)


def strange_sequences(raw: bytes) -> list[bytes]:
    """Return the CSI sequences that neither Textual nor the guard sends."""
    return sorted({c for c in _CSI.findall(raw) if not _OWN_CSI.fullmatch(c) or NUMBER.encode() in c})


def assert_nothing_commanded(terminal: Terminal) -> None:
    """No OSC, DCS, APC, CSI or C1 but the program's own has reached the terminal."""
    assert [found for found in terminal.escape_report() if found not in OWN_STRINGS] == []
    assert strange_sequences(terminal.raw) == []
    without_strings = re.sub(rb"\x1b\]22;default\x07", b"", terminal.raw)
    assert set(re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]", without_strings)) == set()


def assert_nothing_left(terminal: Terminal, evening: Evening) -> None:
    """No marker outside the alternate screen, in a command to the terminal, or in any file."""
    outside = terminal.outside_alternate() + terminal.screen_text().encode()
    assert [m for m in evening.markers.all if m.encode() in outside] == []
    assert [command for command in terminal.osc() if command != b"22;default"] == []
    assert evening.markers.secret.encode() not in terminal.raw
    assert "Traceback" not in outside.decode(errors="replace")
    assert evening.found_on_disk() == []


def child_of(terminal: Terminal) -> int:
    """The process that paints: the child of the one that guards the terminal."""
    (child,) = terminal.children()
    return child
