"""Case papers made from a seed, with what was planted and where: independent of the patterns under test.

Identifiers are built here by other means than the checks use (a search for the check digit instead of a rule),
numbers come from the ranges kept free for fiction (Ofcom's 07700 900, 01632 960, 020 7946 0), postcodes from ZZ.
"""

import random
import tomllib
from calendar import day_abbr, month_abbr, month_name
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from panelroom.timeline import body_lines, events_in

NAME = "NAME"
_NAMES = tomllib.loads((Path(__file__).parent / "data" / "names.toml").read_text(encoding="utf-8"))
FIRST = _NAMES["first"].split()
LAST = _NAMES["last"].split()

NAMED = (
    "Spoke to {NAME} at the door and took an account.",
    "Her son, {NAME}, was upstairs at the time.",
    "The caller, {NAME}, was upset and asked for a woman officer.",
    "{NAME} said that it has happened before.",
    "Account given by Mrs {LAST} over the telephone.",
    "Mr {LAST} was told of the outcome by letter.",
    "The man is known as {FIRST} in the area.",
    "She thinks that it was {FULL} from the upper floor.",
    "Statement signed {FULL}.",
    "Victim: {FULL}",
    "Witness {FULL} heard shouting through the wall.",
    "{FULL} (brother) was present throughout.",
    "Named on the form as {CAPSLAST}, {FIRST}.",
    "Suspect is {FIRST} {CAPSLAST}, no fixed abode.",
    "Update given to {FIRST} by text as agreed.",
    "{POSSESSIVE} flat was entered while the family was out.",
    "Neighbours believe that {FULL} and {FULL} were involved.",
    "The children, {FIRST} and {FIRST}, are safe and well.",
    "CALLER STATES THAT {CAPSFULL} IS OUTSIDE AGAIN",
    "OIC {FULL} has been informed.",
    "Letter read to Ms {FULL} by the interpreter.",
    "He shouted at {FIRST} and then at her mother.",
    "Present were {FULL}, {FULL} and a support worker.",
    "A friend called {FIRST} stayed with her overnight.",
)
PLANTED: dict[str, tuple[str, ...]] = {
    "T-PHONE": (
        "Contact the victim on {}.",
        "Mobile: {}",
        "She rang from {} at noon and left a message.",
        "Tel {} or leave word with the shop.",
        "Number given: {}, evenings only.",
    ),
    "T-EMAIL": ("Write to {} with the outcome.", "E-mail: {}", "Footage sent from {} on the same day."),
    "T-NINO": (
        "NI number {} shown on the letter.",
        "National Insurance: {}",
        "The payslip shows {} at the top.",
    ),
    "T-NHS": (
        "NHS number {} on the hospital form.",
        "NHS No: {}",
        "The wristband read {} when photographed.",
    ),
    "T-CARD": ("Paid with card {} at the till.", "Card number: {}", "The receipt shows {} in full."),
    "T-SORTCODE": ("Sort code {} was given for the refund.", "Sort code: {}"),
    "T-ACCOUNT": ("Account number {} was used.", "Refund to account {} agreed.", "A/C no: {}"),
    "T-DOB": (
        "Date of birth {}.",
        "DOB: {}",
        "He was born on {} and has lived here since.",
        "D.O.B. {} confirmed by the carer.",
        "Her date of birth is {}.",
    ),
    "T-PNC": ("PNC ID {} checked.", "PNC: {}", "Custody record shows {} for him."),
    "T-CRO": ("CRO number {} on file.", "CRO {} shown on the print."),
    "T-DRIVING": ("Driving licence {} seen.", "He produced licence {} at the station."),
    "T-PASSPORT": ("Passport number {} produced as proof.", "Passport No. {}"),
    "T-POSTCODE": ("The flat is in {} by the canal.", "Postcode {}", "Moved to {} last year."),
    "T-VRM": ("A silver car, registration {}, drove off.", "VRM {}", "Vehicle {} seen near the scene."),
    "T-CRIMEREF": ("Crime reference {} refers.", "Linked to {} by the analyst.", "Crime ref: {}"),
    "T-COLLAR": (
        "Attended by {} at ten.",
        "{} took the first account.",
        "Handed over to {} at the end of duty.",
    ),
    "T-WARRANT": ("Warrant number {} shown at the door.", "Warrant no. {}"),
    "T-IP": ("The post came from {} that night.", "IP address {} resolved by the provider."),
    "T-IMEI": ("IMEI {} recorded on the exhibit bag.", "Handset {} seized."),
    "T-URL": ("The video is at {} still.", "Page: {}"),
    "T-HANDLE": ("Posted by {} in the group.", "The messages came from {} on the same evening."),
    "T-W3W": ("Location given as {} by the caller.", "Found near {} on foot."),
    "T-ADDRESS": ("She lives at {} with her family.", "Address: {}", "Enquiries made at {} without reply."),
}
CLEAN = (
    "Log opened at 08:12 on Mon 03 Mar 2025 and graded as priority.",
    "Recorded as a public order offence under section 4A of the Public Order Act 1986.",
    "[VICTIM 1] was seen at home by [OFFICER 2] and content with the plan.",
    "Hate marker: race. Checked and left in place by [SUPERVISOR 1].",
    "Damage estimated at £1,250.00; receipts to follow by 14 April 2025.",
    "CCTV viewed from 18:00 to 19:30 hrs, cameras 3, 4 and 12, nothing of use.",
    "Entry 14 of 21, page 7, refers to the risk assessment (DASH) of day 28.",
    "The Crown Prosecution Service advised a charge under the Crime and Disorder Act 1998, s. 28 to 32.",
    "Bail conditions: not to contact [WITNESS 1], not to enter [STREET 1].",
    "Referral to Victim Support made; VCOP completed, boxes 1 to 12.",
    "Leicester Magistrates' Court listed the case for Tuesday 8 July 2025 at 10.00.",
    "Call 101 or, in an emergency, 999; Crimestoppers can be reached on 0800 555 111.",
    "Age of suspect about 30 to 35, 5'10\", grey hooded top, white trainers.",
    "Will be reviewed by the Hate Crime Officer before filing.",
    "May need an interpreter: Polish or Romanian. Language Line booked.",
    "Reply: 'Go back where you came from', followed by [racist word] twice.",
    "Version 10.2.1 of the form was used; the total came to 12,345 and the ratio 3:1.",
    "Body Worn Video exhibited as BWV/1 and uploaded.",
    "Home Office Counting Rules applied; outcome 8, community resolution.",
    "Restorative Justice offered in line with the Victims' Code, right 4.",
    "SUSPECT NOT SEEN. AREA SEARCHED. NO TRACE.",
    "Investigation plan: 1. Camera. 2. House to house. 3. Identify the man.",
    "The Inspector agreed. Rationale: low risk, no repeat, wishes of the victim.",
    "Two flats above and 3 shops below were asked; 24 hours later all had answered.",
    "Muslim, Jewish and Hindu neighbours were reassured at the mosque on Friday.",
    "Further incident 14/05/2025 between 2215 and 2240 hours.",
)


