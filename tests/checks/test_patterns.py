"""Each kind of residual data: what is found, and what only looks like it."""

import pytest

from panelroom.checks import CheckSettings, check_text

SETTINGS = CheckSettings()


def found(text: str) -> list[tuple[str, str]]:
    return [
        (f.id, " ".join(text[f.start : f.end].split()))
        for f in check_text([(1, text)], SETTINGS)
        if f.start is not None
    ]


def ids(text: str) -> list[str]:
    return [check for check, _ in found(text)]


@pytest.mark.parametrize(
    "number",
    [
        "07700 900123",
        "07700900123",
        "07700-900-123",
        "07700.900.123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "+44(0)7700900123",
        "0044 7700 900 123",
        "(01632) 960123",
        "01632 960 123",
        "020 7946 0018",
        "0161 496 0000",
        "01632/960123",
        "0 7 7 0 0 9 0 0 1 2 3",
        "+48 601 555 010",
        "0033 1 99 00 12 34",
        "07700\n     900123",
        "0770\u200b0 900123",
        "٠٧٧٠٠ ٩٠٠١٢٣",
    ],
)
def test_telephone_numbers(number: str) -> None:
    assert found(f"She rang from {number} at noon.") == [("T-PHONE", " ".join(number.split()))]


@pytest.mark.parametrize(
    "text",
    [
        "Call 101, or 999 in an emergency.",
        "Samaritans can be reached on 116 123 and Crimestoppers on 0800 555 111.",
        "On 01/02/2025 at 10:15 and on 03-04-2025 at 11.20.",
        "From 2025-03-04 10:15:00 to 2025-03-05.",
        "The damage came to £1,234,567.89 in all.",
        "Between 0800 and 0930 hrs and again 1015 to 1130 hours.",
        "Under section 4.1.2.3 and version 10.2.1.4 of the code.",
        "24 hours Street patrol. The 28 day Review.",
        "In 3 Close cases and 2 Drive outs.",
        "Entry 14, page 3 of 11, day 28, score 7/10.",
        "Ratio 1:2:3 and times 10:15:20 and 11:30.",
        "The M25, the A14 and the B2 road were checked on the 2nd.",
        "Public Order Act 1986, section 4A, and the Crime and Disorder Act 1998, section 28.",
        "Sent to Leicester Crown Court and the Magistrates' Court.",
    ],
)
def test_what_only_looks_like_data(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to victim@example.com today.", ("T-EMAIL", "victim@example.com")),
        ("Write to v.one+x@mail.example.co.uk.", ("T-EMAIL", "v.one+x@mail.example.co.uk")),
        ("It is jay (at) example dot co dot uk.", ("T-EMAIL", "jay (at) example dot co dot uk")),
        ("It is jay at example dot com.", ("T-EMAIL", "jay at example dot com")),
        ("It is victim@\n   example.com now.", ("T-EMAIL", "victim@ example.com")),
        ("NI number AB 12 34 56 C given.", ("T-NINO", "AB 12 34 56 C")),
        ("Shown as QQ123456C there.", ("T-NINO", "QQ123456C")),
        ("Shown as TN010203F there.", ("T-NINO", "TN010203F")),
        ("Number 943 476 5919 on the band.", ("T-NHS", "943 476 5919")),
        ("NHS number 9434765919 on the band.", ("T-NHS", "9434765919")),
        ("Card 4111 1111 1111 1111 used.", ("T-CARD", "4111 1111 1111 1111")),
        ("Paid with 378282246310005 there.", ("T-CARD", "378282246310005")),
        ("Sort code 12-34-56 only.", ("T-SORTCODE", "12-34-56")),
        ("Account number 12345678 was used.", ("T-ACCOUNT", "12345678")),
        ("Paid to GB82 WEST 1234 5698 7654 32 then.", ("T-ACCOUNT", "GB82 WEST 1234 5698 7654 32")),
        ("Date of birth 01/02/1903.", ("T-DOB", "01/02/1903")),
        ("DOB: 1st February 1903.", ("T-DOB", "1st February 1903")),
        ("d.o.b. 1.2.03 shown.", ("T-DOB", "1.2.03")),
        ("He was born on 1 Feb 1903 abroad.", ("T-DOB", "1 Feb 1903")),
        ("Shown as 1903-02-01 (date of birth).", ("T-DOB", "1903-02-01")),
        ("PNC ID 1999/1234567B shown.", ("T-PNC", "1999/1234567B")),
        ("CRO 123456/25A shown.", ("T-CRO", "123456/25A")),
        ("Licence MORGA657054SM9IJ seen.", ("T-DRIVING", "MORGA657054SM9IJ")),
        ("His passport number 123456789 was seen.", ("T-PASSPORT", "123456789")),
        ("She lives in ZZ1 1ZZ now.", ("T-POSTCODE", "ZZ1 1ZZ")),
        ("She lives in zz99 3wz now.", ("T-POSTCODE", "zz99 3wz")),
        ("Postcode ZZ11ZZ given.", ("T-POSTCODE", "ZZ11ZZ")),
        ("A blue car, AB12 CDE, left.", ("T-VRM", "AB12 CDE")),
        ("A van, index K123 LMN, left.", ("T-VRM", "K123 LMN")),
        ("A van, index ABC 123K, left.", ("T-VRM", "ABC 123K")),
        ("A car, registration IIZ 1234, left.", ("T-VRM", "IIZ 1234")),
        ("See 12/34567/25 for this.", ("T-CRIMEREF", "12/34567/25")),
        ("See 25*123456 for this.", ("T-CRIMEREF", "25*123456")),
        ("See 25000123456 for this.", ("T-CRIMEREF", "25000123456")),
        ("Incident 0123 of 01/02/2025 refers.", ("T-CRIMEREF", "0123 of 01/02/2025")),
        ("PC 99999 Testname attended.", ("T-COLLAR", "PC 99999 Testname")),
        ("DS 12345 reviewed it.", ("T-COLLAR", "DS 12345")),
        ("PCSO 7123 spoke to her.", ("T-COLLAR", "PCSO 7123")),
        ("Collar number 1234 was noted.", ("T-COLLAR", "1234")),
        ("Warrant number 123456 shown.", ("T-WARRANT", "123456")),
        ("Posted from 192.0.2.44 that night.", ("T-IP", "192.0.2.44")),
        ("Posted from 2001:db8::1 that night.", ("T-IP", "2001:db8::1")),
        ("Handset 490154203237518 seized.", ("T-IMEI", "490154203237518")),
        ("See https://forum.example.net/u/77 for it.", ("T-URL", "https://forum.example.net/u/77")),
        ("He posts as @quiet_user99 online.", ("T-HANDLE", "@quiet_user99")),
        ("Snapchat: quietuser99 was used.", ("T-HANDLE", "quietuser99")),
        ("At ///filled.count.soap they met.", ("T-W3W", "///filled.count.soap")),
        ("She lives at 14 Oak Road now.", ("T-ADDRESS", "14 Oak Road")),
        ("Seen at Flat 3, 27b High Street then.", ("T-ADDRESS", "Flat 3, 27b High Street")),
        ("Lives at 14 oak road with family.", ("T-ADDRESS", "14 oak road")),
    ],
)
def test_one_of_each(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


def test_a_national_insurance_number_is_not_an_officer_too() -> None:
    assert ids("PC 123456 A man came. NINO PC 12 34 56 A.") == ["T-COLLAR", "T-NINO"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07700900123/07700900124", ["07700900123", "07700900124"]),
        ("Mob 07700 900123DOB 01/02/1903", ["07700 900123", "01/02/1903"]),
        ("07700 900123\n14. Then nothing.", ["07700 900123"]),
        ("Card 4111 1111 1111 1111\n14. Then nothing.", ["4111 1111 1111 1111"]),
        ("PC Testname (1234) came.", ["PC Testname (1234)"]),
        ("Seen at 14 OAK ROAD.", ["14 OAK ROAD"]),
        ("Shown as 1999/0123456X there.", ["1999/0123456X"]),
    ],
)
def test_neither_more_nor_less_than_what_it_is(text: str, expected: list[str]) -> None:
    assert [words for _, words in found(text)] == expected


