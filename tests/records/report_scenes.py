"""Figures of invented meetings and what became of them, for the tests of the report."""

from datetime import date

from panelroom.figures import (
    MeetingFigures,
    OutcomeFigures,
    PublicResponse,
    QuestionFigures,
    ThemeLine,
    Tracked,
    Win,
)
from panelroom.report.annual import AnnualReport, Period, Register
from panelroom.report.details import Details, Explanation, Rate, Training
from panelroom.volumes import Recorded, Volumes

PERIOD = Period(date(2030, 4, 1), date(2031, 3, 31))
LABELS = {
    "1": ("Appropriate and consistent with policy", "Appropriate"),
    "2": ("Appropriate but with observations", "With observations"),
    "3": ("Inappropriate and inconsistent with policy", "Inappropriate"),
    "4": ("The panel reached no conclusion", "No conclusion"),
}


def outcomes(*cases: int, lacked: dict[str, int] | None = None) -> tuple[OutcomeFigures, ...]:
    """So many cases for each outcome; ``lacked`` is what those without a conclusion did."""
    said = {"4": lacked or {}}
    return tuple(
        OutcomeFigures(code=code, label=label, short=short, cases=n, unresolved=said.get(code, {}))
        for (code, (label, short)), n in zip(LABELS.items(), cases, strict=True)
    )


def question(number: int, not_met: int = 0, **more) -> QuestionFigures:
    given = {"wording": f"Was step {number} taken?", "severity": "minor"} | more
    return QuestionFigures(id=f"q{number}", number=number, not_met=not_met, **given)


def meeting(
    ref: str = "M1", day: str = "2030-07-09", found=(1, 1, 0, 0), lacked=None, **more
) -> MeetingFigures:
    decided = sum(found)
    given = {
        "office": "Office of the Commissioner",
        "panel": "Example Scrutiny Panel",
        "set_id": "example-set",
        "set_version": "1",
        "planned_minutes": 120.0,
        "minutes": 110,
        "planned": decided + 1,
        "reached": decided,
        "decided": decided,
        "carried": 1,
        "part_heard": 0,
        "strands": {"race": decided},
        "questions": (question(1, not_met=min(1, decided), met=max(0, decided - 1)),),
        "observations": {"good_practice": 1, "learning": 2},
        "root": "ab" * 32,
    } | more
    return MeetingFigures(meeting=ref, date=day, outcomes=outcomes(*found, lacked=lacked), **given)


def item(ident: str, **more) -> Tracked:
    given = {
        "meeting": "M1",
        "sort": "feedback",
        "kind": "learning",
        "case": 1,
        "stage": "sent",
        "reached": {"raised": "2030-07-09", "sent": "2030-07-12"},
        "due": "2030-08-09",
        "text": f"Released words {ident}.",
    } | more
    return Tracked(id=ident, **given)


def answer(day: str, status: str = "accepted", **more) -> PublicResponse:
    return PublicResponse(date=day, status=status, **more)


THREE = (
    meeting("M1", "2030-07-09", (1, 1, 0, 0)),
    meeting("M2", "2030-10-08", (1, 1, 0, 0), minutes=130),
    meeting("M3", "2031-01-14", (0, 1, 1, 0), planned=2, carried=0),
)
ITEMS = (
    item("a", responses=(answer("2030-07-22", text="This was done since."),), stage="answered"),
    item(
        "b",
        question=4,
        responses=(answer("2030-08-21", "fact_disputed", text="The log shows it.", page=7),),
        reply="The page was not in the papers.",
        stage="answered",
    ),
    item("c", kind="good_practice", text="A call was taken with great care.", due=None),
    item("d", meeting="M2", reached={"raised": "2030-10-08"}, stage="raised", due="2030-11-08"),
    item(
        "e", meeting="M3", reached={"raised": "2031-01-14", "sent": "2031-01-20"}, due="2031-06-30", text=None
    ),
)
THEMES = (ThemeLine(title="Victims are told too late", supporting=("a", "b"), contrary=("c",)),)
WINS = (
    Win(
        title="The field for gender identity is renamed",
        steps={"observed": "2030-07-09", "proposed": "2030-08-01", "implemented": "2031-02-01"},
        proposed_to="the supplier of the system",
        supporters=("three forces of the region",),
    ),
)
REGISTER = Register(THREE, ITEMS, THEMES, WINS)
DETAILS = Details(
    author="Scrutiny officer",
    date=date(2031, 5, 20),
    requests=("Does the panel support the work?", "Has the panel recommendations?"),
    summary=("The panel has found its feet.",),
    establishment=("The panel was set up in 2030.",),
    factors=("Papers are read in the meeting.",),
    notable_practice=("Members bring what they have lived through.",),
    improvements=("Lines of enquiry were closed early.",),
    reflections="I am proud of the members.\n\nWe will keep to time.",
    recommendations=("Fund another meeting.",),
    rates=(
        Rate(period="2030", percent="17", target="22", source="Example Police"),
        Rate(period="January 2031", percent="17.9", target="22", source="Example Police"),
        Rate(period="2029", source="Example Police"),
    ),
    training=(Training(what="Unconscious bias", completed=8, of=8),),
    explanations=(),
)


def recorded(period: str, count: int, **more) -> Recorded:
    return Recorded(**({"line": 2, "source": "Example Police", "period": period, "recorded": count} | more))


VOLUMES = Volumes(
    (
        recorded("2029", 2_691, months=12),
        recorded("2030", 610, months=3),
        recorded("2030-01", 201),
        recorded("2030-02", 196),
        recorded("2030-03", 213),
        recorded("2030-03", 160, strand="Race"),
        recorded("2030-03", 3, strand="Disability"),
    )
)


def whole(**more) -> AnnualReport:
    """A report that has everything a report can have."""
    given = {"period": PERIOD, "details": DETAILS, "volumes": VOLUMES, "register": REGISTER} | more
    return AnnualReport(**given)


def explained(where: str) -> Details:
    return DETAILS.model_copy(
        update={"explanations": (Explanation(where=where, text="One case was withdrawn", by="Secretary"),)}
    )