class Planted(NamedTuple):
    """Something put into a text: its check id (or ``NAME``) and place."""

    id: str
    start: int
    end: int


class Made(NamedTuple):
    """One made document."""

    text: str
    planted: tuple[Planted, ...]


class MadeLog(NamedTuple):
    """One made log and the entries a careful reader would list: time as ISO text, and precision."""

    text: str
    entries: tuple[tuple[str, str], ...]


def document(chance: random.Random, *, clean: bool = False) -> Made:
    """Return a document of about a page; a clean one holds nothing to find."""
    text, planted = "CRIME RECORD AND ENQUIRY LOG\n\n", []
    kinds = [] if clean else chance.sample(sorted(PLANTED), k=8)
    sentences: list[tuple[str, str]] = [("", chance.choice(CLEAN)) for _ in range(14)]
    sentences += [(kind, chance.choice(PLANTED[kind])) for kind in kinds]
    sentences += [(NAME, chance.choice(NAMED)) for _ in range(0 if clean else 5)]
    chance.shuffle(sentences)
    for number, (kind, sentence) in enumerate(sentences, 1):
        text += f"{number}.   " if chance.random() < 0.5 else ""
        for piece, plant in _filled(chance, kind, sentence):
            if plant:
                planted.append(Planted(plant, len(text), len(text) + len(piece)))
            text += piece
        text += chance.choice(("\n", "\n\n", " "))
        if not text.endswith("\n") and sentence[-1] not in ".!?":
            text += "\n"
    return Made(text, tuple(planted))


