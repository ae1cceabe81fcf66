"""Check digits: what tells a number of a kind from digits that only look like it."""

PNC_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
"""The check letters of the Police National Computer by remainder of 23 (CJS Data Standards Catalogue, PNCID)."""

# First digits of payment cards and their lengths (ISO/IEC 7812; the schemes' published ranges).
_CARDS: tuple[tuple[range, int, frozenset[int]], ...] = (
    (range(4, 5), 1, frozenset({13, 16, 19})),
    (range(51, 56), 2, frozenset({16})),
    (range(2221, 2721), 4, frozenset({16})),
    (range(34, 35), 2, frozenset({15})),
    (range(37, 38), 2, frozenset({15})),
    (range(36, 37), 2, frozenset({14})),
    (range(300, 306), 3, frozenset({14})),
    (range(6011, 6012), 4, frozenset({16})),
    (range(644, 660), 3, frozenset({16})),
    (range(3528, 3590), 4, frozenset({16})),
    (range(5018, 5039), 4, frozenset({16, 18, 19})),
    (range(6304, 6305), 4, frozenset({16, 18, 19})),
    (range(6759, 6764), 4, frozenset({16, 18, 19})),
)


def luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def payment_card(digits: str) -> bool:
    """Tell whether these are the digits of a payment card: an issuer's prefix, its length, and Luhn."""
    return luhn(digits) and any(
        int(digits[:size]) in prefixes and len(digits) in lengths for prefixes, size, lengths in _CARDS
    )


def nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number (NHS Data Dictionary: modulus 11, weights 10 to 2)."""
    rest = 11 - sum(int(d) * weight for d, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def pnc_letter(year: str, serial: str, letter: str) -> bool:
    """Tell whether the letter checks the last two digits of the year and the serial number in seven digits."""
    return PNC_LETTERS[int(year[-2:] + serial.zfill(7)) % 23] == letter.upper()


def iban(text: str) -> bool:
    """Tell whether an International Bank Account Number checks (ISO 13616: modulus 97)."""
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1
