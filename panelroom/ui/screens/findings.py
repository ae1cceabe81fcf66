"""Findings: each in its place on the page, what it is, and what to do about it, one key each."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from panelroom.casework import work
from panelroom.casework.case import CaseFolder, Found
from panelroom.casework.redaction import as_label, places
from panelroom.checks import check_of
from panelroom.errors import PanelroomError, Refused
from panelroom.text import clean_line
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import BOLD, FAULT, bold, join, lines, plain, styled
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.form import Field
from panelroom.ui.screens.redacting import LABEL, LABEL_CHECK, ask_everywhere, taken_back
from panelroom.ui.widgets import Literal, Scroll

_SEVERITY = {
    "BLOCK": "must be redacted or waived",
    "REVIEW": "to look at",
    "AUTO": "left behind by rebuilding",
}
_HERE = "reverse bold"


class Findings(PlainScreen):
    """What the redaction missed, one after the other, in its place.

    Args:
        office: the desk. case: the case as it is.
    """

    HELP_TITLE = "Findings"
    HELP = """
One finding after the other, on its page as it would be packed. The source file is never changed.

right n, left N : the next finding, the one before
r : redact everywhere: a label takes the place of these words in the whole case
h : redact here: only in this place
t : tick: you looked at it and it may stay
w : waive: it must stay; say why, and your name goes with it
o : open again what was ticked or waived
u : take the latest redaction back
a : show everything, or only what is left to do
up down, PGUP PGDN : move about on the page
q ESC : back to the case
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,n", "step(1)", "next", show=False),
        Binding("left,N", "step(-1)", "previous", show=False),
        Binding("r", "redact(True)", "redact everywhere", show=False),
        Binding("h", "redact(False)", "redact here", show=False),
        Binding("t", "tick", "tick", show=False),
        Binding("w", "waive", "waive", show=False),
        Binding("o", "open_again", "open again", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("a", "all", "all", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
        Binding("pagedown", "scroll(10)", "down", show=False),
        Binding("pageup", "scroll(-10)", "up", show=False),
        Binding("q,escape", "back", "back", show=False),
    ]
    _KEYS = (
        ("n", "next"),
        ("r", "redact everywhere"),
        ("h", "here"),
        ("t", "tick"),
        ("w", "waive"),
        ("u", "undo"),
        ("q", "back"),
        ("F1", "help"),
    )

    def __init__(self, office: Office, case: CaseFolder) -> None:
        super().__init__()
        self.office, self.case = office, case
        self._everything = False
        self._at = 0
        # Reasons begun and left, by finding: kept here alone, since words about a case never go to the disk as such.
        self._reasons: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """Yield what was found above the page it stands on."""
        with Vertical():
            yield Literal(id="what")
            with Scroll(id="page"):
                yield Literal(id="text")

    @property
    def shown(self) -> list[Found]:
        """The findings gone through: all, or those left to do."""
        if self._everything:
            return list(self.case.found)
        todo = {id(each) for each in (*self.case.refusing, *self.case.not_looked_at)}
        return [each for each in self.case.found if id(each) in todo]

    @property
    def current(self) -> Found | None:
        """The finding before us."""
        shown = self.shown
        self._at = max(0, min(len(shown) - 1, self._at))
        return shown[self._at] if shown else None

    # painting

    def paint(self) -> None:
        """Show the finding and its page."""
        if not self.is_mounted:
            return
        found, count = self.current, len(self.shown)
        where = f"{self._at + 1} of {count}" if count else "none left" if not self._everything else "none"
        left = join(bold(self.case.sheet.ref), f"   Findings   {where}")
        self.paint_frame(left, _left_to_do(self.case), self._KEYS)
        if found is None:
            self.literal("#what").show(_nothing(self._everything))
            self.literal("#text").show("")
            return
        self.literal("#what").show(_about(found))
        text, start, end = _page(self.case, found)
        self.literal("#text").show(plain(text).stylize(_HERE, start, end) if end > start else plain(text))
        self.call_after_refresh(self._show_place, text, start)

    def _show_place(self, text: str, start: int) -> None:
        """Bring the place into view: by the rows its text takes at this width."""
        page = self.query_one("#page", Scroll)
        width = max(1, self.literal("#text").size.width)
        rows = len(plain(text[:start]).wrap(width)) if start else 0
        page.scroll_to(y=max(0, rows - page.size.height // 2), animate=False)

    # moving about

    def action_step(self, by: int) -> None:
        """The next finding, or the one before."""
        count = len(self.shown)
        if not 0 <= self._at + by < count:
            self.notice("That was the last one." if by > 0 else "This is the first one.")
            return
        self._at += by
        self.paint()

    def action_scroll(self, by: int) -> None:
        """Move about on the page."""
        self.query_one("#page", Scroll).scroll_relative(y=by, animate=False)

    def action_all(self) -> None:
        """Show everything, or what is left to do."""
        self._everything = not self._everything
        self._at = 0
        self.paint()
        self.notice("Everything that was found." if self._everything else "What is left to do.")

    def action_back(self) -> None:
        """Back to the case."""
        self.app.pop_screen()

    # doing

    def _do(self, deed: Callable[[], CaseFolder], said: str) -> None:
        try:
            case = deed()
        except PanelroomError as error:
            self.notice(str(error), refused=True)
        else:
            self._take(case, said)

    def _take(self, case: CaseFolder, said: str) -> None:
        self.case = case
        self.office.put(case)
        self.paint()
        self.notice(said)

    def action_redact(self, everywhere: bool) -> None:
        """Put a label in the place of the words."""
        found = self.current
        if found is None:
            return
        try:
            words = work.words_of(self.case, found)
        except Refused as error:
            self.notice(str(error), refused=True)
            return

        label = replace(LABEL, value=_proposed(self.case, found))
        if everywhere:
            ask_everywhere(self, words, label, lambda: self.case, self._take)
            return
        asked = Asked(
            "Redact in this place only",
            (label,),
            join("These words go: ", bold(words)),
            [LABEL_CHECK],
            accept="redact",
        )
        ask(
            self,
            asked,
            lambda values: work.redact_here(self.case, found, as_label(values["label"])),
            lambda case: self._take(case, "Redacted here."),
        )

    def action_tick(self) -> None:
        """It may stay."""
        found = self.current
        if found is None or not self._named():
            return
        if found.finding.id == "T-WORD-LEDGER":
            word = work.words_of(self.case, found)
            self._do(
                lambda: work.tick_words(self.case, [word], self.office.name, self.office.now()), "Ticked."
            )
        else:
            self._do(
                lambda: work.tick(self.case, [found.key], self.office.name, self.office.now()), "Ticked."
            )

    def action_waive(self) -> None:
        """It must stay: say why."""
        found = self.current
        if found is None or not self._named():
            return

        def left(values: Values) -> None:
            self._reasons[key] = values.get("reason", "")

        def waived(case: CaseFolder) -> None:
            self._reasons.pop(key, None)
            self._take(case, "Waived.")

        name, key = self.office.name, found.key
        why = f"Why must it stay? It goes into the pack beside your name, {name}"
        field = Field("reason", why, "line", value=self._reasons.get(key), unfinished=True)
        ask(
            self,
            Asked("Waive a finding", (field,)),
            lambda values: work.waive(self.case, key, name, values["reason"], self.office.now()),
            waived,
            back=left,
        )

    def _named(self) -> bool:
        if not self.office.name:
            self.notice("Say who you are first: q, q, then i on the pack desk.", refused=True)
        return bool(self.office.name)

    def action_open_again(self) -> None:
        """Take a tick or a waiver back."""
        found = self.current
        if found is None or found.settled is None:
            self.notice("This is open: there is nothing to take back. a shows what was ticked or waived.")
            return
        self._do(lambda: work.open_again(self.case, found.key), "Open again.")

    def action_undo(self) -> None:
        """Take the latest redaction back."""
        words = work.latest_redaction(self.case)
        self._do(lambda: work.undo_redaction(self.case), taken_back(words))


def _left_to_do(case: CaseFolder) -> str:
    return f"{len(case.refusing)} must go, {len(case.not_looked_at)} to look at"


def _nothing(everything: bool) -> Content:
    words = (
        "Nothing was found in this case."
        if everything
        else "Nothing is left to do here.   a  shows what was found"
    )
    return lines(bold(words), "", "What no program can find is on the tick-list: q, then 4.")


def _about(found: Found) -> Content:
    check = check_of(found.finding.id)
    style = FAULT if found.refuses else BOLD
    place = f"{clean_line(found.file) or 'the cover'}"
    place += f", page {found.finding.page}" if found.finding.page and found.file else ""
    settled = found.settled
    said = (
        f"{settled.verdict} by {settled.by}{': ' if settled.reason else ''}{settled.reason}"
        if settled
        else None
    )
    shown = (
        None
        if found.finding.start is not None
        else f"Seen in the original: {found.finding.sample or 'no sample'}"
    )
    name = check.name[0].upper() + check.name[1:]
    return lines(
        join(styled(f"{name}", style), f"   {_SEVERITY[found.finding.severity]}   {place}"),
        f"{check.meaning} {check.action}",
        shown,
        styled(said, BOLD) if said else None,
        "",
    )


def _page(case: CaseFolder, found: Found) -> tuple[str, int, int]:
    """Return the text to show, and where in it the finding stands (start = end where it does not)."""
    finding = found.finding
    if not found.file:
        return case.own_words, finding.start or 0, finding.end or 0
    document = case.documents[found.file]
    if finding.page is None:
        return "", 0, 0
    text = document.page_text(finding.page)
    placed = next((p for p in document.placed if p.block.page == finding.page), None)
    if finding.start is None or finding.end is None or placed is None:
        return text, 0, 0
    start = finding.start - placed.start
    return text, start, min(len(text), finding.end - placed.start)


def _proposed(case: CaseFolder, found: Found) -> str | None:
    """Return the label these words already have in this case, if they have one."""
    words = work.words_of(case, found)
    same = (r.label for r in case.review.replacements if places(r.find, words))
    return next(same, "CONTACT" if found.finding.id in ("T-PHONE", "T-EMAIL") else None)