def _filled(chance: random.Random, kind: str, sentence: str) -> list[tuple[str, str]]:
    """Return the sentence in pieces; the second of each is the id of what was planted there, or empty."""
    if kind == NAME:
        return _with_names(chance, sentence)
    if not kind:
        return [(sentence, "")]
    before, after = sentence.split("{}")
    return [(before, ""), (MAKERS[kind](chance), kind), (after, "")]


def _with_names(chance: random.Random, sentence: str) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    for part in sentence.replace("}", "{").split("{"):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        made = {
            "NAME": [chance.choice((first, f"{first} {last}"))],
            "FIRST": [first],
            "LAST": [last],
            "FULL": [f"{first} {last}"],
            "CAPSLAST": [last.upper()],
            "CAPSFULL": [f"{first} {last}".upper()],
            "POSSESSIVE": [f"{first} {last}", "'s"],
        }.get(part)
        if made is None:
            pieces.append((part, ""))
            continue
        words = made[0].split(" ")
        for place, word in enumerate(words):
            pieces += [(" ", "")] if place else []
            pieces.append((word, NAME))
        pieces += [(rest, "") for rest in made[1:]]
    return pieces


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _phone(chance: random.Random) -> str:
    tail = _digits(chance, 3)
    return chance.choice(
        (
            f"07700 900{tail}",
            f"07700900{tail}",
            f"0770 0900 {tail}",
            f"07700-900-{tail}",
            f"+44 7700 900{tail}",
            f"+44 (0)7700 900 {tail}",
            f"0044 7700 900{tail}",
            f"01632 960{tail}",
            f"(01632) 960 {tail}",
            f"020 7946 0{tail}",
            f"+48 601 555 {tail}",
            f"07700\n     900{tail}",
            f"07700 900\u200b{tail}",
            f"07700.900.{tail}",
        )
    )


def _email(chance: random.Random) -> str:
    who = chance.choice(("j.sample", "victim01", "home_77", "a-b-c", "mum.of.three"))
    where = chance.choice(("example.com", "mail.example.org", "example.co.uk"))
    spelt = where.replace(".", " dot ")
    return chance.choice(
        (f"{who}@{where}", f"{who}@{where}", f"{who.upper()}@{where}", f"{who} (at) {spelt}")
    )


def _nino(chance: random.Random) -> str:
    letters, number = chance.choice(("AB", "JX", "NE", "PW", "SR", "WM", "YZ")), _digits(chance, 6)
    last = chance.choice("ABCD")
    spaced = f"{letters} {number[:2]} {number[2:4]} {number[4:]} {last}"
    return chance.choice((letters + number + last, spaced, spaced.replace(" ", "-")))


def _nhs(chance: random.Random) -> str:
    while True:
        digits = chance.choice("4679") + _digits(chance, 9)
        if sum((10 - place) * int(digit) for place, digit in enumerate(digits)) % 11 == 0:
            return chance.choice(
                (f"{digits[:3]} {digits[3:6]} {digits[6:]}", f"{digits[:3]}-{digits[3:6]}-{digits[6:]}")
            )


def _doubled(digits: str) -> int:
    """Return the Luhn sum from a table of the doubled digits."""
    table = "0246813579"
    return sum(int(table[int(d)]) if place % 2 else int(d) for place, d in enumerate(reversed(digits)))