def test_wrong_check_digits_are_not_numbers() -> None:
    assert (
        ids(
            "The numbers 943 476 5918 and 4111 1111 1111 1112 and 490154203237519 and 1999/0123456Q were read out."
        )
        == []
    )


def test_public_sites_may_stay_and_theirs_alone() -> None:
    assert ids("See www.gov.uk/report and https://www.report-it.org.uk/your_police_force.") == []
    assert ids("See www.gov.uk.example.net/report.") == ["T-URL"]


def test_labels_are_never_findings() -> None:
    text = (
        "[VICTIM 1] told [OFFICER 12] and PC [OFFICER 2] of [racist word] at [STREET 1], [TOWN]. [REDACTED]"
    )
    assert found(text) == []


def test_a_name_in_brackets_is_no_label() -> None:
    assert ids("[PRIYA SAMPLESON] and [Testname] came.") == ["T-WORD-LEDGER", "T-WORD-LEDGER"]


@pytest.mark.parametrize(
    "text",
    [
        "By 2025 the plan was done. Supervisor 2025 review. In 2025 Police recorded 12 cases.",
        "log 12 of 21 and entry 3 of 4 were read.",
        "White British male, Black Caribbean female, Asian Other.",
        "House to House enquiries. Early Help referral made.",
        "Account 1 of 3: she said that he shouted. Born in the area, he knows it well.",
        "phone 10 minutes later. Mobile patrol 14 attended. Text 3 times a week agreed.",
        "The reference group met; ref to section 12 is made. Passport control was busy; 12 flights were late.",
        "FIRST ACCOUNT. RISK: MEDIUM. VICTIM UPDATED. NO FURTHER ACTION.",
        "Under s.4A of the Act and s39 assault, s20 GBH. MG11 (2 pages), page 12/14.",
    ],
)
def test_the_usual_words_of_police_papers(text: str) -> None:
    assert found(text) == []
