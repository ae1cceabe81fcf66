"""Release: what of a closed meeting is published, each sentence beside its public wording, one after the other."""

from collections.abc import Callable
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from panelroom import acts
from panelroom.publication import Concern
from panelroom.text import REPLACEMENT, clean_text, plural
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, column, join, keys, lines, plain, styled
from panelroom.ui.screens.boxes import Confirm, Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.one_by_one import OneByOne
from panelroom.ui.widgets import Literal, Scroll
from panelroom.ui.wording import (
    ROLE_MISSING,
    STATES,
    Entry,
    State,
    Wording,
    beside,
    found_in,
    progress,
    refusal,
    role_refused,
    taken_over_draft,
    wording_draft,
)

_SHOWN: tuple[tuple[State | None, str], ...] = (
    ("waiting", "not yet looked at"),
    ("published", "published"),
    (None, "everything"),
)
"""What is gone through, in the order of the filter key, and how it is called."""
_LIST = 60
"""Columns of text in the list beside the entry."""


class Release(OneByOne[Entry], inherit_bindings=True):
    """What is published, entry by entry, in wording of somebody's own choosing; nothing is by default."""

    NAME = "release"
    HELP_TITLE = "Wording for the public"
    HELP = """
Nothing is published until you publish it here, entry by entry, in words of your own choosing.

The panel's words stand first, what the public will read beside or beneath them.

right n, left N : the next entry, the one before
ENTER : type the public wording, or change it
c : take the panel's words over into the form; you are asked before they are published
k : keep it back: you looked at it, and it stays unpublished (once more: not looked at)
x : withdraw what was published
f : what is shown: not yet looked at, published, all
l : the list of them all
j : jump to a case
v : what the public will read, as it stands now
i : who looks the wording over, by role
up down, PGUP PGDN : move about in a long entry
q ESC : back to what is left to do
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *OneByOne.BINDINGS,
        Binding("enter", "word", "wording", show=False),
        Binding("c", "take_over", "as it is", show=False),
        Binding("k", "keep_back", "keep back", show=False),
        Binding("x", "withdraw", "withdraw", show=False),
        Binding("f", "filter", "filter", show=False),
        Binding("j", "jump", "jump", show=False),
        Binding("v", "preview", "preview", show=False),
        Binding("i", "name", "who I am", show=False),
    ]
    _KEYS = (
        ("n", "next"),
        ("ENTER", "words"),
        ("k", "keep back"),
        ("x", "withdraw"),
        ("f", "show"),
        ("l", "list"),
        ("q", "back"),
        ("F1", "help"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._filter = 0
        self._by: str | None = None

    def body(self) -> ComposeResult:
        """Yield the entry in both wordings; beside them, on the widest screens, the list."""
        yield Literal(id="what")
        with Horizontal(id="across"):
            with Scroll(id="list"):
                yield Literal(id="rows")
            with Scroll(id="entry"), Horizontal(id="both"):
                yield Literal(id="said")
                yield Literal(id="public")

    @property
    def _wording(self) -> Wording:
        return Wording(self.conductor.desk)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry that could be published."""
        return self._wording.entries(self.meeting)

    @property
    def shown(self) -> list[Entry]:
        """The entries gone through: all, or those the filter leaves."""
        wanted = _SHOWN[self._filter][0]
        return [entry for entry in self.entries if wanted in (None, entry.state)]

    # painting

    def paint(self) -> None:
        """Show the entry."""
        if not self.is_mounted:
            return
        self.paint_top()
        entry = self.current
        self.literal("#what").show(self._what(entry))
        self.literal("#said").show(self._said(entry) if entry else "")
        self.literal("#public").show(self._public(entry) if entry else "")
        if self.has_class("widest"):
            self.literal("#rows").show(lines(*map(self._row, self.shown)))

    def paint_top(self) -> None:
        """Show the top line and the keys."""
        self.paint_frame(self.top_left("Wording"), progress(self.entries), self._KEYS)

    def _what(self, entry: Entry | None) -> Content:
        called = _SHOWN[self._filter][1]
        if entry is None:
            return lines(bold(_nothing(called, bool(self.entries))), "")
        place = f"{self._at + 1} of {len(self.shown)}, {called}"
        return lines(join(bold(entry.where), f"   {place}"), "")

    def _said(self, entry: Entry) -> Content:
        """Return the panel's words, and what speaks against publishing them as they are."""
        return lines(
            styled("The panel's words", KEY),
            plain(entry.row.words),
            *(plain(words) for words in beside(self.meeting, entry.row.entry)),
            "",
            *_found(found_in(self.meeting, entry.row.words), "As they are they would be refused"),
        )

    def _public(self, entry: Entry) -> Content:
        """Return what is published of the entry, or what could be done with it."""
        head = join(styled("For the public", KEY), f"   {STATES[entry.state]}")
        if entry.row.released is None:
            return lines(head, "", self._unfinished(entry), _ways(entry.state))
        found = _found(found_in(self.meeting, entry.row.released), "Refused now, so that nothing is written")
        return lines(head, bold(entry.row.released), "", *found, self._unfinished(entry))

    def _unfinished(self, entry: Entry) -> Content | None:
        """Return that somebody began to type another wording, if so."""
        if not self.app.kept_draft(wording_draft(entry.row.entry)):
            return None
        return bold("You began to type a wording: ENTER goes on with it.")

    def _row(self, entry: Entry) -> Content:
        here = entry == self.current
        state = f": {STATES[entry.state]}" if _SHOWN[self._filter][0] is None else ""
        return join(
            styled(" > " if here else "   ", KEY),
            styled(column(f"{entry.where}{state}", _LIST), BOLD if here else ""),
        )

    # moving about

    def _show(self, place: int) -> None:
        super()._show(place)
        self.query_one("#list", Scroll).scroll_to(y=max(0, place - 5), animate=False)

    def action_filter(self) -> None:
        """Show what is not yet looked at, what is published, or all; stay at the entry if it is among it."""
        before = self.current
        self._filter = (self._filter + 1) % len(_SHOWN)
        self._go_to(before)
        self.notice(f"Shown: {_SHOWN[self._filter][1]}, {plural(len(self.shown), 'entry', 'entries')}.")

    def _go_to(self, entry: Entry | None) -> None:
        shown = self.shown
        self._show(shown.index(entry) if entry in shown else 0)

    def _pick(self, title: str, options: list[tuple[Entry, str]]) -> None:
        def picked(entry: Entry | None) -> None:
            if entry is None:
                return
            if entry not in self.shown:
                self._filter = len(_SHOWN) - 1
            self._go_to(entry)

        self.app.push_screen(Pick(title, options), picked)

    def action_list(self) -> None:
        """Pick one of all the entries."""
        options = [
            (entry, f"{entry.where}, {STATES[entry.state]}: {entry.row.released or entry.row.words}")
            for entry in self.entries
        ]
        self._pick("Everything that could be published", options)

    def action_jump(self) -> None:
        """Go to the first entry of a case."""
        cases: dict[int | None, list[Entry]] = {}
        for entry in self.entries:
            cases.setdefault(entry.row.case, []).append(entry)
        options = [
            (found[0], f"{f'Case {case}' if case else 'The whole meeting'}: {progress(tuple(found))}")
            for case, found in cases.items()
        ]
        self._pick("Which case?", options)

    def action_preview(self) -> None:
        """Show what the public will read."""
        from panelroom.ui.screens.preview import show_preview

        show_preview(self)

    # doing

    def action_word(self) -> None:
        """Type the public wording."""
        if entry := self.current:
            self._as_somebody(
                lambda: self._ask_wording(entry, entry.row.released, wording_draft(entry.row.entry))
            )

    def action_take_over(self) -> None:
        """Take the panel's words over into the form."""
        if entry := self.current:
            draft = taken_over_draft(entry.row.entry)
            self._as_somebody(lambda: self._ask_wording(entry, entry.row.words, draft))

    def _ask_wording(self, entry: Entry, value: str | None, draft: str) -> None:
        form = Form(
            entry.where,
            (Field("text", "What the public reads: nobody named, no place, no day", value=value),),
            draft=draft,
            intro=lines(styled("The panel's words", KEY), plain(entry.row.words), ""),
            accept="publish",
            check=lambda values: self._refused(entry, values["text"]),
            doubt=lambda values: self._doubt(entry, values["text"]),
        )

        def given(values: dict[str, Any] | None) -> None:
            if values and self._release(entry, values["text"]):
                self.notice(f"{entry.where}: published. f shows what is published, and x withdraws it there.")

        self.app.push_screen(form, given)

    def _refused(self, entry: Entry, text: str) -> str:
        """Return why this wording cannot be published; empty where it can."""
        if clean_text(text).strip() == entry.row.released:
            return "It is published already in these words: ESC leaves it so."
        if REPLACEMENT in clean_text(text):
            return f"A character in it cannot be shown, and would stand there as {REPLACEMENT}: type that word anew."
        return refusal(found_in(self.meeting, text))

    def _doubt(self, entry: Entry, text: str) -> str:
        """Return what to think about before this wording is published; empty where there is nothing."""
        found = [concern.sentence for concern in found_in(self.meeting, text)]
        if clean_text(text).strip() == entry.row.words:
            found.insert(0, "These are the panel's words as they were recorded.")
        return " ".join([*found, "Publish these words all the same?"]) if found else ""

    def _release(self, entry: Entry, text: str | None) -> bool:
        act = {"entry": entry.row.entry, "by": self._by} | ({"text": text} if text else {})
        if not self.app.act_on(acts.ReleaseText, act):
            return False
        self._wording.let_wait(entry.row.entry)
        for draft in (wording_draft(entry.row.entry), taken_over_draft(entry.row.entry)):
            self.app.keep_draft(draft, None)
        self.paint()
        return True

    def action_keep_back(self) -> None:
        """Note that the words were looked at and stay unpublished, or that they were not."""
        entry = self.current
        if entry is None:
            return
        if entry.state == "published":
            self.notice("It is published: x withdraws it first.", refused=True)
        elif entry.state == "kept back":
            self._wording.let_wait(entry.row.entry)
            self.paint()
            self.notice("Not looked at, then: it waits again.")
        else:
            self._wording.keep_back(self.meeting, entry.row.entry)
            self.paint()
            self.notice(f"{entry.where}: stays unpublished. f shows everything.")

    def action_withdraw(self) -> None:
        """Publish nothing of the entry any more."""
        entry = self.current
        if entry is None or entry.state != "published":
            self.notice("Nothing of this is published.")
            return

        def answered(yes: bool | None) -> None:
            if yes and self._release(entry, None):
                self.notice("Withdrawn. What was written before still says it: write the documents again.")

        question = "Withdraw this wording? Nothing of the entry is published then."
        self._as_somebody(
            lambda: self.app.push_screen(Confirm(question, "Withdraw it", "Leave it"), answered)
        )

    def action_name(self) -> None:
        """Say who looks the wording over."""
        self._ask_name(lambda: self.notice(f"The wording is looked over by: {self._by}."))

    def _as_somebody(self, then: Callable[[], object]) -> None:
        """Go on once it is known who looks the wording over, which is asked once."""
        if self._by:
            then()
        else:
            self._ask_name(then)

    def _ask_name(self, then: Callable[[], object]) -> None:
        def given(values: dict[str, Any] | None) -> None:
            if values:
                self._by = values["by"]
                then()

        field = Field(
            "by", "Your role, such as secretary (never a name)", "line", value=self._by, missing=ROLE_MISSING
        )
        self.app.push_screen(
            Form(
                "Who looks the wording over?",
                (field,),
                check=lambda values: role_refused(self.meeting, values["by"]),
            ),
            given,
        )


def _found(concerns: tuple[Concern, ...], refused: str) -> list[Content]:
    """Return what the publication check says, one line each; ``refused`` stands before what refuses."""
    if not concerns:
        return [plain("The check found nothing. It does not know everything: read it once more.")]
    return [styled(f"{refused if c.blocks else 'Look again'}: {c.sentence}", FAULT) for c in concerns]


def _ways(state: State) -> Content:
    """Return what can be done with an entry that is not published."""
    keeping = "it is not settled after all" if state == "kept back" else "keep it back: it stays unpublished"
    return lines(
        keys(("ENTER", "type what the public reads")),
        keys(("c", "begin with the panel's words")),
        keys(("k", keeping)),
    )


def _nothing(called: str, any_at_all: bool) -> str:
    if not any_at_all:
        return "The panel said nothing in this meeting that could be published."
    return (
        "Everything was looked at.   f shows it"
        if called.startswith("not yet")
        else "Nothing is published yet."
    )
