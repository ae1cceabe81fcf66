"""The pack desk: the cases of the next meeting, and what each still needs before it can be sealed."""

from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message

from panelroom.case_sheet import CaseSheet
from panelroom.casework.case import CaseFolder
from panelroom.errors import PanelroomError
from panelroom.text import clean_line, plural, unquoted
from panelroom.ui.frame import PlainScreen
from panelroom.ui.office import Office, Shelved
from panelroom.ui.paint import BOLD, FAULT, KEY, bold, column, hanging, join, lines, plain, styled
from panelroom.ui.screens import case_words
from panelroom.ui.screens.asking import Asked, Values, ask
from panelroom.ui.screens.case_words import open_line
from panelroom.ui.screens.form import Field, Form
from panelroom.ui.widgets import Literal, Scroll

_CHECKING = "Checking all cases again ..."
_NOT_YET = "Nothing was sealed, because the cases are still being checked: press s once that is done."
_CHECKED = "The cases are checked."


class PackDesk(PlainScreen):
    """The officer's first screen: from a folder with cases to a sealed pack."""

    HELP_TITLE = "Pack desk"
    HELP = """
The cases of one meeting, each in a folder of its own. The documents you are given are never changed.

up down : choose a case
ENTER 1-9 : open it: what the redaction missed, the timeline, the tick-list, approval
n : a new case
f : another folder
i : who you are: your name goes with every tick and waiver
k : keys: your own, or those of a meeting
w : the six words of keys in this folder, to compare by voice
s : seal the cases into a pack for the meeting
c : check all cases again, after files were changed outside panelroom
q ESC : back to Home
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("enter", "open", "open", show=False),
        Binding("n", "new", "new", show=False),
        Binding("f", "folder", "folder", show=False),
        Binding("i", "name", "name", show=False),
        Binding("k", "keys", "keys", show=False),
        Binding("w", "words", "words", show=False),
        Binding("s", "seal", "seal", show=False),
        Binding("c", "check", "check", show=False),
        Binding("q,escape", "back", "back", show=False),
        *(Binding(str(n), f"go({n})", str(n), show=False) for n in range(1, 10)),
    ]
    _KEYS = (
        ("ENTER", "open"),
        ("n", "new case"),
        ("f", "folder"),
        ("i", "who I am"),
        ("k", "keys"),
        ("s", "seal"),
        ("q", "back"),
        ("F1", "help"),
    )

    class Checked(Message):
        """A case was read, or could not be."""

        def __init__(self, path: Path, problem: str) -> None:
            super().__init__()
            self.path, self.problem = path, problem

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office = office
        self._at = 0
        self._shelf: list[Shelved] = []

    def body(self) -> ComposeResult:
        """Yield the folder and its cases; beside them, where there is room, how far the chosen one is."""
        yield Literal(id="where")
        with Horizontal():
            with Scroll(id="cases"):
                yield Literal(id="rows")
            with Scroll(id="chosen"):
                yield Literal(id="state")

    def on_screen_resume(self) -> None:
        """Look at the folder again, and check what was not checked yet."""
        self._look()

    def _look(self) -> None:
        self._shelf = self.office.shelf()
        self._at = max(0, min(len(self._shelf) - 1, self._at))
        self.paint()
        if waiting := self._waiting():
            self._check(waiting)

    def _waiting(self) -> list[Path]:
        """Return the cases that are still to be read; one without documents has nothing to be read."""
        return [s.path for s in self._shelf if _has_documents(s) and not s.case and not s.problem]

    @work(thread=True, exclusive=True, exit_on_error=False, group="check")
    def _check(self, waiting: list[Path]) -> None:
        for path in waiting:
            try:
                case = self.office.read(path)
                _state(Shelved(path, case.sheet, "", case))  # worked out here, shown later
                problem = ""
            except PanelroomError as error:
                problem = str(error)
            self.post_message(self.Checked(path, problem))

    def on_pack_desk_checked(self, event: Checked) -> None:
        """Show what was found in a case."""
        if event.problem:
            self.office.problems[event.path] = event.problem
        self._shelf = self.office.shelf()
        self.paint()
        if not self._waiting() and self.literal("#notice").text in (_CHECKING, _NOT_YET):
            self.notice(_CHECKED)

    # painting

    def paint(self) -> None:
        """Show the cases."""
        if not self.is_mounted:
            return
        self.paint_frame(
            bold("Pack desk"), self.office.name or "You have not said who you are: i", self._KEYS
        )
        self.literal("#where").show(lines(join("Cases in  ", bold(clean_line(str(self.office.folder)))), ""))
        rows = [self._row(place) for place in range(len(self._shelf))]
        empty = lines(
            "There is no case here yet.", "", join(styled("n", KEY), "  makes one; ", styled("f", KEY),
            "  goes to another folder."),
        )  # fmt: skip
        self.literal("#rows").show(lines(*rows) if rows else empty)
        if self.has_class("wide"):
            self.literal("#state").show(self._chosen() if rows else "")

    def _beside(self) -> int:
        """Return the columns of text in the panel beside the list, 0 where there is none."""
        if not self.has_class("wide"):
            return 0
        return 78 if self.has_class("widest") else 50

    def _row(self, place: int) -> Content:
        shelved, here = self._shelf[place], place == self._at
        width = self.size.width - 6 - (self._beside() + 6 if self._beside() else 0)
        number = f"{place + 1}" if place < 9 else " "
        head = join(
            styled(" > " if here else "   ", KEY),
            styled(f"{number}  ", KEY),
            styled(column(_named(shelved), max(20, width - 6)), BOLD if here else ""),
        )
        said = [hanging(plain("      "), words, width, style) for words, style in _state(shelved)]
        # Six cases, a panel's usual evening, stand on the smallest screen without gaps.
        return lines(head, *said, "" if self.has_class("high") else None)

    def _chosen(self) -> Content:
        """Return how far the chosen case is."""
        shelved, width = self._shelf[self._at], self._beside()
        if shelved.sheet is None:
            return plain("")
        heading = lines(bold(_named(shelved)), "")
        about = case_words.about(shelved.sheet, shelved.case, shelved.problem, width)
        if shelved.case is None:
            return lines(heading, about, case_words.first_steps(shelved.sheet, shelved.problem))
        return lines(heading, about, case_words.steps(shelved.case, width))

    # moving about

    def action_move(self, by: int) -> None:
        """Move up or down."""
        self._at = max(0, min(len(self._shelf) - 1, self._at + by))
        self.paint()
        above = sum(len(self._row(place).plain.split("\n")) for place in range(self._at))
        self.query_one("#cases", Scroll).scroll_to(y=max(0, above - 3), animate=False)

    def action_go(self, number: int) -> None:
        """Open the case with that number."""
        if number <= len(self._shelf):
            self._at = number - 1
            self.paint()
            self.action_open()

    def action_open(self) -> None:
        """Open the case."""
        if not self._shelf:
            self.notice("There is no case here yet: n makes one.")
            return
        from panelroom.ui.screens.case_desk import CaseDesk

        if self._shelf[self._at].sheet is None:
            self.notice(self._shelf[self._at].problem, refused=True)
            return
        self.app.push_screen(CaseDesk(self.office, self._shelf[self._at].path))

    def action_back(self) -> None:
        """Back to Home."""
        self.app.pop_screen()

    def action_check(self) -> None:
        """Read every case again."""
        for each in self._shelf:
            self.office.forget(each.path)
        self._look()
        self.notice(_CHECKING if self._waiting() else "No case here has documents to check yet.")

    # making

    def action_new(self) -> None:
        """Make a case."""

        fields = (
            Field("ref", "Reference of the case", "line"),
            Field("title", "What it is called in the minutes, such as Criminal damage", "line"),
            Field("strands", "Strands, with commas between them (may stay empty)", "line", required=False),
        )
        ask(self, Asked("A new case", fields, accept="make it"), self._make, self._made)

    def _make(self, values: Values) -> Path:
        strands = tuple(each.strip() for each in values.get("strands", "").split(",") if each.strip())
        sheet = CaseSheet(ref=clean_line(values["ref"]), title=clean_line(values["title"]), strands=strands)
        return self.office.new_case(sheet)

    def _made(self, place: Path) -> None:
        self._look()
        self._at = next((n for n, each in enumerate(self._shelf) if each.path == place), self._at)
        self.paint()
        self.notice("The case is made. ENTER opens it.")

    def action_folder(self) -> None:
        """Go to another folder."""

        field = Field("folder", "The folder with the case folders", "line", value=str(self.office.folder))
        ask(self, Asked("Another folder", (field,)), self._move, lambda _: self._look())

    def _move(self, values: Values) -> None:
        self.office.move_to(Path(unquoted(values["folder"])).expanduser())
        self._at = 0

    def action_name(self) -> None:
        """Say who you are."""

        def given(values: dict[str, Any] | None) -> None:
            if values:
                self.office.call_me(values["name"])
                self.paint()

        field = Field("name", "Your name or role, as it is to stand beside ticks and waivers", "line",
                      value=self.office.name or None)  # fmt: skip
        self.app.push_screen(Form("Who are you?", (field,)), given)

    def action_keys(self) -> None:
        """Make keys."""
        from panelroom.ui.screens.key_forms import ask_keys

        ask_keys(self, self.office)

    def action_words(self) -> None:
        """Show the six words of keys."""
        from panelroom.ui.screens.key_forms import show_words

        show_words(self, self.office)

    def action_seal(self) -> None:
        """Seal the cases into a pack."""
        from panelroom.ui.screens.seal_forms import ask_seal

        if problem := self._unready():
            self.notice(problem, refused=True)
        else:
            ask_seal(self, self.office, [each.case for each in self._shelf if each.case])

    def _unready(self) -> str:
        """Return why nothing can be sealed here yet; empty where every case was read."""
        if not self._shelf:
            return "No case folder lies here yet, so there is nothing to seal: n makes one, f goes to another folder."
        if any(each.problem for each in self._shelf):
            return "Nothing was sealed, because every case here must be readable first: see what is said beside it."
        if empty := next((each for each in self._shelf if not _has_documents(each)), None):
            return f"Nothing was sealed, because {_named(empty)} has no documents: open the case, and a adds one."
        if self._waiting():
            return _NOT_YET
        return next(filter(None, (_unsealable(each.case) for each in self._shelf if each.case)), "")


def _unsealable(case: CaseFolder) -> str:
    """Return why the case refuses the seal, whoever signs; empty where it does not."""
    ref = clean_line(case.sheet.ref)
    if case.refusing:
        left = plural(len(case.refusing), "finding")
        return (
            f"Nothing was sealed, because {left} of {ref} must be redacted or waived first: open the case, and 1 "
            "shows them."
        )
    if not case_words.approvers(case):
        state = "was changed since it was approved" if case.review.approvals else "is not approved"
        return f"Nothing was sealed, because {ref} {state}: open the case, and v lets a second person approve it."
    return ""


def _has_documents(shelved: Shelved) -> bool:
    return shelved.sheet is not None and bool(shelved.sheet.documents)


def _named(shelved: Shelved) -> str:
    """Return what the case is called; where its sheet cannot be read, its folder."""
    if shelved.sheet is None:
        return clean_line(shelved.path.name)
    shown = shelved.case.cover if shelved.case else shelved.sheet
    return f"{clean_line(shown.ref)}   {clean_line(shown.title)}"


def _state(shelved: Shelved) -> list[tuple[str, str]]:
    """Return what stands between this case and the seal, and what nobody has looked at, each with its style."""
    if shelved.problem:
        return [(shelved.problem, FAULT)]
    case = shelved.case
    if not _has_documents(shelved):
        return [("No documents yet: open the case, and a adds one.", "")]
    if case is None:
        return [("checking ...", "")]
    minutes = case_words.minutes_to_read(case)
    pages = f"{plural(case.pages, 'page')}, {plural(minutes, 'minute')} to read, {case_words.approved_words(case)}"
    refusing = f"{plural(len(case.refusing), 'finding')} must be redacted or waived"
    first = (refusing, FAULT) if case.refusing else (pages, "")
    return [first, (open_line([case]), "")]