def _checked(start: str) -> str:
    return next(start + d for d in "0123456789" if _doubled(start + d) % 10 == 0)


def _card(chance: random.Random) -> str:
    if chance.random() < 0.2:
        amex = _checked("37" + _digits(chance, 12))
        return f"{amex[:4]} {amex[4:10]} {amex[10:]}"
    card = _checked(chance.choice(("4" + _digits(chance, 14), "53" + _digits(chance, 13))))
    return chance.choice(
        (
            card,
            " ".join(card[n : n + 4] for n in (0, 4, 8, 12)),
            "-".join(card[n : n + 4] for n in (0, 4, 8, 12)),
        )
    )


def _birth(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1930, 2012)
    name = month_name[month]
    return chance.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day}.{month}.{year}",
            f"{day:02}-{month:02}-{year}",
            f"{day} {name} {year}",
            f"{day}th {name} {year}",
            f"{day} {name[:3]} {year}",
            f"{year}-{month:02}-{day:02}",
        )
    )


def _pnc(chance: random.Random) -> str:
    year, serial = chance.randint(1975, 2025), chance.randint(1000, 9_999_999)
    letters = "Z" + "".join(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXY" if c not in "IOS")
    left = int(f"{year % 100}{serial:07}") % 23
    return chance.choice((f"{year}/{serial:07}{letters[left]}", f"{year % 100:02}/{serial}{letters[left]}"))


def _cro(chance: random.Random) -> str:
    return (
        f"{chance.randint(1000, 999_999)}/{chance.randint(70, 99)}{chance.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}"
    )


def _driver(chance: random.Random) -> str:
    surname = chance.choice(("TESTE", "SAMPL", "MOCKF", "EXA99", "PLACE"))
    month = chance.randint(1, 12) + chance.choice((0, 50))
    made = f"{surname}{chance.randint(0, 9)}{month:02}{chance.randint(1, 28):02}{chance.randint(0, 9)}"
    return made + chance.choice(("J9", "AB", "K9")) + "9" + chance.choice(("XY", "AB", "IJ"))


def _postcode(chance: random.Random) -> str:
    outward = chance.choice(("ZZ1", "ZZ99", "ZZ1A", "ZZ12"))
    return f"{outward} {chance.randint(0, 9)}" + "".join(
        chance.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2)
    )


def _vehicle(chance: random.Random) -> str:
    tail = "".join(chance.choice("BCDFGHJKLMNPRTVWX") for _ in range(3))
    return chance.choice(
        (
            f"ZZ{chance.randint(51, 75)} {tail}",
            f"YX{chance.randint(10, 25)}{tail}",
            f"K{chance.randint(100, 999)} {tail}",
            f"{tail} {chance.randint(100, 999)}K",
        )
    )


def _reference(chance: random.Random) -> str:
    return chance.choice(
        (
            f"{chance.randint(10, 99)}/{chance.randint(10_000, 99_999)}/25",
            f"25*{_digits(chance, 6)}",
            f"25000{_digits(chance, 6)}",
            f"{chance.randint(20, 25)}/{_digits(chance, 6)}",
        )
    )


def _officer(chance: random.Random) -> str:
    rank = chance.choice(("PC", "DC", "DS", "PS", "PCSO", "Sgt", "WPC", "T/DC", "Insp"))
    number = chance.randint(100, 99_999)
    surname = chance.choice(("", "", " Testerman", " Sampleson", " Exampleby"))
    return f"{rank} {number}{surname}"


