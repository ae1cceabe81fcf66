"""Write the very long sample case ``06-syn-0006-25`` again, byte for byte, from the recipe below.

Run ``python sample_cases/make_s6.py`` in the project folder. 180 entries over 41 weeks in three volumes, with
the passages that search and clock tests look for at fixed entry numbers. Everything in it is invented.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple, TypeVar
from zlib import crc32

T = TypeVar("T")

REF = "SYN/0006/25"
FOLDER = Path(__file__).resolve().parent / "06-syn-0006-25"
LINES = 30
WIDTH = 72
INDENT = "      "
WARNING = (
    "Content warning: this file describes repeated abuse of a transgender",
    "person. Strong language is masked.",
)
VOLUMES = (
    ("1-log-part-1.txt", "Log part 1", 1, 61),
    ("2-log-part-2.txt", "Log part 2", 62, 119),
    ("3-log-part-3.txt", "Log part 3", 120, 180),
)
OUT_OF_ORDER = {56: "2024-09-27 10:15", 109: "2025-02-01 09:30"}
DUPLICATE_OF = {85: 84}
CHRONOLOGY = 115
NOT_LINKED = (5, 9, 12)


class Log(NamedTuple):
    """One entry without its number; ``when`` is ``YYYY-MM-DD HH:MM``."""

    when: str
    system: str
    author: str
    text: str


class Report(NamedTuple):
    """One of the 14 reports: three entries from ``entry`` on - the call, the visit, the record."""

    entry: int
    whens: tuple[str, str, str]
    caller: str
    call: str
    visitor: str
    visit: str
    record: str


@dataclass(frozen=True, slots=True)
class Volume:
    """One document before paging: its file, title, first lines, and blocks of lines to keep in order."""

    file: str
    title: str
    front: Sequence[str]
    blocks: Sequence[Sequence[str]]


REPORTS = (
    Report(
        1,
        ("2024-09-04 08:47", "2024-09-04 09:25", "2024-09-04 11:05"),
        "VICTIM 1",
        "Caller [VICTIM 1] says that two young people followed her along [STREET 1] last night shouting "
        "[transphobic word] and filming her on a telephone. They kept ten steps behind her as far as her door. "
        "She did not ring then because she wanted to be indoors. She says that it was done because she is a "
        "transgender woman. Hate marker: transgender identity. She is at home and safe. Graded for a visit this "
        "morning.",
        "OFFICER 1",
        "With [VICTIM 1] at home. First account written down. It began at the end of the school holidays with "
        "words from a wall, and last night was the first time that she was followed. She can describe one of the "
        "two: tall, thin, grey hooded top, a scooter under one arm. The other she saw only from behind. No "
        "injury. She is tired and expects it to go on.",
        "Recorded as a public order offence, hate strand transgender identity. This is the main record of what "
        "may be a series.",
    ),
    Report(
        13,
        ("2024-09-08 22:10", "2024-09-08 22:48", "2024-09-09 09:15"),
        "VICTIM 1",
        "Caller [VICTIM 1]: eggs thrown at her front window, three hits. She heard running and laughter and saw "
        "nobody. She is alone with the lights off. Hate marker: transgender identity, because of the report of "
        "last week. Stays on the line until a car is outside. Graded prompt.",
        "OFFICER 6",
        "Window and sill photographed, egg shell left in place. Two gardens searched with a torch. A neighbour "
        "at the corner saw a scooter go by without lights. No one stopped. Window is not broken. Helped her to "
        "wash it down before it dried.",
        "Recorded as criminal damage, minor, hate strand transgender identity.",
    ),
    Report(
        25,
        ("2024-09-14 23:05", "2024-09-14 23:40", "2024-09-15 10:20"),
        "WITNESS 1",
        "Caller [WITNESS 1], opposite neighbour, reports four young people sitting on the wall of [VICTIM 1] and "
        "singing [transphobic word] to a football tune. It has gone on for a quarter of an hour. He called from "
        "the window and was told to mind his own business. Hate marker: transgender identity. Graded prompt.",
        "OFFICER 1",
        "Four young people spoken to at the end of [STREET 2], details of all four taken. They say that they "
        "were singing and that it was about nobody. One carried a scooter. None admits to the words. Walked "
        "home and seen by a parent in two cases. [VICTIM 1] had stayed at the back of the house.",
        "Recorded as a public order offence, hate strand transgender identity.",
    ),
    Report(
        34,
        ("2024-09-19 21:40", "2024-09-19 22:05", "2024-09-20 09:40"),
        "VICTIM 1",
        "Caller [VICTIM 1] has found a note through her door: [transphobic word], and a drawing. She put on "
        "gloves before she picked it up and has laid it in a clean bag. No one seen. The door camera of the house "
        "opposite may have caught it. Hate marker: transgender identity. Not in progress, visit tonight if free.",
        "OFFICER 6",
        "Note collected in its bag. Lined paper torn from an exercise book, blue pen, letters made to look like "
        "print. Opposite house not in; card left about the camera. [VICTIM 1] calm but says that a note is worse "
        "than shouting because it was made at a table.",
        "Recorded as malicious communication, hate strand transgender identity. Note submitted for marks.",
    ),
    Report(
        44,
        ("2024-09-24 20:15", "2024-09-24 20:50", "2024-09-25 08:30"),
        "WITNESS 2",
        "Caller [WITNESS 2], shopkeeper at [SHOP 1], says that a group outside blocked the way of a customer and "
        "shouted about her clothes and her voice, and [transphobic word]. The customer has gone home. He thinks "
        "that it was [VICTIM 1] from [STREET 1]. Hate marker asked for by caller. Graded for a visit.",
        "OFFICER 6",
        "Group gone on arrival. Spoke to [WITNESS 2], who wants it to stop before his evening trade does. The "
        "shop camera takes in the step. Did not call on the customer tonight since the shopkeeper was not "
        "certain who it was. Left a card for her at the shop.",
        "Recorded as an anti-social behaviour incident at [SHOP 1].",
    ),
    Report(
        52,
        ("2024-09-28 22:50", "2024-09-28 23:15", "2024-09-29 11:00"),
        "VICTIM 1",
        "Caller [VICTIM 1]: banging on the front door, three times in half an hour, and running off. Her visitor "
        "[WITNESS 3] opened the second time and saw two backs, one with a scooter. The third time [transphobic "
        "word] was called through the letter box. Hate marker: transgender identity. Graded prompt.",
        "OFFICER 1",
        "Stayed in the unlit passage for half an hour after arrival, no return. Letter box looked at for marks, "
        "too many hands to be of use. Account of [WITNESS 3] taken at the table. Spring on the letter box is "
        "broken and lets anybody speak straight into the hall.",
        "Recorded as harassment, hate strand transgender identity.",
    ),
    Report(
        66,
        ("2024-10-13 19:30", "2024-10-13 20:02", "2024-10-14 09:10"),
        "VICTIM 1",
        "Caller [VICTIM 1] on her way home from work, ringing from the bus. Two young people got on behind her, "
        "sat across the aisle and talked about her loudly, with [transphobic word], for six stops. The driver "
        "asked them to get off and they did. Hate marker: transgender identity. She would like to be met at "
        "the stop.",
        "OFFICER 6",
        "Met the bus and walked [VICTIM 1] home. She is sure that one of the two is the one with the scooter, "
        "though he had none today. Driver's account taken at the terminus. Bus has three cameras and the "
        "company has been told to keep the pictures.",
        "Recorded as a public order offence, hate strand transgender identity.",
    ),
    Report(
        75,
        ("2024-11-10 18:20", "2024-11-10 19:05", "2024-11-11 10:00"),
        "VICTIM 1",
        "Caller [VICTIM 1]: fireworks pushed under her gate into the yard, two of them, one went off beside the "
        "bins. No fire and no injury. She heard the words [transphobic word] and bye bye. A scooter again. Hate "
        "marker: transgender identity. Graded immediate until it was clear that nothing was burning.",
        "OFFICER 1",
        "Spent cases recovered from the yard and bagged. Scorch mark on the fence photographed. Fire service "
        "looked in and left advice. [WITNESS 1] across the road saw two run to [STREET 2] and heard the bang. "
        "[VICTIM 1] shaking when seen and better when we left; a friend is staying the night.",
        "Recorded as criminal damage by throwing fireworks, hate strand transgender identity.",
    ),
    Report(
        86,
        ("2024-12-14 16:45", "2024-12-14 17:30", "2024-12-15 09:30"),
        "VICTIM 1",
        "Caller [VICTIM 1] rings about a video of her walking to the shop, put on a messaging app with music and "
        "[transphobic word] over it. A colleague showed it to her. It has been seen several hundred times. She "
        "does not know who made it. Hate marker: transgender identity. Not in progress, appointment given.",
        "OFFICER 6",
        "Seen by appointment at the library. Video viewed on the colleague's handset and recorded on camera. It "
        "was filmed from the wall by [SHOP 1]. The name of the account is a string of letters. Advice given on "
        "asking the company to take it down, and done with her at the table.",
        "Recorded as malicious communication, by the online desk.",
    ),
    Report(
        102,
        ("2025-01-25 20:55", "2025-01-25 21:20", "2025-01-26 10:15"),
        "VICTIM 1",
        "Caller [VICTIM 1]: snow and ice thrown at her and at her window as she came home, one piece cut her "
        "cheek. Three or four young people, [transphobic word] shouted from the corner. She is indoors with a "
        "cloth on it. Hate marker: transgender identity. Graded immediate. Ambulance declined.",
        "OFFICER 1",
        "Small cut below the left eye, cleaned by her, photographed. Group not found in the first half hour. "
        "Foot marks in the snow run from the corner to the passage by [STREET 2] and were photographed with a "
        "rule beside them. Scooter track among them.",
        "Recorded as assault with minor injury, hate strand transgender identity.",
    ),
    Report(
        111,
        ("2025-02-15 22:30", "2025-02-15 22:58", "2025-02-16 09:50"),
        "WITNESS 1",
        "Caller [WITNESS 1]: paint on the gate of [VICTIM 1], still wet, one word, [transphobic word]. He heard "
        "the rattle of a can and looked out too late. She does not know yet. He would like an officer to be "
        "there when she sees it. Hate marker: transgender identity. Graded prompt.",
        "OFFICER 6",
        "Waited for [VICTIM 1] and told her before she reached the gate. Photographs, then covered. Paint is red "
        "and of a common make. [WITNESS 1] has a door camera since January and will let us have the hour. "
        "Council asked to clean first thing.",
        "Recorded as criminal damage, hate strand transgender identity.",
    ),
    Report(
        123,
        ("2025-03-22 19:10", "2025-03-22 19:45", "2025-03-23 10:30"),
        "WITNESS 4",
        "Caller [WITNESS 4], passing with a dog, says that young people by [SHOP 1] were shouting [transphobic "
        "word] at the upper windows of [STREET 1]. She does not know at whose. She did not like the sound of it. "
        "No one was at the windows. Graded for a visit when free.",
        "OFFICER 6",
        "No one outside the shop on arrival. Shop closed early. [WITNESS 4] had gone. Looked along the street, "
        "all dark at the house of [VICTIM 1], not called on because of the hour and because it is not known that "
        "it was meant for her.",
        "Recorded as an anti-social behaviour incident, rowdy behaviour.",
    ),
    Report(
        134,
        ("2025-04-22 21:15", "2025-04-22 21:50", "2025-04-23 09:20"),
        "VICTIM 1",
        "Caller [VICTIM 1]: a stone through the small window of the hall. She was on the stairs. One voice, "
        "[transphobic word], and wheels on the pavement. Hate marker: transgender identity. Graded immediate. "
        "She knows from experience to stay away from the glass.",
        "OFFICER 1",
        "Stone and glass recovered. Window boarded within the hour by the housing repair team. Door camera of "
        "[WITNESS 1] shows one figure on a scooter with the hood down for two seconds. Copy taken on the spot. "
        "It is the best picture so far.",
        "Recorded as criminal damage, hate strand transgender identity.",
    ),
    Report(
        149,
        ("2025-05-17 20:40", "2025-05-17 21:05", "2025-05-18 10:05"),
        "VICTIM 1",
        "Caller [VICTIM 1]: two young people outside, one of them holding up a telephone and shouting "
        "[transphobic word]. She is filming them from behind the curtain, as she was advised. They are still "
        "there. Hate marker: transgender identity. Graded immediate, two units.",
        "OFFICER 6",
        "Both stopped at the corner. One has a scooter. Details taken, now [SUSPECT 1] and [SUSPECT 2], aged "
        "sixteen and fifteen. Both handed over their telephones. Parents told tonight. [VICTIM 1] watched from "
        "the window and thanked us.",
        "Recorded as harassment, hate strand transgender identity. Suspects named for the first time.",
    ),
)

WRITTEN = {
    4: Log("2024-09-04 11:30", "crime", "ALLOCATIONS 1", "Allocated to [OFFICER 2] as OIC. Told in person."),
    6: Log(
        "2024-09-04 12:40",
        "crime",
        "OFFICER 1",
        "VCOP completed. Went back to [VICTIM 1] with the form and worked through the rights under the Victims' "
        "Code with her, one by one: to understand and be understood, to have details recorded, to be told about "
        "services, to be kept informed, to say how it has affected her, to ask for a review and to complain. "
        "Each box filled in and signed. Enhanced rights apply because the behaviour is repeated. Copy left.",
    ),
    8: Log(
        "2024-09-04 17:15",
        "crime",
        "OFFICER 2",
        "First contact with [VICTIM 1] as OIC, by telephone. Introduced myself and gave her my contact. Went "
        "through what she told [OFFICER 1]. No particular rhythm of updates agreed: she says that I should ring "
        "when there is something to say. Pronoun and form of address noted on the record.",
    ),
    9: Log(
        "2024-09-05 10:00",
        "crime",
        "SUPERVISOR 1",
        "Read and agreed. Hate strand is right. Treat as the start of a series until shown otherwise. I want a "
        "plan by tomorrow, the street put on the patrol list and every further report linked to this record.",
    ),
    11: Log(
        "2024-09-06 09:00",
        "crime",
        "OFFICER 2",
        "Investigation plan. One: house-to-house enquiries on [STREET 1] and at the corner of [STREET 2]. Two: "
        "cameras at [SHOP 1], on the bus and on any door that has one. Three: schools officer for the scooter and "
        "the grey top. Four: search the system each week for reports to link. Five: victim care with the hate "
        "crime team. Six: lighting of the passage with the council.",
    ),
    16: Log(
        "2024-09-09 17:00",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] by telephone. Told her that the eggs are linked to the first report, that the "
        "neighbours have been asked and that the schools officer is looking for the scooter.",
    ),
    19: Log(
        "2024-09-11 10:30",
        "crime",
        "SPOC 1",
        "Visited [VICTIM 1]. Day 7. Explained what the hate crime contact does beside the OIC. She has lived on "
        "the street for nine years and never had trouble before this summer. Work knows and is good about it. "
        "What wears her down is not knowing when. Left my contact and agreed to call again before the month is "
        "out.",
    ),
    22: Log(
        "2024-09-13 14:00",
        "crime",
        "OFFICER 2",
        "Support offered to [VICTIM 1]: victim support service, the hate crime service and a local trans group. "
        "She accepts the second. Referral made with her consent. Leaflet for the others left with her.",
    ),
    28: Log(
        "2024-09-16 17:30",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] by telephone. Four young people were spoken to on Saturday and two sets of parents "
        "know. Not yet enough to say who did what. Asked her to go on writing down times.",
    ),
    30: Log(
        "2024-09-17 15:00",
        "crime",
        "OFFICER 2",
        "Sat down with [VICTIM 1] at the library, away from the street. Asked how she wants this dealt with. Her "
        "wishes: no marked car outside the door unless it is urgent; the passage lit; the young people and their "
        "parents spoken to before any talk of court; and a meeting place that is not her home. She would go to "
        "court if it gets worse. Written down and read back to her.",
    ),
    38: Log(
        "2024-09-21 11:20",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] by telephone about the note: gone for marks, result in two weeks. She has slept at "
        "a friend's for two nights.",
    ),
    47: Log(
        "2024-09-25 16:30",
        "crime",
        "OFFICER 2",
        "Acted on the wishes of [VICTIM 1] in entry 30. Marker put on the address: plain car unless urgent. "
        "Council has agreed to mend the lamp in the passage this week. Letters to the four families delivered "
        "by hand with the schools officer, each talked through at the door. Library room booked for meetings "
        "with her for the rest of the year.",
    ),
    58: Log(
        "2024-09-30 17:10",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] at the library. Letters to families delivered, lamp mended on Friday. Told her "
        "that the note has no marks fit for use. She has a new spring on the letter box.",
    ),
    61: Log(
        "2024-10-02 11:00",
        "crime",
        "SPOC 1",
        "Second contact with [VICTIM 1], by visit. Day 28. Six reports so far by her count. She is in touch with "
        "the hate crime service each week. She says that the letters helped for some days and then the door was "
        "banged on. Will stay in touch as long as the case is open.",
    ),
    63: Log(
        "2024-10-04 09:30",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Work is being done and wishes are being followed. Two of the four young people come up "
        "more than once. Ask the youth service what they know. Go on linking.",
    ),
    69: Log(
        "2024-10-18 16:40",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] by telephone. Bus pictures are in: two backs and one side face. She will look at "
        "them with an officer who is not on the case.",
    ),
    70: Log(
        "2024-11-01 16:00",
        "crime",
        "OFFICER 2",
        "Update to [VICTIM 1] at the library. Showing of the bus pictures gave no name. Youth service is working "
        "with one of the four. Fireworks night talked through: she will be with friends.",
    ),
    71: Log(
        "2024-11-03 10:10",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Quiet for three weeks. Patrol list extended over fireworks night. OIC moves team in the "
        "middle of the month and a handover in writing is needed before then.",
    ),
    78: Log(
        "2024-11-18 09:00",
        "crime",
        "ALLOCATIONS 1",
        "OIC changed from [OFFICER 2] to [OFFICER 3]. Handover note attached, four pages.",
    ),
    79: Log(
        "2024-11-18 16:00",
        "crime",
        "OFFICER 3",
        "First contact with [VICTIM 1] as new OIC, seven hours after allocation, by telephone. Went through the "
        "handover note with her so that she need not tell it again. Fire service advice on the gate passed on.",
    ),
    81: Log(
        "2024-12-02 09:45",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Handover was good. Spent fireworks: find out whether the shops on the parade sold them to "
        "anybody under age. Next look after the new year.",
    ),
    82: Log(
        "2024-12-06 15:30",
        "crime",
        "OFFICER 3",
        "Update to [VICTIM 1] by telephone. No marks on the firework cases. Shops visited. She has changed her "
        "bus and it has been quiet.",
    ),
    89: Log(
        "2024-12-20 14:20",
        "crime",
        "OFFICER 3",
        "Update to [VICTIM 1] at the library, before the holidays. Told her who is on duty over the days and "
        "how to reach them. She mentioned a video and was told that the online desk has it.",
    ),
    92: Log(
        "2025-01-02 10:00",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Quiet over the holidays. [OFFICER 3] leaves for a post elsewhere this month. A third OIC "
        "is to be named without a break.",
    ),
    93: Log(
        "2025-01-08 16:15",
        "crime",
        "OFFICER 3",
        "Update to [VICTIM 1] by telephone. Nothing new on the fireworks. Told her that another officer will "
        "take over this month. She sighed and said that it would be the third.",
    ),
    96: Log(
        "2025-01-15 17:30",
        "crime",
        "ALLOCATIONS 1",
        "OIC changed from [OFFICER 3] to [OFFICER 4]. Handover by message. [OFFICER 4] on late duty.",
    ),
    97: Log(
        "2025-01-17 09:30",
        "crime",
        "OFFICER 4",
        "First contact with [VICTIM 1] as third OIC, by telephone, 40 hours after allocation. I spent the first "
        "day reading. I could have rung on the 16th and did not. She had been told to expect a call that day and "
        "had stayed in for it.",
    ),
    98: Log(
        "2025-01-17 14:00",
        "crime",
        "OFFICER 4",
        "Investigation plan revised after reading the whole record. Kept: cameras, schools, patrol list. Added: "
        "door camera for [WITNESS 1]; a table of all reports by hour and weekday; a case conference with housing, "
        "youth service and school; tenancy of the families to be looked at. Dropped: shops.",
    ),
    105: Log(
        "2025-01-31 09:50",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. First contact by the new OIC was too late and I have said so. Revised plan agreed. The "
        "injury of the 25th is the first: risk looked at again and patrols doubled.",
    ),
    106: Log(
        "2025-02-03 15:45",
        "crime",
        "OFFICER 4",
        "Update to [VICTIM 1] at the library. Foot marks measured, door camera now up across the road. The cut "
        "has healed. She is angry, which she says is better than afraid.",
    ),
    114: Log(
        "2025-02-17 16:10",
        "crime",
        "OFFICER 4",
        "Update to [VICTIM 1] by telephone about the gate: door camera shows a sleeve and a can. Cleaned by "
        "the council before nine. A case conference is being called.",
    ),
    117: Log(
        "2025-02-28 10:30",
        "crime",
        "SUPERVISOR 2",
        "Monthly look, covering for [SUPERVISOR 1]. Chronology for the conference is thorough. Check that it has "
        "every report in it.",
    ),
    120: Log(
        "2025-03-10 15:00",
        "crime",
        "OFFICER 4",
        "Update to [VICTIM 1] by telephone. Case conference held, housing will write to two families. Door "
        "camera kept on. She asked when she will hear again and I said as soon as there is something.",
    ),
    126: Log(
        "2025-03-30 10:00",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Housing letters gone. OIC has been lent to another operation for part of the month. The "
        "record does not show when [VICTIM 1] was last told anything: put that right.",
    ),
    129: Log(
        "2025-04-14 15:00",
        "crime",
        "OFFICER 4",
        "Update to [VICTIM 1] by telephone, the first for five weeks. Housing letters have gone out and one "
        "family has answered. Said that I was sorry for the silence. A new OIC takes over this week.",
    ),
    130: Log(
        "2025-04-16 09:00",
        "crime",
        "ALLOCATIONS 1",
        "OIC changed from [OFFICER 4] to [OFFICER 5]. Handover in person, table of reports attached.",
    ),
    131: Log(
        "2025-04-16 15:00",
        "crime",
        "OFFICER 5",
        "First contact with [VICTIM 1] as new OIC, six hours after allocation, in person at the library. Heard "
        "what the last five weeks were like. Will ring at least every other week and write it down here.",
    ),
    137: Log(
        "2025-04-29 10:20",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Two seconds of picture from the 22nd: show it to the schools officer before anybody else. "
        "Updates are back in order.",
    ),
    139: Log(
        "2025-05-04 14:00",
        "crime",
        "OFFICER 5",
        "Update to [VICTIM 1] by telephone. Picture of the 22nd has been recognised by one person who is not "
        "yet sure. Window has been replaced with stronger glass.",
    ),
    140: Log(
        "2025-05-06 11:00",
        "crime",
        "SPOC 1",
        "Further contact with [VICTIM 1], by visit. The case has been open for eight months. She has good days "
        "again. She is still with the hate crime service. She would like to know that all reports are looked at "
        "as one, and asked whether the video and the shop are in it. Passed to [OFFICER 5].",
    ),
    152: Log(
        "2025-05-19 15:30",
        "crime",
        "OFFICER 5",
        "Update to [VICTIM 1] at the library. Two young people named, telephones being looked at. She asked "
        "how old they were and was silent for a while. She still prefers that they are made to understand.",
    ),
    156: Log(
        "2025-05-23 16:00",
        "crime",
        "OFFICER 5",
        "[SUSPECT 1] interviewed under caution with a parent and a solicitor. Admits the window, the gate, the "
        "fireworks and the singing, and says that others were there. Says that it was for a laugh and for the "
        "telephone. Did not think of her as somebody who was at home. Cried when her own words were read out.",
    ),
    157: Log(
        "2025-05-24 11:00",
        "crime",
        "OFFICER 5",
        "[SUSPECT 2] interviewed under caution with a parent. Admits being there on six evenings and filming on "
        "two. Denies throwing anything. Sorry, in few words.",
    ),
    160: Log(
        "2025-05-28 09:40",
        "crime",
        "SUPERVISOR 1",
        "Monthly look. Both have admitted their part. Youth justice panel to advise. The victim's wish of last "
        "September to be put before them in her own words.",
    ),
    163: Log(
        "2025-06-03 16:00",
        "crime",
        "OFFICER 5",
        "Update to [VICTIM 1] at the library. Explained what the youth justice panel can do and what it cannot. "
        "She has written a page for it. She does not want to meet them.",
    ),
    168: Log(
        "2025-06-09 15:00",
        "partner",
        "PARTNER 5",
        "Youth justice panel met. Youth conditional caution for [SUSPECT 1]: work in the yard of the community "
        "garden, sessions on hate and its harm, payment towards the window, not to enter [STREET 1]. Youth "
        "caution for [SUSPECT 2] with the same sessions. Her page was read aloud by the chair.",
    ),
    170: Log(
        "2025-06-11 16:20",
        "crime",
        "OFFICER 5",
        "Update to [VICTIM 1] by telephone. Told her what the panel decided and what each has to do. She is "
        "content and says that the page mattered to her.",
    ),
    178: Log(
        "2025-06-18 10:00",
        "crime",
        "SUPERVISOR 1",
        "Reviewed before filing, with the whole record read. Two suspects named, interviewed and dealt with by "
        "the youth justice panel, in line with what the victim asked for in September and again in June. No "
        "report since 17 May. Hate strand recorded at the first call. Rationale: admissions, ages fifteen and "
        "sixteen, no earlier matters, harm understood, conditions in place and watched by the youth service. A "
        "charge would not have served her better. Learning: one first contact late, one silence of five weeks. "
        "File.",
    ),
    179: Log(
        "2025-06-18 14:00",
        "crime",
        "OFFICER 5",
        "Final update to [VICTIM 1] at the library. Case closed today, may be opened again. She knows how to ask "
        "for a review and how to report. She will plant something by the gate.",
    ),
    180: Log(
        "2025-06-18 16:00",
        "crime",
        "RECORDS 1",
        "Result entered: youth conditional caution and youth caution. Hate strand transgender identity carried "
        "to the result. Conditions diarised with the youth service. Filed.",
    ),
}

ROUTINE = (
    ("crime", "OIC", "House-to-house enquiries, {side} side of [STREET 1]. {count} doors knocked, about half "
     "answered. One person has heard shouting after dark and put it down to the time of year. No names."),
    ("control room", "CALL TAKER 2", "Patrol list for [STREET 1] read out at the {shift} briefing. Car to pass "
     "between nine and eleven, unmarked, and to note who is about. Nothing seen on the first pass."),
    ("crime", "OFFICER 6", "Passed through [STREET 1] and the passage on foot during the {shift} shift. {count} "
     "young people by [SHOP 1], quiet, spoken to about the weather and about the lady's right to be left in "
     "peace."),
    ("partner", "PARTNER 1", "Housing office: tenancy files for the {side} half of the street checked. Two "
     "earlier letters about noise, neither to do with this. Will tell the OIC if a complaint comes in."),
    ("crime", "EXHIBITS 1", "Exhibit {count} received from the temporary store, seal whole, entered in the "
     "register. Examination asked for. Result expected in ten working days."),
    ("crime", "OIC", "Camera at [SHOP 1] viewed, three hours from the evening concerned. It shows the step, "
     "the kerb and a corner of the wall. People pass, no face that can be used. Clip of two minutes kept."),
    ("partner", "PARTNER 2", "Council lighting: fault number given for the lamp in the passage by [STREET 2]. "
     "Inspector will look in the {part} part of the week. Asked to use a shade that does not shine into bedrooms."),
    ("crime", "OIC", "Schools officer seen. Staff at two schools know of a scooter with {colour} wheels but there "
     "are several. She will keep her ears open in the {part} part of the week when the late bus runs."),
    ("partner", "PARTNER 3", "Youth service: outreach worker was at the wall by [SHOP 1] on {weekday} evening. "
     "{count} young people, bored and polite. The word was used by one in passing and was talked about."),
    ("crime", "OIC", "System searched for reports to link, [STREET 1] and [STREET 2], past {count} days, words "
     "scooter and shouting. Those found are on this record already as far as I can see."),
    ("crime", "OFFICER 1", "Statement of a neighbour typed, read through and signed. She lives on the {side} side "
     "and saw two runners from behind. She would not know them again and does not wish to be named."),
    ("control room", "CALL TAKER 3", "Call from [WITNESS 1] about a noise in the passage. Car sent from the "
     "{shift} shift. A fox at the bins. He apologised for the trouble and was told to ring every time."),
    ("crime", "EXHIBITS 1", "Result for exhibit {count}: smears only, nothing fit for comparison. Item kept and "
     "store told. OIC told by message."),
    ("partner", "SUPPORT WORKER 1", "Weekly call kept. Spoke about sleep, work and the {part} part of the day that "
     "is hardest. No news of the case asked for or given. Next call as usual."),
    ("crime", "OIC", "Table of reports brought up to date by weekday and hour. Most fall between eight and eleven "
     "in the evening on days when the youth club is shut. Sent to the {shift} shift with the request to pass "
     "at those times."),
    ("crime", "OFFICER 6", "Stopped beside a group at the corner during the {shift} shift. One scooter with "
     "{colour} wheels, owner gave details freely and his grandmother confirmed that he was indoors on the "
     "evening in question."),
    ("partner", "PARTNER 4", "Bus company: pictures for {count} journeys found and put on a disc. The fourth "
     "camera on the older buses does not record. Disc to be collected from the depot."),
    ("crime", "OIC", "Disc collected from the depot and viewed. Picture is clear at the front of the bus and poor "
     "at the rear doors. Still made of one side face. Booked in."),
    ("control room", "CALL TAKER 1", "Marker on the address of [VICTIM 1] renewed: plain car unless urgent, form of "
     "address as on the record, prompt grade for any call. Read back by the {shift} shift."),
    ("partner", "PARTNER 1", "Housing office: visited {count} households on the {side} side about the upkeep of "
     "front walls and used the visit to say that abuse of neighbours puts a tenancy at risk. Well taken by "
     "all but one."),
    ("crime", "OFFICER 1", "Spoke to the mother of one of the young people after the school run. She is "
     "worn out and would welcome help. Passed to the youth service with her consent."),
    ("crime", "OIC", "Rest days. Record handed to the {shift} shift for anything urgent. Nothing outstanding "
     "beyond the exhibits. Back in two days."),
    ("partner", "PARTNER 3", "Youth service: session on words and what they do, {count} came. The one with the "
     "{colour} scooter left early. Nobody said anything that could be used and that was not the purpose."),
    ("crime", "OFFICER 6", "Looked at the wall outside [SHOP 1] with the owner. He will move the bench to the "
     "{side} side, where his camera sees it. He is fond of his customer and said so."),
    ("control room", "CALL TAKER 2", "Message from the {shift} car: {count} young people moved on from the passage, "
     "no words heard, no complaint. Details of two taken and added to the log for the OIC."),
    ("crime", "OIC", "Intelligence unit asked about the message account and about any group name used by young "
     "people in this part of [TOWN]. Answer within {count} working days."),
    ("crime", "INTELLIGENCE 1", "Answer to the OIC: no group of that name known. One young person with a "
     "{colour} scooter comes up in a matter in another town, now dealt with. Graded and filed."),
    ("partner", "PARTNER 2", "Council cleaning: wall and lamp post on the {side} side wiped of marks, none of them "
     "aimed at anybody. Before and after pictures sent to the OIC."),
    ("crime", "OFFICER 1", "Passed in a plain car at the request of the OIC, in the {part} part of the evening. "
     "Curtains drawn, lamp working, street empty. Two boys with fishing rods."),
    ("crime", "OIC", "Neighbour's diary copied: {count} lines, times and sounds, no names. It agrees with the calls "
     "on file within a quarter of an hour. Put in the exhibit folder."),
    ("partner", "PARTNER 4", "Bus company: driver's report found for the day in question. It says youths, two, "
     "asked to leave, left. Company will put a second member of staff on the evening bus for a month."),
    ("control room", "CALL TAKER 3", "Test of the direct number given to the address: works. Card with the number "
     "was left by the {shift} shift last month. No action."),
    ("crime", "OFFICER 6", "Community meeting in the library, {count} present. Hate crime was one item of six. "
     "Several offered to look out for a neighbour. No one was named in the room, on purpose."),
    ("crime", "OIC", "Time spent on preparing the folder: statements in order, pictures with a sheet for each, "
     "exhibit list checked against the store. {count} items, one label put right."),
    ("partner", "PARTNER 5", "Youth justice team: asked what a first meeting would need. A short account, ages, "
     "what the person harmed has said, and {count} days' notice. No names given at this stage."),
    ("crime", "OFFICER 1", "Foot patrol at the end of the school day, {side} side of [STREET 2]. Talked to the "
     "crossing warden, who knows everybody. She has heard the word and told off the speaker."),
    ("partner", "PARTNER 1", "Housing repair team: gate catch at the house of [VICTIM 1] mended at no charge, "
     "letter box plate tightened. {count} minutes. She was at work and had left the key."),
    ("crime", "OIC", "Reply drafted to the council member for the ward, who had asked in general terms about "
     "[STREET 1]. Nothing about any person in it. Sent through the press desk after {count} days."),
    ("crime", "EXHIBITS 1", "Store check: exhibits {count} and following seen, seals whole, shelf changed to the "
     "{side} bay. Register signed."),
    ("control room", "CALL TAKER 1", "Weekly print of calls from [STREET 1]: {count}, of which one about a parked "
     "van, one about a lost cat and the rest on this record. Sent to the OIC."),
    ("crime", "OFFICER 6", "Spoke to the keeper of the allotments behind the {side} gardens. Young people cut "
     "through there after dark. He will lock the lower gate from now on."),
    ("partner", "SUPPORT WORKER 1", "Call made at the usual time, no answer, message left. She rang back within the "
     "hour from work. In good heart. Short days are harder. Next call as usual."),
    ("crime", "OIC", "Patrol times looked at again for days without school: to be moved to the {part} part of the "
     "day. Told the {shift} shift and the schools officer."),
    ("crime", "OFFICER 1", "Returned to the shop with a still. The owner's daughter, who helps at the till, thinks "
     "that she has seen the {colour} scooter but not for {count} weeks. No name."),
)  # fmt: skip

SLOTS = {
    "side": ("north", "south", "odd", "even", "far", "near"),
    "count": ("six", "seven", "eight", "nine", "eleven", "twelve", "fourteen", "sixteen"),
    "shift": ("early", "late", "night", "day"),
    "part": ("first", "early", "middle", "later", "last"),
    "weekday": ("Monday", "Tuesday", "Thursday", "Friday"),
    "colour": ("green", "white", "red", "blue", "black", "orange"),
}

CLOSINGS = (
    "Noted for the weekly look.",
    "Copy put in the folder, original in the store.",
    "No further action from this desk for now.",
    "Passed to the OIC by message, read receipt seen.",
    "Body worn camera was on and the clip is kept under this reference.",
    "No concern for safety today.",
    "To be looked at again if anything like it comes in.",
    "Times are from the pocket book and were written up the same day.",
    "Nothing in this changes the grade.",
    "The street was quiet before and after.",
    "Colleagues on the next shift have been told what to look for.",
    "Weather dry, light good, nobody else about.",
    "This took rather longer than it should because the lift was out.",
    "Checked against the table of reports: fits the usual hour.",
    "Checked against the table of reports: does not fit any earlier evening.",
    "The person spoken to was friendly and willing to be asked again.",
    "The person spoken to would rather not be asked again, and this is respected.",
    "No names were used in front of others.",
    "A reminder has been set for a fortnight from now.",
    "Entered late in the shift because of other calls.",
)

# Sentences that fill an entry, by where its author was when it was made.
DETAILS = {
    "street": (
        "Asked in passing whether anything else had been seen or heard in the past {count} days, on the {side} side "
        "or in the passage. The answer was no, apart from a car alarm and a party that ended before midnight.",
        "The {side} end of the street was walked as well. Bins in, curtains drawn, one upstairs light. A man mending "
        "a bicycle under the lamp said that he had been there since tea and had seen nobody.",
        "It was cold and few people were about. The wall was empty. The shop had its shutter half down and "
        "the owner waved from inside. {count} minutes were spent out of the car, up one side and down the other.",
        "The description on file was read over once more: tall, thin, grey hooded top, scooter. It was agreed that "
        "a scooter with {colour} wheels is not enough for anybody to be called in, and that a face is needed.",
        "Nothing was promised that cannot be kept. It was explained that small pieces are being put together, that "
        "this takes time, and that each is written down under one reference so that it can be found again.",
        "A short note was left for the {shift} shift in the usual tray, with a map of the passage and the two ways "
        "out of it, because new colleagues tend to wait at the wrong end.",
        "An older couple on the {side} side asked what all the police were for. They were told that it is about "
        "young people and noise after dark, which is true and says nothing about anybody.",
        "The passage is forty paces long with a bend in the middle, so that from neither end can the other be seen. "
        "It was walked both ways with the lamp off and with the lamp on. The bend stays dark.",
        "Two cyclists without lights were stopped and sent on their way on foot. Neither knew anything. One of them "
        "had been asked the same thing {count} days ago by another officer and said so, with good humour.",
        "The time was chosen to fall in the hour that the table shows as the worst. It was the quietest hour of the "
        "{shift} shift. Somebody was practising the trumpet on the {side} side, not badly.",
        "A boy of about ten wanted to know how the radio works and was shown. His brother, older, stayed across the "
        "road and went in when he was called. Nothing to read into that, but it is noted.",
        "A {colour} glove was found on the wall and left there. Nothing else on the ground but leaves and a broken "
        "bottle, which was picked up and put in the bin by the shop.",
        "The dog walkers who come by on {weekday} evening were asked to ring if they hear the word again. Three said "
        "that they would. One said that it was none of her business and then asked for the number all the same.",
        "From the corner the front windows can be seen and the gate cannot, because of the hedge. Whoever throws "
        "from there has to step out on to the pavement first, under the second lamp.",
    ),
    "desk": (
        "Another {count} minutes were spent on looking through earlier entries to see whether the same description "
        "had been given before. It had, twice, but in words so general that they would fit half of the school.",
        "A copy of the sheet was made before it went back. The sheet has {count} lines, of which two are blank and "
        "one is crossed out by the person who wrote it. The crossing out was left as it is.",
        "Access to this entry is as for the rest of the record. The label is used in place of the name throughout, "
        "and the one place where that had been forgotten was put right by the records desk.",
        "There was some confusion about the date, since the matter was first mentioned in the {part} part of the "
        "week and only written down afterwards. The time at the head of this entry is that of the act itself.",
        "The request was made by message and again by telephone, as the first had not been read after {count} "
        "hours. A colleague on the {shift} shift took it and said that it would be done in turn.",
        "It was thought about whether this ought to change the risk as it stands. It does not: no weapon, nobody "
        "let into the house. The risk is in the number of times and in what that does to a person.",
        "All of this was put to nobody outside the force but the partners named on the sharing agreement. They have "
        "the reference, the hours and the street, and neither the note nor the recordings.",
        "Two spellings of the street were found on the system and both were searched. This is how things get lost: "
        "a call under the one spelling does not show up under the other unless somebody asks for it.",
        "The folder now takes up {count} dividers. The index at the front was made new and the old one kept behind "
        "it, so that anybody can see what was added, on which day, and by whom.",
        "A colleague who worked on something like it last year was asked for advice. She said to look at the hours "
        "before the faces, to keep the door cameras on, and to write everything down as if for a stranger.",
        "The system was down for part of the {shift} shift. This entry was written on paper first and typed "
        "afterwards. The paper is in the folder, signed and timed, should anybody wish to compare the two.",
        "What is not known was listed as well: who films, who only follows, whether it is always the same two, and "
        "whether anybody older has a hand in it. None of the {count} items seen so far answers that.",
        "The retention date was looked at. Pictures that show nobody will be deleted after ninety days in the usual "
        "way. Those on the exhibit list stay until the case is closed and for the time set after that.",
        "A line was drawn under this for the day at the end of the {shift} shift. The desk lamp has been reported "
        "again. Tea money is owed to the records desk, which is no part of this record.",
    ),
    "control room": (
        "The {shift} shift was asked to keep this in mind and to write down the time of anything that fits, even "
        "where nobody can be stopped. A line in the log is worth more than a memory of it {count} days on.",
        "Read over to the next desk at handover, with the map on the screen. The two ways out of the passage are "
        "marked on it now, and the shop, and the lamp that works.",
        "The call was listened to a second time for voices behind the caller's. There is a bus, a door, and after "
        "{count} seconds a laugh. It is too far off to say more. Recording kept.",
        "History checked on both sides of the street, not by house number only. {count} calls in a year before this "
        "began, most of them about parking, none about hate.",
        "Grade looked at again by the desk lead after ten minutes and left as it was. A car would have been free "
        "sooner but for a collision on the ring road, which took three units for most of the {shift} shift.",
    ),
    "partner": (
        "What may be shared under the agreement was shared and nothing besides: the street, the hours, the kind of "
        "behaviour. No name was asked for on either side and none was given.",
        "The worker who knows the families best is away until {weekday}. Her colleague looked at the file and would "
        "rather wait for her, since a wrong word now could close a door that is just open.",
        "A note of this was sent by secure message and printed for the folder. It is {count} lines long and was "
        "answered within the day with thanks.",
        "It was said once more that the person harmed should not have to move. A transfer has not been asked for and "
        "will not be suggested. What would help is that it stops.",
        "The cost falls on this office and has been agreed. If it has to be done a third time somebody will have to "
        "talk about who pays, but that is not for this log.",
        "One thing was taken away to think about: that young people are told what not to do by {count} grown-ups "
        "and asked what they would like to do by none. A place on the {weekday} session was offered.",
    ),
}

COPIES = ("folder", "folder and OIC", "patrol list", "conference folder", "none")
ACTIONS = (
    "Action: none",
    "Action: diary",
    "Action: weekly look",
    "Action: to OIC",
    "Action: exhibit list",
    "Action: done",
)


def entries() -> list[Log]:
    """Return the 180 entries in the order of their numbers."""
    fixed = _fixed()
    numbers = [number for number in range(1, 181) if number not in fixed and number not in DUPLICATE_OF]
    whens = _whens(fixed)
    for place, number in enumerate(numbers):
        fixed[number] = _routine(place, number, whens[number])
    for number, original in DUPLICATE_OF.items():
        fixed[number] = fixed[original]
    return [fixed[number] for number in sorted(fixed)]


def _fixed() -> dict[int, Log]:
    fixed = dict(WRITTEN)
    for number, report in enumerate(REPORTS, start=1):
        fixed |= dict(enumerate(_report_entries(number, report), start=report.entry))
    when = datetime.fromisoformat(fixed[CHRONOLOGY - 1].when) + timedelta(days=3, hours=-2)
    fixed[CHRONOLOGY] = Log(f"{when:%Y-%m-%d %H:%M}", "crime", "OFFICER 4", _chronology())
    return fixed


def _report_entries(number: int, report: Report) -> Iterator[Log]:
    incident = f"Incident {number:02} of the control room. "
    link = f"Linked to {REF}." if number > 1 else f"Number {REF}."
    if number in NOT_LINKED:
        link = "Link field: blank."
    desk = f"CALL TAKER {1 + number % 3}"
    yield Log(report.whens[0], "control room", desk, incident + report.call)
    visit = f"{report.visit} {_detail('street', number, report.entry)}"
    yield Log(report.whens[1], "crime", report.visitor, visit)
    record = f"Incident {number:02}. {report.record} {link} {_detail('desk', number, report.entry)}"
    yield Log(report.whens[2], "crime", "CRIME DESK 1", record)


def _chronology() -> str:
    """Return the one entry of about 1,200 words, written up from the linked reports before entry 115."""
    told = [
        f"Incident {number:02}, {datetime.fromisoformat(report.whens[0]):%A} at {report.whens[0][-5:]}. "
        f"{report.call} {report.visit}"
        for number, report in enumerate(REPORTS, start=1)
        if report.entry < CHRONOLOGY and number not in NOT_LINKED
    ]
    opening = (
        "Chronology for the case conference, written up from this record and from the calls linked to it, so that "
        "partners need not read the whole log. People appear by label only. Words used are masked. What follows is "
        "in the order in which the calls came in; where a call and the visit after it differ, both are given as "
        "they stand."
    )
    closing = (
        "What the linked reports have in common: the hour, the corner of [STREET 2], a scooter, and the same word. "
        "What they do not tell: a name. What the conference is asked for: from housing, whether a letter to two "
        "families can name the behaviour; from the youth service, who can be worked with before it comes to "
        "court, which is what [VICTIM 1] has asked for; from the school, what is said there. What the conference is "
        "not asked for: to decide who did it. The person harmed will not be in the room. She knows that it is "
        "held, has been told who comes, and has asked that nobody reads the words aloud. Each partner takes the "
        "paper copy back out of the room and hands it in at the door. End of chronology."
    )
    return "\n".join([opening, *told, closing])


def _routine(place: int, number: int, when: str) -> Log:
    system, author, text = ROUTINE[place * 7 % len(ROUTINE)]
    kind = system if system in DETAILS else "street" if author.startswith("OFFICER") else "desk"
    details = [_detail(kind, number * 2 + turn, number) for turn in range(1 + (place % 3 > 0))]
    words = [_filled(text, number), *details, _pick(CLOSINGS, "closing", number)]
    return Log(when, system, _oic(when) if author == "OIC" else author, " ".join(words))


def _detail(kind: str, turn: int, number: int) -> str:
    return _filled(DETAILS[kind][turn % len(DETAILS[kind])], number)


def _filled(text: str, number: int) -> str:
    """Return ``text`` with words for its slots, each sentence with its capital."""
    filled = text.format(**{slot: _pick(words, slot, number, text[:9]) for slot, words in SLOTS.items()})
    return re.sub(r"(?:^|(?<=\. ))[a-z]", lambda letter: letter[0].upper(), filled)


def _oic(when: str) -> str:
    changes = ("2024-11-18", "2025-01-15 17:30", "2025-04-16")
    return f"OFFICER {2 + sum(when >= change for change in changes)}"


def _pick(words: Sequence[T], *key: object) -> T:
    """Return one of ``words`` by a checksum of ``key``: the same on every machine and Python."""
    return words[crc32(repr(key).encode()) % len(words)]


def _whens(fixed: dict[int, Log]) -> dict[int, str]:
    """Spread the entries without a time evenly between their neighbours, and set two out of order."""
    known = sorted(fixed)
    whens = {number: fixed[number].when for number in known}
    for before, after in pairwise(known):
        start, end = (datetime.fromisoformat(whens[number]) for number in (before, after))
        last = start
        for number in range(before + 1, after):
            evenly = start + (end - start) * (number - before) / (after - before)
            last = _office_hour(evenly, last, end, number)
            whens[number] = f"{last:%Y-%m-%d %H:%M}"
    return whens | OUT_OF_ORDER


def _office_hour(evenly: datetime, last: datetime, end: datetime, number: int) -> datetime:
    """Return a time by day near ``evenly`` and after ``last``; where there is no room, the next few minutes."""
    for days in (0, 1):
        hour = _pick((8, 9, 10, 11, 13, 14, 15, 16, 17), "hour", number)
        day = evenly + timedelta(days=days)
        when = day.replace(hour=hour, minute=_pick(range(60), "minute", number))
        if last < when < end:
            return when
    return max(evenly, last + timedelta(minutes=7))


def lay_out(ref: str, volumes: Sequence[Volume]) -> dict[str, str]:
    """Return file name -> text: 30 lines a page, form feeds between, pages numbered through the case."""
    paged = [(volume, list(_pages(volume))) for volume in volumes]
    total = sum(len(pages) for _, pages in paged)
    texts: dict[str, str] = {}
    number = 0
    for volume, pages in paged:
        headed = []
        for page in pages:
            number += 1
            header = f"SYNTHETIC - TRAINING MATERIAL   {ref}   {volume.title}   page {number} of {total}"
            headed.append("\n".join([header, "", *page]).rstrip("\n"))
        texts[volume.file] = "\n\f".join(headed) + "\n"
    return texts


def _pages(volume: Volume) -> Iterator[list[str]]:
    page = list(volume.front)
    for lines in volume.blocks:
        left = list(lines)
        page += [""] if page else []
        while len(page) + len(left) > LINES - 2:
            fits = _fitting(LINES - 2 - len(page), len(left))
            yield [*page, *left[:fits]]
            page, left = [], left[fits:]
        page += left
    yield page


def _fitting(room: int, lines: int) -> int:
    """Return how many of an entry's ``lines`` go on this page: not fewer than three, nor leaving just one."""
    fits = min(room, lines - 2)
    return fits if fits >= 3 else 0


