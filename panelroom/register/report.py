"""What the yearly report takes from the register: figures and dates, and only words that may be published."""

from datetime import date
from typing import NamedTuple

from panelroom.figures import STAGES, MeetingFigures, PublicResponse, Stage, ThemeLine, Tracked, Win
from panelroom.register.state import Item, Register, Theme


class ReportRows(NamedTuple):
    """What lies between two days: meetings by their date, items, and the themes and system changes of it."""

    meetings: list[MeetingFigures]
    tracked: list[Tracked]
    themes: list[ThemeLine]
    wins: list[Win]


def report_rows(register: Register, begin: date, end: date) -> ReportRows:
    """Return what the register knows of the days from ``begin`` to ``end``, both included, as it stood at the end.

    An item belongs to the period if its meeting lies in it, or if it was still open when the period began.
    """
    first, last = begin.isoformat(), end.isoformat()
    meetings = [held.figures for held in register.meetings.values() if first <= held.figures.date <= last]
    tracked = [_tracked(i, register, last) for i in register.every_item() if _belongs(i, first, last)]
    ids = {each.id for each in tracked}
    themes = [_theme(t, ids) for t in register.every_theme()]
    return ReportRows(
        sorted(meetings, key=lambda figures: (figures.date, figures.meeting)),
        tracked,
        [line for line in themes if line.supporting or line.contrary],
        [win for win in _wins(register, last) if win.steps],
    )


def _belongs(item: Item, first: str, last: str) -> bool:
    if item.now.withdrawn or item.date > last:
        return False
    return item.date >= first or item.reached.get("closed", last) >= first


def _tracked(item: Item, register: Register, last: str) -> Tracked:
    now = item.now
    reached: dict[str, str] = {stage: day for stage, day in item.reached.items() if day <= last}
    replies = [r.public_text for r in item.replies if r.public_text and r.on <= last]
    return Tracked(
        id=item.id,
        meeting=item.meeting,
        sort=now.sort,
        kind=now.kind,
        case=now.case,
        question=now.question,
        stage=_stage_of(reached),
        reached=reached,
        due=register.due(item),
        text=now.public,
        responses=tuple(
            PublicResponse(date=r.on, status=r.status, text=r.public_text, page=r.page)
            for r in item.responses
            if r.on <= last
        ),
        reply=replies[-1] if replies else None,
        disputed_before=now.disputed,
    )


def _stage_of(reached: dict[str, str]) -> Stage:
    return next(stage for stage in reversed(STAGES) if stage in reached)


def _theme(theme: Theme, ids: set[str]) -> ThemeLine:
    return ThemeLine(
        title=theme.title,
        supporting=tuple(i for i in theme.items("supporting") if i in ids),
        contrary=tuple(i for i in theme.items("contrary") if i in ids),
    )


def _wins(register: Register, last: str) -> list[Win]:
    return [
        Win(
            title=win.title,
            steps={step: day for step, day in win.steps.items() if day <= last},
            proposed_to=win.proposed_to,
            supporters=win.supporters,
        )
        for win in register.every_win()
    ]
