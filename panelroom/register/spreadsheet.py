"""The register as a workbook: Register, Lookups, Summary, About. Roles and counts; names never."""

from datetime import date

from panelroom.figures import STAGES as STAGE_NAMES
from panelroom.records.blocks import MARKING
from panelroom.records.sheet import Cell, Column, Sheet, workbook
from panelroom.records.words import KINDS, say_day
from panelroom.register.show import disputed, panel_text
from panelroom.register.state import Item, Register
from panelroom.register.words import SORTS, STAGES, STATUSES, moment_of, say_reply, say_response, say_told

_TITLE = "Register of panel feedback"


def register_workbook(register: Register, items: list[Item], today: date) -> bytes:
    """Return the XLSX file with these items as they stand on that day."""
    sheets = (
        register_sheet(register, items, today),
        _lookups(),
        _summary(register, items, today),
        _about(register, items, today),
    )
    return workbook(sheets, _TITLE, moment_of(today))


def register_sheet(register: Register, items: list[Item], today: date) -> Sheet:
    """Return the sheet with an item a row; days are dates, durations numbers of days."""
    columns = (
        Column("Item", 7),
        Column("Meeting", 18),
        Column("Meeting date", 12),
        Column("Sort", 18, tuple(SORTS.values())),
        Column("Kind", 16, tuple(KINDS.values())),
        Column("Case", 7),
        Column("Question", 9),
        Column("Page", 7),
        Column("What the panel said", 60),
        Column("In the record", 14),
        Column("Stage", 20, tuple(STAGES.values())),
        *(Column(f"{STAGES[stage]} on", 13) for stage in STAGE_NAMES[1:]),
        Column("Owner role", 20),
        Column("Due", 12),
        Column("Days overdue", 10),
        Column("Days open", 10),
        Column("Days to answer", 10),
        Column("Force response", 18, tuple(STATUSES.values())),
        Column("What the force said", 60),
        Column("What the panel replied", 40),
        Column("Themes", 30),
    )
    rows = tuple(_row(register, item, today) for item in items)
    return Sheet("Register", columns, rows, filtered=True)


def _row(register: Register, item: Item, today: date) -> tuple[Cell, ...]:
    now = item.now
    return (
        item.id,
        item.meeting,
        _date(item.date),
        SORTS[now.sort],
        KINDS[now.kind] if now.kind else None,
        now.case,
        now.question,
        now.page,
        panel_text(item),
        _standing(item),
        STAGES[item.stage],
        *(_date(item.reached.get(stage)) for stage in STAGE_NAMES[1:]),
        item.owner,
        _date(register.due(item)),
        register.overdue(item, today) or None,
        _days(item.date, item.reached.get("closed") or today.isoformat()),
        _days(item.reached.get("sent") or item.date, _answered_on(item)),
        STATUSES[item.responses[-1].status] if item.responses else None,
        _joined(_answers(item)),
        _joined([*_told(item, "replied"), *map(say_reply, item.replies)]),
        _joined([t.title for t in register.every_theme() if t.sides.get(item.id, "none") != "none"]),
    )


def _answers(item: Item) -> list[str]:
    said = [f"{STATUSES[r.status]}: {say_response(r)}" for r in item.responses]
    return [*_told(item, "papers", "shown", "said", "disputed"), *said]


def _told(item: Item, *basis: str) -> list[str]:
    """Return what the meeting's record has of both sides already."""
    return [" ".join(say_told(told)) for told in item.now.told if told.basis in basis]


def _standing(item: Item) -> str:
    """Return whether the panel's words still stand in the record as they were first taken over."""
    if item.now.withdrawn:
        return "Taken back"
    if item.now.struck:
        return "Struck"
    return "Corrected" if any(source.text != item.now.text for source in item.said) else "Stands"


def _answered_on(item: Item) -> str | None:
    """Return the day of the first answer, as the report counts it: answers may be taken down in any order."""
    return min((response.on for response in item.responses), default=item.reached.get("answered"))


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _days(begin: str, end: str | None) -> int | None:
    """Return the days from one to the other; none where there is no end, or where it lies before."""
    if end is None or end < begin:
        return None
    return (date.fromisoformat(end) - date.fromisoformat(begin)).days


def _joined(texts: list[str]) -> str | None:
    return "\n".join(texts) or None


def _lookups() -> Sheet:
    lists: tuple[tuple[str, list[str]], ...] = (
        ("Stages", list(STAGES.values())),
        ("Sorts", list(SORTS.values())),
        ("Kinds", list(KINDS.values())),
        ("Force responses", list(STATUSES.values())),
    )
    longest = max(len(values) for _, values in lists)
    rows = tuple(tuple(values[n] if n < len(values) else None for _, values in lists) for n in range(longest))
    return Sheet("Lookups", tuple(Column(title, 26) for title, _ in lists), rows)


def _summary(register: Register, items: list[Item], today: date) -> Sheet:
    """Return counts of stages by sort, and of what is overdue or disputed; zeroes too."""
    columns = (Column("", 26), *(Column(words, 16) for words in SORTS.values()), Column("All", 10))

    def line(words: str, counted: list[Item]) -> tuple[Cell, ...]:
        return (words, *(sum(i.now.sort == sort for i in counted) for sort in SORTS), len(counted))

    rows = [line(words, [i for i in items if i.stage == stage]) for stage, words in STAGES.items()]
    rows.append(line("All", items))
    rows.append(line("Overdue", [i for i in items if register.overdue(i, today)]))
    rows.append(line("Fact disputed", [i for i in items if disputed(i)]))
    return Sheet("Summary", columns, tuple(rows))


def _about(register: Register, items: list[Item], today: date) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Marking", MARKING),
        ("As it stood on", today),
        ("Items", len(items)),
        ("Meetings", len({item.meeting for item in items})),
        ("Days in which an answer is expected", register.response_days),
        ("Changes the register has seen", register.changes),
        ("Overdue", f"Counted in days up to {say_day(today)}."),
        ("People", "Roles only. Nobody is named here."),
        ("Origin", "What the panel said is copied from the records of its meetings; nothing here changes them."),
    )  # fmt: skip
    return Sheet("About", (Column("What", 36), Column("Says", 70)), rows)