def block(head: str, text: str, indent: str = INDENT) -> list[str]:
    """Return the lines of one entry: its head, then its paragraphs wrapped at 72 columns, labels kept whole."""
    lines = [head]
    for paragraph in text.split("\n"):
        whole = re.sub(r"\[[^\]]*\]", lambda label: label[0].replace(" ", "_"), paragraph)
        wrapped = wrap(whole, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        lines += [line.replace("_", " ") for line in wrapped]
    return lines


def _volume(file: str, title: str, first: int, last: int, logs: Sequence[Log]) -> Volume:
    front = [
        *WARNING,
        "",
        "COMBINED ENQUIRY LOG",
        f"Reference:    {REF}",
        f"Entries:      {first} to {last} of {len(logs)}",
        "Systems:      control room, crime, partner",
        "Hate strand:  transgender identity",
    ]
    blocks = [_entry(number, logs[number - 1]) for number in range(first, last + 1)]
    return Volume(file, title, front, blocks)


def _entry(number: int, log: Log) -> list[str]:
    when = f"{datetime.fromisoformat(log.when):%a %d %b %Y %H:%M}"
    head = f"{number}.".ljust(len(INDENT)) + f"{when}   {log.system}   [{log.author}]"
    below = f"{INDENT}Copy: {_pick(COPIES, 'copy', log.text)}   {_pick(ACTIONS, 'action', log.text)}"
    return [*block(head, log.text), below]


def texts() -> dict[str, str]:
    """Return file name -> text of the three volumes."""
    logs = entries()
    return lay_out(REF, [_volume(*volume, logs) for volume in VOLUMES])


def write(files: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write the files in UTF-8 with plain newlines, on every system alike."""
    for name, text in files:
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write(texts().items(), FOLDER)