def _address(chance: random.Random) -> str:
    street = f"{chance.choice(('Oak', 'Mill', 'Station', 'Invented', 'Old Mock', 'Saint Sample'))} "
    street += chance.choice(
        ("Road", "Street", "Lane", "Close", "Avenue", "Drive", "Terrace", "Rd", "Crescent", "Way")
    )
    number = chance.choice(
        (f"{chance.randint(1, 250)}", f"{chance.randint(1, 90)}b", f"{chance.randint(1, 90)}A")
    )
    return chance.choice(
        (f"{number} {street}", f"Flat {chance.randint(1, 20)}, {number} {street}", f"{number}, {street}")
    )


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "T-PHONE": _phone,
    "T-EMAIL": _email,
    "T-NINO": _nino,
    "T-NHS": _nhs,
    "T-CARD": _card,
    "T-SORTCODE": lambda c: f"{_digits(c, 2)}-{_digits(c, 2)}-{_digits(c, 2)}",
    "T-ACCOUNT": lambda c: c.choice("12345678") + _digits(c, 7),
    "T-DOB": _birth,
    "T-PNC": _pnc,
    "T-CRO": _cro,
    "T-DRIVING": _driver,
    "T-PASSPORT": lambda c: c.choice(("", "")) + c.choice("12345") + _digits(c, 8),
    "T-POSTCODE": _postcode,
    "T-VRM": _vehicle,
    "T-CRIMEREF": _reference,
    "T-COLLAR": _officer,
    "T-WARRANT": lambda c: _digits(c, 6),
    "T-IP": lambda c: c.choice(
        (f"192.0.2.{c.randint(1, 254)}", f"203.0.113.{c.randint(1, 254)}", f"2001:db8::{c.randint(1, 9)}a")
    ),
    "T-IMEI": lambda c: _checked("35" + _digits(c, 12)),
    "T-URL": lambda c: (
        c.choice(("https://video.example.net/w/", "www.example.org/u/", "photos.example.com/p/"))
        + _digits(c, 5)
    ),
    "T-HANDLE": lambda c: c.choice(("@quiet_", "@xX.user", "@townboy")) + _digits(c, 2),
    "T-W3W": lambda c: (
        "///" + ".".join(c.sample(["filled", "count", "soap", "index", "home", "raft", "lamp"], 3))
    ),
    "T-ADDRESS": _address,
}


def log(chance: random.Random) -> MadeLog:
    """Return a log of dated entries in one of the usual layouts, with dates in sentences that are no entries."""
    style = chance.randrange(5)
    day, text = 1, "INCIDENT LOG\n\n"
    made: list[tuple[str, str]] = []
    months = list(month_abbr)[1:]
    month, year = chance.randint(1, 12), chance.choice((2024, 2025))
    days = list(day_abbr)
    for number in range(1, chance.randint(6, 16)):
        day = min(28, day + chance.choice((0, 0, 1, 2)))
        hour, minute = chance.randint(0, 23), chance.randint(0, 59)
        month_word = months[month - 1]
        clock = f"{hour:02}:{minute:02}"
        heads = (
            f"{number}.   {chance.choice(days)} {day:02} {month_word} {year} {clock}   crime   [OFFICER 1]\n     ",
            f"{day:02}/{month:02}/{year} {clock} [OFFICER 2] - ",
            f"{year}-{month:02}-{day:02} {clock} | control room | ",
            f"{day} {month_word} {year} at {hour:02}{minute:02} hrs\n",
            f"#{number} {day:02}.{month:02}.{year} {hour:02}.{minute:02} ",
        )
        text += heads[style] + chance.choice(_ENTRY_TEXTS) + "\n\n"
        made.append((f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}", "minute"))
    return MadeLog(text, tuple(made))


_ENTRY_TEXTS = (
    "Called the victim, who was content with the plan agreed on 14/05/2024.",
    "Review due by 17 March. No change since the visit of 3 April 2024 at 10:15.",
    "Statement taken. It happened between 18:00 and 19:30 as\n     the shop was closing.",
    "Letter sent. Copies kept: 2. See also entry 4 and page 7.",
    "Witness seen at 9 in the morning; nothing to add.",
)


def entries_found(made: MadeLog) -> list[tuple[str, str]]:
    """Return what the timeline lists for a made log, in the form in which it was made."""
    return [(event.when, event.precision) for event in events_in(body_lines([(1, made.text)]))]
