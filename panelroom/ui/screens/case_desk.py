"""One case at the pack desk: what it has, what it still needs, and the way to each of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from panelroom.case_sheet import CaseSheet, Listed, Missing, read_sheet
from panelroom.casework import filing
from panelroom.casework import work as desk_work
from panelroom.casework.case import CaseFolder
from panelroom.errors import PanelroomError
from panelroom.text import clean_line
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import bold, join, plain
from panelroom.ui.screens import case_words
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.boxes import Confirm, Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.screens.redacting import taken_back
from panelroom.ui.widgets import Literal, Scroll

SIDE, DATES = 46, 60
"""Columns of text in the panel with what is still open, and in the timeline's."""
_READING = "The documents are being read: one moment."
_ADDING = "The document is added and is being checked."
_ADDED = "The document is added and checked."


class CaseDesk(PlainScreen):
    """One case of the pack desk.

    Args:
        office: the desk. path: the case folder.
    """

    HELP_TITLE = "A case"
    HELP = """
Everything a case needs before it can be sealed. Work down the list; nothing is lost when you leave.

1 f : findings: what the redaction missed, page by page
2 l : every capitalised word that could be a name, on one screen
3 t : the timeline of dated entries: take out what is none, and confirm it
4 k : the tick-list: what no program can find
5 c : the cover: title, what to expect, what happened in a sentence
6 m : what is missing from the papers, and why
7 p : say what a page shows that is only a picture
a : add a document, or take one out (PDF, Word, OpenDocument, text, picture)
v : a second person approves the case with a key of their own
u : take the latest redaction back (not a document: a brings that back)
q ESC : back to the pack desk
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,f", "findings", "findings", show=False),
        Binding("2,l", "ledger", "ledger", show=False),
        Binding("3,t", "timeline", "timeline", show=False),
        Binding("4,k", "items", "tick-list", show=False),
        Binding("5,c", "cover", "cover", show=False),
        Binding("6,m", "missing", "missing", show=False),
        Binding("7,p", "pictures", "pictures", show=False),
        Binding("a", "documents", "documents", show=False),
        Binding("v", "approve", "approve", show=False),
        Binding("u", "undo", "undo", show=False),
        Binding("q,escape", "back", "back", show=False),
        Binding("down", "scroll(1)", "down", show=False),
        Binding("up", "scroll(-1)", "up", show=False),
    ]
    _KEYS = (
        ("1-7", "choose"),
        ("a", "document"),
        ("v", "approve"),
        ("u", "undo"),
        ("q", "back"),
        ("F1", "help"),
    )

    class Read(Message):
        """The case was read, or could not be."""

        def __init__(self, problem: str) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, office: Office, path: Path) -> None:
        super().__init__()
        self.office, self.path = office, path
        self._problem = ""
        self._case: CaseFolder | None = None

    def body(self) -> ComposeResult:
        """Yield the list; beside it, where there is room, what is still open, and the timeline."""
        with Horizontal():
            with Scroll(id="list"):
                yield Literal(id="about")
                yield Literal(id="steps")
            with Scroll(id="open"):
                yield Literal(id="left")
            with Scroll(id="dates"):
                yield Literal(id="timeline")

    def on_screen_resume(self) -> None:
        """Show the case as it is now."""
        self._case = self.office.held(self.path)
        self.paint()
        if self._case is None and not self._problem and self._sheet().documents:
            self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self) -> None:
        problem = ""
        try:
            self.office.read(self.path).found  # noqa: B018 - worked out here, shown later
        except PanelroomError as error:
            problem = str(error)
        self.post_message(self.Read(problem))

    def on_case_desk_read(self, event: Read) -> None:
        """Show what was read."""
        self._problem = event.problem
        self._case = self.office.held(self.path)
        self.paint()
        if self.literal("#notice").text in (_READING, _ADDING):
            was_added = self.literal("#notice").text == _ADDING and self._case is not None
            self.notice(_ADDED if was_added else "")

    def paint(self) -> None:
        """Show the case."""
        if not self.is_mounted:
            return
        # As it would be packed: what was redacted on the cover shows its label here, too.
        sheet = self._case.cover if self._case else self._sheet()
        self.paint_frame(join(bold(sheet.ref), f"   {sheet.title}"), self.office.name, self._KEYS)
        case, width = self._case, self._width()
        self.literal("#about").show(case_words.about(sheet, case, self._problem, width))
        first = case_words.first_steps(sheet, self._problem)
        self.literal("#steps").show(case_words.steps(case, width) if case else first)
        if self.has_class("wide"):
            self.literal("#left").show(case_words.left_to_do(case, SIDE) if case else "")
        if self.has_class("widest"):
            self.literal("#timeline").show(case_words.timeline(case, DATES) if case else "")

    def _width(self) -> int:
        """Return the columns left beside the panels."""
        panels = (SIDE + 4 if self.has_class("wide") else 0) + (DATES + 4 if self.has_class("widest") else 0)
        return self.size.width - 6 - panels

    def _sheet(self) -> CaseSheet:
        return self._case.sheet if self._case else read_sheet(self.path)

    def _changed(self, deed: Callable[[], CaseFolder | None], said: str = "") -> None:
        """Do something to the case; say what came of it."""
        try:
            case = deed()
        except PanelroomError as error:
            self.notice(str(error), refused=True)
            return
        if case is not None:
            self.office.put(case)
        self._problem = ""
        self.on_screen_resume()
        self.notice(said)

    def _needs_case(self) -> CaseFolder | None:
        if self._case is None:
            self.notice(self._problem or (_READING if self._sheet().documents else case_words.NO_DOCUMENTS))
        return self._case

    # to the other screens

    def action_findings(self) -> None:
        """What the redaction missed."""
        if case := self._needs_case():
            from panelroom.ui.screens.findings import Findings

            self.app.push_screen(Findings(self.office, case))

    def action_ledger(self) -> None:
        """Words that could be names."""
        self._tick_screen("ledger")

    def action_timeline(self) -> None:
        """The dated entries."""
        self._tick_screen("timeline")

    def action_items(self) -> None:
        """The tick-list."""
        self._tick_screen("items")

    def _tick_screen(self, kind: str) -> None:
        if case := self._needs_case():
            from panelroom.ui.screens.ticking import TICKED

            self.app.push_screen(TICKED[kind](self.office, case))

    def action_scroll(self, by: int) -> None:
        """Move up or down where everything does not fit."""
        self.query_one("#list", Scroll).scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Back to the pack desk."""
        self.app.pop_screen()

    # forms

    def action_cover(self) -> None:
        """Change what stands on the cover, in two short forms, each kept when it is accepted."""
        sheet = self._sheet()
        fields = (
            Field("title", "Title: what the case is called in the minutes", "line", value=sheet.title),
            Field("strands", "Strands, with commas between them (may stay empty)", "line", required=False,
                  value=", ".join(sheet.strands)),
        )  # fmt: skip
        self._ask_cover("The cover, 1 of 2: title", fields, self._ask_summary)

    def _ask_summary(self) -> None:
        sheet = self._sheet()
        fields = (
            Field("advisory", "What to expect: shown before anybody reads", required=False, value=sheet.advisory),
            Field("summary", "What happened, in a plain sentence or two (not evidence)", required=False,
                  value=sheet.summary),
        )  # fmt: skip
        self._ask_cover("The cover, 2 of 2: what to expect", fields, lambda: None)

    def _ask_cover(self, title: str, fields: tuple[Field, ...], then: Callable[[], None]) -> None:
        def kept(_: None) -> None:
            self._changed(lambda: None, "The cover is changed.")
            then()

        names = [field.name for field in fields]
        ask(
            self,
            Asked(title, fields),
            lambda values: self._keep(_covered(self._sheet(), dict.fromkeys(names, "") | values)),
            kept,
        )

    def action_missing(self) -> None:
        """Say what is missing, or take a line out."""
        sheet = self._sheet()
        options = [(n, f"{m.what} - {m.why}") for n, m in enumerate(sheet.missing)]

        def picked(choice: Any) -> None:
            if isinstance(choice, tuple):
                self._ask_missing(sheet)
            elif choice is not None:
                kept = tuple(m for n, m in enumerate(sheet.missing) if n != choice)
                self._changed(lambda: self._keep(replace(sheet, missing=kept)), "The line is taken out.")

        title = "Missing from the papers: ENTER takes a line out"
        self.app.push_screen(
            Pick(title, options, extra=(("a", "add"),), empty="Nothing is known to be missing."), picked
        )

    def _ask_missing(self, sheet: CaseSheet) -> None:
        def given(values: dict[str, Any] | None) -> None:
            if values:
                more = Missing(clean_line(values["what"]), clean_line(values["why"]))
                self._changed(lambda: self._keep(replace(sheet, missing=(*sheet.missing, more))), "Noted.")

        fields = (Field("what", "What is missing", "line"), Field("why", "Why", "line"))
        self.app.push_screen(Form("Missing from the papers", fields), given)

    def action_pictures(self) -> None:
        """Describe a page that is only a picture."""
        case = self._needs_case()
        if case is None:
            return
        pages = [(f, p) for f, d in case.documents.items() for p in sorted(d.pictures)]
        if not pages:
            self.notice("No page of this case is only a picture.")
            return
        options = [
            ((f, p), f"{f}, page {p}   {case.review.alt.get(f, {}).get(p, 'not described')}")
            for f, p in pages
        ]

        def picked(choice: tuple[str, int] | None) -> None:
            if choice:
                self._ask_description(case, *choice)

        self.app.push_screen(Pick("Pages that are only pictures", options), picked)

    def _ask_description(self, case: CaseFolder, file: str, page: int) -> None:
        def given(values: dict[str, Any] | None) -> None:
            if values:
                self._changed(lambda: desk_work.describe(case, file, page, values["words"]), "Described.")

        before = case.review.alt.get(file, {}).get(page)
        field = Field(
            "words", "What the page shows, for those who hear it read and for the screen", value=before
        )
        intro = plain(
            "The picture itself goes into the pack as it is, beside these words. Look at it first: no program looks "
            "for a name, a face or a number plate in it. If it shows one, take it out: a on the case."
        )
        self.app.push_screen(Form(f"{clean_line(file)}, page {page}", (field,), intro=intro), given)

    def action_documents(self) -> None:
        """Add a document, or take one out."""
        sheet = self._sheet()
        if not sheet.documents:
            self._ask_document()
            return
        options = [(d.file, f"{d.title}   {d.file}") for d in sheet.documents]

        def picked(choice: Any) -> None:
            if isinstance(choice, tuple):
                self._ask_document()
            elif choice is not None:
                self._ask_drop(next(d for d in sheet.documents if d.file == choice))

        title = "Documents: a adds one, ENTER takes one out"
        self.app.push_screen(Pick(title, options, extra=(("a", "add"),)), picked)

    def _ask_drop(self, listed: Listed) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._changed(
                    lambda: self._drop(listed.file),
                    f"Taken out of the case, but {listed.file} is still in the folder: added again, it is back.",
                )

        question = (
            f"Take {listed.title} out of the case? The file {listed.file} stays in the folder, and what was "
            "redacted in it is kept. u does not bring it back; adding the same file does."
        )
        self.app.push_screen(Confirm(clean_line(question), "take it out", "leave it in"), answered)

    def _ask_document(self) -> None:
        fields = (
            Field("source", "The file, with its folder", "line"),
            Field("title", "What it is, such as Crime log", "line"),
            Field("system", "The system it came from (may stay empty)", "line", required=False),
        )
        ask(
            self,
            Asked("Add a document", fields, accept="add it"),
            lambda values: self.office.add_document(
                self.path, values["source"], values["title"], values.get("system", "")
            ),
            lambda _: self._added(),
            doing="Reading the document",
        )

    def _added(self) -> None:
        self._changed(lambda: None)
        self.notice(_ADDED if self._case else _ADDING)

    def action_approve(self) -> None:
        """A second person approves."""
        if case := self._needs_case():
            from panelroom.ui.screens.seal_forms import ask_approval

            ask_approval(self, self.office, case, lambda deed, said: self._changed(deed, said))

    def action_undo(self) -> None:
        """Take the latest redaction back."""
        if case := self._needs_case():
            words = desk_work.latest_redaction(case)
            self._changed(lambda: desk_work.undo_redaction(case), taken_back(words))

    # changing the folder

    def _keep(self, sheet: CaseSheet) -> None:
        filing.write_sheet(self.path, sheet)
        self.office.forget(self.path)

    def _drop(self, file: str) -> None:
        filing.drop_document(self.path, file)
        self.office.forget(self.path)


def _covered(sheet: CaseSheet, values: Values) -> CaseSheet:
    """Return the sheet with these words of its cover; what was not asked stays."""
    said: dict[str, Any] = {name: clean_line(text) for name, text in values.items()}
    if "strands" in said:
        said["strands"] = tuple(each.strip() for each in said["strands"].split(",") if each.strip())
    return replace(sheet, **said)
