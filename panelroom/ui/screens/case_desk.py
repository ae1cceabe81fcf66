"""One case at the pack desk: what it has, what it still needs, and the way to each of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from panelroom.case_sheet import CaseSheet, Missing, read_sheet
from panelroom.casework import filing
from panelroom.casework import work as desk_work
from panelroom.casework.case import CaseFolder, item_key
from panelroom.casework.review import TIMELINE
from panelroom.checks import AIDE
from panelroom.errors import PanelroomError
from panelroom.text import clean_line, plural
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office
from panelroom.ui.paint import FAULT, KEY, bold, hanging, join, lines, plain, styled
from panelroom.ui.screens.boxes import Pick
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.widgets import Literal, Scroll

READING = (10, 15)
"""Minutes a panel gives to reading a case (Leicestershire's terms of reference plan 10 to 15)."""
PACE = 200
"""Words a minute."""


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
u : take the latest redaction back
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
        """Yield the list."""
        with Scroll(id="list"):
            yield Literal(id="about")
            yield Literal(id="steps")

    def on_screen_resume(self) -> None:
        """Show the case as it is now."""
        self._case = self.office.held(self.path)
        self.paint()
        if self._case is None and not self._problem:
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

    def paint(self) -> None:
        """Show the case."""
        if not self.is_mounted:
            return
        sheet = self._sheet()
        self.paint_frame(join(bold(sheet.ref), f"   {sheet.title}"), self.office.name, self._KEYS)
        width = self.size.width - 4
        case = self._case
        self.literal("#about").show(_about(sheet, case, self._problem, width))
        self.literal("#steps").show(_steps(case, sheet, width) if case else _first_steps(sheet))

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
            self.notice(self._problem or "The documents are being read: one moment.")
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
        """Change what stands on the cover."""
        sheet = self._sheet()

        def given(values: dict[str, Any] | None) -> None:
            if values:
                self._changed(lambda: self._keep(_covered(sheet, values)), "The cover is changed.")

        fields = (
            Field("title", "Title", "line", value=sheet.title),
            Field("strands", "Strands, with commas between them", "line", required=False,
                  value=", ".join(sheet.strands)),
            Field("advisory", "What to expect: shown before anybody reads", "words", required=False,
                  value=sheet.advisory),
            Field("summary", "What happened, in a plain sentence or two (not evidence)", "words", required=False,
                  value=sheet.summary),
        )  # fmt: skip
        self.app.push_screen(Form("The cover", fields), given)

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
        self.app.push_screen(Form(f"{clean_line(file)}, page {page}", (field,)), given)

    def action_documents(self) -> None:
        """Add a document, or take one out."""
        sheet = self._sheet()
        options = [(d.file, f"{d.title}   {d.file}") for d in sheet.documents]

        def picked(choice: Any) -> None:
            if isinstance(choice, tuple):
                self._ask_document()
            elif choice is not None:
                self._changed(
                    lambda: self._drop(choice), "Taken out of the case; the file is still in the folder."
                )

        title = "Documents: a adds one, ENTER takes one out"
        self.app.push_screen(Pick(title, options, extra=(("a", "add"),), empty="There are none yet."), picked)

    def _ask_document(self) -> None:
        def given(values: dict[str, Any] | None) -> None:
            if values:
                self._changed(lambda: self._add(values), "The document is added and is being checked.")

        fields = (
            Field("source", "The file, with its folder", "line"),
            Field("title", "What it is, such as Crime log", "line"),
            Field("system", "The system it came from", "line", required=False),
        )
        self.app.push_screen(Form("Add a document", fields), given)

    def action_approve(self) -> None:
        """A second person approves."""
        if case := self._needs_case():
            from panelroom.ui.screens.seal_forms import ask_approval

            ask_approval(self, self.office, case, lambda deed, said: self._changed(deed, said))

    def action_undo(self) -> None:
        """Take the latest redaction back."""
        if case := self._needs_case():
            self._changed(lambda: desk_work.undo_redaction(case), "The latest redaction is taken back.")

    # changing the folder

    def _keep(self, sheet: CaseSheet) -> None:
        filing.write_sheet(self.path, sheet)
        self.office.forget(self.path)

    def _add(self, values: dict[str, Any]) -> None:
        source = Path(values["source"]).expanduser()
        filing.add_document(self.path, source, values["title"], values.get("system", ""))
        self.office.forget(self.path)

    def _drop(self, file: str) -> None:
        filing.drop_document(self.path, file)
        self.office.forget(self.path)


def _covered(sheet: CaseSheet, values: dict[str, Any]) -> CaseSheet:
    strands = tuple(s.strip() for s in clean_line(values.get("strands", "")).split(",") if s.strip())
    return replace(
        sheet,
        title=clean_line(values["title"]),
        strands=strands,
        advisory=clean_line(values.get("advisory", "")),
        summary=clean_line(values.get("summary", "")),
    )


def _about(sheet: CaseSheet, case: CaseFolder | None, problem: str, width: int) -> Content:
    documents = [plain(f"  {d.title}   {d.file}{_counted(case, d.file)}") for d in sheet.documents] or [
        plain("  none yet: a adds one")
    ]
    return lines(
        hanging(bold("What to expect   "), sheet.advisory or "not said yet", width),
        bold("Documents"),
        *documents,
        styled(problem, FAULT) if problem else None,
        "",
    )


def _counted(case: CaseFolder | None, file: str) -> str:
    return f"   {plural(case.documents[file].pages, 'page')}" if case and file in case.documents else ""


def _first_steps(sheet: CaseSheet) -> Content:
    return plain(
        "The documents are being read ..." if sheet.documents else "Add the redacted documents first."
    )


def _steps(case: CaseFolder, sheet: CaseSheet, width: int) -> Content:
    ticked = sum(case.is_word_ticked(w.word) for w in case.words)
    items = sum(item_key(i.id) in case.review.settled for i in AIDE)
    confirmed = case.review.settled.get(TIMELINE)
    entries = sum(not e.struck for e in case.timeline)
    undescribed = [
        p for f, d in case.documents.items() for p in d.pictures if p not in case.review.alt.get(f, {})
    ]
    rows = [
        _step("1", "Findings", _findings_words(case), bad=bool(case.refusing)),
        _step("2", "Words that could be names", f"{ticked} of {len(case.words)} ticked"),
        _step("3", "Timeline", f"{plural(entries, 'entry', 'entries')}, "
              + (f"confirmed by {confirmed.by}" if confirmed else "not confirmed")),
        _step("4", "Tick-list", f"{items} of {len(AIDE)} ticked"),
        _step("5", "Cover", "" if sheet.advisory else "says not yet what to expect"),
        _step("6", "Missing from the papers", plural(len(sheet.missing), "line")),
        _step("7", "Pictures", f"{len(undescribed)} not described" if undescribed else "none to describe"),
    ]  # fmt: skip
    return lines(*rows, "", *_ends(case))


def _step(key: str, name: str, state: str, *, bad: bool = False) -> Content:
    return join(styled(f"  {key}  ", KEY), bold(f"{name:<28}"), styled(state, FAULT if bad else ""))


def _findings_words(case: CaseFolder) -> str:
    parts = []
    if case.refusing:
        parts.append(f"{len(case.refusing)} must be redacted or waived")
    if case.not_looked_at:
        parts.append(f"{len(case.not_looked_at)} to look at")
    return ", ".join(parts) or "nothing left to do"


def _ends(case: CaseFolder) -> list[Content]:
    """Return reading time and approval."""
    minutes = -(-case.reading_words // PACE)
    least, most = READING
    fits = (
        f"a panel plans {least} to {most}"
        if minutes <= most
        else f"longer than the {least} to {most} planned"
    )
    digest = case.packed.digest()
    rows = [plain(f"About {plural(minutes, 'minute')} to read ({case.reading_words} words): {fits}.")]
    for approval in case.review.approvals:
        if approval.digest == digest:
            rows.append(join("Approved by ", bold(approval.by), f" on {approval.at:%d %B %Y at %H:%M}."))
        else:
            rows.append(
                styled(f"{approval.by} approved an earlier state: it was changed since. v again.", FAULT)
            )
    return rows or [plain("")]
